"""Money that stands in a file, a sheet or a store a second time: it counts once, or somebody is asked."""

from contextlib import closing

import openpyxl
import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file, undo
from segmentation.language.errors import NeedsChoice
from segmentation.warehouse import Warehouse


def live(warehouse):
    told = "select bill_no, amount from bills where replaced_by is null order by all"
    return [(number, float(amount)) for number, amount in warehouse.cursor().execute(told).fetchall()]


def codes(report):
    return {each["code"] for each in report["warnings"]}


CHECKS = (
    "单号,营业日期,宾客,应收,实收,付款方式\nF1,2026-09-01,薛建章,200,200,微信\nF2,2026-09-02,邵海燕,245,245,转房账\n"
    "F3,2026-09-03,邵海燕,290,290,转房账\n"
)
STAYS = (
    "账单号,结账日期,房号,宾客姓名,房费,餐饮,账单合计\nK1,2026-09-04,802,邵海燕,980,535,1515\nK2,2026-09-05,803,阮广生,700,0,700\n"
)
CHECKS_EN = (
    "Check No,Business Date,Guest Name,Net Sales,Payment Method\n1,2026-09-01,Ann Poe,20,Visa\n2,2026-09-02,Bo Lund,24.50,Charge to room\n"
    "3,2026-09-03,Bo Lund,30,Room charge\n"
)
STAYS_EN = (
    "Bill No,Paid at,Room,Guest Name,Lodging,F&B,Total\nK1,2026-09-04,802,Bo Lund,98,54.50,152.50\nK2,2026-09-05,803,Cy Marr,70,0,70\n"
)


BOTH = [(CHECKS, STAYS, "535.00", 2415), (CHECKS_EN, STAYS_EN, "54.50", 242.5)]


@pytest.mark.parametrize(("checks", "stays", "meals", "due"), BOTH)
def test_checks_that_were_put_on_a_room_count_once_beside_bills_of_stays_that_hold_them(land, warehouse, checks, stays, meals, due):
    land(stays, "stays.csv")
    with pytest.raises(NeedsChoice) as error:
        land(checks, "checks.csv")
    assert error.value.code == "meals_in_stays"
    report = land(checks, "checks.csv", transfers="out")
    assert (report["skipped"], codes(report) >= {"checks_rest"}) == ({}, True)
    assert sum(amount for _, amount in live(warehouse)) == due


@pytest.mark.parametrize(("checks", "stays", "meals", "due"), BOTH)
def test_checks_of_the_store_rest_where_bills_of_stays_hold_their_meals(land, warehouse, checks, stays, meals, due):
    land(checks, "checks.csv")
    with pytest.raises(NeedsChoice) as error:
        land(stays, "stays.csv")
    assert error.value.code == "stays_hold_meals"
    report = land(stays, "stays.csv", transfers="out")
    [told] = [each for each in report["warnings"] if each["code"] == "checks_rest"]
    assert (told["count"], told["values"]["amount"]) == (2, f"¥{meals}")
    assert sum(amount for _, amount in live(warehouse)) == due
    # who imports a check once more, and answers as before, has it once
    land(checks.replace("F1,", "F4,").replace("\n1,", "\n4,"), "more.csv", missing_bills="keep", transfers="out")
    assert sum(amount for _, amount in live(warehouse)) == due + (200 if "F1," in checks else 20)


def test_meals_of_sheets_of_one_workbook_are_asked_about_before_either_comes_in(warehouse, tmp_path):
    book = openpyxl.Workbook()
    for name, text in (("餐饮结账单", CHECKS), ("客房账单", STAYS)):
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append([float(cell) if cell.isdigit() else cell for cell in line.split(",")])
    del book["Sheet"]
    book.save(tmp_path / "hotel.xlsx")
    with pytest.raises(NeedsChoice) as error:
        import_file(warehouse, "s", tmp_path / "hotel.xlsx", Choices(sheet="餐饮结账单"))
    assert error.value.code == "meals_in_stays"
    report = import_file(warehouse, "s", tmp_path / "hotel.xlsx", Choices(sheet="餐饮结账单", transfers="out"))
    assert report["amount"] == "735.00"
    # the answer is that for the other sheet too: 200 of the checks, 2,215 of the stays
    assert "checks_rest" in codes(import_file(warehouse, "s", tmp_path / "hotel.xlsx", Choices(sheet="客房账单")))
    assert sum(amount for _, amount in live(warehouse)) == 2415


def test_money_that_a_guest_did_not_put_on_a_room_is_not_asked_about(land):
    land(STAYS, "stays.csv")
    assert not land(CHECKS.replace("转房账", "微信"), "checks.csv")["skipped"]


def test_of_checks_put_on_a_room_only_those_of_guests_whose_bill_holds_them_are_left_out(land, warehouse):
    land(STAYS, "stays.csv")
    report = land(CHECKS + "F4,2026-09-03,祁子默,300,300,转房账\n", "checks.csv", transfers="out")  # whose stay is not over
    assert report["amount"] == "1035.00"
    assert sum(amount for _, amount in live(warehouse)) == 2215 + 500  # 200 + 300


def test_bills_of_stays_whose_total_does_not_hold_the_meals_are_not_asked_about(land):
    land(STAYS.replace("1515", "980"), "stays.csv")
    assert land(CHECKS, "checks.csv")["amount"] == "735.00"


def test_an_answer_about_transferred_money_that_changes_nothing_says_so(land):
    assert "no_transfers" in codes(land(CHECKS, transfers="out"))
    assert "no_transfers" not in codes(land(CHECKS.replace("200", "210"), "again.csv"))


TILL = (
    "单号,日期,桌号,客人,金额,支付方式,人数\nR11,2026-11-02,A1,陈静,300,微信,2\nR12,2026-11-02,A3,王芳,268,转房账,3\n"
    "R13,2026-11-03,A2,李强,158,挂房账,2\nR14,2026-11-03,A5,孙丽,99,现金,1\n"
)
FOLIOS = (
    "账单号,房号,客人姓名,日期,项目,金额\nF1,8801,王芳,2026-11-02,房费,480\nF1,8801,王芳,2026-11-02,餐费转入,268\n"
    "F2,8802,李强,2026-11-02,房费,480\nF2,8802,李强,2026-11-03,Restaurant,158\nF2,8802,李强,2026-11-03,洗衣,40\n"
    "F3,8803,赵敏,2026-11-03,房费,520\n"
)
TILL_EN = (
    "Check No,Date,Guest,Net Sales,Payment Method\nR11,2026-11-02,Ann Poe,30,Visa\nR12,2026-11-02,Bo Lund,26.80,Room charge\n"
    "R13,2026-11-03,Cy Marr,15.80,Charge to room\n"
)
FOLIOS_EN = (
    "Folio No,Room,Guest,Date,Description,Amount\nF1,801,Bo Lund,2026-11-02,Room rate,48\nF1,801,Bo Lund,2026-11-02,F&B,26.80\n"
    "F2,802,Cy Marr,2026-11-03,Room rate,48\nF2,802,Cy Marr,2026-11-04,Restaurant,15.80\n"
)
LINES = [(TILL, FOLIOS, "426.00", 2345, 399), (TILL_EN, FOLIOS_EN, "42.60", 168.6, 30)]


def state_of(warehouse):
    cursor = warehouse.cursor()
    names = {"days": "*", "visits": "*", "customers": "*", "bills": "bill_no, bill_date, amount, customer_key, replaced_by is null"}
    return {table: sorted(cursor.execute(f"select {columns} from {table}").fetchall(), key=repr) for table, columns in names.items()}


@pytest.mark.parametrize(("till", "folios", "meals", "due", "of_till"), LINES)
def test_a_meal_on_a_line_of_a_folio_counts_once_whichever_file_comes_first(tmp_path, till, folios, meals, due, of_till):
    states = []
    for first, second in ((till, folios), (folios, till)):
        with closing(Warehouse(tmp_path / f"{len(states)}.duckdb")) as warehouse:
            def land(text, transfers=None, warehouse=warehouse):
                (tmp_path / "bills.csv").write_text(text, encoding="utf-8")
                return import_file(warehouse, "s", tmp_path / "bills.csv", Choices(transfers=transfers))

            land(first)
            before = state_of(warehouse)
            with pytest.raises(NeedsChoice) as error:
                land(second)
            assert error.value.code == ("meals_in_stays" if second == till else "stays_hold_meals")
            assert f"¥{meals}" in str(error.value)
            batch = land(second, "out")["batch"]
            assert sum(amount for _, amount in live(warehouse)) == pytest.approx(due)
            states.append(state_of(warehouse))
            undo(warehouse, batch)
            assert state_of(warehouse) == before
            land(second, "out")
            assert state_of(warehouse) == states[-1]
            undo(warehouse, 1)
            left = sum(amount for _, amount in live(warehouse))
            assert left == pytest.approx(due - of_till if first == till else of_till + float(meals))
    assert states[0] == states[1]


def test_a_corrected_folio_takes_over_what_rests(land, warehouse):
    land(TILL, "till.csv")
    land(FOLIOS, "folios.csv", transfers="out")
    land(FOLIOS.replace("158", "150"), "folios.csv", missing_bills="keep", numbers_restart=True)  # the check of ¥158 is no line of it any more
    assert [number for number, _ in live(warehouse) if number[0] == "R"] == ["R11", "R13", "R14"]
    undo(warehouse, 2)
    assert [number for number, _ in live(warehouse) if number[0] == "R"] == ["R11", "R13", "R14"]
    undo(warehouse, 3)
    assert [number for number, _ in live(warehouse)] == ["R11", "R12", "R13", "R14"]


def test_meals_on_a_folio_that_a_person_counts_as_well_count_twice(land, warehouse):
    land(TILL, "till.csv")
    report = land(FOLIOS, "folios.csv", transfers="count")
    assert "checks_rest" not in codes(report)
    assert sum(amount for _, amount in live(warehouse)) == 825 + 1946


def test_a_meal_of_another_amount_on_another_guests_folio_is_not_asked_about(land):
    land(TILL.replace("挂房账", "现金"), "till.csv")
    assert "checks_rest" not in codes(land(FOLIOS.replace("268", "266").replace("王芳", "周敏"), "folios.csv"))


DAYS_OF_STAYS = {
    "coming, leaving and settling": "账单号,到店日期,离店日期,房号,宾客姓名,账单合计,结账日期\nK1,2026-09-01,2026-09-21,801,薛建章,880,2026-09-21\n"
    "K2,2026-09-02,2026-09-22,802,邵海燕,1010,2026-09-22\n",
    "coming and settling": "账单号,入住日期,房号,宾客姓名,账单合计,结算日期\nK1,2026-09-01,801,薛建章,880,2026-09-21\n"
    "K2,2026-09-02,802,邵海燕,1010,2026-09-22\n",
    "ordered and eaten": "单号,预订日期,宾客,消费日期,金额\nK1,2026-09-01,薛建章,2026-09-21,880\nK2,2026-09-02,邵海燕,2026-09-22,1010\n",
    "in English": "Folio,Arrival date,Departure date,Room,Guest name,Total,Settled at\nK1,2026-09-01,2026-09-21,801,Ann Poe,880,2026-09-21\n"
    "K2,2026-09-02,2026-09-22,802,Bo Lund,1010,2026-09-22\n",
    "ordered and paid": "Order no,Order date,Customer,Total,Paid at\nK1,2026-09-01,Ann Poe,880,2026-09-21\nK2,2026-09-02,Bo Lund,1010,2026-09-22\n",
}


@pytest.mark.parametrize("name", DAYS_OF_STAYS)
def test_a_bill_is_of_the_day_on_which_it_was_settled_wherever_other_days_stand(land, warehouse, name):
    report = land(DAYS_OF_STAYS[name])
    days = warehouse.cursor().execute("select bill_date::varchar, amount::integer from bills order by 1").fetchall()
    assert days == [("2026-09-21", 880), ("2026-09-22", 1010)]
    told = [each["values"]["others"] for each in report["warnings"] if each["code"] == "days_beside"]
    assert told == {
        "coming, leaving and settling": ["到店日期, 离店日期"], "coming and settling": ["入住日期"],
        "in English": ["Arrival date, Departure date"],
    }.get(name, [])


def test_the_day_on_which_a_platform_pays_the_house_is_not_that_of_a_stay(land, warehouse):
    land(
        "订单号,入住日期,离店日期,客人姓名,结算价,结算日期\nB1,2026-09-01,2026-09-03,薛建章,880,2026-10-10\n"
        "B2,2026-09-02,2026-09-04,邵海燕,1010,2026-10-10\n"
    )
    days = warehouse.cursor().execute("select bill_date::varchar from bills order by 1").fetchall()
    assert days == [("2026-09-01",), ("2026-09-02",)]


def test_who_comes_and_leaves_on_one_evening_came_on_that_day(land, warehouse):
    land(
        "单号,到店时间,离店时间,姓名,金额,结账时间\nB1,2026-09-01 22:00,2026-09-01 23:50,薛建章,88,2026-09-02 00:10\n"
        "B2,2026-09-03 19:00,2026-09-03 21:00,邵海燕,99,2026-09-03 21:00\n"
    )
    days = warehouse.cursor().execute("select bill_date::varchar from bills order by 1").fetchall()
    assert days == [("2026-09-01",), ("2026-09-03",)]


def stored(warehouse):
    return warehouse.cursor().execute("select coalesce(sum(amount), 0)::integer from stored_value").fetchall()[0][0]


@pytest.mark.parametrize("header", ["退卡金额", "退储值", "储值退款金额", "Card refund amount"])
@pytest.mark.parametrize("by_hand", [True, False])
def test_what_was_paid_back_from_cards_comes_off_what_is_stored(land, warehouse, header, by_hand):
    text = f"单号,日期,会员卡号,姓名,{header},原因\nT001,2026-09-25,V3002,阮广生,310,搬家\nT002,2026-09-26,V3003,戚晓棠,90,出国\n"
    report = land(text, **({"mapping": {"amount": header}} if by_hand else {}))
    assert (report["bills"], report["top_ups"], stored(warehouse)) == (0, 2, -400)


def test_a_column_of_card_refunds_beside_sales_is_not_the_amount(land, warehouse):
    land("单号,日期,会员卡号,消费金额,退卡金额\nT001,2026-09-25,V3002,100,0\nT002,2026-09-26,V3003,60,90\n")
    assert sum(amount for _, amount in live(warehouse)) == 160


def test_refunds_whose_column_a_person_names_are_no_sales(land, warehouse):
    text = "单号,日期,会员卡号,姓名,退款金额\nT001,2026-09-25,V3002,阮广生,310\nT002,2026-09-26,V3003,戚晓棠,90\n"
    land(text, mapping={"amount": "退款金额"})
    assert sum(amount for _, amount in live(warehouse)) == -400


def test_a_sheet_of_card_refunds_is_asked_about_with_its_money_and_comes_in(warehouse, tmp_path):
    book = openpyxl.Workbook()
    for name, rows in (
        ("消费", [["单号", "日期", "会员卡号", "金额"], ["X1", "2026-09-01", "V3000", 128], ["X2", "2026-09-02", "V3002", 158]]),
        ("退卡", [["单号", "日期", "会员卡号", "金额", "原因"], ["T1", "2026-09-25", "V3002", 310, "搬家"]]),
    ):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "spa.xlsx")
    with pytest.raises(NeedsChoice) as error:
        import_file(warehouse, "s", tmp_path / "spa.xlsx")
    assert "退卡 (1, ¥310.00)" in str(error.value)
    import_file(warehouse, "s", tmp_path / "spa.xlsx", Choices(parts="too"))
    import_file(warehouse, "s", tmp_path / "spa.xlsx", Choices(parts="too", sheet="退卡"))
    assert (live(warehouse), stored(warehouse)) == ([("X1", 128), ("X2", 158)], -310)


REVERSED = "Check #,Business Date,Guest Name,Net Sales,Memo\n10240,2026-09-01,Ines Calder,54,\n10241,2026-09-02,Tom Achter,40,\n10242,2026-09-02,Wanda Krol,31,\n"


@pytest.mark.parametrize("meanings", [{}, {"Memo": {"VOID of 10240": "void"}}, {"Memo": {"VOID of 10240": "refund"}}])
def test_a_row_that_takes_back_the_bill_which_it_names_leaves_neither(land, warehouse, meanings):
    report = land(REVERSED + "19010,2026-09-01,Ines Calder,-54,VOID of 10240\n", meanings=meanings)
    assert sum(amount for _, amount in live(warehouse)) == 71  # 40 + 31
    assert ("named_reversals" in codes(report)) == (meanings.get("Memo") != {"VOID of 10240": "refund"})


def test_a_row_in_chinese_that_takes_back_the_bill_which_it_names_leaves_neither(land, warehouse):
    land("单号,日期,姓名,金额,备注\nA1,2026-09-01,薛建章,54,\nA2,2026-09-02,邵海燕,40,\nA9,2026-09-03,薛建章,-54,冲销 A1\n")
    assert sum(amount for _, amount in live(warehouse)) == 40


@pytest.mark.parametrize("memo", ["VOID of 10999", "VOID of 10241"])  # a bill that is not there, and one of another amount
def test_a_row_that_names_no_bill_of_its_amount_is_asked_about(land, memo):
    with pytest.raises(NeedsChoice) as error:
        land(REVERSED + f"19010,2026-09-01,Ines Calder,-54,{memo}\n")
    assert error.value.code == "meaning_open"


KINDS = "单号,日期,会员卡号,类型,金额\n1,2026-09-01,V1,消费-午餐,88\n2,2026-09-02,V2,消费-棋牌室,60\n3,2026-09-03,V1,消费退回-午餐,-8\n4,2026-09-03,V2,储值核销,20\n"
STATES = "单号,日期,会员卡号,单据状态,金额\n1,2026-09-01,V1,已审核,88\n2,2026-09-02,V2,已作废,60\n3,2026-09-03,V1,已送达,50\n4,2026-09-03,V2,完工,20\n"


@pytest.mark.parametrize(("text", "comes_to"), [(KINDS, 160), (STATES, 158)])  # 88 + 60 - 8 + 20; 88 + 50 + 20
def test_what_a_reasonable_person_sees_at_once_is_not_asked(land, warehouse, text, comes_to):
    land(text)
    assert sum(amount for _, amount in live(warehouse)) == comes_to
