"""Which column of a file means what: by its header first, then by the look of its values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from segmentation.columns import DATE, DATE_COLUMN, KEY_COLUMNS, KINDS, MONEY, NUMBER, Column, fold_header
from segmentation.errors import InputError
from segmentation.i18n import N_
from segmentation.ingest.values import read_number, spell

# headers of money that is not what the guest paid
_OTHER_MONEY = re.compile(
    r"折|优惠|優惠|余额|餘額|税|积分|找零|服务费|押金|定金|预付|储值|抹零|免|tax|discount|balance|tip|points|deposit|fee"
)
_OTHER_DATE = re.compile(r"生日|出生|有效|到期|注册|註冊|入会|首次|最后|最近|birth|expir|register|signup|joined|first|last|due")
_ENOUGH = 0.5  # a mapped column must make sense in at least this share of its sampled cells
_CLEAR = 0.8  # a column without a telling header in at least this share


def unique_headers(headers: Sequence[str]) -> tuple[str, ...]:
    """Return the headers so that each names one column: a repeated one gets #2, #3, a blank one its place.

    >>> unique_headers(["日期", "金额", "金额", ""])
    ('日期', '金额', '金额#2', '#4')
    """
    seen: dict[str, int] = {}
    names = []
    for place, header in enumerate(headers, start=1):
        name = header.strip() or f"#{place}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return tuple(names)


def signature(headers: Sequence[str]) -> str:
    """Return what two files with the same columns share, whatever the blanks, case and width of the headers."""
    return "|".join(fold_header(header) for header in headers)


def _share(cells: Sequence[str], makes_sense) -> float:
    filled = [cell for cell in cells if cell.strip()]
    return sum(bool(makes_sense(cell)) for cell in filled) / len(filled) if filled else 0.0


def _is_day(cell: str) -> bool:
    spelling = spell(cell)
    return spelling.day is not None or any(spelling.read(order) for order in ("mdy", "dmy", "ymd"))


def _written_as_day(cell: str) -> bool:
    return not re.fullmatch(r"\d{5}(\.\d+)?", cell.strip()) and _is_day(cell)


def _is_number(cell: str) -> bool:
    return read_number(cell) is not None or read_number(cell, decimal_comma=True) is not None


def _is_phone(cell: str) -> bool:
    return bool(re.fullmatch(r"(\+?86)?1\d{10}(\.0)?", re.sub(r"[\s-]", "", cell)))


def _fits(column: Column, cells: Sequence[str]) -> bool:
    if not any(cell.strip() for cell in cells):
        return True
    if column.type == DATE:
        return _share(cells, _is_day) >= _ENOUGH or column.name == "birthday"
    if column.type in (MONEY, NUMBER):
        return _share(cells, _is_number) >= _ENOUGH
    return True


def propose_mapping(kind: str, headers: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return canonical column → place (from 0) for a file of ``kind``.

    A header counts when it equals a synonym after folding; the synonym that stands earlier wins, and
    the column on the left between equals. Dates and amounts must also look like it. What is missing
    is then looked for among headers that contain a synonym, at last among the values alone.
    """
    columns = KINDS[kind]
    cells = [[row[place] if place < len(row) else "" for row in sample] for place in range(len(headers))]
    folded = [fold_header(header) for header in headers]
    exact = sorted(
        (column.synonyms.index(name), place, rank, column.name)
        for rank, column in enumerate(columns)
        for place, name in enumerate(folded)
        if name in column.synonyms and _fits(column, cells[place])
    )
    mapping: dict[str, int] = {}
    for _, place, _, name in exact:
        if name not in mapping and place not in mapping.values():
            mapping[name] = place
    if kind == "bills":
        _complete_bills(mapping, columns, folded, cells)
    elif "phone" not in mapping:
        _by_values(mapping, "phone", cells, _is_phone)
    return mapping


def _complete_bills(
    mapping: dict[str, int], columns: Sequence[Column], folded: Sequence[str], cells: Sequence[Sequence[str]]
) -> None:
    if "product" in mapping and "category" not in mapping and folded[mapping.get("module", 0)] in ("分类", "类别"):
        mapping["category"] = mapping.pop("module")
    if "amount" not in mapping and "unit_price" in mapping and "quantity" not in mapping:
        mapping["amount"] = mapping.pop("unit_price")
    by_name = {column.name: column for column in columns}
    priced = {"quantity", "unit_price"} <= mapping.keys()
    for name, others in (("date", _OTHER_DATE), ("amount", _OTHER_MONEY)):
        if name not in mapping and not (name == "amount" and priced):
            _by_part_of_header(mapping, by_name[name], folded, cells, others)
    if "date" not in mapping:
        _by_values(mapping, "date", cells, _written_as_day, folded, _OTHER_DATE)
    if "phone" not in mapping:
        _by_values(mapping, "phone", cells, _is_phone)
    if "amount" not in mapping and not priced:
        _by_values(
            mapping,
            "amount",
            cells,
            lambda cell: _is_number(cell) and not _is_day(cell) and not _is_phone(cell),
            folded,
            _OTHER_MONEY,
        )
    for name in ("date", "amount"):  # a header that says so plainly, whatever stands below it: the rejects will tell
        said = [place for place, header in enumerate(folded) if header in by_name[name].synonyms]
        free = [place for place in said if place not in mapping.values()]
        if name not in mapping and free and not (name == "amount" and priced):
            mapping[name] = free[0]
    for name in ("name", "customer_code"):
        if not mapping.keys() & set(KEY_COLUMNS):
            _by_part_of_header(mapping, by_name[name], folded, cells, re.compile(r"经理|人数|类|数|manager|type|class|count"))


def _by_part_of_header(mapping, column: Column, folded, cells, others: re.Pattern[str]) -> None:
    found = [
        (-len(synonym), place)
        for place, name in enumerate(folded)
        if place not in mapping.values() and not others.search(name) and _fits(column, cells[place])
        for synonym in column.synonyms
        if len(synonym.encode()) >= 5 and synonym in name
    ]
    if found:
        mapping[column.name] = min(found)[1]


def _by_values(mapping, name: str, cells, makes_sense, folded: Sequence[str] = (), others: re.Pattern[str] | None = None) -> None:
    fitting = [
        place
        for place, column in enumerate(cells)
        if place not in mapping.values()
        and _share(column, makes_sense) >= _CLEAR
        and not (others and others.search(folded[place]))
    ]
    if len(fitting) > 1 and name == "amount":  # only money carries cents; several plain numbers are a guess too many
        fitting = [place for place in fitting if any("." in cell for cell in cells[place])]
    if len(fitting) == 1:
        mapping[name] = fitting[0]


def propose_kind(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> str:
    """Return "bills" for a file with a day and an amount, else "customers" where it has a customer and no amount."""
    bills = propose_mapping("bills", headers, sample)
    customers = propose_mapping("customers", headers, sample)
    is_bills = "date" in bills and ("amount" in bills or {"quantity", "unit_price"} <= bills.keys())
    if not is_bills and customers.keys() & set(KEY_COLUMNS) and not bills.keys() & {"bill_no", "date", "amount", "product"}:
        return "customers"
    if is_bills and "bill_no" not in bills and customers.keys() & {"birthday", "potential", "note"}:
        named_day = fold_header(headers[bills["date"]]) in DATE_COLUMN.synonyms
        return "bills" if named_day else "customers"
    return "bills"


def apply_choices(
    kind: str, names: Sequence[str], proposed: Mapping[str, int], chosen: Mapping[str, str | None]
) -> dict[str, int]:
    """Return ``proposed`` with what a person chose (canonical column → header, None for "none") put in its place.

    Raises InputError for a column that the kind does not have, or a header that the file does not have.
    """
    known = [column.name for column in KINDS[kind]]
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


def check_mapping(kind: str, mapping: Mapping[str, int], names: Sequence[str], walk_ins_only: bool) -> None:
    """Raise InputError, with what to do, where a file of ``kind`` lacks a column that it needs."""
    headers = ", ".join(names)
    has_customer = bool(mapping.keys() & set(KEY_COLUMNS))
    if kind == "customers":
        if not has_customer:
            raise InputError(
                "no_customer_column",
                N_("No column with a customer code, phone or name was found. Say which column it is. The file has: {headers}."),
                headers=headers,
            )
        return
    if "date" not in mapping:
        raise InputError(
            "no_date_column",
            N_("No column with the date of the bills was found. Say which column it is. The file has: {headers}."),
            headers=headers,
        )
    if "amount" not in mapping and not {"quantity", "unit_price"} <= mapping.keys():
        raise InputError(
            "no_amount_column",
            N_(
                "No column with the amount was found (nor quantity and unit price). Say which column it is. "
                "The file has: {headers}."
            ),
            headers=headers,
        )
    if not has_customer and not walk_ins_only:
        raise InputError(
            "no_customer_column_in_bills",
            N_(
                "The bills name no customer: no column with a customer code, phone or name was found. Say which column it is, "
                "or say that these are walk-in bills only. The file has: {headers}."
            ),
            headers=headers,
        )
