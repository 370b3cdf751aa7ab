"""Delimited text as lines and cells: which delimiter, which cells, and a careful copy with line numbers."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path

from segmentation.ingest.readers.dress import undress
from segmentation.ingest.readers.header import count_words, looks_like_value
from segmentation.ingest.readers.mixed import DOUBTFUL
from segmentation.ingest.readers.text import CHUNK, LONGEST_LINE, Progress, Stop, read_chunks

DELIMITERS = (",", "\t", ";", "|")
BLANKS = " "  # columns aligned with runs of blanks

TOO_MANY = "too_many_columns"
WRONG_DELIMITER = "wrong_delimiter"
OTHER_ENCODING = "other_encoding"
_QUOTE_SPAN = 20  # lines within which a quote must close
_QUOTE_LENGTH = 1 << 18  # characters within which it must
csv.field_size_limit(8 * LONGEST_LINE)  # a cell is as long as its line may be, in UTF-8 and with its quotes doubled
_NOTHING = " \t\r\n\x0b\x0c\x1a\u3000\xa0\ufeff"

Record = tuple[int, list[str]]  # physical line where it starts, cells


def split_line(line: str, delimiter: str, columns: int = 0) -> tuple[list[str], bool]:
    """Return the cells of one line, and whether a quote opened in it that did not close.

    Quotes are RFC 4180: around a whole cell (blanks outside them do not count), doubled inside. A quote inside an
    unquoted cell is an ordinary character, and so is one that opens a cell but closes in its middle (``"A" Ltd``),
    unless only the reading with quotes gives ``columns`` cells. An empty line is one empty cell.

    >>> split_line('1,"a, b",3" pipe', ","), split_line('1,"a', ",")
    ((['1', 'a, b', '3" pipe'], False), (['1', '"a'], True))
    >>> split_line('"A" Ltd,2', ",", 2)[0], split_line('"say "a, b" now",2', ",", 2)[0]
    (['"A" Ltd', '2'], ['say "a, b" now', '2'])
    """
    if '"' not in line:
        return line.split(delimiter), False
    if ' "' not in line:
        with suppress(csv.Error):
            return next(csv.reader((line,), delimiter=delimiter, strict=True), [""]), False
    cells, broken, opened = _split_by_hand(line, delimiter, lenient=False)
    if broken and len(cells) != columns:
        again, _, opened_again = _split_by_hand(line, delimiter, lenient=True)
        if len(again) == columns and not opened_again:
            return again, False
    return cells, opened


def _split_by_hand(line: str, delimiter: str, *, lenient: bool) -> tuple[list[str], bool, bool]:
    cells: list[str] = []
    broken = opened = False
    start, end = 0, len(line)
    while start <= end:
        stop, quote = -1, start
        while line.startswith(" ", quote):
            quote += 1
        if line.startswith('"', quote):
            stop, proper = _closing_quote(line, quote + 1, delimiter, lenient)
            opened = opened or (stop < 0 and proper)
            broken = broken or (stop < 0 and not proper)
            if lenient and opened:
                break  # such a reading is of no use; to look for more would take a long line too long
        if stop >= 0:
            inner = line[quote + 1 : stop]
            cells.append(inner.replace('""', '"'))
            after = line.find(delimiter, stop + 1)
        else:
            after = line.find(delimiter, start)
            cells.append(line[start : after if after >= 0 else end])
        if after < 0:
            break
        start = after + 1
    return cells, broken, opened


def _closing_quote(line: str, start: int, delimiter: str, lenient: bool) -> tuple[int, bool]:
    """Return the place of the quote that closes a cell, or -1 with whether the cell is merely still open."""
    at = line.find('"', start)
    while at >= 0:
        if line.startswith('"', at + 1):
            at = line.find('"', at + 2)
            continue
        if _after_quote(delimiter).match(line, at + 1):
            return at, True
        if not lenient:
            return -1, False
        at = line.find('"', at + 1)
    return -1, True


@cache
def _after_quote(delimiter: str) -> re.Pattern[str]:
    """What follows a quote that closes a cell; looked at where it stands, for a copy of the rest each time would add up."""
    return re.compile(("" if delimiter in _NOTHING else "[ \t]*") + f"({re.escape(delimiter)}|[\r\n]*\\Z)")


def split_blanks(line: str, columns: int = 0) -> list[str]:
    """Return the words of a line whose columns are aligned with blanks.

    >>> split_blanks(" 00001 19970101  1   11.77")
    ['00001', '19970101', '1', '11.77']
    """
    return line.split()


def read_records(lines: Sequence[str], delimiter: str, columns: int = 0, *, first: int = 1) -> list[Record]:
    """Return the non-blank records of some lines that are the end, or the start, of a text; ``first`` numbers the first line.

    >>> read_records(['a,b', '', '"x', 'y",2'], ",")
    [(1, ['a', 'b']), (3, ['x y', '2'])]
    """
    return [record for record, _ in _records(lines, delimiter, columns, first, len(lines)) if record[1]]


def _records(lines: Sequence[str], delimiter: str, columns: int, first: int, limit: int) -> Iterator[tuple[Record, int]]:
    """Yield records that start before ``limit``, each with the index after its last line; a quoted blank one has no cells."""
    index, blank = 0, delimiter + _NOTHING
    while index < limit:
        line = lines[index]
        start = index
        index += 1
        if not line.strip(blank):
            continue
        if delimiter == BLANKS:
            yield (first + start, line.split()), index
            continue
        cells, opened = split_line(line, delimiter, columns)
        if opened:
            more = _closed_later(lines, start, delimiter, columns, literal=cells)
            if more:
                cells, index = more
        yield (first + start, cells if any(cell.strip(_NOTHING) for cell in cells) else []), index


def _closed_later(
    lines: Sequence[str], start: int, delimiter: str, columns: int, literal: list[str]
) -> tuple[list[str], int] | None:
    """Return the record that a quoted line break continues, and the index after it; None when the quote is a stray one."""
    text = lines[start]
    for index in range(start + 1, min(start + _QUOTE_SPAN, len(lines))):
        text += "\n" + lines[index]
        if len(text) > _QUOTE_LENGTH:
            return None
        if '"' not in lines[index]:
            continue
        cells, broken, opened = _split_by_hand(text, delimiter, lenient=False)
        if broken:
            return None
        if not opened:
            if columns and len(cells) != columns and len(literal) == columns:
                return None
            return [cell.replace("\n", " ") for cell in cells], index + 1
    return None


def read_head(path: Path, most_lines: int = 600, most_bytes: int = 1 << 22) -> tuple[list[str], bool, int]:
    """Return the first lines of a UTF-8 text without their ends, whether that is all of it, and the number of the first line.

    Empty lines above the first that holds something are left out.
    """
    data, first = b"", 1
    with path.open("rb") as file:
        while len(data) < most_bytes and data.count(b"\n") <= most_lines:
            chunk = file.read(65536)
            if not chunk:
                break
            if not data:
                text = chunk.lstrip(b"\r\n")
                first += chunk.count(b"\n", 0, len(chunk) - len(text))
                chunk = text
            data += chunk
        whole = not file.read(1)
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = [line.removesuffix("\r").removeprefix(DOUBTFUL) for line in text.split("\n")]
    if not whole or not lines[-1]:
        lines.pop()
    return lines, whole and len(lines) <= most_lines, first


def find_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter of some first lines of a text: ``,`` ``\\t`` ``;`` ``|`` or a blank for aligned columns.

    What counts is that rows have the same number of cells, that cells are header words, and that cells hold no
    other delimiter; a text of one column gives a delimiter that it does not contain, a comma if possible.

    >>> find_delimiter(["a;b", "1,5;2", "2,5;3"]), find_delimiter(["name", "Ann Lee", "Bo Li"])
    (';', ',')
    >>> find_delimiter([" id  date   sum", " 001 19970101  11.77", " 002 19970102  1.50"])
    ' '
    """
    lines = [line for line in lines[:300] if line.strip(_NOTHING + ",;|")]
    best, best_score = None, 0.0
    for delimiter in DELIMITERS:
        score = _delimiter_score(lines, delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    if best is None or best_score < 0.35:
        if _is_aligned(lines):
            return BLANKS
        if best is None:
            text = "\n".join(lines)
            return next((delimiter for delimiter in DELIMITERS if delimiter not in text), ",")
    return best


def _delimiter_score(lines: Sequence[str], delimiter: str) -> float:
    if not any(delimiter in line for line in lines):
        return 0.0
    records = [cells for _, cells in read_records(lines, delimiter)]
    widths = Counter(len(cells) for cells in records)
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0
    width = max(wide, key=lambda w: (wide[w], w))
    same = [cells for cells in records if len(cells) == width]
    others = re.compile("[" + re.escape("".join(d for d in DELIMITERS if d not in (delimiter, ","))) + "]|,(?!\\d)")
    cells = [cell for row in same for cell in row if cell]
    foreign = sum(1 for cell in cells if others.search(cell)) / max(1, len(cells))
    words = max((count_words(row) for row in records[:40]), default=0)
    return (len(same) / len(records)) * (1 - foreign) * (1 - 0.5 / width) + 0.3 * min(words, 6)


def _is_aligned(lines: Sequence[str]) -> bool:
    rows = [line.split() for line in lines]
    widths = Counter(map(len, rows))
    if not widths:
        return False
    width, count = widths.most_common(1)[0]
    if width < 2 or count < 0.9 * len(rows):
        return False
    body = [row for row in rows if len(row) == width]
    # One column of names also has two words a line; numbers and a first line just as wide tell a table.
    return len(rows[0]) == width and len(body) > 1 and any(all(looks_like_value(r[i]) for r in body[1:]) for i in range(width))


def number_rows(
    rows: Iterable[Record], columns: int, delimiter: str, ragged: bool = False, harm: str = ""
) -> Iterator[str]:
    """Yield each row as a line of the numbered text: line, damage, then exactly ``columns`` cells.

    Short rows are filled up, empty cells beyond the last column dropped, others joined to the last column and called
    damage, as are rows that another delimiter parts into ``columns`` cells. ``harm`` is damage that is known already.
    Breaks inside cells become blanks.
    """
    for line, cells in rows:
        other = len(cells) != columns and has_other_delimiter(delimiter.join(cells), columns, delimiter)
        cells, damage = fit_cells(cells, columns, delimiter, ragged)
        damage = harm or (WRONG_DELIMITER if other else damage)
        yield f"{line},{damage},{','.join(map(quote_cell, cells))}"


_THOUSANDS = re.compile(r"[-+(（¥￥$\s]*\d{1,3}")
_THE_REST = re.compile(r"\d{3}(\.\d*)?\s*[)）元-]?")


def splits_thousand(cells: Sequence[str]) -> bool:
    """Whether two neighbours look like one number whose comma parted it, as in ``1,234.50`` without quotes.

    >>> splits_thousand(["2026-09-01", "1", "234.50"]), splits_thousand(["1", "", "234.50"])
    (True, False)
    """
    return any(_THOUSANDS.fullmatch(cell) and _THE_REST.fullmatch(after.strip()) for cell, after in pairwise(cells))


def has_other_delimiter(line: str, columns: int, delimiter: str) -> bool:
    """Whether a line of another number of cells has exactly ``columns`` by another delimiter, a number or day among them.

    >>> has_other_delimiter("2026-09-01;王;12,50", 3, ","), has_other_delimiter("备注;见附件;王", 3, ",")
    (True, False)
    """
    others = [] if columns < 2 else [other for other in DELIMITERS if other != delimiter and line.count(other) >= columns - 1]
    for other in others:
        cells = split_line(line, other, columns)[0]
        if len(cells) == columns and any(map(looks_like_value, cells)):
            return True
    return False


def fit_cells(cells: list[str], columns: int, delimiter: str, ragged: bool = False) -> tuple[list[str], str]:
    """Return exactly ``columns`` cells and the damage done to get there ("" or "too_many_columns").

    ``ragged``: other rows have no cell too many, so that one more in this row, even an empty last one, tells of a
    thousand that its comma parted.

    >>> fit_cells(["a"], 2, ","), fit_cells(["a", "b", "", "c"], 2, ","), fit_cells(["a", "b", " "], 2, ",")
    ((['a', ''], ''), (['a', 'b,,c'], 'too_many_columns'), (['a', 'b'], ''))
    >>> fit_cells(["a", "1", "234.50", ""], 3, ",", ragged=True)
    (['a', '1', '234.50,'], 'too_many_columns')
    """
    if len(cells) <= columns:
        return cells + [""] * (columns - len(cells)), ""
    used = len(cells)
    if not (ragged and delimiter == "," and splits_thousand(cells)):
        while used > columns and not cells[used - 1].strip(_NOTHING):
            used -= 1
    if used == columns:
        return cells[:columns], ""
    return [*cells[: columns - 1], delimiter.join(cells[columns - 1 : used])], TOO_MANY


_SPECIAL = re.compile(r'[",\r\n]')


def quote_cell(cell: str) -> str:
    """Return a cell as it stands in the numbered text.

    >>> print(quote_cell('a, "b" c'), quote_cell("x"))
    "a, ""b"" c" x
    """
    if not _SPECIAL.search(cell):
        return cell
    cell = re.sub(r"\r\n|\r|\n", " ", cell)
    return '"' + cell.replace('"', '""') + '"' if '"' in cell or "," in cell else cell


def write_numbered(
    source: Path,
    target: Path,
    delimiter: str,
    columns: int,
    skip: int,
    *,
    marked: bool = False,
    dressed: bool = False,
    progress: Progress = None,
    cancelled: Stop = None,
) -> int:
    """Write the records of a UTF-8 text after ``skip`` lines as numbered rows; return how many.

    Streams; blank records are left out; see ``number_rows`` for the form. ``marked``: lines may begin with the mark of those
    whose encoding is not certain; their damage is "other_encoding". ``dressed``: cells are undressed. Raises Cancelled.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    lines, _, first = read_head(source)
    head = read_records(lines[max(0, skip + 1 - first) :], delimiter, columns)
    ragged = any(len(cells) <= columns for _, cells in head)
    rest, lines, number, written = "", [], 1, 0
    with target.open("w", encoding="utf-8", errors="replace", newline="") as out:

        def flush(final: bool) -> None:
            nonlocal lines, number, written
            if number <= skip:
                drop = min(len(lines), skip + 1 - number)
                lines, number = lines[drop:], number + drop
            limit = len(lines) if final else len(lines) - _QUOTE_SPAN
            if limit <= 0:
                return
            done, texts = _number_lines(lines, delimiter, columns, number, limit, ragged, marked, dressed)
            if texts:
                out.write("\n".join(texts))
                out.write("\n")
            written += len(texts)
            lines, number = lines[done:], number + done

        first = True
        for chunk in read_chunks(source, CHUNK, progress, cancelled):
            text = rest + decoder.decode(chunk)
            if first:
                text, first = text.removeprefix("\ufeff"), False
            if "\r" in text:
                text = text.replace("\r\n", "\n")
            if "\0" in text:
                text = text.replace("\0", "")
            *more, rest = text.split("\n")
            lines = lines + more if lines else more
            flush(final=False)
        rest += decoder.decode(b"", True)
        if rest:
            lines = [*lines, rest.removesuffix("\r")]
        flush(final=True)
    return written


def _number_lines(
    lines: list[str], delimiter: str, columns: int, first: int, limit: int, ragged: bool, marked: bool, dressed: bool
) -> tuple[int, list[str]]:
    """Return how many lines were used up, and the numbered rows of those that start before ``limit``."""
    texts: list[str] = []
    add = texts.append
    index, wanted, blank = 0, columns - 1, delimiter + _NOTHING
    swap = delimiter != ","
    while index < limit:
        line = lines[index]
        plain = not marked or not line.startswith(DOUBTFUL)
        if plain and '"' not in line and line.count(delimiter) == wanted and not (swap and "," in line) and delimiter != BLANKS:
            # The common case: a clean row, which stays as it is but for its number.
            if dressed:
                cells = undress(line.split(delimiter))
                if any(cell.strip(_NOTHING) for cell in cells):
                    add(f"{first + index},,{','.join(map(quote_cell, cells))}")
            elif line.strip(blank):
                add(f"{first + index},,{line.replace(delimiter, ',') if swap else line}")
            index += 1
            continue
        if not line.strip(blank):
            index += 1
            continue
        if plain and '"' in line and ' "' not in line and delimiter != BLANKS:
            # The second most common: a row whose quotes are all in order.
            try:
                cells = next(csv.reader((line,), delimiter=delimiter, strict=True))
                cells = undress(cells) if dressed else cells
            except csv.Error:
                cells = []
            text = ",".join(cells)
            if len(cells) == columns and text.strip("," + _NOTHING):
                simple = text.count(",") == wanted and '"' not in text
                add(f"{first + index},,{text if simple else ','.join(map(quote_cell, cells))}")
                index += 1
                continue
        window = lines[index : index + _QUOTE_SPAN]
        clean = [each.removeprefix(DOUBTFUL) for each in window] if marked else window
        for record, after in _records(clean, delimiter, columns, first + index, 1):
            harm = OTHER_ENCODING if marked and any(each.startswith(DOUBTFUL) for each in window[:after]) else ""
            record = (record[0], undress(record[1])) if dressed else record
            if any(cell.strip(_NOTHING) for cell in record[1]):
                texts.extend(number_rows((record,), columns, delimiter, ragged, harm))
            index += after
            break
        else:
            index += 1
    return index, texts
