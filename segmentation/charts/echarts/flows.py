"""Ways from places on one side to places on the other, as ribbons: who moved from which grade to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from segmentation.charts.echarts.look import (
    CHOSEN,
    EDGE,
    NODE,
    Drawn,
    Look,
    Options,
    as_text,
    base,
    clickable,
    is_chosen,
    tooltip,
)
from segmentation.charts.labels import pixels_wide, shortened
from segmentation.slides import Behind

SEEN_THROUGH, STAYED = 0.75, 0.35  # opacity of a ribbon, and of one that leads nowhere else
LONGEST = 24


@dataclass(frozen=True)
class Place:
    """A place on one side: its key, what it is called with its sum, its colour, and whom it stands for."""

    key: str
    label: str
    colour: str
    behind: Behind = ()


@dataclass(frozen=True)
class Ribbon:
    """A way from a place on the left to one on the right: its size, what pointing at it tells, and whom it stands for."""

    start: str
    end: str
    size: float
    told: tuple[str, ...]
    colour: str
    stays: bool = False
    behind: Behind = ()


def draw_flows(
    left: Sequence[Place], right: Sequence[Place], ribbons: Sequence[Ribbon], look: Look, *, height: int, size: int,
    chosen: Behind = (),
) -> Drawn | None:
    """Return the ways as ribbons between places, which keep the order given; None without a way."""
    if not ribbons:
        return None
    links = []
    for each in ribbons:
        picked = is_chosen(each.behind, chosen)
        links.append({
            "source": f"from {each.start}", "target": f"to {each.end}", "value": each.size,
            "lineStyle": {"color": each.colour, "opacity": 1 if picked else STAYED if each.stays else SEEN_THROUGH},
            "select": {"lineStyle": {"color": each.colour}}, "tooltip": {"formatter": tooltip(each.told)},
        })
    nodes = [
        {
            "name": f"{side} {each.key}", "itemStyle": _fill(each, look, chosen),
            "select": {"itemStyle": {"borderColor": look.ink}},
            "label": {"position": position, "formatter": as_text(shortened(each.label, LONGEST))},
            "tooltip": {"formatter": tooltip((f"{each.label} →" if side == "from" else f"→ {each.label}",))}, "depth": depth,
        }
        for side, position, depth, places in (("from", "left", 0, left), ("to", "right", 1, right)) for each in places
    ]
    room = [round(max(pixels_wide(shortened(each.label, LONGEST), size) for each in places)) + 12 for places in (left, right)]
    marks = {
        (0, EDGE): tuple(each.behind for each in ribbons), (0, NODE): tuple(each.behind for each in (*left, *right)),
    }
    options = {
        **base(look, size),
        "series": [{
            "type": "sankey", "left": room[0], "right": room[1], "top": 8, "bottom": 8, "nodeWidth": 10, "nodeGap": 14,
            "draggable": False, "layoutIterations": 0, "emphasis": {"focus": "adjacency"}, "data": nodes, "links": links,
            "lineStyle": {"curveness": 0.5}, "label": {"color": look.ink, "fontSize": size}, **clickable(marks, 0, EDGE),
        }],
    }
    return Drawn(options, height, marks)


def _fill(place: Place, look: Look, chosen: Behind) -> Options:
    return {"color": place.colour, "borderColor": look.ink, "borderWidth": CHOSEN if is_chosen(place.behind, chosen) else 0}
