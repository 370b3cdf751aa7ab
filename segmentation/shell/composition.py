"""The commands of the shell about what sales are made of: composition, products."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import click

from segmentation.language.i18n import format_money, format_ratio, translator
from segmentation.measures.composition.parts import BY, WALK_IN, Part, part_tiers, read_parts
from segmentation.measures.composition.products import Product, read_products
from segmentation.measures.composition.words import SPARED, finding_composition, finding_products, namer, note_unpriced, part_name
from segmentation.schemes import DEFAULT
from segmentation.settings.modules import read_modules
from segmentation.shell.parts import print_json, read_look
from segmentation.shell.reports import WINDOWS
from segmentation.warehouse import Warehouse


def add_composition(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    store = click.option("--store", required=True, help=_("The store that is asked about."))
    scheme = click.option(
        "--scheme", "scheme_key", default=DEFAULT, show_default=True, help=_("The grading scheme (schemes lists them).")
    )
    day = click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    window = click.option("--window", type=click.Choice(WINDOWS), help=_("The days that visits and spend are counted over."))
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))

    @cli.command("composition", help=_("Say what a store's sales are made of, against the window before."))
    @store
    @click.option("--by", type=click.Choice(BY), required=True, help=_("What the parts are."))
    @click.option("--grades", "by_tier", is_flag=True, help=_("The sales of each part by grade as well."))
    @scheme
    @day
    @window
    @as_json
    def composition(store, by, by_tier, scheme_key, as_of, window, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, scheme_key, as_of, window)
        asked = (warehouse, look.store_id, look.scheme, look.as_of, look.settings, by)
        found = read_parts(*asked)
        tiers = part_tiers(*asked) if by_tier else None
        if as_json:
            print_json([part_answer(each, None if tiers is None else tiers.get(each.mark, {})) for each in found.parts])
            return
        name = namer(by, look.scheme, read_modules(warehouse, look.store_id), lang)
        click.echo(finding_composition(found, name, lang))
        for each in found.parts:
            told = [part_name(each, name, lang), format_money(each.sales, lang), format_ratio(each.share, lang)]
            if tiers is not None:
                told += [f"{tier} {format_money(sales, lang)}" for tier, sales in tiers.get(each.mark, {}).items()]
            click.echo("  ".join(told))

    @cli.command("products", help=_("Say what each product sells to whom, which mostly serve C and D, and which to cut."))
    @store
    @scheme
    @day
    @window
    @as_json
    def products(store, scheme_key, as_of, window, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, scheme_key, as_of, window)
        found = read_products(warehouse, look.store_id, look.scheme, look.as_of, look.settings)
        if as_json:
            print_json([product_answer(each, found.tiers) for each in found.products])
            return
        click.echo(finding_products(found, lang))
        if note := note_unpriced(found, lang):
            click.echo(note)
        for each in found.products:
            state = _("can be cut") if each.cut else _(SPARED[each.spared_by]) if each.spared_by else ""
            told = (each.name, format_money(each.part.sales, lang), format_ratio(each.part.margin_rate, lang), state)
            click.echo("  ".join(filter(None, told)))


def part_answer(part: Part, by_tier: dict[str, Decimal] | None = None) -> dict[str, Any]:
    """Return a part as programs get it: key null where nothing is said, walk_in of walk-ins; money is text, shares 0–1."""
    answer = {
        "key": WALK_IN if part.is_walk_in else part.key, "customers": part.customers, "visits": part.visits,
        "covers": part.covers, "sales": _money(part.sales), "share": part.share, "margin_rate": part.margin_rate,
        "sales_before": _money(part.sales_before),
    }
    if by_tier is not None:
        answer["by_tier"] = {tier: _money(sales) for tier, sales in by_tier.items()}
    return answer


def product_answer(product: Product, tiers: tuple[str, ...]) -> dict[str, Any]:
    """Return a product as programs get it; turnover (a year) and cross ratio are null where its stock or cost is not known."""
    low, high = product.first.interval or (None, None)
    return {
        "product": product.name, "category": product.category, "sales": _money(product.part.sales), "share": product.part.share,
        "margin_rate": product.part.margin_rate,
        "by_tier": {tier: _money(product.by_tier.get(tier, Decimal("0.00"))) for tier in tiers},
        "mostly_c_d": product.mostly_c_d, "cut": product.cut, "spared_by": product.spared_by,
        "first_dish_customers": product.first.followed, "returned_share": product.first.share, "low": low, "high": high,
        "turnover": product.turnover, "cross_ratio": product.cross_ratio, "contribution_ratio": product.contribution_ratio,
    }


def _money(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"
