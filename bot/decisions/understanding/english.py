"""The small words of English that turn, weaken or carry what is said, whatever it is about."""

from __future__ import annotations

from bot.decisions.understanding.phrases import marked
from bot.decisions.understanding.text import words

NEGATIONS = words(
    "not no never without neither nor none nobody hardly nothing unnecessary irrelevant optional overkill skip "
    "drop forget lack lacks lacking zero refuse unimportant pointless unneeded nope"
)
NOT_NEGATIONS = marked(
    "not only; not just; not merely; not simply; no doubt; no question; no problem; no worries; not a problem; no "
    "matter; no way around; no later than; no longer than; no more than; no less than; no wait; no sorry; not yet "
    "sure; nothing but; why not; not to mention; sooner or later; not even"
)
NEED = words(
    "need needs needed must require requires required requiring want wants wanted should shall mandatory "
    "essential critical important crucial vital necessary matter matters insist insists demand demands expect "
    "expects yes yep yeah definitely absolutely always obligatory compulsory indispensable key care cares needing "
    "true legally"
)
NEED_PHRASES = marked("have to; has to; had better; got to; live without; go without; do without; is/are a must")

GUESSES = marked(
    "might; may; maybe; perhaps; possibly; could; potentially; would be nice; is/are nice; nice to have; ideally; "
    "somewhat; a bit; if possible; hopefully; eventually; someday; some day"
)
UNSURE = marked(
    "not sure; unsure; not certain; uncertain; unclear; not clear; not know; not yet know; not really know; no "
    "idea; no clue; not have a/any clue/idea; dunno; idk; unknown; undecided; not decided; not yet decided; not "
    "been decided; not been set/fixed/agreed/defined; not decide; nobody knows; nobody ... knows "
    "what/how/the/if/our/when; none of us know/knows; nobody has/have decided; no one knows; still open; tbd; to "
    "be decided/determined/defined; tba; not figured; not yet figured; hard/difficult/impossible to say/tell; "
    "hard/difficult to estimate; can not say/tell; could not say/tell; depends; beats me; not a clue; not the "
    "slightest idea; who knows; up in the air; no opinion; not defined; not agreed; not have a/any number/figure; "
    "open question; your guess is as good as; cannot say; have to check; need to check; have "
    "to ask; not settled; not been settled; not fixed yet; no decision"
)
CORRECTIONS = marked(
    "sorry; no wait; wait; i mean; i meant; actually; correction; rather; make that; scratch that; or rather"
)

YES = words(
    "matter matters necessarily "
    "yes yep yeah yup yea aye sure absolutely definitely certainly indeed correct affirmative y totally course "
    "obviously naturally surely always must mandatory required essential needed necessary true needs need vital "
    "crucial clearly do does is are have has should"
)
"""Words of a whole reply that mean yes."""
NO = NEGATIONS | {"nah", "false", "negative", "n", "naw"}
FIRST_YES = words("yes yep yeah yup yea aye absolutely definitely certainly indeed affirmative totally")
FIRST_NO = words("no nope nah naw")
PRONOUNS = words("we i it they that this those these them us you there he she everyone everybody all our")
"""Words that may stand behind a "no" that answers."""
POINTS_BACK = words("it they them those that these")
FILLERS = words(
    "a an the this that these those it its 's we i you they them our my your us me is are am be been being will "
    "would shall do does have has got get of for to in on at by with from as about around roughly approximately "
    "some any all each very really quite just only also too please thanks thank hi hello hey ok okay well so then "
    "more most less like probably likely think guess say believe suppose would 'd right now currently still again "
    "already mostly usually typically basically pretty much or and but than at least there here what one fine "
    "enough good acceptable great team people maybe both either honestly frankly actually sorry i'd go can under "
    "over within up plus out ~ = : % both law legally by course sure point no not never without nor neither new "
    "every single"
)
"""Words that add nothing to a phrase beside them: a clause of these and one phrase is bare, and leans on the last."""
REPLIES = FILLERS | YES | NO
