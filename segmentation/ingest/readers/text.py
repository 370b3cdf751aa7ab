"""A delimited text as bytes: surveyed in one pass, and copied as clean UTF-8 where it is not that already."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from segmentation.ingest.readers.encoding import CODECS, find_mark
from segmentation.ingest.readers.mixed import DOUBTFUL, LineReader, Signs
from segmentation.ingest.readers.quick_gbk import PIECE, WORTH, copy_gbk
from segmentation.language.errors import Cancelled

Progress = Callable[[float], None] | None
Stop = Callable[[], bool] | None

CHUNK = 1 << 20
_COPY_CHUNK = 1 << 18  # decoding is quickest while text and bytes stay in the processor's cache
LONGEST_LINE = 1_000_000  # bytes; no row of a table is as long, and the engine would not take it
_PIECES_BEHIND = 8  # what is hashed and copied need not keep step with what is looked at
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
    long_line: int = 0  # the first line of more than LONGEST_LINE bytes, 0 where there is none
    lost: bool = False  # U+FFFD stands in it as UTF-8: whoever wrote the file could not read a character
    signs: Signs = field(default_factory=Signs)  # of more than one encoding; says nothing where ``utf8``

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


def survey_file(
    path: Path, *, as_text: bool = True, copy: BinaryIO | None = None, progress: Progress = None, cancelled: Stop = None
) -> Survey:
    """Return size and hash of a file and, ``as_text``, its line ends, quotes, validity as UTF-8 and some telling lines.

    Reads the file once, in pieces, and writes what it read to ``copy``. An empty file gives zero counts. Raises Cancelled.
    """
    survey = Survey()
    digest = hashlib.sha256()

    def keep(chunk: bytes) -> None:
        digest.update(chunk)
        if copy is not None:
            copy.write(chunk)

    unchecked = b""  # the start of a character at the end of a piece
    ending = b""  # the last bytes of the piece before
    length = 0  # of the line at the end of it
    last = 0
    # what numpy, arrow and the digest do holds no other thread up
    looking = checking = None
    keeping: deque[Future] = deque()
    with ThreadPoolExecutor(1) as keeper, ThreadPoolExecutor(2) as workers:
        for chunk in read_chunks(path, CHUNK, progress, cancelled):
            if len(keeping) == _PIECES_BEHIND:
                keeping.popleft().result()
            keeping.append(keeper.submit(keep, chunk))
            if as_text and survey.utf8:
                checking = workers.submit(_check_utf8, unchecked + chunk)
            if not survey.size:
                survey.head = chunk
                survey.wide = find_mark(chunk[:4096])
                survey.controls = len(re.findall(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]", chunk[:65536]))
            survey.size += len(chunk)
            if not as_text:
                continue
            length = _measure_lines(survey, chunk, length)
            survey.pairs += last == 13 and chunk[0] == 10
            if b"\r" in chunk:
                array = np.frombuffer(chunk, np.uint8)
                newline, carriage = array == 10, array == 13
                survey.newlines += int(np.count_nonzero(newline))
                survey.returns += int(np.count_nonzero(carriage))
                survey.pairs += int(np.count_nonzero(newline[1:] & carriage[:-1]))
            else:
                survey.newlines += chunk.count(b"\n")
            last = chunk[-1]
            if b"\0" in chunk:
                survey.nuls += chunk.count(b"\0")
            survey.quoted = survey.quoted or b'"' in chunk
            if survey.utf8:
                survey.utf8, unchecked = checking.result()
            if not chunk.isascii():
                _keep_lines(survey.lines, chunk)
                if survey.utf8:
                    survey.signs.utf8 = True
                    survey.lost = survey.lost or holds(chunk, {0xEF: [b"\xbf\xbd"]}) or b"\xef\xbf\xbd" in ending + chunk[:2]
            if looking:
                looking.result()
            if not survey.utf8:
                looking = workers.submit(survey.signs.look, chunk)
            ending = chunk[-2:]
        if looking:
            looking.result()
        if unchecked and survey.utf8:
            survey.utf8 = False
            survey.signs.look(unchecked)
        if not survey.utf8:
            survey.signs.end()
        for kept in keeping:
            kept.result()
    survey.sha256 = digest.hexdigest()
    return survey


def _measure_lines(survey: Survey, chunk: bytes, length: int) -> int:
    """Note the first line that is too long, ``length`` of which came before; return how long the last one is so far."""
    ends = [end for end in (chunk.find(b"\n"), chunk.find(b"\r")) if end >= 0]
    if length + min(ends, default=len(chunk)) > LONGEST_LINE and not survey.long_line:
        survey.long_line = max(survey.newlines, survey.returns) + 1
    return len(chunk) - 1 - max(chunk.rfind(b"\n"), chunk.rfind(b"\r")) if ends else length + len(chunk)


def holds(chunk: bytes, sought: Mapping[int, Sequence[bytes]]) -> bool:
    """Return whether a piece of text holds a byte of ``sought`` with one of its endings behind it (an empty one: the byte alone).

    The places of a rare first byte are found ten times as quickly as texts of several bytes are.

    >>> holds(b"a=b", {61: [b"b", b"c"]}), holds(b"a=", {61: [b"b"]}), holds(b"a=", {61: [b""]}), holds(b"a", {61: [b""]})
    (True, False, True, False)
    """
    for first, endings in sought.items():
        if bytes([first]) not in chunk:
            continue
        if b"" in endings:
            return True
        array = np.frombuffer(chunk, np.uint8)
        places = np.flatnonzero(array == first)
        for ending in endings:
            found = places[places < len(array) - len(ending)]
            for step, byte in enumerate(ending, 1):
                found = found[array[found + step] == byte]
            if len(found):
                return True
    return False


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
    """What a copy as UTF-8 holds: its newlines, and how many characters could not be read (U+FFFD, or of nobody's use)."""

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
    is_quick = encoding == "gb18030" and survey.size >= WORTH and not (mark or normalise or drop_nuls)
    if is_quick and copy_gbk(read_chunks(source, PIECE, progress, cancelled), target):
        return Copy(survey.newlines, 0)
    decoder = _decoder(codecs_left)
    rare = False  # the codec of most has failed
    newlines = unreadable = 0
    held = 0
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
                rare = True
            if drop_nuls:
                text = text.replace("\0", "")
            if normalise:
                text, held = _with_plain_ends(text, held)
                newlines += text.count("\n")
            if "\ufffd" in text:
                unreadable += text.count("\ufffd")
            if rare:
                unreadable += len(_OWN_USE.findall(text))
            encoded = text.encode("utf-8", "replace")
            if writing:
                writing.result()
            writing = worker.submit(out.write, encoded)
        if writing:
            writing.result()
        try:
            rest = decoder.decode(b"", True)
        except UnicodeDecodeError:
            rest = "\ufffd"
        unreadable += rest.count("\ufffd")
        if normalise:
            rest, held = _with_plain_ends(rest, held)
            rest += "\n" * held
            newlines += rest.count("\n")
        out.write(rest.encode("utf-8", "replace"))
    return Copy(newlines if normalise else survey.newlines, unreadable)


_OWN_USE = re.compile("[\ue000-\uf8ff]")


def _decoder(codecs_left: list[str]) -> codecs.IncrementalDecoder:
    codec = codecs_left.pop(0)
    return codecs.getincrementaldecoder(codec)("strict" if codecs_left else "replace")


def _with_plain_ends(text: str, held: int) -> tuple[str, int]:
    """Return the text with LF as its only line end, and how many CRs at its end wait for what follows.

    CRs before a LF are one line end together with it; else each is one. ``held`` are those that waited.

    >>> _with_plain_ends("a\\r\\r", 0), _with_plain_ends("\\nb", 2), _with_plain_ends("b\\rc", 2)
    (('a', 2), ('\\nb', 0), ('\\n\\nb\\nc', 0))
    """
    if not text:
        return text, held
    whole = text.rstrip("\r")
    waiting = len(text) - len(whole)
    if not whole:
        return "", held + waiting
    if "\r\r" in whole:
        whole = re.sub("\r+\n?", _plain_end, whole)
    whole = whole.replace("\r\n", "\n").replace("\r", "\n")
    return ("" if _ONE_END.match(text) else "\n" * held) + whole, waiting


_ONE_END = re.compile("\r*\n")


def _plain_end(ends: re.Match[str]) -> str:
    return "\n" if ends[0][-1] == "\n" else "\n" * len(ends[0])


def copy_by_line(
    source: Path, target: Path, reader: LineReader, survey: Survey, *, progress: Progress = None, cancelled: Stop = None
) -> Copy:
    """Write ``source`` to ``target`` as ``copy_as_utf8`` does, each line read by ``reader`` as what it is; LF ends every line.

    Raises Cancelled.
    """
    newlines = unreadable = 0
    skip = survey.wide[2] if survey.wide and survey.wide[0] == "utf-8-sig" else 0
    rest = b""
    with target.open("wb") as out:

        def write(data: bytes) -> None:
            nonlocal newlines, unreadable
            if b"\r" in data:
                data = re.sub(rb"\r+\n?", lambda ends: b"\n" if ends[0][-1] == 10 else b"\n" * len(ends[0]), data)
            if survey.nuls:
                data = data.replace(b"\0", b"")
            whole = reader.read_block(data, newlines + 1)
            lines = data.split(b"\n") if whole is None else []
            for place, line in enumerate(lines):
                if not line.isascii():
                    text = reader.read(line, newlines + place + 1)
                    unreadable += text.count("\ufffd")
                    lines[place] = text.encode("utf-8", "replace")
            newlines += data.count(b"\n")
            unreadable += whole.count("\ufffd") if whole else 0
            out.write(b"\n".join(lines) if whole is None else whole.encode("utf-8", "replace"))

        for chunk in read_chunks(source, _COPY_CHUNK, progress, cancelled):
            data = rest + chunk[skip:] if skip else rest + chunk
            skip = 0
            end = data.rfind(b"\n") + 1 or len(data.rstrip(b"\r"))  # CRs at the end wait for what follows
            end = end if data[end - 1 : end] == b"\n" else data.rfind(b"\r", 0, end) + 1
            if not end and len(data) > 2 * LONGEST_LINE:
                end = len(data) - 1  # nothing but CRs
            rest = data[end:]
            write(data[:end])
        write(rest)
    return Copy(newlines, unreadable)


def find_lost(path: Path, delimiter: str) -> tuple[int, tuple[tuple[int, str], ...]]:
    """Return how many lines of a UTF-8 text hold U+FFFD, and the first of them: its number and the cell where it stands."""
    count, firsts, number, rest = 0, [], 1, b""
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            data = rest + chunk
            end = data.rfind(b"\n") + 1 if chunk else len(data)
            whole, rest = data[:end], data[end:]
            if b"\xef\xbf\xbd" in whole:
                for place, line in enumerate(whole.split(b"\n")):
                    if b"\xef\xbf\xbd" in line:
                        count += 1
                        if len(firsts) < _FIRST_LOST:
                            cells = line.decode("utf-8", "replace").replace(DOUBTFUL, "").split(delimiter)
                            firsts.append((number + place, next(cell for cell in cells if "\ufffd" in cell).strip()[:40]))
            number += whole.count(b"\n")
            if not chunk:
                return count, tuple(firsts)


_FIRST_LOST = 5


def count_blank_tail(path: Path) -> tuple[int, bool]:
    """Return how many empty lines end a text (LF or CR LF), and whether its last line with text lacks a line end.

    An empty file gives (0, False).
    """
    ends, last = 0, b"\n"
    with path.open("rb") as file:
        position = file.seek(0, 2)
        while position > 0:
            step = min(65536, position)
            position -= step
            file.seek(position)
            tail = file.read(step)
            last = last if ends else tail[-1:]
            text = tail.rstrip(b"\r\n")
            ends += tail.count(b"\n", len(text))
            if text:
                break
    return max(0, ends - 1), last != b"\n"
