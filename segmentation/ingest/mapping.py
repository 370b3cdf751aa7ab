"""Which column of a file means what: by its header first, then by the look of its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from segmentation.ingest.columns import Column
from segmentation.ingest.evidence import choose_keys
from segmentation.ingest.guess import Cells, call_years, find_by_part, fits
from segmentation.ingest.kind import Kind
from segmentation.ingest.looks import undress
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header, plain_header, visible
from segmentation.language.values import read_number, uses_decimal_comma


def unique_headers(headers: Sequence[str]) -> tuple[str, ...]:
    """Return the headers so that each names one column: a repeated one gets #2, #3, a blank one its place.

    >>> unique_headers(["日期", "金额", "金额", ""])
    ('日期', '金额', '金额#2', '#4')
    """
    seen: dict[str, int] = {}
    names = []
    for place, header in enumerate(headers, start=1):
        name = visible(header) or f"#{place}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return tuple(names)


def signature(headers: Sequence[str]) -> str:
    """Return what two files with the same columns share, whatever the blanks, case and width of the headers.

    A # is left out of it: by what files were known before it counted, they are known still.
    """
    return "|".join(plain_header(header.replace("#", " ").replace("＃", " ")) for header in headers)


def propose_mapping(kind: Kind, headers: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return canonical column → place (from 0) for a file of the kind.

    A header counts when it equals a synonym after folding; a filled column wins over an empty one, then the synonym
    that stands earlier, then the column on the left. Dates and amounts must also look like it, and of several amounts
    the one that the guest paid is taken. What is missing is then looked for among headers that
    contain a telling part, at last among the values alone. Who the customer is, is taken from the column whose cells tell.
    """
    return dict(_propose(kind, tuple(headers), tuple(map(tuple, sample))))


@lru_cache(2)  # who asks whether a file is a list of customers has asked what it would be as bills
def _propose(kind: Kind, headers: tuple[str, ...], sample: tuple[tuple[str, ...], ...]) -> dict[str, int]:
    columns = kind.columns
    folded, cells = fold_table(headers, sample)
    folded = call_years(folded, cells)
    mapping: dict[str, int] = {}
    shares = ["%" in header or "％" in header for header in headers]
    _find_exact(mapping, [column for column in columns if not column.late], folded, cells, shares)
    for column in columns:
        if column.parts and column.name not in mapping and not column.late:
            find_by_part(mapping, column, column.parts, folded, cells)
    choose_keys(mapping, columns, folded, cells)
    kind.complete(mapping, folded, cells)
    _find_exact(mapping, [column for column in columns if column.late], folded, cells, shares)
    return mapping


def fold_table(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """Return the headers as they are compared, and the cells of each column without the dress that tills put around them.

    Numbers of a column that is written with decimal commas (1.946,26) have points.
    """
    cells = [[undress(row[place]) if place < len(row) else "" for row in sample] for place in range(len(headers))]
    return [fold_header(header) for header in headers], [with_points(column) for column in cells]


def with_points(cells: list[str]) -> list[str]:
    """Return the cells of a column, those of decimal commas as numbers with a point.

    >>> with_points(["1.946,26", "136,24", ""]), with_points(["1,946", "a,b"])
    (['1946.26', '136.24', ''], ['1,946', 'a,b'])
    """
    if not any("," in cell for cell in cells) or not uses_decimal_comma(cells):
        return cells
    numbers = [read_number(cell, decimal_comma=True) for cell in cells]
    return [cell if number is None else str(number) for cell, number in zip(cells, numbers, strict=True)]


def _find_exact(
    mapping: dict[str, int], columns: Sequence[Column], folded: Sequence[str], cells: Cells, shares: Sequence[bool]
) -> None:
    """Map the columns whose header is a synonym; one of shares (Discount %) only where no other is."""
    empty = [not any(column) for column in cells]
    exact = sorted(
        (empty[place], shares[place], column.synonyms.index(name), place, rank, column.name)
        for rank, column in enumerate(columns)
        for place, name in enumerate(folded)
        if name in column.synonyms and (column.believed or fits(column, cells[place]))
    )
    for *_, place, _, name in exact:
        if name not in mapping and place not in mapping.values():
            mapping[name] = place


def apply_choices(
    kind: Kind, names: Sequence[str], proposed: Mapping[str, int], chosen: Mapping[str, str | None]
) -> dict[str, int]:
    """Return ``proposed`` with what a person chose (canonical column → header, None for "none") put in its place.

    Raises InputError for a column that the kind does not have, or a header that the file does not have.
    """
    known = [column.name for column in kind.columns]
    mapping = dict(proposed)
    for column, header in chosen.items():
        if column not in known:
            raise InputError(
                "unknown_column",
                N_("There is no column “{column}”. Choose among: {known}."),
                column=column,
                known=", ".join(known),
            )
        mapping.pop(column, None)
        if header:
            place = _find(names, header)
            mapping = {name: at for name, at in mapping.items() if at != place or name in chosen}
            mapping[column] = place
    return mapping


def _find(names: Sequence[str], header: str) -> int:
    if header in names:
        return names.index(header)
    folded = [fold_header(name) for name in names]
    if fold_header(header) in folded:
        return folded.index(fold_header(header))
    raise InputError(
        "unknown_header",
        N_("The file has no column headed “{header}”. It has: {headers}."),
        header=header,
        headers=", ".join(names),
    )
