"""The sample houses: reproducible to the byte, made up throughout, and as counted in facts.json.

The files are read here with nothing but csv and openpyxl, so that the facts are checked against what is on disk.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import sys
import unicodedata
import zipfile
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

DATA = Path(__file__).parent.parent / "data"
SAMPLES = DATA / "samples"
AS_OF = date(2026, 10, 31)


def load_generator():
    if str(DATA) not in sys.path:
        sys.path.append(str(DATA))
    spec = importlib.util.spec_from_file_location("generate_samples", DATA / "generate_samples.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["generate_samples"] = module
    spec.loader.exec_module(module)
    return module


generator = load_generator()
FACTS = json.loads((SAMPLES / "facts.json").read_text(encoding="utf-8"))
LISTING = json.loads((SAMPLES / "houses.json").read_text(encoding="utf-8"))[:2]  # the club is in test_sample_club.py
YUNQI, RIVERSIDE = FACTS["houses"]
HOUSES = pytest.mark.parametrize("house", FACTS["houses"], ids=lambda house: house["key"])


def read_money(value) -> Decimal | None:
    text = unicodedata.normalize("NFKC", str(value)).strip("¥元").replace(",", "")
    if text.startswith("("):
        text = f"-{text[1:-1]}"
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def read_day(value) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    try:
        return datetime.strptime(value or "", "%Y/%m/%d %H:%M").date()
    except ValueError:
        return None


def read_key(code, phone, name) -> str:
    digits = re.sub(r"\D", "", str(phone or "").replace("+86", ""))
    return code or digits or unicodedata.normalize("NFKC", name or "").strip()


@pytest.fixture(scope="module")
def rows() -> dict[tuple[str, str], list[list]]:
    """The rows of every file and sheet as they stand there, the first header and what is above it included."""
    read = {}
    for house in LISTING:
        for each in house["files"]:
            path = SAMPLES / each["file"]
            if path.suffix == ".csv":
                with path.open(encoding="gbk", newline="") as file:
                    read[each["file"], each["kind"]] = list(csv.reader(file))
            else:
                book = openpyxl.load_workbook(path, read_only=True)
                found = [list(row) for row in book[each["sheet"]].iter_rows(values_only=True)]
                book.close()
                read[each["file"], each["kind"]] = found
    return read


# code, name, phone, covers, amount, manager and status among the columns of each house
PLACES = {"yunqi": (2, 3, 4, 6, 7, 9, 11), "riverside": (2, 3, 4, 6, 8, 9, 11)}


def read_bills(house: dict, rows: dict) -> list[dict]:
    """Every row that is neither title, header nor total: with day and amount, None where they cannot be read."""
    bills = []
    code, name, phone, covers, amount, manager, status = PLACES[house["key"]]
    for each in house["files"]:
        if each["kind"] != "bills":
            continue
        for row in rows[each["file"], "bills"]:
            if len(row) <= status or not row[status] or row[status] in ("状态", "单据状态"):
                continue
            walk_in = row[name] in (None, "", "散客", "现金")
            bills.append({
                "file": each["file"], "number": row[0], "day": read_day(row[1]), "amount": read_money(row[amount]),
                "key": None if walk_in else read_key(row[code], row[phone], row[name]), "manager": row[manager] or "",
                "status": row[status], "covers": row[covers],
            })
    return bills


def profiles_of(house: dict, rows: dict) -> list[list]:
    return next(found[1:] for (file, kind), found in rows.items() if kind == "customers" and file.startswith(house["key"]))


def counted(bills: list[dict]) -> list[dict]:
    return [b for b in bills if b["day"] and b["amount"] is not None and b["status"] in ("已结账", "挂账")]


def test_the_generator_reproduces_the_shipped_files(tmp_path):
    facts = generator.write_samples(tmp_path)
    made = {path.relative_to(tmp_path): path for path in tmp_path.rglob("*.*")}
    shipped = {path.relative_to(SAMPLES): path for path in SAMPLES.rglob("*.*") if path.name != ".gitattributes"}
    assert made.keys() == shipped.keys()
    for name, path in made.items():
        if name.suffix == ".xlsx":
            continue
        assert path.read_bytes() == shipped[name].read_bytes(), name
    for mark, table in generator.readme_tables(facts).items():
        assert f"<!-- {mark} -->\n{table}\n<!-- /{mark} -->" in (DATA / "README.md").read_text(encoding="utf-8")
    # how tightly a workbook is packed depends on the zlib of the machine, what is in it must not
    workbooks = [name for name in made if name.suffix == ".xlsx"]
    assert len(workbooks) == 3
    for workbook in workbooks:
        with zipfile.ZipFile(made[workbook]) as one, zipfile.ZipFile(shipped[workbook]) as other:
            assert [(m.filename, m.date_time, m.CRC) for m in one.infolist()] == [
                (m.filename, m.date_time, m.CRC) for m in other.infolist()
            ]


def test_the_folder_is_small_enough_to_ship():
    assert sum(path.stat().st_size for path in DATA.joinpath("samples").rglob("*.*")) < 2_500_000


def test_houses_are_listed_in_the_order_of_import():
    assert [house["name"] for house in LISTING] == [
        {"zh": "云栖湖宾馆", "en": "Yunqi Lake Hotel"}, {"zh": "望江楼大酒店", "en": "Riverside Restaurant"},
    ]
    for house in LISTING:
        kinds = [each["kind"] for each in house["files"]]
        rest = {"yunqi": ["customers", "ratings", "contacts"], "riverside": ["customers", "contacts"]}[house["key"]]
        assert kinds == ["bills"] * (len(kinds) - len(rest)) + rest
        assert all(each["paid"] == ["已结账", "挂账"] for each in house["files"] if each["kind"] == "bills")
    *months, profiles, ratings, contacts = (each["file"] for each in LISTING[0]["files"])
    assert months == sorted(months)
    assert (len(months), profiles, ratings, contacts) == (5, "yunqi/客户档案.csv", "yunqi/客户评分.csv", "yunqi/联系记录.csv")
    assert [each.get("sheet") for each in LISTING[1]["files"]] == ["账单明细", "会员资料", "回访记录"]


@HOUSES
def test_facts_add_up(house):
    bills = [each for each in house["files"] if each["kind"] == "bills"]
    for each in house["files"]:
        assert each["rows"] == each["accepted"] + each["rejected"] + sum(each["skipped"].values())
    assert house["paid"] == sum(each["accepted"] for each in bills)
    assert house["rejected"] == sum(each["rejected"] for each in bills)
    assert house["readable"] == house["paid"] + house["void"]
    assert house["rows"] == house["readable"] + house["rejected"] + house["skipped_lines"]
    assert Decimal(house["amount"]) == sum(Decimal(each["amount"]) for each in bills)
    assert Decimal(house["amount"]) == sum(Decimal(month["total"]) for month in house["months"])
    assert house["paid"] == sum(month["bills"] for month in house["months"])
    assert sum(house["grades"].values()) == sum(house["visits"].values()) == house["customers"]
    for period in (house["year"], house["last_four_months"]):
        assert period["active_end"] == period["active_start"] - period["churned"] + period["reactivated"] + period["new"]
    assert house["year"]["active_end"] == sum(house["grades"][letter] for letter in "ABC")


@HOUSES
def test_facts_say_what_stands_in_the_files(house, rows):
    bills = read_bills(house, rows)
    by_file = defaultdict(list)
    for bill in bills:
        by_file[bill["file"]].append(bill)
    for facts in house["files"]:
        lines = len(rows[facts["file"], facts["kind"]])
        assert facts["rows"] == lines - 1  # all but the header, titles included
        if facts["kind"] != "bills":
            continue
        own = by_file[facts["file"]]
        accepted = counted(own)
        assert facts["accepted"] == len(accepted)
        assert facts["rejected"] == sum(b["day"] is None or b["amount"] is None for b in own)
        assert facts["skipped"]["unpaid_status"] == sum(b["status"] == "作废" for b in own)
        assert facts["amount"] == f"{sum(b['amount'] for b in accepted):.2f}"
        assert facts["walk_ins"] == sum(b["key"] is None for b in accepted)
        assert facts["refunds"] == sum(b["amount"] < 0 for b in accepted)
        assert facts["customers"] == len({b["key"] for b in accepted if b["key"]})
        assert facts["first_date"] == str(min(b["day"] for b in accepted))
        assert facts["last_date"] == str(max(b["day"] for b in accepted))


@HOUSES
def test_shares_and_activity_follow_from_the_files(house, rows):
    bills = counted(read_bills(house, rows))
    profiles = profiles_of(house, rows)
    managed = {row[0] for row in profiles if row[5:6] not in ([], [""], [None])}
    for period in (house["years"][-1], house["months"][-1]):
        own = [b for b in bills if period["start"] <= str(b["day"]) <= period["end"]]
        assert Decimal(period["total"]) == sum(b["amount"] for b in own)
        assert Decimal(period["identified"]) == sum(b["amount"] for b in own if b["key"])
        assert Decimal(period["managed"]) == sum(b["amount"] for b in own if b["key"] in managed)
        # a manager on a bill and a manager in the profile tell the same
        assert Decimal(period["managed"]) == sum(b["amount"] for b in own if b["manager"])
    last = {b["key"]: b["day"] for b in sorted(bills, key=lambda b: b["day"]) if b["key"]}
    assert house["customers"] == len(last)
    assert house["grades"]["D"] == sum(AS_OF - day > timedelta(days=60) for day in last.values())
    assert house["profiles_without_visit"] == sum(row[0] not in last for row in profiles)


def test_one_house_knows_its_costs_and_judges_its_customers_and_the_other_does_not(rows):
    assert (YUNQI["amount"], RIVERSIDE["amount"]) == ("15142525.90", "9689990.80")  # as published since the first version
    bills = [row for (_, kind), found in rows.items() if kind == "bills" for row in found if len(row) > 11 and row[11] in ("已结账", "挂账")]
    readable = [row for row in bills if str(row[0]).startswith("YQ") and read_day(row[1]) and read_money(row[7]) is not None]
    assert Decimal(YUNQI["cost"]) == sum(Decimal(row[8]) for row in readable)
    assert 0.40 < Decimal(YUNQI["cost"]) / Decimal(YUNQI["amount"]) < 0.45
    assert not [cell for row in rows["riverside/望江楼_2025-09_2026-10.xlsx", "bills"][:3] for cell in row if "成本" in str(cell)]
    header, *rated = rows["yunqi/客户评分.csv", "ratings"]
    scores = [int(cell) for row in rated for cell in row[3:] if cell]
    facts = next(each for each in YUNQI["files"] if each["kind"] == "ratings")
    assert header[3:] == ["消费潜力", "忠诚度", "结算信用", "带客影响力", "配合度"]
    assert (len(scores), sum(scores), set(scores)) == (facts["ratings"], facts["sum_of_scores"], {1, 2, 3, 4, 5})
    assert facts["customers"] == len({row[0] for row in rated}) == YUNQI["rated_customers"]
    contacts = [row[8] for row in profiles_of(YUNQI, rows) if row[8]]
    assert (len(contacts), sum(map(int, contacts))) == (YUNQI["profiles_with_contacts"], YUNQI["contacts_a_month"])
    assert RIVERSIDE["cost"] is None
    assert (RIVERSIDE["ratings"], RIVERSIDE["profiles_with_contacts"]) == (0, 0)


@HOUSES
def test_a_year_of_contacts_stands_in_the_files_as_the_facts_say(house, rows):
    facts = next(each for each in house["files"] if each["kind"] == "contacts")
    header, *log = rows[facts["file"], "contacts"]
    assert header == ["联系日期", "客户编号", "客户名称", "客户经理", "联系方式", "联系结果", "备注", "下次联系日期"]
    days = [datetime.strptime(row[0], "%Y/%m/%d").date() for row in log]
    assert (len(log), str(min(days)), str(max(days))) == (facts["contacts"], facts["first_date"], facts["last_date"])
    assert days == sorted(days)
    assert (date(2025, 11, 1) <= min(days) < date(2025, 11, 15), max(days) <= AS_OF) == (True, True)
    for place, name in ((3, "managers"), (5, "outcomes")):
        assert facts[name] == {word: sum(row[place] == word for row in log) for word in sorted({row[place] for row in log})}
    assert house["contacted_in_the_last_month"] == len({row[1] for row, day in zip(log, days, strict=True) if day >= date(2026, 10, 1)})
    assert len({(row[0], row[1]) for row in log}) == len(log)  # nobody twice a day
    refused = {row[1]: day for row, day in zip(log, days, strict=True) if row[5] == "不再联系"}
    assert len(refused) == {"yunqi": 3, "riverside": 0}[house["key"]]
    assert not [row for row, day in zip(log, days, strict=True) if row[1] in refused and day > refused[row[1]]]


def test_a_manager_left_in_june_and_others_took_his_customers_over(rows):
    assert [(each["name"], each["rank"]) for each in LISTING[1]["managers"]] == [
        ("施长风", "3"), ("齐采薇", "3"), ("康允文", "4"), ("伍映雪", "4"),
    ]
    assert [each.get("until_day") for each in LISTING[1]["managers"]] == [None, None, None, "2026-06-30"]
    log = rows["riverside/望江楼_2025-09_2026-10.xlsx", "contacts"][1:]
    assert max(datetime.strptime(row[0], "%Y/%m/%d") for row in log if row[3] == "伍映雪") <= datetime(2026, 6, 30)
    bills = [bill for bill in counted(read_bills(RIVERSIDE, rows)) if bill["manager"] == "伍映雪"]
    assert max(bill["day"] for bill in bills) <= date(2026, 6, 30)
    assert RIVERSIDE["handed_over"] == len({bill["key"] for bill in bills} & {row[0] for row in profiles_of(RIVERSIDE, rows)}) == 26


@HOUSES
def test_bill_numbers_are_unique_and_covers_are_whole(house, rows):
    bills = read_bills(house, rows)
    assert len({bill["number"] for bill in bills}) == len(bills)
    assert all(int(bill["covers"]) >= 2 for bill in bills)


@HOUSES
def test_every_name_and_phone_is_made_up(house, rows):
    cities = "|".join((generator.YUNQI.city, generator.RIVERSIDE.city, *generator.OTHER_CITIES))
    persons = {surname + given for surname in generator.SURNAMES for given in generator.GIVEN_NAMES}
    _, name, phone, _, _, _, status = PLACES[house["key"]]
    seen = [(row[name], row[phone]) for each in house["files"] if each["kind"] == "bills"
            for row in rows[each["file"], "bills"] if len(row) > status and row[status] in ("已结账", "挂账", "作废")]
    seen += [(row[1], row[2]) for row in profiles_of(house, rows)]
    for who, number in set(seen):
        plain = unicodedata.normalize("NFKC", who or "").strip()
        assert plain in ("", "散客", "现金") or plain in persons or re.match(cities, plain), plain
        digits = re.sub(r"[^\d*]", "", str(number or "").replace("+86", ""))
        assert digits == "" or re.fullmatch(r"100(\d{8}|\*{4}\d{4})", digits), number


def test_dirt_is_there_and_small():
    for house in FACTS["houses"]:
        expected = generator.FLAWS if house is YUNQI else generator.FLAWS | generator.WORKBOOK_FLAWS
        assert house["flaws"] == dict(sorted(expected.items()))
        assert sum(house["flaws"].values()) + house["skipped_lines"] < house["rows"] / 100
        assert 0 < house["refunds_in_brackets"] < house["refunds"]


def test_one_house_controls_its_revenue_and_the_other_does_not():
    for period in (*YUNQI["years"], YUNQI["months"][-1]):
        assert 0.58 <= period["managed_share"] <= 0.63
    for period in (*RIVERSIDE["years"], RIVERSIDE["months"][-1]):
        assert 0.33 <= period["managed_share"] <= 0.38
    assert all(0.67 <= year["identified_share"] <= 0.72 for year in YUNQI["years"])
    assert all(0.47 <= year["identified_share"] <= 0.53 for year in RIVERSIDE["years"])
    assert len(YUNQI["years"]) == len(RIVERSIDE["years"]) == 3


def test_the_gap_is_government_and_state_owned_customers():
    def managed(house: dict) -> dict[str, float]:
        total = float(house["years"][-1]["total"])
        return {each["module"]: float(each["managed"]) / total for each in house["modules_last_365_days"]}

    one, other = managed(YUNQI), managed(RIVERSIDE)
    assert set(one) == set(other) == {"政府", "事业单位", "国企", "私企", "外阜", "未分类"}
    gap = {module: one[module] - other[module] for module in one}
    assert gap["政府"] + gap["国企"] > 0.8 * sum(gap.values())


def test_the_houses_are_of_a_size_but_one_of_them_leaks():
    for house in FACTS["houses"]:
        assert 350 <= house["customers"] <= 450
        assert 500 <= house["paid"] / 14 <= 700
        assert all(count >= 25 for count in house["grades"].values())
        assert house["visits"]["once"] > 40
        assert house["visits"]["25+"] >= 20
        assert house["last_four_months"]["reactivated"] >= 15
        assert house["last_four_months"]["new"] >= 25
    assert 0.18 <= YUNQI["year"]["churn_rate"] <= 0.23
    assert 0.38 <= RIVERSIDE["year"]["churn_rate"] <= 0.50
    assert YUNQI["grades"]["D"] < YUNQI["customers"] * 0.3
    assert RIVERSIDE["grades"]["D"] > RIVERSIDE["customers"] * 0.45
    assert YUNQI["last_four_months"]["active_end"] > YUNQI["last_four_months"]["active_start"]
    assert RIVERSIDE["last_four_months"]["active_end"] < RIVERSIDE["last_four_months"]["active_start"] * 0.93
    assert RIVERSIDE["june_a_silent_70_days"] >= 7 > 2 >= YUNQI["june_a_silent_70_days"]


def test_the_grades_of_the_facts_follow_the_worked_example():
    example = {  # visits, yuan, days since the last visit, grade
        "c01": (24, 96_000, 3, "A"), "c02": (20, 30_000, 5, "C"), "c03": (18, 88_000, 9, "A"), "c04": (15, 24_000, 2, "C"),
        "c05": (12, 60_000, 20, "B"), "c06": (10, 12_000, 14, "C"), "c07": (6, 54_000, 31, "B"), "c08": (5, 7_500, 40, "C"),
        "c09": (3, 45_000, 55, "B"), "c10": (2, 2_600, 60, "C"), "c11": (30, 120_000, 61, "D"), "c12": (1, 900, 200, "D"),
    }
    bills = []
    for code, (visits, yuan, recency, _) in example.items():
        customer = generator.Customer("", "", code, "", "", "", 1, 1, 1, -1, False, True)
        for n in range(visits):
            when = datetime(2026, 10, 31, 19) - timedelta(days=recency + n)
            bills.append(generator.Bill(when, customer, yuan * 100 // visits, 1, 2))
    bills.sort(key=lambda bill: bill.when)
    assert generator.grade(bills, AS_OF) == {code: each[3] for code, each in example.items()}
