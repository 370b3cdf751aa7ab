"""What a job gets, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import sleep

from segmentation.scheduled.settings import Settings
from segmentation.warehouse import Warehouse


@dataclass(frozen=True)
class Context:
    """The warehouse, what was switched on, the moment, and how long to wait between tries (``wait``: seconds)."""

    warehouse: Warehouse
    settings: Settings
    now: datetime
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    wait: Callable[[float], None] = sleep

    @property
    def lang(self) -> str:
        return self.settings.language

    @property
    def database(self) -> Path:
        return self.warehouse.path


@dataclass(frozen=True)
class Result:
    """What a job did, a sentence each, in the language of the settings. None: there was nothing to do, so nothing to tell of."""

    told: tuple[str, ...] = ()
    ok: bool = True
