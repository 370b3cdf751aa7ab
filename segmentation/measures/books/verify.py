"""Whether the warehouse still says what a certificate says, part by part."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from segmentation.ingest.books import Closing, list_closings
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, translator
from segmentation.measures.books.certificate import canonical, file_names, result_now, result_of
from segmentation.measures.books.month import read_book
from segmentation.measures.grades.grading import grade
from segmentation.settings.kept import scheme_settings
from segmentation.settings.own_schemes import all_schemes
from segmentation.warehouse import Warehouse

# as certified; only whose it is changed, on request; kept, but worked out anew it would be another; another
SAME, EXCUSED, LATER, OTHER = "same", "people", "later", "other"
LABELS = {
    "certificate": N_("The certificate is as it was made"),
    "closing": N_("The month is closed by this certificate"),
    "files": N_("The imports are those of the certificate"),
    "bills": N_("The bills of the month"),
    "whose": N_("Whose the bills are"),
    "sums": N_("The sums of the month"),
    "grades": N_("The kept grades of the month-end"),
    "anew": N_("The grades of the month-end, worked out anew"),
}
WORDS = {
    SAME: N_("as certified"), EXCUSED: N_("as certified, but people were erased or parted since"), OTHER: N_("not as certified"),
    LATER: N_("another result by now, as earlier months, merged customers or settings have changed; the kept grades stay"),
}

Counts = dict[tuple[str, str], tuple[int, Decimal]]  # of a scheme and tier: customers, and what they bring


@dataclass(frozen=True)
class Part:
    """One part of a certificate: ``state`` is a key of ``WORDS``; ``said`` and ``now`` where they differ."""

    key: str
    state: str
    said: str = ""
    now: str = ""


def verify(warehouse: Warehouse, store_id: int, closing: Closing) -> list[Part]:
    """Compare a closing that is kept here with what the warehouse says now."""
    return verify_file(warehouse, store_id, {"certificate": json.loads(closing.certificate), "sha256": closing.sha256})


def verify_file(warehouse: Warehouse, store_id: int, told: Mapping[str, Any]) -> list[Part]:
    """Compare a certificate that was handed out (as ``certificate_file`` writes it) with what the warehouse says now.

    Raises InputError for what is no certificate.
    """
    certificate, month = read_certificate(told)
    hashes, parts = certificate["hashes"], []
    own_hash = hashlib.sha256(canonical(certificate)).hexdigest()
    result_hash = hashlib.sha256(canonical(result_of(certificate))).hexdigest()
    names, known = told.get("names") or {}, file_names(warehouse, certificate)
    is_named = all(names.get(batch, name) == name for batch, name in known.items())
    is_whole = own_hash == told["sha256"] and result_hash == hashes["result"] and is_named
    parts.append(Part("certificate", SAME if is_whole else OTHER, str(told["sha256"]), own_hash))
    closings = [each for each in list_closings(warehouse, store_id) if each.month == month]
    kept = next((each for each in closings if each.sha256 == told["sha256"]), None)
    parts.append(Part("closing", SAME if kept is not None and kept.is_closed else OTHER, "", _closing_now(kept)))
    schemes = sorted({row["scheme"] for row in certificate["grades"]})
    book = read_book(warehouse, store_id, month, schemes)
    said = [(each["import"], each["sha256"]) for each in certificate["files"]]
    now = [(file["batch"], file["sha256"] or None) for file in book.files]
    parts.append(_part("files", _numbers(said), _numbers(now), said == now))
    parts.append(_part("bills", hashes["bills"], book.marks["bills_mark"]))
    parts.append(_part("whose", hashes["whose"], book.marks["who_mark"], held=kept and kept.who_mark))
    result, certified = result_now(book), result_of(certificate)
    parts.append(_part("sums", _spell(certified["sums"]), _spell(result["sums"])))
    is_same = certified["grades"] == result["grades"]
    grades = _part("grades", hashes["grades"], book.marks["grades_mark"], held=kept and kept.grades_mark)
    parts.append(grades if is_same else Part("grades", OTHER, hashes["result"], book.marks["grades_mark"]))
    anew, told = _grades_anew(warehouse, store_id, book.last_day, certificate["grades"]), _told_grades(certificate["grades"])
    parts.append(Part("anew", SAME) if anew in (told, None) else Part("anew", LATER, _list(told), _list(anew)))
    return parts


def _grades_anew(
    warehouse: Warehouse, store_id: int, day: date, grades: Sequence[Mapping[str, Any]]
) -> Counts | None:
    """Return what the schemes of a certificate say of its month-end today; None where one is gone."""
    found: Counts = {}
    schemes = all_schemes(warehouse)
    for key in sorted({row["scheme"] for row in grades}):
        if (scheme := schemes.get(key)) is None:
            return None
        table = grade(warehouse, store_id, scheme, day, scheme_settings(warehouse, store_id, scheme))
        summed = table.group_by("tier").aggregate([("contribution", "sum"), ("contribution", "count")])
        for row in summed.to_pylist():
            if row["tier"] is not None:
                found[key, row["tier"]] = row["contribution_count"], row["contribution_sum"]
    return found


def _told_grades(grades: Sequence[Mapping[str, Any]]) -> Counts:
    return {
        (row["scheme"], row["tier"]): (row["customers"], Decimal(row["contribution"]))
        for row in grades if row["tier"] is not None and row["customers"]
    }


def _list(counts: Counts) -> str:
    return " ".join(f"{scheme}:{tier}={customers}/{money:.2f}" for (scheme, tier), (customers, money) in sorted(counts.items()))


def read_certificate(told: Any) -> tuple[dict[str, Any], date]:
    """Return what is certified, and the first day of its month. Raises InputError for what is no certificate."""
    try:
        certificate = told["certificate"]
        names = ("store", "files", "sums", "grades", "hashes")
        if not isinstance(told["sha256"], str) or certificate["format"] != 1 or not all(name in certificate for name in names):
            raise ValueError
        for each in certificate["files"]:
            each["import"], each["sha256"]
        for name in ("bills", "whose", "grades", "result"):
            certificate["hashes"][name]
        for row in certificate["grades"]:
            row["scheme"]
        certificate["sums"].items()
        return certificate, date.fromisoformat(f"{certificate['month']}-01")
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError("no_certificate", N_("This is no certificate of a month-end close.")) from error


def _closing_now(kept: Closing | None) -> str:
    if kept is None:
        return "unknown"
    return "" if kept.is_closed else f"reopened {kept.reopened_at:%Y-%m-%d}"


def _numbers(files: list[tuple[int, str | None]]) -> str:
    return ", ".join(str(batch) for batch, _sha in files)


def _spell(sums: Mapping[str, Any]) -> str:
    return " ".join(f"{name}={value}" for name, value in sorted(sums.items()) if value is not None)


def _part(key: str, said: str, now: str, is_same: bool | None = None, held: str | None = None) -> Part:
    """Return whether a part is as certified; ``held`` is what it came to after the last erasure or parting."""
    if said == now if is_same is None else is_same:
        return Part(key, SAME)
    return Part(key, EXCUSED, said, now) if held == now else Part(key, OTHER, said, now)


def holds(parts: list[Part]) -> bool:
    """Return whether everything is as certified."""
    return all(part.state != OTHER for part in parts)


def part_text(part: Part, lang: str) -> str:
    """Return a part and what became of it, as one line."""
    _ = translator(lang)
    return _("{what}: {state}").format(what=_(LABELS[part.key]), state=_(WORDS[part.state]))
