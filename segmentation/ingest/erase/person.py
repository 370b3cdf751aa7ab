"""Who somebody is: all his keys, and every text that tells him."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.warehouse import Cursor, run

ANONYMOUS = "anon-"  # begins the key under which the money of somebody erased goes on
LONG_CODE = re.compile(r".*[^\d].{3,}|.{3,}[^\d].*|\d{7,}")  # one that is no amount, year or count by chance
ERASED_BEFORE = N_("{customer} was erased before: nothing is left that tells who it is.")
PHONE = re.compile(r"\d{7,}")


@dataclass(frozen=True)
class Person:
    """Somebody of a store: ``keys`` maps each key of his to the anonymous one that takes its place, ``customer``'s first.

    ``told`` are (own key, kind, text) of names, phones, e-mails and codes; ``shared`` those texts that somebody else has too;
    ``namesakes`` the keys of others with a name of his; ``longer`` other names that one of his is part of.
    """

    store_id: int
    customer: str
    keys: dict[str, str]
    told: tuple[tuple[str, str, str], ...]
    shared: frozenset[str]
    namesakes: frozenset[str]
    longer: tuple[str, ...]
    elsewhere: tuple[str, ...] = ()
    parted: tuple[tuple[str, str, str], ...] = field(default=())  # key, name, new key: his, parted from somebody's key
    meant: frozenset[str] = frozenset()  # names of his that are a room, a way of paying, a dish or the like of others
    managers: frozenset[str] = frozenset()  # names of his that are a manager's

    def texts(self, *kinds: str) -> list[str]:
        """Return what was said of him, of these kinds, the longest first."""
        found = {text for _key, kind, text in self.told if kind in kinds}
        return sorted(found, key=lambda text: (-len(text), text))

    @property
    def own(self) -> list[str]:
        """Phones, e-mails and long codes that he alone has: erased wherever they stand."""
        kept = [text for text in self.texts("phone", "email", "code") if text not in self.shared and "*" not in text]
        return [text for text in kept if "@" in text or PHONE.fullmatch(text) or LONG_CODE.fullmatch(text)]

    @property
    def names(self) -> list[str]:
        """Names that tell him in a text: of two characters at least, no masked ones, none that is a room or the like."""
        found = [text for text in self.texts("name") if "*" not in text and text not in self.meant]
        return [text for text in found if len(re.sub(r"[\s·•]", "", text)) > 1]

    @property
    def letters(self) -> list[str]:
        """Names of one character: nobody can tell where they mean him in texts of others."""
        return [text for text in self.texts("name") if len(text) == 1]

    def is_bare_name(self, key: str) -> bool:
        """Whether a key of his is nothing but a name."""
        kinds = {kind for _own, kind, text in self.told if text == key}
        return "name" in kinds and not kinds & {"phone", "email", "code"}


def find_person(cursor: Cursor, store_id: int, customer: str, given: Mapping[str, str] | None = None) -> Person:
    """Return who stands under a key, of a store; ``given`` are anonymous keys by the keys that they are to take the place of.

    Somebody may have no record of his own: who stands in top-ups, contacts, payments or ratings alone, or whose phone or e-mail
    stands in other texts alone, is known by that. Raises InputError for nobody, a walk-in, and who was erased before.
    """
    given = given or {}
    store = {"store": store_id}
    gone = cursor.execute(
        "select customer_key from same_people where store_id = $store and own_key = $key", {**store, "key": customer}
    ).fetchall()
    customer = gone[0][0] if gone else customer
    known = cursor.execute(
        "select is_walk_in from customers where store_id = $store and customer_key = $key", {**store, "key": customer}
    ).fetchall()
    by_rows = not known and run(cursor, "land/person_rows_elsewhere", store=store_id, key=customer).fetchall()
    if known == [(True,)] or (not known and not by_rows and not is_contact(customer)):
        raise InputError("unknown_profile", N_("There is no customer {customer} in this store."), customer=customer)
    if cursor.execute(
        "select 1 from erased_keys where store_id = $store and customer_key = $key", {**store, "key": customer}
    ).fetchall():
        raise InputError("erased_before", ERASED_BEFORE, customer=customer)
    merged = cursor.execute(
        "select own_key from same_people where store_id = $store and customer_key = $key order by own_key",
        {**store, "key": customer},
    ).fetchall()
    each_key = (customer, *(row[0] for row in merged))
    keys = {key: given.get(key) or f"{ANONYMOUS}{secrets.token_hex(6)}" for key in each_key}
    hold_keys(cursor, keys)
    told = tuple(run(cursor, "land/person_told", store=store_id).fetchall())
    if not known:  # whom no file names: his key is what tells him, and nothing else
        said = "code" if customer.isascii() else "name"
        kind = "email" if "@" in customer else "phone" if PHONE.fullmatch(customer) else said
        told = (*(each for each in told if each[2] != customer), (customer, kind, customer))
    names = [text for _key, kind, text in told if kind == "name"]
    meant = run(cursor, "land/person_meant", store=store_id, names=names).fetchall()
    asked = {**store, "texts": [text for _key, kind, text in told if kind != "name"], "names": names}
    return Person(
        store_id, customer, keys, told,
        frozenset(_column(run(cursor, "land/person_shared", **asked).fetchall())),
        frozenset(_column(run(cursor, "land/person_namesakes", **asked).fetchall())),
        tuple(_column(run(cursor, "land/person_longer_names", **asked).fetchall())),
        tuple(_column(run(cursor, "land/person_elsewhere", **asked).fetchall())),
        tuple(cursor.execute(
            "select customer_key, other, new_key from person_rows where store_id = $store and rule = 'parted' "
            "and new_key in (select own_key from erased_now)", store,
        ).fetchall()),
        frozenset(text for text, kind in meant if kind == "value"), frozenset(text for text, kind in meant if kind == "manager"),
    )


def is_contact(text: str) -> bool:
    """Whether a text is a phone or an e-mail, which tells somebody wherever it stands.

    >>> is_contact("13800000005"), is_contact("a@b.cn"), is_contact("nobody"), is_contact("123")
    (True, True, False, False)
    """
    return bool(PHONE.fullmatch(text) or re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", text))


def hold_keys(cursor: Cursor, keys: dict[str, str]) -> None:
    """Keep on the cursor which anonymous key takes the place of each of his."""
    cursor.execute("create or replace temp table erased_now (own_key varchar, anonymous_key varchar)")
    cursor.execute(
        "insert into erased_now select unnest($own), unnest($anonymous)", {"own": list(keys), "anonymous": list(keys.values())}
    )


def _column(rows: Iterable[tuple[str]]) -> list[str]:
    return [row[0] for row in rows]
