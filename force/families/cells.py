"""Bills whose cells, headers or choices are hostile: years nobody lived in, sums without end, words that are code elsewhere."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from force.case import HEADER, PROFILE_HEADER, REFUSED, Case, as_csv, of_bytes, rows_of_bills

DATES = {
    "year_0001": "0001-01-01", "year_0026": "0026-09-02", "year_0000": "0000-00-00", "year_9999": "9999-12-31",
    "year_10000": "10000-01-01", "year_negative": "-2026-01-01", "year_1899": "1899-12-31", "year_1900": "1900-02-29",
    "year_of_three_digits": "206-01-01", "year_of_two_digits": "26-01-01", "year_2999": "2999-01-01",
    "month_13": "2026-13-13", "serial_negative": "-1", "serial_huge": "99999999999999999999", "serial_float": "1e300",
    "serial_0": "0", "letters": "昨天", "arabic_digits": "٢٠٢٦-٠١-٠١", "superscripts": "²⁰²⁶-¹-¹", "fullwidth": "２０２６－０１－０１",
    "epoch_seconds": "1767225600", "epoch_nanoseconds": "1767225600000000000", "zone": "2026-01-01T00:00:00+99:99",
    "leap_second": "2026-06-30 23:59:60", "digits_without_end": "2026-01-01" + "0" * 100_000,
}
AMOUNTS = {
    "underscore": "1_000", "superscript": "²", "infinite": "inf", "not_a_number": "NaN", "exponent": "1e308",
    "exponent_huge": "1e999999999", "exponent_small": "1e-999999999", "hexadecimal": "0x10", "ten_to_16": "10000000000000000",
    "ten_to_30": "1" + "0" * 30, "digits_100000": "9" * 100_000, "decimals_100000": "1." + "3" * 100_000, "two_points": "1.2.3",
    "commas_only": ",,,", "sign_only": "-", "signs": "--5", "brackets": "((5))", "fraction": "½", "circled": "①", "roman": "Ⅷ",
    "chinese": "一千二百", "thai_digits": "๑๒", "percent": "50%", "formula": "=1+1", "division_by_zero": "#DIV/0!", "blank": " ",
    "zero_width": "1\u200b2", "right_to_left": "\u202e001", "two_currencies": "¥$5", "space_in": "1 2", "none": "null",
}
WORDS = {
    "sql": "'); drop table bills; --", "sql_quote": 'x"; delete from batches; --', "sql_null": "NULL", "dollar": "$store {file} %s",
    "formula": '=HYPERLINK("http://127.0.0.1/","x")', "formula_at": "@SUM(1+1)*cmd|' /C calc'!A0", "tab_formula": "\t=1+1",
    "markdown": "![x](http://127.0.0.1:{port}/m.png) **b** [l](http://127.0.0.1:{port}/)", "html": "<img src=http://127.0.0.1:{port}/h>",
    "script": "<script>alert(1)</script>", "latex": "$\\frac{1}{0}$ :material/home: :red[x]", "url": "http://127.0.0.1:{port}/u",
    "bidi": "\u202eCBA\u202c", "joiners": "a\u200d\u200c\u00ad\u2060b", "tags": "\U000e0041\U000e0042", "controls": "\x01\x02\x1b[31m\x7f",
    "combining": "e" + "\u0301" * 5000, "emoji": "👨‍👩‍👧‍👦" * 500, "private_use": "\ue000\uf8ff", "noncharacter": "\ufffe\uffff", "long": "长" * 200_000,
    "path": "../../../../etc/passwd", "percent": "%00%0a%s%n", "newline": '"a\nb"', "template": "{0.__class__} {file!r}",
}
HEADERS = {
    "all_the_same": ("金额",) * 6, "all_empty": ("",) * 6, "one_empty": ("单号", "", "客户编号", "客户", "金额", "状态"),
    "reserved_words": ("select", "from", "where", "group", "order", "table"), "our_own": ("line_no", "reason", "batch_id", "store_id", "金额", "日期"),
    "reject_columns": ("行号", "原因", "单号", "日期", "客户", "金额"), "quotes": ('单"号', "日'期", "客`户", "客;户", "金--额", "状/*态"),
    "sql": ("单号", "日期", "客户); drop table bills; --", "客户", "金额", "状态"), "html": ("<b>单号</b>", "日期", "<script>", "客户", "金额", "状态"),
    "markdown": ("**单号**", "日期", "![x](http://127.0.0.1/x)", "客户", "金额", "状态"), "formulas": ("=1+1", "日期", "@x", "客户", "金额", "状态"),
    "numbers": ("1", "2", "3", "4", "5", "6"), "long": ("单号", "日期", "客" * 100_000, "客户", "金额", "状态"), "dollars": ("$a", "日期", "$batch", "客户", "金额", "状态"),
    "bidi": ("单号\u202e", "日期\u200b", "客户编号\ufeff", "客户", "金额", "状态"), "case_twins": ("Amount", "amount", "AMOUNT", "date", "Date", "name"),
    "hash_numbers": ("#1", "#2", "#3", "#4", "#5", "#6"), "control": ("单号\x01", "日期", "客户\x1b", "客户", "金额", "状态"),
}


def no_invented_year(report: dict[str, Any]) -> str:
    """Years are those that the file writes: no bill before 1990, none of a century that nobody wrote."""
    first, last = report["first_date"], report["last_date"]
    if first and first < "1990":
        return f"a bill of {first}"
    return f"a year that the file does not write: {first} – {last}" if first and first[:4] != "2026" and first[:3] != "299" else ""


def cases(rng: random.Random) -> Iterator[Case]:
    """One odd cell among sound ones, then columns full of them, headers, profiles, choices."""

    def bills(name: str, place: int, text: str, every: bool = False, **more: Any) -> Case:
        rows = rows_of_bills(rng)
        changed = [(*row[:place], text, *row[place + 1 :]) if every or not number else row for number, row in enumerate(rows)]
        return of_bytes(f"{name}.csv", as_csv(changed).encode("utf-8", "surrogatepass").__bytes__, **more)

    for name, text in DATES.items():
        yield bills(f"date_{name}", 1, text, see=no_invented_year)
    for name in ("year_0001", "year_0026", "year_9999", "serial_huge", "epoch_nanoseconds"):
        yield bills(f"dates_all_{name}", 1, DATES[name], every=True)
    for name, text in AMOUNTS.items():
        yield bills(f"amount_{name}", 4, f'"{text}"')
    yield bills("amounts_all_near_the_most", 4, "9999999999999999.99", every=True)
    yield bills("amounts_all_below_the_least", 4, "-9999999999999999.99", every=True)
    for name, text in WORDS.items():
        yield bills(f"word_{name}", 3, text)
        rows = [(text, f"客户{n}", f"1380000000{n}", "", text, text) for n in range(3)]
        if name in ("sql", "formula", "markdown", "bidi", "combining", "long", "controls", "template"):
            yield of_bytes(f"profiles_{name}.csv", as_csv(rows, PROFILE_HEADER).encode().__bytes__)
            yield bills(f"status_{name}", 5, text, every=True)
            yield bills(f"number_{name}", 0, text)
    for name, header in HEADERS.items():
        yield of_bytes(f"header_{name}.csv", as_csv(rows_of_bills(rng), header).encode().__bytes__)

    phones = [(f"C{n}", mark + "张三", mark + "138" + mark + "00000001", "", "", "") for n, mark in enumerate("\u200b\u202a\u00ad\ufeff\u2060")]
    yield of_bytes("profiles_of_one_phone_with_invisible_marks.csv", as_csv(phones, PROFILE_HEADER).encode().__bytes__)
    birthdays = [(f"C{n}", "张三", "", day, "", "") for n, day in enumerate(DATES.values())]
    yield of_bytes("profiles_with_odd_birthdays.csv", as_csv(birthdays, PROFILE_HEADER).encode().__bytes__)
    scores = [(f"K{n}", "忠诚度", text) for n, text in enumerate(AMOUNTS.values())]
    yield of_bytes("ratings_with_odd_scores.csv", as_csv(scores, ("客户编号", "评分项", "分数")).encode().__bytes__, options=("--kind", "ratings"))
    months = [(month, total) for month in ("2026-01", "0001-01", "9999-12", "2026-13") for total in ("5", "1e308", "-1", "")]
    yield of_bytes("totals_of_odd_months.csv", as_csv(months, ("月份", "营业额")).encode().__bytes__, options=("--kind", "totals"))
    statuses = [(*row[:5], f"状态{n}") for n, row in enumerate(rows_of_bills(rng, 5000))]
    yield of_bytes("statuses_5000.csv", as_csv(statuses).encode().__bytes__)
    same = [("B1", *row[1:]) for row in rows_of_bills(rng, 5000)]
    yield of_bytes("one_number_5000_times.csv", as_csv(same).encode().__bytes__)

    sound = as_csv(rows_of_bills(rng)).encode()
    for name, store in (("blank", " \t "), ("million", "店" * 1_000_0), ("bidi", "\u202e店"), ("control", "a\x01\x1b[31mb"), ("newline", "a\nb"),
                        ("sql", "x'; drop table stores; --"), ("path", "../../x"), ("invisible", "\u200b\u200d"), ("braces", "{file}{0}")):
        yield of_bytes(f"store_{name}.csv", lambda: sound, store=store, right=REFUSED if name in ("blank", "invisible") else "either")
    for name, options in {
        "map_to_no_header": ("--map", "amount=没有"), "map_of_no_column": ("--map", "x=金额"), "map_without_sign": ("--map", "amount"),
        "map_all_to_one": tuple(x for c in ("date", "amount", "name") for x in ("--map", f"{c}=金额")), "map_empty": ("--map", "="),
        "map_twice": ("--map", "amount=金额", "--map", "amount=单号"), "paid_nothing": ("--paid", ""), "paid_hostile": ("--paid", "' or 1=1 --"),
        "sheet_of_a_text": ("--sheet", "账单"), "kind_ratings": ("--kind", "ratings"), "kind_totals": ("--kind", "totals"),
        "kind_customers": ("--kind", "customers"), "key_phone": ("--customer-key", "phone"), "order_dmy": ("--date-order", "dmy"),
        "replace": ("--on-overlap", "replace"), "walk_ins": ("--walk-ins-only",),
    }.items():
        yield of_bytes(f"choice_{name}.csv", as_csv(rows_of_bills(rng), HEADER).encode().__bytes__, options=options)
