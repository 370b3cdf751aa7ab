"""What the three parts of a manager's points weigh: an owner's choice, kept as a setting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.settings.kept import get, keep, put
from segmentation.warehouse import Warehouse

NAME = "point_weights"
WHOLE = 100


@dataclass(frozen=True)
class PointWeights:
    """How many of 100 points kept and won customers, controllability and contribution bring at most."""

    kept: int = 40
    controllability: int = 30
    contribution: int = 30


def parse_point_weights(values: Mapping[str, str | int] | str) -> PointWeights:
    """Return the weights that a person wrote, by name or as "40/30/30".

    Raises InputError for what is not three whole numbers from 0 up that make 100.

    >>> parse_point_weights("50/30/20").kept, parse_point_weights({"kept": 40, "controllability": 30, "contribution": 30}).kept
    (50, 40)
    """
    texts = values.split("/") if isinstance(values, str) else [str(values.get(name, "")) for name in asdict(PointWeights())]
    numbers = [int(text) for text in map(str.strip, texts) if text.isascii() and text.isdigit() and len(text) < 4]
    if len(texts) != len(astuple(PointWeights())) or len(numbers) != len(texts) or sum(numbers) != WHOLE:
        message = N_("The three parts of the points are three whole numbers that make 100, such as 40/30/30.")
        raise InputError("bad_weights", message)
    return PointWeights(*numbers)


def point_weights(warehouse: Warehouse, store_id: int) -> PointWeights:
    """Return the weights of the store: its own, else the whole house's, else the defaults; what no longer fits gives way."""
    try:
        return parse_point_weights(get(warehouse, store_id, NAME, asdict(PointWeights())))
    except InputError:
        return PointWeights()


def save_point_weights(warehouse: Warehouse, store_id: int, weights: PointWeights | None) -> None:
    """Keep the weights for the store (0: for the whole house); None forgets them."""
    if weights is None:
        put(warehouse, store_id, NAME, None)
        return
    with warehouse.writing() as cursor:
        keep(cursor, store_id, NAME, asdict(weights))
