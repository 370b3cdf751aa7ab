"""The vocabulary of uploads: each kind of file, its canonical columns, and the headers people give them.

A column is recognised by its header after ``fold_header`` (case, width, blanks and punctuation do
not matter). Synonyms stand in order of certainty; where two headers of one file mean the same
column, the one whose synonym stands first wins.
"""

from __future__ import annotations

from dataclasses import dataclass

from segmentation.language.i18n import N_
from segmentation.language.text import fold_header

TEXT, DATE, MONTH, MONEY, NUMBER = "text", "date", "month", "money", "number"


@dataclass(frozen=True)
class Column:
    """One canonical column: ``name`` (key), ``label`` (msgid), ``type``, ``synonyms``, ``example`` per language."""

    name: str
    label: str
    type: str
    synonyms: tuple[str, ...]
    hint: str = ""
    example: tuple[str, str] = ("", "")  # (zh, en)


# Traditional characters of headers, and their simplified forms.


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold_header(word) for word in text.split("|"))


BILL_NO = Column(
    "bill_no", N_("Bill number"), TEXT,
    _words("账单号|账单编号|单据号|单据编号|单号|订单号|订单编号|流水号|交易号|交易流水号|结账单号|小票号|发票号|消费单号|帐单号|帳單號|訂單號|訂單編號|"
           "bill no|bill number|bill id|bill|order id|order no|order number|order|invoice|invoice no|invoice number|"
           "invoiceno|receipt no|receipt|receipt number|check no|check number|transaction id|transaction no|transaction|ticket no"),
    N_("Lines with the same number, customer and day become one bill"), ("ZD20260901001", "B20260901001"),
)
DATE_COLUMN = Column(
    "date", N_("Date"), DATE,
    _words("日期|消费日期|营业日期|账单日期|结账日期|结账时间|消费时间|交易日期|交易时间|订单日期|下单日期|下单时间|付款时间|支付时间|"
           "开台时间|开单时间|开单日期|用餐日期|就餐日期|入住日期|到店日期|离店日期|营业日|业务日期|单据日期|销售日期|时间|消費日期|營業日期|結帳日期|交易時間|帐单日期|"
           "date|bill date|order date|business date|transaction date|invoice date|purchase date|visit date|check date|sale date|"
           "sales date|paid at|created at|payment date|datetime|timestamp|order time|time|day"),
    "", ("2026-09-01", "2026-09-01"),
)
CUSTOMER_CODE = Column(
    "customer_code", N_("Customer code"), TEXT,
    _words("客户编号|客户代码|客户编码|客户号|客户id|会员号|会员卡号|会员编号|会员id|卡号|客人编号|顾客编号|顾客id|用户id|买家id|買家id|客戶編號|客戶代碼|會員編號|會員卡號|"
           "customer code|customer id|customer no|customer number|cust id|client id|member id|member no|membership no|member number|card no|"
           "card number|account no|account id|user id|buyer id|guest id"),
    "", ("K0001", "C0001"),
)
PHONE = Column(
    "phone", N_("Phone"), TEXT,
    _words("手机|手机号|手机号码|联系手机|收货人手机|收件人手机|联系电话|电话|电话号码|客户电话|客户手机|会员手机|会员手机号|联系方式|移动电话|手機|手機號碼|電話|聯絡電話|"
           "phone|mobile|mobile no|mobile phone|phone number|phone no|telephone|tel|contact number|cell|cell phone|customer phone"),
    "", ("13800000001", "13800000001"),
)
NAME = Column(
    "name", N_("Customer name"), TEXT,
    _words("客户名称|客户姓名|客户|姓名|顾客姓名|顾客|客人|客人姓名|会员姓名|会员名称|会员|宾客|宾客姓名|单位名称|公司名称|消费单位|协议单位|预订人|订餐人|预定人|"
           "联系人|收货人姓名|收货人|收件人|买家会员名|会员名|买家|买家昵称|客戶名稱|客戶姓名|客戶|會員姓名|顧客|"
           "customer name|customer|name|client name|client|guest name|guest|member name|member|full name|buyer|buyer name|company|company name|account name|patron"),
    "", ("远山贸易有限公司", "Yuanshan Trading"),
)
AMOUNT = Column(
    "amount", N_("Amount"), MONEY,
    _words("实收金额|实收|实付金额|实付|净额|净收入|结账金额|买家实际支付金额|付款金额|支付金额|成交金额|应收金额|应收|消费金额|账单金额|订单金额|销售额|销售金额|营业额|消费额|"
           "总金额|合计金额|总额|金额|总计|合计|小计|消费|實收金額|消費金額|訂單金額|金額|總金額|"
           "net amount|net revenue|net sales|amount|amount paid|paid amount|bill amount|total amount|order amount|grand total|total|revenue|sales|"
           "dollar value|sum|monetary|turnover|net|spend|value|amount cny|price total|total price|line total|subtotal"),
    N_("Net revenue in CNY; a refund is negative"), ("1280.00", "1280.00"),
)
QUANTITY = Column(
    "quantity", N_("Quantity"), NUMBER,
    _words("数量|份数|件数|销售数量|商品数量|点菜数量|數量|quantity|qty|units|count|number of items|item quantity|pieces"), "", ("1", "1"),
)
UNIT_PRICE = Column(
    "unit_price", N_("Unit price"), MONEY,
    _words("单价|商品单价|售价|菜品单价|销售单价|价格|單價|unit price|unitprice|price|price each|item price|rate"), "", ("", ""),
)
TABLES = Column(
    "tables", N_("Tables"), NUMBER,
    _words("台数|桌数|台位数|席数|桌次数|台數|桌數|tables|table count|number of tables|no of tables"), N_("1 where empty"), ("1", "1"),
)
COVERS = Column(
    "covers", N_("Covers"), NUMBER,
    _words("人数|就餐人数|用餐人数|客人数|客数|来客数|人數|covers|guests|pax|persons|people|number of guests|party size|headcount"), "", ("8", "8"),
)
COST = Column(
    "cost", N_("Cost"), MONEY,
    _words("成本|成本金额|成本额|销售成本|菜品成本|cost|cost amount|cogs|cost of sales|cost of goods"), N_("Gives gross profit"), ("520.00", "520.00"),
)
MANAGER = Column(
    "manager", N_("Account manager"), TEXT,
    _words("客户经理|销售经理|营销经理|负责人|责任人|销售员|业务员|营销员|销售人员|客户负责人|预订员|销售代表|經理|客戶經理|業務員|"
           "account manager|manager|sales manager|sales rep|salesperson|sales person|owner|representative|account owner|am"),
    "", ("王经理", "Manager Wang"),
)
MODULE = Column(
    "module", N_("Module"), TEXT,
    _words("模块|客户模块|客户分类|客户类别|客户类型|客户性质|单位性质|单位类型|分类|类别|客户属性|客戶分類|客戶類別|"
           "module|customer type|customer class|customer category|segment|customer group|sector|client type"),
    N_("Government, institution, state-owned, private, out-of-town"), ("私企", "S"),
)
REGION = Column(
    "region", N_("Region"), TEXT,
    _words("地区|区域|所在地|城市|客户区域|所属区域|省份|地址|區域|地區|region|area|city|district|location|province|territory|country"), "", ("城东", "East"),
)
STATUS = Column(
    "status", N_("Status"), TEXT,
    _words("订单状态|账单状态|状态|交易状态|支付状态|付款状态|结账状态|单据状态|訂單狀態|狀態|status|order status|bill status|payment status|state|financial status"),
    N_("Which values mean paid is asked"), ("已结账", "paid"),
)
PRODUCT = Column(
    "product", N_("Product"), TEXT,
    _words("商品|商品名称|菜品|菜品名称|菜名|品名|产品|产品名称|项目|项目名称|宝贝标题|消费项目|品项|货品名称|商品名稱|菜品名稱|"
           "product|product name|item|item name|dish|dish name|description|sku|service|goods|title"),
    "", ("", ""),
)
CATEGORY = Column(
    "category", N_("Category"), TEXT,
    _words("菜品分类|菜品类别|商品分类|商品类别|品类|大类|产品类别|品类名称|菜类|商品類別|category|product category|item category|dish category|department|product type"),
    "", ("", ""),
)
BIRTHDAY = Column(
    "birthday", N_("Birthday"), DATE,
    _words("生日|出生日期|客户生日|出生年月日|birthday|birth date|date of birth|dob|birthdate"), "", ("1980-05-01", "1980-05-01"),
)
POTENTIAL = Column(
    "potential", N_("Potential"), TEXT,
    _words("潜力|潜力评级|潜力等级|潜力评分|客户潜力|潛力|potential|potential rating|growth potential"), N_("A, B, C or 1–100"), ("A", "A"),
)
CONTACTS = Column(
    "contacts", N_("Contacts a month"), NUMBER,
    _words("每月联系次数|月联系次数|每月联系|月联系|联系次数|每月拜访次数|月拜访次数|每月拜访|拜访次数|每月接触次数|接触次数|联络次数|联系频次|拜访频次|每月走访次数|走访次数|"
           "contacts a month|contacts per month|monthly contacts|contacts month|contacts|contact count|number of contacts|calls per month|calls a month|"
           "monthly calls|visits and calls per month|contact frequency"),
    N_("Visits, calls and messages of the manager to the customer"), ("4", "4"),
)
NOTE = Column(
    "note", N_("Note"), TEXT, _words("备注|说明|客户备注|附注|備註|note|notes|remark|remarks|comment|comments|memo"), "", ("喜靠窗包厢", "Likes a window room"),
)

MONTH_COLUMN = Column(
    "month", N_("Month"), MONTH,
    _words("月份|年月|月|营业月份|统计月份|会计月份|营业月|账期|期间|統計月份|日期|month|year month|yearmonth|period|accounting period|business month|date"),
    N_("Such as 2026-09 or 2026年9月"), ("2026-09", "2026-09"),
)
TOTAL = Column(
    "total", N_("Total revenue"), MONEY,
    _words("总营收|营收总额|总营业额|营业总额|营业总收入|总收入|月营业额|月营收|全店营收|营收|营业额|营业收入|销售总额|销售额|收入|总额|合计|金额|總營收|營業額|營收|"
           "total revenue|total|month total|monthly total|monthly revenue|revenue|total sales|sales|turnover|net revenue|amount"),
    N_("All revenue of the month in CNY, walk-ins included"), ("860000.00", "860000.00"),
)

CRITERION = Column(
    "criterion", N_("Criterion"), TEXT,
    _words("评分项|评分项目|评分指标|评分标准|评分维度|评价项|评价项目|评价指标|评价维度|考核项|考核项目|考核指标|打分项|打分项目|指标|指标名称|维度|评估项|评估指标|准则|"
           "criterion|criteria|rating criterion|rating item|dimension|indicator|aspect"),
    N_("What is rated, such as loyalty; or one column for each"), ("忠诚度", "Loyalty"),
)
SCORE = Column(
    "score", N_("Score"), NUMBER,
    _words("评分|得分|分数|打分|分值|评价分|评价得分|评估得分|考核得分|星级评分|score|rating|points|mark|marks|grade point"),
    N_("1–5, or 0–100"), ("4", "4"),
)
RATED_ON = Column(
    "date", N_("Date of rating"), DATE,
    _words("评分日期|评价日期|打分日期|评估日期|考核日期|评分时间|评价时间|评估时间|日期|时间|date|rated on|rating date|date of rating|score date|scored on|assessed on|assessment date"),
    N_("The day of the rating; empty: the last day with a bill"), ("2026-09-30", "2026-09-30"),
)

KINDS: dict[str, tuple[Column, ...]] = {
    "bills": (
        BILL_NO, DATE_COLUMN, CUSTOMER_CODE, PHONE, NAME, AMOUNT, QUANTITY, UNIT_PRICE, TABLES, COVERS,
        COST, MANAGER, MODULE, REGION, STATUS, PRODUCT, CATEGORY,
    ),
    "customers": (CUSTOMER_CODE, NAME, PHONE, MODULE, REGION, MANAGER, BIRTHDAY, POTENTIAL, CONTACTS, NOTE),
    "ratings": (CUSTOMER_CODE, NAME, PHONE, CRITERION, SCORE, RATED_ON),
    "totals": (MONTH_COLUMN, TOTAL),
}
KIND_LABELS = {  # an edit is no upload, but is listed and undone like one
    "bills": N_("Bills"), "customers": N_("Customer profiles"), "ratings": N_("Ratings"), "totals": N_("Monthly totals"),
    "edit": N_("Edit"),
}
KEY_COLUMNS = ("customer_code", "phone", "name")  # the order in which a customer key is looked for

PAID_WORDS = (
    "已结账", "已结帐", "已结", "已付", "已付款", "已支付", "已完成", "完成", "交易成功", "交易完成", "成功", "已收款", "已收货", "已签收",
    "已发货", "正常", "已结算", "结账", "付款成功", "支付成功", "挂账", "签单", "已結帳", "已付款", "paid", "settled", "closed", "complete", "completed",
    "success", "successful", "done", "shipped", "delivered", "received", "fulfilled", "ok", "finished",
)
# money has come in, though the words go on to say what is still to be done
PAID_PARTS = (
    "已付款", "已支付", "已收款", "已发货", "待发货", "待收货", "待评价", "部分退款", "部分退货",
    "partially refunded", "partially_refunded", "partial refund",
)
UNPAID_WORDS = (
    "未", "待", "取消", "作废", "关闭", "撤销", "失败", "预订", "退", "无效", "cancel", "void", "unpaid", "pending", "failed",
    "declined", "draft", "open", "reserved", "hold", "expired", "rejected", "not ",
)
