"""The tab of contacts: each class against its norm, who was not contacted, and promises that are overdue."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.behind import open_chosen, row_chosen
from pages.shared.downloads import draw_download
from pages.shared.figures import Figure, draw_figures
from pages.shared.heads import draw_answer, draw_head
from pages.shared.house import View, current_warehouse, grading_by, known_schemes, reading_of, scheme, settings_of
from pages.shared.language import _, current_language, plain
from pages.shared.pin import table_slide
from pages.shared.progress import log_day, overdue_of
from pages.shared.short_table import draw_short_table
from pages.shared.tables import described, draw_table
from segmentation.language.i18n import N_, format_count, format_day, format_month, format_ratio, format_short_day
from segmentation.measures.managers.coverage import (
    Coverage,
    class_text,
    finding_coverage,
    finding_overdue,
    left_out_text,
    read_coverage,
    read_uncontacted,
)

COLUMNS = ("class_name", "customers", "contacted", "coverage", "contacts", "contacts_a_customer", "norm")
UNCONTACTED = ("name", "tier", "contribution", "last_visit", "manager")
OVERDUE = ("name", "tier", "next_day", "days_overdue", "outcome", "manager", "note")
FIGURES = {
    **dict.fromkeys(("customers", "contacted", "contacts"), pa.int64()),
    **dict.fromkeys(("coverage", "contacts_a_customer"), pa.float64()),
}
PINNED = 12


def draw_coverage(view: View, month: date, answer: DeltaGenerator) -> None:
    """Draw whom the store contacted in the month, by the classes of a scheme that says how often; the finding in ``answer``."""
    with grading_by(known_schemes()[_pick_scheme()]):
        _draw(view, month, answer)


def _pick_scheme() -> str:
    """Draw the schemes that say how often to contact whom and return the one picked: the page's own where none was."""
    lang = current_language()
    names = {key: each.label[lang] for key, each in known_schemes().items() if any(one.contacts for one in each.contact_classes)}
    if st.session_state.get("coverage_scheme") not in names:
        st.session_state["coverage_scheme"] = scheme().key if scheme().key in names else next(iter(names))
    return st.selectbox(
        _("Norms of"), list(names), format_func=names.get, key="coverage_scheme", persist_state="session", width=260,
        label_visibility="collapsed",
    )


def _draw(view: View, month: date, answer: DeltaGenerator) -> None:
    lang, warehouse, own, settings, on = current_language(), current_warehouse(), scheme(), settings_of(view), log_day(view)
    with st.spinner(_("Grading the customers …")):
        found: Coverage = reading_of(
            view, f"coverage {month}", lambda: read_coverage(warehouse, view.store_id, own, month, view.as_of, settings)
        )
        silent = reading_of(view, f"uncontacted {month} {on}", lambda: read_uncontacted(
            warehouse, view.store_id, own, month, view.as_of, settings, on
        ))
        overdue = overdue_of(view, on)
    with answer:
        draw_answer(finding_coverage(found, lang))
    _draw_figures(found, overdue, on)
    rows, when = _table(found, lang), format_month(month, lang)
    draw_short_table(rows, COLUMNS, "coverage")
    draw_download(
        lambda: rows, N_("Coverage of contacts"), view, "coverage",
        lambda: table_slide(view, finding_coverage(found, lang), when, described(rows, totals=False)), totals=False,
        notes=(when,),
    )
    left, right = st.columns(2, gap="medium")
    with left:
        text = _("To be contacted and not contacted in {month}: {count}").format(
            month=when, count=format_count(silent.num_rows, lang)
        )
        _draw_list(
            view, text, when, silent, UNCONTACTED, "uncontacted", N_("Not contacted"), left_out_text(found, silent.num_rows, lang)
        )
    with right:
        said, day = finding_overdue(overdue, lang, on), _("As of {day}").format(day=format_day(on, lang))
        _draw_list(view, said, day, overdue, OVERDUE, "overdue", N_("Promises overdue"))


def _draw_figures(found: Coverage, overdue: pa.Table, on: date) -> None:
    lang = current_language()
    whole = [sum(getattr(each, name) for each in found.classes) for name in ("contacted", "customers")]
    figures = [
        Figure(_("Contacts"), format_count(found.contacts, lang)),
        Figure(_("Contacted customers"), " / ".join(format_count(each, lang) for each in whole)),
        Figure(_("Promises overdue"), format_count(overdue.num_rows, lang), None, format_short_day(on, lang)),
    ]
    if found.priority is not None:
        figures.insert(2, Figure(_("On priority boxes"), format_ratio(found.priority_share, lang, 0), None, _("at least 60%")))
    draw_figures(figures)


def _table(found: Coverage, lang: str) -> pa.Table:
    """Return the classes as a table; of nine boxes each box stands under its class."""
    listed = [(class_text(found, each.key, lang), each) for each in found.classes]
    if found.scheme.classes:
        listed += [(f"· {found.scheme.tier(each.key).label[lang]}", each) for each in found.tiers]
    columns = {
        "class_name": pa.array([name for name, _each in listed], pa.string()),
        **{name: pa.array([getattr(each, name) for _name, each in listed], kind) for name, kind in FIGURES.items()},
        "norm": pa.array([_norm(each.norm) for _name, each in listed], pa.string()),
    }
    return pa.table({name: columns[name] for name in COLUMNS})


def _norm(norm: tuple[int, int] | None) -> str | None:
    return None if norm is None else "–".join(dict.fromkeys(map(str, norm)))


def _draw_list(
    view: View, said: str, when: str, rows: pa.Table, columns: tuple[str, ...], key: str, what: str, left_out: str = ""
) -> None:
    """Draw a list of customers, each opened by a click, with its downloads; the heading alone for nobody."""
    draw_head(said, *filter(None, [left_out]), hint=_("click a row for the customer") if rows.num_rows else "")
    if not rows.num_rows:
        return
    table, customers = f"{key}_{current_warehouse().version}_{rows.num_rows}", rows["customer"].to_pylist()
    draw_table(
        rows, columns, table, 8, brief=True, opens="customer", on_select=lambda: row_chosen(table, customers),
        selection_mode="single-row",
    )
    open_chosen(view, customers)
    draw_download(
        lambda: rows, what, view, key,
        lambda: table_slide(
            view, said, plain(" · ".join(filter(None, (when, left_out)))), described(rows, columns=columns, most=PINNED)
        ), named=True, hand_on=True, notes=tuple(filter(None, (when, left_out))),
    )
