"""What would it be worth: a consultant's rules of thumb, each called so, moved by sliders over the house's own figures."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import streamlit as st

from pages.controllable.rules import rules_of
from pages.shared.compositions import compositions_of
from pages.shared.house import View
from pages.shared.keeping_cost import pick_keeping_cost
from pages.shared.language import _, current_language, plain
from segmentation.language.errors import InputError
from segmentation.language.i18n import format_money, format_money_short
from segmentation.measures.revenue.controllable import Controllable, months_text
from segmentation.measures.revenue.rule_words import finding_rule, own_text
from segmentation.measures.revenue.rules_tested import OPPOSITE, Tested
from segmentation.measures.revenue.what_if import Rule, Worth, rules, what_if

CARDS = 3


class Base(NamedTuple):
    """The money that a rule is applied to: amount (CNY), what it was taken from, and what active customers bring of it."""

    amount: Decimal
    note: str
    present: Decimal = Decimal(0)


def draw_what_if(view: View, found: Controllable) -> None:
    """Draw a card a rule: its text and source, the house's figure that it takes, a slider, and what comes of it in money."""
    lang = current_language()
    st.info(_(
        "These are rules of thumb: experience from many houses, no figure and no forecast of this one. They answer “about how "
        "much is at stake?”, not “what will happen?”. Where a rule holds on the months of this house, its own figure is taken."
    ))
    tested = rules_of(view)
    known = list(rules().values())
    for start in range(0, len(known), CARDS):
        for column, rule in zip(st.columns(CARDS, gap="medium"), known[start : start + CARDS], strict=False):
            with column.container(border=True, height="stretch", key=f"rule_{rule.key}"):
                _draw_rule(view, found, rule, tested[rule.key], lang)


def _draw_rule(view: View, found: Controllable, rule: Rule, tested: Tested, lang: str) -> None:
    source = own_text(tested, lang) or rule.source[lang]
    if tested.verdict == OPPOSITE:
        source = f"{source} · {finding_rule(tested, lang)}"
    st.markdown(f"**{plain(rule.text[lang])}**  \n:gray[:small[{plain(source)}]]")
    base = _base(view, found, rule)
    if base is None:
        st.caption(_("There is no figure to apply it to yet."))
        return
    low, high = (int(end) for end in rule.range)
    amount, own = rule.default, tested.own if rule.effect != "line" else None
    if low < high:
        begin = int(rule.default)
        if rule.effect == "line" and tested.own:  # the share at which this house's own tables are 80 % taken
            begin = min(high, max(low, round(tested.own[0])))
        amount = Decimal(st.slider(
            plain(rule.amount[lang]), low, high, begin, key=f"what_if_{rule.key}", persist_state="session"
        ))
    st.caption(plain(f"{rule.base[lang]}{_(': ')}{format_money(base.amount, lang)}{base.note}"))
    try:
        outcome = what_if(rule.key, base.amount, amount, base.present, own)
    except InputError as error:
        st.error(plain(error.text(lang)))
        return
    st.markdown(f"### {plain(_money(rule, outcome, lang))}")
    st.caption(_meaning(rule, outcome))


def _base(view: View, found: Controllable, rule: Rule) -> Base | None:
    """The house's own figure for a rule; None where it has none. The cost of keeping a customer is asked."""
    whole: Any = found.whole
    if rule.key == "winning_and_keeping":
        return Base(pick_keeping_cost(), _(" (your estimate)"))
    if rule.key == "known_and_walk_in":
        house = compositions_of(view)["tier"]
        if not house.walk_in_bills or house.walk_in <= 0:
            return None
        return Base((house.walk_in / house.walk_in_bills).quantize(Decimal("0.01")), _(" (the average bill of a walk-in)"))
    if whole is None or whole["conflict"] or whole["total"] <= 0:
        return None
    return Base(whole["total"], _(" ({period})").format(period=months_text(found, current_language())), whole["managed_active"])


def _money(rule: Rule, outcome: Worth, lang: str) -> str:
    """Return +¥5万, −¥5万, ±¥5万, or the span where a rule has one."""
    sign = {1: "+", -1: "−", 0: "" if rule.effect == "line" else "±"}[outcome.sign]
    ends = dict.fromkeys(format_money_short(end, lang) for end in (outcome.low, outcome.high))
    return sign + " – ".join(ends)


def _meaning(rule: Rule, outcome: Worth) -> str:
    if rule.effect == "line":
        if not outcome.high:
            return _("Nothing is missing: active customers with a manager bring that share already.")
        return _("That much more of the revenue from active customers with a manager would reach that share")
    if rule.key == "winning_and_keeping":
        return _("More cost than keeping as many customers")
    if rule.key == "known_and_walk_in":
        return _("More revenue than they bring as walk-ins")
    if rule.sign == 0:
        return _("Up or down within a year")
    return _("More revenue") if rule.sign > 0 else _("Less revenue")
