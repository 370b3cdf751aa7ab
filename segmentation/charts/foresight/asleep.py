"""Who was foretold to fall asleep against who did, by tenth of chance."""

from __future__ import annotations

from segmentation.charts.palette import IDENTIFIED, REFERENCE
from segmentation.language.i18n import format_count, translator
from segmentation.measures.foresight.asleep_words import finding_score, tenth_text
from segmentation.measures.foresight.outcomes import Outcome
from segmentation.slides import Category, Chart, Series


def tell_calibration(found: Outcome, lang: str, subtitle: str) -> Chart | None:
    """Return the mean chance and the share that fell asleep as columns, by tenth of chance; None of nobody."""
    _, rows = translator(lang), found.tenths.to_pylist()
    if not rows:
        return None
    tenths = tuple(
        Category(
            _("{chance} · {customers}").format(
                chance=tenth_text(row["tenth"]), customers=format_count(row["customers"], lang)
            ),
            behind=(("tenth", str(row["tenth"])),),
        )
        for row in rows
    )
    return Chart("column", finding_score(found, lang), subtitle, tenths, (
        Series(_("Foretold"), "ratio", tuple(row["chance"] for row in rows), REFERENCE, hatched=True),
        Series(_("Fell asleep"), "ratio", tuple(row["fell"] for row in rows), IDENTIFIED),
    ))
