"""The real app in a real Chromium: a server with its own warehouse, pages in a chosen language, theme and size.

``app()`` starts a server (once a module is cheapest: it stays up until the module ends); ``page`` is a Chinese
desktop page, ``new_page(locale=…, color_scheme=…, viewport=…)`` any other; ``settled(page)`` waits until the
script has run; ``traffic`` holds what left this machine and what the console complained about. No page of any test may ask for
something that the served Content-Security-Policy forbids.
"""

import os
import re
from contextlib import ExitStack, suppress
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Page, expect, sync_playwright

from tools.app_server import serve
from tools.find_browser import LAUNCH_ARGS, find_browser

OUTPUT = Path(__file__).parent / "output"
HERE = Path(__file__).parent
IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
LOCAL = {"127.0.0.1", "localhost", ""}

expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items):
    """Mark every test of this folder, so that ``-m "not browser"`` leaves them out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep a picture of every open page and the server's last words of a test that failed."""
    report = yield
    if report.when == "call" and report.failed and "new_page" in getattr(item, "funcargs", {}):
        OUTPUT.mkdir(exist_ok=True)
        for number, page in enumerate(item.funcargs["new_page"].pages):
            target = OUTPUT / f"{re.sub(r'[^0-9A-Za-z_.-]+', '-', item.name)}-{number}.png"
            try:
                page.screenshot(path=target, full_page=True)
                report.sections.append(("screenshot", f"{target} of {page.url}"))
            except Exception as error:  # the picture must not hide the failure
                report.sections.append(("screenshot", f"none: {error}"))
        for started in getattr(item.funcargs.get("app"), "started", []):
            report.sections.append(("server log", started.printed()))
    return report


@pytest.fixture(scope="session")
def browser():
    """A Chromium for the whole run. Without one: skipped on a desk, failed in CI."""
    path = find_browser()
    if not path:
        reason = "no Chromium: install Chromium, Chrome or Edge, or set CHROMIUM to the path of one"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=LAUNCH_ARGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def app(browser, tmp_path_factory):
    """Return ``start(**environment) -> RunningApp`` (url, database, inbox); all servers stop when the module ends."""
    with ExitStack() as servers:

        def start(**environment):
            started = servers.enter_context(serve(tmp_path_factory.mktemp("app"), **environment))
            start.started.append(started)
            return started

        start.started = []
        yield start


@pytest.fixture
def traffic():
    """What the test's pages did: ``foreign`` addresses they asked for, ``errors`` on their consoles, what was ``forbidden`` them."""
    return SimpleNamespace(foreign=[], errors=[], forbidden=[])


@pytest.fixture(scope="module")
def contexts(browser):
    """Return ``context_of(traffic, options)``: one context for all tests of a module that ask for the same, what it loaded is loaded once.

    Whoever takes it leaves no page, no cookie and nothing stored in it.
    """
    opened, now = {}, {}

    def context_of(traffic, options):
        key = repr(sorted(options.items()))
        now[key] = traffic
        if key not in opened:
            context = opened[key] = browser.new_context(**options)
            context.set_default_timeout(20_000)
            context.add_init_script("delete window.showSaveFilePicker")  # a table's download then fires an event
            context.expose_function("noteForbidden", lambda what: now[key].forbidden.append(what))
            context.add_init_script(
                "addEventListener('securitypolicyviolation', "
                "event => noteForbidden(`${event.violatedDirective} ${event.blockedURI} in ${event.sourceFile}`))"
            )
            context.on("request", lambda request: _note_foreign(now[key], request.url))
        return opened[key]

    yield context_of
    for context in opened.values():
        context.close()


@pytest.fixture
def new_page(contexts, traffic):
    """Return ``new_page(**context options) -> Page``: Chinese, light, 1366 × 768 unless told; downloads are accepted."""
    used = []

    def open_page(**options) -> Page:
        options = {
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
            "color_scheme": "light",
            "viewport": {"width": 1366, "height": 768},
            "accept_downloads": True,
            **options,
        }
        context = contexts(traffic, options)
        used.append(context)
        page = context.new_page()
        page.on("console", lambda message: _note_error(traffic, message))
        page.on("pageerror", lambda error: traffic.errors.append(str(error)))
        open_page.pages.append(page)
        return page

    open_page.pages = []
    yield open_page
    for context in used:
        for page in context.pages:
            with suppress(Error):  # of a page that was never anywhere
                page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
            page.close()
        context.clear_cookies()
    assert traffic.forbidden == []


@pytest.fixture
def page(new_page, request) -> Page:
    """One page; parametrize it indirectly with context options for another language, theme or size."""
    return new_page(**getattr(request, "param", {}))


@pytest.fixture
def settled():
    """Return ``settled(page)``, which waits until the app's script has run to its end, and gives the page back."""

    def wait(page: Page) -> Page:
        page.wait_for_selector(SETTLED)
        page.wait_for_timeout(150)  # a click may start the next run only now
        page.wait_for_selector(SETTLED)
        return page

    return wait


def _note_foreign(traffic, url):
    if (urlsplit(url).hostname or "") not in LOCAL:
        traffic.foreign.append(url)


def _note_error(traffic, message):
    """Note an error; a deep link's probing for /<page>/_stcore/… is how Streamlit finds its own base address."""
    if message.type == "error" and "/_stcore/" not in (message.location or {}).get("url", ""):
        traffic.errors.append(message.text)
