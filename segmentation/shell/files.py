"""The commands of the shell that write files to take away: deck, targets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, translator
from segmentation.measures.revenue.composition import BY
from segmentation.measures.revenue.targets import BY as TARGETS_BY
from segmentation.reports import comparison_slides, make_deck, read_register, read_side, store_slides, targets_workbook
from segmentation.schemes import DEFAULT
from segmentation.shell.handing import hand_out
from segmentation.shell.parts import read_look
from segmentation.warehouse import Warehouse


def add_files(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands that write files to ``cli``, with their help and their files in ``lang``."""
    _ = translator(lang)
    store = click.option("--store", required=True, help=_("The store that is asked about."))
    day = click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    scheme = click.option(
        "--scheme", "scheme_key", default=DEFAULT, show_default=True, help=_("The grading scheme (schemes lists them).")
    )
    out = click.option(
        "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help=_("The file to write.")
    )

    @cli.command("deck", help=_("Write a PowerPoint deck of a store, or of two side by side, with charts that can be edited."))
    @click.option("--store", "stores", required=True, multiple=True, help=_("The store; given twice, two stores side by side."))
    @click.option("--store2", help=_("The store beside it; with --as-of2 alone, the same store on another day."))
    @day
    @click.option("--as-of2", help=_("The day of the other side."))
    @click.option("--by", type=click.Choice(BY), default="module", show_default=True, help=_("What the slices are."))
    @scheme
    @click.option("--anonymous", is_flag=True, help=_("Mask names and phones of customers."))
    @click.option("--anonymous-house", is_flag=True, help=_("Mask customers, managers and stores."))
    @out
    def write_deck(stores, store2, as_of, as_of2, by, scheme_key, anonymous, anonymous_house, out):
        store, *others = [*stores, *([store2] if store2 else [])]
        if len(others) > 1:
            raise InputError("too_many_stores", N_("A deck puts two stores side by side, not more."))
        store2 = others[0] if others else None
        warehouse = open_warehouse()
        looks = [read_look(warehouse, store, scheme_key, as_of)]
        slides = []
        if store2 or as_of2:
            looks.append(read_look(warehouse, store2 or store, scheme_key, as_of2))
            one, other = (read_side(warehouse, look.store_id, look.store, look.scheme, look.as_of, by) for look in looks)
            slides += comparison_slides((one, other), looks[0].scheme, lang)
        for look in looks:
            slides += store_slides(warehouse, look.store_id, look.store, look.scheme, look.as_of, by, lang)
        register, masks = read_register(warehouse), {"anonymous": anonymous or anonymous_house, "house": anonymous_house}
        hand_out(warehouse, out, lambda: make_deck(slides, lang, register, **masks), lang)

    @cli.command("targets", help=_("Write the preset target tables of a store as a workbook."))
    @store
    @day
    @scheme
    @click.option("--by", type=click.Choice(TARGETS_BY), default="tier", show_default=True, help=_("What the sheets are."))
    @out
    def write_targets(store, as_of, scheme_key, by, out):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, scheme_key, as_of)
        make = partial(targets_workbook, warehouse, look.store_id, look.scheme, look.as_of, by, lang)
        hand_out(warehouse, out, make, lang)
