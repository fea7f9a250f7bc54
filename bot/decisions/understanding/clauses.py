"""Sentences to clauses, and how each clause stands: stated, asked, supposed, past, guessed or reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from bot.decisions.understanding.english import DEFERS
from bot.decisions.understanding.measures import Quantity
from bot.decisions.understanding.phrases import Phrases, marked
from bot.decisions.understanding.text import Token, words

LONGEST_CLAUSE = 40
"""Words; what goes on longer is cut, so that looking around in a clause takes a bounded time."""


class Standing(Enum):
    """How a clause is meant; an aside is about the talk itself, or about others."""

    STATED = "stated"
    QUESTION = "question"
    SUPPOSED = "supposed"
    PAST = "past"
    REPORTED = "reported"
    ASIDE = "aside"

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
        put_off: whether an answer is put off in its sentence: ``sure, let me check``.
    """

    start: int
    end: int
    opens: str
    sentence: int
    standing: Standing = Standing.STATED
    put_off: bool = False


_JOINS = words("and but so because since although though whereas while however or then plus")
_MARKS = frozenset({",", "(", ")"})

_SUPPOSING = marked(
    "if; suppose; supposing; imagine; assuming; assume; unless; hypothetically; in case; let 's say; let us say; "
    "what about; how about; say we; pretend; in theory; wish; otherwise we would"
)
_BEFORE_IF = words("know sure idea clue decided matter matters clear see check certain figured wonder")
_THINKING = words("suppose assume imagine")
_PAST = marked(
    "was; were; had; did; took; spent; ago; previously; formerly; originally; in the past; last year/month/quarter/"
    "week/summer/winter/time; back then; we/i/they used to; it used to; docs used to; used to be/have/take/cost/need/"
    "want; launched; shipped; we/i/they/he/she/it/vendor/agency charged/tried/paid/lost/joined/left/quit/asked/met/"
    "went/ordered/bought/sold/failed/declined/visited/worked/talked/spoke; yesterday; the other day; last night/"
    "monday/tuesday/wednesday/thursday/friday; earlier today/this; this morning; we/i/they needed/wanted/required/"
    "changed/updated/cost; once upon"
)
_PRESENT = frozenset({"now", "today", "currently", "nowadays"})
_REPORTING = marked(
    "says; said; thinks; thought; claims that/to/it/we/they; claimed; believes; believed; told; argues; argued; "
    "reckons; guesses; according to; they/people/some/others think/say/believe/claim; heard; apparently; wrote; "
    "suggested; suggests; proposed; mentioned; recommends; recommended; stated; read that/somewhere/about; the/that/"
    "this/an/one article/paper/blog/study/whitepaper/tutorial/benchmark ... 's/has/uses/takes/assumes/quotes/lists/"
    "gives/mentions"
)
_ARRANGING = marked(
    "remind/ping/message/email/nudge/chase/tag/cc/invite/text me/us/him/her/them/you; ask/call/catch/tell me/us ... "
    "in/next/tomorrow/later/again/monthly/weekly/daily; let us/'s talk/chat/meet/pick/discuss/revisit/continue/park/"
    "come/take/speak/wait/regroup/ask/loop/get/see; loop in; not join/attend; not make it; both/neither/some of us/"
    "you; both you; a/one moment/sec/second/minute please; we/i need/want/have to talk/speak/discuss/meet/chat; we/i "
    "should/could/can/shall/will/must ask/invite/ping/talk/speak/discuss/meet/loop/tag; on/in/to this/the thread/"
    "chat/conversation/discussion/channel; this conversation/discussion/thread/channel; on holiday/vacation/leave/"
    "pto; out of office; ooo; brb; i will be back/away/out/off; i am back/away/out/off; be right back; see you; meet/"
    "meets/meeting/standup weekly/daily/monthly/every; give me/us/it a/one/two/five/2/5/10/30 sec/secs/second/"
    "seconds/minute/minutes/min/mins/moment/day/week; just a/one sec/second/min/minute/mo/moment/tick; for/on/in/"
    "from/at another/different project/team/company/department/client; for/on/in the other project/team/company"
)
_OTHERS = marked(
    "archie; the other bid/one/offer/vendor/company/project/group/department; competitor/competitors/rival/rivals; "
    "another/other/different/sister team/company/project/department/vendor/firm; my/our/their old/previous/former "
    "company/team/project/job/employer/vendor; other people/companies/teams"
)
_TALK = marked(
    "next question; go ahead; please explain; explain; say/tell more/me; carry/move/moving/go on; will do; on it; "
    "copy that; wrong channel/thread; i see/saw/seen/read; saw/seen it/that/this; i have/did not see/seen/read; not "
    "get/understand/follow it/that/this/you/the/what; not following/understand; here is/are; thank you/god; my "
    "pleasure; wait/gimme/on a/one/two/five/2/5/10/30 sec/secs/second/seconds/minute/minutes/min/mins/moment; never "
    "mind; what a/an; a/one/another question; first a/one; thanks/thank for; you are muted/unmuted/breaking/late/"
    "early/welcome/kidding/joking/funny/awesome/amazing/back/live"
)
"""Talk that holds nothing, at the beginning of a clause; a "yes" before it answers nothing."""
_WHOLE_TALK = marked("got it; gotcha; noted; next; not me; understood; go on; i see; makes sense; fair enough")
"""The same when nothing follows it."""
_LEADING = words("yes yep yeah yup no nope nah sure ok okay please i we do can well so oh ah and but just")
_SUBJECT_WITHIN = 3
"""Words of a clause within which its subject begins."""
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
        breaks = _breaks(tokens, index, index in inside)
        if not ends and not breaks and index - start < LONGEST_CLAUSE:
            continue
        if index > start:
            sentence.append(Clause(start, index, opens, number))
        cut = not ends and not breaks
        start, opens = (index, "") if cut else (index + 1, "" if ends else token.text)
        if ends:
            found.extend(_with_standing(sentence, tokens, token.text == "?"))
            sentence, number = [], number + 1
    if len(tokens) > start:
        sentence.append(Clause(start, len(tokens), opens, number))
    return [*found, *_with_standing(sentence, tokens, False)]


def _breaks(tokens: Sequence[Token], at: int, inside: bool) -> bool:
    token, after = tokens[at], tokens[at + 1 : at + 2]
    if inside or (token.text == "so" and (not after or after[0].kind in {"end", "mark"})):  # "I think so"
        return False
    return token.text in _MARKS or token.kind == "dash" or token.text in _JOINS or token.text == "nor"


def _with_standing(sentence: Sequence[Clause], tokens: Sequence[Token], asked: bool) -> list[Clause]:
    if any(_supposes(clause, tokens) for clause in sentence):
        return [_standing(clause, Standing.SUPPOSED) for clause in sentence]
    questions = [bool(_opens_with(_ASKING if asked else _ASKING_PLAINLY, clause, tokens)) for clause in sentence]
    first = questions.index(True) if any(questions) else (0 if asked else len(sentence))
    puts_off = [index for index, clause in enumerate(sentence) if _is_talk(clause, tokens)]
    found: list[Clause] = []
    reported = False
    for index, clause in enumerate(sentence):
        reported = (reported and clause.opens != "but") or bool(_REPORTING.find(tokens, clause.start, clause.end))
        if index >= first:
            found.append(_standing(clause, Standing.QUESTION))
        elif _is_aside(clause, tokens):
            found.append(_standing(clause, Standing.ASIDE))
        elif _is_past(clause, tokens):
            found.append(_standing(clause, Standing.PAST))
        else:
            found.append(_standing(clause, Standing.REPORTED if reported else Standing.STATED))
    return [replace(clause, put_off=bool(puts_off) and index < puts_off[-1]) for index, clause in enumerate(found)]


def _standing(clause: Clause, standing: Standing) -> Clause:
    return replace(clause, standing=standing)


def _supposes(clause: Clause, tokens: Sequence[Token]) -> bool:
    for start, _, _ in _SUPPOSING.find(tokens, clause.start, clause.end):
        before = {token.text for token in tokens[max(start - 3, 0) : start]}
        own = tokens[start].text in _THINKING and before & {"i", "would"}
        if not own and not before & _BEFORE_IF:
            return True
    return False


def _opens_with(phrases: Phrases[bool], clause: Clause, tokens: Sequence[Token]) -> bool:
    return any(end <= clause.end for end, _ in phrases.at(tokens, clause.start))


def _is_aside(clause: Clause, tokens: Sequence[Token]) -> bool:
    if _is_talk(clause, tokens) or _ARRANGING.find(tokens, clause.start, clause.end):
        return True
    return bool(_OTHERS.find(tokens, clause.start, min(clause.start + _SUBJECT_WITHIN, clause.end)))


def _is_talk(clause: Clause, tokens: Sequence[Token]) -> bool:
    """Whether a clause puts an answer off or only keeps the talk going, whatever "yes" or "no" it begins with."""
    for at in range(clause.start, clause.end):
        here = replace(clause, start=at)
        if _opens_with(DEFERS, here, tokens) or _opens_with(_TALK, here, tokens):
            return True
        if any(end == clause.end for end, _ in _WHOLE_TALK.at(tokens, at)):
            return True
        if tokens[at].text not in _LEADING:
            return False
    return False


def _is_past(clause: Clause, tokens: Sequence[Token]) -> bool:
    words = {token.text for token in tokens[clause.start : clause.end]}
    if words & _PRESENT:
        return False
    for start, _, _ in _PAST.find(tokens, clause.start, clause.end):
        before, after = tokens[max(start - 1, 0)].text, tokens[min(start + 1, len(tokens) - 1)].text
        if tokens[start].text != "had" or (before not in {"have", "has"} and after != "better"):
            return True
    return False
