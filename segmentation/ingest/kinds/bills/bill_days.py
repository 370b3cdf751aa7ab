"""Days of a file of bills: years that are left out, bills that lie ahead, and the hour at which a day begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from segmentation.ingest.day_begins import is_day_decided
from segmentation.ingest.day_limits import DayLimits
from segmentation.ingest.examination import Examination, Future
from segmentation.ingest.kinds.bills.dates import find_days_beside
from segmentation.ingest.kinds.bills.lines import BillStage
from segmentation.ingest.kinds.bills.year_named import months_named
from segmentation.ingest.questions import LATEST_HOUR, NIGHT_HOUR, Question
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import CENT
from segmentation.warehouse import Warehouse


def ask_year(found: Examination, stage: BillStage) -> None:
    """Ask for the year where dates say none."""
    if stage.days.no_year or found.choices.year is not None:
        likely = _likely_year(found)
        others = [year for year in (_this_year(found), _this_year(found) - 1) if year != likely]
        found.questions.append(
            Question(
                "no_year",
                N_(
                    "{rows} dates say no year ({examples}). Say of which year the last of them is "
                    "(in the shell: --year {year})."
                ),
                {"rows": stage.days.no_year, "examples": ", ".join(stage.days.no_year_examples), "year": likely},
                "year", tuple(str(year) for year in (likely, *others)),
                None if found.choices.year is None else str(found.choices.year),
            )
        )


def _likely_year(found: Examination) -> int:
    """Return the one year that the name of the file, of its sheet or a title names; this year where they name none or several."""
    named = {year for year, _ in months_named(found.readable)}
    return named.pop() if len(named) == 1 else _this_year(found)


def _this_year(found: Examination) -> int:
    return (found.today or date(2026, 1, 1)).year


def ask_blank_dates(found: Examination, stage: BillStage) -> None:
    """Tell of dates that were filled down as in a notebook; ask where the file does not show it plainly."""
    blank = stage.blank_dates
    if blank is None:
        return
    chosen = found.choices.blank_dates
    if chosen is not None or not blank.is_sure:
        found.questions.append(
            Question(
                "blank_dates",
                N_(
                    "{count} rows with an amount ({amount}) have no date, and each date of the file stands once, as in a "
                    "notebook that says the day on its first row only. Have they the date of the row above? (in the shell: "
                    "--blank-dates=fill if they have, --blank-dates=reject if it is missing)"
                ),
                {"count": blank.lines, "amount": blank.amount.quantize(CENT)}, "blank_dates", ("fill", "reject"), chosen,
                blank.amount.quantize(CENT),
            )
        )
    if chosen == "fill" or (chosen is None and blank.is_sure):
        text = N_("{count} rows have no date of their own; they were given that of the row above, as in a notebook.")
        found.notices.append(Notice("dates_filled_down", text, blank.lines))


def find_future(found: Examination, limits: DayLimits) -> None:
    """Note the bills that are dated more than a day ahead, and tell of them where a person keeps them."""
    if found.last_date is None or found.last_date <= limits.latest:
        return
    ahead = Future(limits.today, **found.stage.rows("stage/future_bills")[0])
    found.future = ahead
    if found.choices.future_bills == "keep":
        text = N_("{count} bills ({amount}) are dated in the future, up to {last}; they are taken as they are.")
        values = {"amount": f"¥{ahead.amount:,.2f}", "last": ahead.last_day.isoformat()}
        found.notices.append(Notice("future_bills", text, ahead.bills, values))


def tell_days_beside(found: Examination) -> None:
    """Tell which days stand beside that on which a stay was settled."""
    beside = find_days_beside(found.mapping, [fold_header(name) for name in found.names])
    if beside:
        text = N_("The day of a bill is that on which it was settled (“{header}”); {others} are kept beside it.")
        values = {"header": found.mapped_headers()["date"], "others": ", ".join(found.names[place] for place in beside)}
        found.notices.append(Notice("days_beside", text, len(beside), values))


def propose_day(warehouse: Warehouse, found: Examination, stage: BillStage, accepted: Mapping[str, Any]) -> None:
    """Propose that the day begins later, where many bills lie between midnight and six and nobody has decided for the store."""
    chosen = found.choices.day_begins
    if not accepted or stage.values["of_business_days"] or (chosen is None and is_day_decided(warehouse, found)):
        return
    if chosen is None and any(question.field == "zone" and question.answer is None for question in found.questions):
        return  # by another clock, others lie there
    lines, amount, latest = (accepted[f"night_{name}"] for name in ("lines", "amount", "latest"))
    if lines < 2 or lines * 50 < accepted["clocked_lines"]:
        return
    hour = NIGHT_HOUR if latest.hour < NIGHT_HOUR else LATEST_HOUR
    bills = "select count(*) from staged_bills where hour(bill_time) < $until and bill_time is not null"
    [(lines,)] = stage.cursor.execute(bills, {"until": LATEST_HOUR}).fetchall()
    if lines < 2 and chosen is None:
        return  # of several items, but one bill
    found.questions.append(
        Question(
            "night_bills",
            N_(
                "{bills} bills ({amount}) lie between midnight and {latest}. Say at which hour the day of this house begins: "
                "they belong to the evening before (in the shell: --day-begins {hour}), or each to its own date "
                "(--day-begins 0)."
            ),
            {"bills": lines, "amount": amount, "latest": f"{latest:%H:%M}", "hour": hour}, "day_begins", (str(hour), "0"),
            None if chosen is None else str(chosen), amount,
        )
    )
