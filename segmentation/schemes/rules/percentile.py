"""Shares from the best customer down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from segmentation.language.i18n import N_
from segmentation.schemes.model import WIDE, Spec, Tier
from segmentation.schemes.parts import Parts
from segmentation.schemes.rules.parts import HUNDRED, MONEY, NO_VISIT, Items, basis_points, column_of


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
    def read(cls, reader: Parts, data: Mapping[str, Any], listed: Items, tiers: Sequence[Tier]) -> Spec:
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
            "tier_no": column_of(range(1, len(upper) + 1), pa.int32()),
            "upper_bp": column_of([basis_points(share) for share in upper], pa.int64()),
        })}

    def values(self) -> dict[str, Any]:
        """Return what is cut, and the last tier."""
        return {"cut_by": self.cut_by, "last_tier": len(self.shares)}

    def scores(self, placed: pa.Table) -> dict[str, pa.Array]:
        """Return what the customer was ranked by (CNY) and his place."""
        return {"measured": placed["measured"].cast(MONEY), "place": placed["place"]}
