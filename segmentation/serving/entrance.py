"""The entrance: where people sign in, nothing but its own pages is answered to who has no session.

It stands behind the guard of the house, which has refused foreign hosts and origins. A websocket lives as long as its session.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from segmentation.access import Account, access_of, cookie_name, session_account, settings_of
from segmentation.language.errors import InputError

log = logging.getLogger(__name__)

LOOKED_AGAIN = 5.0  # seconds between two looks whether the session of an open websocket still lives
ENDED = {"type": "websocket.close", "code": 1008}
Answer = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class House:
    """What the entrance knows of the app: its warehouse file, the path that it stands at ("" or "/inner"), and the time."""

    database: Callable[[], Path]
    base: Callable[[], str] = lambda: ""
    clock: Callable[[], float] = time.time

    def signs_in(self) -> bool:
        """Whether who opens the app must sign in."""
        return settings_of(self.database()).sign_in

    def account(self, asked: HTTPConnection) -> Account | None:
        """Return who asks: None without a session that lives. To be asked is no use of it; a run of a page is."""
        token = asked.cookies.get(cookie_name(self.database()))
        return self.account_of(token)

    def account_of(self, token: str | None) -> Account | None:
        """Return whose session the token is, None for nobody's, and where the file of accounts is damaged."""
        database = self.database()
        try:
            return session_account(access_of(database), token, self.clock(), settings_of(database), touch=False)
        except (sqlite3.DatabaseError, InputError):
            log.exception("the accounts cannot be read")
            return None


@dataclass(frozen=True)
class Entrance:
    """Answers ``own`` paths itself, to everybody; lets others pass to ``app`` where no sign-in is needed, or with a session.

    ``passing`` are paths of the app that need none: how it is, and where a provider sends people back to. Who ``comes_back`` from
    one, with its cookie, is sent to where it is read. ``may_fetch`` says whether a path is for an account, by its name.
    """

    app: ASGIApp
    house: House
    own: Mapping[str, Answer] = field(default_factory=dict)
    passing: frozenset[str] = frozenset()
    comes_back: Callable[[Request], bool] = lambda _request: False
    may_fetch: Callable[[str, str], bool] = lambda _path, _account: True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(self.house.base()).rstrip("/") or "/"
        if scope["type"] == "http" and path in self.own:
            await (await self.own[path](Request(scope, receive)))(scope, receive, send)
        elif not self.house.signs_in() or path in self.passing:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif (account := self.house.account(HTTPConnection(scope))) is None:
            await self._refusal(Request(scope))(scope, receive, send)
        elif not self.may_fetch(path, account.name):
            await JSONResponse({"error": "not found"}, 404, headers={"Cache-Control": "no-store"})(scope, receive, send)
        else:
            await self.app(scope, receive, _private(send))

    def _refusal(self, request: Request) -> Response:
        if request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", ""):
            asked = request.url.path.removeprefix(self.house.base()).lstrip("/")
            to = f"{asked}?{request.url.query}" if request.url.query else asked
            place = "/sign-in/provider" if self.comes_back(request) else "/sign-in"
            address = self.house.base() + place + (f"?to={quote(to, safe='')}" if to else "")
            return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
        return JSONResponse({"error": "sign in"}, 401, headers={"Cache-Control": "no-store"})

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = HTTPConnection(scope).cookies.get(cookie_name(self.house.database()))
        if self.house.account_of(token) is None:
            await send(ENDED)  # before it was accepted: the server answers 403
            return
        waiting: asyncio.Task[Message] | None = None
        ended = False

        async def receive_while_it_lives() -> Message:
            nonlocal waiting, ended
            while not ended:
                waiting = waiting or asyncio.ensure_future(receive())
                await asyncio.wait({waiting}, timeout=LOOKED_AGAIN)
                if waiting.done() and waiting.result()["type"] == "websocket.disconnect":
                    return waiting.result()
                if self.house.account_of(token) is None:
                    ended = True
                    waiting.cancel()
                    await send(ENDED)
                elif waiting.done():
                    message, waiting = waiting.result(), None
                    return message
            return {"type": "websocket.disconnect", "code": 1008}

        async def send_while_it_lives(message: Message) -> None:
            if not ended:
                await send(message)

        try:
            await self.app(scope, receive_while_it_lives, send_while_it_lives)
        finally:
            if waiting is not None:
                waiting.cancel()


def _private(send: Send) -> Send:
    """Let no cache between hand an answer to another person; files of the program itself may be kept."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            names = {name.lower() for name, _value in message["headers"]}
            if b"cache-control" not in names:
                message = {**message, "headers": [*message["headers"], (b"cache-control", b"private, no-cache")]}
        await send(message)

    return sending
