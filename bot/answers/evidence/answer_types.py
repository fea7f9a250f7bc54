"""Kinds of answers, as data: how each is asked for, and by what sign a sentence shows that it holds one."""

from __future__ import annotations

import re
from enum import StrEnum


class AnswerType(StrEnum):
    """What a sentence must offer to answer a question."""

    COUNT = "count"
    MONEY = "money"
    DURATION = "duration"
    PERCENTAGE = "percentage"
    AMOUNT = "amount"
    FREQUENCY = "frequency"
    DATE = "date"
    DAY = "day"
    TIME = "time"
    PERSON = "person"
    PLACE = "place"
    CONDITION = "condition"
    REASON = "reason"
    METHOD = "method"
    DEFINITION = "definition"
    LIST = "list"
    YES_NO = "yes_no"
    OPEN = "open"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_COSTS = r"(?:costs?|prices?|pricing|charges?|fees?|pay|paid|spend|spent|budget|expenses?|revenue|salary|turnover)"
_BE = r"(?:is|are|was|were|does|do|did|would|will|has|have)"

_OPENS = r"^\W*(?:(?!(?:what|which|who|how|why|when|where|is|are|do|does|can|should|would)\b)[\w'-]+\W+){0,5}"
"""The question's own first words, before its first word of asking."""

QUESTION_FORMS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    (
        AnswerType.DURATION,
        _pattern(
            r"\bhow (?:long|soon|quickly|fast (?:can|could|will|do|does)"
            r"|many (?:seconds|minutes|hours|days|weeks|months|years))\b"
        ),
    ),
    (AnswerType.DURATION, _pattern(r"\b(?:what|which) (?:is the )?(?:time ?frame|duration|timeline)\b")),
    (AnswerType.TIME, _pattern(r"\b(?:what|which) time\b(?! ?(?:zone|span|limit))|\bhow (?:late|early)\b")),
    (AnswerType.FREQUENCY, _pattern(r"\bhow (?:often|frequently)\b")),
    (AnswerType.PERCENTAGE, _pattern(r"\b(?:what|which) (?:share|percentage|percent|fraction|proportion)\b")),
    (AnswerType.MONEY, _pattern(rf"\bhow (?:much|expensive|costly)\b.*\b(?:{_COSTS}|expensive|costly)\b")),
    (AnswerType.MONEY, _pattern(rf"\bwhat (?:does|do|did|would|will)\b.*\b{_COSTS}\b")),
    (
        AnswerType.MONEY,
        _pattern(
            rf"\b(?:what|which) (?!kinds?|types?|sorts?|drives|makes)(?:{_BE} )?(?:the )?(?:[\w-]+ ){{0,3}}{_COSTS}\b"
        ),
    ),
    (AnswerType.MONEY, _pattern(r"\bhow (?:expensive|costly)\b|\bhow much .*\bearn\b")),
    (AnswerType.COUNT, _pattern(r"\bhow many\b")),
    (AnswerType.AMOUNT, _pattern(r"\bhow (?:much|large|big|small|high|low|fast|far apart|tall|old|deep|wide)\b")),
    (
        AnswerType.DATE,
        _pattern(r"\bwhen (?:was|were|did|had)\b|\b(?:what|which) (?:year|date)\b|\bsince when\b"),
    ),
    (AnswerType.DAY, _pattern(r"\b(?:what|which) (?:week)?(?:day|month)s?\b")),
    (
        AnswerType.PERSON,
        _pattern(
            r"(?:^|[^\w\s]|\b(?:and|or|so|but|then|know|knows|me|ask|wonder|see|by|for|to|with|from|of)\b)\W*"
            r"\bwho (?!should|needs?|can|could|would|must|may|benefits?|uses?)\w+\b"
        ),
    ),
    (AnswerType.PLACE, _pattern(r"\bwhere (?:is|are|was|were)\b.*\b(?:based|located|situated|headquartered)\b")),
    (AnswerType.PLACE, _pattern(r"\b(?:what|which) (?:city|country|town|region)\b")),
    (
        AnswerType.CONDITION,
        _pattern(rf"{_OPENS}when\b|\b(?:in|under) (?:what|which) (?:cases?|conditions?|circumstances)\b"),
    ),
    (AnswerType.REASON, _pattern(rf"{_OPENS}why\b|\bhow come\b|\bwhat (?:is|are) the reasons?\b")),
    (AnswerType.METHOD, _pattern(rf"{_OPENS}how\b")),
    (
        AnswerType.DEFINITION,
        _pattern(r"^\W*(?:what(?:'s| is| are)|define|explain)\s+(?:an? |the )?[\w-]+(?:\s[\w-]+)?\W*$"),
    ),
    (AnswerType.DEFINITION, _pattern(r"\bwhat does (?:[\w-]+ ){1,3}mean\b|\bmeaning of\b")),
    (AnswerType.LIST, _pattern(r"\b(?:which|what (?:are|kinds?|types?|sorts?)|list|name)\b")),
    (
        AnswerType.YES_NO,
        _pattern(r"^\W*(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|must|may)\b"),
    ),
)
"""How each kind of answer is asked for; the first form that fits decides."""

_NUMBER_WORD = (
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundreds?"
    r"|thousands?|millions?|dozens?|half|quarter|third)\b)"
)
TIME_UNIT = r"(?:second|minute|hour|day|week|month|quarter|year)s?"
_SPAN = (
    rf"\b(?:about|almost|nearly|takes?|lasts?|for|within|in|after|than|least|most|is|to) an? {TIME_UNIT}\b"
    rf"|\ban? {TIME_UNIT} and a (?:half|quarter)\b"
)
"""A stretch of time without a figure."""
_CURRENCY = r"(?:usd|eur|gbp|chf|dollars?|euros?|pounds?|francs?|kron(?:a|er|or)|yen|rupees?|cents?|pence)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_ORDINAL = r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|last)"
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_DATE = (
    rf"\b(?:1[89]|20)\d\d\b|\b{_MONTH} \d|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b|\b\d+ years ago\b"
    rf"|\b(?:in|by|since|until) {_MONTH}\b"
)

ANSWER_SIGNS: dict[AnswerType, re.Pattern[str]] = {
    AnswerType.COUNT: _pattern(_NUMBER_WORD),
    AnswerType.AMOUNT: _pattern(_NUMBER_WORD),
    AnswerType.MONEY: _pattern(
        rf"[$€£¥₹]\s?\d|\b\d[\d,.]*\s?k\b|\d[\d,.]*\s?{_CURRENCY}\b|\bfree\b"
        r"|\d\s?%|\bper\s?cent\b"
    ),
    AnswerType.DURATION: _pattern(
        rf"{_NUMBER_WORD}[\w\s,.+–-]{{0,14}}\b{TIME_UNIT}\b|\bwithin {TIME_UNIT}\b|{_SPAN}"
        r"|\b(?:immediately|instantly|overnight|sub-second)\b"
    ),
    AnswerType.PERCENTAGE: _pattern(
        r"\d\s?%|\bper\s?cent\b|\b(?:half|quarter|third|fifths?|most|majority)\b|\bout of\b"
    ),
    AnswerType.FREQUENCY: _pattern(
        rf"\b(?:daily|hourly|weekly|monthly|quarterly|yearly|annually|nightly|once|twice|every|each|per)\b|{TIME_UNIT}"
    ),
    AnswerType.DATE: _pattern(_DATE),
    AnswerType.DAY: _pattern(rf"{_DATE}|\b(?:{_ORDINAL}|{_WEEKDAY}|{_MONTH})\b"),
    AnswerType.TIME: _pattern(
        r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?(?:am|pm|a\.m|p\.m|o['’]clock|h)\b"
        r"|\b(?:noon|midnight|morning|afternoon|evening|night|day)s?\b"
    ),
    AnswerType.PERSON: re.compile(
        r"(?:(?<=[a-z,(] )|^)[A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][a-z]+|(?i:\b(?:manager|engineer|director|officer|head of|"
        r"owner|lead|founder|author|team|cto|ceo|cfo|pm|administrator|on-call|teacher|nurse|consultant)s?\b)"
    ),
    AnswerType.PLACE: re.compile(r"\b(?:in|at|near|from|of) (?:the )?[A-Z][a-z]{2,}"),
    AnswerType.CONDITION: _pattern(
        r"\b(?:if|when|whenever|where|unless|once|suits?|fits?|choose|(?:right|best|ideal|good) for|"
        r"(?:points?|leads?) (?:to|towards?))\b|→|\b(?:before|after|until|during|within|as soon as|\d{1,2}:\d\d)\b"
        rf"|\b(?:in|on|from|by|at|every) (?:the )?(?:\d|(?:{_ORDINAL}|{_WEEKDAY}|{_MONTH})\b)"
    ),
    AnswerType.REASON: _pattern(
        r"\b(?:because|since|so that|therefore|due to|thanks to|means?|requires?|needs?|lets?|can|cannot|can't|without|"
        r"instead|sounds?|to avoid|which is)\b|['’]s\b|:"
    ),
    AnswerType.LIST: _pattern(r"\bsuch as\b|\bincluding\b|\be\.g\.|,[^,.;]+,? (?:and|or) "),
    AnswerType.DEFINITION: _pattern(
        r"^\W*(?:[\w'’-]+(?:\s\([^)]*\))?,?\s+){1,3}?(?:is|are|means?|refers?|stands for|works?|keeps?|leaves?"
        r"|connects?|links?|takes?|combines?|continues?|modifies|lets?|turns?|gives?|adds?)\b"
    ),
}
"""What a sentence contains when it can answer; kinds that are not listed have no sign."""

FILTERING = frozenset({AnswerType.CONDITION, AnswerType.DEFINITION})
"""Kinds whose sign is clear enough that, where some sentence has it, the others are left out."""

DECIDING = frozenset(
    {
        AnswerType.COUNT,
        AnswerType.MONEY,
        AnswerType.DURATION,
        AnswerType.PERCENTAGE,
        AnswerType.AMOUNT,
        AnswerType.FREQUENCY,
        AnswerType.DATE,
        AnswerType.DAY,
        AnswerType.TIME,
        AnswerType.PERSON,
        AnswerType.PLACE,
    }
)
"""Kinds whose sign must be there: without a figure, "how many" is not answered."""

UNSIGNED = frozenset({AnswerType.OPEN, AnswerType.METHOD, AnswerType.YES_NO, AnswerType.CONDITION})
"""Kinds without a sign, or with one that most sentences have."""

PRESUMING = DECIDING | {AnswerType.REASON, AnswerType.METHOD, AnswerType.CONDITION, AnswerType.LIST}
"""Kinds that take something for granted: "How do I roll it back?" holds that it can be."""

MEASURES: tuple[tuple[frozenset[str], re.Pattern[str]], ...] = tuple(
    (frozenset(words.split()), _pattern(sign))
    for words, sign in (
        (
            "cost costs price prices pricing charge charges fee fees pay spend expense",
            rf"[$€£¥₹]\s?\d|\d[\d,.]*\s?{_CURRENCY}\b",
        ),
        ("time timeframe timeline duration quickly soon long", rf"\d\+?\s?-?{TIME_UNIT}\b"),
        ("often frequently frequency", r"\b(?:dai|hour|week|month|quarter|year|annual)ly\b|\b(?:once|twice|every)\b"),
        ("speed fast velocity", r"\d\s?(?:km/h|kmh|mph|m/s|knots?|kn)\b"),
        ("temperature hot cold warm heat", r"\d\s?(?:°|degrees)|[-−]?\d+\s?°?[CF]\b"),
        ("weight heavy heavier weigh load", r"\d\s?(?:kg|g|t|lbs?|tons?|tonnes?|kilograms?)\b"),
        (
            "length long high height wide width deep depth tall far distance",
            r"\d\s?(?:mm|cm|m|km|ft|feet|miles?|met(?:er|re)s?)\b",
        ),
        ("discount rebate", r"\d\s?(?:%|percent)"),
    )
)
"""Words of a question that a figure with its unit says by itself: "$5" need not be called a price."""
