"""Signing in and out: two plain pages that need no script, and the way back from a provider (OIDC)."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from segmentation.access import (
    Account,
    access_of,
    account_of_provider,
    begin_session,
    check_password,
    cookie_name,
    end_session,
    leaving_mark,
    log_sign_in,
    settings_of,
)
from segmentation.access.settings import DAY
from segmentation.access.tries import BY_PROVIDER, SIGNED_OUT, WRONG
from segmentation.language.errors import InputError
from segmentation.language.i18n import LANGUAGES, N_, pick_language
from segmentation.serving.entrance import Answer, House
from segmentation.serving.sign_in_page import Form, sign_in_html, sign_out_html

LARGEST = 8192  # bytes of a form
FRESH = 600.0  # seconds: how old what a provider said of a person may be
NOT_KNOWN = N_("Nobody here has this account of the provider. Ask the owner of the house to enter its e-mail.")
STALE = N_("This took too long, or was answered to another window. Try again.")
NO_STORE = {"Cache-Control": "no-store"}
LANGUAGE_COOKIE = "grading_lang"


@dataclass(frozen=True)
class Providers:
    """How people sign in elsewhere: each provider's name with the address that leads to it, and what it said of who came back.

    ``said`` returns the claims that the provider's signed cookie holds, None without one; ``cookies`` are those to take away.
    """

    links: Callable[[], Sequence[tuple[str, str]]] = lambda: ()
    said: Callable[[Request], Mapping[str, Any] | None] = lambda _request: None
    cookies: Callable[[Request], Sequence[str]] = lambda _request: ()


def answers(house: House, providers: Providers) -> dict[str, Answer]:
    """Return the pages of the entrance by their path."""
    desk = _Desk(house, providers)
    return {"/sign-in": desk.sign_in, "/sign-out": desk.sign_out, "/sign-in/provider": desk.come_back}


def safe_target(asked: str) -> str:
    """Return where to go after signing in, below the app's own path; "" for what is no page of the app.

    >>> safe_target("customers?store=1"), safe_target("//evil.com"), safe_target("https://evil.com"), safe_target("a/../b")
    ('customers?store=1', '', '', '')
    """
    return asked if re.fullmatch(r"[\w-]{0,40}(\?[^\s\\<>\"]{0,1500})?", asked, re.ASCII) else ""


class _Desk:
    def __init__(self, house: House, providers: Providers) -> None:
        self._house, self._providers = house, providers

    async def sign_in(self, request: Request) -> Response:
        """Show the form; take a name and a password, and let in whom they belong to."""
        house = self._house
        target = safe_target(request.query_params.get("to", ""))
        if not house.signs_in():
            return RedirectResponse(f"{house.base()}/", 303)
        if request.method != "POST":
            if house.account(request) is not None:
                return RedirectResponse(f"{house.base()}/{target}", 303, headers=NO_STORE)
            return self._form(request, target)
        form = await _fields(request)
        target = safe_target(form.get("to", ""))
        if not self._is_ours(request, form):
            return self._form(request, target, wrong=_text(request, STALE), status=403)
        access, now, address = access_of(house.database()), house.clock(), _address(request)
        try:
            found = await to_thread.run_sync(
                check_password, access, form.get("name", ""), form.get("password", ""), address, now
            )
        except InputError as error:
            status = 429 if error.code == "locked_out" else 401
            return self._form(request, target, form.get("name", ""), error.text(_language(request)), status)
        return await self._let_in(request, found, target)

    async def come_back(self, request: Request) -> Response:
        """Let in whom a provider has named just now; nobody whom no account of ours names."""
        house = self._house
        target = safe_target(request.query_params.get("to", ""))
        said = self._providers.said(request)
        access, now, address = access_of(house.database()), house.clock(), _address(request)
        if said is None or not 0 <= now - float(said.get("iat") or 0) + 60 <= FRESH + 60:
            return self._without_provider(request, self._form(request, target, wrong=_text(request, STALE), status=403))
        verified = said.get("email") if said.get("email_verified") in (True, "true") else None
        found = account_of_provider(access, str(said.get("sub") or ""), verified)
        if found is None:
            await to_thread.run_sync(log_sign_in, access, "", address, WRONG, now)
            return self._without_provider(request, self._form(request, target, wrong=_text(request, NOT_KNOWN), status=403))
        await to_thread.run_sync(log_sign_in, access, found.name, address, BY_PROVIDER, now)
        return self._without_provider(request, await self._let_in(request, found, target))

    async def sign_out(self, request: Request) -> Response:
        """End the session where the person asks for it, by the app's own link or on the page that others show."""
        house = self._house
        account = house.account(request) if house.signs_in() else None
        if account is None:
            return RedirectResponse(f"{house.base()}/", 303)
        token = request.cookies.get(cookie_name(house.database()), "")
        is_asked = hmac.compare_digest(request.query_params.get("leave", "").encode(), leaving_mark(token).encode())
        if not is_asked and (request.method != "POST" or not self._is_ours(request, await _fields(request))):
            return self._page(request, sign_out_html(_language(request), account.name, self._form_of(request)))
        name = cookie_name(house.database())
        access = access_of(house.database())
        await to_thread.run_sync(end_session, access, request.cookies.get(name, ""))
        await to_thread.run_sync(log_sign_in, access, account.name, _address(request), SIGNED_OUT, house.clock())
        answer = RedirectResponse(f"{house.base()}/sign-in", 303, headers=NO_STORE)
        answer.delete_cookie(name, path=f"{house.base()}/")
        return answer

    async def _let_in(self, request: Request, account: Account, target: str) -> Response:
        house = self._house
        database, rules = house.database(), settings_of(house.database())
        access, now = access_of(database), house.clock()
        name = cookie_name(database)
        if old := request.cookies.get(name):
            await to_thread.run_sync(end_session, access, old)
        token = await to_thread.run_sync(begin_session, access, account.name, now, _address(request), rules)
        answer = RedirectResponse(f"{house.base()}/{target}", 303, headers=NO_STORE)
        self._set(request, answer, name, token, int(rules.longest_days * DAY), "lax")
        return answer

    def _form(self, request: Request, target: str, name: str = "", wrong: str = "", status: int = 200) -> Response:
        links = [(each, f"{self._house.base()}/{address.lstrip('/')}") for each, address in self._providers.links()]
        form = self._form_of(request, target, name, wrong, links)
        return self._page(request, sign_in_html(_language(request), form), status)

    def _form_of(
        self, request: Request, target: str = "", name: str = "", wrong: str = "", links: Sequence[tuple[str, str]] = ()
    ) -> Form:
        mark = request.cookies.get(_mark_name(self._house), "")
        mark = mark if re.fullmatch(r"[\w-]{43}", mark, re.ASCII) else secrets.token_urlsafe(32)
        return Form(self._house.base(), mark, target, name[:100], wrong, tuple(links))

    def _page(self, request: Request, made: tuple[str, str], status: int = 200) -> Response:
        text, mark = made
        answer = HTMLResponse(text, status, headers=NO_STORE)
        self._set(request, answer, _mark_name(self._house), mark, 3600, "strict")
        if request.query_params.get("lang") in LANGUAGES:
            self._set(request, answer, LANGUAGE_COOKIE, request.query_params["lang"], 365 * int(DAY), "lax")
        return answer

    def _set(self, request: Request, answer: Response, name: str, value: str, seconds: int, same_site: Any) -> None:
        answer.set_cookie(
            name, value, max_age=seconds, path=f"{self._house.base()}/", secure=request.url.scheme == "https", httponly=True,
            samesite=same_site,
        )

    def _without_provider(self, request: Request, answer: Response) -> Response:
        """Take away the provider's own cookie, which would outlive our session by weeks."""
        for name in self._providers.cookies(request):
            answer.delete_cookie(name, path=self._house.base() or "/")
        return answer

    def _is_ours(self, request: Request, form: Mapping[str, str]) -> bool:
        """Return whether a form was sent by a page of ours to this browser: its origin, and a mark that only both know."""
        origin, mark = request.headers.get("origin"), request.cookies.get(_mark_name(self._house), "")
        own = origin is None or urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
        return own and bool(mark) and hmac.compare_digest(mark.encode(), form.get("mark", "").encode())


def _mark_name(house: House) -> str:
    return f"{cookie_name(house.database())}_form"


async def _fields(request: Request) -> dict[str, str]:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return {}
    try:
        return {name: values[0] for name, values in parse_qs(body.decode("utf-8"), max_num_fields=10).items()}
    except ValueError:
        return {}


def _language(request: Request) -> str:
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    return asked if asked in LANGUAGES else pick_language(request.headers.get("accept-language"))


def _text(request: Request, message: str) -> str:
    return InputError("", message).text(_language(request))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
