"""What serving a customer costs beside the goods: an owner's rates for a visit and for a contact, kept as settings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.values import read_number
from segmentation.settings.kept import get, keep
from segmentation.warehouse import Warehouse

HIGHEST_RATE = Decimal(1_000_000)


@dataclass(frozen=True)
class CostRates:
    """What serving a customer costs beside the goods, in CNY: for each visit, and for each contact of his manager with him."""

    per_visit: Decimal = Decimal("0.00")
    per_contact: Decimal = Decimal("0.00")


def parse_cost_rates(per_visit: str | int | Decimal = 0, per_contact: str | int | Decimal = 0) -> CostRates:
    """Return the rates that a person wrote, in CNY to the cent.

    Raises InputError for what is no amount, below 0, above 1,000,000, or finer than a cent.

    >>> parse_cost_rates("¥12.5", "1,000")
    CostRates(per_visit=Decimal('12.50'), per_contact=Decimal('1000.00'))
    """
    return CostRates(_rate(per_visit), _rate(per_contact))


def _rate(text: str | int | Decimal) -> Decimal:
    number = read_number(str(text))
    if number is None or not 0 <= number <= HIGHEST_RATE or number != (cents := number.quantize(Decimal("0.01"))):
        message = N_("A rate must be an amount from 0 to 1,000,000 with at most two decimals, not “{value}”.")
        raise InputError("bad_rate", message, value=str(text))
    return cents


def cost_rates(warehouse: Warehouse, store_id: int) -> CostRates:
    """Return what serving a customer costs in the store: its own rates, else the whole house's, else 0 and 0."""
    try:
        return parse_cost_rates(**get(warehouse, store_id, "cost_rates", {}))
    except (InputError, TypeError):
        return CostRates()


def save_cost_rates(
    warehouse: Warehouse,
    store_id: int,
    per_visit: str | int | Decimal | None = None,
    per_contact: str | int | Decimal | None = None,
) -> CostRates:
    """Keep the rates for the store (0: for the whole house) and return them; one that is None stays as it was.

    Raises InputError, and keeps nothing, where one is wrong.
    """
    with warehouse.writing() as cursor:
        was = cost_rates(warehouse, store_id)
        rates = parse_cost_rates(
            was.per_visit if per_visit is None else per_visit, was.per_contact if per_contact is None else per_contact
        )
        kept = {"per_visit": str(rates.per_visit), "per_contact": str(rates.per_contact)}
        keep(cursor, store_id, "cost_rates", kept)
    return rates
