"""Whatever a title, a finding or a sum over a chart quotes is drawn beside it: every page, slide and chart, over real and odd houses."""

import re
import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

import pytest
from lxml import html

import pages.shared.pin
from segmentation.ingest.batches import list_stores
from segmentation.language.i18n import format_ratio
from segmentation.measures.benchmark.collection import take_passport
from segmentation.measures.benchmark.standing import read_benchmark
from segmentation.measures.chain.guests import read_guests
from segmentation.measures.chain.totals import read_chain, read_league
from segmentation.reports import benchmark_slides, chain_slides, comparison_slides, passport_file, read_side, store_slides
from segmentation.schemes import load_scheme
from segmentation.settings.groups import Condition, save_group
from segmentation.slides import Category, Chart, Grid, Series, Slide, Table, format_share, format_value, layer_shares, slice_total
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Line, Profile, Rating, build
from tests.pages.driver import answers, as_seen, block_heads, shown_figures

LAST = date(2026, 10, 31)
PAGES = (
    ("overview", {}), ("overview", {"against": "lunar"}), ("customers", {}), ("controllable", {}), ("controllable", {"tab": "occupancy"}), ("controllable", {"tab": "rules"}), ("composition", {}), ("composition", {"tab": "products"}), ("composition", {"tab": "indicators"}),
    ("composition", {"tab": "receivables"}), ("composition", {"tab": "stored"}), ("modules", {}), ("pyramids", {}), ("gradings", {"tab": "matrix"}),
    ("gradings", {"tab": "rfm"}), ("gradings", {"tab": "cards"}), ("gradings", {"tab": "scorecards"}), ("retention", {}),
    ("retention", {"tab": "cohorts"}), ("migration", {}), ("warnings", {}), ("festivals", {}), ("foresight", {}), ("foresight", {"tab": "asleep"}), ("helped", {}), ("compare", {}), ("compare", {"by": "tier"}), ("compare", {"tab": "chain"}), ("compare", {"tab": "benchmark"}), ("progress", {}), ("progress", {"tab": "coverage"}),
    ("targets", {}), ("progress", {"tab": "ladder"}), ("progress", {"tab": "points"}), ("handover", {"leaving": "苗若谷"}),
    ("customers", {"tab": "groups"}), ("customers", {"tab": "groups", "opened": "1"}), ("customer", {"customer": "K0072"}), ("customer", {"find": "a"}), ("customer", {"customer": "a"}),
)
NUMBER = re.compile(r"(?<![A-Za-z\d.])¥?\d[\d,]*(?:\.\d+)?(?:[KMB]\b|万|亿)?%?")
DAYS = re.compile(
    r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日)?|(?:\d{1,2} )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?: \d{4})?"
    r"|[至到]\d{1,2}日|up to day \d{1,2}|Q\d(?: \d{4})?|\d{4}-\d\d(?:-\d\d)?|\d{4}Q\d"
)


def ago(days):
    return LAST - timedelta(days=days)


def several(customer, days, amount=100, **more):
    return [Bill(customer, ago(each), amount, **more) for each in days]


YEAR = range(0, 420, 30)
ODD = {
    "one month": [*several("a", (0, 9, 20), 300), *several("b", (3,), 80), *several(None, (1, 2))],
    "no module": [*several("a", YEAR, 900, manager="Li"), *several("b", (5, 300), 50), *several("c", (200,), 700)],
    "one grade": [bill for name in "abcdefg" for bill in several(name, (200, 230))],
    "below zero": [*several("a", (10,), -500), *several("a", (40,), 100), *several("b", (20, 5), -30), *several(None, (3,), -10)],
    "a single customer": several("a", (0, 40, 90), 120, manager="Li"),
    "walk-ins only": several(None, (0, 3, 40, 100), 70),
    "two customers": [*several("a", YEAR, 500, manager="Li"), *several("b", (0, 100, 101), 90, manager="Wang")],
    "refunds only": [*several("a", (2, 30), -50), *several("b", (60,), -10)],
    "a gap": [*several("a", (0, 10, 95, 130, 160), 400), *several("b", (2, 100, 170), 60), *several("c", (110, 150), 45)],
    "dishes": [
        *several("a", YEAR, 100, cost=30, lines=(Line("Duck", 90, 20), Line("Tea 8", 10, 10))), *several("b", (5, 300), 50, cost=45, lines=(Line("Rice", 50, 45),)),
        *several("c", (200,), 70, cost=60, lines=(Line("Soup", 50, 45), Line("Rice", 20, 15))), *several(None, (3, 4, 9), 40, cost=35, lines=(Line("Fish", 40, 35),)),
    ],
    "huge and tiny": [*several("a", (0, 30, 60, 100), 98_765_432), *several("b", (1, 50), Decimal("0.01")), *several("c", (140,), 3)],
}


def odd_rows():
    """The odd houses as the stores of one warehouse; some customers of some have a module, a manager, ratings."""
    bills, profiles, ratings = [], [], []
    for store, (name, rows) in enumerate(ODD.items(), 1):
        bills += [replace(each, store_id=store) for each in rows]
        if name not in ("no module", "walk-ins only"):
            profiles.append(Profile("a", "Ann", module="Government", store_id=store))
            ratings += [Rating("a", each.key, 3, ago(5), store_id=store) for each in load_scheme("scorecard").spec.criteria]
    return bills, profiles, list(ODD), ratings


# --- what is quoted, and what is drawn ---------------------------------------------------------------------------------


def numbers(text):
    """The numbers of a text but for its days; 1 % is 1%, and a minus is no part of a number."""
    text = DAYS.sub(" ", as_seen(text).replace(" %", "%"))
    return {each.rstrip(",.") for each in NUMBER.findall(text)}


def written(value, unit, lang):
    """Every way in which a value may be written."""
    if value is None:
        return set()
    texts = {format_value(value, unit, lang, short=short) for short in (False, True)}
    if unit == "points":
        texts |= {f"{abs(value):.0f}"}
    return set(chain.from_iterable(numbers(each) for each in texts))


def shares_of(values, whole, lang):
    parts = [float(each / whole) for each in values if each is not None] if whole > 0 else []
    return {text.lstrip("-") for each in parts for text in (format_share(each, lang), format_ratio(each, lang), format_ratio(each, lang, 0))}


def in_chart(chart, lang):
    texts = [chart.subtitle, *(each.label for each in chart.categories), *(each.name for each in chart.series)]
    found = set(chain.from_iterable(map(numbers, texts)))
    marked = [at for at, each in enumerate(chart.categories) if chart.across is None or each.label]
    for series in chart.series:
        found |= set(chain.from_iterable(written(series.values[at], series.unit, lang) for at in marked))
    values = chart.series[0].values
    if chart.kind == "pie":
        found |= shares_of([None if each is None else max(each, 0) for each in values], slice_total(chart), lang)
    if "pyramid" in chart.kind or chart.shares:
        found |= {text for each in layer_shares(chart) if each is not None for text in shares_of([Decimal(str(each))], 1, lang)}
    if chart.kind == "stacked_column":
        for at in range(len(values)):
            found |= written(sum(each.values[at] or 0 for each in chart.series), chart.unit, lang)
    return found


def in_grid(grid, lang):
    texts = [grid.subtitle, *grid.rows, *grid.columns, *(text for cell in grid.boxes for text in (cell.label, *cell.lines))]
    found = set(chain.from_iterable(map(numbers, texts)))
    return found.union(*(written(cell.value, cell.unit, lang) for cell in grid.boxes))


def in_table(table, lang):
    found = set(numbers(table.title)) | {f"{table.all_rows:,}"}
    for at, column in enumerate(table.columns):
        cells = [row[at] for row in table.rows]
        found = found.union(*(numbers(each) if column.type == "text" else written(each, column.type, lang) for each in cells if each is not None))
        if column.total:
            found |= written(table.total(at), column.type, lang)
    return found


def drawn(thing, lang):
    reader = {Chart: in_chart, Grid: in_grid, Table: in_table, Slide: in_slide}[type(thing)]
    return reader(thing, lang)


def in_slide(slide, lang):
    parts = [*slide.charts, *(each for each in (slide.table, slide.grid, slide.strip) if each)]
    return set(chain(numbers(slide.subtitle), *(drawn(each, lang) for each in parts), *map(numbers, slide.sides)))


def unbacked(slide, lang):
    """The titles of a slide and of what is on it that quote a number which is not drawn."""
    wrong = [(slide.title, each) for each in numbers(slide.title) - in_slide(slide, lang)]
    for part in (*slide.charts, *(each for each in (slide.grid, slide.strip) if each)):
        wrong += [(part.title, each) for each in numbers(part.title) - drawn(part, lang)]
    return wrong


# --- the houses --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(sample_houses, tmp_path_factory):
    made = tmp_path_factory.mktemp("titles")
    shutil.copy(sample_houses, made / "samples.duckdb")
    samples = Warehouse(made / "samples.duckdb")
    for store in (1, 2):
        save_group(samples, store, "近期A", "abcd", Condition(tiers=("A", "B"), recency_to=30), datetime(2026, 10, 31))
        save_group(samples, store, "政府", "pyramid", Condition(modules=("政府",)), datetime(2026, 10, 31))
    for store, name in ((1, "云栖湖宾馆"), (2, "望江楼大酒店")):
        take_passport(samples, passport_file(samples, store, name, LAST, LAST, with_money=True), LAST)
    samples.close()
    odd = Warehouse(made / "odd.duckdb")
    bills, profiles, stores, ratings = odd_rows()
    build(odd, bills, profiles, stores, ratings)
    for store in range(1, len(stores) + 1):
        save_group(odd, store, "g", "abcd", Condition(recency_to=60), datetime(2026, 10, 31))
    odd.close()
    return made


@pytest.fixture
def pinned(monkeypatch):
    """Every slide that a page offers to pin, made as the page would make it."""
    made = []
    button = pages.shared.pin.st.button

    def offered(label, *args, **options):
        if str(options.get("key", "")).startswith("pin_"):
            made.append(options["args"][0]())
        return button(label, *args, **options)

    monkeypatch.setattr(pages.shared.pin.st, "button", offered)
    return made


def beside(app, slides, lang):
    """The numbers that a page shows beside its findings: figures, captions, notes, short tables, and whatever is drawn."""
    texts = [each.value for kind in ("caption", "markdown", "info") for each in getattr(app, kind)]
    texts = [text for text in texts if not text.startswith(":gray[")]  # the further sentences of an answer
    texts += block_heads(app)
    texts += [" ".join(html.fromstring(each.proto.body).itertext()) for each in app.get("html") if 'class="plan"' in each.proto.body]
    texts += [text for each in shown_figures(app) for text in (each.label, each.value, each.delta, each.against, each.help) if text]
    found = set(chain(chain.from_iterable(map(numbers, map(str, texts))), *(in_slide(each, lang) for each in slides)))
    return found | {f"{Decimal(each[:-1]).quantize(Decimal(1), ROUND_HALF_UP)}%" for each in found if re.fullmatch(r"\d+\.\d%", each)}


def faults(open_page, pinned, store, langs):
    """What the pages of a store say that they do not draw; the pages take turns with the languages, beginning with the first."""
    wrong = []
    for number, (name, query) in enumerate(PAGES):
        lang = langs[number % len(langs)]
        pinned.clear()
        app = open_page(name, lang, store=str(store), **query)
        slides = list(pinned)
        for slide in slides:
            wrong += [(name, *query.values(), *each) for each in unbacked(slide, lang)]
        shown = beside(app, slides, lang)
        for head in answers(app):
            wrong += [(name, *query.values(), head, each) for each in sorted(numbers(head) - shown)]
    return list(dict.fromkeys(wrong))


@pytest.mark.parametrize(("file", "store", "langs"), [
    (file, number, ("en", "zh") if number % 2 else ("zh", "en"))  # of two houses, each page in both languages
    for file, houses in (("samples", 2), ("odd", len(ODD))) for number in range(1, houses + 1)
])
def test_every_title_quotes_what_is_drawn(open_page, folder, pinned, monkeypatch, file, store, langs):
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(folder / f"{file}.duckdb"))
    wrong = faults(open_page, pinned, store, langs)
    assert not wrong, "\n" + "\n".join(" | ".join(each) for each in wrong)


@pytest.mark.parametrize(("file", "count", "langs"), [("samples", 2, ("zh", "en")), ("odd", len(ODD), ("zh", "en"))])
def test_every_title_of_a_deck_quotes_what_is_drawn(folder, file, count, langs):
    scheme = load_scheme("abcd")
    warehouse = Warehouse(folder / f"{file}.duckdb")
    names, wrong = ["Pine Hotel", "Oak Hotel", *map("House {}".format, "ABCDEFGHI")], []
    for by in ("tier", "module", "module_tier"):
        for store in range(1, count + 1):
            lang = langs[store % len(langs)]  # the odd houses take turns
            slides = store_slides(warehouse, store, names[store - 1], scheme, LAST, by, lang)
            sides = tuple(read_side(warehouse, each, names[each - 1], scheme, LAST, by) for each in (store, store % count + 1))
            slides += comparison_slides(sides, scheme, lang)
            wrong += [(by, store, *each) for slide in slides for each in unbacked(slide, lang)]
    asked = (warehouse, [each for each in list_stores(warehouse) if each["bills"]], LAST)
    collected = read_benchmark(warehouse)
    slides = chain_slides(read_chain(*asked, "365"), read_guests(*asked, "365"), read_league(*asked), langs[0])
    slides += benchmark_slides(collected, collected.best_month, langs[0]) if collected.houses else ()
    wrong += [("chain", 0, *each) for slide in slides for each in unbacked(slide, langs[0])]
    warehouse.close()
    assert not wrong, "\n" + "\n".join(" | ".join(map(str, each)) for each in wrong)


def test_a_number_that_is_not_drawn_is_seen():
    pie = Chart("pie", "A: 40% of the customers, 9 in all", "", (Category("A"), Category("B")), (Series("", "count", (3, 7)),))
    assert sorted(each for _title, each in unbacked(Slide("", (pie,)), "en")) == ["40%", "40%", "9", "9"]
    assert numbers("From 3 Sep 2026 to Oct 2026 1 % of 1,234 brought ¥1.2万, R5 F4") == {"1%", "1,234", "¥1.2万"}
