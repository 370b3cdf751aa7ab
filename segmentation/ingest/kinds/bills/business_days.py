"""A column of business days (营业日) beside the times of bills: what was paid after midnight is on the evening before already."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from segmentation.ingest.day_begins import is_day_decided
from segmentation.ingest.examination import Examination
from segmentation.ingest.questions import LATEST_HOUR, NIGHT_HOUR
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.warehouse import Cursor, Warehouse

_BUSINESS_DAY = re.compile(r"^(营业日期?|账务日期?|(business|trading)(day|date))$")
_CLOCK = re.compile(r"\d\s*[:：]\s*\d")


def has_business_days(found: Examination) -> bool:
    """Whether the dates of the file are business days: their header says so, and the time of day stands in another column."""
    header = found.mapped_headers().get("date")
    if header is None or "time" not in found.mapping or not _BUSINESS_DAY.match(fold_header(header)):
        return False
    return not any(_CLOCK.search(row[found.mapping["date"]]) for row in found.readable.sample)


def take_business_days(warehouse: Warehouse, found: Examination, cursor: Cursor, values: dict[str, Any]) -> None:
    """Let bills after midnight stand on the business day that the file gives them, and tell.

    Where nobody has said at which hour the day of the store begins, the file does: after the latest of these bills.
    """
    values["of_business_days"] = has_business_days(found)
    if not values["of_business_days"]:
        return
    told = f"select count(*), max(clock) from lines where hour(clock) < {LATEST_HOUR}"
    [(rows, latest)] = cursor.execute(told).fetchall()
    if not rows or found.choices.day_begins is not None or is_day_decided(warehouse, found):
        return
    hour = NIGHT_HOUR if latest.hour < NIGHT_HOUR else LATEST_HOUR
    values["day_begins"] = hour
    found.choices = replace(found.choices, day_begins=hour)
    text = N_(
        "“{header}” is the business day already: {count} rows between midnight and {latest} stay on the evening before. The day "
        "of this house begins at {hour} o’clock."
    )
    told_values = {"header": found.mapped_headers()["date"], "latest": f"{latest:%H:%M}", "hour": hour}
    found.notices.append(Notice("business_days", text, rows, told_values))
