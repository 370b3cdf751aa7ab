"""Files of one drop that belong together: orders in one, their lines and payments in others; what lands, worked out by hand."""

import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook

from segmentation.ingest.batches import list_batches, list_stores
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.joined import Source
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.rejects import preview_rejects
from segmentation.ingest.together import find_joins
from segmentation.language.errors import InputError, NeedsChoice
from segmentation.warehouse import Warehouse

STORE = "远山杂货"
YES = Choices(join="yes")

# 4001 comes to less than its lines (60 × 2 + 90 = 210), 4003 is closed, 4004 has no line, 4999 is no order of the list
ORDERS = """订单编号,买家会员名,总金额,买家实际支付金额,订单状态,联系手机,订单创建时间,订单付款时间,宝贝标题,宝贝总数量,店铺名称
="4001",青山2026,210.00,200.00,交易成功,'13900000001,2026-05-02 10:00:11,2026-05-02 10:00:30,青瓷杯 竹茶盘,3,远山
="4002",竹里,80.00,80.00,"买家已付款,等待卖家发货",'13900000002,2026-05-03 10:00:11,2026-05-03 10:00:30,茶针,1,远山
="4003",青山2026,50.00,0.00,交易关闭,'13900000001,2026-05-04 10:00:11,,茶针,1,远山
="4004",竹里,60.00,60.00,交易成功,'13900000002,2026-05-09 10:00:11,2026-05-09 10:00:30,青瓷杯,1,远山
="4005",竹里,30.00,30.00,交易成功,'13900000002,2026-05-10 10:00:11,2026-05-10 10:00:30,茶针,1,远山
"""
LINES = """子订单编号,主订单编号,标题,价格,购买数量,商品属性,订单状态,买家应付货款,买家实际支付金额,订单创建时间,订单付款时间
="4001",="4001",青瓷杯,60.00,2,白,交易成功,120.00,120.00,2026-05-02 10:00:11,2026-05-02 10:00:30
="40012",="4001",竹茶盘,90.00,1,,交易成功,90.00,90.00,2026-05-02 10:00:11,2026-05-02 10:00:30
="4002",="4002",茶针,80.00,1,,"买家已付款,等待卖家发货",80.00,80.00,2026-05-03 10:00:11,2026-05-03 10:00:30
="4003",="4003",茶针,50.00,1,,交易关闭,50.00,0.00,2026-05-04 10:00:11,
="4005",="4005",茶针,30.00,1,,交易成功,30.00,30.00,2026-05-10 10:00:11,2026-05-10 10:00:30
="4999",="4999",茶针,50.00,1,,交易成功,50.00,50.00,2026-05-04 10:00:11,2026-05-04 10:00:30
"""


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def files(tmp_path):
    def write(**texts):
        paths = [tmp_path / f"{name}.csv" for name in texts]
        for path, text in zip(paths, texts.values(), strict=True):
            path.write_text(text, encoding="gb18030")
        return [Source(path, path.name) for path in paths]

    return write


def sold(warehouse):
    """Product, quantity and money of each line that counts, in the order of the bills."""
    return [
        (product, None if quantity is None else int(quantity), str(amount))
        for product, quantity, amount in warehouse.cursor().execute(
            "select product, quantity, bill_lines.amount from bill_lines join bills on bills.batch_id = bill_lines.batch_id "
            "and bills.line_no = bill_lines.bill_line_no where bills.replaced_by is null order by bill_no, product"
        ).fetchall()
    ]


def told(report):
    return [(each["code"], each["count"]) for each in report["warnings"]]


@pytest.mark.parametrize("turned", [False, True])
def test_orders_and_their_lines_are_one_import(warehouse, files, turned):
    sources = files(lines=LINES, orders=ORDERS)
    [join] = find_joins(warehouse, sources[::-1] if turned else sources)
    report = import_file(warehouse, STORE, join.orders.path, YES, file_name=join.orders.name, join=join)
    assert report["file"] == "orders.csv + lines.csv"
    assert (report["bills"], report["walk_in_bills"], report["amount"]) == (4, 0, "370.00")
    assert report["money"] == {"sale": "370.00"}  # of 4003 nothing was paid: the sum of the orders' own column
    assert report["skipped"] == {"void": 1}
    assert told(report)[:3] == [("joined", 6), ("lines_without_order", 1), ("orders_without_lines", 1)]
    assert report["warnings"][0]["values"] == {"file": "lines.csv", "found": "5", "header": "订单编号"}
    assert report["warnings"][1]["values"]["amount"] == "¥50.00"
    # 200 × 120 / 210 = 114.29; 200 × 90 / 210 = 85.71
    assert sold(warehouse) == [
        ("竹茶盘", 1, "85.71"), ("青瓷杯", 2, "114.29"), ("茶针", 1, "80.00"), (None, None, "60.00"), ("茶针", 1, "30.00"),
    ]
    again = import_file(warehouse, STORE, join.orders.path, YES, file_name=join.orders.name, join=join)
    assert again["already_landed"]
    undo(warehouse, report["batch"])
    assert (sold(warehouse), [row["bills"] for row in list_stores(warehouse)]) == ([], [0])


def test_the_sum_below_the_lines_is_no_line_without_an_order(warehouse, files):
    sources = files(lines=LINES + "合计,,,6,460\n", orders=ORDERS)
    [join] = find_joins(warehouse, sources)
    report = import_file(warehouse, STORE, join.orders.path, YES, file_name=join.orders.name, join=join)
    assert told(report)[:3] == [("joined", 6), ("lines_without_order", 1), ("orders_without_lines", 1)]
    assert report["amount"] == "370.00"


PEOPLE = {
    "orders": "order_id,customer_id,order_status,order_purchase_timestamp\no1,c1,delivered,2026-09-01 10:00:00\no2,c2,delivered,2026-09-02 10:00:00\no3,c3,delivered,2026-09-03 10:00:00\n",
    "items": "order_id,order_item_id,product_id,price\no1,1,p1,100.00\no1,2,p2,50.00\no2,1,p1,100.00\no3,1,p3,30.00\n",
    "customers": "customer_id,customer_unique_id,customer_city\nc1,u1,Linz\nc2,u2,Graz\nc3,u1,Linz\n",
}
PEOPLE_ZH = {
    "orders": "订单号,下单时间,会员编号,实付金额\nD1,2026-09-01 10:00,1001,150\nD2,2026-09-02 10:00,1002,100\nD3,2026-09-03 10:00,1003,30\n",
    "members": "会员编号,会员唯一标识,会员姓名,手机号\n1001,U1,林小满,13900000001\n1002,U2,周远,13900000002\n1003,U1,林小满,13900000001\n",
}


@pytest.mark.parametrize(("texts", "keys"), [(PEOPLE, ("u1", "u2", "u1")), (PEOPLE_ZH, ("U1", "U2", "U1"))])
def test_who_has_another_number_on_each_order_is_known_by_the_file_of_customers(warehouse, files, texts, keys):
    [join] = find_joins(warehouse, files(**texts))
    report = import_file(warehouse, STORE, join.orders.path, YES, join=join)
    assert (report["bills"], report["amount"], report["customers"]) == (3, "280.00", 2)
    assert told(report)[0] == ("customers_joined", 3)
    bills = warehouse.cursor().execute("select customer_key, cast(amount as varchar) from bills order by bill_no").fetchall()
    assert bills == list(zip(keys, ("150.00", "100.00", "30.00"), strict=True))


def test_customers_whom_the_orders_know_already_are_a_file_of_their_own(warehouse, files):
    orders = PEOPLE_ZH["orders"].replace("1003", "1001")
    assert find_joins(warehouse, files(orders=orders, members=PEOPLE_ZH["members"])) == []


def test_a_refund_that_each_line_repeats_of_its_order_is_taken_off_once(warehouse, files):
    orders = "订单编号,下单时间,客户,订单金额\nD1,2026-09-01,甲一,100\nD2,2026-09-02,甲二,80\nD3,2026-09-03,甲三,60\n"
    lines = "订单编号,商品名称,数量,单价,退款金额\nD1,鱼,1,60,30\nD1,汤,1,40,30\nD2,鱼,1,80,0\nD3,汤,1,40,20\nD3,饭,2,10,20\n"
    [join] = find_joins(warehouse, files(orders=orders, lines=lines))
    assert import_file(warehouse, STORE, join.orders.path, YES, join=join)["amount"] == "190.00"
    [join] = find_joins(warehouse, files(orders=orders, own=lines.replace("40,30", "40,5")))
    assert import_file(warehouse, "own", join.orders.path, YES, join=join)["amount"] == "165.00"  # 240 − 30 − 5 − 20 − 20


def test_without_an_answer_nothing_lands_and_each_may_be_for_itself(warehouse, files):
    [join] = find_joins(warehouse, files(orders=ORDERS, lines=LINES))
    with pytest.raises(NeedsChoice) as refused:
        import_file(warehouse, STORE, join.orders.path, join=join)
    assert refused.value.code == "join_files"
    assert "“lines.csv” belongs to the orders in “orders.csv”: 5 of its 6 rows" in refused.value.text("en")
    assert list_batches(warehouse) == []
    report = import_file(warehouse, STORE, join.orders.path, Choices(join="no"), join=join)
    assert (report["file"], report["bills"], report["amount"]) == ("orders.csv", 4, "370.00")


YOUZAN = (
    "订单号,订单状态,订单创建时间,买家付款时间,应收订单金额,订单实收金额,全部商品名称,买家昵称,买家手机号,订单退款状态,订单已退款金额\n"
    "E1,交易完成,2026-06-01 09:00:00,2026-06-01 09:01:00,100.00,100.00,杯;盘,小林,13900000001,部分退款,40.00\n"
    "E2,交易完成,2026-06-02 09:00:00,2026-06-02 09:01:00,60.00,60.00,盘,小周,13900000002,,0.00\n"
    "E3,交易完成,2026-06-03 09:00:00,2026-06-03 09:01:00,70.00,70.00,杯;盘,小周,13900000002,全额退款,70.00\n",
    "订单号,商品名称,商品类目,商品单价,商品数量,商品规格\nE1,杯,瓷,25.00,1,大\nE1,盘,竹,75.00,1,\nE2,盘,竹,60.00,1,\nE3,杯,瓷,25.00,1,大\nE3,盘,竹,60.00,1,\n",
)


def test_a_refund_is_shared_as_the_money_is(warehouse, files):
    [join] = find_joins(warehouse, files(orders=YOUZAN[0], goods=YOUZAN[1]))
    report = import_file(warehouse, STORE, join.orders.path, YES, join=join)
    # E1 100 − 40 on lines of 25 and 75, E2 60; E3 went back in full
    assert (report["bills"], report["amount"], report["money"]) == (2, "120.00", {"sale": "160.00", "void": "70.00"})
    assert sold(warehouse) == [("杯", 1, "15.00"), ("盘", 1, "45.00"), ("盘", 1, "60.00")]


OLIST = {
    "orders": "order_id,customer_id,order_status,order_purchase_timestamp,order_delivered_customer_date\n"
              "e481,c1,delivered,2026-10-02 10:56:33,2026-10-10 21:25:13\n53cd,c2,delivered,2026-07-24 20:41:37,2026-08-07 15:27:45\n"
              "4777,c1,shipped,2026-08-08 08:38:49,\n949d,c3,canceled,2026-11-18 19:28:06,\n",
    "items": "order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value\n"
             "e481,1,teapot,s1,2026-10-06 11:07:15,20.00,5.00\ne481,2,tray,s1,2026-10-06 11:07:15,60.00,5.00\n"
             "53cd,1,tray,s2,2026-07-30 03:24:27,118.70,22.76\n4777,1,cup,s3,2026-08-13 08:55:23,159.90,19.22\n949d,1,cup,s3,2026-11-23 19:45:59,45.00,27.20\n",
    "payments": "order_id,payment_sequential,payment_type,payment_installments,payment_value\n"
                "e481,1,credit_card,1,70.01\ne481,2,voucher,1,20.00\n53cd,1,boleto,1,141.46\n4777,1,credit_card,3,179.12\n949d,1,credit_card,1,72.20\n",
}


def test_what_a_line_says_of_itself_takes_nothing_off_the_total_of_its_order(warehouse, files):
    """100.00, 40.00 and 30.00 are what was paid; a line that went back gets no share of it, however the file says so."""
    orders = "单号,日期,顾客,合计\nA1,2026-06-01,林青,100.00\nA2,2026-06-02,周远,40.00\nA3,2026-06-02,周远,30.00\n"
    rows = "A1,面,70.00,{0}\nA1,茶,50.00,{0}\nA1,汤,{2},{1}\nA2,面,50.00,{0}\nA2,茶,{2},{1}\nA3,面,30.00,{0}\n"
    for day, (header, good, back, price) in enumerate((
        ("状态", "正常", "退菜", "-20.00"), ("退款状态", "无退款", "退款成功", "20.00"), ("口味", "辣", "淡", "-20.00"),
    )):
        house = f"house {day}"
        items = f"单号,商品,金额,{header}\n" + rows.format(good, back, price)
        [join] = find_joins(warehouse, files(orders=orders, items=items))
        report = import_file(warehouse, house, join.orders.path, YES, join=join)
        assert (report["bills"], report["amount"], report["skipped"]) == (3, "170.00", {})
        told = "select product, amount from bill_lines where store_id = $store"
        lines = warehouse.cursor().execute(told, {"store": day + 1}).fetchall()
        # of 100.00 the noodles have 70/120 and the tea 50/120
        shares = {("面", Decimal("58.33")), ("茶", Decimal("41.67")), ("汤", 0), ("面", 40), ("茶", 0), ("面", 30)}
        assert set(lines) == shares
        assert len(lines) == 6


def test_orders_without_money_have_what_was_paid_for_them(warehouse, files):
    [join] = find_joins(warehouse, files(**OLIST))
    assert [beside.source.name for beside in join.beside] == ["items.csv", "payments.csv"]
    report = import_file(warehouse, STORE, join.orders.path, YES, join=join)
    # 90.01 + 141.46 + 179.12 = 410.59, canceled 72.20; of 90.01 a quarter and three quarters
    assert (report["bills"], report["customers"], report["amount"]) == (3, 2, "410.59")
    assert report["money"] == {"sale": "410.59", "void": "72.20"}
    assert sold(warehouse) == [("cup", None, "179.12"), ("tray", None, "141.46"), ("teapot", None, "22.50"), ("tray", None, "67.51")]


def test_without_payments_the_lines_have_their_own_money(warehouse, files):
    [join] = find_joins(warehouse, files(orders=OLIST["orders"], items=OLIST["items"]))
    report = import_file(warehouse, STORE, join.orders.path, YES, join=join)
    assert (report["bills"], report["amount"]) == (3, "358.60")  # 80 + 118.70 + 159.90


def test_the_files_of_an_archive_and_the_sheets_of_a_workbook_belong_together_too(warehouse, tmp_path):
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in (("b.csv", LINES), ("a.csv", ORDERS), ("note.csv", "日期,客户,金额\n2026-05-01,甲,5\n")):
            archive.writestr(name, text.encode("gb18030"))
    [join] = find_joins(warehouse, [Source(packed, "export.zip")])
    report = import_file(warehouse, STORE, packed, Choices(join="yes", sheet=join.orders.sheet, parts="only"), join=join)
    assert (report["file"], report["bills"], report["amount"]) == ("export.zip · a.csv + b.csv", 4, "370.00")
    assert [each["values"]["others"] for each in report["warnings"] if each["code"] == "other_files"] == ["note.csv (1, ¥5.00)"]

    book = Workbook()
    for name, text in (("单据", "订单号,结账时间,订单状态,折后金额,会员姓名,会员手机号\nD1,2026-06-01 12:00:00,已结账,100,小林,13900000001\nD2,2026-06-02 12:00:00,已结账,48.5,小周,13900000002\n"),
                       ("菜品", "营业日,订单号,商品名称,单价,数量,商品大类\n2026-06-01,D1,鱼,88,1,热菜\n2026-06-01,D1,饭,6,2,主食\n2026-06-02,D2,鱼,48.5,1,热菜\n")):
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append(line.split(","))
    del book["Sheet"]
    book.save(tmp_path / "till.xlsx")
    [join] = find_joins(warehouse, [Source(tmp_path / "till.xlsx", "till.xlsx")])
    report = import_file(warehouse, "青石", join.orders.path, Choices(join="yes", sheet=join.orders.sheet), join=join)
    assert (report["file"], report["bills"], report["amount"]) == ("till.xlsx · 单据 + 菜品", 2, "148.50")


def test_what_only_looks_like_it_belongs_to_nothing(warehouse, files):
    other_year = LINES.replace("2026-", "2025-")  # the same numbers again, of a till that begins anew
    few = "主订单编号,标题,购买数量\n4001,杯,1\n5002,杯,1\n5003,杯,1\n"
    assert find_joins(warehouse, files(orders=ORDERS, lines=other_year)) == []
    assert find_joins(warehouse, files(orders=ORDERS, lines=few)) == []
    assert find_joins(warehouse, files(orders=ORDERS, again=ORDERS.replace("60.00", "70.00"))) == []


def test_an_order_twice_in_its_file_has_its_lines_once(warehouse, files):
    orders = "订单号,日期,客户,实收金额,类型\n" + "".join(f"A{day},2026-05-{day:02d},甲{day},100,消费\n" for day in range(1, 21))
    lines = "订单号,菜品名称,数量,单价\n" + "".join(f"A{day},鱼,2,50\n" for day in range(1, 21))
    [join] = find_joins(warehouse, files(orders=orders + "A20,2026-05-20,甲20,30,退款\n", lines=lines))
    report = import_file(warehouse, STORE, join.orders.path, YES, join=join)
    assert (report["amount"], report["money"]) == ("1970.00", {"sale": "2000.00", "refund": "30.00"})  # as the file writes it
    assert sum(quantity or 0 for _, quantity, _ in sold(warehouse)) == 40


def test_a_row_that_cannot_be_read_is_named_in_its_own_file(warehouse, files):
    orders = ORDERS.replace("2026-05-09 10:00:11,2026-05-09 10:00:30", "someday,someday")
    sources = files(orders=orders, lines=LINES)
    found = examine(warehouse, STORE, sources[0].path, YES, file_name="orders.csv", join=find_joins(warehouse, sources)[0])
    [reject] = preview_rejects(found)
    assert (reject["sheet"], reject["line"], reject["column"]) == ("orders.csv", 5, "订单付款时间")
    assert found.money["not_understood"] == Decimal("60.00")
    found.close()


@pytest.mark.parametrize("first", ["ledger", "members"])
def test_members_and_their_ledger_find_each_other_in_any_order(warehouse, tmp_path, first):
    texts = {
        "members": "会员卡号,姓名,性别,生日,手机号码,余额(元),创建时间\nV001,林小满,女,1990-01-01,13900000001,600,2026-01-01\nV002,周远,男,1980-01-01,13900000002,404,2026-01-01\n",
        "ledger": "流水号,时间,会员卡号,类型,金额,余额\nL1,2026-06-01 10:00,V001,充值,1000.00,1000.00\nL2,2026-06-01 12:30,V001,消费,188.00,812.00\n"
                  "L3,2026-06-05 12:30,V002,充值,500.00,500.00\nL5,2026-06-10 18:30,V002,消费,96.00,404.00\n",
    }
    for name in sorted(texts, key=lambda name: name != first):
        (tmp_path / f"{name}.csv").write_text(texts[name], encoding="gb18030")
        assert find_joins(warehouse, [Source(tmp_path / f"{each}.csv", each) for each in texts if (tmp_path / f"{each}.csv").exists()]) == []
        import_file(warehouse, STORE, tmp_path / f"{name}.csv")
    known = warehouse.cursor().execute("select customer_key, name, phone from customers order by 1").fetchall()
    assert known == [("V001", "林小满", "13900000001"), ("V002", "周远", "13900000002")]


def test_a_file_a_day_in_a_zip_is_one_table_and_others_are_asked_about(warehouse, tmp_path):
    packed = tmp_path / "三月.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for day in range(1, 31):
            archive.writestr(f"2026-03-{day:02}.csv", f"单号,日期,客户,金额\nZ{day:02}1,2026-03-{day:02},甲,{day}\nZ{day:02}2,2026-03-{day:02},乙,1000\n".encode("gb18030"))
        archive.writestr("2026-03-31.csv", "日期,单号,金额,客户\n2026-03-31,Z311,31,甲\n".encode())  # another order, another encoding
        archive.writestr("again/2026-03-30 (1).csv", "单号,日期,客户,金额\nZ301,2026-03-30,甲,30\nZ302,2026-03-30,乙,1000\n".encode("gb18030"))
        archive.writestr("会员.csv", "会员卡号,姓名,生日\nV1,甲,1980-01-01\n".encode())
    with pytest.raises(InputError) as asked:
        import_file(warehouse, "三月", packed)
    assert asked.value.code == "other_files"
    found = examine(warehouse, "三月", packed)
    told = [next(each for each in found.notices if each.code == "other_files").text("en")]
    found.note(parts="too")  # as the page answers it, without another look
    told.append(next(each for each in found.notices if each.code == "other_files").text("en"))
    found.close()
    assert ["not read: 会员.csv" in text for text in told] == [True, False]
    report = import_file(warehouse, "三月", packed, Choices(parts="too"))
    assert (report["bills"], report["amount"], report["sheets_left"]) == (61, "30496.00", ["会员.csv"])  # 1 + … + 31 + 30 × 1,000
    assert [part[:2] for part in report["parts"][::10]] == [["2026-03-01.csv", 2], ["2026-03-11.csv", 2], ["2026-03-21.csv", 2], ["2026-03-31.csv", 1]]
    told = {each["code"]: each["values"] for each in report["warnings"]}
    assert told["copied_sheets"]["others"] == "2026-03-30 (1).csv (2, ¥1,030.00)"
    assert import_file(warehouse, "三月", packed, Choices(parts="only", sheet="2026-03-02.csv"))["already_landed"]
    assert import_file(warehouse, "二号", packed, Choices(parts="only", sheet="2026-03-02.csv/2026-03-04.csv"))["amount"] == "2006.00"


def test_a_shell_that_is_not_told_of_other_files_in_a_zip_writes_nothing(warehouse, tmp_path):
    packed = tmp_path / "mix.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("sales.csv", "No,Date,Guest,Total\n1,2026-03-01,Ann,10\n2,2026-03-02,Bob,20\n")
        archive.writestr("tips.csv", "Date,Waiter,Tip\n2026-03-01,Pat,1\n")
        archive.writestr("note.pdf", b"%PDF-1.4 ")
    with pytest.raises(InputError) as asked:
        import_file(warehouse, "mix", packed)
    assert (asked.value.code, "tips.csv (1)" in str(asked.value)) == ("other_files", True)
    assert import_file(warehouse, "mix", packed, Choices(parts="only"))["amount"] == "30.00"


CHECKS = (
    "Customer Id,Customer,Opened Date,Tax,Tender,Check Id,Total\n"
    "c0,Ruth Vale,2026-09-02,2.48,VISA,8001,33.48\nc1,Sam Iqbal,2026-09-03,2.88,VISA,8002,38.88\n"
    "c0,Ruth Vale,2026-09-04,4.00,VISA,8003,54.00\nc1,Sam Iqbal,2026-09-05,1.60,CASH,8004,21.60\n"
)
CHECK_PAYMENTS = (
    "Payment Id,Paid Date,Check Id,Amount,Tip,Gratuity,Total,Refund Date,Refund Amount,Type\n"
    "7001,2026-09-02,8001,33.48,6.00,0.00,39.48,,0.00,VISA\n7002,2026-09-03,8002,38.88,6.00,0.00,44.88,,0.00,VISA\n"
    "7003,2026-09-04,8003,24.00,5.00,0.00,29.00,,0.00,VISA\n7004,2026-09-04,8003,30.00,0.00,0.00,30.00,2026-09-05,10.00,VISA\n"
    "7005,2026-09-05,8004,21.60,0.00,0.00,21.60,,0.00,CASH\n"
)


def test_of_payments_beside_checks_refunds_are_taken_off_and_tips_are_not(warehouse, files):
    [join] = find_joins(warehouse, files(checks=CHECKS, payments=CHECK_PAYMENTS))
    report = import_file(warehouse, STORE, join.orders.path, YES, join=join)
    assert (report["bills"], report["amount"]) == (4, "137.96")  # 33.48 + 38.88 + 54 + 21.60, less the 10 of the second payment of 8003
    told = {each["code"]: each["values"] for each in report["warnings"]}
    assert told["refunds_taken_off"]["amount"] == "¥10.00"
    assert (told["tips_beside"]["tip"], told["tips_beside"]["amount"]) == ("Tip", "Total")
    assert (told["tax_inside"]["tax"], told["tax_inside"]["money"]) == ("Tax", "¥10.96")  # 2.48 + 2.88 + 4 + 1.60
