"""Two axes, value and potential, crossed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import N_
from segmentation.schemes.model import WIDE, Spec, Text, Tier
from segmentation.schemes.parts import Parts
from segmentation.schemes.rules.parts import HUNDRED, MOST, TOO_SHORT, Items, basis_points


@dataclass(frozen=True)
class AxisClass:
    """One class of an axis: ``share`` of the best in per cent (from the best down), ``above`` a number, or ``letter``."""

    key: str
    label: Text
    share: Decimal
    above: Decimal | None = None
    letter: str | None = None


@dataclass(frozen=True)
class Axis:
    """One axis of a matrix, its classes from the best to the last."""

    name: str
    label: Text
    classes: tuple[AxisClass, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the classes, the best first."""
        return tuple(each.key for each in self.classes)


@dataclass(frozen=True)
class Matrix:
    """Two axes, value and potential, each cut into classes; every crossing belongs to one tier."""

    needs = frozenset({"window", "frequency", "measure"})
    implied = ("derived_potential",)  # a house's own scheme may be older than the setting
    share_settings = frozenset()
    facts = WIDE
    ungraded = TOO_SHORT
    score_columns = ("value", "potential", "potential_by")
    AXES = ("value", "potential")
    KNOWN_DAYS = 365  # from when on growth tells something of a customer

    axes: tuple[Axis, Axis]
    boxes: Mapping[tuple[str, str], int]  # keys of the two classes -> number of the tier

    @classmethod
    def read(cls, reader: Parts, data: Mapping[str, Any], listed: Items, tiers: Sequence[Tier]) -> Spec:
        """Return the spec; raises InputError where an axis lacks something, or a crossing has no tier or two."""
        found = {}
        axes_listed = reader.items(dict(data), "axes")
        reader.no_twins([reader.one_of(item, "name", "axes", cls.AXES) for item in axes_listed], "axes")
        for item in axes_listed:
            name = item["name"].strip()
            found[name] = Axis(name, reader.text(item, "label", f"axes.{name}"), cls._classes(reader, item, name))
        if set(found) != set(cls.AXES):
            raise reader.wrong(N_("{file}: a matrix needs the axes {names}."), where="axes", names=", ".join(cls.AXES))
        axes = found["value"], found["potential"]
        boxes: dict[tuple[str, str], int] = {}
        for item, tier in zip(listed, tiers, strict=True):
            box = item.get("box")
            named = zip(box, axes, strict=True) if isinstance(box, list) and len(box) == len(axes) else [(None, axes[0])]
            if any(key not in axis.keys for key, axis in named):
                message = N_("{file}: box of {where} must name a class of value and one of potential.")
                raise reader.wrong(message, where=f"tiers.{tier.key}")
            if tuple(box) in boxes:
                message = N_("{file}: {code} belongs to two tiers.")
                raise reader.wrong(message, where=f"tiers.{tier.key}", code=" × ".join(box))
            boxes[tuple(box)] = tier.number
        left = [pair for pair in product(axes[0].keys, axes[1].keys) if pair not in boxes]
        if left:
            raise reader.wrong(N_("{file}: {code} belongs to no tier."), where="tiers", code=" × ".join(left[0]))
        return cls(axes, boxes)

    @staticmethod
    def _classes(reader: Parts, item: dict[str, Any], name: str) -> tuple[AxisClass, ...]:
        where = f"axes.{name}"
        listed = reader.items(item, "classes", where)
        reader.no_twins([reader.word(each, "key", where) for each in listed], where)
        found = tuple(
            AxisClass(
                each["key"], reader.text(each, "label", where), reader.number(each, "share", where, 0, 100),
                reader.number(each, "above", where, 0, MOST) if "above" in each else None,
                reader.one_of(each, "letter", where, ("A", "B", "C")) if "letter" in each else None,
            )
            for each in listed
        )
        if sum(each.share for each in found) != HUNDRED:
            raise reader.wrong(
                N_("{file}: the shares of {where} sum to {sum}, not to 100."), where=where,
                sum=f"{sum(each.share for each in found).normalize():f}",
            )
        return found

    @property
    def class_labels(self) -> dict[str, dict[str, Text]]:
        """What the classes are called: axis -> key -> text by language."""
        return {axis.name: {each.key: each.label for each in axis.classes} for axis in self.axes}

    def axis(self, name: str) -> Axis:
        """Return the axis ``value`` or ``potential``."""
        return self.axes[self.AXES.index(name)]

    def tier_number(self, value: str, potential: str) -> int:
        """Return the number of the tier in which two classes cross."""
        return self.boxes[value, potential]

    def frames(self) -> dict[str, pa.Table]:
        """Return ``classes`` (axis_no, source, class_no, upper_bp, above, letter) and ``boxes`` (first_class, second_class,
        tier_no)."""
        rows = [row for axis_no, axis in enumerate(self.axes, start=1) for row in self._class_rows(axis_no, axis)]
        kinds = {"axis_no": pa.int32(), "source": pa.string(), "class_no": pa.int32(), "upper_bp": pa.int64(),
                 "above": pa.float64(), "letter": pa.string()}
        boxes = [
            {"first_class": self.axes[0].keys.index(one) + 1, "second_class": self.axes[1].keys.index(other) + 1, "tier_no": tier}
            for (one, other), tier in self.boxes.items()
        ]
        return {"classes": pa.Table.from_pylist(rows, pa.schema(kinds.items())), "boxes": pa.Table.from_pylist(boxes)}

    @staticmethod
    def _class_rows(axis_no: int, axis: Axis) -> list[dict[str, Any]]:
        upper, rows = Decimal(0), []
        by_number = any(each.above is not None for each in axis.classes)
        for class_no, each in enumerate(axis.classes, start=1):
            upper += each.share
            at = {"axis_no": axis_no, "class_no": class_no}
            ranked = {**at, "upper_bp": basis_points(upper)}
            rows += [{**ranked, "source": source} for source in ("measured", "foretold", "derived")]
            if by_number and each.above is not None:
                rows.append({**at, "source": "number", "above": float(each.above)})
            elif not by_number:
                rows.append({**ranked, "source": "number"})
            if each.letter:
                rows.append({**at, "source": "letter", "letter": each.letter})
        return rows

    def values(self) -> dict[str, Any]:
        """Return how many classes either axis has, and for how long a customer is known whose potential is derived."""
        return {
            "first_classes": len(self.axes[0].classes), "second_classes": len(self.axes[1].classes),
            "known_days": self.KNOWN_DAYS,
        }

    def scores(self, placed: pa.Table) -> dict[str, pa.Array]:
        """Return the keys of both classes, and where potential is from: rated, foretold, derived (by the half-year's pace), or
        too_short to be told yet."""
        one, other = (
            pa.array(axis.keys, pa.string()).take(pc.subtract(placed[column].combine_chunks(), 1))
            for axis, column in zip(self.axes, ("first_class", "second_class"), strict=True)
        )
        rated = pc.if_else(pc.is_in(placed["source"], pa.array(["letter", "number"])), "rated", placed["source"])
        return {"value": one, "potential": other, "potential_by": rated}
