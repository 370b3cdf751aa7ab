"""The page Did it help: from a draw to the answer, over a house whose visits after the draw are known."""

import shutil
from datetime import datetime
from decimal import Decimal

import pyarrow as pa
import pytest
import streamlit as st

from segmentation.ingest.trials import ListAsked, start_trial
from segmentation.settings.trial_rules import TrialRules
from segmentation.warehouse import Warehouse
from tests.drawn_house import AS_OF, BILLS, CALLED, LEFT, ON, PROFILES, SEED
from tests.managed import build_managed
from tests.pages.conftest import said
from tests.pages.driver import answers, shown_figures


@pytest.fixture(scope="module")
def made_house(tmp_path_factory):
    path = tmp_path_factory.mktemp("helped") / "warehouse.duckdb"
    warehouse = Warehouse(path)
    build_managed(warehouse, [bill for bill in BILLS if bill.day <= AS_OF], PROFILES)
    warehouse.close()
    return path


def test_a_list_is_drawn_from_on_the_page_and_whoever_is_left_alone_stands_openly_on_todays_list(made_house, tmp_path, monkeypatch, open_page):
    path = shutil.copyfile(made_house, tmp_path / "w.duckdb")
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(path))
    monkeypatch.setenv("CUSTOMER_GRADING_TODAY", "2026-10-01")
    page = open_page("helped")
    assert answers(page) == ["Nobody is left alone on purpose yet, so nobody can tell whether calls help."]
    assert "Drawn today, it tells with the bills of 29 Nov 2026." in said(page)
    page.selectbox(key="trial_list_1").set_value("warned").run()
    assert "Of 40 customers 10 are drawn by lot and left alone until 29 Nov 2026; 30 are called." in said(page)
    page.button(key="draw_trial").click().run()
    assert answers(page) == ["Nothing is measured yet: 10 customers are left alone. The first result comes with the bills of 29 Nov 2026."]
    assert "10 left alone on purpose until 29 Nov 2026 · 30 called" in said(page)
    assert len(page.dataframe[0].value) == 10
    offered = {}
    monkeypatch.setattr(st, "download_button", lambda _label, make, name, *_rest, **_more: offered.update({name: make}))
    page.run()
    [make] = [make for name, make in offered.items() if "Left alone" in name and name.endswith(".csv")]
    names = [line.split(",")[1] for line in make().decode("utf-8-sig").splitlines()[1:]]
    assert names == page.dataframe[0].value["name"].tolist()
    offered.clear()
    today = open_page("today")
    assert [name.rpartition(".")[2] for name in offered if "Left alone" in name] == ["csv", "xlsx"]
    assert today.expander[0].label == "10 left alone on purpose until 29 Nov 2026"
    assert "10 to call today" in said(today)  # five a manager
    page.button(key="undo_trial").click().run()
    assert answers(page)[0].startswith("Nobody is left alone")
    assert "Taken back" in said(page)


def test_the_answer_is_money_with_its_interval_and_lists_are_ordered_by_it(tmp_path, monkeypatch, open_page):
    path = tmp_path / "w.duckdb"
    warehouse = Warehouse(path)
    build_managed(warehouse, BILLS, PROFILES)
    drawn = pa.table({
        "customer_key": [*LEFT, *CALLED], "manager": ["Li", "Wu"] * 20, "reason_code": ["silent"] * 40,
        "stake": pa.array([Decimal(500)] * 40, pa.decimal128(18, 2)),
    })
    start_trial(warehouse, 1, ListAsked("warned", drawn), ON, TrialRules(), datetime(2026, 10, 1), seed=SEED)
    warehouse.close()
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(path))
    monkeypatch.setenv("CUSTOMER_GRADING_TODAY", "2026-11-30")
    page = open_page("helped")
    assert answers(page)[0].startswith("The calls brought ¥3K more than chance (95%: ¥")
    figures = {each.label: each.value for each in shown_figures(page)}
    assert figures == {"Called: came back": "60%", "Left alone: came back": "10%", "Difference": "50 points", "Brought by calls": "¥3K"}
    row = page.dataframe[0].value.iloc[0]
    assert (row["trial_part"], row["called"], row["left_alone"]) == ("Customers in warning", 30, 10)
    behind = open_page("helped", list="drawn=list:warned")
    assert "Customers in warning: 40 customers, ¥3.8K" in said(behind)  # 18 of the called and one left alone spent ¥200 each
    shown = behind.dataframe[0].value
    assert (len(shown), int(shown["is_left_alone"].sum()), int(shown["came_back"].sum())) == (40, 10, 19)
    page.button_group(key="pick_helped_by").set_value("manager").run()
    assert "Wu: " in said(page)
    assert "Weighed by draw" not in said(page)  # there is but one
    assert sorted(page.dataframe[0].value["manager"]) == ["Li", "Wu"]
    warnings = open_page("warnings", as_of=AS_OF.isoformat())
    warnings.button_group(key="warned_order").set_value("saves").run()
    assert "saves" in warnings.dataframe[0].value.columns
    assert "No effect of calls is measured yet" in said(warnings)  # as of September
    today = open_page("today", on="2026-11-30")
    today.button_group(key="today_order").set_value("saves").run()
    assert "Customers in warning: 50 points more come back when called (30 called, 10 left alone; drawn on 1 Oct 2026)" in said(today)
