"""The kept months: of which schemes they are kept, which there are, and finding them anew after a look at what changes."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.address import stop
from pages.shared.follow_up import follow_with_bar
from pages.shared.house import View, current_warehouse, known_schemes, reading_of, scheme
from pages.shared.language import _, _n, current_language, plain
from pages.shared.seeing import may_change, may_set
from pages.shared.tables import draw_table
from segmentation.language.errors import InputError
from segmentation.language.i18n import format_count
from segmentation.measures.movement.follow_up import follow_up_notes
from segmentation.measures.movement.snapshots import (
    Snapshot,
    follow_schemes,
    followed_schemes,
    list_snapshots,
    missing_months,
    preview_recompute,
    recompute_snapshots,
)
from segmentation.schemes.model import WIDE
from segmentation.settings.kept import scheme_settings

CHANGES = ("month_end", "customers_kept", "customers_now", "changed")


def draw_kept_months(view: View) -> None:
    """Draw the expander: the schemes whose months are kept, the months of the scheme that is looked at, and what can be done."""
    warehouse, own, lang = current_warehouse(), scheme(), current_language()
    settings = scheme_settings(warehouse, view.store_id, own)
    with st.expander(_("Kept months"), key="kept_months_part"):
        st.write(_(
            "The grades at the end of every complete month are kept automatically with each import. Settings changed later leave "
            "them as they are; where bills are corrected, they follow the bills."
        ))
        followed = _choose_schemes(view)
        _say_done()
        kept = reading_of(view, "kept", lambda: list(list_snapshots(warehouse, view.store_id, own, settings).values()))
        missing = reading_of(view, "missing", lambda: missing_months(warehouse, view.store_id, own))
        st.markdown(f"**{plain(own.label[lang])}**")
        if kept:
            _draw_kept(kept)
        if own.key not in followed:
            st.info(_("The months of this scheme are not kept. Add it to the list above and save, and they are."))
        elif missing:
            _offer_missing(view, len(missing))
        elif not kept:
            st.info(_("No month is complete yet."))
        _draw_recompute(view, kept)


def _choose_schemes(view: View) -> list[str]:
    """Draw the choice of the schemes whose months are kept of the store, and return the keys of those saved."""
    warehouse, lang, known = current_warehouse(), current_language(), known_schemes()
    saved = reading_of(view, "followed", lambda: [each.key for each in followed_schemes(warehouse, view.store_id)])
    choice, button = st.columns([5, 1], vertical_alignment="bottom")
    chosen = choice.multiselect(
        _("Schemes whose months are kept"), list(known), default=saved, format_func=lambda key: known[key].label[lang],
        key=f"followed_{view.store_id}", placeholder=_("Choose at least one scheme."), select_all=False,
        help=_("For this store. What was kept of a scheme that is taken out stays."),
    )
    changed = set(chosen) != set(saved)
    ready, look = chosen and changed, "primary" if changed else "secondary"
    if may_set() and button.button(_("Save"), key="save_followed", disabled=not ready, type=look, width="stretch"):
        try:
            follow_schemes(warehouse, view.store_id, chosen)
        except InputError as error:
            st.error(plain(error.text(lang)))
            stop()
        st.session_state["kept_done"] = (_("Saved. Of these schemes every complete month is kept from now on."),
                                         follow_with_bar(warehouse, view.store_id))
        st.rerun()
    if not chosen:
        st.warning(_("Choose at least one scheme."))
    return saved


def _offer_missing(view: View, months: int) -> None:
    if not may_change("snapshots"):
        return
    text = _n("Keep what is missing: {months} complete month", "Keep what is missing: {months} complete months", months)
    if st.button(text.format(months=format_count(months, current_language())), key="keep_months", type="primary"):
        st.session_state["kept_done"] = ("", follow_with_bar(current_warehouse(), view.store_id))
        st.rerun()


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
    warehouse, own, lang = current_warehouse(), scheme(), current_language()
    days = [each.month_end for each in kept if each.is_stale or not each.is_current]
    undated = own.spec.facts == WIDE
    if kept and not days:
        st.caption(
            _(
                "Neither settings nor bills have changed since. Potential and contacts in profiles carry no date: a month keeps "
                "those that were known when it was kept, and can be recalculated with today's."
            )
            if undated else _("All of them are what they would be if graded now.")
        )
    elif days:
        text = _n(
            "Graded under other settings or definitions, before records were merged, or with bills that have changed since: "
            "{months} month",
            "Graded under other settings or definitions, before records were merged, or with bills that have changed since: "
            "{months} months",
            len(days),
        )
        st.write(text.format(months=format_count(len(days), lang)))
    days = days or [each.month_end for each in kept if undated]
    if not days:
        return
    settings = scheme_settings(warehouse, view.store_id, own)
    if not st.toggle(_("See what regrading them would change"), key=f"preview_{view.store_id}_{own.key}_{warehouse.version}"):
        return
    with st.spinner(_("Grading the month-ends …")):
        changes = reading_of(view, "preview", lambda: preview_recompute(warehouse, view.store_id, own, settings, days))
    draw_table(changes, CHANGES, "kept_changes", rows=6)
    changed = format_count(pc.sum(changes["changed"]).as_py() or 0, lang)
    text = _("Regrade them; grades that change: {changed}").format(changed=changed)
    if may_change("snapshots"):
        st.button(text, key="recompute_months", on_click=_recompute, args=(view.store_id, days, changes))


def _recompute(store_id: int, days: list, seen: pa.Table) -> None:
    warehouse, own = current_warehouse(), scheme()
    try:
        changes = recompute_snapshots(warehouse, store_id, own, scheme_settings(warehouse, store_id, own), days, seen)
    except InputError as error:
        st.session_state["kept_done"] = (error, None)
        return
    text = _n("Recalculated and kept: {months} month", "Recalculated and kept: {months} months", changes.num_rows)
    st.session_state["kept_done"] = (text.format(months=format_count(changes.num_rows, current_language())), None)


def _say_done() -> None:
    """Say once what the last click did."""
    said, done = st.session_state.pop("kept_done", ("", None))
    lang = current_language()
    if isinstance(said, InputError):
        st.error(plain(said.text(lang)))
        return
    notes = [*([said] if said else []), *(follow_up_notes(done, lang) if done else [])]
    if notes:
        st.success("  \n".join(map(plain, notes)))
    if done and done.error:
        st.warning(plain(done.error.text(lang)))
