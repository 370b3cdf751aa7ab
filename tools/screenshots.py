"""Picture every page in both languages, themes and screen sizes: ``python -m tools.screenshots [FOLDER]``.

Without a folder the pictures are made that stand in the README (docs/screenshot-en.png, docs/screenshot-zh.png) and in the
guides (docs/guides, ``tools/guide_pictures.py``).
The app runs with a warehouse of its own; the sample houses are loaded where the page offers them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import click
from playwright.sync_api import Browser, Page, sync_playwright

from tools.app_server import ROOT, RunningApp, serve
from tools.find_browser import LAUNCH_ARGS, find_browser
from tools.guide_pictures import FOLDER, PICTURES, make_small

SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
LOCALES = {"zh": "zh-CN", "en": "en-US"}
THEMES = ("light", "dark")
SIZES = ("1366x768", "1920x1080")
LOADING_SECONDS = 180


def page_names() -> list[str]:
    """Return the names of the pages, the overview first."""
    names = sorted(path.parent.name for path in (ROOT / "pages").glob("*/page.py"))
    return sorted(names, key=lambda name: name != "overview")


def settle(page: Page, seconds: float = 30) -> None:
    """Wait until the script has run to its end and the charts stand still."""
    page.wait_for_selector(SETTLED, timeout=seconds * 1000)
    page.wait_for_timeout(700)
    page.wait_for_selector(SETTLED, timeout=seconds * 1000)
    page.wait_for_selector("[data-testid=stSkeleton]", state="detached", timeout=seconds * 1000)
    page.wait_for_timeout(300)


def load_samples(browser: Browser, app: RunningApp, lang: str = "en") -> None:
    """Click the overview's "load the sample houses" where it is offered and wait for them; their names are in ``lang``."""
    page = browser.new_page(locale=LOCALES[lang])
    page.goto(app.url)
    settle(page)
    button = page.locator(".st-key-load_samples button")
    if button.count():
        button.first.click()
        page.wait_for_timeout(500)
        settle(page, LOADING_SECONDS)
        if button.count():
            raise click.ClickException(f"The sample houses were not loaded; the server says:\n{app.printed()}")
    page.close()


def whole_page(page: Page) -> None:
    """Make the window as high as its content: Streamlit scrolls inside the page, where a full-page picture sees nothing."""
    size = page.viewport_size
    heights = page.locator("[data-testid=stMain], [data-testid=stSidebarContent]").evaluate_all(
        "all => all.map(one => one.scrollHeight)"
    )
    height = max(heights, default=0)
    if height > size["height"]:
        page.set_viewport_size({"width": size["width"], "height": min(height, 12_000)})
        settle(page)


def take(browser: Browser, url: str, name: str, lang: str, theme: str, size: str, target: Path, *, whole: bool = True) -> Path:
    """Picture one page into ``target`` and return it."""
    width, height = map(int, size.split("x"))
    page = browser.new_page(locale=LOCALES[lang], color_scheme=theme, viewport={"width": width, "height": height})
    page.goto(url if name == "overview" else f"{url}/{name}")
    settle(page)
    if whole:
        whole_page(page)
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target)
    page.close()
    return target


def some_of(known: Sequence[str]) -> dict[str, Any]:
    """Return the click settings of an option that takes some of ``known``, separated by commas; all by default."""

    def split(_context: click.Context, _option: click.Parameter, value: str) -> list[str]:
        chosen = value.split(",")
        if unknown := [word for word in chosen if word not in known]:
            raise click.BadParameter(f"unknown: {', '.join(unknown)} (known: {', '.join(known)})")
        return chosen

    return {"default": ",".join(known), "callback": split, "show_default": True}


@click.command(help=__doc__)
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--pages", **some_of(page_names()))
@click.option("--langs", **some_of(tuple(LOCALES)))
@click.option("--themes", **some_of(THEMES))
@click.option("--sizes", **some_of(SIZES))
@click.option("--samples/--empty", default=True, help="with the sample houses (default), or as on the first start")
@click.option("--database", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="a copy of this warehouse instead")
def main(folder, pages, langs, themes, sizes, samples, database) -> None:
    path = find_browser()
    if not path:
        raise click.ClickException("No Chromium: install Chromium, Chrome or Edge, or set CHROMIUM to the path of one.")
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        if database:
            (Path(work) / "warehouse.duckdb").write_bytes(database.read_bytes())
        browser = playwright.chromium.launch(executable_path=path, args=LAUNCH_ARGS)
        if folder is None:
            for lang in langs:
                for picture in _documents(browser, Path(work) / lang, lang):
                    click.echo(picture)
            return
        with serve(Path(work)) as app:
            if samples and not database:
                load_samples(browser, app)
            for picture in _pictures(browser, app.url, folder, pages, langs, themes, sizes):
                click.echo(picture)
        browser.close()


def _documents(browser: Browser, work: Path, lang: str) -> Iterator[Path]:
    """The overview with all of both pies in view, then what the guides show; the names of the houses are in ``lang``."""
    work.mkdir()
    with serve(work) as app:
        load_samples(browser, app, lang)
        target = ROOT / "docs" / f"screenshot-{lang}.png"
        yield make_small(take(browser, app.url, "overview", lang, "light", "1366x1150", target, whole=False))
        for name, each in PICTURES.items():
            target = FOLDER / f"{name}-{lang}.png"
            yield make_small(take(browser, app.url, each.address, lang, "light", each.size, target, whole=False))


def _pictures(browser, url, folder, pages, langs, themes, sizes) -> Iterator[Path]:
    for name, lang, theme, size in product(pages, langs, themes, sizes):
        yield take(browser, url, name, lang, theme, size, folder / f"{name}-{lang}-{theme}-{size}.png")


if __name__ == "__main__":
    main()
