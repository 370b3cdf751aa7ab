"""Kept months stay as they were when settings change; what was kept under other settings is rewritten only when asked for."""

from datetime import date

import pytest

from segmentation.ingest.land import import_file, undo
from segmentation.ingest.stores import change_walk_in_names, delete_store
from segmentation.language.errors import ChangedMeanwhile, InputError
from segmentation.measures.movement import snapshots as module
from segmentation.measures.movement.follow_up import FollowUp, follow_up
from segmentation.measures.movement.migration import read_history, read_migration
from segmentation.measures.movement.snapshots import (
    follow_schemes,
    followed_schemes,
    list_snapshots,
    missing_months,
    preview_recompute,
    recompute_snapshots,
)
from segmentation.schemes import load_scheme
from segmentation.settings.kept import WALK_IN_NAMES, save_scheme_settings, scheme_settings
from segmentation.warehouse import Warehouse
from tests.grades import ABCD
from tests.houses import Bill, build
from tests.moves import JUNE, SEPTEMBER, cells, day, pine

ENDS = [day(6, 30), day(7, 31), day(8, 31), day(9, 30)]


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    build(opened, pine())
    save_scheme_settings(opened, 1, ABCD, {"window": "60"})
    yield opened
    opened.close()


def now(warehouse):
    return scheme_settings(warehouse, 1, ABCD)


def test_all_complete_months_are_kept_at_once_and_only_once(warehouse):
    assert missing_months(warehouse, 1, ABCD) == ENDS
    assert follow_up(warehouse, 1).added == {"abcd": ENDS}
    assert follow_up(warehouse, 1).added == {}
    rows = warehouse.cursor().execute(
        "select month_end, customer_key, tier, contribution from snapshot_tiers where scheme = 'abcd' order by all"
    ).fetchall()
    assert len(rows) == 13
    assert [row[1:] for row in rows if row[0] == SEPTEMBER] == [("a", "D", 0), ("b", "A", 400), ("c", "C", 20), ("n", "B", 400)]


def test_a_month_is_kept_when_it_is_complete(warehouse):
    build(warehouse, [bill for bill in pine() if bill.day <= day(9, 20)])
    assert follow_up(warehouse, 1).added == {"abcd": ENDS[:3]}
    build(warehouse, pine())
    assert follow_up(warehouse, 1).added == {"abcd": ENDS[3:]}


def changing(monkeypatch, change, times):
    """Let somebody else change something each time that months have been graded, before they are kept, so many times."""
    grade, left = module._grade, list(range(times))

    def graded(*arguments):
        found = grade(*arguments)
        if left:
            change(left.pop())
        return found

    monkeypatch.setattr(module, "_grade", graded)


def test_months_are_found_anew_where_settings_or_bills_change_while_they_are_graded(warehouse, monkeypatch):
    changing(monkeypatch, lambda left: save_scheme_settings(warehouse, 1, ABCD, {"active_days": str(100 + left)}), 1)
    assert follow_up(warehouse, 1) == FollowUp(added={"abcd": ENDS})
    assert [each.is_current for each in list_snapshots(warehouse, 1, ABCD, now(warehouse)).values()] == [True] * 4
    monkeypatch.undo()
    changed = [*pine(), *(Bill("n", day(8, number), 900) for number in range(1, 6))]
    build(warehouse, [*pine(), Bill("c", day(8, 5), 900)])
    changing(monkeypatch, lambda _left: build(warehouse, changed), 1)
    follow_up(warehouse, 1)
    assert stale(warehouse) == []


def test_months_that_others_keep_changing_are_left_as_they_were(warehouse, monkeypatch):
    changing(monkeypatch, lambda left: save_scheme_settings(warehouse, 1, ABCD, {"active_days": str(100 + left)}), 9)
    assert follow_up(warehouse, 1).error.code == "months_not_kept"
    assert list_snapshots(warehouse, 1, ABCD, now(warehouse)) == {}


def test_a_recomputation_that_would_change_other_grades_than_were_seen_is_asked_about(warehouse):
    follow_up(warehouse, 1)
    build(warehouse, [*pine(), Bill("c", day(8, 5), 900)])
    seen = preview_recompute(warehouse, 1, ABCD, now(warehouse), ENDS[2:])
    build(warehouse, [*pine(), *(Bill("n", day(8, number), 900) for number in range(1, 6))])
    with pytest.raises(ChangedMeanwhile):
        recompute_snapshots(warehouse, 1, ABCD, now(warehouse), ENDS[2:], seen)
    assert stale(warehouse) == ENDS[2:]
    seen = preview_recompute(warehouse, 1, ABCD, now(warehouse), ENDS[2:])
    assert recompute_snapshots(warehouse, 1, ABCD, now(warehouse), ENDS[2:], seen).equals(seen)
    assert stale(warehouse) == []


def test_changed_settings_do_not_change_history(warehouse):
    follow_up(warehouse, 1)
    history = read_history(warehouse, 1, ABCD, SEPTEMBER, now(warehouse))
    assert history["is_kept"].to_pylist() == [True, True, True]
    before = cells(read_migration(warehouse, 1, ABCD, JUNE, SEPTEMBER, now(warehouse)))
    save_scheme_settings(warehouse, 1, ABCD, {"active_days": "120"})
    assert read_history(warehouse, 1, ABCD, SEPTEMBER, now(warehouse)).equals(history)
    found = read_migration(warehouse, 1, ABCD, JUNE, SEPTEMBER, now(warehouse))
    assert cells(found) == before
    assert (found.kept_to.is_current, found.kept_to.is_stale) == (False, False)
    anew = read_migration(warehouse, 1, ABCD, JUNE, SEPTEMBER, now(warehouse), use_kept=False)
    assert (cells(anew)["A", "C"], anew.kept_to) == ((1, 300), None)


def test_a_look_through_another_window_than_the_saved_one_takes_nothing_from_what_is_kept(warehouse):
    follow_up(warehouse, 1)
    picked = now(warehouse) | {"window": "all"}
    found = read_migration(warehouse, 1, ABCD, JUNE, SEPTEMBER, picked)
    assert (found.kept_from, found.kept_to) == (None, None)
    assert read_history(warehouse, 1, ABCD, SEPTEMBER, picked)["is_kept"].to_pylist() == [False, False, False]


def test_a_recomputation_says_first_what_it_would_change(warehouse):
    follow_up(warehouse, 1)
    save_scheme_settings(warehouse, 1, ABCD, {"active_days": "120"})
    # nobody sleeps in August: D, D, D become A, B, C; in September a becomes C, and c, one of three of the rest, B
    expected = [(ENDS[0], 3, 3, 0), (ENDS[1], 3, 3, 0), (ENDS[2], 3, 3, 3), (ENDS[3], 4, 4, 2)]
    preview = preview_recompute(warehouse, 1, ABCD, now(warehouse))
    assert [tuple(row.values()) for row in preview.to_pylist()] == expected
    assert {each.is_current for each in list_snapshots(warehouse, 1, ABCD, now(warehouse)).values()} == {False}
    done = recompute_snapshots(warehouse, 1, ABCD, now(warehouse), [ENDS[2]])
    assert [tuple(row.values()) for row in done.to_pylist()] == expected[2:3]
    kept = list_snapshots(warehouse, 1, ABCD, now(warehouse))
    assert {end: each.is_current for end, each in kept.items()} == {end: end == ENDS[2] for end in ENDS}
    assert preview_recompute(warehouse, 1, ABCD, now(warehouse))["changed"].to_pylist() == [0, 0, 0, 2]


def stale(warehouse):
    return [end for end, each in list_snapshots(warehouse, 1, ABCD, now(warehouse)).items() if each.is_stale]


@pytest.mark.parametrize(("bills", "expected"), [
    ([*pine(), Bill("c", day(8, 5), 900)], ENDS[2:]),
    ([*pine(), Bill("c", day(10, 5), 900)], []),
    ([bill if bill.customer != "n" else Bill("c", bill.day, bill.amount) for bill in pine()], ENDS[3:]),
    ([*pine()[1:], Bill("a", day(6, 4))], ENDS),
    ([Bill("b", day(6, 10), 40), Bill("b", day(6, 11), 60), *(bill for bill in pine() if (bill.customer, bill.day.month) != ("b", 6))], ENDS),
    ([Bill("c", day(6, 15), 10, cost=3), *(bill for bill in pine() if (bill.customer, bill.day.month) != ("c", 6))], ENDS),
], ids=["late bill", "bill of a later month", "another customer", "another day", "money on another day", "a cost"])
def test_changed_bills_of_months_kept_under_other_settings_are_told_and_nothing_is_rewritten(warehouse, bills, expected):
    follow_up(warehouse, 1)
    save_scheme_settings(warehouse, 1, ABCD, {"active_days": "120"})
    before = warehouse.cursor().execute("select * from snapshot_tiers order by all").fetchall()
    build(warehouse, bills)
    assert stale(warehouse) == expected
    assert follow_up(warehouse, 1) == FollowUp(left={"abcd": expected} if expected else {})
    assert warehouse.cursor().execute("select * from snapshot_tiers order by all").fetchall() == before
    build(warehouse, pine())
    assert stale(warehouse) == []


def test_an_undone_import_and_its_return(tmp_path):
    warehouse = Warehouse(tmp_path / "own.duckdb")
    (tmp_path / "bills.csv").write_text(
        "账单号,日期,客户编号,金额\nB1,2026-06-01,K1,600\nB2,2026-07-31,K2,200\n", encoding="utf-8"
    )
    batch = import_file(warehouse, "s", tmp_path / "bills.csv")["batch"]
    follow_up(warehouse, 1)
    undo(warehouse, batch)
    assert stale(warehouse) == ENDS[:2]
    assert read_migration(warehouse, 1, ABCD, *ENDS[:2], now(warehouse)).cells.num_rows
    import_file(warehouse, "s", tmp_path / "bills.csv")
    assert (stale(warehouse), follow_up(warehouse, 1)) == ([], FollowUp())
    warehouse.close()


def test_another_list_of_walk_ins_is_another_version(warehouse):
    follow_up(warehouse, 1)
    change_walk_in_names(warehouse, 1, ["a"])
    assert {each.is_current for each in list_snapshots(warehouse, 1, ABCD, now(warehouse)).values()} == {False}
    change_walk_in_names(warehouse, 1, WALK_IN_NAMES)
    assert {each.is_current for each in list_snapshots(warehouse, 1, ABCD, now(warehouse)).values()} == {True}


def test_months_kept_by_an_earlier_release_are_marked_and_found_anew_after_a_look(warehouse, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(module, "DEFINITIONS", module.DEFINITIONS - 1)
        follow_up(warehouse, 1)
        assert {each.is_current for each in list_snapshots(warehouse, 1, ABCD, now(warehouse)).values()} == {True}
    assert follow_up(warehouse, 1) == FollowUp()
    assert {each.is_current for each in list_snapshots(warehouse, 1, ABCD, now(warehouse)).values()} == {False}
    seen = preview_recompute(warehouse, 1, ABCD, now(warehouse))
    recompute_snapshots(warehouse, 1, ABCD, now(warehouse), seen=seen)
    assert {each.is_current for each in list_snapshots(warehouse, 1, ABCD, now(warehouse)).values()} == {True}


def test_only_followed_schemes_are_kept(warehouse):
    assert [scheme.key for scheme in followed_schemes(warehouse, 1)] == ["abcd"]
    follow_schemes(warehouse, 1, ["rfm", "cards", "rfm"])
    assert follow_up(warehouse, 1).added == {"rfm": ENDS, "cards": ENDS}
    with pytest.raises(InputError):
        follow_schemes(warehouse, 1, ["nothing"])
    with pytest.raises(InputError):
        follow_schemes(warehouse, 1, [])
    cards = load_scheme("cards")
    settings = scheme_settings(warehouse, 1, cards)
    assert preview_recompute(warehouse, 1, cards, settings)["changed"].to_pylist() == [0, 0, 0, 0]


def test_kept_months_go_with_their_store_and_come_with_a_backup(warehouse, tmp_path):
    follow_up(warehouse, 1)
    warehouse.backup(tmp_path / "backup.duckdb")
    delete_store(warehouse, 1)
    assert warehouse.cursor().execute("select count(*) from snapshot_tiers").fetchall() == [(0,)]
    warehouse.restore(tmp_path / "backup.duckdb")
    assert list(list_snapshots(warehouse, 1, ABCD, now(warehouse))) == ENDS


def test_a_store_without_customers_has_nothing_to_keep(warehouse):
    build(warehouse, [Bill(None, date(2026, 9, 30))])
    assert (missing_months(warehouse, 1, ABCD), follow_up(warehouse, 1)) == ([], FollowUp())
    assert preview_recompute(warehouse, 1, ABCD, now(warehouse)).num_rows == 0
