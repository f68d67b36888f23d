"""The same session in a browser on this machine: loopback only, opened by an address that works once.

What is served comes from this machine alone: no fonts, scripts or pictures from elsewhere, which the browser is told
to hold to. One process runs for each open page.
"""

from __future__ import annotations

import secrets
import shlex
import socket
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler
from textual_serve.server import Server

HOST = "127.0.0.1"
_FOCUS = """
new MutationObserver((_, seen) => {
  const keys = document.querySelector(".xterm-helper-textarea");
  if (keys) { keys.focus(); seen.disconnect(); }
}).observe(document, {childList: true, subtree: true});
"""
"""The keyboard belongs to the session as soon as it is drawn, without a click."""


class Lock:
    """Lets in whoever brings the address that works once, and from then on the browser that did.

    A wrong host (another name that points to this machine) and a socket opened by another page are refused.
    """

    def __init__(self, port: int) -> None:
        self.token = secrets.token_urlsafe(24)
        self._pass = secrets.token_urlsafe(24)
        self._port = port
        self.cookie = f"resift-{port}"

    @property
    def origin(self) -> str:
        """The only origin that is served."""
        return f"http://{HOST}:{self._port}"

    @property
    def address(self) -> str:
        """What to open, once."""
        return f"{self.origin}/?token={self.token}"

    async def admit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse, exchange the token for a pass, or serve."""
        if request.host != f"{HOST}:{self._port}" or request.headers.get("Origin", self.origin) != self.origin:
            raise web.HTTPForbidden(text="Open the address that resift printed.")
        token = request.query.get("token", "")
        if self.token and _same(token, self.token):
            return self._let_in()
        if not _same(request.cookies.get(self.cookie, ""), self._pass):
            raise web.HTTPForbidden(text="This address works once. Start resift screen --web again for a new one.")
        return await handler(request)

    def _let_in(self) -> web.Response:
        self.token = ""
        found = web.Response(status=303, headers={"Location": "/"})
        found.set_cookie(self.cookie, self._pass, httponly=True, samesite="Strict", path="/")
        return found

    async def guard(self, _request: web.Request, response: web.StreamResponse) -> None:
        """Tell the browser to load nothing from elsewhere, and to keep and pass on nothing."""
        response.headers["Content-Security-Policy"] = (
            f"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            f"connect-src ws://{HOST}:{self._port}; frame-ancestors 'none'"
        )
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"


class Pages(Server):
    """Serves the page and the sessions behind it, with a lock before them."""

    def __init__(self, command: Sequence[str], lock: Lock, title: str) -> None:
        templates = Path(__file__).parent / "templates"
        super().__init__(shlex.join(command), host=HOST, title=title, public_url=lock.origin, templates_path=templates)
        self.lock = lock

    async def application(self) -> web.Application:
        """The application with its lock."""

        @web.middleware
        async def locked(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self.lock.admit(request, handler)

        found = await self._make_app()
        found.middlewares.append(locked)
        found.router.add_get("/focus.js", _focus)
        found.on_response_prepare.append(self.lock.guard)
        return found

    async def on_startup(self, app: web.Application) -> None:
        """Nothing is printed here."""


def _same(given: str, secret: str) -> bool:
    return secrets.compare_digest(given.encode(errors="replace"), secret.encode())


async def _focus(_request: web.Request) -> web.Response:
    return web.Response(text=_FOCUS, content_type="text/javascript")


def serve(command: Sequence[str], title: str, tell: Callable[[str], object]) -> None:
    """Serve the command's session until it is interrupted; ``tell`` gets the address."""
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        listening.listen()  # whoever is told the address can connect at once
        lock = Lock(listening.getsockname()[1])
        pages = Pages(command, lock, title)
        tell(lock.address)
        application: Awaitable[web.Application] = pages.application()
        web.run_app(application, sock=listening, print=None, shutdown_timeout=1)
