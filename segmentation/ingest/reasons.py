"""Words that several kinds of upload share: why a row was not understood, why one is left out, what is odd about it."""

from __future__ import annotations

from segmentation.language.i18n import N_

DAYS = {  # reason -> what is said, and the column at fault
    "date_missing": (N_("The date is missing"), "date"),
    "date": (N_("This is not a day"), "date"),
    "too_early": (N_("The day is before the earliest day of the store (page Settings, Stores)"), "date"),
    "future": (N_("The day is in the future"), "date"),
}
ROWS: dict[str, tuple[str, str | None]] = {
    "too_many_columns": (N_("The row has more cells than the header (a separator inside a text?)"), None),
    "wrong_delimiter": (N_("The row separates its cells in another way than the rest of the file"), None),
    "other_encoding": (N_("The line is in another encoding than the rest of the file; check its texts"), None),
    "customer_missing": (N_("No customer code, phone or name"), None),
}
SKIPPED = {
    "title": N_("title lines above the header"),
    "total": N_("total lines"),
    "header": N_("repeated headers"),
    "note": N_("notes without a date and an amount"),
    "repeated": N_("repeated rows"),
    "walk_in": N_("rows of walk-ins"),
}
ODD_KEYS = {
    "damaged_ids": N_(
        "{count} rows carry a number that a spreadsheet shortened (such as 1.38E+10); it was left out. "
        "Export these columns as text."
    ),
    "masked_phones": N_("{count} rows carry a masked phone (138****0000), which does not tell customers apart."),
}
