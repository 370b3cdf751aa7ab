"""passport and benchmark as a person or a program calls them."""

import json
from datetime import date

import openpyxl

from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build
from tests.passports import house_bills, managed


def test_passports_are_made_read_refused_and_set_side_by_side(shell, tmp_path):
    warehouse = Warehouse(tmp_path / "w.duckdb")
    build(warehouse, [*house_bills(1, 12, 2), *house_bills(2, 12, 0)], managed(1, 2), ("Pine", "Oak"))
    warehouse.close()
    pine, oak, bad = (tmp_path / f"{name}.json" for name in ("pine", "oak", "bad"))
    assert shell("passport", "make", "--store", "Pine", "--out", pine)[0] == 0
    assert shell("passport", "make", "--store", "Oak", "--money", "--out", oak)[0] == 0
    assert oak.stat().st_mode & 0o077 == 0
    bad.write_bytes(pine.read_bytes().replace(b'"churn_rate":"0.1667"', b'"churn_rate":"0.0667"'))
    status, out, err = shell("passport", "read", pine, oak, bad, "--json")
    assert (status, [(each["house"], each["state"]) for each in json.loads(out)]) == (
        2, [("Pine", "taken"), ("Oak", "taken"), (None, "refused")]
    )
    assert "bad.json" in err
    assert [(each["house"], each["last_month"], each["with_money"]) for each in json.loads(shell("passport", "list", "--json")[1])] == [
        ("Oak", "2026-06", True), ("Pine", "2026-06", False)
    ]
    rows = {(each["house"], each["ratio"]): each for each in json.loads(shell("benchmark", "--month", "2026-06", "--json")[1])}
    assert rows["Pine", "churn_rate"] == {
        "house": "Pine", "month": "2026-06", "ratio": "churn_rate", "value": 0.1667, "place": 2, "quartile": None, "of": 2,
        "nearest_better": "Oak", "distance": 0.1667,
    }
    assert rows["Oak", "spend"]["value"] == "240.00"
    assert date.fromisoformat(json.loads(shell("passport", "list", "--json")[1])[0]["as_of"]) == date(2026, 6, 30)
    assert "churn rate" in shell("benchmark", "--house", "Pine", "--lang", "en")[1].lower()
    assert shell("passport", "remove", "Oak")[0] == 0
    assert shell("benchmark", "--house", "Oak", "--lang", "en")[2] == "There is no house “Oak” in the collection.\n"


def test_stores_are_told_as_one_and_their_common_guests_by_phone(shell, tmp_path):
    warehouse = Warehouse(tmp_path / "w.duckdb")
    day = date(2026, 6, 30)
    bills = [Bill("a", day, 600), Bill(None, day, 300), Bill("x", day, 100, store_id=2)]
    build(warehouse, bills, [Profile("a", "Ann", "13800000001", manager="Li"), Profile("x", "Ann", "13800000001", store_id=2)], ("Pine", "Oak"))
    warehouse.close()
    pine, oak = json.loads(shell("chain", "--json")[1])
    assert (pine["store"], pine["revenue"], pine["share"], pine["controllable"], pine["active_customers"]) == ("Pine", "900.00", 0.9, 600 / 900, 1)
    assert (oak["revenue"], oak["walk_in"], oak["managed"]) == ("100.00", "0.00", "0.00")
    [guest] = json.loads(shell("chain-guests", "--json")[1])
    assert (guest["phone"], guest["visits"], guest["contribution"]) == ("13800000001", 2, "700.00")
    assert [each["store"] for each in guest["stores"]] == ["Pine", "Oak"]
    roll_up, deck = tmp_path / "r.xlsx", tmp_path / "d.pptx"
    assert shell("chain", "--xlsx", roll_up, "--deck", deck, "--anonymous-house", "--lang", "en")[0] == 0
    assert deck.stat().st_size > 10_000
    texts = {str(cell.value) for sheet in openpyxl.load_workbook(roll_up) for row in sheet.iter_rows() for cell in row}
    assert not {"Ann", "13800000001", "Pine"} & texts
    assert {"Store A", "****"} <= texts
    assert shell("chain", "--store", "Pine", "--lang", "en")[0] == 2
