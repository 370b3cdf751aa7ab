"""Schemes of the house: copies, versions, what is left out, and every place in a file that an owner may change."""

import json
from datetime import datetime
from decimal import Decimal

import pytest

from segmentation.language.errors import ChangedMeanwhile, InputError
from segmentation.schemes import load_scheme, parse_scheme, schemes
from segmentation.settings.kept import WHOLE_HOUSE, get, put
from segmentation.settings.own_schemes import (
    all_schemes,
    copy_text,
    delete_scheme,
    edit_text,
    find_scheme,
    free_key,
    is_own,
    restore_versions,
    save_scheme,
    versions_of,
)
from segmentation.settings.scheme_places import list_cuts, read_cut
from segmentation.warehouse import Warehouse
from tests.settings.samples import LABEL, LATER, NOON, ours

EVERY = pytest.mark.parametrize("key", schemes())


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("own") / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def warehouse(shared):
    put(shared, WHOLE_HOUSE, "own_schemes", None)
    return shared


@EVERY
def test_a_copy_is_the_scheme_under_another_name(key):
    scheme = load_scheme(key)
    copy = parse_scheme(copy_text(scheme, "ours", LABEL))
    assert (copy.key, copy.label) == ("ours", LABEL)
    assert (copy.tiers, copy.settings, copy.spec, copy.summary) == (scheme.tiers, scheme.settings, scheme.spec, scheme.summary)
    comments = [line for line in scheme.text.splitlines() if line.startswith("#")]
    assert [line for line in copy.text.splitlines() if line.startswith("#")] == comments


def test_a_copy_of_a_copy_changes_nothing_but_its_name():
    assert copy_text(parse_scheme(ours()), "cards", load_scheme("cards").label) == load_scheme("cards").text


def test_an_edit_changes_its_places_and_nothing_else():
    text = edit_text(load_scheme("cards").text, {
        ("tiers", 0, "colour"): "#123456", ("tiers", 1, "advice", "zh"): " 每月\n看一遍 ",
        ("tiers", 0, "conditions", 0, "above"): Decimal("60000.50"),
    })
    changed = [(old, new) for old, new in zip(load_scheme("cards").text.splitlines(), text.splitlines(), strict=True) if old != new]
    assert len(changed) == 3
    scheme = parse_scheme(text)
    assert (scheme.tiers[0].colour, scheme.tiers[1].advice["zh"]) == ("#123456", "每月 看一遍")
    assert scheme.spec.conditions[0][0].low == Decimal("60000.50")


def test_a_value_can_be_taken_out_and_a_wrong_way_is_an_error():
    text = edit_text(load_scheme("rfm_half_year").text, {("edges", "m"): None, ("groups",): 4})
    assert parse_scheme(text).spec.classes("m") == 4
    with pytest.raises((KeyError, IndexError)):
        edit_text(text, {("tiers", 99, "colour"): "#123456"})


def test_versions_are_dated_and_the_newest_counts(warehouse):
    save_scheme(warehouse, ours(), NOON)
    changed = edit_text(ours(), {("tiers", 0, "conditions", 0, "above"): 99})
    assert save_scheme(warehouse, changed, LATER).spec.conditions[0][0].low == 99
    save_scheme(warehouse, changed, datetime(2026, 10, 2))  # the same again is no new version
    assert [(each.saved_at, each.text) for each in versions_of(warehouse, "ours")] == [(LATER, changed), (NOON, ours())]
    assert find_scheme(warehouse, "ours").text == changed
    save_scheme(warehouse, ours(), datetime(2026, 10, 3))  # an old state taken up again is one
    assert [each.text for each in versions_of(warehouse, "ours")] == [ours(), changed, ours()]


def test_shipped_schemes_come_first_and_own_ones_by_their_key(warehouse):
    for key in ("zebra", "ant", "moon"):
        save_scheme(warehouse, ours(key), NOON)
    assert list(all_schemes(warehouse)) == [*schemes(), "ant", "moon", "zebra"]
    assert [is_own(warehouse, key) for key in ("ant", "cards", "nothing")] == [True, False, False]
    assert versions_of(warehouse, "cards") == []


def test_what_was_deleted_comes_back_with_its_versions(warehouse):
    save_scheme(warehouse, ours(), NOON)
    save_scheme(warehouse, ours().replace("#5153D6", "#5153D5"), LATER)
    before = versions_of(warehouse, "ours")
    gone = delete_scheme(warehouse, "ours")
    assert (gone, list(all_schemes(warehouse))) == (before, list(schemes()))
    with pytest.raises(InputError, match="There is no scheme “ours”"):
        find_scheme(warehouse, "ours")
    restore_versions(warehouse, "ours", gone)
    assert versions_of(warehouse, "ours") == before
    assert delete_scheme(warehouse, "cards") == []
    assert "cards" in all_schemes(warehouse)


def test_a_version_that_others_saved_meanwhile_is_neither_covered_nor_lost(warehouse):
    first, second, third = (ours().replace("#5153D6", colour) for colour in ("#5153D6", "#5153D5", "#5153D4"))
    save_scheme(warehouse, first, NOON)
    gone = delete_scheme(warehouse, "ours")
    with pytest.raises(ChangedMeanwhile):
        save_scheme(warehouse, third, LATER, seen=first)
    save_scheme(warehouse, second, LATER)
    restore_versions(warehouse, "ours", gone)
    assert [each.text for each in versions_of(warehouse, "ours")] == [second, first]
    with pytest.raises(ChangedMeanwhile):
        save_scheme(warehouse, third, LATER, seen=first)
    save_scheme(warehouse, third, LATER, seen=second)
    assert [each.text for each in versions_of(warehouse, "ours")] == [third, second, first]


def test_a_kept_version_that_is_no_scheme_any_more_is_left_out(warehouse):
    save_scheme(warehouse, ours("good"), NOON)
    kept = get(warehouse, WHOLE_HOUSE, "own_schemes", {})
    for key, text in (("bad", "key = "), ("old", ours("old").replace('rule = "threshold"', 'rule = "gone"'))):
        kept[key] = [{"saved_at": NOON.isoformat(), "text": text}]
    put(warehouse, WHOLE_HOUSE, "own_schemes", json.loads(json.dumps(kept)))
    assert list(all_schemes(warehouse)) == [*schemes(), "good"]
    assert versions_of(warehouse, "bad")[0].text == "key = "


@pytest.mark.parametrize(("text", "reason"), [
    (load_scheme("cards").text, "the key cards belongs to a scheme that ships"), ("key = ", "no valid TOML"),
    ("# " + "长" * 70_000, "is longer than a scheme can be"),
    (ours().replace("above = 50000", "over = 50000"), "a condition of tiers.diamond"),
])
def test_what_is_refused_is_not_kept(warehouse, text, reason):
    with pytest.raises(InputError, match=reason):
        save_scheme(warehouse, text, NOON, "ours.toml")
    assert list(all_schemes(warehouse)) == list(schemes())


def test_a_free_key_is_numbered(warehouse):
    assert free_key(warehouse, "ours") == "ours"
    assert free_key(warehouse, "cards") == "cards_2"
    save_scheme(warehouse, ours("cards_2"), NOON)
    assert free_key(warehouse, "cards") == "cards_3"


@EVERY
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_cut_is_read_and_written_back_unchanged(key, lang):
    scheme = load_scheme(key)
    cuts = list_cuts(scheme, lang)
    assert len({cut.place for cut in cuts}) == len(cuts)
    assert all(cut.label.strip() and cut.text for cut in cuts)
    assert edit_text(scheme.text, {cut.place: read_cut(cut, cut.text, scheme) for cut in cuts}) == scheme.text


@pytest.mark.parametrize(("key", "cuts"), [
    ("abcd", 6), ("pyramid", 4 + 3), ("levels", 3 + 3), ("cards", 3 * 2 + 1 + 4), ("vip", 3 + 1 + 2), ("stars", 5 + 2),
    ("potential", 4 + 3), ("ninebox", 6 + 3 + 3), ("rfm", 1 + 10 * 2 + 2), ("rfm_ranges", 1 + 14 * 3 + 2), ("rfm_half_year", 2 + 3 + 3 + 8 * 3 + 2),
    ("levels_hand", 1 + 2 + 2),
])
def test_every_cut_threshold_weight_and_default_can_be_changed(key, cuts):
    assert len(list_cuts(load_scheme(key), "en")) == cuts


@EVERY
def test_a_changed_cut_changes_the_scheme_or_is_refused(key):
    scheme = load_scheme(key)
    outcomes = {True: 0, False: 0}
    by_shape = {tuple(step for step in cut.place if isinstance(step, str)): cut for cut in list_cuts(scheme, "en")}
    for cut in by_shape.values():
        text = {"365": "180", "visits": "bills", "bills": "visits", "profit": "contribution",
                "contribution": "standard" if key == "abcd" else "profit", "quarter": "day", "all": "60"}.get(cut.text) or (
            f"{Decimal(cut.text) + 1}" if "-" not in cut.text else "1-1" if cut.text != "1-1" else "2-2"
        )
        try:
            changed = parse_scheme(edit_text(scheme.text, {cut.place: read_cut(cut, text, scheme)}))
        except InputError:
            outcomes[False] += 1
            continue
        assert (changed.spec, changed.settings) != (scheme.spec, scheme.settings), cut
        outcomes[True] += 1
    assert outcomes[True] > 0


@pytest.mark.parametrize(("text", "value"), [
    ("60000", 60000), (" 60,000.5 ", Decimal("60000.5")), ("６００００", 60000), ("60000％", 60000), ("-5", -5),
])
def test_a_number_is_read_as_people_write_it(text, value):
    scheme = load_scheme("cards")
    cut = next(cut for cut in list_cuts(scheme, "en") if cut.text == "50000")
    assert (cut.label, cut.place) == ("Diamond: Cumulative spend >", ("tiers", 0, "conditions", 0, "above"))
    assert read_cut(cut, text, scheme) == value


@pytest.mark.parametrize("text", ["", "many", "Infinity", "nan", "1e9", "1e999999", "5-6", "1_000"])
def test_what_is_no_number_is_refused(text):
    scheme = load_scheme("cards")
    cut = next(cut for cut in list_cuts(scheme, "en") if cut.text == "50000")
    with pytest.raises(InputError, match="is no number: Diamond"):
        read_cut(cut, text, scheme)
