"""Times that say a zone of their own, which is not the store's: on which day a bill lies is asked then, never assumed.

Where they are in UTC, as programs write moments, they say nothing of the house: the clock by which they are read is told, and
asked where the currency of the amounts is that of a country with another clock.
"""

from __future__ import annotations

import re
from datetime import date, time
from zoneinfo import available_timezones

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.ingest.questions import Question
from segmentation.ingest.stage import says_utc
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import N_
from segmentation.language.values import ZONE, read_moment
from segmentation.warehouse import fetch

# a clock with an offset behind it; Z and +00:00 are how programs write moments, and say nothing of the house
_ZONED = re.compile(r"(?<=\d)\s*(?:UTC|GMT)?\s*([+-](?!00:?00)\d{2}):?([0-5]\d)$", re.IGNORECASE)
_OFFSET = re.compile(r"\s*(?:Z|UTC|GMT)?\s*([+-]\d{2}:?[0-5]\d)?$", re.IGNORECASE)
# where houses are; others are named by their hours
_PLACES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Europe/London", "Europe/Paris",
    "Europe/Athens", "Australia/Sydney", "Pacific/Auckland", "Asia/Tokyo", "Asia/Bangkok", "Asia/Dubai", "Asia/Kolkata",
)
_MOST = 2000  # cells that are looked at
# currency -> by which clocks houses live that take it; of one that is not here, or has the store's clock too, nothing is asked
_CLOCKS = {
    "GBP": ("Europe/London",), "EUR": ("Europe/Paris", "Europe/Athens", "Europe/Lisbon"), "CHF": ("Europe/Zurich",),
    "USD": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    "CAD": ("America/Toronto", "America/Winnipeg", "America/Edmonton", "America/Vancouver"),
    "AUD": ("Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide", ZONE), "NZD": ("Pacific/Auckland",),
    "JPY": ("Asia/Tokyo",), "KRW": ("Asia/Seoul",), "THB": ("Asia/Bangkok",), "VND": ("Asia/Ho_Chi_Minh",),
    "KHR": ("Asia/Phnom_Penh",), "LAK": ("Asia/Vientiane",), "MMK": ("Asia/Yangon",), "INR": ("Asia/Kolkata",),
    "AED": ("Asia/Dubai",), "SAR": ("Asia/Riyadh",), "KWD": ("Asia/Kuwait",), "ILS": ("Asia/Jerusalem",),
    "TRY": ("Europe/Istanbul",),
    "RUB": ("Europe/Moscow",), "SEK": ("Europe/Stockholm",), "NOK": ("Europe/Oslo",), "DKK": ("Europe/Copenhagen",),
    "PLN": ("Europe/Warsaw",), "CZK": ("Europe/Prague",), "HUF": ("Europe/Budapest",), "ZAR": ("Africa/Johannesburg",),
    "BRL": ("America/Sao_Paulo",), "MXN": ("America/Mexico_City",),
}


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


def weigh_zone(found: Examination, stage: BillStage) -> None:
    """Tell by which clock times with a zone of their own are read; of UTC, ask where the currency is of another clock."""
    moments = [(cell, moment) for cell in _cells(found) if (moment := _moved(found, cell, stage.values["zone"]))]
    if not moments:
        return
    zone = stage.values["zone"]
    is_open = any(question.field == "zone" for question in found.questions)
    clocks = () if is_open else _clocks_of_currency(found)
    if clocks and ZONE not in clocks:
        written = next((clock for clock in clocks if clock != zone), ZONE)
        told = fetch(stage.cursor, "stage/days_of_zone", **{**stage.values, "written": written}).to_pylist()[0]
        found.questions.append(
            Question(
                "zone_of_currency",
                N_(
                    "The times of the file are in UTC ({example}), and its amounts in {currency}: read by the clock of {zone}, "
                    "{lines} rows ({amount}) lie on another day than by that of {written}. Say by which clock the days of this "
                    "house are read (in the shell: --zone {written} or --zone {zone})."
                ),
                {
                    "example": moments[0][0], "currency": _currency(found), "lines": int(told["lines"]), "amount": told["amount"],
                    "written": written, "zone": zone,
                },
                "zone", tuple(dict.fromkeys((*clocks, ZONE, zone))), found.choices.zone, told["amount"],
            )
        )
    text = N_(
        "The times of the file say a zone of their own; they are read by the clock of {zone}: {example} is {moment} there "
        "(in the shell: --zone)."
    )
    cell, (day, clock) = moments[0]
    moment = day.isoformat() if clock is None else f"{day.isoformat()} {clock:%H:%M}"
    found.notices.append(Notice("read_by_zone", text, 1, {"zone": zone, "example": cell, "moment": moment}))


def _cells(found: Examination) -> list[str]:
    place = found.mapping["date"]
    cells = [row[place].strip(" '\t") for row in found.readable.sample[:_MOST] if place < len(row)]
    in_utc = says_utc(found.names[place])
    return [f"{cell}Z" if in_utc and not cell.endswith("Z") else cell for cell in cells if ":" in cell]


def _moved(found: Examination, cell: str, zone: str) -> tuple[date, time | None] | None:
    """Return what a cell says by the clock of the zone, None where it says no zone or the very clock."""
    order = found.date_order
    moment = read_moment(cell, zone, order)
    says_zone = read_moment(cell, "UTC", order) != read_moment(cell, "Asia/Tokyo", order)
    return moment if says_zone and moment != read_moment(_OFFSET.sub("", cell), order=order) else None


def _currency(found: Examination) -> str | None:
    """Return the currency that counts, or would where the question after it is still open."""
    asked = next((question for question in found.questions if question.field == "currency"), None)
    return found.currency or (asked and (asked.answer or asked.options[0]))


def _clocks_of_currency(found: Examination) -> tuple[str, ...]:
    return _CLOCKS.get(_currency(found) or "", ())


def _is_clock_of(found: Examination, cells: list[str], zone: str) -> bool:
    """Whether the cells say, with their offsets, what a clock in ``zone`` showed."""
    order = found.date_order
    return all(read_moment(cell, zone, order) == read_moment(_ZONED.sub("", cell), order=order) for cell in cells)


def _by_hours(cell: str) -> str | None:
    """Return the zone that is always as far from UTC as a cell says; None where that is no whole hours."""
    sign, minutes = (found := _ZONED.search(cell))[1], found[2]
    return f"Etc/GMT{'-' if sign[0] == '+' else '+'}{int(sign[1:])}" if minutes == "00" else None
