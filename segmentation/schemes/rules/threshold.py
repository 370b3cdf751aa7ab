"""Conditions a tier, all of which must be met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from segmentation.language.i18n import N_
from segmentation.schemes.model import WIDE, Spec, Tier, Value
from segmentation.schemes.parts import Parts
from segmentation.schemes.rules.parts import COUNT, MONEY, MOST, NO_VISIT, Items

MEASURES = {  # what a threshold may be set on: the unit, and the least step that people count in
    "contribution": (MONEY, Decimal("0.01")), "profit": (MONEY, Decimal("0.01")), "monthly_spend": (MONEY, Decimal("0.01")),
    "total_spend": (MONEY, Decimal("0.01")), "graded_spend": (MONEY, Decimal("0.01")),
    "frequency": (COUNT, Decimal(1)), "total_visits": (COUNT, Decimal(1)), "known_days": (COUNT, Decimal(1)),
    "recency_days": (COUNT, Decimal(1)),
}
MOST_MEASURES = 3


@dataclass(frozen=True)
class Condition:
    """A bound on a measure; ``open``: the bound itself does not count. ``setting``: the one that sets the lower bound, if any."""

    measure: str
    low: Decimal | None = None
    low_open: bool = False
    high: Decimal | None = None
    high_open: bool = False
    setting: str = ""


BOUNDS = {"from": ("low", False), "above": ("low", True), "up_to": ("high", False), "below": ("high", True)}


@dataclass(frozen=True)
class Threshold:
    """Conditions a tier, all of which must be met; the best tier that is met counts, the last one takes the rest."""

    needs = frozenset({"window", "frequency"})
    share_settings = frozenset()
    facts = WIDE
    ungraded = NO_VISIT
    class_labels = MappingProxyType({})

    conditions: tuple[tuple[Condition, ...], ...]  # a row a tier, the best first

    @classmethod
    def read(cls, reader: Parts, data: Mapping[str, Any], listed: Items, tiers: Sequence[Tier]) -> Spec:
        """Return the spec; raises InputError for a tier without conditions before the last, and conditions that are none."""
        found = []
        for item, tier in zip(listed, tiers, strict=True):
            where, last = f"tiers.{tier.key}", tier.number == len(tiers)
            if last and "conditions" in item:
                raise reader.wrong(N_("{file}: the last tier takes the rest: {where} cannot have conditions."), where=where)
            rows = [] if last else reader.items(dict(item), "conditions", where)
            found.append(tuple(cls._condition(reader, row, where, data["settings"]) for row in rows))
        spec = cls(tuple(found))
        if len(spec.measures) > MOST_MEASURES:
            message = N_("{file}: the conditions use {found} measures; {most} are possible.")
            raise reader.wrong(message, where="tiers", found=len(spec.measures), most=MOST_MEASURES)
        return spec

    @staticmethod
    def _condition(reader: Parts, row: dict[str, Any], where: str, settings: Items) -> Condition:
        measure = reader.one_of(row, "measure", where, tuple(MEASURES))
        bounds: dict[str, Any] = {}
        if isinstance(row.get("from"), str):  # a setting of the scheme
            days = {item["name"]: item["default"] for item in settings if item.get("type") == "days" and "name" in item}
            bounds["setting"] = reader.one_of(row, "from", where, tuple(days))
            row = {**row, "from": days[bounds["setting"]]}
        for name, (end, is_open) in BOUNDS.items():
            if name in row:
                bounds |= {end: reader.number(row, name, where, -MOST, MOST), f"{end}_open": is_open}
        said = [BOUNDS[name][0] for name in BOUNDS if name in row]
        if not said or len(set(said)) < len(said) or any(part not in (*BOUNDS, "measure") for part in row):
            message = N_("{file}: a condition of {where} needs a measure and one of {names}.")
            raise reader.wrong(message, where=where, names=", ".join(BOUNDS))
        return Condition(measure, **bounds)

    def under(self, settings: Mapping[str, Value]) -> Threshold:
        """Return the spec with the lower bounds that are settings as ``settings`` have them."""
        return replace(self, conditions=tuple(
            tuple(replace(each, low=Decimal(settings[each.setting])) if each.setting in settings else each for each in row)
            for row in self.conditions
        ))

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that the conditions use, the main one first."""
        return tuple(dict.fromkeys(each.measure for row in self.conditions for each in row))

    @property
    def missable(self) -> tuple[str, ...]:
        """The measures that something can be missing of: those with a lower bound, in the order of the score columns."""
        lower = {each.measure for row in self.conditions for each in row if each.low is not None}
        return tuple(measure for measure in self.measures if measure in lower)

    @property
    def score_columns(self) -> tuple[str, ...]:
        """``to_next`` for the main measure, ``to_next_<measure>`` for the others."""
        return tuple("to_next" if at == 0 else f"to_next_{measure}" for at, measure in enumerate(self.missable))

    def frames(self) -> dict[str, pa.Table]:
        """Return ``conditions``: tier_no, measure_no, measure, low, low_open, high, high_open, step."""
        rows = [
            {
                "tier_no": number, "measure_no": self.measures.index(each.measure) + 1, "measure": each.measure, "low": each.low,
                "low_open": each.low_open, "high": each.high, "high_open": each.high_open, "step": MEASURES[each.measure][1],
            }
            for number, row in enumerate(self.conditions, start=1)
            for each in row
        ]
        kinds = {"tier_no": pa.int32(), "measure_no": pa.int32(), "measure": pa.string(), "low": MONEY, "low_open": pa.bool_(),
                 "high": MONEY, "high_open": pa.bool_(), "step": MONEY}
        return {"conditions": pa.Table.from_pylist(rows, pa.schema(kinds.items()))}

    def values(self) -> dict[str, Any]:
        """Return the last tier."""
        return {"last_tier": len(self.conditions)}

    def scores(self, placed: pa.Table) -> dict[str, pa.Array]:
        """Return what is missing to the tier above: CNY exact to the cent, visits and days whole; null in the best tier."""
        columns = (f"missing_{self.measures.index(measure) + 1}" for measure in self.missable)
        return {
            name: placed[column].cast(MEASURES[measure][0])
            for name, measure, column in zip(self.score_columns, self.missable, columns, strict=True)
        }
