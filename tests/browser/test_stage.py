"""The stage, asked of a browser: slides of every kind at the sizes of projectors, and keys that are pressed faster than it draws."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from segmentation.charts.echarts.pies import HOLE
from segmentation.charts.stage import FOOT, LEAST, layout_of, shown_slides
from segmentation.settings.workshops import pin
from segmentation.warehouse import Warehouse
from tests.every_slide import DAY, comparison, every_slide, long_comparison
from tests.houses import Bill, build

SIZES = ((1024, 768), (1366, 768), (1400, 1050), (1920, 1080))
PIE = {1024: 0.275, 1366: 0.34, 1400: 0.275, 1920: 0.34}  # of the height, across
# Whether a slide is drawn: the script has ended and every chart stands, as wide as its room
READY = """([slide, window]) => {
    const at = document.querySelector('.stage-at')?.dataset, app = document.querySelector('[data-testid=stApp]');
    return at?.slide === String(slide) && at.window === window && app.dataset.testScriptState === 'notRunning' &&
        !document.querySelector('[data-stale=true], [data-testid=stSkeleton]') &&
        [...document.querySelectorAll('[data-testid=stEChartsChart]')].every(chart =>
            Math.abs((chart.querySelector('svg')?.getBoundingClientRect().width ?? 0) - chart.clientWidth) < 1) &&
        [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(chart => chart.querySelector('.main-svg'));
}"""
# What is wrong with what is drawn: scroll bars, letters beyond the window or what holds them (0.3: a line is higher than its
# letters), letters too small, cut words
FAULTS = """([least, foot]) => {
    const wrong = [], wide = innerWidth, high = innerHeight, root = document.documentElement;
    const stage = document.querySelector('.st-key-show');
    const note = (what, text) => wrong.push(`${what}: ${text.trim().slice(0, 60)}`);
    if (root.scrollWidth > wide || root.scrollHeight > high) note('scrolls', 'the page');
    for (const each of document.querySelectorAll('[data-testid=stMain], .st-key-show, .st-key-show *')) {
        const style = getComputedStyle(each), scrolls = /auto|scroll/.test(style.overflowX + style.overflowY);
        if (scrolls && (each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1)) note('scrolls', each.className);
    }
    const words = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
        const holder = words.currentNode.parentElement, text = words.currentNode.textContent;
        if (!text.trim() || holder.closest('style, script, title, .hoverlayer')) continue;
        const range = document.createRange();
        range.selectNodeContents(words.currentNode);
        const boxes = [...range.getClientRects()].filter(box => box.width && box.height);
        if (!boxes.length || getComputedStyle(holder).visibility === 'hidden') continue;
        const size = parseFloat(getComputedStyle(holder).fontSize), percent = holder.closest('.st-key-foot') ? foot : least;
        if (size < percent / 100 * high - 0.01) note(`${size} pixels`, text);
        if (text.includes('…')) note('cut', text);
        const inside = (box, room) => box.left > room.left - 2 && box.right < room.right + 2 &&
            box.top > room.top - 0.3 * size && box.bottom < room.bottom + 0.3 * size;
        const under = holder.closest('.st-key-foot') ? high : document.querySelector('.st-key-foot').getBoundingClientRect().top;
        if (!boxes.every(box => inside(box, {left: 0, top: 0, right: wide, bottom: under}))) note('beyond the window or in the foot', text);
        for (let each = holder; each !== stage; each = each.parentElement) {
            const clips = each.tagName === 'svg' || /hidden|clip/.test(getComputedStyle(each).overflow);
            if (clips && !boxes.every(box => inside(box, each.getBoundingClientRect()))) { note('clipped', text); break; }
        }
    }
    return wrong;
}"""
# How large each pie is across, in pixels, and how far from its middle the corners of what stands in its hole reach, of its radius
PIES = """() => [...document.querySelectorAll('.st-key-show [data-testid=stEChartsChart] svg')].map(svg => {
    const slices = [...svg.querySelectorAll('path[fill^="#"], path[fill^="url"]')].filter(each => !each.closest('defs'));
    const boxes = slices.map(each => each.getBoundingClientRect());
    const top = Math.min(...boxes.map(box => box.top)), high = Math.max(...boxes.map(box => box.bottom)) - top;
    const middle = (Math.min(...boxes.map(box => box.left)) + Math.max(...boxes.map(box => box.right))) / 2;
    const corners = [...svg.querySelectorAll('text')].map(each => each.getBoundingClientRect())
        .filter(box => Math.abs((box.left + box.right) / 2 - middle) < 4 && Math.abs((box.top + box.bottom) / 2 - top - high / 2) < high / 4)
        .flatMap(box => [box.top + box.height / 5, box.bottom - box.height / 5].map(y => Math.hypot(box.width / 2, y - top - high / 2)));
    return {across: high, said: Math.max(0, ...corners) / (high / 2)};
})"""


@pytest.fixture(scope="module")
def stage(app, tmp_path_factory):
    """The app with a workshop of slides of every kind, in Chinese and English by turns, and the comparison in both."""
    path = tmp_path_factory.mktemp("stage") / "warehouse.duckdb"
    warehouse = Warehouse(path)
    build(warehouse, [Bill("a", DAY, 100)])
    by_turns = [pair[number % 2] for number, pair in enumerate(zip(every_slide("zh"), every_slide("en"), strict=True))]
    slides = [*by_turns, *(comparison(lang) for lang in ("zh", "en") if comparison(lang) not in by_turns), long_comparison("en")]
    for each in slides:
        pin(warehouse, "every", each)
    warehouse.close()
    return SimpleNamespace(url=app(CUSTOMER_GRADING_DB=str(path)).url, slides=shown_slides(slides))


def test_every_kind_of_slide_fills_every_stage_and_nothing_is_cut(stage, page):
    page.goto(f"{stage.url}/workshop?workshop=every&slide=1")
    wrong = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for number, slide in enumerate(stage.slides, 1):
            page.wait_for_function(READY, arg=[number, f"{width}x{height}"])
            what = f"{width}x{height} slide {number} ({slide.lang} {layout_of(slide)} {'+'.join(each.kind for each in slide.charts)})"
            wrong += [f"{what} {each}" for each in page.evaluate(FAULTS, [LEAST, FOOT])]
            if layout_of(slide) == "comparison":
                pies = page.evaluate(PIES)
                wrong += [f"{what}: a pie of {each['across']:.0f}" for each in pies if each["across"] < PIE[width] * height]
                wrong += [f"{what}: the whole is written over the ring" for each in pies if each["said"] > HOLE]
            page.keyboard.press("Home" if number == len(stage.slides) else "ArrowRight")
    assert not wrong, "\n" + "\n".join(wrong)


def test_keys_are_not_lost_however_fast_they_are_pressed(stage, page):
    page.goto(f"{stage.url}/workshop?workshop=every&slide=1")
    page.wait_for_function(READY, arg=[1, "1366x768"])
    for _press in range(6):
        page.keyboard.press("ArrowRight", delay=20)
        page.wait_for_timeout(95)
    page.wait_for_function(READY, arg=[7, "1366x768"])
    for key, slide in (("End", len(stage.slides)), ("PageUp", len(stage.slides) - 1), ("Home", 1), ("PageDown", 2), ("ArrowLeft", 1)):
        page.keyboard.press(key)
        page.wait_for_function(READY, arg=[slide, "1366x768"])
    shown = page.locator(".st-key-head")
    page.keyboard.press(".")  # a clicker's black screen
    expect(shown).to_be_hidden()
    page.keyboard.press("b")
    expect(shown).to_be_visible()
    page.keyboard.press("PageDown")
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-start_show")).to_be_visible()
