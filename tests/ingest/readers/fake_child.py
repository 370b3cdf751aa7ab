"""A child that does what it is told instead of reading files: run by test_child as the command of a pool."""

import os
import re
import signal
import sys
import time
from pathlib import Path

from segmentation.ingest.readers import child_main
from segmentation.ingest.readers.child import Limits
from segmentation.language.errors import InputError


def note_pid(request):
    Path(request["work_dir"], "pid").write_text(str(os.getpid()))


def hang(request, tell):
    note_pid(request)
    tell(0.5)
    time.sleep(600)


def hold(request, tell):  # the interpreter's lock, as native code may
    note_pid(request)
    re.match(r"(a+)+$", "a" * 60 + "b")


def stand(request, tell):  # as one that gets no processor
    note_pid(request)
    tell(0.5)
    os.kill(os.getpid(), signal.SIGSTOP)
    return {"pid": os.getpid()}


def meet(request, tell):
    folder = Path(request["folder"])
    (folder / str(os.getpid())).touch()
    while len(list(folder.iterdir())) < 2:
        time.sleep(0.01)
    return {"pid": os.getpid()}


def grow(request, tell):
    kept = [b"x" * (1 << 20) for _ in range(request["megabytes"])]
    time.sleep(600)
    return {"kept": len(kept)}


def write(request, tell):
    for number in range(request["files"]):
        Path(request["work_dir"], str(number)).write_bytes(b"x" * request["bytes"])
    if request["files"] > 1:
        time.sleep(600)


def refuse(request, tell):
    raise InputError("empty_file", "The file “{file}” is empty. Export it again.", file="a.csv")


if __name__ == "__main__":
    if sys.argv[1] == "--own-watch":  # stops by itself before its parent does
        child_main.GRACE = 0.1 - Limits(seconds=20.0).longest
        del sys.argv[1]
    if sys.argv[1] == "--no-limits":  # as on a platform that has none
        child_main._limit_memory = child_main._limit_output = lambda most: None
        del sys.argv[1]
    child_main.serve(
        {
            "pid": lambda request, tell: {"pid": os.getpid()},
            "die": lambda request, tell: os._exit(7),
            "abort": lambda request, tell: os.abort(),
            "killed": lambda request, tell: os.kill(os.getpid(), signal.SIGKILL),
            "allocate": lambda request, tell: {"size": len(bytearray(1 << 40))},
            "fail": lambda request, tell: 1 / 0,
            "hang": hang,
            "hold": hold,
            "stand": stand,
            "meet": meet,
            "grow": grow,
            "write": write,
            "say": lambda request, tell: request["answer"],
            "refuse": refuse,
        }
    )
