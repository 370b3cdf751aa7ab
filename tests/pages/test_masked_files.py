"""Everything that can be taken away while customers, managers and stores are masked, as its bytes say it."""

import re
import shutil
from datetime import date, datetime

import streamlit as st
from streamlit.testing.v1 import AppTest

from segmentation.exports.masking import spellings
from segmentation.ingest.trials import ListAsked, start_trial
from segmentation.measures.benchmark.collection import take_passport
from segmentation.reports import passport_file
from segmentation.settings.groups import Condition, save_group
from segmentation.settings.trial_rules import TrialRules
from segmentation.warehouse import Warehouse
from tests.pages.conftest import APP
from tests.unpacked import read

PAGES = {  # page -> how many files it offers, none of which is to name anybody
    "overview": 4, "controllable": 2, "controllable?tab=occupancy": 2, "controllable?tab=rules": 2, "customers": 2, "modules": 2, "pyramids": 4, "gradings": 4, "retention": 2, "migration": 4,
    "warnings": 4, "festivals?festival=mid_autumn&festival_year=2026": 4, "foresight": 2, "foresight?tab=asleep": 4, "composition": 2, "composition?tab=indicators": 2, "composition?tab=receivables": 4, "assign": 2, "today": 3, "targets": 3, "compare": 3, "compare?tab=chain": 3, "compare?tab=benchmark": 4, "progress": 6, "gradings?tab=matrix": 4,
    "gradings?tab=rfm": 4, "gradings?tab=scorecards": 4, "progress?tab=coverage": 6, "progress?tab=ladder": 4, "progress?tab=points": 2,
    "handover?leaving=苗若谷": 3, "customer": 4, "customer?customer=K0072": 3,
    "helped?helped_by=draw": 2, "helped?helped_by=manager": 2, "customers?tab=groups": 2, "customers?tab=groups&opened=1": 2, "customers?tab=groups&opened=2": 2,
}


def secrets_of(path):
    """What a masked file must not hold: codes, names, phones, managers and stores."""
    warehouse = Warehouse(path)
    customers = warehouse.table("facts/house_customers")
    found = {text for name in ("customer", "name") for text in customers[name].to_pylist() if text}
    phones = warehouse.cursor().execute("select phone from customers where phone is not null").fetchall()
    stores = warehouse.cursor().execute("select name from stores").fetchall()
    found |= {text for (phone,) in phones for text in spellings(phone)}
    found |= set(warehouse.table("facts/house_managers")["manager"].to_pylist())
    found |= {name for (name,) in stores}
    warehouse.close()
    return found | {"松鹤楼"}


def save_groups(path):
    """A passport of a house that is no store here, and groups that name a manager, a customer and a store, in what they are called and what they ask for."""
    warehouse = Warehouse(path)
    day = date(2026, 10, 31)
    take_passport(warehouse, passport_file(warehouse, 1, "松鹤楼", day, day), day)
    save_group(warehouse, 1, "苗若谷的重点", "abcd", Condition(managers=("苗若谷",), tiers=("A", "B")), datetime(2026, 10, 31))
    save_group(warehouse, 1, "云栖湖宾馆 K0072", "abcd", Condition(text="K0072"), datetime(2026, 10, 31))
    drawn = warehouse.cursor().arrow(
        "select customer_key, '苗若谷' as manager, null::varchar as reason_code, 1.00::decimal(18, 2) as stake from customers "
        "where store_id = 1 and not is_walk_in order by customer_key limit 60"
    )
    start_trial(warehouse, 1, ListAsked("group", drawn, group=1), date(2026, 8, 1), TrialRules(), datetime(2026, 8, 1))
    warehouse.close()


def stands_in(secret, text):
    """Whether a name, or a code that is no part of a longer number, stands in a text."""
    return not secret.isascii() or re.search(rf"(?<![\w.]){re.escape(secret)}(?!\w)", text) is not None


def test_no_masked_file_of_any_page_names_anybody(sample_houses, tmp_path, monkeypatch):
    path = shutil.copy(sample_houses, tmp_path / "samples.duckdb")
    save_groups(path)
    secrets, offered = secrets_of(path), []
    assert {"K0072", "云栖湖宾馆", "望江楼大酒店", "苗若谷"} < secrets
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(path))
    monkeypatch.setattr(st, "download_button", lambda label, make, name, *_rest, **_more: offered.append((name, make)))
    wrong = {}
    for address, count in PAGES.items():
        offered.clear()
        page, _mark, query = address.partition("?")
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.query_params.update({"lang": "zh", **dict(each.split("=") for each in query.split("&") if each)})
        app.session_state["names"] = "house"
        if page != "overview":
            app.switch_page(f"pages/{page}/page.py")
        app.run()
        assert not app.exception, address
        assert len(offered) == count, address
        for name, make in offered:
            text = read(name, make())
            told = sorted(secret for secret in secrets if secret in text and stands_in(secret, text))
            if told:
                wrong[address, name] = told[:5]
    assert wrong == {}
