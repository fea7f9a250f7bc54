"""The everyday English of questions, as data: words that only ask, and words that mean the same.

Nothing here belongs to a subject. A subject's own words come from the folder; word vectors bridge the rest.
"""

from __future__ import annotations

_ABOUT_ASKING = """
say said says tell told mention mentioned mentions state stated give given gives describe described call called
name named names list listed considered seen regarded explain article articles source sources text texts author
authors note notes post according per example examples disagree disagrees agree agrees differ differs conflict
final overall advice advise recommended recommend try tried tries suggest suggests think thinks
thought believe hear heard wonder know knows find found look looks looking sound sounds ask asks asked talk
talks discuss discussed cover covers
"""
"""What a question says about being asked."""
_EMPTY_VERBS = """
happen happens happening take takes taking get gets getting got make makes making made mean means want wants go
goes going come comes sense use used uses need needs needed does work works become becomes based using suited suit
suits fits let lets put puts keep keeps turn turns deal deals happened want wanted wants would like end ends
"""
"""Verbs without a subject of their own."""
_CATEGORIES = """
thing things way ways kind kinds type types sort sorts approach approaches option options technique techniques
method methods solution solutions case cases circumstance circumstances situation situations step steps factor
factors item items aspect aspects area areas field fields sector sectors industry industries organisation
organisations organization organizations role roles idea ideas component components element elements piece pieces
purpose aim something anything nothing everything plan plans people person someone reason reasons sign signs point
points goods objects stuff matter matters condition conditions place places boss guy folks guys
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
outside within without across beyond maybe perhaps simply just mind please thanks hi hello again afterwards else off
away back down around along quite rather enough even once every time times lot lots bit particular certain sure surest
true possible possibly likely able apart whole anyway basically practically practical especially day
"""
"""The rest."""

GENERIC = frozenset(" ".join((_ABOUT_ASKING, _EMPTY_VERBS, _CATEGORIES, _MEASURING, _SMALL_TALK)).split())
"""Words of asking: they shape a question but name no subject, so they weigh little."""

SYNONYMS: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split())
    for group in (
        "cost price pricing charge fee expense expensive pay spend spent money budget bill cash price-tag",
        "cheap cheaper inexpensive affordable low-cost economical",
        "begin start beginning starting initial first kick-off",
        "fast faster quick quickly rapid soon speed speedy swift promptly",
        "slow slower latency delay overhead lag wait waiting",
        "upfront up-front setup set-up initial",
        "benefit advantage strength upside pro merit gain",
        "drawback disadvantage downside tradeoff trade-off limitation weakness con catch",
        "reduce cut lower decrease shrink save lessen drop",
        "increase improve boost raise grow gain better enhance outperform beat exceed surpass",
        "big large larger huge vast bulky",
        "small smaller little few fewer less tiny",
        "company business firm organisation enterprise corporation employer",
        "customer client buyer shopper",
        "employee staff worker colleague personnel workforce",
        "build create develop implement setup set-up construct make",
        "prototype pilot proof-of-concept prototyping",
        "change update refresh modify revise alter edit adapt evolve",
        "often frequent frequently frequency regularly constantly repeatedly",
        "daily weekly monthly frequent frequently regularly",
        "rarely seldom infrequently infrequent yearly quarterly",
        "stable static unchanging fixed constant permanent",
        "need require requirement requires must necessary demand mandatory essential critical compulsory obligatory",
        "choose pick select choice decide opt settle decision",
        "right suitable appropriate fit suit ideal best good wins win shine shines optimal",
        "recommend recommended suggest advise advice recommendation",
        "fail failure problem issue trouble difficulty poorly struggle",
        "mistake error wrong incorrect fault bad",
        "data dataset information knowledge content facts",
        "answer response reply respond output",
        "question query ask",
        "document file article doc documentation text page paper",
        "example sample case instance record",
        "both hybrid combine combined together combination mix blend joint",
        "keep retain stay remain maintain preserve",
        "match follow stick adhere comply exact exactly",
        "delete remove erase discard",
        "deploy launch ship release live production go-live roll-out ready delivered deliver",
        "trust trustworthy reliable dependable reliably confidence credible",
        "precise accurate accuracy precision exact correct",
        "privacy private confidential secret",
        "source citation reference cite attribution provenance origin",
        "rule policy regulation guideline regulated law",
        "check verify validate review audit inspect confirm prove",
        "repair fix resolve solve mend",
        "buy purchase order acquire",
        "discount rebate reduction",
        "earn salary wage income",
        "vacation holiday leave",
        "phone call telephone ring",
        "show display present demonstrate",
        "result outcome effect consequence impact",
        "layer part component element piece ingredient",
        "learn teach train training taught learnt",
        "compare comparison versus difference differ contrast",
        "number many count quantity amount",
        "threshold limit maximum minimum under over below above constraint cap",
        "strict hard tight rigid firm",
        "hallucinate hallucination invent make-up fabricate makes-up nonsense",
        "swap replace substitute exchange interchange interchangeable",
        "skill background experience expertise know-how competence capability qualification",
        "advanced sophisticated complex thorough elaborate",
        "simple easy straightforward effortless seamlessly cleanly",
        "wording phrasing vocabulary terminology jargon words language term",
        "style tone voice manner",
        "layout structure format form shape template",
        "field domain area sector industry branch discipline",
        "current recent latest fresh up-to-date new news",
        "outdated stale obsolete old",
        "common usual typical frequent widespread most popular",
        "divide split share separate",
        "drive determine depend influence scale",
        "author writer",
        "doctor physician clinical medical clinic hospital",
        "lawyer legal law attorney",
        "shop store retail e-commerce commerce",
        "app application product software tool",
        "assistant bot chatbot agent",
        "goal aim purpose objective",
        "risk danger hazard threat",
        "allow permit enable let",
        "forbid ban prohibit",
        "break crack damage defect broken",
        "stop halt end cease",
        "late delayed overdue",
        "expand add extend supplement",
        "month monthly",
        "week weekly",
        "year yearly annual annually",
        "day daily",
        "resign quit leave resignation notice",
        "ill sick illness sickness disease fever flu unwell",
        "child kid children toddler baby infant newborn",
        "parent mother father mum dad parental maternity paternity",
        "manager supervisor superior",
        "vendor supplier provider contractor",
        "reimburse refund repay reimbursement repayment compensate compensation",
        "travel trip journey travelling",
        "flight fly plane flying",
        "email e-mail mail",
        "laptop computer notebook pc device",
        "bike bicycle cycling",
        "car vehicle",
        "gym fitness sport sports",
        "lunch meal dinner breakfast food eat canteen",
        "submit hand-in",
        "flat apartment",
        "course seminar workshop",
        "gather assemble assembly meet",
        "conflict dispute quarrel trouble",
        "hurt injured injury accident",
        "died death dead deceased",
        "marry marriage wedding married",
        "relocate relocation moving",
        "abroad foreign overseas",
        "hire recruit recruitment hiring",
        "receipt invoice",
        "deadline due",
        "lose lost loss missing",
        "steal stolen theft stole",
        "guest visitor",
        "photo picture image photograph",
        "lend borrow loan lent",
        "bonus reward",
        "insurance insured",
        "timetable rota roster",
        "rollback roll-back revert undo",
        "crash crashed killed abort aborted",
        "restart reboot",
        "outage downtime offline unavailable",
        "post-mortem postmortem retrospective",
        "replica standby",
        "disk storage",
        "verbose debug debugging",
        "alert alarm warning warn notification notify",
        "invoice invoicing billing",
        "credential password passphrase login",
        "configuration config settings",
        "retry repeat",
        "hurry urgent urgently asap",
        "forget forgot forgotten",
        "postpone defer delay",
        "renew renewal prolong extension",
        "cancel cancellation",
        "confidential sensitive",
        "neutral independent impartial",
        "clothes clothing dress wear",
        "garbage waste rubbish trash",
        "payslip payroll",
        "commute commuting",
        "retire retirement",
    )
)
"""Everyday words that ask for the same thing. A word may stand in several groups."""
