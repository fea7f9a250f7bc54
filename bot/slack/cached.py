"""Kept answers in the store: the answers' own side knows no database, and the store no answers."""

from __future__ import annotations

from bot.answers.caching.answerer import Kept
from bot.slack.records import from_record, to_record
from bot.store.cached_answers import CachedAnswer, CachedAnswers


class StoredCache:
    """An `AnswerCache` over the store."""

    def __init__(self, rows: CachedAnswers) -> None:
        self._rows = rows

    async def get(self, key: str) -> Kept | None:
        """Return the answer of a key; None also for one that another version of Archie wrote."""
        row = await self._rows.get(key)
        if row is None:
            return None
        try:
            answer = from_record(row.answer)
        except (KeyError, TypeError, ValueError):
            return None
        return Kept(row.key, row.meaning, row.grounds, row.question, answer, row.given_at)

    async def put(self, kept: Kept) -> None:
        """Keep an answer in place of the one of the same key."""
        record = to_record(kept.answer)
        await self._rows.put(CachedAnswer(kept.key, kept.meaning, kept.grounds, kept.question, record, kept.given_at))

    async def drop(self, meaning: str) -> int:
        """Forget the answers to a question."""
        return await self._rows.drop(meaning)
