"""What share of its revenue the house controls, who controls it, how full its tables are, and which rules of thumb hold here."""

from pages.controllable.words import DEFINITION, RULES, STATEMENTS
from pages.controllable.works import draw_work, pick_work
from pages.shared.behind import draw_behind
from pages.shared.definition import draw_definition
from pages.shared.empty import check_first_bill
from pages.shared.language import _
from pages.shared.picking import page_picker
from pages.shared.view import pick_view

view = pick_view(_("Controllable revenue"), rules=None)
work = pick_work()
check_first_bill(view)

pick = page_picker("controllable")
draw_work(view, work, pick)
draw_behind(view, pick.chosen)
draw_definition(view, [_(DEFINITION), _(RULES)], STATEMENTS)
