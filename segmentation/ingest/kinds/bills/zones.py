"""Times that say a zone of their own, which is not the store's: on which day a bill lies is asked then, never assumed."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.ingest.questions import Question
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.language.values import ZONE, read_moment
from segmentation.warehouse import fetch

# a clock with an offset behind it; Z and +00:00 are how programs write moments, and say nothing of the house
_ZONED = re.compile(r"(?<=\d)\s*(?:UTC|GMT)?\s*([+-](?!00:?00)\d{2}):?([0-5]\d)$", re.IGNORECASE)
# where houses are; others are named by their hours
_PLACES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Europe/London", "Europe/Paris",
    "Europe/Athens", "Australia/Sydney", "Pacific/Auckland", "Asia/Tokyo", "Asia/Bangkok", "Asia/Dubai", "Asia/Kolkata",
)
_MOST = 2000  # cells that are looked at


def check_zone(zone: str | None) -> None:
    """Raise InputError for a zone that nobody knows."""
    if zone is not None and zone not in available_timezones():
        message = N_("“{zone}” is no time zone. Write it like Asia/Shanghai or America/New_York.")
        raise InputError("unknown_zone", message, zone=zone)


def ask_zone(found: Examination, stage: BillStage) -> None:
    """Ask by which clock days are read where all times carry the offset of one place that has not the store's clock."""
    place = found.mapping["date"]
    cells = [row[place].strip(" '\t") for row in found.readable.sample[:_MOST] if place < len(row)]
    cells = [cell for cell in cells if ":" in cell]
    if not cells or not all(map(_ZONED.search, cells)) or _is_clock_of(found, cells, ZONE):
        return
    written = next((zone for zone in (*_PLACES, _by_hours(cells[0])) if zone and _is_clock_of(found, cells, zone)), None)
    if written is None:  # several places: only the store's own clock is one
        return
    zone = stage.values["zone"]
    other = {**stage.values, "written": ZONE if zone == written else written}
    told = fetch(stage.cursor, "stage/days_of_zone", **other).to_pylist()[0]
    found.questions.append(
        Question(
            "other_zone",
            N_(
                "The times of the file are those of another zone ({example}): by the clock of {written}, {lines} rows ({amount}) "
                "lie on another day than by that of {zone}. Say by which clock the days of this house are read "
                "(in the shell: --zone {written} or --zone {zone})."
            ),
            {"example": cells[0], "lines": int(told["lines"]), "amount": told["amount"], "written": written, "zone": ZONE},
            "zone", tuple(dict.fromkeys((written, ZONE, zone))), found.choices.zone, told["amount"],
        )
    )


def _is_clock_of(found: Examination, cells: list[str], zone: str) -> bool:
    """Whether the cells say, with their offsets, what a clock in ``zone`` showed."""
    order = found.date_order
    return all(read_moment(cell, zone, order) == read_moment(_ZONED.sub("", cell), order=order) for cell in cells)


def _by_hours(cell: str) -> str | None:
    """Return the zone that is always as far from UTC as a cell says; None where that is no whole hours."""
    sign, minutes = (found := _ZONED.search(cell))[1], found[2]
    return f"Etc/GMT{'-' if sign[0] == '+' else '+'}{int(sign[1:])}" if minutes == "00" else None
