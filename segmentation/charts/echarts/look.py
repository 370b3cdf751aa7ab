"""How every chart of ECharts looks: ink and ground of the theme, fills and hatches, and the texts at its marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from segmentation.charts.palette import FONT
from segmentation.slides import Behind, Category, Series

Options = dict[str, Any]
Marks = dict[tuple[int, str], tuple[Behind, ...]]  # what stands behind the marks of a series, by its number and their kind
MAIN, EDGE, NODE = "main", "edge", "node"  # what the browser calls the marks of a series; ribbons, and the places between them
LINE = "#9AA3AE"
TRACK = "rgba(128, 136, 144, 0.18)"
CHOSEN = 3  # pixels of the edge around the mark that is chosen
PHONE, PHONE_ENDS = 358, 500  # pixels of a chart on a phone, and from how many on it is on none
FULL_WIDTH = str.maketrans("{}|", "｛｝｜")


@dataclass(frozen=True)
class Look:
    """The colours of a theme: of text, of the ground, of what is said beside, of what is bad for the house."""

    ink: str
    ground: str
    muted: str
    bad: str


LOOKS = {
    "light": Look("#1F2933", "#FFFFFF", "#5B6673", "#B3261E"), "dark": Look("#E6E9EE", "#12161C", "#9AA6B2", "#F2867E"),
}


@dataclass(frozen=True)
class Drawn:
    """The options of a chart, its height in pixels, and what its marks stand for.

    ``marks`` has for the number of a series and the kind of its marks (``MAIN``, ``EDGE``, ``NODE``) what each
    of them stands for.
    """

    options: Options
    height: int
    marks: Marks

    def behind(self, picked: Iterable[tuple[int, str, int]]) -> Behind:
        """Return what the first of the picked marks (series, kind, number) stands for that stands for anybody."""
        return picked_of(self.marks, picked)


def picked_of(marks: Marks, picked: Iterable[tuple[int, str, int]]) -> Behind:
    """Return what the first of the picked marks (series, kind, number) stands for that stands for anybody; nothing without one.

    >>> picked_of({(0, MAIN): ((), (("tier", "B"),))}, [(0, MAIN, 0), (9, MAIN, 0), (0, MAIN, 1)])
    (('tier', 'B'),)
    """
    for series, kind, number in picked:
        known = marks.get((series, kind), ())
        if number < len(known) and known[number]:
            return known[number]
    return ()


def base(look: Look, size: int) -> Options:
    """Return what all charts share: font and ink, no movement, and boxes of plain text at what is pointed at."""
    return {
        "animation": False,
        "backgroundColor": "transparent",
        "textStyle": {"fontFamily": FONT, "color": look.ink, "fontSize": size},
        "tooltip": {
            "trigger": "item", "renderMode": "richText", "confine": True, "backgroundColor": look.ground, "borderColor": LINE,
            "borderWidth": 1, "textStyle": {"color": look.ink, "fontSize": max(13, min(size, 16))},
        },
    }


def fill(colour: str, look: Look, *, hatched: bool = False, chosen: bool = False) -> Options:
    """Return the fill of a mark: plain or hatched, with an edge where it is chosen; the browser's own choice changes nothing."""
    style: Options = {"color": colour, "borderColor": colour, "borderWidth": 0}
    if hatched:
        style = {"color": look.ground, "borderColor": colour, "borderWidth": 1, "decal": {
            "symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 5], "rotation": -0.785, "color": colour,
            "backgroundColor": look.ground,
        }}
    if chosen:
        style |= {"borderColor": look.ink, "borderWidth": CHOSEN}
    return style


def mark(value: Any, style: Options, told: Sequence[str], words: str | None = None, **more: Any) -> Options:
    """Return one mark: its value, its fill, what pointing at it tells, and what is written at it: ``words``, or nothing."""
    written = {"show": False} if words is None else {"show": True, "formatter": words}
    edge = {name: style[name] for name in ("borderColor", "borderWidth") if name in style}
    return {
        "value": value, "itemStyle": style, "select": {"itemStyle": edge}, "tooltip": {"formatter": tooltip(told)},
        **more, "label": {**written, **more.get("label", {})},
    }


def media_of(drawn: Sequence[tuple[Options, int]], parts: Sequence[str]) -> list[Options]:
    """Return the ``parts`` of options that hold from so many pixels of width on, the narrowest first, each up to the next."""
    ends = [begin for _options, begin in drawn[1:]]
    return [
        {
            "query": {**({"minWidth": begin} if begin else {}), **({"maxWidth": ends[at] - 1} if at < len(ends) else {})},
            "option": {name: options[name] for name in parts if name in options},
        }
        for at, (options, begin) in enumerate(drawn)
    ]


def tooltip(lines: Sequence[str]) -> str:
    """Return what pointing at a mark tells, the first line strong by standing first."""
    return "\n".join(as_text(line) for line in lines)


def as_text(text: str) -> str:
    """Return a text so that ECharts shows it as it is: what it would read as a place for a value gets brackets of full width.

    >>> as_text("{b} | R&D <b>")
    '｛b｝ ｜ R&D <b>'
    """
    return text.translate(FULL_WIDTH)


def stands_for(category: Category, series: Series) -> Behind:
    """Return which customers the mark of a category in a series stands for; nothing where the category has nobody to list."""
    return (*category.behind, *series.behind) if category.behind else ()


def is_chosen(behind: Behind, chosen: Behind) -> bool:
    """Return whether a mark is the one that is chosen."""
    return bool(behind) and behind == chosen


def clickable(marks: Marks, number: int, kind: str = MAIN) -> Options:
    """Return what makes a series take clicks where any of its marks stands for somebody."""
    if any(marks.get((number, kind), ())):
        return {"selectedMode": "single", "cursor": "pointer"}
    return {"cursor": "default"}
