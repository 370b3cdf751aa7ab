"""What an erasure leaves alone, since it is others', and what it finds however it is written."""

from datetime import date, datetime

import pytest

from segmentation.ingest.contacts import record_contact
from segmentation.ingest.edit import edit_profiles
from segmentation.ingest.erase.certificates import list_certificates
from segmentation.ingest.erase.erasing import erase_customer, preview_erasure
from segmentation.ingest.erase.finder import Finder
from segmentation.ingest.erase.person import Person
from tests.ingest.erased import found_in

NOW = datetime(2026, 12, 1, 9, 30)
HEADER = "单号,日期,客户名称,手机,包厢,渠道,支付方式,客户经理,菜品,金额,备注\n"


def rows(house, sql):
    return house.warehouse.cursor().execute(sql).fetchall()


@pytest.mark.parametrize(("name", "column", "before"), [
    ("牡丹厅", "room", [("桂花厅", 40), ("牡丹厅", 60)]),
    ("美团", "channel", [("堂食", 40), ("美团", 60)]),
    ("微信", "payment_method", [("微信", 60), ("现金", 40)]),
])
def test_a_name_that_is_a_value_of_others_bills_stays_there(house, name, column, before):
    house.land(HEADER + (
        f"1,2026-08-01,{name},13200009999,牡丹厅,美团,微信,,,10,\n2,2026-08-02,秦琼,13900000003,牡丹厅,美团,微信,,,20,坐{name}\n"
        "3,2026-08-03,,,牡丹厅,美团,微信,,,30,\n4,2026-08-04,程咬金,13900000004,桂花厅,堂食,现金,,,40,\n"
    ))
    asked = f"select {column}, sum(amount) from bills group by all order by 1"
    assert rows(house, asked) == before
    assert dict(preview_erasure(house.warehouse, 1, "13200009999").left) == {"values": 3, "meant": 1}
    erase_customer(house.warehouse, 1, "13200009999", NOW)
    assert rows(house, asked) == before
    assert rows(house, "select count(*) from customers where name is null") == [(1,)]
    assert rows(house, "select cells from bill_cells where line_no = 3") == [(f"坐{name}",)]
    assert dict(list_certificates(house.warehouse, 1)[0].left) == {"values": 3, "meant": 1}


def test_a_value_that_holds_his_name_is_hidden_in_his_rows_alone(house):
    house.land(HEADER + (
        "1,2026-08-01,单雄信,13811112222,单雄信生日包场,,,,,10,\n2,2026-08-02,秦琼,13900000003,单雄信包间,,,,,20,\n"
        "3,2026-08-03,秦琼,13900000003,打13811112222,,,,,40,\n"
    ))
    erase_customer(house.warehouse, 1, "13811112222", NOW)
    assert rows(house, "select room from bills order by bill_no") == [("***生日包场",), ("单雄信包间",), ("打***",)]


def test_a_manager_of_his_name_stays_and_it_is_said(house):
    house.land(HEADER + "1,2026-08-01,陈管,13811112222,,,,陈管,,10,\n2,2026-08-02,秦琼,13900000003,,,,陈管,,20,\n")
    assert preview_erasure(house.warehouse, 1, "13811112222").left == (("manager", 1),)
    erase_customer(house.warehouse, 1, "13811112222", NOW)
    assert rows(house, "select manager, sum(amount) from bills group by all") == [("陈管", 30)]


def test_a_name_of_one_letter_goes_from_his_rows_and_what_stays_is_said(house):
    house.land(HEADER + "1,2026-08-01,龍,13811112222,,,,,,10,\n2,2026-08-02,秦琼,13900000003,,,,,,20,龍凤呈祥\n")
    assert preview_erasure(house.warehouse, 1, "13811112222").left == (("letter", 1),)
    erase_customer(house.warehouse, 1, "13811112222", NOW)
    assert [place[:2] for place in found_in(house.warehouse, "龍")] == [("bill_cells", "cells")]


def find(name, phone="13900002222", longer=()):
    return Finder(Person(1, "k", {"k": "anon-1"}, (("k", "name", name), ("k", "phone", phone)), frozenset(), frozenset(), longer), ("own", "names"))


@pytest.mark.parametrize("text", [
    "１３９００００２２２２", "(139)0000-2222", "139.0000.2222", "139 0000 2222", "+86 139 0000 2222", "+8613900002222", "008613900002222",
    "（139）0000－2222", "139-0000-2222", "86-139-0000-2222",
])
def test_a_phone_is_found_however_it_is_written(text):
    assert set(find("无").without(f"电话{text}。").strip("电话。").replace("(", "").replace("（", "")) == {"*"}


@pytest.mark.parametrize("text", ["113900002222", "139000022223", "1390000222"])
def test_another_number_is_not_his(text):
    assert find("无").without(text) == text


@pytest.mark.parametrize(("name", "text", "left"), [
    ("Amy", "请Amy来, Amys AMY amy", "请***来, Amys *** amy"),
    ("Lee Ann", "lee  ann, Lee Anne", "***, Lee Anne"),
    ("欧阳娜娜", "和欧阳 娜娜来", "和***来"),
    ("欧阳 娜娜", "和欧阳娜娜来", "和***来"),
    ("王伟", "王 伟；小王 伟大；王　伟来", "***；小王 伟大；***来"),
])
def test_names_are_found_as_whole_words_with_blanks_or_without(name, text, left):
    assert find(name).without(text) == left


def test_a_longer_name_of_somebody_else_stays_with_a_blank_in_it_too():
    assert find("王伟", longer=("王伟华",)).without("王伟 华和王伟") == "王伟 华和***"


def test_sheets_and_headers_that_name_him_are_cleared(house):
    from openpyxl import Workbook

    from segmentation.ingest.examination import Choices
    from segmentation.ingest.land import import_file

    book = Workbook()
    book.active.title = "王伟13900002222"
    for row in (("单号", "日期", "客户名称", "手机", "金额", "王伟点的菜"), ("1", "2026-08-01", "王伟", "13900002222", 10, "鱼")):
        book.active.append(row)
    path = house.folder / "王伟.xlsx"
    book.save(path)
    import_file(house.warehouse, "s", path, Choices())
    assert ("remembered", "signature") in {place[:2] for place in found_in(house.warehouse, "王伟")}
    erase_customer(house.warehouse, 1, "13900002222", NOW)
    assert found_in(house.warehouse, "王伟", "13900002222") == []
    assert rows(house, "select sheet from batches") == [("******",)]


def test_a_region_that_only_he_has_goes_and_one_of_others_stays(house):
    house.land(HEADER + "1,2026-08-01,王伟,13900002222,,,,,,10,\n2,2026-08-02,秦琼,13900000003,,,,,,20,\n3,2026-08-02,程咬金,13900000004,,,,,,20,\n")
    edit_profiles(house.warehouse, 1, {"13900002222": {"region": "北京路1号"}, "13900000003": {"region": "城东"}, "13900000004": {"region": "城东"}})
    erase_customer(house.warehouse, 1, "13900002222", NOW)
    erase_customer(house.warehouse, 1, "13900000004", NOW)
    assert found_in(house.warehouse, "北京路") == []
    assert rows(house, "select region, count(*) from customers group by all order by 1") == [("城东", 2), (None, 1)]


def test_notes_of_others_lose_his_phone_in_every_way_of_writing(house):
    house.land(HEADER + "1,2026-08-01,Amy,13900002222,,,,,,10,\n2,2026-08-02,秦琼,13900000003,,,,,,20,Amy的(139)0000-2222\n")
    record_contact(house.warehouse, 1, "13900000003", "call", "reached", date(2026, 8, 9), None, "问Amy １３９００００２２２２")
    erase_customer(house.warehouse, 1, "13900002222", NOW)
    assert rows(house, "select note from contacts") == [("问*** ***",)]
    assert rows(house, "select cells from bill_cells") == [("***的(***",)]


def test_a_room_called_like_him_stays_on_his_later_bills(house):
    first = "1,2026-08-01,牡丹厅,13200009999,牡丹厅,,,,,10,\n2,2026-08-02,秦琼,13900000003,牡丹厅,,,,,20,\n"
    house.land(HEADER + first)
    erase_customer(house.warehouse, 1, "13200009999", NOW)
    house.land(HEADER + first + "3,2026-08-03,牡丹厅,13200009999,牡丹厅,,,,,40,\n4,2026-08-04,牡丹厅,13200009999,牡丹厅生日,,,,,80,\n", "b.csv")
    found = "select room, sum(amount) from bills where replaced_by is null group by all order by 1"
    assert rows(house, found) == [("牡丹厅", 70), (None, 80)]
