"""What is wrong with a file somebody wrote, said so that they can mend it."""

from __future__ import annotations


class FrameworkError(ValueError):
    """A file that cannot be used as it is.

    Attributes:
        file: its name, without a folder.
        line: from 1; None when it is about the whole file.
        text: what is wrong and what to write instead, as a sentence without a full stop.
    """

    def __init__(self, file: str, line: int | None, text: str) -> None:
        self.file = file
        self.line = line
        self.text = text
        super().__init__(f"{file}: {text}" if line is None else f"{file}, line {line}: {text}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FrameworkError) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))
