"""What an account may not see is not there: every statement, what may be written, and whose grades a manager sees."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from segmentation.exports.masking import Masker
from segmentation.ingest.contacts import record_contact
from segmentation.ingest.edit import edit_profiles
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.stores import rename_store
from segmentation.language.errors import InputError
from segmentation.measures.benchmark.collection import collection_values, list_houses, remove_house, take_passport
from segmentation.measures.benchmark.passports import make_passport, write_passport
from segmentation.measures.benchmark.ratios import RATIOS, MonthRatios
from segmentation.measures.grades.explanation import explain
from segmentation.measures.grades.grading import grade, place_customers, read_facts
from segmentation.measures.grades.rank_reasons import explain_ranks
from segmentation.measures.managers.register import see
from segmentation.measures.people.complete import read_incomplete
from segmentation.measures.people.file import read_file
from segmentation.reports import read_register
from segmentation.schemes import load_scheme, schemes
from segmentation.settings import kept as settings_kept
from segmentation.settings.kept import scheme_settings
from segmentation.settings.workshops import list_workshops, pin, read_workshop
from segmentation.slides import Slide
from segmentation.warehouse import Rights, Warehouse
from segmentation.warehouse.seen import may_write
from tests.every_statement import NAMES, READ, SAMPLE, frames_of, over
from tests.passports import signer
from tests.two_houses import DAY, FIRST, MARK, PHONES, ROLES, SECOND, SECRETS, build_two_houses

FIRST_ONLY = Rights("owner", frozenset({1}))


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("both")
    opened = Warehouse(build_two_houses(folder / "warehouse.duckdb"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The first house in a warehouse of its own."""
    folder = tmp_path_factory.mktemp("alone")
    opened = Warehouse(build_two_houses(folder / "warehouse.duckdb", (FIRST,)))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def handed(both, alone):
    """What one statement hands to the next, of either warehouse."""
    return frames_of(see(both, FIRST_ONLY)), frames_of(alone)


ASKED = {"first": {"store": 1, "stores": [1, 2]}, "second": {"store": 2, "stores": [2]}}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "measures/movement/month_tiers"])  # which reads no table
def test_a_statement_finds_of_one_house_what_it_would_find_without_the_other(both, alone, handed, name):
    own = {frame: rows for scheme in schemes().values() if name == f"tiers/{scheme.rule}" for frame, rows in scheme.spec.frames().items()}
    for asked in ASKED.values():
        found, expected = (
            over(warehouse, name, frames | own | READ.get(name, {}), **{**SAMPLE, "as_of": DAY, **asked})
            for warehouse, frames in zip((see(both, FIRST_ONLY), alone), handed, strict=True)
        )
        assert rows(found) == rows(expected), name


def rows(table: pa.Table) -> list[str]:
    columns = [name for name in table.column_names if name not in ("landed_at", "batch_id", "batch", "customer_no")]  # which follow the other house's
    return sorted(map(repr, table.select(columns).to_pylist()))


@pytest.mark.parametrize("role", SECRETS)
def test_no_statement_tells_a_role_what_it_may_not_know(both, role):
    seen, secrets = see(both, ROLES[role]), re.compile(f"{MARK}|{PHONES}|{SECRETS[role]}")
    given = {name: own_of(seen, rows) for name, rows in frames_of(seen.whole()).items()}
    told, refused = {}, []
    for name in NAMES:
        if name.startswith("tiers/") or name == "measures/movement/month_tiers":
            continue  # they read what they are given, and no table
        try:
            found = over(seen, name, given | READ.get(name, {}), **{**SAMPLE, "as_of": DAY, **ASKED["first"]})
        except InputError as error:
            refused.append(error.code)
            continue
        if leaks := set(secrets.findall(repr(found.to_pylist()))):
            told[name] = leaks
    assert told == {}
    assert set(refused) <= {"not_allowed"}
    assert len(refused) < len(NAMES) / 8


def own_of(seen, rows):
    """Those rows of a frame that are handed on to an account."""
    key = next((key for key in ("customer_key", "customer") if not isinstance(rows, str) and key in rows.column_names), None)
    return seen.own(rows, key, 1) if key else rows


@pytest.mark.parametrize("scheme", ["abcd", "rfm", "ninebox", "cards"])
def test_a_manager_sees_his_customers_with_the_grades_that_the_owner_sees(both, scheme):
    scheme = load_scheme(scheme)
    settings = scheme_settings(both, 1, scheme)
    every = grade(both, 1, scheme, DAY, settings)
    his = grade(see(both, ROLES["manager"]), 1, scheme, DAY, settings)
    assert his.num_rows == 12
    assert his.to_pylist() == [row for row in every.to_pylist() if row["manager"] == "我经理"]


def test_a_manager_who_sees_no_phones_sees_his_customers_all_the_same(tmp_path):
    warehouse, path = Warehouse(tmp_path / "w.duckdb"), tmp_path / "bills.csv"  # known by phones, which are numbers to him
    path.write_text("日期,手机,客户经理,金额\n2026-09-01,13800000001,我经理,100\n2026-09-02,13800000002,他经理,200\n", encoding="utf-8")
    import_file(warehouse, "s", path)
    seen = see(warehouse, replace(ROLES["manager"], sees_phones=False))
    assert seen.cursor().execute("select customer_key, amount::varchar from bills").fetchall() == [("#AA-001", "100.00")]
    assert grade(seen, 1, load_scheme("abcd"), DAY, scheme_settings(warehouse, 1, load_scheme("abcd"))).num_rows == 1
    warehouse.close()


def test_a_rule_does_not_rank_a_managers_customers_among_themselves(both):
    seen, scheme = see(both, ROLES["manager"]), load_scheme("abcd")
    settings = scheme_settings(both, 1, scheme)
    with pytest.raises(InputError, match="may not"):
        place_customers(seen, scheme, read_facts(seen, 1, DAY, settings), settings)


@pytest.mark.parametrize("role", ["consultant", "analyst"])
def test_numbers_in_the_place_of_keys_leave_every_grade_as_it_is(both, role):
    for scheme in (each for each in schemes().values() if each.rule in ("rank_overlap", "percentile", "rfm", "matrix")):
        settings = scheme_settings(both, 1, scheme)
        shown, every = (grade(each, 1, scheme, DAY, settings).to_pylist() for each in (see(both, ROLES[role]), both))
        assert [(row["tier"], row["contribution"]) for row in shown] == [(row["tier"], row["contribution"]) for row in every], scheme.key


def test_a_masked_customer_has_one_number_whoever_sees_him(tmp_path):
    """Both stores are numbered together by first visits, as slides and lists that are masked call them, and the keys keep their order."""
    warehouse, paths = Warehouse(tmp_path / "w.duckdb"), [tmp_path / "a.csv", tmp_path / "b.csv"]
    paths[0].write_text("日期,会员号,客户,客户经理,金额\n2026-09-05,K1,赵一,我经理,100\n2026-09-03,K2,钱二,他经理,200\n", encoding="utf-8")
    paths[1].write_text("日期,会员号,客户,客户经理,金额\n2026-09-04,N1,孙三,我经理,100\n2026-09-01,N2,李四,他经理,200\n", encoding="utf-8")
    for name, path in zip(("s", "t"), paths, strict=True):
        import_file(warehouse, name, path)
    numbers = {"K1": 4, "K2": 2, "N1": 3, "N2": 1}
    owner = Masker("zh", register=read_register(warehouse))
    assert {key: owner.name(None, key) for key in numbers} == {key: f"客户 {number:03}" for key, number in numbers.items()}
    named = Masker("zh", register=read_register(see(warehouse, replace(ROLES["manager"], stores=frozenset({1})))))
    assert named.name("赵一", "K1") == "客户 004"
    consultant = see(warehouse, replace(ROLES["consultant"], stores=frozenset({2})))
    keys = [key for (key,) in consultant.cursor().execute("select customer_key from customers order by customer_key").fetchall()]
    assert keys == ["#AA-003", "#AB-001"]
    masker = Masker("zh", register=read_register(consultant))
    assert [masker.name(None, key) for key in keys] == ["客户 003", "客户 001"]
    warehouse.close()


def test_what_is_kept_in_a_cache_is_never_handed_to_other_rights(both):
    versions = [see(both, rights).version for rights in (*ROLES.values(), Rights("owner", None))]
    assert len(set(versions)) == len(versions)
    assert see(both, ROLES["owner"]) is see(both, ROLES["owner"])


@pytest.mark.parametrize(("role", "write"), [
    ("owner", lambda warehouse: record_contact(warehouse, 2, "N001", "call", "reached", DAY)),
    ("owner", lambda warehouse: edit_profiles(warehouse, 2, {"N001": {"module": "x"}})),
    ("owner", lambda warehouse: undo(warehouse, batch_of(warehouse, 2))),
    ("owner", lambda warehouse: settings_kept.put(warehouse, 2, "note", "x")),
    ("owner", lambda warehouse: settings_kept.put(warehouse, 0, "note", "x")),
    ("owner", lambda warehouse: rename_store(warehouse, 2, "x")),
    ("owner", lambda warehouse: warehouse.backup(warehouse.work_dir / "copy.duckdb")),
    ("manager", lambda warehouse: record_contact(warehouse, 1, "K001", "call", "reached", DAY)),
    ("manager", lambda warehouse: edit_profiles(warehouse, 1, {"K002": {"module": "x"}})),
    ("manager", lambda warehouse: settings_kept.put(warehouse, 1, "note", "x")),
    ("analyst", lambda warehouse: record_contact(warehouse, 1, "K002", "call", "reached", DAY)),
    ("consultant", lambda warehouse: settings_kept.put(warehouse, 1, "note", "x")),
])
def test_what_is_not_the_accounts_is_not_written(both, role, write):
    before = both.version
    with pytest.raises(InputError):
        write(see(both, ROLES[role]))
    assert both.version == before


def batch_of(warehouse, store):
    plain = warehouse._plain
    return plain.cursor().execute(f"select min(batch_id) from batches where store_id = {store}").fetchall()[0][0]


def test_what_is_the_accounts_is_written(tmp_path):
    warehouse = Warehouse(build_two_houses(tmp_path / "warehouse.duckdb"))
    manager, owner, consultant = (see(warehouse, ROLES[role]) for role in ("manager", "owner", "consultant"))
    batch = record_contact(manager, 1, "K002", "call", "reached", DAY)
    undo(manager, batch)
    edit_profiles(owner, 1, {"K002": {"module": "x"}})
    settings_kept.put(owner, 1, "note", "x")
    pin(consultant, "讲座", Slide("第一页", store=FIRST, stores=((1, FIRST),)))
    assert list_workshops(consultant) == ["讲座"]
    assert sorted(list_workshops(warehouse)) == ["讲座", "龘讲座"]
    assert len(read_workshop(consultant, "讲座").slides) == 1
    assert list_workshops(owner) == []
    assert list_workshops(see(warehouse, replace(ROLES["named consultant"], account="consultant"))) == []  # his own before, with names
    assert settings_kept.get(warehouse, 1, "note") == "x"
    file = tmp_path / "more.csv"
    file.write_text("单号,日期,会员号,客户,金额\nX1,2026-10-01,K002,鑫客02,88\n", encoding="utf-8")
    import_file(owner, FIRST, file, Choices(kind="bills"))
    assert warehouse.cursor().execute("select amount from bills where bill_no = 'X1'").fetchall() == [(Decimal("88.00"),)]
    with pytest.raises(InputError):
        import_file(owner, "龘家店", file, Choices(kind="bills"))
    warehouse.close()


def test_a_consultant_keeps_passports_and_finds_none_of_a_store_that_is_hidden_from_him(tmp_path):
    warehouse = Warehouse(build_two_houses(tmp_path / "warehouse.duckdb"))
    consultant, analyst, manager = (see(warehouse, ROLES[role]) for role in ("consultant", "analyst", "manager"))
    for house in ("外店", SECOND):
        left_out = {key: "few" for key, each in RATIOS.items() if key != "churn_rate" and not each.is_money}
        month = MonthRatios(date(2026, 9, 1), {"churn_rate": Decimal("0.5000")}, left_out)
        passport = make_passport(house, [month], {"active_days": 60, "window": "365"}, DAY, DAY)
        data = write_passport(signer(tmp_path, house), passport)
        assert take_passport(analyst, data, DAY).error.code == "not_allowed"
        assert take_passport(consultant, data, DAY).state == "taken"
    assert [[row["house"] for row in list_houses(each)] for each in (consultant, analyst, manager, warehouse)] == [
        ["外店"], ["外店"], [], ["外店", SECOND]
    ]
    assert collection_values(consultant).to_pylist() == [
        {"house": "外店", "month": date(2026, 9, 1), "ratio": "churn_rate", "value": Decimal("0.5000")}
    ]
    assert remove_house(consultant, "外店")
    assert list_houses(consultant) == []
    warehouse.close()


def test_a_manager_is_told_no_sum_of_anothers_customer_and_money_that_is_rounded(both):
    scheme = load_scheme("abcd")
    settings = scheme_settings(both, 1, scheme)
    for key in ("K004", "K016"):
        his, whole = (explain(each, 1, key, scheme, DAY, settings) for each in (see(both, ROLES["manager"]), both))
        assert (his.frequency_rank, his.a_reach, his.active_customers) == (whole.frequency_rank, whole.a_reach, whole.active_customers)
        assert (his.a_cut_visits, his.a_cut_spend, his.b_cut_spend, his.c_cut_visits) == (None,) * 4
        assert "¥" in explain_ranks(whole, scheme, "en")[1]
        assert "¥" not in " ".join(explain_ranks(his, scheme, "en"))
        for name in ("more_spend", "spend_together", "spare_spend"):
            mine, exact = getattr(his, name), getattr(whole, name)
            assert (mine is None) == (exact is None)
            if mine is not None:
                assert mine % 100 == 0
                assert abs(mine - exact) < max(100, exact / 10)


def test_a_manager_and_the_owner_are_told_the_same_day_on_which_a_customer_should_come(tmp_path):
    """He came on 25 August, 1 and 8 September; the house was closed on 10 to 12 alone, so the 18th is its seventh day after."""
    warehouse, path = Warehouse(tmp_path / "w.duckdb"), tmp_path / "bills.csv"
    days = [date(2026, 8, 25) + timedelta(days=n) for n in range(37)]
    bills = [f"{day},他,他经理,100\n" for day in days if not date(2026, 9, 10) <= day <= date(2026, 9, 12)]
    bills += [f"{day},我,我经理,100\n" for day in days[:15:7]]
    path.write_text("日期,客户,客户经理,金额\n" + "".join(bills), encoding="utf-8")
    import_file(warehouse, "s", path)
    settings, scheme = scheme_settings(warehouse, 1, load_scheme("abcd")), load_scheme("abcd")
    due = [
        read_file(each, 1, scheme, "我", DAY, DAY, settings).rhythm.expected_on
        for each in (warehouse, see(warehouse, ROLES["manager"]))
    ]
    warehouse.close()
    assert due == [date(2026, 9, 18)] * 2


def test_what_is_hidden_from_an_account_is_not_counted_as_missing(both):
    scheme = load_scheme("abcd")
    settings = scheme_settings(both, 1, scheme)
    told = {
        role: read_incomplete(see(both, rights), 1, scheme, DAY, DAY, settings)
        for role, rights in (("all", Rights("owner", None)), ("consultant", ROLES["consultant"]), ("analyst", ROLES["analyst"]))
    }
    assert [(each.asked, each.hidden) for each in told.values()] == [
        (("phone", "birthday", "module", "manager"), ()), (("module", "manager"), ("phone", "birthday")),
        (("phone", "birthday", "module", "manager"), ()),
    ]
    assert told["all"].share == told["analyst"].share == 0.75  # nobody has a module
    assert told["consultant"].share == 0.5


def test_a_button_is_for_whom_may_write_what_it_writes():
    assert [role for role, rights in ROLES.items() if may_write(rights, "contacts")] == ["owner", "manager"]
    assert [role for role, rights in ROLES.items() if may_write(rights, "settings")] == ["owner", "consultant", "named consultant", "analyst"]
    assert [role for role, rights in ROLES.items() if may_write(rights, "profile_rows")] == ["owner"]
    assert not may_write(Rights("owner", None, sees_names=False), "profile_rows")


def test_who_sees_numbers_is_told_that_he_may_not_write_and_not_that_there_is_nobody(both):
    for role in ("consultant", "analyst"):
        with pytest.raises(InputError, match="may not"):
            record_contact(see(both, ROLES[role]), 1, "#AB-002", "call", "reached", DAY)
