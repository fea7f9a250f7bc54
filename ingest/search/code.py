"""Signs of program code in a passage: how much of it is code, and which names it defines.

Code is asked about by its names, and a file of it is about one thing: what helps there does harm among prose. So each
passage is judged by its own text, never by the name of its file, and smoothly: half code counts half.
"""

from __future__ import annotations

import re

MARK = re.compile(r"[{};=<>(\[_:A-Z](?:(?<=[{};=<>])|(?<=\w[(\[])|(?<=\w_)\w[(\[A-Z_]?|(?<=:):|(?<=[a-z][A-Z])[(\[_]?)")
r"""What programs are full of and prose is not, nor Markdown: braces, calls, indices, compound names.

It matches as often as ``[{};=<>]|\w[(\[]|\w_\w|::|[a-z][A-Z]``, in a quarter of the time: it goes from sign to sign and
looks back from there, instead of trying each letter. The optional ends are signs that would share a letter with the
match before them.
"""
_LOOKED_AT = 600
"""Characters of a passage that are judged; more would tell the same at more cost."""
_PROSE, _CODE = 0.02, 0.04
"""Marks for each character that is not blank: up to the first it is prose, from the second on code. 95 of 100
passages of encyclopedia, forum and licence texts lie below the first; Python, Java, Rust and C have their median above
the second."""

_INTRODUCING = (
    "class struct enum trait interface fn func function def impl type module mod namespace package union record object "
    "static const let var val void int long bool boolean auto double float char string String public private protected "
    "internal virtual inline override async define"
)
"""Words that introduce a name in one of the widespread languages."""
_NAMELESS = frozenset(_INTRODUCING.casefold().split()) | {"final", "abstract", "default", "return", "new"}
_DEFINITION = re.compile(rf"\b(?:(?:{'|'.join(_INTRODUCING.split())})[ \t]+)+[*&]*([A-Za-z_]\w*)")


def code_share(text: str) -> float:
    """Return how much a text looks like program code, from 0 (prose) to 1 (code)."""
    sample = text[:_LOOKED_AT]
    characters = len(sample) - sum(map(sample.count, " \n\t"))
    marks = len(MARK.findall(sample)) / characters if characters else 0.0
    return min(max((marks - _PROSE) / (_CODE - _PROSE), 0.0), 1.0)


def defined_names(text: str) -> set[str]:
    """Return the names a piece of code seems to define: types, functions, fields, constants."""
    return {name for name in _DEFINITION.findall(text) if name.casefold() not in _NAMELESS}
