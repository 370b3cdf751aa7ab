"""Who comes, who goes, who comes again: the base period by period, cohorts, and the chance that a silent one returns."""

from pages.retention import cohorts, periods, return_chance
from pages.shared.definition import draw_definition
from pages.shared.empty import check_first_bill
from pages.shared.graded_list import stop_without_visits
from pages.shared.language import _
from pages.shared.tabs import pick_tab, settle_tab
from pages.shared.view import pick_view

TABS = {"periods": periods, "cohorts": cohorts, "return": return_chance}

tab = TABS[settle_tab("retention", TABS)]
view = pick_view(_("Retention"), rules=None)
pick_tab("retention", {key: _(each.NAME) for key, each in TABS.items()})
check_first_bill(view)
stop_without_visits(view)

tab.draw(view)

draw_definition(view, [_(each) for each in tab.DEFINITIONS], tab.STATEMENTS)
