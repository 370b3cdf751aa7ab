"""One person at the app without a browser: signs in by the form, then speaks Streamlit's websocket as its page does."""

from __future__ import annotations

import asyncio
import http.client
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PATIENCE = 120.0  # seconds for an answer
LARGEST = 200_000_000
KEYED = re.compile(r"^\$\$ID-[0-9a-f]+-(.+)$")


def sign_in(url: str, name: str, password: str) -> str:
    """Sign in as the form does and return the cookies that the browser would send; raises RuntimeError where nobody is let in."""
    place, cookies = urlsplit(url), SimpleCookie()

    def ask(method: str, body: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=PATIENCE)
        headers = {"Cookie": _sent(cookies), "Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, "/sign-in", body, headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            cookies.load(line)
        text = answer.read().decode("utf-8")
        connection.close()
        return answer.status, text

    _status, form = ask("GET")
    mark = re.search(r'name="mark"[^>]*value="([^"]+)"', form)
    status, text = ask("POST", urlencode({"name": name, "password": password, "mark": mark[1] if mark else ""}))
    if status != 303:
        raise RuntimeError(f"{name} was not let in: {status} {text[-300:]}")
    return _sent(cookies)


def _sent(cookies: SimpleCookie) -> str:
    return "; ".join(f"{name}={each.value}" for name, each in cookies.items())


@dataclass
class Answer:
    """What came back of one run of the script: the messages, how long it took, and what it drew.

    ``widgets`` are its elements by key, each with the name of its kind; ``bytes`` is everything drawn, one after another.
    """

    asked: str
    seconds: float = 0.0
    widgets: dict[str, tuple[str, Any]] = field(default_factory=dict)
    bytes: bytes = b""
    faults: list[str] = field(default_factory=list)

    def holds(self, text: str) -> bool:
        """Whether a text stands in what was drawn."""
        return text.encode() in self.bytes


class Person:
    """A tab of a person who is signed in; ``pages`` are those that the menu offers him, by their address."""

    def __init__(self, url: str, cookies: str, lang: str = "zh-CN") -> None:
        self.pages: dict[str, str] = {}
        self.page = ""
        self._url, self._cookies, self._lang = urlsplit(url), cookies, lang
        self._query, self._hash, self._session = "", "", ""
        self._states: dict[str, WidgetState] = {}
        self._socket: ClientConnection | None = None

    @property
    def address(self) -> str:
        """Where the tab stands: page and query, as the address bar would say."""
        return f"/{self.page}?{self._query}"

    async def open(self, page: str = "", query: str = "") -> Answer:
        """Open the app in a new tab."""
        self.page, self._query = page, query
        await self._connect()
        return await self.run(f"open {page}", page_name=page)

    async def come_back(self) -> Answer:
        """Connect again as the tab does where the server went away: same cookie, same page, same address, what was picked."""
        await self.close()
        await self._connect()
        return await self.run(f"again {self.page}", page_name=self.page)

    async def close(self) -> None:
        """Close the tab."""
        if self._socket is not None:
            with suppress(ConnectionClosed, OSError):
                await self._socket.close()
            self._socket = None

    async def go(self, page: str) -> Answer:
        """Follow a line of the menu."""
        self.page, self._hash, self._query = page, self.pages[page], ""
        return await self.run(f"go {page}")

    async def set(self, answer: Answer, key: str, value: Any) -> Answer:
        """Give the widget ``key`` of the last answer a value: a text, a list of texts, or True for a button that is pressed."""
        ident, _kind = answer.widgets[key][1].id, answer.widgets[key][0]
        state = WidgetState(id=ident)
        if value is True:
            state.trigger_value = True
        elif isinstance(value, str):
            state.string_value = value
        else:
            state.string_array_value.data.extend(value)
        kept = {} if value is True else {ident: state}
        self._states |= kept
        return await self.run(f"{key} on {self.page}", [state])

    async def run(self, asked: str, fresh: list[WidgetState] = [], page_name: str = "") -> Answer:  # noqa: B006
        """Ask for a run of the script and return what came; raises ConnectionClosed or TimeoutError where nothing does."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash, state.page_name = self._query, self._hash, page_name
        state.context_info.locale = self._lang
        state.context_info.timezone = "Asia/Shanghai"
        state.context_info.url = f"http://{self._url.netloc}{self.address}"
        states = {**self._states, **{each.id: each for each in fresh}}
        state.widget_states.widgets.extend(states.values())
        answer, begun = Answer(asked), time.monotonic()
        async with asyncio.timeout(PATIENCE):
            await self._socket.send(message.SerializeToString())
            while not await self._take(answer):
                pass
        answer.seconds = time.monotonic() - begun
        drawn = {element.id for _kind, element in answer.widgets.values()}
        self._states = {ident: each for ident, each in self._states.items() if ident in drawn}
        return answer

    async def _connect(self) -> None:
        headers = {"Cookie": self._cookies, "Origin": f"http://{self._url.netloc}"}
        self._socket = await connect(
            f"ws://{self._url.netloc}/_stcore/stream", additional_headers=headers, subprotocols=["streamlit"],
            max_size=LARGEST, compression=None, proxy=None, open_timeout=PATIENCE,
        )

    async def _take(self, answer: Answer) -> bool:
        """Take one message into the answer and return whether it was the last of the run."""
        data = await self._socket.recv()
        message = ForwardMsg()
        message.ParseFromString(data)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            answer.widgets, answer.bytes = {}, b""
        elif kind == "navigation":
            self._hash = message.navigation.page_script_hash
            shown = (page for page in message.navigation.app_pages if not page.is_hidden)  # who opens another is refused
            self.pages = {page.url_pathname: page.page_script_hash for page in shown}
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "page_not_found":
            answer.faults.append("the page was not found")
        elif kind == "session_event":
            answer.faults.append(f"session event {message.session_event.WhichOneof('type')}")
        elif kind == "delta":
            answer.bytes += data
            if message.delta.WhichOneof("type") == "new_element":
                self._note(answer, message.delta.new_element)
        elif kind == "script_finished":
            how = ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
            if "COMPILE" in how:
                answer.faults.append(how)
            return how != "FINISHED_EARLY_FOR_RERUN"
        return False

    def _note(self, answer: Answer, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind is None:
            return
        drawn = getattr(element, kind)
        if kind == "exception":
            answer.faults.append(f"exception {drawn.type}: {drawn.message}")
        if kind == "alert" and drawn.format == drawn.ERROR:
            answer.faults.append(f"error: {drawn.body}")
        if found := KEYED.match(getattr(drawn, "id", "")):
            answer.widgets[found[1]] = kind, drawn
