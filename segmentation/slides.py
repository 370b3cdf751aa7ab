"""What is shown, apart from how it is drawn: charts, tables and slides as plain data.

A page, a workshop slide, a deck, a workbook and a printed page are made from the same description, so that
they cannot say different things. Everything is text and numbers, and survives being kept as JSON: money
is exact there, as text.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate, pairwise
from typing import Any

from segmentation.language.i18n import format_count, format_money, format_money_short, format_ratio

PYRAMIDS = ("pyramid", "inverted_pyramid")
KINDS = ("pie", "bar", "stacked_bar", "column", "stacked_column", "line", "radar", "waterfall", *PYRAMIDS)
ONE_SERIES = ("pie", "waterfall", *PYRAMIDS)
SECRETS = ("", "name", "phone", "customer")
CENT = Decimal("0.01")
CHARTS_A_SLIDE = 4

Value = int | float | Decimal
Behind = tuple[tuple[str, str], ...]  # which customers a mark stands for: ("tier", "A"), ("module", "SA"), ("month", "2026-09") …
Cell = str | int | float | Decimal | date | None


def _to_text(value: Any) -> str:
    return value if isinstance(value, str) else str(value)


def _to_count(value: Any) -> int:
    if isinstance(value, float | Decimal) and value != int(value):
        raise ValueError(f"{value} is no whole number")
    return int(value)


def _to_money(value: Any) -> Decimal:
    if isinstance(value, float):
        raise TypeError("money is Decimal, never float")
    return Decimal(value).quantize(CENT, ROUND_HALF_UP)


def _to_float(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None


def _to_date(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else date(value.year, value.month, value.day)


READERS: dict[str, Callable[[Any], Any]] = {
    "text": _to_text,
    "count": _to_count,
    "money": _to_money,
    "ratio": _to_float,
    "points": _to_float,
    "number": _to_float,
    "date": _to_date,
}
UNITS = ("count", "money", "ratio", "points", "number")
TYPES = tuple(READERS)


def read_value(value: Any, kind: str) -> Cell:
    """Return ``value`` as the unit or column type ``kind`` holds it; None and no number stay None.

    money: Decimal to the cent; count: int; ratio (0–1), points (percentage points) and number: float;
    date: date; text: str. Raises TypeError for a float as money, ValueError for what cannot be read.

    >>> read_value("12.5", "money"), read_value("2026-09-30", "date"), read_value(float("nan"), "ratio")
    (Decimal('12.50'), datetime.date(2026, 9, 30), None)
    """
    return None if value is None else READERS[kind](value)


def format_value(value: Cell, kind: str, lang: str, *, short: bool = False) -> str:
    """Return a value of a unit or column type as people read it; a table's days are ISO, None is an en dash.

    >>> format_value(Decimal("123456"), "money", "zh"), format_value(Decimal("123456"), "money", "zh", short=True)
    ('¥123,456.00', '¥12.3万')
    >>> format_value(0.4567, "ratio", "en", short=True), format_value(-3.21, "points", "en"), format_value(4.25, "number", "en")
    ('46%', '-3.2', '4.25')
    """
    if value is None:
        return "–"
    match kind:
        case "money":
            return format_money_short(value, lang) if short else format_money(value, lang)
        case "count":
            return format_count(value, lang)
        case "ratio":
            return format_ratio(value, lang, 0 if short else 1)
        case "points":
            return f"{value:+.1f}"
        case "number":
            return f"{value:,.2f}"
        case "date":
            return value.isoformat()
    return str(value)


def format_share(share: float | None, lang: str) -> str:
    """Return a share of a whole in whole per cents, a small one with a digit more; nothing for None.

    >>> [format_share(share, "en") for share in (0.24, 0.0096, 0.002, 0.0, -0.05, None)]
    ['24%', '1%', '0.2%', '0%', '-5%', '']
    """
    return "" if share is None else format_ratio(share, lang, 1 if 0 < abs(share) < 0.0095 else 0)


@dataclass(frozen=True)
class Category:
    """One slice, bar or month: its label and colour (#rrggbb); hatched where colour alone would not tell it apart.

    ``behind`` says which customers it stands for, nothing where there is nobody to list; ``tick`` is its label below an axis
    where the whole one has no room.
    """

    label: str
    colour: str = ""
    hatched: bool = False
    behind: Behind = ()
    tick: str = ""

    def __post_init__(self) -> None:
        _check_colour(self.colour)
        _set(self, "behind", _behind(self.behind))


@dataclass(frozen=True)
class Series:
    """Values, one a category, in one of ``UNITS``. With a colour of its own it is drawn in it, else in its categories' colours.

    ``reference`` is a line that says where a rule of thumb stands: drawn dashed, without marks. ``band`` is an edge of a
    confidence band around the first line over numbers: two of them, the lower and then the upper, thin and filled between.
    ``behind`` narrows what its categories stand for.
    """

    name: str
    unit: str
    values: tuple[Value | None, ...]
    colour: str = ""
    hatched: bool = False
    reference: bool = False
    band: bool = False
    behind: Behind = ()

    def __post_init__(self) -> None:
        _check(self.unit in UNITS, f"there is no unit {self.unit}")
        _check_colour(self.colour)
        _set(self, "values", tuple(read_value(value, self.unit) for value in self.values))
        _set(self, "behind", _behind(self.behind))


@dataclass(frozen=True)
class Chart:
    """One chart: ``title`` is the finding, ``subtitle`` says what is measured and when, ``notes`` hold the definitions.

    ``kind`` is one of ``KINDS``: bars lie, columns stand, a radar goes round from twelve, a pyramid has its layers from the
    top down. A waterfall goes from its first value by steps, each signed, to its last: first + steps = last, never below
    zero. A pie, a waterfall or a pyramid has one series. All series share a unit and have a value a category. Lines may run
    over numbers that rise or stay, one a category: ``across`` has them with their name and unit; then the categories with a
    label are the points to mark and name. Lying bars of one series tell their ``shares`` of the sum where asked. ``secret``
    says what the categories are where they are customers: "name", "phone" or "customer" (a key). Raises ValueError for
    anything else.
    """

    kind: str
    title: str
    subtitle: str
    categories: tuple[Category, ...]
    series: tuple[Series, ...]
    notes: tuple[str, ...] = ()
    secret: str = ""
    across: Series | None = None
    shares: bool = False

    def __post_init__(self) -> None:
        for name in ("categories", "series", "notes"):
            _set(self, name, tuple(getattr(self, name)))
        _check(self.kind in KINDS, f"there is no kind of chart {self.kind}")
        _check(self.secret in SECRETS, f"there is no secret {self.secret}")
        _check(bool(self.series), "a chart has a series")
        _check(self.kind not in ONE_SERIES or len(self.series) == 1, f"a {self.kind} has one series")
        _check(len({each.unit for each in self.series}) == 1, "the series of a chart share a unit")
        _check(all(len(each.values) == len(self.categories) for each in self.series), "a series has a value a category")
        _check(not self.shares or (self.kind == "bar" and len(self.series) == 1), "bars of one series tell their shares")
        _check(self.kind != "waterfall" or _adds_up(self.series[0].values), "a waterfall goes from its first value to its last")
        _check(self.across is not None or not any(each.band for each in self.series), "a band is around a line over numbers")
        if self.across is not None:
            places = self.across.values
            _check(self.kind == "line", "only lines run over numbers")
            _check(len(places) == len(self.categories) and None not in places, "every point has its place")
            _check(all(one <= other for one, other in pairwise(places)), "places rise")

    @property
    def unit(self) -> str:
        """The unit of all the values."""
        return self.series[0].unit


@dataclass(frozen=True)
class Column:
    """One column of a table: label, one of ``TYPES``, whether it is summed, and whose name or phone it holds (``SECRETS``).

    ``ours`` says that the product wrote its texts; any other text may be a formula that somebody slipped into a file.
    """

    label: str
    type: str = "text"
    total: bool = False
    secret: str = ""
    ours: bool = False

    def __post_init__(self) -> None:
        _check(self.type in TYPES, f"there is no column type {self.type}")
        _check(self.secret in SECRETS, f"there is no secret {self.secret}")


@dataclass(frozen=True)
class Table:
    """A table: typed columns and rows of cells as ``read_value`` gives them; None is an empty cell."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    title: str = ""

    def __post_init__(self) -> None:
        _set(self, "columns", tuple(self.columns))
        types = [column.type for column in self.columns]
        rows = []
        for row in self.rows:
            _check(len(row) == len(types), "a row has a cell a column")
            rows.append(tuple(read_value(cell, kind) for cell, kind in zip(row, types, strict=True)))
        _set(self, "rows", tuple(rows))

    def total(self, at: int) -> Value:
        """Return the sum of a column of numbers, exact for money and counts; empty cells count as nothing."""
        values = [row[at] for row in self.rows if row[at] is not None]
        return sum(values, Decimal("0.00") if self.columns[at].type == "money" else 0)


@dataclass(frozen=True)
class GridCell:
    """One box of a grid: its name, its value in one of ``UNITS``, more lines of text, and its colour (#rrggbb).

    Without a colour it has one by its value, as the other boxes without one. ``behind`` says which customers are in it.
    """

    label: str = ""
    value: Value | None = None
    unit: str = "count"
    lines: tuple[str, ...] = ()
    colour: str = ""
    behind: Behind = ()

    def __post_init__(self) -> None:
        _check(self.unit in UNITS, f"there is no unit {self.unit}")
        _check_colour(self.colour)
        _set(self, "lines", tuple(self.lines))
        _set(self, "value", read_value(self.value, self.unit))
        _set(self, "behind", _behind(self.behind))


@dataclass(frozen=True)
class Grid:
    """Boxes in rows and columns: a matrix, a heatmap, a triangle of cohorts, who moved from where to where.

    ``cells`` has a row of boxes for each of ``rows``, from the top down, and in it a box for each of ``columns``. None is an
    empty box, which says so; a ``GridCell()`` is left blank: there is nothing to say. The axes name what rows and columns
    are. All values share a unit. Raises ValueError for anything else.
    """

    title: str
    subtitle: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[GridCell | None, ...], ...]
    row_axis: str = ""
    column_axis: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("rows", "columns", "notes"):
            _set(self, name, tuple(getattr(self, name)))
        _set(self, "cells", tuple(tuple(row) for row in self.cells))
        _check(bool(self.rows) and bool(self.columns), "a grid has a row and a column")
        _check(len(self.cells) == len(self.rows), "a grid has a row of boxes a row")
        _check(all(len(row) == len(self.columns) for row in self.cells), "a grid has a box a column")
        _check(len({cell.unit for cell in self.boxes if cell.value is not None}) <= 1, "the values of a grid share a unit")

    @property
    def boxes(self) -> tuple[GridCell, ...]:
        """All boxes that are not empty, row by row."""
        return tuple(cell for row in self.cells for cell in row if cell is not None)

    @property
    def unit(self) -> str:
        """The unit of all the values."""
        return next((cell.unit for cell in self.boxes if cell.value is not None), "count")


@dataclass(frozen=True)
class Slide:
    """One slide: the finding as title, up to four charts side by side, a table or a grid, definitions as notes.

    With ``sides`` it compares: each heading stands over its equal share of the charts, and ``strip``, a
    chart of the gaps between them, runs under both. ``lang`` is the language of its words, "" where it was not
    kept. Without a title it has its grid's, or its first chart's. Raises ValueError for too many charts, charts that the
    sides cannot share, or a grid with a table or with sides.
    """

    title: str
    charts: tuple[Chart, ...] = ()
    table: Table | None = None
    sides: tuple[str, ...] = ()
    strip: Chart | None = None
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    store: str = ""
    as_of: date | None = None
    grid: Grid | None = None
    lang: str = ""

    def __post_init__(self) -> None:
        for name in ("charts", "sides", "notes"):
            _set(self, name, tuple(getattr(self, name)))
        _set(self, "as_of", read_value(self.as_of, "date"))
        _check(len(self.charts) <= CHARTS_A_SLIDE, f"a slide has at most {CHARTS_A_SLIDE} charts")
        _check(not self.sides or len(self.charts) % len(self.sides) == 0, "the sides share the charts equally")
        _check(self.grid is None or not (self.table or self.sides or self.strip), "a grid stands alone or beside charts")
        if not self.title and (self.grid or self.charts):
            _set(self, "title", (self.grid or self.charts[0]).title)


def to_json(slide: Slide) -> str:
    """Return a slide as JSON; money is text, days are ISO."""
    return json.dumps(asdict(slide), ensure_ascii=False, default=_plain)


def from_json(text: str) -> Slide:
    """Return the slide that ``to_json`` wrote. Raises ValueError, KeyError or TypeError for anything else.

    >>> pie = Chart("pie", "Half", "", (Category("A"), Category("B")), (Series("Money", "money", ("0.10", "0.10")),))
    >>> slide = Slide("Half", (pie,), as_of=date(2026, 9, 30))
    >>> from_json(to_json(slide)) == slide
    True
    """
    found = json.loads(text)
    found["charts"] = tuple(_chart(each) for each in found["charts"])
    found["strip"] = found["strip"] and _chart(found["strip"])
    found["table"] = found["table"] and _table(found["table"])
    found["grid"] = found.get("grid") and _grid(found["grid"])
    return Slide(**found)


def layer_shares(chart: Chart) -> tuple[float | None, ...]:
    """Return what each layer of a pyramid, or bar, is of the sum of all; shares sum to 1 also where one is negative.

    None for one without a value, and for all of them where the sum is not positive.

    >>> layer_shares(Chart("pyramid", "", "", (Category("A"), Category("B")), (Series("", "count", (30, -10)),)))
    (1.5, -0.5)
    """
    values = chart.series[0].values
    total = sum(value for value in values if value is not None)
    return tuple(None if value is None or total <= 0 else float(value / total) for value in values)


def slice_total(chart: Chart) -> Value:
    """Return what the slices of a pie sum to, negative ones counting as nothing."""
    start = Decimal(0) if chart.unit == "money" else 0
    return sum((max(value, start) for value in chart.series[0].values if value is not None), start)


def waterfall_base(chart: Chart) -> tuple[Value, ...]:
    """Return where each bar of a waterfall begins: the lower of the levels before and after its step; zero at both ends.

    >>> steps = Series("", "count", (10, -4, 3, 9))
    >>> waterfall_base(Chart("waterfall", "", "", tuple(map(Category, "abcd")), (steps,)))
    (0, 6, 6, 0)
    """
    first, *steps, last = chart.series[0].values
    levels = [first, *accumulate(steps, initial=first)][1:]
    return (first - first, *(min(one, other) for one, other in pairwise(levels)), last - last)


def _adds_up(values: tuple[Value | None, ...]) -> bool:
    if len(values) < 2 or None in values:
        return False
    levels = list(accumulate(values[:-1]))
    return levels[-1] == values[-1] and min(levels) >= 0


def _chart(found: Mapping[str, Any]) -> Chart:
    categories = tuple(Category(**each) for each in found["categories"])
    across = Series(**found["across"]) if found.get("across") else None
    series = tuple(Series(**each) for each in found["series"])
    return Chart(**{**found, "categories": categories, "series": series, "across": across})


def _table(found: Mapping[str, Any]) -> Table:
    return Table(tuple(Column(**each) for each in found["columns"]), found["rows"], found["title"])


def _grid(found: Mapping[str, Any]) -> Grid:
    return Grid(**{**found, "cells": tuple(tuple(cell and GridCell(**cell) for cell in row) for row in found["cells"])})


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a slide")


def _behind(found: Any) -> Behind:
    return tuple((str(name), str(value)) for name, value in found)


def _set(frozen: Any, name: str, value: Any) -> None:
    object.__setattr__(frozen, name, value)


def _check_colour(colour: str) -> None:
    """Slides come back with a backup that anybody may have written, and a colour becomes a part of a style."""
    _check(not colour or re.fullmatch(r"#[0-9A-Fa-f]{6}", colour) is not None, f"there is no colour {colour}")


def _check(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)
