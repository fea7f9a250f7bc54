"""Where the passages that rules name stand in the index, what they read, and what is news of them to a decision."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from bot.decisions.frameworks import Ground
from bot.decisions.grounds import GroundChange, How, compare, digest_of, opening_of
from bot.decisions.session.state import Decision
from bot.store.ground_texts import GroundText
from ingest.audience import allows
from ingest.model import Passage
from ingest.overview import Stock

History = Mapping[tuple[str, str], Sequence[GroundText]]
"""What each passage read, the oldest first, by document and heading."""
_TABLE = " | "
"""Within the innermost heading of a row of a table, which is the head of the table."""


# Where they stand.


@dataclass(frozen=True, slots=True)
class Found:
    """A passage in the index: its words, the document it stands in, and who may see that."""

    text: str
    path: str
    audience: str | None


def choosing(
    grounds: Iterable[Ground], latest: Mapping[Ground, GroundText]
) -> Callable[[Collection[str]], Collection[str]]:
    """Return what chooses the documents in which passages are looked for first."""
    wanted = list(grounds)

    def choose(paths: Collection[str]) -> Collection[str]:
        return {path for ground in wanted for path in _homes(ground, latest.get(ground), paths)}

    return choose


def locate(grounds: Iterable[Ground], latest: Mapping[Ground, GroundText], stock: Stock) -> dict[Ground, Found]:
    """Find passages: where they are named, where they stood last, else where the same words stand now.

    Args:
        latest: what was last known of each.
    """
    sections = _sections(stock.passages)
    found = {}
    for ground in grounds:
        known = latest.get(ground)
        homes = _homes(ground, known, stock.audiences)
        there = _under(ground.heading, homes, sections) or _same_words(ground, known, homes, sections)
        if there is not None:
            path, heading = there
            found[ground] = Found(sections[path][heading], path, stock.audiences.get(path))
    return found


def _homes(ground: Ground, known: GroundText | None, paths: Collection[str]) -> list[str]:
    """Return the documents a passage is expected in. A knowledge folder may begin above or below what a rule names."""
    if ground.document in paths:
        return [ground.document]
    name = ground.document
    near = [path for path in paths if name.endswith(f"/{path}") or path.endswith(f"/{name}")]
    last = [known.found_in] if known is not None and known.found_in in paths else []
    return list(dict.fromkeys([*(near if len(near) == 1 else []), *(path for path in last if path is not None)]))


def _sections(passages: Iterable[Passage]) -> dict[str, dict[str, str]]:
    """Return the text under each heading, by document and folded heading."""
    sections: dict[str, dict[str, str]] = {}
    for passage in passages:
        under = sections.setdefault(passage.document, {})
        for heading in _headings(passage):
            key = _folded(heading)
            under[key] = f"{under[key]}\n{passage.text}" if key in under else passage.text
    return sections


def _headings(passage: Passage) -> Iterator[str]:
    """Yield the last heading above a passage; the title where there is none, and for a table's rows both."""
    path = (passage.title, *passage.heading)
    yield path[-1]
    if len(path) > 1 and _TABLE in path[-1]:
        yield path[-2]


def _folded(heading: str) -> str:
    return " ".join(heading.split()).casefold()


def _under(heading: str, homes: Iterable[str], sections: Mapping[str, Mapping[str, str]]) -> tuple[str, str] | None:
    key = _folded(heading)
    return next(((path, key) for path in homes if key in sections.get(path, {})), None)


def _same_words(
    ground: Ground, known: GroundText | None, homes: Sequence[str], sections: Mapping[str, Mapping[str, str]]
) -> tuple[str, str] | None:
    """Look for a passage whose heading was changed, or whose document was moved."""
    if known is None or not known.digest:
        return None
    key = _folded(ground.heading)
    here = [(path, heading) for path in homes for heading in sections.get(path, {})]
    elsewhere = [(path, key) for path, under in sections.items() if key in under]
    places = (*here, *elsewhere)
    return next((place for place in places if digest_of(sections[place[0]][place[1]]) == known.digest), None)


def next_text(ground: Ground, known: GroundText | None, found: Found | None) -> GroundText | None:
    """Return what is to be kept of a passage now; None when all is known, or it never was there."""
    seq = known.seq + 1 if known is not None else 1
    if found is None:
        return replace(known, digest="", text=None, seq=seq) if known is not None and known.digest else None
    digest = digest_of(found.text)
    now = GroundText(ground.document, ground.heading, digest, found.text, found.path, found.audience, seq)
    same = known is not None and (digest, found.path, found.audience) == (known.digest, known.found_in, known.audience)
    return None if same else now


# What is news.


@dataclass(frozen=True, slots=True)
class News:
    """What became of passages a decision rests on.

    Attributes:
        untold: since its thread was last told.
        since: since it was made.
    """

    untold: tuple[GroundChange, ...]
    since: tuple[GroundChange, ...]


def news_for(decision: Decision, cited: Iterable[Ground], history: History) -> News:
    """Compare what the cited passages read now with what they did when a decision ended, and was last told of them.

    Passages that its readers may not all see are left out.
    """
    untold, since = [], []
    for ground in cited:
        texts = history.get((ground.document, ground.heading), ())
        made = _at(texts, decision.ended_at or decision.started_at)
        if made is None or made.text is None:
            continue
        now, told = texts[-1], _told(decision, ground, made)
        last = next((text for text in reversed(texts) if text.digest == told), made)
        if now.digest == told == made.digest:
            continue
        if not all(_may_see(decision, text) for text in (made, last, now)):
            continue
        since += [change for change in [compare(ground, made.text, now.text)] if change is not None]
        if now.digest != told:
            untold += [_untold(ground, made, last, now)]
    return News(tuple(untold), tuple(since))


def change_key(decision: Decision, changes: Iterable[GroundChange]) -> str:
    """Name one change of what a decision rests on: the same for all who see it, another one when it comes again."""
    read = sorted((change.document, change.heading, change.digest) for change in changes)
    digest = sha256(repr(read).encode("utf-8", "replace")).hexdigest()[:32]
    return f"grounds:{len(decision.shifts)}:{digest}"


def _at(texts: Sequence[GroundText], moment: float) -> GroundText | None:
    """Return what a passage read at a moment; of one that came to be known later, its first words."""
    known = [text for text in texts if text.text is not None]
    before = [text for text in known if text.seen_at <= moment]
    return before[-1] if before else known[0] if known else None


def _told(decision: Decision, ground: Ground, made: GroundText) -> str:
    """Return the digest of the words that the thread knows of."""
    ended = decision.ended_at or decision.started_at
    for shift in reversed(decision.shifts):
        for change in shift.changes:
            if shift.at >= ended and change.ground == ground:
                return change.digest
    return made.digest


def _may_see(decision: Decision, text: GroundText) -> bool:
    readers = [decision.channel, *([decision.owner] if decision.solo else [])]
    return any(allows(text.audience, reader) for reader in readers)


def _untold(ground: Ground, made: GroundText, last: GroundText, now: GroundText) -> GroundChange:
    """Return how a passage differs from what was told of it last."""
    was = last.text if last.text is not None else made.text
    change = compare(ground, was or "", now.text)
    if now.digest != made.digest:
        return change or GroundChange(ground.document, ground.heading, How.CHANGED, now.digest)
    back = opening_of(now.text or "")
    again = change or GroundChange(ground.document, ground.heading, How.RETURNED, now.digest, after=back)
    return replace(again, how=How.RETURNED)
