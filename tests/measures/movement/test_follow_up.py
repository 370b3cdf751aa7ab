"""Kept months follow the bills, however these come and go; under other settings they stay as they were kept."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from segmentation.ingest.control import Control
from segmentation.ingest.examine import find_store
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.pending import mark_pending
from segmentation.language.i18n import LANGUAGES
from segmentation.measures.movement import follow_up as module
from segmentation.measures.movement.follow_up import FollowUp, finish_pending, follow_up, follow_up_notes, pending_stores
from segmentation.measures.movement.snapshots import follow_schemes, list_snapshots
from segmentation.settings.kept import save_scheme_settings, scheme_settings
from segmentation.warehouse import Warehouse
from tests.grades import ABCD
from tests.houses import Bill, Rating, build
from tests.moves import day, pine

JUNE, JULY, AUGUST, SEPTEMBER = ENDS = [day(6, 30), day(7, 31), day(8, 31), day(9, 30)]


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("follow_up") / "warehouse.duckdb")
    yield opened
    opened.close()


def empty(warehouse):
    build(warehouse)
    with warehouse.writing() as cursor:
        for table in ("snapshots", "snapshot_tiers", "settings"):
            cursor.execute(f"delete from {table}")


@pytest.fixture
def warehouse(shared):
    empty(shared)
    build(shared, pine())
    return shared


def tiers(warehouse, store_id=1):
    """What is kept of the store: which months under which version and mark, and who had which tier."""
    kept = [
        warehouse.cursor().execute(f"select * exclude store_id from {table} where store_id = $id order by all", {"id": store_id})
        for table in ("snapshots", "snapshot_tiers")
    ]
    return [each.fetchall() for each in kept]


def has_state(warehouse, **expected):
    kept = list_snapshots(warehouse, 1, ABCD, scheme_settings(warehouse, 1, ABCD))
    return {name: [end for end, each in kept.items() if getattr(each, name)] for name in expected} == expected


def september(warehouse):
    found = warehouse.cursor().execute("select customer_key, tier from snapshot_tiers where month_end = '2026-09-30' order by all")
    return dict(found.fetchall())


def test_a_late_bill_grades_its_month_and_those_after_it_anew(warehouse):
    assert follow_up(warehouse, 1) == FollowUp(added={"abcd": ENDS})
    assert september(warehouse) == {"a": "D", "b": "A", "c": "C", "n": "B"}
    build(warehouse, [*pine(), *(Bill("n", day(8, number), 900) for number in range(1, 6))])
    assert follow_up(warehouse, 1) == FollowUp(renewed={"abcd": [AUGUST, SEPTEMBER]})
    # n now leads by visits (6, as b, but with more money) and by money; b leads the rest by both, which makes a B
    assert september(warehouse) == {"a": "D", "b": "B", "c": "C", "n": "A"}
    assert has_state(warehouse, is_current=ENDS, is_stale=[])
    assert follow_up(warehouse, 1) == FollowUp()


def test_months_that_come_newest_first_are_all_kept(warehouse):
    build(warehouse, [bill for bill in pine() if bill.day.month >= 9])
    assert follow_up(warehouse, 1) == FollowUp(added={"abcd": [SEPTEMBER]})
    build(warehouse, pine())
    assert follow_up(warehouse, 1) == FollowUp(added={"abcd": ENDS[:3]}, renewed={"abcd": [SEPTEMBER]})


def test_months_without_their_bills_are_forgotten_even_under_other_settings(warehouse):
    follow_up(warehouse, 1)
    save_scheme_settings(warehouse, 1, ABCD, {"active_days": "120"})
    build(warehouse, [bill for bill in pine() if bill.day.month < 9])
    assert follow_up(warehouse, 1) == FollowUp(dropped={"abcd": ENDS[1:]})
    build(warehouse)
    assert follow_up(warehouse, 1) == FollowUp(dropped={"abcd": [JUNE]})
    assert tiers(warehouse) == [[], []]


def test_a_month_that_is_complete_no_more_is_forgotten_unless_it_was_kept_under_other_settings(warehouse):
    follow_up(warehouse, 1)
    before = tiers(warehouse)
    build(warehouse, [bill for bill in pine() if bill.day <= day(9, 20)])
    assert follow_up(warehouse, 1) == FollowUp(dropped={"abcd": [SEPTEMBER]})
    build(warehouse, pine())
    assert follow_up(warehouse, 1) == FollowUp(added={"abcd": [SEPTEMBER]})
    assert tiers(warehouse) == before
    save_scheme_settings(warehouse, 1, ABCD, {"active_days": "120"})
    build(warehouse, [bill for bill in pine() if bill.day <= day(9, 20)])
    assert follow_up(warehouse, 1) == FollowUp()
    assert tiers(warehouse) == before


def test_months_kept_under_other_settings_stay_and_new_ones_are_kept_under_those_of_now(warehouse):
    build(warehouse, [bill for bill in pine() if bill.day <= day(9, 20)])
    follow_up(warehouse, 1)
    save_scheme_settings(warehouse, 1, ABCD, {"active_days": "120"})
    build(warehouse, [*pine(), Bill("c", day(8, 5), 900)])
    assert follow_up(warehouse, 1) == FollowUp(added={"abcd": [SEPTEMBER]}, left={"abcd": [AUGUST]})
    assert has_state(warehouse, is_current=[SEPTEMBER], is_stale=[AUGUST])


def test_a_scheme_that_is_followed_no_more_is_mended_but_not_continued(warehouse):
    build(warehouse, [bill for bill in pine() if bill.day <= day(9, 20)])
    follow_schemes(warehouse, 1, ["rfm"])
    follow_up(warehouse, 1)
    follow_schemes(warehouse, 1, ["abcd"])
    build(warehouse, [*pine(), Bill("c", day(8, 5), 900)])
    assert follow_up(warehouse, 1) == FollowUp(added={"abcd": ENDS}, renewed={"rfm": [AUGUST]})


def test_changed_ratings_grade_the_months_of_scorecards_anew(warehouse):
    follow_schemes(warehouse, 1, ["abcd", "scorecard"])
    follow_up(warehouse, 1)
    build(warehouse, pine(), ratings=[Rating("a", "loyalty", 5, day(8, 1))])
    assert follow_up(warehouse, 1) == FollowUp(renewed={"scorecard": [AUGUST, SEPTEMBER]})


def test_what_fails_is_told_and_does_not_raise(warehouse, monkeypatch):
    follow_schemes(warehouse, 1, ["abcd", "rfm"])
    keep = module.keep_months

    def failing(warehouse, store_id, scheme, *arguments):
        if scheme.key == "rfm":
            raise MemoryError
        keep(warehouse, store_id, scheme, *arguments)

    monkeypatch.setattr(module, "keep_months", failing)
    done = follow_up(warehouse, 1)
    assert (done.added, done.error.code) == ({"abcd": ENDS}, "months_not_kept")
    monkeypatch.undo()
    assert follow_up(warehouse, 1) == FollowUp(added={"rfm": ENDS})


def test_a_stop_is_told_and_the_rest_is_kept_next_time(warehouse):
    control = Control()
    control.cancel()
    assert follow_up(warehouse, 1, control).error.code == "months_not_kept"
    assert follow_up(warehouse, 1) == FollowUp(added={"abcd": ENDS})


def test_what_a_kill_cut_off_is_found_by_the_next_process_and_finished(tmp_path):
    path, bills = tmp_path / "own.duckdb", tmp_path / "bills.csv"
    bills.write_text("账单号,日期,客户编号,金额\nB1,2026-06-01,K1,600\nB2,2026-07-31,K2,200\n", encoding="utf-8")
    opened = Warehouse(path)
    batch = import_file(opened, "s", bills)["batch"]
    assert pending_stores(opened) == [1]
    assert (follow_up(opened, 1).added, pending_stores(opened)) == ({"abcd": [JUNE, JULY]}, [])
    undo(opened, batch)
    opened.close()  # killed before the months followed
    opened = Warehouse(path)
    assert pending_stores(opened) == [1]
    assert finish_pending(opened) == {1: FollowUp(dropped={"abcd": [JUNE, JULY]})}
    assert (pending_stores(opened), tiers(opened), finish_pending(opened)) == ([], [[], []], {})
    opened.close()


def test_what_lands_while_the_months_follow_leaves_its_own_mark(warehouse, monkeypatch):
    """The bills come after the last look at them: their mark is not taken away with the one that was followed."""
    look = module.complete_months

    def then_land(warehouse, store_id):
        found = look(warehouse, store_id)
        with warehouse.writing() as cursor:
            mark_pending(cursor, store_id)
        return found

    follow_schemes(warehouse, 1, ["abcd"])
    monkeypatch.setattr(module, "complete_months", then_land)
    follow_up(warehouse, 1)
    assert pending_stores(warehouse) == [1]
    monkeypatch.undo()
    assert (finish_pending(warehouse), pending_stores(warehouse)) == ({1: FollowUp()}, [])


def test_what_was_done_in_words():
    done = FollowUp({"abcd": ENDS, "rfm": ENDS[1:]}, {"abcd": [JULY]}, {}, {"rfm": [JUNE, JULY]})
    assert follow_up_notes(done, "en") == [
        "Month-end grades kept: 4 months.",
        "Month-end grades recalculated because bills have changed: 1 month.",
        "Kept under other settings and left as they are although bills have changed: 2 months. "
        "The Migration page shows what recalculating them would change.",
    ]
    assert {lang: follow_up_notes(FollowUp(), lang) for lang in LANGUAGES} == {lang: [] for lang in LANGUAGES}


# --- bills in any order, and taken back ------------------------------------------------------------------------------

FIRST = date(2026, 6, 1)
some_bills = st.lists(
    st.builds(
        Bill, st.sampled_from(["a", "b", "c", "d", None]), st.integers(0, 130).map(lambda days: FIRST + timedelta(days=days)),
        st.integers(-5, 900), cost=st.sampled_from([None, 30]),
    ),
    min_size=1, max_size=14,
)


@given(some_bills, st.lists(st.integers(0, 2), min_size=14, max_size=14), st.permutations(range(3)))
@hypothesis_settings(max_examples=5)
def test_months_kept_are_those_of_one_import_however_the_bills_were_split_and_an_undo_gives_back_those_of_before(
    shared, rows, parts, order
):
    here, states = [], []
    empty(shared)
    for part in order:
        here += [row for row, own in zip(rows, parts, strict=False) if own == part]
        build(shared, here)
        follow_up(shared, 1)
        states.append(tiers(shared))
    build(shared, [row for row, own in zip(rows, parts, strict=False) if own != order[-1]])
    follow_up(shared, 1)
    assert tiers(shared) == states[-2]
    build(shared)
    follow_up(shared, 1)
    assert tiers(shared) == [[], []]
    build(shared, rows)
    follow_up(shared, 1)
    assert tiers(shared) == states[-1]


def bring(warehouse, folder, name, rows):
    (folder / name).write_text("账单号,日期,客户编号,金额\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    batch = import_file(warehouse, "s", folder / name)["batch"]
    follow_up(warehouse, find_store(warehouse, "s"))
    return batch


def test_any_import_of_several_is_taken_back_and_with_it_what_it_did_to_the_months(tmp_path):
    warehouse = Warehouse(tmp_path / "own.duckdb")
    summer = ["B1,2026-06-01,K1,600", "B2,2026-07-31,K2,200"]
    autumn = ["B2,2026-07-31,K2,250", "B3,2026-07-02,K3,900", "B4,2026-09-30,K1,50"]  # corrects B2, brings a late bill
    first = bring(warehouse, tmp_path, "summer.csv", summer)
    after_summer = tiers(warehouse)
    assert [row[0] for row in after_summer[0]] == [JUNE, JULY]
    second = bring(warehouse, tmp_path, "autumn.csv", autumn)
    after_both = tiers(warehouse)
    assert [row[0] for row in after_both[0]] == ENDS
    undo(warehouse, second)
    assert follow_up(warehouse, 1) == FollowUp(renewed={"abcd": [JULY]}, dropped={"abcd": [AUGUST, SEPTEMBER]})
    assert tiers(warehouse) == after_summer
    bring(warehouse, tmp_path, "autumn.csv", autumn)
    assert tiers(warehouse) == after_both
    undo(warehouse, first)
    assert follow_up(warehouse, 1) == FollowUp(renewed={"abcd": [JULY, AUGUST, SEPTEMBER]}, dropped={"abcd": [JUNE]})
    warehouse.close()
