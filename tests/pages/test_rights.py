"""Each role over two houses: what no page, download or deep link of it may say."""

import re

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import pages.shared.house as house_module
from tests.pages.conftest import APP, said
from tests.pages.test_every_page import LOOKS
from tests.pages.test_masked_files import read
from tests.two_houses import MARK, PHONES, ROLES, SECOND, SECRETS, build_two_houses

MONEY = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){3,}|(?<![\d.])\d{13,}|\d亿")  # no sum of the first house has so many digits


@pytest.fixture(scope="module")
def two_houses(tmp_path_factory):
    folder = tmp_path_factory.mktemp("houses")
    return build_two_houses(folder / "warehouse.duckdb", folder)


def everything_said(app):
    """Every text of a page: what is read, and what its tables, charts, choices and markup hold."""
    tables = [str(frame.value.to_dict()) for frame in app.dataframe]
    html = [re.sub("<style>.*?</style>", "", element.proto.body, flags=re.DOTALL) for element in app.get("html")]
    html += [str(element.proto) for element in app.get("echarts_chart")]
    choices = [str((box.label, getattr(box, "options", ""), box.value)) for box in (*app.selectbox, *app.multiselect, *app.button_group)]
    return "\n".join([said(app), *tables, *html, *choices])


def told(text, role):
    found = set(re.findall(f"{MARK}|{PHONES}" + (f"|{SECRETS[role]}" if role in SECRETS else ""), text))
    return found | set(MONEY.findall(text))


@pytest.mark.parametrize("role", ROLES)
def test_no_page_and_no_file_of_it_tells_a_role_what_it_may_not_know(two_houses, role, monkeypatch):
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(two_houses))
    monkeypatch.setattr(house_module, "rights_now", lambda: ROLES[role])
    offered, wrong, tried = [], {}, 0
    monkeypatch.setattr(st, "download_button", lambda label, make, name, *_rest, **_more: offered.append((name, make)))
    for page, query in LOOKS:
        offered.clear()
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.query_params.update({"lang": "zh", "store": SECOND, **query})
        if page != "overview":
            app.switch_page(f"pages/{page}/page.py")
        app.run()
        if app.exception:
            wrong[page, str(query)] = str(app.exception[0].value)[:300]
        tried += 1
        if found := told(everything_said(app), role):
            wrong[page, str(query), "page"] = sorted(found)[:5]
        for name, make in offered:
            tried += 1
            if found := told(read(name, make()), role):
                wrong[page, str(query), name] = sorted(found)[:5]
    print(role, tried)
    assert not wrong, "\n".join(f"{where}: {what}" for where, what in wrong.items())
