"""What a command prints in the app's process goes to who called it: each context has streams of its own."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_HERE: ContextVar[dict[str, io.TextIOWrapper] | None] = ContextVar("streams", default=None)


class Sink(io.RawIOBase):
    """Bytes that are handed on as they are written."""

    def __init__(self, hand_on: Callable[[bytes], None], *, is_terminal: bool) -> None:
        super().__init__()
        self._hand_on, self._is_terminal = hand_on, is_terminal

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._is_terminal

    def write(self, data: Any) -> int:
        if data:
            self._hand_on(bytes(data))
        return len(data)


class Routed:
    """Stands in the place of ``sys.stdout`` or ``sys.stderr``: a context's own stream, else the process's."""

    def __init__(self, name: str, own: Any) -> None:
        self._name, self._own = name, own

    def __getattr__(self, attribute: str) -> Any:
        here = _HERE.get()
        return getattr(here[self._name] if here else self._own, attribute)


@contextmanager
def routed_streams() -> Iterator[None]:
    """Let every context have streams of its own inside."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Routed("out", before[0]), Routed("err", before[1])
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def print_to(out: Callable[[bytes], None], err: Callable[[bytes], None], *, is_terminal: bool) -> None:
    """Let what this context prints go to ``out`` and ``err``; ``is_terminal`` says whether a person watches the latter."""
    made = {
        name: io.TextIOWrapper(Sink(to, is_terminal=watched), encoding="utf-8", errors="replace", newline="", write_through=True)
        for name, to, watched in (("out", out, False), ("err", err, is_terminal))
    }
    _HERE.set(made)
