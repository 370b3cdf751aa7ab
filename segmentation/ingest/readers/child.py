"""Untrusted files are read in a child process: one that is made to break its reader breaks nothing else.

``read_apart`` and ``number_apart`` promise what ``open_readable`` and ``number_lines`` of ``read.py`` do, and beyond it that a
file which takes too much memory, time or room, or ends the reader, is an InputError like any other. The child stays
for the next file, as starting one takes a third of a second; it goes when a file was stopped or broke it, when it has grown,
and with its parent. Its answers are read as data that a file may have made: lines of JSON, checked. Its time is that in which it
works or waits for a disk; in which it waits for a processor that others keep busy, it is waited for, ten times as long.

An administrator may set by environment variables:

- ``CUSTOMER_GRADING_READ_MEMORY_MB``: memory for a file, above what an idle child has (1536)
- ``CUSTOMER_GRADING_READ_SECONDS``: time for a file, to which a second for each MB of it is added (30)
- ``CUSTOMER_GRADING_READ_OUTPUT_MB``: what may be written while a file is read, to which 100 times its size is added (1024)
"""

from __future__ import annotations

import atexit
import errno
import json
import logging
import os
import queue
import signal
import string
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

import psutil

from segmentation.ingest.incoming import readable_name
from segmentation.ingest.readers.child_main import as_plain
from segmentation.ingest.readers.grid import MOST_COLUMNS
from segmentation.ingest.readers.read import Readable
from segmentation.ingest.readers.sheets import Part, Sheet, Unread
from segmentation.ingest.readers.text import Progress, Stop
from segmentation.language.errors import Cancelled, InputError, disk_error
from segmentation.language.i18n import N_

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-m", "segmentation.ingest.readers.child_main")
ROOT = Path(__file__).parents[3]
POLL = 0.1  # seconds between two looks at a child that works
START = 60.0  # seconds for a child to begin: a cold disk is slow
PATIENCE = 10.0  # times as long as a file may take, on a computer that is busy with other things
MOST_STEP = 1.0  # seconds between two looks that count: whoever looks may have been held up himself
MOST_ANSWER = 64 << 20  # bytes of one answer
MOST_GROWN = 200 << 20  # bytes that a child may keep between two files
MOST_IDLE = 2

_MEMORY = N_(
    "“{file}” needs more than {megabytes} MB of memory: it is damaged or made to be huge. "
    "Open it in Excel, copy only the table into a new file, save that and upload it."
)
_TIME = N_(
    "Reading “{file}” was stopped after {seconds} seconds. "
    "Open it in Excel, copy only the table into a new file, save that and upload it."
)
_BUSY = N_(
    "“{file}” was not read, because this computer is too busy with other things; that says nothing of the file. "
    "Try again in a while."
)
_OUTPUT = N_(
    "“{file}” becomes larger than {megabytes} MB when it is read: it is damaged or made to be huge. "
    "Open it in Excel, copy only the table into a new file, save that and upload it."
)
_DAMAGED = N_("“{file}” is damaged and cannot be read. Open it in Excel, save it again as .xlsx and upload that.")
_UNREADABLE = N_("The file “{file}” may not be read, or its disk does not answer. Copy it to another folder and try again.")
_NO_START = N_("“{file}” was not read, because the part of this program that reads files did not start. Start the program again.")


@dataclass(frozen=True)
class Limits:
    """What reading one file may take: bytes of memory, seconds and bytes written, the last two growing with the file."""

    memory: int = 1536 << 20
    seconds: float = 30.0
    output: int = 1024 << 20

    @property
    def longest(self) -> float:
        """Seconds by the clock after which nobody waits any more, however busy the computer is."""
        return START + PATIENCE * self.seconds

    @classmethod
    def from_environment(cls) -> Limits:
        """Return the limits that an administrator has set; what is no number is passed over."""
        found = {
            name: float(text)
            for name, variable in (("memory", "MEMORY_MB"), ("seconds", "SECONDS"), ("output", "OUTPUT_MB"))
            if (text := os.environ.get(f"CUSTOMER_GRADING_READ_{variable}", "")).isdecimal() and int(text)
        }
        return cls(**{name: value if name == "seconds" else int(value) << 20 for name, value in found.items()})

    def for_size(self, size: int) -> Limits:
        """Return the limits for a file of ``size`` bytes.

        >>> Limits().for_size(10_000_000).seconds
        40.0
        """
        return replace(self, seconds=self.seconds + size / 1e6, output=self.output + 100 * size)


def read_apart(
    path: Path,
    work_dir: Path,
    *,
    file_name: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    progress: Progress = None,
    cancelled: Stop = None,
) -> Readable:
    """Return what ``open_readable`` returns for the file; it is read in a child process and ``path`` is in ``work_dir``.

    Raises InputError as it does, and ``too_much_memory``, ``too_slow``, ``too_busy``, ``too_much_output``, ``damaged``,
    ``disk_full``, ``unreadable_file`` or ``no_reader``; and Cancelled, soon.
    """
    path, work_dir = Path(path), Path(work_dir)
    name = readable_name(file_name or path.name)
    choices = {"encoding": encoding, "sheet": sheet, "delimiter": delimiter, "header_row": header_row}
    request = {"act": "open", "path": str(path.absolute()), "file_name": name, "choices": choices}
    return _readable(POOL.ask(request, name, _size(path), work_dir, progress, cancelled), name, work_dir)


def number_apart(readable: Readable, work_dir: Path, *, progress: Progress = None, cancelled: Stop = None) -> Readable:
    """Return what ``number_lines`` returns for the table; its text is read in a child process. Raises as ``read_apart`` does."""
    if readable.numbered:
        return readable
    request = {"act": "number", "readable": as_plain(replace(readable, path=readable.path.absolute(), sample=()))}
    size = _size(readable.path)
    found = _readable(POOL.ask(request, readable.file_name, size, work_dir, progress, cancelled), readable.file_name, work_dir)
    return replace(readable, path=found.path, numbered=True, read_delimiter=",", skip_lines=0, lines=found.lines)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # it is told by whoever opens it
        return 0


class _Broken(Exception):
    """A child did not answer; ``what`` is why."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class _Worked:
    """Seconds that a process had for its work: what it got of the processor, and what it waited for anything else.

    While it waits for a processor that others keep busy, and while it is held, nothing passes.
    """

    def __init__(self, process: psutil.Process) -> None:
        self._process, self._at, self._seconds, self._got = process, time.monotonic(), 0.0, 0.0
        self._got, _ = self._look()

    def look(self) -> float:
        """Return the seconds up to now."""
        now = time.monotonic()
        got, waits = self._look()
        passed = min(now - self._at, MOST_STEP) if waits else 0.0
        self._seconds += max(got - self._got, passed)
        self._at, self._got = now, got
        return self._seconds

    def _look(self) -> tuple[float, bool]:
        try:
            with self._process.oneshot():
                times, status = self._process.cpu_times(), self._process.status()
        except psutil.Error:  # it has ended, which its answers will tell
            return self._got, False
        return times.user + times.system, status not in (psutil.STATUS_RUNNING, psutil.STATUS_STOPPED, psutil.STATUS_WAKING)


class Pool:
    """Children that read files, one file each at a time; safe to ask from several threads."""

    def __init__(self, command: Sequence[str] = COMMAND, limits: Callable[[], Limits] = Limits.from_environment) -> None:
        self._command, self._limits = tuple(command), limits
        self._lock = threading.Lock()
        self._idle: list[_Child] = []

    def ask(
        self, request: Mapping[str, Any], name: str, size: int, work_dir: Path, progress: Progress = None, cancelled: Stop = None
    ) -> dict[str, Any]:
        """Return the answer to ``request`` about the file ``name`` of ``size`` bytes, which is read within the limits.

        Raises InputError for what the child found wrong and for what it broke by, and Cancelled.
        """
        if cancelled and cancelled():
            raise Cancelled()
        limits = self._limits().for_size(size)
        work_dir.mkdir(parents=True, exist_ok=True)
        try:
            with self._lend(limits.memory) as child:
                answer = child.ask({**request, "work_dir": str(work_dir.absolute())}, limits, work_dir, progress, cancelled)
        except _Broken as broken:
            _refuse(broken.what, name, work_dir, limits)
        if "error" in answer:
            raise _error(answer["error"], name)
        return answer

    @contextmanager
    def _lend(self, memory: int) -> Iterator[_Child]:
        with self._lock:
            fitting = [child for child in self._idle if child.memory == memory and child.alive]
            unfit = [child for child in self._idle if child not in fitting]
            child = fitting.pop() if fitting else None
            self._idle = fitting
        for other in unfit:
            other.end()
        child = child or _Child(self._command, memory)
        try:
            yield child
        except BaseException:
            child.end()
            raise
        if child.grown > MOST_GROWN:
            child.end()
            return
        with self._lock:
            keep = len(self._idle) < MOST_IDLE
            if keep:
                self._idle.append(child)
        if not keep:
            child.end()

    def close(self) -> None:
        """End the children that wait; the pool can be used on."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def forget(self) -> None:
        """Leave the children to the process that this one was copied from."""
        self._lock, self._idle = threading.Lock(), []


class _Child:
    """One child process. Raises _Broken("start") where it does not begin, _Broken("busy") where nobody lets it."""

    def __init__(self, command: Sequence[str], memory: int) -> None:
        self.memory = memory
        self._lines: queue.Queue[bytes] = queue.Queue(maxsize=64)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed in end()
        try:
            self._process = subprocess.Popen(
                [*command, str(memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            self._errors.close()
            log.exception("the reader did not start")
            raise _Broken("start") from error
        threading.Thread(target=self._listen, name="reader", daemon=True).start()
        try:
            self._watched = psutil.Process(self._process.pid)
            self._begin()
            self._rested = self._resident()
        except (_Broken, psutil.Error) as error:
            busy = isinstance(error, _Broken) and error.what == "busy"
            if not busy:
                self._log_end()
            self.end()
            raise _Broken("busy" if busy else "start") from error
        except BaseException:
            self.end()
            raise

    def _begin(self) -> None:
        """Wait until the child is ready. Raises _Broken where it ends, says another thing or takes too long."""
        worked, last = _Worked(self._watched), time.monotonic() + PATIENCE * START
        while True:
            with suppress(queue.Empty):
                if "ready" not in self._next(POLL):
                    raise _Broken("start")
                return
            if worked.look() > START:
                raise _Broken("start")
            if time.monotonic() > last:
                raise _Broken("busy")

    @property
    def alive(self) -> bool:
        """Whether the process is still there."""
        return self._process.poll() is None

    @property
    def grown(self) -> int:
        """How many bytes of memory it has more than when it began."""
        return self._resident() - self._rested

    def ask(
        self, request: Mapping[str, Any], limits: Limits, work_dir: Path, progress: Progress, cancelled: Stop
    ) -> dict[str, Any]:
        """Return the answer to one request. Raises _Broken and Cancelled; the child is of no use then."""
        written = _written(work_dir)
        self._errors.seek(0)  # the child's place in it too
        self._errors.truncate()
        worked, last, look = _Worked(self._watched), time.monotonic() + limits.longest, 0.0
        try:
            asked = {**request, "seconds": limits.seconds, "longest": limits.longest, "output": limits.output}
            line = json.dumps(asked).encode("ascii")
            self._process.stdin.write(line + b"\n")
            self._process.stdin.flush()
        except OSError:
            self._log_end()
            raise _Broken("damaged") from None
        while True:
            with suppress(queue.Empty):
                answer = self._next(POLL)
                if "progress" not in answer:
                    if "broke" in answer:
                        log.warning("a file could not be read (%s): %s", answer["broke"], answer.get("details", ""))
                        raise _Broken(str(answer["broke"]))
                    return answer
                if progress:
                    progress(_share(answer["progress"]))
            if cancelled and cancelled():
                raise Cancelled()
            now = time.monotonic()
            if now > last:
                raise _Broken("busy")
            if now >= look:
                look = now + POLL
                if worked.look() > limits.seconds:
                    raise _Broken("time")
                if self.grown > limits.memory:
                    raise _Broken("memory")
                if _written(work_dir) - written > limits.output:
                    raise _Broken("output")

    def end(self) -> None:
        """End the process, whatever it does."""
        with suppress(OSError):
            self._process.kill()
        with suppress(OSError):
            self._process.stdin.close()
        self._process.wait()
        with suppress(queue.Empty):
            while self._lines.get(timeout=1.0):
                pass
        self._errors.close()

    def _listen(self) -> None:
        with self._process.stdout as answers:
            while line := answers.readline(MOST_ANSWER):
                self._lines.put(line)
        self._lines.put(b"")

    def _next(self, seconds: float) -> dict[str, Any]:
        """Return the next answer. Raises queue.Empty when none comes in time, _Broken when none will."""
        line = self._lines.get(timeout=seconds)
        if not line:
            self._lines.put(b"")  # for whoever asks again
            raise _Broken(self._log_end())
        if not line.endswith(b"\n"):
            raise _Broken("output")
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise _Broken("damaged")
        return answer

    def _resident(self) -> int:
        try:
            return self._watched.memory_info().rss
        except psutil.Error:  # it has ended, which its answers will tell
            return 0

    def _log_end(self) -> str:
        """Note in the log how the child ended; return what it broke by."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._errors.seek(0)
        said = self._errors.read(2000).decode("utf-8", "replace")
        code = self._process.returncode
        log.warning("the reader of a file ended with %s: %s", code, said.strip())
        if code == -getattr(signal, "SIGKILL", 9) or any(word in said for word in _OUT_OF_MEMORY):
            return "memory"  # a system short of memory kills
        if said.startswith(_OVERDUE) or code == -getattr(signal, "SIGXCPU", 24):
            return "time"  # its own watch was faster than ours
        return "output" if code == -getattr(signal, "SIGXFSZ", 25) else "damaged"


_OVERDUE = "Timeout ("  # what faulthandler writes first
_OUT_OF_MEMORY = ("memory allocation of", "MemoryError", "bad_alloc", "Cannot allocate memory", "out of memory")


def _environment() -> dict[str, str]:
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONSAFEPATH": "1",  # no module of the folder that the app happens to run in
        # Memory that is mapped and not used counts too.
        "MALLOC_ARENA_MAX": "2",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "RUST_BACKTRACE": "0",
    }


def _written(work_dir: Path) -> int:
    with suppress(OSError), os.scandir(work_dir) as entries:
        return sum(entry.stat(follow_symlinks=False).st_size for entry in entries)
    return 0


def _share(value: Any) -> float:
    return min(1.0, max(0.0, value)) if isinstance(value, int | float) else 0.0


def _refuse(what: str, name: str, work_dir: Path, limits: Limits) -> NoReturn:
    memory, output = limits.memory >> 20, limits.output >> 20
    if what == "memory":
        raise InputError("too_much_memory", _MEMORY, file=name, megabytes=memory)
    if what == "time":
        raise InputError("too_slow", _TIME, file=name, seconds=round(limits.seconds))
    if what == "busy":
        raise InputError("too_busy", _BUSY, file=name)
    if what == "output":
        raise InputError("too_much_output", _OUTPUT, file=name, megabytes=output)
    if what == "full":
        raise disk_error(OSError(errno.ENOSPC, ""), work_dir)
    if what == "unreadable":
        raise InputError("unreadable_file", _UNREADABLE, file=name)
    if what == "start":
        raise InputError("no_reader", _NO_START, file=name)
    raise InputError("damaged", _DAMAGED, file=name)


def _error(found: Any, name: str) -> InputError:
    """Return the error that a child tells of; one that is no sentence with its values stands for a broken child."""
    try:
        code, message, values = found["code"], found["message"], dict(found["values"])
        asked = [(part, spec, turned) for _, part, spec, turned in string.Formatter().parse(message) if part is not None]
        plain = all(part in values and not spec and not turned for part, spec, turned in asked)
        if plain and isinstance(code, str) and all(isinstance(value, str | int | float) for value in values.values()):
            return InputError(code, message, **values)
    except (TypeError, KeyError, ValueError, AttributeError):
        pass
    return InputError("damaged", _DAMAGED, file=name)


def _readable(answer: Mapping[str, Any], name: str, work_dir: Path) -> Readable:
    """Return the Readable that a child tells of, its fields of the types they should be and its path in ``work_dir``."""
    try:
        plain = answer["readable"]
        path = Path(_plain(plain["path"], "str"))
        readable = Readable(
            **_fields(plain, Readable),
            path=path,
            sheets=tuple(Sheet(**_fields(sheet, Sheet)) for sheet in plain["sheets"]),
            headers=_texts(plain["headers"]),
            titles=_texts(plain["titles"]),
            sample=tuple(map(_texts, plain["sample"])),
            other_encodings=tuple(
                (_plain(name, "str"), _plain(count, "int"), tuple(_plain(line, "int") for line in lines))
                for name, count, lines in plain["other_encodings"]
            ),
            parts=tuple(Part(**_fields(part, Part)) for part in plain["parts"]),
            unread=tuple(
                Unread(**_fields(sheet, Unread), headers=_texts(sheet["headers"]), sample=tuple(map(_texts, sheet["sample"])))
                for sheet in plain["unread"]
            ),
            merged=tuple((_plain(column, "int"), _plain(count, "int")) for column, count in plain["merged"]),
            first_lost=tuple((_plain(line, "int"), _plain(cell, "str")) for line, cell in plain["first_lost"]),
        )
        inside = path.parent.resolve() == work_dir.resolve() and path.is_file() and not path.is_symlink()
        if inside and 1 <= readable.columns <= MOST_COLUMNS and all(len(row) == readable.columns for row in readable.sample):
            return readable
    except (TypeError, KeyError, ValueError, AttributeError, OSError):
        pass
    log.warning("the reader of a file gave an answer that is none")
    raise InputError("damaged", _DAMAGED, file=name)


_KINDS = {"str": str, "int": int, "bool": bool, "str | None": (str, type(None))}


def _fields(plain: Mapping[str, Any], kind: type) -> dict[str, Any]:
    """Return the simple fields of a dataclass, each of its type."""
    return {name: _plain(plain[name], of) for name, of in kind.__annotations__.items() if of in _KINDS}


def _plain(value: Any, kind: str) -> Any:
    if not isinstance(value, _KINDS[kind]) or (kind == "int" and (isinstance(value, bool) or value < 0)):
        raise TypeError(kind)
    return value


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(_plain(value, "str") for value in values)


POOL = Pool()
atexit.register(POOL.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=POOL.forget)
