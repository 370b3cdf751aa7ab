"""Which files of the tray belong together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pages.upload.item import BIG, Item
from segmentation.ingest.jobs import Job, Outcome, look_for_joins
from segmentation.ingest.joined import Join, Source
from segmentation.ingest.questions import OTHER_FILES, OTHER_SHEETS, TOO, readable_parts
from segmentation.ingest.together import may_belong
from segmentation.warehouse import Warehouse


class Joins:
    """Finds, each time files came or went, which of those in the tray belong together."""

    def __init__(self) -> None:
        self._looked_at: list[tuple[int, str | None]] = []

    def begin(self, warehouse: Warehouse, items: list[Item]) -> Job | None:
        """Begin to look, where others came or went since and their headers say that it is worth it."""
        before, self._looked_at = self._looked_at, _keys(items)
        if before == self._looked_at:
            return None
        sources = _list_sources(items)
        if sources:
            return look_for_joins(warehouse, sources)
        _take(items, [])
        return None

    def take(self, items: list[Item], outcome: Outcome | None) -> None:
        """Take in what was found."""
        _take(items, outcome.result if outcome and outcome.result else [])
        self._looked_at = _keys(items)


def _keys(items: list[Item]) -> list[tuple[int, str | None]]:
    return [(item.number, item.choices.sheet) for item in items]


def _list_sources(items: list[Item]) -> list[Source]:
    """Return the files that are worth a look whether they belong together; none where their headers say that they do not."""
    known = [item for item in items if item.look is not None]
    tables = [(item.look.readable.headers, item.look.readable.sample) for item in known]
    sources = [_source(item) for item in known]
    has_sheets = any(
        item.size <= BIG and source.sheet is None and readable_parts(item.look, OTHER_SHEETS)
        for item, source in zip(known, sources, strict=True)
    )
    return sources if has_sheets or may_belong(tables) else []


def _take(items: list[Item], joins: list[Join]) -> None:
    """Tell each file with which others it is one import now; it is read anew where that is another than before."""
    before = {item.number: item.join for item in items}
    for item in items:
        item.join, item.joined_to = None, None
    for join in joins:
        orders = _item_of(items, join.orders)
        if orders is None:  # a sheet of a workbook of which another was read
            orders = next(item for item in items if item.path == join.orders.path)
            orders.choices = replace(orders.choices, sheet=join.orders.sheet)
        orders.join = join
        for beside in join.beside:
            other = _item_of(items, beside.source)
            if other is not None and other is not orders:
                other.joined_to = orders
    for item in items:
        if item.join != before[item.number]:
            item.stale = item.again = True  # a big one, too
        if item.join is None and item.choices.join:  # what was asked of it is void
            item.choices, item.proposed = replace(item.choices, join=None), item.proposed - {"join"}


def _source(item: Item) -> Source:
    apart = item.parts == TOO or readable_parts(item.look, OTHER_FILES)  # its parts are in the tray themselves
    return Source(item.path, item.name, item.choices.sheet or (item.look.readable.sheet if apart else None))


def _item_of(items: list[Item], source: Source) -> Item | None:
    return next((item for item in items if _place(item) == (source.path, source.sheet or _place(item)[1])), None)


def _place(item: Item) -> tuple[Path, str | None]:
    return item.path, item.choices.sheet or (item.look.readable.sheet if item.look else None)
