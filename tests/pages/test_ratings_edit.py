"""The tables in which potential, contacts and ratings are edited, on a page of their own: written, said, refused, undone."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from segmentation.ingest.land import import_file
from segmentation.measures.grades.ratings import read_ratings
from tests.pages.driver import new_house

BILLS = "日期,客户编号,客户名称,消费金额\n2026-09-01,K1,远山贸易,900\n2026-09-30,K2,张三,300\n"
RATINGS = "客户编号,评分项,得分,评分日期\nK1,忠诚度,3,2026-09-01\n"
PAGE = """
from datetime import date
import streamlit as st
from pages.shared.house import View, stores
from pages.shared.ratings_edit import draw_potential_editor, draw_ratings_editor
st.session_state["lang"] = "{lang}"
view = View(stores()[0], date(2026, 9, 30), "365")
draw_potential_editor(view)
draw_ratings_editor(view, [("loyalty", "Loyalty", "忠诚度"), ("payment", "Payment", "结算信用")])
"""


@pytest.fixture
def warehouse(tmp_path, monkeypatch):
    with new_house(tmp_path, monkeypatch) as opened:
        for name, text in (("bills", BILLS), ("ratings", RATINGS)):
            path = tmp_path / f"{name}.csv"
            path.write_text(text, encoding="utf-8")
            import_file(opened, "Pine Hotel", path)
        yield opened


@pytest.fixture
def page(warehouse):
    return lambda lang="en": run(AppTest.from_string(PAGE.format(lang=lang), default_timeout=30))


def run(app):
    app.run()
    assert not app.exception
    return app


def edit(app, key, **rows):
    edited = {int(number.lstrip("row")): cells for number, cells in rows.items()}
    app.session_state[key] = {"edited_rows": edited, "added_rows": [], "deleted_rows": []}
    return run(app)


def press(app, key):
    app.button(key=key).click()
    return run(app)


def said_of(warehouse):
    return warehouse.cursor().execute("select customer_key, potential, contacts from customers order by 1").fetchall()


def scores(warehouse):
    rows = read_ratings(warehouse, 1, date(2026, 9, 30)).to_pylist()
    return {(row["customer_key"], row["criterion"]): (float(row["score"]), row["rated_on"].day) for row in rows}


@pytest.mark.parametrize(("lang", "labels"), [("zh", ["评分日期"]), ("en", ["Rated on"])])
def test_the_tables_show_what_is_there(page, lang, labels):
    app = page(lang)
    assert [each.label for each in app.date_input] == labels
    potentials, ratings = (each.value for each in app.dataframe)
    assert list(potentials.index) == list(ratings.index) == ["K1", "K2"]
    assert ratings["loyalty"].isna().tolist() == [False, True]
    assert float(ratings["loyalty"].iloc[0]) == 3
    assert app.button(key="save_potentials").disabled
    assert app.button(key="save_ratings").disabled


def test_potential_and_contacts_are_written_and_undone(page, warehouse):
    app = edit(page(), f"potentials_1_{warehouse.version}_", row0={"potential": "a", "contacts": "4次"}, row1={"contacts": "2"})
    assert app.button(key="save_potentials").label == "Save 2 changed customers"
    press(app, "save_potentials")
    assert said_of(warehouse) == [("K1", "A", "4"), ("K2", None, "2")]
    press(app, "undo_potentials")
    assert said_of(warehouse) == [("K1", None, None), ("K2", None, None)]


def test_a_wrong_potential_is_refused_in_words(page, warehouse):
    app = edit(page(), f"potentials_1_{warehouse.version}_", row0={"potential": "高"})
    press(app, "save_potentials")
    assert "is no potential" in app.error[0].value
    assert said_of(warehouse)[0] == ("K1", None, None)


def test_ratings_are_written_under_the_name_in_use_and_undone(page, warehouse):
    app = edit(page(), f"ratings_1_{warehouse.version}__2026-09-30", row0={"loyalty": 4.5}, row1={"payment": 2})
    press(app, "save_ratings")
    assert scores(warehouse) == {("K1", "忠诚度"): (4.5, 30), ("K2", "Payment"): (2.0, 30)}
    press(app, "undo_ratings")
    assert scores(warehouse) == {("K1", "忠诚度"): (3.0, 1)}


def test_an_emptied_score_is_taken_back(page, warehouse):
    app = edit(page(), f"ratings_1_{warehouse.version}__2026-09-30", row0={"loyalty": None})
    press(app, "save_ratings")
    assert scores(warehouse) == {}
