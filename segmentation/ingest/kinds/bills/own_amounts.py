"""What each dish of a bill costs by itself, where the amount of the file is the whole bill's.

Such an amount stands on every line of the bill or on its first one only. A line's own is what another column says (小计), else
quantity × unit price, before what was taken off the bill as a whole; where neither says it, the line has no amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pyarrow as pa

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.fen import are_in_fen
from segmentation.ingest.kinds.bills.kept import kept_columns
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.ingest.stage import CELL_END, keep_spellings
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import read_number
from segmentation.warehouse import fetch, run

_STEP = Decimal("0.0001")
_ITEM = "商品|菜品|品项|单品|项目|产品|货品|明细|行|菜"
_OWN = (  # of a column with a line's own amount, the likelier first
    re.compile(rf"^({_ITEM})?小计(金额)?$|^(order)?(line|item|dish|product)s?(sub)?(total|amount)$|^extended(price|amount)$"),
    re.compile(rf"^({_ITEM})(总?金额|总价|总额|实收|实收金额|收入|销售额|应收|应收金额)$|^subtotal$"),
    re.compile(r"^(总?金额|总价|销售额|应收(金额)?|折后金额|折前金额|实收(金额)?|amount|total|linetotal)$"),
)


def weigh_own_amounts(found: Examination, stage: BillStage) -> None:
    """Find out what each line costs by itself where the amounts are the bills', and tell; else do nothing.

    Sets ``own_of_lines`` and ``own_place`` (of the kept cells, from 1; 0: none) among the values of the stage.
    """
    if not {"product", "amount"} <= found.mapping.keys() or not stage.several or found.readable.joined:
        return
    first_only = not stage.counted_once and bool(stage.carried) and _stand_on_the_first(stage)
    if not (stage.counted_once or first_only):
        return
    header, place = next(_says_own(found, stage), ("", 0))
    keep_spellings(stage.cursor, "own_spellings", pa.decimal128(18, 4), _read(found, stage, place) if place else {})
    told = _told(stage, place)
    if first_only and told["firsts_own"] * 2 > told["firsts"]:
        return  # the others were free
    stage.values |= {"own_of_lines": True, "own_place": place}
    details = {"header": header}
    if place:
        text = N_("Each dish has its own amount from “{header}”; what was taken off a bill as a whole is on no dish.")
    elif told["priced"]:
        text = N_("Each dish has its quantity × unit price; what was taken off a bill as a whole is on no dish.")
    else:
        text = N_("No column says what each dish costs, only what the whole bill does: the dishes have no amounts.")
    found.notices.append(Notice("own_amounts", text, told["lines"], details))


def _stand_on_the_first(stage: BillStage) -> bool:
    """Whether most bills of several lines have their amount on one line alone, blank on the others."""
    further = "select coalesce(line_no, row_no + $first_line) as line_no from carried where is_further"
    stage.cursor.execute(f"create or replace temp table unpriced_lines as {further}", {"first_line": stage.values["first_line"]})
    told = stage.rows("stage/amounts_on_firsts")[0]
    return bool(told["once"] and told["once"] * 2 > told["several"])


def _says_own(found: Examination, stage: BillStage) -> Iterator[tuple[str, int]]:
    """Yield the columns that say what the lines cost, with their places among the kept cells, the likelier first.

    Most lines must say a number there, not the same on each of a bill's, that comes to about what the bill does.
    """
    headers = list(kept_columns(found))
    for pattern in _OWN:
        for place, header in enumerate(headers, 1):
            if not pattern.search(fold_header(header)):
                continue
            keep_spellings(stage.cursor, "own_spellings", pa.decimal128(18, 4), _read(found, stage, place))
            told = _told(stage, place)
            if told["said"] * 2 > told["lines"] and (told["varied"] or not told["several"]) and told["whole"] * 2 > told["bills"]:
                yield header, place


def _told(stage: BillStage, place: int) -> dict[str, int]:
    """Return what the dishes say of themselves at a place of the kept cells."""
    asked = {**stage.values, "cell_end": CELL_END, "place": place}
    return fetch(stage.cursor, "stage/own_amounts", **asked).to_pylist()[0]


def _read(found: Examination, stage: BillStage, place: int) -> dict:
    """Return what the texts of a kept cell come to, in yuan."""
    rows = run(stage.cursor, "stage/own_texts", **{**stage.values, "cell_end": CELL_END, "place": place}).fetchall()
    read = {text: read_number(text, stage.values["decimal_comma"]) for (text,) in rows}
    known = {text: value.quantize(_STEP) for text, value in read.items() if value is not None and abs(value) < 10**14}
    if are_in_fen(found, stage.fen) and all(re.fullmatch(r"-?\d+", text) for text in known):
        return {text: value / 100 for text, value in known.items()}
    return known
