"""Sentences to clauses, and how each clause stands: stated, asked, supposed, past, guessed or reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.decisions.understanding.measures import Quantity
from bot.decisions.understanding.phrases import Phrases, marked
from bot.decisions.understanding.text import Token, words

LONGEST_CLAUSE = 40
"""Words; what goes on longer is cut, so that looking around in a clause takes a bounded time."""


class Standing(Enum):
    """How a clause is meant."""

    STATED = "stated"
    QUESTION = "question"
    SUPPOSED = "supposed"
    PAST = "past"
    REPORTED = "reported"

    @property
    def counts(self) -> bool:
        """Whether anything in the clause bears on what is so."""
        return self in {Standing.STATED, Standing.REPORTED}


@dataclass(frozen=True, slots=True)
class Clause:
    """Some tokens in a row.

    Attributes:
        start, end: of its tokens; the end is excluded.
        opens: the word or mark before it: ``and``, ``but``, ``,``; empty at the beginning of a sentence.
        sentence: its number.
    """

    start: int
    end: int
    opens: str
    sentence: int
    standing: Standing = Standing.STATED


_JOINS = words("and but so because since although though whereas while however or then plus")
_MARKS = frozenset({",", "(", ")"})

_SUPPOSING = marked(
    "if; suppose; supposing; imagine; assuming; assume; unless; hypothetically; in case; let 's say; let us say; "
    "what about; how about; say we; pretend; in theory; wish; otherwise we would"
)
_BEFORE_IF = words("know sure idea clue decided matter matters clear see check certain figured wonder")
_PAST = marked(
    "was; were; had; did; took; spent; ago; previously; formerly; originally; in the past; last "
    "year/month/quarter/week/summer/winter/time; back then; we/i/they used to; it used to; docs used to; "
    "launched; shipped; we/i/they needed/wanted/required/changed/updated/cost; once upon"
)
_PRESENT = frozenset({"now", "today", "currently", "nowadays"})
_REPORTING = marked(
    "says; said; thinks; thought; claims; claimed; believes; believed; told; argues; argued; reckons; guesses; "
    "according to; they/people/some/others think/say/believe/claim; heard; apparently; wrote; suggested; "
    "suggests; proposed"
)
_ASKING = marked(
    "is/are/do/does/did/should/shall/can/could/would/will/has/have/must/may/might; what/why/how/who/where/which; "
    "whose; or should/do/is/are; when do/does/is/are/will/should"
)
_ASKING_PLAINLY = marked(
    "should we/i/it/the/they; do we/you/they; does it/the/this/that; is it/this/there/that; are we/they/there; "
    "can you/we/i/it; could you/we/i/it; would you/it/we; what if/is/are/does/do/happens/would; why; who; how "
    "do/does/much/many/would/should/can; tell me; i wonder; wondering"
)


def clauses(tokens: Sequence[Token], quantities: Sequence[Quantity]) -> list[Clause]:
    """Return the clauses of a text, none inside a quantity, each with how it stands."""
    inside = {index for each in quantities for index in range(each.start + 1, each.end)}
    found: list[Clause] = []
    sentence: list[Clause] = []
    start, opens, number = 0, "", 0
    for index, token in enumerate(tokens):
        ends = token.kind == "end"
        if not ends and not _breaks(token, index in inside) and index - start < LONGEST_CLAUSE:
            continue
        if index > start:
            sentence.append(Clause(start, index, opens, number))
        cut = not ends and not _breaks(token, index in inside)
        start, opens = (index, "") if cut else (index + 1, "" if ends else token.text)
        if ends:
            found.extend(_with_standing(sentence, tokens, token.text == "?"))
            sentence, number = [], number + 1
    if len(tokens) > start:
        sentence.append(Clause(start, len(tokens), opens, number))
    return [*found, *_with_standing(sentence, tokens, False)]


def _breaks(token: Token, inside: bool) -> bool:
    if inside:
        return False
    return token.text in _MARKS or token.kind == "dash" or token.text in _JOINS or token.text == "nor"


def _with_standing(sentence: Sequence[Clause], tokens: Sequence[Token], asked: bool) -> list[Clause]:
    if any(_supposes(clause, tokens) for clause in sentence):
        return [_standing(clause, Standing.SUPPOSED) for clause in sentence]
    questions = [bool(_opens_with(_ASKING if asked else _ASKING_PLAINLY, clause, tokens)) for clause in sentence]
    first = questions.index(True) if any(questions) else (0 if asked else len(sentence))
    found: list[Clause] = []
    reported = False
    for index, clause in enumerate(sentence):
        reported = (reported and clause.opens != "but") or bool(_REPORTING.find(tokens, clause.start, clause.end))
        if index >= first:
            found.append(_standing(clause, Standing.QUESTION))
        elif _is_past(clause, tokens):
            found.append(_standing(clause, Standing.PAST))
        else:
            found.append(_standing(clause, Standing.REPORTED if reported else Standing.STATED))
    return found


def _standing(clause: Clause, standing: Standing) -> Clause:
    return Clause(clause.start, clause.end, clause.opens, clause.sentence, standing)


def _supposes(clause: Clause, tokens: Sequence[Token]) -> bool:
    for start, _, _ in _SUPPOSING.find(tokens, clause.start, clause.end):
        before = {token.text for token in tokens[max(start - 3, 0) : start]}
        if not before & _BEFORE_IF:
            return True
    return False


def _opens_with(phrases: Phrases[bool], clause: Clause, tokens: Sequence[Token]) -> bool:
    return any(end <= clause.end for end, _ in phrases.at(tokens, clause.start))


def _is_past(clause: Clause, tokens: Sequence[Token]) -> bool:
    words = {token.text for token in tokens[clause.start : clause.end]}
    if words & _PRESENT:
        return False
    for start, _, _ in _PAST.find(tokens, clause.start, clause.end):
        if not (tokens[start].text == "had" and start and tokens[start - 1].text in {"have", "has"}):
            return True
    return False
