"""The command that looks whether all is well: ``doctor``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import click

from segmentation.language.i18n import N_, translator
from segmentation.language.text import columns_wide
from segmentation.operating.doctor import BAD, LOOK, NAMES, OK, examine
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
        named = [(_(STATES[check.state]), _(NAMES[check.key]), check) for check in checks]
        wide = [max(columns_wide(row[at]) for row in named) for at in (0, 1)]
        for state, name, check in [] if as_json else named:
            gaps = (wide[0] - columns_wide(state) + 2, wide[1] - columns_wide(name) + 2)
            click.echo(f"{state}{' ' * gaps[0]}{name}{' ' * gaps[1]}{check.said}")
            if check.todo:
                click.echo(f"{' ' * (sum(wide) + 4)}→ {check.todo}")
        return REFUSED if any(check.state == BAD for check in checks) else 0
