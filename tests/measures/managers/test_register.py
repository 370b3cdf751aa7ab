"""The register: who is met appears, what an owner says lies over the defaults field by field and is undone, other names fold."""

from datetime import date

import pytest

from segmentation.ingest.batches import batch_name, list_batches
from segmentation.ingest.land import undo
from segmentation.ingest.managers import edit_managers
from segmentation.language.errors import ChangedMeanwhile, InputError
from segmentation.measures.managers.register import Manager, propose_aliases, read_holders, read_managers
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile
from tests.managed import build_managed

AS_OF = date(2026, 9, 30)
BILLS = [
    Bill("a", date(2026, 9, 1), manager="李经理"), Bill("a", date(2026, 9, 30), manager="李经理"), Bill("b", date(2026, 9, 2), manager="李明"),
    Bill("c", date(2026, 10, 1), manager="Later"),
]


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    build_managed(opened, BILLS, [Profile("d", manager="王总")])
    yield opened
    opened.close()


def managers(warehouse):
    return {each.name: each for each in read_managers(warehouse, 1, AS_OF).managers}


def test_who_is_met_by_the_day_appears_with_defaults(warehouse):
    assert managers(warehouse) == {
        "李明": Manager("李明", first_bill=date(2026, 9, 2), last_bill=date(2026, 9, 2)),
        "李经理": Manager("李经理", first_bill=date(2026, 9, 1), last_bill=AS_OF), "王总": Manager("王总"),
    }
    assert (Manager("x").rank, Manager("x").capacity, Manager("x").in_office(AS_OF)) == (4, 80, True)


def test_what_is_said_lies_over_it_field_by_field_and_is_undone(warehouse):
    first = edit_managers(warehouse, 1, {"李明": {"rank": "2", "capacity": "60", "from_day": "2026/3/1"}, "周": {}})
    second = edit_managers(warehouse, 1, {"李明": {"rank": "3", "phone": "138 0000 0001", "until_day": "2026-09-29"}})
    assert edit_managers(warehouse, 1, {"李明": {"rank": " 3 "}}) is None
    found = managers(warehouse)["李明"]
    assert (found.rank, found.capacity, found.phone) == (3, 60, "13800000001")
    assert [found.in_office(date(2026, month, day)) for month, day in ((2, 28), (3, 1), (9, 29), (9, 30))] == [False, True, True, False]
    assert "周" in managers(warehouse)
    assert [batch_name(row, lang) for row in list_batches(warehouse) for lang in ("zh", "en")] == [
        "客户经理李明：职级、手机号、离任日", "Manager 李明: Rank, Phone, In office until", "改了2位客户经理", "2 managers changed",
    ]
    undo(warehouse, first)
    assert (managers(warehouse)["李明"].rank, managers(warehouse)["李明"].capacity, "周" in managers(warehouse)) == (3, 80, False)
    undo(warehouse, second)
    assert managers(warehouse)["李明"].phone is None
    edit_managers(warehouse, 1, {"李明": {"capacity": "0"}})
    edit_managers(warehouse, 1, {"李明": {"capacity": ""}})
    assert managers(warehouse)["李明"].capacity == 80


def test_another_name_is_proposed_and_folds_when_accepted(warehouse):
    register = read_managers(warehouse, 1, AS_OF)
    assert propose_aliases(register) == {"李经理": "李明"}
    edit_managers(warehouse, 1, {"李经理": {"same_as": "李明"}})
    register = read_managers(warehouse, 1, AS_OF)
    assert [(each.name, each.aliases, each.first_bill) for each in register.managers] == [
        ("李明", ("李经理",), date(2026, 9, 1)), ("王总", (), None),
    ]
    assert register.manager("李经理").name == "李明"
    assert propose_aliases(register) == {}
    held = {row["customer_key"]: (row["manager"], row["is_assigned"]) for row in read_holders(warehouse, 1, register, AS_OF).to_pylist()}
    assert held == {"a": ("李明", False), "b": ("李明", False), "d": ("王总", True)}


def test_who_is_said_to_be_another_person_is_not_proposed_again_until_that_is_undone(warehouse):
    batch = edit_managers(warehouse, 1, {"李经理": {"not_same": "李明"}})
    assert propose_aliases(read_managers(warehouse, 1, AS_OF)) == {}
    assert [each.name for each in read_managers(warehouse, 1, AS_OF).managers] == ["李明", "李经理", "王总"]
    undo(warehouse, batch)
    assert propose_aliases(read_managers(warehouse, 1, AS_OF)) == {"李经理": "李明"}


def test_whom_bills_name_is_the_latest_whom_any_of_them_names(tmp_path):
    opened = Warehouse(tmp_path / "named.duckdb")
    build_managed(opened, [
        Bill("a", date(2026, 9, 1), manager="Li"), Bill("a", date(2026, 9, 5), manager="Wu"), Bill("a", AS_OF),  # the last names nobody
        Bill("b", AS_OF, manager="Li"), Bill("b", AS_OF, manager="Wu"), Bill("b", AS_OF), Bill("b", date(2026, 10, 1), manager="Li"),
        Bill("c", AS_OF, manager="Li"), Bill("d", AS_OF), Bill("e", AS_OF, manager="Li"),
    ], [Profile("c", manager="Wu"), Profile("e", manager="")])
    register = read_managers(opened, 1, AS_OF)
    held = {row["customer_key"]: row["manager"] for row in read_holders(opened, 1, register, AS_OF).to_pylist()}
    opened.close()
    assert held == {"a": "Wu", "b": "Wu", "c": "Wu", "e": None}


@pytest.mark.parametrize(("changes", "code"), [
    ({" ": {"rank": "1"}}, "no_manager_name"), ({"李明": {"rank": "6"}}, "bad_rank"), ({"李明": {"capacity": "-1"}}, "bad_capacity"),
    ({"李明": {"capacity": "1.5"}}, "bad_capacity"), ({"李明": {"phone": "no"}}, "bad_phone"), ({"李明": {"from_day": "soon"}}, "bad_day"),
    ({"李明": {"from_day": "2026-09-02", "until_day": "2026-09-01"}}, "days_reversed"), ({"李明": {"same_as": "李明"}}, "same_as_himself"),
    ({"李明": {"same_as": "王总"}, "王总": {"same_as": "李明"}}, "same_as_himself"), ({"李明": {"age": "3"}}, "unknown_field"),
    ({"x" * 501: {}}, "field_too_long"),
])
def test_what_cannot_be_said(warehouse, changes, code):
    with pytest.raises(InputError) as error:
        edit_managers(warehouse, 1, changes)
    assert error.value.code == code
    assert list_batches(warehouse) == []


def test_what_somebody_else_changed_meanwhile_is_not_written_over(warehouse):
    edit_managers(warehouse, 1, {"李明": {"rank": "2"}})
    with pytest.raises(ChangedMeanwhile):
        edit_managers(warehouse, 1, {"李明": {"rank": "1"}}, seen={"李明": {"rank": None}})
