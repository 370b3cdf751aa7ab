"""The statements of ``warehouse/sql`` in the words of Spark, which Sail speaks too.

sqlglot turns the grammar; what it cannot know without types, or what Spark answers otherwise, is turned here:

- a value is written in as a literal of its own type;
- ``quantile_disc`` takes the element at a whole place of the sorted values, as Spark's own answer is an approximation;
- ``//`` over ``hugeint`` is (a − a mod b) / b in 38 digits, which is exact: Spark's ``div`` has 64 bits;
- ``sign`` is a case: there it is a float, and money would become one;
- ``unnest(range(…))`` explodes a sequence that may be empty: Spark's would count down.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import sqlglot
from sqlglot import exp

from segmentation.warehouse import statement

WIDEST = "decimal(38, 0)"


def spark_statement(name: str, values: Mapping[str, Any], **read: str) -> str:
    """Return the named statement, as ``warehouse.statement`` gives it, in Spark's words with ``values`` written in.

    Raises KeyError for a value that it asks for and that is not given.
    """
    return spark_text(statement(name, **read), values)


def spark_text(sql: str, values: Mapping[str, Any]) -> str:
    """Return a query of DuckDB in Spark's words with ``values`` written in; raises KeyError as ``spark_statement`` does."""
    tree = _parsed(sql).copy()
    for asked in list(tree.find_all(exp.Parameter, exp.Placeholder)):
        asked.replace(literal(values[asked.name]))
    _put_side_by_side(tree)
    for turn in TURNS:
        tree = tree.transform(turn)
    return tree.sql(dialect="spark", comments=False)


def tables_read(sql: str) -> set[str]:
    """Return the names of the tables that a query of DuckDB reads and does not make itself."""
    tree = _parsed(sql)
    made = {each.alias_or_name for each in tree.find_all(exp.CTE)}
    return {table.name for table in tree.find_all(exp.Table) if table.name} - made


def literal(value: Any) -> exp.Expression:
    """Return a value as SQL that any engine reads as the same value of the same type; raises TypeError for other kinds.

    >>> literal(date(2026, 9, 30)).sql("spark"), literal(["a'b"]).sql("spark"), literal(None).sql("spark")
    ("CAST('2026-09-30' AS DATE)", "ARRAY('a\\\\'b')", 'NULL')
    """
    match value:
        case None:
            return exp.null()
        case bool():
            return exp.Boolean(this=value)
        case int():
            return exp.Paren(this=exp.Literal.number(value))
        case Decimal():
            return exp.Paren(this=exp.Literal.number(f"{value:f}"))
        case str():
            return exp.Literal.string(value)
        case date():
            return exp.cast(exp.Literal.string(value.isoformat()), "date")
        case list() | tuple():
            return exp.Array(expressions=[literal(each) for each in value])
    raise TypeError(type(value))


@cache
def _parsed(sql: str) -> exp.Expression:
    return sqlglot.parse_one(sql, read="duckdb")


def _put_side_by_side(tree: exp.Expression) -> None:
    """Put the expressions of each used statement beside it, under names of their own: two may have a step of the same name."""
    own, side_by_side = tree.args.get("with_") or tree.args.get("with"), []
    for used in own.expressions if own else ():
        inner = used.this.args.get("with_") or used.this.args.get("with")
        if inner:
            inner.pop()
            last = inner.expressions[-1]  # which is selected whole
            names = {step.alias: f"{used.alias}__{step.alias}" for step in inner.expressions[:-1]}
            for step in inner.expressions:
                for table in step.this.find_all(exp.Table):
                    if table.name in names:
                        table.set("alias", table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(table.name)))
                        table.set("this", exp.to_identifier(names[table.name]))
            for step in inner.expressions[:-1]:
                step.set("alias", exp.TableAlias(this=exp.to_identifier(names[step.alias])))
                side_by_side.append(step)
            used.set("this", last.this)
        side_by_side.append(used)
    if own:
        own.set("expressions", side_by_side)


def _generator_alone(node: exp.Expression) -> exp.Expression:
    """A generator stands in no cast there, and its rows have the type already."""
    return node.this if isinstance(node, exp.Cast) and isinstance(node.this, exp.Unnest | exp.Explode) else node


def _element_at_a_place(node: exp.Expression) -> exp.Expression:
    """The last value within a share of the rows, their number being rounded up: counted, not approximated."""
    if not isinstance(node, exp.PercentileDisc):
        return node
    values = exp.func("array_sort", exp.func("collect_list", node.this))
    places = exp.Ceil(this=exp.Mul(this=exp.Count(this=node.this.copy()), expression=exp.paren(node.expression)))
    return exp.func("element_at", values, exp.cast(places, "int"))


def _whole_quotient(node: exp.Expression) -> exp.Expression:
    """A quotient of numbers wider than 64 bits: what is left over is taken off first, so that the decimal quotient is whole."""
    if not isinstance(node, exp.IntDiv) or not any(cast.is_type("int128") for cast in node.left.find_all(exp.Cast)):
        return node
    left, right = exp.paren(node.left), exp.paren(node.right)
    whole = exp.paren(exp.Sub(this=left, expression=exp.Mod(this=left.copy(), expression=right.copy())))
    return exp.cast(exp.Div(this=whole, expression=right), WIDEST)


def _widest(node: exp.Expression) -> exp.Expression:
    return exp.cast(node.this, WIDEST) if isinstance(node, exp.Cast) and node.is_type("int128") else node


def _exact_sign(node: exp.Expression) -> exp.Expression:
    if not isinstance(node, exp.Sign):
        return node
    return exp.paren(exp.case().when(exp.LT(this=node.this, expression=exp.Literal.number(0)), "-1").when(
        exp.GT(this=node.this.copy(), expression=exp.Literal.number(0)), "1"
    ).else_("0"))


TURNS = (_generator_alone, _element_at_a_place, _whole_quotient, _widest, _exact_sign)
