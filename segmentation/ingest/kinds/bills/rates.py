"""Discounts that are written as rates, what is left (9折, 0.9, 90) or what is off (10 %): brought to money."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

import pyarrow as pa

from segmentation.ingest.examination import Examination
from segmentation.ingest.guess import Cells
from segmentation.ingest.kinds.bills.columns import DISCOUNT
from segmentation.ingest.stage import keep_spellings, odd_text
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import plain_number, read_number
from segmentation.warehouse import Cursor

LEFT, OFF = "left", "off"
_HEADER = re.compile(r"^(整单|会员|菜品|单品)?(折扣?率|折扣比例|折率|折扣|打折)$|^disc(ount)?(rate|pct|percent|percentage)?$")
_PAID = re.compile(r"实|净|折后|优惠后|^net|paid")  # of an amount that needs no rate
_SAYS_RATE = re.compile(r"率|比例|%|％|rate|pct|percent", re.IGNORECASE)
_TENTHS = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*折")
_WHOLE = re.compile(r"^(不打折|无折扣?|未打折|原价|全价|全额|无|no|none|-*)$", re.IGNORECASE)


def find_rate(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Map a column of rates (折扣率, or 折扣 that says 9折) as the discount, unless one is, or the amount is what was paid."""
    rates = [place for place, header in enumerate(folded) if _HEADER.search(header)]
    others = [place for place, header in enumerate(folded) if header in DISCOUNT.synonyms and place not in rates]
    if any(_number(cell) for place in others for cell in cells[place]):
        return  # what is off in money stands beside it
    if "discount" in mapping or _PAID.search(folded[mapping["amount"]] if "amount" in mapping else ""):
        return
    for place, header in enumerate(folded):
        filled = [cell for cell in cells[place] if cell.strip()]
        free = place not in mapping.values() and _HEADER.search(header) and filled
        if free and all(read_rate(cell, LEFT) is not None for cell in filled):
            mapping["discount"] = place
            return


def _number(cell: str) -> Decimal:
    return read_number(cell) or Decimal(0)


def way_of_rates(found: Examination) -> str:
    """Return what the rates of the discount column say, "" where it holds money."""
    place = found.mapping.get("discount")
    if place is None:
        return ""
    header, cells = found.names[place], [row[place].strip() for row in found.readable.sample if row[place].strip()]
    if any(map(_TENTHS.fullmatch, cells)):
        return LEFT
    numbers = [number for cell in cells if (number := read_number(cell.rstrip("%％"))) is not None]
    if not numbers or not all(0 <= number <= 100 for number in numbers) or not _HEADER.search(fold_header(header)):
        return ""
    if _SAYS_RATE.search(header) or any(cell.endswith(("%", "％")) for cell in cells):
        return OFF if header.isascii() else LEFT
    # 90, 100, 85 beside dishes of 5: no money, for the most are let off nothing
    whole = sum(number == 100 for number in numbers)
    return LEFT if whole * 3 >= len(numbers) and all(number >= 50 for number in numbers) else ""


def is_tenths(text: str) -> bool:
    """Whether a cell says how many tenths of a price are left, 9折, no money."""
    return bool(_TENTHS.fullmatch(text.strip()))


def read_rate(text: str, way: str) -> Decimal | None:
    """Return the share that a rate leaves of a price, None where it says none.

    >>> read_rate("9折", LEFT), read_rate("88", LEFT), read_rate("0.9", LEFT), read_rate("10%", OFF), read_rate("不打折", LEFT)
    (Decimal('0.9'), Decimal('0.88'), Decimal('0.9'), Decimal('0.9'), Decimal('1'))
    """
    text = text.strip()
    if _WHOLE.search(text):
        return Decimal(1)
    tenths = _TENTHS.fullmatch(text)
    number = Decimal(tenths[1]) if tenths else read_number(text.rstrip("%％"))
    if number is None or not 0 <= number <= 100:
        return None
    percent = text.endswith(("%", "％"))
    if way == OFF:
        return 1 - (number if number < 1 and not percent else number / 100)
    return number if number <= 1 and not percent else number / 10 if number < 10 and not percent else number / 100


def to_money(found: Examination, cursor: Cursor, way: str) -> None:
    """Make of each rate the money that it lets off the amount of its line, or off quantity × price; tell what was read."""
    said = f"coalesce({odd_text(found.spec, found.readable, found.mapping, 'discount')}, cast(kept_lines.discount as varchar))"
    texts = [row[0] for row in cursor.execute(f"select distinct {said} from kept_lines where {said} is not null").fetchall()]
    rates: Mapping[str, Decimal | None] = {text: read_rate(text, way) for text in texts}
    fitting = {text: None if rate is None else rate.quantize(Decimal("0.0001")) for text, rate in rates.items()}
    keep_spellings(cursor, "discount_rates", pa.decimal128(18, 4), fitting)
    example = next((text for text in texts if rates[text] not in (None, 1)), "")
    left = (rates.get(example) or Decimal(1)) * 100
    text = N_("The discounts of “{header}” are rates: {example} leaves {left} % of the price.")
    values = {"header": found.mapped_headers()["discount"], "example": example, "left": plain_number(left)}
    if example:
        found.notices.append(Notice("discount_rates", text, 1, values))
    price = "amount" if "amount" in found.mapping else "quantity * unit_price"
    cursor.execute(
        f"update kept_lines set discount = try_cast(round({price} * (1 - spelled.value), 2) as decimal(15, 2)) "
        f"from discount_rates as spelled where {said} = spelled.text"
    )
