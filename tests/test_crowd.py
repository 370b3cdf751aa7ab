"""What the crowd and the kills of the benchmarks find: whatever is somebody else's, and whatever is lost or there by half."""

import pytest

from benchmarks.people import Account
from benchmarks.person import Answer
from benchmarks.seen import Seen
from benchmarks.ways import Way, fen_of

CONSULTANT, MANAGER, OWNER = Account(5, "consultant", 1), Account(6, "manager", 1, "甲"), Account(7, "owner")


@pytest.mark.parametrize(("who", "text", "fault"), [
    (CONSULTANT, "qqperson05 靐店", ""),
    (CONSULTANT, "qqperson05 qqperson06", "sees qqperson06"),
    (CONSULTANT, "qqperson05 龘店", "sees 龘"),
    (CONSULTANT, r'qqperson05 {"name": "\u9f98\u5e97"}', r"sees \u9f98"),
    (CONSULTANT, "qqperson05 靐甲客00001", "sees 甲客"),
    (CONSULTANT, "靐店", "his own name is not there"),
    (MANAGER, "qqperson06 靐甲客00001 13800001234", ""),
    (MANAGER, "qqperson06 靐乙客00001", "sees 靐乙客"),
    (Account(8, "analyst", 1), "qqperson08 靐乙客00001 13800001234", "sees 13800001234"),
    (OWNER, "qqperson07 龘店 靐店 13800001234", ""),
])
def test_an_answer_with_what_is_somebody_elses_is_a_fault(who, text, fault):
    seen = Seen()
    seen.take(who, Answer("go customers", 0.1, bytes=text.encode()))
    assert len(seen.faults) == bool(fault)
    assert all(fault in each for each in seen.faults)


def batch(file, bills, amount):
    return {"store": "龘店", "file": file, "bills": bills, "amount": amount}


@pytest.mark.parametrize(("there", "sums", "wrong", "whole"), [
    ([batch("a.csv", 2, "30.50")], (12, "130.50"), [], 0),
    ([batch("a.csv", 2, "30.50"), batch("b.csv", 1, "7.00")], (13, "137.50"), [], 1),
    ([], (10, "100.00"), ["a.csv is lost"], 0),
    ([batch("a.csv", 2, "30.50")] * 2, (14, "161.00"), ["a.csv is there twice"] * 2 + ["龘店 has (14, 16100), its files (12, 13050)"], 0),
    ([batch("a.csv", 2, "30.49")], (12, "130.50"), ["a.csv is there by half: (2, 3049)"], 0),
    ([batch("a.csv", 2, "30.50")], (13, "137.50"), ["龘店 has (13, 13750), its files (12, 13050)"], 0),
])
def test_after_a_kill_the_acknowledged_is_there_and_the_file_under_way_is_whole_or_absent(tmp_path, there, sums, wrong, whole):
    way = Way(0, tmp_path, 1, {"a.csv": (2, 3050), "b.csv": (1, 700)}, {"a.csv"}, "b.csv")
    stores = [{"store": "龘店", "bills": sums[0], "amount": sums[1]}]
    assert way.compare(there, stores, (10, 10000)) == wrong
    assert (way.cut, way.whole) == (1, whole)


def test_a_sum_is_read_to_the_fen():
    assert (fen_of("12.05"), fen_of("1000.50")) == (1205, 100050)
