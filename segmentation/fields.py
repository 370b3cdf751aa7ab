"""What is known of a column that is shown or exported: one row a column, the same on every page and in every file.

A frame with a column that has no row here fails a test; whoever meets one sees the plain name of the column, and the log says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from segmentation.language.festivals import FESTIVALS
from segmentation.language.i18n import (
    N_,
    format_count,
    format_day,
    format_money,
    format_month,
    format_ratio,
    round_down,
    translator,
)

log = logging.getLogger(__name__)

SAID = "said:"  # begins the name of a column that is kept from a file under its own header
YES_NO = {"true": N_("Yes"), "false": N_("No")}
CARE_STATES = {"contacted": N_("Contacted"), "won_back": N_("Won back"), "given_up": N_("Given up")}
CONTACT_CHANNELS = {"visit": N_("Visit"), "call": N_("Call"), "message": N_("Message")}
CONTACT_OUTCOMES = {
    "coming": N_("Will come"), "came": N_("Came already"), "reached": N_("Got through"), "not_reached": N_("Not reached"),
    "not_now": N_("Not now"), "do_not_call": N_("Do not contact"),
}
PLAN_STATES = {"draft": N_("Draft"), "set": N_("Set")}
CALL_REASONS = {  # the most pressing first
    "promised": N_("Promise"), "demoted": N_("Went down a grade"), "warned": N_("Warning"), "due": N_("Due"),
    "birthday": N_("Birthday"), "festival": N_("Festival"), "lost": N_("Lost"),
}
SIGNS = {"silent": N_("Silent for too long"), "fewer_visits": N_("Fewer visits"), "less_spend": N_("Less spend")}
MOVEMENTS = {"joined": N_("Joined"), "back": N_("Came back"), "asleep": N_("Fell asleep")}
MOVES = {
    "promoted": N_("Up"), "demoted": N_("Down"), "stayed": N_("Stayed"), "came": N_("Came"), "graded": N_("Graded since"),
    "ungraded": N_("No longer graded"),
}
GROUP_CHANGES = {"joined": N_("Came into the group"), "left": N_("Left the group"), "stayed": N_("Stayed")}
VERDICTS = {"cut": N_("Can be cut"), "first_dish": N_("Spared: first dish"), "footfall": N_("Spared: draws customers")}
TRIAL_LISTS = {  # what a control group is drawn from
    "warned": N_("Customers in warning"), "lost": N_("Lost customers"), "demoted": N_("Went down a grade"), "due": N_("Due"),
    "festival": N_("Festival"), "group": N_("Saved group"),
}
TRIAL_STATES = {"running": N_("Running"), "measured": N_("Measured"), "ended": N_("Ended early"), "taken_back": N_("Taken back")}
TRIAL_VERDICTS = {
    "helped": N_("Calls brought money"), "more_came": N_("More came, money cannot be told"), "too_few": N_("Too few to tell"),
    "fewer_came": N_("Fewer came"), "hurt": N_("Calls brought less"), "running": N_("Not measured yet"),
}
STEPS = {"claim": N_("Claim"), "match": N_("Match")}
POTENTIAL_BY = {
    "rated": N_("Manager's rating"), "foretold": N_("Forecast"), "derived": N_("Half-year's pace"),
    "too_short": N_("Known too short"),
}


def _number(value: int | float | Decimal, lang: str) -> str:
    """Return money with its sign and cents, a decimal of more places to two, anything else as a whole number."""
    if isinstance(value, Decimal):
        return format_money(value, lang) if value.as_tuple().exponent == -2 else f"{round_down(value):.2f}"
    return f"{value:.2f}" if isinstance(value, float) else format_count(value, lang)


NUMBERS: dict[str, Callable[[Any, str], str]] = {
    "money": format_money, "count": format_count, "ratio": format_ratio, "number": _number,
    "average": lambda value, _lang: f"{value:,.1f}", "gap": lambda value, _lang: f"{value.normalize():f}",
    "exact": lambda value, _lang: f"{value:f}",
}
DAYS: dict[str, Callable[[date, str], str]] = {"day": format_day, "month": format_month}
TEXTS = ("text", "group", "store", "tier", "place", "class", "words", "flag", "unknown")  # what files and people hold
OURS = ("sentence",)  # what the product itself writes
WRITERS = NUMBERS | DAYS


@dataclass(frozen=True)
class Field:
    """One column: its name in frames, what it is called (a msgid), and what kind of values it holds.

    ``kind`` is one of ``NUMBERS``, ``DAYS``, ``TEXTS`` or ``OURS``: a group is a name that many rows share, a tier or a place a
    key of the scheme, a class a key of one of its axes, words are keys of ``words`` (msgids), flags are yes or no.
    ``total`` says whether a row of totals sums the column; it is left empty there otherwise. ``secret`` says what it holds of a
    customer: "name", "phone" or "customer" (a key); or whose name it is: "manager", "store". ``width`` is in pixels, for all
    languages or by language.
    """

    name: str
    label: str
    kind: str = "text"
    total: bool = False
    secret: str = ""
    words: Mapping[str, str] | None = None
    width: int | Mapping[str, int] | None = None

    def __post_init__(self) -> None:
        if self.kind not in (*WRITERS, *OURS, *TEXTS):
            raise ValueError(f"there is no kind of column {self.kind}")

    @property
    def is_ours(self) -> bool:
        """Whether the product writes its texts, so that none of them is a formula that somebody slipped into a file."""
        return self.kind in OURS

    @property
    def may_name_customers(self) -> bool:
        """Whether its texts may hold a customer's name or phone: not where they are keys, words of ours or the store's name."""
        return self.kind not in ("words", "tier", "place", "store")

    def width_in(self, lang: str) -> int | None:
        """Return the pixels that the column takes on a screen; None where what it holds decides."""
        return self.width.get(lang) if isinstance(self.width, Mapping) else self.width


def _flag(name: str, label: str) -> Field:
    return Field(name, label, "flag", words=YES_NO)


FIELDS = {each.name: each for each in (
    # a customer, as every list has him
    Field("store", N_("Store"), "store", secret="store"),
    Field("customer", N_("Customer"), secret="customer"),
    Field("name", N_("Customer name"), secret="name", width=190),
    Field("phone", N_("Phone"), secret="phone"),
    Field("module", N_("Module"), "group"),
    Field("manager", N_("Account manager"), "group", secret="manager"),
    Field("region", N_("Region"), "group"),
    Field("tier", N_("Grade"), "tier", width=205),
    Field("first_visit", N_("First visit"), "day"),
    Field("last_visit", N_("Last visit"), "day"),
    Field("recency_days", N_("Days since last visit"), "count"),
    Field("frequency", N_("Visits"), "count", total=True),
    Field("contribution", N_("Contribution (CNY)"), "money", total=True),
    Field("bookings", N_("Bookings"), "count", total=True),
    Field("standard", N_("Average per table (CNY)"), "money"),
    Field("frequency_rank", N_("Rank by visits"), "count"),
    Field("contribution_rank", N_("Rank by contribution"), "count"),
    Field("standard_rank", N_("Rank by average per table"), "count"),
    _flag("is_active", N_("Active")),
    Field("movement", N_("Movement"), "words", words=MOVEMENTS),
    # what a scheme graded a customer by
    Field("measured", N_("Ranked by (CNY)"), "money"),
    Field("place", N_("Place"), "count"),
    Field("to_next", N_("Missing to the next tier"), "number"),
    Field("to_next_contribution", N_("Missing spend (CNY)"), "money"),
    Field("to_next_profit", N_("Missing profit (CNY)"), "money"),
    Field("to_next_monthly_spend", N_("Missing spend a month (CNY)"), "money"),
    Field("total_spend", N_("Spend in all (CNY)"), "money"),
    Field("pair_no", N_("Pair"), "count"),
    Field("evidence", N_("What speaks for it")),
    Field("to_next_total_spend", N_("Missing spend (CNY)"), "money"),
    Field("to_next_graded_spend", N_("Missing spend (CNY)"), "money"),
    Field("to_next_frequency", N_("Missing visits"), "count"),
    Field("to_next_total_visits", N_("Missing visits"), "count"),
    Field("to_next_known_days", N_("Missing days known"), "count"),
    Field("to_next_recency_days", N_("Missing days"), "count"),
    Field("value", N_("Current value"), "class"),
    Field("potential", N_("Growth potential"), "class"),
    Field("potential_by", N_("Potential from"), "words", words=POTENTIAL_BY),
    Field("r", N_("R"), "count"),
    Field("f", N_("F"), "count"),
    Field("m", N_("M"), "count"),
    Field("fm", N_("FM"), "count"),
    Field("score", N_("Score"), "number"),
    Field("stars", N_("Stars"), "count"),
    Field("maintenance", N_("Maintenance class")),
    Field("rated", N_("Criteria rated"), "count"),
    # a visit, a rating
    Field("visit_date", N_("Date"), "day"),
    Field("tables", N_("Tables"), "count"),
    Field("amount", N_("Amount (CNY)"), "money", total=True),
    # a bill, as its till wrote it
    Field("bill_no", N_("Bill number")),
    Field("bill_date", N_("Date"), "day"),
    Field("bill_time", N_("Time of day")),
    Field("room", N_("Room or table")),
    Field("meal_period", N_("Meal period")),
    Field("covers", N_("Covers"), "count", total=True),
    Field("gross", N_("Before discounts (CNY)"), "money", total=True),
    Field("discount", N_("Discount (CNY)"), "money", total=True),
    Field("cost", N_("Cost (CNY)"), "money", total=True),
    Field("payment_method", N_("Payment method")),
    _flag("from_card", N_("Paid from the card")),
    Field("channel", N_("Channel")),
    Field("quantity", N_("Quantity"), "number"),
    # what is stored on cards
    Field("topped_up", N_("Topped up (CNY)"), "money", total=True),
    Field("used_value", N_("Paid from the card (CNY)"), "money", total=True),
    Field("balance", N_("Balance (CNY)"), "money", total=True),
    _flag("is_sleeping", N_("Asleep")),
    Field("unsaid", N_("Paid in an unknown way (CNY)"), "money", total=True),
    Field("stored_change", N_("Topped up − used (CNY)"), "money", total=True),
    Field("balance_end", N_("Owed at the month's end (CNY)"), "money"),
    # what is owed of bills on account
    Field("on_account", N_("On account (CNY)"), "money", total=True),
    Field("received", N_("Received (CNY)"), "money", total=True),
    Field("receivable", N_("Owed (CNY)"), "money", total=True),
    Field("not_due", N_("Not due yet (CNY)"), "money", total=True),
    Field("late_30", N_("1–30 days late (CNY)"), "money", total=True),
    Field("late_60", N_("31–60 days late (CNY)"), "money", total=True),
    Field("late_90", N_("61–90 days late (CNY)"), "money", total=True),
    Field("late_more", N_("Over 90 days late (CNY)"), "money", total=True),
    Field("oldest_due", N_("Oldest due on"), "day"),
    Field("last_paid_on", N_("Last payment"), "day"),
    _flag("over", N_("Over the limit")),
    Field("customers_over", N_("Over the limit (customers)"), "count", total=True),
    # the indicators of a month
    Field("customers_visited_a_day", N_("Customers visited a working day"), "average"),
    Field("sales_a_buyer", N_("Sales per buying customer (CNY)"), "money"),
    Field("cash_recovery", N_("Cash recovery"), "ratio"),
    Field("receivables_recovery", N_("Receivables recovery"), "ratio"),
    Field("contact_cost_a_customer", N_("Contact cost per contacted customer (CNY)"), "money"),
    Field("sales_a_contact", N_("Sales per contact (CNY)"), "money"),
    Field("profit_attainment", N_("Gross profit against target"), "ratio"),
    Field("sales_attainment", N_("Sales against target"), "ratio"),
    Field("new_customers", N_("New customers"), "count", total=True),
    Field("lost_customers", N_("Lost customers"), "count", total=True),
    Field("criterion", N_("Criterion")),
    Field("rated_on", N_("Rated on"), "day"),
    # a tier or a slice
    Field("code", N_("Code")),
    Field("slice", N_("Group")),
    Field("as_of", N_("As of"), "day"),
    Field("customers", N_("Customers"), "count", total=True, width=79),
    Field("customer_share", N_("Share of customers"), "ratio", total=True, width=135),
    Field("contribution_share", N_("Share of customers' revenue"), "ratio", total=True, width={"zh": 130, "en": 198}),
    Field("average_frequency", N_("Average visits"), "average", width=108),
    Field("mean", N_("Average contribution (CNY)"), "money"),
    Field("profit", N_("Profit (CNY)"), "money"),
    Field("profit_share", N_("Share of profit"), "ratio"),
    Field("service_cost", N_("Cost to serve (CNY)"), "money"),
    Field("service_cost_share", N_("Share of the cost to serve"), "ratio"),
    Field("visits", N_("Visits"), "count"),
    Field("visit_share", N_("Share of visits"), "ratio"),
    Field("weight", N_("Weight"), "ratio"),
    Field("mean_score", N_("Average score"), "number"),
    Field("target", N_("Expected target (CNY)"), "money", total=True),
    # a month of the house, or a manager in it
    Field("month", N_("Month"), "month"),
    Field("bills", N_("Bills"), "count", total=True),
    Field("total", N_("Revenue (CNY)"), "money", total=True),
    Field("identified", N_("Identified customers (CNY)"), "money", total=True),
    Field("walk_in", N_("Walk-ins (CNY)"), "money", total=True),
    Field("days_with_bills", N_("Days with bills"), "count", total=True),
    Field("managed", N_("Managed (CNY)"), "money", total=True),
    Field("managed_active", N_("Managed and active (CNY)"), "money", total=True),
    Field("ratio_identified", N_("Identified share"), "ratio"),
    Field("ratio_managed", N_("Managed share"), "ratio"),
    Field("ratio_managed_active", N_("Managed and active share"), "ratio"),
    Field("walk_in_share", N_("Walk-in share"), "ratio"),
    Field("gap_managed_active", N_("Missing to the line (CNY)"), "money"),
    Field("active_customers", N_("Active customers"), "count", total=True),
    Field("share", N_("Share of revenue"), "ratio"),
    _flag("is_complete", N_("Complete")),
    _flag("complete", N_("Complete")),
    _flag("said", N_("Total uploaded or typed")),
    # a part of the sales, a product
    Field("room_name", N_("Room or table")),
    Field("weekday_name", N_("Day of the week")),
    Field("product", N_("Product")),
    Field("category", N_("Category")),
    Field("customers_there", N_("Customers"), "count"),
    Field("sales", N_("Sales (CNY)"), "money", total=True),
    Field("margin", N_("Gross margin (CNY)"), "money", total=True),
    Field("margin_rate", N_("Margin rate"), "ratio"),
    Field("sales_before", N_("Window before (CNY)"), "money", total=True),
    Field("sales_change", N_("Against the window before"), "ratio"),
    Field("verdict", N_("Verdict"), "words", words=VERDICTS, width=170),
    Field("low_share", N_("From C, D and walk-ins"), "ratio"),
    Field("contribution_ratio", N_("Contribution ratio"), "ratio"),
    Field("mean_stock", N_("Mean stock at cost (CNY)"), "money"),
    Field("turnover", N_("Turns a year"), "average"),
    Field("cross_ratio", N_("Cross ratio"), "ratio"),
    Field("first_customers", N_("New customers who had it first"), "count"),
    Field("returned_share", N_("Came again within 90 days"), "ratio"),
    Field("returned_low", N_("At least (95%)"), "ratio"),
    Field("returned_high", N_("At most (95%)"), "ratio"),
    # a move between two days, or all of a month
    Field("from_place", N_("Grade before"), "place"),
    Field("to_place", N_("Grade after"), "place"),
    Field("move", N_("Movement"), "words", words=MOVES),
    Field("contribution_from", N_("Contribution before (CNY)"), "money", total=True),
    Field("contribution_to", N_("Contribution now (CNY)"), "money", total=True),
    Field("month_end", N_("Month"), "month"),
    Field("promotions", N_("Went up"), "count"),
    Field("demotions", N_("Went down"), "count"),
    Field("came", N_("Came"), "count"),
    Field("promoted_contribution", N_("Contribution of those who went up (CNY)"), "money"),
    Field("demoted_contribution", N_("Contribution of those who went down (CNY)"), "money"),
    _flag("is_kept", N_("Kept")),
    _flag("is_stale", N_("Bills changed since")),
    _flag("is_current", N_("Under the settings of now")),
    Field("customers_kept", N_("Customers as kept"), "count"),
    Field("customers_now", N_("Customers now"), "count"),
    Field("changed", N_("Would change"), "count"),
    # a saved group, and who was in it
    Field("group_name", N_("Saved group"), width=180),
    Field("group_filter", N_("Filter"), width=320),
    Field("group_joined", N_("Came into the group"), "count"),
    Field("group_left", N_("Left the group"), "count"),
    Field("saved_on", N_("Saved on"), "day"),
    Field("group_change", N_("In the group"), "words", words=GROUP_CHANGES),
    Field("tier_then", N_("Grade then"), "tier", width=205),
    _flag("is_asleep", N_("Asleep")),
    # a warning, and what was done about it
    Field("reason_code", N_("Sign"), "words", words=SIGNS),
    Field("reason", N_("Reason"), "sentence", width={"en": 370, "zh": 400}),  # the longest brief one
    Field("usual_gap_days", N_("Usual gap (days)"), "gap"),
    Field("silent_days", N_("Silent for (days)"), "count"),
    Field("recent_visits", N_("Visits in the last 90 days"), "count"),
    Field("before_visits", N_("Visits in the 90 days before"), "count"),
    Field("recent_spend", N_("Spend in the last 90 days (CNY)"), "money"),
    Field("before_spend", N_("Spend in the 90 days before (CNY)"), "money"),
    Field("stake", N_("At stake (CNY)"), "money", total=True),
    Field("worth", N_("Brings in the window (CNY)"), "money", total=True),
    Field("worth_before", N_("Asleep: in the window up to the last visit (CNY)"), "money", total=True),
    Field("win_back_by", N_("Win back by"), "day"),
    Field("lost_days", N_("Lost for (days)"), "count"),
    Field("last_contribution", N_("Last contribution (CNY)"), "money", total=True),
    Field("contribution_since", N_("Since the contact (CNY)"), "money", total=True),
    Field("state", N_("State"), "words", words=CARE_STATES | {
        "barred": CONTACT_OUTCOMES["do_not_call"], "left_alone": N_("Left alone on purpose"),
    }),
    Field("noted_on", N_("Noted on"), "day"),
    Field("note", N_("Note")),
    Field("author", N_("Noted by")),
    Field("contacted_on", N_("Contacted on"), "day"),
    Field("last_contact", N_("Last contact"), "day"),
    Field("contacts", N_("Contacts"), "count"),
    Field("came_back_on", N_("Came back on"), "day"),
    _flag("is_open", N_("Still open")),
    # what is foretold of a customer
    Field("repeats", N_("Visits after the first"), "count"),
    Field("p_alive", N_("Chance still a customer"), "ratio"),
    Field("chance", N_("Chance to fall asleep"), "ratio"),
    _flag("fell", N_("Fell asleep")),
    Field("foretold_asleep", N_("Foretold to fall asleep"), "average"),
    Field("fell_asleep", N_("Fell asleep"), "count"),
    Field("brier", N_("Brier score"), "number"),
    Field("base_brier", N_("Brier score of the mere share"), "number"),
    Field("visits_30", N_("Visits expected in 30 days"), "average", total=True),
    Field("visits_90", N_("Visits expected in 90 days"), "average", total=True),
    Field("visits_365", N_("Visits expected in a year"), "average", total=True),
    Field("spend_30", N_("Expected in 30 days (CNY)"), "money", total=True),
    Field("spend_90", N_("Expected in 90 days (CNY)"), "money", total=True),
    Field("spend_365", N_("Expected in a year (CNY)"), "money", total=True),
    # what calls did, against those who were left alone by lot
    Field("trial_part", N_("List"), "group", width={"en": 270, "zh": 190}),
    Field("trial_kind", N_("List"), "words", words=TRIAL_LISTS),
    Field("drawn_on", N_("Drawn on"), "day"),
    Field("drawn_until", N_("Until"), "day"),
    _flag("is_left_alone", N_("Left alone")),
    _flag("was_contacted", N_("Contacted")),
    _flag("came_back", N_("Has come back")),
    Field("spent_since", N_("Spent in the days of the draw (CNY)"), "money", total=True),
    Field("called", N_("To call"), "count", total=True, width={"en": 62}),
    Field("left_alone", N_("Left alone"), "count", total=True, width={"en": 82}),
    Field("came_called", N_("Called: back"), "ratio", width={"en": 96}),
    Field("came_left", N_("Left alone: back"), "ratio", width={"en": 120}),
    Field("difference", N_("Difference"), "ratio"),
    Field("difference_low", N_("Difference: at least (95%)"), "ratio"),
    Field("difference_high", N_("Difference: at most (95%)"), "ratio"),
    Field("money_brought", N_("Brought (CNY)"), "money"),
    Field("money_low", N_("At least (CNY)"), "money"),
    Field("money_high", N_("At most (CNY)"), "money"),
    Field("trial_verdict", N_("Verdict of the draw"), "words", words=TRIAL_VERDICTS, width={"en": 222, "zh": 172}),
    Field("more_needed", N_("More needed"), "count"),
    Field("contacted_left", N_("Contacted all the same"), "count", total=True),
    Field("left_until", N_("Left alone until"), "day"),
    Field("saves", N_("A call would save (CNY)"), "money", total=True),
    Field("chance_lost", N_("Chance of being lost"), "ratio"),
    # a manager, and who is proposed to him
    Field("step", N_("How"), "words", words=STEPS),
    Field("carried", N_("Grades, now and more"), width=210),
    Field("of_most", N_("Customers of most")),
    Field("brought_now_and_then", N_("Contribution, now → then")),
    Field("active_share", N_("Active share"), "ratio"),
    Field("active_share_before", N_("Active share before"), "ratio"),
    Field("frequency_a_month", N_("Visits a month"), "average"),
    Field("contribution_a_month", N_("A month (CNY)"), "money"),
    Field("contribution_a_month_before", N_("A month before (CNY)"), "money"),
    # how far a manager is with a month
    Field("grade_name", N_("Grade")),
    Field("customers_target", N_("Customers planned"), "count", total=True),
    Field("bookings_target", N_("Tables planned"), "count", total=True),
    Field("revenue_target", N_("Target (CNY)"), "money", total=True),
    Field("expected_by_now", N_("Expected by now (CNY)"), "money", total=True),
    Field("ahead", N_("Against expected (CNY)"), "money", total=True),
    Field("projection", N_("Projection (CNY)"), "money", total=True),
    Field("projection_low", N_("Lowest (CNY)"), "money"),
    Field("projection_high", N_("Highest (CNY)"), "money"),
    # a class, and whether it is contacted as it should be
    Field("class_name", N_("Class of customers")),
    Field("contacted", N_("Contacted customers"), "count", total=True),
    Field("coverage", N_("Coverage"), "ratio"),
    Field("contacts_a_customer", N_("Contacts a customer"), "average"),
    Field("norm", N_("Norm a month")),
    Field("days_overdue", N_("Days overdue"), "count"),
    # the six indicators of control
    Field("indicator", N_("Indicator")),
    Field("figure_text", N_("Figure")),
    Field("basis", N_("What it is"), width=320),
    # the points of a manager and what they are worked out from
    Field("earned", N_("Points")),
    Field("points_earned", N_("Points earned"), "average"),  # a number, to reckon with in a workbook
    Field("points_of", N_("Full points"), "count"),
    Field("earned_before", N_("With the weights kept")),
    Field("kept_part", N_("Kept and won"), "average"),
    Field("controllability_part", N_("Controllability"), "average"),
    Field("contribution_part", N_("Against the target"), "average"),
    Field("active_then", N_("Active at the month's start"), "count", total=True),
    Field("still_active", N_("Of them still active"), "count", total=True),
    Field("won", N_("Newly won"), "count", total=True),
    Field("handed_out", N_("Handed over, count for nobody"), "count", total=True),
    Field("expected_visits", N_("Expected to visit"), "count", total=True),
    Field("visits_happened", N_("Of them came in time"), "count", total=True),
    Field("visits_waiting", N_("Still in time"), "count", total=True),
    # who climbed, who fell, who was won back
    Field("promoted", N_("Went up"), "count", total=True),
    Field("steps_up", N_("Steps up"), "count", total=True),
    Field("demoted", N_("Went down"), "count", total=True),
    Field("steps_down", N_("Steps down"), "count", total=True),
    Field("to_win_back", N_("To be won back before"), "count", total=True),
    Field("recovered", N_("Won back in time"), "count", total=True),
    Field("steps", N_("Steps"), "count"),
    _flag("is_recovered", N_("Won back")),
    _flag("is_now", N_("Of the last month")),
    # what whoever takes a customer over must know, and what became of those handed over
    Field("habits", N_("What he usually has"), width=260),
    Field("last_note", N_("Last note of a contact"), width=200),
    Field("birthday", N_("Birthday")),
    _flag("is_barred", N_("Not to be contacted")),
    Field("followed", N_("Whose customers")),
    Field("kept", N_("Still come"), "count"),
    Field("lost", N_("Came no more"), "count"),
    Field("silent", N_("Had not come before"), "count"),
    Field("money_before", N_("In the days before (CNY)"), "money"),
    Field("money_after", N_("In the days since (CNY)"), "money"),
    # a contact, and why to call today
    Field("call_reason", N_("Why call"), "words", words=CALL_REASONS),
    Field("expected_on", N_("Expected on"), "day"),
    Field("say", N_("What to say")),
    Field("outcome", N_("Outcome of contact"), "words", words=CONTACT_OUTCOMES),
    Field("contact_day", N_("Date of contact"), "day"),
    Field("next_day", N_("Next date"), "day"),
    # the file of one customer, and what is missing in it
    Field("file_part", N_("Part of the file")),
    Field("file_item", N_("What"), width=200),
    Field("file_text", N_("What it says"), width=320),
    Field("file_source", N_("Where it is from"), width=240),
    Field("file_line", N_("Line of the file"), "count"),
    Field("filled", N_("Filled in"), "count"),
    Field("asked", N_("Asked for"), "count"),
    Field("missing", N_("Still missing"), width=240),
    Field("email", N_("E-mail")),
    Field("paid_on", N_("Paid on"), "day"),
    Field("due_on", N_("Due on"), "day"),
    Field("graded_by", N_("Scheme")),
    Field("group_name", N_("Saved group"), width=240),
    Field("is_listed", N_("Listed by name"), "flag"),
    Field("said_name", N_("Customer name"), secret="name", width=190),
    Field("own_key", N_("Key in the file"), secret="customer"),
    # what a manager is to reach in a month
    Field("plan_month", N_("Month of the plan")),
    Field("target_customers", N_("Customers (target)"), "count", total=True),
    Field("target_frequency", N_("Tables a customer (target)"), "average"),
    Field("target_bookings", N_("Tables (target)"), "average"),
    Field("target_tables", N_("Tables (target)"), "count"),  # whole, as they are written; the sum is rounded by itself
    Field("target_standard", N_("Standard (target, CNY)"), "money"),
    Field("target_revenue", N_("Revenue (target, CNY)"), "money", total=True),
    Field("target_share", N_("Share of the house's target"), "ratio"),
    Field("house_target", N_("House target (CNY)"), "money"),
    Field("last_year_revenue", N_("Revenue last year (CNY)"), "money", total=True),
    Field("recent_revenue", N_("Revenue of the last months, mean (CNY)"), "money", total=True),
    Field("limits_broken", N_("Limits broken")),
    Field("saved_at", N_("Kept on")),
    Field("plan_state", N_("State of the plan"), "words", words=PLAN_STATES | {"undone": N_("Undone")}),
    # a festival, who came around it, and who of them not again
    Field("festival", N_("Festival"), "words", words=FESTIVALS, width=164),
    Field("festival_day", N_("Day of the festival"), "day"),
    Field("lunar_day", N_("Lunar date")),
    Field("festival_span", N_("Days that belong to it")),
    Field("days_until", N_("Days until then"), "count"),
    Field("last_time", N_("Last time"), "day"),
    Field("customers_last", N_("Customers last time"), "count"),
    Field("revenue_last", N_("Revenue last time (CNY)"), "money"),
    Field("customers_time_before", N_("Customers before that"), "count"),
    Field("revenue_time_before", N_("Revenue before that (CNY)"), "money"),
    Field("visits_then", N_("Visits then"), "count", total=True),
    Field("spent_then", N_("Spent then (CNY)"), "money", total=True),
    # how full the tables were in a month
    Field("tables_used", N_("Tables used"), "count"),
    Field("open_days", N_("Open days"), "count"),
    Field("capacity", N_("Tables there were"), "count"),
    Field("occupancy", N_("Table occupancy"), "ratio"),
    _flag("open_days_said", N_("Open days said by the house")),
    # a period of coming and going
    Field("period", N_("Period"), "sentence"),
    Field("rule", N_("Rule of thumb"), "text", width=380),
    Field("rule_verdict", N_("In this house"), "text", width=150),
    Field("rule_told", N_("Told by"), "text", width=400),
    Field("rule_own", N_("Own figure"), "text", width=240),
    Field("start", N_("From"), "day"),
    Field("end", N_("To"), "day"),
    Field("active_start", N_("Active at the start"), "count"),
    Field("churned", N_("Fell asleep"), "count"),
    Field("reactivated", N_("Came back"), "count"),
    Field("new", N_("Newly won"), "count"),
    Field("active_end", N_("Active at the end"), "count"),
    Field("churn_rate", N_("Churn rate"), "ratio"),
    Field("retention", N_("Retention rate"), "ratio"),
    Field("return_rate", N_("Return rate"), "ratio"),
    Field("window_customers", N_("Visited in the window"), "count"),
    Field("returning_customers", N_("Visited twice or more"), "count"),
    Field("churned_contribution", N_("Contribution lost (CNY)"), "money"),
    Field("reactivated_contribution", N_("Contribution of those back (CNY)"), "money"),
    Field("new_contribution", N_("Contribution of the new (CNY)"), "money"),
    Field("came_contribution", N_("Came in (CNY)"), "money"),
    _flag("settled", N_("Counts in averages")),
    # a store of a chain, and a guest of several
    Field("revenue", N_("Revenue (CNY)"), "money", total=True),
    Field("controllable", N_("Controllable share"), "ratio"),
    Field("known_customers", N_("Ever came"), "count", total=True),
    Field("stores_count", N_("Stores"), "count"),
    Field("main_store", N_("Brings most to"), "store", secret="store"),
    # a house beside others
    Field("house", N_("House"), "store", secret="store"),
    Field("ratio_value", N_("Value (shares 0–1, amounts in CNY)"), "exact"),
    Field("place_number", N_("Place among the houses"), "count"),
    Field("place_text", N_("Place")),
    Field("quartile", N_("Quarter (1 the best)"), "count"),
    Field("houses_there", N_("Houses with a value"), "count"),
    Field("nearest_better", N_("Nearest better house"), "store", secret="store"),
    Field("distance", N_("Distance to it"), "exact"),
    Field("distance_text", N_("Distance")),
    Field("made_on", N_("Made on"), "day"),
    Field("fingerprint", N_("Key")),
)}


def field(name: str) -> Field:
    """Return the row of a column; of one that is kept from a file, a text.

    Of a column without one, one that takes its values as they are, and the log says so.

    >>> field("stake").kind, field("nobody_knows").label
    ('money', 'nobody_knows')
    """
    if name.startswith(SAID):
        return Field(name, name.removeprefix(SAID))
    if name not in FIELDS:
        log.warning("the column %s has no row in fields.py", name)
        return Field(name, name, "unknown")
    return FIELDS[name]


def label(name: str, lang: str) -> str:
    """Return what a column is called; a column that is kept from a file goes by its own header in any language.

    >>> label("contribution", "en"), label("name", "zh")
    ('Contribution (CNY)', '客户名称')
    """
    return name.removeprefix(SAID) if name.startswith(SAID) else translator(lang)(field(name).label)


def write(name: str, value: Any, lang: str) -> str:
    """Return a value of a column as people read it; None is an en dash.

    >>> write("stake", Decimal("-1234.5"), "en"), write("share", 0.25, "en"), write("tables", None, "en")
    ('−¥1,234.50', '25.0%', '–')
    """
    return "–" if value is None else WRITERS.get(field(name).kind, lambda given, _lang: str(given))(value, lang)


def own_words() -> Iterator[str]:
    """Return every msgid that a table may say by itself: what columns and their values are called."""
    for each in FIELDS.values():
        yield each.label
        yield from (each.words or {}).values()
