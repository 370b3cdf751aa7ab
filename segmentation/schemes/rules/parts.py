"""What the rule families share: units, names for who has no tier, and small columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

Items = Sequence[Mapping[str, Any]]
MONEY, COUNT = pa.decimal128(18, 2), pa.int64()
NO_VISIT = {"zh": "尚未到店", "en": "No visit yet"}
NOT_RATED = {"zh": "尚未评分", "en": "Not rated yet"}
TOO_SHORT = {"zh": "认识还不久", "en": "Known too short"}
MOST = 1_000_000_000
HUNDRED = Decimal(100)


def basis_points(share: Decimal) -> int:
    """Return a share in per cent as whole hundredths of a per cent."""
    return int(share * 100)


def column_of(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Return values as an Arrow column of a kind."""
    return pa.array(values, kind)
