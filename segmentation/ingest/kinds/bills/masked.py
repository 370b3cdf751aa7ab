"""Masked phones (138****5678) beside whole ones: one guest in two forms is told, and never two without a word."""

from __future__ import annotations

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.values import yuan
from segmentation.warehouse import fetch

_CODE = "masked_phones"  # of the notice that rows carry them


def tell_masked_known(found: Examination, stage: BillStage) -> None:
    """Tell how many masked phones fit just one whole number of the file or the store; only where rows carry any."""
    if not any(notice.code == _CODE for notice in found.notices):
        return
    told = fetch(stage.cursor, "stage/masked_known", **{**stage.values, "store": found.store_id}).to_pylist()[0]
    if not told["masks"]:
        return
    text = N_(
        "{count} masked phones ({lines} rows, {amount}), such as {mask}, fit one whole number each that is known here. They may "
        "be the same customers, and their bills do not count as theirs. Export the file with whole phones; those with a name can "
        "be merged after the import."
    )
    values = {"lines": f"{told['lines']:,}", "amount": yuan(told["amount"]), "mask": told["mask"]}
    found.notices.append(Notice("masked_known", text, told["masks"], values))
