"""The process in which the shell is called, many times over: ``python -X faulthandler -m force.runner FD``.

It reads a line of JSON for each call from stdin and writes one to the file descriptor FD: the exit status and how the
warehouse stands. When it dies the trial is an abort, and another one is started.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
from pathlib import Path

from force import plants
from force.case import SECRET
from force.processes import forget_peak, peak_mb
from force.state import digest, holds, money
from segmentation.shell.main import main as shell
from segmentation.warehouse import Warehouse


def state_of(db: Path, *, search: bool) -> dict[str, object]:
    """Return how the warehouse stands; ``search``: also whether the secret is in it."""
    gc.collect()  # the shell leaves closing its warehouse to the end of its process
    house = Warehouse(db)
    try:
        return {"digest": digest(house), "money": str(money(house)), "secret": search and holds(house, SECRET)}
    finally:
        house.close()
        del house
        gc.collect()


def serve(reply: int, db: Path) -> None:
    """Answer every call on stdin until it ends."""
    with os.fdopen(reply, "w") as answers:
        for line in sys.stdin:
            arguments = json.loads(line)
            forget_peak()
            status = shell(["--db", str(db), *arguments]) if arguments else 0
            sys.stdout.flush()
            sys.stderr.flush()
            peak, children = peak_mb(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            answer = {"status": status, "peak_mb": peak, "children_mb": children, **state_of(db, search=status == 0)}
            print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 3:
        plants.plant(sys.argv[3])
    serve(int(sys.argv[1]), Path(sys.argv[2]))
