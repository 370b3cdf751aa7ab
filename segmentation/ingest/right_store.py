"""Whether a file belongs to the store that it is read for: a person is asked where it names another house, or nobody is known."""

from __future__ import annotations

import json

from segmentation.ingest.examination import Examination, Question
from segmentation.ingest.title import demo_in, is_same_house
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.warehouse import Warehouse

ENOUGH_KNOWN = 30  # customers of a store: with fewer, that all of a file are new says little
ENOUGH_NEW = 10  # customers of a file
SOME_KNOWN = 5  # customers of a store, and of a file: that all are new is told


def ask_right_store(warehouse: Warehouse, found: Examination) -> None:
    """Ask where the title of a file names another house than its store, or all its customers are new to a store with many.

    A house under whose name a file of the store landed before, because somebody said so or named the store by himself, is the
    store's: it is asked about once.
    """
    _tell_demo(found)
    if found.store_id is None or found.already is not None or found.mends is not None:
        return
    if found.house and _is_other_house(found.house, found.store, _houses(warehouse, found)):
        text = N_(
            "The file says that it is of “{house}”, and it is to be imported into “{store}”. Choose the other store, "
            "or say that it belongs here (in the shell: --right-store)."
        )
        values = {"house": found.house, "store": found.store}
    elif found.counts["known_by_phone"] or found.counts["known_by_email"]:
        _tell_known_otherwise(found)
        return
    elif (known := _known_to_none_of(warehouse, found)) < ENOUGH_KNOWN or found.counts["customers"] < ENOUGH_NEW:
        if known >= SOME_KNOWN:
            _tell_all_new(warehouse, found, known)
        return
    else:
        text = N_(
            "None of the {customers} customers of the file is known in “{store}”, which has {known}. Choose another store "
            "or another customer key, or say that it belongs here (in the shell: --right-store)."
        )
        values = {"customers": f"{found.counts['customers']:,}", "store": found.store, "known": f"{known:,}"}
    answer = found.choices.right_store
    found.questions.append(Question("other_store", text, values, "right_store", ("yes",), answer, found.amount or None))


def _tell_demo(found: Examination) -> None:
    """Tell of a file whose title or house calls itself a demonstration, unless the store does, too."""
    if (said := demo_in([*found.readable.titles, found.house])) and not demo_in([found.store]):
        text = N_("The file calls itself a demonstration or a trial (“{title}”). Do its bills belong among those of “{store}”?")
        found.notices.append(Notice("demo_data", text, 1, {"title": said, "store": found.store}))


def _tell_known_otherwise(found: Examination) -> None:
    """Tell how many customers of a file, new by their keys, have a phone or e-mail that the store knows; a person merges them."""
    if not found.counts["known_by_phone"]:
        text = N_(
            "{emails} of the {customers} customers of the file have an e-mail that the store knows already, under another key. "
            "They count twice until the records are merged: each is proposed in the customer's file (in the shell: merges)."
        )
        values = {name: f"{found.counts[count]:,}" for name, count in (("emails", "known_by_email"), ("customers", "customers"))}
        found.notices.append(Notice("known_by_email", text, found.counts["known_by_email"], values))
        return
    text = N_(
        "{phones} of the {customers} customers of the file have a phone that the store knows already, under another key. They "
        "count twice until the records are merged: each is proposed in the customer's file (in the shell: merges)."
    )
    values = {name: f"{found.counts[count]:,}" for name, count in (("phones", "known_by_phone"), ("customers", "customers"))}
    found.notices.append(Notice("known_by_phone", text, found.counts["known_by_phone"], values))


def _tell_all_new(warehouse: Warehouse, found: Examination, known: int) -> None:
    """Tell that a store of few customers knows none of the file's, and where files told them apart by something else before."""
    told = "select report from batches where store_id = $store and undone_at is null order by batch_id desc"
    reports = (json.loads(report) for (report,) in warehouse.cursor().execute(told, {"store": found.store_id}).fetchall())
    keys = [
        report["mapping"].get({"code": "customer_code"}.get(key, key)) for report in reports
        if (key := report.get("customer_key"))
    ]
    here = found.mapped_headers().get(found.customer_key)
    values = {"customers": f"{found.counts['customers']:,}", "known": f"{known:,}"}
    text = N_("None of the {customers} customers of the file is known in the store, which has {known}. Is it the right store?")
    before = next(filter(None, keys), None)
    if here and before and before != here:
        text = N_(
            "None of the {customers} customers of the file is known in the store, which has {known}: they were told apart by "
            "“{before}” until now, and here by “{header}”. The same people stand there twice until they are merged."
        )
        values |= {"before": before, "header": here}
    found.notices.append(Notice("all_new", text, found.counts["customers"], values))


def _is_other_house(house: str, store: str, before: set[str]) -> bool:
    """Whether a file of ``house`` is of another one than the store, by its name and by the houses of its files ``before``.

    A store that is called by its chain, or 店, may have files of any branch: what tells there is that all others were of another.
    """
    if house in before:
        return False
    return not is_same_house(house, store) or (bool(before) and not any(is_same_house(house, other) for other in before))


def _houses(warehouse: Warehouse, found: Examination) -> set[str]:
    """Return the houses that the store's files name, in a title or in a column of houses."""
    told = "select report from batches where store_id = $store and undone_at is null"
    rows = warehouse.cursor().execute(told, {"store": found.store_id}).fetchall()
    return {house for (report,) in rows if (house := json.loads(report).get("house"))}


def _known_to_none_of(warehouse: Warehouse, found: Examination) -> int:
    """Return how many customers the store has, where a file of enough customers brings none of them; else 0."""
    if not SOME_KNOWN <= found.counts["customers"] == found.counts["new_customers"]:
        return 0
    told = "select count(*) from customers where store_id = $store and not is_walk_in"
    return warehouse.cursor().execute(told, {"store": found.store_id}).fetchall()[0][0]
