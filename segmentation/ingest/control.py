"""How long work reports where it is, and learns that it should stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from segmentation.language.errors import Cancelled


@dataclass
class Control:
    """Progress of one import: ``show(step, fraction)`` is called as it moves; ``cancel`` may be called from any thread."""

    show: Callable[[str, float], None] = lambda step, fraction: None
    _stop: threading.Event = field(default_factory=threading.Event)
    _cursor: Any = None

    def attach(self, cursor: Any) -> None:
        """Let ``cancel`` interrupt the statement that runs on ``cursor``."""
        self._cursor = cursor

    def step(self, name: str, fraction: float) -> None:
        """Report that ``name`` (an msgid) begins, with ``fraction`` (0–1) of the whole done. Raises Cancelled."""
        self.check()
        self.show(name, fraction)

    def within(self, name: str, start: float, end: float) -> Callable[[float], None]:
        """Return a reporter that places a step's own fraction between ``start`` and ``end`` of the whole."""
        return lambda fraction: self.step(name, start + (end - start) * fraction)

    @property
    def cancelled(self) -> bool:
        """Whether someone asked to stop."""
        return self._stop.is_set()

    def check(self) -> None:
        """Raise Cancelled where someone asked to stop."""
        if self.cancelled:
            raise Cancelled()

    def cancel(self) -> None:
        """Ask the work to stop; nothing that it has not committed will remain."""
        self._stop.set()
        if self._cursor is not None:
            self._cursor.interrupt()
