"""The columns of a plan: what each manager is to reach in a month with each grade."""

from __future__ import annotations

import re

from segmentation.ingest.columns import MANAGER, MONEY, MONTH, NUMBER, TEXT, Column, words
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header

_TIER = re.compile(r"(?:grade|class|tier)?\s*([a-z])\s*(?:级|類|类|级客户|类客户|grade|customers)?")


def read_tier(text: str) -> str | None:
    """Return the grade that a text says; None where it says none.

    >>> read_tier("A级"), read_tier(" d "), read_tier("Grade B"), read_tier("合计")
    ('A', 'D', 'B', None)
    """
    found = _TIER.fullmatch(fold_header(text)) or _TIER.fullmatch(text.strip().lower())
    return found[1].upper() if found else None


PLAN_MONTH = Column(
    "month", N_("Month of the plan"), MONTH,
    words("目标月份|目标月|计划月|计划月份|月份|年月|月|month of the plan|plan month|target month|month|year month"),
    N_("Such as 2026-09 or 2026年9月"), ("2026-12", "2026-12"),
)
TIER = Column(
    "tier", N_("Grade"), TEXT,
    words("级别|客户级别|等级|客户等级|分级|类级|grade|customer grade|tier|class|level"), "", ("A", "A"), looks=read_tier,
)
CUSTOMERS = Column(
    "customers", N_("Customers (target)"), NUMBER,
    words("目标客户量|客户量目标|客户量|客户数|目标客户数|客户数量|人数|位数|customers target|target customers|customers|number of customers"),
    N_("How many customers of the grade he is to have"), ("12", "12"),
)
FREQUENCY = Column(
    "frequency", N_("Tables a customer (target)"), NUMBER,
    words("目标频次|目标频率|月频率|频次目标|频次|月频次|次数每位|每月几桌|每月桌数|每月次数|每月来几次|tables a customer target|target frequency|frequency|tables a customer"
          "|orders a customer target|orders a customer|bookings a customer target|appointments a customer target|machines a customer target"),
    N_("Tables a customer and month"), ("2.5", "2.5"),
)
STANDARD = Column(
    "standard", N_("Standard (target, CNY)"), MONEY,
    words("目标桌均|目标客单价|目标单均|目标台均|目标客单|客单价|桌均消费|每桌消费|每桌多少|每桌金额|桌均目标|目标桌均元|桌均|标准|消费标准|客单|standard target cny|target standard|standard|average check|spend a table"),
    N_("CNY a table"), ("1180", "1180"),
)
HOUSE_TARGET = Column(
    "house_target", N_("House target (CNY)"), MONEY,
    words("全店目标|全店目标元|全店营收目标|门店目标|店目标|house target cny|house target|store target|target of the house"),
    N_("The house's own revenue target of the month; once is enough"), ("720000", "720000"),
)
HOUSE_PROFIT = Column(
    "house_profit", N_("House target of gross profit (CNY)"), MONEY,
    words("全店毛利目标|全店毛利目标元|门店毛利目标|毛利目标|目标毛利|house target of gross profit cny|house profit target|gross profit target|profit target"),
    N_("The house's own target of gross profit of the month; once is enough"), ("400000", "400000"),
)
REVENUE = Column(
    "revenue", N_("Revenue (target, CNY)"), MONEY,
    words("目标营收|营业额目标|销售目标|目标营收元|营收目标|目标额|目标金额|revenue target cny|target revenue|revenue target"),
    N_("What customers, frequency and standard come to counts; another sum is told"), ("35400", "35400"),
)
COLUMNS = (PLAN_MONTH, MANAGER, TIER, CUSTOMERS, FREQUENCY, STANDARD, REVENUE, HOUSE_TARGET, HOUSE_PROFIT)
