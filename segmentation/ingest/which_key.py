"""By which column the customers of a file are told apart, and whether the store knows them by another."""

from __future__ import annotations

from segmentation.ingest.columns import KEY_COLUMNS
from segmentation.ingest.evidence import MASKED, best_key
from segmentation.ingest.examination import Examination
from segmentation.ingest.questions import KEYS
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import N_
from segmentation.warehouse import Warehouse, fetch, run


def choose_key(warehouse: Warehouse, found: Examination) -> str:
    """Return the chosen key, else the first of code, phone, e-mail and name that tells customers apart; tell another in use."""
    if found.choices.customer_key:
        wanted = {"code": "customer_code"}.get(found.choices.customer_key, found.choices.customer_key)
        if wanted not in KEY_COLUMNS:
            raise InputError("unknown_key", N_("“{key}” is no customer key. Choose among: code, phone, email, name."), key=wanted)
        if wanted not in found.mapping and found.mapping.keys() & set(KEY_COLUMNS):
            raise InputError(
                "key_not_in_file",
                N_("The file has no column for the customer key “{key}”. Choose another key or map the column."),
                key=found.choices.customer_key,
            )
        return wanted
    present = [
        name
        for name in KEY_COLUMNS
        if name in found.mapping and any(row[found.mapping[name]].strip() for row in found.readable.sample)
    ]
    if not present:
        return next((name for name in KEY_COLUMNS if name in found.mapping), "name")
    first = best_key(found.key_evidence, present, found.mapping)
    present.sort(key=lambda name: name != first)
    _notice_masked(found, first)
    if found.store_id is not None and len(present) > 1:
        known = _count_known(warehouse, found)
        best = max(present, key=lambda name: known.get(name, 0))  # the first of equals
        if best != present[0]:
            label = next(column.label for column in found.spec.columns if column.name == best)
            found.notices.append(
                Notice(
                    "known_by_another_key",
                    N_(
                        "{count} customers of this file are known in this store by “{key}”; told apart by another key, they "
                        "would stand twice in the list. Say which key it is (in the shell: --customer-key {choice})."
                    ),
                    known[best],
                    {"key": label, "choice": KEYS[best]},
                )
            )
    return present[0]


def _notice_masked(found: Examination, key: str) -> None:
    masked = next((each for each in found.key_evidence if each.column == key and each.why_not == MASKED), None)
    if masked is None or masked.place not in found.mapping.values():
        return
    example = next(row[masked.place] for row in found.readable.sample if row[masked.place].strip())
    text = N_(
        "The customers are told apart by “{header}”, and it is masked ({example}): a mask names nobody, and such bills count as "
        "those of walk-ins. Export the file unmasked, or say which other column holds their account (in the shell: "
        "--map \"customer_code=its header\")."
    )
    found.notices.append(Notice("masked_key", text, masked.distinct, {"header": found.names[masked.place], "example": example}))


def _count_known(warehouse: Warehouse, found: Examination) -> dict[str, int]:
    """Return of each column how many customers of the sample the store knows where that one comes first, row by row as they land.

    A row without a phone is keyed by its e-mail though others are by their phones, and +86 138 0000 0001 is 13800000001: what
    stands in a column says by itself nothing of the keys.
    """
    cells = {
        name: [row[found.mapping[name]] or None if name in found.mapping else None for row in found.readable.sample]
        for name in KEY_COLUMNS
    }
    cursor = warehouse.cursor()
    run(cursor, "stage/text_macros")
    columns = {"codes": cells["customer_code"], "phones": cells["phone"], "emails": cells["email"], "names": cells["name"]}
    rows = fetch(cursor, "stage/known_by_keys", store=found.store_id, **columns).to_pylist()
    return {row["first"]: row["customers"] for row in rows}
