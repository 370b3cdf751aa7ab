"""Files of ratings: customers scored by criteria, a row a rating, or a row a customer with a column for each criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from segmentation.ingest.control import Control
from segmentation.ingest.day_limits import DayLimits
from segmentation.ingest.mapping import read_criterion
from segmentation.ingest.readers.read import Readable
from segmentation.ingest.stage import TOTAL_LINE, Stage, keep_spellings, load_readable
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.values import read_days, read_score, uses_decimal_comma
from segmentation.warehouse import Cursor, Warehouse, run

NO_CUSTOMER = TOTAL_LINE + r"|^\s*(各项)?(平均|均值|均分|权重|满分|average|mean|weights?|maximum)[分值数]?\s*[:：]?\s*$"
SCORE = pa.decimal128(9, 4)

UNDATED_BY_BILLS = N_("{count} ratings carry no date; {day} was taken, the last day with a bill in this store.")
UNDATED = N_("{count} ratings carry no date; {day} was taken, the day of the import.")
STRANGERS = N_(
    "{count} customers of this file are not known in this store; their ratings count once a bill or a profile brings them. "
    "If your bills name customers in another way (code, phone, name), use that here too."
)


def undated_day(warehouse: Warehouse, store_id: int | None, today: date | None) -> tuple[date | None, bool]:
    """Return the day that a rating without a date is given, and whether it comes from the store's bills.

    It is the store's last day with a bill, on which everything is looked at unless one chooses otherwise: a rating of today
    would lie after it and would not be seen. A store without bills takes ``today``.
    """
    last = warehouse.cursor().execute("select max(day) from days where store_id = $store", {"store": store_id}).fetchall()[0][0]
    return (last, True) if last else (today, False)


def stage_ratings(
    cursor: Cursor,
    readable: Readable,
    mapping: Mapping[str, int],
    criteria: Mapping[str, int],
    *,
    key: str,
    walk_in: Sequence[str],
    store_id: int | None,
    undated: date | None,
    date_order: str | None,
    limits: DayLimits,
    work_dir: Path,
    control: Control,
) -> Stage:
    """Stage a file of ratings: ``rating_cells`` and the spellings of criteria, scores and days, and the Stage over them.

    ``criteria`` (criterion → place) are the columns of scores; empty where a column of the file names the criterion.
    """
    values: dict[str, Any] = {
        "key": key,
        "walk_in": [name.lower() for name in walk_in],
        "first_header": readable.headers[0] if readable.header_row else None,
        "total_line": NO_CUSTOMER,
        "store": store_id,
        "undated": undated,
        "earliest": limits.earliest,
        "latest": limits.latest,
    }
    readable = load_readable(cursor, "ratings", readable, mapping, values, work_dir, control)
    values["first_line"] = readable.skip_lines + 1
    columns = {"place": pa.array(list(criteria.values()) or [None], pa.int32()), "criterion": list(criteria) or [None]}
    cursor.register("criteria", pa.table(columns, pa.schema([("place", pa.int32()), ("criterion", pa.string())])))
    run(cursor, "stage/make_rating_cells", **values)
    cursor.unregister("criteria")
    named = {text: read_criterion(text) or None for text in _texts(cursor, "criterion_text")}
    keep_spellings(cursor, "criterion_spellings", pa.string(), named)
    scores = _texts(cursor, "score_text")
    comma = uses_decimal_comma(scores)
    spelled = {text: read_score(text.replace(",", ".") if comma else text) for text in scores}
    keep_spellings(cursor, "score_spellings", SCORE, spelled)
    texts = cursor.execute("select date_text, count(*) from rating_cells where date_text is not null group by all").fetchall()
    days = read_days(dict(texts), date_order, readable.date_1904)
    keep_spellings(cursor, "day_spellings", pa.date32(), days.days)
    return Stage(cursor, readable, values, days)


def _texts(cursor: Cursor, column: str) -> list[str]:
    found = cursor.execute(f"select distinct {column} from rating_cells where {column} is not null").fetchall()
    return [text for (text,) in found]


def notice_ratings(totals: Mapping[str, Any], undated: date | None, by_bills: bool) -> list[Notice]:
    """Return what is to be said of ratings without a date or with one to come, and of customers whom the store does not know."""
    said = []
    if totals["undated"]:
        text = UNDATED_BY_BILLS if by_bills else UNDATED
        said.append(Notice("ratings_without_date", text, totals["undated"], {"day": undated.isoformat()}))
    if totals["future"]:
        text = N_("{count} ratings are dated in the future; they count once their day has come.")
        said.append(Notice("future_ratings", text, totals["future"]))
    if totals["strangers"]:
        said.append(Notice("ratings_of_strangers", STRANGERS, totals["strangers"]))
    return said
