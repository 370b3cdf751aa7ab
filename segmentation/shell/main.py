"""The same calls from a shell: ``python -m segmentation import bills.csv --store "My house"``.

Exit status: 0 done, 2 refused (one clear line on stderr), 3 the warehouse is in use by another process.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from segmentation.ingest.batches import list_stores
from segmentation.language.errors import InputError, WarehouseBusy, disk_error
from segmentation.language.i18n import LANGUAGES, translator
from segmentation.language.wording import in_words
from segmentation.measures.managers.register import see
from segmentation.operating.logs import logging_to
from segmentation.shell.accounts import add_accounts
from segmentation.shell.arguments import hoist, parted
from segmentation.shell.benchmark import add_benchmark
from segmentation.shell.bills import add_bills
from segmentation.shell.books import add_books
from segmentation.shell.calls import add_calls, add_coverage
from segmentation.shell.chain import add_chain
from segmentation.shell.click_texts import let_click_speak, name_metavars, refusal
from segmentation.shell.composition import add_composition
from segmentation.shell.doctor import add_doctor
from segmentation.shell.door import through_door
from segmentation.shell.erasure import add_erasure
from segmentation.shell.festivals import add_festivals
from segmentation.shell.files import add_files
from segmentation.shell.findings import add_findings
from segmentation.shell.folder import stand_in
from segmentation.shell.foresight import add_foresight
from segmentation.shell.groups import add_groups
from segmentation.shell.handover import add_handover
from segmentation.shell.imports import add_imports
from segmentation.shell.indicators import add_indicators
from segmentation.shell.lake import add_lake
from segmentation.shell.locale import asked_language
from segmentation.shell.managers import add_managers
from segmentation.shell.merges import add_merges
from segmentation.shell.migration import add_migration
from segmentation.shell.occupancy import add_occupancy
from segmentation.shell.parts import (
    REFUSED,
    UNREAD,
    check_arguments,
    command_name,
    complain,
    complain_of,
    fall_silent,
    read_store,
)
from segmentation.shell.people import add_people
from segmentation.shell.plan import add_plan
from segmentation.shell.points import add_points
from segmentation.shell.progress import add_progress
from segmentation.shell.reports import add_reports
from segmentation.shell.retention import add_retention
from segmentation.shell.scheduled import add_scheduled
from segmentation.shell.schemes import add_schemes
from segmentation.shell.serving import add_serving
from segmentation.shell.stores import add_stores
from segmentation.shell.trials import add_trials
from segmentation.warehouse import EVERYTHING, Rights, Warehouse, default_path, open_default
from segmentation.warehouse.places import log_folder
from segmentation.warehouse.seen import not_allowed

FAILED, BUSY = 1, 3

log = logging.getLogger(__name__)


def asked_database(arguments: Sequence[str]) -> Path:
    """Return the warehouse of hoisted arguments, else the app's own.

    >>> asked_database(["--lang", "zh", "--db", "x.duckdb", "stores"]).as_posix()
    'x.duckdb'
    """
    front, _rest = parted(arguments)
    return Path(front["--db"]) if "--db" in front else default_path()


def build(
    lang: str, rights: Rights = EVERYTHING, opened: Callable[[], Warehouse] | None = None, folder: Path | None = None
) -> click.Group:
    """Return the commands, with their help in ``lang``, over what ``rights`` let see.

    ``opened`` returns the warehouse of a process that has it open, ``folder`` is where who calls stands, if not this process's.
    """
    _ = translator(lang)
    let_click_speak(lang)
    state: dict[str, Path | None] = {"db": None}

    def warehouse() -> Warehouse:
        found = opened() if opened else Warehouse(state["db"]) if state["db"] else open_default()
        if (kept := found.kept_before_upgrade) and not opened:
            complain(_("The data was brought up to this version. The state before is kept as {path}.").format(path=kept))
        return see(found, rights)

    def house() -> Path:
        if not rights.is_everything:
            raise not_allowed()
        return state["db"] or default_path()

    @click.group(help=_("Grade customers: bring bills in, see who is A, B, C or D, take lists out."))
    @click.option("--db", type=click.Path(path_type=Path), help=_("The warehouse file (the app's own if not given)."))
    @click.option("--lang", type=click.Choice(list(LANGUAGES)), help=_("Language of messages: zh or en."))
    def cli(db: Path | None, lang: str | None) -> None:
        state["db"] = db

    add_imports(cli, lang, warehouse)
    add_bills(cli, lang, warehouse)
    add_books(cli, lang, warehouse)
    add_stores(cli, lang, warehouse, lambda: state["db"] or default_path())
    add_people(cli, lang, warehouse)
    add_merges(cli, lang, warehouse)
    add_erasure(cli, lang, warehouse)
    add_findings(cli, lang, warehouse)
    add_reports(cli, lang, warehouse)
    add_groups(cli, lang, warehouse)
    add_festivals(cli, lang, warehouse)
    add_occupancy(cli, lang, warehouse)
    add_composition(cli, lang, warehouse)
    add_indicators(cli, lang, warehouse)
    add_retention(cli, lang, warehouse)
    add_foresight(cli, lang, warehouse)
    add_managers(cli, lang, warehouse)
    add_handover(cli, lang, warehouse)
    add_migration(cli, lang, warehouse)
    add_calls(cli, lang, warehouse)
    add_plan(cli, lang, warehouse)
    add_coverage(cli, lang, warehouse)
    add_trials(cli, lang, warehouse)
    add_points(cli, lang, warehouse)
    add_progress(cli, lang, warehouse)
    add_benchmark(cli, lang, warehouse)
    add_chain(cli, lang, warehouse)
    add_schemes(cli, lang, warehouse)
    add_scheduled(cli, lang, warehouse, lambda: state["db"] or default_path(), rights)
    add_files(cli, lang, warehouse)
    add_accounts(cli, lang, house, lambda names: store_ids(warehouse(), names), lambda: store_names(warehouse()))
    add_doctor(cli, lang, lambda: state["db"] or default_path())
    add_serving(cli, lang, lambda: state["db"] or default_path())
    add_lake(cli, lang, warehouse)
    name_metavars(cli, lang)
    if folder is not None:
        stand_in(cli, folder)
    return cli


def store_ids(warehouse: Warehouse, names: Sequence[str]) -> list[int]:
    """Return the ids of stores by name. Raises InputError for a name that there is not."""
    return [read_store(warehouse, name) for name in names]


def store_names(warehouse: Warehouse) -> dict[int, str]:
    """Return the names of the stores by id."""
    return {row["store_id"]: row["store"] for row in list_stores(warehouse)}


def main(arguments: Sequence[str] | None = None, rights: Rights = EVERYTHING) -> int:
    """Run one command with ``rights`` and return its exit status; nothing it meets ends in a traceback."""
    os.umask(0o077)  # what is written holds names and phones
    arguments = hoist(sys.argv[1:] if arguments is None else arguments)
    if (status := through_door(arguments)) is not None:
        return status
    lang = asked_language(arguments)
    if not os.environ.get("CUSTOMER_GRADING_DEBUG"):
        logging.getLogger("segmentation").addHandler(logging.NullHandler())  # what went wrong is said in one line
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    return run(arguments, lang, rights)


def run(
    arguments: Sequence[str], lang: str, rights: Rights = EVERYTHING, opened: Callable[[], Warehouse] | None = None,
    folder: Path | None = None,
) -> int:
    """Run one command, its arguments hoisted, as ``build`` makes it, and return its exit status."""
    try:
        check_arguments(arguments)
        with in_words(None):  # those of the store that the command names
            return build(lang, rights, opened, folder).main(arguments, prog_name=command_name(), standalone_mode=False) or 0
    except WarehouseBusy as error:
        complain(error.text(lang))
        return BUSY
    except InputError as error:
        complain_of(error, lang)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
    except click.ClickException as error:
        complain(refusal(error, lang))
    except (KeyboardInterrupt, click.Abort):
        complain(translator(lang)("Stopped. Nothing was imported." if "import" in arguments else "Stopped."))
    except BrokenPipeError:
        return UNREAD if opened else fall_silent()
    except OSError as error:
        said = disk_error(error, error.filename)
        why = f"{error.strerror} ({error.filename})"
        complain(said.text(lang) if said else translator(lang)("The file cannot be read or written: {why}.").format(why=why))
    except SystemExit as stop:
        return int(stop.code or 0)
    except Exception as error:
        if os.environ.get("CUSTOMER_GRADING_DEBUG"):
            raise
        _ = translator(lang)
        with logging_to(log_folder(asked_database(arguments)), "shell"):
            log.exception("a command failed")
        complain(
            _("An error in this program: {what}. Set CUSTOMER_GRADING_DEBUG=1 to see where, and please report it.").format(
                what=f"{type(error).__name__}: {error}"
            )
        )
        return FAILED
    return REFUSED
