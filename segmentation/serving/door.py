"""The door for the shell: commands of whoever may read the door's file run here, on the warehouse that the app holds."""

from __future__ import annotations

import asyncio
import contextvars
import ctypes
import hmac
import json
import logging
import os
import secrets
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from segmentation.access.listening import is_this_machine
from segmentation.language.i18n import LANGUAGES, pick_language
from segmentation.serving.streams import print_to
from segmentation.shell.arguments import hoist, parted
from segmentation.shell.door import ERR, EXIT, HEAD, KIND, OUT, door_path, is_open, read_door
from segmentation.shell.main import REFUSED, run
from segmentation.warehouse import Warehouse

LARGEST = 1_000_000  # bytes of a call
NOT_HERE = "serve"  # a command that takes the place of its process
FROM_OUTSIDE = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via", "origin")  # set by proxies and browsers
AGAIN, TIMES = 0.5, 3  # seconds until a command that was told to stop is told again to end its statement, and how often

log = logging.getLogger(__name__)


@dataclass
class Door:
    """Runs the commands that ``/door`` is asked for, each in a thread of its own, until it is told to stop."""

    warehouse: Callable[[], Warehouse]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    runs: dict[str, threading.Thread] = field(default_factory=dict)

    async def answer(self, request: Request) -> Response:
        """Run a command for a caller of this machine who knows the token; anybody else is refused alike."""
        if not self._is_let_in(request):
            return PlainTextResponse("refused", 403)
        try:
            asked = json.loads(await _body(request))
            if "stop" in asked:
                self.stop(asked["stop"])
                return PlainTextResponse("stopping")
            if parted(hoist([str(each) for each in asked["arguments"]]))[1][:1] == [NOT_HERE]:
                return PlainTextResponse("refused", 403)
            call = _Call(
                str(asked["run"]), [str(each) for each in asked["arguments"]], _language(asked), Path(asked["folder"]),
                bool(asked.get("tty")),
            )
        except (ValueError, KeyError, TypeError, ClientDisconnect):
            return PlainTextResponse("not understood", 400)
        return StreamingResponse(self._pieces(call), media_type=KIND, headers={"Cache-Control": "no-store"})

    def _is_let_in(self, request: Request) -> bool:
        shown = request.headers.get("authorization", "").encode()
        is_near = request.client is not None and is_this_machine(request.client.host)
        is_ours = hmac.compare_digest(shown, f"Bearer {self.token}".encode())
        return request.method == "POST" and is_near and is_ours and not any(name in request.headers for name in FROM_OUTSIDE)

    async def _pieces(self, call: _Call) -> AsyncIterator[bytes]:
        pieces: asyncio.Queue[tuple[int, bytes | int]] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def put(whose: int, what: bytes | int) -> None:
            with suppress(RuntimeError):  # the app has ended
                loop.call_soon_threadsafe(pieces.put_nowait, (whose, what))

        thread = threading.Thread(target=contextvars.Context().run, args=(self._work, call, put), name="door", daemon=True)
        self.runs[call.run] = thread
        thread.start()
        try:
            while True:
                whose, what = await pieces.get()
                if whose == EXIT:
                    self.runs.pop(call.run, None)
                    yield HEAD.pack(EXIT, what)
                    return
                yield HEAD.pack(whose, len(what)) + what
        finally:
            if call.run in self.runs:  # the caller has gone
                self.stop(call.run)
                self.runs.pop(call.run, None)

    def _work(self, call: _Call, put: Callable[[int, Any], None]) -> None:
        status = REFUSED
        try:
            print_to(lambda data: put(OUT, data), lambda data: put(ERR, data), is_terminal=call.is_terminal)
            status = run(call.arguments, call.lang, opened=self.warehouse, folder=call.folder)
        except BaseException:  # told to stop outside of the command itself
            log.exception("a command of the door broke off")
        finally:
            put(EXIT, status)

    def stop(self, name: str) -> None:
        """Stop a run as Ctrl+C does; what it was writing is rolled back."""
        thread = self.runs.get(name)
        if thread is None or not thread.is_alive():
            return
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(KeyboardInterrupt))
        threading.Thread(target=self._interrupt, args=(thread,), name="door stops", daemon=True).start()

    def _interrupt(self, thread: threading.Thread) -> None:
        for _again in range(TIMES):  # it may be between two statements
            with suppress(Exception):  # the statement ended a moment ago, or the warehouse is closed
                self.warehouse().interrupt(thread.ident)
            thread.join(AGAIN)
            if not thread.is_alive():
                return


@dataclass(frozen=True)
class _Call:
    run: str
    arguments: list[str]
    lang: str
    folder: Path
    is_terminal: bool


@contextmanager
def open_door(door: Door, database: Path, port: int | None, path: str, *, tls: bool) -> Iterator[None]:
    """Say beside the warehouse, to its user alone, where the door is, as long as the block lasts.

    There is none without a port, and where another app with a door of its own was started first: it holds the warehouse.
    """
    before = read_door(database)
    if port is None or (before is not None and is_open(before)):
        yield
        return
    file = door_path(database)
    said = {"port": port, "token": door.token, "path": path, "tls": tls, "pid": os.getpid()}
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = file.with_name(f"{file.name}.{os.getpid()}")
        with open(new, "w", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as writing:
            json.dump(said, writing)
        new.replace(file)
    except OSError:  # a full disk: the app works, and the shell says that it holds the file
        log.exception("the door's file cannot be written")
    try:
        yield
    finally:
        for name in list(door.runs):
            door.stop(name)
        with suppress(OSError, ValueError):
            if json.loads(file.read_text(encoding="utf-8")).get("token") == door.token:
                file.unlink()


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise ValueError("too long")
    return body


def _language(asked: dict[str, Any]) -> str:
    return asked["lang"] if asked.get("lang") in LANGUAGES else pick_language(asked.get("locale"))
