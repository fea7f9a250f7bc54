"""Fingerprints of the source articles, so that the notes can be tested where the articles are not at hand.

The articles are not ours to ship. What is committed (`article_prints.json`) is, for each article, a truncated hash of
every run of `RUN_WORDS` consecutive words, and the set of its figures. Neither gives the text back. To refresh it:

    python -m tests.knowledge.article_prints ../shared/articles
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

RUN_WORDS = 8
DIGEST_BYTES = 6  # 48 bits: one false alarm in some 20 million checks of all notes against all articles
COMMITTED = Path(__file__).with_name("article_prints.json")

NUMBER = r"\d+(?:[.,]\d+)*"
UNIT = r"(?:%|[kKMB]\b|\+)?"
FIGURE = re.compile(rf"\$?{NUMBER}{UNIT}(?:\s?[-–]\s?\$?{NUMBER}{UNIT})?")
LIST_MARKER = re.compile(r"^\s*\d+\.\s", re.MULTILINE)


class Print(TypedDict):
    """What is kept of one article: hashes of its word runs (hex, sorted) and its figures (sorted)."""

    runs: list[str]
    figures: list[str]


def words(text: str) -> list[str]:
    """Split into words without case, punctuation and mark-up: ``"**Fine-tune** for $3,000"`` → ``fine tune for 3000``.

    A hyphenated word counts as two, which makes runs longer and the overlap test stricter.
    """
    without_inner_marks = re.sub(r"(?<=\d),(?=\d)|(?<=\w)['’](?=\w)", "", text.casefold())
    return re.findall(r"[^\W_]+", without_inner_marks)


def runs(text: str) -> Iterator[str]:
    """Yield every run of `RUN_WORDS` consecutive words, joined by single spaces."""
    sequence = words(text)
    for start in range(len(sequence) - RUN_WORDS + 1):
        yield " ".join(sequence[start : start + RUN_WORDS])


def hashed(run: str) -> str:
    """Return the truncated hash under which a run is committed."""
    return hashlib.blake2b(run.encode(), digest_size=DIGEST_BYTES).hexdigest()


def figures(text: str) -> set[str]:
    """Return the figures of a text with currency, range and unit: ``{"$15-40k", "80%", "2,000+"}``.

    The markers of numbered lists do not count, and an en dash counts as a hyphen.
    """
    found = FIGURE.findall(LIST_MARKER.sub("", text))
    return {re.sub(r"\s", "", figure).replace("–", "-") for figure in found}


def fingerprint(text: str) -> Print:
    """Return what is kept of an article."""
    return {"runs": sorted({hashed(run) for run in runs(text)}), "figures": sorted(figures(text))}


def fingerprints(folder: Path) -> dict[str, Print]:
    """Fingerprint every ``*.txt`` article of a folder, by file stem."""
    return {path.stem: fingerprint(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt"))}


def committed() -> dict[str, Print]:
    """Return the fingerprints kept in the repository."""
    prints: dict[str, Print] = json.loads(COMMITTED.read_text(encoding="utf-8"))
    return prints


def main() -> None:
    """Write `article_prints.json` from a folder of articles."""
    parser = argparse.ArgumentParser(description="Refresh the fingerprints of the source articles.")
    parser.add_argument("articles", type=Path, help="folder that holds the articles as *.txt")
    prints = fingerprints(parser.parse_args().articles)
    COMMITTED.write_text(json.dumps(prints, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
