"""How many customers each manager carries, and would once the proposals are accepted."""

from __future__ import annotations

from segmentation.charts.palette import IDENTIFIED, REFERENCE
from segmentation.language.i18n import N_, format_count, translator
from segmentation.measures.managers.assign import CLAIM, MATCH, NOW, Assignment
from segmentation.measures.managers.register import Manager
from segmentation.slides import Category, Chart, Series

CARRIED = "#9FB4CC"
STEPS = {NOW: N_("Assigned"), CLAIM: N_("Claimed"), MATCH: N_("Matched")}


def tell_load(found: Assignment, managers: list[Manager], lang: str, title: str, subtitle: str) -> Chart:
    """Return the customers of ``managers`` as lying bars: now, claimed, matched (hatched), and the most that each can take."""
    _ = translator(lang)
    categories = tuple(
        Category(_("{name} · rank {rank}").format(name=each.name, rank=each.rank), behind=(("carried", each.name),))
        for each in managers
    )
    parts = ((NOW, found.before, CARRIED), (CLAIM, found.claimed, IDENTIFIED), (MATCH, found.matched, IDENTIFIED))
    series = [
        Series(
            _("{step} {count}").format(
                step=_(STEPS[step]), count=format_count(sum(loads[each.name].customers for each in managers), lang)
            ),
            "count", tuple(loads[each.name].customers for each in managers), colour, hatched=step == MATCH,
            behind=(("step", step),),
        )
        for step, loads, colour in parts
    ]
    most = Series(_("Most"), "count", tuple(each.capacity for each in managers), REFERENCE, reference=True)
    return Chart("stacked_bar", title, subtitle, categories, (*series, most), secret="manager")
