"""Run the output filter and the prompt builder over a folder of hostile cases, and print what they let through.

    python -m tests.benchmarks.screen FOLDER

The folder holds ``model_outputs.jsonl`` with its ``output_contexts.json``, and ``delimiter_breakers.jsonl``. Each
output is filtered whole, character by character and in random pieces. The status is 1 when anything was let through or
lost.
"""

from __future__ import annotations

import html
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from bot.answers.cleaning import clean
from bot.answers.generated.prompts import build_prompt
from bot.answers.model import Question
from bot.slack.markup import fold, link, plain
from bot.slack.screen import Screen, Source, screen
from tests.bot.slack.screen.oracle import credulous, violations
from tests.fakes.evidence import hit

RANDOM_SPLITS = 20
Row = dict[str, Any]


def main() -> int:
    """Print a line for each family and each case that fails."""
    folder = Path(sys.argv[1])
    contexts = json.loads((folder / "output_contexts.json").read_text("utf-8"))
    sources = {name: [_source(row) for row in context["sources"]] for name, context in contexts.items()}
    failed = sum(
        [
            _report("output", _outputs(_rows(folder / "model_outputs.jsonl"), sources)),
            _report("prompt", _prompts(_rows(folder / "delimiter_breakers.jsonl"))),
        ]
    )
    return 1 if failed else 0


def _report(kind: str, results: Iterator[tuple[str, str, list[str]]]) -> int:
    seen: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for family, name, faults in results:
        seen[family] += 1
        failed[family] += bool(faults)
        for fault in faults:
            print(f"  {name}: {fault}")
    for family, count in sorted(seen.items()):
        print(f"{kind:8} {family:24} {count:5} cases {failed[family]:5} failed")
    return failed.total()


def _outputs(rows: list[Row], sources: dict[str, list[Source]]) -> Iterator[tuple[str, str, list[str]]]:
    chance = random.Random(5)  # noqa: S311 - the same pieces every time
    slowest, slowest_name = 0.0, ""
    for row in rows:
        text, cited = row["model_output"], sources[row["ctx"]]
        started = perf_counter()
        shown = screen(text, cited)
        if (took := perf_counter() - started) > slowest:
            slowest, slowest_name = took, row["id"]
        faults = violations(shown, cited)
        faults += [f"lost {words!r}" for words in row["must_keep"] if not _keeps(shown, words)]
        faults += _citation_faults(shown, row)
        if any(_pieces(text, split, cited) != shown for split in _splits(text, chance)):
            faults.append("depends on the pieces")
        yield f"{row['kind']} {row['category']}", row["id"], [f"{fault}\n      {shown[:200]!r}" for fault in faults]
    print(f"output   slowest {slowest * 1000:.1f} ms ({slowest_name})")


def _keeps(shown: str, words: str) -> bool:
    return words in shown or words in html.unescape(shown) or words in credulous(shown)


def _citation_faults(shown: str, row: Row) -> list[str]:
    allowed = row.get("valid_citations")
    numbers = {n for n in range(20) if f"[{n}]" in shown}
    return [] if allowed is None or numbers == set(allowed) else [f"citations {sorted(numbers)}, not {allowed}"]


def _splits(text: str, chance: random.Random) -> Iterator[list[str]]:
    yield list(text)
    for _ in range(RANDOM_SPLITS):
        cuts = sorted({chance.randrange(len(text) + 1) for _ in range(chance.randrange(1, 30))})
        yield [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _pieces(text: str, split: list[str], cited: list[Source]) -> str:
    stream = Screen(cited)
    return "".join(map(stream.add, split)) + stream.finish()


def _prompts(rows: list[Row]) -> Iterator[tuple[str, str, list[str]]]:
    for row in rows:
        named = "filename" in row
        faults = _name_faults(row["filename"]) if named else _text_faults(row["text"])
        yield "name" if named else "text", row["id"], faults


def _text_faults(text: str) -> list[str]:
    passage = f"Before. {text} After."
    prompt = build_prompt(
        Question("What is said?"), [hit(passage), hit("Another passage.")], lambda: "0123456789abcdef"
    )
    *results, turn = prompt.content
    sent = "".join(block["text"] for block in results[0]["content"])
    checks = {
        "the text does not round-trip": sent == clean(passage),
        "the number of passages is another": len(results) == 2,
        "a delimiter occurs elsewhere": turn["text"].count("0123456789abcdef") == 4 and "0123456789abcdef" not in sent,
        "it reached the system prompt": text.strip() == "" or prompt.system == build_prompt(Question("x"), []).system,
    }
    return [fault for fault, holds in checks.items() if not holds]


def _name_faults(name: str) -> list[str]:
    found = hit("Some words of a passage.")
    found = replace(found, passage=replace(found.passage, document=name, title=name))
    result = build_prompt(Question("What?"), [found]).content[0]
    label = link("https://docs.example/a", fold(name), 150)
    words = label.partition("|")[2].removesuffix(">")
    checks = {
        "the title holds what a reader cannot see": result["title"] == fold(clean(result["title"])),
        "the name became a link": not words or label.startswith("<https://docs.example/a|"),
        "the title is longer than 200": len(result["title"]) <= 200 and len(result["source"]) <= 200,
        "the label is not escaped": not {"<", ">"} & set(words),
        "the label is not one line": "\n" not in plain(name, 75),
    }
    return [fault for fault, holds in checks.items() if not holds]


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _source(row: Row) -> Source:
    return Source(row["n"], row["title"], row["text"], row["url"])


if __name__ == "__main__":
    sys.exit(main())
