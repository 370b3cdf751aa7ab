"""What lines mean in files that somebody wrote to break the import: each once landed wrong money without a word."""

from decimal import Decimal

import openpyxl
import pytest

from segmentation.ingest.batches import notices
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.land import import_file
from segmentation.ingest.meaning import MEANINGS
from segmentation.ingest.questions import BILL_SHEETS, readable_parts
from segmentation.language.errors import InputError, NeedsChoice
from segmentation.warehouse import Warehouse


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("meanings") / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def land(house, tmp_path):
    def bring(text, **choices):
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        return import_file(house, tmp_path.name[-40:], path, Choices(**choices))

    return bring


DAY = "2026-05-01"
LANDS = {  # header and rows -> revenue, worked out by hand
    "a flag on one line voids that line alone": (
        f"Order Id,Date,Phone,Menu Item,Net Price,Void?\n1,{DAY},13800000001,Fish,100,\n1,{DAY},13800000001,Wine,50,true\n1,{DAY},13800000001,Tea,10,\n2,{DAY},13800000002,Duck,60,\n",
        "170.00",
    ),
    "a dish taken back is one line": (f"订单号,日期,手机,菜品,金额,退菜标记\n1,{DAY},13800000001,鱼,100,退菜\n1,{DAY},13800000001,酒,50,\n2,{DAY},13800000002,鸡,80,\n", "30.00"),
    "a refund that failed takes nothing off, a part its part": (
        f"订单号,交易时间,手机号,交易金额,退款金额,退款状态\nR1,{DAY},13800000001,100,0,\nR2,{DAY},13800000001,100,40,退款失败\nR3,{DAY},13800000002,80,20,退款成功\n",
        "260.00",  # 100 + 100 + 60
    ),
    "numbers that begin again each day: the 2 of the next day is no sale that was taken back": (
        "账单号,日期,姓名,手机,实收金额,状态\n1,2026-10-01,甲一,13800000001,100,已结账\n2,2026-10-01,乙二,13800000002,880,已退款\n"
        "1,2026-10-02,丙三,13800000003,50,已结账\n2,2026-10-02,丁四,13800000004,188,已结账\n",
        "338.00",  # 100 + 50 + 188
    ),
    "a claim that was met takes off what it says, one that was closed nothing": (
        f"订单编号,付款时间,买家手机号,实付金额,维权状态,维权金额\nW1,{DAY},13800000001,100,无维权,\nW2,{DAY},13800000001,100,维权完成,100.00\n"
        f"W3,{DAY},13800000002,100,维权完成,20.00\nW4,{DAY},13800000002,100,维权关闭,0.00\n",
        "280.00",  # 100 + 0 + 80 + 100
    ),
    "what went back of goods is a refund by any name": (
        f"订单号,支付时间,联系电话,部分退款商品金额,实付金额,订单状态\n1,{DAY},13800000001,0.00,100,已完成\n2,{DAY},13800000002,60.00,100,已完成\n",
        "140.00",
    ),
    "a month before its day, and a line that counts the records": (
        "Order Number,Buyer Username,Total Price,Sale Date\n1,b0,20.00,Nov-03-26\n2,b1,30.00,Nov-13-26\n2,record(s) downloaded,,\n", "50.00",
    ),
    "so it is beside a column of what went back": (
        "账单号,日期,姓名,手机,实收金额,退款金额,状态\n1,2026-10-01,甲一,13800000001,100,,已结账\n2,2026-10-01,乙二,13800000002,880,880,已退款\n"
        "1,2026-10-02,丙三,13800000003,50,,已结账\n2,2026-10-02,丁四,13800000004,188,,已结账\n",
        "338.00",
    ),
    "what is stored is no dish": (f"流水号,时间,会员卡号,项目,金额\n1,{DAY},V1,会员卡充值,1000\n2,{DAY},V1,晚餐,200\n3,{DAY},V2,办卡,500\n4,{DAY},V2,午餐,120\n", "320.00"),
    "a gift card is none either": (f"Order,Date,Customer Email,Item,Qty,Amount\n1,{DAY},a@x.com,Dinner,1,100\n2,{DAY},a@x.com,Gift Card,1,200\n3,{DAY},b@x.com,Dinner,1,80\n", "180.00"),
    "the refund of an order stands on each line": (
        f"Order Number,Order Date,Phone (Billing),Item Name,Order Line Total,Order Refund Amount\n501,{DAY},13800000001,Tea,60,20\n501,{DAY},13800000001,Cup,40,20\n504,{DAY},13800000002,Tea,60,0\n",
        "140.00",  # 100 - 20 + 60
    ),
    "a discount beside price and quantity": (f"订单号,日期,手机号,商品,数量,单价,折扣\n1,{DAY},13800000001,茶,2,80,10\n1,{DAY},13800000001,酒,1,50,0\n2,{DAY},13800000002,茶,3,60,20\n", "360.00"),
    "a discount that is a rate": (f"订单号,日期,手机号,商品,数量,单价,折扣\n1,{DAY},13800000001,茶,2,80,0.9\n1,{DAY},13800000001,酒,1,50,1\n2,{DAY},13800000002,茶,3,60,0.8\n", "338.00"),
    "what goes off a card was spent": (f"流水号,时间,会员卡号,业务类型,变动金额,余额\n1,{DAY},V1,充值,1000,1000\n2,2026-05-02,V1,消费,-200,800\n3,2026-05-03,V1,退款,50,850\n", "150.00"),
    "discounts of an order are taken off what it was worth": (
        f"Sale Date,Order ID,Buyer User ID,Order Value,Discount Amount,Shipping,Order Total,Status\n{DAY},1001,ann88,100.00,10.00,5.00,95.00,\n{DAY},1002,bob,80.00,0.00,5.00,85.00,\n", "170.00",
    ),
    "a discount of the order on each line counts once": (
        f"Order ID,Date Paid,Buyer,Item Name,Quantity,Price,Discount Amount,Item Total\n1,{DAY},ann,Cup,2,50,10,100\n1,{DAY},ann,Tea,1,40,10,40\n2,{DAY},bob,Tea,1,40,0,40\n", "170.00",
    ),
    "what is void needs no day": (f"单号,结账时间,手机号,金额,状态\n1,{DAY},13800000001,100,已结账\n2,,13800000002,80,已作废\n3,,13800000002,0,已取消\n", "100.00"),
    "kinds of a card by their endings": (f"流水号,时间,会员卡号,业务类型,金额\n1,{DAY},V1,会员卡充值,1000\n2,{DAY},V1,会员卡消费,200\n3,{DAY},V2,现金消费,80\n", "280.00"),
}

LANDS |= {
    "states of a platform and of a hotel": (
        f"单号,日期,手机,金额,状态\n1,{DAY},13800000001,100,等待确认收货\n2,{DAY},13800000002,50,(删除)等待出库\n3,{DAY},13800000002,20,已退房\n"
        f"4,{DAY},13800000003,9,反结账作废\n5,{DAY},13800000003,8,等待出库\n", "128.00",
    ),
    "ways in which a stay was paid": (
        f"Book number,Check-in,Guest name,Price,Payment status\n1,{DAY},Ann,100,Paid online\n2,{DAY},Bob,50,Paid at property\n3,{DAY},Ann,20,Prepaid\n", "170.00",
    ),
    "kinds of orders": (f"单号,日期,手机,金额,订单类型\n1,{DAY},13800000001,100,普通订单\n2,{DAY},13800000002,500,储值卡充值订单\n", "100.00"),
    "a shop in German": (f"Bestellung;E-Mail;Status;Bezahlt am;Gesamt;Erstattet;Artikel;Menge\nB1;a@x.com;bezahlt;{DAY};100;0;Tee;1\nB2;b@x.com;teilweise erstattet;{DAY};50;20;Tee;1\nB3;b@x.com;storniert;{DAY};9;0;Tee;1\n".replace(";", ","), "130.00"),
    "closed beside success": (f"order_no,paid_time,user_id,total,trade_state\nO1,{DAY},u1,100.50,SUCCESS\nO2,{DAY},u2,50.25,CLOSED\n", "100.50"),
    "a flag that is blank where nothing is to be said": (f"单号,日期,手机,金额,状态\n1,{DAY},13800000001,100,\n2,{DAY},13800000002,50,作废\n3,{DAY},13800000002,20,\n", "120.00"),
    "words of a hotel": (f"单号,日期,手机,金额,状态\n1,{DAY},13800000001,100,协议单位挂账\n2,{DAY},13800000002,50,未入住\n3,{DAY},13800000002,20,未取消\n4,{DAY},13800000003,9,未收\n5,{DAY},13800000003,8,整单退\n", "120.00"),
    "states of WooCommerce": (f"order_id,date,billing_email,order_total,status\n1,{DAY},a@x.com,100,wc-completed\n2,{DAY},b@x.com,50,wc-cancelled\n3,{DAY},b@x.com,20,wc-processing\n4,{DAY},b@x.com,9,Pending payment\n5,{DAY},b@x.com,8,wc-refunded\n", "120.00"),
    "debits are below zero": (f"单号,日期,手机,金额,借贷\n1,{DAY},13800000001,100,贷\n2,{DAY},13800000002,-50,借\n3,{DAY},13800000003,20,贷\n", "120.00"),
    "money that went back is no flag": (f"单号,日期,手机,实收,退款(负数)\n1,{DAY},13800000001,100,0\n2,{DAY},13800000002,50,-20.50\n", "129.50"),
    "an order of a shop without # on further lines": (
        "Name,Email,Financial Status,Paid at,Total,Lineitem name,Billing Name,Id\n"
        f"KT-51,a@x.com,paid,{DAY},100,Tea,Ann,9001\nKT-51,a@x.com,,,,Cup,,\nKT-52,b@x.com,voided,{DAY},50,Tea,Bob,9002\nKT-52,b@x.com,,,,Cup,,\n",
        "100.00",
    ),
    "states in French": (f"Ticket,Date,Client,Total,État\n1,{DAY},Ann,100,Payé\n2,{DAY},Bob,50,Annulé\n3,{DAY},Bob,20,Remboursé\n4,{DAY},Cho,8,En attente\n", "100.00"),
    "a flag in Spanish": (f"Factura,Date,Customer,Total,Anulada\n1,{DAY},Ann,100,No\n2,{DAY},Bob,50,Sí\n", "100.00"),
    "kinds in Japanese": (f"伝票番号,日付,顧客,金額,区分\n1,{DAY},山田,100,売上\n2,{DAY},佐藤,80,売上\n3,{DAY},山田,30,返品\n4,{DAY},鈴木,9,取消\n", "150.00"),
    "a discount in tenths of the price": (f"单号,日期,客户,菜品,数量,单价,折扣\n1,{DAY},甲一,烤鸭,1,100,9折\n1,{DAY},甲一,米饭,2,5,不打折\n2,{DAY},甲二,鱼,1,80,8.5折\n", "168.00"),
    "a discount of which a hundred is none": (f"单号,日期,客户,菜品,数量,单价,折扣\n1,{DAY},甲一,烤鸭,1,100,90\n1,{DAY},甲一,米饭,2,5,100\n2,{DAY},甲二,鱼,1,80,85\n", "168.00"),
    "per cent off": (f"Check,Date,Guest,Item,Qty,Unit Price,Disc %\n1,{DAY},Ann,Steak,1,50,10\n1,{DAY},Ann,Soup,2,10,0\n2,{DAY},Bob,Wine,1,80,25\n", "125.00"),
    "a banquet is worth what was agreed": (f"宴会单号,宴会日期,签单日期,客户,宴席总价,已付定金,尾款实收\n1,{DAY},2026-01-05,甲一,40000,10000,30000\n2,{DAY},2026-01-06,甲二,20000,5000,15000\n", "60000.00"),
    "an event in English": (f"Event No,Event Date,Booked On,Client,Contract Total,Deposit Paid,Balance Paid\n1,{DAY},2026-01-05,Ann,40000,10000,30000\n2,{DAY},2026-01-06,Bob,20000,5000,15000\n", "60000.00"),
    "invoices with their tax": (f"发票号码,开票日期,购方名称,不含税金额,税额,价税合计\n1,{DAY},远山贸易,100,6,106\n2,{DAY},青山建设,200,12,212\n", "318.00"),
    "the order before the commission": (f"Order ID,Created On,Customer,Order Total,Commission,Net Earnings\n1,{DAY},Ann,100,20,80\n2,{DAY},Bob,50,10,40\n", "150.00"),
    "states in traditional letters": (f"單號,營業日期,客戶,實收金額,單據狀態\n1,{DAY},林小滿,100,已結帳\n2,{DAY},周遠,50,作廢\n", "100.00"),
}


@pytest.mark.parametrize(("text", "revenue"), LANDS.values(), ids=LANDS)
def test_revenue_is_what_the_lines_mean(land, text, revenue):
    report = land(text)
    assert report["amount"] == revenue
    column = next(header for name, header in report["mapping"].items() if name == "amount") if "amount" in report["mapping"] else None
    if column:  # the file's own sum, by meaning
        place = text.splitlines()[0].split(",").index(column)
        assert sum(map(Decimal, report["money"].values())) == sum(Decimal(line.split(",")[place] or 0) for line in text.splitlines()[1:])


CARD = "流水号,交易时间,会员卡号,交易类型,消费金额,充值金额,余额变动\n1,2026-05-01,V1,充值,0,500,550\n2,2026-05-02,V1,消费,120,0,-120\n3,2026-05-03,V2,充值,,200,200\n"
FEN = "sn,client_sn,total_amount,net_amount,payer_uid,status,finish_time\n1,C1,18800,18800,u1,SUCCESS,1757736000000\n2,C2,9650,9650,u2,SUCCESS,1757736100000\n"
OWED = (
    "账单号,结账时间,客户,应收金额,优惠金额,实收金额,支付方式\n1,2026-05-01,张三,100,0,100,现金\n2,2026-05-02,李四,800,50,0,挂账\n"
    "3,2026-05-03,王五,150,0,0,签单\n4,2026-05-03,王五,70,0,0,免单\n5,2026-05-03,王五,90,90,0,券\n"
)
ASKED = {
    "days without a year under any header": ("日子,贵宾,手机号码,实付\n09.01,林小满,13800000001,100.50\n09.21,周远,13800000002,9.50\n", "no_year"),
    "yuan or fen": (FEN, "unit_open"),
    "bills on account": (OWED, "on_account"),
    "houses": (f"门店,单号,日期,手机,金额\n甲店,1,{DAY},13800000001,50\n乙店,2,{DAY},13800000002,50\n甲店,3,{DAY},13800000001,120\n", "meaning_open"),
    "deposits": (f"单号,日期,手机,款项,金额\n1,{DAY},13800000001,定金,1000\n2,{DAY},13800000001,尾款,4000\n3,{DAY},13800000002,押金,500\n4,{DAY},13800000002,退押金,500\n5,{DAY},13800000002,房费,300\n", "meaning_open"),
    "what a top-up brought": (CARD, "several_stored"),
    "whose debits": (f"单号,日期,手机,金额,借贷\n1,{DAY},13800000001,100,贷\n2,{DAY},13800000002,50,借\n3,{DAY},13800000003,20,贷\n", "meaning_open"),
    "codes": (f"单号,日期,手机,金额,order_status\n1,{DAY},13800000001,50,0\n2,{DAY},13800000002,50,1\n3,{DAY},13800000001,120,2\n", "meaning_open"),
    "what was owed and is paid": (f"单号,日期,客户,类别,金额\n1,{DAY},甲一,挂账消费,100\n2,{DAY},甲二,现结消费,50\n3,{DAY},甲一,挂账还款,100\n", "meaning_open"),
    "coupons sold, then used": (f"单号,日期,手机,业务,金额\n1,{DAY},13800000001,售券,100\n2,{DAY},13800000001,核销,100\n3,{DAY},13800000002,到店消费,80\n", "meaning_open"),
    "tables that were joined": (f"单号,日期,客户,金额,桌台状态\n1,{DAY},甲一,300,已结账\n2,{DAY},甲二,200,并台\n", "meaning_open"),
    "dishes of a menu beside it": (f"单号,日期,客户,菜品名称,菜品类型,金额\n1,{DAY},甲一,双人餐,套餐,198\n1,{DAY},甲一,烤鸭,套餐明细,128\n2,{DAY},甲二,茶,单品,30\n", "meaning_open"),
    "words of a mistake": (f"单号,日期,客户,金额,处理\n1,{DAY},甲一,300,正常\n2,{DAY},甲二,200,误操作\n", "meaning_open"),
    "write-offs": (f"Check,Date,Guest,Total,Remark Code\n1,{DAY},Ann,300,\n2,{DAY},Bob,200,WRITE OFF\n3,{DAY},Bob,9,DUPLICATE\n", "meaning_open"),
    "payments among the charges of a folio": (f"Folio,Date,Guest,Posting,Amount\n1,{DAY},Ann,Room Charge,380\n1,{DAY},Ann,Visa Payment,-380\n2,{DAY},Bob,Cash Payment,-200\n", "meaning_open"),
    "currencies in the header": (f"Order,Date,Phone,Total (USD)\n1,{DAY},13800000001,300\n2,{DAY},13800000002,200\n", "other_currency"),
}


@pytest.mark.parametrize(("text", "code"), ASKED.values(), ids=ASKED)
def test_what_nobody_can_know_is_asked(land, text, code):
    with pytest.raises(NeedsChoice) as caught:
        land(text)
    assert caught.value.code == code


def test_thousands_are_parted_off_as_the_country_does(land):
    dots = f"Bill,Date,Customer,Total\n1,{DAY},An,350.000\n2,{DAY},Binh,1.250.000\n"
    lakh = 'Bill,Date,Customer,Total\n3,2026-06-01,An,"1,23,456.00"\n4,2026-06-01,Binh,CN¥44\n'
    assert (land(dots)["amount"], land(lakh)["amount"]) == ("1600000.00", "123500.00")


WHOSE = {  # header and rows -> customer and what he spent, worked out by hand
    "one phone in many spellings": (
        f"单号,日期,姓名,电话,金额\n1,{DAY},林小满,13900000001,100\n2,{DAY},林 小 满,+86 139-0000-0001,20\n3,{DAY},林小满先生,1.3900000001E10,3\n"
        f"4,{DAY},周远,13900000002.0,50\n5,{DAY},周远,139 0000 0002,6\n",
        {"13900000001": 123, "13900000002": 56},
    ),
    "who stands alone above his bills": (
        f"客户,日期,单号,金额\n林小满,,,\n,{DAY},1,100\n,{DAY},2,20\n小计,,,120\n周远,,,\n,{DAY},3,50\n小计,,,50\n", {"林小满": 120, "周远": 50},
    ),
    "in English too": (f"Customer,Date,Check,Total\nAnn Lee,,,\n,{DAY},1,100\nSubtotal,,,100\nBob Ray,,,\n,{DAY},2,50\n", {"Ann Lee": 100, "Bob Ray": 50}),
    "words for walk-ins": (f"Ticket,Date,Customer,Total\n1,{DAY},GUEST,10\n2,{DAY},Ann,20\n3,{DAY},Counter Sale,30\n4,{DAY},零点客人,40\n", {"Ann": 20}),
    "years of the republic": ("單號,日期,會員,金額\n1,115/09/01,林小滿,100\n2,115/09/13,周遠,50\n", {"林小滿": 100, "周遠": 50}),
}


@pytest.mark.parametrize(("text", "spent"), WHOSE.values(), ids=WHOSE)
def test_bills_are_those_of_the_customer_who_is_meant(land, house, text, spent):
    report = land(text)
    bought = (
        "select customer_key, sum(amount) from bills join customers using (store_id, customer_key) "
        "where batch_id = $batch and not is_walk_in group by 1"
    )
    assert dict(house.cursor().execute(bought, {"batch": report["batch"]}).fetchall()) == spent
    assert str(report["first_date"]) == ("2026-09-01" if "115/" in text else DAY)


BEFORE = {  # where no column says what was paid in the end: header and rows -> revenue as it stands, and with the discounts off
    "below zero": (f"单号,日期,客户,菜金,折扣\n1,{DAY},甲一,200,-20\n2,{DAY},甲二,300,0\n", "500.00", "480.00"),
    "a rate": (f"单号,日期,客户,消费金额,折扣率\n1,{DAY},甲一,200,0.9\n2,{DAY},甲二,300,1\n", "500.00", "480.00"),
    "in English": (f"Check,Date,Guest,Menu Price,Discount Given\n1,{DAY},Ann,200,20\n2,{DAY},Bob,300,0\n", "500.00", "480.00"),
}


@pytest.mark.parametrize(("text", "net", "gross"), BEFORE.values(), ids=BEFORE)
def test_whether_discounts_are_off_is_asked_where_nothing_shows_it(land, text, net, gross):
    with pytest.raises(NeedsChoice) as caught:
        land(text)
    assert (caught.value.code, land(text, discounts="gross")["amount"]) == ("discounts_net", gross)
    assert land(text.replace(f"1,{DAY}", "7,2026-06-01").replace(f"2,{DAY}", "8,2026-06-01"), discounts="net")["amount"] == net


def test_discounts_beside_what_was_paid_are_not_asked_about(land):
    assert land(f"单号,日期,客户,原价,优惠,消费金额\n1,{DAY},甲一,220,20,200\n2,{DAY},甲二,300,0,300\n")["amount"] == "500.00"


def test_a_house_of_several_is_taken_by_saying_what_the_others_are(land):
    report = land(ASKED["houses"][0], meanings={"门店": {"甲店": "sale", "乙店": "void"}})
    assert (report["amount"], report["skipped"]) == ("170.00", {"void": 1})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"日期,客户,金额（万元）\n{DAY},张三,1.25\n{DAY},李四,0.50\n", "other_unit"),
        (f"日期,客户,金额,,日期,客户,金额\n{DAY},张三,50,,{DAY},王五,80\n{DAY},李四,120,,,,\n", "tables_side_by_side"),
    ],
)
def test_what_cannot_be_read_as_it_stands_is_refused(land, text, code):
    with pytest.raises(InputError) as caught:
        land(text)
    assert caught.value.code == code


def test_a_sheet_of_refunds_is_taken_off(house, tmp_path):
    book = openpyxl.Workbook()
    for title, rows in (("销售", [("1", DAY, "13800000001", 100), ("2", DAY, "13800000002", 50)]), ("退款", [("3", "2026-05-03", "13800000001", 50)])):
        sheet = book.active if title == "销售" else book.create_sheet()
        sheet.title = title
        for row in (("单号", "日期", "手机", "金额"), *rows):
            sheet.append(row)
    book.save(tmp_path / "two.xlsx")
    report = import_file(house, tmp_path.name[-40:], tmp_path / "two.xlsx")
    assert (report["amount"], report["money"]) == ("100.00", {"sale": "150.00", "refund": "50.00"})


SALES = "销售明细,,,\n单号,日期,客户,金额\n1,2026-05-01,张三,100\n2,2026-05-02,李四,200\n合计,,,300\n"
BELOW = {  # what stands below three hundred yuan of sales -> revenue, rows left out, the row of the other header
    "a table of refunds": ("\n退款明细,,,\n退款单号,退款日期,客户,退款金额\nR1,2026-05-03,张三,50\nR2,2026-05-04,李四,30\n", "300.00", 4, 8),
    "a wider one": ("单号,日期,客户,手机号,退款金额,支付方式\nR1,2026-05-03,张三,13800000001,50,现金\n", "300.00", 2, 6),
    "the same columns under another title": ("退款明细,,,\n单号,日期,客户,金额\n1,2026-05-03,张三,50\n", "300.00", 3, 7),
    "the header of the next page": ("单号,日期,客户,金额\n3,2026-05-03,张三,50\n", "350.00", 0, None),
    "the next room, and bills again": (
        "包厢,,,\n单号,日期,客户,金额\n3,2026-05-03,张三,50\n退款\n单号,退款金额,日期,原因\n3,50,2026-05-04,菜凉\n大厅\n单号,日期,客户,金额\n4,2026-05-04,李四,5\n",
        "355.00", 3, 10,
    ),
}


@pytest.mark.parametrize(("below", "revenue", "left", "header"), BELOW.values(), ids=BELOW)
def test_a_table_with_another_header_below_the_bills_is_left_out_and_told(land, below, revenue, left, header):
    report = land(SALES + below)
    told = next((each for each in report["warnings"] if each["code"] == "other_table"), {"count": 0, "values": {"header": None}})
    assert (report["amount"], report["rejected"], told["count"], told["values"]["header"]) == (revenue, 0, left, header)
    assert report["rows"] == report["accepted"] + sum(report["skipped"].values())


def test_what_is_below_is_taken_by_its_own_header_row(land):
    report = land(SALES + BELOW["a wider one"][0], header_row=6, mapping={"amount": "退款金额"})
    assert (report["amount"], report["money"]) == ("-50.00", {"refund": "50.00"})


def test_a_refund_is_the_customers_and_not_that_of_the_house_which_pays_it(land, house):
    report = land(
        "Date,Type,Gross,From Email Address,To Email Address,Transaction ID\n"
        "2026-05-01,Mobile Payment,100.00,ann@x.com,shop@y.com,T1\n2026-05-02,Mobile Payment,80.00,bob@x.com,Shop@y.com,T2\n"
        "2026-05-03,Payment Refund,-30.00,shop@y.com,ann@x.com,T3\n"
    )
    bought = "select customer_key, sum(amount) from bills where batch_id = $batch group by 1 order by 1"
    rows = house.cursor().execute(bought, {"batch": report["batch"]}).fetchall()
    assert rows == [("ann@x.com", Decimal("70.00")), ("bob@x.com", Decimal("80.00"))]


BILLS = "select bill_time, customer_key, amount, tables, gross, discount from bills where batch_id = $batch order by bill_date, bill_time, amount"


def test_lines_that_leave_day_and_table_to_the_row_above_are_one_bill_with_it(land, house):
    report = land(
        "日期,客户,台号,菜品,金额\n2026-05-01 12:00,张三,A1,鱼,100\n,,,酒,50\n,,A2,茶,10\n2026-05-01 18:00,李四,A1,鸡,60\n,,,酒,40\n2026-05-02,张三,A1,鱼,70\n,,,酒,30\n"
    )
    rows = [tuple(map(str, row[:4])) for row in house.cursor().execute(BILLS, {"batch": report["batch"]}).fetchall()]
    assert rows == [  # the last two say no time: nobody knows whether they are one bill
        ("12:00:00", "张三", "10.00", "1"), ("12:00:00", "张三", "150.00", "1"), ("18:00:00", "李四", "100.00", "1"),
        ("None", "张三", "30.00", "0"), ("None", "张三", "70.00", "0"),
    ]
    of_bills = "select bill_line_no, sum(amount) from bill_lines where batch_id = $batch group by 1 order by 1"
    assert house.cursor().execute(of_bills, {"batch": report["batch"]}).fetchall()[0] == (2, Decimal("150.00"))
    assert {each["code"]: each["count"] for each in report["warnings"]} == {"filled_down": 4, "one_moment": 2}


def test_what_a_bill_cost_before_discounts_counts_once_however_it_was_paid(land, house):
    report = land(
        "账单号,结账时间,客户,应收金额,优惠金额,实收金额,支付方式\n1,2026-05-01 12:00,张三,200,20,100,现金\n1,2026-05-01 12:00,张三,200,20,80,微信\n"
        "2,2026-05-01 13:00,李四,300,0,150,现金\n2,2026-05-01 13:00,李四,300,0,150,现金\n3,2026-05-01 14:00,李四,60,10,50,现金\n"
        "4,2026-05-01 15:00,王五,60,10,50,现金\n4,2026-05-01 15:00,王五,60,10,50,现金\n",  # each payment has its own part of the bill
        doubles="twice",
    )
    rows = [tuple(map(str, row[2:])) for row in house.cursor().execute(BILLS, {"batch": report["batch"]}).fetchall()]
    assert rows == [("180.00", "1", "200.00", "20.00"), ("300.00", "1", "300.00", "0.00"), ("50.00", "1", "60.00", "10.00"), ("100.00", "1", "120.00", "20.00")]


@pytest.mark.parametrize(("header", "stored"), [("充值金额", "700.00"), ("余额变动", "750.00")])
def test_a_top_up_without_an_amount_brings_what_another_column_says(land, house, header, stored):
    report = land(CARD, mapping={"stored": header})
    kept = "select sum(amount) from stored_value where batch_id = $batch"
    assert house.cursor().execute(kept, {"batch": report["batch"]}).fetchall() == [(Decimal(stored),)]
    assert (report["amount"], report["top_ups"], report["rejected"]) == ("120.00", 2, 0)
    assert next(each["amount"] for each in report["meanings"] if each["value"] == "充值") == stored


@pytest.mark.parametrize(("unit", "revenue"), [("fen", "284.50"), ("yuan", "28450.00")])
def test_amounts_of_a_payment_firm_are_in_what_a_person_says(land, unit, revenue):
    assert land(FEN, unit=unit)["amount"] == revenue


def test_the_fees_of_wechat_are_fen_as_its_manual_says(land):
    text = "out_trade_no,time_end,total_fee,refund_fee,openid,trade_state\nC1,20260901120000,18800,0,u1,SUCCESS\nC2,20260901130000,850,0,u2,NOTPAY\nC3,20260901130000,50,0,u2,SUCCESS\n"
    report = land(text)
    assert (report["amount"], report["skipped"], [each["code"] for each in report["warnings"]]) == ("188.50", {"unpaid": 1}, ["in_fen"])


@pytest.mark.parametrize(
    ("answer", "revenue", "money"),
    [("due", "1000.00", {"due": "-900.00", "sale": "1000.00"}), ("paid", "100.00", {"sale": "100.00"})],  # 100 + 750 + 150
)
def test_bills_on_account_count_with_what_is_due_where_a_person_says_so(land, answer, revenue, money):
    report = land(OWED, on_account=answer)
    assert (report["amount"], report["money"]) == (revenue, money)


def test_names_masked_by_crosses_tell_nobody_apart(land, house):
    report = land(f"单号,日期,姓名,金额\n1,{DAY},张XX,100\n2,{DAY},李X,200\n3,{DAY},王xx,80\n4,{DAY},张XX,300\n5,{DAY},Max,20\n")
    keys = "select customer_key, sum(amount) from bills where batch_id = $batch group by 1 order by 1"
    assert house.cursor().execute(keys, {"batch": report["batch"]}).fetchall() == [("Max", Decimal("20.00")), (None, Decimal("680.00"))]


FLOOR = [("流水号", "日期", "客人", "实收金额"), ("A1", DAY, "林小满", 100), ("A2", DAY, "周远", 50)]
COURIER = [("单号", "营业日期", "顾客姓名", "实付"), ("B1", DAY, "林小满", 20), ("B2", "2026-05-02", "何一鸣", 7), ("B3", "2026-05-02", "何一鸣", 1)]
REPORT = [("日期", "营业额", "笔数"), (DAY, 150, 2), ("2026-05-02", 8, 2), ("2026-05-03", 0, 0), ("2026-05-04", 0, 0)]
DISHES = [("流水号", "菜品", "数量", "金额"), ("A1", "鱼", 1, 60), ("A1", "菜", 1, 40), ("A2", "茶", 5, 50)]
BACK = [("退款单号", "原流水号", "退款日期", "退款金额"), ("R1", "A1", DAY, 30)]


@pytest.mark.parametrize(
    ("sheets", "read", "asked"),
    [
        ({"大堂": FLOOR, "外卖": COURIER}, "外卖", ["大堂"]),
        ({"销售": FLOOR, "退款": BACK}, "销售", ["退款"]),
        ({"日报": REPORT, "账单": FLOOR}, "账单", []),
        ({"菜品": DISHES, "账单": FLOOR}, "账单", []),
    ],
)
def test_a_sheet_that_may_hold_bills_is_asked_about_and_one_that_cannot_is_not_taken_for_them(house, tmp_path, sheets, read, asked):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "sheets.xlsx")
    found = examine(house, tmp_path.name[-40:], tmp_path / "sheets.xlsx")
    assert (found.readable.sheet, [part.sheet for part in found.readable.unread]) == (read, [name for name in sheets if name != read])
    assert readable_parts(found, BILL_SHEETS) == asked
    if asked:
        with pytest.raises(NeedsChoice, match=asked[0]):
            found.check_open()
        found.choices = Choices(parts="only")
    found.check_open()
    found.close()


def test_times_of_another_zone_ask_by_which_clock_days_are_read_and_the_answer_holds_next_month(land):
    """23:30 of 31 October in New York is noon of 1 November in Shanghai; in winter New York is an hour further away."""
    text = "单号,日期,姓名,金额\n1,2026-10-01 11:13:25 -0400,A,40\n2,2026-10-31 23:30:00 -0400,B,60\n"
    with pytest.raises(NeedsChoice) as asked:
        land(text)
    values = [asked.value.values[name] for name in ("lines", "amount", "written", "zone")]
    assert (asked.value.code, values) == ("other_zone", [1, "¥60.00", "America/New_York", "Asia/Shanghai"])
    with pytest.raises(InputError) as refused:
        land(text, zone="Nowhere")
    assert refused.value.code == "unknown_zone"
    assert land(text, zone="America/New_York")["last_date"] == "2026-10-31"
    assert land("单号,日期,姓名,金额\n9,2026-11-30 23:30:00 -0500,A,50\n")["last_date"] == "2026-11-30"


@pytest.mark.parametrize(
    ("moment", "zone", "there", "here"),
    [
        ("2026-01-05T23:00:00+09:00", "Asia/Tokyo", "2026-01-05", "2026-01-05"),  # no day is another, the hour is
        ("2026-07-05 02:30:00+02:00", "Europe/Paris", "2026-07-05", "2026-07-05"),
        ("2026-07-05 20:30:00 -0300", "Etc/GMT+3", "2026-07-05", "2026-07-06"),
        ("2026-07-05 20:30:00 +0800", None, "", "2026-07-05"),
        ("2026-07-05T20:30:00Z", None, "", "2026-07-06"),  # as programs write moments
        ("2026-07-05T20:30:00+00:00", None, "", "2026-07-06"),
    ],
)
def test_what_other_zones_are_asked_about(house, tmp_path, moment, zone, there, here):
    path = tmp_path / "file.csv"
    path.write_text(f"单号,日期,姓名,金额\n1,{moment},A,40\n", encoding="utf-8")
    told = []
    for choice in (None, "Asia/Shanghai", zone):
        found = examine(house, tmp_path.name[-40:], path, Choices(zone=choice))
        told.append((found.last_date.isoformat(), [question.options for question in found.questions if question.field == "zone"]))
        found.close()
    options = [(zone, "Asia/Shanghai")] if zone else []
    assert told == [(here, options), (here, options), (there or here, options)]


@pytest.mark.parametrize(
    ("header", "visits"), [("Gift Card Sales", 2), ("充值金额", 2), ("储值金额", 3)]  # 储值金额 may be what was paid from the card
)
def test_who_buys_nothing_but_a_gift_card_has_stored_value_and_no_visit(land, house, tmp_path, header, visits):
    """A paid 40 on the 1st and bought a card of 50 on the 2nd; B had a free meal on the 3rd, which is a visit."""
    text = f"Transaction ID,Date,Customer Name,Net Sales,{header}\nT1,2026-05-01,A,40,0\nT2,2026-05-02,A,0,50\nT3,2026-05-03,B,0,0\n"
    assert land(text)["amount"] == "40.00"
    came, stored = (
        house.cursor().execute(f"select {what} inner join stores using (store_id) where name = $store", {"store": tmp_path.name[-40:]}).fetchall()
        for what in ("count(*) filter (where bills > 0) from visits", "coalesce(sum(amount), 0) from stored_value")
    )
    assert (came, stored) == ([(visits,)], [(Decimal(50 * (3 - visits)),)])


@pytest.mark.parametrize(
    ("row", "kept"),
    [("D1,2026-09-05,A,退款,0,88,-88", "-88.00"), ("D1,2026-09-05,A,退款,88,88,88", "88.00"), ("D1,2026-09-05,A,退款,,,-88", "-88.00")],
)
def test_a_refund_that_is_off_its_sale_already_and_on_a_row_of_its_own_is_asked_about(land, row, kept):
    """188 − 88 = 100 stands in the column of what was paid; 260 was not refunded: 360 was earned, 272 with the row taken off."""
    text = f"订单号,日期,客户,类型,订单金额,退款金额,实收金额\nD1,2026-09-01,A,消费,188,88,100\nD2,2026-09-02,B,消费,260,0,260\n{row}\n"
    with pytest.raises(NeedsChoice) as asked:
        land(text)
    assert (asked.value.code, asked.value.values["count"], asked.value.values["amount"]) == ("refunds_twice", 1, "¥88.00")
    report = land(text, refunds="net")
    assert (report["amount"], report["bills"], report["skipped"]) == ("360.00", 2, {"netted": 1})
    assert report["money"] == {"sale": "360.00", "netted": kept}


def test_a_refund_off_its_sale_can_be_taken_off_once_more(land):
    text = "订单号,日期,客户,类型,订单金额,退款金额,实收金额\nD1,2026-09-01,A,消费,188,88,100\nD2,2026-09-02,B,消费,260,0,260\nD1,2026-09-05,A,退款,0,88,-88\n"
    assert land(text, refunds="gross")["amount"] == "272.00"


def test_another_currency_is_told_and_never_added_to_the_bills_of_a_store(land):
    """A shop in Hong Kong dollars stays one; its yuan, and the dollars of a house in yuan, are refused."""
    text = "Bill No,Date,Guest,Currency,Amount\nC1,2026-10-01,Ada,{0},1000\nC2,2026-10-02,Bo,{0},250\n"
    report = land(text.format("HKD"), currency="HKD")
    assert (report["amount"], report["currency"]) == ("1250.00", "HKD")
    assert [each["values"] for each in report["warnings"] if each["code"] == "in_currency"] == [{"currency": "HKD"}]
    with pytest.raises(InputError) as refused:
        land(text.format("CNY").replace("C1", "D1"))
    assert (refused.value.code, refused.value.values["there"]) == ("currency_of_store", "HKD")
    assert land("Bill No,Date,Guest,Amount\nE1,2026-10-03,Ada,5\n")["amount"] == "5.00"  # says nothing: the store's
    assert land(text.format("HKD").replace("C", "F"), currency="HKD")["currency"] == "HKD"


def test_dollars_do_not_come_into_a_store_of_yuan(land):
    land("Bill No,Date,Guest,Amount\nE1,2026-10-03,Ada,5\n")
    with pytest.raises(InputError) as refused:
        land("Bill No,Date,Guest,Total (USD)\nC1,2026-10-01,Ada,1000\n", currency="USD")
    assert (refused.value.code, refused.value.values["there"]) == ("currency_of_store", "CNY")


def test_a_zone_in_the_header_is_the_zone_of_its_times(land):
    report = land("id,Created (UTC),Amount,Status,Customer Email\np1,2026-05-01 20:30,50,Paid,a@x.com\np2,2026-05-02 09:00,70,Paid,b@x.com\n")
    assert (report["first_date"], report["last_date"]) == ("2026-05-02", "2026-05-02")


def test_a_state_that_a_person_calls_a_refund_takes_the_order_back_once(land):
    """Three orders of 100 each, all of other numbers: the one that went back never was a sale beside itself, so 200 and not 100."""
    rows = "".join(f"W{each},{DAY},1380000000{each},100,{state}\n" for each, state in enumerate(("处理好", "处理好", "客诉已了"), 1))
    text = "订单号,日期,手机,实付金额,订单状态\n" + rows
    report = land(text, meanings={"订单状态": {"处理好": "sale", "客诉已了": "refund"}})
    assert (report["amount"], report["bills"]) == ("200.00", 2)


def test_every_value_of_every_column_is_shown_with_a_meaning_that_has_a_name(land):
    """One order a state: what a page offers to choose from has a word for each, whatever the column says beside it."""
    words = ("无售后", "售后中", "退款中", "售后关闭", "退款驳回", "部分退款", "退款成功", "-", "")
    rows = "".join(f"{at},2026-11-0{at},{at * 10},{word},a{at % 2}\n" for at, word in enumerate(words, 1))
    report = land("订单号,支付时间,实付金额,售后状态,买家ID\n" + rows)
    assert {each["meaning"] for each in report["meanings"]} <= {*MEANINGS}
    assert report["amount"] == "380.00"  # 10 + 20 + … + 90, less the 70 that went back
    told = [notice for notice in notices(report) if notice.code == "refunds_under_way"]
    assert [(each.count, each.values["amount"]) for each in told] == [(2, "¥50.00")]  # 20 and 30


def test_a_refund_that_somebody_knows_is_not_told_as_under_way(land):
    report = land("订单号,支付时间,实付金额,售后状态,买家ID\n1,2026-11-01,10,无售后,a\n2,2026-11-02,20,售后中,b\n", meanings={"售后状态": {"售后中": "void"}})
    assert (report["amount"], [each.code for each in notices(report) if "under_way" in each.code]) == ("10.00", [])
