"""Tills and shifts that number their bills each for itself: 0001 of the one and 0001 of the other are two bills."""

from __future__ import annotations

import re

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.kept import kept_columns
from segmentation.ingest.kinds.bills.numbers import are_short
from segmentation.ingest.kinds.bills.outlets import is_outlet
from segmentation.ingest.questions import Question
from segmentation.ingest.readers.sheets import SHEET_STEP
from segmentation.ingest.stage import CELL_END
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.warehouse import Cursor, fetch

_TILL = re.compile(
    r"^(收银台|收银机|收款机|收款台|款台|机台|终端|工作站|pos机?|前台)?(机号|台号|编号|号码|号|名称)?$|"
    r"^(pos|till|register|cash(register|desk|point)|terminal|workstation|station|kasse)(no|nr|number|id|name)?$"
)
_SHIFT = re.compile(r"^(营业|收银|交接|当班)?班(次|别|组|段)?(名称|号)?$|^(work)?shift(no|number|name)?$")
_NO_TILL = {"", "号", "号码", "编号", "名称", "台号"}
_MOST_TILLS = 30
_MOST_SHIFTS = 6
_MOSTLY = 0.9  # beside a few refunds with numbers of their own
_APART = 120  # minutes


def find_till(found: Examination, cursor: Cursor) -> tuple[int, int] | None:
    """Return the place of the column that names the till, where a bill is known by it together with its number, and how many
    tills there are; else None.

    So it is where numbers of one day stand at several tills and say another time or another customer there. Short numbers
    (0001) belong to their till in any case, for the file of the next one has them too, unless a bill goes over several tills.
    """
    if "bill_no" not in found.mapping or {"till"} & {*found.mapping, *found.choices.mapping}:
        return None
    for number, (header, place) in enumerate(kept_columns(found).items(), 1):
        if fold_header(header) in _NO_TILL or not _TILL.search(fold_header(header)):
            continue
        told = fetch(cursor, "stage/tills", cell_end=CELL_END, place=number, of_items="product" in found.mapping).to_pylist()[0]
        if not 0 < told["tills"] <= _MOST_TILLS or told["unsaid"]:
            continue
        if told["different"] * 2 >= told["shared"] if told["shared"] else are_short(found):
            return place, told["tills"]
    return _find_shift(found, cursor)


def _find_shift(found: Examination, cursor: Cursor) -> tuple[int, int] | None:
    """Return the place of the column that names the shift (早班, 晚班), where each begins at 1 again, and how many; else None.

    So it is where most short numbers of the smallest shift stand at another on the same day, for other customers or amounts.
    """
    if found.choices.same_numbers is not None or "original_no" in found.mapping or not are_short(found, _MOSTLY):
        return None
    kept = enumerate(kept_columns(found).items(), 1)
    places = {place: at for at, (header, place) in kept if _SHIFT.search(fold_header(header))}
    if "meal_period" in found.mapping and found.mapping["meal_period"] != found.mapping.get("date"):
        places = {found.mapping["meal_period"]: 0, **places}
    for place, at in places.items():
        told = fetch(cursor, "stage/shifts", cell_end=CELL_END, place=at).to_pylist()[0]
        if told["unsaid"] or not 1 < told["shifts"] <= _MOST_SHIFTS or told["shared"] * 2 < told["smallest"]:
            continue
        if told["shared"] and told["different"] * 2 >= told["shared"]:
            return place, told["shifts"]
    return None


def count_numbers_of_day(found: Examination, cursor: Cursor) -> int:
    """Return how many short numbers stand for several bills of one day, hours or tables apart; 0 unless most that repeat do."""
    if "bill_no" not in found.mapping or found.mapping.keys() & {"product", "till", "original_no"} or not are_short(found):
        return 0
    told = fetch(cursor, "stage/numbers_twice", minutes=_APART).to_pylist()[0]
    return told["different"] if told["different"] * 2 >= told["shared"] else 0


def ask_numbers_of_day(found: Examination, count: int) -> None:
    """Ask whether numbers that stand twice on one day are those of several bills: a till or a shift that begins at 1 again."""
    if any(question.code == "numbers_of_day" for question in found.questions):
        return
    found.questions.append(
        Question(
            "numbers_of_day",
            N_(
                "{count} bill numbers stand for bills of one day that lie hours apart, at several tables or of several "
                "customers. Are they other bills, because each till or shift begins at 1 again, or the same? As other bills, the "
                "time of day (else table, else customer) becomes part of the number (in the shell: --same-numbers=other or "
                "--same-numbers=same)."
            ),
            {"count": count}, "same_numbers", ("other", "same"), found.choices.same_numbers,
        )
    )


def take_sheets(found: Examination, cursor: Cursor) -> None:
    """Let the sheet be part of the number where each sheet (an outlet, a till) numbers its bills from 1 on, and tell.

    So it is where most numbers of a day that two sheets have are of other customers, tables, times or amounts there. Sheets of
    items, refunds and payments of one bill are not parted.
    """
    parts = found.readable.parts
    if len(parts) < 2 or "bill_no" not in found.mapping or found.mapping.keys() & {"product", "till", "original_no"}:
        return
    told = fetch(cursor, "stage/numbers_of_sheets", are_short=are_short(found)).to_pylist()[0]
    if not told["shared"] or told["different"] * 2 < told["shared"]:
        return
    names = [part.sheet for part in parts]
    apart = f"select * replace ($sheets[1 + line_no // {SHEET_STEP}] || '-' || bill_no as bill_no) from lines"
    cursor.execute(f"create or replace temp table lines_of_sheets as {apart}", {"sheets": names})
    cursor.execute("create or replace temp view lines as select * from lines_of_sheets")
    text = N_(
        "Each sheet numbers its bills for itself ({count} numbers of one day stand in several): a bill is known by its sheet "
        "together with its number, such as {example}."
    )
    number = next(filter(None, (row[found.mapping["bill_no"]].strip() for row in found.readable.sample)), "")
    found.notices.append(Notice("numbers_of_sheets", text, told["shared"], {"example": f"{names[0]}-{number}"}))


def tell_till(found: Examination, count: int) -> None:
    """Tell that the till is part of the number of a bill, one of so many (0: nobody has counted them)."""
    if "till" in found.mapping:
        tills = {row[found.mapping["till"]].strip() for row in found.readable.sample} - {""}
        text = N_(
            "Each till numbers its bills for itself: a bill is known by its till (column “{header}”) together with its number, "
            "such as {example}."
        )
        numbers = (row[found.mapping["bill_no"]].strip() for row in found.readable.sample)
        example = f"{min(tills, default='')}-{next(filter(None, numbers), '')}"
        values = {"header": found.mapped_headers()["till"], "example": example}
        if found.mapping["till"] == found.mapping.get("meal_period") or _SHIFT.search(fold_header(values["header"])):
            text = N_(
                "Each shift numbers its bills for itself: a bill is known by its shift (column “{header}”) together with its "
                "number, such as {example}."
            )
        elif is_outlet(values["header"]):
            text = N_(
                "Each outlet numbers its bills for itself: a bill is known by its outlet (column “{header}”) together with its "
                "number, such as {example}."
            )
        elif count == 1:  # the file of the next till may have the same numbers
            text = N_(
                "All bills are of one till (column “{header}”). Their numbers are short, as the next till has them too: a bill "
                "is known by its till together with its number, such as {example}."
            )
        found.notices.append(Notice("number_of_till" if count == 1 else "numbers_of_tills", text, count or len(tills), values))
