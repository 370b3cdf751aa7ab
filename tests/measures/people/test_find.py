"""A customer found by what one remembers of him."""

from datetime import date

import pytest

from segmentation.measures.people.find import find_customers, finding_found
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build

DAY = date(2026, 9, 30)
PEOPLE = [
    Profile("K17", "单雄信", "13800001207"), Profile("K2", "沈小溪", "13911112222"), Profile("K3", "盛世雄鑫酒业", "051287654321"),
    Profile("ABC-4", "ABC 公司"), Profile("K5", None, "13612071111"), Profile("K6", "100%_[x]", "138****0001"),
    Profile("散客", "散客", is_walk_in=True),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("find") / "warehouse.duckdb")
    build(opened, [Bill("K2", DAY), Bill("K3", DAY.replace(day=1))], [*PEOPLE, Profile("Z", "单雄信", store_id=2)], ("Pine", "Oak"))
    yield opened
    opened.close()


@pytest.mark.parametrize(("text", "customers"), [
    ("单雄信", ["K17"]), ("雄", ["K3", "K17"]), ("k17", ["K17"]),
    ("sxx", ["K2", "K17", "K3"]),  # whole names before a part of one (盛世雄鑫: ssxx), who was here before who never was
    ("SX", ["K2", "K3", "K17"]), ("ssxxjy", ["K3"]), ("dxx", ["K17"]),  # 单 is dan as well
    ("1207", ["K17", "K5"]), ("138 0000-1207", ["K17"]), ("+86 13800001207", ["K17"]), ("12", []),
    ("abcgs", ["ABC-4"]), ("abc公司", ["ABC-4"]), ("%", ["K6"]), ("[x]", ["K6"]), ("nobody", []), ("  ", []), ("散客", []), ("sk", []),
])
def test_whom_a_text_finds(warehouse, text, customers):
    found = find_customers(warehouse, 1, text)
    assert found.rows["customer"].to_pylist() == customers
    assert found.customers == len(customers)


def test_the_first_are_listed_and_all_counted(warehouse):
    found = find_customers(warehouse, 1, "k", most=2)
    assert (found.rows.num_rows, found.customers) == (2, 5)
    assert finding_found(found, "en") == "5 customers fit “k”. The first 2 are listed; type more of it."
    assert finding_found(find_customers(warehouse, 1, "nobody"), "en") == "Nobody fits “nobody”."
