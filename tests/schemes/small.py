"""Small schemes as TOML texts, and facts as literal rows, so that a rule can be held against what one works out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.measures.grades.grading import place_customers, read_facts
from segmentation.schemes import Scheme, parse_scheme
from segmentation.warehouse import Warehouse

AS_OF = date(2026, 9, 30)
SETTINGS = ("window", "frequency", "measure", "regrade")


def text_of(rule: str, tiers: Mapping[str, str], head: str = "", tail: str = "", defaults: Mapping[str, str] | None = None) -> str:
    """Return a scheme's file: ``tiers`` are keys, the best first, with what the rule needs of each; ``head`` and ``tail`` go
    before and behind the tiers."""
    said = {"window": "365", "frequency": "visits", "measure": "contribution", "regrade": "day", **(defaults or {})}
    parts = [f'key = "small"\nrule = "{rule}"\nlabel = {_both("小")}\nsummary = {_both("小")}\n{head}']
    for number, (key, own) in enumerate(tiers.items(), start=1):
        texts = "\n".join(f"{name} = {_both(key)}" for name in ("label", "meaning", "advice", "norms"))
        parts.append(f'[[tiers]]\nkey = "{key}"\ncolour = "#0000{number:02}"\n{texts}\n{own}')
    parts.append(tail)
    parts += [f'[[settings]]\ncommon = "{name}"\ndefault = "{value}"' for name, value in said.items()]
    return "\n\n".join(part for part in parts if part) + "\n"


def scheme_of(rule: str, tiers: Mapping[str, str], head: str = "", tail: str = "", **defaults: str) -> Scheme:
    """Return the scheme of ``text_of``."""
    return parse_scheme(text_of(rule, tiers, head, tail, defaults))


def place(warehouse: Warehouse, scheme: Scheme, customers: Mapping[str, Mapping[str, Any]], **settings: str) -> dict[str, dict[str, Any]]:
    """Return tier and score columns of each customer, in their order, from facts written as literal values.

    A fact that is not written is 0, of a date the as-of day; ``last_visit`` None is a profile without a visit.
    """
    chosen = {**scheme.defaults(), **scheme.parse(settings)}
    schema = read_facts(warehouse, 1, AS_OF, chosen, scheme).schema
    rows = [
        {field.name: _fact(field, {"store_id": 1, "customer_key": key, "last_visit": AS_OF, **said}) for field in schema}
        for key, said in customers.items()
    ]
    placed = place_customers(warehouse, scheme, pa.Table.from_pylist(rows, schema), chosen)
    scores = {name: column.to_pylist() for name, column in scheme.spec.scores(placed).items()}
    found = {
        row["customer_key"]: {
            "tier": scheme.tier_keys[row["tier_no"] - 1] if row["tier_no"] else None,
            **{name: values[at] for name, values in scores.items()},
        }
        for at, row in enumerate(placed.to_pylist())
    }
    return {key: found[key] for key in customers}


def tiers(warehouse: Warehouse, scheme: Scheme, customers: Mapping[str, Mapping[str, Any]], **settings: str) -> dict[str, str | None]:
    """Return the tier of each customer, as ``place``."""
    return {key: row["tier"] for key, row in place(warehouse, scheme, customers, **settings).items()}


def bringing(amounts: Iterable[str | int | Decimal], **more: Any) -> dict[str, dict[str, Any]]:
    """Return customers c01, c02 … who bring these amounts."""
    return {f"c{number:02}": {"contribution": amount, **more} for number, amount in enumerate(amounts, start=1)}


def _fact(field: pa.Field, said: Mapping[str, Any]) -> Any:
    if field.name in said:
        value = said[field.name]
        return Decimal(str(value)) if value is not None and pa.types.is_decimal(field.type) else value
    never = said["last_visit"] is None and field.name in ("first_visit", "recency_days", "known_days")
    if never or pa.types.is_string(field.type) or field.name in ("growth", "cost", "score"):
        return None
    if pa.types.is_boolean(field.type):
        return False
    if field.name == "profit":
        return Decimal(str(said.get("contribution", 0)))
    return AS_OF if pa.types.is_date(field.type) else Decimal(0) if pa.types.is_decimal(field.type) else 0


def _both(text: str) -> str:
    return f'{{ zh = "{text}", en = "{text}" }}'


STARS = {
    "s5": 'from = 4.5\nstars = 5\nclass = "A"', "s4": 'from = 4\nstars = 4\nclass = "A"', "s3": 'from = 3\nstars = 3\nclass = "B"',
    "s2": 'from = 2.5\nstars = 2\nclass = "B"', "s1": 'stars = 1\nclass = "C"',
}


def criteria(**weights):
    return "\n".join(
        f'[[criteria]]\nkey = "{key}"\nweight = {weight}\nlabel = {{ zh = "{key}项", en = "{key.title()} Mark" }}'
        for key, weight in weights.items()
    )


def card(lowest=1, highest=5, tiers=STARS, **weights):
    return scheme_of("scorecard", tiers, f"scale = {{ lowest = {lowest}, highest = {highest} }}", criteria(**weights))


def ago(days):
    return AS_OF - timedelta(days=days)
