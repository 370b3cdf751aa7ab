"""Ratings: customers scored by criteria, a row a rating, or a row a customer with a column for each criterion."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from segmentation.ingest.columns import KEY_COLUMNS
from segmentation.ingest.examination import Examination, Stage
from segmentation.ingest.kind import ImportFigure, Kind, Need, Words, dated_figures, need_customer
from segmentation.ingest.kinds.bills.columns import COLUMNS as BILL_COLUMNS
from segmentation.ingest.kinds.profiles.kind import KIND as PROFILES
from segmentation.ingest.kinds.profiles.kind import NO_CUSTOMER_COLUMN
from segmentation.ingest.kinds.ratings.columns import COLUMNS
from segmentation.ingest.kinds.ratings.criteria import find_criteria, propose_criteria, read_criterion
from segmentation.ingest.mapping import propose_mapping, unique_headers
from segmentation.ingest.reasons import DAYS
from segmentation.ingest.stage import (
    TOTAL_LINE,
    Desk,
    first_header,
    keep_spellings,
    land_by,
    load_readable,
    make_stage,
    take_stage,
    texts_in,
    walk_ins,
)
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_, N_n, translator
from segmentation.language.text import fold_header
from segmentation.language.values import read_days, read_number, read_score, uses_decimal_comma
from segmentation.warehouse import Warehouse, run

_RATED = re.compile(  # what customers are rated by, or a header that says that it rates
    r"忠诚|信用|影响|配合|潜力|品牌|运营|合作|满意|态度|质量|实力|稳定|结算|回款|付款|口碑|成长|评分$|得分$|打分$|"
    r"loyal|payment|credit|influence|referral|cooperat|potential|brand|operation|satisf|quality|score$|rating$"
)
_MONEY = re.compile(r"金额|[餐酒茶房]费|房[租金]|收入|支出|营业额|销售额|消费额|实收|实付|应收|单价|amount|price|revenue|paid")
_COUNTS = re.compile(r"次|数|量|天|龄|月|年|日|count|qty|quantity|number|visits|days|months|years")
_NAMES = re.compile(r"号|编码|代码|电话|手机|年|no$|id$|code$|number$|phone|mobile")  # of a number that is nobody's score
_MOST = 100  # the largest of all scores
_STARS = 5  # the largest score of the usual scale

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


def is_ratings(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
    """Whether a file has customers with criterion and score, or with several columns of scores, and no money.

    Money is told by its header, or in a file of days by numbers above any score.
    """
    folded = {fold_header(header) for header in headers}
    of_bills = {
        name for column in BILL_COLUMNS if column.name in ("bill_no", "amount", "unit_price", "tables", "covers", "status")
        for name in column.synonyms
    }
    mapping = propose_mapping(KIND, headers, sample)
    if not mapping.keys() & set(KEY_COLUMNS) or of_bills & folded or any(_MONEY.search(header) for header in folded):
        return False
    if {"criterion", "score"} <= mapping.keys():
        return True
    if "date" in mapping and _holds_money(headers, sample, set(mapping.values())):
        return False
    profile = propose_mapping(PROFILES, headers, sample)
    if profile.keys() & {"module", "region", "birthday", "lunar_birthday", "contacts"}:
        return False
    keys = {name: place for name, place in mapping.items() if name in (*KEY_COLUMNS, "date")}
    criteria = propose_criteria(unique_headers(headers), sample, keys)
    if len(criteria) < 2:
        return False
    names = [fold_header(name) for name in criteria]
    scores = [read_score(row[place]) for row in sample for place in criteria.values() if place < len(row) and row[place].strip()]
    in_stars = all(score is not None and score <= _STARS for score in scores)
    return any(_RATED.search(name) for name in names) or (in_stars and not any(_COUNTS.search(name) for name in names))


def _holds_money(headers: Sequence[str], sample: Sequence[Sequence[str]], taken: set[int]) -> bool:
    """Whether a column that is nothing else holds numbers only, some of them above any score."""
    for place, header in enumerate(headers):
        numbers = [read_number(row[place]) for row in sample if place < len(row) and row[place].strip()]
        if place in taken or _NAMES.search(fold_header(header)) or not numbers or None in numbers:
            continue
        if max(numbers) > _MOST:
            return True
    return False


def examine_ratings(found: Examination, desk: Desk) -> None:
    """Stage and judge a file of ratings, and tell of those without a date or to come, and of customers nobody knows."""
    undated, by_bills = undated_day(desk.warehouse, found.store_id, desk.limits.today)
    take_stage(found, _stage_ratings(found, desk, undated), "stage/rating_summary")
    if found.open_orders:
        return
    totals = found.stage.rows("stage/rating_totals")[0]
    found.counts.update({name: totals[name] for name in ("ratings", "customers", "criteria")})
    found.first_date, found.last_date, found.partly = totals["first_day"], totals["last_day"], totals["partly"]
    found.notices += _notices(totals, undated, by_bills)


def _stage_ratings(found: Examination, desk: Desk, undated: date | None) -> Stage:
    """Stage ``rating_cells`` and the spellings of criteria, scores and days.

    The criteria of the file (criterion → place) are its columns of scores; none where a column names the criterion.
    """
    cursor = desk.cursor
    values: dict[str, Any] = {
        "key": found.customer_key,
        "walk_in": walk_ins(found, desk),
        "first_header": first_header(found.readable),
        "total_line": NO_CUSTOMER,
        "store": found.store_id,
        "undated": undated,
        "earliest": desk.limits.earliest,
        "latest": desk.limits.latest,
    }
    readable = load_readable(found, desk, values)
    places = pa.array(list(found.criteria.values()) or [None], pa.int32())
    criteria = {"place": places, "criterion": pa.array(list(found.criteria) or [None], pa.string())}
    cursor.register("criteria", pa.table(criteria))
    run(cursor, "stage/make_rating_cells", **values, first_line=readable.skip_lines + 1)
    cursor.unregister("criteria")
    named = {text: read_criterion(text) or None for text in texts_in(desk, "criterion_text", "rating_cells")}
    keep_spellings(cursor, "criterion_spellings", pa.string(), named)
    scores = texts_in(desk, "score_text", "rating_cells")
    comma = uses_decimal_comma(scores)
    spelled = {text: read_score(text.replace(",", ".") if comma else text) for text in scores}
    keep_spellings(cursor, "score_spellings", SCORE, spelled)
    texts = cursor.execute("select date_text, count(*) from rating_cells where date_text is not null group by all").fetchall()
    days = read_days(dict(texts), found.choices.date_order, readable.date_1904)
    keep_spellings(cursor, "day_spellings", pa.date32(), days.days)
    return make_stage(desk, readable, values, days)


def _notices(totals: Mapping[str, Any], undated: date | None, by_bills: bool) -> list[Notice]:
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


def all_cells(columns: int, mapping: Mapping[str, int]) -> list[str]:
    """Return every cell of a line as a list; which of them hold scores is asked of them later."""
    return [f"[{', '.join(f'c{place}' for place in range(columns))}] as cells"]


def figures(found: Examination, lang: str) -> list[ImportFigure]:
    """Return how many ratings of how many customers by how many criteria a file holds, and of when."""
    _ = translator(lang)
    labels = {"ratings": _("Ratings"), "customers": _("Customers"), "criteria": _("Criteria")}
    return dated_figures(found, lang, labels, _("Rated on"))


KIND = Kind(
    key="ratings",
    label=N_("Ratings"),
    words=Words(
        together=N_n("{count} rating", "{count} ratings", "ratings"),
        taken=N_("{ratings} ratings of {customers} by {criteria} criteria"),
        line=N_("{ratings} ratings of {customers} by {criteria} criteria, {first} – {last}"),
        undone=N_n("Its {count} rating is taken out.", "Its {count} ratings are taken out.", "ratings"),
        figures=figures,
    ),
    columns=COLUMNS,
    turn=20,
    claims=is_ratings,
    criteria=find_criteria,
    first=(*KEY_COLUMNS, "criterion", "score", "date"),
    needs=(
        need_customer("no_customer_column", NO_CUSTOMER_COLUMN),
        Need(
            "no_criterion_column",
            N_(
                "No column with the criterion was found, nor columns of scores headed by what they rate. Say which column it is. "
                "The file has: {headers}."
            ),
            (("criterion",),),
            waived=lambda found: found.criteria,
        ),
        Need(
            "no_score_column",
            N_("No column with the score was found. Say which column it is. The file has: {headers}."),
            (("score",),),
            waived=lambda found: found.criteria,
        ),
    ),
    lines="stage/rating_lines",
    cells=all_cells,
    examine=examine_ratings,
    rejects="stage/rating_rejects",
    reasons=DAYS | {
        "criterion_missing": (N_("The criterion is missing"), "criterion"),
        "score_missing": (N_("The score is missing"), "score"),
        "score": (N_("This is no score from 0 to 100"), "score"),
        "rated_twice": (N_("The criterion stands in several rows of this customer and day with different scores"), "score"),
    },
    skipped={"unrated": N_("rows without a score")},
    land=land_by("land/ratings"),
    tables=("ratings",),
    counts=("ratings", "customers", "criteria"),
    counted="ratings",
    last=True,
)
