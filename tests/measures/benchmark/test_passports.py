"""Passports of houses: what is in them, worked out by hand; that nothing in them can be changed; where houses stand."""

import json
import stat
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.language.errors import InputError
from segmentation.measures.benchmark.collection import list_houses, remove_house, take_passport
from segmentation.measures.benchmark.keys import key_path
from segmentation.measures.benchmark.passports import MOST_BYTES, canonical, make_passport, read_passport, write_passport
from segmentation.measures.benchmark.ratios import RATIOS, MonthRatios, _telling_of_few, read_ratios
from segmentation.measures.benchmark.standing import (
    farthest_behind,
    finding_benchmark,
    read_benchmark,
    write_distance,
    write_place,
)
from segmentation.warehouse import Warehouse
from tests.houses import build
from tests.passports import house_bills, managed, signer

TODAY, AS_OF = date(2026, 7, 2), date(2026, 6, 30)
SETTINGS = {"active_days": 60, "window": "365"}
JUNE = MonthRatios(
    date(2026, 6, 1),
    {key: Decimal("0.5000") for key, each in RATIOS.items() if not each.is_money and key not in ("a_share", "standard_index")}
    | {"standard_index": Decimal("1.0500"), "standard": Decimal("88.50"), "spend": Decimal("120.00")},
    {"a_share": "few"},
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("passports") / "warehouse.duckdb")
    build(opened, [*house_bills(1, 12, 2), *house_bills(2, 9, 0)], managed(1), ("Pine Hotel", "Nine Guests"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def pine(tmp_path_factory):
    return signer(tmp_path_factory.mktemp("keys"), "pine")


def passport(house="Pine Hotel", months=(JUNE,), made_on=TODAY, with_money=True):
    return make_passport(house, months, SETTINGS, AS_OF, made_on, with_money=with_money)


def told(house, ratio, value):
    """The passport of a house that says the value of one ratio, and leaves all others out."""
    others = {key: "few" for key, each in RATIOS.items() if key != ratio and not each.is_money}
    return passport(house, (MonthRatios(JUNE.month, {ratio: Decimal(value)}, others),), with_money=False)


def refusal(data):
    with pytest.raises(InputError) as refused:
        read_passport(data)
    return refused.value.code


# --- ratios ------------------------------------------------------------------------------------------------------------


def test_the_ratios_of_a_month_are_those_worked_out_by_hand(warehouse):
    months = read_ratios(warehouse, 1, AS_OF)
    assert [each.month.month for each in months] == [1, 2, 3, 4, 5, 6]
    assert {key: str(value) for key, value in months[-1].values.items()} == {
        "controllable": "0.8571",  # 2,400 ÷ (2,400 + 400)
        "identified": "0.8571",
        "active_share": "0.8333",  # 10 ÷ 12: two came last 86 days ago
        "return_rate": "1.0000",
        "return_12_weeks": "0.9655",  # of 58 gaps long enough, 2 were not ended after 84 days: 1 − 46/58 × 36/46 × 2/36
        "new_share": "0.0000",
        "churn_rate": "0.1667",  # 2 ÷ 12
        "standard_index": "1.2000",  # 120 a table, 100 in all months before
        "standard": "120.00",
        "spend": "240.00",
    }
    assert months[-1].left_out == {"a_share": "few"}  # 2 of the 10 active
    early = months[2].left_out
    assert (early["churn_rate"], early["standard_index"]) == ("history", "history")
    # they came first on 5 January: 54 days before the end of February all are active by the rule alone, 85 before that of March not
    assert [each.left_out.get("active_share") for each in months[:3]] == ["history", "history", None]


def test_nothing_is_said_of_fewer_than_ten_customers(warehouse):
    for month in read_ratios(warehouse, 2, AS_OF):
        assert month.values == {}
        assert set(month.left_out.values()) == {"few"}
    assert read_ratios(warehouse, 2, AS_OF, fewest=1)[-1].values["a_share"] == Decimal("0.2222")  # 2 of 9 alike


@pytest.mark.parametrize(("walk_in", "unmanaged", "left_out"), [
    (500, 1, ["identified"]),  # 1 customer brings 7 % of what is known: the walk-ins cover him
    (40, 1, ["controllable"]),  # the rest of the whole is his more than theirs
    (0, 9, ["controllable"]), (500, 10, []), (0, 0, []),
])
def test_the_difference_of_two_ratios_tells_of_no_few_customers(walk_in, unmanaged, left_out):
    known, managed = Decimal(1400), Decimal(1400 - 100 * bool(unmanaged))
    row = {
        "customers": 20, "managed_customers": 20 - unmanaged, "identified": known, "managed": managed, "walk_in": Decimal(walk_in),
        "ratio_identified": float(known / (known + walk_in)), "ratio_managed": float(managed / (known + walk_in)),
    }
    assert _telling_of_few(row, None, 10) == left_out
    assert _telling_of_few(row, None, 1) == []  # among one's own stores nothing is hidden


@pytest.mark.parametrize(("others", "left_out"), [(1, ["a_share"]), (9, ["a_share"]), (10, [])])
def test_what_a_customers_do_not_bring_tells_of_no_few_others(others, left_out):
    row = dict.fromkeys(("identified", "managed", "walk_in", "ratio_identified", "ratio_managed", "customers", "managed_customers"), 0)
    best = {"customers": 30, "best_customers": 30 - others, "best": Decimal(90), "contribution": Decimal(100)}
    assert _telling_of_few(row, best, 10) == left_out


def test_a_month_that_the_bills_do_not_cover_is_not_told(warehouse):
    assert read_ratios(warehouse, 1, date(2026, 6, 29))[-1].month == date(2026, 5, 1)
    assert read_ratios(warehouse, 1, date(2026, 1, 30)) == ()


# --- the file ----------------------------------------------------------------------------------------------------------


def test_a_file_holds_no_money_unless_it_is_allowed_and_its_key_is_for_the_owner_alone(pine):
    without, with_money = (write_passport(pine, passport(with_money=allowed)) for allowed in (False, True))
    assert b"88.50" not in without
    assert b"88.50" in with_money
    assert stat.S_IMODE(key_path(pine).stat().st_mode) == 0o600
    assert key_path(pine).read_bytes().hex().encode() not in with_money


def leaves(value, path=()):
    """Every place of a value, with what stands there: texts, numbers, and what holds them."""
    yield path, value
    for key, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from leaves(each, (*path, key))


def with_change(value, path, change):
    """The value as JSON with another one at a place."""
    copy = json.loads(json.dumps(value))
    if not path:
        return change(copy)
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = change(inner[path[-1]])
    return copy


def other(value):
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return f"{value[:-1]}{'1' if value[-1:] != '1' else '2'}"
        case list():
            return [*value, *value[:1]]
        case dict():
            return {**value, "more": "1"}


def test_every_field_that_is_changed_added_or_left_out_is_found(pine):
    whole = json.loads(write_passport(pine, passport()))
    assert read_passport(canonical(whole))[0] == passport()
    assert read_passport(json.dumps(whole, indent=2).encode())[0] == passport()  # the same, written otherwise
    tried = 0
    for path, value in leaves(whole):
        expected = {"passport_changed"} if path[:1] == ("body",) else {"passport_changed", "no_passport", "passport_version"}
        assert refusal(canonical(with_change(whole, path, other))) in expected, path
        if isinstance(value, dict):
            for key in value:
                less = {name: each for name, each in value.items() if name != key}
                assert refusal(canonical(with_change(whole, path, lambda _each, less=less: less))) in expected, (path, key)
        tried += 1
    assert tried == 29  # the whole, 5 of its parts, 8 of the body, the month, 3 of its parts, 10 values, 1 reason


def test_another_house_cannot_sign_for_a_key_that_is_not_its_own(pine, tmp_path):
    own, forged = (json.loads(write_passport(each, passport())) for each in (pine, signer(tmp_path, "forger")))
    assert refusal(canonical({**forged, "key": own["key"]})) == "passport_changed"
    assert refusal(canonical({**own, "signature": forged["signature"]})) == "passport_changed"


@pytest.mark.parametrize("wrong", [
    {"house": ""}, {"house": "x" * 61}, {"house": "a\u202eb"}, {"house": " a"}, {"active_days": 0}, {"active_days": 10**9},
    {"window": "7"}, {"made_on": date(1, 1, 1)}, {"months": ()}, {"months": (JUNE, JUNE)}, {"months": (replace(JUNE, left_out={}),)},
    {"months": (replace(JUNE, left_out={"a_share": "<b>"}),)}, {"months": (replace(JUNE, values={**JUNE.values, "churn_rate": Decimal("1.2000")}),)},
    {"months": (replace(JUNE, values={**JUNE.values, "spend": Decimal("1e40")}),)}, {"with_money": False}, {"currency": "XXX"},
])
def test_a_key_may_sign_nonsense_and_it_is_refused_all_the_same(pine, wrong):
    assert refusal(write_passport(pine, replace(passport(), **wrong))) == "no_passport"


def test_what_is_no_passport_is_refused(pine):
    whole = write_passport(pine, passport())
    for data in (b"", b"[]", b"\xff\xfe", b"{" * 50_000, b'{"format":"customer-grading/passport"}', whole[:-1], b'{"a":1,"a":1}', b"NaN",
                 whole.replace(b'"version":1', b'"version":1.0'), whole.replace(b'"version":1', b'"version":true')):
        assert refusal(data) == "no_passport", data[:40]
    assert refusal(whole.replace(b'"version":1', b'"version":2')) == "passport_version"
    assert refusal(b" " * (MOST_BYTES + 1)) == "passport_size"


shares = st.integers(0, 10_000).map(lambda number: Decimal(number) / 10_000).map(lambda value: value.quantize(Decimal("0.0001")))
cents = st.integers(0, 10**10).map(lambda number: Decimal(number).scaleb(-2))
months = st.builds(
    lambda number, values, without: MonthRatios(
        date(2000 + number // 12, number % 12 + 1, 1), {key: value for key, value in values.items() if key not in without},
        dict.fromkeys(without, "whole"),
    ),
    st.integers(0, 300), st.fixed_dictionaries({key: cents if each.is_money else shares for key, each in RATIOS.items()}),
    st.sets(st.sampled_from([*RATIOS])),
)
houses = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=60)


@given(houses, st.lists(months, min_size=1, max_size=4, unique_by=lambda each: each.month))
def test_what_is_written_is_read_again_and_written_as_the_same_bytes(pine, house, found):
    ordered = tuple(sorted(found, key=lambda each: each.month))
    try:
        own = make_passport(house, ordered, SETTINGS, date(2026, 6, 30), TODAY, with_money=True)
    except InputError:
        return
    data = write_passport(pine, own)
    again, _key = read_passport(data)
    assert again == own
    assert write_passport(pine, again) == data == canonical(json.loads(data))


# --- the collection ----------------------------------------------------------------------------------------------------


@pytest.fixture
def collection(warehouse):
    yield warehouse
    for house in [row["house"] for row in list_houses(warehouse)]:
        remove_house(warehouse, house)
    with warehouse.writing() as cursor:
        cursor.execute("delete from passport_keys")


def test_the_key_of_a_house_is_remembered_and_another_one_is_told(collection, pine, tmp_path):
    first, forged = write_passport(pine, passport()), write_passport(signer(tmp_path, "other"), passport(made_on=TODAY + timedelta(days=1)))
    assert [take_passport(collection, first, TODAY).state for _time in range(2)] == ["taken", "same"]
    told_of = take_passport(collection, forged, TODAY)
    known = list_houses(collection)[0]["fingerprint"]
    assert told_of.state == "new_key"
    assert known in told_of.text("en")
    assert told_of.key in told_of.text("zh")
    remove_house(collection, "Pine Hotel")
    assert take_passport(collection, forged, TODAY).state == "new_key"  # the key outlives the house
    assert take_passport(collection, forged, TODAY, accept_key=True).state == "taken"
    assert list_houses(collection)[0]["fingerprint"] == told_of.key != known
    assert take_passport(collection, first, TODAY).state == "new_key"
    assert take_passport(collection, first, TODAY, accept_key=True).state == "older"
    assert take_passport(collection, first[:-2], TODAY).error.code == "no_passport"


def test_two_houses_of_one_name_are_asked_about_and_kept_apart(collection, pine, tmp_path):
    """The second one has another key, or other figures for the same months; later files of each go to where its own stand."""

    def file(key, june=JUNE, before=(), later=1):
        return write_passport(key, passport(months=(*before, june), made_on=TODAY + timedelta(days=later)))

    def houses():
        return [row["house"] for row in list_houses(collection)]

    other = signer(tmp_path, "other")
    assert take_passport(collection, file(pine), TODAY).state == "taken"
    assert take_passport(collection, file(other), TODAY).state == "new_key"
    assert take_passport(collection, file(other), TODAY, apart=True).passport.house == "Pine Hotel (2)"
    assert houses() == ["Pine Hotel", "Pine Hotel (2)"]
    newer = take_passport(collection, file(other, before=[replace(JUNE, month=date(2026, 5, 1))]), TODAY)
    assert (newer.state, newer.passport.house) == ("taken", "Pine Hotel (2)")  # known by its key
    all_other = replace(JUNE, values={each: value + Decimal("0.1") for each, value in JUNE.values.items()})
    third = file(pine, all_other)
    asked = take_passport(collection, third, TODAY)
    assert (asked.state, "another house of that name" in asked.text("en")) == ("twin", True)
    assert houses() == ["Pine Hotel", "Pine Hotel (2)"]
    assert take_passport(collection, third, TODAY, apart=True).passport.house == "Pine Hotel (3)"
    assert [take_passport(collection, each, TODAY).passport.house for each in (third, file(pine))] == ["Pine Hotel (3)", "Pine Hotel"]
    again = replace(JUNE, values=all_other.values | {"standard": Decimal("70.00")})  # one figure was put right since
    mended = take_passport(collection, file(pine, again, later=2), TODAY)
    assert (mended.state, mended.passport.house) == ("taken", "Pine Hotel (3)")


def test_quartiles_ties_and_the_nearest_better_house_of_five(collection, tmp_path):
    for name, value in {"A": "0.10", "B": "0.20", "C": "0.20", "D": "0.30", "E": "0.5"}.items():  # of churn less is better
        data = write_passport(signer(tmp_path, name), told(name, "churn_rate", f"{Decimal(value):.4f}"))
        assert take_passport(collection, data, TODAY).state == "taken"
    found = read_benchmark(collection)
    rows = [(each.house, each.place, each.quartile, each.of, each.nearest_better, each.distance) for each in found.standings]
    assert rows == [
        ("A", 1, 1, 5, None, None),
        ("B", 2, 1, 5, "A", Decimal("0.1000")),
        ("C", 2, 1, 5, "A", Decimal("0.1000")),
        ("D", 4, 3, 5, "B", Decimal("0.1000")),
        ("E", 5, 4, 5, "D", Decimal("0.2000")),
    ]
    assert found.middle("churn_rate") == (Decimal("0.2000"),)
    assert found.best_month == JUNE.month
    last = found.of("E", JUNE.month)
    assert farthest_behind(last) == last[0]
    assert finding_benchmark(last, "en") == (
        "E stands in the best quarter on 0 of 1 ratios. Farthest behind on Churn rate: 50.0%, next better D, 20.0 points away."
    )


def test_more_than_half_of_the_houses_with_one_value_are_no_quarter(collection, tmp_path):
    for name, value in {"A": "0.0000", "B": "0.0000", "C": "0.0000", "D": "0.0002", "E": "0.0300"}.items():
        take_passport(collection, write_passport(signer(tmp_path, name), told(name, "churn_rate", value)), TODAY)
    found = read_benchmark(collection).standings
    assert [(each.place, each.quartile, each.alike) for each in found] == [(1, None, 3)] * 3 + [(4, 3, 1), (5, 4, 1)]
    assert write_place(found[0], "en") == "3 of 5 alike"
    assert finding_benchmark(found[:1], "en") == "A in Jun 2026: most houses are alike with it"
    assert write_distance(found[3], "en") == "0.02 points"


def test_fewer_than_four_houses_have_places_only(collection, tmp_path):
    for name, value in {"A": "0.4000", "B": "0.6000", "C": "0.6000"}.items():
        take_passport(collection, write_passport(signer(tmp_path, name), told(name, "controllable", value)), TODAY)
    found = read_benchmark(collection)
    assert [(each.place, each.quartile, each.nearest_better) for each in found.standings] == [(3, None, "B"), (1, None, None), (1, None, None)]
    assert write_place(found.standings[0], "en") == "3 of 3"
    assert found.middle("controllable") == (None,)


