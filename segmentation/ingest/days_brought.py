"""What a file brings day by day, and what of the store's own it takes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Days = Mapping[date, Decimal]


@dataclass(frozen=True)
class DaysBrought:
    """Money by day: of the file's bills, of its lines whose meaning is ``open``, and of the store's bills that are ``gone``."""

    brought: Days
    open: Days
    gone: Days
