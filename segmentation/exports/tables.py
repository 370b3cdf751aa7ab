"""A frame in, a described table out: what any file, slide or page needs to know of each column, and its values in words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.fields import Field, field, label
from segmentation.language.i18n import translator
from segmentation.measures.movement.migration import outside_places, place_label
from segmentation.schemes import Scheme
from segmentation.settings.modules import built_in_names
from segmentation.slides import Cell, Column, Table

log = logging.getLogger("segmentation.fields")
Spell = Callable[[Any], str]


def with_names(frame: pa.Table) -> pa.Table:
    """Return ``frame`` with a name for everybody: a customer without one goes by his key, wherever he is shown or exported.

    So whoever leaves the keys out of a list names it first.
    """
    if not {"name", "customer"} <= set(frame.column_names):
        if "name" in frame.column_names:
            log.warning("a list of names came without the keys of its customers")
        return frame
    names, keys = (frame[name].cast(pa.string()) for name in ("name", "customer"))
    shown = pc.if_else(pc.equal(pc.fill_null(pc.utf8_trim_whitespace(names), ""), ""), keys, names)
    return frame.set_column(frame.column_names.index("name"), "name", shown)


def describe(
    frame: pa.Table, lang: str, scheme: Scheme | None = None, *, title: str = "", totals: bool = True,
    columns: Iterable[str] | None = None, most: int | None = None, whole: pa.Table | None = None,
) -> Table:
    """Return ``frame``, or ``columns`` of it, as a table in ``lang``: labels, types, which are summed or secret.

    Everything but the types stands in ``fields``; these follow from the frame. Values that stand for words are written in words:
    tiers as ``scheme`` labels them, yes and no; a customer without a name goes by his key. Without ``totals`` nothing is summed.
    Of more rows than ``most`` the first are taken: the table then knows how many there are and what all of them sum to;
    ``whole`` has them all where ``frame`` itself is but their beginning.
    """
    frame = with_names(frame)
    described, cells, sums = [], [], []
    shown, every = frame if most is None else frame.slice(0, most), frame if whole is None else whole
    for name in frame.column_names if columns is None else columns:
        own, spell = field(name), spelling(name, lang, scheme)
        kind = "text" if spell else column_type(own, frame[name].type)
        summed = totals and own.total and kind not in ("text", "date")
        described.append(Column(label(name, lang), kind, summed, own.secret, own.is_ours))
        cells.append(spelt(shown[name], spell))
        sums.append(pc.sum(every[name]).as_py() if summed else None)
    is_cut = shown.num_rows < every.num_rows
    summed_up = tuple(sums) if is_cut and any(each is not None for each in sums) else ()
    return Table(tuple(described), tuple(zip(*cells, strict=True)), title, every.num_rows if is_cut else 0, summed_up)


def spelling(name: str, lang: str, scheme: Scheme | None) -> Spell | None:
    """Return how the keys of a column are written in words, "" for None; None where values are written as they are.

    A tier is called as ``scheme`` labels it (by its key without one), a customer without a tier as the scheme calls him. Built-in
    modules have a name in each language; others stay as they were typed.
    """
    if name == "module":
        names = built_in_names(lang)
        return lambda value: names.get(value, value)
    _, own = translator(lang), field(name)
    words = {key: _(text) for key, text in (own.words or {}).items()}
    without = ""
    if own.kind in ("tier", "place"):
        words = {tier.key: tier.label[lang] for tier in scheme.tiers} if scheme else {}
        without = scheme.ungraded[lang] if scheme else _("No visit yet")
    if own.kind == "place" and scheme:
        words |= {place: place_label(scheme, place, lang) for place in outside_places(scheme)}
    if scheme and name in scheme.spec.class_labels:
        words = {key: text[lang] for key, text in scheme.spec.class_labels[name].items()}
    if not words and not without:
        return None

    def spell(value: Any) -> str:
        key = str(value).lower() if isinstance(value, bool) else value
        return without if key in (None, "") else words.get(key, str(key))

    return spell


def spelt(column: pa.ChunkedArray, spell: Spell | None) -> list[Cell]:
    """Return the values of a column, in words where there are any for them."""
    values = column.to_pylist()
    return values if spell is None else list(map(spell, values))


def column_type(own: Field, kind: pa.DataType) -> str:
    """Return the column type of a frame's column: decimals of two places are money, floats a ratio where the field is one.

    Where the field is exact, values keep the places that they have.

    >>> column_type(field("customer_share"), pa.float64()), column_type(field("contribution"), pa.decimal128(18, 2))
    ('ratio', 'money')
    """
    if own.kind == "exact":
        return "exact"
    if pa.types.is_decimal(kind):
        return "money" if kind.scale == 2 else "number"
    if pa.types.is_integer(kind):
        return "count"
    if pa.types.is_floating(kind):
        return "ratio" if own.kind == "ratio" else "number"
    return "date" if pa.types.is_date(kind) else "text"
