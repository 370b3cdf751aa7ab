"""Trades: what a house of a kind begins with (its scheme, its days, its modules, its words), chosen where a store is made.

``trades.toml`` holds them. A choice becomes the settings of that one store, and can be changed there like any other; the whole
house's and other stores' stay as they are.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.wording import TABLES
from segmentation.schemes import DEFAULT, load_scheme
from segmentation.settings.kept import get, keep, keep_scheme_settings, put
from segmentation.settings.modules import Module, Modules, check_modules, default_modules
from segmentation.warehouse import Cursor, Warehouse

FILE = Path(__file__).with_name("trades.toml")
TRADE = "trade"


@dataclass(frozen=True)
class Trade:
    """A trade: its key and name, the scheme that lists are graded by first, its settings, its modules (None: the usual ones).

    ``words`` are those that its figures go by (``segmentation.language.wording``), "" those of a house with tables.
    """

    key: str
    label: Mapping[str, str]
    scheme: str
    settings: Mapping[str, str]
    modules: Modules | None
    words: str


@cache
def list_trades() -> Mapping[str, Trade]:
    """Return every trade by its key, in the order in which they are offered."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))["trades"]
    return {each["key"]: _from_data(each) for each in found}


def find_trade(key: str) -> Trade:
    """Return the trade of this key; raises InputError where there is none, listing those there are."""
    known = list_trades()
    if key not in known:
        raise InputError(
            "unknown_trade", N_("There is no trade “{key}”. There are: {known}."), key=key, known=", ".join(known)
        )
    return known[key]


def keep_trade(cursor: Cursor, store_id: int, key: str) -> None:
    """Keep what a house of this trade begins with as the settings of the store, inside a transaction of the caller's."""
    trade = find_trade(key)
    keep(cursor, store_id, TRADE, trade.key)
    for scheme in {DEFAULT: load_scheme(DEFAULT), trade.scheme: load_scheme(trade.scheme)}.values():
        known = scheme.defaults()
        keep_scheme_settings(cursor, store_id, scheme, {name: each for name, each in trade.settings.items() if name in known})
    if trade.modules:
        keep(cursor, store_id, "modules", [asdict(module) for module in trade.modules])


def change_trade(warehouse: Warehouse, store_id: int, key: str) -> None:
    """Keep another trade of the store, or none (""): its words and the scheme to begin with; its settings and modules stay.

    Raises InputError for a trade that there is not.
    """
    put(warehouse, store_id, TRADE, find_trade(key).key if key else "")


def trade_of(warehouse: Warehouse, store_id: int) -> Trade | None:
    """Return the trade that was chosen for the store; None for none, and for one that there is no more."""
    return list_trades().get(get(warehouse, store_id, TRADE, ""))


def words_of(warehouse: Warehouse, store_id: int) -> str:
    """Return the words of the store's trade; those of a house with tables where none was chosen."""
    trade = trade_of(warehouse, store_id)
    return trade.words if trade else TABLES


def _from_data(data: Mapping) -> Trade:
    settings = {name: data[name] for name in ("active_days", "window")}
    modules = _modules(data["modules"]) if "modules" in data else None
    return Trade(data["key"], data["label"], data["scheme"], settings, modules, data["words"])


def _modules(rows: list[Mapping]) -> Modules:
    colours = [module.colour for module in default_modules()]
    blank = {"zh": "", "en": ""}
    own = [
        Module(row["code"].lower(), row["code"], colour, row["name"], blank, blank, tuple(row["words"]))
        for row, colour in zip(rows, colours[:-1], strict=False)
    ]
    return check_modules([*own, default_modules()[-1]])
