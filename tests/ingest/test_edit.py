"""What a person writes holds, is listed by a name that can be read, and is undone like an import."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.ingest.batches import batch_name, list_batches
from segmentation.ingest.edit import edit_profiles, rate_customers, set_month_total, set_month_totals
from segmentation.ingest.land import import_file, undo
from segmentation.language.errors import ChangedMeanwhile, InputError
from segmentation.measures.grades.ratings import read_ratings
from segmentation.warehouse import Warehouse
from tests.ingest.contents import state

BILLS = "日期,客户编号,客户,客户经理,客户分类,金额\n2026-09-01,K1,张三,王经理,政府,100\n2026-09-02,K2,李四,,,50\n2026-09-02,,散客,,,9\n"


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    add(warehouse, tmp_path, BILLS, "bills.csv")
    yield warehouse
    warehouse.close()


def add(house, folder, text, name):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return import_file(house, "s", path)["batch"]


def profile(warehouse, customer, *fields):
    found = warehouse.cursor().execute(f"select {', '.join(fields)} from customers where customer_key = ?", [customer]).fetchall()
    return found[0] if found else None


def test_an_edit_holds_against_later_bills_and_is_undone(warehouse, tmp_path):
    before = state(warehouse)
    batch = edit_profiles(warehouse, 1, {"K1": {"module": "私企"}, "K2": {"module": " 国企 ", "manager": "李经理"}})
    assert profile(warehouse, "K1", "module", "manager") == ("私企", "王经理")
    assert profile(warehouse, "K2", "module", "manager", "has_profile") == ("国企", "李经理", True)
    later = add(warehouse, tmp_path, BILLS.split("\n")[0] + "\n2026-10-01,K1,张三,赵经理,外阜,7\n", "later.csv")
    assert profile(warehouse, "K1", "module", "manager") == ("私企", "赵经理")
    undo(warehouse, later)
    undo(warehouse, batch)
    assert state(warehouse) == before


def test_a_field_can_be_cleared_and_comes_back_with_the_undo(warehouse):
    batch = edit_profiles(warehouse, 1, {"K1": {"manager": "", "module": None}})
    assert profile(warehouse, "K1", "manager", "module", "name") == (None, None, "张三")
    undo(warehouse, batch)
    assert profile(warehouse, "K1", "manager", "module") == ("王经理", "政府")


def test_a_later_profile_file_or_edit_overrules_an_edit(warehouse, tmp_path):
    edit_profiles(warehouse, 1, {"K1": {"module": None, "manager": "李经理"}})
    add(warehouse, tmp_path, "客户编号,客户名称,模块\nK1,张三,事业单位\n", "profiles.csv")
    assert profile(warehouse, "K1", "module", "manager") == ("事业单位", "李经理")
    edit_profiles(warehouse, 1, {"K1": {"module": "Z"}})
    assert profile(warehouse, "K1", "module") == ("Z",)


def test_an_edit_makes_no_customer_by_itself(warehouse):
    edit_profiles(warehouse, 1, {"K1": {"module": "私企"}})
    undo(warehouse, 1)
    assert warehouse.cursor().execute("select count(*) from customers").fetchall() == [(0,)]


def test_what_changes_nothing_makes_no_batch(warehouse):
    version = warehouse.version
    assert edit_profiles(warehouse, 1, {"K1": {"module": "政府", "manager": " 王经理"}, "K2": {"module": ""}}) is None
    assert edit_profiles(warehouse, 1, {}) is None
    assert len(list_batches(warehouse)) == 1
    assert profile(warehouse, "K1", "has_profile") == (False,)
    assert warehouse.version == version


def test_texts_are_kept_as_files_are_read(warehouse):
    edit_profiles(warehouse, 1, {"K1": {"name": " ＡＢ　公司 ", "phone": "+86 138-0000-0001", "birthday": "1980/5/1", "note": "窗边"}})
    assert profile(warehouse, "K1", "name", "phone", "birthday", "note") == ("AB 公司", "13800000001", "1980-05-01", "窗边")


def test_potential_and_contacts_are_kept_in_one_spelling_and_can_be_cleared(warehouse):
    edit_profiles(warehouse, 1, {"K1": {"potential": " ａ", "contacts": "4次"}, "K2": {"potential": "80分", "contacts": "2.50"}})
    assert profile(warehouse, "K1", "potential", "contacts") == ("A", "4")
    assert profile(warehouse, "K2", "potential", "contacts") == ("80", "2.5")
    assert edit_profiles(warehouse, 1, {"K1": {"potential": "A", "contacts": "4.0"}, "K2": {"potential": "80.0"}}) is None
    batch = edit_profiles(warehouse, 1, {"K1": {"potential": "", "contacts": None}})
    assert profile(warehouse, "K1", "potential", "contacts") == (None, None)
    undo(warehouse, batch)
    assert profile(warehouse, "K1", "potential", "contacts") == ("A", "4")
    assert batch_name(list_batches(warehouse)[0], "zh") == "修改张三的潜力评级、每月联系次数"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"K9": {"module": "Z"}}, "unknown_profile"), ({"散客": {"module": "Z"}}, "unknown_profile"), ({"K1": {"grade": "A"}}, "unknown_field"),
        ({"K1": {"name": "散客"}}, "walk_in_name"), ({"K1": {"birthday": "昨天"}}, "bad_birthday"), ({"K1": {"phone": "无"}}, "bad_phone"),
        ({"K1": {"email": "ann at x.com"}}, "bad_email"), ({"K1": {"email": "Ann <ann@x.com>"}}, "bad_email"),
        ({"K1": {"note": "长" * 501}}, "field_too_long"), ({"K1": {"potential": "D"}}, "bad_potential"), ({"K1": {"potential": "101"}}, "bad_potential"),
        ({"K1": {"contacts": "-1"}}, "bad_contacts"), ({"K1": {"contacts": "每周"}}, "bad_contacts"),
    ],
)
def test_a_wrong_edit_is_refused_and_writes_nothing(warehouse, changes, code):
    version, before = warehouse.version, state(warehouse)
    with pytest.raises(InputError) as refused:
        edit_profiles(warehouse, 1, {"K2": {"module": "Z"}, **changes})
    assert refused.value.code == code
    assert (warehouse.version, state(warehouse)) == (version, before)


def test_an_unknown_store_is_refused(warehouse):
    for write in (lambda: edit_profiles(warehouse, 7, {}), lambda: set_month_total(warehouse, 7, "2026-09", 1), lambda: rate_customers(warehouse, 7, {}, date(2026, 9, 1))):
        with pytest.raises(InputError, match="This store is not there any more"):
            write()


def test_edits_are_listed_by_what_they_did(warehouse):
    edit_profiles(warehouse, 1, {"K1": {"module": "私企"}})
    edit_profiles(warehouse, 1, {"K1": {"manager": None}, "K2": {"manager": "赵经理", "module": "Z"}})
    set_month_total(warehouse, 1, "2026-09", "86万")
    set_month_total(warehouse, 1, "2026-09", None)
    names = [(row["kind"], batch_name(row, "en"), row["file"]) for row in list_batches(warehouse)[:4]]
    assert [name for _kind, name, _file in names] == [
        "Total of Sep 2026 taken back", "Total of Sep 2026: ¥860,000.00", "2 customers: Module, Account manager edited", "张三: Module edited",
    ]
    assert all(kind == "edit" and file == name for kind, name, file in names)
    assert [row["accepted"] for row in list_batches(warehouse)[:4]] == [1, 1, 2, 1]


def scores(warehouse, day=date(2026, 10, 31)):
    return {(row["customer_key"], row["criterion"]): (str(row["score"]), row["rated_on"].day) for row in read_ratings(warehouse, 1, day).to_pylist()}


def test_ratings_by_hand_overrule_are_taken_back_and_undone(warehouse):
    before = state(warehouse)
    first = rate_customers(warehouse, 1, {"K1": {"忠诚度": "４.5分", " 结算　信用 ": Decimal(5)}, "K2": {"忠诚度": "3"}}, date(2026, 9, 1))
    assert scores(warehouse) == {("K1", "忠诚度"): ("4.5000", 1), ("K1", "结算 信用"): ("5.0000", 1), ("K2", "忠诚度"): ("3.0000", 1)}
    assert rate_customers(warehouse, 1, {"K1": {"忠诚度": "4.50"}, "K2": {"忠诚度": 3}}, date(2026, 9, 20)) is None
    second = rate_customers(warehouse, 1, {"K1": {"忠诚度": "2"}, "K2": {"忠诚度": None}}, date(2026, 9, 1))
    assert scores(warehouse) == {("K1", "忠诚度"): ("2.0000", 1), ("K1", "结算 信用"): ("5.0000", 1)}
    assert rate_customers(warehouse, 1, {"K2": {"忠诚度": ""}}, date(2026, 9, 30)) is None  # nothing is there to take back
    undo(warehouse, second)
    assert scores(warehouse)["K1", "忠诚度"] == ("4.5000", 1)
    undo(warehouse, first)
    assert state(warehouse) == before


def test_ratings_by_hand_are_listed_by_what_they_rated(warehouse):
    rate_customers(warehouse, 1, {"K1": {"忠诚度": "4", "配合度": "3"}}, date(2026, 9, 1))
    rate_customers(warehouse, 1, {"K1": {"忠诚度": "5"}, "K2": {"忠诚度": "1"}}, date(2026, 9, 2))
    rows = list_batches(warehouse)[:2]
    assert [batch_name(row, "en") for row in rows] == ["2 customers: 忠诚度 rated", "张三: 忠诚度, 配合度 rated"]
    assert [batch_name(row, "zh") for row in rows] == ["给2位客户评分：忠诚度", "给张三评分：忠诚度、配合度"]
    assert [(row["kind"], row["accepted"], row["ratings"], row["customers"]) for row in rows] == [("edit", 2, 2, 2), ("edit", 2, 2, 1)]


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        ({"K9": {"忠诚度": "4"}}, "unknown_profile"), ({"散客": {"忠诚度": "4"}}, "unknown_profile"), ({"K1": {" ": "4"}}, "no_criterion"),
        ({"K1": {"忠诚度": "101"}}, "bad_score"), ({"K1": {"忠诚度": "-1"}}, "bad_score"), ({"K1": {"忠诚度": "好"}}, "bad_score"),
    ],
)
def test_a_wrong_rating_is_refused_and_writes_nothing(warehouse, scores, code):
    version, before = warehouse.version, state(warehouse)
    with pytest.raises(InputError) as refused:
        rate_customers(warehouse, 1, {"K2": {"忠诚度": "4"}, **scores}, date(2026, 9, 1))
    assert refused.value.code == code
    assert (warehouse.version, state(warehouse)) == (version, before)


def said(warehouse):
    return [row["total"] for row in warehouse.rows("measures/revenue/month_totals", store=1)]


def test_a_typed_total_replaces_is_taken_back_and_undone(warehouse):
    first = set_month_total(warehouse, 1, "2026年9月", Decimal("860000.005"))
    assert said(warehouse) == [Decimal("860000.01")]
    assert set_month_total(warehouse, 1, "2026-09", "860000.01") is None
    back = set_month_total(warehouse, 1, "2026-09", None)
    assert said(warehouse) == [None]
    assert set_month_total(warehouse, 1, "2026-09", None) is None
    undo(warehouse, back)
    assert said(warehouse) == [Decimal("860000.01")]
    undo(warehouse, first)
    assert said(warehouse) == []


@pytest.mark.parametrize(("month", "total", "code"), [("2026-09", "149.99", "total_too_small"), ("2026-13", "900", "bad_month"), ("2026-09", "?", "bad_total"), ("2026-08", "-1", "total_too_small")])
def test_a_wrong_total_is_refused(warehouse, month, total, code):
    with pytest.raises(InputError) as refused:
        set_month_total(warehouse, 1, month, total)
    assert refused.value.code == code
    assert said(warehouse) == []


def test_what_others_wrote_since_it_was_seen_is_not_written_over(warehouse):
    seen = {"K2": {"module": None}, "K1": {"module": "政府"}}
    edit_profiles(warehouse, 1, {"K2": {"module": "国企"}})
    version = warehouse.version
    with pytest.raises(ChangedMeanwhile, match="1 of these customers"):
        edit_profiles(warehouse, 1, {"K1": {"module": "私企"}, "K2": {"module": "私企"}}, seen=seen)
    assert (profile(warehouse, "K1", "module"), warehouse.version) == (("政府",), version)
    edit_profiles(warehouse, 1, {"K1": {"module": "私企"}}, seen={"K1": seen["K1"]})
    assert (profile(warehouse, "K1", "module"), profile(warehouse, "K2", "module")) == (("私企",), ("国企",))


def test_totals_of_several_months_are_kept_all_or_none(warehouse):
    version = warehouse.version
    with pytest.raises(InputError):
        set_month_totals(warehouse, 1, {"2026-08": "500", "2026-09": "1"})  # less than the bills of September
    assert (warehouse.version, len(list_batches(warehouse))) == (version, 1)
    assert len(set_month_totals(warehouse, 1, {"2026-08": "500", "2026-09": "900"})) == 2


def test_a_phone_of_three_digits_is_refused(warehouse):
    with pytest.raises(InputError) as told:
        edit_profiles(warehouse, 1, {"K1": {"phone": "123"}})
    assert told.value.code == "bad_phone"
