"""Counters in the text format Prometheus reads. Names and numbers only; nothing anybody wrote."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import accumulate

SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 45.0)
"""Upper bounds of a duration's buckets; above the last there is one without a bound."""


class Metrics:
    """Counts of this process since it began. Used from the event loop only."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._dollars: dict[str, float] = {}
        self._durations: dict[str, _Histogram] = {}

    def count(self, name: str, amount: int = 1, **labels: str) -> None:
        """Add to a counter. ``labels`` are ours (an outcome, an engine), never text from outside."""
        self._counts[_named(f"{name}_total", labels)] += amount

    def spend(self, name: str, dollars: float) -> None:
        """Add to a counter of money."""
        key = _named(f"{name}_total", {})
        self._dollars[key] = self._dollars.get(key, 0.0) + dollars

    def observe(self, name: str, seconds: float) -> None:
        """Add a duration to its histogram."""
        self._durations.setdefault(name, _Histogram()).add(seconds)

    def render(self) -> str:
        """Return one line for each number, counters by name, histograms after them."""
        counters: dict[str, float] = {**self._counts, **self._dollars}
        lines = [f"{name} {value}" for name, value in sorted(counters.items())]
        for name, histogram in sorted(self._durations.items()):
            lines += histogram.lines(f"archie_{name}_seconds")
        return "".join(f"{line}\n" for line in lines)


class _Histogram:
    """How many durations fell into each bucket, and their sum."""

    def __init__(self) -> None:
        self._buckets = [0] * (len(SECONDS) + 1)
        self._sum = 0.0

    def add(self, seconds: float) -> None:
        self._buckets[bisect_left(SECONDS, seconds)] += 1
        self._sum += seconds

    def lines(self, name: str) -> list[str]:
        bounds = [*(f"{bound:g}" for bound in SECONDS), "+Inf"]
        counts = accumulate(self._buckets)
        buckets = [f'{name}_bucket{{le="{bound}"}} {count}' for bound, count in zip(bounds, counts, strict=True)]
        return [*buckets, f"{name}_sum {self._sum:.6f}", f"{name}_count {sum(self._buckets)}"]


def _named(name: str, labels: dict[str, str]) -> str:
    pairs = ",".join(f'{key}="{value}"' for key, value in sorted(labels.items()))
    return f"archie_{name}{{{pairs}}}" if pairs else f"archie_{name}"
