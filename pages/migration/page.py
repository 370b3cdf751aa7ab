"""Who went up and who went down between two days: the ways as ribbons and as a grid, the lists, and the months."""

import streamlit as st

from pages.migration.history import draw_history
from pages.migration.kept_months import draw_kept_months
from pages.migration.moves import migration_of, move_figures, pick_from, say_nobody_yet, say_potential
from pages.migration.ways import draw_moved, draw_moved_in, draw_way, draw_ways
from pages.shared.definition import draw_definition
from pages.shared.empty import check_first_bill
from pages.shared.figures import draw_figures
from pages.shared.graded_list import stop_without_customers
from pages.shared.heads import draw_answer
from pages.shared.language import _, current_language, plain
from pages.shared.picking import page_picker
from pages.shared.view import pick_view
from segmentation.measures.movement.migration import definitions, finding_migration

view = pick_view(_("Migration"))
check_first_bill(view)
lang = current_language()
answer, picker = st.columns([5, 1.4], vertical_alignment="bottom", gap="medium")
with picker:
    day = pick_from(view)
found = migration_of(view, day)
stop_without_customers(view, found.customers)
draw_answer(finding_migration(found, lang), answer)
say_nobody_yet(view, day)
say_potential(view, day)
draw_figures(move_figures(view, found))

pick = page_picker("migration")
ends = draw_ways(view, found, pick)
with st.container():  # always there, so that what stands below stays as open as it was
    if ends:
        draw_way(view, found, ends)

st.divider()
draw_moved(view, found)

st.divider()
draw_history(view, pick)
draw_moved_in(view, pick.chosen)
draw_kept_months(view)
statements = (
    "measures/movement/migration", "measures/movement/migration_cells", "measures/movement/tier_history",
)
draw_definition(view, [plain(each) for each in definitions(lang)], statements)
