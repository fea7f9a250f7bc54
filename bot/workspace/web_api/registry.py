"""Every method the workspace speaks, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.workspace.web_api import agents, apps, blocks, chat, conversations, reactions, streaming, uploads, users, views
from bot.workspace.web_api.method import Method

_FAMILIES = (agents, apps, blocks, chat, conversations, reactions, streaming, uploads, users, views)

METHODS: Mapping[str, Method] = MappingProxyType(
    {method.name: method for family in _FAMILIES for method in family.METHODS}
)
