"""Help: a guide is picked, its part opened by link and by search, and stays so when the language changes."""

import pytest

from tests.pages.driver import Page, new_house

PATH = "pages/help/page.py"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, new_house(tmp_path_factory.mktemp("help"), patch):
        yield


def test_the_first_guide_opens_and_another_is_picked(house):
    page = Page(PATH, "zh")
    assert "老板最常问的五句" in [each.value for each in page.at.subheader]
    page.at.button_group(key="pick_guide").set_value("law").run()
    assert not page.at.exception
    assert "万一泄露了" in [each.value for each in page.at.subheader]
    assert page.at.query_params["guide"] == "law"
    assert "part" not in page.at.query_params


def test_a_link_opens_the_part_on_top_and_the_language_keeps_it(house):
    page = Page(PATH, "en", guide="administrator", part="4")
    first = page.at.subheader[0].value
    assert [each.value for each in page.at.subheader].count(first) == 2, "on top, and in its place"
    page.press("close_part")
    assert [each.value for each in page.at.subheader].count(first) == 1
    assert "part" not in page.at.query_params


@pytest.mark.parametrize("wrong", [{"guide": "nothing", "part": "x"}, {"guide": "law", "part": "999"}])
def test_what_a_link_cannot_ask_for_is_left_out(house, wrong):
    page = Page(PATH, "en", **wrong)
    assert "part" not in page.at.query_params
    assert page.at.query_params["guide"] == ("law" if wrong["guide"] == "law" else "owner")


def test_the_search_leads_to_the_part(house):
    page = Page(PATH, "zh")
    page.set("text_input", "help_words", "before-upgrade")
    assert page.at.button(key="hit_0").label.endswith("升级和退回]")
    page.press("hit_0")
    assert page.at.query_params["guide"] == "administrator"
    assert page.at.subheader[0].value == "升级和退回"
    page.set("text_input", "help_words", "<b>$x$</b>")
    assert "没有找到" in page.texts()
