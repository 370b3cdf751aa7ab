"""What was done to win customers back, and whether it worked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import format_count, format_money_short, format_ratio, translator
from segmentation.settings.warning_rules import warning_rules
from segmentation.warehouse import Warehouse


@dataclass(frozen=True)
class WinBacks:
    """Whether contacts brought customers back.

    ``efforts`` has one row per customer and effort (contacts with no visit between them are one), the newest first: customer,
    name, phone, manager, contacted_on, last_contact, contacts, came_back_on (the first visit after the first contact, at most
    ``within_days`` after the last one; null: none), is_open (not back, and the days are not over), contribution_since (CNY, since
    the first contact, up to the next effort). Who is noted as won back without a contact in the ``within_days`` before is an
    effort of that day, whose visit may lie as many days before it as after it.
    """

    efforts: pa.Table
    within_days: int

    @property
    def contacted(self) -> int:
        """How many efforts there were."""
        return self.efforts.num_rows

    @property
    def back(self) -> int:
        """How many of them brought the customer back in time."""
        return self.contacted - self.efforts["came_back_on"].null_count

    @property
    def waiting(self) -> int:
        """How many are still open."""
        return pc.sum(self.efforts["is_open"]).as_py() or 0

    @property
    def share(self) -> float | None:
        """The share (0–1) that came back, of those that are not open; None where all are."""
        done = self.contacted - self.waiting
        return self.back / done if done else None

    @property
    def contribution(self) -> Decimal:
        """What those who came back have brought since they were contacted (CNY)."""
        back = self.efforts.filter(pc.is_valid(self.efforts["came_back_on"]))
        return pc.sum(back["contribution_since"]).as_py() or Decimal("0.00")


def read_win_backs(warehouse: Warehouse, store_id: int, as_of: date, active_days: int) -> WinBacks:
    """Return whether the contacts up to ``as_of`` brought customers back; nothing after that day is seen.

    Contacts are the notes made of customers, and those of the log that were answered by somebody who had been away for more than
    ``active_days`` then: what is said to a customer who comes anyway is no effort to win him back. A visit on the day of a
    contact counts as before it. Customers who are gone from the warehouse are left out.
    """
    within = warning_rules(warehouse, store_id).within_days
    efforts = warehouse.table(
        "measures/movement/win_backs", store=store_id, as_of=as_of, within_days=within, active_days=active_days
    )
    return WinBacks(efforts, within)


def care_history(warehouse: Warehouse, store_id: int, customer: str) -> pa.Table:
    """Return what was noted of a customer, the newest first: noted_on, state, note, author, batch."""
    return warehouse.table("measures/movement/care_history", store=store_id, customer=customer)


def read_barred(warehouse: Warehouse, store_id: int, on: date) -> pa.Array:
    """Return the customers who had asked by ``on`` not to be contacted again."""
    return warehouse.table("facts/barred", store=store_id, on=on)["customer_key"].combine_chunks()


def with_barred(rows: pa.Table, barred: pa.Array) -> pa.Table:
    """Return rows that have a customer with is_barred: whether he is one of ``barred``."""
    return rows.append_column("is_barred", pc.is_in(rows["customer"], barred))


def finding_win_backs(found: WinBacks, lang: str) -> str:
    """Return in a sentence how many contacts worked and what they brought; what to do where none is noted."""
    _ = translator(lang)
    if not found.contacted:
        return _("Nobody who was lost has been contacted yet. Note here whom you called, and the list tells who came back.")
    text = (
        _("{back} of {contacted} contacted customers came back within {days} days ({share}) and have brought {money} since.")
        if found.share is not None and not found.waiting
        else _(
            "{back} of {contacted} contacted customers came back within {days} days and have brought {money} since; "
            "{waiting} may still come."
        )
    )
    return text.format(
        back=format_count(found.back, lang), contacted=format_count(found.contacted, lang), days=found.within_days,
        share=format_ratio(found.share, lang, 0), money=format_money_short(found.contribution, lang),
        waiting=format_count(found.waiting, lang),
    )
