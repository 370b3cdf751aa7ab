"""The six rule families: what each reads from a scheme's file, and what it hands to its SQL in ``sql/tiers``.

A cut share counts from the best customer down; interval ends of cut values are (lower, upper]; equal
values share a score. Every code that a rule can give belongs to exactly one tier: a file that leaves one
over, or gives one to two tiers, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise, product
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.i18n import N_
from segmentation.schemes.model import FACTS, SCORED, WIDE, Spec, Text, Tier

if TYPE_CHECKING:
    from segmentation.schemes.reader import Reader

Items = Sequence[Mapping[str, Any]]
MONEY, COUNT = pa.decimal128(18, 2), pa.int64()
NO_VISIT = {"zh": "尚未到店", "en": "No visit yet"}
NOT_RATED = {"zh": "尚未评分", "en": "Not rated yet"}
MEASURES = {  # what a threshold may be set on: the unit, and the least step that people count in
    "contribution": (MONEY, Decimal("0.01")), "profit": (MONEY, Decimal("0.01")), "monthly_spend": (MONEY, Decimal("0.01")),
    "total_spend": (MONEY, Decimal("0.01")), "graded_spend": (MONEY, Decimal("0.01")),
    "frequency": (COUNT, Decimal(1)), "total_visits": (COUNT, Decimal(1)), "known_days": (COUNT, Decimal(1)),
    "recency_days": (COUNT, Decimal(1)),
}
MOST = 1_000_000_000
MOST_MEASURES = 3
HUNDRED = Decimal(100)


def _basis_points(share: Decimal) -> int:
    return int(share * 100)


def _column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    return pa.array(values, kind)


@dataclass(frozen=True)
class RankOverlap:
    """A–D of the hotel manual: two rankings that overlap. Everything it needs are settings."""

    needs = frozenset({"active_days", "top_share", "split", "window", "frequency"})
    share_settings = frozenset({"top_share", "split"})
    facts = FACTS
    ungraded = NO_VISIT
    class_labels = MappingProxyType({})
    score_columns = ()
    TIERS = 4

    @classmethod
    def read(cls, reader: Reader, data: Mapping[str, Any], listed: Items, tiers: Sequence[Tier]) -> Spec:
        """Return the spec; raises InputError where the file has another number of tiers than the rule."""
        if len(tiers) != cls.TIERS:
            message = N_("{file}: the rule {rule} gives {wanted} tiers, the file has {found}.")
            raise reader.wrong(message, where="tiers", rule="rank_overlap", wanted=cls.TIERS, found=len(tiers))
        return cls()

    def frames(self) -> dict[str, pa.Table]:
        """Return nothing: the rule reads facts alone."""
        return {}

    def values(self) -> dict[str, Any]:
        """Return nothing: the rule asks for settings alone."""
        return {}

    def scores(self, placed: pa.Table) -> dict[str, pa.Array]:
        """Return no score columns: the ranks are among the fixed ones."""
        return {}


@dataclass(frozen=True)
class Percentile:
    """Shares from the best customer down: of the customers (``cut_by`` customers) or of what they bring (value)."""

    needs = frozenset({"window", "frequency", "measure"})
    share_settings = frozenset()
    facts = WIDE
    ungraded = NO_VISIT
    class_labels = MappingProxyType({})
    score_columns = ("measured", "place")

    cut_by: str
    shares: tuple[Decimal, ...]  # per cent, the best tier first; they sum to 100

    @classmethod
    def read(cls, reader: Reader, data: Mapping[str, Any], listed: Items, tiers: Sequence[Tier]) -> Spec:
        """Return the spec; raises InputError unless every tier has a share and they sum to 100."""
        cut_by = reader.one_of(data, "cut_by", "scheme", ("customers", "value"))
        pairs = zip(listed, tiers, strict=True)
        shares = tuple(reader.number(item, "share", f"tiers.{tier.key}", 0, 100) for item, tier in pairs)
        if sum(shares) != HUNDRED:
            message = N_("{file}: the shares of the tiers sum to {sum}, not to 100.")
            raise reader.wrong(message, where="tiers", sum=f"{sum(shares).normalize():f}")
        return cls(cut_by, shares)

    def frames(self) -> dict[str, pa.Table]:
        """Return ``cuts``: tier_no, upper_bp, the shares of all tiers down to this one."""
        upper = [sum(self.shares[:number], Decimal(0)) for number in range(1, len(self.shares) + 1)]
        return {"cuts": pa.table({
            "tier_no": _column(range(1, len(upper) + 1), pa.int32()),
            "upper_bp": _column([_basis_points(share) for share in upper], pa.int64()),
        })}

    def values(self) -> dict[str, Any]:
        """Return what is cut, and the last tier."""
        return {"cut_by": self.cut_by, "last_tier": len(self.shares)}

    def scores(self, placed: pa.Table) -> dict[str, pa.Array]:
        """Return what the customer was ranked by (CNY) and his place."""
        return {"measured": placed["measured"].cast(MONEY), "place": placed["place"]}


@dataclass(frozen=True)
class Condition:
    """A bound on a measure; ``open``: the bound itself does not count."""

    measure: str
    low: Decimal | None = None
    low_open: bool = False
    high: Decimal | None = None
    high_open: bool = False


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
    def read(cls, reader: Reader, data: Mapping[str, Any], listed: Items, tiers: Sequence[Tier]) -> Spec:
        """Return the spec; raises InputError for a tier without conditions before the last, and conditions that are none."""
        found = []
        for item, tier in zip(listed, tiers, strict=True):
            where, last = f"tiers.{tier.key}", tier.number == len(tiers)
            if last and "conditions" in item:
                raise reader.wrong(N_("{file}: the last tier takes the rest: {where} cannot have conditions."), where=where)
            rows = [] if last else reader.items(dict(item), "conditions", where)
            found.append(tuple(cls._condition(reader, row, where) for row in rows))
        spec = cls(tuple(found))
        if len(spec.measures) > MOST_MEASURES:
            message = N_("{file}: the conditions use {found} measures; {most} are possible.")
            raise reader.wrong(message, where="tiers", found=len(spec.measures), most=MOST_MEASURES)
        return spec

    @staticmethod
    def _condition(reader: Reader, row: dict[str, Any], where: str) -> Condition:
        measure = reader.one_of(row, "measure", where, tuple(MEASURES))
        bounds: dict[str, Any] = {}
        for name, (end, is_open) in BOUNDS.items():
            if name in row:
                bounds |= {end: reader.number(row, name, where, -MOST, MOST), f"{end}_open": is_open}
        said = [BOUNDS[name][0] for name in BOUNDS if name in row]
        if not said or len(set(said)) < len(said) or any(part not in (*BOUNDS, "measure") for part in row):
            message = N_("{file}: a condition of {where} needs a measure and one of {names}.")
            raise reader.wrong(message, where=where, names=", ".join(BOUNDS))
        return Condition(measure, **bounds)

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
    share_settings = frozenset()
    facts = WIDE
    ungraded = NO_VISIT
    score_columns = ("value", "potential", "potential_by")
    AXES = ("value", "potential")

    axes: tuple[Axis, Axis]
    boxes: Mapping[tuple[str, str], int]  # keys of the two classes -> number of the tier

    @classmethod
    def read(cls, reader: Reader, data: Mapping[str, Any], listed: Items, tiers: Sequence[Tier]) -> Spec:
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
    def _classes(reader: Reader, item: dict[str, Any], name: str) -> tuple[AxisClass, ...]:
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
            ranked = {**at, "upper_bp": _basis_points(upper)}
            rows += [{**ranked, "source": "measured"}, {**ranked, "source": "derived"}]
            if by_number and each.above is not None:
                rows.append({**at, "source": "number", "above": float(each.above)})
            elif not by_number:
                rows.append({**ranked, "source": "number"})
            if each.letter:
                rows.append({**at, "source": "letter", "letter": each.letter})
        return rows

    def values(self) -> dict[str, Any]:
        """Return how many classes either axis has."""
        return {"first_classes": len(self.axes[0].classes), "second_classes": len(self.axes[1].classes)}

    def scores(self, placed: pa.Table) -> dict[str, pa.Array]:
        """Return the keys of both classes, and whether potential was rated or derived."""
        one, other = (
            pa.array(axis.keys, pa.string()).take(pc.subtract(placed[column].combine_chunks(), 1))
            for axis, column in zip(self.axes, ("first_class", "second_class"), strict=True)
        )
        rated = pc.if_else(pc.equal(placed["source"], "derived"), "derived", "rated")
        return {"value": one, "potential": other, "potential_by": rated}


@dataclass(frozen=True)
class Segment:
    """A box of scores: ranges of R, F and M, both ends included, and the number of its tier."""

    tier: int
    r: tuple[int, int]
    f: tuple[int, int]
    m: tuple[int, int]

    def holds(self, code: tuple[int, int, int]) -> bool:
        """Return whether a code lies in the box."""
        return all(low <= score <= high for score, (low, high) in zip(code, (self.r, self.f, self.m), strict=True))


@dataclass(frozen=True)
class Rfm:
    """Scores of recency, frequency and monetary, and the segment of each code: the first box that holds it."""

    needs = frozenset({"window", "frequency"})
    share_settings = frozenset()
    facts = FACTS
    ungraded = NO_VISIT
    class_labels = MappingProxyType({})
    score_columns = ("r", "f", "m", "code")
    MOST_GROUPS = 9

    groups: int
    edges: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)
    r_best_first: bool = False
    segments: tuple[Segment, ...] = ()

    @classmethod
    def read(cls, reader: Reader, data: Mapping[str, Any], listed: Items, tiers: Sequence[Tier]) -> Spec:
        """Return the spec; raises InputError where a code is left over or a tier has no box."""
        edges = cls._edges(reader, data.get("edges", {}))
        groups = int(reader.number(dict(data), "groups", "scheme", 2, cls.MOST_GROUPS)) if set(edges) != {"r", "f", "m"} else 1
        bare = cls(groups, edges, bool(data.get("r_best_first", False)))
        numbers = {tier.key: tier.number for tier in tiers}
        segments = []
        for at, item in enumerate(reader.items(dict(data), "segments"), start=1):
            where = f"segments.{at}"
            tier = reader.one_of(item, "tier", where, tuple(numbers))
            ranges = [cls._range(reader, item, axis, where, bare.classes(axis)) for axis in ("r", "f", "m")]
            segments.append(Segment(numbers[tier], *ranges))
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
    def _edges(reader: Reader, found: Mapping[str, Any]) -> dict[str, tuple[Decimal, ...]]:
        edges = {}
        for axis, values in (found if isinstance(found, dict) else {"": found}).items():
            listed = values if isinstance(values, list) else []
            numbers = tuple(reader.number({axis: value}, axis, "edges", -MOST, MOST) for value in listed)
            if axis not in ("r", "f", "m") or not numbers or any(one >= other for one, other in pairwise(numbers)):
                raise reader.wrong(N_("{file}: edges need ascending numbers for r, f or m."), where="edges")
            edges[axis] = numbers
        return edges

    @staticmethod
    def _range(reader: Reader, item: dict[str, Any], axis: str, where: str, classes: int) -> tuple[int, int]:
        found = re.fullmatch(r"(\d)(?:-(\d))?", str(item.get(axis, "")))
        low, high = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= low <= high <= classes:
            message = N_("{file}: {name} of {where} must be a score or a range of scores from 1 to {most}, such as 2-{most}.")
            raise reader.wrong(message, where=where, name=axis, most=classes)
        return low, high

    def classes(self, axis: str) -> int:
        """Return how many scores an axis has."""
        return len(self.edges[axis]) + 1 if axis in self.edges else self.groups

    def codes(self) -> list[tuple[int, int, int]]:
        """Return every code that there can be."""
        return list(product(*(range(1, self.classes(axis) + 1) for axis in ("r", "f", "m"))))

    def segment(self, code: tuple[int, int, int]) -> int | None:
        """Return the number of the tier of a code: of the first box that holds it; None where none does."""
        return next((segment.tier for segment in self.segments if segment.holds(code)), None)

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
        """Return the three scores and their code."""
        return {name: placed[name] for name in self.score_columns}


@dataclass(frozen=True)
class Criterion:
    """What is rated: ``key`` and ``label`` both name it in a file; ``weight`` in per cent."""

    key: str
    label: Text
    weight: Decimal


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
    def read(cls, reader: Reader, data: Mapping[str, Any], listed: Items, tiers: Sequence[Tier]) -> Spec:
        """Return the spec; raises InputError unless weights sum to 100 and thresholds fall from tier to tier."""
        scale = data.get("scale")
        if not isinstance(scale, dict):
            raise reader.wrong(N_("{file}: {where} has no {name}."), where="scheme", name="scale")
        low, high = (reader.number(scale, name, "scale", 0, 100) for name in ("lowest", "highest"))
        if low >= high:
            raise reader.wrong(N_("{file}: the range of {where} must begin with the smaller number."), where="scale")
        criteria = tuple(
            Criterion(
                reader.word(item, "key", f"criteria.{at}"), reader.text(item, "label", f"criteria.{at}"),
                reader.number(item, "weight", f"criteria.{at}", 0, 100),
            )
            for at, item in enumerate(reader.items(dict(data), "criteria"), start=1)
        )
        reader.no_twins([name for each in criteria for name in cls._names(each)], "criteria")
        if sum(each.weight for each in criteria) != HUNDRED:
            message = N_("{file}: the weights of the criteria sum to {sum}, not to 100.")
            raise reader.wrong(message, where="criteria", sum=f"{sum(each.weight for each in criteria).normalize():f}")
        least = cls._least(reader, listed, tiers)
        stars = tuple(
            int(reader.number(item, "stars", f"tiers.{tier.key}", 0, 9)) for item, tier in zip(listed, tiers, strict=True)
        )
        classes = tuple(reader.word(item, "class", f"tiers.{tier.key}") for item, tier in zip(listed, tiers, strict=True))
        return cls((low, high), criteria, least, stars, classes)

    @staticmethod
    def _least(reader: Reader, listed: Items, tiers: Sequence[Tier]) -> tuple[Decimal | None, ...]:
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
        return list(dict.fromkeys(name.strip().lower() for name in (criterion.key, *criterion.label.values())))

    def frames(self) -> dict[str, pa.Table]:
        """Return ``stars``: tier_no, least."""
        numbers = range(1, len(self.least) + 1)
        return {"stars": pa.table({"tier_no": _column(numbers, pa.int32()), "least": _column(self.least, pa.decimal128(9, 2))})}

    def fact_frames(self) -> dict[str, pa.Table]:
        """Return ``criteria``, which the facts are scored by: name, criterion_no, weight_bp."""
        rows = [
            {"name": name, "criterion_no": number, "weight_bp": _basis_points(each.weight)}
            for number, each in enumerate(self.criteria, start=1) for name in self._names(each)
        ]
        return {"criteria": pa.Table.from_pylist(rows)}

    def fact_values(self) -> dict[str, Any]:
        """Return the scale, and how many criteria there are."""
        return {"lowest": self.scale[0], "highest": self.scale[1], "criteria_count": len(self.criteria)}

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


RULES = {
    "rank_overlap": RankOverlap,
    "percentile": Percentile,
    "threshold": Threshold,
    "matrix": Matrix,
    "rfm": Rfm,
    "scorecard": Scorecard,
}
