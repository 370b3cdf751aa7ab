"""The columns of monthly totals."""

from __future__ import annotations

from segmentation.ingest.columns import MONEY, MONTH, Column, words
from segmentation.language.i18n import N_

MONTH_COLUMN = Column(
    "month", N_("Month"), MONTH,
    words("月份|年月|月|营业月份|统计月份|会计月份|营业月|账期|期间|統計月份|日期|month|year month|yearmonth|period|accounting period|business month|date"),
    N_("Such as 2026-09 or 2026年9月"), ("2026-09", "2026-09"),
)
TOTAL = Column(
    "total", N_("Total revenue"), MONEY,
    words("总营收|营收总额|总营业额|营业总额|营业总收入|总收入|月营业额|月营收|全店营收|营收|营业额|营业收入|销售总额|销售额|收入|总额|合计|金额|總營收|營業額|營收|"
          "total revenue|total|month total|monthly total|monthly revenue|revenue|total sales|sales|turnover|net revenue|amount"),
    N_("All revenue of the month in CNY, walk-ins included"), ("860000.00", "860000.00"),
)

COLUMNS = (MONTH_COLUMN, TOTAL)
