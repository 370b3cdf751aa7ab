"""The columns of customer profiles."""

from __future__ import annotations

from segmentation.ingest.columns import (
    CUSTOMER_CODE,
    DATE,
    EMAIL,
    FIRST_NAME,
    LAST_NAME,
    MANAGER,
    MODULE,
    NAME,
    NUMBER,
    PHONE,
    REGION,
    TEXT,
    Column,
    words,
)
from segmentation.language.i18n import N_
from segmentation.language.values import read_contacts

BIRTHDAY = Column(
    "birthday", N_("Birthday"), DATE,
    words("生日|出生日期|客户生日|出生年月日|birthday|birth date|date of birth|dob|birthdate"),
    N_("A lunar one as lunar 8-15"), ("1980-05-01", "1980-05-01"),
    parts=(r"生日(?!期)|出生", r"是否|农历|阴历|旧历|農曆|陰曆|类型|历法|类别|方式"), looks=lambda cell: True,
)
LUNAR_BIRTHDAY = Column(
    "lunar_birthday", N_("Lunar birthday"), TEXT,
    words("农历生日|阴历生日|旧历生日|農曆生日|陰曆生日|生日(农历)|生日(阴历)|客户农历生日|会员农历生日|农历|阴历|"
          "lunar birthday|birthday lunar|lunar birth date"),
    parts=(r"(农历|阴历|旧历|農曆|陰曆|lunar).*(生日(?!期)|出生|birth)|(生日(?!期)|出生|birth).*(农历|阴历|旧历|農曆|陰曆|lunar)", r"是否|^is"),
    looks=lambda cell: True,
)
BIRTHDAY_CALENDAR = Column(
    "birthday_calendar", N_("Calendar of the birthday"), TEXT,
    words("生日类型|生日历法|历法|生日类别|生日方式|是否农历|是否农历生日|是否阴历|生日是否农历|birthday calendar|birthday type|calendar|is lunar"),
    looks=lambda cell: True,
)
POTENTIAL = Column(
    "potential", N_("Potential"), TEXT,
    words("潜力|潜力评级|潜力等级|潜力评分|客户潜力|潛力|potential|potential rating|growth potential"), N_("A, B, C or 1–100"), ("A", "A"),
)
CONTACTS = Column(
    "contacts", N_("Contacts a month"), NUMBER,
    words("每月联系次数|月联系次数|每月联系|月联系|联系次数|每月拜访次数|月拜访次数|每月拜访|拜访次数|每月接触次数|接触次数|联络次数|联系频次|拜访频次|每月走访次数|走访次数|"
          "contacts a month|contacts per month|monthly contacts|contacts month|contacts|contact count|number of contacts|calls per month|calls a month|"
          "monthly calls|visits and calls per month|contact frequency"),
    N_("Visits, calls and messages of the manager to the customer"), ("4", "4"),
    looks=lambda cell: read_contacts(cell) is not None,
)
NOTE = Column(
    "note", N_("Note"), TEXT, words("备注|说明|客户备注|附注|備註|note|notes|remark|remarks|comment|comments|memo"), "", ("喜靠窗包厢", "Likes a window room"),
)

COLUMNS = (
    CUSTOMER_CODE, NAME, FIRST_NAME, LAST_NAME, PHONE, EMAIL, MODULE, REGION, MANAGER, BIRTHDAY, LUNAR_BIRTHDAY, BIRTHDAY_CALENDAR,
    POTENTIAL, CONTACTS, NOTE,
)
