"""What the page looks at: a store, a month, a manager; and the plan as it is kept, with what was typed since over it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import streamlit as st

from pages.shared.address import address_is_behind, asked_for, choose, show_in_address
from pages.shared.empty import check_first_bill
from pages.shared.house import View, current_warehouse, reading_of, saved_settings, scheme, settings_of
from pages.shared.language import Markdown, _, current_language, plain
from pages.shared.managers import short_name
from pages.shared.phone import fold_line
from pages.shared.view import open_pickers, settle_scheme
from segmentation.language.errors import InputError
from segmentation.language.i18n import format_month
from segmentation.language.values import read_month
from segmentation.measures.managers.plan import (
    EVERYBODY,
    YEAR,
    Growth,
    Key,
    Plan,
    Proposal,
    kept_growths,
    make_plan,
    months_after,
    read_proposal,
)
from segmentation.measures.managers.plan_words import number_text
from segmentation.settings.clock import now
from segmentation.settings.plans import plan_history, read_house_target, read_kept_growths, read_newest, save_house_target

NOBODY = "-"  # as the list of today calls those of nobody; "" are all
BEFORE, AHEAD = 6, 2  # months that can be picked
MID_MONTH = 16  # from this day on the next month is planned
TABS = 8  # managers that have a tab each


class Look(NamedTuple):
    """``versions`` are those kept of the month, the newest first; ``typed`` what was typed since, by manager and grade.

    ``kept_growths`` is what was typed to come to the newest version; customers are whole, so what they show is another growth.
    ``file`` is the name of the file that the plan stands in, where one came later than the last version. ``seen`` is the newest
    version when he began to type (0: none).
    """

    view: View
    month: date
    manager: str | None
    plan: Plan
    typed: dict[Key, Growth]
    versions: list[dict[str, Any]]
    file: str | None
    kept_growths: dict[Key, Growth]
    seen: int = 0

    @property
    def proposal(self) -> Proposal:
        return self.plan.proposal

    @property
    def key(self) -> str:
        """What keeps widgets of this store and month apart from others."""
        return f"{self.view.store_id}_{self.month}"


def pick_look(title: Markdown) -> Look:
    """Draw the page's title with its pickers (store, month, house target) and return the plan of what was picked."""
    settle_scheme(None)
    store, (head, second, third) = open_pickers(title, [3.1, 1.6, 1.3, 2.0])
    lang = current_language()
    with second:
        month = _pick_month(store["last_date"])
    view = View(store, store["last_date"], saved_settings(store["store_id"])["window"])
    warehouse = current_warehouse()
    target = reading_of(view, f"house target {month}", lambda: read_house_target(warehouse, view.store_id, month))
    with third:
        _ask_target(view, month, target)
    fold_line(head, "pickers", [plain(store["store"]), plain(format_month(month, lang))])
    check_first_bill(view)
    own, settings = scheme(), settings_of(view)
    with st.spinner(_("Looking at the twelve months before …")):
        proposal = reading_of(
            view, f"proposal {month}", lambda: read_proposal(warehouse, view.store_id, own, month, view.as_of, settings)
        )
    newest = reading_of(view, f"plan {month}", lambda: read_newest(warehouse, view.store_id, month))
    versions = reading_of(view, f"plans {month}", lambda: plan_history(warehouse, view.store_id, month).to_pylist())
    typed = st.session_state.setdefault(f"typed_{view.store_id}_{month}", {})
    growths = reading_of(view, f"growths {month}", lambda: read_kept_growths(warehouse, view.store_id, month))
    plan = make_plan(proposal, target, typed, newest.rows, is_whole=newest.is_whole)
    version, began = next((each["version"] for each in versions), 0), f"seen_plan_{view.store_id}_{month}"
    if not typed or began not in st.session_state:
        st.session_state[began] = version
    own_growths = {} if newest.file else kept_growths(growths)
    return Look(view, month, _manager(plan), plan, typed, versions, newest.file, own_growths, st.session_state[began])


def _pick_month(last: date) -> date:
    """Draw the months around the last bill and return the one picked; from mid-month on the next one is planned first."""
    begin = last.replace(day=1)
    options = [months_after(begin, number) for number in range(-BEFORE, AHEAD + 1)]
    default = months_after(begin, 1 if last.day >= MID_MONTH else 0)
    asked = read_month(asked_for("plan_month") or "")
    if asked and asked <= months_after(begin, YEAR):
        st.session_state["plan_month"] = asked if asked != default else None
    chosen = st.session_state.get("plan_month") or default
    lang = current_language()
    st.session_state["pick_plan_month"] = chosen
    st.selectbox(
        _("Month"), sorted({*options, chosen}), format_func=lambda each: format_month(each, lang), key="pick_plan_month",
        on_change=choose, args=("plan_month",), label_visibility="collapsed",
    )
    show_in_address("plan_month", f"{chosen:%Y-%m}" if chosen != default else None)
    return chosen


def _ask_target(view: View, month: date, target: Decimal | None) -> None:
    """Draw the house's own target of the month, to be typed; emptied it is taken back."""
    key = f"house_target_{view.store_id}_{month}"

    def keep() -> None:
        text = st.session_state[key].strip()
        try:
            save_house_target(current_warehouse(), view.store_id, month, text or None, now())
        except InputError as error:
            st.session_state["plan_error"] = error
            return
        before, is_kept = st.session_state.get(f"target_before_{view.store_id}_{month}", (None, True))
        st.session_state[f"target_before_{view.store_id}_{month}"] = (target if is_kept else before, False)

    st.session_state[key] = "" if target is None else "¥" + number_text(Fraction(target), 0 if target == int(target) else 2)
    st.text_input(
        _("House target"), key=key, on_change=keep, placeholder=_("House target"), label_visibility="collapsed",
        max_chars=20,
    )


def _manager(plan: Plan) -> str | None:
    """Return the manager picked, ``EVERYBODY`` for all: from the address bar, else as it was picked last, here or elsewhere."""
    asked = asked_for("manager")
    if asked is not None:
        st.session_state["manager"] = asked
    chosen = st.session_state.get("manager") or EVERYBODY
    manager = None if chosen == NOBODY else chosen
    known = manager == EVERYBODY or any(row.manager == manager for row in plan.rows)
    show_in_address("manager", st.session_state.get("manager") or None)
    return manager if known else EVERYBODY


def pick_manager(look: Look) -> None:
    """Draw the managers, each with how many limits his plan breaks, to pick one of them or all."""
    names = list(dict.fromkeys(row.manager for row in look.plan.rows))
    options = [EVERYBODY, *(NOBODY if name is None else name for name in names)]
    labels = {EVERYBODY: _("Whole store")}
    for name in names:
        broken = sum(len(row.broken) for row in look.plan.of(name))
        said = _("{count} over").format(count=broken) if broken else ""
        labels[NOBODY if name is None else name] = " · ".join(
            filter(None, (_("Nobody's") if name is None else plain(short_name(name)), said))
        )

    def pick() -> None:
        chosen = st.session_state["pick_plan_manager"]
        st.session_state["manager"] = "" if chosen == EVERYBODY else chosen
        address_is_behind("manager")

    st.session_state["pick_plan_manager"] = NOBODY if look.manager is None else look.manager
    if len(options) <= TABS:
        st.segmented_control(
            _("Account manager"), options, format_func=labels.get, key="pick_plan_manager", required=True, on_change=pick,
            label_visibility="collapsed", wrap=True,
        )
    else:
        st.selectbox(
            _("Account manager"), options, format_func=labels.get, key="pick_plan_manager", on_change=pick,
            label_visibility="collapsed",
        )
