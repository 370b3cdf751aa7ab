"""erase and export-person as a person or a program calls them."""

import io
import json

import pytest
from openpyxl import load_workbook

HEADER = "账单号,日期,会员号,客户名称,手机,备注,金额\n"
BILLS = HEADER + "1,2026-09-01,VIP00771,单雄信,13811112222,喜辣,100\n2,2026-09-05,V3,秦琼,13900000003,,50\n"


@pytest.fixture
def house(shell, tmp_path):
    path = tmp_path / "bills.csv"
    path.write_text(BILLS, encoding="utf-8")
    assert shell("import", path, "--store", "s", "--customer-key", "code")[0] == 0
    return lambda *arguments: shell(*arguments, "--store", "s", "--lang", "en")


def test_without_confirm_erase_only_says_where_he_is(house):
    status, out, _err = house("erase", "--customer", "VIP00771")
    assert status == 0
    assert "Bills: key  1\n" in out
    assert out.endswith("Nothing was changed. With --confirm it is done; it cannot be undone.\n")
    told = json.loads(house("erase", "--customer", "VIP00771", "--json")[1])
    assert (told["erased"], told["certificate"]) == (False, None)
    assert {"table": "bills", "column": "customer_key", "rows": 1} in told["places"]


def test_confirmed_he_is_gone_and_the_certificate_is_written(house, tmp_path):
    page = tmp_path / "c.html"
    told = json.loads(house("erase", "--customer", "VIP00771", "--confirm", "--by", "李", "--certificate", page, "--json")[1])
    assert told["erased"]
    assert len(told["fingerprint"]) == 64
    text = page.read_text(encoding="utf-8")
    assert told["fingerprint"] in text
    assert "单雄信" not in text
    assert "13811112222" not in text
    assert [row["customer"] for row in json.loads(house("find", "单雄信", "--json")[1])] == []
    assert house("erase", "--customer", "VIP00771", "--confirm")[0] == 2


def test_everything_known_is_one_file(house, tmp_path):
    assert house("export-person", "--customer", "VIP00771", "--output", tmp_path / "p.json")[0] == 0
    told = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    assert [(row["name"], row["phone"]) for row in told["said"]] == [("单雄信", "13811112222")]
    assert [(row["bill_no"], row["amount"], row["said:备注"]) for row in told["bills"]] == [("1", "100.00", "喜辣")]
    assert house("export-person", "--customer", "VIP00771", "--output", tmp_path / "p.xlsx")[0] == 0
    book = load_workbook(io.BytesIO((tmp_path / "p.xlsx").read_bytes()))
    assert book.sheetnames[:2] == ["What was said of him", "Bills"]
    assert house("export-person", "--customer", "VIP00771", "--output", tmp_path / "p.xlsx")[0] == 2
    assert house("export-person", "--customer", "nobody", "--output", tmp_path / "q.xlsx")[0] == 2
    assert house("export-person", "--customer", "VIP00771", "--output", tmp_path / "q.pdf")[0] == 2
