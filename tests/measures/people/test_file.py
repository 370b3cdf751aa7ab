"""The file of a customer on 30 September 2026, worked out by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from segmentation.ingest.contacts import record_contact
from segmentation.ingest.edit import edit_profiles
from segmentation.ingest.land import import_file
from segmentation.language.errors import InputError
from segmentation.measures.people.file import Habit, months_shown, read_file
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, settings

AS_OF, ON = date(2026, 9, 30), date(2026, 10, 2)
HEAD = "账单号,日期,时间,客户编号,客户名称,手机,客户经理,包厢,人数,支付方式,菜品,金额,类型\n"
GU = (  # day, time, room, covers, payment, dish, amount
    ("2025-09-20", "18:10", "牡丹厅", 6, "微信", "醉蟹", 500), ("2026-08-07", "18:30", "牡丹厅", 6, "储值", "醉蟹", 1000),
    ("2026-08-14", "18:05", "牡丹厅", 8, "储值", "东星斑", 1200), ("2026-08-21", "12:00", "锦绣厅", 6, "微信", "醉蟹", 800),
    ("2026-09-04", "18:40", "牡丹厅", 6, "储值", "醉蟹", 600),
)


def bills():
    rows = [f"G{at},{day},{clock},K1,顾明远,13800001207,苗经理,{room},{covers},{paid},{dish},{amount},消费"
            for at, (day, clock, room, covers, paid, dish, amount) in enumerate(GU)]
    rows.append("T1,2026-08-05,11:00,K1,顾明远,13800001207,,,,微信,,5000,充值")
    rows.append("H0,2026-09-30,18:00,K2,何静,,,,,微信,面,50,消费")
    rows += [f"W{day},{date(2024, 8, 1) + timedelta(days=day)},12:00,,散客,,,,,现金,面,10,消费" for day in range(0, 790, 14)]
    return HEAD + "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    folder = tmp_path_factory.mktemp("file")
    opened, path = Warehouse(folder / "warehouse.duckdb"), folder / "bills.csv"
    path.write_text(bills(), encoding="utf-8")
    import_file(opened, "Pine", path)
    record_contact(opened, 1, "K1", "call", "reached", date(2026, 9, 1), None, "年会想订3桌", "苗经理")
    record_contact(opened, 1, "K1", "visit", "coming", date(2026, 9, 28), date(2026, 10, 9), "", "苗经理")
    record_contact(opened, 1, "K2", "call", "do_not_call", date(2026, 10, 1))
    yield opened
    opened.close()


def file_of(warehouse, customer="K1", as_of=AS_OF, on=ON, **changes):
    return read_file(warehouse, 1, ABCD, customer, as_of, on, settings(**changes))


def test_facts_of_the_window_and_of_the_one_before(warehouse):
    found = file_of(warehouse)
    assert (found.name, found.tier, found.row["frequency"], found.row["contribution"]) == ("顾明远", "A", 4, Decimal("3600.00"))
    assert (found.visits_before, found.contribution_before) == (1, Decimal("500.00"))
    assert file_of(warehouse, window="all").visits_before is None
    assert file_of(warehouse, as_of=date(2026, 7, 31)).visits_before is None  # bills begin in August 2024
    assert found.sleeps_after == date(2026, 11, 3)  # sixty days after 4 September


def test_how_often_he_comes(warehouse):
    rhythm = file_of(warehouse).rhythm
    assert (rhythm.visits, rhythm.usual_gap_days) == (5, Decimal("10.5"))  # 321, 7, 7, 14 days


def test_what_he_usually_has_with_days(warehouse):
    habits = {habit: [(each.said, each.times) for each in told] for habit, told in file_of(warehouse).habits.items()}
    assert habits == {
        "room": [("牡丹厅", 3), ("锦绣厅", 1)], "time": [("5 evening", 3), ("5 noon", 1)],
        "dish": [("醉蟹", 3), ("东星斑", 1)], "hour": [("18", 3), ("12", 1)], "covers": [("6", 3), ("8", 1)],
        "payment": [("储值", 3), ("微信", 1)],
    }
    assert file_of(warehouse).habits["room"][0] == Habit("牡丹厅", 3, date(2026, 9, 4))


def test_days_months_and_grades_by_month(warehouse):
    found = file_of(warehouse)
    assert [row["visit_date"].isoformat() for row in found.days.to_pylist()] == [
        "2026-09-04", "2026-08-21", "2026-08-14", "2026-08-07", "2025-09-20",
    ]
    assert [tuple(row.values()) for row in found.months.to_pylist()] == [
        (date(2025, 9, 1), 1, Decimal("500.00")), (date(2026, 8, 1), 3, Decimal("3000.00")), (date(2026, 9, 1), 1, Decimal("600.00")),
    ]
    told = {each.day.isoformat()[:7]: each.tier for each in found.grades}
    assert told == {
        "2025-09": "A", "2025-10": "A", **{f"{year}-{month:02}": "D" for year, month in
        ((2025, 11), (2025, 12), *((2026, each) for each in range(1, 8)))}, "2026-08": "A", "2026-09": "A",
    }
    spans = months_shown(found)
    assert (spans[0], spans[-1]) == ((date(2025, 9, 29), date(2025, 9, 30)), (date(2026, 9, 1), AS_OF))
    assert len(spans) == 13


def test_stored_value_contacts_and_promise(warehouse):
    found = file_of(warehouse)
    assert (found.balance["topped_up"], found.balance["used_value"], found.balance["balance"]) == (
        Decimal("5000.00"), Decimal("2800.00"), Decimal("2200.00"),
    )
    assert found.top_ups.to_pylist() == [{"topped_up_on": date(2026, 8, 5), "amount": Decimal("5000.00")}]
    assert [(row["contact_day"].isoformat(), row["outcome"], row["note"]) for row in found.contacts.to_pylist()] == [
        ("2026-09-28", "coming", None), ("2026-09-01", "reached", "年会想订3桌"),
    ]
    assert (found.promised_on, found.is_barred) == (date(2026, 10, 9), False)
    assert file_of(warehouse, on=date(2026, 9, 27)).promised_on is None  # nothing was agreed yet
    assert [file_of(warehouse, "K2", on=day).is_barred for day in (AS_OF, ON)] == [False, True]
    assert file_of(warehouse, "K2").balance is None


def test_completeness_is_of_what_the_house_asks_for(warehouse):
    found = file_of(warehouse).completeness
    assert (found.filled, found.missing, found.share) == (("phone", "manager"), ("birthday", "module"), 0.5)


def test_fields_are_those_of_the_day(warehouse):
    edit_profiles(warehouse, 1, {"K1": {"note": "少盐"}}, said_on=date(2026, 10, 5))
    assert file_of(warehouse, on=date(2026, 10, 4)).fields["note"].text is None
    assert file_of(warehouse, on=date(2026, 10, 5)).fields["note"].text == "少盐"


@pytest.mark.parametrize(("customer", "as_of"), [("K9", AS_OF), ("散客", AS_OF), ("K2", date(2026, 9, 29))])
def test_who_is_not_there_on_the_day_has_no_file(warehouse, customer, as_of):
    with pytest.raises(InputError) as refused:
        file_of(warehouse, customer, as_of)
    assert refused.value.code == "unknown_customer"
