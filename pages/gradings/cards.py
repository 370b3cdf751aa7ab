"""Who stands in which card tier or level, and what is missing to the next one."""

from __future__ import annotations

import pyarrow as pa

from pages.shared.behind import draw_behind
from pages.shared.heads import draw_answer
from pages.shared.house import View, scheme, settings_of
from pages.shared.language import current_language
from pages.shared.picking import page_picker
from pages.shared.tiers import draw_norms, draw_tier_bars, draw_tier_table, tiers_of
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import statements_of
from segmentation.measures.grades.next_tier import close_to_next, finding_climbs
from segmentation.measures.grades.reasons import conditions_text

NAME, RULE = N_("Card tiers"), "threshold"
DEFINITION = N_(
    "A customer stands in the best tier whose conditions he meets all; the last tier takes the rest. “Missing” is what he "
    "lacks to the tier above, to the cent and the visit; 0 where he lacks nothing of that kind."
)


def statements() -> tuple[str, ...]:
    """Return the statements that ran."""
    return (*statements_of(scheme()), "measures/grades/tier_summary")


def draw(view: View, grades: pa.Table) -> None:
    """Draw the tiers as bars, and what each is and takes."""
    own, tiers, lang = scheme().under(settings_of(view)), tiers_of(view), current_language()
    draw_answer(finding_climbs(own, tiers, close_to_next(own, grades), lang))
    pick = page_picker("cards")
    draw_tier_bars(view, tiers, pick)
    draw_behind(view, pick.chosen)
    draw_tier_table(view, tiers, told=True)
    draw_norms(lambda tier: conditions_text(own, tier, lang))
