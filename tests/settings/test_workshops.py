from dataclasses import replace
from datetime import date

import pytest

from segmentation.exports.renaming import follow_stores
from segmentation.ingest.stores import rename_store
from segmentation.language.errors import ChangedMeanwhile, InputError
from segmentation.settings.kept import WHOLE_HOUSE, get, put
from segmentation.settings.workshops import (
    MOST_SLIDES,
    delete_workshop,
    list_workshops,
    make_workshop,
    orphans,
    pin,
    read_workshop,
    rename_workshop,
    reorder,
    set_masked,
)
from segmentation.warehouse import Warehouse
from tests.houses import Bill, build
from tests.settings.samples import slide

DAY = date(2026, 9, 30)


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


def titles(warehouse, name):
    return [each.title for each in read_workshop(warehouse, name).slides]


def test_a_pinned_slide_comes_back_as_it_was(warehouse):
    assert pin(warehouse, "五月", slide("<b>x</b>")) == 1
    assert read_workshop(warehouse, "五月").slides == (slide("<b>x</b>"),)
    assert list_workshops(warehouse) == ["五月"]


def test_the_same_slide_is_pinned_once(warehouse):
    assert [pin(warehouse, "May", slide(title)) for title in ("one", "two", "one")] == [1, 2, 1]
    assert titles(warehouse, "May") == ["one", "two"]


def test_a_full_workshop_takes_no_more(warehouse):
    for number in range(MOST_SLIDES):
        pin(warehouse, "May", slide(str(number)))
    with pytest.raises(InputError):
        pin(warehouse, "May", slide("one more"))
    assert len(titles(warehouse, "May")) == MOST_SLIDES


def test_slides_are_put_in_another_order_and_left_out(warehouse):
    for title in ("one", "two", "three"):
        pin(warehouse, "May", slide(title))
    set_masked(warehouse, "May", True)
    reorder(warehouse, "May", [2, 0])
    assert titles(warehouse, "May") == ["three", "one"]
    assert read_workshop(warehouse, "May").masked


def masks(warehouse):
    return {name: (found.masked, found.house) for name in list_workshops(warehouse) for found in [read_workshop(warehouse, name)]}


def test_what_one_list_masks_no_other_shows(warehouse):
    for name in ("April", "May"):
        pin(warehouse, name, slide(name))
    set_masked(warehouse, "May", True)
    assert masks(warehouse) == {"April": (True, False), "May": (True, False)}
    set_masked(warehouse, "April", True, house=True)
    assert masks(warehouse) == {"April": (True, True), "May": (True, True)}
    set_masked(warehouse, "May", True)  # the house is named in this one only
    assert masks(warehouse) == {"April": (True, True), "May": (True, False)}
    set_masked(warehouse, "May", False)  # and so are the customers
    assert masks(warehouse) == {"April": (True, True), "May": (False, False)}
    assert make_workshop(warehouse, "June").masked
    pin(warehouse, "July", slide("July"))
    assert masks(warehouse) | {"April": None, "May": None} == {"April": None, "May": None, "June": (True, True), "July": (True, True)}
    set_masked(warehouse, "March", True)
    assert titles(warehouse, "April") == ["April"]
    assert "March" not in list_workshops(warehouse)


def test_an_order_of_slides_that_others_changed_meanwhile_loses_none(warehouse):
    for title in ("one", "two"):
        pin(warehouse, "May", slide(title))
    seen = read_workshop(warehouse, "May").slides
    pin(warehouse, "May", slide("three"))
    reorder(warehouse, "May", [1, 0], seen)
    assert titles(warehouse, "May") == ["two", "one", "three"]
    for act in (lambda: reorder(warehouse, "May", [1], seen), lambda: delete_workshop(warehouse, "May", seen)):
        with pytest.raises(ChangedMeanwhile):
            act()
    assert titles(warehouse, "May") == ["two", "one", "three"]


def test_a_slide_that_cannot_be_read_is_passed_over_and_stays_kept(warehouse):
    pin(warehouse, "May", slide("one"))
    kept = get(warehouse, WHOLE_HOUSE, "workshop:May")
    put(warehouse, WHOLE_HOUSE, "workshop:May", {**kept, "slides": ["of a newer program", *kept["slides"]]})
    pin(warehouse, "May", slide("two"))
    reorder(warehouse, "May", [1, 0])
    assert titles(warehouse, "May") == ["two", "one"]
    assert get(warehouse, WHOLE_HOUSE, "workshop:May")["slides"][2] == "of a newer program"


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "May", " May "])
def test_a_name_that_will_not_do_is_refused(warehouse, name):
    make_workshop(warehouse, "May")
    with pytest.raises(InputError):
        make_workshop(warehouse, name)
    assert list_workshops(warehouse) == ["May"]


def test_a_workshop_is_renamed_with_its_slides_and_deleted(warehouse):
    pin(warehouse, "May", slide("one"))
    make_workshop(warehouse, "June")
    with pytest.raises(InputError):
        rename_workshop(warehouse, "May", "June")
    assert rename_workshop(warehouse, "May", " Spring ") == "Spring"
    assert titles(warehouse, "Spring") == ["one"]
    delete_workshop(warehouse, "June")
    assert list_workshops(warehouse) == ["Spring"]
    assert read_workshop(warehouse, "June") is None


def test_slides_of_stores_that_are_gone_are_found():
    kept = [slide("a"), *(replace(slide("b"), store=store) for store in ("Pine", "Oak", "Pine / Oak", "Oak / Elm", "A / B"))]
    assert orphans(kept, {1: "Pine", 2: "Oak", 3: "A / B"}) == [4]
    assert orphans(kept, {2: "Oak"}) == [1, 3, 4, 5]
    assert orphans(kept, {2: "Oak"}, ["Pine"]) == [4, 5]  # a house whose passport was read is no store here


def test_a_slide_is_of_its_store_whatever_that_is_called(warehouse):
    build(warehouse, [Bill("a", DAY, 1, store_id=1), Bill("b", DAY, 1, store_id=2)], stores=["Pine", "Oak / Elm"])
    pin(warehouse, "May", replace(slide("Pine brings more"), store="Pine"))
    pin(warehouse, "May", replace(slide("Pinewood, Pine"), store="Pine / Oak / Elm", sides=("Pine · 61%",), notes=("of Pine",)))
    kept = get(warehouse, WHOLE_HOUSE, "workshop:May")
    old = [{name: value for name, value in each.items() if name != "stores"} for each in kept["slides"]]
    put(warehouse, WHOLE_HOUSE, "workshop:May", {**kept, "slides": old})  # as they were kept before they had ids
    rename_store(warehouse, 1, "Fir")
    slides = read_workshop(warehouse, "May").slides
    assert [each.stores for each in slides] == [((1, "Pine"),), ((1, "Pine"), (2, "Oak / Elm"))]
    names = {1: "Fir", 2: "Oak / Elm"}
    assert orphans(slides, names) == []
    one, both = follow_stores(slides, names)
    assert (one.title, one.store) == ("Fir brings more", "Fir")
    assert (both.title, both.store, both.sides, both.notes) == ("Pinewood, Fir", "Fir / Oak / Elm", ("Fir · 61%",), ("of Fir",))
    assert pin(warehouse, "May", replace(slide("Pine brings more"), store="Fir")) == 3
    rename_store(warehouse, 2, "Pine")
    rename_store(warehouse, 1, "Oak / Elm")
    assert follow_stores(slides, {1: "Oak / Elm", 2: "Pine"})[1].store == "Oak / Elm / Pine"
    assert orphans(slides, {2: "Pine"}) == [0, 1]


def test_a_slide_keeps_the_language_it_was_pinned_in(warehouse):
    pin(warehouse, "May", replace(slide("one"), lang="zh"))
    assert read_workshop(warehouse, "May").slides[0].lang == "zh"
    assert pin(warehouse, "May", slide("one")) == 1
