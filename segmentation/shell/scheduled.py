"""The command of the shell about scheduled work: what runs, when it ran last, run it now, switch it on or off, set it up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_moment, translator
from segmentation.scheduled.jobs import LABELS, run_job
from segmentation.scheduled.runs import Run, last_run, read_runs
from segmentation.scheduled.settings import (
    JOBS,
    SECRETS,
    Settings,
    change_settings,
    read_settings,
    save_secrets,
    switch,
    unknown_job,
)
from segmentation.scheduled.times import next_moment
from segmentation.settings.clock import now
from segmentation.shell.parts import REFUSED, print_json
from segmentation.warehouse import Rights, Warehouse
from segmentation.warehouse.seen import not_allowed

ACTIONS = ("list", "run", "on", "off", "set")


def add_scheduled(
    cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse], find: Callable[[], Path], rights: Rights
) -> None:
    """Add the command to ``cli``, with its help and its answers in ``lang``; ``find`` says where the warehouse is."""
    _ = translator(lang)

    @cli.command("scheduled", help=_(
        "Work that is done by itself: list; run, on or off with a job (inbox, backup, proof, message); set with NAME=VALUE. "
        "Passwords and the robot's address are asked for: set smtp_password, robot_url or robot_secret."
    ))
    @click.argument("action", type=click.Choice(ACTIONS), default="list")
    @click.argument("names", nargs=-1)
    @click.option("--when", help=_("With on: minute, hour, day, month and day of the week, as in 0 8 * * mon."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    def scheduled(action, names, when, as_json):
        if not rights.is_everything:
            raise not_allowed()
        database = find().absolute()
        if action == "list":
            jobs = list_jobs(read_settings(database), read_runs(database))
            print_json(jobs) if as_json else [click.echo(job_text(each, lang)) for each in jobs]
            return 0
        if action == "set":
            set_up(database, names, lang)
            return 0
        if unknown := [name for name in names if name not in JOBS]:
            raise unknown_job(unknown[0])
        if not names or (action == "run" and len(names) > 1):
            raise unknown_job(", ".join(names))
        if action == "run":
            run = run_job(open_warehouse(), names[0], now(), lang)
            if as_json:
                print_json([run_answer(run)] if run else [])
            else:
                for text in run.told if run else [_("There was nothing to do.")]:
                    click.echo(text)
            return 0 if run is None or run.ok else REFUSED
        for name in names:
            switch(database, name, action == "on", now(), when, lang)
        click.echo(_("Switched on.") if action == "on" else _("Switched off."))
        return 0


def set_up(database: Path, names: Sequence[str], lang: str) -> None:
    """Keep settings written as NAME=VALUE; a secret is asked for, so that no list of commands holds it."""
    _ = translator(lang)
    texts, secrets = {}, {}
    for each in names:
        name, equals, value = each.partition("=")
        if name in SECRETS and not equals:
            secrets[name] = click.prompt(name, hide_input=True, default="", show_default=False)
        elif name in SECRETS or not equals:
            raise InputError("bad_assignment", N_("Write NAME=VALUE; of a password or the robot's address only the name."))
        else:
            texts[name] = value
    change_settings(database, texts)
    if secrets:
        save_secrets(database, secrets)
    click.echo(_("Kept."))


def list_jobs(settings: Settings, runs: Sequence[Run]) -> list[dict[str, Any]]:
    """Return every job as programs get it: on, when (as cron writes it), next, last (a run, or null)."""
    rows = []
    for job in JOBS:
        last = last_run(runs, job)
        since = settings.on.get(job)
        following = next_moment(settings.when[job], max(since, last.started) if last else since) if since else None
        rows.append({
            "job": job, "on": since is not None, "when": settings.when[job],
            "next": following and following.isoformat(timespec="minutes"), "last": last and run_answer(last),
        })
    return rows


def run_answer(run: Run) -> dict[str, Any]:
    """Return a run as programs get it."""
    return {
        "job": run.job, "started": run.started.isoformat(timespec="seconds"), "seconds": run.seconds, "ok": run.ok,
        "told": list(run.told),
    }


def job_text(row: dict[str, Any], lang: str) -> str:
    """Return a job as one line."""
    _ = translator(lang)
    text = f"{row['job']}  {_(LABELS[row['job']])}  {_('on') if row['on'] else _('off')}  {row['when']}"
    if row["last"] is None:
        return text
    last = row["last"]
    moment = format_moment(datetime.fromisoformat(last["started"]), lang)
    state = _("done") if last["ok"] else _("not done")
    return f"{text}  {moment}  {state}  {' '.join(last['told'])}"
