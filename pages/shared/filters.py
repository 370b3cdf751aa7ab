"""The filters of the customer list: widgets, the address bar and the session kept in step."""

from __future__ import annotations

from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.address import settle, show_all_in_address
from pages.shared.groups import group_names
from pages.shared.house import View, current_warehouse, grades_of, reading_of, scheme
from pages.shared.language import _, current_language, plain
from pages.shared.listing import sorts
from pages.shared.phone import fold_line, foldable
from segmentation.language.i18n import format_count
from segmentation.measures.grades.customers import LISTS, Choice, Filters, filter_choices
from segmentation.settings.modules import built_in_names

# what the address bar calls each field of Filters
ADDRESS = {
    "tiers": "tier", "modules": "module", "managers": "manager",
    "recency_from": "days_from", "recency_to": "days_to", "text": "q", "regions": "region", "group": "group",
}
MOST_BESIDE = 5  # grades that have room beside the search
MOST_CHARACTERS = 80


class FilterChoices(NamedTuple):
    """What a graded list can be filtered by: values with their customers, the longest absence in days, the sum, and the saved
    groups of the store: the number of each, and its name."""

    values: dict[str, dict[Choice, int]]
    longest: int
    contribution: Any
    groups: dict[str, str]


def choices_of(view: View) -> FilterChoices:
    """Return what the picked list can be filtered by."""
    groups = group_names(view)
    return reading_of(view, "choices", lambda: _choices(grades_of(view), groups))


def _choices(grades: pa.Table, groups: dict[str, str]) -> FilterChoices:
    values = filter_choices(grades, current_warehouse())
    longest, contribution = pc.max(grades["recency_days"]).as_py() or 0, pc.sum(grades["contribution"]).as_py()
    return FilterChoices(values, longest, contribution, groups)


def pick_filters(choices: FilterChoices, *, narrow: bool = False) -> Filters:
    """Draw the filters and return what was picked; values that the list does not have are passed over.

    ``narrow`` draws them for half a page, inside a fold of its own.
    """
    filters = _known(_kept(), choices)
    if not narrow:
        fold_line(st.container(), "filters", [_("Filter and sort"), *map(plain, _said(filters, choices))])
    with st.container() if narrow else foldable("filters"):
        first, second, third = st.columns([2, 0.01, 1.2] if narrow else [2, 5, 1.2], vertical_alignment="bottom")
        with first:
            st.session_state["filter_text"] = filters.text
            hint = _("Name, phone, code, initials")
            st.text_input(_("Search"), key="filter_text", on_change=_change, placeholder=hint, max_chars=MOST_CHARACTERS)
        with third:
            st.button(
                _("Clear filters"), key="clear_filters", on_click=filter_by, args=(Filters(),), disabled=filters == Filters(),
                width="stretch",
            )
        many = narrow or len(choices.values["tier"]) > MOST_BESIDE
        with st.container() if many else second:
            _pick_many(st.pills, _("Grade"), "tiers", choices.values["tier"], filters.tiers, selection_mode="multi")
        has_regions = any(choices.values["region"])
        widths = [2, 2, *([2] if has_regions else []), 3, *([2] if choices.groups else []), 2]
        if narrow:
            cells = [cell for _pair in range((len(widths) + 1) // 2) for cell in st.columns(2, vertical_alignment="bottom")]
        else:
            cells = st.columns(widths, vertical_alignment="bottom", gap="medium")
        free = iter(cells)
        with next(free):
            _pick_many(st.multiselect, _("Module"), "modules", choices.values["module"], filters.modules, placeholder=_("All"))
        with next(free):
            managers = choices.values["manager"]
            _pick_many(st.multiselect, _("Account manager"), "managers", managers, filters.managers, placeholder=_("All"))
        if has_regions:
            with next(free):
                regions = choices.values["region"]
                _pick_many(st.multiselect, _("Region"), "regions", regions, filters.regions, placeholder=_("All"))
        with next(free):
            _pick_days(filters, choices.longest)
        if choices.groups:
            with next(free):
                st.session_state["filter_group"] = filters.group
                names = {"": _("All"), **choices.groups}
                st.selectbox(_("Saved group"), list(names), format_func=names.get, key="filter_group", on_change=_change)
        with next(free):
            names = {name: _(label) for name, (_column, _descending, label) in sorts().items()}
            settle("sort", names, "grade")
            st.selectbox(_("Sort by"), list(names), format_func=names.get, key="sort", persist_state="session")
    st.session_state["filters"] = filters
    _show(filters)
    return filters


def _pick_many(widget: Any, label: str, name: str, values: dict[Choice, int], chosen: tuple[Choice, ...], **options: Any) -> None:
    key = f"filter_{name}"
    st.session_state[key] = [choice or "" for choice in chosen]
    known = [choice or "" for choice in _in_order(name, values)]
    lang = current_language()

    def said(choice: str) -> str:
        text = f"{_value_text(name, choice, lang)} · {format_count(values[choice or None], lang)}"
        return plain(text) if widget is st.pills else text  # what a multiselect offers is no Markdown

    widget(label, known, format_func=said, key=key, on_change=_change, **options)


def _said(filters: Filters, choices: FilterChoices) -> list[str]:
    """Return what is picked, as a line has room for."""
    lang = current_language()
    chosen = [_value_text(name, choice or "", lang) for name in LISTS for choice in getattr(filters, name)]
    days = [str(each) for each in (filters.recency_from, filters.recency_to) if each is not None]
    said = [_("{days} days").format(days="–".join(days))] if days else []
    return [*filter(None, [filters.text, choices.groups.get(filters.group)]), *chosen, *said]


def _in_order(name: str, values: dict[Choice, int]) -> list[Choice]:
    if name != "tiers":
        return list(values)
    return [key for key in (*scheme().tier_keys, None) if key in values]


def _value_text(name: str, choice: str, lang: str) -> str:
    if name == "tiers":
        return scheme().tier(choice).label[lang] if choice else scheme().ungraded[lang]
    return (built_in_names(lang).get(choice, choice) if name == "modules" else choice) or _("None given")


def _pick_days(filters: Filters, longest: int) -> None:
    if longest < 1:
        return
    low = 0 if filters.recency_from is None else filters.recency_from
    high = longest if filters.recency_to is None else filters.recency_to
    st.session_state["longest"] = longest
    st.session_state["filter_days"] = (min(low, longest), min(max(high, low), longest))
    st.slider(_("Days since last visit"), 0, longest, key="filter_days", on_change=_change)


def _known(filters: Filters, choices: FilterChoices) -> Filters:
    def some(name: str, chosen: tuple[Choice, ...]) -> tuple[Choice, ...]:
        return tuple(choice for choice in chosen if choice in choices.values[name])

    return Filters(
        some("tier", filters.tiers), some("module", filters.modules), some("manager", filters.managers),
        filters.recency_from, filters.recency_to, filters.text[:MOST_CHARACTERS], some("region", filters.regions),
        filters.group if filters.group in choices.groups else "",
    )


def _kept() -> Filters:
    """Return the filters of the address bar where it says something that this session did not write, else the session's."""
    asked = _address()
    if asked and asked != st.session_state.get("shown_filters"):
        return Filters.from_query({name: asked[ADDRESS[name]] for name in ADDRESS if ADDRESS[name] in asked})
    return st.session_state.get("filters") or Filters()


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in ADDRESS.values() if name in st.query_params}


def _show(filters: Filters) -> None:
    wanted = {ADDRESS[name]: values for name, values in filters.to_query().items()}
    show_all_in_address({name: wanted.get(name) for name in ADDRESS.values()})
    st.session_state["shown_filters"] = wanted


def _change() -> None:
    state = st.session_state
    low, high = state.get("filter_days", (0, state.get("longest", 0)))
    state["filters"] = Filters(
        **{name: tuple(choice or None for choice in state.get(f"filter_{name}", ())) for name in LISTS},
        recency_from=low or None,
        recency_to=None if high >= state.get("longest", 0) else high,
        text=state.get("filter_text", "").strip(), group=state.get("filter_group") or "",
    )
    _address_is_behind()


def filter_by(filters: Filters) -> None:
    """Let the lists of the session be filtered so, in a callback."""
    st.session_state["filters"] = filters
    _address_is_behind()


def _address_is_behind() -> None:
    st.session_state["shown_filters"] = _address()
    st.session_state["customer"] = None
