"""A common table expression that many statements of one cursor begin with, worked out once: planning it is most of their time."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from segmentation.warehouse.statements import parameters, statement

Run = Callable[[str, Mapping[str, Any] | None], None]


class Shared:
    """The rows of a statement that others use (``-- uses: stage/judged``), kept in a temporary table until they may differ.

    They may once a statement writes one of the tables that they are ``over``, and where other values are given.
    """

    def __init__(self, name: str, over: Collection[str]) -> None:
        self.name = name.rpartition("/")[2]
        self._text = statement(name)
        self._expression = f"{self.name} as (\n{self._text}\n)"
        self._writes = re.compile(rf"\b(?:table|view|update|into|delete from)\s+(?:{'|'.join(map(re.escape, sorted(over)))})\b")
        self._kept_for: dict[str, Any] | None = None

    def rewritten(self, sql: str, values: Mapping[str, Any] | None, run: Run) -> tuple[str, Mapping[str, Any] | None]:
        """Return what is to be run in place of ``sql``, and with which values; ``run`` works the rows out where need be."""
        if self._expression not in sql:
            if self._writes.search(sql):
                self._kept_for = None
            return sql, values
        given = parameters(self._text, values or {})
        if self._kept_for != given:
            run(f"create or replace temp table {self.name}_once as {self._text}", given)
            self._kept_for = given
        if self._writes.search(sql):
            self._kept_for = None
        short = sql.replace(self._expression, f"{self.name} as (select * from {self.name}_once)")
        return short, parameters(short, values or {})
