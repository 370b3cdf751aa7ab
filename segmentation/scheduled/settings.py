"""What an owner has switched on, and what it needs: read from and kept in two files beside the warehouse."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import tomlkit

from segmentation.language.errors import InputError
from segmentation.language.i18n import LANGUAGES, N_
from segmentation.scheduled.times import check_when

INBOX, BACKUP, PROOF, MESSAGE = JOBS = ("inbox", "backup", "proof", "message")
WHEN = {INBOX: "* * * * *", BACKUP: "30 3 * * *", PROOF: "30 4 * * sun", MESSAGE: "0 8 * * mon"}
WECOM, FEISHU = ROBOTS = ("wecom", "feishu")
STARTTLS, TLS = SECURITY = ("starttls", "tls")
SECRETS = {  # by name, the variable of the environment that overrules the file
    "smtp_password": "CUSTOMER_GRADING_SMTP_PASSWORD", "robot_url": "CUSTOMER_GRADING_ROBOT_URL",
    "robot_secret": "CUSTOMER_GRADING_ROBOT_SECRET",
}
CHOICES = {"language": tuple(LANGUAGES), "smtp_security": SECURITY, "robot": ("", *ROBOTS)}


@dataclass(frozen=True)
class Settings:
    """What is done and how. ``on`` says since when each job that is switched on is; ``when`` has its times, as cron writes them.

    ``inbox_folder`` and ``store`` "" mean the folder beside the warehouse, and files only in folders named like a store (for the
    message: every store). ``still_seconds`` is how long a file has to stand still before it is read.
    """

    language: str = "zh"
    inbox_folder: str = ""
    store: str = ""
    still_seconds: int = 60
    full_names: bool = False
    to_file: bool = True
    mail_to: str = ""
    mail_from: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = STARTTLS
    smtp_user: str = ""
    robot: str = ""
    on: Mapping[str, datetime] = field(default_factory=dict)
    when: Mapping[str, str] = field(default_factory=lambda: dict(WHEN))


def scheduled_folder(database: Path) -> Path:
    """Return where scheduled work keeps its settings, its log and its messages."""
    return database.parent / "scheduled"


def read_settings(database: Path) -> Settings:
    """Return the settings kept beside a warehouse file; the usual ones, with nothing switched on, where there are none.

    Raises InputError for a file that cannot be read.
    """
    told = _read(scheduled_folder(database) / "settings.toml")
    return _checked({"when": {**WHEN, **told.pop("when", {})}, "on": told.pop("on", {}), **told})


def is_any_on(database: Path) -> bool:
    """Return whether there is anything to do, without reading more than has to be."""
    return (scheduled_folder(database) / "settings.toml").is_file() and bool(read_settings(database).on)


def sends_messages(database: Path) -> bool:
    """Return whether the message is switched on and goes further than to a file of this computer."""
    try:
        settings = read_settings(database)
    except InputError:
        return False
    return MESSAGE in settings.on and bool((settings.smtp_host and settings.mail_to) or settings.robot)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise InputError("bad_settings", N_("{file} cannot be read."), file=path.name) from error


def _checked(told: Mapping[str, Any]) -> Settings:
    """Return the settings of names and values; raises InputError for one that there is not, or of another kind."""
    usual = Settings()
    for name, value in told.items():
        if name not in {each.name for each in fields(Settings)}:
            raise _unknown(name)
        is_of_kind = isinstance(value, Mapping) or type(value) is type(getattr(usual, name))
        if not is_of_kind or value not in CHOICES.get(name, (value,)):
            raise bad_value(name, value)
    for job, when in told.get("when", {}).items():
        if job not in JOBS:
            raise unknown_job(job)
        check_when(str(when))
    for job, since in told.get("on", {}).items():
        if job not in JOBS or not isinstance(since, datetime):
            raise unknown_job(job)
    return replace(usual, **told)


def bad_value(name: str, value: Any) -> InputError:
    return InputError("bad_setting", N_("“{value}” does not fit the setting “{name}”."), value=str(value), name=name)


def unknown_job(job: str) -> InputError:
    """Return the error for a job that there is not."""
    return InputError("unknown_job", N_("There is no job “{job}”. They are: {known}."), job=job, known=", ".join(JOBS))


def save_settings(database: Path, settings: Settings) -> None:
    """Keep the settings. Raises InputError, and keeps nothing, where one does not fit."""
    told = asdict(settings)
    _checked(told)
    document = tomlkit.document()
    for name, value in told.items():
        document[name] = dict(value) if isinstance(value, Mapping) else value
    write_private(scheduled_folder(database) / "settings.toml", tomlkit.dumps(document).encode())


def change_settings(database: Path, texts: Mapping[str, str]) -> Settings:
    """Keep settings that a person wrote as text, and return all. Raises InputError, and keeps nothing, where one does not fit."""
    settings, usual, values = read_settings(database), Settings(), {}
    for name, text in texts.items():
        kind = type(getattr(usual, name, None))
        if kind not in (str, int, bool):
            raise _unknown(name)
        if kind is bool and text not in ("true", "false"):
            raise bad_value(name, text)
        values[name] = text == "true" if kind is bool else _number(name, text) if kind is int else text
    settings = replace(settings, **values)
    save_settings(database, settings)
    return settings


def _unknown(name: str) -> InputError:
    known = ", ".join(each.name for each in fields(Settings) if each.name not in ("on", "when"))
    return InputError("bad_setting", N_("There is no setting “{name}”. They are: {known}."), name=name, known=known)


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise bad_value(name, text)
    return int(text)


def switch(
    database: Path, job: str, on: bool, now: datetime, when: str | None = None, lang: str | None = None
) -> Settings:
    """Switch a job on or off, and keep its times where ``when`` says them; return all settings.

    Where nothing was on before, all of it is told in ``lang`` from now on.
    """
    if job not in JOBS:
        raise unknown_job(job)
    settings = read_settings(database)
    since = {key: moment for key, moment in settings.on.items() if key != job}
    if on:
        since[job] = settings.on.get(job, now)
    times = {**settings.when, **({job: when} if when else {})}
    language = lang if lang and not settings.on else settings.language
    settings = replace(settings, on=since, when=times, language=language)
    save_settings(database, settings)
    return settings


def read_secrets(database: Path) -> dict[str, str]:
    """Return the secrets: of the environment, else of the file; "" for one that is not set."""
    kept = _read(scheduled_folder(database) / "secrets.toml")
    return {name: os.environ.get(variable) or str(kept.get(name, "")) for name, variable in SECRETS.items()}


def save_secrets(database: Path, secrets: Mapping[str, str]) -> None:
    """Keep secrets in a file that its owner alone can read; "" forgets one, one not named stays."""
    path = scheduled_folder(database) / "secrets.toml"
    if unknown := set(secrets) - set(SECRETS):
        raise _unknown(min(unknown))
    told = {**_read(path), **secrets}
    write_private(path, tomlkit.dumps({name: told[name] for name in SECRETS if told.get(name)}).encode())


def write_private(path: Path, content: bytes) -> None:
    """Write a file that its owner alone can read, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    new.replace(path)
