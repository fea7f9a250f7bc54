"""Keeps other web sites out: a page from elsewhere can reach a loopback port, but must not drive the workspace.

Slack's own API is guarded by its tokens; the rest by three checks. The Host header must be a loopback name (a foreign
name that was made to resolve to 127.0.0.1 is refused). The Origin, when a browser sends one, must be this server.
And what changes something must be JSON, which a foreign page cannot send without asking first.
"""

from __future__ import annotations

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
JSON_ONLY = ("/client/", "/control/")


def guard(allowed_hosts: frozenset[str]) -> Middleware:
    """A middleware that refuses foreign hosts and origins, and sets the headers every answer carries."""
    hosts = LOOPBACK_NAMES | allowed_hosts

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        if _host_name(request.host) not in hosts:
            raise web.HTTPForbidden(text="The local workspace answers to loopback names only.")
        if _is_foreign(request):
            raise web.HTTPForbidden(text="The local workspace answers to its own page only.")
        if request.method == "POST" and request.path.startswith(JSON_ONLY) and not _is_json(request):
            raise web.HTTPUnsupportedMediaType(text="Send JSON.")
        return await handler(request)

    return check


def content_security_policy(host: str) -> str:
    """What the page may load: itself, images, and its own socket."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: https:",
            "font-src 'self'",
            f"connect-src 'self' ws://{host}",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


def _host_name(host: str) -> str:
    """The name without the port; an IPv6 address keeps its brackets."""
    name, separator, port = host.rpartition(":")
    return name if separator and port.isdecimal() else host


def _is_foreign(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        return True
    return request.headers.get("Sec-Fetch-Site") == "cross-site" and request.path != "/"


def _is_json(request: web.Request) -> bool:
    return request.content_type == "application/json"
