"""The everyday English by which a question leans on what was said before, as data. No subject's own words."""

from __future__ import annotations

import re

from bot.answers.evidence.vocabulary import GENERIC
from ingest.language.stopwords import STOPWORDS


def word_set(text: str) -> frozenset[str]:
    """The words of a list written as text."""
    return frozenset(text.split())


_RELATIONS = """
cost costs price prices pricing fee fees budget expense expenses advantage advantages disadvantage disadvantages
benefit benefits drawback drawbacks downside downsides upside upsides pro pros con cons risk risks limitation
limitations restriction restrictions exception exceptions alternative alternatives difference differences example
examples requirement requirements prerequisite prerequisites effect effects impact consequence consequences cause
causes purpose goal goals result results outcome outcomes next first second third last latter former rule rules
procedure process deadline deadlines duration time times date size weight length speed maximum minimum limit limits
threshold detail details summary definition meaning history origin origins symptom symptoms treatment penalty penalties
quality accuracy performance timeline frequency success failure failures problem problems issue issues warranty
side eligibility process schedule responsibility responsible name names address location version versions
"""
RELATIONS = frozenset(_RELATIONS.split())
"""Nouns that are always of something: "the drawbacks" has to be told of what."""

_VERBS = """
add adds added allow allows answer answers apply applies arrive arrives begin begins break breaks bring brings build
builds built buy buys call calls cause change changes choose chooses close closes compare compares contain contains
cost costs count counts create creates cut cuts decide decides depend depends describe differ end ends exist exists
expire expires explain fail fails find finds finish fit fits follow follows forget get gets give gives go goes grow
handle handles happen happens help helps hold holds improve improves include includes increase increases involve
keep keeps know last lasts lead leads leave leaves let look lose loses make makes matter matters mean means measure
measures meet meets move moves need needs needed offer offers open opens own owns pay pays perform performs prevent
produce produces protect provide provides put reach reduce reduces remain replace replaces report require requires
required return returns run runs save saves say says see seem sell sells send serve serves set shine shines show
shows solve start starts started stay stop stops store stores suggest support supports take takes tell train trains
turn update updates use uses used using wait want win wins work works approve approves involved known called
improve recommend recommended write writes written cover covers
"""
VERBS = frozenset(_VERBS.split())
"""Verbs so common that they end the name of a thing: "does *fine-tuning* need"."""

_ADJECTIVES = """
able allowed available bad bigger cheap common dangerous different difficult easy enough expensive false fast free good
hard important legal likely long mandatory necessary normal possible practical ready reliable right safe secure simple
slow small suitable sure true typical useful valid viable worth wrong big large high low main key
typical usual better best worse worst
"""
ADJECTIVES = frozenset(_ADJECTIVES.split())
_COMPARATIVES = """
cheaper faster slower better worse bigger smaller larger simpler easier harder safer quicker higher lower longer shorter
stronger weaker lighter heavier newer older costlier riskier
"""
COMPARATIVES = frozenset(_COMPARATIVES.split())

VAGUE = word_set(
    "approach option method way technique solution thing case one ones kind choice process idea topic number"
)
"""Nouns that with "this" or "that" name nothing of their own."""
PEOPLE = word_set("i we you one people someone somebody anyone everyone they he she it this that these those")
PRONOUNS = word_set("i we you they he she it this that these those")
AUXILIARIES = word_set(
    "do does did is are was were can could should would will shall may might must has have had isn't aren't doesn't "
    "don't can't won't"
)
HOLDING = word_set(
    "include includes cover covers contain contains involve involves say says mention mentions offer offers provide "
    "provides allow allows support supports"
)
"""Verbs asked of a thing and its parts: after "what does the contract include", "and repairs?" names a part."""
MODALS = word_set("can could should would will shall may might must")
BE_FORMS = word_set("is are was were isn't aren't")
DO_FORMS = word_set("do does did don't doesn't didn't")
ASKERS = word_set("what which who whom whose when where why how")
PREPOSITIONS = word_set(
    "for in on at with without under over after before during per by from within about to among against of between "
    "beyond below above than as"
)
BOUNDARIES = word_set("if when because once after before while and but or so that which who whether where how why what")
"""Words that begin a clause."""
TIMES = word_set("year month week day morning quarter time summer winter spring autumn evening weekend")

JOINING = STOPWORDS | PREPOSITIONS | AUXILIARIES | ADJECTIVES | COMPARATIVES
"""Words that end the name of a thing wherever they stand."""
SMALL = STOPWORDS | GENERIC - RELATIONS
EMPTY = STOPWORDS | GENERIC | VERBS | ADJECTIVES | COMPARATIVES
"""Words that name no subject by themselves."""

OPENER = re.compile(
    r"^\W*(?:(?:(?:and|but|or|so|then|ok(?:ay)?|also|now|well|hm+|great|thanks?(?: you)?|yes|yeah|no|nope|sorry|right|"
    r"got it|i see|alright|cool|nice|actually|in that case|hello|hi|please)\b[\s,.!:…-]*)+)",
    re.IGNORECASE,
)
"""Words before the question proper."""
ABOUT = re.compile(
    r"^(?:(?:and |but |so |then )?(?:what|how) about|same for|likewise for|"
    r"(?:i|we) (?:meant?|mean|am talking about|was talking about|was asking about)|no[,:]? (?:for|i mean)|"
    r"i(?:'m| am) (?:asking|talking) about)\b(?! to\b)[\s,:]*",
    re.IGNORECASE,
)
"""Words that put something in the place of what was asked about."""
CONDITION = re.compile(
    r"^(?:only |even |what )?(?:if|when|unless|once|assuming|suppose|given|provided)\b", re.IGNORECASE
)
MORE = re.compile(
    r"^(?:(?:can|could|would) you )?(?:please )?(?:tell me more|say more|go on|continue|elaborate|"
    r"explain(?: more| further)?|"
    r"(?:give|show)(?: me| us)? (?:an |some |another |one |more )?(?:examples?|details?)|"
    r"(?:more|further|any) (?:details?|examples?|information|info)|for (?:example|instance)|such as|like what|"
    r"in (?:short|summary)|summari[sz]e|tl;?dr|"
    r"what else|anything else|any (?:others?|more)|are you sure|really|says who|"
    r"how so|why not|why so|how come|clarify)\b"
    r"(?:\W*(?:please|about (?:it|this|that)|on (?:it|this|that)|it|this|that|about|then))*\W*$",
    re.IGNORECASE,
)
"""Wishes that name nothing at all."""
BARE = re.compile(
    r"^why (?:not|so|that)\b(?:\W*\w+){1,3}\W*$|"
    r"^(?:(?:by|for|since|until|from|to|with|in|at|of) )?"
    r"(?:why|how|when|where|who|whom|which|what|since when|until when|by when|for whom|by whom|"
    r"how (?:long|much|many|often|soon|far|fast|big|expensive|exactly|come|so|old|large)|which ones?|what for|where to)"
    r"(?: (?:is|was|are|were) (?:that|this|so))?(?: (?:then|exactly|please|though|so))?\W*$",
    re.IGNORECASE,
)
"""A word of asking and nothing else."""
EXPLETIVE = re.compile(
    r"\bit\b(?:'s)?(?:\s+(?:be|been|is|was|still|really|usually|typically|always|ever|even|also|already|generally|not|a|"
    r"an|the|good|bad|more|less|very|too))*\s+(?:takes?|cost|costs|makes? sense|matter|matters|possible|"
    r"worth(?:while| it)?|true|better|best|necessary|okay|ok|safe|safer|hard|harder|easy|easier|allowed|legal|normal|"
    r"common|important|wise|"
    r"right|mandatory|recommended|idea|cheaper|faster|required|said|rain|rains|snow|happen|advisable|useful|enough|"
    r"likely|rare|feasible|sensible|dangerous|fair|wrong|help|helps|pay|pays)\b[^?.!]*?\s(?:to|that|if|whether|when|for|"
    r"\w+ing)\s+(?P<rest>\w.*)|\bit (?:is|was) (?:raining|late|time)\b|\bit's (?:time|late)\b",
    re.IGNORECASE,
)
""""It" that stands for what follows: "is it safe to …", "how long does it take to …"."""
SOCIAL = re.compile(
    r"^\W*(?:(?:many |ok(?:ay)?,? |great,? )?thanks?(?: you| a lot| so much)?|thx|cheers|ok(?:ay)?|great|nice|cool|"
    r"perfect|awesome|got it|i see|understood|good to know|bye|hello|hi|hey|good morning|"
    r"that (?:helps|makes sense)|amazing|"
    r"no problem|you're welcome|wow|interesting|yes|no|sure|fine|lol)\b[^?]{0,40}$",
    re.IGNORECASE,
)
"""What people say without asking anything."""
