"""What a lake says of itself: which tables it has, file by file with rows and money, and under what each store grades.

Every Parquet file carries the mark of the export that wrote it. A lake whose files are not those of its manifest was being
written, or changed by somebody else: it is refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from segmentation.lake.tables import VERSION
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.schemes import Scheme
from segmentation.schemes.reader import parse_scheme

MANIFEST = "lake.json"
EXPORT = b"export"  # in the metadata of every file
GRADED = "graded.json"  # of which export the grades beside it are
KIND = "customer grading lake"


@dataclass(frozen=True)
class Lake:
    """A lake that was looked at: where it is, and what its manifest says."""

    folder: Path
    said: dict[str, Any]

    @property
    def stores(self) -> list[dict[str, Any]]:
        """Its stores: store_id, store, first_day, last_day, cost_rates, marks; by scheme the version and settings."""
        return self.said["stores"]


def read_lake(folder: Path) -> Lake:
    """Return the lake in ``folder``; raises InputError where there is none, or of another version, or its files do not fit."""
    said = read_manifest(folder)
    if said is None:
        raise InputError("no_lake", N_("{path} is no lake. Write one with export-lake first."), path=str(folder))
    if said.get("version") != VERSION:
        message = N_("{path} was written by another version of this program. Export it again.")
        raise InputError("other_lake", message, path=str(folder))
    for file in said["files"]:
        path = folder / file["path"]
        found = pq.read_metadata(path) if path.is_file() else None
        mark = (found.metadata or {}).get(EXPORT, b"").decode() if found else ""
        if mark != said["export"] or found.num_rows != file["rows"]:
            raise InputError("torn_lake", N_("{file} is not as its lake says. Export the lake again."), file=file["path"])
    return Lake(folder, said)


def lake_scheme(lake: Lake, key: str) -> Scheme:
    """Return a scheme as the house had it when the lake was written; raises InputError where it had none of that key."""
    texts = lake.said["schemes"]
    if key not in texts:
        raise InputError("unknown_scheme", N_("There is no scheme “{key}”. There are: {keys}."), key=key, keys=", ".join(texts))
    return parse_scheme(texts[key], f"{key}.toml")


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return what the manifest in a folder says; None where there is none of ours."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) and said.get("kind") == KIND else None


def write_manifest(folder: Path, said: dict[str, Any]) -> None:
    """Put a manifest in the place of the one that is there, in one step."""
    part = folder / f".{MANIFEST}.part"
    part.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(folder / MANIFEST)
