"""Each role over two houses: what no page, download or deep link of it may say."""

import re
import shutil

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import pages.shared.house as house_module
import pages.shared.seeing as seeing_module
import pages.shared.taken as taken_module
import segmentation.warehouse.seen as seen_module
from segmentation.access import access_of, exports
from segmentation.warehouse.cuts import view_of
from segmentation.warehouse.seen import Seen
from tests.pages.conftest import APP, said
from tests.pages.every_page import LOOKS
from tests.two_houses import MARK, PHONES, ROLES, SECOND, SECRETS, build_two_houses
from tests.unpacked import read

MARKED = (".csv", ".xlsx", ".pptx", ".html")  # what is signed, or a setting, is not; a template has nobody in it and comes back
HIS = ("customers", "customer", "helped", "today", "festivals", "overview")  # a manager's pages; the overview leads to today
MONEY = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){3,}|(?<![\d.])\d{13,}|\d亿")  # no sum of the first house has so many digits


@pytest.fixture(scope="module")
def two_houses(tmp_path_factory):
    folder = tmp_path_factory.mktemp("houses")
    return build_two_houses(folder / "warehouse.duckdb")


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


def tell(role, monkeypatch, looks):
    """Return what pages, and files that they offer, tell a role of what it may not know, and how many were tried."""
    monkeypatch.setattr(seeing_module, "rights_now", lambda: ROLES[role])
    offered, wrong, tried = [], {}, 0
    monkeypatch.setattr(st, "download_button", lambda label, make, name, *_rest, **_more: offered.append((name, make)))
    for page, query in looks:
        offered.clear()
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.query_params.update({"lang": "zh", "store": SECOND, **query})
        if page != "overview":
            app.switch_page(f"pages/{page}/page.py")
        app.run()
        if app.exception:
            wrong[page, str(query)] = str(app.exception[0].value)[:300]
        tried += 1 + len(offered)
        if said(app).count("只含您名下的客户") != (role == "manager" and page in HIS):
            wrong[page, str(query), "cut"] = "it is not said once whose customers these are"
        if role == "manager" and re.search("全部客户|所有经理|全部经理", everything_said(app)) and page != "help":
            wrong[page, str(query), "all"] = "his customers are called all"
        if found := told(everything_said(app), role):
            wrong[page, str(query), "page"] = sorted(found)[:5]
        for name, make in offered:
            text = read(name, make())
            if found := told(text, role):
                wrong[page, str(query), name] = sorted(found)[:5]
            if name.endswith(MARKED) and f"导出人：{ROLES[role].account}，" not in text and "模板" not in name:
                wrong[page, str(query), name] = "nothing says who took it out"
    return wrong, tried


@pytest.mark.parametrize("role", ROLES)
def test_no_page_and_no_file_of_it_tells_a_role_what_it_may_not_know(two_houses, role, monkeypatch):
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(two_houses))
    wrong, tried = tell(role, monkeypatch, LOOKS)
    assert not wrong, "\n".join(f"{where}: {what}" for where, what in wrong.items())
    assert tried > len(LOOKS)


LEAKS = {  # each planted where a page, a table or a thread would forget what an account may see
    "a page that opens the warehouse itself": (house_module, "see", lambda warehouse, _rights: warehouse),
    "a table that is not cut": (
        seen_module, "view_of", lambda table, columns, rights, real, cut: (
            f"select * from {real}.main.{table}" if table == "stores"
            else view_of(table, columns, rights, real, cut)
        ),
    ),
    "a list that is handed on without asking whose they are": (Seen, "own", lambda _self, rows, *_key: rows),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_found(two_houses, leak, monkeypatch, tmp_path):
    module, name, planted = LEAKS[leak]
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(shutil.copy(two_houses, tmp_path / "warehouse.duckdb")))
    monkeypatch.setattr(module, name, planted)
    st.cache_resource.clear()  # what was read of the same house before
    wrong, _tried = tell("manager", monkeypatch, [("customers", {})])
    st.cache_resource.clear()
    assert wrong


def test_what_an_account_takes_out_is_written_down_marked_and_limited(two_houses, monkeypatch, tmp_path):
    path = shutil.copy(two_houses, tmp_path / "warehouse.duckdb")
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(path))
    monkeypatch.setattr(seeing_module, "rights_now", lambda: ROLES["analyst"])
    offered = []
    monkeypatch.setattr(
        st, "download_button", lambda label, make, name, *_rest, **more: offered.append((name, make, more.get("disabled", False)))
    )
    monkeypatch.setattr(taken_module, "A_DAY", {"analyst": 2})
    files = []
    for _visit in range(2):
        offered.clear()
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.query_params.update({"lang": "zh"})
        app.switch_page("pages/customers/page.py")
        app.run()
        files.append([disabled for _name, _make, disabled in offered])
        texts = {name: read(name, make()) for name, make, disabled in offered if not disabled}
        if texts:
            assert all("导出人：analyst，" in text for text in texts.values())
    assert files == [[False, False], [True, True]]
    printed = "".join(element.proto.body for element in app.get("html"))
    assert "\\5bfc \\51fa \\4eba \\ff1a \\61 \\6e " in printed  # 导出人：an…, at the foot of a printed page
    taken = exports(access_of(path))
    assert [(each.account, each.role, each.stores, each.rows) for each in taken] == [("analyst", "analyst", (1,), 24)] * 2
    assert min(each.bytes for each in taken) > 500
