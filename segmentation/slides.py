"""What is shown, apart from how it is drawn: charts, tables and slides as plain data.

A page, a workshop slide, a deck, a workbook and a printed page are made from the same description, so that
they cannot say different things. Everything is text and numbers, and survives being kept as JSON: money
is exact there, as text.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate, pairwise
from typing import Any

from segmentation.language.i18n import (
    LANGUAGES,
    format_count,
    format_day,
    format_money,
    format_money_short,
    format_ratio,
    translator,
    true_sign,
)

PYRAMIDS = ("pyramid", "inverted_pyramid")
KINDS = ("pie", "bar", "stacked_bar", "column", "stacked_column", "line", "radar", "waterfall", "scatter", "interval", *PYRAMIDS)
ONE_SERIES = ("pie", "waterfall", *PYRAMIDS)
OVER_NUMBERS = ("line", "scatter")
SECRETS = ("", "name", "phone", "customer", "manager", "store")
CENT = Decimal("0.01")
BETWEEN = " / "  # what stands between the two sides of a comparison
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


def _to_exact(value: Any) -> Decimal:
    return Decimal(str(value))


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
    "exact": _to_exact,
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
    ('46%', '−3.2', '4.25')
    >>> format_value(-0.04, "points", "en"), format_value(-0.004, "number", "en"), format_value(-0.0004, "ratio", "en")
    ('0.0', '0.00', '0.0%')
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
            return true_sign(f"{value:+.1f}")
        case "number":
            return true_sign(f"{value:,.2f}")
        case "exact":
            return f"{value:f}"
        case "date":
            return value.isoformat()
    return str(value)


def format_share(share: float | None, lang: str) -> str:
    """Return a share of a whole in whole per cents, a small one with a digit more; nothing for None.

    >>> [format_share(share, "en") for share in (0.24, 0.0096, 0.002, 0.0, -0.05, None)]
    ['24%', '1%', '0.2%', '0%', '−5%', '']
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
class Limit:
    """A line through a scatter, named: ``at`` a number across where it is ``upright``, else at one of the values."""

    name: str
    at: Value
    upright: bool = False


@dataclass(frozen=True)
class Chart:
    """One chart: ``title`` is the finding, ``subtitle`` says what is measured and when, ``notes`` hold the definitions.

    ``kind`` is one of ``KINDS``: bars lie, columns stand, a radar goes round from twelve, a pyramid has its layers from the
    top down. A waterfall goes from its first value by steps, each signed, to its last: first + steps = last, never below
    zero. A pie, a waterfall or a pyramid has one series. All series share a unit and have a value a category. Lines may run
    over numbers that rise or stay, one a category: ``across`` has them with their name and unit; then the categories with a
    label are the points to mark and name. A scatter has a point a category over such numbers and a series a group of points
    (None: not of this one); ``axis`` says what its values are, ``limits`` from where on something begins. Intervals lie below
    each other: a series of differences and two that are bands, from where to where each may lie (None: nobody knows); limits
    run upright through them. Lying bars of one
    series tell their ``shares`` of the sum where asked. ``secret`` says what the categories are where they are customers:
    "name", "phone" or "customer" (a key). Raises ValueError for anything else.
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
    axis: str = ""
    limits: tuple[Limit, ...] = ()

    def __post_init__(self) -> None:
        for name in ("categories", "series", "notes", "limits"):
            _set(self, name, tuple(getattr(self, name)))
        _check(self.kind in KINDS, f"there is no kind of chart {self.kind}")
        _check(self.secret in SECRETS, f"there is no secret {self.secret}")
        _check(bool(self.series), "a chart has a series")
        _check(self.kind not in ONE_SERIES or len(self.series) == 1, f"a {self.kind} has one series")
        _check(len({each.unit for each in self.series}) == 1, "the series of a chart share a unit")
        _check(all(len(each.values) == len(self.categories) for each in self.series), "a series has a value a category")
        _check(not self.shares or (self.kind == "bar" and len(self.series) == 1), "bars of one series tell their shares")
        _check(self.kind != "waterfall" or _adds_up(self.series[0].values), "a waterfall goes from its first value to its last")
        bands = tuple(each.band for each in self.series)
        _check(self.kind != "interval" or bands == (False, True, True), "an interval has a difference and two bands")
        _check(self.kind == "interval" or self.across is not None or not any(bands), "a band is around a line over numbers")
        if self.across is not None:
            places = self.across.values
            _check(self.kind in OVER_NUMBERS, "only lines and scatters run over numbers")
            _check(len(places) == len(self.categories) and None not in places, "every point has its place")
            _check(all(one <= other for one, other in pairwise(places)), "places rise")
        _check(self.kind != "scatter" or self.across is not None, "a scatter runs over numbers")
        _check(self.kind == "scatter" or not self.axis, "a scatter has an axis of its own")
        _check(self.kind in ("scatter", "interval") or not self.limits, "a scatter has limits, and so have intervals")
        _check(self.kind != "interval" or all(each.upright for each in self.limits), "a limit of intervals is upright")
        read = tuple((each, self.across.unit if each.upright and self.across else self.unit) for each in self.limits)
        _set(self, "limits", tuple(replace(each, at=read_value(each.at, unit)) for each, unit in read))

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
    """A table: typed columns and rows of cells as ``read_value`` gives them; None is an empty cell.

    Where the rows are but the first of a longer list, ``whole_rows`` is how many that has, and ``whole`` what its columns sum to,
    a cell a column: no total of a part stands anywhere.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    title: str = ""
    whole_rows: int = 0
    whole: tuple[Cell, ...] = ()

    def __post_init__(self) -> None:
        _set(self, "columns", tuple(self.columns))
        types = [column.type for column in self.columns]
        rows = []
        for row in self.rows:
            _check(len(row) == len(types), "a row has a cell a column")
            rows.append(tuple(read_value(cell, kind) for cell, kind in zip(row, types, strict=True)))
        _set(self, "rows", tuple(rows))
        _check(not self.whole or len(self.whole) == len(types), "a whole has a cell a column")
        _set(self, "whole", tuple(read_value(cell, kind) for cell, kind in zip(self.whole, types, strict=False)))

    @property
    def all_rows(self) -> int:
        """How many rows the whole list has."""
        return max(self.whole_rows, len(self.rows))

    def total(self, at: int) -> Value | None:
        """Return the sum of a column of numbers over the whole list, exact for money and counts; empty cells are nothing.

        None where there are but empty cells: what cannot be told of any row cannot be told of all.
        """
        if self.whole and self.whole[at] is not None:
            return self.whole[at]
        if self.rows and all(row[at] is None for row in self.rows):
            return None
        return self._sum(at, len(self.rows))

    def first_share(self, shown: int, places: Sequence[int]) -> float | None:
        """Return what share (0–1) the first rows have of what columns of money come to together; None where that is nothing."""
        whole = sum(self.total(at) or 0 for at in places)
        return float(sum(self._sum(at, shown) for at in places) / whole) if whole > 0 else None

    @property
    def by_telling(self) -> tuple[int, ...]:
        """The places of the columns, those after the first that hold only zeros and empty cells last: they give way first."""
        def tells(at: int) -> bool:
            own = (*(row[at] for row in self.rows), *self.whole[at : at + 1])
            return at == 0 or not self.rows or any(own)  # zeros, "" and None are false

        return tuple(sorted(range(len(self.columns)), key=lambda at: not tells(at)))

    def with_columns(self, places: Sequence[int]) -> Table:
        """Return the table with the columns at these places, in their order."""
        rows = tuple(tuple(row[at] for at in places) for row in self.rows)
        whole = tuple(self.whole[at] for at in places) if self.whole else ()
        return replace(self, columns=tuple(self.columns[at] for at in places), rows=rows, whole=whole)

    def _sum(self, at: int, shown: int) -> Value:
        values = [row[at] for row in self.rows[:shown] if row[at] is not None]
        return sum(values, Decimal("0.00") if self.columns[at].type == "money" else 0)


@dataclass(frozen=True)
class GridCell:
    """One box of a grid: its name, its value in one of ``UNITS``, more lines of text, and its colour (#rrggbb).

    Without a colour it has one by its value, as the other boxes without one. ``secret`` says what the name is where it is a
    customer's (``SECRETS``), ``behind`` which customers are in it.
    """

    label: str = ""
    value: Value | None = None
    unit: str = "count"
    lines: tuple[str, ...] = ()
    colour: str = ""
    behind: Behind = ()
    secret: str = ""

    def __post_init__(self) -> None:
        _check(self.unit in UNITS, f"there is no unit {self.unit}")
        _check(self.secret in SECRETS, f"there is no secret {self.secret}")
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
    kept; ``stores`` has the ids of the stores that it shows, with what they were called when it was made. ``as_of`` is the day
    at which it looks, ``other_day`` that of the right side where that looks at another one. Without
    a title it has its grid's, or its first chart's. Raises ValueError for too many charts, charts that the sides
    cannot share, or a grid with a table or with sides.
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
    stores: tuple[tuple[int, str], ...] = ()
    other_day: date | None = None

    def __post_init__(self) -> None:
        for name in ("charts", "sides", "notes"):
            _set(self, name, tuple(getattr(self, name)))
        _set(self, "stores", tuple((int(number), str(name)) for number, name in self.stores))
        for name in ("as_of", "other_day"):
            _set(self, name, read_value(getattr(self, name), "date"))
        _check(len(self.charts) <= CHARTS_A_SLIDE, f"a slide has at most {CHARTS_A_SLIDE} charts")
        _check(not self.sides or len(self.charts) % len(self.sides) == 0, "the sides share the charts equally")
        _check(self.grid is None or not (self.table or self.sides or self.strip), "a grid stands alone or beside charts")
        if not self.title and (self.grid or self.charts):
            _set(self, "title", (self.grid or self.charts[0]).title)


def days_text(slide: Slide, lang: str) -> str:
    """Return at which day a slide looks, at which two where its sides look at two; "" where it has none.

    >>> days_text(Slide("t", as_of=date(2026, 9, 30)), "en")
    '30 Sep 2026'
    >>> days_text(Slide("t", as_of=date(2026, 9, 30), other_day=date(2026, 10, 31)), "en")
    '30 Sep 2026 / 31 Oct 2026'
    """
    days = [format_day(day, lang) for day in (slide.as_of, slide.other_day) if day]
    return BETWEEN.join(days)


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


def cut_text(table: Table, shown: int, lang: str, title: str = "") -> str:
    """Return that only the first rows of a list are shown, of how many, and what of its money they have; "" where all are.

    The money is that of which the ``title`` says the sum, of several columns together; where it says none of a table with more
    than one, that of the first, which is named.

    >>> table = Table((Column("Money", "money", True),), ((Decimal(30),), (Decimal(20),)), whole_rows=40, whole=(Decimal(200),))
    >>> cut_text(table, 1, "en"), cut_text(table, 2, "en"), cut_text(Table((), ((), ())), 2, "en")
    ('the first 1 of 40, 15% of the money', 'the first 2 of 40, 25% of the money', '')
    """
    _ = translator(lang)
    if shown >= table.all_rows:
        return ""
    money = [at for at, column in enumerate(table.columns) if column.total and column.type == "money"]
    said = [at for at in money if _says_money(title, table.total(at) or Decimal(0))]
    share = table.first_share(shown, said or money[:1])
    text = _("the first {shown} of {all}") if share is None else _("the first {shown} of {all}, {share} of the money")
    column = table.columns[money[0]].label if money else ""
    if share is not None and len(money) > 1 and not said:
        text = _("the first {shown} of {all}, {share} of “{column}”")
    return text.format(
        shown=format_count(shown, lang), all=format_count(table.all_rows, lang), share=format_share(share, lang), column=column
    )


def _says_money(text: str, amount: Decimal) -> bool:
    """Return whether a text holds an amount as it is written, briefly or whole.

    >>> [_says_money(text, Decimal("9160000")) for text in ("A: ¥9.16M", "贡献¥916万。", "¥9.16K", "¥9,160,000.00", "¥9.16")]
    [True, True, False, True, False]
    """
    written = {write(amount, lang) for lang in LANGUAGES for write in (format_money, format_money_short)}
    return any(re.search(rf"{re.escape(each)}(?![\d.,]*[\d万亿KMB])", text) for each in written)


def layer_shares(chart: Chart) -> tuple[float | None, ...]:
    """Return what each layer of a pyramid, or bar, is of the sum of all; shares sum to 1 also where one is negative.

    None for one without a value, and for all of them where the sum is not positive.

    >>> layer_shares(Chart("pyramid", "", "", (Category("A"), Category("B")), (Series("", "count", (30, -10)),)))
    (1.5, -0.5)
    """
    values = chart.series[0].values
    total = sum(value for value in values if value is not None)
    return tuple(None if value is None or total <= 0 else float(value / total) for value in values)


def holds_nothing(chart: Chart, place: int) -> bool:
    """Return whether an interval holds 0, or has no end on a side, so that it cannot be told on which side of 0 it lies.

    >>> ends = (Series("", "points", (-1,), band=True), Series("", "points", (9,), band=True))
    >>> holds_nothing(Chart("interval", "", "", (Category("A"),), (Series("", "points", (4,)), *ends)), 0)
    True
    """
    low, high = (each.values[place] for each in chart.series[1:])
    return not ((low is not None and low > 0) or (high is not None and high < 0))


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
    limits = tuple(Limit(**each) for each in found.get("limits", ()))
    return Chart(**{**found, "categories": categories, "series": series, "across": across, "limits": limits})


def _table(found: Mapping[str, Any]) -> Table:
    columns = tuple(Column(**each) for each in found["columns"])
    return Table(columns, found["rows"], found["title"], found.get("whole_rows", 0), tuple(found.get("whole", ())))


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
