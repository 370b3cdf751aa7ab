"""What a file says of its bills beside what has a column of its own: every other column is kept under its own header.

Only numbers of identity and bank cards are not: nobody needs them to know a guest, and who reads the warehouse should not
have them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from segmentation.ingest.examination import REJECT_COLUMNS, Examination
from segmentation.ingest.meaning import TELLING_WORDS
from segmentation.ingest.stage import CELL_END
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.warehouse import Cursor, run

# canonical columns of which a bill holds what they say: as they are, or as a figure of its own
LANDED = (
    "date", "time", "bill_no", "customer_code", "phone", "email", "name", "first_name", "last_name", "amount", "tables", "covers",
    "cost", "manager", "room", "meal_period", "channel", "payment_method", "gross", "discount", "module", "region",
)
OF_LINES = ("product", "category", "quantity")  # held by the lines of a bill, where these name products

_SECRET = re.compile(
    r"身份证|证件号|护照|银行卡号|信用卡号|借记卡号|银行账号|"
    r"^(id|identity)(card)?(no|nr|number)$|^(passport|ssn|socialsecurity)(no|nr|number)?$|"
    r"^(bank|credit|debit)(card|account)(no|nr|number)?$|^pan$|^iban$"
)
_DIGITS = r"[1-9]\d{14,18}[\dXx]?"
_CELL_OF_DIGITS = f"(^|[{CELL_END}\\s]){_DIGITS}($|[{CELL_END}\\s])"
_MOST_SUSPECTS = 5000
_ALL_SUSPECTS = "create or replace temp view suspects as select kept from lines"
_LONG = 100_000  # lines, to search which once less is worth two statements
_MOST_GATHERED = 10_000  # the engine seeks more than these on one thread only
# what other statements ask of the kept cells: a check that was put on a room, a bill that was put on account
_TO_ROOM = (
    r"转房|挂房|转客房|挂客房|入房账|房账|房帐|签房|签到房|room (charge|post|bill|account)|"
    r"(charged?|post(ed)?|transfer(red)?|billed|signed) to (the )?(guest )?(room|folio)|(guest|room) folio"
)
_BESIDE = f"[^{CELL_END}]{{0,6}}"  # of the words in a cell under any header, in which they stand almost alone
METHODS_TO_ROOM = f"(?i){_TO_ROOM}|^to room$|^room$"
CELLS_TO_ROOM = f"(?i)(^|{CELL_END}){_BESIDE}({_TO_ROOM}){_BESIDE}($|{CELL_END})"
_ON_ACCOUNT = "挂账|挂帐|签单|签账|签帐|记账"
CELLS_ON_ACCOUNT = f"(^|{CELL_END}) *(已?({_ON_ACCOUNT})|on account) *({CELL_END}|$)"
_SHORTEST = 15  # characters: American Express; nothing shorter need be looked at
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def kept_columns(found: Examination) -> dict[str, int]:
    """Return header → place of the columns that are kept as they are, in the order of the file."""
    secrets = secret_columns(found)
    places = {place: header for header, place in _others(found).items() if header not in secrets}
    return {header: place for place, header in sorted(places.items())}


def secret_columns(found: Examination) -> list[str]:
    """Return the headers of the columns that are not kept, because they hold numbers of identity or bank cards."""
    sample = found.readable.sample
    return [
        header for header, place in _others(found).items()
        if header in found.secrets or is_secret(header, [row[place] for row in sample if place < len(row)])
    ]


def drop_secrets(found: Examination, cursor: Cursor) -> None:
    """Keep no column that turns out below the sample to hold numbers of identity or bank cards: blank, or one word, above.

    Most of its filled cells must be such numbers, as far as five thousand suspects tell. Note the headers in ``found.secrets``.
    """
    kept, sample = kept_columns(found), found.readable.sample
    found.is_gathered = False
    cursor.execute(_ALL_SUSPECTS)
    if found.readable.lines <= len(sample) or not any(_says_little([row[place] for row in sample]) for place in kept.values()):
        return
    _gather_suspects(found, cursor)
    bound = {"digits": _CELL_OF_DIGITS, "digits_only": _DIGITS, "cell_end": CELL_END}
    cells: dict[int, list[str]] = {}
    for place, cell in run(cursor, "stage/secret_cells", **bound, columns=len(kept)).fetchall():
        cells.setdefault(place, []).append(cell)
    places = []
    for place, texts in cells.items():
        [(filled,)] = run(cursor, "stage/filled_cells", cell_end=CELL_END, place=place).fetchall()
        if is_secret("", texts) and len(texts) * 2 > min(filled, _MOST_SUSPECTS):
            places.append(place)
    if places:
        found.secrets = tuple(header for number, header in enumerate(kept, 1) if number in places)
        left = [number for number in range(1, len(kept) + 1) if number not in places]
        run(cursor, "stage/drop_cells", cell_end=CELL_END, places=left, nothing=nothing_kept(found))
        found.is_gathered = False
        cursor.execute(_ALL_SUSPECTS)  # their cells stand at other places now


def _gather_suspects(found: Examination, cursor: Cursor) -> None:
    """Let ``suspects``, all lines so far, be those with a cell that may be secret or telling: a long file is searched once.

    Where too many are, they stay all lines. Telling cells are those of ``below.py``, and those that ``cells_may_say`` asks for.
    """
    if found.readable.lines < _LONG:
        return
    suspicious = f"(?i:{TELLING_WORDS})|{_CELL_OF_DIGITS}|{_ON_ACCOUNT}|on account|(?i:{_TO_ROOM})"
    run(cursor, "stage/make_gathered", suspicious=suspicious, most=_MOST_GATHERED)
    if cursor.execute("select count(*) from gathered").fetchall()[0][0] < _MOST_GATHERED:
        found.is_gathered = True
        cursor.execute("create or replace temp view suspects as select kept from gathered")


def cells_may_say(found: Examination, cursor: Cursor, words: str) -> bool:
    """Whether a kept cell of the staged lines may hold the words: CELLS_TO_ROOM or CELLS_ON_ACCOUNT."""
    asked = "select exists (select 1 from gathered where regexp_matches(kept, $words))"
    return not found.is_gathered or cursor.execute(asked, {"words": words}).fetchall()[0][0]


def _says_little(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) * 2 < len(cells) or len(set(filled)) < 2


def _others(found: Examination) -> dict[str, int]:
    landed = set(LANDED) | (set(OF_LINES) if "product" in found.mapping else set())
    taken = {place for name, place in found.mapping.items() if name in landed}
    return {
        header: place for place, header in enumerate(found.names[: found.readable.columns])
        if place not in taken and header not in REJECT_COLUMNS
    }


def is_secret(header: str, cells: Sequence[str]) -> bool:
    """Return whether a column holds numbers of identity or bank cards, by its header or by most of its values.

    >>> is_secret("身份证号", []), is_secret("备注", ["11010519491231002X"]), is_secret("付款卡", ["4111 1111 1111 1111"])
    (True, True, True)
    >>> is_secret("会员卡号", ["80001"]), is_secret("流水号", ["2026090100010001"]), is_secret("银行卡", ["招商银行"])
    (False, False, False)
    """
    if _SECRET.search(fold_header(header)):
        return True
    filled = sum(1 for cell in cells if cell.strip())
    long = [re.sub(r"[\s-]", "", cell) for cell in cells if len(cell) >= _SHORTEST]
    return len(long) * 2 > filled and sum(_is_identity(cell) or _is_bank_card(cell) for cell in long) * 2 > filled


def _is_identity(text: str) -> bool:
    """Whether a text is a Chinese identity number: its day of birth and its check digit are right."""
    if not re.fullmatch(r"[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx]", text):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text, strict=False))
    return "10X98765432"[total % 11] == text[-1].upper()


def _is_bank_card(text: str) -> bool:
    """Whether a text is the number of a bank card: it begins like one and its check digit is right."""
    if not re.fullmatch(r"(62\d{14,17}|4\d{15}|5[1-5]\d{14}|3[47]\d{13})", text):
        return False
    digits = [int(digit) for digit in reversed(text)]
    return sum(sum(divmod(digit * 2, 10)) if place % 2 else digit for place, digit in enumerate(digits)) % 10 == 0


def kept_cell(found: Examination) -> str:
    """Return the cell in which a line's other columns stand together; ``nothing_kept`` where all are blank."""
    places = list(kept_columns(found).values())
    if not places:
        return "null::varchar as kept"
    end = f"chr({ord(CELL_END)})"
    escaped = "_batch" in found.names  # our own rejects file: an apostrophe keeps a text from being run
    texts = [f"regexp_replace(c{place}, '^''([=+@-])', '\\1')" if escaped else f"c{place}" for place in places]
    cells = f", {end}, ".join(f"one_cell({text})" for text in texts)
    return f"concat({cells}) as kept"


def read_kept(found: Examination, header: str) -> str:
    """Return the expression for one kept cell of a line, by its header; null where it is blank."""
    place = list(kept_columns(found)).index(header) + 1
    return f"nullif(trim(split_part(kept, chr({ord(CELL_END)}), {place})), '')"


def nothing_kept(found: Examination) -> str:
    """Return what the other columns of a line come to where all are blank."""
    return CELL_END * (len(kept_columns(found)) - 1)


def tell_secrets(found: Examination) -> None:
    """Tell of the columns that are not kept."""
    if secrets := secret_columns(found):
        text = N_("Columns with numbers of identity or bank cards are not kept: {headers}.")
        found.notices.append(Notice("secret_columns", text, len(secrets), {"headers": ", ".join(secrets)}))


def land_kept(cursor: Cursor, found: Examination, key: Mapping[str, object]) -> None:
    """Write the other columns of the batch's bills; a bill that mended lines complete keeps what was said of it before."""
    headers = [re.sub("^'(?=[=+@-])", "", header) if "_batch" in found.names else header for header in kept_columns(found)]
    if found.mends is not None:
        run(cursor, "land/carry_cells", **{**found.stage.values, **key})
    if not headers:
        return
    run(cursor, "land/bill_headers", **key, headers=headers)
    name = "land/bill_cells" if found.stage.single else "land/cells_of_lines"
    run(cursor, name, **{**found.stage.values, **key})
