"""A delimited text as bytes: surveyed in one pass, and copied as clean UTF-8 where it is not that already."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from segmentation.errors import Cancelled
from segmentation.ingest.encoding import CODECS, find_mark

Progress = Callable[[float], None] | None
Stop = Callable[[], bool] | None

CHUNK = 1 << 20
_COPY_CHUNK = 1 << 18  # decoding is quickest while text and bytes stay in the processor's cache
_LINES_A_CHUNK = 8
_MOST_LINES = 2000


@dataclass
class Survey:
    """What one pass over the bytes of a file tells."""

    size: int = 0
    sha256: str = ""
    head: bytes = b""
    newlines: int = 0  # \n
    returns: int = 0  # \r
    pairs: int = 0  # \r\n
    nuls: int = 0
    controls: int = 0  # of the first chunk: bytes below 32 that no text holds
    quoted: bool = False
    utf8: bool = True  # all of it is valid UTF-8
    wide: tuple[str, str, int] | None = None  # find_mark() of the head
    lines: list[bytes] = field(default_factory=list)  # some lines that hold bytes above 127

    @property
    def cr_only(self) -> bool:
        """Whether CR alone ends the lines."""
        return self.returns > 0 and self.newlines == 0

    @property
    def plain_lines(self) -> bool:
        """Whether every line ends with LF, or every line with CR LF."""
        return self.returns == 0 or self.returns == self.newlines == self.pairs


def read_chunks(path: Path, size: int, progress: Progress, cancelled: Stop) -> Iterator[bytes]:
    """Yield the bytes of a file in pieces, telling ``progress`` the share read; raises Cancelled between pieces."""
    total = max(1, path.stat().st_size)
    done = 0
    with path.open("rb") as file:
        while chunk := file.read(size):
            if cancelled and cancelled():
                raise Cancelled()
            yield chunk
            done += len(chunk)
            if progress:
                progress(min(1.0, done / total))


def survey_file(path: Path, *, as_text: bool = True, progress: Progress = None, cancelled: Stop = None) -> Survey:
    """Return size and hash of a file and, ``as_text``, its line ends, quotes, validity as UTF-8 and some telling lines.

    Reads the file once, in pieces. An empty file gives zero counts. Raises Cancelled.
    """
    survey = Survey()
    digest = hashlib.sha256()
    unchecked = b""  # the start of a character at the end of a piece
    last = 0
    hashing: Future | None = None
    with ThreadPoolExecutor(1) as worker:
        for chunk in read_chunks(path, CHUNK, progress, cancelled):
            if hashing:
                hashing.result()
            hashing = worker.submit(digest.update, chunk)
            if not survey.size:
                survey.head = chunk
                survey.wide = find_mark(chunk[:4096])
                survey.controls = len(re.findall(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]", chunk[:65536]))
            survey.size += len(chunk)
            if not as_text:
                continue
            array = np.frombuffer(chunk, np.uint8)
            newline, carriage = array == 10, array == 13
            survey.newlines += int(np.count_nonzero(newline))
            survey.returns += int(np.count_nonzero(carriage))
            survey.pairs += int(np.count_nonzero(newline[1:] & carriage[:-1])) + (last == 13 and chunk[0] == 10)
            last = chunk[-1]
            if b"\0" in chunk:
                survey.nuls += chunk.count(b"\0")
            survey.quoted = survey.quoted or b'"' in chunk
            if survey.utf8:
                survey.utf8, unchecked = _check_utf8(unchecked + chunk)
            if not chunk.isascii():
                _keep_lines(survey.lines, chunk)
        survey.utf8 = survey.utf8 and not unchecked
        if hashing:
            hashing.result()
    survey.sha256 = digest.hexdigest()
    return survey


def _check_utf8(data: bytes) -> tuple[bool, bytes]:
    """Return whether a piece of text is valid UTF-8, and the character at its end whose other bytes are yet to come.

    Arrow checks several times as fast as decoding does, and without holding up other threads.

    >>> _check_utf8("客户".encode()), _check_utf8("客户".encode()[:-1]), _check_utf8("客户".encode("gbk"))
    ((True, b''), (True, b'\\xe6\\x88'), (False, b''))
    """
    end = len(data)
    for back in range(1, min(4, end + 1)):
        if data[-back] >= 0xC0:  # the first byte of a character says how many there are
            wanted = 2 + (data[-back] >= 0xE0) + (data[-back] >= 0xF0)
            end -= back if back < wanted else 0
            break
        if data[-back] < 0x80:
            break
    offsets = pa.array([0, end], pa.int64()).buffers()[1]
    text = pa.LargeBinaryArray.from_buffers(pa.large_binary(), 1, [None, offsets, pa.py_buffer(data)])
    try:
        text.cast(pa.large_string())
    except pa.ArrowInvalid:
        return False, b""
    return True, data[end:]


_HIGH = re.compile(rb"[\x80-\xff]")
_LINE_END = re.compile(rb"[\r\n]")


def _keep_lines(kept: list[bytes], chunk: bytes) -> None:
    if len(kept) > _MOST_LINES:
        del kept[1::2]
    step = len(chunk) // _LINES_A_CHUNK + 1
    end = 0
    # A small file is seen whole: its few lines are all the evidence there is.
    limit = _LINES_A_CHUNK if len(chunk) >= CHUNK or kept else _MOST_LINES
    step = step if limit == _LINES_A_CHUNK else 1
    for start in range(0, len(chunk), step):
        high = _HIGH.search(chunk, max(start, end))
        if not high:
            return
        if high.start() < start + step or step == 1:
            begin = max(chunk.rfind(b"\n", 0, high.start()), chunk.rfind(b"\r", 0, high.start())) + 1
            stop = _LINE_END.search(chunk, high.start())
            end = stop.start() if stop else len(chunk)
            kept.append(chunk[max(begin, high.start() - 2000) : min(end, high.start() + 2000)])
        if len(kept) > _MOST_LINES:
            return


@dataclass(frozen=True)
class Copy:
    """What a copy as UTF-8 holds: its newlines, and how many bytes could not be read and became U+FFFD."""

    newlines: int
    unreadable: int


def copy_as_utf8(
    source: Path, target: Path, encoding: str, survey: Survey, *, progress: Progress = None, cancelled: Stop = None
) -> Copy:
    """Write ``source`` to ``target`` as UTF-8 without byte order mark or zero bytes, streamed; return what it holds.

    Line ends other than all-LF and all-CR LF become LF. Bytes that the encoding does not know become U+FFFD.
    Raises Cancelled.
    """
    mark = survey.wide if survey.wide and (survey.wide[0] == encoding or encoding == "utf-8") else None
    codecs_left = list((mark[1],) if mark else CODECS[encoding])
    normalise = encoding == "utf-16" or not survey.plain_lines
    drop_nuls = survey.nuls > 0
    skip = mark[2] if mark else 0
    decoder = _decoder(codecs_left)
    newlines = unreadable = 0
    held = ""
    writing: Future | None = None
    with target.open("wb") as out, ThreadPoolExecutor(1) as worker:
        for chunk in read_chunks(source, _COPY_CHUNK, progress, cancelled):
            data = chunk[skip:] if skip else chunk
            skip = 0
            pending = decoder.getstate()[0]
            try:
                text = decoder.decode(data)
            except UnicodeDecodeError:
                # What was written so far stands: each codec of the list reads all that the one before reads.
                decoder = _decoder(codecs_left)
                text = decoder.decode(pending + data)
            if drop_nuls:
                text = text.replace("\0", "")
            if normalise:
                text, held = _with_plain_ends(held + text)
                newlines += text.count("\n")
            if "\ufffd" in text:
                unreadable += text.count("\ufffd")
            encoded = text.encode("utf-8", "replace")
            if writing:
                writing.result()
            writing = worker.submit(out.write, encoded)
        if writing:
            writing.result()
        try:
            rest = held + decoder.decode(b"", True)
        except UnicodeDecodeError:
            rest = held + "\ufffd"
        rest = re.sub(r"\r+\n|\r", "\n", rest) if normalise else rest
        newlines += rest.count("\n")
        out.write(rest.encode("utf-8", "replace"))
    return Copy(newlines if normalise else survey.newlines, unreadable)


def _decoder(codecs_left: list[str]) -> codecs.IncrementalDecoder:
    codec = codecs_left.pop(0)
    return codecs.getincrementaldecoder(codec)("strict" if codecs_left else "replace")


def _with_plain_ends(text: str) -> tuple[str, str]:
    # CRs at the end wait: whether they end a line of their own depends on what follows.
    whole = text.rstrip("\r")
    held = text[len(whole) :]
    if "\r\r" in whole:
        whole = re.sub(r"\r+\n", "\n", whole)
    return whole.replace("\r\n", "\n").replace("\r", "\n"), held


def count_blank_tail(path: Path) -> tuple[int, bool]:
    """Return how many empty lines end a text (LF or CR LF), and whether its last line with text lacks a line end.

    An empty file gives (0, False).
    """
    with path.open("rb") as file:
        file.seek(0, 2)
        position = file.tell()
        tail = b""
        while position > 0 and not tail.strip(b"\r\n"):
            step = min(65536, position)
            position -= step
            file.seek(position)
            tail = file.read(step) + tail
    ends = tail[len(tail.rstrip(b"\r\n")) :].count(b"\n")
    return max(0, ends - 1), bool(tail) and not tail.endswith(b"\n")
