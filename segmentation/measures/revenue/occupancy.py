"""How full the tables are (上桌率): tables used ÷ (tables of the house × meal periods × open days), month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from segmentation.language.i18n import N_, counter, format_count, format_month, format_ratio, translator
from segmentation.measures.grades.grading import default_as_of
from segmentation.measures.movement.month_ends import month_end
from segmentation.settings.rooms import read_open_days, read_room
from segmentation.warehouse import Warehouse

LINE = Fraction(80, 100)  # rule of thumb: what active customers at 45 % of revenue go with
OVER = N_("More than 100%: tables were used more than once in a meal period, or there are more of them.")
PICTURED = 24  # months that are drawn, the last ones
STATEMENTS = ("measures/revenue/tables_used",)
OCCUPANCY = N_("Tables used ÷ (tables of the house × meal periods × open days), by month")


@dataclass(frozen=True)
class Occupied:
    """A month (its first day): tables used, on how many ``open_days`` (``is_said``: by the house, else those with bills).

    ``capacity`` is how many tables could have been used, None where nobody has said how many there are. ``is_over``: the bills
    reach its last day.
    """

    month: date
    tables_used: int
    open_days: int
    is_said: bool
    capacity: int | None
    is_over: bool

    @property
    def occupancy(self) -> float | None:
        """The share of the tables that was used, above 1 where more were used than there are; None where it cannot be told."""
        return self.tables_used / self.capacity if self.capacity else None

    @property
    def missing(self) -> int:
        """How many more tables would have reached the rule's line."""
        return max(0, ceil(LINE * (self.capacity or 0)) - self.tables_used)


def read_occupancy(warehouse: Warehouse, store_id: int, as_of: date) -> list[Occupied]:
    """Return how full the tables were in every month with bills up to a day, in order.

    Empty where no bill says how many tables it took, as with a till that writes single items. Raises InputError for whom only a
    part of the customers is shown.
    """
    warehouse.check_ranking()
    room, said = read_room(warehouse, store_id), read_open_days(warehouse, store_id)
    rows = warehouse.rows("measures/revenue/tables_used", store=store_id, as_of=as_of)
    if not any(row["tables_used"] for row in rows):
        return []
    last = default_as_of(warehouse, store_id)
    until = min(as_of, last) if last else as_of
    found = []
    for row in rows:
        days = said.get(row["month"], row["days_with_bills"])
        capacity = room.tables * room.periods * days if room else None
        is_over = month_end(row["month"]) <= until
        found.append(Occupied(row["month"], row["tables_used"], days, row["month"] in said, capacity, is_over))
    return found


def finding_occupancy(found: list[Occupied], lang: str) -> str:
    """Return how full the last whole month was, and the fullest and emptiest of the months that are over."""
    _ = translator(lang)
    told = [each for each in found if each.occupancy is not None and each.is_over]
    if not found:
        return _("The bills do not say how many tables they took.")
    if not told:
        return _("Say how many tables the house has, then it can be told how full they were.")
    last = told[-1]
    most, least = max(told, key=lambda each: each.occupancy), min(told, key=lambda each: each.occupancy)
    text = _("In {month} {share} of the tables were taken.")
    if most is not least:
        text = _("In {month} {share} of the tables were taken; most in {full} ({most}), least in {empty} ({least}).")
    return text.format(
        month=format_month(last.month, lang), share=format_ratio(last.occupancy, lang, 0),
        full=format_month(most.month, lang), most=format_ratio(most.occupancy, lang, 0),
        empty=format_month(least.month, lang), least=format_ratio(least.occupancy, lang, 0),
    )


def finding_ends(found: list[Occupied], lang: str) -> str:
    """Return the fullest and the emptiest of the months that are drawn and over: the title of their picture."""
    told = [each for each in [each for each in found if each.occupancy is not None][-PICTURED:] if each.is_over]
    most, least = (pick(told, key=lambda each: each.occupancy, default=None) for pick in (max, min))
    if most is least:
        return finding_occupancy(found, lang)
    return translator(lang)("Most of the tables were taken in {full} ({most}), least in {empty} ({least})").format(
        full=format_month(most.month, lang), most=format_ratio(most.occupancy, lang, 0),
        empty=format_month(least.month, lang), least=format_ratio(least.occupancy, lang, 0),
    )


def finding_last(found: list[Occupied], lang: str) -> str:
    """Return how full the last whole month was, and how many tables more would have reached the rule's line."""
    _, _n = translator(lang), counter(lang)
    told = [each for each in found if each.occupancy is not None and each.is_over]
    if not told:
        return finding_occupancy(found, lang)
    last = told[-1]
    text = _("In {month} {share} of the tables were taken, no less than {line}.")
    if last.missing:
        text = _n(
            "In {month} {share} of the tables were taken; one more table would have reached {line}.",
            "In {month} {share} of the tables were taken; {missing} more tables would have reached {line}.", last.missing,
        )
    return text.format(
        month=format_month(last.month, lang), share=format_ratio(last.occupancy, lang, 0),
        missing=format_count(last.missing, lang), line=format_ratio(float(LINE), lang, 0),
    )
