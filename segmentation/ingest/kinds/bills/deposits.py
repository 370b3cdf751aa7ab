"""Deposits of bookings that came to nothing: what the house kept is told, for the rows themselves are void."""

from __future__ import annotations

import re

from segmentation.ingest.examination import Examination, Stage
from segmentation.ingest.kinds.bills.kept import kept_columns
from segmentation.ingest.stage import CELL_END
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import yuan
from segmentation.warehouse import fetch

_DEPOSIT = re.compile(
    r"^(预付|已付|已收|实收|收取)?(定金|订金|押金|预付款?)(金额|额)?$|^(deposit|prepaid|prepayment)(paid|amount)?$"
)
_BACK = re.compile(r"^(已)?(退还?)(定金|订金|押金|预付款?)(金额|额)?$|^(deposit)(refunded|returned)$|^refundeddeposit$")


def tell_deposits(found: Examination, stage: Stage) -> None:
    """Tell of void rows with a deposit that did not go back: it counts as nothing, and may be what the house earned."""
    if not found.skipped.get("void"):
        return
    places = {
        name: next((place for place, header in enumerate(kept_columns(found), 1) if part.search(fold_header(header))), 0)
        for name, part in (("deposit", _DEPOSIT), ("back", _BACK))
    }
    if not places["deposit"]:
        return
    bound = {**stage.values, "cell_end": CELL_END, "place": places["deposit"], "back": places["back"]}
    told = fetch(stage.cursor, "stage/left_with_void", **bound).to_pylist()[0]
    if told["lines"]:
        text = N_(
            "{count} of the void rows have {money} under “{header}” that did not go back. It counts as no revenue; if the house "
            "kept it, enter it as bills of its own."
        )
        values = {"money": yuan(told["money"]), "header": list(kept_columns(found))[places["deposit"] - 1]}
        found.notices.append(Notice("deposits_kept", text, told["lines"], values))
