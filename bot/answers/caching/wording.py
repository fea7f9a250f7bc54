"""The everyday English in which one question is worded differently, as data. No subject's own words.

A rule belongs here only when no question changes its meaning by it: a wording that is not known here costs a search,
one that is wrongly known gives a wrong answer.
"""

from __future__ import annotations

import re

_RELATIONS = (
    r"costs?|price|benefits?|advantages?|upsides?|drawbacks?|disadvantages?|downsides?|limits?|limitations?|risks?"
    r"|purpose|effects?|requirements?"
)
_END = r"(?=\s*[?.!]*\s*$)"


def _rule(pattern: str, replacement: str) -> tuple[re.Pattern[str], str]:
    return re.compile(pattern, re.IGNORECASE), replacement


CONTRACTIONS = (
    _rule(r"\bcan't\b|\bcannot\b", "can not"),
    _rule(r"\bwon't\b", "will not"),
    _rule(r"\b(\w+)n't\b", r"\1 not"),
    _rule(r"\b(what|who|where|when|how|why|it|that|there|here)'s\b", r"\1 is"),
    _rule(r"\b(\w+)'re\b", r"\1 are"),
    _rule(r"\b(\w+)'ve\b", r"\1 have"),
    _rule(r"\b(\w+)'ll\b", r"\1 will"),
)

_TELL = r"(?:tell|explain|show)(?:(?: to)? (?:me|us))?(?: please)?"
POLITENESS = (
    _rule(r"^\W*(?:hi|hello|hey|thanks|thank you|good morning)\b(?: archie| there| all)?[\s,.!:–-]*", ""),
    _rule(r"^\W*(?:(?:ok(?:ay)?|so|also)\b[\s,.!:–-]+)+(?=\w+ )", ""),
    _rule(r"^\W*(?:well|(?:quick |one more )?question)[,.!:–-]\s*(?=\w+ )", ""),
    _rule(r"^\W*archie\b[\s,:!-]*", ""),
    _rule(r"[\s,]*\b(?:thanks|thank you|please)\b[\s,.!]*$", ""),
    _rule(r"^\W*please\b[\s,]*", ""),
    _rule(
        rf"^\W*(?:can|could|would|will) you (?:please )?{_TELL}[\s,:]+(?=(?:what|how|why|when|who|where|which)\b)", ""
    ),
    _rule(rf"^\W*{_TELL}[\s,:]+(?=(?:what|how|why|when|who|where|which)\b)", ""),
    _rule(
        r"^\W*(?:(?:i|we)(?: would|'d) like to know|(?:i|we) (?:want|need) to know|(?:do|does) (?:you|anyone|anybody)"
        r" know|i(?: am|'m| was)? wonder(?:ing)?)[\s,:]+(?=(?:what|how|why|when|who|where|which)\b)",
        "",
    ),
)
"""What goes before and after a question. Before a word of asking only: "tell me about" asks for something else."""

PHRASES = (
    _rule(r"\bhow come\b", "why"),
    _rule(r"\bwhat(?: is| are) the reasons? (?:why|for|behind)\b", "why"),
    _rule(r"\b(?:in|under) (?:what|which) (?:situations?|circumstances)\b", "when"),
    _rule(r"\bwhat(?: is| are) the differences? between (?P<x>.+? (?:and|or) .+?)" + _END, r"how do \g<x> differ"),
    _rule(r"\bof using\b", "of"),
    _rule(r"\bhow much time\b", "how long"),
    _rule(r"\bhow much(?: is| are) the (costs?|price)\b", r"what is the \1"),
    _rule(r"\bhow (?:expensive|costly) (?:is|are) (?P<x>[^,;]+?)" + _END, r"what is the cost of \g<x>"),
    _rule(r"\b(?:how much|what) (?:does|do) (?!it\b)(?P<x>[^,;]+?) cost" + _END, r"what is the cost of \g<x>"),
    _rule(r"\b(?:how much|what) (?:does|do) it cost to\b", "what is the cost of"),
    _rule(r"\bhow long (?:does|do) (?!it\b)(?P<x>[^,;]+?) take" + _END, r"how long take \g<x>"),
    _rule(r"\bdoes it (?=take\b)", ""),
    _rule(r"^\W*how to\b", "how do we"),
    _rule(r"\bwhat (?:types?|sorts?) of\b", "what kind of"),
    _rule(r"\bwhat kinds of\b", "what kind of"),
    _rule(r"\ba (few|little)\b", r"a\1"),
    _rule(rf"\bwhat ({_RELATIONS}) (?:does|do) (?P<x>[^,;]+?) (?:have|has)" + _END, r"what are the \1 of \g<x>"),
    _rule(rf"\bwhat(?: is| are) (?P<x>[\w -]+)'s ({_RELATIONS})" + _END, r"what are the \2 of \g<x>"),
    _rule(r"\b(?:has|have) to\b(?! offer| say| do with)", "must"),
    _rule(r"\bversus\b|\bvs\b\.?|\bcompared (?:to|with)\b", "vs"),
    _rule(r"\bfine-?\s?tun(?=e|ing)", "finetun"),
)
"""Ways to ask for the same thing, each brought to one. The second wording of a pair is the one that stays."""

NEUTRAL = frozenset({"a", "an", "the", "of", "actually", "really"})
"""Words that change nothing in English, wherever they stand."""
BE = frozenset({"is", "are", "am", "be", "being", "been"})
"""Wherever they stand, they say that something is said of the subject: "is it open" is not "does it open"."""
DO = frozenset({"do", "does"})
"""The first one only asks; another is a verb of its own."""
_BEFORE_A_VERB = (
    "take takes way ways how when what where which long possible sense time cheaper better best easier faster"
)
BEFORE_A_VERB = frozenset(_BEFORE_A_VERB.split())
"""Words after which ``to`` only leads to a verb."""

SAME_WORDS: dict[str, str] = {
    word: group.split()[0]
    for group in (
        "what which",
        "who whom",
        "we i",
        "us me",
        "our my",
        "can could",
        "should shall",
        "drawback drawbacks disadvantage disadvantages downside downsides cons",
        "benefit benefits advantage advantages upside upsides pros",
        "need needs needed require requires",
        "choose pick select",
        "begin begins start starts",
        "use uses utilise utilises utilize utilizes",
        "2 two",
        "3 three",
        "4 four",
        "5 five",
        "6 six",
        "7 seven",
        "8 eight",
        "9 nine",
        "10 ten",
        "11 eleven",
        "12 twelve",
    )
    for word in group.split()
}
"""Words that can stand for each other in any question."""

DERIVED = re.compile(
    r"(ation|ition|tion|sion|ment|it(?:y|ie)|al|ee|er|or|ing|ar|ance|ence|ness|ly|ive|able|ible|ism|ist|i[sz]e|ic|ful|less"
    r"|ary|ory|ous|ship|hood|ant|ent|ure|age|th)s?$"
)
"""Endings that make another word; a stemmer takes "university" and "universe" for one."""
