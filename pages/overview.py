"""How is the house doing: the month, the grades and what each grade brings."""

from pages._language import _
from pages._parts import pick_view

view = pick_view(_("Overview"))
