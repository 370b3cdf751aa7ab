"""The sheets of the day: one a manager, everybody on it, names never markup, nothing fetched."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
from lxml import html

from segmentation.exports.call_sheet import call_sheets
from tests.grades import ABCD


def call(manager, name, stake, **more):
    return {
        "manager": manager, "customer": "K1", "name": name, "phone": "13800000001", "tier": "A", "call_reason": "due",
        "reason": "due today", "habits": "Peony", "say": "Shall I keep it?", "contribution": Decimal(stake), "worth": Decimal(stake), "worth_before": None, **more,
    }


def test_each_manager_has_a_sheet_and_nobodys_come_last():
    calls = [call("Li", "<b>Ann</b>", 500), call("Wu", None, 20, tier=None, phone=None, habits=""), call(None, "Bo", 9), call("Li", "Cy", 70), call("Li", "Di", 30, worth=None, worth_before=Decimal(30))]
    said = call_sheets("Pine & Co", date(2026, 11, 28), date(2026, 11, 27), pa.Table.from_pylist(calls), ABCD, "en", "365")
    page = html.fromstring(said)
    sheets = [
        (sheet.find(".//h1").text, [each.text_content() for each in sheet.iterfind(".//article//b")]) for sheet in page.iterfind(".//section")
    ]
    assert sheets == [("Li", ["<b>Ann</b>", "Cy", "Di"]), ("Wu", ["K1"]), ("Nobody's", ["Bo"])]
    assert "3 calls · ¥570 in the last 365 days, one asleep with ¥30 in the 365 days up to the last visit · Bills up to 27 Nov 2026" in page.text_content()
    assert "default-src 'none'" in said
    assert said.count("Shall I keep it?") == 5
    assert "no phone" in page.text_content()
