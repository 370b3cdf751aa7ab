"""A corrected month is whole: bills of its days that it does not hold are asked about, taken out or kept, and come back by undo."""

from decimal import Decimal

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.rejects import rejects_csv
from segmentation.ingest.stores import change_day_begins
from segmentation.language.errors import NeedsChoice
from segmentation.warehouse import Warehouse, statement
from tests.ingest.contents import state

HEADER = "账单号,日期,客户编号,金额\n"
FIRST = [f"B{n},2026-10-0{n % 3 + 1},K{n % 4},{n}00" for n in range(1, 13)]  # 12 bills of three days
WITHOUT_B7 = [row for row in FIRST if not row.startswith("B7,")]  # ¥700 on 2 October
REMOVE, KEEP = Choices(missing_bills="remove"), Choices(missing_bills="keep")
NIGHTLESS = Choices(day_begins=0)


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


@pytest.fixture
def land(warehouse, tmp_path):
    def _land(rows, choices=None, header=HEADER, name="bills.csv"):
        path = tmp_path / name
        path.write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
        return import_file(warehouse, "s", path, choices)

    return _land


def live(warehouse):
    return dict(warehouse.cursor().execute("select bill_no, amount from bills where replaced_by is null order by all").fetchall())


def question(warehouse, tmp_path, choices=None):
    found = examine(warehouse, "s", tmp_path / "bills.csv", choices)
    found.close()
    return next((each for each in found.questions if each.code == "missing_bills"), None)


def test_a_corrected_month_asks_for_what_it_leaves_out_and_nothing_is_written(warehouse, land, tmp_path):
    land(FIRST)
    before = state(warehouse)
    with pytest.raises(NeedsChoice) as error:
        land(WITHOUT_B7)
    assert error.value.code == "missing_bills"
    assert "The store has 12 bills on the days of this file; 1 of them (¥700.00, 2026-10-02 to 2026-10-02) are not" in str(error.value)
    assert "--missing-bills remove" in str(error.value)
    assert state(warehouse) == before
    asked = question(warehouse, tmp_path)
    assert (asked.options, asked.money, asked.answer) == (("remove", "keep"), Decimal("700.00"), None)


def test_what_is_taken_out_is_told_and_comes_back_by_undo(warehouse, land):
    land(FIRST)
    before = state(warehouse)
    report = land(WITHOUT_B7, REMOVE)
    assert (report["removed"], report["removed_amount"], report["replaced"]) == (1, "700.00", 11)
    assert "bills_taken_out" in {each["code"] for each in report["warnings"]}
    assert "B7" not in live(warehouse)
    days = dict(warehouse.cursor().execute("select day::varchar, amount from days").fetchall())
    assert days["2026-10-02"] == 1 * 100 + 400 + 1000  # B1, B4, B10
    undo(warehouse, report["batch"])
    assert state(warehouse) == before


def test_what_is_kept_is_kept_and_the_answer_is_not_remembered(warehouse, land):
    land(FIRST)
    report = land(WITHOUT_B7, KEEP)
    assert (report["removed"], report["removed_amount"], report["replaced"]) == (0, "0.00", 11)
    assert live(warehouse)["B7"] == 700
    with pytest.raises(NeedsChoice):
        land([row.replace("B1,", "B01,") for row in WITHOUT_B7])


def test_another_part_of_the_same_days_is_asked_with_keep_proposed(warehouse, land, tmp_path):
    land(FIRST)
    with pytest.raises(NeedsChoice):
        land(["C1,2026-10-01,K1,50", "C2,2026-10-02,K1,60"])
    assert question(warehouse, tmp_path).options == ("keep", "remove")
    land(["C1,2026-10-01,K1,50", "C2,2026-10-02,K1,60"], KEEP)
    assert len(live(warehouse)) == 14


def test_the_list_of_another_program_with_other_numbers_stands_beside_and_is_told(warehouse, land):
    land(FIRST)
    report = land(["9901,2026-10-01,13800000001,50"], header="订单号,下单时间,手机号,实付金额\n")
    told = next(each for each in report["warnings"] if each["code"] == "bills_of_another_list")
    assert (told["count"], told["values"]["amount"]) == (4, "¥3,000.00")  # B3, B6, B9, B12


@pytest.mark.parametrize(("phones", "asked"), [(("1", "2", "3"), "missing_bills"), (("7", "8", "3"), None)])
def test_the_same_sales_under_other_numbers_in_another_programs_list_are_asked_about(land, warehouse, phones, asked):
    """Three bills of the same day, guest and money under other numbers are no coincidence; one of three may be."""
    land(["T1,2026-10-01,1390000001,10", "T2,2026-10-02,1390000002,20", "T3,2026-10-03,1390000003,30"])
    rows = [f"X{day},2026-10-0{day},139000000{phone},{day}0" for day, phone in enumerate(phones, 1)]
    other = "订单号,下单时间,会员编号,实付金额\n"
    if asked is None:
        assert "bills_of_another_list" in {each["code"] for each in land(rows, header=other, name="other.csv")["warnings"]}
        return
    with pytest.raises(NeedsChoice) as error:
        land(rows, header=other, name="other.csv")
    assert (error.value.code, error.value.values["same"], "¥60.00" in str(error.value)) == (asked, "3", True)
    land(rows, REMOVE, header=other, name="other.csv")
    assert live(warehouse) == {"X1": 10, "X2": 20, "X3": 30}


def test_days_outside_the_span_of_the_file_are_left_alone_and_those_between_are_not(warehouse, land):
    """A day on which the file has nothing at all, between two of its days, may hold the one bill that was taken out."""
    land(FIRST)
    report = land([row for row in FIRST if "10-03" not in row])
    assert (report["removed"], len(live(warehouse))) == (0, 12)
    undo(warehouse, report["batch"])
    before = state(warehouse)
    first_and_last = [row for row in FIRST if "10-02" not in row]
    with pytest.raises(NeedsChoice) as error:
        land(first_and_last)
    assert "4 of them (¥2,200.00, 2026-10-02 to 2026-10-02)" in str(error.value)  # B1, B4, B7, B10
    report = land(first_and_last, REMOVE)
    assert (report["removed"], len(live(warehouse))) == (4, 8)
    undo(warehouse, report["batch"])
    assert state(warehouse) == before
    land(["C1,2026-09-01,K1,50", "C2,2026-10-04,K1,60"])  # so far apart that it says nothing of the days between


def test_the_last_row_of_a_list_is_missed_though_it_was_alone_on_its_day(warehouse, land):
    land([*FIRST, "B13,2026-10-05,K1,70"])
    with pytest.raises(NeedsChoice) as error:
        land(FIRST)  # 12 of 13 are named: the same list anew
    assert "1 of them (¥70.00, 2026-10-05 to 2026-10-05)" in str(error.value)
    report = land(FIRST, REMOVE)
    assert (report["removed"], len(live(warehouse))) == (1, 12)


def test_a_day_between_is_replaced_with_the_others_where_bills_have_no_numbers(warehouse, land):
    header = "日期,客户编号,金额,类型\n"
    rows = ["2026-10-01,K1,10,消费", "2026-10-02,K1,20,消费", "2026-10-02,K1,500,充值", "2026-10-03,K1,40,消费"]
    sums = "select (select sum(amount) from bills where replaced_by is null), (select sum(amount) from stored_value where replaced_by is null)"
    land(rows, header=header)
    report = land([rows[0], rows[3]], Choices(on_overlap="replace"), header=header)
    assert warehouse.cursor().execute(sums).fetchall() == [(50, None)]
    undo(warehouse, report["batch"])
    assert warehouse.cursor().execute(sums).fetchall() == [(70, 500)]


def test_a_bill_that_the_corrected_file_voids_counts_no_more_and_is_told_not_asked(warehouse, land, tmp_path):
    header = "账单号,日期,客户编号,金额,状态\n"
    land([f"{row},已结账" for row in FIRST], header=header)
    corrected = [f"{row},{'作废' if row.startswith('B7,') else '已结账'}" for row in FIRST]
    before = state(warehouse)
    report = land(corrected, header=header)
    assert (report["replaced"], report["removed_amount"]) == (12, "0.00")
    assert [(each["count"], each["values"]) for each in report["warnings"] if each["code"] == "bills_voided"] == [
        (1, {"amount": "¥700.00"})
    ]
    assert "B7" not in live(warehouse)
    assert len(live(warehouse)) == 11
    undo(warehouse, report["batch"])
    assert state(warehouse) == before
    # a day whose only bill was voided, too
    land(["V1,2026-11-01,K1,10,已结账", "V2,2026-11-02,K1,20,已结账"], header=header)
    land(["V1,2026-11-01,K1,10,作废", "V2,2026-11-02,K1,20,已结账"], header=header)
    assert "V1" not in live(warehouse)


def test_what_a_later_file_voids_stays_void_where_a_correction_between_is_undone(warehouse, land):
    header = "账单号,日期,客户编号,金额,状态\n"
    land([f"{row},已结账" for row in FIRST], header=header)
    between = land(["B7,2026-10-02,K3,650,已结账"], KEEP, header=header, name="one.csv")
    land([f"{row},{'作废' if row.startswith('B7,') else '已结账'}" for row in FIRST], header=header, name="corrected.csv")
    assert "B7" not in live(warehouse)
    undo(warehouse, between["batch"])  # the first B7 would count again
    assert "B7" not in live(warehouse)


def test_a_void_row_of_another_day_leaves_the_bill_of_its_number_alone(warehouse, land):
    header = "账单号,日期,客户编号,金额,状态\n"
    land([f"{row},已结账" for row in FIRST], header=header)
    land(["B7,2026-10-03,K3,700,作废", "C1,2026-10-03,K1,5,已结账"], KEEP, header=header)
    assert live(warehouse)["B7"] == 700


def test_a_bill_whose_row_is_not_understood_is_not_missing(warehouse, land):
    land(FIRST)
    broken = [row.replace(",700", ",待核") for row in FIRST if not row.startswith("B8,")]
    report = land(broken, REMOVE)
    assert (report["rejected"], report["removed"], report["removed_amount"]) == (1, 1, "800.00")
    assert live(warehouse)["B7"] == 700
    assert "B8" not in live(warehouse)


def test_where_numbers_start_again_each_day_a_bill_is_missing_on_its_day(warehouse, land):
    rows = [f"{n},2026-10-0{day},K{n},{day}{n}" for day in (1, 2, 3) for n in range(1, 7)]
    land(rows)
    report = land([row for row in rows if row != "5,2026-10-02,K5,25"], REMOVE)
    assert (report["removed"], report["removed_amount"]) == (1, "25.00")
    told = "select bill_date::varchar from bills where replaced_by is null and bill_no = '5' order by all"
    assert [row[0] for row in warehouse.cursor().execute(told).fetchall()] == ["2026-10-01", "2026-10-03"]


def test_a_later_whole_file_holds_against_what_an_undo_brings_back(warehouse, land):
    """B2 moves to another day and back: once the move is undone, the later whole file has taken the bill out of its day."""
    land(["B1,2026-10-01,K1,10", "B2,2026-10-01,K2,20"])
    moved = land(["B2,2026-10-05,K2,20"])
    land(["B1,2026-10-01,K1,11"], REMOVE)
    assert live(warehouse) == {"B1": 11, "B2": 20}
    undo(warehouse, moved["batch"])
    assert live(warehouse) == {"B1": 11}


def test_mended_rows_never_ask(warehouse, land, tmp_path):
    batch = land([row.replace(",700", ",待核") for row in FIRST])["batch"]
    path = tmp_path / "mended.csv"
    path.write_bytes(rejects_csv(warehouse, batch, "zh").replace("待核".encode(), b"700"))
    assert import_file(warehouse, "s", path)["mends"] == batch
    assert len(live(warehouse)) == 12


def test_a_row_mended_in_a_corrected_file_replaces_the_older_bill_and_is_not_added_to_it(warehouse, land, tmp_path):
    land(["B1,2026-10-01,K1,100", "B2,2026-10-01,K2,50"])
    batch = land(["B1,2026-10-01,K1,待核", "B2,2026-10-01,K2,60"])["batch"]
    assert live(warehouse) == {"B1": 100, "B2": 60}  # nothing is missing: the older one stands until the row is mended
    path = tmp_path / "mended.csv"
    path.write_bytes(rejects_csv(warehouse, batch, "zh").replace("待核".encode(), b"120"))
    import_file(warehouse, "s", path)
    assert live(warehouse) == {"B1": 120, "B2": 60}


def top_ups(warehouse):
    return dict(warehouse.cursor().execute("select bill_no, amount from stored_value where replaced_by is null order by all").fetchall())


LEDGER = "单号,日期,会员卡号,类型,金额\n"
MEMBERS = [
    "R1,2026-10-01,K1,充值,1000", "S1,2026-10-01,K1,消费,100", "R2,2026-10-02,K2,充值,500", "S2,2026-10-02,K2,消费,60",
    "R3,2026-10-02,K3,充值,300", *(f"S{n},2026-10-03,K1,消费,1" for n in range(3, 10)),
]  # 9 sales and 3 top-ups


def test_top_ups_that_a_corrected_ledger_leaves_out_are_asked_about_like_bills(land, warehouse, tmp_path):
    land(MEMBERS, header=LEDGER)
    assert top_ups(warehouse) == {"R1": Decimal(1000), "R2": Decimal(500), "R3": Decimal(300)}
    without = [row for row in MEMBERS if not row.startswith(("R3,", "S2,"))]  # ¥300 and ¥60 of 2 October
    with pytest.raises(NeedsChoice) as error:
        land(without, header=LEDGER)
    assert "The store has 12 bills and top-ups on the days of this file; 1 bill (¥60.00) and 1 top-up (¥300.00) of them" in str(error.value)
    asked = question(warehouse, tmp_path)
    assert (asked.options, asked.money) == (("keep", "remove"), Decimal(360))  # it names 10 of 12, less than nine tenths
    assert asked.heading("en") == "The store has bills or top-ups of these days that are not in the file. Take them out?"
    report = land(without, REMOVE, header=LEDGER)
    assert top_ups(warehouse) == {"R1": Decimal(1000), "R2": Decimal(500)}
    assert "S2" not in live(warehouse)
    told = {each["code"]: (each["count"], each["values"]) for each in report["warnings"]}
    assert (told["bills_taken_out"], told["top_ups_taken_out"]) == ((1, {"amount": "¥60.00"}), (1, {"amount": "¥300.00"}))
    undo(warehouse, report["batch"])
    assert (len(top_ups(warehouse)), "S2" in live(warehouse)) == (3, True)


def test_the_last_top_up_of_a_ledger_is_missed_too_but_not_by_a_list_of_other_columns(land, warehouse):
    land(MEMBERS, header=LEDGER)
    with pytest.raises(NeedsChoice):
        land([row for row in MEMBERS if not row.startswith("R")], header=LEDGER)
    land([f"T{n},2026-10-0{n},K1,5" for n in (1, 2, 3)])  # bills of another till: none of the ledger's is asked about
    assert len(top_ups(warehouse)) == 3


def test_a_list_of_top_ups_alone_leaves_the_bills_of_its_days_where_they_are(land, warehouse):
    land(FIRST)
    recharges = ["R1,2026-10-01,K1,充值,1000", "R2,2026-10-02,K2,充值,500", "R3,2026-10-02,K3,充值,300"]
    land(recharges, header=LEDGER)
    land(recharges[:2], REMOVE, header=LEDGER, name="corrected.csv")
    assert (list(top_ups(warehouse)), len(live(warehouse))) == (["R1", "R2"], 12)


TIMED = "账单号,时间,客户编号,金额\n"


def test_a_list_of_top_ups_alone_under_a_bare_number_replaces_its_first_version(land, warehouse):
    header = "流水,卡号,时间,类型,金额\n"
    rows = [f"F{n},V{n % 2},2026-10-0{n} 11:0{n},充值,{n}00" for n in range(1, 5)]
    land(rows, header=header)
    with pytest.raises(NeedsChoice) as error:
        land([*rows[:1], *rows[2:]], header=header)
    assert error.value.code == "missing_bills"
    report = land([*rows[:1], *rows[2:]], REMOVE, header)
    assert top_ups(warehouse) == {"F1": 100, "F3": 300, "F4": 400}
    undo(warehouse, report["batch"])
    assert top_ups(warehouse) == {"F1": 100, "F2": 200, "F3": 300, "F4": 400}


def test_whole_days_are_those_of_the_hour_at_which_the_file_was_read(land, warehouse):
    land(["X,2026-10-01 12:00,K1,1", "Y,2026-10-01 00:30,K1,2", "W,2026-10-02 12:00,K1,4", "Z,2026-10-04 00:30,K1,8"], NIGHTLESS, TIMED)
    between = land(["Y,2026-10-01 00:30,K1,3"], Choices(missing_bills="keep", day_begins=0), TIMED, "between.csv")["batch"]
    corrected = ["X,2026-10-01 12:00,K1,1", "W,2026-10-02 12:00,K1,4", "V,2026-10-03 12:00,K1,16"]
    land(corrected, Choices(missing_bills="remove", day_begins=0), TIMED, "corrected.csv")
    assert sorted(live(warehouse)) == ["V", "W", "X", "Z"]
    change_day_begins(warehouse, 1, 4)  # Y is of 30 September now, which the file is not about, and Z of 3 October, which it is
    undo(warehouse, between)
    assert sorted(live(warehouse)) == ["V", "W", "X", "Z"]


def test_replaced_days_are_those_of_the_hour_at_which_the_file_was_read(land, warehouse):
    header = "时间,客户编号,金额\n"
    between = land(["2026-09-01 12:00,K1,64"], NIGHTLESS, header, "between.csv")["batch"]
    land(["2026-10-01 12:00,K1,1", "2026-10-02 00:30,K1,4"], NIGHTLESS, header)
    land(["2026-10-01 13:00,K1,16"], Choices(on_overlap="replace", day_begins=0), header, "anew.csv")
    change_day_begins(warehouse, 1, 4)
    undo(warehouse, between)
    told = "select amount from bills where replaced_by is null order by all"
    assert warehouse.cursor().execute(told).fetchall() == [(Decimal(4),), (Decimal(16),)]


def test_bills_that_an_older_list_holds_as_not_over_yet_are_not_called_missing(warehouse, land, tmp_path):
    stays = "预订号,客人,入住日期,状态,总消费\n"
    later = [f"BK{n},客{n % 3},2026-09-0{n},已离店,{n}00" for n in range(1, 7)]
    land(later, header=stays)
    older = [row.replace("已离店", "在住" if number < 5 else "预订") if number > 3 else row for number, row in enumerate(later)]
    with pytest.raises(NeedsChoice) as error:
        land(older, header=stays)
    # BK5 of 500 and BK6 of 600
    assert "2 bills (¥1,100.00, 2026-09-05 to 2026-09-06) that the store has stand in this file as not paid or not over yet" in str(error.value)
    assert question(warehouse, tmp_path).options == ("keep", "remove")
    assert land(older, KEEP, stays)["removed"] == 0
    assert len(live(warehouse)) == 6


def test_the_numbers_of_a_till_with_leading_zeros_belong_to_it(warehouse, land):
    for till in ("POS1", "POS2"):
        land([f"{till},00000{n},2026-09-0{n},M{n},{n}0" for n in range(1, 6)], header="收银机号,小票号,日期,会员号,实收金额\n", name=f"{till}.csv")
    assert sorted(live(warehouse)) == sorted(f"{till}-00000{n}" for till in ("POS1", "POS2") for n in range(1, 6))


def test_the_days_of_a_corrected_file_are_found_without_comparing_all_bills_with_all(land, warehouse):
    land(FIRST)
    cursor = warehouse.cursor()
    cursor.execute(
        "create temp table said_bills as select bill_no, bill_date as day, true as is_bill, false as is_unread, "
        "false as is_top_up, false as is_void, true as is_of_day from bills"
    )
    values = {"store": 1, "numbers_restart": False, "of_bills": True, "of_top_ups": True}
    sql = statement("stage/make_said_days")
    plan = cursor.execute(f"explain {sql[sql.index('create'):]}", values).fetchall()
    assert "delim" not in "".join(text for _, text in plan)  # a look into the list for each bill: 100,000 took 40 s
