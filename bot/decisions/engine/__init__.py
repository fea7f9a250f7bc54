"""Works out what frameworks say, for any matter: exact with unknown facts, and fast.

`layout` cuts facts into cells and orders them, `compiling` turns frameworks and the panel into decision diagrams
(`diagrams`), and everything asked is read off those: `advisor.Engine`.
"""

from bot.decisions.engine.advisor import Engine, MatterSizeError

__all__ = ["Engine", "MatterSizeError"]
