"""A warehouse rewritten into a new file that takes the place of the old one: what was freed or logged in the old stays nowhere.

To delete rows leaves their texts in freed blocks of the file. So the change is made on a copy, the copy is written anew, table by
table, and only the finished file is put in the place of the old one, in one step: whatever fails or is killed before it leaves
the old file whole. Meanwhile nobody writes, and whoever reads waits for the moment of the exchange.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from segmentation.language.errors import InputError, WarehouseBusy
from segmentation.language.i18n import N_
from segmentation.warehouse.opening import damaged_file

try:
    import fcntl
except ImportError:  # a system whose files cannot be replaced while they are open anyway
    fcntl = None


class Gate:
    """Lets calls of the engine through, many at a time, and can be shut until none is under way."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._own = threading.local()
        self._inside = 0
        self._shut = False

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Go through, waiting where it is shut; a call within a call goes through with it."""
        depth = getattr(self._own, "depth", 0)
        if not depth:
            with self._turn:
                self._turn.wait_for(lambda: not self._shut)
                self._inside += 1
        self._own.depth = depth + 1
        try:
            yield
        finally:
            self._own.depth = depth
            if not depth:
                with self._turn:
                    self._inside -= 1
                    self._turn.notify_all()

    @contextmanager
    def shut(self) -> Iterator[None]:
        """Keep everybody else out, from when those inside have left; whoever shuts it goes through himself."""
        with self._turn:
            self._turn.wait_for(lambda: not self._shut)
            self._shut = True
            self._turn.wait_for(lambda: not self._inside)
        self._own.depth = getattr(self._own, "depth", 0) + 1
        try:
            yield
        finally:
            self._own.depth -= 1
            with self._turn:
                self._shut = False
                self._turn.notify_all()


def rewritten() -> InputError:
    """Return what to say to whoever was reading while the file was exchanged."""
    return InputError(
        "rewritten",
        N_("Meanwhile the warehouse was rewritten because somebody's data were erased. Do it again; nothing was changed."),
    )


def is_closed(error: duckdb.Error) -> bool:
    """Whether the engine says that what it was asked through has been closed."""
    return isinstance(error, duckdb.ConnectionException) and "closed" in str(error).lower()


def opened_twice() -> InputError:
    """Return the refusal to rewrite a file that this very process has open elsewhere."""
    return WarehouseBusy("opened_twice", N_("The warehouse is open twice in this program. Close the other one and try again."))


def exchange(close: Callable[[], None], new: Path, path: Path) -> None:
    """Put the finished file ``new`` in the place of the warehouse file ``path``, which ``close`` lets go; all or nothing.

    Raises OSError, and InputError where another process took the file in that very moment; then ``path`` is as it was.
    """
    _sync(new)
    close()
    if path.with_name(f"{path.name}.wal").exists():  # not everything is in the file: the log would go with the new one
        raise damaged_file(path)
    with path.open("rb+") as held:
        if fcntl:
            try:
                fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise WarehouseBusy(
                    "warehouse_busy",
                    N_("The warehouse {path} is in use by another process. Close the app (or the other command) and try again."),
                    path=str(path),
                ) from error
        new.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    """Have the disk write what it holds of a file, or of a folder's list of files where the system can."""
    with suppress(PermissionError):  # of a folder, on some systems
        held = os.open(path, os.O_RDONLY)
        try:
            os.fsync(held)
        finally:
            os.close(held)


def remove_all(work_dir: Path, name: str) -> None:
    """Remove a file of the work folder with whatever was made beside it."""
    for left in work_dir.glob(f"*{name}*"):
        shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
