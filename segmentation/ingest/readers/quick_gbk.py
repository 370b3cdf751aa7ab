"""GBK to UTF-8 by the C library, where there is one that reads every character as Python does: in two thirds of the processor's
time, and on several cores, for unlike Python's decoders it holds no other thread up."""

from __future__ import annotations

import ctypes
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from io import FileIO
from pathlib import Path

from segmentation.ingest.readers.encoding import CODECS

WORTH = 1 << 20  # bytes of a file, below which Python is as quick
PIECE = 1 << 18  # text and bytes stay in the processor's cache
_WORKERS = 2
_CODEC = CODECS["gb18030"][0]
_EURO = "€".encode()  # to the library a lone 0x80 is one, to Python nothing: such a text is left to Python
_FAILED = ctypes.c_size_t(-1).value
_LEADS, _TRAILS = range(0x80, 0x100), (*range(0x40, 0x7F), *range(0x80, 0x100))


def copy_gbk(chunks: Iterator[bytes], target: Path) -> bool:
    """Write a text in GBK that comes in pieces to ``target`` as UTF-8; return whether that was done.

    It is not where the library is missing or a piece is not GBK: then whatever stands in ``target`` is of no use.
    """
    if not reads_as_python():
        return False
    own = threading.local()

    def convert(lines: bytes) -> bytes | None:
        if not hasattr(own, "converter"):
            own.converter = _Converter()
        return own.converter.convert(lines)

    waiting: deque[Future] = deque()
    with target.open("wb", buffering=0) as out, ThreadPoolExecutor(_WORKERS) as workers:
        for lines in _whole_lines(chunks):
            waiting.append(workers.submit(convert, lines))
            if len(waiting) > _WORKERS and not _write(out, waiting.popleft().result()):
                return False
        return all(_write(out, each.result()) for each in waiting)


def _write(out: FileIO, text: bytes | None) -> bool:
    """Write a piece to a file without a buffer, which may take it in parts; return whether there is one."""
    left = memoryview(text or b"")
    while left:
        left = left[out.write(left) :]
    return text is not None


def _whole_lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a text in pieces that end with a line, as no character does in its middle."""
    rest = b""
    for chunk in chunks:
        end = chunk.rfind(b"\n") + 1
        if end:
            yield rest + chunk[:end]
            rest = chunk[end:]
        else:
            rest += chunk
    if rest:
        yield rest


class _Library:
    """The functions of the C library; raises OSError, AttributeError or TypeError where it has none (Windows)."""

    def __init__(self) -> None:
        library = ctypes.CDLL(None)
        self.open, self.convert, self.close = library.iconv_open, library.iconv, library.iconv_close
        self.open.restype, self.open.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_char_p]
        self.convert.restype, self.convert.argtypes = ctypes.c_size_t, [ctypes.c_void_p] * 5
        self.close.argtypes = [ctypes.c_void_p]


class _Converter:
    """Converts one piece after another; of one thread. Its room is kept: memory that is new takes longer to get than to fill."""

    def __init__(self) -> None:
        self._library = _Library()
        self._opened = self._library.open(b"UTF-8", b"GBK")
        if self._opened in (None, _FAILED):
            raise OSError("no GBK")
        self._room = bytearray()

    def __del__(self) -> None:
        if getattr(self, "_opened", None) not in (None, _FAILED):
            self._library.close(self._opened)

    def convert(self, data: bytes) -> bytes | None:
        """Return a text as UTF-8, None where it is not GBK or its euros are doubtful."""
        most = len(data) * 3 // 2 + 4  # two bytes become three
        if len(self._room) < most:
            self._room = bytearray(most)
        start = ctypes.addressof((ctypes.c_char * len(self._room)).from_buffer(self._room))
        source, target = ctypes.c_char_p(data), ctypes.c_void_p(start)
        left, free = ctypes.c_size_t(len(data)), ctypes.c_size_t(len(self._room))
        self._library.convert(self._opened, None, None, None, None)
        told = self._library.convert(self._opened, *map(ctypes.byref, (source, left, target, free)))
        if told == _FAILED or left.value:
            return None
        text = bytes(memoryview(self._room)[: len(self._room) - free.value])
        return None if b"\x80" in data and _EURO in text else text


@cache
def reads_as_python() -> bool:
    """Whether there is a library that reads every single and double byte as Python's codec does, and refuses the same."""
    try:
        converter = _Converter()
    except (AttributeError, OSError, TypeError):
        return False
    known, unknown = [bytes([code]) for code in range(0x80)], [b"\x80", b"\xff"]
    for pair in (bytes((lead, trail)) for lead in _LEADS for trail in _TRAILS):
        try:
            pair.decode(_CODEC)
            known.append(pair)
        except UnicodeDecodeError:
            unknown.append(pair)
    texts = [b"\n".join(pair for pair in known if 0x80 not in pair), *(pair for pair in known if 0x80 in pair)]
    same = all(converter.convert(text) == text.decode(_CODEC).encode() for text in texts)
    return same and not any(map(converter.convert, unknown))
