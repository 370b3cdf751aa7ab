"""The chance of return: the curve of silence for all, by grade or by module, and the active days that it suggests."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.behind import draw_behind
from pages.shared.charts import draw_told
from pages.shared.failures import saying
from pages.shared.heads import draw_answer
from pages.shared.house import View, current_warehouse, grades_of, reading_of, scheme
from pages.shared.language import _, current_language, day_text, plain
from pages.shared.picking import Picker, page_picker
from pages.shared.pin import chart_slide
from pages.shared.seeing import may_set
from segmentation.charts.movement.retention import tell_comeback, tell_return_curve, tell_return_curves
from segmentation.language.i18n import N_, format_count
from segmentation.measures.movement.return_chance import (
    MARKS,
    ReturnCurve,
    finding_groups,
    finding_most_days,
    finding_most_loyal,
    finding_return,
    read_return_curve,
    read_return_curves,
)
from segmentation.schemes import DEFAULT, load_scheme
from segmentation.settings.kept import reset_scheme_settings, save_scheme_settings, scheme_settings
from segmentation.settings.modules import match_module, read_modules

NAME = N_("Chance of return")
STATEMENTS = ("measures/movement/gaps",)
LEAST_DAYS = 7 * MARKS[-1]  # of bills: with fewer, long gaps have not been seen yet, and what most return by looks too short
HEIGHT = 400  # pixels
SILENT_NOW = N_("click a week for who is silent so long now")
DEFINITIONS = (
    N_(
        "Chance of return: Kaplan–Meier over the gaps between visits. A gap that has not ended by the as-of day is censored: the "
        "customer may still come. Every gap counts alike, so those who come often weigh more. After so many weeks of silence: "
        "the share that came back within the next 12 weeks, and that came back ever, as far as the bills reach."
    ),
)


def curve_of(view: View, day: date | None = None) -> ReturnCurve:
    """Return the curve of all known customers of the store, as of the day of the page or an earlier one."""
    warehouse, day = current_warehouse(), day or view.as_of
    return reading_of(view, f"return curve {day}", lambda: read_return_curve(warehouse, view.store_id, day))


def draw(view: View) -> None:
    """Draw the curve of silence, and the active days that it suggests."""
    draw_answer(finding_return(curve_of(view), current_language()))
    pick = page_picker("return")
    draw_return_chance(view, pick)
    draw_behind(view, pick.chosen)
    draw_active_days(view)


def draw_return_chance(view: View, pick: Picker) -> None:
    """Draw the curve with its band, or those of the grades or modules, and the chances at the marked weeks below them."""
    names = {"all": _("All customers"), "tier": _("By grade"), "module": _("By module")}
    by = st.segmented_control(
        _("Chance of return"), list(names), format_func=names.get, key="return_by", default="all", required=True,
        persist_state="session", label_visibility="collapsed",
    )
    subtitle = _("Share of gaps between visits that last longer, up to {day}").format(day=day_text(view.as_of))
    lang = current_language()
    if by == "all":
        chart = tell_return_curve(curve_of(view), lang, _("{what}; band: 95% confidence").format(what=subtitle))
    else:
        groups = _groups(view, by)
        curves = _curves_of(view, by)
        told = _("{what}; back: within 12 weeks, of those silent for {weeks} weeks").format(what=subtitle, weeks=MARKS[0])
        chart = tell_return_curves(curves, groups, lang, finding_most_loyal(curves, groups, lang), told, by)
    if chart is None:
        st.info(_("No customer has been followed for a week yet: the chance of return appears once customers have come again."))
        return
    draw_told(
        chart, f"return_curve_{by}", slide=lambda: chart_slide(view, chart), height=HEIGHT, pick=pick, click=_(SILENT_NOW)
    )
    if by == "all":
        _draw_comeback(view, pick)
    else:
        st.caption(plain(finding_groups(curves, groups, lang)))
    if by == "tier":
        st.caption(_(
            "Grades are those of today: who is silent now is graded low for it, and who came often is graded high. So the curves "
            "describe the grades and foretell nothing; for a forecast take that of all customers."
        ))


def _draw_comeback(view: View, pick: Picker) -> None:
    """Draw the chance to come back within 12 weeks and ever, side by side, beside the rule of thumb."""
    lang = current_language()
    subtitle = _("Of customers silent for so long, the share that comes back, up to {day}").format(day=day_text(view.as_of))
    if told := tell_comeback(curve_of(view), lang, subtitle):
        draw_told(told, "comeback", slide=lambda: chart_slide(view, told), height=HEIGHT, pick=pick, click=_(SILENT_NOW))
        st.caption(plain(told.series[-1].name) if told.series[-1].reference else "")


def draw_active_days(view: View) -> None:
    """Offer the day by which most who return have returned as the store's active days; nothing is changed unless asked for."""
    warehouse, rules, lang = current_warehouse(), load_scheme(DEFAULT), current_language()
    days, now = curve_of(view).most_days, scheme_settings(warehouse, view.store_id, rules)["active_days"]
    low, high = (int(end) for end in rules.setting("active_days").range)
    st.markdown(f"**{_('How long does a customer stay active?')}**")
    seen = (view.as_of - view.store["first_date"]).days + 1
    if seen < LEAST_DAYS:
        text = _("The bills cover {seen} days. From {least} days on active days are suggested here; those of now are {now}.")
        st.markdown(text.format(
            seen=format_count(max(seen, 0), lang), least=format_count(LEAST_DAYS, lang), now=format_count(now, lang)
        ))
        return
    if days is None or not low <= days <= high:
        st.markdown(_("There are too few visits yet to suggest active days. They are {now}.").format(now=format_count(now, lang)))
        return
    st.markdown(plain(finding_most_days(days, now, lang)))
    kept = st.session_state.get("active_days_before", {}).get(view.store_id)
    if kept and kept[1] == now:
        st.success(_("Saved: {now} active days hold for this store from now on.").format(now=format_count(now, lang)))
        st.button(_("Undo: back to {days}").format(days=format_count(kept[0]["active_days"], lang)), key="undo_active_days",
                  on_click=saying(_undo), args=(view.store_id,))
    elif days != now and may_set():
        st.button(_("Take {days} as this store's active days").format(days=format_count(days, lang)), key="take_active_days",
                  on_click=saying(_take), args=(view.store_id, days))
        st.caption(_("Grades, churn and warnings are then counted by it. It is an offer; the decision is yours."))


def _take(store_id: int, days: int) -> None:
    warehouse, rules = current_warehouse(), load_scheme(DEFAULT)
    before = scheme_settings(warehouse, store_id, rules)
    save_scheme_settings(warehouse, store_id, rules, {"active_days": days})
    st.session_state.setdefault("active_days_before", {})[store_id] = (before, days)


def _undo(store_id: int) -> None:
    warehouse, rules = current_warehouse(), load_scheme(DEFAULT)
    before, _days = st.session_state["active_days_before"][store_id]
    reset_scheme_settings(warehouse, store_id, rules)
    if scheme_settings(warehouse, store_id, rules) != before:  # it had settings of its own
        save_scheme_settings(warehouse, store_id, rules, before)
    del st.session_state["active_days_before"][store_id]


def _groups(view: View, by: str) -> list[tuple[str, str, str]]:
    """Return the grades or modules in their order: key, label, colour."""
    lang = current_language()
    if by == "tier":
        return [(tier.key, tier.label[lang], tier.colour) for tier in scheme().tiers]
    return [(module.key, module.name[lang], module.colour) for module in read_modules(current_warehouse(), view.store_id)]


def _curves_of(view: View, by: str) -> dict[str, ReturnCurve]:
    warehouse = current_warehouse()

    def read() -> dict[str, ReturnCurve]:
        grades = grades_of(view)
        keys = _module_keys(view, grades["module"]) if by == "module" else grades["tier"]
        return read_return_curves(warehouse, view.store_id, view.as_of, pa.table({"customer": grades["customer"], by: keys}), by)

    return reading_of(view, f"return curves {by}", read)


def _module_keys(view: View, texts: pa.ChunkedArray) -> pa.Array:
    """Return the key of the module that each text means."""
    modules, found = read_modules(current_warehouse(), view.store_id), pc.fill_null(texts.cast(pa.string()), "").combine_chunks()
    coded = found.dictionary_encode()
    return pa.array([match_module(modules, text).key for text in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)
