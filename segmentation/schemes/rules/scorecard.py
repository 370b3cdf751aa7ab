"""Weighted criteria against thresholds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import N_
from segmentation.schemes.model import SCORED, Spec, Text, Tier
from segmentation.schemes.parts import Parts
from segmentation.schemes.rules.parts import HUNDRED, NOT_RATED, Items, basis_points, column_of


@dataclass(frozen=True)
class Criterion:
    """What is rated: ``key``, ``label`` and ``names`` all name it in a file; ``weight`` in per cent, ``part`` of all parts."""

    key: str
    label: Text
    weight: Decimal
    part: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scorecard:
    """Weighted criteria, the score's thresholds (inclusive), and the maintenance class of each tier."""

    needs = frozenset({"window", "frequency"})
    share_settings = frozenset()
    facts = SCORED
    ungraded = NOT_RATED
    class_labels = MappingProxyType({})
    score_columns = ("score", "stars", "maintenance", "rated")

    scale: tuple[Decimal, Decimal]
    criteria: tuple[Criterion, ...]
    least: tuple[Decimal | None, ...]  # a row a tier, the best first; None takes the rest
    stars: tuple[int, ...]
    maintenance: tuple[str, ...]

    @classmethod
    def read(cls, reader: Parts, data: Mapping[str, Any], listed: Items, tiers: Sequence[Tier]) -> Spec:
        """Return the spec; raises InputError unless weights sum to 100 and thresholds fall from tier to tier.

        Where no criterion has a weight, all count alike: exactly, also where 100 cannot be divided so.
        """
        scale = data.get("scale")
        if not isinstance(scale, dict):
            raise reader.wrong(N_("{file}: {where} has no {name}."), where="scheme", name="scale")
        low, high = (reader.number(scale, name, "scale", 0, 100) for name in ("lowest", "highest"))
        if low >= high:
            raise reader.wrong(N_("{file}: the range of {where} must begin with the smaller number."), where="scale")
        items = reader.items(dict(data), "criteria")
        alike = 0 if any("weight" in item for item in items) else len(items)
        criteria = tuple(cls._criterion(reader, item, f"criteria.{at}", alike) for at, item in enumerate(items, start=1))
        reader.no_twins([name for each in criteria for name in cls._names(each)], "criteria")
        if not alike and sum(each.weight for each in criteria) != HUNDRED:
            message = N_("{file}: the weights of the criteria sum to {sum}, not to 100.")
            raise reader.wrong(message, where="criteria", sum=f"{sum(each.weight for each in criteria).normalize():f}")
        least = cls._least(reader, listed, tiers)
        stars = tuple(
            int(reader.number(item, "stars", f"tiers.{tier.key}", 0, 9)) for item, tier in zip(listed, tiers, strict=True)
        )
        classes = tuple(reader.word(item, "class", f"tiers.{tier.key}") for item, tier in zip(listed, tiers, strict=True))
        return cls((low, high), criteria, least, stars, classes)

    @staticmethod
    def _criterion(reader: Parts, item: dict[str, Any], where: str, alike: int) -> Criterion:
        """Return a criterion with the weight that it has, or as one of so many ``alike``."""
        names = item.get("names", [])
        if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
            raise reader.wrong(N_("{file}: {where} has no {name}."), where=where, name="names")
        weight = HUNDRED / alike if alike else reader.number(item, "weight", where, 0, 100)
        part = 1 if alike else basis_points(weight)
        return Criterion(reader.word(item, "key", where), reader.text(item, "label", where), weight, part, tuple(names))

    @staticmethod
    def _least(reader: Parts, listed: Items, tiers: Sequence[Tier]) -> tuple[Decimal | None, ...]:
        pairs = list(zip(listed, tiers, strict=True))
        least = [reader.number(item, "from", f"tiers.{tier.key}", 0, 100) for item, tier in pairs[:-1]]
        if any(one <= other for one, other in pairwise(least)):
            raise reader.wrong(N_("{file}: the thresholds of the tiers must fall from the best to the last."), where="tiers")
        if "from" in pairs[-1][0]:
            message = N_("{file}: the last tier takes the rest: {where} cannot have conditions.")
            raise reader.wrong(message, where=f"tiers.{pairs[-1][1].key}")
        return (*least, None)

    @staticmethod
    def _names(criterion: Criterion) -> list[str]:
        """Return the names by which a file may call a criterion, folded as the SQL folds them."""
        return list(dict.fromkeys(name.strip().lower() for name in (criterion.key, *criterion.label.values(), *criterion.names)))

    def frames(self) -> dict[str, pa.Table]:
        """Return ``stars``: tier_no, least."""
        numbers = column_of(range(1, len(self.least) + 1), pa.int32())
        return {"stars": pa.table({"tier_no": numbers, "least": column_of(self.least, pa.decimal128(9, 2))})}

    def fact_frames(self) -> dict[str, pa.Table]:
        """Return ``criteria``, which the facts are scored by: name, criterion_no, part."""
        rows = [
            {"name": name, "criterion_no": number, "part": each.part}
            for number, each in enumerate(self.criteria, start=1) for name in self._names(each)
        ]
        return {"criteria": pa.Table.from_pylist(rows)}

    def fact_values(self) -> dict[str, Any]:
        """Return the scale, how many criteria there are, and how many parts they have together."""
        parts = sum(each.part for each in self.criteria)
        return {"lowest": self.scale[0], "highest": self.scale[1], "criteria_count": len(self.criteria), "parts": parts}

    def values(self) -> dict[str, Any]:
        """Return nothing: the rule asks for settings alone."""
        return {}

    def scores(self, placed: pa.Table) -> dict[str, pa.Array]:
        """Return the weighted score, its stars and maintenance class (null where not rated), and how many criteria are rated."""
        tier_no = pc.subtract(placed["tier_no"].combine_chunks(), 1)
        return {
            "score": placed["score"],
            "stars": pa.array(self.stars, pa.int32()).take(tier_no),
            "maintenance": pa.array(self.maintenance, pa.string()).take(tier_no),
            "rated": placed["rated"],
        }
