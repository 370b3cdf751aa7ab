"""What the points in amounts part off: 350.000 is 350 thousand in Jakarta, 350 where a till writes mills."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from segmentation.ingest.columns import MONEY
from segmentation.ingest.examination import Examination
from segmentation.ingest.questions import Question
from segmentation.ingest.readers.read import Readable
from segmentation.ingest.stage import source_select
from segmentation.language import currencies
from segmentation.language.i18n import N_
from segmentation.language.values import CENT
from segmentation.warehouse import Cursor, statement

THOUSANDS, DECIMALS = "thousands", "decimals"
_GROUPED = re.compile(r"[^0-9]*[1-9][0-9]{0,2}\.[0-9]{3}[^0-9]*")
_NEARLY_ALL = 20  # to one that is written another way
_CENTS = re.compile(r"[^0-9]*[0-9]+\.[0-9]{2}[^0-9]*")
_POINT = re.compile(r"[0-9]\.[0-9]|^\s*[-+]?\.[0-9]")


@dataclass(frozen=True)
class Points:
    """What the points of the amounts may part off, the likelier first, with one of them and what all come to either way."""

    options: tuple[str, ...]
    header: str
    example: str
    thousands: Decimal = Decimal(0)
    decimals: Decimal = Decimal(0)


def find_points(found: Examination, readable: Readable, cursor: Cursor) -> Points | None:
    """Return what is to be asked where all points of the amounts stand before three digits; None where nothing is in doubt.

    Amounts with parts of a cent are legal: 10.005 and 12.345. What speaks of thousands is that most end in 0, or that those
    without a point, which are below a thousand then, are the larger numbers: 980 beside 1.234. 0.350 and 12.5 speak of decimals.
    """
    name = next((each for each in ("amount", "unit_price") if each in found.mapping), None)
    if name is None:
        return None
    header, cells = found.mapped_headers()[name], _pointed(found, name)
    if not cells or not all(map(_GROUPED.fullmatch, cells)) or any(map(currencies.MILLS.search, (header, *cells))):
        return None
    money = [column.name for column in found.spec.columns if column.type == MONEY and column.name in found.mapping]
    if any(_CENTS.fullmatch(cell) for other in money for cell in _pointed(found, other)):
        return None  # what was let off or what it cost is written 8.50
    source, bound = source_select(found.spec, readable, found.mapping, decimal_comma=False)
    counted = statement("stage/points")
    told = cursor.arrow(f"with source as ({source}), {counted}", {**bound, "of_prices": name == "unit_price"}).to_pylist()[0]
    if (told["others"] + told["long"]) * _NEARLY_ALL > told["grouped"]:
        return None
    if told["tens"] * 2 < told["grouped"] and not (told["whole"] >= 100 > told["largest"]):
        return None
    of_thousands = told["fifties"] * 2 >= told["grouped"] or told["whole"] >= 100
    return Points((THOUSANDS, DECIMALS) if of_thousands else (DECIMALS, THOUSANDS), header, cells[0])


def are_thousands(found: Examination) -> bool:
    """Whether the header names a currency whose points are between thousands (Total (Rp)), and the amounts have such points."""
    if not currencies.POINTED.search(found.mapped_headers().get("amount", "")):
        return False
    cells = _pointed(found, "amount")
    return bool(cells) and all(map(_GROUPED.fullmatch, cells))


def _pointed(found: Examination, name: str) -> list[str]:
    place = found.mapping[name]
    cells = [row[place].strip() for row in found.readable.sample if place < len(row)]
    return [cell for cell in cells if _POINT.search(cell)]


def sum_up(cursor: Cursor) -> Decimal:
    """Return what the amounts of the staged lines come to as they are read now."""
    told = "select coalesce(sum(coalesce(amount, quantity * unit_price)), 0) from lines where not is_total and not is_blank"
    return Decimal(cursor.execute(told).fetchall()[0][0])


def ask_points(found: Examination, points: Points | None) -> None:
    """Ask what the points of the amounts part off, with the money either way."""
    if points is None:
        return
    values = {
        "header": points.header, "example": points.example,
        "thousands": points.thousands.quantize(CENT), "decimals": points.decimals.quantize(CENT),
    }
    found.questions.append(
        Question(
            "points_open",
            N_(
                "The amounts in “{header}” are written like {example}: with thousands parted off they come to {thousands}, with "
                "decimals to {decimals}. Say what the points part off (in the shell: --points=thousands or --points=decimals)."
            ),
            values, "points", points.options, found.choices.points, values[points.options[0]],
        )
    )
