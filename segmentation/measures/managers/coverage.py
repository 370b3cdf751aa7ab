"""Whether those who should be contacted are: coverage by class against its norm, and promises whose day has passed.

A customer is of the class in which he is at the month's end, or on the last day seen of a month that is not over. Whatever the
log holds is a contact, a call that nobody answered too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import counter, format_count, format_ratio, format_short_day, listed, translator
from segmentation.measures.grades.grading import grade_in_full
from segmentation.measures.managers.register import read_holders, read_managers
from segmentation.measures.managers.today import holders_on
from segmentation.schemes import Scheme, Value
from segmentation.settings.call_rules import CallRules, call_rules
from segmentation.warehouse import Warehouse

PRIORITY = 0.6  # of all contacts, at least, go to priority tiers


@dataclass(frozen=True)
class Covered:
    """One class, or one tier: its customers, how many of them were contacted in the month, and how often, against its norm.

    ``key`` None: those whom the scheme does not grade. ``norm`` is contacts a customer and month, at least and at most;
    ``wanted`` is the share (0–1) of them to be contacted; None where neither is said.
    """

    key: str | None
    customers: int
    contacted: int
    contacts: int
    visits: int
    norm: tuple[int, int] | None = None
    wanted: float | None = None

    @property
    def coverage(self) -> float | None:
        """The share of its customers who were contacted; None where it has none."""
        return self.contacted / self.customers if self.customers else None

    @property
    def contacts_a_customer(self) -> float | None:
        """Contacts a customer of the class, those who were not contacted among them; None where it has none."""
        return self.contacts / self.customers if self.customers else None

    @property
    def is_low(self) -> bool:
        """Whether it stays below its norm or below the share that should be contacted."""
        if not self.customers:
            return False
        return (self.norm is not None and self.contacts_a_customer < self.norm[0]) or (
            self.wanted is not None and self.coverage < self.wanted
        )


@dataclass(frozen=True)
class Coverage:
    """The month (its first day), with the bills up to ``as_of``: every class, every tier of it, and all contacts of the store.

    ``priority`` are contacts of tiers that have priority, None where the scheme knows none.
    """

    scheme: Scheme
    month: date
    as_of: date
    classes: tuple[Covered, ...]
    tiers: tuple[Covered, ...]
    priority: int | None

    @property
    def contacts(self) -> int:
        return sum(each.contacts for each in self.classes)

    @property
    def priority_share(self) -> float | None:
        """The share (0–1) of all contacts that went to priority tiers; None where there is none of either."""
        return self.priority / self.contacts if self.contacts and self.priority is not None else None


def read_coverage(
    warehouse: Warehouse, store_id: int, scheme: Scheme, month: date, as_of: date, settings: Mapping[str, Value]
) -> Coverage:
    """Return whom the store contacted in the month that begins on ``month``, by class; grades with the bills up to ``as_of``.

    A row stands for each class of the scheme, those whom it does not grade (key None) last where there are any.
    """
    month, last = month.replace(day=1), _last_day(month)
    seen = min(as_of, last)
    frames = {"grades": grade_in_full(warehouse, store_id, scheme, seen, settings)}
    rows = warehouse.over("measures/managers/coverage", frames, store=store_id, first_day=month, last_day=last).to_pylist()
    found = {None if row["tier_no"] is None else scheme.tier_keys[row["tier_no"] - 1]: row for row in rows}
    tiers = tuple(_together(tier.key, [found.get(tier.key)], tier.contacts) for tier in scheme.tiers)
    classes = [
        _together(each.key, [found.get(tier) for tier in each.tiers], each.contacts, each.coverage)
        for each in scheme.contact_classes
    ]
    if None in found:
        classes.append(_together(None, [found[None]]))
    first = {tier.key for tier in scheme.tiers if tier.is_priority}
    priority = sum(each.contacts for each in tiers if each.key in first) if first else None
    return Coverage(scheme, month, seen, tuple(classes), tiers, priority)


def read_uncontacted(
    warehouse: Warehouse, store_id: int, scheme: Scheme, month: date, as_of: date, settings: Mapping[str, Value],
    on: date | None = None,
) -> pa.Table:
    """Return who of the tiers that have a norm was not contacted in the month, the best tier first, most money first.

    Columns: customer, name, phone, manager, tier (key), contribution, last_visit. Who is not to be contacted is left out, also
    where he said so after the month, by ``on``.
    """
    month, last = month.replace(day=1), _last_day(month)
    seen = min(as_of, last)
    frames = {
        "grades": grade_in_full(warehouse, store_id, scheme, seen, settings),
        "customer_managers": read_holders(warehouse, store_id, read_managers(warehouse, store_id, seen), seen, last),
    }
    rows = _with_tiers(
        warehouse.over(
            "measures/managers/uncontacted", frames, store=store_id, first_day=month, last_day=last, on=max(on or last, last)
        ), scheme,
    )
    wanted = [tier for each in scheme.contact_classes if _is_asked_for(each.contacts) for tier in each.tiers]
    return rows.filter(pc.is_in(rows["tier"], pa.array(wanted, pa.string())))


def _is_asked_for(norm: tuple[int, int] | None) -> bool:
    return norm is not None and norm[0] > 0


def read_overdue(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, on: date, settings: Mapping[str, Value],
    rules: CallRules | None = None,
) -> pa.Table:
    """Return the promises whose day has passed by ``on`` without the customer or a call, the longest overdue first.

    One row per customer: customer, name, phone, manager, tier (key), outcome, contact_day, next_day, days_overdue, note,
    contribution (of the window that ends on ``as_of``).
    """
    rules = rules or call_rules(warehouse, store_id)
    frames = {
        "grades": grade_in_full(warehouse, store_id, scheme, as_of, settings),
        "customer_managers": holders_on(warehouse, store_id, as_of, on),
    }
    return _with_tiers(warehouse.over(
        "measures/managers/overdue_promises", frames, store=store_id, as_of=as_of, on=on, reached_days=rules.reached_days,
        not_reached_days=rules.not_reached_days,
    ), scheme)


def finding_coverage(found: Coverage, lang: str) -> str:
    """Return how many of the classes stay below their norm, which first, and what share of contacts went where it should."""
    _, _n = translator(lang), counter(lang)
    if not found.contacts:
        return _("No contact is in the log of the month.")
    low = [each for each in found.classes if each.is_low]
    sentences = []
    if low:
        first = low[0]
        sentences.append(_("{name} was contacted too little: {contacted} of {customers}, {contacts} contacts.").format(
            name=class_text(found, first.key, lang), contacted=format_count(first.contacted, lang),
            customers=format_count(first.customers, lang), contacts=format_count(first.contacts, lang),
        ))
        if len(low) > 1:
            text = _n("{count} more class is below its norm.", "{count} more classes are below their norm.", len(low) - 1)
            sentences.append(text.format(count=format_count(len(low) - 1, lang)))
    else:
        sentences.append(_("Every class has the contacts that its norm asks for."))
    if found.priority_share is not None:
        sentences.append(_("{share} of contacts went to priority boxes; at least {least} should.").format(
            share=format_ratio(found.priority_share, lang, 0), least=format_ratio(PRIORITY, lang, 0)
        ))
    return (" " if lang == "en" else "").join(sentences)


def left_out_text(found: Coverage, uncontacted: int, lang: str) -> str:
    """Return who was not contacted either and is not among the ``uncontacted`` (``read_uncontacted``): no norm asks for it.

    Who is left out of the classes with a norm is not to be contacted. "" where nobody is left out.
    """
    _ = translator(lang)
    silent = [(each, each.customers - each.contacted) for each in found.classes]
    left = [(class_text(found, each.key, lang), count) for each, count in silent if not _is_asked_for(each.norm)]
    barred = sum(count for each, count in silent if _is_asked_for(each.norm)) - uncontacted
    left.append((_("not to be contacted"), barred))
    said = [_("{name} ({count})").format(name=name, count=format_count(count, lang)) for name, count in left if count > 0]
    return _("Left out: {names}").format(names=listed(said, lang)) if said else ""


def finding_overdue(overdue: pa.Table, lang: str, on: date | None = None) -> str:
    """Return how many promises are overdue, ``on`` being the day where it is to be said."""
    _ = translator(lang)
    text = _("No promise is overdue.")
    if overdue.num_rows:
        text = counter(lang)("{count} promise is overdue", "{count} promises are overdue", overdue.num_rows)
        text = text.format(count=format_count(overdue.num_rows, lang))
    return text if on is None else _("{day}: {text}").format(day=format_short_day(on, lang), text=text)


def class_text(found: Coverage, key: str | None, lang: str) -> str:
    """Return what a class is called."""
    _ = translator(lang)
    if key is None:
        return found.scheme.ungraded[lang]
    if found.scheme.classes:
        return _("Class {key}").format(key=key)
    label = found.scheme.tier(key).label[lang]
    return _("Grade {tier}").format(tier=label) if len(label) == 1 else label


def _together(
    key: str | None, rows: list[Mapping[str, Any] | None], norm: tuple[int, int] | None = None, wanted: Any = None
) -> Covered:
    known = [row for row in rows if row]
    sums = (sum(row[name] for row in known) for name in ("customers", "contacted", "contacts", "visits"))
    return Covered(key, *sums, norm, None if wanted is None else float(wanted))


def _with_tiers(rows: pa.Table, scheme: Scheme) -> pa.Table:
    places = pc.subtract(rows["tier_no"].cast(pa.int32()), 1).combine_chunks()
    at = rows.column_names.index("tier_no")
    return rows.set_column(at, "tier", pa.array(scheme.tier_keys, pa.string()).take(places))


def _last_day(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
