from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import UnreadableFileError
from ingest.language.synonyms import SYNONYM_WEIGHT, Rule, Synonyms, SynonymsFile, load_synonyms
from ingest.language.tokens import terms

GROUPS = """\
# The team's words
- [RAG, retrieval-augmented generation, retrieval augmented generation]
- [invoice, bill]
- k8s: [kubernetes]
  wfh: working from home
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "synonyms.yaml"


def _expanded(synonyms: Synonyms, question: str) -> set[str]:
    return {term for term, _ in synonyms.expand(terms(question))}


def test_each_member_of_a_group_brings_the_others(file: Path) -> None:
    file.write_text(GROUPS)
    synonyms = load_synonyms(file)
    assert set(terms("bill")) <= _expanded(synonyms, "Who pays an INVOICE?")
    assert set(terms("invoices")) <= _expanded(synonyms, "Where do the bills go?")


def test_a_term_of_several_words_is_found_in_a_row_hyphenated_or_not(file: Path) -> None:
    file.write_text(GROUPS)
    synonyms = load_synonyms(file)
    assert "rag" in _expanded(synonyms, "Is retrieval augmented generation cheap?")
    assert "rag" in _expanded(synonyms, "Is Retrieval-Augmented Generation cheap?")
    assert "rag" not in _expanded(synonyms, "The generation of augmented reports by retrieval")
    assert {"retriev", "augment", "generat"} <= _expanded(synonyms, "Is RAG cheap?")


def test_an_expansion_goes_one_way(file: Path) -> None:
    file.write_text(GROUPS)
    synonyms = load_synonyms(file)
    assert set(terms("kubernetes")) <= _expanded(synonyms, "How do we deploy to K8s?")
    assert not _expanded(synonyms, "How do we deploy to Kubernetes?")
    assert "home" in _expanded(synonyms, "May I wfh?")


def test_a_file_that_is_one_mapping_holds_expansions(file: Path) -> None:
    file.write_text("k8s: kubernetes\n")
    assert _expanded(load_synonyms(file), "k8s") == set(terms("kubernetes"))


def test_several_words_share_the_weight_of_one() -> None:
    synonyms = Synonyms([Rule(("rag",), ("retrieval augmented generation", "lookup"))])
    weights = dict(synonyms.expand(["rag"]))
    assert weights["lookup"] == SYNONYM_WEIGHT
    assert sum(weight for term, weight in weights.items() if term != "lookup") == pytest.approx(SYNONYM_WEIGHT)


def test_what_the_question_says_already_is_not_added() -> None:
    synonyms = Synonyms([Rule(("bill", "invoice"), ("bill", "invoice"))])
    assert synonyms.expand(terms("bill and invoice")) == []


def test_words_like_no_are_words_not_values(file: Path) -> None:
    file.write_text("- [norway, no country, 2024 plan]\n")
    assert "norway" in _expanded(load_synonyms(file), "What is the 2024 plan?")


def test_an_empty_file_has_no_synonyms(file: Path) -> None:
    file.write_text("# nothing yet\n")
    assert load_synonyms(file).expand(["rag"]) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("- [rag, lookup]\n- [one]\n", "Line 2: a group needs two terms or more."),
        ("- [rag, lookup]\n- rag\n", "Line 2: write a group as [one, other], or an expansion as `short: [long]`."),
        ("- [rag, RAG]\n", "Line 1: “RAG” stands twice in this group."),
        ("- k8s: a\n  K8S: b\n", "Line 2: “K8S” stands in line 1 already."),
        ("- &a [rag, lookup]\n- *a\n", "Line 2: aliases are not allowed."),
        ("- [[[[[[[[rag]]]]]]]]\n", "Line 1: this is nested too deeply."),
        ("- [rag, {a: b}]\n", "Line 1: a term is a word or a few, of up to 100 characters."),
        ("- [rag, '!?']\n", "Line 1: a term is a word or a few, of up to 100 characters."),
        (f"- [rag, {'x' * 101}]\n", "Line 1: a term is a word or a few, of up to 100 characters."),
        (f"- [{', '.join(f'w{i}' for i in range(51))}]\n", "Line 1: a group has 1 to 50 terms."),
        ("- k8s: []\n", "Line 1: a group has 1 to 50 terms."),
        ("- [rag, lookup\n\n- [a", "Line 3: this is not valid YAML."),
        ("just words\n", "Line 1: a list of groups is expected."),
        ("- [a\x01, b]\n", "It holds characters that YAML does not allow."),
        ("- [a, b]\n" * 5_001, "Line 1: there are more than 5,000 groups."),
        ("#" * (256 * 1024 + 1), "It is larger than 256 KB."),
        ("[" * 100_000, "Line 1: this is nested too deeply."),
    ],
)
def test_a_file_of_another_shape_is_refused_with_the_line(file: Path, text: str, sentence: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFileError) as refused:
        load_synonyms(file)
    assert str(refused.value) == sentence


def test_what_is_no_text_or_no_file_is_refused(file: Path) -> None:
    file.write_bytes(b"- [a, b]\n- [\xff, c]\n")
    with pytest.raises(UnreadableFileError, match=r"^Line 2: this is not UTF-8\.$"):
        load_synonyms(file)
    with pytest.raises(UnreadableFileError, match="not a file"):
        load_synonyms(file.parent)
    with pytest.raises(UnreadableFileError, match="cannot be opened"):
        load_synonyms(file.parent / "none.yaml")


def test_an_edit_counts_at_once_and_a_broken_one_changes_nothing(file: Path) -> None:
    kept = SynonymsFile(file.parent)
    assert kept.current().expand(["rag"]) == []
    assert kept.failure is None
    file.write_text("- [rag, lookup]\n")
    assert _expanded(kept.current(), "rag") == {"lookup"}
    file.write_text("- [rag, broken\n")
    assert _expanded(kept.current(), "rag") == {"lookup"}
    assert kept.failure == "Line 2: this is not valid YAML."
    file.write_text("- [rag, retrieval]\n")
    assert kept.failure is None
    assert _expanded(kept.current(), "rag") == {"retriev"}
    file.unlink()
    assert kept.current().expand(["rag"]) == []


def test_an_unchanged_file_is_not_read_again(file: Path) -> None:
    file.write_text("- [rag, lookup]\n")
    kept = SynonymsFile(file.parent)
    before = kept.current()
    os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    assert kept.current() is before


def test_expansions_are_bounded() -> None:
    many = tuple(f"word{i}" for i in range(50))
    synonyms = Synonyms(Rule((f"k{i}",), many) for i in range(3))
    wide = Synonyms(Rule((f"k{i}",), tuple(f"w{i}x{j}" for j in range(50))) for i in range(10))
    assert len(synonyms.expand(["k0", "k1", "k2"])) == 50
    assert len(wide.expand([f"k{i}" for i in range(10)])) == 64


@given(st.lists(st.text(min_size=1, max_size=20).filter(terms), min_size=2, max_size=5), st.text(max_size=60))
def test_any_group_expands_any_question_within_bounds(members: list[str], question: str) -> None:
    words = terms(question)
    found = Synonyms([Rule(tuple(members), tuple(members))]).expand(words)
    assert not {term for term, _ in found} & set(words)
    assert all(0 < weight <= SYNONYM_WEIGHT for _, weight in found)
    assert len(found) <= 64
