"""Outlets of one house (bar, grill, lobby) that number their bills each for itself: 1001 of the one is not 1001 of the other."""

from __future__ import annotations

import re

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.kept import kept_columns
from segmentation.ingest.kinds.bills.numbers import are_short
from segmentation.ingest.meaning import HOUSE, role_of
from segmentation.ingest.stage import CELL_END
from segmentation.language.text import fold_header
from segmentation.warehouse import Cursor, fetch

_OUTLET = re.compile(
    r"^(所属|消费|营业|销售|收银|结账|用餐)?(营业点|营业场所|营业厅|网点|餐厅|餐饮点|销售点|售点|经营点|收入点|收入中心|利润中心|场所|地点|档口)(名称|编号|代码|号)?$|"
    r"^((sales)?outlet|revenuecent(er|re)|profitcent(er|re)|rvc|salespoint|pointofsale|restaurant|diningroom|venue)(name|no|nr|number|id|code)?$"
)
# of a place, or as well of what was sold there: 热菜, 酒水
_DEPARTMENT = re.compile(
    r"^(所属|消费|营业|销售|经营)?(部门|区域|分区|餐区|楼层|柜台|柜组|专柜)(名称|编号|代码|号)?$|"
    r"^(department|dept|area|section|zone|floor|counter|division)(name|no|nr|number|id|code)?$"
)
_PLACE = re.compile(
    r"(?<!厨)(?<!菜)(?<!点)[吧厅店楼馆轩阁池房]$|餐厅|大堂|餐区|会所|水疗|"
    r"\b(bar|lounge|restaurant|caf[eé]|grill|pool|room|bistro|terrace|shop|spa|lobby|club)\b",
    re.IGNORECASE,
)
_MOST = 30


def find_outlet(found: Examination, cursor: Cursor, has_filled: bool) -> tuple[int, int] | None:
    """Return the place of the column that names the outlet of a bill, where its number is not enough to know it, and how many
    outlets there are; else None.

    So it is where most numbers that stand at several outlets on one day have other customers there, or none at one of them. A
    department or an area may as well part the lines of one bill: it is one only where its cells name places, or where the
    customers or the times differ. ``has_filled`` says whether cells were filled down, in ``carried``.

    Where no number stands at several outlets yet, short ones (1001) belong to their outlet all the same, as those of a till do:
    the next file may have them at another, and the same bill must be known again in both. A store whose files of these columns
    were read by the plain numbers keeps them.
    """
    if "bill_no" not in found.mapping or {"till", "original_no"} & {*found.mapping, *found.choices.mapping}:
        return None
    places = {place: number for number, (_, place) in enumerate(kept_columns(found).items(), 1)}
    if "region" in found.mapping and "region" not in found.choices.mapping:
        places[found.mapping["region"]] = 0
    for place, number in places.items():
        if not is_outlet(header := found.names[place]):
            continue
        cells = {row[place].strip() for row in found.readable.sample} - {""}
        sure = "product" not in found.mapping and (
            not _DEPARTMENT.search(fold_header(header)) or all(map(_PLACE.search, cells))
        )
        filled = "select row_no from carried where is_carried" if has_filled else "select row_no from lines where false"
        cursor.execute(f"create or replace temp table filled_rows as {filled}")
        told = fetch(cursor, "stage/outlets", cell_end=CELL_END, place=number, sure=sure).to_pylist()[0]
        if told["unsaid"] or not 0 < told["outlets"] <= _MOST:
            continue
        if told["different"] * 2 >= told["shared"] if told["shared"] else _is_by_outlet(found, header, told["outlets"], sure):
            return place, told["outlets"]
    return None


def _is_by_outlet(found: Examination, header: str, outlets: int, sure: bool) -> bool:
    """Whether short numbers belong to their outlet though each stands at one alone; a house or one department says nothing."""
    said = bool(_OUTLET.search(fold_header(header)))
    keeps_plain = found.remembered and "till" not in found.choices.mapping
    return are_short(found) and not keeps_plain and (said or (sure and outlets > 1 and role_of(header) != HOUSE))


def is_outlet(header: str) -> bool:
    """Whether a header may name the outlet of a house at which a bill was made.

    >>> [is_outlet(header) for header in ("营业点", "部门", "门店", "Revenue Center", "客户区域", "出品部门")]
    [True, True, True, True, False, False]
    """
    folded = fold_header(header)
    return bool(_OUTLET.search(folded) or _DEPARTMENT.search(folded)) or role_of(header) == HOUSE
