"""How a slide fills a stage: its parts, what is said over them, and every size as a share of the height, for any window.

A projector is read from ten metres, so no text is smaller than ``LEAST`` per cent of the height, but for the foot. Sizes are of
the height of a window that is 4:3 or wider, else of three quarters of its width. A comparison's strip of gaps is a slide of its
own, so that its pies fill theirs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from segmentation.charts.labels import COLUMN, lines_of, pixels_wide
from segmentation.language.i18n import translator
from segmentation.slides import Chart, Slide, Table, days_text, format_value, slice_total

LAYOUTS = ("comparison", "charts", "charts_and_grid", "charts_and_table", "grid", "table", "empty")
MOST_HEAD = 0.4  # of the height
LEAST, FOOT = 2.2, 1.8  # per cent of the height: the smallest text, and that of the foot
FOOT_SHARE = 0.66  # of the width is for what stands in the foot, the rest for the ways on and back
TEXT, PIE_TEXT, NARROW_PIE_TEXT = 2.6, 2.5, 2.4
TITLES = ((4.7, 1), (4.2, 1), (3.8, 1), (3.7, 2), (3.4, 2), (3.1, 2), (2.8, 3))  # sizes of a title, and its lines at most
BOLD = 1.06  # how much wider strong letters are
SIDE, TOP = 2.2, 1.8  # per cent that stay free beside and above
NARROW = 4 / 3 + 0.05  # a window up to so wide for its height has less room beside its pies
LEAST_WIDTH, LEAST_HEIGHT, MOST = 640, 480, 8000  # pixels
FEW_ROWS = 3.6  # per cent of the height: the letters of a table of few rows
MOST_ROWS, LONGEST_CELL = 12, 22  # of a table, and columns of half width of a text in it on one line
WEIGHTY = 5.0  # points from which on a difference is strong


@dataclass(frozen=True)
class Stage:
    """A window that slides are shown in, in pixels."""

    width: int = 1366
    height: int = 768

    @classmethod
    def of(cls, width: int, height: int) -> Stage:
        """Return the stage of a window; one that nobody could read, or that there is not, is taken as the nearest that may be.

        >>> Stage.of(1024, 768), Stage.of(1, 99_999)
        (Stage(width=1024, height=768), Stage(width=640, height=8000))
        """
        return cls(min(max(width, LEAST_WIDTH), MOST), min(max(height, LEAST_HEIGHT), MOST))

    def px(self, percent: float) -> int:
        """Return so many per cent of the height in whole pixels, never less: letters of 2.2 % are at least that.

        >>> Stage(1024, 768).px(2.2), Stage(800, 1000).px(10)
        (17, 60)
        """
        return math.ceil(percent * min(self.height, 0.75 * self.width) / 100 - 1e-9)

    @property
    def inner(self) -> int:
        """The width between both sides."""
        return self.width - 2 * self.px(SIDE)

    @property
    def is_narrow(self) -> bool:
        """Whether it has little room beside what stands in its middle."""
        return self.width / self.height < NARROW


@dataclass(frozen=True)
class Head:
    """What is said over a slide: the title with its size and lines, what follows it, and the pixels that both take."""

    title: str
    size: int
    under: str
    high: int


@dataclass(frozen=True)
class Difference:
    """A line of the legend between the pies: a slice with its colour, and how many points more of it the first side has; None
    where a side has no share."""

    label: str
    colour: str
    hatched: bool
    points: float | None

    @property
    def text(self) -> str:
        """The points with their sign, a true minus."""
        return format_value(self.points, "points", "en")

    @property
    def is_weighty(self) -> bool:
        """Whether it is one to look at."""
        return abs(self.points or 0) >= WEIGHTY


def layout_of(slide: Slide) -> str:
    """Return which of ``LAYOUTS`` a slide has."""
    if len(slide.sides) == 2 and slide.charts and all(chart.kind == "pie" for chart in slide.charts):
        return "comparison"
    parts = [name for name, part in (("charts", slide.charts), ("grid", slide.grid), ("table", slide.table)) if part]
    return "_and_".join(parts) or "empty"


def shown_slides(slides: Iterable[Slide]) -> tuple[Slide, ...]:
    """Return the slides as they follow each other on the stage: the gaps of a comparison stand on the next one."""
    return tuple(page for slide in slides for page in _pages(slide))


def first_shown(slides: Sequence[Slide], place: int) -> int:
    """Return the number (1 the first) on the stage of the slide at a place (0 the first) of a workshop."""
    return len(shown_slides(slides[:place])) + 1


def _pages(slide: Slide) -> tuple[Slide, ...]:
    if slide.strip is None:
        return (slide,)
    said = split_at_stops(slide.title)
    measured = slide.strip.subtitle or slide.subtitle  # from what is taken what, too
    gaps = replace(slide, title=said[-1], charts=(slide.strip,), sides=(), strip=None, subtitle=measured)
    return slide, gaps


def split_at_stops(text: str) -> list[str]:
    """Return the sentences of a title, at least one.

    >>> split_at_stops("A has 4.5 points. B has none."), split_at_stops("甲多。乙少。"), split_at_stops("")
    (['A has 4.5 points.', 'B has none.'], ['甲多。', '乙少。'], [''])
    """
    found = [each.strip() for each in re.findall(r".+?(?:[。！？]|[.!?](?=\s|$)|$)", text)]
    return [each for each in found if each] or [text]


def head_of(slide: Slide, stage: Stage, lang: str) -> Head:
    """Return what stands over a slide: as many whole sentences as one line holds, the rest and the subtitle below it."""
    said = split_at_stops(slide.title)
    joined = [("" if lang == "zh" else " ").join(said[:count]) for count in range(1, len(said) + 1)]
    count = max((number for number, text in enumerate(joined, 1) if _title_size(text, stage)[1] == 1), default=1)
    title, rest = joined[count - 1], ("" if lang == "zh" else " ").join(said[count:])
    size, lines = _title_size(title, stage)
    under = [rest]
    if layout_of(slide) == "comparison":  # what does not fit is said on the next slide, with the gaps
        under = [rest] if pixels_wide(rest, stage.px(TEXT)) <= stage.inner else []
        under += [] if _has_room_below(slide.subtitle, stage) else [slide.subtitle]
    else:
        under.append(subtitle_of(slide))
    text = " · ".join(filter(None, under))
    below = len(lines_of(text, stage.inner, stage.px(LEAST))) * round(1.35 * stage.px(LEAST)) + stage.px(0.6) if text else 0
    high = round(1.25 * size) * lines + below + stage.px(0.8)
    return Head(title, size, text, min(high, int(MOST_HEAD * stage.height)))  # however long somebody's title is


def foot_of(slide: Slide, stage: Stage, lang: str) -> str:
    """Return what stands under a slide, as much of it as has room.

    Of a comparison that is first over which days it is: the houses stand over its pies.
    """
    day = days_text(slide, lang)
    said = [slide.store, translator(lang)("As of {day}").format(day=day) if day else ""]
    if layout_of(slide) == "comparison":
        said = [*([slide.subtitle] if _has_room_below(slide.subtitle, stage) else said), slide.strip.title if slide.strip else ""]
    shown = ""
    for part in filter(None, said):
        longer = f"{shown} · {part}" if shown else part
        shown = longer if not shown or _has_room_below(longer, stage) else shown
    return shown


def _has_room_below(text: str, stage: Stage) -> bool:
    return pixels_wide(text, stage.px(FOOT)) <= FOOT_SHARE * stage.inner


def subtitle_of(slide: Slide) -> str:
    """Return what a slide measures and when: its own words, else those of all that is on it."""
    if slide.subtitle or slide.sides:
        return slide.subtitle
    parts = [*slide.charts, *([slide.grid] if slide.grid else [])]
    return parts[0].subtitle if len(parts) == 1 else ""


def _title_size(text: str, stage: Stage) -> tuple[int, int]:
    """Return the largest size at which a title takes no more lines than it may, and how many these are."""
    for percent, most in TITLES:
        lines = len(lines_of(text, stage.inner, BOLD * stage.px(percent)))
        if lines <= most:
            return stage.px(percent), lines
    return stage.px(LEAST + 0.2), len(lines_of(text, stage.inner, BOLD * stage.px(LEAST + 0.2)))


def headings(sides: Sequence[str]) -> list[str]:
    """Return the headings of the sides without what is said of all alike, such as the day, which stands elsewhere.

    A share stays, for the title says it of both.

    >>> headings(["A · 31 Oct · 61%", "B · 31 Oct · 37%"]), headings(["A · 31 Oct · 61%", "A · 30 Jun · 61%"])
    (['A · 61%', 'B · 37%'], ['A · 31 Oct · 61%', 'A · 30 Jun · 61%'])
    """
    parts = [side.split(" · ") for side in sides]
    return [
        " · ".join([name, *(each for each in more if each.endswith("%") or not all(each in other for other in parts))])
        for name, *more in parts
    ]


def differences(one: Chart, other: Chart, gaps: Chart | None = None) -> tuple[Difference, ...]:
    """Return how the slices of a pie differ from those of another, in points of their wholes, in the order of the pies.

    Where ``gaps`` has a slice, its points are taken: negative slices have a share in them, and none in a pie. A pie whose sum,
    negative slices taken off, is zero or less has no shares, so no slice of it differs by any points.
    """
    is_shared = all(sum(float(value or 0) for value in pie.series[0].values) > 0 for pie in (one, other))
    known = _known_points(one, gaps)
    shares = [_shares(one), _shares(other)]
    slices = {category.label: category for chart in (other, one) for category in chart.categories}
    labels = dict.fromkeys(category.label for chart in (one, other) for category in chart.categories)
    return tuple(
        Difference(label, slices[label].colour, slices[label].hatched,
                   known.get(label, 100 * (shares[0].get(label, 0.0) - shares[1].get(label, 0.0))) if is_shared else None)
        for label in labels
    )


def _shares(chart: Chart) -> dict[str, float]:
    whole = float(slice_total(chart)) or 1.0
    return {
        category.label: max(float(value or 0), 0.0) / whole
        for category, value in zip(chart.categories, chart.series[0].values, strict=True)
    }


def _known_points(pie: Chart, gaps: Chart | None) -> dict[str, float]:
    """Return the points that the strip has of what a pie shows: its first series is of customers, its last of money."""
    if gaps is None:
        return {}
    series = gaps.series[0 if pie.unit == "count" else -1]
    return {
        category.label: float(value)
        for category, value in zip(gaps.categories, series.values, strict=True) if value is not None
    }


@dataclass(frozen=True)
class FittedTable:
    """How a table stands on a stage: the size of its letters, its columns by number with their widths, how many rows it has."""

    size: int
    columns: tuple[int, ...]
    widths: tuple[int, ...]
    rows: int


def fit_table(table: Table, lang: str, stage: Stage, high: int) -> FittedTable:
    """Return the table at the largest size at which all its columns fit beside each other, else as many of the first as do;
    what holds nothing gives way before them.

    Texts break into lines; as many rows are shown as ``high`` pixels hold below the heads, at most ``MOST_ROWS``. Few rows are
    larger, as long as all of them are shown.
    """
    for size in range(stage.px(FEW_ROWS), stage.px(LEAST) - 1, -1):
        fitted, fits = _table_at(table, lang, stage, high, size)
        if fits and (size <= stage.px(TEXT) or fitted.rows == table.all_rows):
            break
    return fitted


def _table_at(table: Table, lang: str, stage: Stage, high: int, size: int) -> tuple[FittedTable, bool]:
    """Return the table at a size, and whether all its columns fit."""
    every = [_column_width(table, at, lang, size) for at in range(len(table.columns))]
    order = table.by_telling
    count = max([n for n in range(1, len(order) + 1) if sum(every[at] for at in order[:n]) <= stage.inner], default=1)
    places = tuple(sorted(order[:count]))
    table, widths = table.with_columns(places), [every[at] for at in places]
    wider = max(1.0, stage.inner / max(1, sum(widths)))
    shown = tuple(int(wide * wider) for wide in widths)
    heads = max(len(lines_of(column.label, wide - 1.2 * size, BOLD * size))
                for column, wide in zip(table.columns, shown, strict=True))
    left, rows = high - row_high(heads, size), 0
    for row in table.rows[:MOST_ROWS]:
        lines = max(len(lines_of(format_value(cell, column.type, lang), wide - 1.2 * size, size))
                    for cell, column, wide in zip(row, table.columns, shown, strict=True))
        left -= row_high(lines, size)
        if left < 0:
            break
        rows += 1
    return FittedTable(size, places, shown, rows), sum(every) <= stage.inner


def row_high(lines: int, size: int) -> int:
    """Return the pixels that a row of a table takes, with its line."""
    return math.ceil(1.3 * size * lines + 0.66 * size) + 1


def _column_width(table: Table, at: int, lang: str, size: int) -> int:
    """Return the pixels of a column: what its widest cell takes, a text at most ``LONGEST_CELL`` columns; no word is broken."""
    column = table.columns[at]
    cells = [format_value(row[at], column.type, lang) for row in table.rows[:MOST_ROWS]]
    longest = LONGEST_CELL if column.type == "text" else 60
    widths = [pixels_wide(line, size) for cell in cells for line in lines_of(cell, longest * COLUMN * size, size)]
    head = max(pixels_wide(line, BOLD * size) for line in lines_of(column.label, 8 * COLUMN * size, size))
    return math.ceil(max([head, *widths]) + 1.2 * size) + 1
