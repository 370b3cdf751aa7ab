"""Scores of recency, frequency and monetary, and the segment of each code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise, product
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from segmentation.language.i18n import N_
from segmentation.schemes.model import FACTS, Spec, Tier
from segmentation.schemes.parts import Parts
from segmentation.schemes.rules.parts import MONEY, MOST, NO_VISIT, Items


def mean_up(f: int, m: int) -> int:
    """Return FM, the mean of two scores, half up.

    >>> mean_up(4, 5), mean_up(1, 5), mean_up(2, 2)
    (5, 3, 2)
    """
    return (f + m + 1) // 2


@dataclass(frozen=True)
class Segment:
    """A box of scores, both ends included: ranges of R, F and M, or of R and FM; and the number of its tier."""

    tier: int
    ranges: Mapping[str, tuple[int, int]]

    def holds(self, code: tuple[int, int, int]) -> bool:
        """Return whether a code lies in the box."""
        scores = dict(zip("rfm", code, strict=True), fm=mean_up(*code[1:]))
        return all(low <= scores[axis] <= high for axis, (low, high) in self.ranges.items())


@dataclass(frozen=True)
class Rfm:
    """Scores of recency, frequency and monetary, and the segment of each code: the first box that holds it."""

    needs = frozenset({"window", "frequency"})
    share_settings = frozenset()
    facts = FACTS
    ungraded = NO_VISIT
    class_labels = MappingProxyType({})
    MOST_GROUPS = 9

    groups: int
    edges: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)
    r_best_first: bool = False
    segments: tuple[Segment, ...] = ()

    @classmethod
    def read(cls, reader: Parts, data: Mapping[str, Any], listed: Items, tiers: Sequence[Tier]) -> Spec:
        """Return the spec; raises InputError where a code is left over or a tier has no box."""
        edges = cls._edges(reader, data.get("edges", {}))
        groups = int(reader.number(dict(data), "groups", "scheme", 2, cls.MOST_GROUPS)) if set(edges) != {"r", "f", "m"} else 1
        bare = cls(groups, edges, bool(data.get("r_best_first", False)))
        numbers = {tier.key: tier.number for tier in tiers}
        segments = []
        for at, item in enumerate(reader.items(dict(data), "segments"), start=1):
            where = f"segments.{at}"
            tier = reader.one_of(item, "tier", where, tuple(numbers))
            axes = ("r", "fm") if "fm" in item else ("r", "f", "m")
            ranges = {axis: cls._range(reader, item, axis, where, bare.classes(axis)) for axis in axes}
            segments.append(Segment(numbers[tier], ranges))
        spec = cls(bare.groups, bare.edges, bare.r_best_first, tuple(segments))
        left = [code for code in spec.codes() if spec.segment(code) is None]
        if left:
            message = N_("{file}: {code} belongs to no tier.")
            raise reader.wrong(message, where="segments", code="".join(map(str, left[0])))
        unused = set(numbers.values()) - {segment.tier for segment in segments}
        if unused:
            raise reader.wrong(N_("{file}: no segment leads to {where}."), where=f"tiers.{tiers[min(unused) - 1].key}")
        return spec

    @staticmethod
    def _edges(reader: Parts, found: Mapping[str, Any]) -> dict[str, tuple[Decimal, ...]]:
        edges = {}
        for axis, values in (found if isinstance(found, dict) else {"": found}).items():
            listed = values if isinstance(values, list) else []
            numbers = tuple(reader.number({axis: value}, axis, "edges", -MOST, MOST) for value in listed)
            if axis not in ("r", "f", "m") or not numbers or any(one >= other for one, other in pairwise(numbers)):
                raise reader.wrong(N_("{file}: edges need ascending numbers for r, f or m."), where="edges")
            edges[axis] = numbers
        return edges

    @staticmethod
    def _range(reader: Parts, item: dict[str, Any], axis: str, where: str, classes: int) -> tuple[int, int]:
        found = re.fullmatch(r"(\d)(?:-(\d))?", str(item.get(axis, "")))
        low, high = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= low <= high <= classes:
            message = N_("{file}: {name} of {where} must be a score or a range of scores from 1 to {most}, such as 2-{most}.")
            raise reader.wrong(message, where=where, name=axis, most=classes)
        return low, high

    def classes(self, axis: str) -> int:
        """Return how many scores an axis has; ``fm`` is the mean of two."""
        if axis == "fm":
            return mean_up(self.classes("f"), self.classes("m"))
        return len(self.edges[axis]) + 1 if axis in self.edges else self.groups

    @property
    def is_map(self) -> bool:
        """Whether the segments are a map of R and FM: a cell of it belongs to one segment, whatever F and M are."""
        return all("fm" in segment.ranges for segment in self.segments)

    @property
    def score_columns(self) -> tuple[str, ...]:
        """The three scores and their code; of a map FM too."""
        return ("r", "f", "m", "fm", "code") if self.is_map else ("r", "f", "m", "code")

    def codes(self) -> list[tuple[int, int, int]]:
        """Return every code that there can be."""
        return list(product(*(range(1, self.classes(axis) + 1) for axis in ("r", "f", "m"))))

    def segment(self, code: tuple[int, int, int]) -> int | None:
        """Return the number of the tier of a code: of the first box that holds it; None where none does."""
        return next((segment.tier for segment in self.segments if segment.holds(code)), None)

    def cell(self, r: int, fm: int) -> int:
        """Return the number of the tier of a cell of the map."""
        return self.segment((r, fm, fm))

    def frames(self) -> dict[str, pa.Table]:
        """Return ``cuts`` (axis, cut_no, edge: null where an axis is cut in equal parts) and ``segments`` (r, f, m, tier_no)."""
        cuts = [
            {"axis": axis, "cut_no": number, "edge": self.edges[axis][number - 1] if axis in self.edges else None}
            for axis in ("r", "f", "m") for number in range(1, self.classes(axis))
        ]
        kinds = {"axis": pa.string(), "cut_no": pa.int32(), "edge": MONEY}
        segments = [dict(zip(("r", "f", "m"), code, strict=True), tier_no=self.segment(code)) for code in self.codes()]
        return {"cuts": pa.Table.from_pylist(cuts, pa.schema(kinds.items())), "segments": pa.Table.from_pylist(segments)}

    def values(self) -> dict[str, Any]:
        """Return in how many parts an axis is cut, how many scores recency has, and which of them is the best."""
        return {"groups": self.groups, "r_classes": self.classes("r"), "r_best_first": self.r_best_first}

    def scores(self, placed: pa.Table) -> dict[str, pa.Array]:
        """Return the score columns."""
        return {name: placed[name] for name in self.score_columns}
