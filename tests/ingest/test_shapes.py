"""Files in the shapes that tills, platforms, payment firms and hotels write: which of their columns means what.

Each is written on its side: a line a column, the header before the colon, its cells (of invented people) parted by bars.
"""

import csv
import io
from collections.abc import Mapping, Set
from types import MappingProxyType
from typing import NamedTuple

import pytest

from segmentation.ingest.columns import KEY_COLUMNS
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.kinds.registry import KINDS, propose_kind
from segmentation.ingest.mapping import propose_mapping
from segmentation.language.errors import InputError
from segmentation.warehouse import Warehouse

WHAT = ("date", "date_2", "time", "amount", "refund", "bill_no", *KEY_COLUMNS, "first_name", "last_name")


def table(text):
    """Headers and rows of a table on its side."""
    lines = [line.strip().partition(": ") for line in text.strip().splitlines()]
    columns = [[cell.strip() for cell in cells.split("|")] for _header, _, cells in lines]
    longest = max(map(len, columns))
    return [header.rstrip(":") for header, _, _ in lines], list(zip(*(c + [""] * (longest - len(c)) for c in columns), strict=True))


def told(text, kind="bills"):
    headers, rows = table(text)
    mapping = propose_mapping(KINDS[kind], headers, rows)
    return {name: headers[mapping[name]] for name in WHAT if name in mapping}


class Came(NamedTuple):
    """What comes out of a shape, worked out by hand: bills, their money, customers; rows left out by reason; what was chosen and asked."""

    bills: int
    amount: str
    customers: int = 0
    skipped: Mapping[str, int] = MappingProxyType({})
    choices: Choices = Choices()
    asked: Set[str] = frozenset()
    rejected: int = 0


WALK_INS = Choices(walk_ins_only=True)
NO_OTHER = Choices(payments="count")  # of a payment firm's flow: the only record of the sales

SHAPES = {
    "1 WeChat Pay": (
        """
        交易时间: `2026-09-01 12:01:05 | `2026-09-01 18:31:05 | `2026-09-03 12:11:05 | `2026-09-03 12:20:00 | `2026-09-05 12:00:00 | `2026-09-06 12:00:00
        公众账号ID: `wxtest0001 | `wxtest0001 | `wxtest0001 | `wxtest0001 | ` | `
        商户号: `1900000001 | `1900000001 | `1900000001 | `1900000001 | ` | `
        特约商户号: `0 | `0 | `0 | `0 | ` | `
        设备号: ` | ` | ` | ` | ` | `
        微信订单号: `4200001 | `4200002 | `4200003 | `4200002 | `4200005 | `4200003
        商户订单号: `D0001 | `D0002 | `D0003 | `D0002 | `D0005 | `D0003
        用户标识: `oUserA | `oUserB | `oUserA | `oUserB | `oUserC | `oUserA
        交易类型: `JSAPI | `JSAPI | `JSAPI | `JSAPI | ` | `
        交易状态: `SUCCESS | `SUCCESS | `SUCCESS | `REFUND | `REVOKED | `REFUND
        付款银行: `OTHERS | `OTHERS | `OTHERS | `OTHERS | ` | `
        货币种类: `CNY | `CNY | `CNY | `CNY | `CNY | `CNY
        应结订单金额: `180.00 | `96.50 | `212.00 | `0.00 | `50.00 | `0.00
        代金券金额: `8.00 | `0.00 | `0.00 | `0.00 | ` | `
        微信退款单号: `0 | `0 | `0 | `5000001 | ` | `
        商户退款单号: `0 | `0 | `0 | `R0001 | ` | `
        退款金额: `0.00 | `0.00 | `0.00 | `96.50 | `0.00 | `12.00
        充值券退款金额: `0.00 | `0.00 | `0.00 | `0.00 | ` | `
        退款类型: ` | ` | ` | `ORIGINAL | ` | `
        退款状态: ` | ` | ` | `SUCCESS | ` | `FAIL
        商品名称: `堂食 | `堂食 | `堂食 | `堂食 | ` | `
        手续费: `0.60000 | `0.30000 | `0.70000 | `-0.30000 | ` | `
        费率: `0.60% | `0.60% | `0.60% | `0.60% | ` | `
        订单金额: `188.00 | `96.50 | `212.00 | `0.00 | `50.00 | `0.00
        申请退款金额: `0.00 | `0.00 | `0.00 | `96.50 | ` | `
        """,
        {"date": "交易时间", "amount": "应结订单金额", "refund": "退款金额", "bill_no": "商户订单号", "customer_code": "用户标识"},
        Came(4, "392.00", 2, {"void": 2}),
    ),
    "2 WeChat Pay, old": (
        """
        交易时间: `2014-11-1016：33：45 | `2014-11-1018：00：00
        商户号: `1900000001 | `1900000001
        子商户号: `0 | `0
        微信订单号: `1001 | `1002
        商户订单号: `D0001 | `D0002
        用户标识: `oUserA | `oUserB
        交易状态: `SUCCESS | `REFUND
        总金额: `66.00 | `0.00
        代金券或立减优惠金额: `0.00 | `0.00
        退款金额: `0.00 | `12.00
        代金券或立减优惠退款金额: `0.00 | `0.00
        手续费: `0.40 | `0.00
        """,
        {"date": "交易时间", "amount": "总金额", "refund": "退款金额", "bill_no": "商户订单号", "customer_code": "用户标识"},
        Came(2, "54.00", 2),
    ),
    "4 Alipay": (
        """
        支付宝交易号: 2026090122001400001\t | 2026090122001400002\t | 2026090222001400003\t
        商户订单号: D0001\t | D0002\t | D0001\t
        业务类型: 交易 | 交易 | 退款
        商品名称: 堂食 | 堂食 | 堂食
        创建时间: 2026-09-01 12:00:00 | 2026-09-01 18:00:00 | 2026-09-02 10:00:00
        完成时间: 2026-09-01 12:00:09 | 2026-09-01 18:00:07 | 2026-09-02 10:00:01
        门店名称: 总店 | 总店 | 总店
        操作员: 小周 | 小周 | 小周
        对方账户: *满(139****0001) | *远(136****0002) | *满(139****0001)
        订单金额（元）: 188.00 | 96.50 | -188.00
        商家实收（元）: 180.00 | 96.50 | -180.00
        支付宝红包（元）: 0.00 | 0.00 | 0.00
        商家优惠（元）: 8.00 | 0.00 | 0.00
        退款批次号/请求号: | | R0001
        服务费（元）: -0.60 | -0.30 | 0.60
        """,
        {"date": "完成时间", "amount": "商家实收（元）", "bill_no": "商户订单号", "customer_code": "对方账户"},
        Came(3, "96.50", choices=NO_OTHER, asked={"payment_flow"}),
    ),
    "5 Alipay money flow": (
        """
        账务流水号: 3100001 | 3100002 | 3100003 | 3100004
        业务流水号: 2026090122001400001 | 2026090122001400002 | 2026090222001400003 | 2026090322001400003
        商户订单号: D0001 | D0002 | D0003 | D0001
        商品名称: 堂食 | 堂食 | 提现 | 堂食
        发生时间: 2026-09-01 12:00:00 | 2026-09-01 18:00:00 | 2026-09-02 10:00:00 | 2026-09-03 10:00:00
        对方账号: lin2026 | zhou88 | lin2026 | lin2026
        收入金额（+元）: 188.00 | 96.50 | 0.00 |
        支出金额（-元）: 0.00 | 0.00 | -100.00 | -20.00
        账户余额（元）: 1188.00 | 1284.50 | 1184.50 | 1164.50
        业务类型: 在线支付 | 交易付款 | 提现 | 退款
        """,
        {"date": "发生时间", "amount": "收入金额（+元）", "bill_no": "商户订单号", "customer_code": "对方账号", "refund": "支出金额（-元）"},
        Came(3, "264.50", 2, {"expense": 1}),
    ),
    "6 Taobao orders": (
        """
        订单编号: ="400000000000000001" | ="400000000000000002" | ="400000000000000003" | ="400000000000000004" | ="400000000000000005" | ="400000000000000006"
        买家会员名: 青山2026 | 竹里 | 青山2026 | 竹里 | 竹里 | 青山2026
        买家支付宝账号: test1@pay.example | test2@pay.example | test1@pay.example | | |
        买家应付货款: 160.00 | 90.00 | 240.00 | | |
        买家应付邮费: 0.00 | 0.00 | 10.00 | | |
        总金额: 160.00 | 90.00 | 250.00 | | |
        返点积分: 0 | 0 | 0 | | |
        买家实际支付金额: 160.00 | 0.00 | 250.00 | 40.00 | 70.00 | 55.00
        买家实际支付积分: 0 | 0 | 0 | | |
        订单状态: 交易成功 | 交易关闭 | 交易成功 | 买家已付款，等待卖家发货 | 退款成功 | 等待买家付款
        收货人姓名: 林小满 | 周远 | 林小满 | | |
        联系电话 : | | | | |
        联系手机: '13900000001 | '13900000002 | '13900000001 | | |
        订单创建时间: 2026-05-02 10:00:11 | 2026-05-03 10:00:11 | 2026-05-09 10:00:11 | 2026-05-11 10:00:11 | 2026-05-12 10:00:11 | 2026-05-13 10:00:11
        订单付款时间 : 2026-05-02 10:00:30 | | 2026-05-09 10:00:30 | 2026-05-11 10:00:30 | 2026-05-12 10:00:30 |
        宝贝标题 : 青瓷杯 | 竹垫 | 青瓷盘 | | |
        宝贝总数量: 1 | 1 | 2 | | |
        卖家服务费: 0元 | 0元 | 0元 | | |
        退款金额: 0.00 | 0.00 | 100.00 | 0.00 | 0.00 | 0.00
        """,
        {"date": "订单付款时间 ", "date_2": "订单创建时间", "amount": "买家实际支付金额", "refund": "退款金额", "bill_no": "订单编号",
         "customer_code": "买家会员名", "phone": "联系手机", "name": "收货人姓名"},
        Came(3, "350.00", 2, {"void": 2, "unpaid": 1}),
    ),
    "7 Taobao items": (
        """
        子订单编号: 400000000000000011 | 400000000000000012 | 400000000000000013
        主订单编号: 400000000000000001 | 400000000000000001 | 400000000000000002
        标题: 青瓷杯 | 竹垫 | 青瓷盘
        价格: 80.00 | 40.00 | 60.00
        购买数量: 1 | 2 | 1
        订单状态: 交易成功 | 交易成功 | 交易成功
        买家应付货款: 80.00 | 80.00 | 60.00
        买家实际支付金额: 78.00 | 80.00 | 60.00
        退款状态: 没有申请退款 | 退款成功 | 退款成功
        退款金额: 0.00 | 80.00 | 20.00
        订单创建时间: 2026-05-02 10:00:11 | 2026-05-02 10:00:11 | 2026-05-03 10:00:11
        订单付款时间: 2026-05-02 10:00:30 | 2026-05-02 10:00:30 | 2026-05-03 10:00:30
        """,
        {"date": "订单付款时间", "date_2": "订单创建时间", "amount": "买家实际支付金额", "refund": "退款金额", "bill_no": "主订单编号"},
        Came(2, "118.00", skipped={"void": 1}, choices=WALK_INS),
    ),
    "9 Pinduoduo": (
        """
        订单成交时间: 2026-05-02 10:00:11 | | 2026-05-04 09:00:00
        商品: 青瓷杯 | 竹垫 | 青瓷盘
        订单号: 260502-0001 | 260503-0002 | 260504-0003
        订单状态: 已收货 | 已发货 | 已收货
        商品总价(元): 90.00 | 60.00 | 70.00
        邮费(元): 0.00 | 0.00 | 0.00
        店铺优惠折扣(元): 5.00 | 0.00 | 0.00
        用户实付金额(元): 80.00 | 60.00 | 70.00
        商家实收金额(元): 85.00 | 60.00 | 70.00
        商品数量(件): 1 | 2 | 1
        发货时间: 2026-05-03 08:00:00 | 2026-05-04 08:00:00 | 2026-05-05 08:00:00
        确认收货时间: 2026-05-06 08:00:00 | | 2026-05-08 08:00:00
        售后状态: 无售后或售后取消 | 无售后或售后取消 | 退款成功
        快递单号: 7700001 | 7700002 | 7700003
        """,
        {"date": "订单成交时间", "amount": "商家实收金额(元)", "bill_no": "订单号"},
        Came(1, "85.00", skipped={"void": 1}, choices=WALK_INS, rejected=1),
    ),
    "10 Douyin shop": (
        """
        主订单编号: \t6900000000000001 | \t6900000000000002 | \t6900000000000003 | \t6900000000000004
        子订单编号: \t6900000000000001 | \t6900000000000002 | |
        选购商品: 青瓷杯 | 竹垫 | 茶 | 茶
        商品数量: 1 | 2 | 1 | 1
        订单应付金额: 80.00 | 66.00 | 50.00 | 30.00
        运费: 0.00 | 0.00 | |
        收件人: ##5aZxQ== | ##7bYtR== | ##8cPq== | ##1aRs==
        收件人手机号: $$1Gk2== | $$9Lm4== | $$3Kk4== | $$8Tt4==
        订单提交时间: 2026-05-02 10:00:11 | 2026-05-03 10:00:11 | 2026-05-04 10:00:11 | 2026-05-05 10:00:11
        订单完成时间: 2026-05-08 10:00:11 | - | - | -
        订单状态: 已完成 | 已发货 | 已关闭 | 已发货
        售后状态: - | - | - | 退款成功
        发货时间: 2026-05-03 08:00:00 | 2026-05-04 08:00:00 | |
        """,
        {"date": "订单提交时间", "amount": "订单应付金额", "bill_no": "主订单编号"},
        Came(2, "146.00", skipped={"void": 2}, choices=WALK_INS),
    ),
    "10 Douyin settlement": (
        """
        动账时间: 2026-05-09 10:00:11 | 2026-05-10 10:00:11
        动帐流水号: '7100001 | '7100002
        动账方向: 入账 | 出账
        动账金额: 78.00 | -20.00
        动账场景: 货款结算入账 | 退款
        子订单号: '6900000000000001 | '6900000000000002
        订单号: '6900000000000001 | '6900000000000002
        平台服务费: -2.00 | 0.00
        """,
        {"date": "动账时间", "amount": "动账金额", "bill_no": "订单号"},
        "not_bills",
    ),
    "11 Douyin vouchers": (
        """
        核销时间: 2026-05-09 18:00:11 | 2026-05-10 19:00:11 | 2026-05-11 19:00:11
        订单编号: 1090000000000001 | 1090000000000002 | 1090000000000001
        核销门店: 总店 | 总店 | 总店
        商品类型: 团购 | 团购 | 团购
        订单实收金额: 100.00 | 200.00 | -100.00
        用户实付金额: 90.00 | 200.00 | -90.00
        软件服务费: -5.00 | -10.00 | 5.00
        达人佣金: 0.00 | -6.00 | -0.0
        商家应得: 95.00 | 184.00 | -95.00
        券码: 110022 | 110033 |
        """,
        {"date": "核销时间", "amount": "订单实收金额", "bill_no": "订单编号"},
        Came(3, "200.00", choices=WALK_INS),
    ),
    "13a Meituan till, bills": (
        """
        门店: 总店 | 总店 | 总店 | 合计
        机构编码: MD001 | MD001 | MD001 | --
        营业日期: 2026/05/09 | 2026/05/10 | 2026/05/10 | --
        订单号: 101 | 102 | 103 | --
        订单来源: 店内 | 店内 | -- | --
        下单时间: 2026/05/09 18:00:11 | 2026/05/10 19:00:11 | 2026/05/10 20:30:00 | --
        结账时间: 2026/05/09 20:00:11 | 2026/05/10 21:00:11 | 2026/05/10 21:20:00 | --
        退单时间: -- | -- | 2026/05/10 21:30:00 | --
        桌牌号: A1 | A2 | -- | --
        用餐人数: 4 | 2 | -- | --
        订单金额（元）: 300.00 | 220.00 | 50.00 | 570.00
        顾客应付（元）: 290.00 | 220.00 | 50.00 | 560.00
        支付合计（元）: 290.00 | 220.00 | 50.00 | 560.00
        订单优惠（元）: 10.00 | 0.00 | -- | 10.00
        订单收入（元）: 288.00 | 219.00 | 50.00 | 557.00
        结账方式: 微信 | 会员卡 | -- | --
        订单状态: 已完成 | 已完成 | 已完成 | --
        退单标识: 否 | 否 | 是 | --
        菜品收入（元）: 288.00 | 219.00 | -- | 557.00
        会员: 林小满 | 周远 | 周远 | --
        """,
        {"date": "营业日期", "date_2": "下单时间", "amount": "订单收入（元）", "bill_no": "订单号", "name": "会员"},
        Came(2, "507.00", 2, {"void": 1, "total": 1}),
    ),
    "13b Meituan till, dishes": (
        """
        门店: 总店 | 总店
        机构编码: MD001 | MD001
        订单编号: 101 | 101
        桌牌号: A1 | A1
        菜品编码: 300001 | 300002
        菜品名称: 鱼 | 茶
        销售数量: 1 | 2
        单位: 份 | 壶
        金额合计（元）: 100.00 | 40.00
        菜品优惠（元）: 10.00 | 0.00
        菜品收入（元）: 90.00 | 40.00
        """,
        {"amount": "菜品收入（元）", "bill_no": "订单编号"},
        "no_date_column",
    ),
    "13c Meituan till, payments": (
        """
        门店: 总店 | 总店 | 总店
        订单编号: 101 | 102 | 103
        支付方式: 微信 | 现金 | 微信
        支付金额（元）: 290.00 | 220.00 | 70.00
        支付优惠（元）: 2.00 | 0.00 | 0.00
        支付时间: 2026/05/09 20:00:11 | 2026/05/10 21:00:11 | 2026/05/10 21:30:00
        是否退款: 否 | 否 | 是
        流水号: 7001 | 7002 | 7003
        """,
        {"date": "支付时间", "amount": "支付金额（元）", "bill_no": "订单编号"},
        Came(2, "510.00", skipped={"void": 1}, choices=WALK_INS),
    ),
    "15 dishes of a till": (
        """
        城市: 厦门 | 厦门 | 厦门 | 厦门 | 合计
        门店名称: 总店 | 总店 | 总店 | 总店 | --
        营业日期: 2026/09/10 | 2026/09/10 | 2026/09/10 | 2026/09/10 | --
        订单号: 101 | 101 | 101 | 101 | --
        品项名称: 鱼 | 茶 | 茶 | 果盘 | --
        菜品编码: 300001 | 300002 | 300002 | 300003 | --
        销售数量: 1 | 2 | 2 | 1 | --
        销售金额(元): 100.00 | 40.00 | 40.00 | 28.00 | 168.00
        优惠金额(元): 10.00 | 0.00 | 0.00 | 0.00 | --
        赠送金额(元): 0.00 | 0.00 | 0.00 | 28.00 | --
        品项收入(元): 90.00 | 40.00 | 40.00 | 28.00 | 118.00
        销售方式: 正常 | 正常 | 退菜 | 赠送 | --
        下单时间: 2026/09/10 21:24:53 | 2026/09/10 21:24:53 | 2026/09/10 21:44:53 | 2026/09/10 21:24:53 | --
        """,
        {"date": "营业日期", "date_2": "下单时间", "amount": "品项收入(元)", "bill_no": "订单号"},
        Came(1, "90.00", skipped={"void": 1, "total": 1}, choices=WALK_INS),
    ),
    "16 Meituan delivery": (
        """
        门店id: 8001 | 8001 | 8001
        客户id: 990001 | 990001 | 990001
        结算id: 770001 | 770001 | 770001
        交易类型: 外卖订单 | 推广 | 外卖订单
        订单号: 601\t | 602\t | 603\t
        下单时间: 2026-09-10 11:24:53 | 2026-09-10 12:24:53 | 2026-09-10 13:24:53
        完成时间: 2026-09-10 12:00:00 | 2026-09-10 13:00:00 |
        退款时间: | |
        订单状态: 订单完成 | 订单完成 | 订单取消
        账单日期: 2026-09-10 | 2026-09-10 | 2026-09-10
        商家应收款: 40.00 | -5.00 | 30.00
        商品总价: 60.00 | 0.00 |
        用户支付配送费: 3.00 | 0.00 |
        餐盒费: 2.00 | 0.00 |
        佣金: -8.00 | 0.00 |
        """,
        {"date": "账单日期", "amount": "商家应收款", "bill_no": "订单号"},
        Came(1, "40.00", skipped={"expense": 1, "void": 1}, choices=WALK_INS),
    ),
    "17 Meituan items": (
        """
        订单编号: 601 | 601 | 602 | 602
        下单时间: 2026-09-10 11:24:53 | 2026-09-10 11:24:53 | 2026-09-11 11:00:00 | 2026-09-11 11:00:00
        订单完成时间: 2026-09-10 12:24:53 | 2026-09-10 12:24:53 | 2026-09-11 12:00:00 | 2026-09-11 12:00:00
        商家名称: 总店 | 总店 | 总店 | 总店
        订单状态: 已完成 | 已完成 | 已取消 | 已取消
        商品名称: 鱼 | 茶 | 鱼 | 饭
        订单原价交易额(元): 70.00 | 70.00 | 55.00 | 55.00
        订单实付交易额(元): 60.00 | 60.00 | 50.00 | 50.00
        商品销售数量: 1 | 1 | 1 | 2
        商品原价交易额(元): 50.00 | 20.00 | 50.00 | 5.00
        商品实付交易额(元): 43.00 | 17.00 | 46.00 | 4.00
        部分退款商品金额: 0.00 | 7.00 | 0.00 | 0.00
        配送费: 3.00 | 3.00 | 3.00 | 3.00
        """,
        {"date": "下单时间", "amount": "商品实付交易额(元)", "bill_no": "订单编号", "refund": "部分退款商品金额"},
        Came(1, "53.00", skipped={"void": 2}, choices=WALK_INS),  # 43 + 17 − 7
    ),
    "19 Ele.me orders": (
        """
        订单序号: 1 | 2
        订单编号: 50001 | 50002
        订单来源: 饿了么 | 饿了么
        商户名称: 总店 | 总店
        订单类型: 即时 | 即时
        订单状态: 已完成 | 已取消
        退款状态: | 全部退款
        退款金额: 0.00 | 30.00
        下单时间: 2026-09-10 11:24:53 | 2026-09-10 12:24:53
        预计送达时间: 2026-09-10 12:00:00 | 2026-09-10 13:00:00
        订单完成时间: 2026-09-10 12:00:00 | 2026-09-10 13:00:00
        订单总金额: 40.00 | 35.00
        用户实付金额: 36.00 | 30.00
        商户应收金额: 30.00 | 25.00
        平台佣金: 4.00 | 3.00
        配送费: 3.00 | 3.00
        顾客联系电话: 13900000001 | 13900000002
        骑手姓名: 小快 | 小马
        骑手电话: 13700000001 | 13700000002
        商家实收金额: 31.00 | 26.00
        """,
        {"date": "下单时间", "amount": "商家实收金额", "refund": "退款金额", "bill_no": "订单编号", "phone": "顾客联系电话"},
        Came(1, "31.00", 1, {"void": 1}),
    ),
    "22 Keruyun bills": (
        """
        编号: 1 | 2 | 3
        订单号: K101 | K102 | K103
        订单来源: 堂食 | 堂食 | 堂食
        营业日: 2026-09-10 | 2026-09-10 | 2026-09-11
        下单时间: 2026-09-10 11：24：53 | 2026-09-10 12：24：53 | 2026-09-11 12：24：53
        结账时间: 2026-09-10 13：24：53 | 2026-09-10 14：24：53 | 2026-09-11 14：24：53
        订单状态: 已结账 | 已结账 | 已结账
        折前金额: 200.00 | 90.00 | 100.00
        总优惠金额: 20.00 | 0.00 | 0.00
        折后金额: 180.00 | 90.00 | 100.00
        支付方式: 微信 | 现金 | 微信
        会员姓名: 林小满 | - | 周远
        会员手机号: 13900000001 | - | 13900000002
        桌台: A1 | A2 | A3
        就餐人数: 4 | 2 | 2
        """,
        {"date": "营业日", "amount": "折后金额", "bill_no": "订单号", "phone": "会员手机号", "name": "会员姓名"},
        Came(3, "370.00", 2),
    ),
    "24 Erweihuo": (
        """
        orderId: 1 | 2
        innerCode: 101 | 102
        openTime: 1788950000000 | 1789040000000
        endTime: 1788957000000 | 1789047000000
        sourceAmount: 200.00 | 90.00
        discountAmount: 20.00 | 0.00
        resultAmount: 180.00 | 90.00
        receiveAmount: 179.00 | 90.00
        currDate: 20260910 | 20260911
        """,
        {"date": "currDate", "amount": "receiveAmount", "bill_no": "orderId"},
        Came(2, "269.00", choices=WALK_INS),
    ),
    "25 Kemai": (
        """
        cBill_C: 101 | 102
        cBranch_C: 01 | 01
        dBusiness: 2026-09-10 | 2026-09-11
        dtBillTime: 2026-09-10 18:00:00 | 2026-09-11 18:00:00
        dtSettleTime: 2026-09-10 20:00:00 | 2026-09-11 20:00:00
        nFoodAmt: 200.00 | 90.00
        nDisAmt: 20.00 | 0.00
        nOughtAmt: 180.00 | 90.00
        nPayAmt: 179.00 | 90.00
        eStatus: 1 | 1
        """,
        {"date": "dBusiness", "amount": "nPayAmt", "bill_no": "cBill_C"},
        Came(2, "269.00", choices=Choices(walk_ins_only=True, meanings={"eStatus": {"1": "sale"}})),
    ),
    "26 Sixun": (
        """
        com_no: 1 | 2
        flow_no: F101 | F102
        item_no: 300001 | 300002
        source_price: 12.00 | 9.00
        sale_price: 10.00 | 9.00
        sale_qnty: 2 | 1
        sale_money: 20.00 | 9.00
        sell_way: A | B
        oper_date: 2026-09-10 20:00:00 | 2026-09-11 20:00:00
        card_id: V001 | V002
        """,
        {"date": "oper_date", "amount": "sale_money", "bill_no": "flow_no", "customer_code": "card_id"},
        Came(2, "11.00", 2, choices=Choices(meanings={"sell_way": {"A": "sale", "B": "refund"}})),
    ),
    "28 Youzan": (
        """
        订单号: E20260910001 | E20260910002 | E20260910003
        订单状态: 交易完成 | 交易完成 | 交易关闭
        订单创建时间: 2026-09-10 10:00:00 | 2026-09-10 11:00:00 | 2026-09-10 12:00:00
        买家付款时间: 2026-09-10 10:01:00 | 2026-09-10 11:01:00 |
        交易成功时间: 2026-09-17 10:01:00 | 2026-09-17 11:01:00 |
        商品金额合计: 100.00 | 80.00 | 60.00
        运费: 0.00 | 0.00 | ——
        应收订单金额: 95.00 | 80.00 | 60.00
        订单实付金额: 95.00 | 80.00 | 60.00
        支付优惠合计: 0.00 | 1.00 | ——
        订单实收金额: 95.00 | 79.00 | 60.00
        收货人/提货人: 林大满 | 周近 | ——
        收货人手机号/提货人手机号: 13900000011 | 13900000012 | ——
        买家昵称: 小满 | 远远 | 小满
        买家手机号: 13900000001 | 13900000002 | 13900000001
        收银员: —— | —— | ——
        分销员: —— | —— | ——
        订单退款状态: —— | 退款成功 | ——
        订单已退款金额: 0.00 | 20.00 | 0.00
        挂账手机号: —— | —— | ——
        分销员手机号: 13700000001 | 13700000001 | ——
        """,
        {"date": "买家付款时间", "date_2": "订单创建时间", "amount": "订单实收金额", "refund": "订单已退款金额", "bill_no": "订单号",
         "phone": "买家手机号", "name": "买家昵称"},
        Came(2, "154.00", 2, {"void": 1}),
    ),
    "29 Weidian": (
        """
        订单编号: 80001 | 80002
        订单状态: 待发货 | 已取消
        下单时间: 2026-09-10 10:00:00 | 2026-09-10 11:00:00
        支付时间: 2026-09-10 10:01:00 |
        发货时间: |
        支付方式: 微信 | 微信
        商品名称: 杯 | 盘
        商品件数: 1 | 2
        实付金额: 95.00 | 80.00
        收货人/提货人姓名: 林小满 | 周远
        收货人/提货人手机号: 13900000001 | 13900000002
        下单账号: 13600000001 | 13600000002
        下单微信: xiaoman | yuan
        """,
        {"date": "支付时间", "date_2": "下单时间", "amount": "实付金额", "bill_no": "订单编号", "customer_code": "下单账号",
         "phone": "收货人/提货人手机号", "name": "收货人/提货人姓名"},
        Came(1, "95.00", 1, {"void": 1}),
    ),
    "30 Ctrip rooms": (
        """
        订单号: 30001 | 30002
        确认号: Q1 | Q2
        房型名称: 大床 | 双床
        入住日期: 2026-09-10 | 2026-09-11
        离店日期: 2026-09-11 | 2026-09-13
        客人姓名: 林小满 | 周远
        间夜: 1 | 2
        结算价: 260.00 | 500.00
        币种: CNY | CNY
        """,
        {"date": "入住日期", "amount": "结算价", "bill_no": "订单号", "name": "客人姓名"},
        Came(2, "760.00", 2),
    ),
    "30 Meituan rooms": (
        """
        美团订单号: 40001 | 40002
        酒店名称: 湖畔 | 湖畔
        入住日期: 2026-09-10 | 2026-09-11
        离店日期: 2026-09-11 | 2026-09-13
        入住人姓名: 林小满 | 周远
        间夜: 1 | 2
        结算金额: 260.00 | 500.00
        订单状态: 已入住 | 已取消
        """,
        {"date": "入住日期", "amount": "结算金额", "bill_no": "美团订单号", "name": "入住人姓名"},
        Came(1, "260.00", 1, {"void": 1}),
    ),
    "32 spa visits": (
        """
        客户ID: C01 | C02
        进店时间: 2026/09/10 10:00:00 | 2026/09/11 10:00:00
        离店时间: 2026/09/10 12:00:00 | -
        总消耗项目数: 2 | 1
        总耗卡金额: 360.00 | 180.00
        支付方式: 会员卡 | 会员卡
        服务满意度: 5 | 4
        """,
        {"date": "进店时间", "amount": "总耗卡金额", "customer_code": "客户ID"},
        Came(2, "540.00", 2),
    ),
    "33 acquirer": (
        """
        商户号: 8220001 | 8220001
        门店名: 总店 | 总店
        终端号: 60001 | 60001
        交易时间: 2026-09-10 10:00:00 | 2026-09-11 10:00:00
        交易类型: 消费 | 退货
        交易金额: 100.00 | 50.00
        手续费: 0.60 | 0.00
        交易单号: T001 | T002
        结算金额: 99.40 | 50.00
        """,
        {"date": "交易时间", "amount": "交易金额", "bill_no": "交易单号"},
        Came(2, "50.00", choices=NO_OTHER, asked={"payment_flow"}),
    ),
    "33 combined payments": (
        """
        创建时间: 2026-09-10 10:00:00 | 2026-09-11 10:00:00
        付款完成时间: 2026-09-10 10:00:20 | 2026-09-11 10:00:20
        支付单号: P1 | P2
        商户单号: M1 | M2
        支付状态: 成功 | 成功
        付款总金额: 100.00 | 50.00
        代金券金额: 0.00 | 0.00
        结算手续费: 0.60 | 0.30
        应结算金额: 99.40 | 49.70
        退款单号: | R2
        退款金额: 0.00 | 50.00
        退款状态: | 成功
        退款完成时间: | 2026-09-12 10:00:20
        """,
        {"date": "付款完成时间", "date_2": "创建时间", "amount": "付款总金额", "refund": "退款金额", "bill_no": "商户单号"},
        Came(1, "100.00", skipped={"void": 1}, choices=NO_OTHER, asked={"payment_flow"}),
    ),
    "27 Pospal payments": (
        """
        交易时间: 2026-09-10 10:00:00 | 2026-09-11 10:00:00
        交易金额: 100.00 | 50.00
        交易退款金额: 0.00 | 20.00
        有效交易金额: 100.00 | 30.00
        交易手续费: 0.60 | 0.30
        """,
        {"date": "交易时间", "amount": "交易金额", "refund": "交易退款金额"},
        Came(2, "130.00", choices=NO_OTHER, asked={"payment_flow"}),
    ),
    "37 Square payments": (
        """
        Date: 2026-09-10 | 2026-09-10 | 2026-09-11
        Time: 18:30:05 | 19:00:00 | 20:15:00
        Time Zone: Eastern | Eastern | Eastern
        Gross Sales: $25.00 | "$1,300.00" | -$1.00
        Discounts: -$2.50 | -$60.00 | $0.05
        Net Sales: $22.50 | "$1,240.00" | -$0.95
        Gift Card Sales: $0.00 | $0.00 | $0.00
        Tax: $2.00 | $100.00 | $0.00
        Tip: $3.00 | $0.00 | $0.00
        Partial Refunds: $0.00 | $0.00 | $0.00
        Total Collected: $27.50 | "$1,340.00" | -$0.95
        Source: Register | Register | Register
        Card: $27.50 | "$1,340.00" | $0.00
        Fees: -$0.80 | -$30.00 | $0.00
        Net Total: $26.70 | "$1,310.00" | -$0.95
        Transaction ID: tx1 | tx2 | tx3
        Payment ID: p1 | p2 | p3
        Event Type: Payment | Payment | Refund
        Customer ID: CU1 | | CU1
        Customer Name: Ann Example | | Ann Example
        Customer Reference ID: | |
        Deposit Date: 2026-09-11 | 2026-09-11 | 2026-09-12
        """,
        {"date": "Date", "time": "Time", "amount": "Net Sales", "refund": "Partial Refunds", "bill_no": "Transaction ID",
         "customer_code": "Customer ID", "name": "Customer Name"},
        Came(3, "1261.55", 1, choices=Choices(currency="$"), asked={"other_currency"}),
    ),
    "38 Square items": (
        """
        Date: 10/05/2026 | 10/05/2026
        Time: 2:30:00 PM | 2:30:00 PM
        Category: Tea | Cake
        Item: Oolong | Plum
        Qty: 1.0 | 2.0
        Gross Sales: $4.00 | $8.00
        Discounts: $0.00 | -$1.00
        Net Sales: $4.00 | $7.00
        Tax: $0.40 | $0.70
        Transaction ID: tx1 | tx1
        Event Type: Payment | Payment
        Customer ID: CU1 | CU1
        Customer Name: Ann Example | Ann Example
        """,
        {"date": "Date", "time": "Time", "amount": "Net Sales", "bill_no": "Transaction ID", "customer_code": "Customer ID",
         "name": "Customer Name"},
        Came(1, "11.00", 1, choices=Choices(currency="USD", date_order="mdy"), asked={"other_currency"}),
    ),
    "39 Toast orders": (
        """
        Location: Main | Main | Main
        Order Id: 900001 | 900002 | 900003
        Order #: 1 | 2 | 3
        Opened: 1/21/26 1:17 PM | 1/22/26 6:17 PM | 1/22/26 7:17 PM
        # of Guests: 2 | 4 |
        Server: Pat | Pat | Pat
        Table: 4 | 5 |
        Service: Lunch | Dinner | Dinner
        Discount Amount: 0.00 | 5.00 |
        Amount: 40.00 | 95.00 | 70.00
        Tax: 4.00 | 9.50 |
        Tip: 5.00 | 12.00 |
        Total: 49.00 | 116.50 | 77.00
        Voided: false | false | true
        Paid: 1/21/26 2:17 PM | 1/22/26 8:17 PM |
        Closed: 1/21/26 2:18 PM | 1/22/26 8:18 PM |
        """,
        {"date": "Paid", "date_2": "Opened", "amount": "Amount", "bill_no": "Order Id"},
        Came(2, "135.00", skipped={"void": 1}, choices=WALK_INS),
    ),
    "39 Toast checks": (
        """
        Customer Id: T1 | T2
        Customer: Ann Example | Bob Example
        Customer Phone: 5550000001 | 5550000002
        Customer Email: ann@shop.example | bob@shop.example
        Opened Date: 1/21/26 | 1/22/26
        Opened Time: 1:17 PM | 6:17 PM
        Server: Pat | Pat
        Tax: 4.00 | 9.50
        Check Id: 700001 | 700002
        Check #: 1 | 2
        Total: 44.00 | 104.50
        """,
        {"date": "Opened Date", "time": "Opened Time", "amount": "Total", "bill_no": "Check Id", "customer_code": "Customer Id",
         "phone": "Customer Phone", "email": "Customer Email", "name": "Customer"},
        Came(2, "148.50", 2),
    ),
    "39 Toast payments": (
        """
        Payment Id: 1 | 2 | 3
        Order Id: 900001 | 900002 | 900003
        Paid Date: 1/21/26 2:17 PM | 1/22/26 8:17 PM | 1/24/26 8:17 PM
        Order Date: 1/21/26 1:17 PM | 1/22/26 6:17 PM | 1/24/26 6:17 PM
        Check Id: 700001 | 700002 | 700003
        Amount: 40.00 | 95.00 | 60.00
        Tip: 5.00 | 12.00 |
        Gratuity: 0.00 | 0.00 |
        Total: 45.00 | 107.00 | 60.00
        Refunded: NONE | FULL | PARTIAL
        Refund Date: | 1/23/26 9:00 AM | 1/25/26 9:00 AM
        Refund Amount: | 95.00 | 10.00
        Void Date: | |
        Status: CAPTURED | CAPTURED | CAPTURED
        Email: ann@shop.example | bob@shop.example | ann@shop.example
        Phone: 5550000001 | 5550000002 | 5550000001
        """,
        {"date": "Paid Date", "date_2": "Order Date", "amount": "Amount", "refund": "Refund Amount", "bill_no": "Check Id",
         "phone": "Phone", "email": "Email"},
        Came(2, "90.00", 1, {"void": 1}),
    ),
    "40 Loyverse": (
        """
        Date: 31/12/2025 14:05 | 01/10/2026 23:50 | 02/10/2026 09:05
        Receipt number: 2-1678 | 2-1679 | 2-1680
        Receipt type: Sale | Refund | Sale
        Gross sales: 180.000 | 180.000 | 90.000
        Discounts: 0.00 | 0.00 |
        Net sales: 180.000 | -180.000 | 90.000
        Taxes: 0.00 | 0.00 |
        Total collected: 180.00 | -180.00 | 90.00
        Cost of goods: 60.00 | -60.00 |
        Gross profit: 120.00 | -120.00 |
        Payment type: Cash | Cash |
        Store: Main | Main |
        Cashier name: Pat | Pat |
        Customer name: Ann Example | Ann Example | Ann Example
        Customer contacts: ann@shop.example | ann@shop.example | ann@shop.example
        Status: Closed | Closed | Cancelled
        """,
        {"date": "Date", "amount": "Net sales", "bill_no": "Receipt number", "email": "Customer contacts", "name": "Customer name"},
        Came(2, "0.00", 1, {"void": 1}),
    ),
    "41 Shopify": (
        """
        Name: #2001 | #2001 | #2002 | #2003
        Email: ann@shop.example | ann@shop.example | bob@shop.example | bob@shop.example
        Financial Status: paid | | paid | pending
        Paid at: 2026-03-02 10:00:00 +0800 | | 2026-03-05 11:00:00 +0800 |
        Fulfillment Status: fulfilled | | fulfilled | fulfilled
        Fulfilled at: 2026-03-03 10:00:00 +0800 | | 2026-03-06 11:00:00 +0800 | 2026-03-06 11:00:00 +0800
        Currency: CNY | | CNY | CNY
        Subtotal: 180.00 | | 50.00 | 66.00
        Shipping: 0.00 | | 10.00 | 0.00
        Taxes: 0.00 | | 0.00 | 0.00
        Total: 180.00 | | 60.00 | 66.00
        Discount Amount: 0.00 | | 0.00 | 0.00
        Created at: 2026-03-02 09:59:58 +0800 | 2026-03-02 09:59:58 +0800 | 2026-03-05 10:58:00 +0800 | 2026-03-06 10:58:00 +0800
        Lineitem quantity: 1 | 2 | 1 | 1
        Lineitem name: Teapot | Cup | Cup | Cup
        Lineitem price: 100.00 | 40.00 | 50.00 | 66.00
        Billing Name: Ann Example | | Bob Example | Bob Example
        Billing Phone: '+86 139 0000 0001 | | '+86 139 0000 0002 | '+86 139 0000 0002
        Shipping Name: Ann Elsewhere | | Bob Elsewhere | Bob Elsewhere
        Cancelled at: | | |
        Refunded Amount: 0.00 | | 0.00 | 0.00
        Outstanding Balance: 0.00 | | 0.00 | 66.00
        Id: 9001 | | 9002 | 9003
        Receipt Number: | | |
        Phone: | | |
        """,
        {"date": "Paid at", "date_2": "Created at", "amount": "Total", "refund": "Refunded Amount", "bill_no": "Name",
         "phone": "Billing Phone", "email": "Email", "name": "Billing Name"},
        Came(2, "240.00", 2, {"unpaid": 1}),
    ),
    "42 WooCommerce": (
        """
        Order Number: 501 | 502 | 503 | 504
        Order Status: Completed | Processing | Completed | Refunded
        Order Date: 2026-05-02 10:00 | 2026-05-03 11:00 | 2026-05-09 09:00 | 2026-05-10 09:00
        Customer Note: | | |
        First Name (Billing): Ann | Bob | Cho | Bob
        Last Name (Billing): Example | Example | Sample | Example
        Email (Billing): ann@shop.example | bob@shop.example | cho@shop.example | bob@shop.example
        Phone (Billing): | | |
        Item #: 1 | 1 | 1 | 1
        SKU: T1 | T2 | T3 | T1
        Name: Tea | Tray | Cup | Tea
        Quantity: 1 | 1 | 2 | 1
        Quantity (- Refund): 1 | 1 | 2 |
        Item Cost: 100 | 250 | 40 | 60
        Order Line Tax: 0 | 0 | 0 |
        Payment Method Title: Card | Card | Card |
        Cart Discount Amount: 0 | 0 | 0 |
        Order Subtotal Amount: 100 | 250 | 80 |
        Order Tax Amount: 0 | 0 | 0 |
        Order Shipping Amount: 0 | 10 | 0 |
        Order Refund Amount: 0 | 0 | 20 | 0
        Order Total Amount: 100.00 | 260.00 | 80.00 | 60.00
        Order Total Tax Amount: 0 | 0 | 0 |
        """,
        {"date": "Order Date", "amount": "Order Total Amount", "refund": "Order Refund Amount", "bill_no": "Order Number",
         "phone": "Phone (Billing)", "email": "Email (Billing)", "first_name": "First Name (Billing)", "last_name": "Last Name (Billing)"},
        Came(3, "420.00", 3, {"void": 1}),
    ),
    "43 Etsy": (
        """
        Sale Date: 05/02/26 | 05/03/26
        Item Name: Cup | Plate
        Buyer: ann88 | bob99
        Quantity: 2 | 1
        Price: 10.00 | 30.00
        Discount Amount: 0.00 | 3.00
        Order Shipping: 5.00 | 5.00
        Item Total: 20.00 | 30.00
        Currency: USD | USD
        Transaction ID: 1 | 2
        Date Paid: 05/02/2026 | 05/03/2026
        Date Shipped: 05/04/2026 | 05/05/2026
        Ship Name: Ann Elsewhere | Bob Elsewhere
        Order ID: 3001 | 3002
        """,
        {"date": "Date Paid", "date_2": "Sale Date", "amount": "Item Total", "bill_no": "Order ID", "name": "Buyer"},
        Came(2, "47.00", 2, choices=Choices(currency="USD", date_order="mdy"), asked={"other_currency"}),  # 20 + 30 - 3
    ),
    "44 Amazon": (
        """
        amazon-order-id: 702-1 | 702-2 | 702-1
        merchant-order-id: | |
        purchase-date: 2026-05-02T10:00:00+00:00 | 2026-05-03T10:00:00+00:00 | 2026-05-02T10:00:00+00:00
        last-updated-date: 2026-05-04T10:00:00+00:00 | 2026-05-05T10:00:00+00:00 |
        order-status: Shipped | Cancelled | Shipped
        product-name: Cup | Plate | Tray
        item-status: Shipped | Cancelled | Cancelled
        quantity: 2 | 1 | 1
        currency: USD | USD | USD
        item-price: 20.00 | 30.00 | 12.00
        item-tax: 1.00 | 2.00 |
        shipping-price: 5.00 | 5.00 |
        """,
        {"date": "purchase-date", "amount": "item-price", "bill_no": "amazon-order-id"},
        Came(1, "20.00", skipped={"void": 2}, choices=Choices(currency="USD", walk_ins_only=True, zone="America/New_York"), asked={"other_currency", "zone_of_currency"}),
    ),
    "46 Stripe": (
        """
        id: ch_1 | ch_2 | ch_3 | ch_4
        Description: Order 1 | Order 2 | Order 3 | Order 4
        Created (UTC): 2026-05-02 10:00 | 2026-05-03 10:00 | 2026-05-04 10:00 | 2026-05-05 10:00
        Amount: 20.00 | 30.00 | 40.00 | 15.00
        Amount Refunded: 0.00 | 5.00 | 0.00 | 15.00
        Currency: usd | usd | usd | usd
        Converted Amount: 18.00 | 27.00 | |
        Converted Amount Refunded: 0.00 | 4.50 | |
        Fee: 0.80 | 1.10 | |
        Status: Paid | Refunded | Failed | Refunded
        Customer ID: cus_1 | cus_2 | cus_2 | cus_2
        Customer Email: ann@shop.example | bob@shop.example | bob@shop.example | bob@shop.example
        """,
        {"date": "Created (UTC)", "amount": "Amount", "refund": "Amount Refunded", "bill_no": "id", "customer_code": "Customer ID",
         "email": "Customer Email"},
        Came(2, "45.00", 2, {"void": 2}, Choices(currency="USD", zone="America/New_York"), {"other_currency", "zone_of_currency"}),
    ),
    "47 PayPal": (
        """
        Date: 05/20/2026 | 05/21/2026 | 05/22/2026 | 05/23/2026 | 05/24/2026
        Time: 10:00:00 | 11:00:00 | 12:00:00 | 12:00:00 | 12:00:00
        TimeZone: PDT | PDT | PDT | PDT | PDT
        Name: Ann Example | Bob Example | | Bob Example | Cho Sample
        Type: Express Checkout Payment | Express Checkout Payment | General Withdrawal | Payment Refund | Express Checkout Payment
        Status: Completed | Completed | Completed | Completed | Pending
        Currency: USD | USD | USD | USD | USD
        Gross: 20.00 | 30.00 | -40.00 | -10.00 | 25.00
        Fee: -0.88 | -1.17 | | |
        Net: 19.12 | 28.83 | | |
        From Email Address: ann@shop.example | bob@shop.example | | House@shop.example | cho@shop.example
        To Email Address: house@shop.example | house@shop.example | | bob@shop.example | house@shop.example
        Transaction ID: 7AB | 8CD | 9EF | 1GH | 2IJ
        Balance: 119.12 | 147.95 | | |
        """,
        {"date": "Date", "time": "Time", "amount": "Gross", "bill_no": "Transaction ID", "email": "From Email Address", "name": "Name"},
        Came(3, "40.00", 2, {"expense": 1, "unpaid": 1}, Choices(currency="USD"), {"other_currency"}),
    ),
    "49 Clover": (
        """
        Currency: USD | USD
        Amount: 20.00 | 30.00
        Tax Amount: 1.00 | 2.00
        Tip Amount: 3.00 | 4.00
        Service Charge Amount: 0.00 | 0.00
        Customer Name: Ann Example | Bob Example
        Order ID: O1 | O2
        Order Date: 02-May-2026 10:00 AM | 03-May-2026 10:00 AM
        Result: SUCCESS | SUCCESS
        # Refunds: 0 | 1
        Refund Amount: 0.00 | 5.00
        """,
        {"date": "Order Date", "amount": "Amount", "refund": "Refund Amount", "bill_no": "Order ID", "name": "Customer Name"},
        Came(2, "45.00", 2, choices=Choices(currency="USD"), asked={"other_currency"}),
    ),
    "50 iiko": (
        """
        OpenDate.Typed: 2026-05-02 | 2026-05-03
        UniqOrderId.Id: a1 | a2
        OrderNum: 101 | 102
        DishName: Tea | Cake
        Delivery.CustomerCardNumber: 550001 | 550002
        DishSumInt: 10.00 | 20.00
        DishDiscountSumInt: 9.00 | 20.00
        GuestNum: 2 | 1
        """,
        {"date": "OpenDate.Typed", "amount": "DishDiscountSumInt", "bill_no": "UniqOrderId.Id",
         "customer_code": "Delivery.CustomerCardNumber"},
        Came(2, "29.00", 2),
    ),
    "51 Cloudbeds": (
        """
        Name: Ann Example | Bob Example | Cho Sample
        Email: ann@shop.example | n/a | cho@shop.example
        Phone Number: 5550000001 | 5550000002 | 5550000003
        Reservation Number: 8001 | 8002 | 8003
        Room Number: 101 | 102 | n/a
        Accommodation Total: 200.00 | 300.00 | n/a
        Amount Paid: 220.00 | 50.00 | 100.00
        Check in Date: 20/05/2026 | 21/05/2026 | 22/05/2026
        Check out Date: 22/05/2026 | 24/05/2026 | 23/05/2026
        Nights: 2 | 3 | 1
        Grand Total: 220.00 | 330.00 | 100.00
        Deposit: 50.00 | 50.00 | n/a
        Balance Due: 0.00 | 280.00 | n/a
        Reservation Date: 01/05/2026 | 02/05/2026 | 03/05/2026
        Status: Checked Out | Checked Out | Cancelled
        Cancellation Date: n/a | n/a | 04/05/2026
        """,
        {"date": "Check in Date", "amount": "Grand Total", "bill_no": "Reservation Number", "phone": "Phone Number", "email": "Email",
         "name": "Name"},
        Came(2, "550.00", 2, {"void": 1}),
    ),
    "53 OPERA": (
        """
        PROPERTY_CODE: H1 | H1
        ROOM: 101 | 102
        ROOM_TYPE: DLX | STD
        ARRIVAL_DATE: 05/20/2026 | 05/21/2026
        DEPARTURE_DATE: 05/22/2026 | 05/24/2026
        GUEST_LAST_NAME: Example | Sample
        GUEST_FIRST_NAME: Ann | Bob
        SHARE_AMOUNT: 200.00 | 300.00
        """,
        {"date": "ARRIVAL_DATE", "amount": "SHARE_AMOUNT", "first_name": "GUEST_FIRST_NAME", "last_name": "GUEST_LAST_NAME"},
        Came(2, "500.00", 2),
    ),
    "18 Ele.me bill details": (
        """
        账单日期: 2026-09-10 | 2026-09-10 | 2026-09-11
        订单类型: 外卖 | 外卖 | 退单
        结算金额: 30.00 | 22.00 | -22.00
        商品金额: 40.00 | 30.00 | -30.00
        技术服务费: -4.00 | -3.00 | 3.00
        配送服务费: -6.00 | -5.00 | 5.00
        打包费: 0.00 | 0.00 | 0.00
        """,
        {"date": "账单日期", "amount": "结算金额"},
        Came(3, "30.00", choices=WALK_INS),
    ),
    "20 JD orders": (
        """
        账期: 20260901 00:00~20260901 00:00 | 20260901 00:00~20260901 00:00 | 20260901 00:00~20260901 00:00
        订单类型: 正向订单 | 正向订单 | 反向订单
        主订单号: 6001 | 6002 | 6001
        门店编号: 1 | 1 | 1
        订单完成时间: 2026-09-01 12:00:00 | 2026-09-01 13:00:00 | 2026-09-02 09:00:00
        应结金额: 40.00 | 55.00 | -40.00
        """,
        {"date": "订单完成时间", "amount": "应结金额", "bill_no": "主订单号"},
        Came(3, "55.00", choices=WALK_INS),
    ),
    "21 Dianping vouchers": (
        """
        收益时间: 2026-09-10 12:00:00 | 2026-09-10 13:00:00 | 2026-09-11 09:00:00 | 2026-09-11 10:00:00
        美团门店ID: 8001 | 8001 | 8001 | 8001
        券号: 7101 | 7102 | 7101 | 7103
        项目名称: 双人餐 | 双人餐 | 双人餐 | 退货险
        类型: 消费 | 消费 | 撤销 | 保险
        售价: 128.00 | 128.00 | -128.00 | 0.00
        商家应得: 120.00 | 120.00 | -120.00 | -1.00
        """,
        {"date": "收益时间", "amount": "商家应得"},
        Came(3, "120.00", skipped={"expense": 1}, choices=WALK_INS),
    ),
    "22 Keruyun dishes": (
        """
        营业日: 2026-09-10 | 2026-09-10 | 2026-09-11
        门店编号: 1 | 1 | 1
        门店名称: 总店 | 总店 | 总店
        订单号: K101 | K101 | K102
        商品名称: 鱼 | 茶 | 饭
        单价: 100.00 | 20.00 | 30.00
        数量: 1 | 2 | 1
        前折金额: 100.00 | 40.00 | 30.00
        菜品优惠: 10.00 | 0.00 | 0.00
        折后金额: 90.00 | 40.00 | 30.00
        商品中类: 热菜 | 饮品 | 主食
        """,
        {"date": "营业日", "amount": "折后金额", "bill_no": "订单号"},
        Came(2, "160.00", choices=WALK_INS),
    ),
    "30 Ctrip restaurants": (
        """
        券号: 9001 | 9002
        验券时间: 2026-09-10 12:00:00 | 2026-09-11 12:00:00
        产品名称: 双人餐 | 四人餐
        底价: 110.00 | 200.00
        卖价: 128.00 | 228.00
        购买时间: 2026-09-01 12:00:00 | 2026-09-02 12:00:00
        """,
        {"date": "验券时间", "amount": "底价"},
        Came(2, "310.00", choices=WALK_INS),
    ),
    "30 Fliggy rooms": (
        """
        订单号: 50001 | 50002
        入住人: 林小满 | 周远
        入住日期: 2026-09-10 | 2026-09-11
        离店日期: 2026-09-11 | 2026-09-13
        房型: 大床 | 双床
        间夜: 1 | 2
        分账金额: 260.00 | 500.00
        """,
        {"date": "入住日期", "amount": "分账金额", "bill_no": "订单号", "name": "入住人"},
        Came(2, "760.00", 2),
    ),
    "39 Toast items": (
        """
        Location: Main | Main | Main
        Order Id: 900001 | 900001 | 900001
        Order #: 1 | 1 | 1
        Sent Date: 1/21/26 1:20 PM | 1/21/26 1:20 PM | 1/21/26 1:25 PM
        Order Date: 1/21/26 1:17 PM | 1/21/26 1:17 PM | 1/21/26 1:17 PM
        Check Id: 700001 | 700001 | 700001
        Server: Pat | Pat | Pat
        Table: 4 | 4 | 4
        Item Selection Id: 1 | 2 | 3
        Item Id: 31 | 32 | 33
        Menu Item: Fish | Tea | Cake
        Menu Group: Mains | Drinks | Sweets
        Gross Price: 22.00 | 10.00 | 5.00
        Discount: 2.00 | 0.00 | 0.00
        Net Price: 20.00 | 10.00 | 5.00
        Qty: 1 | 2 | 1
        Tax: 2.00 | 1.00 | 0.50
        Void?: false | false | true
        """,
        {"date": "Order Date", "amount": "Net Price", "bill_no": "Check Id"},
        Came(1, "30.00", skipped={"void": 1}, choices=WALK_INS),
    ),
    "40 Loyverse by item": (
        """
        Date: 31/12/2025 14:05 | 31/12/2025 14:05 | 01/10/2026 23:50
        Receipt number: 2-1678 | 2-1678 | 2-1679
        Receipt type: Sale | Sale | Refund
        Category: Tea | Cake | Cake
        SKU: 1 | 2 | 2
        Item: Oolong | Plum | Plum
        Quantity: 1 | 1 | 1
        Gross sales: 120.00 | 60.00 | 60.00
        Discounts: 0.00 | 0.00 | 0.00
        Net sales: 120.00 | 60.00 | -60.00
        Cost of goods: 40.00 | 20.00 | -20.00
        Customer name: Ann Example | Ann Example | Ann Example
        Customer contacts: ann@shop.example | ann@shop.example | ann@shop.example
        Status: Closed | Closed | Closed
        """,
        {"date": "Date", "amount": "Net sales", "bill_no": "Receipt number", "email": "Customer contacts", "name": "Customer name"},
        Came(2, "120.00", 1),
    ),
    "52 Booking.com": (
        """
        Book number: 3001 | 3002 | 3003
        Booked by: Ann Example | Bob Example | Cho Sample
        Guest name(s): Ann Example | Bob Example | Cho Sample
        Check-in: 2026-05-20 | 2026-05-21 | 2026-05-22
        Check-out: 2026-05-22 | 2026-05-24 | 2026-05-23
        Status: ok | ok | cancelled_by_guest
        People: 2 | 1 | 2
        Price: 300 USD | 450.50 USD | 120 USD
        Commission amount: 45 USD | 67.50 USD | 0 USD
        """,
        {"date": "Check-in", "amount": "Price", "bill_no": "Book number", "name": "Guest name(s)"},
        Came(2, "750.50", 2, {"void": 1}, Choices(currency="USD"), {"other_currency"}),
    ),
    "54 bookings of tables, with a minimum": (
        "Visit Date: 2026-05-20 | 2026-05-21\nGuest Name: Ann Example | Bob Example\nParty Size: 4 | 2\nMin Spend: 500 | 300\nStatus: Seated | Seated",
        {"date": "Visit Date", "name": "Guest Name"},
        "no_amount_column",
    ),
    "sums of days": (
        "日期: 2026-05-01 | 2026-05-02 | 2026-05-03\n客流: 120 | 98 | 133\n营业额: 8800.00 | 7650.50 | 9900.00",
        {"date": "日期", "amount": "营业额"},
        "not_bills",
    ),
    "sums of days, in English": (
        "Date: 2026-05-01 | 2026-05-02 | 2026-05-03\nCovers: 120 | 98 | 133\nTotal: 8800.00 | 7650.50 | 9900.00",
        {"date": "Date", "amount": "Total"},
        "not_bills",
    ),
    "54 bookings of tables": (
        """
        Visit Date: 2026-05-20 | 2026-05-21
        Visit Time: 18:00 | 19:00
        Guest Name: Ann Example | Bob Example
        Party Size: 4 | 2
        Status: Seated | No Show
        Notes: window |
        """,
        {"date": "Visit Date", "time": "Visit Time", "name": "Guest Name"},
        "no_amount_column",
    ),
    "a restaurant's system, by bill": (
        """
        单据编号: 101 | 102
        市别: 午市 | 晚市
        班次: 早班 | 晚班
        人数: 4 | 2
        开台时间: 2026-09-10 11:00:00 | 2026-09-10 18:00:00
        结账时间: 2026-09-10 13:00:00 | 2026-09-10 20:00:00
        开台人: 小周 | 小周
        消费金额: 200.00 | 90.00
        舍尾金额: 0.50 | 0.00
        赠送金额: 10.00 | 0.00
        付款金额: 189.50 | 90.00
        总折扣额: 0.00 | 0.00
        """,
        {"date": "结账时间", "date_2": "开台时间", "amount": "付款金额", "bill_no": "单据编号"},
        Came(2, "279.50", choices=WALK_INS),
    ),
    "payments with accounts": (
        """
        交易日期: 2026-09-10 | 2026-09-11
        时间: 10:00:00 | 11:00:00
        商户流水号: M1 | M2
        交易类型: 收款 | 退款
        交易状态: 成功 | 成功
        付款账户: oUserA | oUserB
        货币类型: CNY | CNY
        交易金额: 100.00 | -50.00
        商户优惠: 2.00 | 0.00
        实收金额: 98.00 | -50.00
        手续费: 0.60 | 0.00
        结算金额: 97.40 | -50.00
        """,
        {"date": "交易日期", "time": "时间", "amount": "实收金额", "bill_no": "商户流水号", "customer_code": "付款账户"},
        Came(2, "48.00", 2),
    ),
    "hotel folio, days in short": (
        """
        账号: 7001 | 7002
        房号: 801 | 802
        姓名: 林小满 | 周远
        到日: 2026-09-10 | 2026-09-11
        离日: 2026-09-12 | 2026-09-12
        消费: 500.00 | 300.00
        余额: 0.00 | 0.00
        """,
        {"date": "到日", "amount": "消费", "bill_no": "账号", "name": "姓名"},
        Came(2, "800.00", 2),
    ),
    "rooms of a karaoke house, by who booked": (
        """
        营业日期: 2026-09-01 | 2026-09-02 | 2026-09-03
        开房时间: 2026-09-01 20:00 | 2026-09-02 21:00 | 2026-09-04 00:30
        包厢号: V8 | V9 | V8
        包厢费: 380 | 280 | 380
        小计: 1000 | 600 | 400
        折扣金额: 100 | 0 | 0
        实收: 900 | 600 | 400
        订房人: 周总 | 吴总 | 周总
        订房电话: 13600001111 | 13600002222 | 13600001111
        """,
        {"date": "营业日期", "amount": "实收", "phone": "订房电话", "name": "订房人"},
        Came(3, "1900.00", 2),
    ),
    "services, whether they are paid, in cents": (
        """
        Date: 2026-09-01 | 2026-09-02 | 2026-09-03
        Invoice No: 1 | 2 | 3
        Client: Jane | Joe | Jane
        Service: Massage | Facial | Massage
        Price in cents: 10000 | 5000 | 12050
        Paid: Y | N | Y
        """,
        {"date": "Date", "bill_no": "Invoice No", "name": "Client", "amount": "Price in cents"},
        Came(2, "220.50", 1, {"unpaid": 1}),
    ),
    "whether it is paid, in Chinese": (
        """
        日期: 2026-09-01 | 2026-09-02 | 2026-09-03
        单号: 1 | 2 | 3
        客户: 甲 | 乙 | 甲
        金额: 100 | 50 | 120
        是否付款: 是 | 否 | 是
        """,
        {"date": "日期", "bill_no": "单号", "name": "客户", "amount": "金额"},
        Came(2, "220.00", 1, {"unpaid": 1}),
    ),
    "payments to a code, what arrived beside what was paid": (
        """
        交易单号: 1 | 2 | 3
        交易时间: 2026-09-01 12:00 | 2026-09-02 12:00 | 2026-09-03 12:00
        交易金额: 100.00 | 50.00 | 100.00
        实际到账: 99.40 | 49.70 | 99.40
        顾客昵称: 小王 | 小李 | 小王
        交易状态: 支付成功 | 支付成功 | 已全额退款
        """,
        {"date": "交易时间", "bill_no": "交易单号", "name": "顾客昵称", "amount": "交易金额"},
        Came(2, "150.00", 2, {"void": 1}),
    ),
    "reservations with the rate of a night and all that was charged": (
        """
        Reservation: R1 | R2 | R3
        Guest: Ann Lee | Bob Ray | Cy Poe
        Arrival: 2026-09-01 | 2026-09-02 | 2026-09-05
        Departure: 2026-09-03 | 2026-09-03 | 2026-09-07
        Nights: 2 | 1 | 2
        Rate: 100.00 | 120.00 | 90.00
        Room Revenue: 200.00 | 120.00 | 180.00
        F&B Revenue: 50.00 | 0.00 | 20.00
        Total Revenue: 250.00 | 120.00 | 200.00
        Status: Checked Out | Cancelled | Checked Out
        """,
        {"date": "Arrival", "bill_no": "Reservation", "name": "Guest", "amount": "Total Revenue"},
        Came(2, "450.00", 2, {"void": 1}),
    ),
    "tickets in blue, red and void": (
        """
        票号: P1 | P2 | P3 | P4
        开票时间: 2026-10-03 12:10 | 2026-10-03 18:44 | 2026-10-03 19:02 | 2026-10-04 12:00
        客人: 詹一 | 柯二 | 柯二 | 詹一
        实收: 156 | 880 | -880 | 510
        票据类型: 蓝票 | 蓝票 | 红票 | 作废
        """,
        {"date": "开票时间", "bill_no": "票号", "name": "客人", "amount": "实收"},
        Came(3, "156.00", 2, {"void": 1}),
    ),
    "buyer behind masked receivers": (
        """
        Order Number: 1 | 2 | 3
        Order Date: 2026-05-20 | 2026-05-21 | 2026-05-22
        Buyer Username: ann88 | bob99 | ann88
        Recipient Phone: ***** | ***** | *****
        Ship To Name: A*** | B*** | A***
        Order Total: 20.00 | 30.00 | 5.00
        """,
        {"date": "Order Date", "amount": "Order Total", "bill_no": "Order Number", "customer_code": "Buyer Username"},
        Came(3, "55.00", 2),
    ),
    "firms with contacts, bills": (
        """
        单号: 1 | 2 | 3
        日期: 2026-05-20 | 2026-05-21 | 2026-05-22
        公司名称: 青石超市 | 远山便利店 | 青石超市
        联系人: 林小满 | 周远 | 林大满
        金额: 20.00 | 30.00 | 5.00
        """,
        {"date": "日期", "amount": "金额", "bill_no": "单号", "name": "公司名称"},
        Came(3, "55.00", 2),
    ),
    "the same code on every bill": (
        """
        单号: 1 | 2 | 3 | 4
        日期: 2026-05-20 | 2026-05-21 | 2026-05-22 | 2026-05-23
        会员号: 0 | 0 | 0 | 0
        手机: 13900000001 | 13900000002 | 13900000001 | 13900000003
        金额: 20.00 | 30.00 | 5.00 | 6.00
        """,
        {"date": "日期", "amount": "金额", "bill_no": "单号", "phone": "手机"},
        Came(4, "61.00", 3),
    ),
    "Odoo pos.order": (
        """
        Order Ref: Main/0001 | Main/0002
        Session: POS/1 | POS/1
        Date: 2026-05-20 10:00:00 | 2026-05-20 11:00:00
        Receipt Number: Order 00001-001-0001 | Order 00001-001-0002
        Customer: Ann Example | Bob Example
        Employee: Pat | Pat
        Total: 20.00 | 30.00
        Status: Posted | Posted
        """,
        {"date": "Date", "amount": "Total", "bill_no": "Order Ref", "name": "Customer"},
        Came(2, "50.00", 2),
    ),
}


@pytest.mark.parametrize(("text", "expected", "came"), SHAPES.values(), ids=list(SHAPES))
def test_the_columns_of_a_shape_are_found(text, expected, came):
    assert told(text) == expected


MEMBERS = {
    "23 Hualala": "姓名: 林小满 | 周远\n性别: 女 | 男\n生日: 1990-01-01 | 1980-02-02\n入会时间: 2020-01-01 | 2021-01-01\n手机号: 13900000001 | 13900000002\n卡号: V01 | V02\n储值余额: 100.00 | 0.00\n消费累计: 500.00 | 80.00\n消费次数: 5 | 1\n最后消费时间: 2026-09-01 | 2026-08-01",
    "28 Youzan": "客户姓名: 林小满 | 周远\n客户手机号: 13900000001 | 139****0002\n客户生日: 1990-01-01 | \n客户积分: 10 | 0\n消费次数: 5 | 1\n消费金额: 500.00 | 80.00\n累计退款金额: 0.00 | 0.00\n上次消费时间: 2026-09-01 | 2026-08-01\n成为客户时间: 2020-01-01 | 2021-01-01\n: | ",
    "34 cards": "会员卡号: \tV01 | \tV02\n姓名: 林小满 | 周远\n性别: 女 | 男\n生日: \t1990-01-01 | \t1980-02-02\n手机号码: 13900000001 | 13900000002\n余额(元): 100.00 | 0.00\n创建时间: 2020-01-01 | 2021-01-01",
    "41 Shopify": "First Name: Ann | Bob\nLast Name: Example | Sample\nEmail: ann@shop.example | bob@shop.example\nPhone: 5550000001 | 5550000002\nTotal Spent: 100.00 | 20.00\nTotal Orders: 3 | 1\nNote: likes tea | \nTax Exempt: no | no",
    "33 firms with contacts": "名称: 青石超市 | 远山便利店\n地址: 城东路1号 | 城西路2号\n电话: 13900000001 | 13900000002\n联系人: 林小满 | 周远",
}


@pytest.mark.parametrize("text", MEMBERS.values(), ids=list(MEMBERS))
def test_a_list_of_members_is_a_file_of_customers(text):
    assert propose_kind(*table(text)) == "customers"


def test_a_firm_is_the_customer_and_not_its_contact():
    assert told(MEMBERS["33 firms with contacts"], "customers") == {"phone": "电话", "name": "名称"}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("shapes") / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def look(warehouse, tmp_path):
    """Examine a literal text for a new store."""

    def _look(text, choices=None, name="bills.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        found = examine(warehouse, "s", path, choices)
        found.close()
        return found

    return _look


@pytest.mark.parametrize(("text", "columns", "came"), SHAPES.values(), ids=list(SHAPES))
def test_what_comes_out_of_a_shape(look, text, columns, came):
    headers, rows = table(text)
    written = io.StringIO()
    bare = [[cell.strip('"') if cell.startswith('"') else cell for cell in row] for row in rows]
    csv.writer(written, delimiter="|" if headers[0] == "PROPERTY_CODE" else ",").writerows([headers, *bare])
    if isinstance(came, str):
        with pytest.raises(InputError) as refused:
            look(written.getvalue())
        assert refused.value.code == came
        return
    found = look(written.getvalue(), came.choices)
    landed = (found.counts["bills"], f"{found.amount:.2f}", found.counts["customers"])
    assert (*landed, found.skipped, found.rejected) == (*came[:3], came.skipped, came.rejected)
    assert {question.code for question in found.questions} == came.asked
    assert all(mark.meaning for mark in found.marks)
    found.check_open()
    if came.choices.walk_ins_only:
        assert not columns.keys() & {*KEY_COLUMNS, "first_name"}  # nobody is named, and so it is asked
    assert {mark.header for mark in found.marks if mark.chosen} == {*came.choices.meanings}


NO_BILLS = {
    "sums of a month by customer": "客户编号,客户名称,月份,消费次数,消费金额\nK01,皮晓东,2026-09,3,1260.00\nK02,应芳,2026-09,1,288.00\n",
    "3 WeChat Pay fund flow": (
        "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号\n"
        "`2026-09-01 12:00:00,`4200001,`9000001,`交易,`交易,`收入,`188.00,`1188.00,`system,`,`1\n"
    ),
    "3 saved again": (
        "记账时间,微信支付业务单号,资金流水单号,业务类型,收支金额（元）,账户结余（元）\n2026-09-01 12:00:00,4200001,9000001,交易,188.00,1188.00\n"
    ),
    "14 takings": "综合收款统计\n门店：总店\n营业日期,业务大类,业务小类,现金,扫码支付\n,,,人民币,微信\n2026/09/01,会员充值,充值,0.00,500.00\n",
    "14 stored value": "储值余额变动汇总表\n日期,净储值金额,,净储值消费金额,\n,本金(元),赠金(元),本金(元),赠金(元)\n2026/09/01,500.00,50.00,80.00,8.00\n",
    "16 daily settlement": "结算id,入账结算ID,门店id,门店名称,账单日期,账单金额,结算状态\n7,8,1,总店,2026-09-01,500.00,已结算\n",
    "18 daily settlement": "结算入账ID,门店ID,门店名称,账单日期,结算金额,结算日期,账单类型\n7,1,总店,2026-09-01,500.00,2026-09-04,外卖\n",
    "46 Stripe payouts": "id,Amount,Created (UTC),Arrival Date (UTC),Status,Destination,Method\npo_1,3620.69,2026-10-04 00:00,2026-10-06 00:00,paid,ba_1,standard\n",
    "10 Douyin account": "动账时间,动账方向,动账金额,动账场景,订单号\n2026-05-09 10:00:11,入账,78.00,货款结算入账,6900000000000001\n",
    "31 Rezen ledger": (
        "账单号,类型,日期,房号,金额,借方,贷方,已核销,余额,姓名/描述\n7001,房费,2026-09-10,801,300.00,300.00,,否,300.00,林小满\n"
    ),
    "32 events of cards": (
        "门店,操作师,商品名称,购买日期,耗卡金额,实收业绩,转卡业绩,退款金额\n总店,小周,护理,2026-09-10,180.00,-,-,-\n"
    ),
    "20 a row per fee": "到家业务单号,业务类型,门店编号,费用类型,结算金额,下单时间\n6001,订单,1,佣金,-5.00,2026-09-01 12:00:00\n",
    "a bank's statement": "交易时间,摘要,借方发生额,贷方发生额,余额,对方户名\n2026-07-01,餐费,,1200.00,51200.00,林小满\n2026-07-21,结息,,12.35,51212.35,银行\n",
    "a bank's statement, in English": "Date,Description,Debit,Credit,Balance\n2026-07-01,CARD PAYMENT,,120.00,1120.00\n2026-07-20,INTEREST,,2.35,1122.35\n",
    "21 key figures": "日期,美团门店ID,曝光人数,成交金额,核销金额\n2026-09-01,8001,120,500.00,400.00\n",
}


@pytest.mark.parametrize("text", NO_BILLS.values(), ids=list(NO_BILLS))
def test_a_file_that_is_no_bills_is_refused_for_what_it_is(look, text):
    with pytest.raises(InputError) as refused:
        look(text)
    assert refused.value.code == "not_bills"


def test_a_report_is_known_by_the_name_of_its_file_and_a_person_may_insist(look):
    text = "日期,客户,金额\n2026-09-01,林小满,5.00\n"
    with pytest.raises(InputError) as refused:
        look(text, name="会员新增情况统计表_202609.csv")
    assert refused.value.code == "not_bills"
    assert look(text, Choices(kind="bills"), "会员新增情况统计表_202609.csv").accepted == 1


def test_who_the_customer_is_is_told_with_its_evidence(look):
    found = look(
        "订单编号,买家会员名,收货人姓名,联系手机,买家实际支付金额,订单付款时间,订单状态\n"
        "T1,qingshan01,***,****,60,2026-05-01 10:00:00,交易成功\n"
        "T2,zhuli88,***,****,80,2026-05-02 10:00:00,交易成功\n"
        "T3,qingshan01,***,****,50,2026-05-09 10:00:00,交易成功\n"
    )
    assert (found.customer_key, found.counts["customers"]) == ("customer_code", 2)
    assert [(each.column, found.names[each.place], each.distinct, each.why_not) for each in found.key_evidence] == [
        ("customer_code", "买家会员名", 2, ""),
        ("phone", "联系手机", 1, "it is hidden"),
        ("name", "收货人姓名", 1, "it is hidden"),
    ]


def test_a_masked_column_tells_customers_apart_only_where_nothing_else_does(look):
    rows = "".join(f"B{day},2026-05-0{day},13{day % 2}****0001,客户{day % 3}甲,10\n" for day in range(1, 8))
    assert look("账单号,日期,会员卡号,客户,金额\n" + rows).customer_key == "name"
    alone = look("账单号,日期,会员卡号,金额\n" + "".join(f"B{day},2026-05-0{day},13{day % 2}****0001,10\n" for day in range(1, 8)))
    assert alone.customer_key == "customer_code"
    assert "masked_key" in [notice.code for notice in alone.notices]


def test_a_number_that_is_new_on_every_bill_is_nobody_s_code():
    mail = ["ann@shop.example", "bob@shop.example", "ann@shop.example", "cho@shop.example", "bob@shop.example", "ann@shop.example"]
    found = told(
        f"""
        Date: {" | ".join(f"2026-05-0{day}" for day in range(1, 7))}
        Amount: {" | ".join(["5.00"] * 6)}
        Account No: {" | ".join(f"R{number}" for number in range(6))}
        Email: {" | ".join(mail)}
        """
    )
    assert found == {"date": "Date", "amount": "Amount", "email": "Email"}


@pytest.mark.parametrize(
    ("header", "numbers", "found"),
    [("No.", "R7 | R7 | R9", True), ("票号", "0071 | 0072 | 0073", True), ("Nr", "7 | 8 | 7", False), ("原流水号", "A1 | A2 | A3", False), ("No", "1 | 2 | 3", False)],
)
def test_a_bare_number_is_the_bill_s_unless_it_comes_back_or_only_counts_the_rows(header, numbers, found):
    text = f"{header}: {numbers}\n日期: 2026-09-01 | 2026-09-01 | 2026-09-02\n持卡人: 林小满 | 林小满 | 周远\n金额: 10 | 20 | 40"
    assert told(text) == {"date": "日期", "amount": "金额", "name": "持卡人"} | ({"bill_no": header} if found else {})


def test_card_numbers_under_an_unknown_word_are_the_code():
    found = told(
        """
        流水单: 1001 | 1002 | 1003 | 1004
        日期: 2026-05-01 | 2026-05-02 | 2026-05-03 | 2026-05-04
        终端编码: 80000001 | 80000001 | 80000001 | 80000001
        社保卡号: 35020000012 | 35020000045 | 35020000012 |
        金额: 5.00 | 6.00 | 7.00 | 8.00
        """
    )
    assert found == {"date": "日期", "amount": "金额", "customer_code": "社保卡号"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("use_start_time: 2026-05-01 18:00 | 2026-05-02 18:00\nlock_time: 2026-05-01 20:00 | \n客户: 甲 | 乙\n金额: 5.00 | 6.00", ("use_start_time", None)),
        ("开台时间: 2026-05-01 18:00 | 2026-05-02 18:00\n结账时间: 2026-05-01 20:00 | \n客户: 甲 | 乙\n实收金额: 5.00 | 6.00", ("结账时间", "开台时间")),
        ("a1: 2026-05-01 | \na2: 2026-05-02 | 2026-05-03\na3: 甲 | 乙\na4: 5.50 | 6.20", ("a2", None)),
    ],
)
def test_of_several_days_the_one_that_says_most_is_taken(text, expected):
    found = told(text)
    assert (found["date"], found.get("date_2")) == expected


@pytest.mark.parametrize(("paid", "amount"), [("100.00 | 100.00 | 310.00 | 310.00", None), ("95.00 | 95.00 | 310.00 | 310.00", "实付金额"), ("95.00 | 95.00 | 300.00 | 300.00", "实付金额")])
def test_the_total_of_a_bill_wins_over_its_lines_unless_they_sum_up_to_it(paid, amount):
    found = told(
        f"""
        单号: 1 | 1 | 2 | 2
        日期: 2026-05-01 | 2026-05-01 | 2026-05-02 | 2026-05-02
        菜品: 鱼 | 茶 | 酒 | 茶
        数量: 1 | 2 | 1 | 1
        单价: 88.00 | 6.00 | 300.00 | 10.00
        实付金额: {paid}
        """
    )
    assert found.get("amount") == amount


def test_columns_under_words_that_say_nothing_are_known_by_their_values():
    rows = "a1: 2026-05-01 | 2026-05-02 | 2026-05-02\na2: 林小满 | 远山贸易有限公司 | 林小满\na3: 清蒸鱼 | 白切鸡 | 东坡肉\na4: 5.50 | 6.20 | 8.00"
    assert told(rows) == {"date": "a1", "name": "a2", "amount": "a4"}
    assert "name" not in told(rows.replace("a2:", "开台人:"))


def test_a_kind_that_the_file_contradicts_is_a_doubt(look):
    text = "客户编号,姓名,日期,评分项,评分\nK1,林小满,2026-05-01,忠诚度,4\nK2,周远,2026-05-01,忠诚度,3\n"
    assert [notice.code for notice in look(text).notices] == ["ratings_of_strangers"]
    found = look(text, Choices(kind="bills", mapping={"amount": "评分"}))
    assert "kind_contradicted" in [notice.code for notice in found.notices]
