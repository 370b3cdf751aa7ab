"""A scheme of the house's own: copied, changed, tried, saved as a version, brought in from a file, deleted and put back."""

from datetime import date, datetime

import pytest

from segmentation.schemes import load_scheme
from segmentation.settings.own_schemes import copy_text, find_scheme, is_own, save_scheme, versions_of
from tests.houses import Bill, build
from tests.pages.driver import Page, as_seen, new_house

DAY = date(2026, 9, 30)
NAMES = {"zh": "本店金字塔", "en": "Our pyramid"}


@pytest.fixture
def warehouse(tmp_path, monkeypatch):
    with new_house(tmp_path, monkeypatch) as opened:
        build(opened, [Bill(f"c{n:02}", DAY, 1000 - n) for n in range(20)])
        yield opened


def copied(warehouse):
    return save_scheme(warehouse, copy_text(load_scheme("pyramid"), "pyramid_2", NAMES), datetime(2026, 9, 1))


def open_library(key, lang="en"):
    page = Page("pages/schemes/page.py", lang)
    page.set("selectbox", "library_scheme", key)
    return page


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_copy_is_the_houses_own_and_is_shown_at_once(warehouse, lang):
    page = open_library("pyramid", lang)
    page.set("text_input", "copy_pyramid_zh", "本店金字塔")
    page.set("text_input", "copy_pyramid_en", "Our pyramid")
    page.press("do_copy")
    assert page.at.selectbox(key="library_scheme").value == "pyramid_2"
    assert find_scheme(warehouse, "pyramid_2").label == NAMES
    assert page.at.success[0].value


def test_a_changed_text_is_tried_and_saved_as_a_version(warehouse):
    copied(warehouse)
    page = open_library("pyramid_2")
    page.at.segmented_control(key="text_of").set_value("vital")
    page.run()
    page.at.text_input(key="text_pyramid_2_vital_label_en").set_value("Jewels")
    page.press("take_texts_vital")
    assert not page.at.button(key="save_scheme").disabled
    page.press("try_scheme")
    assert page.heads()[0] == "None of 20 customers would change grade"
    page.press("save_scheme")
    assert find_scheme(warehouse, "pyramid_2").tier("vital").label["en"] == "Jewels"
    assert len(versions_of(warehouse, "pyramid_2")) == 2


def test_a_version_that_others_saved_leaves_the_draft_to_be_decided_about(warehouse):
    first = copied(warehouse)
    page = open_library("pyramid_2")
    page.at.segmented_control(key="text_of").set_value("vital")
    page.run()
    page.at.text_input(key="text_pyramid_2_vital_label_en").set_value("Jewels")
    page.press("take_texts_vital")
    save_scheme(warehouse, first.text.replace("Our pyramid", "Another"), datetime(2026, 9, 2))
    page.run()
    assert "Meanwhile somebody else saved another version of this scheme." in page.texts()
    page.press("keep_draft")
    page.press("save_scheme")
    assert [find_scheme(warehouse, "pyramid_2").label["en"], len(versions_of(warehouse, "pyramid_2"))] == ["Our pyramid", 3]
    assert find_scheme(warehouse, "pyramid_2").tier("vital").label["en"] == "Jewels"


def test_an_older_version_can_be_the_newest_again(warehouse):
    first = copied(warehouse)
    save_scheme(warehouse, first.text.replace("Our pyramid", "Another"), datetime(2026, 9, 2))
    page = open_library("pyramid_2")
    page.press("restore_1")
    assert find_scheme(warehouse, "pyramid_2").label["en"] == "Our pyramid"
    assert len(versions_of(warehouse, "pyramid_2")) == 3


def test_a_deleted_scheme_can_be_put_back_with_its_versions(warehouse):
    copied(warehouse)
    page = open_library("pyramid_2")
    page.press("delete_scheme")
    assert not is_own(warehouse, "pyramid_2")
    page.press("undelete_scheme")
    assert page.at.selectbox(key="library_scheme").value == "pyramid_2"
    assert len(versions_of(warehouse, "pyramid_2")) == 1


@pytest.mark.parametrize(("lang", "told"), [("en", "ours.toml:7: "), ("zh", "ours.toml:7：")])
def test_a_broken_file_is_refused_with_its_line_and_nothing_is_kept(warehouse, lang, told):
    text = copy_text(load_scheme("pyramid"), "ours", NAMES)
    line = next(number for number, each in enumerate(text.splitlines(), start=1) if each.startswith("colour"))
    broken = text.replace('colour = "#', 'colour = "', 1)
    page = open_library("abcd", lang)
    page.at.file_uploader(key="scheme_file").upload("ours.toml", broken.encode())
    page.run()
    page.press("save_file")
    assert as_seen(page.at.error[0].value).startswith(told.replace("7", str(line)))
    assert not is_own(warehouse, "ours")


def test_a_good_file_is_there_at_once(warehouse):
    page = open_library("abcd")
    page.at.file_uploader(key="scheme_file").upload("ours.toml", copy_text(load_scheme("pyramid"), "ours", NAMES).encode())
    page.run()
    page.press("save_file")
    assert page.at.selectbox(key="library_scheme").value == "ours"
    assert is_own(warehouse, "ours")


def test_cuts_that_do_not_sum_to_100_are_refused_and_the_draft_stays(warehouse):
    copied(warehouse)
    page = open_library("pyramid_2")
    page.press("take_cuts")
    assert not page.at.error
    assert page.at.button(key="save_scheme").disabled
