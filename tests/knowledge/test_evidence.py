"""The evidence notes: verified findings only, each with its source, in words of our own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from tests.knowledge.article_prints import COMMITTED, hashed, runs

EVIDENCE = Path(__file__).parents[2] / "knowledge" / "evidence"
NOTES = sorted(EVIDENCE.glob("*.md"))
SECTION = re.compile(r"^## (?P<heading>[^\n]+)\n(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
FIGURE = re.compile(r"\$?\d+(?:\.\d+)?%?")
NOT_FIGURES = re.compile(r"GPT-4o|BM25|Gemini-1\.5|Llama-2|arXiv [\d.]+|\b20[012]\d\b(?!-)")
FINDINGS = [
    ("rag-and-fine-tuning-compared", "The gains add up", "2401.08406", {"6", "5", "47%", "72%"}),
    ("rag-and-fine-tuning-compared", "Knowledge comes better from RAG", "2312.05934", set()),
    ("rag-and-fine-tuning-compared", "Rare facts", "2403.01432", {"12"}),
    (
        "rag-and-fine-tuning-compared",
        "Fine-tuning a model to read retrieved text",
        "2403.10131",
        {"35.25", "76.35", "30.87", "31.41"},
    ),
    ("rag-and-fine-tuning-compared", "What a cloud provider advises", "AWS Prescriptive Guidance", set()),
    ("fine-tuning-risks", "New facts are a poor reason to fine-tune", "2405.05904", set()),
    ("fine-tuning-risks", "Safety can be lost", "2310.03693", {"10", "$0.20"}),
    ("context-and-caching", "A knowledge base small enough for the prompt", "Contextual Retrieval", {"200", "500"}),
    ("context-and-caching", "What caching costs", "Anthropic documentation", {"0.1", "1.25", "5", "1024", "2048", "4"}),
    ("context-and-caching", "Long context compared with RAG", "2407.16833", {"7.6%", "13.1%", "65%", "39%", "60%"}),
    ("context-and-caching", "What fits may still not work", "Context Rot", {"18"}),
    (
        "retrieval-and-answers",
        "Cheap gains before any fine-tuning",
        "Contextual Retrieval",
        {"20", "35%", "49%", "67%"},
    ),
    ("retrieval-and-answers", "Measuring before changing the model", "OpenAI", {"98%"}),
    ("retrieval-and-answers", "Relevant is not yet sufficient", "ICLR 2025", {"93%", "2", "10%"}),
    ("retrieval-and-answers", "Citations are no proof", "2304.09848", {"51.5%", "74.5%"}),
    ("retrieval-and-answers", "Legal research tools still hallucinate", "2405.20362", {"17", "33%"}),
    ("retrieval-and-answers", "Quotes taken by the provider", "Anthropic documentation", set()),
]
"""Note, heading, source and every figure of each finding, as the facts file gives them."""
LEANS_ON_THE_LINE_BEFORE = re.compile(
    r"^(?:[-*]\s|\d+\.\s)?(?:it|its|they|their|this(?! note)|that|these|those|here|he|she)\b", re.I
)
UNVERIFIED = ("Haiku", "Bedrock", "Cohere", "AI21", "45%", "1 h", "2×")


def sections(path: Path) -> dict[str, str]:
    return {found["heading"]: found["body"] for found in SECTION.finditer(path.read_text("utf-8"))}


def head(path: Path) -> dict[str, object]:
    loaded = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
    assert isinstance(loaded, dict)
    return loaded


def figures(body: str) -> set[str]:
    return set(FIGURE.findall(NOT_FIGURES.sub("", body)))


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_a_note_has_front_matter_like_the_articles_and_its_title_as_heading(path: Path) -> None:
    assert head(path)["kind"] == "evidence"
    assert f"\n# {head(path)['title']}\n" in path.read_text("utf-8")


@pytest.mark.parametrize(("note", "heading", "source", "expected"), FINDINGS, ids=[row[1] for row in FINDINGS])
def test_a_finding_gives_its_figures_and_no_others_and_names_its_source(
    note: str, heading: str, source: str, expected: set[str]
) -> None:
    body = sections(EVIDENCE / f"{note}.md")[heading]
    assert source in body
    assert [line for line in body.splitlines() if figures(line) and source not in line] == []
    assert figures(body) == expected


def test_there_is_no_finding_beside_those_and_the_dated_ones() -> None:
    listed = {(note, heading) for note, heading, _, _ in FINDINGS}
    found = {(path.stem, heading) for path in NOTES for heading in sections(path)}
    assert {note for note, _ in found - listed} == {"fine-tuning-availability"}


def test_what_can_be_fine_tuned_today_is_dated_and_sourced() -> None:
    path = EVIDENCE / "fine-tuning-availability.md"
    closing = sections(path)["OpenAI self-serve fine-tuning is closing"]
    assert f"Checked on {head(path)['date']}." in closing
    assert set(re.findall(r"\d{4}-\d\d-\d\d", closing)) == {"2026-11-20", "2026-05-07", "2026-07-02", "2027-01-06"}
    dated = [line for line in closing.splitlines() if "20" in line and not line.startswith("Checked")]
    assert all(line.endswith("(developers.openai.com, deprecations).") for line in dated)


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_nothing_unverified_is_printed(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not [word for word in UNVERIFIED if word in text]


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_no_sentence_is_taken_from_an_article(path: Path) -> None:
    prints = json.loads(COMMITTED.read_text("utf-8"))
    taken = {digest for one in prints.values() for digest in one["runs"]}
    assert not [run for run in runs(path.read_text("utf-8")) if hashed(run) in taken]


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_every_line_is_one_sentence_that_can_be_quoted_alone(path: Path) -> None:
    prose = [line for body in sections(path).values() for line in body.splitlines() if line]
    assert not [line for line in prose if LEANS_ON_THE_LINE_BEFORE.match(line)]
    assert not [line for line in prose if not line.endswith(".")]
    assert not [line for line in prose if re.search(r"[.!?] [A-Z]", line)]
