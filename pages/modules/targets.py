"""The preset target tables: growth to set, what is expected of each customer, to take away."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import streamlit as st

from pages.shared.address import stop
from pages.shared.definition import period
from pages.shared.downloads import draw_download
from pages.shared.house import View, current_warehouse, reading_of, scheme, settings_of
from pages.shared.language import Markdown, _, current_language, plain
from pages.shared.pin import table_slide
from pages.shared.tables import described, draw_table
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.measures.revenue.targets import (
    FREQUENCY_LIMITS,
    STANDARD_LIMITS,
    Growth,
    finding_targets,
    parse_growth,
    preset_targets,
    read_growth,
    save_growth,
    with_codes_in,
)
from segmentation.settings.modules import find_module, read_modules

COLUMNS = ("code", "name", "manager", "frequency", "bookings", "standard", "target", "contribution", "contribution_share")
NAMES = {"tier": N_("Targets by grade"), "module_tier": N_("Targets by module and grade")}
SHOWN = 300
PINNED = 12


def draw_targets(view: View) -> None:
    """Draw the growth settings, the expected sum in a sentence, the table and its downloads."""
    by, growth = _pick(view)
    said, lang = period(view), current_language()
    modules = read_modules(current_warehouse(), view.store_id)
    found = with_codes_in(targets_of(view, by, growth), modules, scheme(), lang)
    st.markdown(f"**{plain(finding_targets(found, said, lang))}**")
    columns = COLUMNS if by == "module_tier" else ("tier", *COLUMNS[1:])
    draw_table(found.slice(0, SHOWN), columns, f"targets_{by}", rows=12)
    if found.num_rows > SHOWN:
        st.caption(_("The first {count} rows; the downloads have all of them.").format(count=SHOWN))
    draw_download(
        lambda: _to_take_away(view, found), NAMES[by], view, "targets",
        lambda: table_slide(view, finding_targets(found, said, lang), said, described(_to_take_away(view, found), most=PINNED)),
        named=True, notes=(said,),
    )


def targets_of(view: View, by: str, growth: Growth) -> pa.Table:
    """Return the preset target table of what was picked."""
    warehouse, settings = current_warehouse(), settings_of(view)
    what = f"targets {by} {growth.frequency} {growth.standard}"
    with st.spinner(_("Grading the customers …")):
        return reading_of(
            view, what, lambda: preset_targets(warehouse, view.store_id, scheme(), view.as_of, settings, by, growth)
        )


def _pick(view: View) -> tuple[str, Growth]:
    warehouse, saved = current_warehouse(), read_growth(current_warehouse(), view.store_id)
    one, two, three, four = st.columns([2.4, 1.5, 1.5, 1.2], vertical_alignment="bottom")
    labels = {"module_tier": _("By module and grade"), "tier": _("By grade")}
    by = one.segmented_control(
        _("Order"), list(labels), format_func=labels.get, key="targets_by", default="module_tier", required=True,
        persist_state="session",
    )
    with two:
        visits = _per_cent(_("Growth of visits (%)"), "visits", view, saved.frequency, FREQUENCY_LIMITS)
    with three:
        standard = _per_cent(_("Growth of the average (%)"), "standard", view, saved.standard, STANDARD_LIMITS)
    growth = parse_growth(visits, standard)
    if four.button(_("Keep the growth"), key="save_growth", disabled=growth == saved, width="stretch"):
        try:
            save_growth(warehouse, view.store_id, growth)
        except InputError as error:
            st.error(plain(error.text(current_language())))
            stop()
        st.rerun()
    return by, growth


def _per_cent(label: Markdown, name: str, view: View, saved: Decimal, limits: tuple[Decimal, Decimal]) -> str:
    low, high = (float(limit) for limit in limits)
    number = st.number_input(
        label, low, high, float(saved), step=1.0, format="%g", key=f"growth_{name}_{view.store_id}", persist_state="session",
        help=_("From {low}% to {high}%").format(low=f"{low:g}", high=f"{high:g}"),
    )
    return f"{number:.2f}"


def _to_take_away(view: View, found: pa.Table) -> pa.Table:
    """Return the table with modules by their names and the customer's key, as it is downloaded."""
    lang, modules = current_language(), read_modules(current_warehouse(), view.store_id)
    names = pa.array([find_module(modules, key).name[lang] for key in found["module"].to_pylist()], pa.string())
    told = found.set_column(found.column_names.index("module"), "module", names)
    return told.select(["code", "module", "tier", "customer", *COLUMNS[1:]])
