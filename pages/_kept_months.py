"""The kept months of a scheme: which there are, keeping the missing ones, and finding them anew after a look at what changes."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages._draw import draw_table
from pages._language import _, current_language
from pages._parts import View, plain, reading_of, scheme, warehouse
from segmentation.errors import InputError
from segmentation.i18n import format_count, singular
from segmentation.measures.snapshots import (
    Snapshot,
    keep_snapshots,
    list_snapshots,
    missing_months,
    preview_recompute,
    recompute_snapshots,
)
from segmentation.settings import scheme_settings

CHANGES = ("month_end", "customers", "customers_now", "changed")


def draw_kept_months(view: View) -> None:
    """Draw the expander of the kept months with its buttons."""
    house, own, lang = warehouse(), scheme(), current_language()
    settings = scheme_settings(house, view.store_id, own)
    with st.expander(_("Kept months")):
        _say_done()
        st.write(_(
            "A kept month keeps its grades as they were found, so that history stays as it was when settings or bills change."
        ))
        kept = reading_of(view, "kept", lambda: list(list_snapshots(house, view.store_id, own, settings).values()))
        missing = reading_of(view, "missing", lambda: missing_months(house, view.store_id, own))
        if kept:
            _draw_kept(kept)
        if not kept and not missing:
            st.info(_("No month is complete yet."))
        if missing:
            text = _("Keep what is missing: {months} complete months").format(months=format_count(len(missing), lang))
            st.button(singular(text), key="keep_months", on_click=_keep, args=(view.store_id,), type="primary")
        _draw_recompute(view, kept)


def _draw_kept(kept: list[Snapshot]) -> None:
    rows = list(reversed(kept))
    table = pa.table({
        "month_end": pa.array([each.month_end for each in rows], pa.date32()),
        "is_current": pa.array([each.is_current for each in rows], pa.bool_()),
        "is_stale": pa.array([each.is_stale for each in rows], pa.bool_()),
    })
    draw_table(table, table.column_names, "kept_months", rows=6)


def _draw_recompute(view: View, kept: list[Snapshot]) -> None:
    """Offer to find anew the months that would be found otherwise now; what would change is shown first."""
    house, own, lang = warehouse(), scheme(), current_language()
    days = [each.month_end for each in kept if each.is_stale or not each.is_current]
    if not days:
        if kept:
            st.caption(_("All of them stand as they would be found now."))
        return
    settings = scheme_settings(house, view.store_id, own)
    text = _("Graded under other settings, or with bills that have changed since: {months} months")
    st.write(singular(text.format(months=format_count(len(days), lang))))
    if not st.toggle(_("See what finding them anew would change"), key=f"preview_{view.store_id}_{own.key}_{house.version}"):
        return
    with st.spinner(_("Grading the month-ends …")):
        changes = reading_of(view, "preview", lambda: preview_recompute(house, view.store_id, own, settings, days))
    draw_table(changes, CHANGES, "kept_changes", rows=6)
    changed = format_count(pc.sum(changes["changed"]).as_py() or 0, lang)
    text = _("Find them anew; grades that change: {changed}").format(changed=changed)
    st.button(text, key="recompute_months", on_click=_recompute, args=(view.store_id, days))


def _keep(store_id: int) -> None:
    try:
        added = keep_snapshots(warehouse(), store_id, [scheme()])
    except InputError as error:
        st.session_state["kept_done"] = error
        return
    st.session_state["kept_done"] = sum(map(len, added.values()))


def _recompute(store_id: int, days: list) -> None:
    house, own = warehouse(), scheme()
    try:
        changes = recompute_snapshots(house, store_id, own, scheme_settings(house, store_id, own), days)
    except InputError as error:
        st.session_state["kept_done"] = error
        return
    st.session_state["kept_done"] = changes.num_rows


def _say_done() -> None:
    done = st.session_state.pop("kept_done", None)
    lang = current_language()
    if isinstance(done, InputError):
        st.error(plain(done.text(lang)))
    elif done is not None:
        st.success(singular(_("Kept now: {months} months").format(months=format_count(done, lang))))
