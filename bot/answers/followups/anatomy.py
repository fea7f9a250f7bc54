"""What a question is about, read from its words alone: its subject, its alternatives, its figures.

There is no grammar here, only what English questions show outwardly; where it shows nothing, nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.answers.followups import wording

_WORD = re.compile(r"\$?\d[\d,.]*\d[^\W_]*%?|\$?\d[^\W_]*%?|[^\W_]+(?:[-_./+&'’][^\W_]+)*[+#]*")
_CLITIC = re.compile(r"['’](?:s|re|ve|ll|d|m)$")
_FIGURE = re.compile(r"^\$?\d")
_DETERMINERS = wording.word_set("the a an our your my their its his her any some this that these those")
_ALTERNATIVES = re.compile(
    r"(?:\bbetween\s+|\b(?:compare|use|choose|combine|prefer|pick|is|are|to|with|[:,])\s+)?"
    r"(?P<first>[\w'’+#./-]+(?:\s[\w'’+#./-]+){0,3}?)\s+(?P<joint>or|and|vs\.?|versus|than)\s+"
    r"(?P<second>[\w'’+#./-]+(?:\s[\w'’+#./-]+){0,3})",
    re.IGNORECASE,
)
_OF = re.compile(r"\b(?P<head>[\w-]+)\s+(?P<joint>of|for|to|with)\s+(?:the |a |an |our )?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its place in the text; ``plain`` is folded and without ``'s``."""

    text: str
    plain: str
    start: int
    end: int

    @property
    def specific(self) -> bool:
        """Whether it names a thing by itself."""
        return self.plain not in wording.EMPTY and self.plain not in wording.RELATIONS

    @property
    def figure(self) -> bool:
        """Whether it is a number."""
        return bool(_FIGURE.match(self.text))


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a text, in order."""
    return [
        Word(match[0], _CLITIC.sub("", match[0]).casefold(), match.start(), match.end())
        for match in _WORD.finditer(text)
    ]


def specific_words(text: str) -> list[str]:
    """The words that name something, each once, as they stand."""
    found = {word.plain: _CLITIC.sub("", word.text) for word in words_of(text) if word.specific and not word.figure}
    return list(found.values())


def topic_words(text: str) -> list[str]:
    """The words a question is about, in order: what it names, and what it wants of that."""
    kept = (
        word
        for word in words_of(text)
        if (word.specific or word.plain in wording.RELATIONS) and word.plain not in wording.ASKERS
    )
    return list({word.plain: _CLITIC.sub("", word.text) for word in kept}.values())


def said_words(text: str) -> list[str]:
    """All that a question says, in order, without the small words."""
    kept = (word for word in words_of(text) if word.plain not in wording.SMALL)
    return list({word.plain: _CLITIC.sub("", word.text) for word in kept}.values())


def subject(text: str) -> Span | None:
    """The thing a question is about, where its form shows it."""
    words = words_of(text)
    runs = [run for run in _runs(text, words) if any(word.specific for word in run)]
    if not runs:
        return None
    chosen = (
        _complement(text, runs) or _which(words, runs) or _after_auxiliary(words, runs) or max(reversed(runs), key=len)
    )
    return _span(text, _with_adjectives(text, words, chosen))


def is_yes_no_about_two(text: str, first: Span) -> bool:
    """ "Does the insurance cover bicycles?": a fragment may stand for either, the insurance or the bicycles."""
    words = words_of(text)
    later = [word for word in words if word.start > first.end and word.specific]
    two = bool(later) and words[0].plain in wording.DO_FORMS
    return two or words[-1].plain in wording.HOLDING


def alternatives(text: str) -> tuple[str, str] | None:
    """The two things a question sets beside each other ("RAG or fine-tuning")."""
    for match in _ALTERNATIVES.finditer(text):
        first, second = _last_run(match["first"]), _first_run(match["second"])
        if first and second and first.casefold() != second.casefold():
            return first, second
    return None


def with_article(text: str, span: Span) -> str:
    """A stretch as it is said again: "a pump" becomes "the pump"."""
    before = words_of(text[: span.start])
    last = before[-1].plain if before and text[before[-1].end : span.start] == " " else ""
    if last in {"our", "your", "my"}:
        return f"our {span.text}"
    return f"the {span.text}" if last in {"the", "a", "an", "this", "that"} else span.text


def figures(text: str) -> list[Word]:
    """The numbers of a text."""
    return [word for word in words_of(text) if word.figure]


def names(text: str) -> list[str]:
    """Names of two words and more ("Arnolfo di Cambio"), each once, in order."""
    found = re.findall(r"(?:[A-ZÀ-Þ][\w'’-]+)(?:\s(?:(?:de|di|da|van|von|der|al|bin|of)\s)?[A-ZÀ-Þ][\w'’.-]+)+", text)
    return list(dict.fromkeys(found))


def _runs(text: str, words: Sequence[Word]) -> list[list[Word]]:
    """Words side by side that make up names of things; a comma or an empty word ends one."""
    runs: list[list[Word]] = [[]]
    for index, word in enumerate(words):
        joined = index > 0 and text[words[index - 1].end : word.start].strip(" \"'“”‘’") == ""
        if not joined:
            runs.append([])
        if _ends_a_name(word, runs[-1]):
            runs.append([])
            continue
        runs[-1].append(word)
    return [run for run in runs if run]


def _ends_a_name(word: Word, run: Sequence[Word]) -> bool:
    if word.figure and not run:
        return True
    if word.plain in wording.VERBS and word.plain in wording.RELATIONS:
        return bool(run)
    return word.plain in wording.EMPTY


def _complement(text: str, runs: Sequence[list[Word]]) -> list[Word] | None:
    """ "The cost of *fine-tuning*": what a word like cost is of."""
    for match in _OF.finditer(text):
        if match["joint"].casefold() == "of" or match["head"].casefold() in wording.RELATIONS:
            for run in runs:
                if run[0].start == match.end():
                    return _with_nouns(text, run)
    return None


def _with_nouns(text: str, run: list[Word]) -> list[Word]:
    """After "of" everything up to the next small word is a name: "the benefits of *remote work*"."""
    longer = list(run)
    for word in words_of(text):
        if word.start == longer[-1].end + 1 and word.plain not in wording.JOINING:
            longer.append(word)
    return longer


def _with_adjectives(text: str, words: Sequence[Word], run: list[Word]) -> list[Word]:
    """ "The *small model*"."""
    at = words.index(run[0])
    while at and words[at - 1].plain in wording.ADJECTIVES and text[words[at - 1].end : words[at].start] == " ":
        at -= 1
    before = words[at - 1].plain if at else ""
    return [*words[at : words.index(run[0])], *run] if before in _DETERMINERS else run


def _which(words: Sequence[Word], runs: Sequence[list[Word]]) -> list[Word] | None:
    """ "Which *vaccine* does the clinic offer": what is asked on is about the vaccine."""
    led = words[0].plain == "which" and runs[0][0] is words[1] if len(words) > 1 else False
    return runs[0] if led and any(word.plain in wording.AUXILIARIES for word in words) else None


def _after_auxiliary(words: Sequence[Word], runs: Sequence[list[Word]]) -> list[Word] | None:
    """ "Does *fine-tuning* need …", "should we use *RAG*"."""
    for index, word in enumerate(words):
        if word.plain not in wording.AUXILIARIES:
            continue
        later = [run for run in runs if run[0].start > word.end]
        return _acted_on(words[index:], later) or _actor(words, index, later) if later else None
    return None


def _acted_on(words: Sequence[Word], runs: Sequence[list[Word]]) -> list[Word] | None:
    """After "should we" comes a verb, and then the thing; after "who may" too."""
    people = len(words) > 1 and words[1].plain in wording.PEOPLE
    if not people and words[0].plain not in wording.MODALS:
        return None
    verb = words[2] if people and len(words) > 2 else words[1]  # noqa: PLR2004
    if runs[0][0] is not verb or (not people and len(runs) == 1):
        return runs[0] if people else None
    return runs[0][1:] or (runs[1] if len(runs) > 1 else None)


def _actor(words: Sequence[Word], index: int, runs: Sequence[list[Word]]) -> list[Word]:
    """ "Does *fine-tuning* need", "is *the service* free": without what is said of it."""
    run = runs[0]
    said = words[index].plain in wording.DO_FORMS and not _has_verb_after(words, run)
    told = index == 0 and words[index].plain in wording.BE_FORMS and run[-1] is words[-1]
    return run[:-1] if len(run) > 1 and (said or told) else run


def _has_verb_after(words: Sequence[Word], run: Sequence[Word]) -> bool:
    following = next((word for word in words if word.start > run[-1].start), None)
    return following is not None and following.plain in wording.VERBS


def _span(text: str, run: Sequence[Word]) -> Span:
    end = run[-1].start + len(_CLITIC.sub("", run[-1].text))
    return Span(text[run[0].start : end], run[0].start, end)


def _first_run(text: str) -> str | None:
    runs = _runs(text, words_of(text))
    return _span(text, runs[0]).text if runs and _begins(text, runs[0]) else None


def _last_run(text: str) -> str | None:
    words = words_of(text)
    runs = _runs(text, words)
    return _span(text, runs[-1]).text if runs and runs[-1][-1] is words[-1] else None


def _begins(text: str, run: Sequence[Word]) -> bool:
    return all(word.plain in _DETERMINERS for word in words_of(text[: run[0].start]))


def any_specific(words: Iterable[Word]) -> bool:
    """Whether one of the words names something."""
    return any(word.specific and not word.figure for word in words)
