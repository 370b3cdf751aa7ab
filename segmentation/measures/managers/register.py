"""The register of account managers of a store: who there is, what each may take, and which names are one person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import default_as_of
from segmentation.measures.movement.day_ends import kept_day
from segmentation.warehouse import Rights, Warehouse, seen_by

DEFAULT_RANK, DEFAULT_CAPACITY = 4, 80
NOW = date.max  # whatever was said so far counts
TITLES = (  # what follows a surname where a till names nobody in full
    "总经理", "副总", "经理", "主管", "店长", "总监", "部长", "领班", "老师", "先生", "女士", "小姐", "总", "姐", "哥",
)
_TITLED = re.compile(rf"([\u4e00-\u9fff])(?:{'|'.join(TITLES)})")
_FULL = re.compile("[\u4e00-\u9fff]{2,3}")
# what runs in read_holders for a day that is not kept
HOLDERS = ("facts/assigned", "facts/bill_managers", "facts/customer_managers")


@dataclass(frozen=True)
class Manager:
    """One manager: ``aliases`` are the other names that mean him; a day is None where he has always been, or still is, in office.

    ``first_bill`` and ``last_bill`` are the days of the first and last bill that names him, None where none does.
    """

    name: str
    rank: int = DEFAULT_RANK
    capacity: int = DEFAULT_CAPACITY
    phone: str | None = None
    from_day: date | None = None
    until_day: date | None = None
    aliases: tuple[str, ...] = ()
    first_bill: date | None = None
    last_bill: date | None = None

    def in_office(self, day: date) -> bool:
        """Whether he is in office on ``day``; his first and his last day are of it."""
        return (self.from_day is None or self.from_day <= day) and (self.until_day is None or day <= self.until_day)


    def takes(self, day: date) -> bool:
        """Whether customers may be given to him on ``day``: he is in office, and no last day of his is known."""
        return self.until_day is None and self.in_office(day)


@dataclass(frozen=True)
class Register:
    """The managers of a store by name, in alphabetical order, and whom every name means (``names``: name → manager).

    ``said`` is what an owner has said of a name, as it was written (field → text, None: nothing).
    """

    managers: tuple[Manager, ...]
    names: Mapping[str, str]
    said: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)

    def manager(self, name: str) -> Manager | None:
        """Return the manager whom ``name`` means, None for nobody's name."""
        meant = self.names.get(name)
        return next((each for each in self.managers if each.name == meant), None)

    def frame(self, day: date) -> pa.Table:
        """Return every name as SQL reads it: name, manager (whom it means), takes (whether he takes somebody on ``day``)."""
        takes = {each.name: each.takes(day) for each in self.managers}
        return pa.table({
            "name": pa.array(list(self.names), pa.string()),
            "manager": pa.array(list(self.names.values()), pa.string()),
            "takes": pa.array([takes[each] for each in self.names.values()], pa.bool_()),
        })


def read_managers(warehouse: Warehouse, store_id: int, as_of: date) -> Register:
    """Return the register of a store: names in bills up to ``as_of``, in profiles, and those that an owner added."""
    day = kept_day(warehouse, store_id, as_of)
    named = "facts/kept_named_on_bills" if day else "facts/named_on_bills"
    rows = warehouse.over("facts/manager_names", {"named": named}, store=store_id, as_of=day or as_of).to_pylist()
    met = {row["name"]: row for row in rows}
    said = {row["name"]: row for row in warehouse.rows("facts/manager_fields", store=store_id)}
    # who is meant by another name is there himself, though nothing else may name him
    everyone = sorted({*met, *said, *(row["same_as"] for row in said.values() if row["same_as"])})
    names = {name: _meant(name, said) for name in everyone}
    managers = [
        _manager(name, said.get(name, {}), [each for each, meant in names.items() if meant == name], met)
        for name in everyone if names[name] == name
    ]
    return Register(tuple(managers), names, said)


def _meant(name: str, said: Mapping[str, Mapping[str, Any]]) -> str:
    """Return whom a name means by way of other names; of names that mean each other, as an undo may leave them, the first."""
    passed = [name]
    while (following := said.get(passed[-1], {}).get("same_as")) and following not in passed:
        passed.append(following)
    return min(passed[passed.index(following) :]) if following else passed[-1]


def _manager(name: str, said: Mapping[str, Any], names: Iterable[str], met: Mapping[str, Mapping[str, Any]]) -> Manager:
    days = [met[each] for each in names if each in met and met[each]["first_bill"]]

    def day(name: str) -> date | None:
        return date.fromisoformat(said[name]) if said.get(name) else None

    return Manager(
        name, int(said.get("rank") or DEFAULT_RANK), int(said.get("capacity") or DEFAULT_CAPACITY), said.get("phone"),
        day("from_day"), day("until_day"), tuple(each for each in names if each != name),
        min((each["first_bill"] for each in days), default=None), max((each["last_bill"] for each in days), default=None),
    )


def has_ranks(warehouse: Warehouse, store_id: int) -> bool:
    """Return whether an owner has said of any manager of the store which rank he has."""
    return any(row["rank"] for row in warehouse.rows("facts/manager_fields", store=store_id))


def propose_aliases(register: Register) -> dict[str, str]:
    """Return which managers may be another name of whom: name → manager; a person accepts it, or says no, and
    is not asked again.

    A surname with a title (李经理) is the one manager whose full name begins with it, where no other does and no other title
    goes with the surname; and of names that differ in blanks or capitals alone the first in the alphabet stays.

    >>> names = ("李明", "李经理", "王芳", "王伟", "王总", "li ming", "Li Ming")
    >>> propose_aliases(Register(tuple(map(Manager, names)), {name: name for name in names}))
    {'李经理': '李明', 'li ming': 'Li Ming'}
    """
    names = [each.name for each in register.managers]
    titled = {name: found[1] for name in names if (found := _TITLED.fullmatch(name))}
    found = {}
    for name, surname in titled.items():
        full = [each for each in names if each not in titled and each.startswith(surname) and _FULL.fullmatch(each)]
        if len(full) == 1 and list(titled.values()).count(surname) == 1:
            found[name] = full[0]
    folded: dict[str, str] = {}
    for name in sorted(names):
        first = folded.setdefault("".join(name.split()).casefold(), name)
        if first != name:
            found[name] = first
    return {name: meant for name, meant in found.items() if register.said.get(name, {}).get("not_same") != meant}


def read_holders(warehouse: Warehouse, store_id: int, register: Register, as_of: date, said_by: date = NOW) -> pa.Table:
    """Return who looks after each customer of a store, as known on ``said_by`` and with the bills up to ``as_of``.

    One row per customer whom a person or a bill gave a manager: customer_key, manager (other names folded; null where a person
    took him away), is_assigned (else the bills name him), since (the day from which the assignment counts; null if named).
    """
    day = kept_day(warehouse, store_id, as_of)
    frames = {
        "known_managers": register.frame(as_of), "named": "facts/kept_bill_managers" if day else "facts/bill_managers",
    }
    return warehouse.over("facts/customer_managers", frames, store=store_id, as_of=day or as_of, said_by=said_by)


def own_customers(warehouse: Warehouse, store_id: int, manager: str | None) -> list[str]:
    """Return the keys of those whom ``manager``, under whatever name of his, looks after by all that was said so far.

    None for a name that nobody has, and in a store without bills.
    """
    as_of = default_as_of(warehouse, store_id)
    if as_of is None or not manager:
        return []
    register = read_managers(warehouse, store_id, as_of)
    holders = read_holders(warehouse, store_id, register, as_of)
    return holders.filter(pc.equal(holders["manager"], register.names.get(manager, manager)))["customer_key"].to_pylist()


def see(warehouse: Warehouse, rights: Rights) -> Warehouse:
    """Return ``warehouse`` as ``rights`` let see it (``seen_by``); a manager his customers."""
    return seen_by(warehouse, rights, lambda whole, store_id: own_customers(whole, store_id, rights.manager))


def find_manager(register: Register, name: str) -> Manager:
    """Return the manager whom ``name`` means; raises InputError for nobody's name, listing those there are."""
    found = register.manager(name)
    if found is None:
        known = ", ".join(each.name for each in register.managers) or "–"
        message = N_("There is no manager “{name}”. The managers are: {known}.")
        raise InputError("unknown_manager", message, name=name, known=known)
    return found


def read_leavers(warehouse: Warehouse, store_id: int, as_of: date) -> tuple[tuple[Manager, int], ...]:
    """Return whose last day is said and who still has customers, with how many of them, most first.

    His are those assigned to him and those whom bills alone name him, as on the page Handover.
    """
    register = read_managers(warehouse, store_id, as_of)
    leaving = {each.name: each for each in register.managers if each.until_day is not None}
    if not leaving:
        return ()
    holders = read_holders(warehouse, store_id, register, as_of, known_by(warehouse, store_id, as_of))
    counts = holders.group_by("manager").aggregate([("customer_key", "count")]).to_pylist()
    found = [(leaving[row["manager"]], row["customer_key_count"]) for row in counts if row["manager"] in leaving]
    return tuple(sorted(found, key=lambda each: (-each[1], each[0].name)))


def known_by(warehouse: Warehouse, store_id: int, as_of: date) -> date:
    """Return the day up to which counts what was said of managers: as known then for a day of the past, else whatever was said.

    A day is of the past where there are bills after it.
    """
    ask = {"store": store_id, "as_of": as_of}
    [(is_past,)] = warehouse.cursor().execute(
        "select count(*) > 0 from days where store_id = $store and day > $as_of", ask
    ).fetchall()
    return as_of if is_past else NOW


def read_history(warehouse: Warehouse, store_id: int, register: Register, customers: Sequence[str]) -> pa.Table:
    """Return to whom customers were assigned, and from when to when: customer_key, manager, since, until, the earliest first.

    since is null where he has always been his, until where he still is, manager where a person took him away from the one before.
    Other names are folded.
    """
    rows = warehouse.table("measures/managers/history", store=store_id, customers=list(customers))
    names = [None if name is None else register.names.get(name, name) for name in rows["manager"].to_pylist()]
    return rows.set_column(rows.column_names.index("manager"), "manager", pa.array(names, pa.string()))
