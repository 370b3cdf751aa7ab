"""The tab where houses stand beside each other: passports made, taken in, refused, and what is said of them."""

import json
from datetime import date
from decimal import Decimal

import pytest

from segmentation.measures.benchmark.collection import take_passport
from segmentation.measures.benchmark.passports import make_passport, read_passport, write_passport
from segmentation.measures.benchmark.ratios import RATIOS, MonthRatios
from segmentation.warehouse import Warehouse
from tests.pages.driver import answers, as_seen, short_tables
from tests.passports import house_bills, managed, signer

TODAY = date(2026, 7, 2)
NASTY = "<b>x</b> [a](javascript:alert(1))"


def told(folder, house, value, key=None):
    """The file of a house that says its churn rate of June."""
    left_out = {key: "few" for key, each in RATIOS.items() if key != "churn_rate" and not each.is_money}
    month = MonthRatios(date(2026, 6, 1), {"churn_rate": Decimal(value)}, left_out)
    passport = make_passport(house, [month], {"active_days": 60, "window": "365"}, date(2026, 6, 30), TODAY)
    return write_passport(signer(folder, key or house[:1].strip("<") or "n"), passport)


@pytest.fixture
def tab(house, open_page, tmp_path):
    """The tab over a house of its own and a collection of five; what is handed in is taken in first."""
    path = house(house_bills(1, 12, 2), managed(1), stores=("Pine",))

    def opened(lang="en", files=(), **query):
        warehouse = Warehouse(path)
        for data in files:
            take_passport(warehouse, data, TODAY)
        warehouse.close()
        return open_page("compare", lang, tab="benchmark", **query)

    return opened


def test_places_and_the_nearest_better_house_are_told_and_names_are_shown_as_they_are(tab, tmp_path):
    houses = {"A": "0.1000", "B": "0.2000", NASTY: "0.3000", "D": "0.4000"}
    app = tab(files=[told(tmp_path, name, value) for name, value in houses.items()], house=NASTY)
    assert [each.replace("\\", "") for each in answers(app)] == [
        f"{NASTY} stands in the best quarter on 0 of 1 ratios. Farthest behind on Churn rate: 30.0%, next better B, 10.0 points away."
    ]
    assert [*short_tables(app)[0][0].values()] == ["Churn rate", "30.0%", "third quarter (3 of 4)", "B", "10.0 points"]
    assert "javascript" in app.subheader[0].value
    assert "[a](java" not in app.subheader[0].value
    chinese = tab("zh", house="A")
    assert "A：1项里有1项在前四分之一" in "".join(answers(chinese)).replace("\\", "")


def test_files_are_taken_in_and_what_became_of_each_is_said(tab, tmp_path):
    app = tab()
    assert "No house to compare with yet" in app.subheader[0].value
    good, changed = told(tmp_path, "A", "0.1000"), json.loads(told(tmp_path, "B", "0.2000"))
    changed["body"]["months"][0]["values"]["churn_rate"] = "0.0100"
    app.file_uploader[0].upload("a.json", good).upload("b.json", json.dumps(changed).encode())
    app.run()
    assert ["Taken into the collection: A" in as_seen(each.value) for each in app.success] == [True]
    assert ["b.json: The passport is not as its house signed it" in as_seen(each.value) for each in app.error] == [True]
    app.file_uploader[0].upload("a2.json", told(tmp_path, "A", "0.3000", key="thief"))
    app.run()
    assert "signed with another key" in app.warning[0].value
    assert "10.0%" in short_tables(app)[0][0].values()
    next(each for each in app.button if each.key == "accept_0").click().run()
    assert "30.0%" in short_tables(app)[0][0].values()


def test_the_own_passport_is_made_with_one_click(tab, monkeypatch):
    import pages.shared.downloads

    made = {}
    monkeypatch.setattr(pages.shared.downloads.st, "download_button", lambda _label, make, name, *_more, **_options: made.update({name: make}))
    assert not tab().exception
    passport, _key = read_passport(made["Pine_Passport_2026-06-30.json"]())
    assert (passport.house, passport.with_money, passport.months[-1].values["churn_rate"]) == ("Pine", False, Decimal("0.1667"))
