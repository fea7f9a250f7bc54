"""Clauses about people and their day rather than what is being built: ``my rent is $2k``, ``we meet weekly``."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.decisions.understanding.clauses import Clause
from bot.decisions.understanding.phrases import marked
from bot.decisions.understanding.text import Token, words

_SPEAKERS = words("i we he she")
_MODALS = words("could might may can must should")
_SPENDING = words("spend pay earn owe bet")
_PROMISED = words("say go need want guess take have be require assume choose pick vote")
_BEHIND_VALUE = words(
    "during per except apart depending at via through because unless when whenever while as after before if where "
    "since than across then throughout basis cadence rhythm cycle schedule release releases rollout interval "
    "intervals max tops total altogether combined each works suits tho ever again online"
)
"""What may stand behind a value that is an answer; another word makes it part of something: ``weekly sync``."""
_SUBJECT_WITHIN = 3
"""Words of a clause within which its subject stands."""
_POINTING = words("it them these those this that everything stuff things all one ones half some most")
_OBJECTS = words("it them these those")
_WHOSE = words("my his her")
_CLOSE = words(
    "boss manager cto ceo cfo coo vp client clients customer customers company colleague colleagues project team "
    "department org organisation organization guess view opinion gut feeling estimate understanding preference answer "
    "best rough take bad mistake impression vote lead users side"
)
"""What is one's own and yet of the matter."""
_EVENTS = words(
    "demo demos workshop meeting meetings kickoff conference offsite holiday holidays vacation pto interview "
    "interviews standup standups retro retrospective sprint sprints webinar lunch breakfast dinner party wedding "
    "birthday gym appointment rent salary mortgage"
)
_BEING = words("is are 's has have will")
_FIGURES = words(
    "total figure limit plan target ceiling number amount estimate answer max maximum cap goal idea aim expectation "
    "sum envelope pot count date cutoff horizon sla company client boss ceo cfo cto board management sponsor dataset "
    "set corpus pool allocation wiki handbook site intranet rate frequency cycle cadence rhythm long far much many "
    "everything"
)
"""What a number may be said of and yet answer a question."""
_BEFORE_TIME = words("for since past last previous")
_BEHIND_TIME = words("already ago late behind overdue straight")
_FROM_NOW = frozenset({("from", "now"), ("from", "today"), ("from", "then"), ("to", "go"), ("at", "most")})
_AIMING = ("aim", "plan", "go", "shoot", "hope", "hoping", "target", "schedul", "due", "set", "push", "look", "ask")
_TELLING = marked(
    "plan*; aim*; target*; estimat*; expect*; reckon*; hop*; look*; budget*; allocat*; approv*; earmark*; reserv*; "
    "collect*; gather*; label*; annotat*; tag; tags; tagged; tagging; curat*; agree*; set; sign*; promis*; commit*; "
    "shoot*; stretch*; manag*; think*; figur*; anticipat*; forecast*; offer*; secur*; rais*; receiv*; review*; "
    "rewrit*; rewrot*; revis*; publish*; replac*; add; adds; adding; employ*; hire*; hiring; tend*; try; trying; "
    "assum*; guess*; say*; mak*; develop*; writ*; wonder*; talk*; deal*; go; going; use; using; train*; put; puts; "
    "call; ask*; give*; given; got; get; gets; start*; count*; build*; support*; deliver*; finish*; store; know; "
    "knows"
)
"""What people do who tell how much or how often: ``we plan for 6 weeks``."""


def is_personal(tokens: Sequence[Token], clause: Clause, odd: Collection[int]) -> bool:
    """Whether a clause is about something of the writer's own: ``my rent``, ``I'm filing``."""
    for at in range(clause.start, clause.end - 1):
        word, after = tokens[at].text, tokens[at + 1].text
        if word in _WHOSE and at + 1 in odd and after not in _CLOSE:
            return True
        if word == "i" and (after in _SPENDING or _promises(tokens, at + 1, clause)):
            return True
        if word == "i" and after == "am" and _is_at_something(tokens, range(at + 2, min(at + 4, clause.end))):
            return True
    return False


def _promises(tokens: Sequence[Token], at: int, clause: Clause) -> bool:
    """Whether the writer says what they themselves will do: ``I'll stay on this``."""
    return tokens[at].text == "will" and at + 1 < clause.end and tokens[at + 1].text not in _PROMISED


def _is_at_something(tokens: Sequence[Token], places: range) -> bool:
    """Whether one of some words is what the writer is doing just now, and no telling and no making."""
    doing = next((at for at in places if tokens[at].text.endswith("ing")), None)
    return doing is not None and not any(True for _ in _TELLING.at(tokens, doing))


def is_busy(tokens: Sequence[Token], clause: Clause, at: int, odd: Collection[int]) -> bool:
    """Whether somebody does something in a clause before a place in it, so that what stands there answers no question.

    ``we meet weekly`` is no answer; ``we rewrite it weekly``, ``we plan for 6 weeks`` and ``6 weeks`` are.
    """
    if any(tokens[each].text in _EVENTS for each in range(clause.start, clause.end)):
        return True
    if _has_own_subject(tokens, clause, at, odd):
        return True
    subject = range(clause.start, min(clause.start + _SUBJECT_WITHIN, at))
    speaks = next((each for each in subject if tokens[each].text in _SPEAKERS), None)
    between = range(at if speaks is None else speaks + 1, at)
    doing = next((each for each in between if each in odd and tokens[each].text not in _MODALS), None)
    if doing is None and speaks is not None and tokens[speaks].text == "i":
        behind = [each for each in odd if each > at and not any(True for _ in _TELLING.at(tokens, each))]
        return bool(behind)
    if doing is not None and tokens[doing - 1].text == "are" and not tokens[doing].text.endswith("ing"):
        return False
    if doing is None or any(end <= at for end, _ in _TELLING.at(tokens, doing)):
        return False
    return not any(tokens[each].text in _POINTING for each in range(doing + 1, at))


def _has_own_subject(tokens: Sequence[Token], clause: Clause, at: int, odd: Collection[int]) -> bool:
    """Whether something else is as much, or as long: ``the context window is 128k``; but no ``the total is 128k``."""
    verbs = [each for each in range(clause.start, at) if tokens[each].text in _BEING]
    if not verbs or any(each in odd for each in range(verbs[-1], at)):
        return False
    named = [tokens[each].text for each in range(clause.start, verbs[-1]) if each in odd]
    return bool(named) and named[-1] not in _FIGURES | _SPEAKERS


def is_attached(tokens: Sequence[Token], clause: Clause, end: int, odd: Collection[int]) -> bool:
    """Whether a value belongs to the word behind it: ``weekly sync``, ``both sides``; not so ``weekly since May``."""
    if end >= clause.end or end not in odd:
        return False
    if any(tokens[at].text in _OBJECTS for at in range(end + 1, clause.end)):
        return False  # "never once touched it"
    word = tokens[end].text
    return word not in _BEHIND_VALUE and not word.endswith("ly")


def has_passed(tokens: Sequence[Token], clause: Clause, start: int, end: int) -> bool:
    """Whether a time is how long something has gone on, or was: ``for 3 months``, ``2 weeks already``."""
    before = [token.text for token in tokens[max(clause.start, start - 2) : start]]
    after = [token.text for token in tokens[end : min(end + 2, clause.end)]]
    if tuple(after) in _FROM_NOW:
        return False
    if after[:1] and after[0] in _BEHIND_TIME:
        return True
    return bool(before) and before[-1] in _BEFORE_TIME and not before[0].startswith(_AIMING)
