"""British and American spellings brought to one form, by rule.

The result is a search key, never shown: it need not be a correct word, only the same for both spellings and different
for different words. That is why "contour" may become "contor".
"""

from __future__ import annotations

import re

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # behaviour, labour, favourite → behavior, labor, favorite; three letters before keep "four", "hour", "flour".
        (r"^([a-z]{3,})our(|s|ed|ing|able|al|ist|ite|ites|ful|less|ly|er|ers|hood)$", r"\1or\2"),
        # centre, metre, fibre → center, meter, fiber
        (r"^([a-z]{2,}[bt])re(|s|d)$", r"\1er\2"),
        # optimise, organisation → optimize, organization
        (r"^([a-z]{3,})is(e|ed|er|ers|es|ing|able|ation|ations|ational)$", r"\1iz\2"),
        # analyse → analyze
        (r"^([a-z]{3,})ys(e|ed|er|ers|ing)$", r"\1yz\2"),
        # labelled, modelling, cancelled → labeled, modeling, canceled; "called" and "selling" have one syllable before
        (r"^([a-z]*[aeiou][a-z]*[^aeiou][aeiou])ll(ed|er|ers|ing|ation|ations)$", r"\1l\2"),
        # catalogue, dialogue → catalog, dialog
        (r"^([a-z]{2,})logue(|s|d)$", r"\1log\2"),
        # defence, licence → defense, license
        (r"^(def|off|lic|pret)ence(|s|d|less)$", r"\1ense\2"),
        # programme → program
        (r"^([a-z]{2,})gramme(|s|d)$", r"\1gram\2"),
        # judgement, acknowledgement → judgment, acknowledgment
        (r"^([a-z]+)dgement(|s)$", r"\1dgment\2"),
    )
)


_CANDIDATE = re.compile(r"our|[bt]re|is[eai]|ys[ei]|ll[eia]|logue|ence|gramme|dgement")
"""What a rule needs to apply: most words have none of it and are done after one look."""


def fold_spelling(word: str) -> str:
    """Return the common form of a lower-case English word; other words come back unchanged."""
    if not _CANDIDATE.search(word):
        return word
    for pattern, replacement in _RULES:
        folded, count = pattern.subn(replacement, word)
        if count:
            return folded
    return word
