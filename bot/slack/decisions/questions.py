"""Tells questions from statements in what somebody wrote, so that each part goes where it belongs."""

from __future__ import annotations

import re

_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")
_ASKING = re.compile(
    r"(?:and |but |so |also |ok |okay |well |please )*(?:what|how|why|when|which|who|where|whose|is|are|was|were|do|"
    r"does|did|can|could|should|would|will|may|tell|explain|show|describe|compare|summari[sz]e|give)\b",
    re.IGNORECASE,
)
_TENTATIVE_WORDS = 3
"""``weekly?`` is an answer, given hesitantly."""


def part(text: str, *, addressed: bool) -> tuple[str, str]:
    """Return what is stated and what is asked; either may be empty.

    Args:
        addressed: it is said to us, so that "tell me about costs" is a question without its mark.
    """
    sentences = [sentence.strip() for sentence in _SENTENCES.split(text) if sentence and sentence.strip()]
    asked = [sentence for sentence in sentences if _asks(sentence, addressed=addressed)]
    stated = [sentence for sentence in sentences if sentence not in asked]
    return " ".join(stated), " ".join(asked)


def _asks(sentence: str, *, addressed: bool) -> bool:
    leads = _ASKING.match(sentence) is not None
    if not sentence.rstrip(" \"')*_`").endswith("?"):
        return addressed and leads
    return leads or len(sentence.split()) > _TENTATIVE_WORDS
