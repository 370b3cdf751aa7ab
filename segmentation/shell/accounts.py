"""The commands of the shell about who may sign in: accounts. They work beside the app, whose file of accounts is open to both."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from segmentation import access as accounts_file
from segmentation.access import Access, Account, access_path
from segmentation.access.passwords import check_strength
from segmentation.access.settings import settings_of
from segmentation.access.words import ROLE_NAMES, WHAT
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_moment, listed, translator
from segmentation.shell.parts import command_name, complain, print_json
from segmentation.warehouse.rights import ROLES

WORDS = WHAT | ROLE_NAMES
LEDGERS = ("sign-ins", "exports")


def add_accounts(
    cli: click.Group, lang: str, path: Callable[[], Path], find_stores: Callable[[Sequence[str]], list[int]],
    name_stores: Callable[[], Mapping[int, str]],
) -> None:
    """Add the group ``accounts`` to ``cli``, with its help and its answers in ``lang``.

    ``path`` is the warehouse's own file; ``find_stores`` returns the ids of stores by name, ``name_stores`` the names by
    id; a list is written without these where the warehouse cannot be opened.
    """
    _ = translator(lang)
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    name = click.argument("name")

    @cli.group("accounts", help=_("Say who may sign in, and what each may see."))
    def accounts() -> None:
        pass

    def described(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            click.option("--store", "stores", multiple=True, help=_("A store that is granted; again for more, none for all.")),
            click.option("--manager", help=_("The name under which a manager's customers stand (his own if not given).")),
            click.option("--names/--no-names", "sees_names", default=None, help=_("Whether customers' names are shown.")),
            click.option("--phones/--no-phones", "sees_phones", default=None, help=_("Whether phones and e-mails are shown.")),
            click.option("--email", help=_("The verified e-mail under which a provider (OIDC) knows the person.")),
            click.option("--subject", help=_("The subject (sub) under which a provider knows the person.")),
            click.option(
                "--password-file", type=click.Path(path_type=Path, dir_okay=False, exists=True),
                help=_("A file whose first line is the password (asked for if not given)."),
            ),
        ):
            command = option(command)
        return command

    @accounts.command("add", help=_("Add an account; the password is asked for twice."))
    @name
    @click.option("--role", type=click.Choice(ROLES), required=True, help=_("What it may see and do."))
    @click.option("--without-password", is_flag=True, help=_("It signs in by a provider alone."))
    @described
    def add(name, role, without_password, stores, password_file, **other):
        granted = find_stores(stores) if stores else None
        access = _opened(path())
        password = None if without_password else _password(lang, password_file)
        made = accounts_file.add_account(access, name, role, time.time(), stores=granted, password=password, **other)
        click.echo(_("{name} may sign in.").format(name=made.name))

    @accounts.command("change", help=_("Change an account; it is signed out everywhere."))
    @name
    @click.option("--role", type=click.Choice(ROLES), help=_("What it may see and do."))
    @click.option("--all-stores", is_flag=True, help=_("Grant all stores."))
    @click.option("--password", "new_password", is_flag=True, help=_("Ask for a new password."))
    @described
    def change(name, role, all_stores, new_password, stores, password_file, **other):
        changes = {key: value for key, value in {"role": role, **other}.items() if value is not None}
        if stores or all_stores:
            changes["stores"] = None if all_stores else find_stores(stores)
        access = _opened(path())
        if new_password or password_file:
            changes["password"] = _password(lang, password_file)
        accounts_file.change_account(access, name, **changes)

    @accounts.command("disable", help=_("Let an account in no more; it stays in the log. --enable lets it in again."))
    @name
    @click.option("--enable", is_flag=True, help=_("Let it in again."))
    def disable(name, enable):
        accounts_file.change_account(_opened(path()), name, disabled=not enable)

    @accounts.command("list", help=_("List the accounts."))
    @as_json
    def list_accounts(as_json):
        found = accounts_file.accounts(_opened(path()))
        if as_json:
            print_json([account_answer(each) for each in found])
            return
        names = _names_of(found, name_stores)
        for each in found:
            stores = _("all stores") if each.stores is None else listed((
                names.get(store, f"#{store}") for store in sorted(each.stores)
            ), lang)
            off = "  " + _("disabled") if each.disabled else ""
            click.echo(f"{each.name}  {_(ROLE_NAMES[each.role])}  {stores}{off}")

    @accounts.command("sessions", help=_("List who is signed in."))
    @as_json
    def sessions(as_json):
        database = path().absolute()
        rows = [
            {"account": each.account, "since": _iso(each.made_at), "seen": _iso(each.seen_at), "address": each.address}
            for each in accounts_file.sessions(_opened(database), time.time(), settings_of(database))
        ]
        _show(rows, as_json, lang)

    @accounts.command("end-sessions", help=_("Sign an account out everywhere."))
    @name
    def end_sessions(name):
        access = _opened(path())
        accounts_file.account(access, name)
        click.echo(_("Sessions ended: {count}.").format(count=accounts_file.end_sessions(access, name)))

    @accounts.command("log", help=_("List sign-ins, or what was exported, the newest first."))
    @click.option("--of", type=click.Choice(LEDGERS), default=LEDGERS[0], show_default=True, help=_("Which log."))
    @click.option("--last", type=click.IntRange(1, 100_000), default=200, show_default=True, help=_("How many lines."))
    @as_json
    def log(of, last, as_json):
        access = _opened(path())
        if of == LEDGERS[0]:
            rows = [
                {"at": _iso(each.at), "account": each.account, "address": each.address, "what": each.what}
                for each in accounts_file.sign_ins(access, last)
            ]
        else:
            rows = [
                {"at": _iso(each.at), "account": each.account, "role": each.role, "what": each.what,
                 "stores": list(each.stores), "rows": each.rows, "bytes": each.bytes}
                for each in accounts_file.exports(access, last)
            ]
        _show(rows, as_json, lang)


def _names_of(accounts: Sequence[Account], name_stores: Callable[[], Mapping[int, str]]) -> Mapping[int, str]:
    """Return the names of stores by id where an account asks for them; none where the warehouse cannot be opened."""
    if all(each.stores is None for each in accounts):
        return {}
    try:
        return name_stores()
    except (InputError, OSError):
        return {}


def account_answer(account: Account) -> dict[str, Any]:
    """Return an account as JSON has it; ``stores`` are ids, null for all."""
    return {
        "name": account.name, "role": account.role, "stores": None if account.stores is None else sorted(account.stores),
        "manager": account.manager, "names": account.sees_names, "phones": account.sees_phones,
        "password": account.has_password, "email": account.email, "subject": account.subject, "disabled": account.disabled,
        "made": _iso(account.made_at),
    }


def add_first_owner(database: Path, lang: str) -> None:
    """Make the first owner on the terminal where none can sign in yet; without a terminal only say how it is made."""
    access = _opened(database)
    if accounts_file.has_owner(access):
        return
    _ = translator(lang)
    if not click.get_text_stream("stdin").isatty():
        message = _("Nobody can sign in yet. Make the first account: {command}.")
        click.echo(message.format(command=f"{command_name()} accounts add NAME --role owner"), err=True)
        return
    click.echo(_("Nobody can sign in yet. This makes the first account, an owner's."))
    while True:
        name = click.prompt(_("Account"))
        try:
            accounts_file.add_account(access, name, "owner", time.time(), password=_password(lang, None))
            return
        except InputError as error:
            complain(error.text(lang))


def _password(lang: str, file: Path | None) -> str:
    if file is not None:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        return lines[0] if lines else ""
    return ask_password(lang)


def ask_password(lang: str) -> str:
    """Ask for a new password twice, unseen; a weak one, and two that differ, are asked for again at once.

    Raises InputError where there is no terminal to ask on.
    """
    _ = translator(lang)
    if not click.get_text_stream("stdin").isatty():
        raise InputError("no_terminal", N_(
            "There is no terminal to ask for the password on. Write it into a file and name it: --password-file FILE."
        ))
    text = _("Password (at least {least} characters)").format(least=accounts_file.LEAST)
    while True:
        password = click.prompt(text, hide_input=True)
        try:
            check_strength(password, "")
        except InputError as error:
            complain(error.text(lang))
            continue
        if click.prompt(_("Once more"), hide_input=True) == password:
            return password
        complain(_("The two differ. Type it again."))


def _opened(database: Path) -> Access:
    return Access(access_path(database.absolute()))


def _show(rows: Sequence[dict[str, Any]], as_json: bool, lang: str) -> None:
    if as_json:
        print_json(rows)
        return
    _ = translator(lang)
    for row in rows:
        names = [name for name in ("at", "since", "seen") if name in row]
        moments = {name: format_moment(datetime.fromisoformat(row[name]), lang) for name in names}
        words = {name: _(WORDS.get(str(row[name]), str(row[name]))) for name in ("what", "role") if name in row}
        click.echo("  ".join(str(value) for value in (row | moments | words).values()))


def _iso(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().isoformat(timespec="seconds")
