"""Saved groups as tables: all of a store, and one by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from segmentation.measures.groups.members import Moves, Size
from segmentation.measures.groups.words import condition_text
from segmentation.schemes import Scheme

MONEY = pa.decimal128(18, 2)


def groups_table(found: Sequence[Moves], schemes: Mapping[str, Scheme], lang: str, *, quoted: bool = True) -> pa.Table:
    """Return a row a group: group_name, group_filter (``condition_text``), customers, group_joined, group_left, contribution,
    saved_on."""
    groups = [moves.group for moves in found]
    told = [condition_text(each.condition, each.listed, schemes.get(each.scheme), lang, quoted=quoted) for each in groups]
    return pa.table({
        "group_name": pa.array([group.name for group in groups], pa.string()),
        "group_filter": pa.array(told, pa.string()),
        "customers": pa.array([moves.members.num_rows for moves in found], pa.int64()),
        "group_joined": pa.array([moves.joined.num_rows for moves in found], pa.int64()),
        "group_left": pa.array([moves.left.num_rows for moves in found], pa.int64()),
        "contribution": pa.array([moves.contribution for moves in found], MONEY),
        "saved_on": pa.array([group.saved_at.date() for group in groups], pa.date32()),
    })


def sizes_table(sizes: Sequence[Size]) -> pa.Table:
    """Return a row a day: as_of, customers, group_joined, group_left (null where no day is before it), contribution (CNY)."""
    return pa.table({
        "as_of": pa.array([each.day for each in sizes], pa.date32()),
        "customers": pa.array([each.customers for each in sizes], pa.int64()),
        "group_joined": pa.array([each.joined for each in sizes], pa.int64()),
        "group_left": pa.array([each.left for each in sizes], pa.int64()),
        "contribution": pa.array([each.contribution for each in sizes], MONEY),
    })
