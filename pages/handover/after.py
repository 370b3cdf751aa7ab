"""What became of those handed over before: who still comes, and what they bring, next to everybody else's customers."""

from __future__ import annotations

import pyarrow as pa

from pages.shared.downloads import draw_download
from pages.shared.figures import Figure, draw_figures
from pages.shared.heads import draw_head
from pages.shared.house import View
from pages.shared.language import _, current_language
from pages.shared.pin import table_slide
from pages.shared.short_table import draw_short_table
from pages.shared.tables import described
from segmentation.language.i18n import N_, format_count, format_day, format_money_short
from segmentation.measures.managers.findings import finding_followed
from segmentation.measures.managers.handover import Followed, Handover

COLUMNS = ("followed", "customers", "kept", "lost", "silent", "money_before", "money_after")


def draw_handover_figures(found: Handover) -> None:
    """Draw how many customers there are by grade, what is at risk, and how many find nobody."""
    lang, tiers = current_language(), found.customers["tier"].to_pylist()
    by_tier = " ".join(f"{tier}{tiers.count(tier)}" for tier in dict.fromkeys(tiers))
    draw_figures([
        Figure(_("Customers"), format_count(len(tiers), lang), None, by_tier),
        Figure(_("Revenue at risk"), format_money_short(found.revenue_at_risk, lang), None, _("last 365 days")),
        Figure(_("Find nobody with room"), format_count(found.unplaced.num_rows, lang)),
    ])


def draw_followed(view: View, found: Handover) -> None:
    """Draw what came of the handover by day 30 or 90; nothing before."""
    followed = found.followed
    if followed is None:
        return
    lang = current_language()
    rows, said = _table(followed), finding_followed(followed, lang)
    when = _("{days} days before and after {date}").format(days=followed.day, date=format_day(followed.handed_on, lang))
    if followed.by_bills:
        when += " · " + _("his were those whom the bills up to that day name so, and who are somebody else's now")
    draw_head(said, when)
    draw_short_table(rows, COLUMNS, "followed")
    draw_download(
        lambda: rows, N_("After the handover"), view, "followed",
        lambda: table_slide(view, said, when, described(rows, totals=False)), totals=False, notes=(when,),
    )


def _table(followed: Followed) -> pa.Table:
    both = (followed.own, followed.others)
    money = pa.decimal128(18, 2)
    return pa.table({
        "followed": [_("Handed over"), _("All others")],
        **{name: pa.array([getattr(each, name) for each in both], pa.int64()) for name in COLUMNS[1:5]},
        **{name: pa.array([getattr(each, name) for each in both], money) for name in ("money_before", "money_after")},
    })
