"""Which customer has which grade, and why; and the saved groups."""

from pages.customers import groups, listed
from pages.shared.definition import draw_definition
from pages.shared.empty import check_first_bill
from pages.shared.language import _
from pages.shared.seeing import all_of_them
from pages.shared.tabs import pick_tab, settle_tab
from pages.shared.view import pick_view

TABS = {"list": listed, "groups": groups}

tab = TABS[settle_tab("customers", TABS)]
view = pick_view(_("Customers"))
check_first_bill(view)
pick_tab("customers", {"list": all_of_them(_(listed.NAME)), "groups": _(groups.NAME)})

tab.draw(view)

draw_definition(view, [_(each) for each in tab.DEFINITION], tab.statements())
