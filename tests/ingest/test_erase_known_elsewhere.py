"""Whoever is known from top-ups, contacts, payments or other people's notes alone is found, exported and erased."""

from datetime import datetime

import pytest

from segmentation.ingest.erase.erasing import erase_customer, preview_erasure
from segmentation.ingest.land import undo
from segmentation.language.errors import InputError
from segmentation.measures.people.everything import read_everything
from segmentation.measures.people.find import find_customers
from tests.ingest.erased import bytes_of, found_in

NOW = datetime(2026, 12, 1, 9, 30)
TOP_UPS = (
    "流水号,日期,姓名,手机号,类型,金额,支付方式,备注\n1,2026-01-01,甲乙,13800000001,消费,50.00,储值卡,\n"
    "2,2026-01-02,丁一一,13800000005,充值,1000.00,微信,丁一一 13800000005\n3,2026-01-03,甲乙,13800000001,消费,50.00,现金,\n"
)
CONTACTS = "日期,客户手机,客户姓名,客户经理,方式,结果,备注\n2026-01-05,13899999998,联系人丙,陈管,电话,接通,13899999998说下周来\n"
PAYMENTS = "回款日期,客户姓名,手机号,回款金额,方式\n2026-02-12,无此人,13899999999,77.00,转账\n"


def rows(house, sql):
    return house.warehouse.cursor().execute(sql).fetchall()


def found(house, text):
    return [(row["customer"], row["name"]) for row in find_customers(house.warehouse, 1, text).rows.to_pylist()]


def test_who_only_tops_up_has_a_name_and_is_found_and_erased(house):
    house.land(TOP_UPS)
    assert found(house, "丁一一") == [("13800000005", "丁一一")]
    assert found(house, "0005") == [("13800000005", "丁一一")]
    told = read_everything(house.warehouse, 1, "13800000005")
    assert [row["amount"] for row in told["top_ups"].to_pylist()] == [1000]
    assert [row["name"] for row in told["said"].to_pylist()] == ["丁一一"]
    erase_customer(house.warehouse, 1, "13800000005", NOW)
    assert found_in(house.warehouse, "丁一一", "13800000005") == []
    assert rows(house, "select sum(amount) from stored_value") == [(1000,)]


@pytest.mark.parametrize(("kind", "text", "key"), [("contacts", CONTACTS, "13899999998"), ("payments", PAYMENTS, "13899999999")])
def test_who_is_only_in_contacts_or_payments_is_found_and_erased(house, kind, text, key):
    house.land(TOP_UPS)
    house.land(text, "b.csv", kind=kind)
    assert [each for each, _name in found(house, key[-5:])] == [key]
    assert kind in read_everything(house.warehouse, 1, key)
    erase_customer(house.warehouse, 1, key, NOW)
    assert found_in(house.warehouse, key) == []
    assert rows(house, f"select count(*) from {kind} where customer_key like 'anon-%'") == [(1,)]


def test_a_phone_that_stands_in_a_note_alone_is_erased_by_it(house):
    house.land(TOP_UPS.replace("储值卡,\n", "储值卡,朋友13911110000\n"))
    assert preview_erasure(house.warehouse, 1, "13911110000").places == {("bill_cells", "cells"): 1}
    erase_customer(house.warehouse, 1, "13911110000", NOW)
    assert found_in(house.warehouse, "13911110000") == []
    assert [each for each in rows(house, "select cells from bill_cells") if "朋友" in each[0]] == [("消费\x1f朋友***",)]


def test_who_was_in_a_file_that_was_undone_is_gone_from_the_bytes(house, tmp_path):
    house.land(TOP_UPS)
    batch = house.land("姓名,手机号,生日\n赵小七,13922220000,1980-01-01\n", "members.csv")["batch"]
    undo(house.warehouse, batch)
    erase_customer(house.warehouse, 1, "13922220000", NOW)
    path = house.warehouse.path
    house.warehouse.close()
    for content in bytes_of(path, tmp_path):
        assert b"13922220000" not in content


def test_nobody_is_still_nobody(house):
    house.land(TOP_UPS)
    for text in ("nobody", "123", "戊"):
        with pytest.raises(InputError) as told:
            preview_erasure(house.warehouse, 1, text)
        assert told.value.code == "unknown_profile"
