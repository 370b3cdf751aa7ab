"""The commands of the shell about grading schemes: which there are, whether a file is one, bringing one in, taking one out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, translator
from segmentation.schemes import Scheme, parse_scheme
from segmentation.schemes.toml import MOST_BYTES, too_long
from segmentation.settings.own_schemes import all_schemes, find_scheme, save_scheme
from segmentation.shell.parts import print_json
from segmentation.warehouse import Warehouse


def add_schemes(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the group ``schemes`` to ``cli``, with its help and its answers in ``lang``."""
    _ = translator(lang)
    file = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))

    @cli.group("schemes", invoke_without_command=True, help=_("List the grading schemes; check, bring in or write out one."))
    @click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    @click.pass_context
    def schemes(context: click.Context, as_json: bool) -> None:
        if context.invoked_subcommand is not None:
            return
        found = all_schemes(open_warehouse()).values()
        if as_json:
            print_json([scheme_answer(scheme, lang) for scheme in found])
            return
        for scheme in found:
            tiers = " · ".join(tier.label[lang] for tier in scheme.tiers)
            click.echo(f"{scheme.key:<18} {scheme.label[lang]}: {tiers}")

    @schemes.command("check", help=_("Say whether a TOML file is a scheme, and if not, in which line and why."))
    @file
    def check(file: Path) -> None:
        scheme = parse_scheme(read_file(file), file.name)
        text = _("{file} is a scheme: {label}, {count} tiers by the rule {rule}.")
        click.echo(text.format(file=file.name, label=scheme.label[lang], count=len(scheme.tiers), rule=scheme.rule))

    @schemes.command("add", help=_("Bring a TOML file in as a scheme of the house; under a known key it is a new version."))
    @file
    def add(file: Path) -> None:
        scheme = save_scheme(open_warehouse(), read_file(file), datetime.now(), file.name)
        click.echo(_("{label} is there as “{key}”.").format(label=scheme.label[lang], key=scheme.key))

    @schemes.command("show", help=_("Print the TOML of a scheme, to be changed and brought in again."))
    @click.argument("key")
    def show(key: str) -> None:
        click.echo(find_scheme(open_warehouse(), key).text, nl=False)


def read_file(path: Path) -> str:
    """Return the text of a scheme's file; raises InputError where it is no UTF-8 text, or longer than a scheme can be."""
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise too_long(path.name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = N_("{file} is no UTF-8 text. Save it as UTF-8 and try again.")
        raise InputError("broken_scheme", message, file=path.name) from error


def scheme_answer(scheme: Scheme, lang: str) -> dict[str, Any]:
    """Return a scheme as programs get it: key, label, rule, tiers (key, label, colour), defaults as text, score columns."""
    return {
        "key": scheme.key,
        "label": scheme.label[lang],
        "rule": scheme.rule,
        "tiers": [{"key": tier.key, "label": tier.label[lang], "colour": tier.colour} for tier in scheme.tiers],
        "defaults": {name: str(value) for name, value in scheme.defaults().items()},
        "score_columns": list(scheme.score_columns),
    }
