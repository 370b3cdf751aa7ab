"""Of which days the money of a file is: said in its workbook's notes, and in its name where a month or a festival is asked for."""

import re

import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import APP
from tests.unpacked import read

WINDOW = "365 days up to 31 Oct 2026"
SAID = {  # page -> file -> what its workbook says: the window of the view only where the money is of it
    "controllable": {"Controllable revenue by manager_2026-10": "Oct 2026"},
    "festivals?festival=double_ninth&festival_year=2026": {  # nine days around 29 October 2025: seven before, one after
        "Came at the festival last year_Double Ninth 2025": "Double Ninth 2025: 22 Oct – 30 Oct 2025 · Who spent most first",
        "Festivals_2026-10-31": "up to 31 Oct 2026",
    },
    "warnings?list=warned": {
        "Customers in warning_2026-10-31": f"{WINDOW} · 1 settled case is left out",  # 50 are in warning, 49 to be called
        "Win-backs_2026-10-31": "Money: since the first contact, up to the next one or 31 Oct 2026",
    },
    "warnings?list=lost": {
        "Lost customers_2026-10-31":
            "As of 31 Oct 2026; last contribution: of the 365 days up to the last visit · 1 settled case is left out",
    },
    "retention": {"Retention_2026-10-31": "up to 31 Oct 2026"},  # 14 months, the first of them before the 365 days
    "pyramids": {"Pyramid_2026-10-31": WINDOW},
}


def test_a_workbook_says_of_which_days_its_money_is(sample_houses, monkeypatch):
    offered = {}
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(sample_houses))
    monkeypatch.setattr(st, "download_button", lambda label, make, name, *_rest, **_more: offered.update({name: make}))
    for address, files in SAID.items():
        offered.clear()
        page, _mark, query = address.partition("?")
        asked = dict(each.split("=") for each in query.split("&") if each)
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.query_params.update({"lang": "en", **asked})
        app.session_state["warned_list"] = asked.get("list", "warned")
        app.switch_page(f"pages/{page}/page.py").run()
        assert not app.exception, address
        for name, said in files.items():
            texts = re.findall(r"<t[^>]*>([^<]*)</t>", read(name, offered[f"云栖湖宾馆_{name}.xlsx"]()))
            assert said in texts, name
            assert any(text.startswith(WINDOW) for text in texts) == said.startswith(WINDOW), name
