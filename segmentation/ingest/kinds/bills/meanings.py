"""What the lines of a file of bills mean: every value counted over all lines, each with what it is taken to mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.guess import says_stored
from segmentation.ingest.kinds.bills.invoices import are_due, have_their_reds, is_of_invoices
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.ingest.kinds.bills.on_account import ACCOUNT_METHOD
from segmentation.ingest.kinds.bills.top_ups_elsewhere import ask_several_stored
from segmentation.ingest.kinds.bills.whole import stands_beside_paid
from segmentation.ingest.looks import is_number, share_of
from segmentation.ingest.mapping import fold_table
from segmentation.ingest.meaning import (
    ASK,
    CREDITS,
    DEBITS,
    DIRECTION,
    EXPENSE,
    FREE,
    FREE_METHODS,
    HOUSE,
    ITEM,
    KIND,
    MARK_END,
    MOST_VALUES,
    NOTHING,
    ORIGINAL,
    PAID_ON,
    PAID_ONTO_ACCOUNT,
    PART,
    PAYS,
    REFUND,
    REFUND_STATE,
    REMARK,
    REPAYMENT,
    RETURNED,
    SALE,
    STATE,
    STORED_ITEM,
    TOP_UP,
    TOP_UP_BACK,
    UNDONE,
    UNPAID,
    VOID,
    Mark,
    MarkColumn,
    combine,
    has_ways,
    is_owed,
    is_partly_paid,
    is_reversed,
    is_under_way,
    names_deposit,
    names_payment,
    names_way,
    plain_value,
    read_refund,
    read_value,
    role_of,
    tells,
)
from segmentation.ingest.questions import TOO
from segmentation.ingest.stage import keep_spellings
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import N_
from segmentation.language.text import clean, fold_header, list_texts
from segmentation.language.values import CENT, read_number, yuan
from segmentation.warehouse import fetch

Row = Mapping[str, Any]  # of stage/marks: the values of lines that carry the same ones, and what these lines come to
_SHOWN = {NOTHING: SALE, UNDONE: SALE, RETURNED: VOID, PART: VOID}
_TAKES_BACK = re.compile(r"void|revers|cancel|refund|作废|冲销|红冲|冲红|冲正|撤销|撤单|反结|退", re.IGNORECASE)
_NUMBERS = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_-]*\d|\d")  # of bills, in a text
_SETTLES = {"payment", "receive payment", "customer payment", "payment received"}
_OF_BALANCE = {"balanceimpact", "auswirkungaufguthaben"}  # of the house's own account
_UNSURE = (REFUND, RETURNED)  # said by a state: the line of a refund, or a sale whose money went back


@dataclass(frozen=True)
class _Column:
    """A column that decides, with the lines and the money of each of its values."""

    mark: MarkColumn
    place: int  # among the values of a line
    worth: Mapping[str, tuple[int, Decimal]]


def take_meanings(found: Examination, stage: BillStage) -> tuple[dict[str, int], dict[str, str]]:
    """Keep as ``marked`` what the values of each line mean together, and as ``found.marks`` what each value is worth.

    Return the place of each column among the values of a line, and what these mean together.

    Raises InputError where a person speaks of a column or a value that the file does not have.
    """
    rows = stage.rows("stage/marks") if found.mark_columns else []
    rows = _parted(rows, len(found.mark_columns))
    columns = [_Column(mark, place, _worth(rows, place)) for place, mark in enumerate(found.mark_columns)]
    chosen = _chosen(found, columns)
    columns = [
        column
        for column in columns
        if (len(column.worth) <= MOST_VALUES or column.mark.header in chosen or column.mark.role == HOUSE)
        and not (column.mark.role == STATE and set(column.worth) == {""})  # nobody has filled it
        and not (column.mark.role in (ITEM, FREE, ORIGINAL, REMARK) and set(column.worth) == {""})
        and (
            column.mark.role != KIND or column.mark.header in chosen or tells({*column.worth} - {""}, KIND)
            or any(_pays(column, value, rows) for value in column.worth)
        )
        and not (column.mark.role == PAYS and set(column.worth) == {""})
        and not (column.mark.role == HOUSE and len(column.worth) < 2)
        and not (column.mark.role == PAID_ON and "" not in column.worth)
    ]
    refunds = _texts_of_refunds(stage, rows, columns, chosen)
    said = {
        (column.place, value): _taken(chosen[column.mark.header][plain_value(value)], column, value, rows, refunds)
        if plain_value(value) in chosen.get(column.mark.header, {})
        else _read(found, stage, column, value, rows, refunds, columns)
        for column in columns
        for value in column.worth
    }
    _leave_to_kinds(columns, rows, said, chosen)
    _take_back_named(found, stage, columns, rows, said)
    roles = [column.mark.role for column in columns]
    meant = {row["text"]: combine(roles, [said[column.place, row["parts"][column.place]] for column in columns]) for row in rows}
    _spend_what_goes_out(roles, rows, columns, said, meant)
    if not {*meant.values()} <= {None, SALE}:  # else all stays as it is judged already: where nothing is said, it is a sale
        keep_spellings(stage.cursor, "marked", pa.string(), meant)
    rows = _add_stored(rows, meant)
    columns = [replace(column, worth=_worth(rows, column.place)) for column in columns]
    _ask_stored(found)
    _turn_sales(found, stage, rows, meant)
    open_rows = [row for row in rows if meant[row["text"]] == ASK]
    found.unknown = _worth_of(open_rows)
    found.mark_columns = tuple(column.mark for column in columns)
    found.marks = tuple(
        Mark(
            column.mark.header, value, lines, amount.quantize(CENT), _effect(column, value, said, meant, rows),
            plain_value(value) in chosen.get(column.mark.header, {}), _hanging(column, value, open_rows),
        )
        for column in columns
        for value, (lines, amount) in sorted(column.worth.items(), key=lambda item: (-item[1][0], item[0]))
    )
    return {column.mark.header: column.place for column in columns}, meant


def count_meanings_once(found: Examination, stage: BillStage, places: Mapping[str, int], meant: Mapping[str, str]) -> None:
    """Weigh the values anew where the total of a bill stands on each of its rows: each is worth what is counted of it.

    ``places`` says where each column stands among the values of a line, ``meant`` what these mean together.
    """
    if not stage.counted_once or not found.marks:
        return
    rows = _add_stored(_parted(stage.rows("stage/marks_once"), max(places.values()) + 1), meant)
    open_rows = [row for row in rows if meant[row["text"]] == ASK]
    columns = {mark.header: _Column(mark, places[mark.header], _worth(rows, places[mark.header])) for mark in found.mark_columns}
    found.unknown = _worth_of(open_rows)
    found.marks = tuple(
        replace(
            mark, amount=columns[mark.header].worth[mark.value][1].quantize(CENT),
            hanging=_hanging(columns[mark.header], mark.value, open_rows),
        )
        for mark in found.marks
    )


def _parted(rows: Sequence[Row], columns: int) -> list[Row]:
    """Return the rows with the values of their lines, one a column; of a line that says nothing all are blank."""
    parts = [[clean(part) for part in row["text"].split(MARK_END)] for row in rows]
    return [{**row, "parts": [*own, *[""] * (columns - len(own))]} for row, own in zip(rows, parts, strict=True)]


def _add_stored(rows: Sequence[Row], meant: Mapping[str, str]) -> list[Row]:
    """Return the rows, top-ups with what was put on cards; so are rows that may be such, where nothing was due."""
    top_ups = {text for text, meaning in meant.items() if meaning in (TOP_UP, TOP_UP_BACK)}
    moved = top_ups | {row["text"] for row in rows if meant[row["text"]] == ASK and not row["due"]}
    return [{**row, "amount": (row["amount"] or 0) + row["stored"]} if row["text"] in moved else row for row in rows]


def _worth_of(rows: Sequence[Row]) -> tuple[int, Decimal]:
    """Return how many rows there are, and their money: what is due where nothing was paid yet."""
    money = sum(((row["amount"] or 0) + row["due"] for row in rows), Decimal(0))
    return sum(row["lines"] for row in rows), money.quantize(CENT)


def _leave_to_kinds(
    columns: Sequence[_Column], rows: Sequence[Row], said: dict[tuple[int, str], str | None], chosen: Mapping[str, Any]
) -> None:
    """Ask of no value under a header that names no kind (卡项, 备注) where that of each of its rows is said, or asked there."""
    kinds = [
        column for column in columns
        if column.mark.role == KIND and (role_of(column.mark.header) == KIND or has_ways(column.worth))
    ]
    for column in columns:
        if column.mark.role != KIND or column in kinds or column.mark.header in chosen:
            continue
        for value in column.worth:
            own = [row["parts"] for row in rows if row["parts"][column.place] == value]
            if said[column.place, value] is None and all(
                any(said[kind.place, parts[kind.place]] != NOTHING for kind in kinds) for parts in own
            ):
                said[column.place, value] = NOTHING


def _take_back_named(
    found: Examination, stage: BillStage, columns: Sequence[_Column], rows: Sequence[Row],
    said: dict[tuple[int, str], str | None],
) -> None:
    """Let rows below zero that name the bill which they take back (VOID of 10240) be its refund, and tell.

    So it is where a person calls them void, too: the bill stands in the file, and without its reversal it would count.
    """
    named: dict[tuple[int, str], str] = {}
    for column in columns:
        for value, (_, amount) in column.worth.items():
            if said[column.place, value] not in (None, VOID) or not _TAKES_BACK.search(value) or amount >= 0:
                continue
            if not any(row["above"] for row in rows if row["parts"][column.place] == value):
                numbers = _NUMBERS.findall(value)
                named |= {(column.place, value): numbers[-1]} if numbers else {}
    if not named:
        return
    told = "select bill_no, sum(amount) from lines where list_contains($numbers, bill_no) and not is_total group by bill_no"
    sums = dict(stage.cursor.execute(told, {"numbers": sorted(set(named.values()))}).fetchall())
    places = {column.place: column for column in columns}
    sure = {key: number for key, number in named.items() if sums.get(number) == -places[key[0]].worth[key[1]][1]}
    if sure:
        said |= dict.fromkeys(sure, REFUND)
        amount = sum((places[place].worth[value][1] for place, value in sure), Decimal(0)).quantize(CENT)
        text = N_("{count} rows ({amount}) take back the bill that they name ({example}); they count as its refund.")
        values = {"amount": yuan(amount), "example": min(sure)[1]}
        lines = sum(places[place].worth[value][0] for place, value in sure)
        found.notices.append(Notice("named_reversals", text, lines, values))


def _turn_sales(found: Examination, stage: BillStage, rows: Sequence[Row], meant: Mapping[str, str]) -> None:
    """Where a file moves the balance of cards, top-ups above zero and sales below, take the sales for what was spent."""
    sales = [row for row in rows if meant[row["text"]] == SALE]
    top_ups = [row for row in rows if meant[row["text"]] == TOP_UP]
    below = sum(row["amount"] or 0 for row in sales)
    of_cards = "refund" not in found.mapping and not stage.values["is_ledger"]  # what moves balances says so by its sign alone
    if of_cards and below < 0 < sum(row["amount"] or 0 for row in top_ups) and not any(row["above"] for row in sales):
        stage.values["sales_below"] = True
        text = N_("{count} sales stand below zero, as what they take off a card; they count as what was spent.")
        found.notices.append(Notice("sales_below", text, sum(row["lines"] for row in sales)))


def _ask_stored(found: Examination) -> None:
    """Ask where several columns say how much a top-up brought, and not the same."""
    places = [place for place, name in enumerate(found.names) if says_stored(fold_header(name))]
    places = [place for place in places if place not in found.mapping.values() or place == found.mapping.get("stored")]
    if "stored" not in found.mapping or "amount" not in found.mapping or len(places) < 2:
        return
    empty = [row for row in found.readable.sample if not read_number(row[found.mapping["amount"]])]
    told = [[read_number(row[place]) or 0 for place in places] for row in empty]
    if not any(len(set(numbers)) > 1 and max(numbers) > 0 for numbers in told):
        return
    ask_several_stored(found, [found.names[place] for place in places])


def _worth(rows: Sequence[Row], place: int) -> dict[str, tuple[int, Decimal]]:
    worth: dict[str, tuple[int, Decimal]] = {}
    for row in rows:
        value = row["parts"][place]
        lines, amount = worth.get(value, (0, Decimal(0)))
        worth[value] = (lines + row["lines"], amount + (row["amount"] or 0))
    return worth


def _read(
    found: Examination, stage: BillStage, column: _Column, value: str, rows: Sequence[Row], refunds: set[str],
    columns: Sequence[_Column],
) -> str | None:
    """Return what a value says; whether a state speaks of a refund's own line is told by amounts and numbers."""
    told = read_value(column.mark.role, value)
    if column.mark.role in (ITEM, KIND, PAYS) and _pays(column, value, rows):
        if stage.values["own_address"] is None:
            return REPAYMENT
        return EXPENSE if told in (None, NOTHING, SALE) else told  # of a payment firm: the house paid it to others
    if column.mark.role == ITEM and told == TOP_UP and re.search(PAID_ONTO_ACCOUNT, value):
        return _paid_onto_account(stage)
    if column.mark.role == ITEM and names_deposit(value):
        return NOTHING if _is_said_elsewhere(column, value, rows, columns) else None
    if column.mark.role == ITEM and names_payment(value) and not re.search(STORED_ITEM, value, re.IGNORECASE):
        return NOTHING  # a dish of that name, or an item that was paid
    above = any(row["above"] for row in rows if row["parts"][column.place] == value)
    if stage.values["is_ledger"] and told in (TOP_UP, REFUND, RETURNED) and column.worth[value][1] < 0 and not above:
        return TOP_UP_BACK  # off the card, and nothing was bought for it
    if column.mark.role == REFUND_STATE and "original_no" in found.mapping:
        return read_refund(value)
    if column.mark.role == STATE and is_reversed(value) and is_of_invoices(found):  # what is there counts against it
        return SALE if have_their_reds(stage, [row["text"] for row in rows if row["parts"][column.place] == value]) else None
    if column.mark.role == STATE and is_owed(value) and are_due(found):
        return None  # issued, and on account: it is earned, which a draft is not, but a person says so
    if column.mark.role == STATE and is_partly_paid(value):  # what is owed is earned, where a column says what is paid
        return SALE if _says_what_is_paid(found) else None
    if column.mark.role == ORIGINAL and (
        "" not in column.worth
        or fold_header(column.mark.header).startswith("parent")  # of an order that was split as well
        or not any(row["above"] for row in rows if row["parts"][column.place] == value)
    ):
        return NOTHING  # each line names another, as each has an order; or they are below zero, and so refunds anyway
    if column.mark.role == PAID_ON and not above:
        return NOTHING  # a refund, or nothing was to be paid
    if column.mark.role in (FREE, REMARK) and told is None and not column.worth[value][1]:
        return NOTHING  # it stands with nothing to be paid
    if column.mark.role == REMARK and told is None and not above:
        return NOTHING  # its amount is below zero, and so a refund anyway
    if column.mark.role == DIRECTION and plain_value(value) in CREDITS | DEBITS:
        comes_in = _tells_credits(column, rows, columns)
        return None if comes_in is None else SALE if comes_in == (plain_value(value) in CREDITS) else EXPENSE
    if column.mark.role == KIND and plain_value(value) == "付款":  # what guests paid; beside 收款, what was paid to others
        others = {*map(plain_value, column.worth)}
        return SALE if "退款" in others and "收款" not in others else told
    if column.mark.role == KIND and plain_value(value) in _SETTLES and column.worth[value][1] < 0 and any(
        "invoice" in plain_value(other) for other in column.worth
    ):
        return VOID  # it settles invoices that stand here too
    if column.mark.role == KIND and told is None and has_ways(column.worth):
        free = re.search(FREE_METHODS, value, re.IGNORECASE)
        return SALE if names_way(value) or (free and not column.worth[value][1]) else None
    if column.mark.role == STATE and plain_value(value) == "closed" and "success" in map(plain_value, column.worth):
        return VOID  # an order that was never paid; of a till it is a bill that was settled
    if column.mark.role in (STATE, KIND) and _takes_back(column, value):
        own = {row["text"] for row in rows if row["parts"][column.place] == value}
        void_too = any(read_value(column.mark.role, other) == VOID and money > 0 for other, (_, money) in column.worth.items())
        return REFUND if own <= refunds and not void_too else told
    if told in _UNSURE and _is_unsure(column, value):
        own = {row["text"] for row in rows if row["parts"][column.place] == value}
        if own <= refunds:
            return REFUND
        return RETURNED if told == RETURNED else None
    return told


def _is_said_elsewhere(column: _Column, value: str, rows: Sequence[Row], columns: Sequence[_Column]) -> bool:
    """Whether each row of a deposit comes to nothing, or a column of kinds, or one of items before this, calls it so as well."""
    others = [
        other.place for other in columns
        if other.mark.role == KIND or (other.mark.role == ITEM and other.place < column.place)
    ]
    return all(
        not row["amount"] or any(names_deposit(row["parts"][place]) for place in others)
        for row in rows if row["parts"][column.place] == value
    )


def _paid_onto_account(stage: BillStage) -> str | None:
    """Return what payments onto accounts are: stored where their customers used them later, owed where before; None unsure."""
    if "payment_method" not in stage.mapping:
        return None
    words = {"paid_onto": PAID_ONTO_ACCOUNT, "account": rf"(?i){ACCOUNT_METHOD}"}
    told = fetch(stage.cursor, "stage/account_moves", **stage.values, **words).to_pylist()[0]
    if bool(told["before_use"]) == bool(told["after_use"]):
        return None
    return TOP_UP if told["before_use"] else REPAYMENT


def _taken(meaning: str, column: _Column, value: str, rows: Sequence[Row], refunds: set[str]) -> str:
    """Return what a person said of a value; where an order's state says refund and no other line sold it, it went back itself."""
    if meaning != REFUND or column.mark.role not in (STATE, REFUND_STATE) or column.worth[value][1] <= 0:
        return meaning
    own = {row["text"] for row in rows if row["parts"][column.place] == value}
    return meaning if own <= refunds else RETURNED


def _pays(column: _Column, value: str, rows: Sequence[Row]) -> bool:
    """Whether a value says that somebody paid what he owed, on rows that are all below zero: charges stand beside them."""
    above = any(row["above"] for row in rows if row["parts"][column.place] == value)
    return column.worth[value][1] < 0 and not above and names_payment(value)


def _says_what_is_paid(found: Examination) -> bool:
    """Whether the amount is what bills came to, and another column of money says what was paid of it, or is owed."""
    folded, cells = fold_table(found.names, found.readable.sample)
    amount = found.mapping.get("amount")
    others = [header for place, header in enumerate(folded) if place != amount and share_of(cells[place], is_number) == 1]
    return amount is not None and stands_beside_paid(folded[amount], others)


def _spend_what_goes_out(
    roles: Sequence[str], rows: Sequence[Mapping[str, Any]], columns: Sequence[_Column],
    said: Mapping[tuple[int, str], str | None], meant: dict[str, str],
) -> None:
    """Take what goes out (支出) for expenses where sales come in (收入): on a member's card both would be the other way round."""
    if DIRECTION not in roles:
        return
    place = columns[roles.index(DIRECTION)].place
    ways = {row["text"]: said[place, row["parts"][place]] for row in rows}
    sold = {ways[text] for text, meaning in meant.items() if meaning == SALE}
    if {SALE, EXPENSE} <= sold:
        meant |= {text: EXPENSE for text, meaning in meant.items() if meaning == SALE and ways[text] == EXPENSE}


def tell_partly_paid(found: Examination) -> None:
    """Tell of rows that are paid in part and count whole."""
    partly = [mark for mark in found.marks if mark.meaning == SALE and not mark.chosen and is_partly_paid(mark.value)]
    if partly:
        text = N_("{count} rows are paid in part; they count with what they came to, {amount}, for what is owed is earned too.")
        amount = sum(mark.amount for mark in partly)
        found.notices.append(Notice("partly_paid", text, sum(mark.lines for mark in partly), {"amount": f"¥{amount:,.2f}"}))


def tell_refunds_under_way(found: Examination, stage: BillStage, places: Mapping[str, int], meant: Mapping[str, str]) -> None:
    """Tell of sales whose refund was asked for and has not come: they count as long as nobody says that the money went back.

    ``places`` says where each column stands among the values of a line, ``meant`` what these mean together.
    """
    waiting = [
        mark for mark in found.marks
        if not mark.chosen and is_under_way(mark.value)
        and any(column.role == REFUND_STATE for column in found.mark_columns if column.header == mark.header)
    ]
    if not waiting:
        return
    said = [(places[mark.header], mark.value) for mark in waiting]
    lines, amount = _worth_of([
        row for row in _parted(stage.rows("stage/marks_once" if stage.counted_once else "stage/marks"), len(found.mark_columns))
        if meant[row["text"]] == UNDONE and any(row["parts"][place] == value for place, value in said)
    ])
    text = N_(
        "{count} rows ({amount}) have a refund under way ({column}: {value}); they count as sales as long as the money has not "
        "gone back. Where it has, say that they are void (in the shell: --mean \"{column}:{value}=void\")."
    )
    if lines:
        values = {"amount": yuan(amount), "column": waiting[0].header, "value": waiting[0].value}
        found.notices.append(Notice("refunds_under_way", text, lines, values))


def _is_unsure(column: _Column, value: str) -> bool:
    """Whether a word for money that went back may stand on the sale itself: a state, a kind that says so or a reopened bill."""
    if column.mark.role == KIND:
        return "反结" in value or read_value(KIND, value) == RETURNED
    return column.mark.role == STATE


def _takes_back(column: _Column, value: str) -> bool:
    """Whether a word for what is void stands on lines below zero: they may take back the lines of sales beside them."""
    return column.worth.get(value, (0, 0))[1] < 0 and read_value(column.mark.role, value) == VOID


def _tells_credits(column: _Column, rows: Sequence[Row], columns: Sequence[_Column]) -> bool | None:
    """Return whether credits are money that came in: by the header, by the signs of amounts; None where nothing tells.

    Beside a column that says what kind a line is, the direction is not asked: the kind is surer.
    """
    if fold_header(column.mark.header) in _OF_BALANCE or any(other.mark.role == KIND for other in columns):
        return True
    said = [(plain_value(row["parts"][column.place]), row["above"]) for row in rows]
    credits, debits = (sum(above for word, above in said if word in words) for words in (CREDITS, DEBITS))
    both = all(any(word in words for word, _ in said) for words in (CREDITS, DEBITS))
    return credits > 0 if both and (credits > 0) != (debits > 0) else None


def _texts_of_refunds(
    stage: BillStage, rows: Sequence[Row], columns: Sequence[_Column], chosen: Mapping[str, Mapping[str, str]]
) -> set[str]:
    """Return the texts whose lines are refunds of their own: no amount above zero, or the number of a sale beside them."""
    unsure = {
        row["text"]
        for row in rows
        for column in columns
        for value in [row["parts"][column.place]]
        if (_is_unsure(column, value) and read_value(column.mark.role, value) in _UNSURE)
        or (column.mark.role in (STATE, KIND) and _takes_back(column, value))
        or chosen.get(column.mark.header, {}).get(plain_value(value)) == REFUND
    }
    if not unsure:
        return set()
    beside = {row["text"] for row in stage.rows("stage/marks_beside") if row["beside"] * 2 > row["lines"]}
    below = {row["text"] for row in rows if not row["above"]}
    taken_back = {
        row["text"] for row in rows for column in columns
        if column.mark.role in (STATE, KIND) and _takes_back(column, row["parts"][column.place])
    }
    return unsure & (beside | (below - taken_back))


def _hanging(column: _Column, value: str, open_rows: Sequence[Row]) -> tuple[int, Decimal]:
    """Return how many rows hang on what a value means, and their money: what is due where nothing was paid yet."""
    return _worth_of([row for row in open_rows if row["parts"][column.place] == value])


def _effect(
    column: _Column,
    value: str,
    said: Mapping[tuple[int, str], str | None],
    meant: Mapping[str, str],
    rows: Sequence[Row],
) -> str | None:
    """Return what a value is shown to mean: its own meaning, or what its lines come to; None where somebody must say."""
    told = said[column.place, value]
    if told in (None, UNDONE):
        effects = {meant[row["text"]] for row in rows if row["parts"][column.place] == value}
        effects = {_SHOWN.get(effect, effect) for effect in effects}
        return None if ASK in effects else min(effects)
    return _SHOWN.get(told, told)


def _chosen(found: Examination, columns: Sequence[_Column]) -> dict[str, dict[str, str]]:
    """Return what a person, or what is remembered of him, says: header -> value as it is compared -> meaning."""
    by_fold = {fold_header(column.mark.header): column for column in columns}
    chosen: dict[str, dict[str, str]] = {}
    strict = not found.remembered and found.choices.parts != TOO  # it may be said of another sheet of the file
    for header, meanings in found.choices.meanings.items():
        column = by_fold.get(fold_header(header))
        if strict and (column is None or not any(column.worth)):
            _refuse_taken(found, header)
        if column is None:
            if strict:
                raise InputError(
                    "unknown_meaning_column",
                    N_("No column “{header}” of the file says how a row counts. Those that do: {known}."),
                    header=header, known=", ".join(column.mark.header for column in columns) or "–",
                )
            continue
        values = {plain_value(value): value for value in column.worth}
        for value, meaning in meanings.items():
            if plain_value(value) in values:
                chosen.setdefault(column.mark.header, {})[plain_value(value)] = meaning
            elif strict:
                raise _no_value(value, column)
    _add_paid(found, columns, chosen)
    return chosen


def _add_paid(found: Examination, columns: Sequence[_Column], chosen: dict[str, dict[str, str]]) -> None:
    """Add what ``paid`` says of the values of the status: those named are sales, all others are not paid."""
    if found.choices.paid is None:
        return
    status = next((column for column in columns if column.mark.place == found.mapping.get("status")), None)
    status = status or next((column for column in columns if column.mark.role == STATE), None)
    strict = not found.remembered and found.choices.parts != TOO
    if status is None:
        if found.choices.paid and strict:
            raise InputError(
                "no_status_column",
                N_("No column with the status “{value}” was found. Say which column it is. The file has: {headers}."),
                value=found.choices.paid[0], headers=", ".join(found.names),
            )
        return
    values = {plain_value(value) for value in status.worth}
    paid = {plain_value(value): value for value in found.choices.paid}
    if strict and (unknown := sorted(value for plain, value in paid.items() if plain not in values)):
        raise _no_value(unknown[0], status)
    told = {value: SALE if value in paid else UNPAID for value in values}
    chosen[status.mark.header] = told | chosen.get(status.mark.header, {})


def _refuse_taken(found: Examination, header: str) -> None:
    """Raise InputError where a column says something else already, and tell how it is freed to say how rows count."""
    at = {fold_header(name): place for place, name in enumerate(found.names)}.get(fold_header(header))
    names = [name for name, place in found.mapping.items() if place == at and name != "status"]
    label = next((column.label for column in found.spec.columns if column.name in names), None)
    if label is not None:
        raise InputError(
            "column_taken",
            N_(
                "“{header}” was taken for “{key}”, and so says of no row how it counts. Take it for the status instead; in the "
                "shell: --map \"{name}=\" --map \"status={header}\"."
            ),
            header=header, key=label, name=names[0],
        )


def _no_value(value: str, column: _Column) -> InputError:
    return InputError(
        "unknown_status",
        N_("No row has the status “{value}”. The file has: {known}."),
        value=value, known=list_texts(sorted(column.worth)),
    )
