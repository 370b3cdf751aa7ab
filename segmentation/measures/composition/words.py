"""What the parts of a house's sales are called, and what they say in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from segmentation.language.i18n import N_, counter, format_count, format_money_short, format_ratio, translator
from segmentation.measures.composition.parts import ZERO, Part, Parts
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
LAG = 0.01  # by which profit grows slower than sales, from where on it is said to have grown that little only
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


def best_parts(found: Parts) -> tuple[Part, ...]:
    """Return the parts that sell most, of all that are drawn, several where they sell the same; none where none sells anything
    and where all that is sold has no name or is of walk-ins.
    """
    most = max((each.sales for each in found.parts), default=ZERO)
    if most <= 0 or all(each.sales <= 0 for each in found.said):
        return ()
    return tuple(each for each in found.parts if each.sales == most)


def finding_slots(found: Parts, days: Namer, meals: Namer, lang: str) -> str:
    """Return on which day of the week and at which meal customers spend most, of parts by both; the first of equals.

    What walk-ins spent is not in it, but where they are all there is. Where nothing is left of what was spent, that is said.
    """
    _ = translator(lang)
    told = [each for each in found.said if (each.key or "").partition(" ")[2]]
    best = max(told, key=lambda each: slot_sales(found, each), default=None)
    if best is None or slot_sales(found, best) <= 0:
        return _("Nothing is left of what customers spent, refunds deducted")
    day, _blank, meal = (best.key or "").partition(" ")
    text = _("Walk-ins spend most on {day}, {meal}: {money}") if found.is_of_walk_ins else _(
        "Customers spend most on {day}, {meal}: {money}"
    )
    return text.format(day=days(day), meal=meals(meal), money=format_money_short(slot_sales(found, best), lang))


def slot_sales(found: Parts, part: Part) -> Decimal:
    """Return what customers spent at a time (CNY); of a house with walk-ins only, what they did."""
    return part.walk_in_sales if found.is_of_walk_ins else part.sales - part.walk_in_sales


def finding_most(found: Parts, name: Namer, lang: str) -> str:
    """Return from which parts most comes, or why that cannot be said."""
    if not (best := best_parts(found)):
        return finding_parts(found, name, lang)
    _ = translator(lang)
    return _("{label}: most from {part}").format(label=_(LABELS.get(found.by, found.by)), part=names_of(best, name, lang))


def most_changed(found: Parts) -> Part | None:
    """Return the part whose sales changed most in money since the window before, of all that are drawn; None where none did, and
    where two changed by as much."""
    moved = sorted((each for each in found.parts if _moved(each)), key=lambda each: -abs(_moved(each)))
    return moved[0] if moved and (len(moved) == 1 or abs(_moved(moved[1])) < abs(_moved(moved[0]))) else None


def _moved(part: Part) -> Decimal:
    return ZERO if part.sales_before is None else part.sales - part.sales_before


def names_of(parts: Sequence[Part], name: Namer, lang: str) -> str:
    """Return the names of parts as a sentence says them: what nothing is said of in quotation marks."""
    return JOINT[lang].join(
        f"“{name(None)}”" if each.key is None and not each.is_walk_in else part_name(each, name, lang) for each in parts
    )


def finding_profit(found: Parts, lang: str) -> str:
    """Return by how much sales and gross profit changed, and the margin then and now; "" unless all of it is known."""
    _, profits, sales_before = translator(lang), found.profits, found.sales_before
    now, then = found.margin_rate, found.margin_rate_before
    if profits is None or not sales_before or sales_before < 0 or profits[0] <= 0 or now is None or then is None:
        return ""
    sales, profit = float(found.sales / sales_before) - 1, float(profits[1] / profits[0]) - 1
    said_sales = _("Sales rose {share}") if sales > 0 else _("Sales fell {share}")
    if profit > 0:
        said_profit = _("gross profit only {share}") if sales - profit >= LAG else _("gross profit rose {share}")
    else:
        said_profit = _("gross profit fell {share}") if sales <= 0 or profit == 0 else _("but gross profit fell {share}")
    return _("{sales}, {profit}; margin {then} → {now}.").format(
        sales=said_sales.format(share=format_ratio(abs(sales), lang)), then=format_ratio(then, lang),
        profit=said_profit.format(share=format_ratio(abs(profit), lang)), now=format_ratio(now, lang),
    )


def finding_composition(found: Parts, name: Namer, lang: str) -> str:
    """Return what sales and profit did since the window before, then which parts sell most and changed most."""
    return ("" if lang == "zh" else " ").join(filter(None, (finding_profit(found, lang), finding_parts(found, name, lang))))


def finding_parts(found: Parts, name: Namer, lang: str) -> str:
    """Return which part sells most and its share of all revenue, and which changed most since the window before."""
    _, best = translator(lang), best_parts(found)
    if not found.parts:
        return _("No bill lies in this window.")
    if not best:
        return _finding_unnamed(found, lang)
    money, share = format_money_short(best[0].sales, lang), None if found.of_group else best[0].share
    if len(best) > 2:
        text, count = _("{count} parts bring the most, {money} each."), format_count(len(best), lang)
        said = [text.format(count=count, money=money)]
    else:
        text = _("{part} brings the most: {money}, {share} of all revenue.")
        if share is None:
            text = _("{part} brings the most: {money}.")
        if best[0].is_walk_in:
            text = _("Walk-ins bring the most: {money}, {share} of all revenue.")
        if len(best) == 2:
            text = _("{part} bring the most: {money} each.") if share is None else \
                _("{part} bring the most: {money} each, {share} of all revenue each.")
        said = [text.format(part=names_of(best, name, lang), money=money, share=format_ratio(share, lang, 0))]
    moved = most_changed(found)
    if moved is not None:
        text = _("{part} grew the most, by {money}.") if _moved(moved) > 0 else _("{part} fell the most, by {money}.")
        said.append(text.format(part=names_of([moved], name, lang), money=format_money_short(abs(_moved(moved)), lang)))
    return ("" if lang == "zh" else " ").join(said)


def _finding_unnamed(found: Parts, lang: str) -> str:
    """Return of sales without a part that has a name what they are: not said, or of walk-ins."""
    _ = translator(lang)
    sold = {each.is_walk_in: format_money_short(each.sales, lang) for each in found.parts if each.key is None and each.sales > 0}
    if found.by not in OF_CUSTOMERS:
        text = _("The bills do not say it: {field}.")
    elif False in sold:
        text = _("No customer has a manager: {money} together.") if found.by == "manager" else \
            _("No customer has this filled in: {field}. They brought {money} together.")
    else:
        text = _("No customer bought anything in this window.")
        if sold:
            text = _("All revenue of this window is from walk-ins: {money}.")
    return text.format(field=_(LABELS.get(found.by, found.by)), money=sold.get(False) or sold.get(True, ""))


def finding_products(found: Products, lang: str) -> str:
    """Return how many products mostly serve C and D and which to cut, what they sell and what they leave against the house."""
    _, _n = translator(lang), counter(lang)
    if not found.products and found.unpriced:
        return _("The bills name dishes without an amount of their own, so no product can be judged.")
    if not found.products:
        return _("No bill says what was sold, so no product can be judged.")
    if found.whole.margin_rate is None:
        return _("Nothing is left of the sales whose cost is known, so it cannot be told which products to cut.") \
            if found.whole.has_cost else _("No cost is known, so it cannot be told which products to cut.")
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


def note_unpriced(found: Products, lang: str) -> str:
    """Return how many dishes have no amount of their own, and where their money is; "" where each product has one."""
    if not found.unpriced:
        return ""
    text = counter(lang)(
        "{count} dish on the bills has no amount of its own, only its bill does: its money is with no product.",
        "{count} dishes on the bills have no amount of their own, only their bills do: their money is with no product.",
        found.unpriced,
    )
    return text.format(count=format_count(found.unpriced, lang))


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
