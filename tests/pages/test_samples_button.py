import json
from pathlib import Path

import pytest

import pages.shared.opening
from segmentation.ingest.land import import_file
from segmentation.language.errors import InputError
from segmentation.warehouse import Warehouse
from tests.pages.conftest import said
from tests.pages.driver import short_tables, shown_figures

FACTS = json.loads((Path(__file__).parents[2] / "data" / "samples" / "facts.json").read_text(encoding="utf-8"))


@pytest.fixture
def kept():
    """How many month-ends are kept of each store, once the app has let go of the warehouse."""

    def count(path):
        pages.shared.opening.forget_warehouses()
        warehouse = Warehouse(path)
        found = warehouse.cursor().execute("select count(*) from snapshots group by store_id order by store_id").fetchall()
        warehouse.close()
        return [row[0] for row in found]

    return count


def test_the_samples_load_with_one_click_and_say_what_their_facts_say(house, open_page, kept):
    path = house()
    app = open_page(lang="zh")
    app.button(key="load_samples").click().run(timeout=180)
    assert not app.exception
    facts = FACTS["houses"][0]
    assert app.selectbox(key="pick_store").options == [
        each["name"]["zh"] for each in (*FACTS["houses"], FACTS["club"], FACTS["diner"])
    ]
    assert app.date_input(key="pick_as_of").value.isoformat() == FACTS["as_of"]
    assert {each.label: each.value for each in shown_figures(app)}["客户"] == str(facts["customers"])
    assert {row["级别"][0]: int(row["客户"]) for row in short_tables(app)[-1]} == facts["grades"]
    del app
    assert kept(path) == [14, 14, 24, 14]


def test_samples_that_fail_half_way_leave_nothing_behind(house, open_page, monkeypatch, kept):
    files = []

    def failing(*arguments, **options):
        files.append(arguments)
        if len(files) == 3:
            raise InputError("broken", "This file is <b>broken</b>.")
        return import_file(*arguments, **options)

    path = house()
    monkeypatch.setattr("pages.shared.samples.import_file", failing)
    app = open_page()
    app.button(key="load_samples").click().run(timeout=60)
    assert len(files) == 3
    assert app.error[0].value == r"This file is \<b\>broken\<\/b\>\."
    app.run()
    assert "Who are your best customers" in said(app)
    assert app.button(key="load_samples")
    assert kept(path) == []
