"""The passports that were read, as the collection of a consultant: one a house, the newest, kept in the warehouse.

The key of a house is remembered at the first reading, and stays remembered when the house is taken out. A file that another key
signed is not taken until a person says that it is the house: it may be a new machine of the house, another house of the same
name, or somebody who makes figures up. Nor is one of the same key that has hardly a figure in common with the one there, for
the same months. A second house of a name is kept as "name (2)", and later files of it go there by its key and its figures.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pyarrow as pa

from segmentation.language.errors import InputError, Unchanged
from segmentation.language.i18n import N_, format_day, translator
from segmentation.measures.benchmark.keys import fingerprint
from segmentation.measures.benchmark.passports import Passport, read_passport
from segmentation.warehouse import Cursor, Warehouse

MOST_FILES, MOST_HOUSES = 30, 200
TAKEN, SAME, OLDER, NEW_KEY, TWIN, REFUSED = "taken", "same", "older", "new_key", "twin", "refused"
ASKED = (NEW_KEY, TWIN)  # a person says whether it is the house, or another one of its name
LEAST_COMMON, ALIKE = 3, 4  # figures of the same months from which on it can be told; of one house one in so many is the same
WORDS = {
    TAKEN: N_("Taken into the collection: {house}, made on {day}."),
    SAME: N_("{house}, made on {day}, stands in the collection already."),
    OLDER: N_("Not taken: {house}, made on {day}, goes up to {as_of}; the collection has a newer one."),
    NEW_KEY: N_(
        "Not taken: {house} is signed with another key ({new}) than the one remembered ({known}). Ask the house. Take it only if "
        "it says that the key is its own."
    ),
    TWIN: N_(
        "Not taken: {house}, made on {day}, has hardly a figure in common with what the collection has of it for these months."
        " It may be another house of that name."
    ),
}


@dataclass(frozen=True)
class Reading:
    """What became of a file: ``state`` (TAKEN … REFUSED), its passport by the name it is kept by, fingerprints, the error."""

    state: str
    passport: Passport | None = None
    key: str = ""
    known: str = ""
    error: InputError | None = None

    def text(self, lang: str) -> str:
        """Return in a sentence what became of it."""
        if self.error or self.passport is None:
            return self.error.text(lang) if self.error else ""
        return translator(lang)(WORDS[self.state]).format(
            house=self.passport.house, day=format_day(self.passport.made_on, lang), new=self.key, known=self.known,
            as_of=format_day(self.passport.as_of, lang),
        )


def take_passport(
    warehouse: Warehouse, data: bytes, on: date, *, accept_key: bool = False, apart: bool = False
) -> Reading:
    """Take the passport in a file into the collection, in the place of what it has of that house, and return what became of it.

    Nothing is changed where it is refused, older than what is there, signed with another key than the house's, or with hardly
    a figure in common with it: unless ``accept_key`` says that it is the house (which has that key now), or ``apart`` that it is
    another one of its name, which is then kept beside it as "name (2)".
    """
    try:
        passport, key = read_passport(data)
        with warehouse.writing() as cursor:
            reading = _judged(cursor, passport, key, accept_key, apart)
            if reading.state != TAKEN:
                raise Unchanged
            _keep(cursor, reading.passport, key, on)
    except Unchanged:
        pass
    except InputError as error:
        return Reading(REFUSED, error=error)
    return reading


def list_houses(warehouse: Warehouse) -> list[dict[str, Any]]:
    """Return the houses of the collection by name: house, made_on, as_of, read_on, active_days, window_days, with_money,
    first_month, last_month, fingerprint."""
    rows = warehouse.rows("measures/benchmark/houses")
    return [{**row, "fingerprint": fingerprint(row.pop("public_key"))} for row in rows]


def remove_house(warehouse: Warehouse, house: str) -> bool:
    """Take a house out of the collection and return whether it was there; its key stays remembered."""
    with warehouse.writing() as cursor:
        found = cursor.execute("select count(*) from passports where house = $house", {"house": house}).fetchall()
        _forget(cursor, house)
    return found[0][0] > 0


def collection_values(warehouse: Warehouse) -> pa.Table:
    """Return the values of the collection: house, month (its first day), ratio, value (decimal of four places)."""
    return warehouse.cursor().arrow("select house, month, ratio, value from passport_months where value is not null order by all")


def left_out_of(warehouse: Warehouse, house: str, month: date) -> Mapping[str, str]:
    """Return what the passport of a house leaves out of a month, with the reason of each (``ratios.REASONS``)."""
    rows = warehouse.cursor().execute(
        "select ratio, left_out from passport_months where house = $house and month = $month and left_out is not null",
        {"house": house, "month": month},
    )
    return dict(rows.fetchall())


def _judged(cursor: Cursor, passport: Passport, key: bytes, accept_key: bool, apart: bool) -> Reading:
    names = _of_this_name(cursor, passport.house)
    own = [name for name, remembered in names.items() if remembered == key]
    alike = [name for name in own if _has_in_common(cursor, name, passport)]
    if apart and not alike:
        passport = replace(passport, house=_next_name(passport.house, names))
    elif alike:
        passport = replace(passport, house=alike[0])
    elif own and not accept_key:
        return Reading(TWIN, replace(passport, house=own[0]), fingerprint(key), fingerprint(key))
    elif own:
        passport = replace(passport, house=own[0])
    elif passport.house in names and not accept_key:
        return Reading(NEW_KEY, passport, fingerprint(key), fingerprint(names[passport.house]))
    house, state = {"house": passport.house}, TAKEN
    known = cursor.execute("select public_key from passport_keys where house = $house", house).fetchall()
    kept = cursor.execute("select made_on, as_of from passports where house = $house", house).fetchall()
    if kept and (passport.made_on, passport.as_of) < kept[0]:
        state = OLDER
    elif kept and known[0][0] == key and _has_all(cursor, passport):
        state = SAME
    elif not kept and cursor.execute("select count(*) from passports").fetchall()[0][0] >= MOST_HOUSES:
        raise InputError("passports_full", N_("The collection holds {most} houses already. Take one out."), most=str(MOST_HOUSES))
    return Reading(state, passport, fingerprint(key))


def _of_this_name(cursor: Cursor, house: str) -> dict[str, bytes]:
    """Return the remembered keys of the house and of those kept apart from it as "name (2)", by name."""
    rows = cursor.execute("select house, public_key from passport_keys").fetchall()
    numbered = re.compile(rf"{re.escape(house)}( \([2-9]\d*\))?")
    return {name: key for name, key in sorted(rows) if numbered.fullmatch(name)}


def _next_name(house: str, names: Collection[str]) -> str:
    return next(name for number in count(2) if (name := f"{house} ({number})") not in names) if house in names else house


def _has_in_common(cursor: Cursor, house: str, passport: Passport) -> bool:
    """Whether enough figures of the passport are those of the house, or too few are of the same months and windows to tell."""
    rows = cursor.execute(
        "select month, ratio, value from passport_months inner join passports using (house) where house = $house "
        "and value is not null and active_days = $active_days and window_days = $window",
        {"house": house, "active_days": passport.active_days, "window": passport.window},
    ).fetchall()
    kept = {(month, ratio): value for month, ratio, value in rows}
    said = {(month, ratio): value for month, ratio, value, _why in _rows(passport) if value is not None}
    both = [said[each] == kept[each] for each in said if each in kept]
    return len(both) < LEAST_COMMON or sum(both) * ALIKE >= len(both)


def _has_all(cursor: Cursor, passport: Passport) -> bool:
    """Return whether the collection has exactly what the passport says."""
    head = cursor.execute(
        "select made_on, as_of, active_days, window_days, with_money from passports where house = $house",
        {"house": passport.house},
    ).fetchall()
    rows = cursor.execute(
        "select month, ratio, value, left_out from passport_months where house = $house", {"house": passport.house}
    ).fetchall()
    said = (passport.made_on, passport.as_of, passport.active_days, passport.window, passport.with_money)
    return head == [said] and set(rows) == set(_rows(passport))


def _keep(cursor: Cursor, passport: Passport, key: bytes, on: date) -> None:
    _forget(cursor, passport.house)
    cursor.execute("delete from passport_keys where house = $house and public_key <> $key", {"house": passport.house, "key": key})
    cursor.execute(
        "insert into passport_keys select $house, $key, $on where not exists (select 1 from passport_keys where house = $house)",
        {"house": passport.house, "key": key, "on": on},
    )
    cursor.execute("insert into passports values ($house, $made_on, $as_of, $active_days, $window, $with_money, $read_on)", {
        "house": passport.house, "made_on": passport.made_on, "as_of": passport.as_of, "active_days": passport.active_days,
        "window": passport.window, "with_money": passport.with_money, "read_on": on,
    })
    months, ratios, values, reasons = zip(*_rows(passport), strict=True)
    cursor.register("read_months", pa.table({
        "house": pa.array([passport.house] * len(months), pa.string()), "month": pa.array(months, pa.date32()),
        "ratio": pa.array(ratios, pa.string()), "value": pa.array(values, pa.decimal128(14, 4)),
        "left_out": pa.array(reasons, pa.string()),
    }))
    cursor.execute("insert into passport_months by name from read_months")
    cursor.unregister("read_months")


def _rows(passport: Passport) -> list[tuple[date, str, Decimal | None, str | None]]:
    return [
        *((each.month, key, value, None) for each in passport.months for key, value in each.values.items()),
        *((each.month, key, None, why) for each in passport.months for key, why in each.left_out.items()),
    ]


def _forget(cursor: Cursor, house: str) -> None:
    for table in ("passport_months", "passports"):
        cursor.execute(f"delete from {table} where house = $house", {"house": house})
