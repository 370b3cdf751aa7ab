"""What was paid of bookings that came to nothing, or are still to come: it is told, for the rows themselves do not count."""

from __future__ import annotations

import re

from segmentation.ingest.examination import Examination, Stage
from segmentation.ingest.kinds.bills.kept import kept_columns
from segmentation.ingest.kinds.bills.whole import says_paid_so_far
from segmentation.ingest.stage import CELL_END
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import yuan
from segmentation.warehouse import fetch

_DEPOSIT = re.compile(
    r"^(预付|已付|已收|实收|收取)?(定金|订金|押金|预付款?)(金额|额)?$|^(deposit|prepaid|prepayment)(paid|amount)?$"
)
_INSTALMENT = re.compile(
    r"^(首|头|二|三|四|中期?|第[一二三四]次)(付|期|款|付款|期款)(金额|额)?$|^(first|second|third)(payment|instal+ment)$"
)  # not the last, 尾款, which may as well be what is still to come
_BACK = re.compile(r"^(已)?(退还?)(定金|订金|押金|预付款?)(金额|额)?$|^(deposit)(refunded|returned)$|^refundeddeposit$")


def tell_deposits(found: Examination, stage: Stage) -> None:
    """Tell of rows with money that was paid and did not go back, though they do not count, being void or not paid in full.

    It is what deposits and instalments come to, or what a column says was paid so far, where that is more: of a guest who did
    not come and had paid all, his whole stay. The house may have earned it, or holds it for a day to come.
    """
    if not (found.skipped.get("void") or found.skipped.get("unpaid")):
        return
    headers = list(kept_columns(found))
    folded = [fold_header(header) for header in headers]
    deposits = [place for place, header in enumerate(folded, 1) if _DEPOSIT.search(header) or _INSTALMENT.search(header)]
    paid = next((place for place, header in enumerate(folded, 1) if says_paid_so_far(header)), 0)
    back = next((place for place, header in enumerate(folded, 1) if _BACK.search(header)), 0)
    if not deposits and not paid:
        return
    bound = {**stage.values, "cell_end": CELL_END, "places": deposits or [0], "paid": paid, "back": back}
    told = {row["verdict"]: row for row in fetch(stage.cursor, "stage/left_with_void", **bound).to_pylist()}
    names = ", ".join(headers[place - 1] for place in dict.fromkeys((*deposits, *([paid] if paid else []))))
    if void := told.get("skip:void"):
        text = N_(
            "{count} of the void rows have {money} under “{header}” that did not go back. It counts as no revenue; if the house "
            "kept it, enter it as bills of its own."
        )
        found.notices.append(Notice("deposits_kept", text, void["lines"], {"money": yuan(void["money"]), "header": names}))
    if unpaid := told.get("skip:unpaid"):
        text = N_(
            "{count} of the rows that are not paid have {money} under “{header}”: paid ahead and not earned yet. It counts as "
            "soon as they are settled."
        )
        found.notices.append(Notice("paid_ahead", text, unpaid["lines"], {"money": yuan(unpaid["money"]), "header": names}))
