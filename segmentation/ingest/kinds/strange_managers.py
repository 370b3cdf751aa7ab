"""Names of managers in a file that the store does not know: told, with whom they may mean; they count as they are written."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from segmentation.ingest.examination import Examination
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_

NAMED = 5
ALIKE = 0.5  # two names of two characters that share one
STRANGE = N_(
    "Rows with managers whom the store does not know: {count}, {names}. They count under these names. Where one is misspelt, "
    "correct it in the file, take this import back and bring the file again; another name of somebody is set on the page Assign."
)


def tell_strange_managers(found: Examination, name: str) -> None:
    """Tell which managers a staged file names that neither bills, profiles nor register of the store do (statement ``name``)."""
    rows = found.stage.rows(name)
    if not rows:
        return
    known = [row["name"] for row in found.stage.rows("stage/known_manager_names")]
    said = ", ".join(_with_meant(row, known) for row in rows[:NAMED]) + (" …" if len(rows) > NAMED else "")
    found.notices.append(Notice("unknown_managers", STRANGE, sum(row["lines"] for row in rows), {"names": said}))


def _with_meant(row: dict[str, Any], known: list[str]) -> str:
    meant = get_close_matches(row["name"], sorted(known), 1, ALIKE)
    return f"{row['name']} ({meant[0]}?)" if meant else row["name"]
