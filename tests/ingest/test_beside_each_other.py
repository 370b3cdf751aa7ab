"""Files and sheets that say something of each other: the same money twice, tills of one house, bills that a later file voids."""

import zipfile
from dataclasses import replace

import openpyxl
import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.ingest.merges import merge_records
from segmentation.language.errors import NeedsChoice
from segmentation.measures.people.merges import read_pairs
from segmentation.shell.main import main
from segmentation.warehouse import Warehouse


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


@pytest.fixture
def land(warehouse, tmp_path):
    def _land(text, choices=None, name="bills.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return import_file(warehouse, "s", path, choices)

    return _land


def live(warehouse):
    told = "select bill_no, amount from bills where replaced_by is null order by all"
    return [(number, float(amount)) for number, amount in warehouse.cursor().execute(told).fetchall()]


def codes(report):
    return {each["code"] for each in report["warnings"]}


def of_till(till, each=2, days=4):
    """Bills 1 and 2 of each day at a till: due 11, 12 … at till 1, 21, 22 … at till 2, of which ``each`` is let off."""
    rows = [
        f"{till:02},{number},2026-09-{day:02},{9 + number}:0{day},M{till}{number},{10 * till + number},{each},{10 * till + number - each}"
        for day in range(1, days + 1) for number in (1, 2)
    ]
    return "\n".join(["收银机号,小票号,交易日期,交易时间,会员卡号,应收,优惠,实收", *rows]) + "\n"


def test_what_was_paid_counts_though_the_number_of_the_till_is_what_was_let_off(land):
    report = land(of_till(2))
    assert report["mapping"]["amount"] == "实收"
    assert report["amount"] == "156.00"  # (19 + 20) × 4 days


def test_the_file_of_another_till_says_nothing_of_the_first_till(land, warehouse):
    land(of_till(1), name="1.csv")
    report = land(of_till(2), name="2.csv")
    assert (report["bills"], len(live(warehouse))) == (8, 16)
    assert "bills_kept" not in codes(report)


def test_a_corrected_file_of_one_till_takes_out_of_that_till_alone(land, warehouse):
    land(of_till(1), name="1.csv")
    land(of_till(2), name="2.csv")
    without = "".join(line for line in of_till(2).splitlines(True) if not line.startswith("02,2,2026-09-03"))
    with pytest.raises(NeedsChoice) as error:
        land(without, name="3.csv")
    assert "The store has 8 bills on the days of this file; 1 of them (¥20.00," in str(error.value)
    report = land(without, Choices(missing_bills="remove"), name="3.csv")
    assert (report["removed"], report["removed_amount"]) == (1, "20.00")
    assert len(live(warehouse)) == 15
    assert len([number for number, _ in live(warehouse) if number.startswith("01-")]) == 8


RESTAURANT = "账单号,营业日,宾客,会员号,消费额,付款方式\nF0001,2026-09-01,顾念慈,L30,90,微信\nF0002,2026-09-02,傅庭轩,L31,101,转房账\n"
ROOMS = "账单号,营业日,房号,宾客,会员号,项目,金额\nG0001,2026-09-02,802,傅庭轩,L31,房费,408\nG0001,2026-09-02,802,傅庭轩,L31,餐饮转入 F0002,101\n"


@pytest.mark.parametrize(("first", "second"), [(RESTAURANT, ROOMS), (ROOMS, RESTAURANT)])
def test_money_that_was_transferred_to_a_room_is_asked_about_and_counts_once(land, warehouse, first, second):
    land(first, name="1.csv")
    with pytest.raises(NeedsChoice) as error:
        land(second, name="2.csv")
    assert error.value.code == "transferred"
    assert "1 row (¥101.00) is the money of other bills too" in str(error.value)
    assert "(F0002)" in str(error.value)
    report = land(second, Choices(transfers="out"), name="2.csv")
    assert (report["skipped"]["transferred"], report["money"]["transferred"]) == (1, "101.00")
    assert sum(amount for _, amount in live(warehouse)) == 90 + 101 + 408


def test_money_that_a_person_counts_as_well_counts_twice(land, warehouse):
    land(RESTAURANT, name="1.csv")
    land(ROOMS, Choices(transfers="count"), name="2.csv")
    assert live(warehouse) == [("F0001", 90), ("F0002", 101), ("G0001", 509)]


def test_a_transfer_of_another_amount_or_of_a_bill_that_is_not_there_is_not_asked_about(land):
    land(RESTAURANT.replace(",101,", ",111,"), name="1.csv")
    assert "transferred" not in land(ROOMS, name="2.csv")["skipped"]


def test_a_transfer_from_another_sheet_of_the_workbook_is_asked_about_before_either_comes_in(warehouse, tmp_path):
    book = openpyxl.Workbook()
    for name, text in (("餐饮账单", RESTAURANT), ("客房账单", ROOMS)):
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append([float(cell) if cell.isdigit() else cell for cell in line.split(",")])
    del book["Sheet"]
    book.save(tmp_path / "hotel.xlsx")
    rooms = Choices(sheet="客房账单")
    with pytest.raises(NeedsChoice) as error:
        import_file(warehouse, "s", tmp_path / "hotel.xlsx", rooms)
    assert error.value.code == "transferred"
    report = import_file(warehouse, "s", tmp_path / "hotel.xlsx", replace(rooms, transfers="out"))
    assert report["amount"] == "408.00"
    report = import_file(warehouse, "s", tmp_path / "hotel.xlsx", Choices(sheet="餐饮账单"))
    assert report["amount"] == "191.00"


ORDERS = (
    "order_id,created_at,customer_id,status,items_total,shipping,discount,grand_total\n"
    "9001,2026-09-01 20:30,501,complete,40,12,0,52\n9002,2026-09-02 21:30,502,complete,50,12,1,61\n"
    "9003,2026-09-03 22:30,501,complete,60,12,2,70\n"
)
ACCOUNTS = (
    "customer_id,first_name,last_name,email,created_at\n501,Ivy,Marlow,ivy@post.test,2026-01-01T09:00:00+08:00\n"
    "502,Tom,Baines,tom@post.test,2026-01-02T09:00:00+08:00\n"
)
REFUNDS = "refund_id,order_id,refunded_at,amount,reason\n1,9001,2026-09-05,6.40,broken\n2,9002,2026-09-20,61,returned\n"


@pytest.fixture
def shop(tmp_path):
    with zipfile.ZipFile(tmp_path / "shop.zip", "w") as archive:
        for name, text in (("orders.csv", ORDERS), ("customers.csv", ACCOUNTS), ("refunds.csv", REFUNDS)):
            archive.writestr(name, text)
    return tmp_path / "shop.zip"


def test_a_list_of_accounts_is_read_as_customers_though_it_says_when_each_was_opened(land):
    assert land(ACCOUNTS, name="customers.csv")["kind"] == "customers"


def test_what_an_archive_holds_beside_its_orders_is_told_with_its_money(warehouse, shop):
    report = import_file(warehouse, "s", shop, Choices(sheet="orders.csv", parts="only"))
    assert report["amount"] == "183.00"
    report = import_file(warehouse, "t", shop, Choices(parts="only"))
    assert [each["values"]["others"] for each in report["warnings"] if each["code"] == "other_files"] == [
        "customers.csv (2), refunds.csv (2, ¥67.40)"
    ]


def test_orders_customers_and_refunds_of_an_archive_come_in_one_after_the_other(tmp_path, shop):
    path = tmp_path / "shell.duckdb"
    assert main(["--db", str(path), "--lang", "en", "import", str(shop), "--store", "s", "--other-sheets", "too"]) == 0
    warehouse = Warehouse(path)
    told = "select name, sum(amount) from bills inner join customers using (customer_key) group by name"
    sums = dict(warehouse.cursor().execute(told).fetchall())
    warehouse.close()
    assert {name: f"{amount:.2f}" for name, amount in sums.items()} == {"Ivy Marlow": "115.60", "Tom Baines": "0.00"}  # 52 − 6.40 + 70


def test_customers_who_are_all_new_under_another_key_are_told_with_both_keys(land):
    people = list(enumerate(["顾念慈", "傅庭轩", "薛若兰", "庞志远", "章雨桐"], 1))
    land("消费日期,会员,手机,金额\n" + "".join(f"2026-08-0{n},{name},1392731004{n},{n}00\n" for n, name in people), name="8.csv")
    report = land("消费日期,会员,卡号,金额\n" + "".join(f"2026-09-0{n},{name[0]}女士,No.0060{n},{n}00\n" for n, name in people), name="9.csv")
    assert [each["values"] for each in report["warnings"] if each["code"] == "all_new"] == [
        {"customers": "5", "known": "5", "before": "手机", "header": "卡号"}
    ]


def test_customers_known_by_their_phones_under_another_key_are_told_in_either_order_and_merge_to_the_same(tmp_path):
    cards = "消费日期,卡号,姓名,手机号,金额\n" + "".join(f"2026-08-0{n},8800000{n},客户{n}号,1392731004{n},{n}00\n" for n in range(1, 6))
    phones = "消费日期,顾客电话,金额\n" + "".join(f"2026-09-0{n},1392731004{n},{n}0\n" for n in range(2, 8))
    ends = []
    for number, texts in enumerate([(cards, phones), (phones, cards)]):
        warehouse = Warehouse(tmp_path / f"{number}.duckdb")
        for text in texts:
            path = tmp_path / "bills.csv"
            path.write_text(text, encoding="utf-8")
            report = import_file(warehouse, "s", path, Choices(customer_key="code" if text == cards else None))
        told = [each["values"] for each in report["warnings"] if each["code"] in ("known_by_phone", "all_new")]
        assert told == [{"phones": "4", "customers": str(len(texts[1].splitlines()) - 1)}]
        merge_records(warehouse, 1, [(row["survivor"], row["gone"]) for row in read_pairs(warehouse, 1).to_pylist()])
        sums = "select customer_key, sum(amount)::varchar from bills group by 1 order by 1"
        ends.append(warehouse.cursor().execute(sums).fetchall())
        warehouse.close()
    assert ends[0] == ends[1] == [
        ("13927310046", "60.00"), ("13927310047", "70.00"), ("88000001", "100.00"), ("88000002", "220.00"), ("88000003", "330.00"),
        ("88000004", "440.00"), ("88000005", "550.00"),
    ]


def test_a_bare_name_below_a_heading_for_customers_names_them(land):
    head = "日期,单据,,客户,,金额,\n,单号,类别,编码,名称,应收,实收\n"
    report = land(head + "".join(f"2026-10-0{n},PZ{n},散餐,C00{n % 2},客户{n % 2}号,50,4{n}\n" for n in range(1, 5)))
    assert (report["mapping"]["customer_code"], report["mapping"]["name"]) == ("客户编码", "客户名称")
    assert (report["bills"], report["amount"], report["customers"]) == (4, "170.00", 2)


def test_drinks_given_away_are_no_stored_value_and_who_books_the_room_is_the_manager(land):
    head = "单号,包厢,订房人,联系电话,订台经理,结账时间,酒水消费,赠送金额,折后实收\n"
    report = land(head + "".join(f"K{n},V0{n},客户{n}号,1392731004{n},小鹏,2026-10-0{n} 21:00,100,20,8{n}\n" for n in range(1, 5)))
    assert (report["mapping"].get("stored"), report["mapping"]["manager"], report["amount"]) == (None, "订台经理", "330.00")


def test_customers_of_whom_one_is_known_are_no_notice(land):
    rows = [f"2026-08-0{n},1392731004{n},{n}00" for n in range(1, 6)]
    land("\n".join(["消费日期,手机,金额", *rows]) + "\n", name="8.csv")
    later = [f"2026-09-0{n},1392731004{n},{n}00" for n in range(5, 10)]
    assert "all_new" not in codes(land("\n".join(["消费日期,手机,金额", *later]) + "\n", name="9.csv"))


def test_a_column_of_deposits_that_says_what_was_paid_so_far_is_named_once(land):
    text = "单号,日期,客户编号,金额,状态,已收定金\nA1,2026-09-01,K1,100,已结账,0\nA2,2026-09-02,K2,0,已取消,50\n"
    told = [each["values"]["header"] for each in land(text)["warnings"] if each["code"] == "deposits_kept"]
    assert told == ["已收定金"]


def test_what_a_value_means_is_said_of_the_sheet_that_has_it(tmp_path, capsys):
    book = openpyxl.Workbook()
    meals, rooms = book.active, book.create_sheet("客房")
    meals.title = "餐饮"
    for row in (("单号", "日期", "电话", "金额", "状态"), ("F1", "2026-07-01", "13800000001", 100, 1), ("F2", "2026-07-02", "13800000002", 300, 2)):
        meals.append(row)
    for row in (("账号", "离店日期", "手机", "房费"), ("R1", "2026-07-02", "13800000001", 500), ("R2", "2026-07-03", "13800000003", 600)):
        rooms.append(row)
    book.save(tmp_path / "hotel.xlsx")
    ask = ["--db", str(tmp_path / "shell.duckdb"), "--lang", "en", "import", str(tmp_path / "hotel.xlsx"), "--store", "s", "--other-sheets", "too"]
    means = ["--mean", "状态:1=sale", "--mean", "状态:2=void"]
    assert main([*ask, *means, "--mean", "状太:3=void"]) == 2
    assert "no column headed “状太”" in capsys.readouterr().err
    assert main([*ask, *means]) == 0
    warehouse = Warehouse(tmp_path / "shell.duckdb")
    assert live(warehouse) == [("F1", 100.0), ("R1", 500.0), ("R2", 600.0)]
    warehouse.close()


SEPTEMBER = "凭证日期,单据号,往来单位,摘要,含税金额\n" + "".join(f"2026-09-0{n},XS{n},甲{n % 2}店,销售出库,{n}00\n" for n in range(1, 7))


def test_a_bill_taken_back_under_its_number_and_booked_anew_needs_no_question(warehouse, land):
    land(SEPTEMBER, name="9.csv")  # 2,100 in six bills
    october = (
        "凭证日期,单据号,往来单位,摘要,含税金额\n2026-10-02,XS4,甲0店,冲销9月错单,-400\n2026-10-02,XS4,甲0店,更正9月错单,450\n"
        "2026-10-02,XS5,甲1店,冲销9月错单,-500\n2026-10-02,XS5,甲1店,更正9月错单,120.5\n2026-10-03,XS7,甲1店,销售出库,700\n"
    )
    report = land(october, name="10.csv")
    assert {"rebooked"} <= codes(report)
    assert [each["values"] for each in report["warnings"] if each["code"] == "rebooked"] == [{"amount": "¥900.00", "example": "XS4"}]
    # 400 - 400 + 450 and 500 - 500 + 120.50: the bills of September stay
    assert [each for each in live(warehouse) if each[0] in ("XS4", "XS5")] == [("XS4", 50.0), ("XS4", 400.0), ("XS5", -379.5), ("XS5", 500.0)]
    assert sum(amount for _number, amount in live(warehouse)) == 2100 + 50 - 379.5 + 700


def test_one_bill_that_is_not_taken_back_to_the_cent_is_asked_about(warehouse, land):
    land(SEPTEMBER, name="9.csv")
    with pytest.raises(NeedsChoice) as asked:
        land("凭证日期,单据号,往来单位,摘要,含税金额\n2026-10-02,XS4,甲0店,冲销,-399\n2026-10-02,XS4,甲0店,更正,450\n", name="10.csv")
    assert asked.value.code == "numbers_of_others"


WECHAT = "交易时间,商户订单号,用户标识,交易状态,应结订单金额,退款金额,退款状态\n"
MONTHS = [  # the second month's refund was left out as void: what the value came to in the first was remembered as its meaning
    WECHAT + "2026-09-01 12:00:00,A1,u1,SUCCESS,100.00,0.00,\n2026-09-02 12:00:00,A2,u2,SUCCESS,80.00,0.00,\n2026-09-03 12:00:00,A1,u1,REFUND,0.00,10.00,SUCCESS\n",
    WECHAT + "2026-10-01 12:00:00,B1,u1,SUCCESS,70.00,0.00,\n2026-10-02 12:00:00,B2,u2,SUCCESS,60.00,0.00,\n2026-10-03 12:00:00,B2,u2,REFUND,0.00,20.00,SUCCESS\n",
]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["in order", "the later first"])
def test_what_a_value_came_to_in_one_month_is_not_what_it_means_in_the_next(warehouse, land, order):
    sums = {"0": "170.00", "1": "110.00"}
    assert [land(MONTHS[month], name=f"{month}.csv")["amount"] for month in order] == [sums[str(month)] for month in order]
    assert sum(amount for _number, amount in live(warehouse)) == 280.0


def test_what_a_person_said_of_a_value_is_remembered_for_the_next_month(land):
    codes = "单号,日期,会员号,金额,order_status\n"
    land(codes + "1,2026-09-01,a,100,0\n2,2026-09-02,b,50,1\n", Choices(meanings={"order_status": {"0": "sale", "1": "void"}}), "9.csv")
    assert land(codes + "3,2026-10-01,a,70,0\n4,2026-10-02,b,30,1\n", name="10.csv")["amount"] == "70.00"
    with pytest.raises(NeedsChoice):
        land(codes + "5,2026-11-01,a,70,0\n6,2026-11-02,b,30,2\n", name="11.csv")


def test_what_an_earlier_release_kept_of_values_is_asked_again(warehouse, land):
    codes = "单号,日期,会员号,金额,order_status\n"
    land(codes + "1,2026-09-01,a,100,0\n2,2026-09-02,b,50,1\n", Choices(meanings={"order_status": {"0": "sale", "1": "void"}}), "9.csv")
    with warehouse.writing() as cursor:
        cursor.execute("update remembered set choices = replace(choices, '\"only_said\": true, ', '')")
    with pytest.raises(NeedsChoice):
        land(codes + "3,2026-10-01,a,70,0\n4,2026-10-02,b,30,1\n", name="10.csv")


@pytest.mark.parametrize(("amount", "status"), [("80", None), ("-80", "170.00")], ids=["above zero", "below zero"])
def test_a_bill_that_was_reopened_is_asked_about_where_its_money_is_not_below_zero(land, amount, status):
    text = (
        "流水号,日期,类型,会员号,实收金额\n1001,2026-09-01 10:00,销售,V1,100\n"
        f"1002,2026-09-01 11:00,反结账,V2,{amount}\n1003,2026-09-01 11:05,销售,V2,90\n1004,2026-09-02 11:05,销售,V1,60\n"
    )
    if status is None:
        with pytest.raises(NeedsChoice):
            land(text)
        return
    assert land(text)["amount"] == status
