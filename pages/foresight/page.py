"""What is to come: what the known customers will bring, and who will fall asleep next."""

from pages.foresight import asleep, expected
from pages.shared.definition import draw_definition
from pages.shared.empty import check_first_bill, check_last_bill
from pages.shared.graded_list import stop_without_visits
from pages.shared.language import _
from pages.shared.tabs import pick_tab, settle_tab
from pages.shared.view import pick_view

TABS = {"expected": expected, "asleep": asleep}

tab = TABS[settle_tab("foresight", TABS)]
view = pick_view(_("Foresight"), rules=None)
pick_tab("foresight", {key: _(each.NAME) for key, each in TABS.items()})
check_first_bill(view)
check_last_bill(view)
stop_without_visits(view)

tab.draw(view)

draw_definition(view, [_(each) for each in tab.DEFINITIONS], tab.STATEMENTS)
