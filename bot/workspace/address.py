"""Where the server can be reached, known once it listens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Address:
    """``base_url`` has no trailing slash, e.g. ``http://127.0.0.1:3000``; empty before the start."""

    base_url: str = ""

    @property
    def api_url(self) -> str:
        return f"{self.base_url}/api/"

    def socket_url(self, ticket: str, app_id: str) -> str:
        """Where the app opens a Socket Mode connection."""
        return f"{self.base_url.replace('http', 'ws', 1)}/link?ticket={ticket}&app_id={app_id}"

    def response_url(self, token: str) -> str:
        return f"{self.base_url}/response/{token}"
