"""Small rules that combine into the schema of Block Kit. A rule looks at one value and reports what Slack would refuse.

Each report is a sentence of Slack's form: ``must be less than 151 characters [json-pointer:/blocks/0/text/text]``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any


class Report:
    """What is wrong with a payload, in the order it was found."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def add(self, path: str, problem: str) -> None:
        self.problems.append(f"[ERROR] {problem} [json-pointer:{path}]")


Rule = Callable[[Report, Any, str], None]
"""Looks at a value found at a JSON pointer."""

TEXT_MAX = 3000
"""Characters in a text object for which no shorter limit holds."""


def string(maximum: int, minimum: int = 1) -> Rule:
    """Text with a number of characters between the two, both included."""

    def check(report: Report, value: Any, path: str) -> None:
        if not isinstance(value, str):
            report.add(path, "must provide a string")
        elif len(value) > maximum:
            report.add(path, f"must be less than {maximum + 1} characters")
        elif len(value) < minimum:
            report.add(path, f"must be more than {minimum - 1} characters")

    return check


def text(maximum: int = TEXT_MAX, *, plain: bool = False) -> Rule:
    """A text object; ``plain`` where Slack takes no mrkdwn."""
    length = string(maximum)
    types = ("plain_text",) if plain else ("plain_text", "mrkdwn")

    def check(report: Report, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            report.add(path, "must provide an object")
            return
        if value.get("type") not in types:
            report.add(f"{path}/type", f"must be a valid enum value: {', '.join(types)}")
        if "text" not in value:
            report.add(path, "missing required field: text")
        else:
            length(report, value["text"], f"{path}/text")

    return check


def one_of(*allowed: str) -> Rule:
    """One of a few words."""

    def check(report: Report, value: Any, path: str) -> None:
        if value not in allowed:
            report.add(path, f"must be a valid enum value: {', '.join(allowed)}")

    return check


def items(rule: Rule, maximum: int, minimum: int = 1) -> Rule:
    """A list of so many, each following ``rule``."""

    def check(report: Report, value: Any, path: str) -> None:
        if not isinstance(value, list):
            report.add(path, "must provide an array")
            return
        if len(value) > maximum:
            report.add(path, f"no more than {maximum} items allowed")
        if len(value) < minimum:
            report.add(path, f"no fewer than {minimum} items allowed")
        for index, item in enumerate(value):
            rule(report, item, f"{path}/{index}")

    return check


def shape(fields: Mapping[str, Rule], *required: str, any_of: tuple[str, ...] = ()) -> Rule:
    """An object: rules for the fields it may have, the fields it must have, and a choice of which one is enough."""

    def check(report: Report, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            report.add(path, "must provide an object")
            return
        for name in required:
            if value.get(name) is None:
                report.add(path, f"missing required field: {name}")
        if any_of and not any(value.get(name) is not None for name in any_of):
            report.add(path, f"missing required field: {' or '.join(any_of)}")
        for name, rule in fields.items():
            if value.get(name) is not None:
                rule(report, value[name], f"{path}/{name}")

    return check


def typed(kinds: Mapping[str, Rule]) -> Rule:
    """An object whose ``type`` decides what it must look like."""

    def check(report: Report, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            report.add(path, "must provide an object")
        elif (rule := kinds.get(str(value.get("type")))) is None:
            report.add(f"{path}/type", f"unsupported type: {value.get('type')}")
        else:
            rule(report, value, path)

    return check


def matching(pattern: str, problem: str) -> Rule:
    """Text of a certain form; ``problem`` says what Slack says when it is not."""
    form = re.compile(pattern)

    def check(report: Report, value: Any, path: str) -> None:
        if not isinstance(value, str) or not form.fullmatch(value):
            report.add(path, problem)

    return check


def whole_number(minimum: int, maximum: int) -> Rule:
    """An integer between the two, both included."""

    def check(report: Report, value: Any, path: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            report.add(path, "must provide an integer")
        elif not minimum <= value <= maximum:
            report.add(path, f"must be between {minimum} and {maximum}")

    return check


def anything(report: Report, value: Any, path: str) -> None:
    """Whatever it is, it is fine: a part this workspace does not look into."""
