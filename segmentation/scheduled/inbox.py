"""A folder that is watched: what is put in is imported with the answers of before; what must be asked waits with its question.

A file is read once it has stood still for a while: neither its content nor itself was changed. It goes to ``done`` after its
import is written, so a machine that dies between leaves it where it is; read again, its very bytes are known and change nothing.
What cannot be imported as it is goes to ``asked`` with a text beside it. Nothing is ever deleted or written over.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from segmentation.ingest.examine import find_store
from segmentation.ingest.land import import_file
from segmentation.language.errors import Cancelled, InputError, NeedsChoice
from segmentation.language.i18n import N_, counter, format_count, translator
from segmentation.measures.movement.follow_up import follow_up
from segmentation.scheduled.context import Context, Result
from segmentation.warehouse.places import inbox_folder

ASKED, DONE = "asked", "done"
SHELL = re.compile(r"（命令行[：:用][^）]*）| \(in the shell: [^)]*\)")  # what is said to who works in a shell
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".download", ".filepart")
IGNORED = ("README.md", "Thumbs.db", "desktop.ini")
NOT_OURS = {  # the file is as good as before: it is tried again
    "disk_full", "disk_lost", "read_only", "folder_missing", "file_error", "too_much_memory",
}


def watched_folder(context: Context) -> Path:
    """Return the folder that is watched."""
    told = context.settings.inbox_folder
    return Path(told) if told else inbox_folder(context.database)


def import_inbox(context: Context) -> Result | None:
    """Import every file of the inbox that stands still; None where there is none.

    A folder named like a store holds files of that store; those beside it are of the store of the settings.
    """
    folder = watched_folder(context)
    if not folder.is_dir():
        text = translator(context.lang)(N_("The inbox {folder} is not there. Make it, or set another folder."))
        return Result((text.format(folder=folder),), ok=False)
    told, is_well, touched = [], True, set()
    for path in _waiting(folder, context):
        store = context.settings.store if path.parent == folder else path.parent.name
        text, store_id, went_well = _bring(context, path, store, folder)
        told.append(f"{path.name}: {text}")
        is_well = is_well and went_well
        if store_id is not None:
            touched.add(store_id)
    for store_id in sorted(touched):
        follow_up(context.warehouse, store_id)
    return Result(tuple(told), is_well) if told else None


def _waiting(folder: Path, context: Context) -> list[Path]:
    """Return the files that stand still, those of the settings' store first, by name."""
    folders = [folder, *sorted(each for each in folder.iterdir() if each.is_dir() and each.name not in (ASKED, DONE))]
    return [
        path for each in folders if not each.name.startswith(".") for path in sorted(each.iterdir())
        if path.is_file() and not path.is_symlink() and _is_for_us(path.name) and _stands_still(path, context)
    ]


def _is_for_us(name: str) -> bool:
    return not (name.startswith((".", "~")) or name.lower().endswith(UNFINISHED) or name in IGNORED)


def _stands_still(path: Path, context: Context) -> bool:
    """Return whether a file was not changed for a while; where a copy keeps the time of the first, its own change tells."""
    stat = path.stat()
    changed = datetime.fromtimestamp(max(stat.st_mtime, stat.st_ctime))
    return stat.st_size > 0 and (context.now - changed).total_seconds() >= context.settings.still_seconds


def _bring(context: Context, path: Path, store: str, folder: Path) -> tuple[str, int | None, bool]:
    """Import one file and put it away; return what to tell, the store that changed, and whether all went well."""
    _, _n = translator(context.lang), counter(context.lang)
    try:
        if not store:
            text = N_("It is not said of which store the file is: put it into a folder named like the store.")
            raise InputError("no_inbox_store", text)
        if find_store(context.warehouse, store) is None:
            text = N_("There is no store “{store}”. Name the folder like a store that there is.")
            raise InputError("unknown_inbox_store", text, store=store)
        report = import_file(context.warehouse, store, path, file_name=path.name, today=context.now.date())
    except Cancelled:
        return _("stopped; it is read again"), None, False
    except InputError as error:
        if error.code in NOT_OURS:
            return error.text(context.lang), None, False
        kept = _put(path, folder / ASKED, path.name)
        kept.with_name(f"{kept.name}.txt").write_text(_question(context, store, error, path.name), encoding="utf-8-sig")
        return _("must be asked: {why}").format(why=error.text(context.lang)), None, False
    _put(path, folder / DONE, f"{context.now:%Y-%m-%d}_{path.name}")
    if report["already_landed"]:
        return _("was imported before (import {batch}); nothing was changed").format(batch=report["batch"]), None, True
    rows = report["accepted"]
    said = _n("imported into {store}, {rows} row (import {batch})", "imported into {store}, {rows} rows (import {batch})", rows)
    said = said.format(store=store, rows=format_count(rows, context.lang), batch=report["batch"])
    if report["rejected"]:
        said += _("; not understood: {count}").format(count=format_count(report["rejected"], context.lang))
    return said, find_store(context.warehouse, store), True


def _question(context: Context, store: str, error: InputError, name: str) -> str:
    """Return the text that lies beside a file which must be asked about: what is open, and what to do."""
    _ = translator(context.lang)
    lines = [
        _("{file} was not imported.").format(file=name), _("Store: {store}").format(store=store or "–"), "",
        *(SHELL.sub("", each.text(context.lang)) for each in (error, *getattr(error, "others", ()))), "",
    ]
    if isinstance(error, NeedsChoice):
        lines.append(_(
            "Upload the file on the page Upload and answer there. The answer is remembered: the next file of this kind is "
            "imported by itself."
        ))
    else:
        lines.append(_("Mend that, and put the file into the inbox again."))
    return "\n".join(lines) + "\n"


def _put(path: Path, folder: Path, name: str) -> Path:
    """Move a file into a folder under a name that is free there."""
    folder.mkdir(mode=0o700, exist_ok=True)
    target, number = folder / name, 1
    while target.exists() or target.with_name(f"{target.name}.txt").exists():
        number += 1
        stem, suffix = Path(name).stem, Path(name).suffix
        target = folder / f"{stem}_{number}{suffix}"
    path.rename(target)
    return target
