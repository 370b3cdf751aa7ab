"""The door of a running app, from outside: a command goes through it where the app holds the warehouse.

The app writes a small file beside its warehouse, readable by its user alone, that says where it listens and what to show there.
Little is imported here: a command that goes through the door need not load what the app has loaded already.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import ssl
import struct
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from segmentation.shell.arguments import hoist, parted

DIRECT = {"accounts", "serve", "doctor", "--help"}  # commands that need no warehouse, or that ask a person
EXIT, OUT, ERR = 0, 1, 2  # whose bytes follow
HEAD = struct.Struct(">BI")  # of each piece of an answer: whose it is, and how long; of EXIT the status in four bytes
KIND = "application/x-grading-door"
SHORT, STOPPED = 5.0, 130  # seconds to be let in; the exit status of who did not wait for the end


def door_path(database: Path) -> Path:
    """Return where the app that holds a warehouse says how to reach it."""
    return database.with_name(f"{database.name}.door")


def through_door(arguments: Sequence[str]) -> int | None:
    """Let the running app do a command, and return its exit status; None where there is no door, or none for this command.

    What it prints is printed here as it comes. Ctrl+C stops it there; a second one does not wait for that.
    """
    front, rest = parted(hoist(arguments))
    if not rest or "--help" in rest or (rest[0] in DIRECT and not _names_stores(rest)) or rest[:2] == ["scheduled", "set"]:
        return None  # the last asks for secrets, and the app has no terminal
    door = read_door(_database(front.get("--db")))
    if door is None or not is_open(door):
        return None
    with _password_beforehand(rest, front.get("--lang")) as complete:
        return _ask(door, front.get("--lang"), complete)


def _names_stores(rest: Sequence[str]) -> bool:
    """Return whether a command about accounts grants stores, which stand in the warehouse."""
    return rest[0] == "accounts" and any(each == "--store" or each.startswith("--store=") for each in rest)


@contextmanager
def _password_beforehand(rest: Sequence[str], lang: str | None) -> Iterator[Sequence[str]]:
    """Ask here for the password that a command would ask for: the app has no terminal. It passes in a file of this user's."""
    given = ("--password-file", "--without-password")
    asks = rest[:2] == ["accounts", "add"] or "--password" in rest
    if rest[0] != "accounts" or not asks or any(each.partition("=")[0] in given for each in rest):
        yield rest
        return
    import click  # these take a moment to import

    from segmentation.language.errors import InputError
    from segmentation.language.i18n import translator
    from segmentation.shell.accounts import ask_password
    from segmentation.shell.locale import asked_language
    from segmentation.shell.parts import REFUSED, complain

    spoken = asked_language(["--lang", lang] if lang else [])
    try:
        password = ask_password(spoken)
    except (InputError, click.Abort) as error:
        complain(error.text(spoken) if isinstance(error, InputError) else translator(spoken)("Stopped."))
        raise SystemExit(REFUSED) from error
    with tempfile.TemporaryDirectory() as folder:  # its folder is this user's alone
        file = Path(folder) / "password"
        file.write_text(password, encoding="utf-8")
        yield [*(each for each in rest if each != "--password"), "--password-file", str(file)]


def read_door(database: Path) -> Mapping[str, Any] | None:
    """Return what the door's file says; None where there is none."""
    try:
        said = json.loads(door_path(database).read_text(encoding="utf-8"))
        return said if isinstance(said, dict) and {"port", "token", "path", "tls"} <= said.keys() else None
    except (OSError, ValueError):
        return None


def is_open(door: Mapping[str, Any]) -> bool:
    """Return whether an app answers at the door that a file tells of; a killed one left its file."""
    try:
        return _post(door, {"stop": ""}, SHORT).status == 200
    except (OSError, ValueError, http.client.HTTPException):
        return False


def _database(told: str | None) -> Path:
    if told is None and not os.environ.get("CUSTOMER_GRADING_DB"):
        from segmentation.warehouse import default_path  # takes a moment to import

        return default_path().absolute()
    return Path(told or os.environ["CUSTOMER_GRADING_DB"]).absolute()


def _ask(door: Mapping[str, Any], lang: str | None, arguments: Sequence[str]) -> int | None:
    run = secrets.token_hex(8)
    said = {
        "run": run, "arguments": list(arguments), "lang": lang, "folder": str(Path.cwd()), "tty": sys.stderr.isatty(),
        "locale": os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG"),
    }
    try:
        answer = _post(door, said)
    except (OSError, http.client.HTTPException):
        return None  # it has just ended
    if answer.status != 200 or answer.headers.get("Content-Type") != KIND:
        return None
    asked_to_stop = False
    while True:
        try:
            return _print(answer)
        except BrokenPipeError:  # nobody reads on
            from segmentation.shell.parts import fall_silent  # takes a moment to import

            with suppress(OSError, http.client.HTTPException):
                _post(door, {"stop": run})
            return fall_silent()
        except (OSError, http.client.HTTPException):
            return _say_broken_off(lang)
        except KeyboardInterrupt:
            if asked_to_stop:
                return STOPPED
            asked_to_stop = True
            with suppress(OSError, http.client.HTTPException):
                _post(door, {"stop": run})


def _post(door: Mapping[str, Any], said: Mapping[str, Any], seconds: float | None = None) -> http.client.HTTPResponse:
    port = int(door["port"])
    if door["tls"]:  # to this very machine, with a token that only the app and its user know
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=SHORT, context=ssl._create_unverified_context())
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SHORT)
    body = json.dumps(said).encode("ascii")
    connection.connect()
    connection.sock.settimeout(seconds)  # None: how long a command takes is its own matter
    connection.request("POST", door["path"], body, {"Authorization": f"Bearer {door['token']}"})
    return connection.getresponse()


def _print(answer: http.client.HTTPResponse) -> int:
    streams = {OUT: sys.stdout, ERR: sys.stderr}
    while head := answer.read(HEAD.size):
        whose, size = HEAD.unpack(head)
        if whose == EXIT:
            return size
        data = answer.read(size)
        stream = streams[whose]
        stream.flush()
        stream.buffer.write(data)
        stream.buffer.flush()
    raise http.client.IncompleteRead(b"")  # the app ended in the middle


def _say_broken_off(lang: str | None) -> int:
    """Say that the app ended before the command did, and return the exit status."""
    from segmentation.language.i18n import translator  # takes a moment to import
    from segmentation.shell.locale import asked_language

    _ = translator(asked_language(["--lang", lang] if lang else []))
    print(_(
        "The app ended before this command did. An import is in the store as a whole or not at all: look with “batches”, then "
        "say the command again."
    ), file=sys.stderr)
    return 1
