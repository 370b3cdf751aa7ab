"""Finding a customer by what one remembers of him: part of his name or phone, his code, the initials of his name in pinyin."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa

from segmentation.language.i18n import counter, format_count, translator
from segmentation.language.pinyin import BETWEEN, initials_pattern
from segmentation.language.text import clean
from segmentation.warehouse import Warehouse

MOST = 50
LEAST_DIGITS = 3  # of a phone: two stand in nearly every one
PHONE_SIGNS = frozenset("0123456789 +-()")


class Found(NamedTuple):
    """Whom a text finds: the first of them (``rows``: customer, name, phone, module, region, last_visit), and how many in all."""

    text: str
    rows: pa.Table
    customers: int


def find_customers(warehouse: Warehouse, store_id: int, text: str, most: int = MOST) -> Found:
    """Return the customers of a store whom ``text`` finds, whom it fits best first; walk-ins are nobody.

    It is looked for in names, keys, codes and e-mails, whatever its case; of a phone any part of three digits or more will do,
    written in any way; letters also find names by the initials of their pinyin (sxx: 单雄信). Of those who fit alike, whoever was
    here last comes first, then the key decides. A blank text finds nobody.
    """
    wanted = " ".join(clean(text).split()).lower()
    digits = "".join(each for each in wanted.removeprefix("+86") if each.isdigit()) if PHONE_SIGNS.issuperset(wanted) else ""
    characters = warehouse.table("measures/people/name_characters", store=store_id)["letter"].to_pylist()
    asked = {
        "store": store_id, "text": wanted, "digits": digits if len(digits) >= LEAST_DIGITS else None, "between": BETWEEN,
        "pattern": initials_pattern(wanted, characters), "limit": most if wanted else 0,
    }
    rows = warehouse.table("measures/people/found", **asked)
    customers = rows["hits"][0].as_py() if rows.num_rows else 0
    return Found(wanted, rows.drop_columns(["fit", "hits"]), customers)


def finding_found(found: Found, lang: str) -> str:
    """Return in words how many were found, and of how many the first are listed."""
    _, _n = translator(lang), counter(lang)
    if not found.text:
        return _("Type a name, a phone, a code, or the initials of a name in pinyin (sxx).")
    if not found.customers:
        return _("Nobody fits “{text}”.").format(text=found.text)
    text = _n("One customer fits “{text}”.", "{count} customers fit “{text}”.", found.customers)
    said = text.format(count=format_count(found.customers, lang), text=found.text)
    if found.rows.num_rows == found.customers:
        return said
    more = _("The first {count} are listed; type more of it.").format(count=format_count(found.rows.num_rows, lang))
    return said + ("" if lang == "zh" else " ") + more
