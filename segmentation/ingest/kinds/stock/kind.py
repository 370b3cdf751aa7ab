"""Stock: what each product in stock is worth at cost at the end of a month; a row a product and month.

Several rows of a product in a month (several cellars) are added. A later file says a product's month anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from segmentation.ingest.columns import KEY_COLUMNS
from segmentation.ingest.examination import Examination
from segmentation.ingest.kind import ImportFigure, Kind, Need, Words
from segmentation.ingest.kinds.bills.columns import COLUMNS as BILL_COLUMNS
from segmentation.ingest.kinds.stock.columns import COLUMNS, OF_STOCK
from segmentation.ingest.kinds.totals.kind import read_total
from segmentation.ingest.mapping import propose_mapping
from segmentation.ingest.stage import (
    TOTAL_LINE,
    Desk,
    first_header,
    keep_texts,
    land_by,
    load_readable,
    make_stage,
    take_stage,
    texts_in,
)
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_, N_n, format_count, format_money_short, format_month, translator
from segmentation.language.text import fold_header
from segmentation.language.values import read_month, uses_decimal_comma

UNSOLD = N_(
    "{count} products stand on no bill of the store, {product} first. Turnover is told of products that are called the same on "
    "bills and in stock."
)


def is_stock(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
    """Whether a file has a product, a month and what only a list of stock calls its value, and neither a bill nor a customer."""
    folded = {fold_header(header) for header in headers}
    others = {name for column in BILL_COLUMNS if column.name in ("bill_no", "tables", *KEY_COLUMNS) for name in column.synonyms}
    if others & folded or not folded & {*OF_STOCK}:
        return False
    return {"product", "month", "amount"} <= propose_mapping(KIND, headers, sample).keys()


def examine_stock(found: Examination, desk: Desk) -> None:
    """Stage and judge a file of stock: ``lines`` and the spellings of months and amounts."""
    values: dict[str, Any] = {
        "store": found.store_id, "walk_in": [], "first_header": first_header(found.readable), "total_line": TOTAL_LINE,
        "earliest": desk.limits.earliest.replace(day=1), "latest": desk.limits.latest,
    }
    readable = load_readable(found, desk, values)
    comma = uses_decimal_comma(texts_in(desk, "amount_text"))
    keep_texts(desk, "month_text", "month_spellings", pa.date32(), lambda text: read_month(text, readable.date_1904))
    keep_texts(desk, "amount_text", "amount_spellings", pa.decimal128(18, 2), lambda text: read_total(text, comma))
    take_stage(found, make_stage(desk, readable, values), "stage/stock_summary")
    totals = found.stage.rows("stage/stock_totals")[0]
    found.counts.update({"products": totals["products"], "stock_months": totals["months"]})
    if totals["unsold"]:
        found.notices.append(Notice("stock_of_nothing_sold", UNSOLD, totals["unsold"], {"product": totals["first_unsold"]}))


def figures(found: Examination, lang: str) -> list[ImportFigure]:
    """Return of how many products and which months a file has stock, and what it comes to."""
    _ = translator(lang)
    shown = [
        ImportFigure(_("Products"), format_count(found.counts["products"], lang)),
        ImportFigure(_("Value of stock"), format_money_short(found.amount, lang), _("all months added")),
    ]
    if found.first_date:
        months = dict.fromkeys(format_month(each, lang) for each in (found.first_date, found.last_date))
        shown.insert(1, ImportFigure(_("Month"), " – ".join(months)))
    return shown


KIND = Kind(
    key="stock",
    label=N_("Stock of products"),
    words=Words(
        together=N_n("stock of {count} product", "stock of {count} products", "products"),
        taken=N_("stock of {products} products in {stock_months} months"),
        line=N_("stock of {products} products in {stock_months} months, {span}"),
        undone=N_n("Its stock of {count} product is taken out.", "Its stock of {count} products is taken out.", "products"),
        figures=figures,
    ),
    columns=COLUMNS,
    turn=8,
    claims=is_stock,
    complete=lambda mapping, folded, cells: None,
    first=("product", "month", "amount"),
    starred=("product", "month", "amount"),
    needs=(
        Need(
            "no_product_column",
            N_("No column with the product was found. Say which column it is. The file has: {headers}."), (("product",),),
        ),
        Need(
            "no_month_column",
            N_("No column with the month was found. Say which column it is. The file has: {headers}."), (("month",),),
        ),
        Need(
            "no_stock_column",
            N_("No column with the value of the stock was found. Say which column it is. The file has: {headers}."),
            (("amount",),),
        ),
    ),
    lines="stage/stock_lines",
    examine=examine_stock,
    odd={"several_places": N_("{count} rows are of a product and month that a row above has too; they are added.")},
    rejects="stage/stock_rejects",
    reasons={
        "product_missing": (N_("The product is missing"), "product"),
        "month_missing": (N_("The month is missing"), "month"),
        "month": (N_("This is not a month"), "month"),
        "month_too_early": (N_("The month is before the earliest day of the store (page Settings, Stores)"), "month"),
        "month_ahead": (N_("The month has not begun yet"), "month"),
        "stock_missing": (N_("The value of the stock is missing"), "amount"),
        "stock": (N_("This is no amount from 0 up"), "amount"),
    },
    land=land_by("land/stock"),
    tables=("stock",),
    counts=("products", "stock_months"),
    counted="products",
    last=True,
)
