"""YAML that people drop into the folder, read as if it wished us harm."""

from __future__ import annotations

from typing import Any

import yaml


class RefusedYAMLError(yaml.MarkedYAMLError):
    """It is YAML, but not of a kind we read. ``problem`` is a clause fit to show."""

    def __init__(self, problem: str, mark: yaml.Mark | None) -> None:
        super().__init__(problem=problem, problem_mark=mark)


class StrictLoader(yaml.SafeLoader):
    """Safe, and also without aliases (they expand without bound), repeated keys and deep nesting."""

    deepest = 20
    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise self._refused("aliases are not allowed")
        self._depth += 1
        if self._depth > self.deepest:
            raise self._refused("this is nested too deeply")
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        if len(set(keys)) != len(keys):
            raise RefusedYAMLError("a key stands twice", node.start_mark)
        return super().construct_mapping(node, deep)

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> Any:
        """A day that does not exist is text: it may stand where nobody asks for a date."""
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError:
            return node.value

    def _refused(self, problem: str) -> RefusedYAMLError:
        return RefusedYAMLError(problem, self.peek_event().start_mark)  # type: ignore[no-untyped-call]


StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", StrictLoader.construct_yaml_timestamp)
