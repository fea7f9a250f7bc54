"""Numbers that count nothing: names, years, ordinals and shares: ``row 14``, ``in 2022``, ``2nd``, ``9 out of 10``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.decisions.understanding.measures import ORDINAL_ENDINGS, text_at, texts
from bot.decisions.understanding.text import Token, words

_NAMED = words(
    "row rows page pages version v slide section ticket line step option question chapter figure table room floor "
    "level phase sprint release build issue pr article annex paragraph clause column tab cell sheet tier task iso soc "
    "gpt claude llama gemini windows python java http error status code port team group item appendix bullet"
)
"""What numbers are names of: ``row 14``."""
_IS_NUMBER = frozenset((name, verb) for name in ("number", "id", "code", "extension", "pin") for verb in ("is", "'s"))
_BEFORE_YEAR = words("in since until during before after year")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_BEFORE_ONE = words("no any every some this that which each another the")
_OWN = words("the our my that a your this total exact")


def is_name(tokens: Sequence[Token], at: int, scaled: bool) -> bool:
    """Whether a number is what something goes by: ``row 14``, ``GPT-4``, ``2nd``."""
    before = tokens[max(at - 2, 0) : at]
    joined = [one.end for one in before] == [after.start for after in tokens[max(at - 1, 1) : at + 1]]
    dashed = [one.kind for one in before] == ["word", "dash"] and joined
    if text_at(tokens, at + 1) in ORDINAL_ENDINGS or _is_one_of(tokens, at):
        return True
    if texts(tokens, at - 2, at) in _IS_NUMBER and text_at(tokens, at - 3) not in _OWN:
        return True
    if texts(tokens, at + 1, at + 3) in {("of", "us"), ("of", "you"), ("of", "them")}:
        return True
    if text_at(tokens, at - 1) in _BEFORE_YEAR and _YEAR.fullmatch(text_at(tokens, at)):
        return True
    return not scaled and (dashed or text_at(tokens, at - 1) in _NAMED)


def _is_one_of(tokens: Sequence[Token], at: int) -> bool:
    """Whether it is one of some, or no one, or a share: ``one of eight queues``, ``9 out of 10``, ``no one``."""
    if text_at(tokens, at) == "one" and text_at(tokens, at - 1) in _BEFORE_ONE:
        return True
    pairs = {texts(tokens, at, at + 2), texts(tokens, at - 2, at)}
    shares = {texts(tokens, at + 1, at + 3), texts(tokens, at - 2, at)}
    return (
        ("one", "of") in pairs or ("out", "of") in shares or "/" in {text_at(tokens, at - 1), text_at(tokens, at + 1)}
    )
