"""Start the real app on a free port with a warehouse of its own, for browser tests and screenshots."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60
DIRECTLY = build_opener(ProxyHandler({}))  # a proxy in the environment is not for this machine


@dataclass(frozen=True)
class RunningApp:
    """A started app: its address, its warehouse file, its inbox folder and what it printed."""

    url: str
    database: Path
    inbox: Path
    log: Path
    process: subprocess.Popen[bytes]

    def printed(self, lines: int = 60) -> str:
        """Return the last lines that the server printed."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


@contextmanager
def serve(
    folder: Path, *, script: Path | str = "serve.py", port: int | None = None, **environment: str
) -> Iterator[RunningApp]:
    """Run the app, or another ``script`` of Streamlit, with warehouse, inbox and log inside ``folder`` until the block ends.

    It listens on ``port``, on any free one if none is told.

    Raises RuntimeError with the server's own words where it does not come up.
    """
    database, inbox, log = folder / "warehouse.duckdb", folder / "inbox", folder / "server.log"
    inbox.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    settings = {"CUSTOMER_GRADING_DB": str(database), "CUSTOMER_GRADING_INBOX": str(inbox), "PYTHONUNBUFFERED": "1"}
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)],
            cwd=ROOT,
            env={**os.environ, **settings, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    app = RunningApp(f"http://127.0.0.1:{port}", database, inbox, log, process)
    try:
        _wait_until_healthy(app)
        yield app
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_healthy(app: RunningApp) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if app.process.poll() is not None:
            break
        with contextlib.suppress(OSError), DIRECTLY.open(f"{app.url}/_stcore/health", timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"The app did not start on {app.url}:\n{app.printed()}")
