"""What a file leaves to a person: made in one place, drawn by the page one like the other, and the first raised by the shell.

``list_questions`` turns what an Examination found into Questions; ``WORDS`` says them on a page: a title, one line of evidence,
and a text for each answer, the first being what is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from segmentation.ingest.meaning import FILLED, FREE, HOUSE, PAID_ON, Mark, is_given_away, is_owed, is_reversed, names_invoice
from segmentation.language.errors import NeedsChoice
from segmentation.language.i18n import N_, count_bills, format_count, format_day, format_money, translator
from segmentation.language.text import fold_header, list_texts
from segmentation.language.values import spell, yuan

OTHER_FILES, OTHER_SHEETS, BILL_SHEETS = "other_files", "other_sheets", "bill_sheets"
MEALS_IN_STAYS, STAYS_HOLD_MEALS = "meals_in_stays", "stays_hold_meals"  # the same, of meals that were put on a room
TRANSFERRED = "transferred"  # the question of money that stands on two bills, and why rows of it are skipped
PAYMENTS, PAYMENTS_OUT = "payment_flow", "payments"  # the question, and why its rows are skipped
TOO, ONLY = "too", "only"  # of what else a file holds: each is read beside it, or none
REPLACED = "bills_replaced"  # the notice of what the file replaces of the store's bills under their numbers
OLDER = "older_file"  # the notice that the file came before and was replaced since
NIGHT_HOUR, LATEST_HOUR = 4, 6


@dataclass(frozen=True)
class Question:
    """What only a person can decide: asked in the shell by ``message`` (an msgid, filled by ``values``), with what it is worth.

    ``field`` is the choice that answers it, ``options`` its answers, the first being what is proposed; ``answer`` what was said.
    Where it is not ``needed``, the shell goes on without an answer, and the page says it before the import.
    """

    code: str
    message: str
    values: Mapping[str, object]
    field: str
    options: tuple[str, ...] = ()
    answer: str | None = None
    money: Decimal | None = None
    needed: bool = True
    examples: Mapping[str, tuple[str, date]] = field(default_factory=dict)  # a cell of the file, and the day that it is then
    own_words: Words | None = None  # of a question whose answers only the kind that asks knows

    @property
    def words(self) -> Words:
        """What a page says of it; of one that has no words here, its message."""
        code = "other_house" if self.code == "other_store" and "house" in self.values else self.code
        code = "houses_open" if code == "meaning_open" and "houses" in self.values else code
        code = "paid_in_part_with_returns" if code == "paid_in_part" and "back" in self.values else code
        code = "reds_open" if code == "meaning_open" and "reds" in self.values else code
        code = "owed_open" if code == "meaning_open" and "owed" in self.values else code
        code = "given_away_open" if code == "meaning_open" and "given_away" in self.values else code
        code = "never_paid_open" if code == "meaning_open" and "never_paid" in self.values else code
        code = "missing_top_ups" if code == "missing_bills" and "top_ups" in self.values else code
        code = "missing_same" if code == "missing_bills" and "same" in self.values else code
        code = "missing_payments" if code == "missing_bills" and "file" in self.values else code
        return self.own_words or WORDS.get(code) or Words(self.message)

    @property
    def proposal(self) -> str | None:
        """The answer that stands as long as nobody gives another; None where only a person can tell."""
        return self.options[0] if self.options and self.words.proposed else None

    def choice(self, answer: str) -> Any:
        """Return an answer as the choice ``field`` keeps it."""
        if self.field in ("day_begins", "year"):
            return int(answer)
        return answer == "yes" if self.field in ("walk_ins_only", "numbers_restart") else answer

    def error(self) -> NeedsChoice:
        """Return the refusal of an import that lacks the answer."""
        return NeedsChoice(self.code, self.message, **{name: _bare(value) for name, value in self.values.items()})

    def heading(self, lang: str) -> str:
        """Return what is asked, in ``lang``."""
        return self._say(self.words.title, lang)

    def evidence(self, lang: str) -> str:
        """Return by what it is to be decided, in one line; "" where the title says all."""
        return self._say(self.words.evidence, lang) if self.words.evidence else ""

    def option(self, answer: str, lang: str) -> str:
        """Return what an answer is called; what has no words of its own (a currency, a sheet) is called as it is."""
        words = self.words.options.get(answer)
        text = self._say(words, lang) if words else answer
        if answer not in self.examples:
            return text
        written, day = self.examples[answer]
        return translator(lang)(N_("{order}: {written} is {day}")).format(order=text, written=written, day=format_day(day, lang))

    def _say(self, text: str, lang: str) -> str:
        said = {name: _spoken(name, value, lang) for name, value in self.values.items()}
        if {"first", "last"} <= said.keys():
            one_day = said["first"] == said["last"]
            said["span"] = said["first"] if one_day else translator(lang)(N_("{first} to {last}")).format(**said)
        return translator(lang)(text).format(**said)


@dataclass(frozen=True)
class Words:
    """What a page says of a question: msgids filled by its values. Where ``proposed``, the first answer stands by itself."""

    title: str
    evidence: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    proposed: bool = False


KEYS = {"customer_code": "code", "phone": "phone", "email": "email", "name": "name"}  # column -> what a choice calls it
KEY_LABELS = {"code": N_("Customer code"), "phone": N_("Phone"), "email": N_("E-mail"), "name": N_("Customer name")}
WORDS = {
    "join_files": Words(
        N_("Do these files belong together?"),
        N_("{found} of the {count} rows of “{lines}” find their order in “{orders}” by “{header}”. Joined, the orders give "
           "customer and money, the rows what was sold."),
        {"yes": N_("Join them to one import"), "no": N_("Import each by itself")}, True,
    ),
    "date_order_open": Words(
        N_("In which order are the dates of this file written?"),
        N_("The file has {examples}; nothing in it tells day from month."),
        {"ymd": N_("Year, month, day"), "mdy": N_("Month, day, year"), "dmy": N_("Day, month, year")},
    ),
    "future_bills": Words(
        N_("Bills are dated in the future. Take them?"),
        N_("{bills}, {span}; by the clock of this computer today is {today}. "
           "Put the clock right if it is wrong."),
        {"reject": N_("Leave them out, list them to be mended"), "keep": N_("Take them, they count from their day on")}, True,
    ),
    "meaning_open": Words(
        N_("What do these values say of their rows?"),
        N_("Nobody can tell what {values} means: {rows} rows. Say it in this table; "
           "rows that are no sale stay out of the revenue."),
    ),
    "houses_open": Words(
        N_("The file is of several houses. Which of them is this store?"),
        N_("“{column}”: {values}. Call the rows of this store sales in the table below, and the others void: they stay out."),
    ),
    "reds_open": Words(
        N_("Invoices were taken back by red ones that are not in this file. Do they count?"),
        N_("{values}. Call them sales in the table below if their red ones come with another file, void if they never come."),
    ),
    "owed_open": Words(
        N_("Invoices are issued and not paid yet. Do they count?"),
        N_("{values}. What is issued is earned, on account: as a rule, call them sales in the table below; not paid, they stay "
           "out until a later file says that they are."),
    ),
    "given_away_open": Words(
        N_("Ways of paying say that the house paid. Do their rows count?"),
        N_("{values}. As a rule call them void in the table below: nothing was earned by them; call them sales if somebody "
           "paid."),
    ),
    "never_paid_open": Words(
        N_("Orders have no day of paying. Do they count?"),
        N_("{lines} rows, {amount}, have nothing under “{column}”. As a rule call them not paid in the table below; call them "
           "sales if they are paid, or earned on account."),
    ),
    "top_ups_overlap": Words(
        N_("The store has top-ups on {days} of these days already. Replace or add?"),
        N_("{span}: the store has {amount_there}; the file has {amount_new}, without numbers."),
        {
            "replace": N_("Replace: this file is the corrected or fuller one"),
            "add": N_("Add: another till or another shift, both stand"),
        },
    ),
    "days_overlap": Words(
        N_("The store has bills on {days} of these days already. Replace or add?"),
        N_("{span}: the store has {bills_there}, {amount_there}; the file has {bills_new}, {amount_new}, "
           "without bill numbers."),
        {
            "replace": N_("Replace: this file is the corrected or fuller one"),
            "add": N_("Add: another till or another shift, both stand"),
        },
    ),
    "several_currencies": Words(
        N_("The file holds several currencies. Which one is imported?"),
        N_("{known}. They cannot be added up; rows in the others stay out."), {}, True,
    ),
    "other_currency": Words(
        N_("The file is not in yuan. Import it as it is?"),
        N_("{known}. The figures are taken as they stand, without an exchange rate."),
    ),
    "other_zone": Words(
        N_("The times are those of another zone. By which clock are the days of this house read?"),
        N_("{lines} rows ({amount}) lie on another day by the clock of {written}, that of the file ({example}), than by that of "
           "{zone}."),
    ),
    "zone_of_currency": Words(
        N_("The times are in UTC. By which clock are the days of this house read?"),
        N_("The amounts are in {currency}. {lines} rows ({amount}) lie on another day by the clock of {written} than by that of "
           "{zone} ({example})."),
    ),
    "night_bills": Words(
        N_("Bills after midnight: do they belong to the evening before?"),
        N_("{bills} between midnight and {latest}. The answer holds for the whole store, for earlier bills too."),
        {
            "4": N_("To the evening before: the day begins at 4:00"), "6": N_("To the evening before: the day begins at 6:00"),
            "0": N_("Each keeps its own date"),
        },
        True,
    ),
    "no_customer_column_in_bills": Words(
        N_("The bills name no customer. Are they all walk-ins?"),
        N_("No column with a customer code, phone or name was found. If there is one, choose it below under “Columns”."),
        {"yes": N_("Yes, walk-ins only: revenue without customers"), "no": N_("No, I choose the column below")},
    ),
    "keys_empty": Words(
        N_("The bills name no customer. Are they all walk-ins?"),
        N_("Nothing stands under {empty}; “{other}” is filled and may say who the customers are. If it does, choose it below "
           "under “Columns”."),
        {"yes": N_("Yes, walk-ins only: revenue without customers"), "no": N_("No, I choose the column below")},
    ),
    OTHER_FILES: Words(
        N_("The archive holds other files too. Import them as well?"), N_("Read here: {sheet}. Others: {others}."),
        {TOO: N_("Import them as well"), ONLY: N_("Only this one")}, True,
    ),
    OTHER_SHEETS: Words(
        N_("The workbook has other sheets too. Import them as well?"),
        N_("Read here: {sheet}. Others, with other columns: {others}."),
        {ONLY: N_("Only this one"), TOO: N_("Import them as well")}, True,
    ),
    BILL_SHEETS: Words(
        N_("Other sheets may hold bills too. Import them as well?"),
        N_("Read here: {sheet}. Others, with other columns: {others}."),
        {TOO: N_("Import them as well"), ONLY: N_("Only this one")},
    ),
    "no_year": Words(
        N_("The dates say no year. Of which year is the last one?"), N_("{rows} dates, such as {examples}."),
    ),
    "amounts_repeat": Words(
        N_("Each row of a bill carries the same amount. Whose is it?"),
        N_("So it is on {count} bills of several rows; counted wrongly, they would be worth a multiple."),
        {"bill": N_("The bill's: counted once"), "line": N_("The row's own: all are added")}, True,
    ),
    "refunds_net": Words(
        N_("Are refunds taken off the amount already?"),
        N_("“{refund}” stands beside “{amount}” on {count} rows, and on {less} it is the larger."),
        {"net": N_("Yes, the amount is what is left"), "gross": N_("No, they are still to be taken off")}, True,
    ),
    "refunds_twice": Words(
        N_("Refunds are off their sale already and stand on rows of their own. Take them off once more?"),
        N_("So it is with {count} refunds: “{header}” is “{gross}” less “{refund}”."),
        {"net": N_("No, leave these rows out"), "gross": N_("Yes, take each row off as well")}, True,
    ),
    "discounts_net": Words(
        N_("Are discounts taken off the amount already?"),
        N_("“{discount}” stands beside “{amount}” ({money} in all), and no column says what was paid in the end."),
        {"gross": N_("No, they are still to be taken off"), "net": N_("Yes, the amount is what is left")}, True,
    ),
    "several_stored": Words(
        N_("Which column says how much a top-up brought?"), N_("They differ: {headers}. It is kept as stored value, no revenue."),
        {}, True,
    ),
    "points_open": Words(
        N_("Do the points in the amounts part off thousands or decimals?"),
        N_("“{header}” is written like {example}: {thousands} in all with thousands, {decimals} with decimals."),
        {"thousands": N_("Thousands, as in 1.200,50"), "decimals": N_("Decimals: three digits behind the point")},
    ),
    "unit_open": Words(
        N_("Are the amounts in fen or in yuan?"),
        N_("“{header}” holds whole numbers only, such as {example}, as payment firms write fen."),
        {"fen": N_("In fen: {example} is a hundredth of that in yuan"), "yuan": N_("In yuan: {example} stands as it is")},
    ),
    "on_account": Words(
        N_("Bills with nothing paid: on account, or free?"),
        N_("{count} bills have nothing under “{amount}”, and {due} in all under “{gross}”."),
        {"due": N_("On account: they count with what is due"), "paid": N_("Free: they count nothing")}, True,
    ),
    "owed_beside": Words(
        N_("What is owed of a bill: does it count at its bill, or when it is paid?"),
        N_("On {count} bills {rest} are owed under “{owed}” beside {paid} under “{amount}”; {repaid} of the file pay what was "
           "owed before."),
        {
            "due": N_("At its bill: later payments of it are no revenue"),
            "paid": N_("When it is paid: payments count as they come in"),
        }, True,
    ),
    "paid_in_part": Words(
        N_("Bills with less paid so far than they came to: is the rest still owed?"),
        N_("{count} bills have {paid} under “{amount}”, and {due} in all under “{gross}”."),
        {"due": N_("Still owed: they count with what is due"), "paid": N_("Let off: they count with what was paid")}, True,
    ),
    "paid_in_part_with_returns": Words(
        N_("Bills with less paid so far than they came to: is the rest still owed?"),
        N_("{count} bills have {paid} under “{amount}”, and {due} in all under “{gross}”, beside {back} of returns."),
        {"due": N_("Still owed: they count with what is due"), "paid": N_("Let off: they count with what was paid")}, True,
    ),
    PAYMENTS: Words(
        N_("This is the flow of a payment firm. Does it count as revenue?"),
        N_("{bills} payments and refunds. The till’s bills hold the same money; counted beside them, it would be there "
           "twice."),
        {
            "out": N_("No: the till’s bills come in another file"),
            "count": N_("Yes: there is no other record; they come in as walk-ins"),
        },
        True,
    ),
    "bookers_open": Words(
        N_("Are these the staff who take bookings, or the guests?"),
        N_("“{header}” names {names} people on {count} bills of those looked at; no other column tells customers apart."),
        {"staff": N_("The staff: they are managers, the bills are those of walk-ins"), "guests": N_("The guests themselves")},
    ),
    TRANSFERRED: Words(
        N_("Money of other bills stands here once more. Count it once?"),
        N_("{count} rows: one says that it was transferred from another bill, and names it by number and amount ({example})."),
        {"out": N_("Once: leave these rows out"), "count": N_("Count them as well: it is other money")}, True,
    ),
    MEALS_IN_STAYS: Words(
        N_("Meals put on a room stand in bills of stays too. Count them once?"),
        N_("{count} checks ({amount}) were put on a room ({example}); bills of stays hold {other} of meals."),
        {"out": N_("Once: these checks rest"), "count": N_("Count them as well: it is other money")}, True,
    ),
    STAYS_HOLD_MEALS: Words(
        N_("Bills of stays hold meals that the store has as checks. Count them once?"),
        N_("{count} of the store’s checks ({amount}) were put on a room ({example}); bills of stays here hold {other} of meals."),
        {"out": N_("Once: these checks rest"), "count": N_("Count them as well: it is other money")}, True,
    ),
    f"{PAYMENTS}_beside": Words(
        N_("This is the flow of a payment firm, beside bills of the same days. Does it count?"),
        N_("{bills} payments and refunds. The store has bills of these days already, which hold the same money as a rule."),
        {"out": N_("No: it is the same money"), "both": N_("Yes: it is other money than those bills")}, True,
    ),
    f"{PAYMENTS}_same": Words(
        N_("This is the flow of a payment firm, with the numbers of bills that the store has. It stays out."),
        N_("{bills} payments with their fees; {shared} of them carry numbers of another file’s bills. It is the same money, and "
           "it would take the place of these bills."),
        {"out": N_("No: it is the same money")}, True,
    ),
    "numbers_of_others": Words(
        N_("Bill numbers of the file are in the store already, for other days. Are they other bills?"),
        N_("So it is with {others} of {known} numbers: the store has {amount_there} under them ({span}), the file {amount_here} "
           "({first_here} to {last_here}). As other bills, only the {same} of the same day replace those there."),
        {
            "yes": N_("Other bills: numbers start again (another till, another month), both stand"),
            "no": N_("Corrections: they replace the bills of these numbers"),
        },
        True,
    ),
    "columns_summed": Words(
        N_("No column has the whole of a bill. Are these added up?"),
        N_("{columns}"),
        {"add": N_("Yes: a bill comes to their sum"), "one": N_("No: only “{header}” counts")}, True,
    ),
    "tips_inside": Words(
        N_("Are the tips in the amounts?"), N_("“{header}” ({money}) stands beside “{amount}”, and no column shows it."),
        {"in": N_("In them: they are taken off"), "out": N_("Beside them: the amounts stay as they are")},
    ),
    "blank_dates": Words(
        N_("Rows have no date. Is it that of the row above?"),
        N_("{count} rows with an amount have none, and each date of the file stands once, as in a notebook that says the day on "
           "its first row."),
        {"fill": N_("Yes: the date of the row above"), "reject": N_("No: list them to be mended")}, True,
    ),
    "blank_names": Words(
        N_("Rows name no customer. Are they walk-ins'?"),
        N_("{count} rows, {amount}, have no name below rows that have one, and each date stands once."),
        {"walk_in": N_("Yes: nobody noted who it was"), "fill": N_("No: they are of the customer above")}, True,
    ),
    "numbers_of_day": Words(
        N_("Bill numbers stand twice on one day. Are they other bills?"),
        N_("So it is with {count} numbers, hours apart, at several tables or of several customers. As other bills, the time of "
           "day becomes part of the number."),
        {"other": N_("Other bills: each till or shift begins at 1"), "same": N_("The same bills, or corrections of them")},
    ),
    "missing_bills": Words(
        N_("The store has bills of these days that are not in the file. Take them out?"),
        N_("{bills} of the store's {there} bills, {span}. A corrected list replaces them, "
           "another part leaves them alone."),
        {"remove": N_("Take them out: the file is a corrected version"), "keep": N_("Keep them: the file is another part")}, True,
    ),
    "missing_same": Words(
        N_("The store has the same bills under other numbers, from another list. Take those out?"),
        N_("{same} bills of this file stand there with the same day, customer and money; those files have {bills} ({amount}) "
           "on these days, {span}."),
        {"remove": N_("Take them out: they are the same sales"), "keep": N_("Keep them: they are other sales")}, True,
    ),
    "missing_payments": Words(
        N_("The store has a payment firm’s flow of these days. Take it out?"),
        N_("{bills} payments ({amount}) of {file}, {span}; they hold the same money as this file, as a rule."),
        {"remove": N_("Take them out: this file has these sales"), "keep": N_("Keep them: they are other money")}, True,
    ),
    "missing_top_ups": Words(
        N_("The store has bills or top-ups of these days that are not in the file. Take them out?"),
        N_("Bills: {bills} ({amount}); top-ups: {top_ups} ({top_up_amount}); {span}; the store has {there} in all. "
           "A corrected list replaces them, another part leaves them alone."),
        {"remove": N_("Take them out: the file is a corrected version"), "keep": N_("Keep them: the file is another part")}, True,
    ),
    "other_store": Words(
        N_("Is this file of {store}?"),
        N_("None of its {customers} customers is known there, where {known} are. Else choose the other store above."),
        {"yes": N_("Yes, it belongs here")},
    ),
    "other_house": Words(
        N_("Is this file of {store}?"), N_("Its title names “{house}”. Else choose the other store above."),
        {"yes": N_("Yes, it belongs here")},
    ),
    "rejected": Words(N_("Rows that were not understood: {count}. They stay out."), "{told}"),
    "double_rows": Words(
        N_("Rows stand twice, equal in every cell. Count them once?"),
        N_("{count} rows repeat another; {bills} and {days} days are made of such rows alone, as where an export is put "
           "together twice."),
        {"once": N_("Once: they are the same bills"), "twice": N_("Each of them: the same was sold again")}, True,
    ),
    "refunds_of_nobody": Words(
        N_("Refunds find no bill that they refund. Take them off?"),
        N_("{count} refunds of the list name a bill that this store does not have. Import the sales first, if they are to come."),
        {
            "net": N_("Leave them out: their sales were left out as well"),
            "gross": N_("Take them off: their sales lie before what was imported"),
        },
    ),
    OLDER: Words(N_("This file came before and was replaced since. Is the older version meant?"), "{told}"),
    "only_walk_ins": Words(N_("No bill names a customer"), "{told}"),
    "days_hold_unnumbered_bills": Words(N_("The store has bills without a number of these days already"), "{told}"),
    "known_by_another_key": Words(
        N_("What tells customers apart"),
        N_("{count} customers of this file are known in this store by “{key}”; by another key they would stand twice."),
        KEY_LABELS, True,
    ),
    "kind_contradicted": Words(N_("It looks like a file of another kind"), "{told}"),
    "other_table": Words(N_("Below the bills stands another table"), "{told}"),
    "masked_key": Words(N_("Names and phones are masked"), "{told}"),
    "largest_customer": Words(N_("One customer stands on very many rows"), "{told}"),
    "profiles_without_bills": Words(N_("Some customers of this file have no bills"), "{told}"),
    "ratings_of_strangers": Words(N_("Some ratings are of customers that the store does not have"), "{told}"),
    "unreadable_characters": Words(N_("Some characters cannot be read"), "{told}"),
}
# notices that a careful person looks at before the import
DOUBTFUL = (
    OLDER, "only_walk_ins", "days_hold_unnumbered_bills", "kind_contradicted", "masked_key", "other_table", "largest_customer",
    "profiles_without_bills", "ratings_of_strangers", "unreadable_characters",
)


_TOP_UPS_OVERLAP = N_(
    "The top-ups of the file have no numbers, and the store already has {bills_there} top-ups ({amount_there}) on {days} of "
    "its days, {first} to {last}; the file has {bills_new} ({amount_new}) there. "
    "Choose: replace these days, or add to them (in the shell: --on-overlap=replace or --on-overlap=add)."
)


def list_questions(found: Any) -> list[Question]:
    """Return what an Examination leaves to a person, answered or not: what must be answered first, then what is to be seen."""
    asked = [
        *_of_dates(found), *_of_columns(found), *_of_key(found), *_of_marks(found), *found.questions, *_of_overlap(found),
        *_of_parts(found), *_of_doubts(found),
    ]
    return sorted(asked, key=lambda question: not question.needed)


def check_open(found: Any) -> None:
    """Raise NeedsChoice for the first question that nobody has answered and that cannot be left open; it holds the others."""
    needed = [question.error() for question in list_questions(found) if question.needed and question.answer is None]
    if needed:
        needed[0].others = tuple(needed[1:])
        raise needed[0]


def _of_dates(found: Any) -> Iterator[Question]:
    if found.open_orders:
        days = {order: spell(found.date_examples[0]).read(order) for order in found.open_orders} if found.date_examples else {}
        yield Question(
            "date_order_open",
            N_(
                "The file does not say in which order its dates are written ({examples}). Choose one of: {orders} "
                "(in the shell: --date-order {order})."
            ),
            {
                "examples": ", ".join(found.date_examples),
                "orders": ", ".join(
                    f"{order} ({found.date_examples[0]} = {day})" if (day := days.get(order)) else order
                    for order in found.open_orders
                ),
                "order": found.open_orders[0],
            },
            "date_order", tuple(found.open_orders),
            examples={
                order: (text, day)
                for order in found.open_orders for text in found.date_examples[:1] if (day := spell(text).read(order))
            },
        )
    if ahead := found.future:
        answer = found.choices.future_bills
        yield Question(
            "future_bills",
            N_(
                "{bills} bills ({amount}) are dated in the future, {first} to {last}; by the clock of the computer "
                "today is {today}. Put the clock right if it is wrong; else choose: keep these bills, or reject them "
                "(in the shell: --future-bills=keep or --future-bills=reject)."
            ),
            {
                "bills": int(ahead.bills), "amount": ahead.amount, "first": ahead.first_day, "last": ahead.last_day,
                "today": ahead.today,
            },
            "future_bills", ("reject", "keep"), answer if answer in ("keep", "reject") else None, ahead.amount,
        )


def _of_columns(found: Any) -> Iterator[Question]:
    """Whether bills without a column for the customer are walk-ins' bills; raised with the refusal while it is open."""
    need = next((need for need in found.spec.needs if need.code == "no_customer_column_in_bills"), None)
    if need is None or any(found.mapping.keys() >= set(way) for way in need.ways):
        return
    if need.waived(found) and not found.choices.walk_ins_only:
        return
    own = ", ".join(name for name in found.names if not name.startswith("_"))
    answer = "yes" if found.choices.walk_ins_only else None
    yield Question(need.code, need.message, {"headers": own}, "walk_ins_only", ("yes", "no"), answer)


def _of_key(found: Any) -> Iterator[Question]:
    """Whether customers whom the store knows by something else are told apart by that."""
    for notice in found.notices:
        if notice.code == "known_by_another_key":
            keys = _keys(found, notice)
            values = {"count": notice.count, "key": KEY_LABELS[keys[0]], "choice": keys[0]}
            yield Question(notice.code, notice.message, values, "customer_key", keys)


def _of_marks(found: Any) -> Iterator[Question]:
    unknown = [mark for mark in found.marks if mark.meaning is None]
    if unknown:
        first = unknown[0]
        lines, amount = first.hanging or (first.lines, first.amount)
        text = N_(
            "{lines} rows ({amount}) name another bill under “{column}” and stand above zero. As a rule they are refunds "
            "of it. Say whether they are (in the shell: --mean \"{column}:{value}=refund\") or are sales "
            "(--mean \"{column}:{value}=sale\")."
        )
        houses = {column.header for column in found.mark_columns if column.role == HOUSE}
        is_house = first.header in houses
        if is_house:
            text = N_(
                "“{column}” names several houses: {values}. Say which of them is this store, and leave the others out (in the "
                "shell: --mean \"{column}:{value}=sale\" for its own, …=void for each other); import them into stores of their "
                "own."
            )
        of_reds = all(map(is_reversed, (mark.value for mark in unknown))) and names_invoice(
            fold_header(found.mapped_headers().get("bill_no", ""))
        )
        if of_reds:
            text = N_(
                "Invoices were taken back by red ones that are not in this file: {values}. If the red ones come with another "
                "file, these count until then (in the shell: --mean \"{column}:{value}=sale\"); if they never come, leave these "
                "out (--mean \"{column}:{value}=void\")."
            )
        of_owed = all(is_owed(mark.value) for mark in unknown)
        if of_owed:
            text = N_(
                "Invoices are issued and not paid yet: {values}. What is issued is earned, on account; as a rule they count (in "
                "the shell: --mean \"{column}:{value}=sale\"). To leave them out until a later file says that they are paid: "
                "--mean \"{column}:{value}=unpaid\"."
            )
        frees = {column.header for column in found.mark_columns if column.role == FREE}
        of_free = all(mark.header in frees and is_given_away(mark.value) for mark in unknown)
        if of_free:
            text = N_(
                "Ways of paying say that the house paid: {values}. As a rule nothing was earned by them, and they stay out (in "
                "the shell: --mean \"{column}:{value}=void\"). If somebody paid: --mean \"{column}:{value}=sale\"."
            )
        days_of_paying = {column.header for column in found.mark_columns if column.role == PAID_ON}
        of_unpaid = all(mark.header in days_of_paying for mark in unknown)
        if of_unpaid:
            text = N_(
                "{lines} rows ({amount}) have no day under “{column}”, as orders that nobody paid. As a rule they do not count "
                "(in the shell: --mean \"{column}:=unpaid\"). If they are paid, or earned on account: --mean \"{column}:=sale\"."
            )
        if not first.value and not of_unpaid:
            text = N_(
                "What a blank cell in the column “{column}” means is not known ({lines} rows, {amount}; not known in all: "
                "{values}). Say it (in the shell: --mean \"{column}:=…\", where … is one of: sale, refund, top_up, "
                "top_up_back, repayment, expense, void, unpaid)."
            )
        yield Question(
            "meaning_open",
            text if is_house or of_reds or of_owed or of_free or first.value in ("", FILLED) else N_(
                "What “{value}” in the column “{column}” means is not known ({lines} rows, {amount}; not known in all: "
                "{values}). Say it (in the shell: --mean \"{column}:{value}=…\", where … is one of: sale, refund, top_up, "
                "top_up_back, repayment, expense, void, unpaid)."
            ),
            {
                "value": first.value, "column": first.header, "lines": lines, "amount": amount,
                "values": ", ".join(_worth(mark, is_house) for mark in unknown), "rows": found.unknown[0],
                **({"houses": len(unknown)} if is_house else {}),
                **({"reds": len(unknown)} if of_reds else {}),
                **({"owed": len(unknown)} if of_owed else {}),
                **({"never_paid": len(unknown)} if of_unpaid else {}),
                **({"given_away": len(unknown)} if of_free else {}),
            },
            "meanings", money=found.unknown[1],
        )


def _worth(mark: Mark, is_house: bool) -> str:
    """Return a value with its column, its rows and its money, as 状态:2 (3, ¥120.00)."""
    value = list_texts([mark.value]) if is_house else f"{mark.header}:{list_texts([mark.value]) or '“”'}"
    lines, amount = mark.hanging or (mark.lines, mark.amount)
    return f"{value} ({lines:,}, {yuan(amount)})"


def _of_overlap(found: Any) -> Iterator[Question]:
    if overlap := found.overlap:
        answer = found.choices.on_overlap
        yield Question(
            "top_ups_overlap" if overlap.of_top_ups else "days_overlap",
            _TOP_UPS_OVERLAP if overlap.of_top_ups else N_(
                "The file has no bill numbers, and the store already has {bills_there} bills ({amount_there}) on {days} of "
                "its days, {first} to {last}; the file has {bills_new} ({amount_new}) there. "
                "Choose: replace these days, or add to them (in the shell: --on-overlap=replace or --on-overlap=add)."
            ),
            {
                "bills_there": int(overlap.bills_there), "amount_there": overlap.amount_there, "days": int(overlap.days),
                "first": overlap.first_day, "last": overlap.last_day, "bills_new": int(overlap.bills_new),
                "amount_new": overlap.amount_new,
            },
            "on_overlap", ("replace", "add"), answer if answer in ("replace", "add") else None, overlap.amount_there,
        )


def _of_parts(found: Any) -> Iterator[Question]:
    """Whether what else the file holds is to be imported too: asked of sheets that may hold bills, told of others."""
    if bills := readable_parts(found, BILL_SHEETS):
        yield Question(
            BILL_SHEETS,
            N_(
                "The sheet “{sheet}” is read; others may hold bills too, under other columns: {others}. Say whether each of "
                "them is imported by itself as well (in the shell: --other-sheets=too) or stays out (--other-sheets=only); to "
                "read one alone: --sheet \"{first}\"."
            ),
            {
                "sheet": found.readable.sheet, "first": bills[0],
                "others": ", ".join(found.sheets_told.get(sheet, sheet) for sheet in bills),
            },
            "parts", (TOO, ONLY), found.choices.parts,
        )
    for notice in found.notices:
        if notice.code == OTHER_FILES and readable_parts(found, OTHER_FILES):
            yield Question(
                OTHER_FILES,
                N_(
                    "The archive holds files with other columns: “{sheet}” is read, {others} are not. Say whether each of them "
                    "is imported by itself as well (in the shell: --other-sheets=too) or stays out (--other-sheets=only)."
                ),
                notice.values, "parts", (TOO, ONLY), found.choices.parts,
            )
        if notice.code == OTHER_SHEETS and readable_parts(found, OTHER_SHEETS) and not bills:
            yield Question(notice.code, notice.message, notice.values, "parts", (ONLY, TOO), needed=False)


def readable_parts(found: Any, code: str) -> list[str]:
    """Return the sheets (or files of an archive) that hold rows and are not read, and can be chosen by their names."""
    why = {OTHER_FILES: ("other_file",)}.get(code, ("other_headers", "hidden"))
    names = {sheet.name for sheet in found.readable.sheets}
    left = [sheet.sheet for sheet in found.readable.unread if sheet.why in why and sheet.rows and sheet.sheet in names]
    return [sheet for sheet in left if sheet in found.bill_sheets] if code == BILL_SHEETS else left


def list_left(found: Any) -> list[str]:
    """Return the sheets and files that a person wants to be imported too, each by itself."""
    return [*found.bill_sheets, *readable_parts(found, OTHER_FILES)] if found.choices.parts == TOO else []


def _of_doubts(found: Any) -> Iterator[Question]:
    """What has no answer but a look: rows that were not understood, and notices that tell of a likely mistake."""
    rejected = found.rejected - found.ahead[0]  # those of days to come are asked about
    if rejected and found.lands:
        money = found.money["not_understood"] - found.ahead[1] if found.money else None
        text = N_("They are listed below; after the import they can be downloaded, mended and uploaded again.")
        yield Question("rejected", text, {"count": rejected, "told": text}, "", money=money or None, needed=False)
    for notice in found.notices:
        if notice.code in DOUBTFUL:
            values = {"count": notice.count, "told": notice}
            yield Question(notice.code, notice.message, values, "", needed=False)


def _keys(found: Any, notice: Any) -> tuple[str, ...]:
    """Return what may tell the customers of the file apart: what the store knows them by first, else what is taken now."""
    label = notice.values.get("key")
    store = next((column.name for column in found.spec.columns if column.name in KEYS and column.label == label), "")
    present = [name for name in KEYS if name in found.mapping]
    present.sort(key=lambda name: (name != store, name != found.customer_key))
    return tuple(KEYS[name] for name in present)


def _bare(value: object) -> object:
    """Return a value as the shell writes it: ISO days, money with its cents and its sign before it, as in notices.

    >>> _bare(Decimal("-120")), _bare(date(2026, 9, 1)), _bare(3)
    ('−¥120.00', '2026-09-01', 3)
    """
    if isinstance(value, date):
        return value.isoformat()
    return f"{'−' if value < 0 else ''}¥{abs(value):,.2f}" if isinstance(value, Decimal) else value


def _spoken(name: str, value: object, lang: str) -> object:
    """Return a value as a page says it: days, money, bills and counts as people write them, a text of ours in ``lang``."""
    if name.startswith("bills") and isinstance(value, int):
        return count_bills(value, lang)
    if isinstance(value, date):
        return format_day(value, lang)
    if isinstance(value, Decimal):
        return format_money(value, lang)
    if isinstance(value, int):
        return format_count(value, lang)
    if name == "key":
        return translator(lang)(value)
    if name == "told":
        return value.text(lang) if hasattr(value, "text") else translator(lang)(value)
    return value
