"""The columns of stock: what each product in stock is worth at cost at the end of a month."""

from __future__ import annotations

from segmentation.ingest.columns import MONEY, MONTH, TEXT, Column, words
from segmentation.language.i18n import N_

# headers that nothing but a list of stock has
OF_STOCK = words(
    "库存金额|库存额|库存成本|库存成本金额|库存价值|库存总额|存货金额|存货成本|期末库存|期末库存金额|期末金额|期末成本|期末结存金额|期末存货|结存金额|结存成本|盘点金额|盘存金额|"
    "stock value|stock value at cost|inventory value|value of stock|closing stock|closing stock value|ending inventory|stock at cost"
)
PRODUCT = Column(
    "product", N_("Product"), TEXT,
    words("品名|品项名称|商品名称|商品|菜品名称|菜品|菜名|产品名称|产品|物料名称|物料|货品名称|货品|品项|存货名称|名称|product|product name|item|item name|sku|article|name"),
    N_("As it is called on the lines of bills"), ("飞天茅台", "Merlot, bottle"),
)
STOCK_MONTH = Column(
    "month", N_("Month"), MONTH,
    words("月份|年月|月|库存月份|盘点月份|会计月份|期间|盘点日期|日期|month|year month|period|stock month|month end|date"),
    N_("Such as 2026-09 or 2026年9月"), ("2026-09", "2026-09"),
)
VALUE = Column(
    "amount", N_("Value of stock"), MONEY, (*OF_STOCK, *words("金额|成本|value|amount|cost")),
    N_("What lies in stock at the month's end, at cost, in CNY"), ("12000.00", "12000.00"),
)

COLUMNS = (PRODUCT, STOCK_MONTH, VALUE)
