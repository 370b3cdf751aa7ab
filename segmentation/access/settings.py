"""Whether people sign in, and how long a session lives: a small file beside the warehouse, and one variable."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_

SIGN_IN = "CUSTOMER_GRADING_SIGN_IN"
HOUR, DAY = 3600.0, 86400.0


@dataclass(frozen=True)
class Settings:
    """``sign_in``: people must; a session ends ``idle_hours`` after its last use, ``longest_days`` after its first."""

    sign_in: bool = False
    idle_hours: float = 12.0
    longest_days: float = 30.0


def settings_path(database: Path) -> Path:
    """Return where the settings of a warehouse's sign-in are."""
    return database.with_name(f"{database.name}.access.toml")


def read_settings(database: Path, environment: Mapping[str, str]) -> Settings:
    """Return the settings: of the file beside the warehouse, and ``CUSTOMER_GRADING_SIGN_IN`` (1 or 0) before it.

    Raises InputError where the file cannot be understood: nobody gets in by a slip of the pen.
    """
    path, found = settings_path(database), {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        made = Settings(
            sign_in=_of(found, "sign_in", bool, False),
            idle_hours=float(_of(found, "idle_hours", int | float, Settings.idle_hours)),
            longest_days=float(_of(found, "longest_days", int | float, Settings.longest_days)),
        )
    except FileNotFoundError:
        made = Settings()
    except (OSError, ValueError) as error:
        raise InputError(
            "bad_access_settings", N_("{path} cannot be understood. It holds sign_in = true, idle_hours and longest_days."),
            path=str(path),
        ) from error
    told = environment.get(SIGN_IN, "").strip().lower()
    if told in ("1", "true", "yes", "on"):
        return Settings(True, made.idle_hours, made.longest_days)
    if told in ("0", "false", "no", "off"):
        return Settings(False, made.idle_hours, made.longest_days)
    return made


def _of(found: Mapping[str, object], name: str, kind: type, default: object) -> object:
    value = found.get(name, default)
    if not isinstance(value, kind) or (kind is not bool and not 0 < value <= 10_000):
        raise ValueError(name)
    return value


@lru_cache(8)
def settings_of(database: Path) -> Settings:
    """Return the settings of the first time that this process asked: nobody turns sign-in off under those who are in."""
    return read_settings(database, os.environ)


def signs_in(database: Path) -> bool:
    """Return whether who opens the app of this warehouse must sign in."""
    return settings_of(database).sign_in
