"""Which column of a file of bills means what, beyond the words of its header: the amount that was paid, most of all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from segmentation.ingest.columns import KEY_COLUMNS, NAME, STAFF
from segmentation.ingest.guess import (
    ENOUGH,
    NO_MONEY,
    OTHER_DATE,
    OTHER_MONEY,
    Cells,
    find_by_part,
    find_by_synonym,
    find_by_values,
    find_phone,
    fits,
)
from segmentation.ingest.kinds.bills.columns import AMOUNT, DATE_COLUMN
from segmentation.ingest.looks import is_day, is_mobile, is_number, is_written_day, share_of

# what the guest paid in the end, the surest word first; it wins over sums before discounts
_NET = tuple(
    re.compile(part)
    for part in ("实收", "实付", "实际(收|付|支付|到账)", "净(额|收|营|销)", "折后|优惠后", "net(?!work)|(?<!un)(?<!pre)paid")
)
_NO_NET = re.compile(r"差|率|比|占|笔|数|量")
# names of houses and firms, taken only where no other column tells customers apart
_FIRM = (r"(单位|公司|企业|户名|姓名|用户名)(名称|全称|简称)?$", STAFF + r"|计量|计价|货币|商品|规格|重量")


def complete_bills(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Complete the mapping of a file of bills: the amount that was paid, the date and the phone by their values, firms."""
    if "product" in mapping and "category" not in mapping and folded[mapping.get("module", 0)] in ("分类", "类别"):
        mapping["category"] = mapping.pop("module")
    if "amount" not in mapping and "unit_price" in mapping and "quantity" not in mapping:
        mapping["amount"] = mapping.pop("unit_price")
    _prefer_net(mapping, folded, cells)
    priced = {"quantity", "unit_price"} <= mapping.keys()
    for column, others in ((DATE_COLUMN, OTHER_DATE), (AMOUNT, NO_MONEY)):
        if column.name not in mapping and not (column is AMOUNT and priced):
            find_by_synonym(mapping, column, folded, cells, others)
    if "date" not in mapping:
        find_by_values(mapping, "date", cells, is_written_day, folded, OTHER_DATE)
    find_phone(mapping, folded, cells)
    if "amount" not in mapping and not priced:
        find_by_values(
            mapping,
            "amount",
            cells,
            lambda cell: is_number(cell) and not is_day(cell) and not is_mobile(cell),
            folded,
            NO_MONEY,
        )
    for column in (DATE_COLUMN, AMOUNT):  # a header that says so plainly, whatever stands below it: the rejects will tell
        said = [place for place, header in enumerate(folded) if header in column.synonyms]
        places = [place for place in said if place not in mapping.values()]
        if column.name not in mapping and places and not (column is AMOUNT and priced):
            mapping[column.name] = places[0]
    if not mapping.keys() & {*KEY_COLUMNS, "product", "quantity"}:  # beside a product 单位 is what it is counted in
        find_by_part(mapping, NAME, _FIRM, folded, cells)


def _prefer_net(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Take the amount that the guest paid rather than one before discounts, and one of the line rather than of the whole bill."""
    free = [place for place in range(len(folded)) if place not in mapping.values() or place == mapping.get("amount")]
    found = [
        (rank, len(folded[place]), place)
        for place in free
        if not OTHER_MONEY.search(folded[place]) and not _NO_NET.search(folded[place]) and _is_money(cells[place])
        for rank, part in enumerate(_NET)
        if part.search(folded[place])
    ]
    if found and ("amount" not in mapping or not any(part.search(folded[mapping["amount"]]) for part in _NET)):
        mapping["amount"] = min(found)[2]
    if "amount" in mapping and "product" in mapping and "bill_no" in mapping:
        numbers = cells[mapping["bill_no"]]
        if _stands_on_each_line(numbers, cells[mapping["amount"]]):
            own = [
                (AMOUNT.synonyms.index(folded[place]), place)
                for place in free
                if folded[place] in AMOUNT.synonyms
                and fits(AMOUNT, cells[place])
                and not _stands_on_each_line(numbers, cells[place])
            ]
            if own:
                mapping["amount"] = min(own)[1]
            elif {"quantity", "unit_price"} <= mapping.keys():
                del mapping["amount"]


def _is_money(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells) and fits(AMOUNT, cells) and share_of(cells, is_written_day) < ENOUGH


def _stands_on_each_line(numbers: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a value belongs to the whole bill and is only repeated on each of its lines."""
    bills: dict[str, list[str]] = {}
    for number, cell in zip(numbers, cells, strict=True):
        if number.strip():
            bills.setdefault(number, []).append(cell.strip())
    several = [values for values in bills.values() if len(values) > 1]
    return len(several) >= 2 and all(len(set(values)) == 1 for values in several)


