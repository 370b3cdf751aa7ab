"""What a file's text may hold that has to be cleaned: where it holds nothing of the kind, the statements are made quicker."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from segmentation.ingest.readers.read import Readable
from segmentation.ingest.readers.text import CHUNK, holds

_CONTROLS = [bytes([code]) for code in (*range(32), 127) if code not in b"\r\n"]
# 张XX, however its cell ends
_CROSSED = [cross + end for cross in (b"X", b"x") for end in (b",", b"\t", b";", b"|", b'"', b"\r", b"\n", b" ", b"X", b"x")]
ODD = {  # statement that makes quicker macros -> bytes without which they clean a text as well
    "stage/plain_id_macros": [b"+", b"'", b"="],
    "stage/plain_number_macros": [b"_"],
    "stage/plain_hidden_macros": [b"*", b"##", b"$$", b"\xef\xbc\x8a", *_CROSSED],
    "stage/plain_cell_macros": [b"\x1f"],
    "stage/plain_ascii_macros": _CONTROLS,
    "stage/plain_clock_macros": [b":", b"\xef\xbc\x9a"],
    # first bytes of full-width forms, blanks of other scripts and invisible marks, the most frequent first
    "stage/plain_text_macros": [
        *(bytes([first]) for first in b"\xef\xe3\xe2\xc2\xe1\xcd\xd8\xf0\xf3"),
        *_CONTROLS,
    ],
}


class Looking:
    """Looks for ``ODD`` in a file once, in a thread of its own, while the file is being understood. To be closed."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1)
        self._found: dict[tuple[str, str, bool], Future[frozenset[str]]] = {}

    def begin(self, readable: Readable) -> Future[frozenset[str]]:
        """Return what will say which of ``ODD`` the text holds."""
        key = (str(readable.path), readable.read_delimiter, readable.numbered)
        if key not in self._found:
            self._found[key] = self._worker.submit(_oddities, readable)
        return self._found[key]

    def close(self) -> None:
        """Let go of the file."""
        self._worker.shutdown(cancel_futures=True)


def _oddities(readable: Readable) -> frozenset[str]:
    """Which of ``ODD`` the text holds; a text that was put together anew may hold the ends of lines in its cells too."""
    delimiter = readable.read_delimiter.encode()
    left: dict[str, dict[int, list[bytes]]] = {name: {} for name in ODD}
    for name, odd in ODD.items():
        for few in odd:
            if few != delimiter:
                left[name].setdefault(few[0], []).append(few[1:])
    found = {"stage/plain_text_macros"} if readable.numbered else set()
    with readable.path.open("rb") as text:
        while len(found) < len(ODD) and (part := text.read(CHUNK)):
            found |= {name for name, odd in left.items() if name not in found and holds(part, odd)}
    return frozenset(found)
