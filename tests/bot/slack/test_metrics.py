"""What an operator reads: counters and histograms in the format Prometheus takes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.model import Answer, EngineName, Outcome, Timing, Usage
from bot.errors import FallbackReason
from bot.slack.keeping import measure
from bot.slack.metrics import SECONDS, Metrics

ANSWER = Answer(
    Outcome.ANSWERED,
    EngineName.EXTRACTIVE,
    fallback=FallbackReason.CUT,
    usage=Usage(900, 60, 100, 50, 0.5),
    timing=Timing(1.5, 1.25, 0.3),
)


def value_of(metrics: Metrics, name: str) -> float:
    """The number behind a name."""
    lines = (line.rsplit(" ", 1) for line in metrics.render().splitlines())
    return {key: float(value) for key, value in lines}[name]


def test_what_answers_cost_adds_up() -> None:
    metrics = Metrics()

    for _ in range(3):
        measure(metrics, ANSWER)

    kinds = ("input", "output", "cache_read", "cache_write")
    found = [value_of(metrics, f'archie_model_tokens_total{{kind="{kind}"}}') for kind in kinds]
    assert found == [2_700, 180, 300, 150]
    assert value_of(metrics, "archie_model_dollars_total") == 1.5
    assert value_of(metrics, 'archie_fallbacks_total{reason="cut"}') == 3


def test_how_long_answers_took_falls_into_buckets() -> None:
    metrics = Metrics()
    measure(metrics, ANSWER)

    assert value_of(metrics, 'archie_answer_seconds_bucket{le="1"}') == 0
    assert value_of(metrics, 'archie_answer_seconds_bucket{le="2.5"}') == 1
    assert value_of(metrics, 'archie_first_claim_seconds_bucket{le="0.5"}') == 1
    assert value_of(metrics, "archie_model_seconds_sum") == 1.25


def test_an_answer_in_quotes_costs_nothing_and_has_no_reason() -> None:
    metrics = Metrics()
    measure(metrics, Answer(Outcome.NOT_COVERED, EngineName.EXTRACTIVE, timing=Timing(0.1)))

    assert "tokens" not in metrics.render()
    assert "fallbacks" not in metrics.render()
    assert "first_claim" not in metrics.render()
    assert value_of(metrics, "archie_answer_seconds_count") == 1


@given(st.lists(st.floats(0, 100), min_size=1, max_size=30))
def test_a_bucket_counts_all_that_took_no_longer(durations: list[float]) -> None:
    metrics = Metrics()
    for seconds in durations:
        metrics.observe("answer", seconds)

    for bound in SECONDS:
        shorter = sum(seconds <= bound for seconds in durations)
        assert value_of(metrics, f'archie_answer_seconds_bucket{{le="{bound:g}"}}') == shorter
    assert value_of(metrics, 'archie_answer_seconds_bucket{le="+Inf"}') == len(durations)
    buckets = [line for line in metrics.render().splitlines() if "_bucket" in line]
    assert [int(line.rsplit(" ", 1)[1]) for line in buckets] == sorted(int(line.rsplit(" ", 1)[1]) for line in buckets)
