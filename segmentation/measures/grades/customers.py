"""The graded list, page by page: filtered, sorted and counted in SQL over a list that is graded already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, counter, format_count, format_money_short, format_ratio, translator
from segmentation.language.pinyin import BETWEEN, are_initials, initials_pattern
from segmentation.measures.grades.grading import BY_STANDARD, COLUMNS
from segmentation.warehouse import Warehouse

NONE = ""  # in an address: the customers without a tier, a module or a manager

Choice = str | None
LISTS = ("tiers", "modules", "managers", "regions")  # what is filtered by wanted values


@dataclass(frozen=True)
class Filters:
    """Which customers of a graded list are wanted; an empty field lets everybody pass.

    ``tiers``, ``modules``, ``managers`` and ``regions`` hold the wanted values, None among them meaning "has none".
    ``recency_from`` and ``recency_to`` are days since the last visit, both ends included; with either, who
    has not visited yet is left out. ``text`` is found literally, whatever its case, in key, name or phone.
    ``group`` is the number of a saved group: whoever lists takes its members first (``measures/groups``).
    """

    tiers: tuple[Choice, ...] = ()
    modules: tuple[Choice, ...] = ()
    managers: tuple[Choice, ...] = ()
    recency_from: int | None = None
    recency_to: int | None = None
    text: str = ""
    regions: tuple[Choice, ...] = ()
    group: str = ""

    def to_query(self) -> dict[str, list[str]]:
        """Return the filters as query parameters, only those that are set.

        >>> Filters(tiers=("A", None), recency_to=60, text="王").to_query()
        {'tiers': ['A', ''], 'recency_to': ['60'], 'text': ['王']}
        """
        query: dict[str, list[str]] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, tuple) and value:
                query[field.name] = [NONE if choice is None else choice for choice in value]
            elif not isinstance(value, tuple) and value not in (None, ""):
                query[field.name] = [str(value)]
        return query

    @classmethod
    def from_query(cls, query: Mapping[str, str | Sequence[str]]) -> Filters:
        """Return the filters that an address carries; what is no filter, or no number of days, is passed over.

        >>> Filters.from_query({"tiers": ["A", ""], "recency_to": "60", "page": "2"})
        Filters(tiers=('A', None), modules=(), managers=(), recency_from=None, recency_to=60, text='', regions=(), group='')
        """
        found: dict[str, Any] = {}
        for name in LISTS:
            found[name] = tuple(choice or None for choice in dict.fromkeys(_listed(query.get(name, ()))))
        for name in ("recency_from", "recency_to"):
            days = "".join(_listed(query.get(name, ()))[:1])
            found[name] = int(days) if days.isascii() and days.isdigit() and len(days) < 7 else None
        found["group"] = "".join(each for each in _listed(query.get("group", ()))[:1] if each.isascii() and each.isdigit())
        return cls(**found, text="".join(_listed(query.get("text", ()))[:1]))


@dataclass(frozen=True)
class Page:
    """A page of a graded list: its ``rows``, and of all that pass the filters the number and contribution (CNY).

    ``with_bill`` is how many of those have a bill in the window.
    """

    rows: pa.Table
    customers: int
    contribution: Decimal
    with_bill: int = 0


def customers_page(
    grades: pa.Table,
    warehouse: Warehouse,
    filters: Filters = Filters(),
    sort: str = "tier",
    limit: int | None = 100,
    offset: int = 0,
    *,
    descending: bool = False,
) -> Page:
    """Return a page of ``grades``, a list as ``grade`` made it, of the customers that pass ``filters``.

    Columns as in ``grade``, the scheme's score columns included. Sorted by the column ``sort``, texts by character code, nulls
    last either way, ties in the order of the graded list; ``limit`` None gives all. Raises InputError for a column that
    does not exist.
    """
    second = BY_STANDARD if BY_STANDARD in grades.column_names else "contribution_rank"
    known = [second if name == "contribution_rank" else name for name in COLUMNS]
    scores = [name for name in grades.column_names if name not in known]
    if sort not in (*known, *scores):
        message = N_("There is no column “{name}”. There are: {names}.")
        raise InputError("unknown_column", message, name=sort, names=", ".join([*known, *scores]))
    if replace(filters, group="") == Filters() and sort == "tier" and not descending:  # the list as it stands
        rows = grades.slice(offset, limit)
        billed = pc.or_(pc.greater(grades["frequency"], 0), pc.not_equal(grades["contribution"], Decimal(0)))
        return Page(rows, grades.num_rows, pc.sum(grades["contribution"]).as_py() or Decimal("0.00"), pc.sum(billed).as_py() or 0)
    values = _values(filters)
    listed = grades.select(known).rename_columns(COLUMNS).append_column("searched", _searched(grades, values["text"]))
    numbered = listed.append_column("row_no", pa.array(np.arange(grades.num_rows)))
    number, text = _sortable(grades, sort if sort in scores else None)
    numbered = numbered.append_column("score_number", number).append_column("score_text", text)
    found = warehouse.over(
        "measures/grades/grades_page", {"grades": numbered},
        **values, sort="score" if sort in scores else COLUMNS[known.index(sort)], descending=descending,
        limit=limit, offset=offset,
        tier_order=_tier_order(grades),
    )
    # the filters are paid for once: each row of the page carries the total, and only a page without rows has to ask for it
    total = found if found.num_rows else warehouse.over("measures/grades/grades_total", {"grades": listed}, **values)
    first = total.slice(0, 1).to_pylist()[0]
    return Page(grades.take(found["row_no"]), first["customers"], first["contribution"], first["with_bill"])


def filter_choices(grades: pa.Table, warehouse: Warehouse) -> dict[str, dict[Choice, int]]:
    """Return what ``grades`` can be filtered by: for tier, module, manager and region each value and its customers, most
    first."""
    found: dict[str, dict[Choice, int]] = {"tier": {}, "module": {}, "manager": {}, "region": {}}
    for row in warehouse.over("measures/grades/filter_choices", {"grades": grades}).to_pylist():
        found[row["column_name"]][row["value"] or None] = row["customers"]
    return found


def finding_page(
    page: Page, customers: int, contribution: Decimal, period: str, lang: str, *, of_one: bool = False
) -> str:
    """Return how many customers pass the filters and what they bring, of the ``customers`` and ``contribution`` of all.

    ``period`` says in words over which days. Where all are listed, those who have a bill in it are who brought something.
    ``of_one`` says that all are those of one manager, who reads it.
    """
    _n = counter(lang)
    if page.customers == customers:
        text = _n(
            "{billed} customer has a bill in {period}: {money}", "{billed} customers have bills in {period}: {money}",
            page.with_bill,
        )
    elif of_one:
        text = _n(
            "{shown} of your {all} customer: {money}, {share} of what all of yours bring",
            "{shown} of your {all} customers: {money}, {share} of what all of yours bring", customers,
        )
    else:
        text = _n(
            "{shown} of {all} customer: {money}, {share} of what all of them bring",
            "{shown} of {all} customers: {money}, {share} of what all of them bring", customers,
        )
    return text.format(
        billed=format_count(page.with_bill, lang), shown=format_count(page.customers, lang),
        all=format_count(customers, lang), period=period,
        money=format_money_short(page.contribution, lang),
        share=format_ratio(page.contribution / contribution if contribution > 0 else None, lang),
    )


def listed_text(page: Page, customers: int, contribution: Decimal, lang: str, *, of_one: bool = False) -> str:
    """Return what a list holds beside its finding: how many are in it with and without a bill, or of what whole it is a part.

    ``of_one`` as of ``finding_page``.
    """
    _ = translator(lang)
    if page.customers != customers:
        text = _("your {all} customers bring {money} in all") if of_one else _("{all} customers bring {money} in all")
        return text.format(
            all=format_count(customers, lang), money=format_money_short(contribution, lang)
        )
    text = _("{all} listed: {billed} with a bill in the window, {others} without")
    return text.format(
        all=format_count(customers, lang), billed=format_count(page.with_bill, lang),
        others=format_count(customers - page.with_bill, lang),
    )


def _sortable(grades: pa.Table, name: str | None) -> tuple[pa.ChunkedArray | pa.Array, pa.ChunkedArray | pa.Array]:
    """Return a score column as what it can be sorted by: numbers, or texts; the other one is null."""
    number, text = pa.nulls(grades.num_rows, pa.float64()), pa.nulls(grades.num_rows, pa.string())
    if name is None:
        return number, text
    column = grades[name]
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return number, column
    return column.cast(pa.float64()), text


def _searched(grades: pa.Table, text: str | None) -> pa.ChunkedArray | pa.Array:
    """Return what a text is looked for in: key, name and phone in small letters, and the text itself where it is the initials of
    the name in pinyin (sxx: 单雄信). Arrow is quicker at them than the engine."""
    if text is None:
        return pa.nulls(grades.num_rows, pa.string())
    parts = (grades[name].cast(pa.string()) for name in ("customer", "name", "phone"))
    searched = pc.utf8_lower(pc.binary_join_element_wise(*parts, "\0", null_handling="replace"))
    if not are_initials(text):
        return searched
    names = pc.replace_substring_regex(pc.utf8_lower(pc.fill_null(grades["name"].cast(pa.string()), "")), BETWEEN, "")
    pattern = initials_pattern(text, set("".join(pc.unique(names).to_pylist())))
    meant = pc.if_else(pc.match_substring_regex(names, pattern), text.lower(), "")
    return pc.binary_join_element_wise(searched, meant, "\0")


def _listed(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _values(filters: Filters) -> dict[str, Any]:
    lists = {
        name: [NONE if choice is None else choice for choice in getattr(filters, name)] or None
        for name in LISTS
    }
    return {
        **lists, "recency_from": filters.recency_from, "recency_to": filters.recency_to, "text": filters.text.strip() or None
    }


def _tier_order(grades: pa.Table) -> list[str]:
    """Return the tiers of a graded list in its own order, which is the best first."""
    return [tier for tier in pc.unique(grades["tier"]).to_pylist() if tier is not None]
