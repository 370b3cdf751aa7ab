"""Which day of a file of bills is the bill's: of business, of paying, of visiting; and what to take where it is empty."""

from __future__ import annotations

import re
from collections.abc import Sequence

from segmentation.ingest.guess import ENOUGH, OTHER_DATE, Cells
from segmentation.ingest.kinds.bills.columns import DATE_COLUMN
from segmentation.ingest.looks import is_day, is_written_day, share_of
from segmentation.language.values import spell

# Headers are folded. Business days come first, then days of coming, of paying, of the bill, of ordering, of arriving, for which a
# table was kept, at last of beginning.
_STAGES = tuple(
    re.compile(part)
    for part in (
        r"^(日期|date)$|营业日|业务日|账务日|business(day|date)?$|currdate|businessdate",
        r"消费|用餐|就餐|宴会|宴席|婚宴|开席|event|banquet|到店|进店|服务时间|核销|验券|visit",
        r"结账|买单|埋单|付款|支付|收款|paid|settle|closed|pay(ment)?(date|time|at)",
        r"成交|交易|账单|单据|销售|发生|收益|sales?date|transaction|invoice|bill|^(时间|time|datetime|timestamp|day)$",
        r"下单|提交|点[菜单餐]|开单|订单(日期|时间)$|order(date|time|ed)|purchase",
        r"完成|complet|finish",
        r"入住|抵店|抵达|checkin|arriv",
        r"^(reservation|booking)(date|time|day)$",
        r"创建|开台|离店|created|open|start|depart|checkout|begin|lock",
    )
)
_PAYING, _BEFORE = 2, (4, 6, 8)  # stages: what is not paid yet was ordered, or begun
_UNKNOWN = len(_STAGES)
_STAY = "^(抵店|抵达|到店|入住|离店|退房)$"
_DAYS = rf"日期|时间|[日]$|{_STAY}|datum|fecha|日付|日時|date|time|day|at$"
_SAYS_DAY = re.compile(rf"{_DAYS}|created|opened|closed|paid|check(in|out)|arriv|depart")
_NAMES_DAY = re.compile(_DAYS)
_COMING, _LEAVING = re.compile(r"到店|进店"), re.compile(r"离店|退房|check ?out|depart")
_ARRIVING = re.compile(r"到店|进店|入住|抵店|抵达|check ?in|arriv")
_ARRIVAL = 6  # the stage of days on which guests of a hotel come
_SETTLED = re.compile(r"^(账单|住店)?结算(日期?|时间)$|^settlement(date|time)$")  # of a platform: when it pays the house
_PAYS_OUT = r"结算(价|金额)|佣金|分账|底价|卖价|平台|commission|payout|channel"
_PLATFORM = re.compile(rf"{_PAYS_OUT}|结算(单|状态)")
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
    stays, settled = _ends_later(folded, cells), _find_settled(folded, cells)
    for place, header in enumerate(folded):
        known = header in DATE_COLUMN.synonyms or place == settled
        if place in mapping.values() or (OTHER_DATE.search(header) and not known) or not any(cells[place]):
            continue
        if known or _SAYS_DAY.search(header):
            plain = known or _NAMES_DAY.search(header)  # paid, opened: what was paid is a number as well
            fitting = share_of(cells[place], _is_moment if plain else is_written_day) >= ENOUGH
        else:
            fitting = share_of(cells[place], _is_unmistakable) >= _CLEAR
        if fitting:
            empty = sum(not cell for cell in cells[place]) / len(cells[place])
            stage = _PAYING if place == settled else _ARRIVAL if stays and _COMING.search(header) else _stage(header)
            found.append((stage, round(empty, 1), _first(cells[place]), place))
    if not found:
        own = not any(re.search(_PAYS_OUT, header) for header in folded)  # of the house itself: when the bill was settled
        posted = [
            place for place, header in enumerate(folded)
            if (_POSTED.search(header) or (own and _SETTLED.search(header))) and place not in mapping.values()
        ]
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


def find_days_beside(mapping: dict[str, int], folded: Sequence[str]) -> list[int]:
    """Return the places of the days of coming and leaving beside that on which a stay was settled, which is its bill's."""
    settled = mapping.get("date")
    if settled is None or not (_stage(folded[settled]) == _PAYING or _SETTLED.search(folded[settled])):
        return []
    beside = [place for place, header in enumerate(folded) if _ARRIVING.search(header) or _LEAVING.search(header)]
    return [place for place in beside if place not in (settled, mapping.get("time"))]


def _ends_later(folded: Sequence[str], cells: Cells) -> bool:
    """Whether guests leave on a later day than they come, on half of the rows at least: stays, and no visits of an evening."""
    coming = [place for place, header in enumerate(folded) if _COMING.search(header)]
    leaving = [place for place, header in enumerate(folded) if _LEAVING.search(header)]
    return any(_lie_apart(cells[one], cells[two], 1, 366, 0.5) for one in coming for two in leaving)


def _find_settled(folded: Sequence[str], cells: Cells) -> int | None:
    """Return the place of the day on which stays were settled (结算日期): when guests left, not when a platform paid."""
    places = [place for place, header in enumerate(folded) if _SETTLED.search(header)]
    if len(places) != 1 or any(map(_PLATFORM.search, folded)):
        return None
    leaving = [place for place, header in enumerate(folded) if _LEAVING.search(header)]
    coming = [place for place, header in enumerate(folded) if _ARRIVING.search(header)]
    near = any(_lie_apart(cells[place], cells[places[0]], 0, 1, _CLEAR) for place in leaving)
    near = near or (not leaving and any(_lie_apart(cells[place], cells[places[0]], 0, 30, 1) for place in coming))
    return places[0] if near else None


def _lie_apart(first: Sequence[str], second: Sequence[str], least: int, most: int, share: float) -> bool:
    """Whether the days of two columns lie so many days apart on a share of the rows that have both."""
    pairs = [(spell(one).day, spell(two).day) for one, two in zip(first, second, strict=True) if one and two]
    apart = [(two - one).days for one, two in pairs if one is not None and two is not None]
    return bool(apart) and sum(least <= days <= most for days in apart) >= share * len(pairs)


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


def _is_unmistakable(cell: str) -> bool:
    """Whether a cell is a day whatever its header: 100203 may be the number of a customer as well.

    >>> [_is_unmistakable(cell) for cell in ("2026-09-01", "01.10.2026", "20260901", "100203", "260901", "46266")]
    [True, True, True, False, False, False]
    """
    digits = cell.strip()
    return is_written_day(cell) and (not digits.isdecimal() or bool(re.fullmatch(r"(19|20)\d{6}(\d{4}|\d{6})?", digits)))


def _is_moment(cell: str) -> bool:
    """Whether a cell is a day, or the seconds, milliseconds or microseconds since 1970."""
    return is_day(cell) or bool(re.fullmatch(r"1[2-9]\d{8}(\d{3}|\d{6})?", cell))
