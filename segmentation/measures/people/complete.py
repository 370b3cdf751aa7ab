"""How complete files are: of the fields that the house asks for, which are filled; and whose file to complete first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import counter, format_count, format_money_short, format_ratio, listed, translator
from segmentation.measures.grades.grading import grade_in_full
from segmentation.measures.managers.today import holders_on
from segmentation.measures.people.profile import LABELS, Known
from segmentation.schemes import Scheme, Value
from segmentation.settings.asked_fields import asked_fields
from segmentation.warehouse import Warehouse

ZERO = Decimal("0.00")
_NOBODY = pa.table({"contribution": pa.array([], pa.decimal128(18, 2))})


@dataclass(frozen=True)
class Completeness:
    """Of one file: which of the ``asked`` fields are ``filled``, as keys in the order in which they are asked for.

    ``hidden`` are asked for as well, but the account may not know whether they are filled: they are no part of ``asked``.
    """

    asked: tuple[str, ...]
    filled: tuple[str, ...]
    hidden: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(field for field in self.asked if field not in self.filled)

    @property
    def share(self) -> float | None:
        return len(self.filled) / len(self.asked) if self.asked else None


@dataclass(frozen=True)
class Incomplete:
    """Whose file to complete first, as of a day: the customers of the best grade of whom something is missing.

    ``rows`` has who brings most first: customer, name, tier, contribution (CNY), last_visit, phone, module, manager, filled,
    asked (counts of fields), missing (keys of fields, with a blank between). ``customers`` are all of that grade, ``tier`` is its
    key, ``share`` of all their fields that are asked for are filled (None where there is nobody). ``asked`` is without what is
    ``hidden`` from the account.
    """

    rows: pa.Table
    tier: str
    customers: int
    asked: tuple[str, ...]
    share: float | None
    hidden: tuple[str, ...] = ()

    @property
    def contribution(self) -> Decimal:
        """What those bring of whom something is missing (CNY)."""
        return pc.sum(self.rows["contribution"]).as_py() or ZERO


def completeness(fields: Mapping[str, Known], asked: Sequence[str], hidden: Collection[str] = ()) -> Completeness:
    """Return which of the fields ``asked`` for are filled in a file; of ``hidden`` ones nothing is told.

    >>> found = completeness({"phone": Known("phone", "138"), "birthday": Known("birthday")}, ("phone", "birthday"))
    >>> found.filled, found.missing, found.share
    (('phone',), ('birthday',), 0.5)
    """
    told = tuple(field for field in asked if field not in hidden)
    filled = tuple(field for field in told if fields[field].text)
    return Completeness(told, filled, tuple(field for field in asked if field in hidden))


def read_incomplete(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, on: date, settings: Mapping[str, Value]
) -> Incomplete:
    """Return whose file to complete first, with the bills up to ``as_of`` and what was known of profiles on ``on``."""
    grades = grade_in_full(warehouse, store_id, scheme, as_of, settings)
    best, every = grades.filter(pc.equal(grades["tier_no"], 1)), asked_fields(warehouse, store_id)
    hidden = tuple(field for field in every if field in warehouse.rights.hidden_fields)
    asked = tuple(field for field in every if field not in hidden)
    if not asked:
        return Incomplete(_NOBODY, scheme.tier_keys[0], best.num_rows, asked, None, hidden)
    wanted = pa.table({"customer_key": best["customer"]})
    frames = {
        "grades": best,
        "asked_fields": pa.table({"field": list(asked), "place": pa.array(range(len(asked)), pa.int32())}),
        "known_fields": warehouse.over("facts/known_fields", {"asked": wanted}, store=store_id, on=on),
        "holders": holders_on(warehouse, store_id, as_of, on),
    }
    rows = warehouse.over("measures/people/completed", frames)
    filled = pc.sum(rows["filled"]).as_py()
    share = filled / (rows.num_rows * len(asked)) if rows.num_rows else None
    return Incomplete(rows.filter(pc.is_valid(rows["missing"])), scheme.tier_keys[0], rows.num_rows, asked, share, hidden)


def missing_text(missing: str | Sequence[str], lang: str) -> str:
    """Return missing fields (keys, or their text with blanks between) in words.

    >>> missing_text("phone birthday", "en"), missing_text((), "zh")
    ('Phone, Birthday', '')
    """
    _ = translator(lang)
    return listed((_(LABELS[field]) for field in (missing.split() if isinstance(missing, str) else missing)), lang)


def hidden_text(hidden: Sequence[str], lang: str) -> str:
    """Return which fields are hidden from the account and do not count; "" where none is.

    >>> hidden_text(("phone", "birthday"), "en"), hidden_text((), "en")
    ('hidden from your account and not counted: Phone, Birthday', '')
    """
    text = translator(lang)("hidden from your account and not counted: {fields}")
    return text.format(fields=missing_text(hidden, lang)) if hidden else ""


def finding_incomplete(found: Incomplete, scheme: Scheme, lang: str, *, of_one: bool = False) -> str:
    """Return in words how many of the best grade lack something, what they bring, and whose file to complete first.

    ``of_one`` says that they are those of one manager, who reads it.
    """
    _, _n = translator(lang), counter(lang)
    grade = scheme.tier(found.tier).label[lang]
    if not found.customers:
        return _("Nobody is in {grade} yet.").format(grade=grade)
    if not found.asked:
        return _("All that the house asks for is hidden from your account.")
    if not found.rows.num_rows and of_one:
        text = _n(
            "The file of your one customer in {grade} is complete.",
            "The files of all your {count} customers in {grade} are complete.", found.customers,
        )
        return text.format(count=format_count(found.customers, lang), grade=grade)
    if not found.rows.num_rows:
        text = _n(
            "The file of the one customer in {grade} is complete.", "The files of all {count} customers in {grade} are complete.",
            found.customers,
        )
        return text.format(count=format_count(found.customers, lang), grade=grade)
    text = _n(
        "{count} of {customers} customers in {grade} lacks something in the file; they bring {money}.",
        "{count} of {customers} customers in {grade} lack something in their files; they bring {money}.", found.rows.num_rows,
    )
    if of_one:
        text = _n(
            "{count} of your {customers} customers in {grade} lacks something in the file; they bring {money}.",
            "{count} of your {customers} customers in {grade} lack something in their files; they bring {money}.",
            found.rows.num_rows,
        )
    first = found.rows.slice(0, 1).to_pylist()[0]
    said = text.format(
        count=format_count(found.rows.num_rows, lang), customers=format_count(found.customers, lang), grade=grade,
        money=format_money_short(found.contribution, lang),
    )
    start = _("Begin with {name}: {missing}.").format(
        name=first["name"] or first["customer"], missing=missing_text(first["missing"], lang)
    )
    return said + ("" if lang == "zh" else " ") + start


def share_text(share: float | None, lang: str) -> str:
    """Return how much is filled; an en dash where there is nobody."""
    return "–" if share is None else format_ratio(share, lang, 0)
