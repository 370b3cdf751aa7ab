"""The columns of bills."""

from __future__ import annotations

from segmentation.ingest.columns import (
    CUSTOMER_CODE,
    DATE,
    EMAIL,
    FIRST_NAME,
    LAST_NAME,
    MANAGER,
    MODULE,
    MONEY,
    NAME,
    NUMBER,
    PHONE,
    REGION,
    TEXT,
    Column,
    words,
)
from segmentation.ingest.looks import is_clock, is_number, says_none
from segmentation.language.i18n import N_

BILL_NO = Column(
    "bill_no", N_("Bill number"), TEXT,
    words("取引ID|取引番号|伝票番号|レシート番号|会計番号|账单号|合同编号|合同号|宴会单号|账单编号|单据号|单据编号|商户订单号|商户单号|主订单编号|主订单号|单号|订单号|订单编号|美团订单号|到家业务单号|流水号|交易号|交易流水号|结账单号|小票号|小票|票据号|票据编号|收据号|销售单号|发票号|消费单号|訂單號|訂單編號|"
          "checkout no|checkout number|checkout id|bill no|bill number|bill id|bill|check id|order ref|amazon order id|order id|order no|order number|order|invoice|invoice no|invoice number|"
          "invoiceno|receipt no|receipt|receipt number|check no|check number|transaction id|transaction no|transaction|ticket no|"
          "bestellung|bestellnummer|rechnung|rechnungsnummer|rechnungsnr|belegnummer|belegnr|bonnummer|check|reservation number|reservation id|book number|confirmation number|folio|folio no|folio number|flow no|uniq order id id|order num|cbill c|交易单号|out trade no|client sn|检索参考号|chit|chit no|chit number|order name|event id|交易参考号|参考号|数电发票号码|数电票号码|全电发票号码|发票号码|faktura|fakturanummer|fakturanr|numéro de facture|numéro de ticket|numero factura|numero fattura|id"),
    N_("Lines with the same number, customer and day become one bill"), ("ZD20260901001", "B20260901001"),
    parts=(
        r"(单|流水|账)编?(号码|号|编码)$|(账单|订单|单据|小票|水单|交易|结算)(流水)?(编号|编码|号码|号|id)$|"
        r"^(bill|order|receipt|invoice|check|transaction|txn|trx|trans|ticket|sale)(no|nr|number|id|code)$",
        r"^原|^orig|快递|物流|运单|退|优惠|券|支付|付款|第三方|发票|配送|商品|菜|赠|会员|客户|采购|入库|子订单",
    ),
    looks=lambda cell: any(map(str.isdecimal, cell)) or len(cell) < 3,  # a word says what a line is
)
DATE_COLUMN = Column(
    "date", N_("Date"), DATE,
    words("取引日時|取引日|売上日時|売上日|会計日時|会計日|日付|日期|消费日期|营业日期|账单日期|结账日期|结账时间|消费时间|交易日期|交易时间|订单日期|下单日期|下单时间|付款时间|支付时间|"
          "开台时间|日子|哪天|几号|开单时间|开单日期|用餐日期|就餐日期|入住日期|到店日期|离店日期|营业日|业务日期|单据日期|销售日期|时间|消費日期|營業日期|結帳日期|交易時間|核销时间|收益时间|发生时间|进店时间|服务时间|"
          "time end|finish time|date|bill date|order date|business date|transaction date|invoice date|purchase date|visit date|check date|sale date|"
          "bezahlt am|datum|rechnungsdatum|bestelldatum|sales date|reservation date|reservation time|paid at|created at|payment date|datetime|timestamp|order time|time|day|开票日期|开票时间|退房日期|退房时间|预订日期"),
    "", ("2026-09-01", "2026-09-01"),
)
AMOUNT = Column(
    "amount", N_("Amount"), MONEY,
    words("应结订单金额|订单实收金额|商家实收金额|商家实收|实收金额|实收合计|实收|买家实际支付金额|买家实付金额|用户实付金额|订单实付金额|实付金额|实付|"
          "订单收入|品项收入|菜品收入|商品实付交易额|实际收入|折后金额|优惠后金额|净额|净收入|结账金额|付款金额|付款总金额|支付金额|支付合计|成交金额|商品成交总价|交易金额|应收金额|应收|应付金额|消费金额|账单金额|订单金额|销售额|销售金额|营业额|消费额|"
          "总金额|合计金额|总额|金额|总计|合计|小计|消费|订单应付金额|总耗卡金额|耗卡金额|收入金额|收入|实收净额|商家应收款|商家应得|应结金额|"
          "应结算金额|到账金额|到手金额|结算金额|结算价|分账金额|分账总金额|卖家实收|底价|账单金额|动账金额|价税合计|宴席总价|宴会总价|钱|多少钱|花费|合同总价|合同总额|合同金额|總計|實收金額|消費金額|訂單金額|金額|總金額|"
          "order total amount|order total|net amount|net revenue|net sales|receive amount|received amount|amount|amount paid|paid amount|bill amount|total amount|order amount|order value|grand total|total|revenue|sales|"
          "dollar value|sum|monetary|turnover|net|spend|value|amount cny|price total|total price|line total|order line total|item total|"
          "total fee|settlement total fee|cash fee|contract total|event total|receipt amount|result amount|npayamt|sale money|dish discount sum int|share amount|subtotal|total due|due|amount due|应付|应付合计|"
          "含税金额|含税总额|含税合计|本次消费金额|本次消费|收费金额|收费|扣费金额|钱数|売上金額|合計金額|税込合計|お会計金額|お支払金額"),
    N_("Net revenue in CNY; a refund is negative"), ("1280.00", "1280.00"),
)
BACKUP_DATE = Column(
    "date_2", N_("Date where the first is empty"), DATE, (), N_("Such as the time of opening, where nothing was settled yet"), ("", ""),
)
OTHER_EMAIL = Column(
    "email_2", N_("E-mail of the other side"), TEXT, (), N_("The customer’s where the first is the house’s own, as in refunds"), ("", ""),
)
TIME = Column(
    "time", N_("Time of day"), TEXT,
    words("时间|消费时间|结账时间|交易时间|下单时间|开台时间|营业时间|uhrzeit|heure|hora|時刻|time|bill time|order time|transaction time|opened time|visit time"),
    N_("Where it stands apart from the date"), ("", ""), looks=is_clock,
)
REFUND = Column(
    "refund", N_("Refunded amount"), MONEY,
    words("订单已退款金额|已退款金额|退款金额|交易退款金额|退款总额|退单金额|退菜金额|累计退款金额|实际退款金额|退款额|erstattet|erstattungsbetrag|refunded amount|refund amount|amount refunded|refunded|refunds|refund|退款|退货金额|退单额|return amount|returned amount|partial refunds|order refund amount|refunded total|total refunded amount|order refunds|累计退款|冲减金额|维权金额|售后金额|退款合计|实退金额|商品退款金额|部分退款商品金额|refunds total|refund total|total refunds|total refunded|total refund"),
    N_("Taken off the amount"), ("", ""),
    parts=(r"(?<!代金券)(?<!充值券)(已退款?|退款|退单|维权|售后)(总?金额|总额|额)$|^(amount)?refunded(amount)?$|^refundamount$", r"申请|代金券|充值券|优惠|商品|可退|率|converted"),
    looks=lambda cell: is_number(cell) or says_none(cell),
)
STORED = Column(
    "stored", N_("Money put on a card"), MONEY, (), N_("Of top-ups whose amount is 0 or empty"), ("", ""),
)
CURRENCY = Column(
    "currency", N_("Currency"), TEXT,
    words("币种|币别|币制|货币|货币种类|货币类型|货币代码|结算币种|交易币种|支付币种|订单币种|währung|currency|currency code|cur|curr|ccy|order currency|transaction currency"),
    "", ("", ""), parts=(r"币种|币别|^货币|currency$", r"^$"),
)
GROSS = Column(
    "gross", N_("Amount before discounts"), MONEY,
    words("应收金额|应收|折前金额|原价金额|账单金额|订单金额|应付金额|消费金额|营业额|流水金额|订单原价交易额|折前金额|前折金额|商品总价|总金额|gross sales|gross amount|gross|order subtotal amount"), "", ("", ""),
    late=True,
)
DISCOUNT = Column(
    "discount", N_("Discount"), MONEY,
    words("値引|値引額|値引金額|割引|割引額|割引金額|优惠金额|折扣金额|优惠|折扣|总优惠金额|订单优惠|订单优惠金额|discount|discounts|discount amount|discount given|discount applied|total discount|total discounts|整单优惠|整单折扣|优惠总额|折扣总额|会员折扣|cart discount amount|抹零|抹零金额|舍尾金额|舍零金额|去零金额"), "", ("", ""),
    late=True,
)
ROOM = Column(
    "room", N_("Room or table"), TEXT,
    words("包厢|包间|包房|台号|桌号|桌台|桌牌号|房台|台位|房号|包厢号|餐台|桌台号|room|table|table no|table number|table name|room no|seat"), "", ("", ""),
)
MEAL = Column(
    "meal_period", N_("Meal period"), TEXT,
    words("餐段|市别|餐别|餐次|班次|时段|用餐时段|meal period|meal|daypart|shift"), "", ("", ""),
)
CHANNEL = Column(
    "channel", N_("Channel"), TEXT,
    words("渠道|订单来源|来源|来源渠道|订单渠道|销售渠道|预订渠道|channel|source|order source|sales channel|dining option"), "", ("", ""),
)
PAYMENT = Column(
    "payment_method", N_("Payment method"), TEXT,
    words("支払方法|決済方法|支払種別|支付方式|付款方式|结账方式|结算方式|收款方式|支付渠道|支付通道|收款通道|收款渠道|付款通道|支付类型|payment method|payment type|zahlungsart|zahlungsmethode|zahlart|bezahlart|mode de paiement|forma de pago|metodo di pagamento|payment|tender|tender type|payment method title|pay type"), "", ("", ""),
)
ORIGINAL = Column(
    "original_no", N_("Number of the bill refunded"), TEXT, (), N_("In a list of refunds: they are its customer’s"), ("", ""),
)
TILL = Column(
    "till", N_("Till"), TEXT, (), N_("Where each till numbers its bills for itself: part of the bill number"), ("", ""),
)
QUANTITY = Column(
    "quantity", N_("Quantity"), NUMBER,
    words("数量|份数|件数|订购数量|下单数量|商品件数|销售数量|商品数量|点菜数量|數量|menge|anzahl|quantité|cantidad|quantità|quantity|qty|units|count|number of items|item quantity|pieces|购买数量"),
)
UNIT_PRICE = Column(
    "unit_price", N_("Unit price"), MONEY,
    words("単価|单价|商品单价|售价|菜品单价|销售单价|价格|單價|einzelpreis|unit price|unitprice|price|price each|item price|rate"), "", ("", ""),
)
TABLES = Column(
    "tables", N_("Tables"), NUMBER,
    words("台数|桌数|几桌|几台|台位数|席数|桌次数|台數|桌數|tables|table count|number of tables|no of tables"), N_("1 where empty"), ("1", "1"),
    parts=(r"[台桌席]数$", r"空|均"),
)
COVERS = Column(
    "covers", N_("Covers"), NUMBER,
    words("guest num|人数|几位|几人|几个人|就餐人数|用餐人数|客人数|客数|来客数|人數|covers|guests|pax|persons|people|number of guests|# of guests|no of guests|guest count|guests count|number of covers|# of covers|no of covers|cover count|number of people|party size|headcount"), "", ("8", "8"),
    parts=(r"人数$", r"儿童|会员|优惠|均|预|联系"),
)
COST = Column(
    "cost", N_("Cost"), MONEY,
    words("成本|成本金额|成本额|销售成本|菜品成本|cost|cost amount|cogs|cost of sales|cost of goods"), N_("Gives gross profit"), ("520.00", "520.00"),
)
STATUS = Column(
    "status", N_("Status"), TEXT,
    words("订单状态|账单状态|状态|交易状态|支付状态|付款状态|结账状态|单据状态|訂單狀態|狀態|status|trade state|order status|bill status|payment status|state|financial status"),
    N_("Which values mean paid is asked"), ("已结账", "paid"),
    parts=(r"(订单|账单|单据|交易|结账|结算|支付|付款|收款)状态", r"退|发票|配送|物流|核销|评价|打印|审核"),
)
PRODUCT = Column(
    "product", N_("Product"), TEXT,
    words("选购商品|品项名称|商品标题|标题|商品|商品名称|菜品|菜品名称|菜名|品名|产品|产品名称|项目|项目名称|宝贝标题|消费项目|品项|货品名称|商品名稱|菜品名稱|"
          "artikel|artikelname|artikelbezeichnung|produkt|produktname|article|désignation|producto|prodotto|商品名|product name|product|item name|item|item sold|sold item|line item|product sold|service sold|dish|dish name|description|sku|service|goods|title"),
    "", ("", ""),
)
CATEGORY = Column(
    "category", N_("Category"), TEXT,
    words("菜品分类|菜品类别|商品分类|商品类别|品类|大类|产品类别|品类名称|菜类|商品類別|category|kategorie|warengruppe|catégorie|categoría|categoria|product category|item category|dish category|department|product type"),
    "", ("", ""),
)

COLUMNS = (
    BILL_NO, DATE_COLUMN, BACKUP_DATE, TIME, CUSTOMER_CODE, PHONE, EMAIL, OTHER_EMAIL, NAME, FIRST_NAME, LAST_NAME, AMOUNT, REFUND, STORED,
    CURRENCY, QUANTITY, UNIT_PRICE, TABLES, COVERS, COST, MANAGER, MODULE, REGION, STATUS, PRODUCT, CATEGORY,
    ROOM, MEAL, CHANNEL, PAYMENT, GROSS, DISCOUNT, TILL, ORIGINAL,
)
