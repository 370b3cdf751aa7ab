"""The ten indicators of a house by month: how its people work, how its money comes in, how it stands to its targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from segmentation.language.i18n import N_, format_count, format_money, format_month, format_ratio, listed, translator
from segmentation.language.values import CENT
from segmentation.measures.movement.retention import first_bill, read_retention
from segmentation.schemes import Value
from segmentation.settings.costs import cost_rates
from segmentation.settings.credit import credit_terms
from segmentation.settings.plans import read_house_target
from segmentation.warehouse import Warehouse

NUMBER, MONEY_KIND, SHARE, COUNT = "number", "money", "ratio", "count"
INDICATORS: Mapping[str, str] = {  # key -> what kind of value it is, in the order in which they are shown
    "customers_visited_a_day": NUMBER, "sales_a_buyer": MONEY_KIND, "cash_recovery": SHARE, "receivables_recovery": SHARE,
    "contact_cost_a_customer": MONEY_KIND, "sales_a_contact": MONEY_KIND, "profit_attainment": SHARE, "sales_attainment": SHARE,
    "new_customers": COUNT, "lost_customers": COUNT,
}
LABELS = {
    "customers_visited_a_day": N_("Customers visited a working day"), "sales_a_buyer": N_("Sales per buying customer"),
    "cash_recovery": N_("Cash recovery"), "receivables_recovery": N_("Receivables recovery"),
    "contact_cost_a_customer": N_("Contact cost per contacted customer"), "sales_a_contact": N_("Sales per contact"),
    "profit_attainment": N_("Gross profit against target"), "sales_attainment": N_("Sales against target"),
    "new_customers": N_("New customers"), "lost_customers": N_("Lost customers"),
}
FORMULAS = {
    "customers_visited_a_day": N_("contacts by visit ÷ days with one"),
    "sales_a_buyer": N_("sales to customers ÷ customers who came"),
    "cash_recovery": N_("(paid at once + top-ups + payments on account) ÷ sales"),
    "receivables_recovery": N_("paid of what customers owed ÷ what was due by the month's end"),
    "contact_cost_a_customer": N_("contacts × cost of a contact ÷ customers contacted"),
    "sales_a_contact": N_("sales to customers ÷ contacts"),
    "profit_attainment": N_("gross profit ÷ its target"), "sales_attainment": N_("revenue of the house ÷ its target"),
    "new_customers": N_("first seen in the month"), "lost_customers": N_("active at its start, no longer at its end"),
}
NEEDS = {  # what is missing -> how it is called
    "contacts": N_("a contact log with visits, calls or messages"), "visits": N_("contacts by visit in the log"),
    "payment_method": N_("bills that say how they were paid"), "on_account": N_("bills on account"),
    "payments": N_("payments on account"), "contact_rate": N_("the cost of a contact (page Settings)"),
    "cost": N_("the cost of every bill"), "profit_target": N_("a target of gross profit"),
    "sales_target": N_("the house's revenue target"), "earlier_bills": N_("bills of the months before"),
    "bills": N_("bills of the month"),
}


@dataclass(frozen=True)
class Indicator:
    """One indicator of a month (its first day), of ``last_day`` at the latest: money is a Decimal in CNY, a share 0–1 or above.

    ``value`` is None where something is missing, ``needs`` (keys of NEEDS) says what; where nothing is, there is nothing to
    divide by (nothing was due).
    """

    month: date
    last_day: date
    name: str
    value: Decimal | float | int | None
    needs: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether the month is seen to its end."""
        return (self.last_day + timedelta(days=1)).day == 1


def read_indicators(warehouse: Warehouse, store_id: int, as_of: date, settings: Mapping[str, Value]) -> list[Indicator]:
    """Return the INDICATORS of every month from the store's first bill to ``as_of``, month by month; nothing later is seen."""
    begins = first_bill(warehouse, store_id, as_of)
    if begins is None:
        return []
    ask: dict[str, Any] = {"store": store_id, "as_of": as_of}
    terms, rate = credit_terms(warehouse, store_id), cost_rates(warehouse, store_id).per_contact
    months = warehouse.rows("measures/composition/indicator_months", **ask, term_days=terms.term_days)
    bridges = {row["start"]: row for row in read_retention(warehouse, store_id, as_of, settings).periods.to_pylist()}
    profits = {row["month"]: row["amount"] for row in warehouse.rows("measures/composition/profit_targets", store=store_id)}
    house = {row["month"]: row["revenue"] for row in warehouse.rows(
        "measures/managers/house_months", store=store_id, first_day=begins.replace(day=1), last_day=as_of
    )}
    has = {
        "payments": any(row["received"] for row in months), "on_account": any(row["on_account"] for row in months),
        "top_ups": any(row["topped_up"] for row in months),
    }
    found = []
    for row in months:
        month = row["month"]
        bridge = bridges.get(month)
        reaches = begins < month - timedelta(days=int(settings["active_days"]))
        targets = read_house_target(warehouse, store_id, month), profits.get(month)
        for name in INDICATORS:
            value, needs = _work_out(name, row, has, rate, house.get(month), targets, bridge, begins <= month, reaches)
            found.append(Indicator(month, row["last_day"], name, value, needs))
    return found


def _work_out(
    name: str, row: Mapping[str, Any], has: Mapping[str, bool], rate: Decimal, house: Decimal | None,
    targets: tuple[Decimal | None, Decimal | None], bridge: Mapping[str, Any] | None, is_whole: bool, reaches: bool,
) -> tuple[Decimal | float | int | None, tuple[str, ...]]:
    """Return the value of an indicator of a month, or None and what is missing."""
    contacts = ("contacts",) * (not row["contacts"])
    bills = ("bills",) * (house is None)
    match name:
        case "customers_visited_a_day":
            missing = contacts or ("visits",) * (not row["visited"])
            return _or_missing(missing, lambda: row["visited"] / row["visit_days"])
        case "sales_a_buyer":
            return _or_missing(("bills",) * (not row["buyers"]), lambda: _cents(row["customer_sales"] / row["buyers"]))
        case "cash_recovery":
            how = ("payment_method",) * (not row["says_how"] and not has["on_account"] and not has["payments"])
            missing = bills or how or ("payments",) * (has["on_account"] and not has["payments"])
            came = row["sales"] - row["on_account"] + row["received"]
            if has["top_ups"]:  # what is paid from a card came in with its top-up; else nobody knows when
                came += row["topped_up"] - row["from_cards"]
            return _or_missing(missing, lambda: _share(came, row["sales"]))
        case "receivables_recovery":
            missing = ("on_account",) * (not has["on_account"]) + ("payments",) * (not has["payments"])
            return _or_missing(missing, lambda: _share(row["recovered"], row["due"]))
        case "contact_cost_a_customer":
            return _or_missing(
                contacts + ("contact_rate",) * (not rate), lambda: _cents(row["contacts"] * rate / row["contacted"])
            )
        case "sales_a_contact":
            return _or_missing(contacts or bills, lambda: _cents(row["customer_sales"] / row["contacts"]))
        case "profit_attainment":
            missing = ("cost",) * (row["profit"] is None) + ("profit_target",) * (targets[1] is None)
            return _or_missing(missing, lambda: _share(row["profit"], targets[1]))
        case "sales_attainment":
            missing = bills + ("sales_target",) * (targets[0] is None)
            return _or_missing(missing, lambda: _share(house or Decimal(0), targets[0]))
        case "new_customers":
            return _or_missing(("earlier_bills",) * (not is_whole), lambda: bridge["new"] if bridge else 0)
        case _:
            return _or_missing(("earlier_bills",) * (not reaches), lambda: bridge["churned"] if bridge else 0)


def _or_missing(needs, work_out):
    return (None, needs) if needs else (work_out(), ())


def _share(part: Decimal, whole: Decimal | None) -> float | None:
    return float(part / whole) if whole is not None and whole > 0 else None


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def say_value(indicator: Indicator, lang: str) -> str:
    """Return the value of an indicator as people write it; – where it has none."""
    value = indicator.value
    if value is None:
        return "–"
    kind = INDICATORS[indicator.name]
    if kind == MONEY_KIND:
        return format_money(value, lang)
    if kind == SHARE:
        return format_ratio(value, lang)
    return f"{value:,.1f}" if kind == NUMBER else format_count(int(value), lang)


def last_whole_month(found: list[Indicator]) -> date | None:
    """Return the last month that is seen to its end, else the last one; None without any."""
    whole = [each.month for each in found if each.is_over]
    return whole[-1] if whole else found[-1].month if found else None


def finding_shares(found: list[Indicator], lang: str) -> str:
    """Return what share of what was due came in, and of the targets, in the last whole month; "" where none of it is known."""
    _, month = translator(lang), last_whole_month(found)
    known = [each for each in found if each.month == month and INDICATORS[each.name] == SHARE and each.value is not None]
    said = [_("{indicator} {value}").format(indicator=_(LABELS[each.name]), value=say_value(each, lang)) for each in known]
    return _("{month}: {text}").format(month=format_month(month, lang), text=listed(said, lang)) if said else ""


def finding_come_and_lost(found: list[Indicator], lang: str) -> str:
    """Return how many customers came new in the last whole month and how many were lost; "" where that is not known."""
    _, month = translator(lang), last_whole_month(found)
    own = {each.name: each for each in found if each.month == month}
    if month is None or own["new_customers"].value is None or own["lost_customers"].value is None:
        return ""
    return _("{month}: {new} new customers, {lost} lost").format(
        month=format_month(month, lang), new=say_value(own["new_customers"], lang), lost=say_value(own["lost_customers"], lang),
    )


def finding_indicators(found: list[Indicator], lang: str) -> str:
    """Return of the last whole month, which it names, who came new, who was lost, what a buyer spent, and whether data lack."""
    _ = translator(lang)
    month = last_whole_month(found)
    if month is None:
        return _("No bill is there yet, so no indicator can be told.")
    own, said = {each.name: each for each in found if each.month == month}, []
    if own["sales_a_buyer"].value is not None:
        said.append(_("A customer who came spent {money}.").format(money=say_value(own["sales_a_buyer"], lang)))
    if own["new_customers"].value is not None and own["lost_customers"].value is not None:
        said.append(_("Customers: {new} new, {lost} lost.").format(
            new=say_value(own["new_customers"], lang), lost=say_value(own["lost_customers"], lang)
        ))
    if any(each.needs for each in own.values()):
        said.append(_("Some indicators lack data; which is said below."))
    text = ("" if lang == "zh" else " ").join(said)
    return _("{month}: {text}").format(month=format_month(month, lang), text=text)
