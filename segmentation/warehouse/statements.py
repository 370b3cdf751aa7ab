"""Statements by name: ``segmentation/warehouse/sql/<name>.sql``.

A statement may begin with ``-- uses: a, b`` lines: each named statement then stands before it as a common table
expression of that name (``facts/days`` as ``days``). What it reads by a name of its own, of one statement or another, is
given to ``statement``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

SQL = Path(__file__).parent / "sql"


@cache
def statement(name: str, **read: str) -> str:
    """Return the text of ``sql/<name>.sql`` with the statements that it uses put before it.

    ``read`` says which statements stand before it under names of their own. Raises FileNotFoundError for an unknown name.
    """
    parts: dict[str, str] = {}
    parts |= {meant: _collect(source, parts) for meant, source in read.items()}
    body = _collect(name, parts)
    if not parts:
        return body
    used = ",\n".join(f"{part.rpartition('/')[2]} as (\n{text}\n)" for part, text in parts.items())
    lead, rest = re.fullmatch(r"((?:--[^\n]*\n|\s)*(?:create [^\n]* as\n)?)(.*)", body, flags=re.DOTALL).groups()
    own = re.match(r"with\s+", rest)
    return f"{lead}with {used}" + (f",\n{rest[own.end() :]}" if own else f"\n{rest}")


def _collect(name: str, parts: dict[str, str]) -> str:
    text = (SQL / f"{name}.sql").read_text(encoding="utf-8").strip().rstrip(";")
    for line in re.findall(r"^-- uses: (.+)$", text, flags=re.MULTILINE):
        for used in (word.strip() for word in line.split(",")):
            if used not in parts:
                parts[used] = _collect(used, parts)
    return text


def parameters(sql: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of ``values`` that ``sql`` names as ``$name``: DuckDB refuses superfluous ones."""
    named = set(re.findall(r"\$([a-z_]+)", sql))
    return {name: value for name, value in values.items() if name in named}
