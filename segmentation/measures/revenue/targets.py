"""The preset target tables (目标预制表): what is expected of each customer, by grade and by module × grade.

Expected target = bookings × (1 + growth of frequency) × standard × (1 + growth of the standard), over a period as long as the
window. Bookings × standard is the contribution; the shown standard is rounded and not multiplied again, so that without growth
the targets are the contributions, customer by customer and in sum.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_money_short, translator
from segmentation.language.text import fold_signs
from segmentation.measures.grades.grading import grade_in_full
from segmentation.measures.revenue.composition import called, unclassified_no
from segmentation.schemes import Scheme, Value
from segmentation.settings.kept import get, put
from segmentation.settings.modules import Module, find_module, modules_frame, read_modules, texts_frame
from segmentation.warehouse import Warehouse

BY = ("tier", "module_tier")
FREQUENCY_LIMITS = (Decimal(-100), Decimal(200))
STANDARD_LIMITS = (Decimal(-10), Decimal(10))


@dataclass(frozen=True)
class Growth:
    """By how many per cent frequency and standard are to grow; a standard may move by 10 % at most."""

    frequency: Decimal = Decimal(0)
    standard: Decimal = Decimal(0)


def parse_growth(frequency: str | int | Decimal = 0, standard: str | int | Decimal = 0) -> Growth:
    """Return the growth that a person wrote in per cent, with at most two decimals; a % sign is tolerated.

    Raises InputError for anything that is no such number, or is out of the limits.

    >>> parse_growth("5%", "-2.5")
    Growth(frequency=Decimal('5'), standard=Decimal('-2.5'))
    """
    of_visits = N_("The growth of visits must be a percentage from {low} to {high}, not “{value}”.")
    of_standard = N_("The growth of the standard must be a percentage from {low} to {high}, not “{value}”.")
    return Growth(_per_cent(frequency, FREQUENCY_LIMITS, of_visits), _per_cent(standard, STANDARD_LIMITS, of_standard))


def _per_cent(value: str | int | Decimal, limits: tuple[Decimal, Decimal], message: str) -> Decimal:
    written = re.sub(r"[\u2212\u2010-\u2015]", "-", fold_signs(str(value))).rstrip("% ")
    number = Decimal(written) if re.fullmatch(r"[-+]?[0-9]{1,6}(\.[0-9]{1,2}0{0,9})?", written) else None
    if number is None or not limits[0] <= number <= limits[1]:
        raise InputError("bad_growth", message, low=f"{limits[0]}%", high=f"{limits[1]}%", value=str(value))
    return number


def read_growth(warehouse: Warehouse, store_id: int) -> Growth:
    """Return the growth that is kept for the store; none where nothing was kept."""
    kept = get(warehouse, store_id, "target_growth", {})
    try:
        return parse_growth(**kept)
    except (InputError, TypeError):
        return Growth()


def save_growth(warehouse: Warehouse, store_id: int, growth: Growth) -> Growth:
    """Keep the growth for the store and return it. Raises InputError, and keeps nothing, where it is out of the limits."""
    checked = parse_growth(growth.frequency, growth.standard)
    put(warehouse, store_id, "target_growth", {"frequency": str(checked.frequency), "standard": str(checked.standard)})
    return checked


def preset_targets(
    warehouse: Warehouse,
    store_id: int,
    scheme: Scheme,
    as_of: date,
    settings: Mapping[str, Value],
    by: str = "tier",
    growth: Growth | None = None,
) -> pa.Table:
    """Return the preset target table of a store as of a day, by tier or by module_tier.

    One row per customer who has visited: module (key), code (ZA), tier, customer, name, manager, frequency, bookings (tables in
    the window), standard (CNY), target (CNY, half a cent up), contribution (CNY), contribution_share (0–1, of all rows). ``by``
    orders the rows: by tier, or by module and tier, then by contribution. Nothing brought in the window expects 0.00, and a
    contribution below zero does not grow. Shares are null where all of them together brought nothing or less. Raises
    InputError for another ``by`` and for growth out of the limits.
    """
    if by not in BY:
        raise InputError("unknown_slices", N_("There are no slices by “{by}”. There are: {known}."), by=by, known=", ".join(BY))
    growth = growth or Growth()
    growth = parse_growth(growth.frequency, growth.standard)
    grades = grade_in_full(warehouse, store_id, scheme, as_of, settings)
    modules = read_modules(warehouse, store_id)
    frames = {
        "grades": grades,
        "modules": modules_frame(modules),
        "module_texts": texts_frame(modules, grades["module"].unique().to_pylist()),
    }
    return warehouse.over(
        "measures/revenue/targets", frames,
        by_module=by == "module_tier",
        unclassified=unclassified_no(modules),
        frequency_factor=int(10_000 + growth.frequency * 100),
        standard_factor=int(10_000 + growth.standard * 100),
    )


def with_codes_in(targets: pa.Table, modules: Sequence[Module], scheme: Scheme, lang: str) -> pa.Table:
    """Return preset targets with the code of each row as people say it: a grade with a long key by its name."""
    said = {}
    for code, module, tier in {tuple(row[name] for name in ("code", "module", "tier")) for row in targets.to_pylist()}:
        names = called(find_module(modules, module), scheme.tier(tier)) if module and tier else None
        said[code] = names[lang].split(" ")[0] if names else code
    codes = pa.array([said[code] for code in targets["code"].to_pylist()], pa.string())
    return targets.set_column(targets.column_names.index("code"), "code", codes)


def finding_targets(targets: pa.Table, period: str, lang: str) -> str:
    """Return what is expected of all customers, against what they brought in ``period`` (in words)."""
    _ = translator(lang)
    expected, brought = (sum(filter(None, targets[name].to_pylist()), Decimal(0)) for name in ("target", "contribution"))
    text = _("Expected of all customers: {target}. They brought {contribution} in {period}.")
    return text.format(
        target=format_money_short(expected, lang), contribution=format_money_short(brought, lang), period=period
    )
