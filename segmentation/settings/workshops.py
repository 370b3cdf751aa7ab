"""Workshops: named rows of slides in an order, kept in the warehouse, so that they are there again on the day.

A slide is kept as it was when it was pinned: what was rehearsed is what is shown, whatever has been imported since. With it are
kept the ids of its stores, so that it is theirs, whatever they are called by then.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from segmentation.language.errors import ChangedMeanwhile, InputError, Unchanged
from segmentation.language.i18n import N_
from segmentation.settings import kept as settings
from segmentation.slides import BETWEEN, Slide, from_json, to_json
from segmentation.warehouse import Cursor, Warehouse

LONGEST_NAME = 60
MOST_SLIDES = 60

Kept = dict[str, Any]  # a workshop as it is kept: masked, slides


@dataclass(frozen=True)
class Workshop:
    """A workshop: its name, its slides in order, and whether customers are masked in it; managers and stores too (``house``)."""

    name: str
    slides: tuple[Slide, ...] = ()
    masked: bool = False
    house: bool = False


def prefix_of(warehouse: Warehouse) -> str:
    """Return what the names of workshops are kept under: an account that does not see everything has its own."""
    return f"workshop{warehouse.shelf}:"


def list_workshops(warehouse: Warehouse) -> list[str]:
    """Return the names of the workshops in alphabetical order."""
    found = warehouse.cursor().execute(
        "select name from settings where store_id = $store and starts_with(name, $prefix) order by name",
        {"store": settings.WHOLE_HOUSE, "prefix": prefix_of(warehouse)},
    ).fetchall()
    return [name.removeprefix(prefix_of(warehouse)) for (name,) in found]


def read_workshop(warehouse: Warehouse, name: str) -> Workshop | None:
    """Return the workshop; None where there is none of that name. A slide that cannot be read any more is passed over."""
    kept = settings.get(warehouse, settings.WHOLE_HOUSE, prefix_of(warehouse) + name)
    if kept is None:
        return None
    slides = tuple(slide for _data, slide in _read(kept) if slide is not None)
    return Workshop(name, slides, bool(kept["masked"]), bool(kept.get("house")))


def make_workshop(warehouse: Warehouse, name: str) -> Workshop:
    """Make an empty workshop, masked where another one is, and return it.

    Raises InputError for no name, one too long, or one that is there already.
    """
    with warehouse.writing() as cursor:
        kept = _new(warehouse)
        workshop = Workshop(_checked(warehouse, name), (), kept["masked"], kept["house"])
        _keep(cursor, warehouse, workshop.name, kept)
    return workshop


def rename_workshop(warehouse: Warehouse, name: str, new_name: str) -> str:
    """Give the workshop another name and return it. Raises InputError as ``make_workshop``; the same name changes nothing."""
    with suppress(Unchanged), warehouse.writing() as cursor:
        kept = settings.get(warehouse, settings.WHOLE_HOUSE, prefix_of(warehouse) + name)
        if kept is None or new_name.strip() == name:
            raise Unchanged
        new_name = _checked(warehouse, new_name)
        _keep(cursor, warehouse, new_name, kept)
        _keep(cursor, warehouse, name, None)
        return new_name
    return name


def delete_workshop(warehouse: Warehouse, name: str, seen: Sequence[Slide] | None = None) -> None:
    """Forget the workshop and its slides; nothing happens where there is none.

    Raises InputError, and forgets nothing, where its slides are no more those that a person has ``seen``.
    """

    def forget(kept: Kept) -> None:
        if seen is not None and [slide for _data, slide in _read(kept) if slide is not None] != list(seen):
            raise _changed(name)

    _change(warehouse, name, forget)


def pin(warehouse: Warehouse, name: str, slide: Slide) -> int:
    """Put the slide behind the others of the workshop, made where there is none, and return its number, 1 the first.

    A slide that is there already stays where it is. Raises InputError where the workshop is full.
    """
    with suppress(Unchanged), warehouse.writing() as cursor:
        kept = settings.get(warehouse, settings.WHOLE_HOUSE, prefix_of(warehouse) + name) or _new(warehouse)
        slides = [each for _data, each in _read(kept) if each is not None]
        slide = replace(slide, stores=_stores_of(slide, _store_ids(cursor)))
        # one kept before languages and stores were has none
        known = [replace(each, lang=slide.lang, stores=each.stores or slide.stores) for each in slides]
        number = known.index(slide) + 1 if slide in known else len(slides) + 1
        if slide in known:
            raise Unchanged
        if len(slides) >= MOST_SLIDES:
            raise InputError(
                "workshop_full", N_("“{name}” has {most} slides already. Take one out, or choose another workshop."),
                name=name, most=str(MOST_SLIDES),
            )
        _keep(cursor, warehouse, name, {**kept, "slides": [*kept["slides"], json.loads(to_json(slide))]})
    return number


def reorder(warehouse: Warehouse, name: str, order: Iterable[int], seen: Sequence[Slide] | None = None) -> None:
    """Keep those slides that ``order`` names by their place (0 the first), in that order.

    Places are those among the slides that a person has ``seen``, None for those of now. What was pinned behind them since
    stays behind. Raises InputError, and changes nothing, where they stand otherwise by now.
    """
    places = list(order)

    def sort(kept: Kept) -> Kept:
        read = _read(kept)
        rows = [(data, slide) for data, slide in read if slide is not None]
        count = len(rows) if seen is None else len(seen)
        if seen is not None and [slide for _data, slide in rows[:count]] != list(seen):
            raise _changed(name)
        unread = [data for data, slide in read if slide is None]
        return {**kept, "slides": [*(rows[place][0] for place in places), *(data for data, _slide in rows[count:]), *unread]}

    _change(warehouse, name, sort)


def set_masked(warehouse: Warehouse, name: str, masked: bool, house: bool = False) -> None:
    """Keep whether customers' names and phones are masked in the workshop; with ``house``, managers and stores too.

    What is masked in one is masked in all of the account, so that no other list shows to a room what this one hides; what is
    not masked any more is so in this one only. Nothing happens where there is none of that name.
    """
    with suppress(Unchanged), warehouse.writing() as cursor:
        if name not in (known := list_workshops(warehouse)):
            raise Unchanged
        for each in known if masked else [name]:
            kept = settings.get(warehouse, settings.WHOLE_HOUSE, prefix_of(warehouse) + each)
            too = house or (each != name and bool(kept.get("house")))
            _keep(cursor, warehouse, each, {**kept, "masked": masked, "house": too})


def _new(warehouse: Warehouse) -> Kept:
    """Return a workshop without slides as it is kept, masked where another one is."""
    every = [settings.get(warehouse, settings.WHOLE_HOUSE, prefix_of(warehouse) + each) for each in list_workshops(warehouse)]
    masked = [each for each in every if each["masked"]]
    return {"masked": bool(masked), "house": any(each.get("house") for each in masked), "slides": []}


def note_stores(warehouse: Warehouse, cursor: Cursor) -> None:
    """Give every slide that was kept without them the ids of its stores, as long as these are called as it says."""
    known = _store_ids(cursor)
    for name in list_workshops(warehouse):
        kept = settings.get(warehouse, settings.WHOLE_HOUSE, prefix_of(warehouse) + name)
        noted = [
            data if slide is None or slide.stores else {**data, "stores": _stores_of(slide, known)}
            for data, slide in _read(kept)
        ]
        if noted != kept["slides"]:
            _keep(cursor, warehouse, name, {**kept, "slides": noted})


def _store_ids(cursor: Cursor) -> dict[str, int]:
    return dict(cursor.execute("select name, store_id from stores").fetchall())


def _stores_of(slide: Slide, known: Mapping[str, int]) -> tuple[tuple[int, str], ...]:
    """Return the stores that a slide names, with their ids: one, or the two of a comparison."""
    names = [slide.store] if slide.store in known else next(
        ([one, slide.store.removeprefix(one + BETWEEN)] for one in known
         if slide.store.startswith(one + BETWEEN) and slide.store.removeprefix(one + BETWEEN) in known), [],
    )
    return tuple((known[name], name) for name in names)


def _change(warehouse: Warehouse, name: str, make: Callable[[Kept], Kept | None]) -> None:
    """Keep what ``make`` makes of the workshop in one transaction; nothing happens where there is none."""

    def change(kept: Kept | None) -> Kept | None:
        if kept is None:
            raise Unchanged
        return make(kept)

    with suppress(Unchanged):
        settings.change(warehouse, settings.WHOLE_HOUSE, prefix_of(warehouse) + name, change)


def _keep(cursor: Cursor, warehouse: Warehouse, name: str, kept: Kept | None) -> None:
    settings.keep(cursor, settings.WHOLE_HOUSE, prefix_of(warehouse) + name, kept)


def _read(kept: Kept) -> list[tuple[Any, Slide | None]]:
    """Return each slide as it is kept and as it is read; None for one that cannot be read any more, which stays kept."""
    rows: list[tuple[Any, Slide | None]] = []
    for data in kept["slides"]:
        slide = None
        with suppress(ValueError, KeyError, TypeError, ArithmeticError):
            slide = from_json(json.dumps(data))
        rows.append((data, slide))
    return rows


def _changed(name: str) -> InputError:
    return ChangedMeanwhile(
        N_("Meanwhile somebody else changed the slides of “{name}”. Nothing was done; here they are as they are now."), name=name
    )


def orphans(slides: Sequence[Slide], stores: Mapping[int, str], houses: Iterable[str] = ()) -> list[int]:
    """Return the places (0 the first) of the slides of which a store is gone; ``stores`` has the names of those that are left.

    ``houses`` are others of which there is a passport: their slides are of no store here. A comparison is of both its stores. A
    slide that knows no ids goes by the names that it has; one without a store is never one of these.
    """
    known = {*stores.values(), *houses}

    def is_left(slide: Slide) -> bool:
        if slide.stores:
            return all(number in stores for number, _name in slide.stores)
        return not slide.store or slide.store in known or all(name in known for name in slide.store.split(BETWEEN))

    return [place for place, slide in enumerate(slides) if not is_left(slide)]


def moved(count: int, place: int, step: int) -> list[int]:
    """Return the order of ``count`` slides after the one at ``place`` went ``step`` places on (-1: up), as far as it can.

    >>> moved(3, 2, -1), moved(3, 0, -1)
    ([0, 2, 1], [0, 1, 2])
    """
    order = list(range(count))
    order.insert(min(max(place + step, 0), count - 1), order.pop(place))
    return order


def _checked(warehouse: Warehouse, name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise InputError(
            "bad_workshop_name", N_("Write a name of at most {most} characters for the workshop."), most=str(LONGEST_NAME)
        )
    if name in list_workshops(warehouse):
        raise InputError("workshop_exists", N_("There is a workshop “{name}” already. Choose another name."), name=name)
    return name

