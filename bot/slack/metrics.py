"""Counters in the text format Prometheus reads. Names and numbers only; nothing anybody wrote."""

from __future__ import annotations

from collections import Counter


class Metrics:
    """Counts of this process since it began. Used from the event loop only."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def count(self, name: str, **labels: str) -> None:
        """Add one. ``labels`` are ours (an outcome, an engine), never text from outside."""
        pairs = ",".join(f'{key}="{value}"' for key, value in sorted(labels.items()))
        self._counts[f"archie_{name}_total{{{pairs}}}" if pairs else f"archie_{name}_total"] += 1

    def render(self) -> str:
        """Return one line for each counter, by name."""
        return "".join(f"{name} {count}\n" for name, count in sorted(self._counts.items()))
