"""The same guest across stores, known by his phone: how many there are, what they bring, and who brings most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby

import pyarrow as pa

from segmentation.language.i18n import counter, format_money_short, format_ratio, translator
from segmentation.measures.chain.totals import Store, stores_frame
from segmentation.measures.grades.grading import window_begins_after
from segmentation.warehouse import Warehouse

MOST = 3  # customers of a store with one phone; what more of them carry is the house's own number, or made up


@dataclass(frozen=True)
class GuestAt:
    """A guest in one store: his key and name there, visits and contribution (CNY) in the window, his last visit."""

    store: str
    customer: str
    name: str | None
    visits: int
    contribution: Decimal
    last_visit: date


@dataclass(frozen=True)
class Guest:
    """A phone that customers of two stores or more come with; ``at`` has the stores, where he brings the most first."""

    phone: str
    at: tuple[GuestAt, ...]

    @property
    def name(self) -> str | None:
        """What he is called where he brings the most, else elsewhere."""
        return next((each.name for each in self.at if each.name), None)

    @property
    def visits(self) -> int:
        """His visits in the window, in all stores; two stores on one day are two."""
        return sum(each.visits for each in self.at)

    @property
    def contribution(self) -> Decimal:
        """What he brings in the window, in all stores (CNY)."""
        return sum((each.contribution for each in self.at), Decimal("0.00"))


@dataclass(frozen=True)
class Guests:
    """All guests of more than one store, who brings most first; none where the account sees no phones, which tell them."""

    guests: tuple[Guest, ...]
    phones_hidden: bool = False

    @cached_property
    def contribution(self) -> Decimal:
        """What they bring together in the window (CNY)."""
        return sum((each.contribution for each in self.guests), Decimal("0.00"))

    def frame(self) -> pa.Table:
        """Return a row a guest: customer, name, phone, stores_count, main_store, visits, contribution, last_visit."""
        rows, money = self.guests, pa.decimal128(18, 2)
        return pa.table({
            "customer": pa.array([each.at[0].customer for each in rows], pa.string()),
            "name": pa.array([each.name for each in rows], pa.string()),
            "phone": pa.array([each.phone for each in rows], pa.string()),
            "stores_count": pa.array([len(each.at) for each in rows], pa.int64()),
            "main_store": pa.array([each.at[0].store for each in rows], pa.string()),
            "frequency": pa.array([each.visits for each in rows], pa.int64()),
            "contribution": pa.array([each.contribution for each in rows], money),
            "last_visit": pa.array([max(one.last_visit for one in each.at) for each in rows], pa.date32()),
        })

    def by_store(self) -> pa.Table:
        """Return a row a guest and store: phone, store, customer, name, frequency (visits), contribution, last_visit."""
        rows = [(guest.phone, each) for guest in self.guests for each in guest.at]
        return pa.table({
            "phone": pa.array([phone for phone, _each in rows], pa.string()),
            **{
                name: pa.array([getattr(each, name) for _phone, each in rows], pa.string())
                for name in ("store", "customer", "name")
            },
            "frequency": pa.array([each.visits for _phone, each in rows], pa.int64()),
            "contribution": pa.array([each.contribution for _phone, each in rows], pa.decimal128(18, 2)),
            "last_visit": pa.array([each.last_visit for _phone, each in rows], pa.date32()),
        })


def read_guests(warehouse: Warehouse, stores: Sequence[Store], as_of: date, window: str) -> Guests:
    """Return who has come to two or more of the stores by ``as_of``, known by his phone; masked phones tell nobody."""
    if not warehouse.rights.sees_phones:
        return Guests((), phones_hidden=True)
    rows = warehouse.over(
        "measures/chain/chain_guests", {"chain_stores": stores_frame(warehouse, stores)}, as_of=as_of,
        begins_after=window_begins_after(as_of, window), most=MOST,
    ).to_pylist()
    return Guests(tuple(
        Guest(phone, tuple(GuestAt(**{name: value for name, value in row.items() if name != "phone"}) for row in group))
        for phone, group in groupby(rows, key=lambda row: row["phone"])
    ))


def finding_guests(found: Guests, identified: Decimal, lang: str) -> str:
    """Return how many guests come to more than one store and what part of the known customers' revenue they bring."""
    _, _n, count = translator(lang), counter(lang), len(found.guests)
    if found.phones_hidden:
        return _("Your account sees no phones, by which guests of several stores are known")
    if not count:
        return _("No phone is known in more than one store")
    text = _n(
        "{count} guest comes to more than one store and brings {money}",
        "{count} guests come to more than one store and bring {money}", count,
    ).format(count=f"{count:,}", money=format_money_short(found.contribution, lang))
    if identified <= 0 or not 0 <= found.contribution <= identified:
        return text
    share = format_ratio(float(found.contribution / identified), lang)
    return _("{said}, {share} of the known customers' revenue").format(said=text, share=share)
