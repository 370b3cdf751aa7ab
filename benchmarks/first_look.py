"""How long it takes until a page stands still that is opened in a fresh browser, against an empty page of Streamlit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks.report import Line
from segmentation.settings.workshops import MOST_SLIDES, pin
from segmentation.slides import Category, Chart, Series, Slide
from segmentation.warehouse import Warehouse
from tools.app_server import serve
from tools.find_browser import LAUNCH_ARGS, find_browser
from tools.screenshots import load_samples, page_names

LIMIT = 4.0  # the slowest page before
LIST, LIST_LIMIT = "a list of 60 slides", 3.0
PLOTLY_PIE = """import plotly.graph_objects as go
import streamlit as st
st.plotly_chart(go.Figure(go.Pie(labels=["a", "b"], values=[1, 2])))
"""
ECHARTS_PIE = """import streamlit as st
st.echarts_chart({"series": {"type": "pie", "animation": False, "data": [{"name": "a", "value": 1}, {"name": "b", "value": 2}]}})
"""
# When the script has ended and every chart is drawn, and this stays so for 300 ms: the milliseconds from navigation on.
STANDS_STILL = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const still = app?.dataset.testScriptState === 'notRunning' && !document.querySelector('[data-testid=stSkeleton]') &&
        !document.querySelector('[data-testid=stEChartsChart][aria-busy=true]') &&
        [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(chart => chart.querySelector('.main-svg'));
    window.stillSince = still ? window.stillSince ?? performance.now() : undefined;
    return still && performance.now() - window.stillSince > 300 ? window.stillSince : false;
}"""


def measure(folder: Path, rounds: int = 5) -> list[Line]:
    """Return a line for every page over the sample houses: its milliseconds as a multiple of those of an empty page.

    Every look is one of a new browser context (nothing cached, a new session); the server has shown the page before.
    """
    with ExitStack() as stack:
        browser = stack.enter_context(_chromium())
        addresses = {name: stack.enter_context(serve(folder / name, script=_script(folder, name, text))).url
                     for name, text in (
                         ("an empty page", "import streamlit"), ("one plotly pie", PLOTLY_PIE), ("one ECharts pie", ECHARTS_PIE),
                     )}
        app = stack.enter_context(serve(folder / "app"))
        load_samples(browser, app, "zh")
        addresses |= {name: f"{app.url}/{'' if name == 'overview' else name}" for name in page_names()}
        addresses[LIST] = f"{stack.enter_context(_app_with_slides(folder / 'slides'))}/workshop"
        for address in addresses.values():
            _look(browser, address)
        times = {name: [] for name in addresses}
        for _ in range(rounds):
            for name, address in addresses.items():
                times[name].append(_look(browser, address))
    return [_line(name, taken, times["an empty page"]) for name, taken in times.items()]


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=LAUNCH_ARGS)
        yield browser
        browser.close()


@contextmanager
def _app_with_slides(folder: Path) -> Iterator[str]:
    """Run the app over a workshop that is as full as one may be, and give its address."""
    folder.mkdir(parents=True)
    database = folder / "full.duckdb"
    warehouse = Warehouse(database)
    for number in range(MOST_SLIDES):
        pie = Chart("pie", f"Slide {number}", "", (Category("A"), Category("B")), (Series("Customers", "count", (number, 9)),))
        pin(warehouse, "Full", Slide(pie.title, (pie,)))
    warehouse.close()
    with serve(folder, CUSTOMER_GRADING_DB=str(database)) as app:
        yield app.url


def _script(folder: Path, name: str, text: str) -> Path:
    script = folder / name / "page.py"
    script.parent.mkdir(parents=True)
    script.write_text(text, encoding="utf-8")
    return script


def _look(browser: Browser, address: str) -> float:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    try:
        page = context.new_page()
        page.goto(address, wait_until="commit")
        return page.wait_for_function(STANDS_STILL, timeout=120_000).json_value()
    finally:
        context.close()


def _line(name: str, taken: list[float], empty: list[float]) -> Line:
    ratios = [one / other for one, other in zip(taken, empty, strict=True)]
    detail = f"{median(taken):.0f} ms"
    return Line(f"first look: {name}", "×", median(ratios), min(ratios), max(ratios), LIST_LIMIT if name == LIST else LIMIT,
                detail=detail)
