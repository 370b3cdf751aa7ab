"""How long a customer may owe a bill that went on account, and how much: an owner's terms, kept as settings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.values import CENT, read_number
from segmentation.settings.kept import get, keep
from segmentation.warehouse import Warehouse

NAME = "credit_terms"
LONGEST_TERM = 365
LARGEST_LIMIT = Decimal(1_000_000_000)


@dataclass(frozen=True)
class CreditTerms:
    """A bill on account is due ``term_days`` after its day; a customer may owe ``limit`` (CNY; None: as much as he likes)."""

    term_days: int = 30
    limit: Decimal | None = None


def parse_credit_terms(term_days: str | int = 30, limit: str | int | Decimal | None = None) -> CreditTerms:
    """Return the terms that a person wrote; a limit that is blank or 0 is none.

    Raises InputError for what is no whole number from 0 to 365, and a limit that is no amount from 0 to the cent.

    >>> parse_credit_terms("45", "5万"), parse_credit_terms(0, "")
    (CreditTerms(term_days=45, limit=Decimal('50000.00')), CreditTerms(term_days=0, limit=None))
    """
    days = read_number(str(term_days))
    if days is None or days % 1 or not 0 <= days <= LONGEST_TERM:
        message = N_("The term must be a whole number of days from 0 to {most}, not “{value}”.")
        raise InputError("bad_term", message, value=str(term_days), most=LONGEST_TERM)
    text = "" if limit is None else str(limit).strip()
    amount = read_number(text) if text else Decimal(0)
    if amount is None or not 0 <= amount <= LARGEST_LIMIT or amount != amount.quantize(CENT):
        message = N_("The limit must be an amount from 0 with at most two decimals, not “{value}”.")
        raise InputError("bad_limit", message, value=text)
    return CreditTerms(int(days), amount.quantize(CENT) or None)


def credit_terms(warehouse: Warehouse, store_id: int) -> CreditTerms:
    """Return the terms of the store: its own, else the whole house's, else 30 days and no limit."""
    try:
        return parse_credit_terms(**get(warehouse, store_id, NAME, {}))
    except (InputError, TypeError):
        return CreditTerms()


def save_credit_terms(
    warehouse: Warehouse, store_id: int, term_days: str | int | None = None, limit: str | int | Decimal | None = None
) -> CreditTerms:
    """Keep the terms for the store (0: for the whole house) and return them; what is None stays as it was.

    Raises InputError, and keeps nothing, where one is wrong.
    """
    with warehouse.writing() as cursor:
        was = credit_terms(warehouse, store_id)
        terms = parse_credit_terms(
            was.term_days if term_days is None else term_days, was.limit if limit is None else limit
        )
        keep(cursor, store_id, NAME, {"term_days": terms.term_days, "limit": None if terms.limit is None else str(terms.limit)})
    return terms
