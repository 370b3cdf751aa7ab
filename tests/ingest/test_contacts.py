"""Contacts, tapped one by one or uploaded as a log; what is read, rejected and told, and what an undo leaves."""

from datetime import date

import pytest

from segmentation.ingest.batches import batch_name, list_batches
from segmentation.ingest.contacts import record_contact
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.kinds.registry import KINDS, propose_kind
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.report import empty_report, say
from segmentation.language.errors import InputError
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build

BILLS = "日期,单号,客户编号,客户,金额\n2026-09-01,1,K1,张三,100\n2026-09-30,2,K2,李四,50\n"
LOG = "联系日期,客户编号,客户经理,联系方式,联系结果,备注,下次联系日期\n"


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def land(warehouse, tmp_path):
    def _land(content, name="contacts.csv", **choices):
        (tmp_path / name).write_text(content, encoding="utf-8")
        return import_file(warehouse, "s", tmp_path / name, Choices(**choices))

    _land(BILLS, "bills.csv")
    return _land


def contacts(warehouse):
    columns = "customer_key, contact_day, manager, channel, outcome, note, next_day"
    return warehouse.cursor().execute(f"select {columns} from contacts order by batch_id, line_no").fetchall()


def test_a_customer_is_found_by_a_name_or_phone_that_he_alone_has(warehouse, tmp_path):
    # bills know three by their phones; 李四 are two, 王五 is nobody's name
    (tmp_path / "bills.csv").write_text(
        "日期,单号,手机,客户,金额\n2026-09-01,1,13800000001,张三,100\n2026-09-02,2,13800000002,李四,50\n2026-09-02,3,13800000003,李四,50\n",
        encoding="utf-8",
    )
    import_file(warehouse, "s", tmp_path / "bills.csv")
    (tmp_path / "log.csv").write_bytes((
        "日期,客户,客户经理,方式,结果,备注,下次日期\n2026-09-05,张三,李明,电话,打通了,,\n2026-09-06,13800000002,李明,电话,打通了,,\n"
        "2026-09-07,李四,李明,电话,打通了,,\n2026-09-08,王五,李明,电话,打通了,,\n"
    ).encode("gbk"))
    found = examine(warehouse, "s", tmp_path / "log.csv")
    assert [(each.label, each.value, each.note) for each in found.spec.words.figures(found, "zh")][:3] == [
        ("联系次数", "2", None), ("客户", "2", None), ("找不到客户", "2", "行"),
    ]
    report = import_file(warehouse, "s", tmp_path / "log.csv")
    assert (report["contacts"], report["customers"], report["accepted"]) == (2, 2, 4)
    assert [key for key, *_rest in contacts(warehouse)] == ["13800000001", "13800000002", "李四", "王五"]


def test_a_log_lands_in_either_language_and_an_undo_takes_it_out(warehouse, land):
    report = land(
        LOG + "2026-09-05,K1,王经理,电话,要来,带家人,2026-09-12\n2026/9/6,K2,,微信,没打通,,\n2026-09-07,K9,李经理,拜访,不再联系,,\n"
        "2026-09-05,K1,王经理,电话,要来,带家人,2026-09-12\n2026-09-08,K1,王经理,电话,不知道,,\n2026-09-08,K1,,电话,改天,,2026-09-01\n"
        "2026-09-08,K1,,鸽子,打通,,\n2026-09-08,散客,,电话,打通,,\n2026-09-08,K1,,电话,,,\n"
    )
    assert (report["kind"], report["rows"], report["accepted"], report["rejected"]) == ("contacts", 9, 3, 4)
    assert report["skipped"] == {"walk_in": 1, "repeated": 1}
    assert (report["contacts"], report["customers"], report["first_date"], report["last_date"]) == (2, 2, "2026-09-05", "2026-09-07")
    assert [(each["code"], each["count"]) for each in report["warnings"]] == [("contacts_of_strangers", 1)]
    assert contacts(warehouse) == [
        ("K1", date(2026, 9, 5), "王经理", "call", "coming", "带家人", date(2026, 9, 12)),
        ("K2", date(2026, 9, 6), None, "message", "not_reached", None, None),
        ("K9", date(2026, 9, 7), "李经理", "visit", "do_not_call", None, None),
    ]
    kept = warehouse.cursor().execute("select line_no, value, reason from rejects order by line_no").fetchall()
    assert kept == [(6, "不知道", "outcome"), (7, "2026-09-01", "next_before"), (8, "鸽子", "channel"), (10, None, "outcome_missing")]
    english = land(
        "Date,Customer code,Account manager,Channel,Outcome,Note,Next date\n2026-09-09,K1,Wang,Call,No answer,,\n", "english.csv"
    )
    assert (english["kind"], english["accepted"]) == ("contacts", 1)
    undo(warehouse, report["batch"])
    assert [row[:2] for row in contacts(warehouse)] == [("K1", date(2026, 9, 9))]


def test_a_log_as_a_spreadsheet_saves_it_is_read_in_its_own_words_and_strange_managers_are_told(warehouse, tmp_path):
    files = {
        "bills.csv": "日期,单号,客户编号,客户,客户经理,金额\n2026-09-01,1,K1,张三,李明,100\n2026-09-30,2,K2,李四,赵敏,50\n",
        "联系.csv": "日期,客户编号,客户,客户经理,方式,结果,备注,下次日期\n2026-09-28,K1,张三,李明,电话,已接通,聊得很好,2026-10-05\n"
        "2026/9/29,K2,李四,李名,微信,已读不回,,\n2026年9月30日,K2,李四,赵敏,上门拜访,改天再说,,2026年10月20日\n",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content.encode("gb18030"))
        report = import_file(warehouse, "s", tmp_path / name)
    assert (report["kind"], report["accepted"], report["rejected"]) == ("contacts", 3, 0)
    assert contacts(warehouse) == [
        ("K1", date(2026, 9, 28), "李明", "call", "reached", "聊得很好", date(2026, 10, 5)),
        ("K2", date(2026, 9, 29), "李名", "message", "not_reached", None, None),
        ("K2", date(2026, 9, 30), "赵敏", "visit", "not_now", None, date(2026, 10, 20)),
    ]
    assert [(each["code"], each["count"], each["values"]) for each in report["warnings"]] == [
        ("unknown_managers", 1, {"names": "李名 (李明?)"}),
    ]


@pytest.mark.parametrize(
    ("header", "row", "kind"),
    [
        ("日期,客户,结果", "2026-09-01,张三,打通了", "contacts"), ("日期,客户,联系方式,结果", "2026-09-01,张三,13800000001,已联系", "contacts"),
        ("日期,客户,金额,结果", "2026-09-01,张三,100,打通", "bills"), ("日期,客户,结果", "2026-09-01,张三,合格", "bills"),
        ("客户,联系方式,备注", "张三,13800000001,好", "customers"), ("date,customer,result", "2026-09-01,Ann,Reached", "contacts"),
    ],
)
def test_a_log_is_known_by_a_day_a_customer_and_what_came_of_it(header, row, kind):
    assert propose_kind(header.split(","), [row.split(",")]) == kind


def test_a_tap_is_a_batch_that_is_named_and_can_be_undone(warehouse):
    build(warehouse, [Bill("a", date(2026, 9, 30))], [Profile("a", "Lin", manager="Wang")])
    first = record_contact(warehouse, 1, "a", "call", "coming", date(2026, 10, 1), date(2026, 10, 3), "  four\nguests ")
    record_contact(warehouse, 1, "a", "visit", "do_not_call", date(2026, 10, 2), manager="Li")
    assert contacts(warehouse) == [
        ("a", date(2026, 10, 1), "Wang", "call", "coming", "four guests", date(2026, 10, 3)),
        ("a", date(2026, 10, 2), "Li", "visit", "do_not_call", None, None),
    ]
    assert [batch_name(row, "en") for row in list_batches(warehouse)] == ["Lin: Do not contact", "Lin: Will come"]
    undo(warehouse, first)
    assert [row[4] for row in contacts(warehouse)] == ["do_not_call"]


@pytest.mark.parametrize(("changed", "code"), [
    ({"customer": "x"}, "unknown_profile"), ({"channel": "pigeon"}, "unknown_channel"), ({"outcome": "well"}, "unknown_outcome"),
    ({"next_day": date(2026, 9, 30)}, "bad_next_day"), ({"next_day": date(2027, 10, 3)}, "bad_next_day"), ({"note": "x" * 501}, "field_too_long"),
])
def test_what_cannot_be_noted(warehouse, changed, code):
    build(warehouse, [Bill("a", date(2026, 9, 30))])
    asked = {"customer": "a", "channel": "call", "outcome": "reached", "day": date(2026, 10, 1)} | changed
    with pytest.raises(InputError) as error:
        record_contact(warehouse, 1, **asked)
    assert error.value.code == code
    assert contacts(warehouse) == []


def test_the_sum_of_a_drop_counts_contacts_whose_customers_come_with_it(land):
    """Before the bills that bring him have landed, nobody of the log is there: what comes in is told all the same."""
    report = {**empty_report("s", 0, 4), "kind": "contacts", "contacts": 0, "accepted": 4}
    assert say(KINDS["contacts"].words.together, [report], "zh") == "4条联系记录"
