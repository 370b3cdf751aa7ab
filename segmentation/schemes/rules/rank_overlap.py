"""Two rankings that overlap: A–D of the hotel manual."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from segmentation.language.i18n import N_
from segmentation.schemes.model import FACTS, Spec, Tier
from segmentation.schemes.parts import Parts
from segmentation.schemes.rules.parts import NO_VISIT, Items


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
    def read(cls, reader: Parts, data: Mapping[str, Any], listed: Items, tiers: Sequence[Tier]) -> Spec:
        """Return the spec; raises InputError where the file has another number of tiers than the rule."""
        if len(tiers) != cls.TIERS:
            message = N_("{file}: the rule {rule} gives {wanted} tiers, the file has {found}.")
            raise reader.wrong(message, where="tiers", rule="rank_overlap", wanted=cls.TIERS, found=len(tiers))
        return cls()

    def frames(self) -> dict[str, pa.Table]:
        """Return nothing: the rule reads facts alone."""
        return {}

    def values(self) -> dict[str, Any]:
        """Return the second ranking of a file without the setting ``rank_by``."""
        return {"rank_by": "contribution"}

    def scores(self, placed: pa.Table) -> dict[str, pa.Array]:
        """Return no score columns: the ranks are among the fixed ones."""
        return {}
