"""Currencies as files write them: 人民币, US$, Rp, 45 zł. ``stage/text_macros.sql`` knows them too; a test compares the two."""

from __future__ import annotations

import re
from collections.abc import Iterable

SPELLINGS = {  # code -> how files write it in a cell of its own
    "CNY": "人民币|人民币元|RMB|CNY|¥|￥|元|CNH|156|RMB¥", "USD": "美元|美金|USD|$|US$",
    "EUR": "欧元|歐元|EUR|€", "HKD": "港币|港元|港幣|HKD|HK$", "JPY": "日元|日币|日圆|日圓|円|JPY",
    "GBP": "英镑|英鎊|GBP|£", "MOP": "澳门元|澳门币|葡币|MOP|MOP$", "TWD": "台币|新台币|臺幣|新臺幣|TWD|NT$|NTD",
    "SGD": "新加坡元|新币|SGD|S$", "KRW": "韩元|韩币|KRW|₩", "THB": "泰铢|泰銖|THB|฿|BAHT",
    "AUD": "澳元|AUD|A$|AU$", "CAD": "加元|CAD|C$|CA$", "NZD": "NZD|NZ$", "MYR": "马币|令吉|林吉特|MYR|RM",
    "CHF": "CHF|SFR", "IDR": "印尼盾|IDR|RP", "VND": "越南盾|VND|VNĐ|₫|Đ", "PHP": "PHP|₱",
    "INR": "INR|₹", "RS": "RS", "AED": "AED|DHS", "SAR": "SAR", "KWD": "KWD", "BHD": "BHD", "OMR": "OMR",
    "JOD": "JOD", "TND": "TND", "SEK": "SEK", "NOK": "NOK", "DKK": "DKK", "KR": "KR", "PLN": "PLN|ZŁ",
    "CZK": "CZK|KČ", "HUF": "HUF|FT", "RUB": "RUB|₽|РУБ", "TRY": "TRY|₺", "ILS": "ILS|₪",
    "BRL": "BRL|R$", "MXN": "MXN|MX$", "COP": "COP", "CLP": "CLP", "ZAR": "ZAR", "KHR": "KHR|៛", "MMK": "MMK",
    "LAK": "LAK|₭", "KZT": "KZT|₸", "MNT": "MNT|₮",
}
CODES = {spelling: code for code, spellings in SPELLINGS.items() for spelling in spellings.split("|")}  # in capitals
STORE_CURRENCY = "CNY"
_OF_THE_STORE = (*SPELLINGS[STORE_CURRENCY].split("|"), "圆", "圓", "整", r"CN(?=[¥￥])")


def _any_of(spellings: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of one of the spellings; of letters none may be a part of a longer word, and a full stop may follow."""
    words = [rf"(?<![^\W\d_]){re.escape(one)}(?![^\W\d_])\.?" for one in spellings if _WORD.fullmatch(one)]
    signs = sorted((re.escape(one) for one in spellings if not _WORD.fullmatch(one)), key=len, reverse=True)
    return re.compile("|".join((*signs, *words)), re.IGNORECASE)


_WORD = re.compile("[^\\W\\d_\u3400-\u9fff]+")
_OTHERS = [spelling for spelling, code in CODES.items() if code != STORE_CURRENCY]
FOREIGN = _any_of(_OTHERS)
_OWN = [spelling for spelling, code in CODES.items() if code == STORE_CURRENCY and not spelling.isdecimal()]
ANY = _any_of([*_OTHERS, *_OWN, "圆", "圓", "整", "CN¥", "CN￥"])
# whose amounts have no parts in use, and points between thousands: Rp 350.000
POINTED = _any_of([one for one, code in CODES.items() if code in ("IDR", "VND", "CLP", "COP")])
# whose amounts have three decimals
MILLS = _any_of([one for one, code in CODES.items() if code in ("KWD", "BHD", "OMR", "JOD", "TND")])


def code_of(text: str) -> str:
    """Return the code of a currency as files write it, the text itself in capitals where it is none; "" for an empty cell.

    >>> code_of("人民币"), code_of("Rp."), code_of("NT$"), code_of("zł"), code_of(""), code_of("点")
    ('CNY', 'IDR', 'TWD', 'PLN', '', '点')
    """
    plain = text.strip().upper().rstrip(".")
    return CODES.get(plain, plain)
