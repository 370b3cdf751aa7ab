"""Phones that tills ask for and waiters make up, 13800000000 or the house's own: they are no customer."""

from __future__ import annotations

import re
from collections import defaultdict

from segmentation.ingest.examination import Examination
from segmentation.ingest.looks import plain_phone
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.warehouse import Cursor, run

MANY_NAMES, SOME_NAMES = 5, 3  # on one phone: families share one, whole neighbourhoods do not
MANY_ROWS, SHARE = 5, 20  # of a made up number without any name: so many rows, one in twenty …
STANDS_OUT = 5  # … and so many times as often as the other phones on the average: a guest's number may look made up
MADE_UP = re.compile(r"(\d)\1{6}$|^0?123456789|12345678$|^13800138000$")
_CODE = "nobodys_phones"


def drop_nobodys_phones(found: Examination, cursor: Cursor) -> None:
    """Take the phones that stand for nobody out of the lines: those with many names, and made up ones that name nobody.

    Only what the sample suspects is looked for below it. A number such as 13888888888 under one name is that guest's.
    """
    place, name = found.mapping.get("phone"), found.mapping.get("name")
    if place is None:
        return
    seen: dict[str, list[str]] = defaultdict(list)
    for row in found.readable.sample:
        if number := plain_phone(row[place].strip()):
            seen[number].append("" if name is None else row[name].strip())
    rows = sum(map(len, seen.values()))
    suspects = [
        number for number, names in seen.items()
        if len(set(names)) >= MANY_NAMES or (MADE_UP.search(number) and len(names) * SHARE >= rows)
    ]
    if not suspects:
        return
    often = {number for number in suspects if len(seen[number]) * (len(seen) - 1) >= STANDS_OUT * (rows - len(seen[number]))}
    numbers = [
        (number, lines, amount)
        for number, lines, names, amount in run(cursor, "stage/shared_numbers", numbers=suspects).fetchall()
        if names >= MANY_NAMES or (
            MADE_UP.search(number) and (names >= SOME_NAMES or (not names and lines >= MANY_ROWS and number in often))
        )
    ]
    if not numbers:
        return
    run(cursor, "stage/drop_numbers", numbers=[number for number, *_ in numbers])
    text = N_(
        "{count} rows ({amount}) carry a phone that is no customer’s: {numbers}. It stands with many names or with none, as a "
        "till that asks for a phone is given one. They are known by what else they say, else counted as walk-ins."
    )
    values = {
        "amount": f"¥{sum(amount for *_, amount in numbers):,.2f}",
        "numbers": ", ".join(number for number, *_ in numbers[:3]) + (" …" if len(numbers) > 3 else ""),
    }
    found.notices = [notice for notice in found.notices if notice.code != _CODE]
    found.notices.append(Notice(_CODE, text, sum(lines for _, lines, _ in numbers), values))
