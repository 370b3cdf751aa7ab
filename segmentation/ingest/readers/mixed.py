"""A text in more than one encoding: noticed while its bytes are surveyed, and read line by line where it is so.

A month of one till glued to a month of another is such a text. Each line is read as what it is where that is certain, and
told; where it is not certain, the line is marked and becomes a reject. It never becomes words that nobody wrote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np

from segmentation.ingest.readers.encoding import CODECS, guess_encoding, latin_points

DOUBTFUL = "\ufdd0"  # stands before a line whose encoding is not certain; a character that no text may hold
FIRST = 8  # of lines that are told, so many by number
_MOST_STRANGE = 500
_LONGEST_REST = 1 << 21
_STEP = 1 << 17
_SURE = 100  # characters of Chinese that are not UTF-8 by chance
_CERTAIN = 0.3  # by how much a reading must be the better one
_DOUBLE = ("gb18030", "big5")
_LATIN = ("cp1252", "latin-1", "mac-roman")


@dataclass
class Signs:
    """What tells that a text is in more than one encoding, gathered from its pieces in turn.

    Pieces that are valid UTF-8 are not looked at one by one: ``utf8`` notes that there was one with other than ASCII.
    """

    utf8: bool = False  # some line is UTF-8 with Chinese, and not by chance
    words: bool = False  # a letter with an accent within a Latin word, in a Latin encoding or in UTF-8
    ends: bool = False  # what may be a letter with an accent in UTF-8 at the end of a Latin word, or Chinese behind it
    pairs: bool = False  # two bytes above 127 side by side, as Latin encodings hardly have
    strange: list[bytes] = field(default_factory=list)  # some lines that are no UTF-8
    _rest: bytes = b""

    def look(self, chunk: bytes) -> None:
        """Take in a piece of a text that is not UTF-8 as a whole."""
        first = min(end for end in (chunk.find(b"\n"), chunk.find(b"\r"), len(chunk)) if end >= 0)
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r")) + 1
        seam = self._rest + chunk[:first]  # a line that began in the piece before
        had = bool(self._rest)
        if last and had:
            self._keep_strange(seam)
            self._look(seam)
        self._rest = chunk[last:] if last else seam[:_LONGEST_REST]
        if last and not chunk.isascii():
            if len(self.strange) < _MOST_STRANGE:
                self._keep_strange(chunk[first if had else 0 : last])
            self._look(chunk)

    def end(self) -> None:
        """Take in the last line."""
        self._keep_strange(self._rest)
        self._look(self._rest)
        self._rest = b""

    def _look(self, data: bytes) -> None:
        array = np.frombuffer(data, np.uint8)
        for begin in range(0, len(array), _STEP):
            self._look_at(data, array, begin, array[max(0, begin - 1) : begin + _STEP])

    def _look_at(self, data: bytes, array: np.ndarray, begin: int, part: np.ndarray) -> None:
        """Look at where the runs of bytes above 127 begin in a ``part`` that fits the processor's cache."""
        high = part > 127
        starts = high.copy()
        starts[1:] &= ~high[:-1]
        offset = max(0, begin - 1)
        if begin:
            starts[0] = False  # it belongs to the part before
        self.pairs = self.pairs or bool((high[1:] & high[:-1]).any())
        if not (self.words and self.ends):
            alone = starts.copy()
            alone[:-1] &= ~high[1:]
            accents = starts & (part - 0xC3 <= 2)  # é, č … in UTF-8 begin with one of three bytes
            one, two = np.flatnonzero(alone) + offset, np.flatnonzero(accents) + offset
            second, third = _bytes_at(array, two + 1), _bytes_at(array, two + 2)
            two = two[(second >= 0x80) & (second < 0xC0) & (third < 0x80)]
            before = _bytes_at(array, two - 1)
            self.words = self.words or _within_words(array, one, 1) or _within_words(array, two, 2)
            self.ends = self.ends or bool(((before >= 97) & (before <= 122)).any())
        if not self.utf8:
            # A run of Chinese in UTF-8 begins with such a byte; most runs in other encodings do not.
            places = np.flatnonzero(starts & (part >= 0xE2)) + offset
            second, third = _bytes_at(array, places + 1), _bytes_at(array, places + 2)
            likely = places[((second & 0xC0) == 0x80) & ((third & 0xC0) == 0x80)]
            self.utf8 = any(_is_utf8_line(_line_at(data, int(place))) for place in likely)

    def _keep_strange(self, data: bytes) -> None:
        begin = 0
        for _ in range(8):
            if len(self.strange) >= _MOST_STRANGE:
                return
            try:
                data[begin : begin + 65536].decode()
                begin += 65536
            except UnicodeDecodeError as error:
                line = _line_at(data, begin + error.start)
                if not line.isascii() and not _is_valid(line):
                    self.strange.append(line[:4000])
                begin = max(begin, data.find(b"\n", begin + error.start)) + 1 or len(data)
            if begin >= len(data):
                return


def _bytes_at(array: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the bytes at these places, which ascend; beyond either end is a zero byte."""
    found = array.take(places, mode="clip")
    if len(places) and (places[0] < 0 or places[-1] >= len(array)):
        found[(places < 0) | (places >= len(array))] = 0
    return found


def _within_words(array: np.ndarray, places: np.ndarray, length: int) -> bool:
    before, after = _bytes_at(array, places - 1) | 32, _bytes_at(array, places + length)
    return bool(((before >= 97) & (before <= 122) & (after >= 97) & (after <= 122)).any())


def _line_at(data: bytes, place: int) -> bytes:
    begin = max(data.rfind(b"\n", 0, place), data.rfind(b"\r", 0, place)) + 1
    ends = [end for end in (data.find(b"\n", place), data.find(b"\r", place)) if end >= 0]
    return data[begin : min(ends, default=len(data))]


def _is_valid(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8_line(line: bytes) -> bool:
    """Whether a line is UTF-8 rather than GBK whose bytes happen to fit.

    >>> _is_utf8_line("王小明,8".encode()), _is_utf8_line("王小明,8".encode("gbk")), _is_utf8_line("联通,8".encode("gbk"))
    (True, False, False)
    """
    text = _decode(line, "utf-8")
    if text is None or max(text) < "\u0800":
        return False
    other = _decode(line, "gb18030")
    return other is None or readability(text) >= readability(other, "gb18030") + _CERTAIN


def _decode(line: bytes, encoding: str) -> str | None:
    """Return the line as text where it is one in ``encoding`` without any doubt about its bytes."""
    for codec in CODECS[encoding]:
        try:
            text = line.decode(codec)
        except UnicodeDecodeError:
            continue
        return None if _OWN.search(text) else text
    return None


_OWN = re.compile("[\ue000-\uf8ff\x80-\x9f]")  # what an encoding leaves to its users, and controls
_WIDE = re.compile("[\u0800-\uffff]")
_RUN = re.compile("[^\x00-\x7f]+")


def readability(text: str, encoding: str = "utf-8") -> float:
    """Return how much like words a text reads beyond ASCII, from -1 (no words) to 1 (words as people write them).

    Common Chinese (of those that ``encoding`` was made for) and letters with accents inside Latin words count most; a
    Chinese character between Latin letters, rare and unreadable ones speak against it.

    >>> readability("王小明,8"), readability("鐜嬪皬鏄,8", "gb18030") < 0.3, readability("H盲berlin"), readability("Häberlin")
    (1.0, True, -0.5, 1.0)
    """
    points = total = 0.0
    text = f" {text[:4000]} "
    for found in _RUN.finditer(text):
        start, end = found.span()
        points += _run_points(text[start - 1], found[0], text[end : end + 1], encoding)
        total += end - start
    return points / total if total else 1.0


@lru_cache(1 << 15)
def _run_points(before: str, run: str, after: str, encoding: str) -> float:
    between = before.isalpha() and after.islower() and len(run) < 3
    behind = before.islower() and len(run) == 1
    common = _common(encoding)
    points = 0.0
    for place, char in enumerate(run):
        if char < "\u0250":
            last = run[place - 1] if place else before
            points += latin_points(last, char, run[place + 1] if place + 1 < len(run) else after)
        elif char in common:
            points += -0.5 if between else 0.75 if behind else 1.0
        elif _SIGN.match(char):
            points += 0.7
        elif char == "\ufffd" or "\ue000" <= char <= "\uf8ff":
            points -= 1.0
        elif "\u3040" <= char <= "\u9fff" or char > "\uffff":
            points += -0.5 if between else 0.2
        else:
            points -= 0.3  # Greek, Arabic and others, which other encodings become by chance
    return points


_SIGN = re.compile("[\u2010-\u203b\u2103-\u217f\u2190-\u2193\u2460-\u249b\u25a0-\u266f\u3000-\u303f\uff00-\uffef]")


@cache
def _common(encoding: str) -> frozenset[str]:
    """Return the characters that the Chinese standards hold to be the common ones: simplified, traditional, or both."""
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    simple = b"".join(bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF))
    full = b"".join(bytes((lead, trail)) for lead in range(0xA4, 0xC7) for trail in trails)
    texts = {"gb18030": simple.decode("gb2312", "ignore"), "big5": full.decode("cp950", "ignore")}
    return frozenset(texts.get(encoding) or "".join(texts.values()))


def is_mixed(signs: Signs, encoding: str) -> bool:
    """Whether a text that is not UTF-8 as a whole, and that most would read in ``encoding``, must be read line by line."""
    if encoding in _DOUBLE:
        return signs.utf8 or signs.words
    return signs.pairs if encoding in _LATIN else encoding.startswith("utf-8")


class LineReader:
    """Reads the lines of a text in ``main``, the encoding of most, and ``other``, that of the rest.

    ``chosen``: a person said which encoding it is, so no line is doubtful. Counts what it read: ``others`` has for each
    encoding but the main one the number of its lines and the first of them; ``doubtful`` counts the lines marked.
    """

    def __init__(self, found: str, signs: Signs, sample: list[bytes], *, chosen: bool) -> None:
        legacy = guess_encoding(signs.strange) if signs.strange else "utf-8"
        if legacy in _LATIN and found in _LATIN:
            legacy = found  # which of them, many lines tell better than some
        self.name = found
        if not chosen and found != "utf-8-sig":
            lines = sample[:: len(sample) // 300 + 1]
            read = [[readability(line.decode(CODECS[name][-1], "replace"), name) for name in ("utf-8", legacy)] for line in lines]
            self.name = "utf-8" if sum((one > other) - (one < other) for one, other in read) >= 0 else legacy
        self.main = "utf-8" if self.name == "utf-8-sig" else self.name
        self.other = "utf-8" if self.main != "utf-8" else legacy
        self._enough = 0.3 if self.main in _LATIN else 0.7
        self.chosen = chosen
        self.others: dict[str, tuple[int, tuple[int, ...]]] = {}
        self.doubtful = 0

    def read_block(self, data: bytes, number: int) -> str | None:
        """Return lines as text where all are in one encoding beyond doubt, else None; ``number`` is that of the first."""
        if data.isascii():
            return data.decode()
        name, text = "utf-8", _decode(data, "utf-8")
        if text is None:
            name = self.other if self.main == "utf-8" else self.main
            signs = Signs()
            signs.look(data)
            signs.end()
            if name not in _DOUBLE or signs.utf8 or signs.words or signs.ends:
                return None
            text = _decode(data, name)
        elif len(_WIDE.findall(text)) < _SURE:
            return None
        if text is not None and name != self.main:
            self._note(name, [number + place for place, line in enumerate(data.split(b"\n")) if not line.isascii()])
        return text

    def read(self, line: bytes, number: int) -> str:
        """Return a line as text, marked with ``DOUBTFUL`` in front where its encoding is not certain."""
        text, encoding = self._read(line)
        if encoding is None:
            self.doubtful += 1
            return DOUBTFUL + text
        if encoding != self.main:
            self._note(encoding, [number])
        return text

    def _note(self, encoding: str, numbers: list[int]) -> None:
        lines, firsts = self.others.get(encoding, (0, ()))
        self.others[encoding] = lines + len(numbers), (*firsts, *numbers[: FIRST - len(firsts)])

    def _read(self, line: bytes) -> tuple[str, str | None]:
        readings = {name: text for name in (self.main, self.other) if (text := _decode(line, name)) is not None}
        worth = {name: readability(text, name) for name, text in readings.items()}
        if len(readings) == 2:
            mine, theirs = worth[self.main], worth[self.other]
            wide = self.other == "utf-8" and theirs > 0.9 and max(readings["utf-8"]) > "\u07ff"  # hardly ever by chance
            if theirs >= mine + (_CERTAIN / 3 if wide else _CERTAIN) and theirs > 0:
                return readings[self.other], self.other
            if self.chosen or (mine >= theirs and mine > -0.3):
                return readings[self.main], self.main
            if theirs > mine:
                return readings[self.other], None
        elif "utf-8" in readings or (self.main in readings and self.chosen):
            [(name, text)] = readings.items()
            return text, name
        damaged = line.decode(CODECS[self.main][-1], "replace")
        if self.chosen:
            return damaged, self.main
        rest = readability(damaged, self.main)
        sound = worth.get(self.main, worth.get(self.other, -1.0))
        if len(readings) == 1 and sound >= (self._enough if self.main in readings else max(0.6, rest)):
            [(name, text)] = readings.items()
            return text, name
        third = _third(line, self.main, self.other)
        if third is None and self.main in readings and (sound > -0.3 or self.main in _LATIN):
            return readings[self.main], self.main
        if third is None and self.main not in readings and rest >= 0:  # some bytes of it are damaged
            return damaged, self.main
        if third is None and self.other in readings and len(readings) == 1 and sound > 0 > rest + 0.3:
            return readings[self.other], self.other
        guess = CODECS[third or guess_encoding([line])][-1]
        return line.decode(guess, "replace"), None


def _third(line: bytes, *known: str) -> str | None:
    """Return the encoding, none of the ``known`` and not UTF-8, in which a line reads well."""
    for name, least in (("gb18030", 2), ("big5", 2), ("cp1252", 1)):
        text = None if name in known else _decode(line, name)
        enough = 0.6 if name == "cp1252" else 0.8
        if text is not None and sum(map("\x7f".__lt__, text)) >= least and readability(text, name) >= enough:
            return name
    return None
