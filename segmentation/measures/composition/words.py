"""What the parts of a house's sales are called, and what they say in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from segmentation.language.i18n import N_, counter, format_count, format_money_short, format_ratio, translator
from segmentation.measures.composition.parts import Part, Parts
from segmentation.measures.composition.placing import OF_CUSTOMERS
from segmentation.measures.composition.products import LEAST, Product, Products
from segmentation.measures.managers.call_words import WEEKDAYS
from segmentation.measures.revenue.composition import UNGRADED
from segmentation.schemes import Scheme
from segmentation.settings.modules import Modules

LABELS = {
    "grade": N_("Grade"), "module": N_("Module"), "region": N_("Region"), "manager": N_("Account manager"),
    "product": N_("Product"), "category": N_("Category"), "room": N_("Room or table"), "channel": N_("Channel"),
    "payment": N_("Payment method"), "meal_period": N_("Meal period"), "weekday": N_("Day of the week"),
}
MEAL_NAMES = {"morning": N_("Morning"), "noon": N_("Noon"), "evening": N_("Evening")}
NOT_SAID = {
    "grade": N_("Not graded"), "region": N_("No region"), "manager": N_("Nobody's"), "product": N_("On no line of a bill"),
    "category": N_("Without a category"),
}
SPARED = {"first_dish": N_("first dish"), "footfall": N_("draws customers")}
JOINT = {"zh": "、", "en": ", "}

Namer = Callable[[str | None], str]  # a part's key (None: not said) → what it is called


def namer(by: str, scheme: Scheme, modules: Modules, lang: str) -> Namer:
    """Return what names the parts ``by`` one of BY by their keys; what files say stays as they say it."""
    _ = translator(lang)
    names: dict[str | None, str] = {None: _(NOT_SAID.get(by, N_("Not said")))}
    if by == "grade":
        names |= {tier.key: tier.label[lang] for tier in scheme.tiers} | {UNGRADED: scheme.ungraded[lang]}
    elif by == "module":
        names |= {module.key: module.name[lang] for module in modules}
    elif by == "weekday":
        names |= {str(number): _(day) for number, day in enumerate(WEEKDAYS, 1)}
    elif by == "meal_period":
        names |= {key: _(name) for key, name in MEAL_NAMES.items()}
    return lambda key: names.get(key) or str(key)


def part_name(part: Part, name: Namer, lang: str) -> str:
    """Return what a part is called."""
    return translator(lang)("Walk-ins") if part.is_walk_in else name(part.key)


def best_part(found: Parts) -> Part | None:
    """Return the part with a name that sells most; None where none sells anything."""
    best = max(found.said, key=lambda each: each.sales, default=None)
    return best if best is not None and best.sales > 0 else None


def most_changed(found: Parts) -> Part | None:
    """Return the part with a name whose sales changed most in money since the window before; None where none did."""
    moved = [each for each in found.said if each.sales_before is not None and each.sales != each.sales_before]
    return max(moved, key=lambda each: abs(each.sales - (each.sales_before or 0)), default=None)


def finding_parts(found: Parts, name: Namer, lang: str) -> str:
    """Return which part sells most and its share of all revenue, and which changed most since the window before."""
    _, best = translator(lang), best_part(found)
    if not found.parts:
        return _("No bill lies in this window.")
    if best is None:
        text = _("No customer bought anything in this window.") if found.by in OF_CUSTOMERS else \
            _("The bills do not say it: {field}.")
        return text.format(field=_(LABELS.get(found.by, found.by)))
    text = _("{part} brings the most: {money}, {share} of all revenue.")
    if best.share is None:
        text = _("{part} brings the most: {money}.")
    said = [text.format(
        part=name(best.key), money=format_money_short(best.sales, lang), share=format_ratio(best.share, lang, 0)
    )]
    moved = most_changed(found)
    if moved is not None and moved.sales_before is not None:
        change = moved.sales - moved.sales_before
        text = _("{part} grew the most, by {money}.") if change > 0 else _("{part} fell the most, by {money}.")
        said.append(text.format(part=name(moved.key), money=format_money_short(abs(change), lang)))
    return ("" if lang == "zh" else " ").join(said)


def finding_products(found: Products, lang: str) -> str:
    """Return how many products mostly serve C and D and which to cut, what they sell and what they leave against the house."""
    _, _n = translator(lang), counter(lang)
    if not found.products:
        return _("No bill says what was sold, so no product can be judged.")
    if found.whole.margin_rate is None:
        return _("No cost is known, so it cannot be told which products to cut.")
    if not found.candidates:
        text = _n(
            "{count} product is sold; it does not mostly serve C, D and walk-ins below the house's margin of {margin}.",
            "{count} products are sold; none mostly serves C, D and walk-ins below the house's margin of {margin}.",
            len(found.products),
        )
        return text.format(
            count=format_count(len(found.products), lang), margin=format_ratio(found.whole.margin_rate, lang)
        )
    text = _n(
        "{cut} of {count} products can be cut. "
        "{candidates} mostly serves C, D and walk-ins at a margin below the house's {margin}.",
        "{cut} of {count} products can be cut. "
        "{candidates} mostly serve C, D and walk-ins at a margin below the house's {margin}.",
        len(found.candidates),
    )
    return text.format(
        candidates=format_count(len(found.candidates), lang), count=format_count(len(found.products), lang),
        cut=format_count(len(found.cut), lang), margin=format_ratio(found.whole.margin_rate, lang),
    )


def finding_cut(found: Products, lang: str) -> str:
    """Return which products are to be cut, or why there are none."""
    _ = translator(lang)
    if not found.products or found.whole.margin_rate is None:
        return finding_products(found, lang)
    if not found.cut:
        return _("Nothing to cut: every candidate is spared") if found.candidates else _("No product mostly serves C and D")
    names = JOINT[lang].join(each.name for each in found.cut[:3]) + (" …" if len(found.cut) > 3 else "")
    return _("To cut: {names}").format(names=names)


def finding_first_dishes(found: Products, lang: str) -> str:
    """Return after which first dish most new customers come again, against all new customers."""
    _ = translator(lang)
    told = told_first(found.products)
    if not told:
        return _("No first dish has {least} new customers yet").format(least=format_count(LEAST, lang))
    best = told[0]
    return _("After {product} first, {share} of new customers came again; of all new ones {every}").format(
        product=best.name, share=format_ratio(best.first.share, lang), every=format_ratio(found.every.share, lang)
    )


def told_first(products: Sequence[Product]) -> list[Product]:
    """Return the products of which a return can be told, the highest share first."""
    told = [each for each in products if each.first.share is not None]
    return sorted(told, key=lambda each: (-(each.first.share or 0), -each.first.followed, each.name))
