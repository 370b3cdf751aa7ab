"""What the page says of itself: the definitions and the statements that run."""

from __future__ import annotations

from segmentation.language.i18n import N_
from segmentation.measures.managers.register import HOLDERS

DEFINITION = N_(
    "His are those assigned to him and those whom bills alone name him. Revenue at risk: what they brought in the last 365 "
    "days. Proposals go by grade, rank and room, as on the page Assign: the best grade first, to whoever of fitting rank carries "
    "least. A manager who is picked takes all of them, whatever his room. His last day is kept in the same step, and "
    "from then on nobody is proposed to him."
)
AFTER = N_(
    "After a handover it is looked, on day 30 and on day 90, at as many days before as after: who came before and after still "
    "comes, who came before alone came no more; who had not come in the days before is counted apart, whether he has come since "
    "or not, so that the three make all of them. All others are the customers who were not handed over."
)
STATEMENTS = (
    *HOLDERS, "measures/managers/looked_after", "measures/managers/handover_book", "measures/managers/habits",
    "measures/managers/span_money", "measures/managers/handed_over", "measures/managers/left_behind",
)
