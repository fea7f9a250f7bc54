"""One matter in the making: what its files come to, added one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.decisions.frameworks import Matter, Panel
from bot.decisions.loading.errors import FrameworkError
from bot.decisions.loading.nodes import Node
from bot.decisions.loading.readers import Brought, default_panel, read_framework, read_panel
from bot.decisions.loading.versions import version_of
from bot.decisions.loading.vocabulary import MOST_FACTS, MOST_VERDICTS, Vocabulary

MOST_FRAMEWORKS = 20
"""Of one matter: as many as can be shown side by side."""


class Making:
    """Takes the files of one matter.

    Attributes:
        vocabulary: of the matter's own facts file.
        files: names of the files that could be used.
    """

    def __init__(self, facts: Node, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.files = [facts.file]
        self._facts = facts
        self._brought: dict[str, Brought] = {}
        self._panel: tuple[str, Panel] | None = None

    @property
    def facts_file(self) -> str:
        """The name of the file with the matter's facts."""
        return self._facts.file

    def add_framework(self, file: Node) -> None:
        """Read a file of kind ``framework``.

        Raises:
            FrameworkError: it cannot be used, or not beside those there are.
        """
        brought = read_framework(file, self.vocabulary)
        self._refuse_twin(file, brought)
        for key in ("facts", "verdicts"):
            self._refuse_clash(file, key)
        self._brought[file.file] = brought
        self.files.append(file.file)

    def add_panel(self, file: Node) -> None:
        """Read a file of kind ``panel``, after the frameworks, whose verdicts it may use.

        Raises:
            FrameworkError: it cannot be used, or there is one already.
        """
        if self._panel is not None:
            raise file.part("matter").error(f"{self._panel[0]} is its panel already; leave one of the files")
        try:
            self._panel = file.file, read_panel(file, self._extended())
        except FrameworkError as error:
            text = f"{error.text} (until then, the verdict that most frameworks give counts)"
            raise FrameworkError(error.file, error.line, text) from error
        self.files.append(file.file)

    def matter(self) -> Matter:
        """Return the matter.

        Raises:
            FrameworkError: no framework could be used.
        """
        whole = self._extended()
        if not self._brought:
            raise self._facts.part("matter").error(
                f"{whole.matter} has no framework that can be used; add a file of kind: framework for it"
            )
        frameworks = tuple(brought.framework for brought in self._sorted())
        panel = default_panel(whole) if self._panel is None else self._panel[1]
        matter = Matter(whole.matter, whole.title, whole.facts, whole.verdicts, frameworks, panel, whole.variants, "")
        return replace(matter, version=version_of(matter))

    def _sorted(self) -> list[Brought]:
        """Return what frameworks brought, in an order that does not depend on how the files were listed."""
        return [self._brought[file] for file in sorted(self._brought)]

    def _extended(self) -> Vocabulary:
        whole = self.vocabulary
        for brought in self._sorted():
            whole = whole.extended(brought.facts, brought.verdicts)
        return whole

    def _refuse_twin(self, file: Node, brought: Brought) -> None:
        name = brought.framework.name
        for other, there in self._brought.items():
            if there.framework.name == name:
                raise file.part("name").error(
                    f"{other} has a framework {name} already; choose another name, or call this file {other} too, "
                    "in your own folder, to replace it"
                )
        if len(self._brought) >= MOST_FRAMEWORKS:
            raise file.error(f"{self.vocabulary.matter} has {MOST_FRAMEWORKS} frameworks already; delete one of them")

    def _refuse_clash(self, file: Node, key: str) -> None:
        """Refuse facts or verdicts that another framework brought, and more than there may be."""
        if not file.has(key):
            return
        there: Mapping[str, object] = getattr(self._extended(), key)
        mine = [pair.key for pair in file.part(key).named()]
        for name in mine:
            if name.text() in there:
                raise name.error(f"another framework brings {name.text()}; define it in {self.facts_file} instead")
        most = MOST_FACTS if key == "facts" else MOST_VERDICTS
        if len(there) + len(mine) > most:
            raise file.part(key).error(f"that makes more than {most} {key}; leave some out")
