"""What the cells of a file look like: days, numbers, scores, phones, in whatever spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from segmentation.language.values import read_number, read_score, spell

_remember = lru_cache(8192)  # each kind that may claim a file asks the same of the same cells


SAYS_NONE = re.compile(r"(无|未|没有|暂无|none$|no )", re.IGNORECASE)


def share_of(cells: Sequence[str], makes_sense: Callable[[str], object]) -> float:
    """Return the share of the filled cells that make sense, 0 where none is filled."""
    filled = [cell for cell in cells if cell.strip()]
    return sum(bool(makes_sense(cell)) for cell in filled) / len(filled) if filled else 0.0


@_remember
def is_day(cell: str) -> bool:
    """Whether a cell is a day in some order, or the number of one; ten digits are more often the number of a bill."""
    if re.fullmatch(r"\s*\d{10}(\d{3})?\s*", cell):
        return False
    spelling = spell(cell)
    return spelling.day is not None or any(spelling.read(order) for order in ("mdy", "dmy", "ymd"))


def has_clock(cell: str) -> bool:
    """Whether a cell says an hour of its own: 22:15, and not midnight sharp, which dates without one are written with.

    >>> has_clock("09-01 22:15"), has_clock("2026-09-01 00:00:00"), has_clock("2026-09-01")
    (True, False, False)
    """
    found = re.search(r"\d[\sT]+(\d{1,2}:\d\d(:\d\d)?)", cell)
    return found is not None and not re.fullmatch(r"0?0:00(:00)?", found[1])


def is_written_day(cell: str) -> bool:
    """Whether a cell is a day that is no bare number."""
    return not re.fullmatch(r"\d{5}(\.\d+)?", cell.strip()) and is_day(cell)


@_remember
def is_number(cell: str) -> bool:
    """Whether a cell is a number, with a decimal point or comma."""
    return read_number(cell) is not None or read_number(cell, decimal_comma=True) is not None


def is_score(cell: str) -> bool:
    """Whether a cell is a score from 0 to 100."""
    return read_score(cell.replace(",", ".")) is not None


@_remember
def plain_phone(cell: str) -> str:
    """Return a phone as it is compared: its digits without +86; a masked one, and what is none, as it stands.

    >>> plain_phone("+86 139-0000-0001"), plain_phone("13900000001.0"), plain_phone("1.3900000001E10"), plain_phone("139****0001")
    ('13900000001', '13900000001', '13900000001', '139****0001')
    """
    text = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", cell))
    if found := re.fullmatch(r"(\d)\.(\d{1,10})[eE]10", text):
        return (found[1] + found[2]).ljust(11, "0")
    found = re.fullmatch(r"(?:\+|00)?(?:86)?(1\d{10})(?:\.0+)?", text)
    return found[1] if found else cell


_PHONE_INSIDE = re.compile(r"(?<!\d)(\+?86[- ]?)?1[3-9]\d[- ]?[\d*]{4}[- ]?\d{4}(?!\d)")


def holds_phone(cell: str) -> bool:
    """Whether a mobile number stands in a cell, beside a name or alone, as the macro phone_of_name finds it.

    >>> [holds_phone(cell) for cell in ("陆景行/13512345678", "陆景行(135 1234 5678)", "13512345678", "行2026090113512345678")]
    [True, True, True, False]
    """
    return "1" in cell and bool(_PHONE_INSIDE.search(unicodedata.normalize("NFKC", cell)))


def is_mobile(cell: str) -> bool:
    """Whether a cell is a mobile number."""
    return bool(re.fullmatch(r"(\+?86)?1\d{10}(\.0)?", re.sub(r"[\s-]", "", cell)))


def is_some_phone(cell: str) -> bool:
    """Whether a cell is a phone: also a masked one, a landline, or two in one cell."""
    text = unicodedata.normalize("NFKC", cell).strip(" '")
    if re.fullmatch(r"1\.\d{1,10}[eE]10", text):  # as programs write a number that is long
        return True
    return bool(re.fullmatch(r"[\d+()*xX•·\-\s/、,;.]+", text)) and len(re.findall(r"[\d*xX•·]", text)) >= 7


def is_email(cell: str) -> bool:
    """Whether a cell is an e-mail address, also a masked one, or one with a name before it.

    >>> [is_email(cell) for cell in ("ann@x.com", "mailto:ann@x.com", "Ann Lee <ann@x.com>", "a***@x.com", "Ann @ Bob")]
    [True, True, True, True, False]
    """
    return bool(re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+|[^@<>]*<[^\s@]+@[^\s@]+\.[^\s@]+>", cell.strip()))


def is_clock(cell: str) -> bool:
    """Whether a cell is a time of day and no day: 18:30, 2:30:00 PM, 下午2:30; also 183000 and 930, and a part of a day.

    >>> [is_clock(cell) for cell in ("18:30", "183000", "3015", "930", "0.75", "2575", "996100", "12", "2026")]
    [True, True, True, True, True, False, False, False, True]
    """
    clock = r"(上午|下午|晚上|中午|凌晨|早上)?\s*\d{1,2}[:：]\d{2}([:：]\d{2})?\s*([AaPp]\.?[Mm]\.?)?"
    text = cell.strip()
    return bool(re.fullmatch(clock, text) or _CLOCK_DIGITS.fullmatch(text) or re.fullmatch(r"0?\.\d+", text))


_NEARLY_ALL = 0.9  # of cells among which a footer may stand
# with the zeros in front of it or without: 00:30:15 is 3015 then, and 9:30 is 930
_CLOCK_DIGITS = re.compile(r"([01]?\d|2[0-3])?[0-5]?\d[0-5]\d(?:[.]0+)?")


def clock_digits(cells: Sequence[str]) -> int:
    """Return how many digits the times of a column have that are written as numbers, 0 where it has others.

    They have six (HHMMSS) where any is longer than four, or no time of HHMM, else four; zeros in front may be missing.

    >>> clock_digits(["3015", "11210", "183015"]), clock_digits(["930", "1210"]), clock_digits(["0.75"]), clock_digits(["18:30"])
    (6, 4, 4, 0)
    """
    texts = [text for cell in cells if (text := re.sub(r"[.]0+$", "", cell.strip()))]
    if share_of(texts, lambda text: bool(re.fullmatch(r"\d{1,6}|0?\.\d+", text))) < _NEARLY_ALL:
        return 0
    whole = [text for text in texts if text.isdecimal()]
    return 6 if any(len(text) > 4 or int(text) >= 2400 for text in whole) else 4


@_remember
def undress(cell: str) -> str:
    """Return a cell of a sample without the dress in which tills put it, empty where it only stands for nothing.

    >>> [undress(cell) for cell in ("`188.00", '="4000123"', "'+86 139", "\\t6901\\t", "——", "n/a", "-12.5")]
    ['188.00', '4000123', '+86 139', '6901', '', '', '-12.5']
    """
    text = cell.strip()
    if found := re.fullmatch(r'="?(.*?)"?', text):
        text = found[1]
    text = text.strip("\"'`\t ")
    return "" if re.fullmatch(r"[-—–－/\\]*|n/?a|null|none|无", text, re.IGNORECASE) else text


_MASK = re.compile(
    r"[*＊•●×]|^(##|\$\$)|^[\u4e00-\u9fff]{1,2}[xXＸ]$|(?<=[\d\u4e00-\u9fff])[xX]{2,}|[xX]{2,}(?=[\d\u4e00-\u9fff])|^[xX]{2,}$"
)


@_remember
def is_masked(cell: str) -> bool:
    """Whether a part of a cell is hidden: 张**, 138****0001, 王XX, ##密文.

    >>> [is_masked(cell) for cell in ("张**", "138****0001", "王XX", "李X", "##5aZx", "Exxon", "13800000001")]
    [True, True, True, True, True, False, False]
    """
    return bool(_MASK.search(cell))


def is_hidden(cell: str) -> bool:
    """Whether nothing readable is left of a masked cell: ***, ##密文.

    >>> is_hidden("****"), is_hidden("$$1Gk="), is_hidden("张**")
    (True, True, False)
    """
    return is_masked(cell) and (cell.startswith(("##", "$$")) or not re.search(r"[^\W_xX]", cell))


def is_card(cell: str) -> bool:
    """Whether a cell may be the number of a card or an account: six digits or more, with a few letters, no mobile, no day.

    >>> is_card("35020000012"), is_card("VIP-200311"), is_card("13800000001"), is_card("20260901"), is_card("8.50")
    (True, True, False, False, False)
    """
    text = re.sub(r"[\s-]", "", cell)
    return (
        bool(re.fullmatch(r"[A-Za-z]{0,4}\d{6,19}[A-Za-z]?", text))
        and not is_mobile(text)
        and not re.fullmatch(r"(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])(\d{4}|\d{6})?|1[5-9]\d{8}(\d{3})?", text)
    )


_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹"
    "熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)


def is_person(cell: str) -> bool:
    """Whether a cell is written like the name of a person or a firm in Chinese.

    >>> is_person("林小满"), is_person("远山贸易有限公司"), is_person("清蒸鲈鱼")
    (True, True, False)
    """
    person, firm = rf"[{_SURNAMES}][\u4e00-\u9fff*]{{1,2}}", r"[\u4e00-\u9fff()]{2,}(公司|集团|中心|商行|会所|酒店)"
    return bool(re.fullmatch(f"{person}|{firm}", cell.strip()))


def is_order_number(cell: str) -> bool:
    """Whether a text is written as orders are numbered in shops: #2001."""
    return bool(re.fullmatch(r"#\s*[A-Za-z]{0,4}-?\d+", cell.strip()))


def says_none(cell: str) -> bool:
    """Whether a cell of money says in words that there is none: 无退款申请, 未退款, none.

    >>> says_none("无退款申请"), says_none("未退款"), says_none("30.00"), says_none("退款中")
    (True, True, False, False)
    """
    return bool(SAYS_NONE.match(cell.strip()))
