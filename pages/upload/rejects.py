"""Rows that were not understood: to look at, and to download, mend and upload again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from pages.shared.downloads import offer
from pages.shared.language import Markdown, _, current_language, plain
from segmentation.ingest.rejects import reason_text, rejects_csv
from segmentation.language.i18n import format_count
from segmentation.warehouse import Warehouse


def show_rejects(rejects: list[dict[str, Any]], reasons: list[dict[str, Any]]) -> None:
    """Draw each reason with its count, then rows that were not understood: line (with its sheet), column, value, reason."""
    lang = current_language()
    st.markdown("\n".join(f"- {plain(reason_text(each, lang))}" for each in reasons))
    columns = {"line": _("Line"), "column": _("Column"), "value": _("Value"), "reason": _("Reason")}
    rows = [{**row, "value": row["value"] or _("(empty)"), "reason": _(row["reason"])} for row in rejects]
    rows = [{**row, "line": f"{row['sheet']} {row['line']}"} if "sheet" in row else row for row in rows]
    st.dataframe({label: [row[name] for row in rows] for name, label in columns.items()}, hide_index=True, width="stretch")


def offer_rejects(warehouse: Warehouse, report: dict[str, Any], key: str, label: Markdown | None = None) -> None:
    """Draw the button that downloads a batch's rejects in the file's own columns."""
    lang = current_language()
    offer(
        label or _("Download the {count} rows").format(count=format_count(report["rejected"], lang)),
        lambda: rejects_csv(warehouse, report["batch"], lang),
        _("{file} not understood").format(file=Path(report["file"]).stem) + ".csv", "text/csv", key, comes_back=True,
        help=_("Mend the rows in Excel, save, and upload that file: the import is then completed"),
    )
