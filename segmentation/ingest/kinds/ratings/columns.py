"""The columns of ratings."""

from __future__ import annotations

from segmentation.ingest.columns import (
    CUSTOMER_CODE,
    DATE,
    EMAIL,
    FIRST_NAME,
    LAST_NAME,
    NAME,
    NUMBER,
    PHONE,
    TEXT,
    Column,
    words,
)
from segmentation.ingest.looks import is_score
from segmentation.language.i18n import N_

CRITERION = Column(
    "criterion", N_("Criterion"), TEXT,
    words("评分项|评分项目|评分指标|评分标准|评分维度|评价项|评价项目|评价指标|评价维度|考核项|考核项目|考核指标|打分项|打分项目|指标|指标名称|维度|评估项|评估指标|准则|"
          "criterion|criteria|rating criterion|rating item|dimension|indicator|aspect"),
    N_("What is rated, such as loyalty; or one column for each"), ("忠诚度", "Loyalty"),
)
SCORE = Column(
    "score", N_("Score"), NUMBER,
    words("评分|得分|分数|打分|分值|评价分|评价得分|评估得分|考核得分|星级评分|score|rating|points|mark|marks|grade point"),
    N_("1–5, or 0–100"), ("4", "4"),
    looks=is_score,
)
RATED_ON = Column(
    "date", N_("Date of rating"), DATE,
    words("评分日期|评价日期|打分日期|评估日期|考核日期|评分时间|评价时间|评估时间|日期|时间|date|rated on|rating date|date of rating|score date|scored on|assessed on|assessment date"),
    N_("The day of the rating; empty: the last day with a bill"), ("2026-09-30", "2026-09-30"),
)

COLUMNS = (CUSTOMER_CODE, NAME, FIRST_NAME, LAST_NAME, PHONE, EMAIL, CRITERION, SCORE, RATED_ON)
