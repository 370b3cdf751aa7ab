"""The app as it is served: app.py behind a guard. ``python -m streamlit run serve.py`` takes every option of Streamlit's.

The guard lets in only who asks under an address of this app, and from no other site's page: a page of another port of this
machine, or one whose name was pointed at this machine (DNS rebinding), could otherwise read the customers. And it tells the
browser what a page may load and run: the app's own files and scripts, nothing from outside, no frame around it.

``streamlit run app.py`` works too, with what Streamlit alone does: no headers, and foreign pages of this machine get in.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import os
import re
import socket
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import streamlit
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.starlette import App

from pages.shared.address import OLD
from pages.shared.opening import close_warehouses, database_path, open_warehouse, opened_warehouse
from pages.shared.own_files import may_fetch
from pages.shared.parts import parts_of
from pages.shared.provider import WAYS, provider_cookies, provider_links, provider_said
from pages.shared.scripts import ALL
from segmentation.access import signs_in
from segmentation.access.listening import REFUSED, listening_sockets, open_to_others, refusal
from segmentation.ingest.jobs import stop_all
from segmentation.language.i18n import LANGUAGES, N_, translator
from segmentation.operating.logs import logging_to
from segmentation.scheduled.scheduler import scheduling
from segmentation.serving.door import Door, open_door
from segmentation.serving.entrance import Entrance, House
from segmentation.serving.health import tell_health
from segmentation.serving.installing import installing
from segmentation.serving.sign_in import Providers, answers
from segmentation.serving.streams import routed_streams
from segmentation.settings.clock import now
from segmentation.warehouse.places import log_folder

log = logging.getLogger("serve")

APP = Path(__file__).with_name("app.py")
START = "overview"  # stands at the address of the app itself
NO_PAGES = {"sign-in", "sign-out", "health", "door", "oauth2callback"}  # answered beside the app
PAGES = {page.parent.name for page in APP.parent.glob("pages/*/page.py")}
STREAMLITS_PAGE = Path(streamlit.__file__).with_name("static") / "index.html"
SCRIPTS = STREAMLITS_PAGE.parent / "static" / "js"
PATIENCE = 20.0  # seconds for imports to be rolled back at the end
THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}
EVERY_ADDRESS = {"", "0.0.0.0", "::"}
HEADERS = {"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
FOREIGN = N_(
    "The app does not answer here: it was asked under an address that is not its own, or by another site. Open it as "
    "http://localhost with its port. For another name of this machine, write it to server.allowedHosts in "
    ".streamlit/config.toml."
)


class Guard:
    """Refuses foreign hosts and origins with 403, and gives every answer of ``app`` the headers of the house."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(scope=message)
                own.update({**HEADERS, "Content-Security-Policy": content_policy(host)})
                if own.get("content-type", "").startswith("text/html") and page_at(scope["path"]) not in NO_PAGES:
                    own["Link"] = links_ahead(config.get_option("server.baseUrlPath"), page_at(scope["path"]) or START)
            await send(message)

        if is_own_host(host) and is_own_origin(headers.get("origin"), host):
            query, accepts = scope["query_string"].decode("latin-1"), headers.get("accept", "")
            looks = scope["type"] == "http" and "text/html" in accepts  # a person does, not a program that asks how the app is
            if looks and (address := new_address(scope["path"], query)):
                await RedirectResponse(address)(scope, receive, send_guarded)
                return
            await self._app(scope, receive, send_guarded)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # before it was accepted: the server answers 403
        else:
            text = "\n".join(translator(lang)(FOREIGN) for lang in LANGUAGES)
            await PlainTextResponse(text, status_code=403)(scope, receive, send_guarded)


def new_address(path: str, query: str) -> str | None:
    """Return where a page stands that became a tab of another, with what the link asked for.

    "./" for the start page, and for a page that never was.
    None for pages that there are, and for whatever is no page.

    >>> new_address("/cohorts", "store=1"), new_address("/customers", "store=1"), new_address("/nothing", "store=1")
    ('retention?tab=cohorts&store=1', None, './?store=1')
    """
    name = page_at(path)
    page, tab = OLD.get(name, (None, None))
    if page:
        return "&".join(filter(None, (f"{page}?tab={tab}", query)))
    if not name or name in (PAGES - {START}) | NO_PAGES or not re.fullmatch(r"[^/._][^/.]*", name):
        return None
    return f"./?{query}" if query else "./"


def page_at(path: str) -> str:
    """Return the name of the page that stands at ``path``, of an app that may stand below another; "" for the start page."""
    return path.removeprefix(f"/{config.get_option('server.baseUrlPath').strip('/')}").strip("/")


def base_path() -> str:
    """Return the path that the app stands at: "" for the root, else as "/inner/app"."""
    inner = config.get_option("server.baseUrlPath").strip("/")
    return f"/{inner}" if inner else ""


def is_own_host(host: str) -> bool:
    """Return whether ``host`` (name and perhaps port) is one that the app is meant to be asked under.

    These are the names of this machine for itself, what ``server.address``, ``browser.serverAddress`` and
    ``server.allowedHosts`` say ("*.example.com" for all below, "*" for all), and, where the app listens on every address,
    any bare number and the machine's name: only a name can be pointed at somebody else's machine.
    """
    try:
        parts = urlsplit(f"//{host}")
        name, _port = parts.hostname, parts.port  # a port that is no number raises
    except ValueError:
        return False
    if not name or not re.fullmatch(r"\[[0-9a-fA-F:.]+\](:\d+)?|[\w.-]+(:\d+)?", host, re.ASCII):
        return False
    name, address = name.rstrip("."), (config.get_option("server.address") or "").lower()
    named = {address, *(option.lower() for option in config.get_option("server.allowedHosts"))}
    if config.is_manually_set("browser.serverAddress"):
        named.add(config.get_option("browser.serverAddress").lower())
    if name in THIS_MACHINE | named or "*" in named or any(each[:2] == "*." and name.endswith(each[1:]) for each in named):
        return True
    machine = socket.gethostname().lower()
    return address in EVERY_ADDRESS and (_is_number(name) or name in {machine, f"{machine}.local"})


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def is_own_origin(origin: str | None, host: str) -> bool:
    """Return whether a page of ``origin`` may ask: one of the app itself, port included, or of ``server.corsAllowedOrigins``.

    Who sends none is no page of another site: browsers send it with every request that a foreign page can make and read.
    """
    return origin is None or urlsplit(origin).netloc.lower() == host.lower() or origin in _allowed_origins()


def _allowed_origins() -> set[str]:
    return {origin.strip() for origin in config.get_option("server.corsAllowedOrigins")}


def content_policy(host: str) -> str:
    """Return what the browser may load and run for pages asked under ``host``.

    Styles may stand in the page, where Streamlit writes them, and compiled modules may run: one counts for it. Older browsers
    do not count the own websocket to 'self', so it is named.
    """
    sockets = "" if host.startswith("[") else f" ws://{host} wss://{host}"  # a policy cannot name a number in brackets
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'wasm-unsafe-eval' {_OWN_SCRIPTS}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self'{sockets}",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _hashes(scripts: Iterable[str]) -> str:
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


_OWN_SCRIPTS = _hashes(
    (*ALL, *re.findall(r"<script>(.*?)</script>", STREAMLITS_PAGE.read_text(encoding="utf-8"), flags=re.DOTALL))
)



def say_failure(error: Exception) -> bool:
    """Say in the session's language what no page caught; Streamlit has logged it, and shows nothing of its own."""
    from pages.shared.failures import say_in_place  # only here: what pages import is for their first run, not for the start

    say_in_place(error)
    return True


def files_ahead(folder: Path, parts: Iterable[str]) -> list[str]:
    """Return the names of the scripts that draw these ``parts`` of Streamlit's, each with what it imports.

    A page of ours asks for them one after another once its script has run; told with the page, the browser fetches them at once.
    """
    ready = set(re.findall(r"[\w.-]+\.js", STREAMLITS_PAGE.read_text(encoding="utf-8")))
    found: list[str] = []
    wanted = [path.name for part in parts for path in folder.glob(f"{part}.*.js")]
    while wanted:
        name = wanted.pop(0)
        if name not in ready and (folder / name).is_file():
            ready.add(name)
            found.append(name)
            wanted += re.findall(r'(?:from|import)"\./([\w.-]+\.js)"', (folder / name).read_text(encoding="utf-8"))
    return found


@lru_cache(64)
def links_ahead(base: str, page: str) -> str:
    """Return the header that names the scripts that ``page`` will ask for, of an app that stands at ``base``."""
    root = f"/{base.strip('/')}/".replace("//", "/")
    return ", ".join(f"<{root}static/js/{name}>; rel=modulepreload" for name in files_ahead(SCRIPTS, parts_of(page)))


def answer_at_once() -> None:
    """Let every answer leave the moment it is written, head and body, on the sockets that listen.

    Streamlit makes its listening socket without naming the protocol, and Python's event loop then leaves Nagle's algorithm on: a
    small answer's body waits for the browser to acknowledge its head, 40 ms each, and a page asks for some sixty small files.
    What is accepted has the setting of the socket that listens.
    """
    for each in listening_sockets():
        with suppress(OSError):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def refuse_open_doors() -> None:
    """End the process where other machines reach a socket that listens, and nobody has to sign in."""
    address = open_to_others(each.getsockname()[0] for each in listening_sockets())
    if address is None or signs_in(database_path()):
        return
    print(refusal(address), file=sys.stderr, flush=True)
    os._exit(REFUSED)  # nothing is open yet; the server's own way out has another status


@asynccontextmanager
async def begin(_app: object) -> AsyncIterator[None]:
    """Stand around the life of the app: its socket is there when it begins, and its log and its door are kept till the end."""
    refuse_open_doors()
    answer_at_once()
    tls, database = bool(config.get_option("server.sslCertFile")), database_path()
    door = open_door(DOOR, database, near_port(), f"{base_path()}/door", tls=tls)
    with logging_to(log_folder(database), "app"), routed_streams(), door:
        log.info("the app has started")
        try:
            with scheduling(database_path, opened_warehouse, now):
                yield
        finally:
            await to_thread.run_sync(end_work)
            log.info("the app ends")


def near_port() -> int | None:
    """Return the port under which this machine's own number reaches the app, None where it does not."""
    here = (each.getsockname() for each in listening_sockets())
    return next((name[1] for name in here if name[0] in {"127.0.0.1", *EVERY_ADDRESS}), None)


def end_work() -> None:
    """Stop imports, which leave nothing half behind, and close the warehouse."""
    stop_all(PATIENCE)
    close_warehouses()


DOOR = Door(lambda: open_warehouse(str(database_path())))
HOUSE = House(database_path, base_path)
PROVIDERS = Providers(provider_links, provider_said, provider_cookies)
OWN = {**answers(HOUSE, PROVIDERS), **installing(base_path), "/health": tell_health(opened_warehouse), "/door": DOOR.answer}
ENTRANCE = Middleware(
    Entrance, house=HOUSE, own=OWN, passing=WAYS | {"/_stcore/health"}, may_fetch=may_fetch,
    comes_back=lambda request: bool(provider_cookies(request)),
)
app = App(APP, middleware=[Middleware(Guard), ENTRANCE], on_script_error=say_failure, lifespan=begin)
