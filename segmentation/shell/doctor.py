"""The command that looks whether all is well: ``doctor``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import click

from segmentation.language.i18n import N_, translator
from segmentation.operating.doctor import BAD, LOOK, OK, examine
from segmentation.settings.clock import now
from segmentation.shell.parts import REFUSED, print_json

STATES = {OK: N_("ok"), LOOK: N_("look"), BAD: N_("bad")}


def add_doctor(cli: click.Group, lang: str, path: Callable[[], Path]) -> None:
    """Add the command to ``cli``, with its help and its answers in ``lang``; ``path`` is the warehouse's own file."""
    _ = translator(lang)

    @cli.command("doctor", help=_("Say how program, machine and data are, and what to do. Status 2: something is bad."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    def doctor(as_json: bool) -> int:
        checks = examine(path(), now(), lang)
        if as_json:
            print_json([asdict(check) for check in checks])
        for check in [] if as_json else checks:
            click.echo(f"{_(STATES[check.state]):<4}  {check.key:<8}  {check.said}")
            if check.todo:
                click.echo(f"{'':<4}  {'':<8}  → {check.todo}")
        return REFUSED if any(check.state == BAD for check in checks) else 0
