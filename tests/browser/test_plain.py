"""Text is text: every page over a house in which every stored text tries to be more than that."""

import csv
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import quote, urlsplit

import pytest
import tomlkit
from playwright.sync_api import expect

from segmentation.ingest.care import record_care
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.schemes import load_scheme
from segmentation.settings.kept import save_walk_in_names
from segmentation.settings.modules import read_modules, save_modules
from segmentation.settings.own_schemes import copy_text, find_scheme, save_scheme
from segmentation.settings.workshops import pin
from segmentation.slides import Category, Chart, Column, Grid, GridCell, Series, Slide, Table
from segmentation.warehouse import Warehouse

TRICKS = (
    "<img src=x onerror=window.__pwn=1>", "![i](http://evil.example/i.png)", "http://evil.example/u?a=b", "www.evil.example",
    "a@evil.example", "[evil-link](javascript:window.__pwn=2)", "$x^2$ $$y$$", ":material/home:", ":streamlit: :smile:",
    "**evil-bold** _evil-bold_", ":red[evil-red]", "<b>evil-bold</b> <a href='http://evil.example/a'>evil-link</a>", "`evil-code`",
    "a -> b", "{0}", "=HYPERLINK(\"http://evil.example/h\")", "<svg onload=window.__pwn=3>",
)
LAST = date(2026, 9, 30)
SLIDES = 6  # the last of the five goes on to its gaps
RULES = ("abcd", "pyramid", "cards", "ninebox", "rfm", "scorecard")


def hostile(number, most=10_000):
    """All the tricks in one text, beginning with another one each time; as many as there is room for."""
    text = f"{number % 97}"
    for place in range(len(TRICKS)):
        trick = TRICKS[(number + place) % len(TRICKS)]
        text += f" {trick}" if len(text) + len(trick) < most else ""
    return text


def hostile_scheme(key):
    """The file of a scheme that ships, as one of the house that stands before it, with every text in it replaced."""
    document = tomlkit.parse(copy_text(load_scheme(key), f"evil_{key}", {"zh": "x", "en": "x"}))
    document["place"], numbers = RULES.index(key), iter(range(10_000))

    def spoil(value):
        if isinstance(value, dict) and set(value) == {"zh", "en"}:
            value["zh"] = value["en"] = hostile(next(numbers), 300)
        elif isinstance(value, dict | list):
            for each in list(value.values() if isinstance(value, dict) else value):
                spoil(each)

    for setting in document.get("settings", ()):
        setting["label"], setting["help"] = {"zh": "x", "en": "x"}, {"zh": "x", "en": "x"}
    spoil(document)
    return tomlkit.dumps(document)


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def hostile_slides(store):
    """A slide of each kind of drawing."""
    def chart(kind, numbers):
        categories = [Category(hostile(20 + number), "#2A75BA") for number in range(len(numbers))]
        return Chart(kind, hostile(3), hostile(4), categories, (Series(hostile(5), "money", numbers),), (hostile(6),))

    drawn = [
        chart("pie", ("5", "3", "2")), chart("bar", ("5", "3", "2")), chart("column", ("5", "3")), chart("line", ("5", "3", "2")),
        chart("radar", ("5", "3", "2", "1")), chart("waterfall", ("5", "-3", "2")), chart("pyramid", ("1", "2", "3")),
        chart("stacked_column", ("5", "3")),
    ]
    table = Table((Column(hostile(7)), Column(hostile(8), "money")), ((hostile(9), "1.00"), (hostile(10), "2.00")))
    grid = Grid(
        hostile(11), hostile(12), (hostile(13), hostile(14)), (hostile(15),),
        ((GridCell(hostile(16), 3, lines=(hostile(17),)),), (GridCell(hostile(18), 4),)), hostile(19), hostile(20),
    )
    rest = {"subtitle": hostile(1), "notes": (hostile(2),), "store": store, "as_of": LAST}
    return [
        Slide(hostile(21), drawn[:4], **rest), Slide(hostile(22), drawn[4:], **rest), Slide(hostile(23), (), table, **rest),
        Slide(hostile(24), grid=grid, **rest),
        Slide(hostile(25), drawn[:2], sides=(hostile(26), hostile(27)), strip=drawn[1], **rest),
    ]


def build(folder, inbox):
    """Fill a warehouse through the doors that files and people come in by; return its path, and the key and the manager of a customer."""
    path = folder / "warehouse.duckdb"
    warehouse, store = Warehouse(path), hostile(0, 60)
    people = range(14)
    profiles = [["客户编号", "客户名称", "手机", "客户类别", "地区", "客户经理", "备注"]]
    bills = [["单号", "日期", "客户编号", "客户名称", "消费金额", "客户经理", "状态"]]
    for who in people:
        code, name = hostile(who, 120) + f" c{who}", hostile(who + 1) + f" n{who}"
        profiles.append([code, name, f"1390000{who:04}", hostile(who % 3 + 5), hostile(who + 2), hostile(who % 4), hostile(who + 3)])
        gap = 9 + who
        for visit in range(2 + 18 // (1 + who % 5)):
            day = LAST - timedelta(days=visit * gap + (70 if who % 4 == 3 else who))
            bills.append([f"{hostile(who, 60)} {who}-{visit}", day, code, name, 300 + 90 * who, hostile(who % 4), hostile(visit % 2, 90)])
    bills.append(["w1", LAST, "", "", 500, "", ""])
    bills += [[hostile(30, 80), hostile(31), hostile(32), hostile(33), hostile(34), hostile(35), ""]] * 2  # not understood
    name = "evil ![i](x) $x^2$ www.evil.example <img src=x onerror=window.__pwn=4> {0} a@evil.example"
    files = [write(folder / f"{number}.csv", rows) for number, rows in enumerate((bills, profiles))]
    paid = tuple(hostile(number, 90) for number in range(2))
    import_file(warehouse, store, files[0], Choices(kind="bills", paid=(*paid, "")), file_name=hostile(2, 200) + ".csv")
    import_file(warehouse, store, files[1], Choices(kind="customers"), file_name=hostile(3, 200) + ".csv")
    import_file(warehouse, hostile(40, 60), files[0], Choices(kind="bills", paid=(*paid, "")), file_name=hostile(4, 200) + ".csv")

    modules = read_modules(warehouse, 1)
    texts = [dict.fromkeys(("zh", "en"), hostile(number, 250)) for number in range(5, 5 + len(modules))]
    save_modules(warehouse, 1, [
        replace(module, name=text, habits=text, advice=text) for module, text in zip(modules, texts, strict=True)
    ])
    for key in RULES:
        save_scheme(warehouse, hostile_scheme(key), datetime(2026, 9, 30))
    criteria = [each.label["en"] for each in find_scheme(warehouse, "evil_scorecard").spec.criteria]
    ratings = [["客户编号", "指标", "分数", "日期"]]
    ratings += [[row[0], each, 3, LAST] for row in profiles[1:6] for each in [*criteria, hostile(50, 100)]]
    import_file(warehouse, store, write(folder / "2.csv", ratings), Choices(kind="ratings"), file_name=hostile(5, 200) + ".csv")
    write(folder / "3.csv", [["月份", "总营收"], ["2026-08", 90_000], [hostile(1), hostile(2)]])
    import_file(warehouse, store, folder / "3.csv", Choices(kind="totals"), file_name=hostile(6, 200) + ".csv")
    key, manager = warehouse.cursor().execute(
        "select customer_key, customers.manager from visits join customers using (store_id, customer_key) where store_id = 1 order by 1"
    ).fetchall()[0]
    late = warehouse.cursor().execute("select customer_key from visits group by 1 having max(visit_date) < $day", {"day": date(2026, 8, 1)})
    for (customer,) in late.fetchall():
        record_care(warehouse, 1, [customer], "contacted", LAST - timedelta(days=3), hostile(7, 190), hostile(8, 190))
    save_walk_in_names(warehouse, 1, [hostile(9, 60)])
    for slide in hostile_slides(store):
        pin(warehouse, "www.evil.example $x^2$ :material/home: {0} **evil-bold**", slide)
    (folder / "backups").mkdir()
    warehouse.backup(folder / "backups" / f"{name}.duckdb")
    warehouse.close()
    heads = [hostile(60, 90), "日期", hostile(61, 90), "消费金额", "客户名称"]
    write(inbox / f"{name}.csv", [heads, *([hostile(62, 90), "2026-10-01", hostile(63, 90), 5, hostile(64, 90)] for _ in range(3))])
    return path, key, manager


# What of a page came out of a text: asked of everything that is in the document, open or folded away.
LOOK = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const texts = [...all('body *')].filter((node) => !['SCRIPT', 'STYLE', 'CODE', 'PRE'].includes(node.tagName))
    .flatMap((node) => [...node.childNodes]).filter((node) => node.nodeType === 3).map((node) => node.data).join('');
  const live = [];  // what plotly would take for markup of its own
  const walk = (value, way) => {
    if (typeof value === 'string' && /<(img|svg|a |b>evil)|^\\$/.test(value)) live.push(`${way}: ${value.slice(0, 80)}`);
    else if (value && typeof value === 'object') Object.entries(value).forEach(([name, each]) => walk(each, `${way}.${name}`));
  };
  all('.js-plotly-plot').forEach((node, number) => walk({data: node.data, layout: node.layout}, number));
  return {
    // these links are ours: to the customer's panel or file, by an encoded key, and to the phone
    links: all('a:not(.cards a[href^="?"], a[href^="customer?"], .cards a[href^="tel:"], .file-call[href^="tel:"])')
      .map((node) => node.getAttribute('href') || node.getAttribute('xlink:href') || '')
      .filter((to) => /evil|javascript|^mailto/i.test(to) || !new URL(to, location).href.startsWith(location.origin)),
    pictures: all('[data-testid=stApp] img, iframe, object, embed, [onerror], [onload]').map((node) => node.outerHTML),
    formulas: all('.katex, .MathJax, [data-testid=stIconMaterial] ~ nothing').length,
    icons: all('[role=img][aria-label="home icon"]').length,
    marked: all('strong, em, code, b, i, [class*=stMarkdownColored], [class*=stMarkdownBadge], tspan[style*=bold]')
      .filter((node) => /^evil-/.test(node.textContent)).map((node) => node.outerHTML),
    escapes: (texts.match(/evil\\\\|\\\\\\[|:color\\[\\]|&lt;|&#36;|.{9}\\u2192 b/g) || []),
    charts: live,
    seen: (texts.match(/evil/g) || []).length + all('main input, [data-testid=stMain] input').filter((node) => /evil/.test(node.value)).length,
    pwned: window.__pwn || null,
    broken: all('[data-testid=stException]').map((node) => node.innerText),
  };
}"""
OPEN = """() => {
  document.querySelectorAll('[data-testid=stExpander] summary').forEach((node) => node.parentElement.open || node.click());
}"""
COUNT_RUNS = """window.__runs = 0; new MutationObserver((changes) => changes.forEach(({target, oldValue}) => {
  if (target.dataset.testScriptState === 'running' && oldValue !== 'running') window.__runs += 1;
})).observe(document, {subtree: true, attributes: true, attributeOldValue: true, attributeFilter: ['data-test-script-state']});"""
DRAWN = """() => document.querySelectorAll('[data-testid=stSkeleton], [data-testid=stEChartsChart][aria-busy=true]').length === 0 && [...document.querySelectorAll(
  '[data-testid=stPlotlyChart]')].every((node) => node.querySelector('.js-plotly-plot .main-svg') || !node.checkVisibility())"""
CLEAN = {"links": [], "pictures": [], "formulas": 0, "icons": 0, "marked": [], "escapes": [], "charts": [], "pwned": None, "broken": []}

# page → the key of the control whose choices draw different things below it
PAGES = {
    "customers": None, "overview": None, "modules": "module_work", "controllable": "pick_tab", "gradings": "pick_tab",
    "schemes": "text_of", "retention": "pick_tab", "migration": None,
    "warnings": "warned_list", "assign": "pick_tab", "targets": None, "compare": None, "settings": None, "workshop": None, "upload": None,
}
NO_NAMES = {"retention"}  # nothing is stored that they would show but the store, which stands in a picker


@pytest.fixture(scope="module")
def house(app, tmp_path_factory):
    folder, inbox = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("inbox")
    path, key, manager = build(folder, inbox)
    started = app(CUSTOMER_GRADING_DB=str(path), CUSTOMER_GRADING_INBOX=str(inbox))
    return SimpleNamespace(url=started.url, key=quote(key, safe=""), manager=quote(manager, safe=""))


def test_every_page_shows_every_text_as_it_is(house, new_page, settled):
    page, asked = new_page(locale="en-US"), []
    page.context.on("request", lambda request: asked.append(request.url))
    page.set_default_timeout(60_000)
    page.add_init_script(COUNT_RUNS)

    def after(act, *given):
        """Do what makes the script run, and wait until that run has ended."""
        before = settled(page).evaluate("window.__runs")  # settled: a run that is under way would go on into the next, uncounted
        act(*given)
        page.wait_for_function("before => window.__runs > before", arg=before)
        settled(page)

    def arrive(address):
        page.goto(f"{house.url}/{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=60_000)
        settled(page)

    def look(where, names=True):
        page.evaluate(OPEN)
        settled(page).wait_for_function(DRAWN)
        found = page.evaluate(LOOK)
        assert (found.pop("seen") > 0) >= names, f"{where} shows no text of the house"
        assert found == CLEAN, where

    def in_both(where, names=True):
        look(where, names)
        after(page.locator(".st-key-lang_switch button:not([aria-checked=true])").first.click)
        look(f"{where} in the other language", names)

    arrive(f"customers?scheme=evil_abcd&customer={house.key}&manager={house.manager}")
    for name, work in PAGES.items():
        if name != "customers":
            address = "/" if name == "overview" else f"/{name}"
            page.locator(f".menu a[href$='{address}']").first.click()
            page.wait_for_url(lambda url, path=address: urlsplit(url).path == path)  # changes once the page's run has begun
            settled(page)
        if name == "retention":  # half of the pages in the other language
            after(page.locator(".st-key-lang_switch button:not([aria-checked=true])").first.click)
        look(name, name not in NO_NAMES)
        choices = page.locator(f".st-key-{work} button") if work else None
        for number in range(choices.count() if work else 0):
            if choices.nth(number).get_attribute("aria-checked") == "true":
                continue
            after(choices.nth(number).click)
            look(f"{name} {number}", name == "gradings")

    page.locator(".st-key-inbox_files input").click()
    after(page.get_by_role("option").first.click)
    page.keyboard.press("Escape")
    page.locator(".st-key-read_inbox button").click()
    expect(page.locator(".st-key-verdict")).to_be_visible()
    settled(page)
    in_both("upload of a file")

    arrive("pyramids?scheme=evil_pyramid&lang=zh")
    look("pyramids")
    for where in (f"customer={house.key}", "find=evil", "customer=evil-nobody"):
        arrive(f"customer?scheme=evil_abcd&lang=zh&{where}")
        look(f"customer file: {where}")
    page.goto(f"{house.url}/workshop?slide=1")
    for number in range(1, SLIDES + 1):
        expect(settled(page).locator(".st-key-foot")).to_contain_text(f"{number} / {SLIDES}")
        look(f"slide {number}")
        page.keyboard.press("ArrowRight")

    host = urlsplit(house.url).netloc
    away = [url for url in asked if not url.startswith((f"http://{host}/", f"ws://{host}/", "data:", "blob:"))]
    assert not away
    assert not [url for url in asked if urlsplit(url).path == "/x" or "evil" in urlsplit(url).path]
