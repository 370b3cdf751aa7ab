"""An older export that comes after a newer one: bills that were taken back since count again only where a person says so."""

from contextlib import closing

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.land import undo
from segmentation.language.errors import NeedsChoice
from tests.ingest.contents import state

HEADER = "单号,日期,会员,金额,状态\n"
# of 1 to 5 September; B2 of ¥20 was void when the newer file was written, and B5 was not there yet
OLDER = "B1,2026-09-01,K1,10,已结账\nB2,2026-09-02,K2,20,已结账\nB3,2026-09-03,K1,30,已结账\nB4,2026-09-04,K3,40,已结账\n"
NEWER = OLDER.replace("20,已结账", "20,作废") + "B5,2026-09-05,K3,50,已结账\n"
RENAMED = OLDER.replace("K3,40", "K3,41")  # the same list again, in other bytes: B4 came to ¥41 by then


def live(warehouse):
    told = "select bill_no, amount::integer from bills where replaced_by is null order by all"
    return warehouse.cursor().execute(told).fetchall()


@pytest.fixture
def bring(land):
    def _bring(rows, title="", **choices):
        return land(title + HEADER + rows, **choices)

    return _bring


def asked(bring, rows, title=""):
    with pytest.raises(NeedsChoice) as error:
        bring(rows, title, missing_bills="keep")
    assert error.value.code == "taken_back"
    return str(error.value)


def test_an_older_file_is_asked_whether_what_was_void_since_counts_again(bring, warehouse):
    bring(OLDER)
    bring(NEWER)
    assert live(warehouse) == [("B1", 10), ("B3", 30), ("B4", 40), ("B5", 50)]
    told = asked(bring, RENAMED)
    assert "(¥20.00) of this file" in told
    assert "import 2" in told
    assert "end on 2026-09-04, those of the other on 2026-09-05" in told
    report = bring(RENAMED, missing_bills="keep", taken_back="keep")
    assert "stay_taken_back" in {each["code"] for each in report["warnings"]}
    assert live(warehouse) == [("B1", 10), ("B3", 30), ("B4", 41), ("B5", 50)]


def test_what_a_person_lets_count_again_counts(bring, warehouse):
    bring(OLDER)
    bring(NEWER)
    bring(RENAMED, missing_bills="keep", taken_back="count")
    assert ("B2", 20) in live(warehouse)


def test_what_a_corrected_file_no_longer_holds_is_asked_about_too(bring, warehouse):
    bring(OLDER)
    corrected = NEWER.replace("B2,2026-09-02,K2,20,作废\n", "").replace("已结账", "已付款")
    bring(corrected, missing_bills="remove")
    assert "B2" not in dict(live(warehouse))
    asked(bring, RENAMED)


def test_either_order_ends_the_same_and_an_undo_lets_the_older_bill_count(bring, warehouse):
    bring(RENAMED)
    bring(NEWER)
    expected = state(warehouse)
    undo(warehouse, 2)
    undo(warehouse, 1)
    bring(OLDER)
    newer = bring(NEWER)["batch"]
    older = bring(RENAMED, missing_bills="keep", taken_back="keep")["batch"]
    assert live(warehouse) == [("B1", 10), ("B3", 30), ("B4", 41), ("B5", 50)]
    assert [row for row in expected["bills"] if row[1] != "B4"] == [row for row in state(warehouse)["bills"] if row[1] != "B4"]
    undo(warehouse, newer)  # nobody says any more that B2 is void
    assert live(warehouse) == [("B1", 10), ("B2", 20), ("B3", 30), ("B4", 41)]
    undo(warehouse, older)
    assert live(warehouse) == [("B1", 10), ("B2", 20), ("B3", 30), ("B4", 40)]


@pytest.mark.parametrize(("here", "there", "proposed"), [
    ("导出时间：2026-09-05 09:00\n", "导出时间：2026-09-06 10:30\n", "keep"),
    ("导出时间：2026-09-08 09:00\n", "导出时间：2026-09-06 10:30\n", "count"),
    ("Exported at 2026-09-05 09:00\n", "Printed: 2026-09-06\n", "keep"),
], ids=["older", "newer", "in English"])
def test_when_a_file_was_exported_tells_which_is_newer(bring, warehouse, tmp_path, here, there, proposed):
    bring(OLDER)
    bring(NEWER, there)
    told = asked(bring, RENAMED, here)
    assert "This file was exported on 2026-09-0" in told
    assert "the other on 2026-09-06" in told
    with closing(examine(warehouse, "s", tmp_path / "bills.csv", Choices(missing_bills="keep"))) as found:
        [question] = [each for each in found.questions if each.code == "taken_back"]
    assert question.options[0] == proposed


def test_the_same_bills_that_still_count_are_not_asked_about(bring):
    bring(OLDER)
    bring(RENAMED)
    report = bring(NEWER)
    assert not [each for each in report["warnings"] if each["code"] == "stay_taken_back"]
