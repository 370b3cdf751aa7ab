"""Workshops: named rows of slides in an order, kept in the warehouse, so that they are there again on the day.

A slide is kept as it was when it was pinned: what was rehearsed is what is shown, whatever has been imported since.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from segmentation import settings
from segmentation.errors import InputError
from segmentation.i18n import N_
from segmentation.story import Slide, from_json, to_json
from segmentation.warehouse import Warehouse

PREFIX = "workshop:"
LONGEST_NAME = 60
MOST_SLIDES = 60


@dataclass(frozen=True)
class Workshop:
    """A workshop: its name, its slides in order, and whether customers' names and phones are masked in it."""

    name: str
    slides: tuple[Slide, ...] = ()
    masked: bool = False


def list_workshops(warehouse: Warehouse) -> list[str]:
    """Return the names of the workshops in alphabetical order."""
    found = warehouse.cursor().execute(
        "select name from settings where store_id = $store and starts_with(name, $prefix) order by name",
        {"store": settings.WHOLE_HOUSE, "prefix": PREFIX},
    ).fetchall()
    return [name.removeprefix(PREFIX) for (name,) in found]


def read_workshop(warehouse: Warehouse, name: str) -> Workshop | None:
    """Return the workshop; None where there is none of that name. A slide that cannot be read any more is passed over."""
    kept = settings.get(warehouse, settings.WHOLE_HOUSE, PREFIX + name)
    if kept is None:
        return None
    slides = []
    for text in kept["slides"]:
        with suppress(ValueError, KeyError, TypeError, ArithmeticError):
            slides.append(from_json(json.dumps(text)))
    return Workshop(name, tuple(slides), bool(kept["masked"]))


def save_workshop(warehouse: Warehouse, workshop: Workshop) -> None:
    """Keep the workshop under its name, over what stood there."""
    slides = [json.loads(to_json(slide)) for slide in workshop.slides]
    settings.put(warehouse, settings.WHOLE_HOUSE, PREFIX + workshop.name, {"masked": workshop.masked, "slides": slides})


def make_workshop(warehouse: Warehouse, name: str) -> Workshop:
    """Make an empty workshop and return it. Raises InputError for no name, one too long, or one that is there already."""
    workshop = Workshop(_checked(warehouse, name))
    save_workshop(warehouse, workshop)
    return workshop


def rename_workshop(warehouse: Warehouse, name: str, new_name: str) -> str:
    """Give the workshop another name and return it. Raises InputError as ``make_workshop``; the same name changes nothing."""
    workshop = read_workshop(warehouse, name)
    if workshop is None or new_name.strip() == name:
        return name
    new_name = _checked(warehouse, new_name)
    save_workshop(warehouse, Workshop(new_name, workshop.slides, workshop.masked))
    delete_workshop(warehouse, name)
    return new_name


def delete_workshop(warehouse: Warehouse, name: str) -> None:
    """Forget the workshop and its slides; nothing happens where there is none."""
    settings.put(warehouse, settings.WHOLE_HOUSE, PREFIX + name, None)


def pin(warehouse: Warehouse, name: str, slide: Slide) -> int:
    """Put the slide behind the others of the workshop, made where there is none, and return its number, 1 the first.

    A slide that is there already stays where it is. Raises InputError where the workshop is full.
    """
    workshop = read_workshop(warehouse, name) or Workshop(name)
    known = [replace(each, lang=slide.lang) for each in workshop.slides]  # one kept before languages were has none
    if slide in known:
        return known.index(slide) + 1
    if len(workshop.slides) >= MOST_SLIDES:
        raise InputError(
            "workshop_full", N_("“{name}” has {most} slides already. Take one out, or choose another workshop."),
            name=name, most=str(MOST_SLIDES),
        )
    save_workshop(warehouse, Workshop(name, (*workshop.slides, slide), workshop.masked))
    return len(workshop.slides) + 1


def reorder(warehouse: Warehouse, name: str, order: Iterable[int]) -> None:
    """Keep those slides that ``order`` names by their present place (0 the first), in that order."""
    workshop = read_workshop(warehouse, name)
    if workshop is not None:
        slides = tuple(workshop.slides[place] for place in order)
        save_workshop(warehouse, Workshop(name, slides, workshop.masked))


def set_masked(warehouse: Warehouse, name: str, masked: bool) -> None:
    """Keep whether customers' names and phones are masked in the workshop."""
    workshop = read_workshop(warehouse, name)
    if workshop is not None:
        save_workshop(warehouse, Workshop(name, workshop.slides, masked))


def orphans(slides: Sequence[Slide], stores: Collection[str]) -> list[int]:
    """Return the places (0 the first) of the slides of which no store of that name is left: deleted, or renamed since.

    A comparison names both of its stores; it is one of these where either is gone. A slide without a store never is.
    """
    known = set(stores)

    def is_left(slide: Slide) -> bool:
        return not slide.store or slide.store in known or all(name in known for name in slide.store.split(" / "))

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

