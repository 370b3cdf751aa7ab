"""The warehouse as an account may see it: statements read views cut to its rights, and a table without one is unknown.

The views stand in a catalog of their own, in memory, one for each set of rights. A cursor of it looks there for whatever a
statement names, so no statement, page or export has to know of rights, and none can forget them. ``version`` tells the rights
too, so what is kept by it in a cache is never handed to other rights.

A manager sees his customers with the grades that they have among all. Rules therefore read ``whole()``, the same stores uncut,
and hand on ``own(…)`` of what they found; a rule that reads a manager's cut is refused, so a rank among his customers alone never
passes for one.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.warehouse.copies import catalog
from segmentation.warehouse.cursor import Cursor, fetch
from segmentation.warehouse.cuts import KEYS, OF_OTHERS, OWN, REFUSED, keys_sql, numbers_sql, view_of
from segmentation.warehouse.database import Warehouse
from segmentation.warehouse.rights import ANALYST, CONSULTANT, MANAGER, OWNER, Rights

OwnCustomers = Callable[["Warehouse", int], list[str]]  # of a store: the keys of the manager's customers
WRITTEN = re.compile(
    r"\b(?:insert\s+(?:or\s+\w+\s+)?into|update|delete\s+from|merge\s+into)\s+(?!temp\.)([a-z_]+)", re.IGNORECASE
)
MAY_WRITE = {  # tables that a role changes; an owner of some stores all that stands in them
    CONSULTANT: {"settings", *OF_OTHERS}, ANALYST: {"settings"},
    MANAGER: {"contacts", "care_notes", "batches", "batch_days", "trials", "trial_customers"},
}
STORE_VALUES, BATCH_VALUES = ("store", "store_id", "stores"), ("batch", "batch_id", "batches")
CUSTOMER_VALUES = ("customer", "customer_key", "customers")


def may_write(rights: Rights, *tables: str) -> bool:
    """Return whether an account may write all of ``tables``; to whom names are masked, customers are numbers that nobody has.

    >>> may_write(Rights(MANAGER, None), "contacts"), may_write(Rights(MANAGER, None), "profile_rows")
    (True, False)
    """
    allowed = MAY_WRITE.get(rights.role)
    return (allowed is None or allowed.issuperset(tables)) and (rights.sees_names or {"settings", *OF_OTHERS}.issuperset(tables))


def not_allowed() -> InputError:
    """Return the error of what the rights of an account do not hold; it says nothing of what there is."""
    return InputError("not_allowed", N_("Your account may not do this. Ask the owner of the house."))


class Seen(Warehouse):
    """What ``rights`` let see of the warehouse ``plain``; ``own`` says which customers are a manager's.

    Reads as ``Warehouse`` does. ``writing`` refuses what is not the account's to change; copies, restores and rewriting are
    for the owner of everything. Raises InputError ``not_allowed``.
    """

    def __init__(self, plain: Warehouse, rights: Rights, own: OwnCustomers | None = None) -> None:
        self._plain, self._rights, self._own = plain, rights, own
        self.path, self.work_dir = plain.path, plain.work_dir
        self._cut = f"seen_{rights.mark}"
        self._making = threading.RLock()
        self._made_of: Any = None
        self._made_for = ""
        self._mine: dict[int, set[str]] = {}
        self._whole = Seen(plain, replace(rights, role=OWNER, manager=None)) if rights.role == MANAGER else self

    @property
    def rights(self) -> Rights:
        return self._rights

    @property
    def version(self) -> str:
        return f"{self._plain.version}-{self.rights.mark}"

    @property
    def version_but_contacts(self) -> str:
        return f"{self._plain.version_but_contacts}-{self.rights.mark}"

    @property
    def shelf(self) -> str:
        return f"@{self.rights.mark}"

    def whole(self) -> Warehouse:
        """Return the stores of the account with all their customers: what ranks reads this, and hands on ``own``."""
        return self._whole

    def own(self, rows: pa.Table, key: str = "customer_key", store_id: int | None = None) -> pa.Table:
        """Return those of the ``rows``, with a customer in the column ``key``, that the account may see.

        ``store_id`` says whose they are where no column does. Whoever stands nowhere (null) is left out.
        """
        if self.rights.role != MANAGER:
            return rows
        self.cursor().close()  # the customers as they are now
        mine = self._mine
        if store_id is None and "store_id" in rows.column_names:
            stores, keys = rows["store_id"].to_pylist(), rows[key].to_pylist()
            is_own = [each in mine.get(store, ()) for store, each in zip(stores, keys, strict=True)]
            return rows.filter(pa.array(is_own, pa.bool_()))
        known = set().union(*mine.values()) if store_id is None else mine.get(store_id, set())
        return rows.filter(pc.is_in(rows[key], pa.array(sorted(known), pa.string())))

    def house_customers(self) -> pa.Table:
        return self.cursor().arrow(numbers_sql(self._cut))

    def cursor(self) -> Cursor:
        cursor = self._plain.cursor()
        cursor.tell_by(self.telling)
        self._make(cursor)
        cursor.execute(f"use {self._cut}")
        return cursor

    def _make(self, cursor: Cursor) -> None:
        """Make the views where there are none yet, and bring whose customers are whose up to date."""
        root, version = self._plain.connection, self._plain.version_but_contacts
        if self._made_of is root and self._made_for == version:
            return
        with self._making:
            if self._made_of is not root:
                self._make_views(cursor)
                self._made_of, self._made_for = root, ""
            if self._made_for != version:
                real = catalog(cursor)
                cursor.register("house_numbers", fetch(cursor, "facts/house_customers"))
                cursor.execute(keys_sql(real, self._cut, "house_numbers", self.rights))
                cursor.unregister("house_numbers")
                if self.rights.role == MANAGER:
                    self._find_own(cursor)
                self._made_for = version

    def _make_views(self, cursor: Cursor) -> None:
        real, [(name,)] = catalog(cursor), cursor.execute("select current_catalog()").fetchall()
        cursor.execute(f"attach if not exists ':memory:' as {self._cut}")
        keys = "store_id integer, customer_key varchar, number integer, shown varchar"
        cursor.execute(f"create or replace table {self._cut}.main.{KEYS} ({keys})")
        cursor.execute(f"create or replace table {self._cut}.main.{OWN} (store_id integer, customer_key varchar)")
        tables: dict[str, dict[str, str]] = {}
        for table, column, kind in cursor.execute(
            "select table_name, column_name, data_type from information_schema.columns "
            "inner join information_schema.tables using (table_catalog, table_schema, table_name) "
            "where table_catalog = $name and table_type = 'BASE TABLE' order by table_name, ordinal_position", {"name": name}
        ).fetchall():
            tables.setdefault(table, {})[column] = kind
        for table, columns in tables.items():
            shown = view_of(table, columns, self.rights, real, self._cut)
            cursor.execute(f"create or replace view {self._cut}.main.{table} as {shown}")

    def _find_own(self, cursor: Cursor) -> None:
        bare = Seen(self._plain, replace(self.rights, role=OWNER, manager=None, sees_names=True, sees_phones=True))
        stores = [store for (store,) in bare.cursor().execute("select store_id from stores order by store_id").fetchall()]
        rows = [(store, key) for store in stores if self._own for key in sorted(self._own(bare, store))]
        told = cursor.execute(f"select store_id, customer_key, shown from {self._cut}.main.{KEYS}").fetchall()
        shown = {(store, key): number for store, key, number in told} if self.rights.is_masked else {}
        self._mine = {store: set() for store in stores}
        for store, key in rows:
            self._mine[store].add(shown.get((store, key), key))
        frame = pa.table({
            "store_id": pa.array([store for store, _key in rows], pa.int32()),
            "customer_key": pa.array([key for _store, key in rows], pa.string()),
        })
        cursor.register("found_own", frame)
        cursor.execute(f"create or replace table {self._cut}.main.{OWN} as select * from found_own")
        cursor.unregister("found_own")

    def check_ranking(self) -> None:
        if self.rights.role == MANAGER:  # a rank among his customers alone would pass for one among all
            raise not_allowed()

    def over(self, name: str, frames: Mapping[str, pa.Table | str], **values: Any) -> pa.Table:
        if name.startswith("tiers/"):
            self.check_ranking()
        return super().over(name, frames, **values)

    @contextmanager
    def telling(self) -> Iterator[None]:
        try:
            with self._plain.telling():
                yield
        except duckdb.InvalidInputException as error:
            if REFUSED in str(error):
                raise not_allowed() from error
            raise

    @contextmanager
    def writing(self, cursor: Cursor | None = None, *, only_contacts: bool = False) -> Iterator[Cursor]:
        """One transaction as of ``Warehouse.writing``, in which only what is the account's can be written."""
        if self.rights.is_masked and cursor is not None:
            raise not_allowed()  # what it holds is masked
        cursor = cursor or self.cursor()
        real = catalog(self._plain.cursor())
        cursor.execute(f"use {real}")
        cursor.check = partial(self._check, only_contacts=only_contacts, passed=set())
        try:
            with self._plain.writing(cursor, only_contacts=only_contacts):
                yield cursor
        except InputError as error:
            if self.rights.is_masked and error.code == "unknown_profile":  # he stands in the list, under a number
                raise not_allowed() from error
            raise
        finally:
            cursor.check = None
            cursor.execute(f"use {self._cut}")

    def _check(self, cursor: Cursor, sql: str, values: Mapping[str, Any], *, only_contacts: bool, passed: set[Any]) -> None:
        """Raise where a statement, or a frame that it is to read, of a transaction touches what is not the account's.

        Where nothing but contacts changes, as where one is taken back, it is by customers that a manager's right is told;
        batches that have ``passed`` are his, whatever of them is gone by now.
        """
        rights, written = self.rights, {table.lower() for table in WRITTEN.findall(sql)} - {"meta"}
        allowed = MAY_WRITE.get(rights.role)
        if rights.role == MANAGER and only_contacts:
            allowed = None
        if allowed is not None and written - allowed and written - allowed - self._temporary(cursor):
            raise not_allowed()
        is_own_shelf = str(values.get("name", "")).startswith(f"workshop{self.shelf}:")
        is_of_all = rights.stores is not None and 0 in _several(values, ("store_id",))
        if "settings" in written and not is_own_shelf and (allowed is not None or is_of_all):
            raise not_allowed()
        if rights.stores is not None:
            stores = _several(values, STORE_VALUES) | self._stores_of(cursor, _several(values, BATCH_VALUES))
            if stores - rights.stores - {0}:
                raise not_allowed()
        if rights.role == MANAGER:
            batches = _several(values, BATCH_VALUES) - passed
            his = _several(values, CUSTOMER_VALUES) | self._contacted(cursor, batches)
            if his - set().union(*self._mine.values()):
                raise not_allowed()
            passed |= batches

    @staticmethod
    def _stores_of(cursor: Cursor, batches: Collection[Any]) -> set[int]:
        if not batches:
            return set()
        ask = {"batches": [int(batch) for batch in batches]}
        found = cursor.unchecked("select distinct store_id from batches where list_contains($batches, batch_id)", ask)
        return {store for (store,) in found}

    @staticmethod
    def _contacted(cursor: Cursor, batches: Collection[Any]) -> set[str | None]:
        """Return the customers of batches of contacts; of another batch None, which is nobody's."""
        if not batches:
            return set()
        ask = {"batches": [int(batch) for batch in batches]}
        found = cursor.unchecked(
            "select contacts.customer_key from batches left join contacts using (batch_id) "
            "where list_contains($batches, batches.batch_id) and batches.undone_at is null", ask
        )
        return {customer for (customer,) in found}

    @staticmethod
    def _temporary(cursor: Cursor) -> set[str]:
        return {name for (name,) in cursor.unchecked("select table_name from duckdb_tables() where temporary")}

    def backup(self, target: Any) -> Any:
        raise not_allowed()

    def rewrite(self, change: Any) -> Any:
        raise not_allowed()

    def restore(self, source: Any) -> None:
        raise not_allowed()

    def close(self) -> None:
        """Leave the warehouse open: it is others' too."""


def _several(values: Mapping[str, Any], names: Iterable[str]) -> set[Any]:
    """Return what stands under these names, the members of lists each."""
    found: set[Any] = set()
    for value in (values.get(name) for name in names):
        found |= set(value) if isinstance(value, list | tuple) else {value}
    return found - {None}


_SEEN: WeakKeyDictionary[Warehouse, dict[Rights, Seen]] = WeakKeyDictionary()


def seen_by(warehouse: Warehouse, rights: Rights, own: OwnCustomers | None = None) -> Warehouse:
    """Return ``warehouse`` as ``rights`` let see it, always the same for the same rights; itself to who may see everything.

    ``own`` returns of a store the keys of the customers of a manager; without it he has none.
    """
    if rights.is_everything:
        return warehouse
    kept = _SEEN.setdefault(warehouse, {})
    if rights not in kept:
        kept[rights] = Seen(warehouse, rights, own)
    return kept[rights]
