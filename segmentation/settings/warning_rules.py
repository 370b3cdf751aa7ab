"""When a customer counts as about to be lost, and how long winning one back may take: an owner's limits, kept as settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from types import MappingProxyType

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.values import read_number
from segmentation.settings.kept import get, keep, put
from segmentation.warehouse import Warehouse

NAME = "warning_rules"


@dataclass(frozen=True)
class Limit:
    """One limit: what it is called and what it means, its least and its most, and the decimals it may have."""

    label: str
    help: str
    low: Decimal
    high: Decimal
    digits: int = 0


LIMITS: Mapping[str, Limit] = MappingProxyType({
    "factor": Limit(
        N_("Silent for so many times the usual gap"),
        N_("The usual gap is the median of the days between a customer's visits; silence must be longer than that many times it"),
        Decimal(1), Decimal(10), 1,
    ),
    "min_visits": Limit(
        N_("Least visits for a usual gap"), N_("With fewer visits nobody can say what is usual"), Decimal(2), Decimal(50),
    ),
    "drop": Limit(
        N_("Fall of visits or spend (%)"), N_("Of the last 90 days against the 90 before; exactly that much counts"),
        Decimal(10), Decimal(100),
    ),
    "win_back_days": Limit(
        N_("Days to win a customer back"), N_("The date by which someone who was warned or went down should be back"),
        Decimal(1), Decimal(365),
    ),
    "within_days": Limit(
        N_("Days within which a visit counts as won back"), N_("Counted from the last contact before the visit"),
        Decimal(1), Decimal(365),
    ),
})


@dataclass(frozen=True)
class WarningRules:
    """The limits of early warning: ``LIMITS`` says what each means. ``factor`` has one decimal, ``drop`` is in per cent."""

    factor: Decimal = Decimal(2)
    min_visits: int = 3
    drop: int = 50
    win_back_days: int = 30
    within_days: int = 60


def parse_warning_rules(values: Mapping[str, str | int | Decimal], rules: WarningRules | None = None) -> WarningRules:
    """Return ``rules`` (None: the defaults) with the limits that a person wrote in their place.

    Raises InputError for a limit that there is not, and what is no number, out of range or has too many decimals.

    >>> parse_warning_rules({"factor": "2.5", "drop": "40"})
    WarningRules(factor=Decimal('2.5'), min_visits=3, drop=40, win_back_days=30, within_days=60)
    """
    return replace(rules or WarningRules(), **{name: _limit(name, value) for name, value in values.items()})


def _limit(name: str, value: str | int | Decimal) -> Decimal | int:
    if name not in LIMITS:
        known = ", ".join(LIMITS)
        raise InputError("unknown_limit", N_("There is no limit “{name}”. There are: {names}."), name=name, names=known)
    limit, number = LIMITS[name], read_number(str(value))
    step = Decimal(1).scaleb(-limit.digits)
    if number is None or not limit.low <= number <= limit.high or number % step:
        message = (
            N_("{name} must be a number from {low} to {high} with at most one decimal, not “{value}”.")
            if limit.digits
            else N_("{name} must be a whole number from {low} to {high}, not “{value}”.")
        )
        raise InputError("bad_limit", message, name=name, low=str(limit.low), high=str(limit.high), value=str(value))
    return number.quantize(step) if limit.digits else int(number)


def warning_rules(warehouse: Warehouse, store_id: int) -> WarningRules:
    """Return the limits of the store: its own, else the whole house's, else the defaults; one that no longer fits gives way."""
    kept = get(warehouse, store_id, NAME, {})
    rules = WarningRules()
    for each in fields(WarningRules):
        if each.name in kept:
            try:
                rules = parse_warning_rules({each.name: kept[each.name]}, rules)
            except InputError:
                continue
    return rules


def save_warning_rules(warehouse: Warehouse, store_id: int, values: Mapping[str, str | int | Decimal]) -> WarningRules:
    """Keep ``values`` for the store (0: for the whole house), what is not named stays as it was, and return all limits.

    Raises InputError, and keeps nothing, where one is wrong.
    """
    with warehouse.writing() as cursor:
        rules = parse_warning_rules(values, warning_rules(warehouse, store_id))
        keep(cursor, store_id, NAME, {name: str(value) for name, value in asdict(rules).items()})
    return rules


def reset_warning_rules(warehouse: Warehouse, store_id: int) -> None:
    """Forget what was kept for the store; the whole house's limits, or the defaults, hold again."""
    put(warehouse, store_id, NAME, None)
