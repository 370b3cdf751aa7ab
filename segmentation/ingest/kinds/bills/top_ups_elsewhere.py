"""Rows of top-ups that have nothing under the amount (消耗业绩) and their money in another column (现金业绩)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from segmentation.ingest.examination import Examination
from segmentation.ingest.guess import ENOUGH, NO_MONEY
from segmentation.ingest.kinds.bills.money_beside import is_money
from segmentation.ingest.looks import is_number, share_of
from segmentation.ingest.mapping import fold_table
from segmentation.ingest.meaning import ITEM, KIND, STORED_ITEM, TOP_UP, MarkColumn, plain_value, read_value
from segmentation.ingest.questions import Question
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.values import read_number

_MOST_MONEY = 10**7  # what is larger is the number of a card


def take_top_ups_elsewhere(found: Examination) -> None:
    """Map as what is stored the column that has the money of top-ups whose amounts are nothing; ask where several differ."""
    amount = found.mapping.get("amount")
    if amount is None or "stored" in found.mapping:
        return
    folded, cells = fold_table(found.names, found.readable.sample)
    tops = [
        row for row in range(len(cells[amount]))
        if any(_says_top_up(found, column, cells[column.place][row].strip()) for column in found.mark_columns)
    ]
    if not tops or any(read_number(cells[amount][row]) for row in tops):
        return
    taken = {place for name, place in found.mapping.items() if name not in ("gross", "discount")}
    money = {
        place: [read_number(cells[place][row]) or 0 for row in tops] for place, header in enumerate(folded)
        if place not in taken and is_money(header, cells[place]) and not NO_MONEY.search(header)
        and share_of(cells[place], is_number) >= ENOUGH
    }
    money = {place: column for place, column in money.items() if all(0 < number < _MOST_MONEY for number in column)}
    headers = [found.names[place] for place in money]
    if not headers:
        return
    if len({tuple(column) for column in money.values()}) > 1:
        ask_several_stored(found, headers)
        return
    found.mapping["stored"] = next(iter(money))
    text = N_("Top-ups have nothing under “{amount}”: what they put on cards was taken from “{stored}”.")
    values = {"amount": found.mapped_headers()["amount"], "stored": headers[0]}
    found.notices.append(Notice("top_ups_elsewhere", text, 1, values))


def _says_top_up(found: Examination, column: MarkColumn, value: str) -> bool:
    """Whether a value says that its row is a top-up: as a person says, else as a kind of row or as an item."""
    if (chosen := found.choices.meanings.get(column.header, {}).get(value)) is not None:
        return chosen == TOP_UP
    is_told = column.role == KIND or (column.role == ITEM and re.search(STORED_ITEM, plain_value(value)))
    return bool(is_told) and read_value(column.role, value) == TOP_UP


def ask_several_stored(found: Examination, headers: Sequence[str]) -> None:
    """Ask which of several columns says how much a top-up brought."""
    found.questions.append(
        Question(
            "several_stored",
            N_(
                "Several columns say how much a top-up brought, and not the same: {headers}. Say which counts "
                "(in the shell: --map \"stored={first}\")."
            ),
            {"headers": ", ".join(headers), "first": headers[0]}, "stored", tuple(headers),
            found.choices.stored or found.choices.mapping.get("stored"),
        )
    )
