"""The child process in which untrusted files are read: ``python -m segmentation.ingest.readers.child_main <bytes of memory>``.

It is asked by a line of JSON on its standard input and answers by lines on its standard output: how far it is, then what
was read or what is wrong. It limits its own memory and the size of what it writes where the platform can, and ends
when its standard input does, so that none is left over when the app is killed. What it cannot do for itself, its
parent (``child.py``) does.
"""

from __future__ import annotations

import errno
import faulthandler
import json
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

from segmentation.ingest.readers.read import Readable, Sheet, number_lines, open_readable
from segmentation.language.errors import InputError

try:
    import resource
except ImportError:  # Windows
    resource = None

GRACE = 15.0  # seconds after which it stops by itself when a parent that hangs does not stop it
OVER = 2  # seconds of the processor after which the system stops it, where it can
STEP = 0.01  # progress is told by the hundredth

Act = Callable[[Mapping[str, Any], Callable[[float], None]], dict[str, Any]]


def main() -> None:
    """Serve until the standard input ends."""
    serve({"open": _open, "number": _number})


def serve(acts: Mapping[str, Act]) -> None:
    """Answer every request by the act that it names, one after another, until the standard input ends."""
    with suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches the child too; its parent decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    requests: queue.Queue[dict[str, Any]] = queue.Queue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    _limit_memory(int(sys.argv[1]))
    _send(answers, {"ready": True})
    while True:
        request = requests.get()
        faulthandler.dump_traceback_later(request["longest"] + GRACE, exit=True)  # works while native code holds the lock
        _limit_processor(request["seconds"])
        _limit_output(request["output"])
        _send(answers, _answer(acts[request["act"]], request, _Teller(answers)))
        faulthandler.cancel_dump_traceback_later()


def _listen(requests: queue.Queue[dict[str, Any]]) -> None:
    for line in sys.stdin.buffer:
        requests.put(json.loads(line))
    os._exit(0)  # whatever it is doing: nobody waits for it


def _answer(act: Act, request: Mapping[str, Any], tell: Callable[[float], None]) -> dict[str, Any]:
    try:
        return act(request, tell)
    except InputError as error:
        return {"error": {"code": error.code, "message": error.message, "values": error.values}}
    except MemoryError:
        return {"broke": "memory"}
    except OSError as error:
        if error.errno == errno.EFBIG:
            return {"broke": "output"}
        if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            return {"broke": "full"}
        return {"broke": "unreadable", "details": traceback.format_exc()}
    except BaseException:  # native code that panics raises what is no Exception
        return {"broke": "damaged", "details": traceback.format_exc()}


def _open(request: Mapping[str, Any], tell: Callable[[float], None]) -> dict[str, Any]:
    readable = open_readable(
        Path(request["path"]), Path(request["work_dir"]), file_name=request["file_name"], progress=tell, **request["choices"]
    )
    return {"readable": as_plain(readable)}


def _number(request: Mapping[str, Any], tell: Callable[[float], None]) -> dict[str, Any]:
    plain = request["readable"]
    sheets = tuple(Sheet(**sheet) for sheet in plain["sheets"])  # the rest is not looked at when lines are numbered
    readable = Readable(**{**plain, "path": Path(plain["path"]), "sheets": sheets})
    return {"readable": as_plain(number_lines(readable, Path(request["work_dir"]), progress=tell))}


def as_plain(readable: Readable) -> dict[str, Any]:
    """Return a Readable as what JSON knows."""
    return {**asdict(readable), "path": str(readable.path)}


class _Teller:
    """Tells how far the work is, not more often than it is worth."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers, self._told = answers, -1.0

    def __call__(self, share: float) -> None:
        if not self._told <= share < self._told + STEP:
            self._told = share
            _send(self._answers, {"progress": share})


def _send(answers: BinaryIO, answer: Mapping[str, Any]) -> None:
    answers.write(json.dumps(answer, default=str).encode("ascii") + b"\n")
    answers.flush()


def _limit_memory(most: int) -> None:
    # Above what stands now: what libraries map without using it is not the file's.
    if resource is None:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # only Linux says so simply what it has mapped, and holds to this limit
        mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (mapped + most, mapped + most))


def _limit_processor(seconds: float) -> None:
    if resource is None:
        return
    with suppress(ValueError, OSError):
        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + OVER, hard))


def _limit_output(most: int) -> None:
    if resource is None:
        return
    with suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))


if __name__ == "__main__":
    main()
