"""Which encoding a text is in, told from the bytes that are not ASCII.

The answer is evidence, weighed: header words of the vocabulary found after decoding count most,
then how many of the characters are common ones. A wrong guess can be overridden by the user.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from segmentation.ingest.kinds import vocabulary
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header

_NAMES = {
    "utf-8": "utf8 unicode utf ascii usascii",
    "utf-8-sig": "utf8sig utf8bom",
    "utf-16": "utf16 utf16le utf16be",
    "gb18030": "gb18030 gbk gb2312 gb cp936 936 ms936 ansi",
    "big5": "big5 big5hkscs cp950 950",
    "shift_jis": "shiftjis sjis xsjis shiftjis2004 mskanji windows31j cp932 ms932 932",
    "euc-kr": "euckr ksc56011987 ksc5601 ksx1001 uhc cp949 ms949 windows949 949",
    "cp1252": "cp1252 windows1252 1252",
    "latin-1": "latin1 iso88591 l1",
    "mac-roman": "macroman macintosh mac xmacroman",
}
ENCODINGS = tuple(_NAMES)
_ALIASES = {alias: name for name, aliases in _NAMES.items() for alias in aliases.split()}

# Codecs tried in turn over a text; the last one never fails because it is used with "replace".
# gbk is a third faster than its superset gb18030; cp950, cp932 and cp949 are what Windows in Taiwan, Japan and Korea writes.
CODECS = {
    "utf-8": ("utf-8",),
    "utf-8-sig": ("utf-8",),
    "utf-16": ("utf-16",),
    "gb18030": ("gbk", "gb18030"),
    "big5": ("cp950", "big5hkscs"),
    "shift_jis": ("cp932",),
    "euc-kr": ("cp949",),
    "cp1252": ("cp1252",),
    "latin-1": ("latin-1",),
    "mac-roman": ("mac-roman",),
}

_COMMON = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœ")
_CAPITALS = frozenset("ÀÁÂÄÅÆÇÈÉÊËÍÎÑÓÔÖØÙÚÛÜŒ")
_MARKS = frozenset("‘’“”–—…•€£¥°©®™«»\u00a0¿¡´·½¼¾²³ªº§")


def name_encoding(name: str) -> str:
    """Return the encoding that ``name`` or one of its common aliases stands for, as in ``ENCODINGS``.

    Raises InputError ``unknown_encoding`` listing the choices.

    >>> name_encoding("GBK"), name_encoding("Windows-1252"), name_encoding("big5-hkscs")
    ('gb18030', 'cp1252', 'big5')
    """
    key = re.sub(r"[\W_]+", "", name).lower()
    if key not in _ALIASES:
        raise InputError(
            "unknown_encoding",
            N_("The encoding “{encoding}” is not known. Choose one of: {choices}."),
            encoding=name,
            choices=", ".join(ENCODINGS),
        )
    return _ALIASES[key]


def find_mark(head: bytes) -> tuple[str, str, int] | None:
    """Return (encoding, codec, length of the byte order mark) for the first bytes of a text, or None without any sign.

    UTF-16 without a mark shows itself by zero bytes that all stand at odd (or all at even) places.

    >>> find_mark(b"\\xef\\xbb\\xbfa"), find_mark("a,1".encode("utf-16-be")), find_mark(b"a,1")
    (('utf-8-sig', 'utf-8', 3), ('utf-16', 'utf-16-be', 0), None)
    """
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", "utf-8", 3
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16", "utf-16-le", 2
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16", "utf-16-be", 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    zeros = even + odd
    if zeros * 10 >= len(head) and zeros and max(even, odd) >= zeros * 0.95:
        return "utf-16", "utf-16-le" if odd > even else "utf-16-be", 0
    return None


def guess_encoding(lines: list[bytes], *, cr_only: bool = False) -> str:
    """Return the likeliest encoding of a text that is not valid UTF-8, from some of its whole lines.

    ``cr_only``: the text ends its lines with CR alone, as old Macintosh programs did.
    Without any byte above 127 the answer is "utf-8".

    >>> guess_encoding(["客户,金额".encode("gbk")]), guess_encoding(["客戶,金額".encode("big5")])
    ('gb18030', 'big5')
    >>> guess_encoding(["Anna Häberlin".encode("mac-roman")]), guess_encoding(["Anna Häberlin".encode("cp1252")])
    ('mac-roman', 'latin-1')
    >>> guess_encoding(["会員コード,合計".encode("cp932")])
    'shift_jis'
    >>> guess_encoding(["날짜,고객명,금액,전화번호,결제수단,담당자,비고".encode("cp949")])
    'euc-kr'
    """
    lines = [line for line in lines if not line.isascii()]
    if not lines:
        return "utf-8"
    data = b"\n".join(lines)
    scores = {
        "utf-8": _utf8_score(data),
        # Rare characters of a name or two weigh the same in both: then what most people here send.
        "gb18030": _double_byte_score(data, "gb18030", _GB_LEVEL_1) + 0.1,
        "big5": _double_byte_score(data, "big5hkscs", _BIG5_LEVEL_1),
        "shift_jis": _japanese_score(data),
        "euc-kr": _korean_score(data),
    }
    if max(scores.values()) > _MOST_LATIN:
        return max(scores, key=scores.__getitem__)
    scores |= {
        "mac-roman": _latin_score(data, "mac-roman") + (0.5 if cr_only else -0.15),
        "cp1252": _latin_score(data, "cp1252"),
    }
    best = max(scores, key=scores.__getitem__)
    if best != "cp1252":
        return best
    # Bytes 80–9F are letters and quotes in cp1252 (all but five of them) and controls in latin-1.
    return "cp1252" if re.search(rb"[\x80-\x9f]", data) and not re.search(rb"[\x81\x8d\x8f\x90\x9d]", data) else "latin-1"


def header_words(text: str) -> int:
    """Return how many different cells of ``text`` are header words of the vocabulary that are not plain ASCII."""
    cells = re.split(r"[,\t;|\r\n\"]| {2,}", text)
    return len({word for cell in cells if not cell.isascii() and (word := fold_header(cell)) in vocabulary()})


_MOST_LATIN = 1.5  # no Latin reading is worth more
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_GB_LEVEL_1 = re.compile(rb"[\xb0-\xd7][\xa1-\xfe]")
_BIG5_LEVEL_1 = re.compile(rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]")
_WITHIN_WORD = re.compile(rb"(?<=[\x00-\x7f][A-Za-z])[\x81-\xfe][A-Za-z]")  # Fran.sisch: one letter rather than half a character
_SIGNS = re.compile(rb"[\xa1-\xa3][\x40-\x7e\xa1-\xfe]")


def _utf8_score(data: bytes) -> float:
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text if char > "\x7f") - bad
    # One byte in the wrong place may give up to three replacement characters.
    return 2.0 - bad / good if good > 10 * bad else -1.0


def _double_byte_score(data: bytes, codec: str, level_1: re.Pattern[bytes]) -> float:
    pairs = _PAIR.findall(data)
    if not pairs:
        return -1.0
    common = sum(1 for pair in pairs if level_1.match(pair))
    signs = sum(1 for pair in pairs if _SIGNS.match(pair))
    text = data.decode(codec, "replace")
    bad = text.count("\ufffd") / len(pairs)
    common -= len(_WITHIN_WORD.findall(data))
    return (common + 0.7 * signs) / len(pairs) - 2 * min(bad, 1.0) + 0.5 * min(header_words(text), 4)


def _japanese_score(data: bytes) -> float:
    """Kana and common kanji against all characters; half-width kana are what other encodings become by chance.

    Without kana, words of headers or kanji side by side a text is hardly Japanese: a quote before a letter is a kanji as well.
    """
    text = data.decode("cp932", "replace")
    wide = [char for char in text if char > "\x7f"]
    kana, half = len(_KANA.findall(text)), len(_HALF_KANA.findall(text))
    words = header_words(text)
    beside = sum(map(len, _BESIDE.findall(text)))
    if not kana and words < 2 and (beside < _ENOUGH_BESIDE or beside * 5 < len(wide) * 4):
        return -1.0
    common = kana + sum(char in _kanji() for char in wide) + 0.7 * len(_JAPANESE_SIGNS.findall(text)) + 0.3 * half
    return common / len(wide) - 2 * min(wide.count("\ufffd") / len(wide), 1.0) + 0.5 * min(words, 4)


def _korean_score(data: bytes) -> float:
    """Hangul against all pairs: they lie where the first half of the common Chinese characters does, and nothing else there.

    A Chinese text of many different characters has the second half as well, and headers that are known; 李雷 on every line of a
    thousand is no Korean.
    """
    pairs = [pair for pair in _PAIR.findall(data) if not _SIGNS.match(pair)]
    hangul = [pair for pair in pairs if _HANGUL.match(pair)]
    if len({*hangul}) < _ENOUGH_HANGUL or len(hangul) < len(pairs) * 0.97 or header_words(data.decode("gb18030", "replace")):
        return -1.0
    bad = data.decode("cp949", "replace").count("\ufffd") / len(pairs)
    return 1.2 - 2 * min(bad, 1.0)


@cache
def _kanji() -> frozenset[str]:
    """Return the kanji that the Japanese standard holds to be the common ones."""
    leads = b"".join(bytes((lead, trail)) for lead in range(0x88, 0x98) for trail in (*range(0x40, 0x7F), *range(0x80, 0xFD)))
    return frozenset(char for char in leads.decode("cp932", "ignore") if "\u4e00" <= char <= "\u9fff")


_KANA = re.compile("[\u3041-\u309f\u30a0-\u30ff]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_JAPANESE_SIGNS = re.compile("[\u2010-\u203b\u2460-\u249b\u25a0-\u266f\u3000-\u303f\uff01-\uff60\uffe0-\uffef]")
_BESIDE = re.compile("[\u3000-\uffef]{2,}")
_ENOUGH_BESIDE = 8
_HANGUL = re.compile(rb"[\xb0-\xc8][\xa1-\xfe]")
_ENOUGH_HANGUL = 15


def _latin_score(data: bytes, codec: str) -> float:
    text = data.decode(codec, "replace")
    points = total = 0.0
    previous = " "
    for char, after in zip(text, text[1:] + " ", strict=True):
        if char > "\x7f":
            total += 1
            points += latin_points(previous, char, after)
        previous = char
    return points / total if total else -1.0


def latin_points(before: str, char: str, after: str) -> float:
    """Return how likely a letter or sign of a Latin encoding is between its neighbours, from -1 to 1.

    >>> latin_points("H", "ä", "b"), latin_points("Ã", "¤", "b")
    (1.0, -0.6)
    """
    if before > "\x7f" and after > "\x7f":
        return -1.0
    beside_letter = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
    if char in _COMMON:
        if not beside_letter:
            return -0.2
        return 0.4 if before > "\x7f" or after > "\x7f" else 1.0
    if char in _CAPITALS:
        return 0.8 if beside_letter and not before.islower() else -0.7
    if char in _MARKS:
        return 0.6 if not (before.isalpha() and after.isalpha()) or char == "’" else -0.3
    return -0.6
