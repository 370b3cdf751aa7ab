"""Whose file to complete first: customers of the best grade of whom something is missing that the house asks for."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.ingest.edit import edit_profiles
from segmentation.ingest.land import undo
from segmentation.language.errors import InputError
from segmentation.measures.people.complete import finding_incomplete, missing_text, read_incomplete
from segmentation.settings.asked_fields import asked_fields, save_asked_fields
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, AS_OF, settings, visits
from tests.houses import Profile
from tests.managed import build_managed

ON = date(2026, 10, 2)
# ten active customers: the first two by both rankings are A
BILLS = [bill for at in range(10) for bill in visits(f"c{at}", 20 - at, 9000 - 100 * at, at + 1)]
PROFILES = [Profile("c0", "顾明远", "13800001207", module="私企"), Profile("c1", "何静", birthday="1980-05-01", manager="李经理"), Profile("c5", "N")]


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    build_managed(opened, BILLS, PROFILES)
    yield opened
    opened.close()


def incomplete(warehouse, on=ON):
    return read_incomplete(warehouse, 1, ABCD, AS_OF, on, settings())


def listed(found):
    return [(row["customer"], row["filled"], row["missing"]) for row in found.rows.to_pylist()]


def test_those_of_the_best_grade_with_gaps_are_listed_by_money(warehouse):
    found = incomplete(warehouse)
    assert listed(found) == [("c0", 2, "birthday manager"), ("c1", 2, "phone module")]
    assert (found.customers, found.share, found.contribution) == (2, 0.5, Decimal("17900.00"))
    assert finding_incomplete(found, ABCD, "en") == (
        "2 of 2 customers in A lack something in their files; they bring ¥17.9K. Begin with 顾明远: Birthday, Account manager."
    )
    assert missing_text("birthday manager", "zh") == "生日、客户经理"


def test_a_complete_file_leaves_the_list_and_comes_back_when_that_is_undone(warehouse):
    batch = edit_profiles(warehouse, 1, {"c0": {"birthday": "农历8-16", "manager": "苗经理"}}, ON, said_on=ON)
    assert listed(incomplete(warehouse)) == [("c1", 2, "phone module")]
    assert listed(incomplete(warehouse, date(2026, 10, 1)))[0] == ("c0", 2, "birthday manager")  # not known yet
    undo(warehouse, batch)
    assert listed(incomplete(warehouse))[0] == ("c0", 2, "birthday manager")


def test_what_is_asked_for_is_a_setting(warehouse):
    assert asked_fields(warehouse, 1) == ("phone", "birthday", "module", "manager")
    assert save_asked_fields(warehouse, 1, ["note", "name"]) == ("name", "note")
    assert listed(incomplete(warehouse)) == [("c0", 1, "note"), ("c1", 1, "note")]
    save_asked_fields(warehouse, 1, ["name"])
    found = incomplete(warehouse)
    assert (listed(found), found.share) == ([], 1.0)
    assert finding_incomplete(found, ABCD, "en") == "The files of all 2 customers in A are complete."
    for wrong in ([], ["grade"]):
        with pytest.raises(InputError):
            save_asked_fields(warehouse, 1, wrong)
    assert asked_fields(warehouse, 1) == ("name",)
