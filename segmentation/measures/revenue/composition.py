"""Of whom a house lives: its customers and their contribution by tier, by module or by both, and how two houses differ.

Slices and walk-ins always add up to the store's whole revenue in the window, to the cent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, counter, format_count, format_ratio, translator
from segmentation.measures.grades.grading import grade_in_full, window_begins_after
from segmentation.schemes import Scheme, Tier, Value
from segmentation.settings.modules import UNCLASSIFIED, Module, Modules, Text, read_modules, texts_frame
from segmentation.warehouse import Warehouse

BY = ("tier", "module", "module_tier")
ZERO = Decimal("0.00")
SHORT_KEY = 2  # letters of a grade's key that stand in a code
UNGRADED, NO_COLOUR = "none", "#808890"  # who visited and has no tier under the scheme, such as one not rated yet


@dataclass(frozen=True)
class Slice:
    """One slice of the pies. ``key`` names it for programs and never changes, ``code`` for people (A, Z, ZA). Of a module and a
    grade with a long key ``called`` is what people call both, the code first: "Z·重要价值 政府".

    Contribution, standard and ``managed`` (the contribution of customers with an account manager) are in CNY. Shares are
    ratios of all slices, without walk-ins, that sum to 1; None where there is nothing to share. A slice whose refunds
    exceed its bills has a negative share.
    """

    key: str
    code: str
    label: Text
    colour: str
    customers: int
    customer_share: float | None
    contribution: Decimal
    contribution_share: float | None
    average_frequency: float | None
    standard: Decimal | None
    managed: Decimal
    module: str | None = None
    tier: str | None = None
    called: Text | None = None

    def code_in(self, lang: str) -> str:
        """Return the code in a language: of a grade with a long key its name stands in it (Z·重要价值)."""
        return self.called[lang].split(" ")[0] if self.called else self.code


@dataclass(frozen=True)
class Composition:
    """A store's customers in slices as of a day. ``sum of slices' contribution + walk_in == total``, to the cent."""

    as_of: date
    by: str
    slices: tuple[Slice, ...]
    walk_in_bills: int
    walk_in: Decimal
    total: Decimal

    @property
    def customers(self) -> int:
        """How many customers the slices hold."""
        return sum(each.customers for each in self.slices)

    @property
    def contribution(self) -> Decimal:
        """What the customers bring, walk-ins left out."""
        return sum((each.contribution for each in self.slices), ZERO)

    @property
    def controlled_share(self) -> float | None:
        """The share (0–1) of the whole revenue that customers with an account manager bring.

        None without revenue, and where they bring less than nothing or, refunds to others netted, more than all of it.
        """
        managed = sum((each.managed for each in self.slices), ZERO)
        return self.share_of_total(managed) if 0 <= managed <= self.total else None

    def share_of_total(self, amount: Decimal) -> float | None:
        """Return an amount's share of the whole revenue, walk-ins included; None without revenue."""
        return float(amount / self.total) if self.total > 0 else None


# --- one house -------------------------------------------------------------------------------------------------------


def composition(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value], by: str = "tier"
) -> Composition:
    """Return a store's customers as of a day in slices ``by`` tier, module or module_tier, and its walk-ins in the window.

    Tiers stand from the best on, modules in the order of the store's list; a tier or module without customers is there
    with zeros, of module_tier only those with customers are. Who visited and has no tier is a slice of his own, where there are
    such; who has not visited yet is not counted, but what was refunded to him stands there, so that the sum holds; a customer
    without a module, or with one that the list does not know, is unclassified. Raises InputError for another ``by``.
    """
    grades = grade_in_full(warehouse, store_id, scheme, as_of, settings)
    return compose(warehouse, store_id, scheme, as_of, settings, grades, by)


def compose(
    warehouse: Warehouse,
    store_id: int,
    scheme: Scheme,
    as_of: date,
    settings: Mapping[str, Value],
    grades: pa.Table,
    by: str = "tier",
) -> Composition:
    """Return ``composition`` of a list that ``grade_in_full`` made, so that several can be had of one grading."""
    if by not in BY:
        raise InputError("unknown_slices", N_("There are no slices by “{by}”. There are: {known}."), by=by, known=", ".join(BY))
    modules = read_modules(warehouse, store_id)
    frames = {"grades": grades, "module_texts": texts_frame(modules, grades["module"].unique().to_pylist())}
    found = warehouse.over("measures/revenue/composition", frames, by=by, unclassified=unclassified_no(modules)).to_pylist()
    revenue = warehouse.rows(
        "measures/revenue/house_revenue", store=store_id, as_of=as_of, begins_after=window_begins_after(as_of, settings["window"])
    )[0]
    rows = {(row.pop("module_no"), row.pop("tier_no")): row for row in found}
    customers = sum(row["customers"] for row in found)
    contribution = sum((row["contribution"] for row in found), ZERO)
    slices = [
        _slice(module, tier, rows.get((number, tier.number if tier else None)), customers, contribution, len(scheme.tiers))
        for number, module, tier in _places(modules, scheme, by)
    ]
    kept = tuple(
        each for each in slices if each.customers or each.contribution or (by != "module_tier" and each.tier != UNGRADED)
    )
    return Composition(as_of, by, kept, revenue["walk_in_bills"], revenue["walk_in"], revenue["total"])


def unclassified_no(modules: Modules) -> int:
    """Return the place of unclassified in the list, from 0."""
    return next(number for number, module in enumerate(modules) if module.key == UNCLASSIFIED)


def _places(modules: Modules, scheme: Scheme, by: str) -> list[tuple[int | None, Module | None, Tier | None]]:
    if by == "module":
        return [(number, module, None) for number, module in enumerate(modules)]
    tiers = (*scheme.tiers, _without_tier(scheme))
    if by == "tier":
        return [(None, None, tier) for tier in tiers]
    return [(number, module, tier) for number, module in enumerate(modules) for tier in tiers]


def _without_tier(scheme: Scheme) -> Tier:
    """Return where those stand who visited and have no tier, so that the slices add up to what all customers bring."""
    return Tier(0, UNGRADED, NO_COLOUR, scheme.ungraded, scheme.ungraded, scheme.ungraded, scheme.ungraded)


def _slice(
    module: Module | None, tier: Tier | None, row: Mapping[str, Any] | None, customers: int, contribution: Decimal, tiers: int
) -> Slice:
    row = row or {"customers": 0, "contribution": ZERO, "managed": ZERO, "average_frequency": None, "standard": None}
    parts = [part for part in (module, tier) if part is not None]
    return Slice(
        key=":".join(part.key for part in parts),
        code=_code(module, tier),
        label=_joined_label(module, tier),
        colour=_shade(module.colour, tier.number or tiers + 1, tiers + 1) if module and tier else parts[0].colour,
        customer_share=row["customers"] / customers if customers else None,
        contribution_share=float(row["contribution"] / contribution) if contribution > 0 else None,
        module=module and module.key,
        tier=tier and tier.key,
        called=called(module, tier),
        **row,
    )


def _shade(colour: str, place: int, places: int) -> str:
    """Return the module's colour for the grade at that place (1 the best): from a third darker to half way to white.

    >>> _shade("#0072b2", 1, 5), _shade("#0072b2", 5, 5)
    ('#004c77', '#80b8d8')
    """
    lighter = 0.5 * (place - 1) / (places - 1) * 5 / 3 - 1 / 3  # −1/3 … 1/2
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(part + (255 - part) * lighter if lighter > 0 else part * (1 + lighter)):02x}" for part in parts)


def _code(module: Module | None, tier: Tier | None) -> str:
    """Return A, Z, ZA; a longer key stands apart: Z-gold."""
    if module is None or tier is None:
        return module.code if module else tier.key
    return module.code + (tier.key if len(tier.key) <= SHORT_KEY else f"-{tier.key}")


def called(module: Module | None, tier: Tier | None) -> Text | None:
    """Return the module's letter with the grade's name as one word, and the module, where the grade has a long key; else None.

    Chinese leaves out that they are customers, unless nothing would be left: Z·重要价值, but Z·新客户.
    """
    if module is None or tier is None or len(tier.key) <= SHORT_KEY:
        return None
    names = dict(tier.label)
    if len(names["zh"]) > 3:
        names["zh"] = names["zh"].removesuffix("客户")
    one_word = {lang: f"{module.code}·{name}".replace(" ", "\u00a0") for lang, name in names.items()}
    return {lang: f"{code} {module.name[lang]}" for lang, code in one_word.items()}


def _joined_label(module: Module | None, tier: Tier | None) -> Text:
    if module is None or tier is None:
        return dict(tier.label if tier else module.name)
    return {"zh": f"{module.name['zh']}{tier.label['zh']}", "en": f"{module.name['en']} {tier.label['en']}"}


def composition_table(found: Composition, lang: str) -> pa.Table:
    """Return the slices as a frame: code, label in ``lang``, customers, customer_share, contribution, contribution_share,
    average_frequency, standard; money in CNY, exact."""
    rows = found.slices
    money = pa.decimal128(18, 2)
    return pa.table({
        "code": pa.array([each.code_in(lang) for each in rows], pa.string()),
        "label": pa.array([each.label[lang] for each in rows], pa.string()),
        "customers": pa.array([each.customers for each in rows], pa.int64()),
        "customer_share": pa.array([each.customer_share for each in rows], pa.float64()),
        "contribution": pa.array([each.contribution for each in rows], money),
        "contribution_share": pa.array([each.contribution_share for each in rows], pa.float64()),
        "average_frequency": pa.array([each.average_frequency for each in rows], pa.float64()),
        "standard": pa.array([each.standard for each in rows], money),
    })


def slices_table(found: Composition, lang: str) -> pa.Table:
    """Return ``composition_table`` as it is shown: code and module, or the tier alone as it is called, in front of what it is."""
    frame = composition_table(found, lang)
    if found.by == "tier":
        frame, called = frame.drop_columns(["code"]), "tier"
    else:
        called = "module"
    return frame.rename_columns([called if name == "label" else name for name in frame.column_names])


# --- two houses ------------------------------------------------------------------------------------------------------

WALK_IN_LABEL = {"zh": "散客", "en": "Walk-ins"}


def largest_module(found: Composition) -> Slice | None:
    """Return the module that brings the most, of those with a customer; None where nobody has one."""
    named = [each for each in found.slices if each.key != UNCLASSIFIED and each.customers]
    return max(named, key=lambda each: each.contribution, default=None)


def without_module(found: Composition) -> Slice | None:
    """Return the slice of those without a module, None where there is none."""
    return next((each for each in found.slices if each.key == UNCLASSIFIED), None)


def finding_slices(found: Composition, lang: str) -> str:
    """Return which slice brings the most of what customers bring, and how many customers it has."""
    _n = counter(lang)
    best = max((each for each in found.slices if each.customers), key=lambda each: each.contribution, default=None)
    if best is None:
        return translator(lang)("There is no customer yet")
    if best.contribution_share is None or best.contribution <= 0:
        return translator(lang)("Nothing is left of what was brought in this window, refunds deducted")
    text = _n(
        "{slice}: {customers} customer brings {share} of what customers bring",
        "{slice}: {customers} customers bring {share} of what customers bring", best.customers,
    )
    share = format_ratio(best.contribution_share, lang)
    return text.format(slice=best.label[lang], customers=format_count(best.customers, lang), share=share)


def finding_modules(modules: Composition, both: Composition, waiting: int, lang: str) -> str:
    """Return which module brings the most and which grade of it, and how many customers have no module yet.

    ``both`` is the composition by module and tier; ``waiting`` tells how many names suggest a module.
    """
    _, _n = translator(lang), counter(lang)
    largest, rest = largest_module(modules), without_module(modules)
    if largest is None:
        text = _n(
            "None of {customers} customers has a module yet; {count} name suggests one.",
            "None of {customers} customers has a module yet; {count} names suggest one.", waiting,
        ) if waiting else _("None of {customers} customers has a module yet.")
        return text.format(customers=format_count(modules.customers, lang), count=format_count(waiting, lang))
    if largest.contribution <= 0:
        return _("No customer with a module brought anything in this window.")
    best = max((each for each in both.slices if each.module == largest.key), key=lambda each: each.contribution)
    text = _("{module} customers bring the most, {share} of what customers bring, and {group} alone {group_share}.")
    if rest is not None and rest.contribution > largest.contribution:
        text = _("Of those with a module, {module} customers bring the most, {share} of what customers bring.")
    sentences = [text.format(
        module=largest.label[lang], share=format_ratio(largest.contribution_share, lang, 0), group=best.label[lang],
        group_share=format_ratio(best.contribution_share, lang, 0),
    )]
    if rest is not None and rest.customers:
        text = _n(
            "{customers} customer ({share}) has no module yet.", "{customers} customers ({share}) have no module yet.",
            rest.customers,
        )
        share = format_ratio(rest.customer_share, lang, 0)
        sentences.append(text.format(customers=format_count(rest.customers, lang), share=share))
    return (" " if lang == "en" else "").join(sentences)
