"""Small files that once failed, as tills and shops write them, and others of the same kinds: what lands, worked out by hand."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.land import import_file
from segmentation.language.errors import NeedsChoice
from segmentation.warehouse import Warehouse
from tests.ingest.workbooks import write_book

FOLDER = next((folder / "shared" / "cases" for folder in Path(__file__).parents if (folder / "shared" / "cases").is_dir()), None)
needs_cases = pytest.mark.skipif(FOLDER is None, reason="the small files are not here")


class Came(NamedTuple):
    """What a file comes to: bills, money, customers; rows left out by reason; rejects; what is told of it."""

    bills: int
    amount: str
    customers: int
    skipped: tuple[tuple[str, int], ...] = ()
    rejected: int = 0
    told: tuple[str, ...] = ()


class Case(NamedTuple):
    """A text, what comes of it, what a person says of it, and the file of the folder that it is (empty: one of our own)."""

    text: str
    came: Came
    choices: Choices = Choices()
    file: str = ""
    encoding: str = "utf-8"


ORDERS = "单号,日期,客户,金额,"
VOID, UNPAID, EXPENSE = (("void", 1),), (("unpaid", 1),), (("expense", 1),)

def below(usual, other, header):
    """300 bills of ¥10 by 300 customers; only the last two say ``other``."""
    return ORDERS + header + "\n" + "".join(f"N{n:03},2026-06-01,客{n:03},10,{other if n > 297 else usual}\n" for n in range(300))


CASES = {
    # orders with further lines, states and refunds in columns of their own
    "01 shop orders": Case(
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Billing Name,Billing Phone,Shipping Name,Cancelled at,Refunded Amount,Id,Receipt Number,Phone\n"
        "#2001,ann@shop.example,paid,2026-03-02 10:00:00 +0800,fulfilled,CNY,180.00,0.00,0.00,180.00,2026-03-02 09:59:58 +0800,1,Teapot,100.00,Ann Example,'+86 139 0000 0001,Ann Example,,0.00,9001,,\n"
        "#2001,ann@shop.example,,,,,,,,,2026-03-02 09:59:58 +0800,2,Cup,40.00,,,,,,,,\n"
        "#2002,bob@shop.example,paid,2026-03-05 11:00:00 +0800,fulfilled,CNY,60.00,0.00,0.00,60.00,2026-03-05 10:58:00 +0800,1,Cup,60.00,Bob Example,'+86 139 0000 0002,Bob Example,,0.00,9002,,\n"
        "#2003,ann@shop.example,paid,2026-03-20 12:00:00 +0800,fulfilled,CNY,90.00,0.00,0.00,90.00,2026-03-20 12:00:00 +0800,1,Tea,90.00,Ann Example,'+86 139 0000 0001,Ann Example,,0.00,9003,,\n"
        "#2004,bob@shop.example,partially_refunded,,fulfilled,CNY,200.00,0.00,0.00,200.00,2026-03-22 12:00:00 +0800,1,Tray,200.00,Bob Example,'+86 139 0000 0002,Bob Example,,50.00,9004,,\n"
        "#2005,cho@shop.example,refunded,,unfulfilled,CNY,75.00,0.00,0.00,75.00,2026-03-23 12:00:00 +0800,1,Tray,75.00,Cho Example,'+86 139 0000 0003,Cho Example,2026-03-24 09:00:00 +0800,75.00,9005,,\n",
        Came(4, "480.00", 2, VOID, told=("filled_down", "second_date", "refunds_taken_off")), file="01_shopify_orders.csv",
    ),
    "01 in Chinese": Case(
        "订单号,订单状态,付款时间,下单时间,买家账号,实付金额,退款状态,已退款金额,商品名称,数量\n"
        "D1,已发货,2026-03-02 10:00,2026-03-02 09:00,qing,180,,0,壶,1\nD1,,,,,,,,杯,2\n"
        "D2,部分退款,2026-03-05 10:00,2026-03-05 09:00,zhu,200,退款成功,50,盘,1\n"
        "D3,交易关闭,,2026-03-06 09:00,zhu,75,退款成功,75,盘,1\nD4,待付款,,2026-03-07 09:00,shan,30,,0,杯,1\n",
        Came(2, "330.00", 2, (("unpaid", 1), ("void", 1)), told=("own_amounts", "filled_down", "refunds_taken_off")),
    ),
    "01 several lines, state said once": Case(
        "Order ID,State,Date,Customer,Order Total,Item\nA1,complete,2026-03-02,Ann,70,Tea\nA1,,,,,Cup\nA2,void,2026-03-03,Bob,30,Tea\nA2,,,,,Cup\n",
        Came(1, "70.00", 1, (("void", 2),), told=("own_amounts", "filled_down")),
    ),
    # paid in words, the day of paying empty
    "02 on account": Case(
        "账单号,开台时间,结账时间,客户名称,实收金额,状态\n"
        "Z001,2026-09-01 18:00,2026-09-01 20:10,远山贸易,1200,已结账\n"
        "Z002,2026-09-02 18:00,2026-09-02 20:10,青石会所,800,已结账\n"
        "Z003,2026-09-03 18:00,,市教育局,2600,挂账\n"
        "Z004,2026-09-04 18:00,,市教育局,3100,挂账\n"
        "Z005,2026-09-05 18:00,2026-09-05 21:00,远山贸易,500,已结账\n",
        Came(5, "8200.00", 3, told=("second_date",)), Choices(paid=("已结账", "挂账")), "02_guazhang_no_pay_time.csv",
    ),
    "02 one day only": Case(
        ORDERS + "状态\nA1,2026-09-01,甲一,100,已结账\nA2,,甲二,50,已结账\nA3,,甲三,30,作废\nA4,,甲四,20,未付款\n",
        Came(1, "100.00", 1, VOID, rejected=2),  # what is void needs no day
    ),
    "02 unpaid without a day of paying": Case(
        "Order,Created at,Paid at,Customer,Total,Status\nA1,2026-09-01,2026-09-02,Ann,100,paid\nA2,2026-09-03,,Bob,50,pending\nA3,2026-09-04,,Cho,20,on account\n",
        Came(2, "120.00", 2, UNPAID, told=("second_date",)), Choices(meanings={"Status": {"on account": "sale"}}),
    ),
    # merged cells and blank repeats
    "03 merged lines": Case(
        "订单号,下单时间,收货人,手机号,商品名称,数量,单价,实付金额,订单状态\n"
        "W1001,2026-08-01 10:00:00,林小满,13900000001,青瓷杯,1,60,160,交易成功\n,,,,竹茶盘,1,100,,\n"
        "W1002,2026-08-03 11:00:00,周远,13900000002,青瓷杯,2,60,120,交易成功\n"
        "W1003,2026-08-09 09:30:00,林小满,13900000001,竹茶盘,1,100,220,交易成功\n,,,,青瓷杯,2,60,,\n",
        Came(3, "500.00", 2, told=("filled_down",)), file="03_merged_order_lines.csv",
    ),
    "04 filled down": Case(
        "销售日期,客户,商品,数量,单价,金额\n2026-08-01,林小满,青瓷杯,1,60,60\n,,竹茶盘,1,100,100\n"
        "2026-08-03,周远,青瓷杯,2,60,120\n,,竹茶盘,1,100,100\n,,茶针,1,20,20\n",
        Came(5, "400.00", 2, told=("filled_down",)), file="04_line_amounts_filldown.csv",
    ),
    "04 in English": Case(
        "Date,Customer,Item,Amount\n2026-08-01,Ann,Cup,60\n,,Tray,100\n2026-08-03,Bob,Cup,120\n", Came(3, "280.00", 2, told=("filled_down",)),
    ),
    # refunds: rows of their own, columns, either sign
    "05 payments in backticks": Case(
        "\ufeff交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\n"
        "`2026-09-01 12:01:05,`wxtest0001,`1900000001,`0,`,`4200001,`D0001,`oUserA,`JSAPI,`SUCCESS,`OTHERS,`CNY,`188.00,`0.00,`0,`0,`0.00,`0.00,`,`,`堂食,`,`0.60,`0.60%,`188.00,`0.00,`\n"
        "`2026-09-01 18:31:05,`wxtest0001,`1900000001,`0,`,`4200002,`D0002,`oUserB,`JSAPI,`SUCCESS,`OTHERS,`CNY,`96.50,`0.00,`0,`0,`0.00,`0.00,`,`,`堂食,`,`0.60,`0.60%,`96.50,`0.00,`\n"
        "`2026-09-03 12:11:05,`wxtest0001,`1900000001,`0,`,`4200003,`D0003,`oUserA,`JSAPI,`SUCCESS,`OTHERS,`CNY,`212.00,`0.00,`0,`0,`0.00,`0.00,`,`,`堂食,`,`0.60,`0.60%,`212.00,`0.00,`\n"
        "`2026-09-04 12:11:05,`wxtest0001,`1900000001,`0,`,`4200002,`D0002,`oUserB,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50001,`50001,`96.50,`0.00,`ORIGINAL,`SUCCESS,`堂食,`,`0.60,`0.60%,`0.00,`96.50,`\n"
        "`2026-09-05 19:00:00,`wxtest0001,`1900000001,`0,`,`4200005,`D0005,`oUserC,`JSAPI,`SUCCESS,`OTHERS,`CNY,`66.00,`0.00,`0,`0,`0.00,`0.00,`,`,`堂食,`,`0.60,`0.60%,`66.00,`0.00,`\n"
        "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\n`5,`562.50,`96.50,`0.00,`3.37,`562.50,`96.50\n",
        Came(5, "466.00", 3, (("note", 2),), told=("refunds_taken_off",)), file="05_wechat_merchant.csv",
    ),
    "05 Alipay with its lines around": Case(
        "#支付宝业务明细查询\n#账号：[20880156]\n#起始日期：[2026年09月01日 00:00:00]   终止日期：[2026年09月30日 00:00:00]\n#-----业务明细列表-----\n"
        "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店名称,对方账户,订单金额（元）,商家实收（元）,退款批次号/请求号,服务费（元）\n"
        "2026090101\t,D1\t,交易,堂食,2026-09-01 12:00:00,2026-09-01 12:00:09,总店,lin@pay.example,188.00,180.00,,-0.60\n"
        "2026090102\t,D2\t,交易,堂食,2026-09-02 12:00:00,2026-09-02 12:00:09,总店,zhou@pay.example,96.50,96.50,,-0.30\n"
        "2026090103\t,D1\t,退款,堂食,2026-09-03 12:00:00,2026-09-03 12:00:09,总店,lin@pay.example,-188.00,-180.00,R1,0.60\n"
        "#-----业务明细列表结束-----\n#交易合计：2笔，商家实收共276.50元，商家优惠共8.00元\n#退款合计：1笔，商家实收退款共-180.00元\n#导出时间：[2026年10月01日 09:00:00]\n",
        Came(3, "96.50", 2, (("note", 4), ("title", 4))), encoding="gb18030",
    ),
    "05 returns above zero": Case(
        "Receipt,Date,Type,Customer,Amount\n1,2026-05-01,Sale,Ann,100\n2,2026-05-02,Sale,Bob,80\n3,2026-05-03,Return,Ann,30\n4,2026-05-04,Return,Bob,-10\n",
        Came(4, "140.00", 2),
    ),
    "10 web shop": Case(
        '订单编号,买家会员名,买家实际支付金额,订单状态,联系手机,订单创建时间,订单付款时间 ,退款金额\n'
        '="400000000000000001",青山2026,"160.00",交易成功,\'13900000001,2026-05-02 10:00:11,2026-05-02 10:00:30,0.00\n'
        '="400000000000000002",竹里,"0.00",交易关闭,\'13900000002,2026-05-03 10:00:11,,0.00\n'
        '="400000000000000003",青山2026,"250.00",交易成功,\'13900000001,2026-05-09 10:00:11,2026-05-09 10:00:30,100.00\n',
        Came(2, "310.00", 1, VOID, told=("refunds_taken_off",)), encoding="gb18030",
    ),
    # what is stored on cards
    "11 ledger of members": Case(
        "流水号,时间,会员卡号,会员姓名,手机号,类型,金额,余额,门店,操作员\n"
        "L1,2026-06-01 10:00,V001,林小满,13900000001,充值,1000.00,1000.00,总店,小李\n"
        "L2,2026-06-01 12:30,V001,林小满,13900000001,消费,188.00,812.00,总店,小李\n"
        "L3,2026-06-05 12:30,V002,周远,13900000002,充值,500.00,500.00,总店,小李\n"
        "L4,2026-06-09 18:30,V001,林小满,13900000001,消费,212.00,600.00,总店,小李\n"
        "L5,2026-06-10 18:30,V002,周远,13900000002,消费,96.00,404.00,总店,小李\n"
        "L6,2026-06-11 18:30,V002,周远,13900000002,退款,96.00,500.00,总店,小李\n",
        Came(4, "400.00", 2, told=("top_ups",)), file="11_member_ledger.csv", encoding="gb18030",
    ),
    "11 other words": Case(
        "单据号,交易日期,卡号,业务类型,收/支,金额\nL1,2026-06-01,V001,售卡,收入,1000\nL2,2026-06-02,V001,扣卡,支出,-188\nL3,2026-06-03,V001,退卡,支出,100\nL4,2026-06-04,V002,采购,支出,40\nL5,2026-06-05,V002,储值消费,支出,-60\nL6,2026-06-06,V002,退款,收入,60\n",
        Came(3, "188.00", 2, EXPENSE, told=("sales_below", "top_ups")),
    ),
    "11 in English": Case(
        "ID,Date,Member No,Transaction Type,Amount\n1,2026-06-01,V001,Top-up,500\n2,2026-06-02,V001,Purchase,120\n3,2026-06-03,V002,Purchase,80\n4,2026-06-04,V002,Refund,80\n",
        Came(3, "120.00", 2, told=("top_ups", "card_use_unsaid")),
    ),
    # dates
    "12 no year": Case(
        "日期,收件人,手机,实付金额\n11月18日,林小满,13900000001,60\n11月17日,林小满,13900000001,80\n10月26日,周远,13900000002,30\n",
        Came(3, "170.00", 2), Choices(year=2025), "12_no_year.csv",
    ),
    "13 moments of Greenwich": Case(
        "Order ID,Created at,Customer,Total,Status\nA1,2026-03-01T23:30:00.000Z,Ann Example,50,paid\n"
        "A2,2026-03-02T11:00:00.000Z,Ann Example,70,paid\nA3,2026-03-31T17:00:00Z,Bob Example,90,paid\n",
        Came(3, "210.00", 2, told=("read_by_zone",)), file="13_utc_timestamps.csv",
    ),
    "13 seconds since 1970": Case("订单号,支付时间,会员号,实收\n1,1772407800,K1,50\n2,1774976400,K2,90\n", Came(2, "140.00", 2)),
    "30 after midnight": Case(
        "账单号,结账时间,客户名称,实收金额\nK1,2026-06-05 23:40,青石会所,900\nK2,2026-06-06 01:30,青石会所,300\n"
        "K3,2026-06-30 20:00,远山贸易,400\nK4,2026-07-01 00:45,远山贸易,250\n",
        Came(4, "1850.00", 2), Choices(day_begins=4), file="30_after_midnight.csv",
    ),
    # flags
    "23 void or not": Case(
        "账单号,结账时间,客户名称,实收金额,是否作废\nV001,2026-06-01 20:10,林小满,300.00,否\nV002,2026-06-02 20:10,周远,500.00,是\nV003,2026-06-03 20:10,周远,260.00,否\n",
        Came(2, "560.00", 2, VOID), file="23_void_flag.csv",
    ),
    "23 a tick": Case(ORDERS + "作废标志\nA1,2026-06-01,甲一,10,\nA2,2026-06-02,甲二,20,√\nA3,2026-06-03,甲三,40,\n", Came(2, "50.00", 2, VOID), encoding="utf-16"),
    "23 one and zero": Case("id,date,customer,amount,is_void\n1,2026-06-01,Ann,10,0\n2,2026-06-02,Bob,20,1\n3,2026-06-03,Cho,40,0\n", Came(2, "50.00", 2, VOID)),
    "23 true and false": Case("id;date;customer;amount;Voided\n1;2026-06-01;Ann;10;FALSE\n2;2026-06-02;Bob;20;TRUE\n", Came(1, "10.00", 1, VOID)),
    "23 a moment": Case("id,date,customer,amount,Cancelled at\n1,2026-06-01,Ann,10,\n2,2026-06-02,Bob,20,2026-06-02 18:00\n", Came(1, "10.00", 1, VOID)),
    "23 a void without a day": Case(ORDERS + "是否作废\nA1,2026-06-01,甲一,10,否\nA2,,甲二,20,是\n", Came(1, "10.00", 1, VOID)),
    "23 several columns": Case(
        ORDERS + "业务类型,订单状态,是否退菜\nA1,2026-06-01,甲一,100,消费,已完成,否\nA2,2026-06-02,甲二,30,消费,已取消,否\nA3,2026-06-03,甲三,20,消费,已完成,是\n"
        "A4,2026-06-04,甲一,15,退款,已完成,否\nA5,2026-06-05,甲二,500,会员充值,已完成,否\nA6,2026-06-06,甲三,8,消费,未结账,否\n",
        Came(2, "85.00", 1, (("unpaid", 1), ("void", 2)), told=("top_ups", "card_use_unsaid")), encoding="gb18030",
    ),
    "order_status in numbers": Case(
        "order_no,date,customer,amount,order_status\n1,2026-06-01,Ann,10,0\n2,2026-06-02,Bob,20,1\n3,2026-06-03,Cho,40,2\n",
        Came(1, "20.00", 1, (("unpaid", 1), ("void", 1))), Choices(meanings={"order_status": {"0": "unpaid", "1": "sale", "2": "void"}}),
    ),
    "paid in words of one's own": Case(
        ORDERS + "状态\nA1,2026-06-01,甲一,10,甲类\nA2,2026-06-02,甲二,20,乙类\n", Came(1, "10.00", 1, UNPAID), Choices(paid=("甲类",)),
    ),
    # who the customer is
    "27 masked receivers": Case(
        "订单编号,买家会员名,收货人姓名,联系手机,买家实际支付金额,订单付款时间,订单状态\n"
        "T1,qingshan01,***,****,60,2026-05-01 10:00:00,交易成功\nT2,zhuli88,***,****,80,2026-05-02 10:00:00,交易成功\nT3,qingshan01,***,****,50,2026-05-09 10:00:00,交易成功\n",
        Came(3, "190.00", 2), file="27_masked_receiver.csv",
    ),
    "27 masked phones": Case(
        "单号,日期,姓名,手机,金额\n1,2026-05-01,林小满,139****0001,60\n2,2026-05-02,周远,139****0001,80\n3,2026-05-09,林小满,139****0001,50\n",
        Came(3, "190.00", 2, told=("masked_phones", "phones_with_several_names")),
    ),
    # money
    "31 currencies": Case(
        "账单号,日期,客户,货币,实收金额\nC1,2026-05-01,林小满,USD,100.00\nC2,2026-05-02,周远,EUR,100.00\nC3,2026-05-03,许舟,CNY,100.00\n",
        Came(1, "100.00", 1, (("currency", 2),)), Choices(currency="CNY"), "31_currency.csv",
    ),
    "31 signs": Case("No,Date,Customer,Total\n1,2026-05-01,Ann,$10.00\n2,2026-05-02,Bob,€20.00\n3,2026-05-03,Ann,$5.00\n", Came(2, "15.00", 1, (("currency", 1),), told=("in_currency",)), Choices(currency="USD")),
    "32 half cents": Case(
        "账单号,日期,客户,实收金额\n" + "".join(f"H{day},2026-05-{day:02},林小满,10.005\n" for day in range(1, 11)),
        Came(10, "100.10", 1, told=("rounded",)), file="32_half_cents.csv",
    ),
    "32 thirds on lines": Case(
        "Bill,Date,Customer,Product,Amount\nA,2026-05-01,Ann,Tea,3.333\nA,2026-05-01,Ann,Cup,3.333\nA,2026-05-01,Ann,Cake,3.334\nB,2026-05-02,Ann,Tea,0.004\n",
        Came(2, "10.00", 1, told=("rounded",)),
    ),
    "33 firms with contacts": Case(
        "名称,地址,电话,联系人\n青石超市,城东路1号,13900000001,林小满\n远山便利店,城西路2号,13900000002,周远\n", Came(0, "0.00", 2, told=("columns_unread",)), file="33_firms_with_contacts.csv",
    ),
    "33 in English": Case("Date,Company,Contact Name,Amount\n2026-05-01,Green Stone,Ann,10\n2026-05-02,Green Stone,Bob,20\n2026-05-03,Far Hill,Cho,5\n", Came(3, "35.00", 2)),
    "23 valid or not": Case(ORDERS + "是否有效\nA1,2026-06-01,甲一,10,是\nA2,2026-06-02,甲二,20,否\nA3,2026-06-03,甲三,40,是\n", Came(2, "50.00", 2, VOID)),
    "23 valid in numbers": Case("id,date,customer,amount,valid\n1,2026-06-01,Ann,10,1\n2,2026-06-02,Bob,20,0\n", Came(1, "10.00", 1, VOID)),
    "23 a word in a header": Case(ORDERS + "账单作废否\nA1,2026-06-01,甲一,10,N\nA2,2026-06-02,甲二,20,Y\n", Came(1, "10.00", 1, VOID)),
    "23 how many refunds": Case("id,date,customer,amount,# Refunds\n1,2026-06-01,Ann,10,1\n2,2026-06-02,Bob,20,0\n", Came(2, "30.00", 2)),
    "23 settled again": Case(ORDERS + "反结账\nA1,2026-06-01,甲一,10,N\nA2,2026-06-02,甲二,20,Y\n", Came(1, "10.00", 1, VOID), Choices(meanings={"反结账": {"Y": "void"}})),
    "27 an account beside masks": Case(
        "订单号,账号,收货人,手机,实付,付款时间\nT0,mu_a,宋**,139****0000,10.00,2026-09-01 12:57\nT1,mu_b,宋**,139****0001,20.00,2026-09-02 12:06\n"
        "T2,mu_a,宋**,139****0000,40.00,2026-09-02 13:51\nT3,mu_b,宋**,139****0001,80.00,2026-09-03 18:53\n",
        Came(4, "150.00", 2, told=("masked_phones", "names_with_several_phones")),
    ),
    "27 a nickname beside forms of address": Case(
        "订单编号,昵称,姓名,金额,日期\nT0,mu_a,宋女士,10.00,2026-09-01\nT1,mu_b,宋女士,20.00,2026-09-02\nT2,mu_a,宋女士,40.00,2026-09-03\n",
        Came(3, "70.00", 2),
    ),
    "31 in a word of one's own": Case("单号,日期,客户,币别,金额\n1,2026-09-02,甲一,人民币,10\n2,2026-09-03,甲二,港元,20\n", Came(1, "10.00", 1, (("currency", 1),)), Choices(currency="CNY")),
    "31 bare amounts are the store's": Case("No.,Date,Guest,Amount\nA1,2026-09-02,Ann,¥10\nA2,2026-09-03,Bob,HK$20\nA3,2026-09-04,Ann,5\n", Came(2, "15.00", 1, (("currency", 1),)), Choices(currency="CNY")),
    "31 in two columns": Case("单号,日期,客户,实收港币,实收人民币\n1,2026-09-02,甲一,,10\n2,2026-09-03,甲二,20,\n", Came(1, "10.00", 1, rejected=1), Choices(currency="CNY")),
    "31 under a remark": Case("单号,日期,客户,金额,备注2\n1,2026-09-02,甲一,10,RMB\n2,2026-09-03,甲二,20,US$\n", Came(1, "10.00", 1, (("currency", 1),)), Choices(currency="CNY")),
    "33 a firm, who ordered and his phone": Case(
        "日期,单位,订餐人,订餐电话,消费金额\n2026-05-01,青石设计院,林小满,13900000001,10\n2026-05-02,青石设计院,周远山,13900000002,20\n"
        "2026-05-03,金桥税务局,何一鸣,13900000003,40\n",
        Came(3, "70.00", 2, told=("names_with_several_phones",)),
    ),
    "33 a firm and its contact's phone": Case(
        "Invoice,Invoice date,Company,Contact person,Contact phone,Total\n1,2026-05-01,Green Stone,Ann,13900000001,10\n"
        "2,2026-05-02,Green Stone,Bob,13900000002,20\n3,2026-05-03,Far Hill,Cho,13900000003,40\n",
        Came(3, "70.00", 2, told=("names_with_several_phones",)),
    ),
    "33 who ordered, and no firm": Case("日期,订餐人,手机,消费金额\n2026-05-01,林小满,13900000001,10\n2026-05-02,周远,13900000002,20\n", Came(2, "30.00", 2)),
    "dashes for nobody": Case(ORDERS[:-1] + "\nA1,2026-06-01,--,10\nA2,2026-06-02,——,20\nA3,2026-06-03,甲三,40\n", Came(3, "70.00", 1)),
    "sums of days": Case(ORDERS[:-1] + "\nA1,2026-06-01,甲一,10\n,2026-06-01,日计,10\nA2,2026-06-02,甲二,20\n,2026-06-02,日计,20\n", Came(2, "30.00", 2, (("total", 2),))),
    "a last row that comes to all others": Case(
        "日期,客户,实收\n2026-06-01,甲一,10\n2026-06-02,甲二,20\n2026-06-03,甲三,40\n2026-06-04,甲一,80\n2026-06-30,全部,150\n",
        Came(4, "150.00", 3, (("total", 1),)),
    ),
    "refunds in brackets": Case("Date,Guest,Amount,Refund\n2026-06-01,Ann,100.00,(38.50)\n2026-06-02,Bob,50.00,\n", Came(2, "111.50", 2, told=("refunds_taken_off",))),
    "one name on most rows": Case(
        ORDERS[:-1] + "\n" + "".join(f"A{n},2026-06-01,{'天悦' if n % 2 else f'甲{n}'},10\n" for n in range(24)), Came(24, "240.00", 13, told=("largest_customer",)),
    ),
    "numbers that serve for nothing": Case("交易流水,日期,客户,金额\n2.03E+18,2026-06-01,甲一,10\n2.03E+18,2026-06-02,甲二,20\n", Came(2, "30.00", 2, told=("shortened_column",))),
    "a kind that tells below the sample": Case(below("消费", "退款", "类型"), Came(300, "2960.00", 300)),
    "a void below the sample, under a remark": Case(below("", "作废", "备注1"), Came(298, "2980.00", 298, (("void", 2),))),
    "a refund column that is 0 in the sample": Case(below("0", "4", "退款金额"), Came(300, "2992.00", 300, told=("refunds_taken_off",))),
    "kinds in codes": Case(ORDERS + "单据类型\nA1,2026-06-01,甲一,10,0\nA2,2026-06-02,甲二,20,4\n", Came(2, "-10.00", 2), Choices(meanings={"单据类型": {"0": "sale", "4": "refund"}})),
    "a meal of the house": Case(ORDERS + "结账方式\nA1,2026-06-01,甲一,10,微信\nA2,2026-06-02,甲二,20,招待\nA3,2026-06-03,甲二,0,招待\n", Came(1, "10.00", 1, (("void", 2),)), Choices(meanings={"结账方式": {"招待": "void"}})),
    "the day on which the house settled, what was paid proven by its parts": Case(  # 200 + 480 - 80 = 600, 450 + 1320 - 50 = 1720
        "结算单号,结算日期,车主姓名,工时费,材料费,优惠金额,应收金额,结算状态\nJ1,2026/6/1,甲一,200,480,80,600,已结算\n"
        "J2,2026/6/2,甲二,1800,6500,0,8300,已结算\nJ3,2026/6/3,甲三,450,1320,50,1720,已结算\n", Came(3, "10620.00", 3),
    ),
    "void and unpaid where the method of payment stands": Case(
        ORDERS + "支付方式\nA1,2026-06-01,甲一,10,微信\nA2,2026-06-02,甲二,20,作废\nA3,2026-06-03,甲三,0,取消\nA4,2026-06-03,甲四,40,未付款\n",
        Came(1, "10.00", 1, (("unpaid", 1), ("void", 2))),
    ),
    "a refund where the method of payment stands": Case(
        ORDERS + "支付方式\nA1,2026-06-01,甲一,10,微信\nA2,2026-06-02,甲二,20,已退款\n", Came(1, "10.00", 1, (("void", 1),)),
        Choices(meanings={"支付方式": {"已退款": "void"}}),
    ),
    "meals behind days": Case(
        "日期,客户,金额\n2026-03-03 (周二) 午市,甲一,10\n2026-03-03 晚市,甲二,20\n2026-03-04（周三）晚,甲二,40\n3 Mar 2026 18:30 Dinner,甲一,80\n2026-03-05 晚市 18:30,甲一,160\n",
        Came(5, "310.00", 2),
    ),
    "a meal behind a day without a year": Case("日期,客户,金额\n3月3日 周二 晚市,甲一,10\n3月4日午市,甲二,20\n", Came(2, "30.00", 2), Choices(year=2026)),
    "what is due beside tenders": Case("Date,Customer,Due,Cash,Card\n2026-03-01,Ann,120,120,0\n2026-03-02,Bob,80,30,50\n", Came(2, "200.00", 2)),
    "应付 beside tenders": Case("单号,日期,客户,应付,现金,微信\n1,2026-03-01,甲一,120,120,0\n2,2026-03-02,甲二,80,30,50\n", Came(2, "200.00", 2)),
    "what is due after a deposit": Case("Date,Customer,Bill,Deposit,Due\n2026-03-01,Ann,800,500,300\n2026-03-02,Bob,80,0,80\n", Came(2, "880.00", 2)),
    "what is due after a payment": Case("Date,Customer,Total,Paid,Due\n2026-03-01,Ann,800,500,300\n2026-03-02,Bob,80,80,0\n", Came(2, "880.00", 2)),
    "paid in part, beside what is paid": Case(
        "单号,日期,客户,应收,实付,状态\nB1,2026-03-01,甲一,800,500,部分付款\nB2,2026-03-01,甲二,300,300,已付款\nB3,2026-03-02,甲二,200,0,未付款\n",
        Came(2, "1100.00", 2, UNPAID, told=("partly_paid",)),
    ),
    "paid in part, beside what is owed": Case(
        "Order,Date,Customer,Total,Outstanding Balance,Financial Status\n1,2026-03-01,Ann,800,300,partially_paid\n2,2026-03-01,Bob,300,0,paid\n",
        Came(2, "1100.00", 2, told=("partly_paid",)),
    ),
    "paid in part, nobody says how much": Case(
        "Order,Paid at,Customer,Total,Status\n1,2026-03-01,Ann,800,Partially paid\n2,2026-03-01,Bob,300,Paid\n3,2026-03-01,Bob,90,Deposit paid\n",
        Came(2, "1100.00", 2, UNPAID), Choices(meanings={"Status": {"Partially paid": "sale", "Deposit paid": "unpaid"}}),
    ),
    "paid in part, less a discount": Case(
        "单号,日期,客户,应收,优惠,实付,状态\nB1,2026-03-01,甲一,800,0,500,未付清\nB2,2026-03-01,甲二,300,20,280,已付款\n",
        Came(2, "780.00", 2), Choices(meanings={"状态": {"未付清": "sale"}}),
    ),
    "a refund beside the sale and on a row of its own": Case(
        "订单号,时间,客户,类型,金额,退款金额\nD1,2026-09-01,甲一,消费,188,88\nD2,2026-09-02,甲二,消费,260,60\nD1,2026-09-05,甲一,退款,88,88\n",
        Came(3, "300.00", 2, told=("refunds_on_rows", "refunds_taken_off")),  # 188 - 88 + 260 - 60
    ),
    "a refund beside the sale and in parts below zero": Case(
        "Order,Date,Customer,Total,Refunded Amount\n1,2026-09-01,Ann,188,88\n2,2026-09-02,Bob,260,0\n1,2026-09-05,Ann,-80,0\n1,2026-09-06,Ann,-8,0\n",
        Came(4, "360.00", 2, told=("refunds_on_rows",)),
    ),
    "a refund below zero and beside itself": Case(
        "单号,日期,会员,实收,退款金额\n1,2026-10-01,甲一,90,0\n2,2026-10-03,甲二,50,0\n2,2026-10-04,甲二,-50,50\n3,2026-10-04,甲三,80,30\n",
        Came(4, "140.00", 3, told=("refunds_below", "refunds_taken_off")),  # 90 + 50 - 50 + 80 - 30
    ),
    "ways of paying and their sum": Case(
        "单号,时间,客户,现金实收,微信实收,营收合计\n" + "".join(f"A{n},2026-06-0{n},甲{n},{n % 2 * 5},{n},{n % 2 * 5 + n}\n" for n in range(1, 8)), Came(7, "48.00", 7),
    ),
    "what was let off is no part": Case(
        "单号,时间,客户,实收,优惠金额,应收\n" + "".join(f"A{n},2026-06-0{n},甲{n},{n},{n % 3},{n + n % 3}\n" for n in range(1, 8)), Came(7, "28.00", 7),
    ),
    "fen of a payment firm": Case(
        "商户编号,付款完成时间,付款人信息,付款总金额\nM1,2026-06-01 12:00,甲一,35152\nM1,2026-06-02 12:00,甲二,52686\n", Came(2, "878.38", 2, told=("in_fen",)), Choices(unit="fen"),
    ),
    "sums of shifts and areas": Case(
        "日期,单号,客户,班次,金额\n2026-09-01,A1,林小满,早班,100\n2026-09-01,A2,周远,早班,50\n早班小计,,,,150\n2026-09-01,,,A区合计,150\n"
        "2026-09-01,A3,陈青,晚班,70\n2026-09-01,,晚班小计,,70\n2026-09-01,大厅小计,,,70\n合计,,,,220\n",
        Came(3, "220.00", 3, (("total", 5),)),  # 100 + 50 + 70
    ),
    "sums of meals": Case(
        "Date,Check,Customer,Total\n2026-09-01,A1,Ann,100\n2026-09-01,Subtotal lunch,,100\n2026-09-02,A2,Total Wine Ltd,70\nDinner subtotal,,,70\nTotal for bar,,,170\n",
        Came(2, "170.00", 2, (("total", 3),)),
    ),
    "a title that names the month": Case(
        "老灶台 2026年10月 营业明细,,,\n打印时间：2027-01-03,,,\n日期,单号,客户,金额\n10-01,A1,林小满,100\n10-02,A2,周远,50\n10月31日,A3,周远,30\n",
        Came(3, "180.00", 2, (("title", 2),), told=("year_named",)),
    ),
    "a kind said for every row beside items": Case(
        "日期,单号,会员,单据类型,项目类型,金额\n2026-09-01,A1,林小满,充值,充值,1000\n2026-09-02,A2,林小满,消费,护理,88\n2026-09-03,A3,周远,消费,退换套餐,300\n",
        Came(2, "388.00", 2, told=("top_ups", "card_use_unsaid")),
    ),
    "nothing refunded, in cents": Case("日期,单号,客户,金额,已退款,取消\n2026-09-01,A1,甲一,100,0.00,0.00\n2026-09-02,A2,甲二,50,0.00,0.00\n", Came(2, "150.00", 2)),
    "a part refunded, in cents": Case(
        "日期,单号,客户,金额,已退款\n2026-09-01,A1,甲一,100,0.00\n2026-09-02,A2,甲二,50,20.00\n", Came(2, "130.00", 2, told=("refunds_taken_off",)),
    ),
}
ASKED = {
    "kinds in codes": "meaning_open", "a meal of the house": "meaning_open", "fen of a payment firm": "unit_open",
    "23 settled again": "meaning_open", "31 in a word of one's own": "several_currencies", "31 under a remark": "several_currencies",
    "paid in part, nobody says how much": "meaning_open", "paid in part, less a discount": "meaning_open", "12 no year": "no_year", "a meal behind a day without a year": "no_year", "order_status in numbers": "meaning_open", "31 currencies": "several_currencies", "31 signs": "several_currencies",
    "paid in words of one's own": "meaning_open", "02 unpaid without a day of paying": "meaning_open", "30 after midnight": "night_bills",
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("cases") / "warehouse.duckdb")
    yield opened
    opened.close()


def came_of(found):
    told = tuple(notice.code for notice in found.notices)
    skipped = tuple(sorted(found.skipped.items()))
    return Came(found.counts["bills"], f"{found.amount:.2f}", found.counts["customers"], skipped, found.rejected, told)


@pytest.mark.parametrize("name", CASES)
def test_what_comes_of_a_small_file(warehouse, tmp_path, name):
    case = CASES[name]
    path = tmp_path / "bills.csv"
    path.write_bytes(case.text.encode(case.encoding))
    if name in ASKED:
        found = examine(warehouse, "s", path)
        found.close()
        with pytest.raises(NeedsChoice) as asked:
            found.check_open()
        assert asked.value.code == ASKED[name]
    found = examine(warehouse, "s", path, case.choices)
    found.close()
    assert came_of(found) == case.came
    found.check_open()


def test_the_evening_of_damaged_numbers_does_not_replace_the_morning(warehouse, tmp_path):
    header = ["订单号", "日期", "客户", "金额"]
    for name, amounts in (("morning", (50, 60, 73)), ("evening", (80, 90, 73))):  # 16 digits and more: Excel has lost the last ones
        rows = [[6217000000000000000, date(2026, 5, 1), f"{name}{number}", amount] for number, amount in enumerate(amounts)]
        write_book(tmp_path / f"{name}.xlsx", {"Sheet1": [header, *rows]})
    morning = import_file(warehouse, "long numbers", tmp_path / "morning.xlsx")
    assert (morning["bills"], morning["amount"], [each["code"] for each in morning["warnings"]]) == (3, "183.00", ["damaged_ids"])
    with pytest.raises(NeedsChoice) as asked:
        import_file(warehouse, "long numbers", tmp_path / "evening.xlsx")
    assert asked.value.code == "days_overlap"
    evening = import_file(warehouse, "long numbers", tmp_path / "evening.xlsx", Choices(on_overlap="add"))
    assert (evening["bills"], evening["amount"], evening["replaced"]) == (3, "243.00", 0)


def test_two_sheets_are_read_together_and_the_corrected_file_asks_about_what_is_gone(warehouse, tmp_path):
    header = ["账单号", "日期", "客户", "金额"]
    halls = [[f"H{day}", date(2026, 10, day), "远山贸易", 100] for day in range(1, 13)]
    rooms = [[f"R{day}", date(2026, 10, day), "青石会所", 200] for day in range(1, 13)]
    write_book(tmp_path / "oct.xlsx", {"大厅": [header, *halls], "包厢": [header, *rooms]})
    write_book(tmp_path / "corrected.xlsx", {"大厅": [header, *halls], "包厢": [header, *rooms[:-1]]})
    first = import_file(warehouse, "two sheets", tmp_path / "oct.xlsx")
    assert (first["bills"], first["amount"], [part[:2] for part in first["parts"]]) == (24, "3600.00", [["大厅", 12], ["包厢", 12]])
    assert import_file(warehouse, "two sheets", tmp_path / "oct.xlsx")["already_landed"]
    with pytest.raises(NeedsChoice) as asked:
        import_file(warehouse, "two sheets", tmp_path / "corrected.xlsx")
    assert asked.value.code == "missing_bills"
    second = import_file(warehouse, "two sheets", tmp_path / "corrected.xlsx", Choices(missing_bills="remove"))
    assert (second["replaced"], second["removed"], second["removed_amount"]) == (23, 1, "200.00")


@needs_cases
def test_the_files_written_here_are_those_of_the_folder():
    """The folder's own text lands as the test above says."""
    for case in CASES.values():
        if case.file:
            content = (FOLDER / case.file).read_bytes().decode(case.encoding).replace("\r\n", "\n")
            assert content.rstrip("\n").removeprefix("\ufeff") == case.text.rstrip("\n").removeprefix("\ufeff"), case.file


FOLDERS = {
    "07_woocommerce.csv": Came(4, "550.00", 3, VOID),
    "10_taobao_sellercentre.csv": Came(2, "310.00", 1, VOID, told=("refunds_taken_off",)),
    "16_long_order_numbers.xlsx": Came(3, "170.00", 2, told=("damaged_ids",)),
    "two_sheets_oct.xlsx": Came(299, "285180.50", 51, (("title", 4), ("total", 2)), told=("sheets_together", "names_with_several_phones")),
}


@needs_cases
@pytest.mark.parametrize("name", FOLDERS)
def test_what_comes_of_a_file_of_the_folder(warehouse, name):
    found = examine(warehouse, "s", FOLDER / name)
    found.close()
    assert came_of(found) == FOLDERS[name]


def test_a_year_is_not_taken_from_a_title_that_does_not_fit(warehouse, tmp_path):
    for name, days in (("账单2026", "12-30 01-02"), ("账单202610", "10-01 03-01"), ("账单2025年12月2026年1月", "12-30 01-02")):
        path = tmp_path / f"{name}.csv"
        path.write_text("日期,单号,客户,金额\n" + "".join(f"{day},A{day},甲一,10\n" for day in days.split()), encoding="utf-8")
        found = examine(warehouse, "s", path)
        found.close()
        with pytest.raises(NeedsChoice):
            found.check_open()
        assert "no_year" in [question.code for question in found.questions], name


@pytest.mark.parametrize(("clocks", "read"), [
    (("3015", "11210", "183015"), ["00:30:15", "01:12:10", "18:30:15"]),  # HHMMSS without the zeros in front
    (("130", "930", "2015"), ["01:30:00", "09:30:00", "20:15:00"]),
    (("20260901003015", "20260901183015", "20260902003059"), ["00:30:15", "18:30:15", "00:30:59"]),
    (("46266.0208333", "46266.75", "46267"), ["00:30:00", "18:00:00", None]),  # days of a spreadsheet, from 2026-09-01
])
def test_times_that_are_written_as_numbers_are_read_and_the_night_is_asked_about(warehouse, tmp_path, clocks, read):
    stamped = len(clocks[1]) > 6
    rows = [f"N{n},{clock if stamped else f'2026-09-01,{clock}'},K{n},100" for n, clock in enumerate(clocks)]
    path = tmp_path / "bills.csv"
    path.write_text(f"流水,{'结账时间' if stamped else '营业日,时间'},会员卡号,金额\n" + "\n".join([*rows, rows[0].replace("N0", "N9")]), encoding="utf-8")
    store = "clocks " + clocks[0]
    if stamped:  # else the business day is said beside the time
        with pytest.raises(NeedsChoice) as asked:
            import_file(warehouse, store, path)
        assert asked.value.code == "night_bills"
    import_file(warehouse, store, path, Choices(day_begins=0))
    kept = "select cast(bill_time as varchar) from bills join stores using (store_id) where name = $store and bill_no <> 'N9' order by bill_no"
    assert [clock for (clock,) in warehouse.cursor().execute(kept, {"store": store}).fetchall()] == read


def test_phones_that_stand_in_names_are_the_customers_phones(warehouse, tmp_path):
    path = tmp_path / "bills.csv"
    plain = "".join(f"2026-09-01,A{n},甲一,10\n" for n in range(1200))  # one phone stands below what is looked at first
    for store, rows in (("phones", ""), ("phones below", plain)):
        path.write_text(
            f"日期,单号,客户,金额\n{rows}2026-09-02,B1,陆景行/13512345678,1\n2026-09-02,B2,陆景行 135 1234 5678,2\n"
            "2026-09-03,B3,周远(上海)（电话：139-0000-0002）,4\n2026-09-03,B4,李木,8\n2026-09-04,B5,13600000004,16\n", encoding="utf-8",
        )
        report = import_file(warehouse, store, path)
        assert [each["code"] for each in report["warnings"] if each["code"] == "phones_in_names"], store
        people = (
            "select customer_key, customers.name, phone, sum(amount)::varchar from bills join customers using (store_id, customer_key) "
            "join stores using (store_id) where stores.name = $store and bill_no like 'B%' group by all order by 1"
        )
        assert warehouse.cursor().execute(people, {"store": store}).fetchall() == [
            ("13512345678", "陆景行", "13512345678", "3.00"), ("13600000004", None, "13600000004", "16.00"),
            ("13900000002", "周远(上海)", "13900000002", "4.00"), ("李木", "李木", None, "8.00"),
        ]


@pytest.mark.parametrize("above", [0, 700], ids=["in the sample", "below it"])
def test_a_phone_in_the_name_stands_in_where_its_own_column_is_empty(warehouse, tmp_path, above):
    path = tmp_path / "customers.csv"
    plain = "".join(f"甲{n},138{n:08d},1970-01-01\n" for n in range(above))
    text = f"客户,电话,生日\n{plain}陆景行/13512345678,,1990-01-02\n周远 13900000002,13900000003,1980-02-03\n"
    path.write_text(text, encoding="utf-8")
    report = import_file(warehouse, "named", path)
    assert [each["count"] for each in report["warnings"] if each["code"] == "phones_in_names"] == [2]
    people = (
        "select customers.name, phone from customers join stores using (store_id) where stores.name = 'named' "
        "and phone not like '138%' order by phone"
    )
    assert warehouse.cursor().execute(people).fetchall() == [("陆景行", "13512345678"), ("周远", "13900000003")]


@pytest.mark.parametrize("header", ["Invoice Partner Display Name", "Partner", "Tab Name", "主客", "结算对象", "客户全称", "购货单位", "Payer"])
def test_headers_of_customers_are_known_where_their_cells_tell_customers(warehouse, tmp_path, header):
    path = tmp_path / "bills.csv"
    path.write_text(f"日期,单号,{header},金额\n2026-09-01,A1,Ann Lee,1\n2026-09-02,A2,Bob Ray,2\n2026-09-03,A3,Ann Lee,4\n", encoding="utf-8")
    found = examine(warehouse, "s", path)
    found.close()
    assert (found.mapped_headers()["name"], found.counts["customers"]) == (header, 2)


def test_a_partner_that_is_a_platform_is_no_customer(warehouse, tmp_path):
    path = tmp_path / "bills.csv"
    path.write_text("Date,Check,Partner,Phone,Total\n2026-09-01,A1,Uber Eats,13900000001,1\n2026-09-02,A2,DoorDash,13900000002,2\n", encoding="utf-8")
    found = examine(warehouse, "s", path)
    found.close()
    assert ("name" in found.mapping, found.customer_key) == (False, "phone")


def test_the_meal_behind_a_day_is_kept(warehouse, tmp_path):
    path = tmp_path / "meals.csv"
    path.write_text("日期,客户,金额\n2026-03-03 (周二) 午市,甲一,10\n2026-03-04 18:30（晚市）,甲二,20\n2026-03-05,甲二,40\n", encoding="utf-8")
    import_file(warehouse, "meals", path)
    kept = "select meal_period, cast(bill_time as varchar) from bills join stores using (store_id) where name = 'meals' order by bill_date"
    assert warehouse.cursor().execute(kept).fetchall() == [("午市", None), ("晚市", "18:30:00"), (None, None)]
