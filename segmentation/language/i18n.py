"""The two languages: texts from the gettext catalogs, and numbers, money and dates as people write them.

The English text is the msgid, so English needs no catalog and an unknown message shows itself.
Formatting follows CLDR through Babel; only the shortening to 万 / 亿 and K / M is our own, because
a compact amount must keep its currency sign and, in English, K rather than "thousand".
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent

from segmentation.language.wording import put_into_words, wording

LANGUAGES = {"zh": "中文", "en": "English"}
LOCALES = {"zh": "zh_CN", "en": "en_US"}
FORMATS = {lang: Locale.parse(name) for lang, name in LOCALES.items()}  # once: Babel takes longer to find them than to format
CATALOGS = Path(__file__).parent / "locales"

REMEMBERED = 20_000  # texts of each kind: a page shown again formats the same numbers
Number = int | float | Decimal


class _Texts(gettext.NullTranslations):
    """The texts of a language with one form for every count, as Chinese is; to compile them for gettext took twice as long."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__()
        self._texts = texts

    def gettext(self, message: str) -> str:
        return self._texts.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._texts.get(msgid1) or super().ngettext(msgid1, msgid2, n)


@cache
def _catalog(lang: str) -> gettext.NullTranslations:
    path = CATALOGS / f"{LOCALES[lang]}.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as po:
        catalog = read_po(po, locale=LOCALES[lang])
    texts = ((each.id, each.string) for each in catalog if each.id and not each.fuzzy)
    plain = ((key, text) if isinstance(key, str) else (key[0], text[0]) for key, text in texts)
    return _Texts({key: text for key, text in plain if text})


def translator(lang: str) -> Callable[[str], str]:
    """Return the function that turns an English msgid into ``lang`` ("zh" or "en"), in the words of the trade that is spoken of.

    >>> translator("en")("Customers")
    'Customers'
    """
    catalog = _catalog(lang)

    def translate(message: str) -> str:
        text = catalog.gettext(message) if message else ""  # gettext answers "" with the catalog's header
        key = wording()
        return put_into_words(key, lang, message, text, _catalog("zh").gettext(message)) if key and message else text

    return translate


def counter(lang: str) -> Callable[[str, str, int], str]:
    """Return gettext's ``ngettext`` in ``lang``: the English of one, the English of many and a count → the form that fits it.

    >>> counter("en")("{count} customer", "{count} customers", 1)
    '{count} customer'
    """
    catalog = _catalog(lang)

    def count(one: str, many: str, number: int) -> str:
        text, key = catalog.ngettext(one, many, number), wording()
        return put_into_words(key, lang, one, text, _catalog("zh").ngettext(one, many, number)) if key else text

    return count


def N_(message: str) -> str:
    """Mark ``message`` for the catalog and return it unchanged."""
    return message


def listed(names: Iterable[str], lang: str) -> str:
    """Return names one after another: Chinese parts what stands in a list by 、 and keeps ， for clauses; "" for none.

    >>> listed(["甲", "乙"], "zh"), listed(["A", "B"], "en")
    ('甲、乙', 'A, B')
    """
    return {"zh": "、", "en": ", "}[lang].join(names)


class Counted(NamedTuple):
    """The English texts of one and of many of what is counted under the name ``of``, to be chosen from once it is counted."""

    one: str
    many: str
    of: str


def N_n(one: str, many: str, of: str) -> Counted:
    """Mark both texts of a count for the catalog and return them with the name of what is counted."""
    return Counted(one, many, of)


def round_down(score: Decimal) -> Decimal:
    """Return a score with two decimals, cut and not rounded, so that 4.4999 does not look like the 4.5 that it misses.

    >>> round_down(Decimal("4.4999")), round_down(Decimal("4.5"))
    (Decimal('4.49'), Decimal('4.50'))
    """
    return score.quantize(Decimal("0.01"), ROUND_DOWN)


def before_customers(label: str) -> str:
    """Return the name of a group as it stands before the word "customers": without the word where it ends in it.

    >>> before_customers("忠诚客户"), before_customers("Loyal Customers"), before_customers("A级")
    ('忠诚', 'Loyal', 'A级')
    """
    return label.removesuffix("客户").removesuffix(" Customers").removesuffix(" customers") or label


def pick_language(accepted: str | None) -> str:
    """Return the language for a browser's or shell's locale; Chinese of any kind is "zh", all else "en".

    >>> pick_language("zh-TW,zh;q=0.9"), pick_language("de-DE"), pick_language(None)
    ('zh', 'en', 'en')
    """
    return "zh" if (accepted or "").lower().startswith("zh") else "en"


@lru_cache(REMEMBERED)
def format_count(value: Number, lang: str) -> str:
    """Return a whole number with thousands separated; ``None`` is an en dash.

    >>> format_count(1234567, "zh"), format_count(-3, "en")
    ('1,234,567', '−3')
    """
    return "–" if value is None else true_sign(format_decimal(int(value), locale=FORMATS[lang]))


def count_customers(count: int, lang: str) -> str:
    """Return a number of customers in words.

    >>> count_customers(1, "en"), count_customers(1234, "en")
    ('1 customer', '1,234 customers')
    """
    _n = counter(lang)
    return _n("{count} customer", "{count} customers", int(count)).format(count=format_count(count, lang))


def count_bills(count: int, lang: str) -> str:
    """Return a number of bills in words.

    >>> count_bills(1, "en"), count_bills(0, "en")
    ('1 bill', '0 bills')
    """
    _n = counter(lang)
    return _n("{count} bill", "{count} bills", int(count)).format(count=format_count(count, lang))


def count_left_out(rows: int, columns: int, lang: str) -> str:
    """Return in words how many rows and columns of a table are not shown; "" where all are.

    >>> count_left_out(1, 0, "en"), count_left_out(3, 1, "en"), count_left_out(0, 0, "en")
    ('1 more row', '3 more rows · 1 more column', '')
    """
    _n, told = counter(lang), []
    if rows > 0:
        told.append(_n("{count} more row", "{count} more rows", rows).format(count=format_count(rows, lang)))
    if columns > 0:
        told.append(_n("{count} more column", "{count} more columns", columns).format(count=format_count(columns, lang)))
    return " · ".join(told)


def unsigned_zero(text: str) -> str:
    """Return a written number without a sign where all of its figures are zeros: what rounds to nothing is neither more nor less.

    >>> unsigned_zero("-0.0%"), unsigned_zero("+0.0"), unsigned_zero("-0.1")
    ('0.0%', '0.0', '-0.1')
    """
    return text if re.search("[1-9]", text) else text.lstrip("+-−")


def true_sign(text: str) -> str:
    """Return a written number with the minus of print, which is as long as a plus and no hyphen; a zero has no sign.

    >>> true_sign("-1,234"), true_sign("-¥5"), true_sign("-0.0%"), true_sign("+2.5")
    ('−1,234', '−¥5', '0.0%', '+2.5')
    """
    text = unsigned_zero(text)
    return f"−{text[1:]}" if text.startswith("-") else text


def format_ratio(value: Number | None, lang: str, digits: int = 1) -> str:
    """Return a ratio (0–1) as a percentage, half up; ``None`` is an en dash, and a zero has no sign.

    >>> format_ratio(5 / 8, "en", 0), format_ratio(0.0625, "zh")
    ('63%', '6.3%')
    >>> format_ratio(0.4567, "en"), format_ratio(None, "zh"), format_ratio(-0.0, "en"), format_ratio(0, "en")
    ('45.7%', '–', '0.0%', '0.0%')
    """
    return "–" if value is None else _ratio(value or 0, lang, digits)  # −0.0 equals 0, so one would be remembered for the other


@lru_cache(REMEMBERED)
def _ratio(value: Number, lang: str, digits: int) -> str:
    pattern = "0." + "0" * digits + "%" if digits else "0%"
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-2 - digits), ROUND_HALF_UP)  # else 5 of 8 is 62%, and 7 of 8 88%
    return true_sign(format_percent(exact, format=pattern, locale=FORMATS[lang]))


def format_money(value: Number | None, lang: str) -> str:
    """Return an exact amount in CNY with its cents; ``None`` is an en dash, and a zero has no sign.

    >>> format_money(Decimal("-1234.5"), "en"), format_money(Decimal("-0.00"), "en"), format_money(0, "en")
    ('−¥1,234.50', '¥0.00', '¥0.00')
    """
    return "–" if value is None else _money(value or 0, lang)


@lru_cache(REMEMBERED)
def _money(value: Number, lang: str) -> str:
    return true_sign(format_currency(value, "CNY", "¥#,##0.00;-¥#,##0.00", locale=FORMATS[lang]))


def format_money_short(value: Number | None, lang: str) -> str:
    """Return an amount in CNY to about three figures: ¥12.3万 in Chinese, ¥123K in English.

    >>> [format_money_short(v, "zh") for v in (950, 9949.6, 123456, 1230000000)]
    ['¥950', '¥9,950', '¥12.3万', '¥12.3亿']
    >>> [format_money_short(v, "en") for v in (950, 9949.6, 123456, 1230000000)]
    ['¥950', '¥9.95K', '¥123K', '¥1.23B']
    """
    if value is None:
        return "–"
    amount = Decimal(str(value))
    steps = (
        [(Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")]
        if lang == "zh"
        else [(Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "K")]
    )
    size = abs(amount)
    sign = "−" if amount < 0 else ""
    for unit, name in steps:
        if _three_figures(size / unit) >= 1:
            return f"{sign}¥{_trimmed(_three_figures(size / unit))}{name}"
    whole = size.quantize(Decimal(1), ROUND_HALF_UP)
    return f"{sign if whole else ''}¥{whole:,}"


def _three_figures(value: Decimal) -> Decimal:
    digits = max(0, 2 - value.adjusted()) if value >= 1 else 2
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _trimmed(value: Decimal) -> str:
    text = f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(REMEMBERED)
def format_day(value: date | None, lang: str) -> str:
    """Return a day: 2026年9月3日 in Chinese, 3 Sep 2026 in English; ``None`` is an en dash.

    >>> format_day(date(2026, 9, 3), "zh"), format_day(date(2026, 9, 3), "en")
    ('2026年9月3日', '3 Sep 2026')
    """
    if value is None:
        return "–"
    return format_date(value, "y年M月d日" if lang == "zh" else "d MMM y", locale=FORMATS[lang])


def format_short_day(value: date, lang: str) -> str:
    """Return a day without its year, where the year stands beside it.

    >>> format_short_day(date(2026, 9, 3), "zh"), format_short_day(date(2026, 9, 3), "en")
    ('9月3日', '3 Sep')
    """
    return format_date(value, "M月d日" if lang == "zh" else "d MMM", locale=FORMATS[lang])


def format_weekday(value: date, lang: str) -> str:
    """Return the day of the week, briefly.

    >>> format_weekday(date(2026, 9, 3), "zh"), format_weekday(date(2026, 9, 3), "en")
    ('周四', 'Thu')
    """
    return format_date(value, "EEE", locale=FORMATS[lang])


def format_month(value: date, lang: str) -> str:
    """Return a month: 2026年9月 in Chinese, Sep 2026 in English.

    >>> format_month(date(2026, 9, 1), "zh"), format_month(date(2026, 9, 1), "en")
    ('2026年9月', 'Sep 2026')
    """
    return format_date(value, "y年M月" if lang == "zh" else "MMM y", locale=FORMATS[lang])


def format_month_name(value: date, lang: str) -> str:
    """Return a month without its year, for a comparison with the month before: 9月, Sep.

    >>> format_month_name(date(2026, 9, 1), "zh"), format_month_name(date(2026, 9, 1), "en")
    ('9月', 'Sep')
    """
    return format_date(value, "M月" if lang == "zh" else "MMM", locale=FORMATS[lang])


def format_moment(value: datetime, lang: str) -> str:
    """Return a day and time of day to the minute."""
    pattern = "y年M月d日 HH:mm" if lang == "zh" else "d MMM y, HH:mm"
    return format_datetime(value, pattern, locale=FORMATS[lang])


def format_whole_ratio(value: float | None, lang: str) -> str:
    """Return a share in whole per cent; a smaller one with a digit more.

    >>> format_whole_ratio(0.009, "en"), format_whole_ratio(0.24, "en")
    ('0.9%', '24%')
    """
    return format_ratio(value, lang, 1 if value is not None and 0 < value < 0.01 else 0)
