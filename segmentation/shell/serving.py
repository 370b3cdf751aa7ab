"""The command that starts the app: ``serve``. The process becomes the server; nothing of it is imported here.

Streamlit reads its settings from the folder in which it is started, from the user's own and from the environment. What an
installed package brings stands behind these: each setting of the house is passed on unless somebody has set it there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from segmentation.language.i18n import translator
from segmentation.shell.network import open_to_network
from segmentation.warehouse.places import ROOT, house_config, inbox_folder, log_folder

PORT = 8501


def add_serving(cli: click.Group, lang: str, path: Callable[[], Path]) -> None:
    """Add the command to ``cli``, with its help in ``lang``; ``path`` is the warehouse that the app will open."""
    _ = translator(lang)

    @cli.command(
        "serve", help=_("Start the app and stay until Ctrl+C. Options of Streamlit may follow."),
        context_settings={"ignore_unknown_options": True},
    )
    @click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help=_("The port it listens on."))
    @click.option("--address", default="127.0.0.1", show_default=True, help=_("The address it listens on."))
    @click.option("--sign-in", is_flag=True, help=_("Let only people in who sign in; needed beyond this machine."))
    @click.option("--host", "hosts", multiple=True, help=_("Another name under which the app is opened, behind a proxy say."))
    @click.argument("more", nargs=-1, type=click.UNPROCESSED)
    def serve(port, address, sign_in, hosts, more):
        database = path().absolute()
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        inbox = inbox_folder(database)
        with suppress(OSError):
            inbox.mkdir(mode=0o700, parents=True, exist_ok=True)
        click.echo(_("Open http://localhost:{port} in a browser; stop with Ctrl+C.").format(port=port))
        click.echo(_("The data: {path}").format(path=database))
        click.echo(_("The logs: {path}").format(path=log_folder(database)))
        network, variables = open_to_network(database, address, port, lang, sign_in=sign_in)
        sys.stdout.flush()
        asked = {"server.port": port, "server.address": address, **network}
        asked |= {"server.allowedHosts": list(hosts)} if hosts else {}
        command = server_command(asked, own_settings(Path.cwd(), Path.home()), os.environ, more)
        own = {"CUSTOMER_GRADING_DB": str(database), "CUSTOMER_GRADING_INBOX": str(inbox.absolute())}
        become(command, os.environ | variables | own)


def server_command(
    asked: Mapping[str, Any], own: Mapping[str, Any], environment: Mapping[str, str], more: Sequence[str] = ()
) -> list[str]:
    """Return the command that serves the app.

    ``asked`` are settings of the command line, ``own`` those of the owner's files, by their whole names; both stand before
    those of the house, and so do variables of the environment such as ``STREAMLIT_SERVER_MAX_UPLOAD_SIZE``.
    """
    house = flat(tomllib.loads(house_config().read_text(encoding="utf-8")))
    left = {name: value for name, value in house.items() if name not in own and variable(name) not in environment}
    options = [part for name, value in ({**left, **asked}).items() for part in as_option(name, value)]
    return [sys.executable, "-P", "-m", "streamlit", "run", str(ROOT / "serve.py"), *options, *more]


def own_settings(*folders: Path) -> dict[str, Any]:
    """Return the settings that these folders' .streamlit/config.toml hold, the first folder's before the next's."""
    found: dict[str, Any] = {}
    for folder in folders:
        with suppress(OSError, ValueError):  # Streamlit says what is wrong with it
            file = folder / ".streamlit" / "config.toml"
            found = flat(tomllib.loads(file.read_text(encoding="utf-8"))) | found
    return found


def flat(tree: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Return the values of nested tables by their whole names.

    >>> flat({"server": {"port": 1}, "theme": {"font": "x", "dark": {"textColor": "y"}}})
    {'server.port': 1, 'theme.font': 'x', 'theme.dark.textColor': 'y'}
    """
    found: dict[str, Any] = {}
    for name, value in tree.items():
        found |= flat(value, f"{before}{name}.") if isinstance(value, Mapping) else {f"{before}{name}": value}
    return found


def variable(name: str) -> str:
    """Return the variable of the environment that sets a setting of Streamlit's.

    >>> variable("theme.dark.textColor")
    'STREAMLIT_THEME_DARK_TEXT_COLOR'
    """
    return "STREAMLIT_" + "".join(f"_{letter}" if letter.isupper() else letter for letter in name.replace(".", "_")).upper()


def as_option(name: str, value: Any) -> Iterator[str]:
    """Yield a setting as Streamlit's command line takes it: lists of the theme as JSON, others as one option for each value.

    >>> list(as_option("server.headless", True)), list(as_option("server.allowedHosts", ["a", "b"]))
    (['--server.headless=true'], ['--server.allowedHosts=a', '--server.allowedHosts=b'])
    >>> list(as_option("theme.headingFontWeights", [600, 500]))
    ['--theme.headingFontWeights=[600, 500]']
    """
    if isinstance(value, list) and name.startswith("theme."):
        yield f"--{name}={json.dumps(value)}"
        return
    for each in value if isinstance(value, list) else [value]:
        yield f"--{name}={str(each).lower() if isinstance(each, bool) else each}"


def become(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Let this process go on as ``command``; where the system cannot do that, wait for it, and end as it ended."""
    if os.name == "posix":
        os.execve(command[0], list(command), dict(environment))
    try:
        ended = subprocess.run(list(command), env=dict(environment), check=False).returncode
    except KeyboardInterrupt:
        ended = 0
    raise SystemExit(ended)
