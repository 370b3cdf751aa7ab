"""What Click itself says (headings of the help, arguments it refuses), in the language of the shell.

Click asks the process's gettext, which reads compiled catalogs by the environment's locale; ours are not compiled, and
``--lang`` decides. So its modules are given our translator: the one place that reaches into it.
"""

from __future__ import annotations

import re
from contextvars import ContextVar

import click

from segmentation.language.i18n import N_, translator

MODULES = (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types)
TEXTS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("required"),
    N_("default: {default}"),
    N_("path"),
    N_("file"),
    N_("directory"),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Choose from:\n\t{choices}"),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("(Did you mean one of: {possibilities}?)"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{value!r} is not one of {choices}."),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is not readable."),
    N_("{name} {filename!r} is not writable."),
    N_("Got unexpected extra arguments ({args})"),
    N_("Option {name!r} requires {nargs} arguments."),
    N_("Option {name!r} does not take a value."),
    N_("Argument {name!r} takes {nargs} values."),
)
_LANG: ContextVar[str] = ContextVar("click_language", default="en")  # several commands may run at once in an app
METAVARS = (N_("[OPTIONS]"), N_("COMMAND [ARGS]..."), N_("[COMMAND] [ARGS]..."))


def let_click_speak(lang: str) -> None:
    """Let Click say its own words in ``lang`` from now on, in this context; a text that is not in TEXTS stays English."""
    _LANG.set(lang)
    for module in MODULES:
        module._ = _say
        if hasattr(module, "ngettext"):
            module.ngettext = _say_counted


def _say(message: str) -> str:
    return translator(_LANG.get())(message)


def _say_counted(one: str, many: str, count: int) -> str:
    return _say(many) if _LANG.get() == "zh" or count != 1 else one


def name_metavars(command: click.Command, lang: str) -> None:
    """Put the placeholders in the first line of the help of ``command``, and of those below it, into ``lang``."""
    _ = translator(lang)
    command.options_metavar = _(command.options_metavar)
    if isinstance(command, click.Group):
        command.subcommand_metavar = _(command.subcommand_metavar)
        for below in command.commands.values():
            name_metavars(below, lang)


def refusal(error: click.ClickException, lang: str) -> str:
    """Return what Click refuses, as a sentence of ``lang``: it sets its own full stop behind some."""
    said = error.format_message()
    return re.sub(r"\.(?=\s|$)", "。", re.sub(r"。\.", "。", said)) if lang == "zh" else said
