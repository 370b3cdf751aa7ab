"""Who took a booking (订台人, 预订人): a guest, or the staff who took it down, told by what the cells show.

Staff are few over many bills: each name stands with many customers, or is that of the account manager too. A column whose names
are few over many bills, where nothing else tells a customer, is asked about.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from segmentation.ingest.columns import KEY_COLUMNS, NAME, NAME_PARTS
from segmentation.ingest.evidence import bill_of, candidates
from segmentation.ingest.examination import Examination
from segmentation.ingest.guess import Cells
from segmentation.ingest.mapping import fold_table
from segmentation.ingest.questions import Question
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_

STAFF, GUESTS = "staff", "guests"
_BOOKER = re.compile(
    r"^(预[订定约]|订[餐房台座席桌位])(人|员|者)(姓名|名称|名)?$|^(booked|reserved|reservation|booking)(by|taker)(name)?$"
)
_ENOUGH_BILLS = 20  # with a name, before it is weighed how few they are
_FEW = 8  # bills a name, where each has many customers
_VERY_FEW = 10  # where nothing tells customers beside it
_CUSTOMERS = 4  # of one name, at least, where a column tells customers


def leave_bookers(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take no staff who take bookings for customers: they are managers where the file names none."""
    place = mapping.get("name")
    if place is None or not are_staff(mapping, folded, cells, place):
        return
    del mapping["name"]
    mapping.setdefault("manager", place)
    others = [other for other in candidates(NAME, folded, cells) if other not in mapping.values() and other != place]
    others.sort(key=lambda other: not any(cells[other]))
    if others and not are_staff(mapping, folded, cells, others[0]):
        mapping["name"] = others[0]


def are_staff(mapping: dict[str, int], folded: Sequence[str], cells: Cells, place: int) -> bool:
    """Whether a column of bookers surely names staff: it is as the manager's, or each name stands with many customers."""
    if not _BOOKER.search(folded[place]):
        return False
    named = _named(mapping, cells, place)
    names = {name for _, name in named}
    manager = mapping.get("manager")
    if manager not in (None, place) and len(named) >= _FEW and len(named) >= 3 * len(names):
        beside = _pairs(mapping, cells, place, manager)
        same = sum(one == other for one, other in beside)
        if beside and same * 10 >= 9 * len(beside) and len(beside) * 2 >= len(named):
            return True
        if names <= {cell for cell in cells[manager] if cell} and len(named) >= _FEW * len(names):
            return True
    if len(named) < _ENOUGH_BILLS or len(named) < _FEW * len(names):
        return False
    for key in ("customer_code", "phone", "email"):
        if mapping.get(key) in (None, place):
            continue
        customers: dict[str, set[str]] = defaultdict(set)
        for name, customer in _pairs(mapping, cells, place, mapping[key]):
            customers[name].add(customer)
        many = sum(len(of) >= _CUSTOMERS for of in customers.values())
        if many * 10 >= 9 * len(names):
            return True
    return False


def take_bookers(found: Examination) -> None:
    """Tell of bookers who were taken for staff, and ask where they may be: few names over many bills, and no other customer."""
    folded, cells = fold_table(found.names, found.readable.sample)
    bookers = [place for place, header in enumerate(folded) if _BOOKER.search(header)]
    name = found.mapping.get("name")
    others = [found.mapping.get(key) for key in KEY_COLUMNS]
    for place in bookers if "manager" in found.mapping else []:
        if place not in others and are_staff(found.mapping, folded, cells, place):
            text = N_(
                "“{header}” names the staff who take bookings ({names} names on {count} bills of those looked at): they are "
                "managers and no customers. If they are guests, say so (in the shell: --map \"name={header}\")."
            )
            named = _named(found.mapping, cells, place)
            values = {"header": found.names[place], "names": len({each for _, each in named})}
            found.notices.append(Notice("booked_by_staff", text, len(named), values))
    if name not in bookers or not _may_be_staff(found, cells, name):
        return
    named = _named(found.mapping, cells, name)
    found.questions.append(
        Question(
            "bookers_open",
            N_(
                "“{header}” names {names} people on {count} bills. Are they the staff who take bookings, or the guests "
                "themselves? (in the shell: --bookers=staff or --bookers=guests)"
            ),
            {"header": found.names[name], "names": len({each for _, each in named}), "count": len(named)},
            "bookers", (STAFF, GUESTS), found.choices.bookers,
        )
    )
    if found.choices.bookers == STAFF:
        del found.mapping["name"]
        found.mapping.setdefault("manager", name)
        if found.customer_key == "name":
            found.customer_key = next((key for key in KEY_COLUMNS if key in found.mapping), "name")


def _may_be_staff(found: Examination, cells: Cells, place: int) -> bool:
    """Whether few names stand on many bills, and no other column that is filled tells a customer."""
    others = [found.mapping[key] for key in (*KEY_COLUMNS, *NAME_PARTS) if key in found.mapping and key != "name"]
    if any(any(cells[other]) for other in others if other != place):
        return False
    if "name" in found.choices.mapping and found.choices.bookers is None:
        return False  # a person took it for the customer's
    named = _named(found.mapping, cells, place)
    return len(named) >= _ENOUGH_BILLS and len(named) >= _VERY_FEW * len({name for _, name in named})


def _named(mapping: dict[str, int], cells: Cells, place: int) -> set[tuple[str, str]]:
    """Return the bills of the sample that name somebody in a column, each with the name."""
    return {(bill, cell) for bill, cell in zip(bill_of(mapping, cells), cells[place], strict=True) if cell}


def _pairs(mapping: dict[str, int], cells: Cells, place: int, other: int) -> list[tuple[str, str]]:
    """Return what two columns say on each bill that has both."""
    rows = zip(bill_of(mapping, cells), cells[place], cells[other], strict=True)
    return [(one, two) for _, one, two in {(bill, one, two) for bill, one, two in rows if one and two}]
