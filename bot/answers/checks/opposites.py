"""Words that turn a statement round, as data: opposites, denials, and how much of something is meant."""

from __future__ import annotations

from ingest.language.tokens import terms

_OPPOSITES = """
more greater higher upper above over larger bigger | less fewer lower below under smaller
increase increases increased increasing rise rises raise raises raised grow grows improve improves improved gain gains
 boost boosts add adds added | decrease decreases decreased decreasing reduce reduces reduced cut cuts drop drops fall
 falls shrink shrinks lowers worsen worsens remove removes removed
before prior earlier precede precedes | after later follow follows afterwards
minimum min | maximum max
faster quicker fast quick quickly | slower slow slowly
cheaper cheap inexpensive | expensive costly dearer costlier
easier easy easily simple simpler | harder hard difficult
first | last
open opened opens | close closed closes shut
allow allows allowed permit permits permitted | forbid forbids forbidden prohibit prohibited ban banned refuse refused
right correct suitable | wrong incorrect unsuitable
keep keeps kept retain retains | lose loses lost
start starts started begin begins | stop stops stopped end ends finish finishes
frequent frequently often regularly constantly | rare rarely seldom infrequent infrequently hardly scarcely
same identical equal | different unequal
enable enables enabled | disable disables disabled
include includes included including | exclude excludes excluded excluding except
accept accepts accepted | reject rejects rejected decline declines
succeed succeeds success pass passes | fail fails failed failure
win wins | loses
better best | worse worst
strong stronger | weak weaker
long longer | short shorter
high | low
early | late
inside internal internally | outside external externally
public | private
required mandatory obligatory compulsory | optional voluntary
safe safely | unsafe dangerous
manual manually | automatic automatically
synchronous synchronously | asynchronous asynchronously
changed | unchanged
hot | cold
day days daytime | night nights
morning | evening
left | right
top | bottom
horizontal horizontally | vertical vertically
upstream | downstream
encrypt encrypts encrypted | decrypt decrypts decrypted unencrypted plaintext
true | false
possible able | impossible unable
necessary needed | unnecessary unneeded
advantage benefit strength | disadvantage drawback weakness
north | south
east | west
buy buys | sell sells
narrow narrower | broad broader wide wider
full fully | partial partially
"""
_NEGATORS_WORDS = """
not no never cannot can't won't don't doesn't didn't isn't aren't wasn't weren't shouldn't mustn't couldn't
wouldn't hasn't haven't hadn't needn't neither nor none nothing nobody nowhere without lacks lack lacking nicht
kein keine keinen keiner nie niemals ohne pas jamais sans nunca niet geen nooit senza
"""
NEGATORS = frozenset(_NEGATORS_WORDS.split())
"""What denies; German, French, Spanish, Dutch and Italian have their commonest here too."""
WHOLE_SENTENCE = frozenset({"none", "nothing", "nobody", "nowhere"})
"""Denials that stand for what they deny, so that it stands anywhere else in the sentence."""
INSTEAD = ("rather than", "instead of", "as opposed to")
NOT_DENYING = ("not only", "not just", "not merely", "not least", "no more than", "no less than", "no fewer than",
               "no later than", "no earlier than", "not more than", "not less than", "whether or not")  # fmt: skip
"""Denials in form that affirm, or that belong to a figure."""

_STRENGTHS = (
    (1, "rarely seldom hardly few"),
    (2, "may might could some sometimes several occasionally possibly perhaps partly"),
    (3, "many often frequently should commonly likely"),
    (4, "usually typically generally mostly most normally largely"),
    (5, "all every always each everyone everything everywhere must only entirely completely guaranteed whenever"
        " certainly definitely invariably solely exclusively"),
)  # fmt: skip
STRENGTH = {word: level for level, group in _STRENGTHS for word in group.split()}
"""How much a word claims: 1 hardly ever, 2 possibly, 3 often, 4 mostly, 5 without exception."""
MODALS = frozenset({"may", "might", "could", "possibly", "perhaps", "should", "must", "likely"})
_EXACT_WORDS = """
daily weekly monthly quarterly yearly annually hourly nightly hundreds thousands millions billions dozens
hundred thousand million billion dozen january february march april may june july august september october
november december monday tuesday wednesday thursday friday saturday sunday second third fourth fifth half
quarter double twice triple thrice once
"""
EXACT = frozenset(_EXACT_WORDS.split())
"""Words that are figures in all but form: no other word says the same."""
_IRREGULAR = """
leave left, take took taken, build built, keep kept, make made, send sent, give gave given, get got, know knew known,
hold held, lose lost, pay paid, say said, sell sold, teach taught, think thought, bring brought, buy bought,
begin began begun, break broke broken, choose chose chosen, come came, drive drove driven, fall fell fallen,
find found, go went gone, grow grew grown, lead led, lend lent, mean meant, meet met, rise rose risen, run ran,
see saw seen, set sets, show shown, speak spoke spoken, spend spent, stand stood, tell told, wear wore worn,
win won, write wrote written, draw drew drawn, freeze froze frozen, catch caught, feed fed, learn learnt,
"""
BASE_FORMS = {
    form: base
    for line in _IRREGULAR.replace("\n", " ").split(",")
    if line.split()
    for base, *forms in [line.split()]
    for form in forms
}
"""Irregular past form to the verb, which stemming does not find."""


def _sides() -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for group, line in enumerate(_OPPOSITES.replace("\n ", " ").strip().splitlines()):
        for sign, side in zip((1, -1), line.split("|"), strict=True):
            for word in side.split():
                found.setdefault(word, (group, sign))
    return found


SIDES = _sides()
"""Word to its pair of opposites and the side it stands on, 1 or -1."""
SIDE_STEMS = {stems[0]: side for word, side in SIDES.items() if (stems := terms(word))}
"""The same by stem, for words that are compared by their stems."""
