"""Derived potential by the forecast where one can be fitted, else by the pace of the half-year, and never both in one ranking."""

from datetime import date, timedelta

import pytest

from segmentation.measures.foresight import potential
from segmentation.measures.foresight.model import LEAST, read_foresight
from segmentation.measures.foresight.potential import fitted_since, forget_foretold, read_foretold
from segmentation.measures.grades.grading import grade, read_wide_facts
from segmentation.measures.movement.month_ends import grade_days
from segmentation.measures.movement.snapshots import scheme_version
from segmentation.schemes import load_scheme
from segmentation.schemes.reader import parse_scheme
from segmentation.warehouse import Rights, Warehouse
from segmentation.warehouse.rights import MANAGER
from segmentation.warehouse.seen import seen_by
from tests.foretold_house import AS_OF, BEGINS, bills
from tests.houses import Profile, build

TWO = load_scheme("potential")
FORECAST, RULE = TWO.defaults(), TWO.defaults() | {"derived_potential": "rule"}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("house") / "warehouse.duckdb")
    build(opened, bills(), [Profile("c001", potential="A"), Profile("c002", potential="7"), Profile("nobody")])
    yield opened
    opened.close()


def by_key(rows, name):
    return dict(zip(rows["customer_key" if "customer_key" in rows.column_names else "customer"].to_pylist(), rows[name].to_pylist(), strict=True))


def test_it_is_the_spend_foretold_of_a_year_against_the_last_one(house):
    told, spent = by_key(read_foresight(house, 1, AS_OF).customers, "spend_365"), {}
    for bill in bills():
        if bill.day > AS_OF - timedelta(days=365) and bill.customer:
            spent[bill.customer] = spent.get(bill.customer, 0) + bill.amount
    facts = read_wide_facts(house, 1, AS_OF, FORECAST)
    assert by_key(read_foretold(house, 1, AS_OF, FORECAST), "spend_365") == told
    assert len(told) == 311
    assert by_key(facts, "growth") == {
        **{key: float(told[key] * 100) / float(spent[key] * 100) if key in spent else None for key in told}, "nobody": None,
    }
    assert by_key(facts, "is_foretold") == {**dict.fromkeys(told, True), "nobody": False}


def test_the_best_fifth_of_those_foretold_is_high_and_the_list_says_from_where(house):
    growth = by_key(read_wide_facts(house, 1, AS_OF, FORECAST), "growth")
    rows = grade(house, 1, TWO, AS_OF, FORECAST)
    by, classes = by_key(rows, "potential_by"), by_key(rows, "potential")
    assert {key: by[key] for key in ("c000", "c001", "c002", "new", "nobody")} == {
        "c000": "foretold", "c001": "rated", "c002": "rated", "new": "too_short", "nobody": None,
    }
    ranked = sorted((key for key in by if by[key] == "foretold"), key=lambda key: -(growth[key] or 0))
    assert len(ranked) > 200
    high = -(-len(ranked) // 5)  # a fifth, rounded up
    assert growth[ranked[high - 1]] > growth[ranked[high]]
    assert {key for key in ranked if classes[key] == "high"} == set(ranked[:high])


def test_the_setting_brings_the_pace_of_the_half_year_back(house):
    facts = read_wide_facts(house, 1, AS_OF, RULE)
    spent = {days: sum(bill.amount for bill in bills() if bill.customer == "c000" and bill.day > AS_OF - timedelta(days=days)) for days in (182, 365)}
    assert by_key(facts, "growth")["c000"] == pytest.approx(float(2 * spent[182] / spent[365]))
    assert set(facts["is_foretold"].to_pylist()) == {False}
    assert set(by_key(grade(house, 1, TWO, AS_OF, RULE), "potential_by").values()) == {"derived", "rated", "too_short", None}
    assert scheme_version(house, 1, TWO, RULE) != scheme_version(house, 1, TWO, FORECAST)  # a month kept under one is outdated under the other


def test_until_a_model_can_be_fitted_it_is_the_pace(house):
    """The 300th of them comes again 110 + 299 days after the first bill, later than 39 weeks."""
    day = BEGINS + timedelta(days=110 + 299)
    assert (fitted_since(house, 1), LEAST.repeaters, LEAST.days) == (day, 300, 273)
    before = day - timedelta(days=1)
    assert [read_foretold(house, 1, each, FORECAST).num_rows > 0 for each in (before, day)] == [False, True]
    assert grade(house, 1, TWO, before, FORECAST).equals(grade(house, 1, TWO, before, RULE))
    assert read_foretold(house, 1, AS_OF, load_scheme("pyramid").defaults()).num_rows == 0


def test_every_day_of_many_goes_by_its_own_model(house):
    days, asked = [date(2026, 2, 28), date(2026, 3, 31), date(2026, 8, 31), AS_OF], ("customer_key", "tier_no", "contribution")
    found = grade_days(house, 1, TWO, days, FORECAST).to_pylist()
    for day in days:
        rows = grade(house, 1, TWO, day, FORECAST).to_pylist()
        alone = {(row["customer"], TWO.tier(row["tier"]).number, row["contribution"]) for row in rows if row["tier"]}
        assert {tuple(row[name] for name in asked) for row in found if row["month_end"] == day} == alone
    moved = {row["customer_key"]: row["tier_no"] for row in grade_days(house, 1, TWO, [AS_OF], RULE).to_pylist()}
    assert {row["customer_key"]: row["tier_no"] for row in found if row["month_end"] == AS_OF} != moved


def test_a_manager_has_the_owners_potential_and_is_fitted_for_once(house, monkeypatch):
    fitted, fit = [], potential._foretell
    monkeypatch.setattr(potential, "_foretell", lambda *asked: fitted.append(asked) or fit(*asked))
    forget_foretold()
    his = seen_by(house, Rights(MANAGER, None, "Li"), lambda _warehouse, _store: ["c000", "c005"])
    mine, all_of_it = (grade(each, 1, TWO, AS_OF, FORECAST) for each in (his, house))
    assert by_key(mine, "tier") == {key: by_key(all_of_it, "tier")[key] for key in ("c000", "c005")}
    assert set(by_key(mine, "potential_by").values()) == {"foretold"}
    assert len(fitted) == 2  # for either once: what is kept for some rights is not handed to others
    grade(house, 1, TWO, AS_OF, FORECAST)
    read_wide_facts(his.whole(), 1, AS_OF, FORECAST)
    assert len(fitted) == 2


def test_an_own_scheme_older_than_the_setting_has_it_too():
    text = TWO.text.replace('[[settings]]\ncommon = "derived_potential"\n', "")
    assert text != TWO.text
    assert parse_scheme(text).defaults() == FORECAST
    assert FORECAST["derived_potential"] == "forecast"
