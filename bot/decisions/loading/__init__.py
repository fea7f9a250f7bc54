"""YAML texts to matters: facts, frameworks, panels, plans, words. A file that cannot be used leaves the others live.

`documents.read(file, text)` gives the strict `nodes.Node` of a file. Its top-level ``kind:`` says what reads it:
``facts`` (`vocabulary`), ``framework`` and ``panel`` (`readers`), ``plan`` (`plans`), ``words`` (`words`); `loader`
brings them together. The YAML itself is documented for those who write it in ``docs/frameworks.md``.
"""

from bot.decisions.loading.errors import FrameworkError
from bot.decisions.loading.loader import Loaded, load

__all__ = ["FrameworkError", "Loaded", "load"]
