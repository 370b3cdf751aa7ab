"""What day and time it is, for pages and shell to pass on; nothing below them asks for it."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date, datetime


def today() -> date:
    """Return the day it is: ``CUSTOMER_GRADING_TODAY`` (2026-09-30) where that is set, for a machine whose clock is wrong."""
    with suppress(ValueError):
        return date.fromisoformat(os.environ.get("CUSTOMER_GRADING_TODAY", ""))
    return date.today()


def now() -> datetime:
    """Return the moment it is, to the second, on the day that ``today`` says."""
    return datetime.combine(today(), datetime.now().time().replace(microsecond=0))
