"""Which day of a file of bills is the bill's: of business, of paying, of visiting; and what to take where it is empty."""

from __future__ import annotations

import re
from collections.abc import Sequence

from segmentation.ingest.guess import ENOUGH, OTHER_DATE, Cells
from segmentation.ingest.kinds.bills.columns import DATE_COLUMN
from segmentation.ingest.looks import is_day, is_written_day, share_of
from segmentation.language.values import spell

# Headers are folded. Business days come first, then days of coming, of paying, of the bill, of ordering, of arriving, at last of
# beginning.
_STAGES = tuple(
    re.compile(part)
    for part in (
        r"^(日期|date)$|营业日|业务日|business(day|date)?$|currdate|businessdate",
        r"消费|用餐|就餐|宴会|宴席|婚宴|开席|event|banquet|到店|进店|服务时间|核销|验券|visit",
        r"结账|结帐|买单|埋单|付款|支付|收款|paid|settle|closed|pay(ment)?(date|time|at)",
        r"成交|交易|账单|帐单|单据|销售|发生|收益|sales?date|transaction|invoice|bill|^(时间|time|datetime|timestamp|day)$",
        r"下单|提交|点[菜单餐]|开单|订单(日期|时间)$|order(date|time|ed)|purchase",
        r"完成|complet|finish",
        r"入住|抵店|抵达|checkin|arriv",
        r"创建|开台|离店|created|open|start|depart|checkout|begin|lock",
    )
)
_PAYING, _BEFORE = 2, (4, 6, 7)  # stages: what is not paid yet was ordered, or begun
_UNKNOWN = len(_STAGES)
_STAY = "^(抵店|抵达|到店|入住|离店|退房)$"
_SAYS_DAY = re.compile(rf"日期|时间|[日]$|{_STAY}|date|time|day|at$|created|opened|closed|paid|check(in|out)|arriv|depart")
_NAMES_DAY = re.compile(rf"日期|时间|[日]$|{_STAY}|date|time|day|at$")
_POSTED = re.compile(r"^(入账|记账|账务)(日期?|时间)$")  # of a ledger, which has no other day
_OF_SOMEBODY = re.compile(r"最近|最后|末次|上次|上一次|首次|初次|第一次|last|latest|first")  # of a customer, not of a bill
_CLEAR = 0.8


def is_day_of_visit(header: str) -> bool:
    """Whether a folded header names the day on which somebody came, consumed or paid: of a bill, not of a customer."""
    return _stage(header) in (1, 2) and not _OF_SOMEBODY.search(header)


def find_dates(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Map the day of the bill, and as ``date_2`` the next best where that one is empty or is the time of paying.

    Of several columns of one stage the fullest is taken, then the one that lies earliest. What nobody would take for the day
    of a bill (birthdays, days of delivery, of printing) is left alone, unless its header is a known word.
    """
    mapping.pop("date", None)
    found = []
    for place, header in enumerate(folded):
        known = header in DATE_COLUMN.synonyms
        if place in mapping.values() or (OTHER_DATE.search(header) and not known) or not any(cells[place]):
            continue
        if known or _SAYS_DAY.search(header):
            plain = known or _NAMES_DAY.search(header)  # paid, opened: what was paid is a number as well
            fitting = share_of(cells[place], _is_moment if plain else is_written_day) >= ENOUGH
        else:
            fitting = share_of(cells[place], is_written_day) >= _CLEAR
        if fitting:
            empty = sum(not cell for cell in cells[place]) / len(cells[place])
            found.append((_stage(header), round(empty, 1), _first(cells[place]), place))
    if not found:
        posted = [place for place, header in enumerate(folded) if _POSTED.search(header) and place not in mapping.values()]
        if len(posted) == 1 and share_of(cells[posted[0]], is_written_day) >= _CLEAR:
            mapping["date"] = posted[0]
            return
        _find_without_year(mapping, folded, cells)
        return
    found.sort()
    stage, _, _, mapping["date"] = found[0]
    others = [(other, place) for other, _, _, place in found[1:]]
    if others and (stage == _PAYING or not all(cells[mapping["date"]])):
        left = [row for row, cell in enumerate(cells[mapping["date"]]) if not cell]
        mapping["date_2"] = min(
            others, key=lambda each: (sum(not cells[each[1]][row] for row in left), each[0] not in _BEFORE, each[0])
        )[1]


def _find_without_year(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Map the one column whose cells are all days without a year, 09/01 or 01 Sep, under whatever header: the year is asked."""
    places = [
        place for place, header in enumerate(folded)
        if place not in mapping.values() and not OTHER_DATE.search(header) and any(cells[place])
        and all(map(_is_day_of_year, filter(None, cells[place]))) and len(set(cells[place])) > 1
    ]
    if len(places) == 1:
        mapping["date"] = places[0]


def _is_day_of_year(cell: str) -> bool:
    """Whether a cell says month and day only; 9.50 is money, and 09.01 a day."""
    day = re.sub(r"\s*\d{1,2}:\d{2}(:\d{2})?$", "", cell)
    return spell(day).no_year is not None and not re.fullmatch(r"\d|\d{2,}|[1-9]\.\d+|\d{2}\.\d|-.*", day)


def _stage(header: str) -> int:
    return next((stage for stage, part in enumerate(_STAGES) if part.search(header)), _UNKNOWN)


def _first(cells: Sequence[str]) -> str:
    return next((cell for cell in cells if cell), "")


def _is_moment(cell: str) -> bool:
    """Whether a cell is a day, or the seconds, milliseconds or microseconds since 1970."""
    return is_day(cell) or bool(re.fullmatch(r"1[2-9]\d{8}(\d{3}|\d{6})?", cell))
