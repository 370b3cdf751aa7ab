"""A row of a notebook that names no customer below one that does: his further row, or a walk-in's, which a person knows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from segmentation.ingest.examination import Examination
from segmentation.ingest.questions import Question
from segmentation.language.i18n import N_
from segmentation.language.values import CENT
from segmentation.warehouse import Cursor, fetch

WALK_IN, FILL = "walk_in", "fill"
_MANY = 2  # rows that name nobody are further lines where there is one of them for so many that name somebody, or more


class BlankNames(NamedTuple):
    """Rows with an amount that name neither day nor customer, where the rows beside them say the one without the other."""

    lines: int
    amount: Decimal


def find_blank_names(found: Examination, cursor: Cursor, values: Mapping[str, Any]) -> BlankNames | None:
    """Return the rows of which nothing shows that they are the customer's above, None where there are none.

    Without bill numbers, blank cells say that a row belongs to the one above (merged cells) where they are blank together, or
    often. A notebook that says each date once and each guest on his row leaves a name blank because nobody knew it.
    """
    if "bill_no" in found.mapping or "date" not in found.mapping:
        return None
    told = fetch(cursor, "stage/blank_names", **values).to_pylist()[0]
    if not told["blank"] or not told["undated"] or told["blank"] * _MANY >= told["named"]:
        return None
    return BlankNames(told["blank"], told["amount"].quantize(CENT))


def ask_blank_names(found: Examination, blank: BlankNames | None) -> None:
    """Ask whether rows that name nobody are of the customer above them, or of walk-ins."""
    if blank is None:
        return
    found.questions.append(Question(
        "blank_names",
        N_(
            "{count} rows with an amount ({amount}) name no customer, and the rows around them do. Are they walk-ins' (in the "
            "shell: --blank-names=walk_in), or of the customer above (--blank-names=fill)?"
        ),
        {"count": blank.lines, "amount": blank.amount}, "blank_names", (WALK_IN, FILL), found.choices.blank_names, blank.amount,
    ))
