"""Customer profiles: a row a customer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pyarrow as pa

from segmentation.ingest.columns import KEY_COLUMNS, NAME_PARTS
from segmentation.ingest.examination import Examination
from segmentation.ingest.guess import OTHER_DATE, Cells, find_phone, prefer_firm
from segmentation.ingest.kind import ImportFigure, Kind, Words, need_customer
from segmentation.ingest.kinds.bills.columns import DATE_COLUMN
from segmentation.ingest.kinds.bills.dates import is_day_of_visit
from segmentation.ingest.kinds.bills.kind import KIND as BILLS
from segmentation.ingest.kinds.profiles.columns import COLUMNS
from segmentation.ingest.known_shapes import find_days_across
from segmentation.ingest.looks import is_written_day, share_of
from segmentation.ingest.mapping import fold_table, propose_mapping
from segmentation.ingest.reasons import ODD_KEYS
from segmentation.ingest.stage import (
    LONGEST_TOTAL,
    TOTAL_LINE,
    TOTAL_WORDS,
    Desk,
    first_header,
    keep_texts,
    land_by,
    load_readable,
    make_stage,
    notice_doubles,
    take_stage,
    walk_ins,
)
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_, N_n, format_count, translator
from segmentation.language.text import fold_header
from segmentation.language.values import read_birthday, read_contacts, read_potential
from segmentation.warehouse import run

NO_CUSTOMER_COLUMN = N_(
    "No column with a customer code, phone or name was found. Say which column it is. The file has: {headers}."
)


_LEFT = re.compile(r"^(?!.*积分)(会员|储值|卡内?|账户)?(余额|结余)(元)?$|^(card|account|storedvalue|giftcard)?balance$")
_DAYS = 0.8
_OF_MEMBERS = re.compile(
    r"生日(?!期)|出生|消费次数|上次消费|最后消费|最近消费|入会|开卡|办卡|成为(客户|会员)|成长值|birth|totalorders|totalspent|lastvisit|acceptsmarketing"
)

# of an account: when it was opened, not when anybody bought
_OPENED = re.compile(
    r"^(account)?(created|registered|joined|updated|modified)(at|on|date|time)?$|^(注册|创建|建档|更新|加入)(时间|日期)$"
)

LUNAR_WORDS = r"农|農|阴|陰|旧历|舊曆|lunar|^(是|对|有|√|✓|✔|y|yes|true|t)$"
YES_NO = r"^(是|否|对|有|无|√|✓|✔|×|y|n|yes|no|true|false|t|f|0|1|农历|阴历|公历|阳历|新历|lunar|solar)$"


def complete_profiles(mapping: dict[str, int], folded: Sequence[str], cells: Cells) -> None:
    """Complete the mapping of a file of customers by a phone; a firm that has a name is the customer, and not its contact."""
    find_phone(mapping, folded, cells)
    prefer_firm(mapping, folded, cells)


def is_profiles(headers: Sequence[str], sample: Sequence[Sequence[str]]) -> bool:
    """Whether a file has a customer and no bill, or fields of a profile beside a day that is headed as no day of a bill.

    A list of members that says how often each came, or what is left on his card, is one too where nothing numbers a bill; so is
    one of accounts (a name or a number with an e-mail or a phone) that says of each when it was opened, and has each once.
    """
    bills = propose_mapping(BILLS, headers, sample)
    profiles = propose_mapping(KIND, headers, sample)
    is_bills = "date" in bills and ("amount" in bills or {"quantity", "unit_price"} <= bills.keys())
    says_bills = bills.keys() & {"bill_no", "date", "amount", "product"} or _says_days(headers, sample, profiles)
    if not is_bills and profiles.keys() & set(KEY_COLUMNS) and not says_bills:
        return True
    keyed, numbered = profiles.keys() & {*KEY_COLUMNS, *NAME_PARTS}, bills.keys() & {"bill_no", "product"}
    if not is_bills and keyed and not numbered and any(_OF_MEMBERS.search(fold_header(header)) for header in headers):
        return True
    if not is_bills and not numbered and "amount" not in bills and _are_accounts(headers, sample, bills, profiles):
        return True
    if is_bills and "bill_no" not in bills and profiles.keys() & {"birthday", "lunar_birthday", "potential", "contacts", "note"}:
        said = fold_header(headers[bills["date"]])
        return said not in DATE_COLUMN.synonyms and not is_day_of_visit(said) and not _comes_again(bills, sample)
    return False


def _are_accounts(
    headers: Sequence[str], sample: Sequence[Sequence[str]], bills: Mapping[str, int], profiles: Mapping[str, int]
) -> bool:
    reached, called = profiles.keys() & {"phone", "email"}, profiles.keys() & {"customer_code", "name", *NAME_PARTS}
    opened = "date" in bills and _OPENED.search(fold_header(headers[bills["date"]]))
    if not (reached and called and opened):
        return False
    cells = [row[profiles[name]].strip() for name in sorted(reached)[:1] for row in sample]
    return len(sample) > 1 and len({*cells} - {""}) == len([cell for cell in cells if cell])


def _comes_again(mapping: Mapping[str, int], sample: Sequence[Sequence[str]]) -> bool:
    """Whether customers stand on several rows, a day each: a list of customers has each of them once."""
    place = next((mapping[name] for name in KEY_COLUMNS if name in mapping), None)
    keys = [] if place is None else [row[place].strip() for row in sample if row[place].strip()]
    return len(keys) > len(set(keys)) * 1.25


def _tell_balances(found: Examination) -> None:
    """Tell of a column that says what is left on cards: stored value is worked out from top-ups and what they paid."""
    headers = [name for name in found.names if _LEFT.search(fold_header(name))]
    if headers:
        text = N_(
            "“{header}” says what is left on cards. It is not taken: stored value is worked out from top-ups and from what cards "
            "paid. Import the till’s list of top-ups for it."
        )
        found.notices.append(Notice("balances_not_taken", text, 1, {"header": headers[0]}))


def _tell_unread(found: Examination) -> None:
    """Tell of the columns that a profile has no field for: they stay in the file."""
    headers = [
        name for name in found.names
        if name not in found.mapped_headers().values() and not name.startswith("#") and not _LEFT.search(fold_header(name))
    ]
    if headers:
        text = N_("{count} columns of this file are not taken, since a profile has no field for them: {headers}.")
        found.notices.append(Notice("columns_unread", text, len(headers), {"headers": ", ".join(headers)}))


def _says_days(headers: Sequence[str], sample: Sequence[Sequence[str]], profiles: Mapping[str, int]) -> bool:
    """Whether a column that is nothing of a profile holds days, under a header that is none of a member's days, or is one."""
    folded, cells = fold_table(headers, sample)
    return bool(find_days_across(headers)) or any(
        place not in profiles.values() and not OTHER_DATE.search(folded[place]) and share_of(column, is_written_day) >= _DAYS
        for place, column in enumerate(cells) if any(column)
    )


def examine_profiles(found: Examination, desk: Desk) -> None:
    """Stage and judge a file of profiles: ``lines`` and the spellings of birthdays, potentials and contacts."""
    values: dict[str, Any] = {
        "key": found.customer_key,
        "walk_in": walk_ins(found, desk),
        "first_header": first_header(found.readable),
        "total_words": list(TOTAL_WORDS),
        "longest_total": LONGEST_TOTAL,
        "total_line": TOTAL_LINE,
    }
    values |= _lunar_words(found)
    readable = load_readable(found, desk, values)
    born = partial(read_birthday, today=desk.limits.today)
    for column, read in (("birthday", born), ("potential", read_potential), ("contacts", read_contacts)):
        keep_texts(desk, column, f"{column}_spellings", pa.string(), read)
    stage = make_stage(desk, readable, values)
    take_stage(found, stage, "stage/profile_summary")
    _tell_balances(found)
    _tell_unread(found)
    totals = stage.rows("stage/profile_totals")[0]
    customers = totals["customers"]
    found.partly = totals["lines"] - found.accepted
    found.counts.update(customers=customers, new_customers=customers)
    run(desk.cursor, "stage/make_profile_who", **stage.values)
    if found.store_id is not None:
        [(new,)] = run(
            desk.cursor, "land/new_customers", store=found.store_id, walk_in=stage.values["walk_in"]
        ).fetchall()
        found.counts["new_customers"] = new
        _notice_strangers(found, desk)
    if customers < totals["lines"]:
        text = N_("{count} rows repeat a customer of this file; the last row counts.")
        found.notices.append(Notice("repeated_profiles", text, totals["lines"] - customers))
    notice_doubles(found, desk.cursor)


def _lunar_words(found: Examination) -> dict[str, str]:
    """Return what says that a birthday is a lunar one: its calendar, or yes where a column asks so; 1 only where it asks."""
    place = found.mapping.get("birthday_calendar")
    asks = place is None or re.search(r"是否|^is", fold_header(found.readable.headers[place]))
    return {"lunar_words": f"{LUNAR_WORDS}|^1$" if asks else LUNAR_WORDS, "yes_no": YES_NO}


def _notice_strangers(found: Examination, desk: Desk) -> None:
    told = "select count(distinct customer_key) from visits where store_id = $store"
    [(visited,)] = desk.warehouse.cursor().execute(told, {"store": found.store_id}).fetchall()
    new = found.counts["new_customers"]
    if visited and found.counts["customers"] and new * 2 > found.counts["customers"]:
        text = N_(
            "{count} of these customers have no bill under this key. If your bills name customers in another way "
            "(phone, name), choose that as the key."
        )
        found.notices.append(Notice("profiles_without_bills", text, new))


def figures(found: Examination, lang: str) -> list[ImportFigure]:
    """Return how many customers a file holds."""
    _ = translator(lang)
    new = _("{count} new").format(count=format_count(found.counts["new_customers"], lang))
    return [ImportFigure(_("Customer profiles"), format_count(found.counts["customers"], lang), new)]


KIND = Kind(
    key="customers",
    label=N_("Customer profiles"),
    words=Words(
        together=N_n("{count} customer profile", "{count} customer profiles", "customers"),
        undone=N_n(
            "What its {count} profile brought is taken out.", "What its {count} profiles brought is taken out.", "customers"
        ),
        figures=figures,
    ),
    columns=COLUMNS,
    turn=80,
    claims=is_profiles,
    complete=complete_profiles,
    first=KEY_COLUMNS,
    needs=(need_customer("no_customer_column", NO_CUSTOMER_COLUMN),),
    lines="stage/profile_lines",
    examine=examine_profiles,
    odd=ODD_KEYS | {
        "odd_birthdays": N_("The birthday in {count} rows is not a day, or none that anybody can have; it was left out."),
        "two_birthdays": N_("{count} rows have a solar and a lunar birthday; the solar one was taken."),
    },
    rejects="stage/profile_rejects",
    reasons={
        "potential": (N_("This is no potential (A, B, C or 1–100); the rest of the profile was taken"), "potential"),
        "contacts": (N_("This is no number of contacts; the rest of the profile was taken"), "contacts"),
    },
    land=land_by("land/profile_rows_from_profiles"),
    tables=("profile_rows",),
    counts=("customers", "new_customers"),
    counted="customers",
)
