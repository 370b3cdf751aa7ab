"""Files of ratings: both forms, what is read, rejected, skipped and told, and what an undo leaves; figures worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.ingest.batches import batch_name, list_batches
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.kinds.ratings.criteria import propose_criteria
from segmentation.ingest.kinds.registry import propose_kind
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.rejects import list_rejects, preview_rejects, rejects_csv
from segmentation.language.errors import InputError, NeedsChoice
from segmentation.warehouse import Warehouse
from tests.ingest.contents import state

BILLS = "日期,单号,客户编号,客户,金额\n2026-09-01,1,K1,张三,100\n2026-09-30,2,K2,李四,50\n"
LONG = "客户编号,评分项,得分,评分日期\n"
WIDE = "客户编号,客户名称,评分日期,忠诚度,结算信用,配合度,总分\n"
DAY = date(2026, 9, 15)


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


@pytest.fixture
def land(warehouse, tmp_path):
    """Import a text into the store s, which has bills up to 30 September."""

    def _land(content, name="ratings.csv", **choices):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return import_file(warehouse, "s", path, Choices(**choices))

    _land(BILLS, "bills.csv")
    return _land


def ratings(warehouse):
    """Every landed rating: customer, criterion, score, day."""
    rows = warehouse.cursor().execute("select customer_key, criterion, score, rated_on from ratings order by all").fetchall()
    return [(customer, criterion, f"{score.normalize():f}", day.isoformat()[5:]) for customer, criterion, score, day in rows]


# --- one row a rating ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("客户编号,评分项,得分,评分日期", "K1,忠诚度,4.5,2026-09-15"), ("客户编号,评价指标,评分,日期", "K1, 忠诚度 ,４.５分,2026/9/15"),
        ("customer id,criterion,score,rated on", "K1,忠诚度,4.50,Sep 15 2026"), ("会员号;指标;分数;评估日期", "K1;忠诚度;4,5;20260915"),
    ],
)
def test_a_rating_a_row_is_recognised_however_it_is_written(warehouse, land, header, row):
    report = land(f"{header}\n{row}\n")
    assert (report["kind"], report["rows"], report["accepted"], report["ratings"], report["customers"]) == ("ratings", 1, 1, 1, 1)
    assert (report["first_date"], report["last_date"], report["warnings"]) == ("2026-09-15", "2026-09-15", [])
    assert ratings(warehouse) == [("K1", "忠诚度", "4.5", "09-15")]


def test_a_criterion_is_kept_as_written_but_half_width_and_trimmed(warehouse, land):
    land(LONG + "K1, 带客　影响力（Ａ） ,4,2026-09-15\nK2,Loyalty,0,2026-09-15\n")
    assert ratings(warehouse) == [("K1", "带客 影响力(A)", "4", "09-15"), ("K2", "Loyalty", "0", "09-15")]


def test_what_cannot_be_understood_is_rejected_with_line_column_value_and_reason(warehouse, land):
    report = land(
        "客户评分表,,,\n" + LONG + "K1,忠诚度,好,2026-09-15\nK1,忠诚度,-1,2026-09-15\nK1,忠诚度,100.5,2026-09-15\nK1,,4,2026-09-15\nK1,忠诚度,,2026-09-15\n"
        ",忠诚度,4,2026-09-15\nK1,忠诚度,4,昨天\nK1,配合度,100,2026-09-15\n散客,忠诚度,4,2026-09-15\nK1,配合度,100.0,2026-09-15\nK2,,,2026-09-15\n"
        "合计,,4,\n" + LONG
    )
    assert report["skipped"] == {"title": 1, "walk_in": 1, "repeated": 1, "unrated": 1, "total": 1, "header": 1}
    assert (report["rows"], report["accepted"], report["rejected"]) == (14, 1, 7)
    assert report["rows"] == report["accepted"] + report["rejected"] + sum(report["skipped"].values())
    kept = warehouse.cursor().execute("select line_no, column_name, value, reason from rejects order by line_no").fetchall()
    assert kept == [
        (3, "得分", "好", "score"), (4, "得分", "-1", "score"), (5, "得分", "100.5", "score"), (6, "评分项", None, "criterion_missing"),
        (7, "得分", None, "score_missing"), (8, None, None, "customer_missing"), (9, "评分日期", "昨天", "date"),
    ]
    assert ratings(warehouse) == [("K1", "配合度", "100", "09-15")]


def test_two_scores_of_a_criterion_on_one_day_are_both_rejected(warehouse, land):
    report = land(LONG + "K1,忠诚度,4,2026-09-15\nK1,忠诚度,5,2026-09-15\nK1,忠诚度,5,2026-09-16\nK2,忠诚度,5,2026-09-15\n")
    assert (report["accepted"], report["rejected"]) == (2, 2)
    assert [(row["line"], row["column"], row["value"]) for row in list_rejects(warehouse, 2)] == [(2, "得分", "4"), (3, "得分", "5")]
    assert ratings(warehouse) == [("K1", "忠诚度", "5", "09-16"), ("K2", "忠诚度", "5", "09-15")]


def test_mended_rejects_come_in_when_they_are_uploaded_again(warehouse, land):
    land(LONG + "K1,忠诚度,好,2026-09-15\nK2,忠诚度,3,2026-09-15\n")
    report = land(rejects_csv(warehouse, 2, "zh").decode("utf-8-sig").replace("K1,忠诚度,好", "K1,忠诚度,5"), "mended.csv")
    assert (report["kind"], report["accepted"], report["rejected"]) == ("ratings", 1, 0)
    assert ratings(warehouse) == [("K1", "忠诚度", "5", "09-15"), ("K2", "忠诚度", "3", "09-15")]


# --- days and customers ----------------------------------------------------------------------------------------------


def test_without_a_date_the_last_day_with_a_bill_is_taken_and_told(warehouse, land):
    report = land("客户编号,评分项,得分\nK1,忠诚度,4\nK2,忠诚度,5\n")
    assert ratings(warehouse) == [("K1", "忠诚度", "4", "09-30"), ("K2", "忠诚度", "5", "09-30")]
    assert [(each["code"], each["count"], each["values"]) for each in report["warnings"]] == [("ratings_without_date", 2, {"day": "2026-09-30"})]
    land(LONG + "K1,配合度,4,\nK2,配合度,4,2026-09-15\n", "some.csv")
    assert ratings(warehouse)[1::2] == [("K1", "配合度", "4", "09-30"), ("K2", "配合度", "4", "09-15")]


def test_without_a_date_and_without_bills_the_day_of_the_import_is_taken(warehouse, tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("客户编号,评分项,得分\nK1,忠诚度,4\n", encoding="utf-8")
    report = import_file(warehouse, "new", path, today=date(2026, 10, 5))
    assert report["first_date"] == "2026-10-05"
    assert [each["code"] for each in report["warnings"]] == ["ratings_without_date", "ratings_of_strangers"]


def test_days_in_an_open_order_are_asked_about(warehouse, land):
    text = LONG + "K1,忠诚度,4,3/4/2026\nK2,忠诚度,4,5/6/2026\n"
    with pytest.raises(NeedsChoice):
        land(text)
    land(text, date_order="dmy")
    assert [row[3] for row in ratings(warehouse)] == ["04-03", "06-05"]


def test_customers_who_are_not_known_land_and_are_told(warehouse, land):
    report = land(LONG + "K1,忠诚度,4,2026-09-15\nK8,忠诚度,4,2026-09-15\nK9,忠诚度,4,2026-09-15\n")
    assert [(each["code"], each["count"]) for each in report["warnings"]] == [("ratings_of_strangers", 2)]
    assert (report["ratings"], report["customers"], report["new_customers"]) == (3, 3, 0)
    assert warehouse.cursor().execute("select count(*) from customers").fetchall() == [(2,)]


# --- one row a customer ----------------------------------------------------------------------------------------------


def test_a_column_for_each_criterion_gives_a_rating_a_cell(warehouse, land):
    report = land(WIDE + "K1,张三,2026-09-15,4,5,3,12\nK2,李四,2026-09-15,2,,1.5分,\n")
    assert (report["kind"], report["accepted"], report["ratings"], report["customers"], report["criteria"]) == ("ratings", 2, 5, 2, 3)
    assert report["mapping"] == {"customer_code": "客户编号", "name": "客户名称", "date": "评分日期"}
    assert ratings(warehouse) == [
        ("K1", "忠诚度", "4", "09-15"), ("K1", "结算信用", "5", "09-15"), ("K1", "配合度", "3", "09-15"),
        ("K2", "忠诚度", "2", "09-15"), ("K2", "配合度", "1.5", "09-15"),
    ]


def test_a_bad_cell_makes_its_row_one_not_understood_but_the_other_scores_land(warehouse, land):
    report = land(WIDE + "K1,张三,2026-09-15,4,x,?,9\nK2,李四,2026-09-15,,,,\n平均,,,4,5,3,9\n散客,散客,,3,3,3,9\nK2,李四,2026-09-16,1,1,1,3\n")
    assert (report["rows"], report["accepted"], report["rejected"]) == (5, 1, 1)
    assert report["skipped"] == {"unrated": 1, "total": 1, "walk_in": 1}
    assert [(row["line"], row["column"], row["value"]) for row in list_rejects(warehouse, 2)] == [(2, "结算信用", "x")]
    assert [row[:2] for row in ratings(warehouse)] == [("K1", "忠诚度"), ("K2", "忠诚度"), ("K2", "结算信用"), ("K2", "配合度")]


def test_a_file_of_partly_bad_rows_alone_still_lands(warehouse, land):
    report = land(WIDE + "K1,张三,2026-09-15,4,5,好,\nK2,李四,2026-09-15,4,5,3,\nK2,李四,2026-09-15,4,5,2,\n")
    assert (report["accepted"], report["rejected"], report["ratings"]) == (0, 3, 4)
    assert [(row["line"], row["column"], row["value"]) for row in list_rejects(warehouse, 2)] == [
        (2, "配合度", "好"), (3, "配合度", "3"), (4, "配合度", "2"),
    ]


def test_columns_that_rate_nobody_are_no_criteria():
    names = ["客户", "序号", "忠诚度", "年龄", "总分", "平均分", "手机尾号", "桌数", "备注", "#10"]
    row = ["张三", "1", "4", "45", "9", "4.5", "0001", "3", "好", "5"]
    assert propose_criteria(names, [row], {"name": 0}) == {"忠诚度": 2}


def test_a_person_may_name_criterion_and_score(warehouse, land):
    report = land("客户编号,事项,结果\nK1,忠诚度,4\n", kind="ratings", mapping={"criterion": "事项", "score": "结果"})
    assert (report["ratings"], ratings(warehouse)[0][:3]) == (1, ("K1", "忠诚度", "4"))


@pytest.mark.parametrize(
    ("text", "code"), [("甲,乙\nx,y\n", "no_customer_column"), ("客户编号,说明\nK1,好\n", "no_criterion_column"), ("客户编号,评分项\nK1,忠诚度\n", "no_score_column")]
)
def test_a_missing_column_is_named(land, text, code):
    with pytest.raises(InputError) as refused:
        land(text, kind="ratings")
    assert refused.value.code == code


# --- telling the kinds apart -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "row", "kind"),
    [
        ("客户编号,评分项,得分", "K1,忠诚度,4", "ratings"), ("客户名称,品牌,运营,合作", "甲店,22,30,18", "ratings"), ("客户名称,客户经理,服务,环境", "甲店,王经理,4,5", "ratings"),
        ("name,loyalty,payment", "Ann,80,95", "ratings"), ("客户编号,客户名称,忠诚度,备注", "K1,张三,4,好", "customers"), ("客户名称,到店次数,陪同人数", "张三,3,4", "customers"),
        ("客户编号,客户名称,潜力,每月联系次数", "K1,张三,80,4", "customers"), ("客户编号,客户名称,生日,忠诚度,配合度", "K1,张三,1980-05-01,4,3", "customers"),
        ("日期,客户,评分,金额", "2026-09-01,张三,4,100", "bills"), ("日期,单号,客户,项目,分数", "2026-09-01,1,张三,鱼,4", "bills"), ("客户编号,年龄,房号", "K1,45,88", "customers"),
        ("日期,客户,结算金额,付款金额", "2026-09-01,张三,25,25", "bills"), ("日期,客户,满意度,合作度", "2026-09-01,张三,5,4", "ratings"),
    ],
)
def test_ratings_are_told_from_profiles_and_bills(headers, row, kind):
    assert propose_kind(headers.split(","), [row.split(",")] * 3) == kind


# --- twice, and taken back -------------------------------------------------------------------------------------------


def test_the_same_bytes_change_nothing_and_undo_is_exact(warehouse, land):
    land(LONG + "K1,忠诚度,4,2026-09-15\n", "a.csv")
    before, version = state(warehouse), warehouse.version
    assert land(LONG + "K1,忠诚度,4,2026-09-15\n", "again.csv")["already_landed"]
    assert warehouse.version == version
    second = land(WIDE + "K1,张三,2026-09-15,1,1,x,\nK2,李四,2026-09-15,4,5,3,\n", "b.csv")
    after = state(warehouse)
    undo(warehouse, second["batch"])
    assert state(warehouse) == before
    assert list_rejects(warehouse, second["batch"]) == []
    land(WIDE + "K1,张三,2026-09-15,1,1,x,\nK2,李四,2026-09-15,4,5,3,\n", "b.csv")
    assert [row[2:] for row in state(warehouse)["ratings"]] == [row[2:] for row in after["ratings"]]
    assert [(row["kind"], batch_name(row, "zh")) for row in list_batches(warehouse)[:2]] == [("ratings", "b.csv"), ("ratings", "b.csv")]


def test_nothing_is_written_by_the_look_before_the_import(warehouse, land, tmp_path):
    path = tmp_path / "look.csv"
    path.write_text(WIDE + "K1,张三,2026-09-15,4,5,好,\nK2,李四,2026-09-15,4,5,3,\n", encoding="utf-8")
    version = warehouse.version
    found = examine(warehouse, "s", path)
    assert (found.kind, found.criteria, found.counts["ratings"], found.accepted, found.partly, found.lands) == (
        "ratings", {"忠诚度": 3, "结算信用": 4, "配合度": 5}, 5, 1, 1, True,
    )
    assert (found.first_date, found.last_date, found.amount) == (DAY, DAY, Decimal(0))
    assert [(row["line"], row["column"], row["value"], row["reason"]) for row in preview_rejects(found)] == [
        (2, "配合度", "好", "This is no score from 0 to 100"),
    ]
    found.close()
    assert (warehouse.version, ratings(warehouse)) == (version, [])
