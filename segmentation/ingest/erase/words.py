"""What the places are called from which somebody is erased."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from segmentation.ingest.erase.erasing import Preview
from segmentation.ingest.erase.sweep import Place
from segmentation.language.i18n import N_, format_count, format_moment, listed, translator
from segmentation.warehouse.backups import Backup

WHERE = {
    "bills": N_("Bills"), "bill_lines": N_("Dishes"), "bill_cells": N_("Other columns of bills"),
    "bill_names": N_("Names on bills"),
    "stored_value": N_("Top-ups"), "payments": N_("Payments"),
    "remembered": N_("Answers kept for files"), "profile_rows": N_("Profiles, with their history"), "customers": N_("Profiles"),
    "contacts": N_("Contact log"), "care_notes": N_("Win-back notes"), "ratings": N_("Ratings"),
    "rejects": N_("Rows not understood"),
    "batches": N_("Reports of imports and edits"), "settings": N_("Slides and settings"), "visits": N_("Days of visits"),
    "snapshot_tiers": N_("Grade by month"), "kept_chances": N_("Forecasts by month"),
    "person_rows": N_("Merged records"), "same_people": N_("Merged records"),
    "saved_groups": N_("Saved groups"), "group_customers": N_("Saved groups"),
    "trials": N_("Drawn by lot"), "trial_customers": N_("Drawn by lot"),
}
WHAT = {
    "customer_key": N_("key"), "own_key": N_("key"), "new_key": N_("key"), "other": N_("key"), "name": N_("name"),
    "phone": N_("phone"), "email": N_("e-mail"), "birthday": N_("birthday"), "note": N_("note"), "code": N_("code"),
    "cells": N_("cells"), "value": N_("text"),
    "region": N_("region"), "sheet": N_("sheet"), "file_name": N_("file"),
}


def place_label(place: Place, lang: str) -> str:
    """Return what a place is called: Profiles: phone; one that has no word goes by its table.

    >>> place_label(("contacts", "note"), "en"), place_label(("kept_gaps", "customer_key"), "en")
    ('Contact log: note', 'Derived figures: key')
    """
    _ = translator(lang)
    table, column = place
    where, what = _(WHERE.get(table, N_("Derived figures"))), _(WHAT.get(column, N_("text")))
    return _("{where}: {what}").format(where=where, what=what)


def told_places(places: Iterable[tuple[str, str, int]], lang: str) -> list[tuple[str, int]]:
    """Return what places (table, column, rows) are called with their rows, those of one name summed; by name."""
    told: Counter[str] = Counter()
    for table, column, rows in places:
        told[place_label((table, column), lang)] += rows
    return sorted(told.items())


LEFT = {
    "letter": N_(
        "A name of one letter cannot be looked for in texts of others: read through the notes that may mean the person."
    ),
    "manager": N_("The person is an account manager by name as well: the manager stays."),
    "meant": N_(
        "The name is also that of a room, a way of paying, a dish or the like: there, and in texts of others, the word stays."
    ),
    "groups": N_(
        "Saved groups that look for the name or a part of it, as others have it too, go on doing so and keep the others: {count}."
    ),
    "values": N_("Rooms, ways of paying, dishes or the like that hold the name stay as they are: {count} rows."),
}


def left_text(left: Iterable[tuple[str, int]], lang: str) -> list[str]:
    """Return what could not be cleared (reason, count), a sentence each.

    >>> left_text([("values", 2)], "en")
    ['Rooms, ways of paying, dishes or the like that hold the name stay as they are: 2 rows.']
    """
    _ = translator(lang)
    return [_(LEFT[reason]).format(count=format_count(count, lang)) for reason, count in left]


def warnings_of(preview: Preview, lang: str) -> list[str]:
    """Return what whoever erases has to know first: what stays, what would bring the person back, what lies elsewhere."""
    _ = translator(lang)
    said = []
    if preview.shared:
        said.append(_("Somebody else has {texts} as well: there it stays.").format(texts=listed(preview.shared, lang)))
    if preview.namesakes:
        said.append(_(
            "Others with the same name: {count}. Their own rows stay as they are; in texts of third persons and on slides the "
            "name is taken out."
        ).format(count=format_count(preview.namesakes, lang)))
    if preview.bare:
        said.append(_(
            "Nothing but a name tells who this is. A name alone holds nobody off: a later file that says it brings it back."
        ))
    said += left_text(preview.left, lang)
    if preview.elsewhere:
        said.append(_("{stores} seem to know the same person: erase there too.").format(stores=listed(preview.elsewhere, lang)))
    said.append(_(
        "Only backups in the folder “backups” beside the warehouse are looked through; copies elsewhere are not known."
    ))
    said.append(_(
        "Files outside the warehouse (the till's own, exports, decks, printed pages) are not touched: delete those that name the "
        "person."
    ))
    return said


def backup_text(backup: Backup, holds: bool | None, lang: str) -> str:
    """Return a backup that holds somebody as a line: its file, when it was made, and that it cannot be read where that is so."""
    _ = translator(lang)
    text = _("{file}, of {moment}") if holds else _("{file}, of {moment} (cannot be read; it may hold the person)")
    return text.format(file=backup.path.name, moment=format_moment(backup.made_at, lang))
