"""The page itself: static files next to this package, and files that were uploaded."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from bot.workspace.client.guard import content_security_policy
from bot.workspace.errors import SlackError
from bot.workspace.files import PICTURES, Files

PAGE = Path(__file__).parent.parent / "page"


class Assets:
    """Serves ``/``, ``/static/*``, ``/files/*`` and the permalinks of messages; takes uploads of the app."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self._index),
            web.get("/static/{path:.+}", self._static),
            web.get(r"/archives/{channel:\w+}/p{ts:\d{7,30}}", self._message),
            web.get("/files/{id}/{name}", self._file),
            web.post("/upload/{id}", self._upload),
        ]

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return _page_file(PAGE / "index.html", request)

    async def _static(self, request: web.Request) -> web.StreamResponse:
        path = (PAGE / request.match_info["path"]).resolve()
        if not path.is_relative_to(PAGE.resolve()):
            raise web.HTTPNotFound
        return _page_file(path, request)

    async def _message(self, request: web.Request) -> web.StreamResponse:
        """Show a message on the page, in its thread; the page shows it as whoever it was last open for."""
        thread = request.query.get("thread_ts", "").replace(".", "")
        slug = thread if thread.isascii() and thread.isdecimal() else request.match_info["ts"]
        raise web.HTTPFound(f"/#/{request.match_info['channel']}/p{slug}")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        try:
            file = self._files.find(request.match_info["id"])
        except SlackError as error:
            raise web.HTTPNotFound from error
        # Only pictures are drawn; anything else is downloaded, as it could carry a script.
        drawable = file.mimetype in PICTURES
        headers = {
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "inline" if drawable else "attachment",
            "Content-Type": file.mimetype if drawable else "application/octet-stream",
        }
        return web.Response(body=self._files.read(file), headers=headers)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """The bytes of an announced file, as they are or as a multipart form."""
        try:
            file = self._files.find(request.match_info["id"])
            self._files.receive(file, await _uploaded(request))
        except SlackError as error:
            return web.Response(status=400, text=error.code)
        return web.Response(text=f"OK - {file.length}")


async def _uploaded(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    form = await request.post()
    for field in form.values():
        if isinstance(field, web.FileField):
            content: bytes = field.file.read()
            return content
    return b""


def _page_file(path: Path, request: web.Request) -> web.StreamResponse:
    if not path.is_file():
        raise web.HTTPNotFound(text="The page is not here.")
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": content_security_policy(request.host),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return web.FileResponse(path, headers=headers)
