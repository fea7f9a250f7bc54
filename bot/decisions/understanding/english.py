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
    "sure; nothing but; why not; not to mention; sooner or later; not even; nobody/not/never mind/minds; no/not "
    "objection/objections; not object; or not"
)
DENIALS = words("no not neither without never nobody")
ONLY = words("just only but merely")
"""Behind a "no", what there is instead."""
TO_COME = words(
    "will hire hires hiring recruit recruits recruiting seek seeking need needs require requires want wants wanted "
    "plan plans planning hope hopes hoping going"
)
"""What is wished for, or comes later, is not at hand."""
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
    "not sure; unsure; not certain; uncertain; unclear; not clear; not know; not yet know; not really know; no idea; "
    "no clue; not have a/any clue/idea; dunno; idk; unknown; undecided; not decided; not yet decided; not been "
    "decided; not been set/fixed/agreed/defined; not decide; nobody knows; nobody ... knows what/how/the/if/our/"
    "when; none of us know/knows; nobody has/have decided; no one knows; still open; tbd; tbc; to be decided/"
    "determined/defined; tba; not figured; not yet figured; hard/difficult/impossible to say/tell; hard/difficult to "
    "estimate; can not say/tell; could not say/tell; depends; beats me; not a clue; not the slightest idea; who "
    "knows; up in the air; no opinion; not defined; not agreed; not have a/any number/figure; open question; your "
    "guess is as good as; cannot say; i/we have/need/got to check/ask/find/confirm; i/we would/will/still have/need "
    "to check/ask/find/confirm; i/we must/should check/ask; need/have to ask legal/finance/someone/somebody/around; "
    "not settled; not been settled; not fixed yet; no decision; no preference/preferences; not have/got a/any/the "
    "preference/opinion/view/answer/date/number/figure; nobody/one 's/has/have given/told us/me a/any/the date/"
    "number/figure/answer/deadline/budget; nobody/one 's/has/have given/told us/me; not told/heard/said/confirmed/"
    "announced/finalised/finalized/discussed/looked/thought; not been told/confirmed/announced/finalised/finalized/"
    "discussed/approved/signed; still waiting for/on/to; waiting to hear; awaiting; not sure yet; search me; no "
    "answer yet; anyone's guess; anybody's guess; remains to be seen; under discussion; in discussion; still "
    "discussing/debating; not any idea; lost track; could not tell; not talked/spoken about; not considered/covered; "
    "not got around/to; not come up; above my pay grade; not my call; not up to me; not for me to say"
)
CORRECTIONS = marked(
    "sorry; no wait; wait; i mean; i meant; actually; correction; rather; make that; scratch that; or rather; "
    "strike that; oops; my bad; my mistake; i misspoke; let me correct that; in fact"
)

YES = words(
    "matter matters necessarily yes yep yeah yup yea aye sure absolutely definitely certainly indeed correct "
    "affirmative y totally course obviously naturally surely always must mandatory required essential needed "
    "necessary true needs need vital crucial clearly do does is are have has should"
)
"""Words of a whole reply that mean yes."""
AUXILIARIES = words("do does is are have has should always")
BEHIND_AUXILIARIES = words(
    "indeed really actually be been though too still yet now already please thanks this that it to"
)
"""What may stand behind an auxiliary that means yes: ``they do actually``."""
WAVED_AWAY = words("skip drop forget")
"""Words that wave a question away when they are all of a reply."""
CALLS_FOR = words("need needs want wants require requires insist insists demand demands expect expects care cares")
AFFIRMS = marked(
    "think/guess/suppose/believe/reckon/imagine/assume/expect/say so; you bet; sure thing; for sure; without a/any "
    "doubt; no doubt; no question about it/that; by all means; 100 %/percent; 100 per cent; hundred percent; "
    "exactly; precisely; spot on; very much so; that/that's/you is/are right/correct/true; big time; afraid so; it/"
    "they/we/that do/does/is/are indeed; strong/clear/big/definite/resounding/easy/solid/hard/firm/tentative yes; "
    "you got it; would/had better; too right; goes without saying; needless to say; every time; every single time; "
    "all the way; hell yes/yeah; god yes"
)
"""Phrases that are a yes when they are the whole reply."""
DENIES = marked(
    "no way; not a chance; no chance; fat chance; by no means; not in the least/slightest; far from it; under no "
    "circumstances; strong/clear/big/definite/resounding/easy/solid/hard/firm no; not remotely; could not care less; "
    "not care; who cares; not bothered/fussed; makes no difference; not especially/particularly/specially/exactly; "
    "not as such; not per se; not a/much/really concern/priority/factor/consideration/requirement/must; no "
    "requirement/requirements/constraint/constraints/restriction/restrictions; no such/special/particular/specific/"
    "strict/hard/real/formal requirement/requirements/need/needs/constraint/constraints/restriction/restrictions/"
    "rule/rules; god no; hell no; not by a long shot; afraid not; not see/think why; not see why ... would/should/"
    "need; not see a/the/any need/point/reason; see no need/point/reason; no sir"
)
"""Phrases that are a no when they are the whole reply."""
DEFERS = marked(
    "let me/us check/ask/see/find/look/think/confirm/verify/get/come/dig/double; i/we will/can/shall check/ask/find/"
    "look/confirm/verify/dig/investigate; i/we will get/come/circle back; will check/ask/confirm/find/get; get/come/"
    "circle back to you; good/great/fair question; hang/hold on; bear with; give me/us a; one sec/moment; back in/on/"
    "next/later/soon; hello; hi; hey; i am here/listening"
)
"""Putting off an answer; a "sure" or "yes" before it answers nothing."""
NO = NEGATIONS | {"nah", "false", "negative", "n", "naw"}
FIRST_YES = words("yes yep yeah yup yea aye absolutely definitely certainly indeed affirmative totally")
ADVERBS = words("absolutely definitely certainly indeed totally")
"""Of these, what strengthens the word behind it when that is unknown: ``absolutely brilliant``."""
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
    "every single yet hmm hm um uh er erm ah oh eh mm tbh imo imho afaik iirc fwiw guys folks mate whatsoever "
    "afraid alas unfortunately sadly fortunately luckily simply literally presumably personally me "
    "myself rather instead ish latest earliest soonest"
)
"""Words that add nothing to a phrase beside them: a clause of these and one phrase is bare, and leans on the last."""
NOTHING = words("none nothing zilch nada nil nought naught zip zero")
"""Whole replies that are no number of anything."""
REPLIES = FILLERS | YES | NO
