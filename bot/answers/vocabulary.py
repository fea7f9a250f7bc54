"""The everyday English of questions, as data: words that only ask, and words that mean the same.

Nothing here belongs to a subject. A subject's own words come from the folder; word vectors bridge the rest.
"""

from __future__ import annotations

_ABOUT_ASKING = """
say said says tell told mention mentioned mentions state stated give given gives describe described call called
name named names list listed considered seen regarded explain article articles source sources text texts author
authors note notes post according per example examples disagree disagrees agree agrees differ differs conflict
final overall advice advise recommended recommend try tried tries
"""
"""What a question says about being asked."""
_EMPTY_VERBS = """
happen happens happening take takes taking get gets getting got make makes making made mean means want wants go
goes going come comes sense use used uses need needs needed does work works become becomes based using suited suit
suits fits
"""
"""Verbs without a subject of their own."""
_CATEGORIES = """
thing things way ways kind kinds type types sort sorts approach approaches option options technique techniques
method methods solution solutions case cases circumstance circumstances situation situations step steps factor
factors item items aspect aspects area areas field fields sector sectors industry industries organisation
organisations organization organizations role roles idea ideas component components element elements piece pieces
purpose aim something anything nothing everything plan plans people person someone reason reasons sign signs point
points goods objects
"""
"""What an answer belongs to, rarely said in it."""
_MEASURING = """
much many long often soon far well threshold limit level amount number figure figures share percentage percent
fraction proportion range total average exactly roughly about around least maximum minimum enough zero one ones
two three four five six seven eight nine ten twelve twenty hundred thousand million billion
"""
"""Measures, which the figure itself says."""
_SMALL_TALK = """
actually really usually typically generally ever still else instead there good bad better best worse right end
ends worth up out over under before after either neither nor any whether yet already today now us moment inside
outside within without across beyond
"""
"""The rest."""

GENERIC = frozenset(" ".join((_ABOUT_ASKING, _EMPTY_VERBS, _CATEGORIES, _MEASURING, _SMALL_TALK)).split())
"""Words of asking: they shape a question but name no subject, so they weigh little."""

SYNONYMS: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split())
    for group in (
        "cost price pricing charge fee expense expensive pay spend",
        "cheap cheaper inexpensive affordable low-cost",
        "begin start beginning starting initial first",
        "fast faster quick quickly rapid soon speed speedy",
        "slow slower latency delay overhead lag",
        "benefit advantage strength upside pro",
        "drawback disadvantage downside tradeoff trade-off limitation weakness con catch",
        "reduce cut lower decrease shrink save lessen",
        "increase improve boost raise grow gain better enhance outperform beat exceed",
        "big large larger huge",
        "small smaller little few fewer less",
        "company business firm organisation enterprise",
        "customer client",
        "employee staff worker colleague personnel",
        "build create develop implement setup set-up construct",
        "prototype pilot proof-of-concept",
        "change update refresh modify revise alter",
        "often frequent frequently frequency regularly",
        "rarely seldom infrequently infrequent",
        "need require requirement requires must necessary demand",
        "choose pick select choice decide",
        "right suitable appropriate fit suit ideal best good wins win shine shines",
        "recommend recommended suggest advise advice recommendation",
        "fail failure problem issue trouble",
        "mistake error wrong incorrect fault",
        "data dataset information",
        "answer response reply respond",
        "document file article doc documentation",
        "both hybrid combine combined together combination mix",
        "keep retain stay remain",
        "delete remove erase",
        "deploy launch ship release live production go-live",
        "trust trustworthy reliable dependable",
        "precise accurate accuracy precision",
        "privacy private confidential",
        "rule policy regulation guideline",
        "check verify validate review audit",
        "repair fix resolve solve mend",
        "buy purchase order",
        "discount rebate reduction",
        "earn salary wage",
        "vacation holiday leave",
        "phone call telephone ring",
        "show display present",
        "result outcome effect consequence",
        "layer part component",
        "learn teach train training",
        "compare comparison versus difference",
        "number many count quantity",
        "threshold limit maximum minimum under over below above",
        "hallucinate hallucination invent make-up",
        "month monthly",
        "week weekly",
        "year yearly annual annually",
        "day daily",
    )
)
"""Everyday words that ask for the same thing. A word may stand in several groups."""
