"""Which house a file says it is of, in the lines above its table (老灶台家常菜（滨江店）2026年10月 营业明细) or in a column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

from segmentation.ingest.meaning import HOUSE, role_of
from segmentation.language.text import one_line

LONGEST = 60  # characters of a house's name
TOTAL = re.compile(r"[总小合]\s*计|(?:grand |sub)?totals?", re.IGNORECASE)
_LABEL = re.compile(
    r"(?i)\s*(?:(?:所属|导出|查询)?(?:门店|店铺|商户|商家|餐厅|酒店|店)(?:名称|名)?|分店|单位名称|公司名称"
    r"|(?:store|shop|restaurant|hotel|merchant|outlet|venue)(?:\s*name)?)\s*[:：]?\s*"
)
_LABELLED = re.compile(_LABEL.pattern.removesuffix(r"[:：]?\s*") + r"[:：]\s*(.+)", re.S)
# what parts the name in a title from the rest: a period, and words for what is listed
_PARTS = re.compile(
    r"(?i)(?:19|20)\d\d\s*[年./\-\d][\d年月日./\-]*"
    r"|\d{1,2}\s*月份?|[一二三四五六七八九十]{1,2}月份?"
    r"|[\s\-—–_·|,，、:：《》【】;；]{2,}|[|;；:：]"
    r"|营业|销售|账单|帐单|消费|会员|客户|顾客|订单|订餐|收银|结账|收款|收入|流水|菜品|预订|点菜|交易|对账|明细|日期|时间|期间"
    r"|报表|日报表?|月报表?|年报表?|周报表?|统计|汇总|清单|一览表?|查询|导出|打印"
    r"|\b(?:bills?|sales|orders?|transactions?|customers?|members?|daily|monthly|report|export|statement|january|february|march|april|may|june|july"
    r"|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b"
)
_HOUSE = re.compile(
    r"(?i)(?:店|酒店|宾馆|饭店|饭庄|饭馆|菜馆|餐馆|餐厅|酒楼|酒家"
    r"|会所|会馆|山庄|公馆|食府|茶楼|茶馆|餐饮|小馆|公司|度假村|客栈|民宿|农庄|俱乐部"
    r"|\b(?:hotel|restaurant|inn|caf[eé]|bistro|bar|grill|kitchen|club|lodge|resort|house|diner|tavern|pub))\s*[)）]?$"
)
# behind the name of a house, of the file: 悦颜SPA·演示门店（体验数据）
_NOTE = re.compile(r"\s*[(（][^()（）]*[)）]$")
_DEMO = re.compile(
    r"(?i)演示|测试(?!仪)|试用|(?:体验|示例|样例|模拟)(?:数据|账号|帐号|版|门店)"
    r"|\bdemo\b|\bsample (?:data|store|shop|bills|sales)\b|\btest (?:data|store|shop)\b"
)
# words that name a part of a house, or a kind of house, and no house
_NO_NAME = re.compile(
    r"(?i)(?:全部|所有|各|本|总|分|直营|加盟)?(?:门店|店铺|分店|本店|店|酒店|饭店|餐厅|宾馆|公司"
    r"|hotel|restaurant|all|house|全部|所有)"
)
_EXPORTED = re.compile(
    r"(?:打印|导出|制表|生成|下载|print|export|generat|creat|download)\D{0,16}(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[\sT]*(\d{1,2}):(\d{2}))?", re.IGNORECASE,
)


def read_exported(titles: Sequence[str]) -> str | None:
    """Return when a file says above its table that it was exported or printed, as ISO text; None where it does not.

    >>> read_exported(("营业明细", "导出时间：2026-09-05 10:30")), read_exported(("Exported", "2026/9/5")), read_exported(())
    ('2026-09-05T10:30', '2026-09-05T00:00', None)
    """
    if not (found := _EXPORTED.search(" ".join(titles))):
        return None
    try:
        moment = datetime(*(int(part or 0) for part in found.groups()))
    except ValueError:
        return None
    return moment.isoformat(timespec="minutes")


def house_in(titles: Sequence[str]) -> str | None:
    """Return the name of the house that the cells above a table name, None where they name none for sure.

    >>> house_in(["老灶台家常菜（滨江店）2026年10月 大厅 营业明细", "打印时间：2026-11-01"])
    '老灶台家常菜（滨江店）'
    >>> house_in(["营业明细", "门店名称：松鹤楼", "日期：2026-10"]), house_in(["Store:", "Pine Hotel"])
    ('松鹤楼', 'Pine Hotel')
    >>> house_in(["悦颜SPA·演示门店（体验数据）  销售明细"])
    '悦颜SPA·演示门店'
    >>> house_in(["2026年10月 大厅 营业明细"]), house_in(["Riverside Restaurant - Sales report, October 2026"])
    (None, 'Riverside Restaurant')
    """
    cells = [text for text in map(one_line, titles) if text]
    for place, cell in enumerate(cells):
        told = _LABELLED.fullmatch(cell)
        beside = _LABEL.fullmatch(cell) and cell.endswith((":", "：", "名称", "name"))
        names = _names(told[1]) if told else _names(cells[place + 1]) if beside and place + 1 < len(cells) else []
        if names:
            return names[0]
    titles = (cell for cell in cells if not _LABEL.match(cell))
    names = (form for cell in titles for name in _names(cell) for form in (name, _NOTE.sub("", name)))
    return next((name for name in names if len(name) > 2 and _HOUSE.search(name)), None)


def demo_in(texts: Sequence[str | None]) -> str | None:
    """Return the first text that calls itself a demonstration or a trial, None where none does.

    >>> demo_in(["悦颜SPA·演示门店（体验数据）", None]), demo_in(["Demo store"]), demo_in(["数码体验店", "Demosthenes Bar"])
    ('悦颜SPA·演示门店（体验数据）', 'Demo store', None)
    """
    return next((one_line(text) for text in texts if text and _DEMO.search(text)), None)


def is_same_house(name: str, store: str) -> bool:
    """Whether two names can mean one house: the same, one within the other, or Chinese that shortens the other (老灶台滨江).

    >>> is_same_house("老灶台家常菜（滨江店）", "滨江店"), is_same_house("老灶台家常菜（滨江店）", "老灶台家常菜(城西店)")
    (True, False)
    """
    short, long = sorted((_folded(name), _folded(store)), key=len)
    letters = iter(long)
    return short in long or (bool(re.fullmatch("[\u4e00-\u9fff]{2,}", short)) and all(letter in letters for letter in short))


def _names(text: str) -> list[str]:
    """Return the parts of a cell that could be a name, in their order."""
    parts = (part.strip(" #*-—–_·,，、《》【】[]") for part in _PARTS.split(text))
    no_names = (_NO_NAME, re.compile(r"[\d\W]+"))
    return [part for part in parts if 2 <= len(part) <= LONGEST and not any(each.fullmatch(part) for each in no_names)]


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).lower())


def house_of(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> str | None:
    """Return the only house that a column of houses (门店名称) names, None where there is no such column or several are named.

    >>> house_of(["门店名称", "金额"], [["西山店", "10"], ["西山店", "20"], ["合计", "30"]]), house_of(["金额"], [["10"]])
    ('西山店', None)
    """
    for place, header in enumerate(headers):
        if role_of(header) == HOUSE:
            named = {row[place].strip() for row in sample if place < len(row)} - {""}
            houses = {name for name in named if not TOTAL.fullmatch(name)}  # the line of totals is no house
            return houses.pop() if len(houses) == 1 else None
    return None
