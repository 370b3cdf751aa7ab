"""What is taken away: decks of a house or of two, target workbooks, the morning page. The same calls for pages, shell, cron."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from segmentation.charts.festivals.parts import tell_festival
from segmentation.charts.grades.pies import (
    tell_part_contributions,
    tell_parts,
)
from segmentation.charts.revenue.benchmark import MONTHS as TREND_MONTHS
from segmentation.charts.revenue.benchmark import standings_file, standings_table, tell_standings
from segmentation.charts.revenue.chain import tell_chain, tell_multiples
from segmentation.charts.revenue.comparison import (
    OTHER_COLOUR,
    Side,
    compare,
    comparison_table,
    definitions,
    shown_slices,
    side_names,
    slice_label,
    telling_columns,
)
from segmentation.charts.revenue.ratios import tell_ratios
from segmentation.charts.revenue.rules import tell_occupancy
from segmentation.charts.revenue.stories import tell_months
from segmentation.exports.closing import closing_page
from segmentation.exports.masking import Masker, Register, mask_frame, mask_slides
from segmentation.exports.morning import mask_morning, morning_page
from segmentation.exports.pptx import deck
from segmentation.exports.tables import describe
from segmentation.exports.xlsx import WorkbookSheet, workbook
from segmentation.ingest.batches import list_stores
from segmentation.ingest.books import Closing
from segmentation.language.errors import InputError
from segmentation.language.i18n import LANGUAGES, N_, format_day, format_money_short, format_month, format_ratio, translator
from segmentation.measures.benchmark.collection import list_houses
from segmentation.measures.benchmark.passports import make_passport, write_passport
from segmentation.measures.benchmark.ratios import RATIOS, read_ratios
from segmentation.measures.benchmark.standing import Benchmark, best_count, finding_benchmark, is_judged
from segmentation.measures.books.certificate import file_names, reopening
from segmentation.measures.chain.guests import Guests, finding_guests
from segmentation.measures.chain.totals import Chain, absent_text, ends_text, finding_chain, shorter_text, with_periods
from segmentation.measures.festivals.around import read_festival
from segmentation.measures.festivals.calendar import last_begun
from segmentation.measures.festivals.words import finding_festival, sides_text
from segmentation.measures.foresight.potential_words import potential_text
from segmentation.measures.grades.tier_shares import Part, finding_largest_part, finding_richest_part
from segmentation.measures.movement.morning import read_morning
from segmentation.measures.revenue.comparison import finding_slices_apart
from segmentation.measures.revenue.composition import composition, finding_slices, slices_table
from segmentation.measures.revenue.controllable import LINE, finding_ratios, read_controllable
from segmentation.measures.revenue.occupancy import OCCUPANCY, finding_occupancy, read_occupancy
from segmentation.measures.revenue.overview import finding_months, read_months
from segmentation.measures.revenue.rule_words import ALMOST, TAUTOLOGY, finding_rules, finding_told, rules_table
from segmentation.measures.revenue.rules_tested import CANNOT_TELL, read_rules
from segmentation.measures.revenue.targets import preset_targets, read_growth, with_codes_in
from segmentation.measures.windows import Window, read_window, window_text
from segmentation.schemes import DEFAULT, Scheme, Value
from segmentation.settings.festival_windows import festival_windows
from segmentation.settings.kept import scheme_settings
from segmentation.settings.modules import read_modules
from segmentation.settings.own_schemes import find_scheme
from segmentation.slides import CHARTS_A_SLIDE, Chart, Slide
from segmentation.warehouse import Warehouse

ZERO = Decimal(0)
CHAIN_RATIOS = ("controllable", "active_share", "churn_rate")  # of which a deck has small charts
GUEST_COLUMNS = ("name", "phone", "stores_count", "main_store", "frequency", "contribution", "last_visit")
MOST_GUESTS = 12  # on a slide
TARGET_NOTE = N_(
    "Expected target = bookings × (1 + growth of visits {frequency}%) × average per table × (1 + growth of the standard "
    "{standard}%)."
)


def read_side(warehouse: Warehouse, store_id: int, store: str, scheme: Scheme, as_of: date, by: str) -> Side:
    """Return what a comparison needs of one store on a day, under the store's own settings."""
    settings = scheme_settings(warehouse, store_id, scheme)
    window = read_window(warehouse, store_id, as_of, str(settings["window"]))
    potential = {lang: potential_text(warehouse, store_id, scheme, settings, [as_of], lang) for lang in LANGUAGES}
    return Side(store, composition(warehouse, store_id, scheme, as_of, settings, by), scheme.tier_keys, window, potential)


def store_slides(
    warehouse: Warehouse, store_id: int, store: str, scheme: Scheme, as_of: date, by: str, lang: str
) -> tuple[Slide, ...]:
    """Return the slides of one house: pies, slices as a table, months, what it controls of them, tables, rules, a festival."""
    _ = translator(lang)
    settings: dict[str, Value] = scheme_settings(warehouse, store_id, scheme)
    side = read_side(warehouse, store_id, store, scheme, as_of, by)
    span = side.period(lang)
    found, place = side.composition, {"store": store, "as_of": as_of}
    notes = (*definitions(lang), *filter(None, [side.potential[lang]]))
    parts = composition_parts(side, lang)
    counted = tell_parts(parts, lang, finding_largest_part(parts, lang), _("Graded customers on {day}").format(
        day=format_day(as_of, lang)
    ))
    brought = tell_part_contributions(
        parts, lang, finding_richest_part(parts, lang, found.walk_in), span, found.walk_in
    )
    table = describe(slices_table(found, lang), lang, scheme)
    slides = [
        Slide(brought.title, (counted, brought), subtitle=span, notes=notes, **place),
        Slide(finding_slices(found, lang), table=table, subtitle=span, notes=notes, **place),
    ]
    months = read_months(warehouse, store_id, as_of)
    subtitle = _("Revenue by month: identified customers, walk-ins hatched")
    if told := tell_months(months, finding_months(months, lang, as_of), subtitle, lang, as_of):
        slides.append(Slide(told.title, (told,), subtitle=subtitle, **place))
    ratios = read_controllable(warehouse, store_id, as_of, int(settings["active_days"])).months
    if ratios.num_rows:
        words = _("Share of each month's revenue")
        drawn = tell_ratios(ratios, float(LINE), lang, finding_ratios(ratios, lang), words)
        slides.append(Slide(drawn.title, (drawn,), subtitle=words, notes=notes, **place))
    return (*slides, *rule_slides(warehouse, store_id, as_of, lang, place), *festival_slides(
        warehouse, store_id, scheme, as_of, settings, lang, place
    ))


def rule_slides(warehouse: Warehouse, store_id: int, as_of: date, lang: str, place: Mapping[str, Any]) -> list[Slide]:
    """Return how full the tables were by month, and the rules of thumb, where the house's months tell of them."""
    _, slides = translator(lang), []
    occupied = read_occupancy(warehouse, store_id, as_of)
    if told := tell_occupancy(occupied, lang, finding_occupancy(occupied, lang), _(OCCUPANCY)):
        slides.append(Slide(told.title, (told,), subtitle=told.subtitle, **place))
    tested = read_rules(warehouse, store_id, as_of)
    if any(each.verdict != CANNOT_TELL for each in tested):
        table, notes = describe(rules_table(tested, lang), lang), (_(ALMOST), _(TAUTOLOGY))
        slides.append(Slide(finding_told(tested, lang), table=table, subtitle=finding_rules(tested, lang), notes=notes, **place))
    return slides


def festival_slides(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value], lang: str,
    place: Mapping[str, Any],
) -> list[Slide]:
    """Return who came around the festival that is on or was last, against the year before, where the bills cover both."""
    windows = festival_windows(warehouse, store_id)
    begun = [each for key in windows if (each := last_begun(key, as_of, windows))]
    edition = max(begun, key=lambda each: (each.day, each.key), default=None)
    found = edition and read_festival(warehouse, store_id, scheme, edition, as_of, as_of, settings)
    if not found or not found.can_compare:
        return []
    told = [each for each in tell_festival(found, scheme, read_modules(warehouse, store_id), "customers", lang) if each]
    title, subtitle = finding_festival(found, lang, short=True), sides_text(found, "customers", lang)
    return [Slide(title, told, subtitle=subtitle, **place)] if told else []


def comparison_slides(sides: tuple[Side, Side], scheme: Scheme, lang: str) -> tuple[Slide, ...]:
    """Return the slides that set two sides side by side: the pies with the gaps, and every slice in a table."""
    first = compare(sides, lang)
    rows = comparison_table(sides, lang)
    table = describe(rows.select(telling_columns(rows)), lang, scheme, totals=False)
    title = finding_slices_apart(sides[0].composition, sides[1].composition, side_names(sides, lang), lang)
    return first, replace(first, title=title, charts=(), sides=(), strip=None, table=table)


def composition_parts(side: Side, lang: str) -> list[Part]:
    """Return the slices as both pies show them, the small ones together where there are many."""
    kept, grouped = shown_slices((side, side))
    parts = [Part(slice_label(each, lang), each.colour, each.customers, each.contribution) for each in kept]
    if grouped:
        rest = [each for each in side.composition.slices if each.key in grouped]
        customers, money = sum(each.customers for each in rest), sum((each.contribution for each in rest), ZERO)
        parts.append(Part(translator(lang)("Other"), OTHER_COLOUR, customers, money, grouped=True))
    return parts


def benchmark_slides(found: Benchmark, month: date, lang: str, houses: Sequence[str] = ()) -> tuple[Slide, ...]:
    """Return a slide a house that tells of the month: how it stands on every ratio, in a table. Without ``houses``, of all."""
    _ = translator(lang)
    slides = []
    for house in houses or found.houses:
        standings = found.of(house, month)
        if not standings:
            continue
        apart = [each for each in standings if is_judged(each)]
        text = (
            _("{month} · in the best quarter on {good} of {all} ratios · {houses} houses")
            if all(each.quartile is not None for each in apart)
            else _("{month} · first on {good} of {all} ratios · {houses} houses")
        )
        subtitle = text.format(
            month=format_month(month, lang), good=best_count(apart), all=len(apart), houses=max(each.of for each in standings)
        )
        notes = tuple(f"{_(RATIOS[each.ratio].label)}: {_(RATIOS[each.ratio].formula)}" for each in standings)
        table = describe(standings_table(standings, lang), lang)
        slides.append(Slide(finding_benchmark(standings, lang), table=table, subtitle=subtitle, notes=notes, store=house))
    return tuple(slides)


def chain_slides(found: Chain, guests: Guests, league: Benchmark, lang: str) -> tuple[Slide, ...]:
    """Return the slides of a chain: its stores, their league in the last month, small charts a store, the guests of several."""
    _ = translator(lang)
    span = window_text(Window(found.window, found.as_of, found.as_of.toordinal()), lang)
    shown = ("store", "revenue", "share", "customers", "active_customers", "controllable")
    table = describe(found.stores, lang, columns=shown)
    bars = tell_chain(found, lang, _("What each store brings"), span)
    under = " · ".join(filter(None, (span, ends_text(found, lang), shorter_text(found, lang))))
    slides = [Slide(finding_chain(found, lang), (bars,), table, subtitle=under, as_of=found.as_of)]
    if month := league.best_month:
        grid = tell_standings(league, month, _("League of ratios"), lang)
        under = " · ".join(filter(None, (grid.subtitle, absent_text(found, league, lang))))
        slides.append(Slide(grid.title, subtitle=under, grid=grid, as_of=found.as_of))
    drawn = league.months[-TREND_MONTHS:]
    months = f"{format_month(drawn[0], lang)} – {format_month(drawn[-1], lang)}" if drawn else ""
    for ratio in CHAIN_RATIOS:
        charts = tell_multiples(league, ratio, lang)
        for at in range(0, len(charts), CHARTS_A_SLIDE):
            name, four = _(RATIOS[ratio].label), tuple(map(_sparse, charts[at : at + CHARTS_A_SLIDE]))
            slides.append(Slide(name, four, subtitle=f"{_(RATIOS[ratio].formula)} · {months}", as_of=found.as_of))
    if guests.guests:
        said = finding_guests(guests, found.total("identified"), lang)
        table = describe(guests.frame(), lang, columns=GUEST_COLUMNS, most=MOST_GUESTS)
        known = _("Known customers' revenue {money} · {count} guests · {brought}").format(
            money=format_money_short(found.total("identified"), lang), count=f"{len(guests.guests):,}",
            brought=_guests_share(guests, found, lang),
        )
        slides.append(Slide(said, table=table, subtitle=f"{span} · {known}", as_of=found.as_of))
    return tuple(slides)


def _sparse(chart: Chart) -> Chart:
    """Return a small chart with a dot for the name of each month, for want of room: its slide says from when to when it is."""
    return replace(chart, categories=tuple(replace(each, tick="·") for each in chart.categories))


def _guests_share(guests: Guests, found: Chain, lang: str) -> str:
    whole, part = found.total("identified"), guests.contribution
    share = format_ratio(float(part / whole), lang) if whole > 0 and 0 <= part <= whole else "–"
    return f"{format_money_short(part, lang)} ({share})"


def chain_workbook(found: Chain, guests: Guests, league: Benchmark, lang: str, masker: Masker | None = None) -> bytes:
    """Return the roll-up of a chain: its stores with totals, their ratios by month with places, guests of several stores."""
    _ = translator(lang)
    span = window_text(Window(found.window, found.as_of, found.as_of.toordinal()), lang)
    notes = tuple(filter(None, (span, ends_text(found, lang), shorter_text(found, lang))))
    standings = [each for month in league.months for each in league.in_month(month)]
    sheets = [
        (_("Stores"), with_periods(found.stores.drop_columns(["store_id"]), found, lang), True, notes),
        (_("Ratios by month"), standings_file(standings, lang).rename_columns({"house": "store"}), False, ()),
        (_("Guests of several stores"), with_periods(guests.by_store(), found, lang), True, notes),
    ]
    return workbook([
        WorkbookSheet(name, describe(mask_frame(frame, masker) if masker else frame, lang, totals=totals), said)
        for name, frame, totals, said in sheets
    ], lang)


def passport_file(
    warehouse: Warehouse, store_id: int, house: str, as_of: date, made_on: date, *, with_money: bool = False
) -> bytes:
    """Return the passport of a store as a signed file, in which it is called ``house``; without money unless ``with_money``.

    Raises InputError where the store has no whole month yet, or the name is too long.
    """
    settings = scheme_settings(warehouse, store_id, find_scheme(warehouse, DEFAULT))
    months = read_ratios(warehouse, store_id, as_of)
    return write_passport(warehouse, make_passport(house, months, settings, as_of, made_on, with_money=with_money))


def read_register(warehouse: Warehouse) -> Register:
    """Return who there is in the house, for masks that are the same on every slide and in every list.

    Customers are numbered in the order of their first visits among all of the house, whatever of it may be seen; stores
    stand in the order in which they were made, then the houses whose passports were read.
    """
    people = warehouse.house_customers()
    customers = zip(people["customer"].to_pylist(), people["name"].to_pylist(), strict=True)
    managers = warehouse.table("facts/house_managers")["manager"].to_pylist()
    stores = [row["store"] for row in sorted(list_stores(warehouse), key=lambda row: row["store_id"])]
    stores += [row["house"] for row in list_houses(warehouse)]
    return Register.of(customers, managers, stores, people["number"].to_pylist())


def make_deck(
    slides: Sequence[Slide], lang: str, register: Register | None = None, *, anonymous: bool = False, house: bool = False
) -> bytes:
    """Return the slides as a PowerPoint file; names and phones masked by the ``register`` where it is to be anonymous.

    With ``house``, managers and stores are masked too.
    """
    return deck(mask_slides(slides, lang, register, house=house) if anonymous else slides, lang)


def targets_workbook(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, by: str, lang: str
) -> bytes:
    """Return the preset target tables of a store as a workbook: all customers first, then a sheet a grade or module × grade."""
    _ = translator(lang)
    growth = read_growth(warehouse, store_id)
    settings = scheme_settings(warehouse, store_id, scheme)
    listed = read_modules(warehouse, store_id)
    targets = preset_targets(warehouse, store_id, scheme, as_of, settings, by, growth)
    frame = with_codes_in(targets, listed, scheme, lang)
    names = {module.key: module.name[lang] for module in listed}
    columns = [name for name in frame.column_names if name not in ("module", "customer")]
    keys = frame["code" if by == "module_tier" else "tier"].to_pylist()
    modules = frame["module"].to_pylist()
    note = _(TARGET_NOTE).format(frequency=growth.frequency, standard=growth.standard)
    sheets = [WorkbookSheet(_("All customers"), describe(frame, lang, scheme, columns=columns), (note,))]
    for key in dict.fromkeys(keys):
        rows = [place for place, each in enumerate(keys) if each == key]
        name = f"{key} {names.get(modules[rows[0]], '')}" if by == "module_tier" else scheme.tier(key).label[lang]
        sheets.append(WorkbookSheet(name, describe(frame.take(rows), lang, scheme, columns=columns)))
    return workbook(sheets, lang)


def morning_sheet(
    warehouse: Warehouse, store_id: int, store: str, scheme: Scheme, as_of: date, on: date, settings: Mapping[str, Value],
    lang: str, masker: Masker | None = None,
) -> bytes:
    """Return the morning page of a store for the day ``on``, with bills up to ``as_of``, as HTML that prints to one sheet of A4.

    Grades are those of ``settings``; warnings are judged as everywhere, under the default scheme, in the same window. With a
    ``masker`` nobody whom it masks is named.
    """
    warned = {**scheme_settings(warehouse, store_id, find_scheme(warehouse, DEFAULT)), "window": settings["window"]}
    found = read_morning(warehouse, store_id, scheme, as_of, on, settings, warned)
    span = window_text(read_window(warehouse, store_id, as_of, str(settings["window"])), lang)
    if masker:
        store, found = masker.store(store), mask_morning(found, masker)
    return morning_page(store, found, scheme, span, lang).encode()


def closing_sheet(warehouse: Warehouse, closing: Closing, lang: str) -> bytes:
    """Return the certificate of a month-end close as HTML to print, with the files and grades called what they are called now."""
    certificate = json.loads(closing.certificate)
    tiers: dict[tuple[str, str], str] = {}
    for key in {row["scheme"] for row in certificate["grades"]}:
        with suppress(InputError):  # a scheme that is gone
            scheme = find_scheme(warehouse, key)
            tiers[key, ""] = scheme.label[lang]
            tiers |= {(key, tier.key): tier.label[lang] for tier in scheme.tiers}
    reopened = None if closing.is_closed else reopening(closing)
    names = file_names(warehouse, certificate)
    return closing_page(certificate, closing.sha256, names, tiers, reopened, lang).encode()
