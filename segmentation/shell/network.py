"""Starting the app for other machines of the house: who may sign in, and how a phone finds it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import segno

from segmentation.access.listening import REFUSED, is_this_machine, network_number, refusal
from segmentation.access.settings import SIGN_IN, read_settings
from segmentation.language.i18n import translator
from segmentation.shell.accounts import add_first_owner


def open_to_network(
    database: Path, address: str, port: int, lang: str, *, sign_in: bool
) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """Make ready what listening on ``address`` asks for; return the settings of Streamlit and the variables that it takes.

    Where people sign in, the first owner's account is made on the terminal. Beyond this machine the phone's address is printed,
    as a QR code too. Exits with 2 where other machines would get in without sign-in.
    """
    signs = sign_in or read_settings(database, os.environ).sign_in
    if not is_this_machine(address) and not signs:
        click.echo(refusal(address), err=True)
        raise SystemExit(REFUSED)
    if signs:
        add_first_owner(database, lang)
    variables = {SIGN_IN: "1"} if signs else {}
    number = None if is_this_machine(address) else network_number()
    if number is None:
        return {}, variables
    _ = translator(lang)
    phone = f"http://{number}:{port}/today"
    click.echo(_("On a phone of the same network: {address}").format(address=phone))
    if sys.stdout.isatty():
        segno.make(phone, micro=False).terminal(compact=True)
    return {"browser.serverAddress": number.strip("[]")}, variables  # told, it is not looked for on the internet
