"""The kept months follow the bills: after every import and every undo this brings them in line, once for a store.

Facts may be corrected, settings may not change the past. So a month that became complete is kept; one whose visits have changed
and that was graded under the scheme and settings of now is graded anew, and months kept after any number of imports and undos, in
any order, are those that one import of what is left would have kept. A month that was kept under other settings stays as it is.

What changes bills or ratings marks the store, and the end of ``follow_up`` takes the mark away. A store that is still marked when
a process begins was cut off by the end of the one before: ``finish_pending`` does what is left.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from datetime import date

from segmentation.ingest.books import closed_months, only_open
from segmentation.ingest.control import Control
from segmentation.ingest.pending import clear_mark, pending_marks
from segmentation.language.errors import Cancelled, InputError
from segmentation.language.i18n import N_, counter, format_count
from segmentation.measures.foresight.outcomes import keep_forecasts
from segmentation.measures.movement.day_ends import keep_ends
from segmentation.measures.movement.last_grades import keep_last_grades
from segmentation.measures.movement.rhythms import keep_gaps
from segmentation.measures.movement.snapshots import (
    begun_months,
    complete_months,
    followed_schemes,
    keep_months,
    list_snapshots,
    schemes_with_kept_months,
)
from segmentation.schemes import Scheme
from segmentation.settings.kept import scheme_settings
from segmentation.warehouse import Warehouse

STEP = N_("Keeping the grades of the month-ends")

log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()  # two sessions in one process: the later sees what the earlier kept, and mends it if need be


@dataclass
class FollowUp:
    """What happened to the kept months of a store: month-ends by scheme key, only schemes with any.

    ``added`` were kept for the first time, ``renewed`` graded anew since their visits had changed, ``dropped`` forgotten since
    nothing of them is left; ``left`` have changed too, but stay as they were kept under other settings until a person finds them
    anew. ``error`` says why it could not be done to the end.
    """

    added: dict[str, list[date]] = field(default_factory=dict)
    renewed: dict[str, list[date]] = field(default_factory=dict)
    dropped: dict[str, list[date]] = field(default_factory=dict)
    left: dict[str, list[date]] = field(default_factory=dict)
    error: InputError | None = None


def follow_up(warehouse: Warehouse, store_id: int, control: Control | None = None) -> FollowUp:
    """Bring the kept months of a store in line with its bills, and return what that changed.

    Complete months that the schemes of ``followed_schemes`` miss are kept. A kept month whose visits (of scorecards, ratings)
    have changed is graded anew if it was kept under the scheme and settings of now, and else left as it is. A closed month
    (``ingest/books.py``) stays as it is. A month that is no more complete is forgotten; of those kept under other settings only
    one in which and after which, or up to which, the store
    has no bill any more. Each scheme takes one pass and one transaction; asking again changes nothing.

    Never raises for what fails on the way (memory, a stop): that is the ``error`` of the answer, and what was done till then
    stays. So an import that has landed does not look as if it had failed.
    """
    done = FollowUp()
    try:
        with _one_at_a_time:
            mark = pending_marks(warehouse).get(store_id)
            _follow(warehouse, store_id, control or Control(), done)
            keep_gaps(warehouse, store_id, control)
            keep_ends(warehouse, store_id, control)
            keep_last_grades(warehouse, store_id, control)
            keep_forecasts(warehouse, store_id, control)
            if mark is not None:
                clear_mark(warehouse, store_id, mark)
    except Exception as error:
        if not isinstance(error, Cancelled):
            log.warning("the month-ends could not be kept", exc_info=True)
        done.error = not_kept()
    return done


def pending_stores(warehouse: Warehouse) -> list[int]:
    """Return the ids of the stores whose kept months have yet to follow a change: under way, or cut off by a killed process."""
    return list(pending_marks(warehouse))


def finish_pending(warehouse: Warehouse, control: Control | None = None) -> dict[int, FollowUp]:
    """Bring the kept months of all ``pending_stores`` in line, as ``follow_up`` does, and return what that changed in each.

    Raises Cancelled where the work was stopped; what was done till then stays, and the other stores stay pending.
    """
    control, done = control or Control(), {}
    for store_id in pending_stores(warehouse):
        control.check()
        done[store_id] = follow_up(warehouse, store_id, control)
    return done


def not_kept() -> InputError:
    """Return the error for month-ends that could not be kept after bills had landed or had been taken back."""
    return InputError(
        "months_not_kept",
        N_("The bills are in place, but not all month-end grades could be kept. The page Migration offers it again."),
    )


def _follow(warehouse: Warehouse, store_id: int, control: Control, done: FollowUp) -> None:
    followed = {scheme.key: scheme for scheme in followed_schemes(warehouse, store_id)}
    every = {**followed, **{scheme.key: scheme for scheme in schemes_with_kept_months(warehouse, store_id)}}
    begun, complete = begun_months(warehouse, store_id), complete_months(warehouse, store_id)
    for number, (key, scheme) in enumerate(every.items()):
        control.step(STEP, number / len(every))
        found = _sort_out(warehouse, store_id, scheme, begun, complete)
        if key not in followed:
            found["added"] = []
        days = sorted([*found["added"], *found["renewed"]])
        if days or found["dropped"]:
            keep_months(warehouse, store_id, scheme, days, found["dropped"], control)
        for what, months in found.items():
            if months:
                getattr(done, what)[key] = months
    control.step(STEP, 1.0)


def _sort_out(
    warehouse: Warehouse, store_id: int, scheme: Scheme, begun: list[date], complete: list[date]
) -> dict[str, list[date]]:
    kept = list_snapshots(warehouse, store_id, scheme, scheme_settings(warehouse, store_id, scheme))
    stays = set(kept).difference(only_open(kept, closed_months(warehouse.cursor(), store_id)))
    kept = {day: each for day, each in kept.items() if day not in stays}
    dropped = [day for day, each in kept.items() if day not in begun or (each.is_current and day not in complete)]
    stale = [each for day, each in kept.items() if each.is_stale and day not in dropped]
    return {
        "added": [day for day in complete if day not in kept and day not in stays],
        "renewed": [each.month_end for each in stale if each.is_current],
        "dropped": dropped,
        "left": [each.month_end for each in stale if not each.is_current],
    }


def follow_up_notes(done: FollowUp, lang: str) -> list[str]:
    """Return in words what happened, a sentence each, none where nothing did; a month of several schemes counts once."""
    _n = counter(lang)
    added, renewed, dropped, left = (
        len({day for days in months.values() for day in days}) for months in (done.added, done.renewed, done.dropped, done.left)
    )
    said = (
        (_n("Month-end grades kept: {months} month.", "Month-end grades kept: {months} months.", added), added),
        (_n("Month-end grades recalculated because bills have changed: {months} month.",
            "Month-end grades recalculated because bills have changed: {months} months.", renewed), renewed),
        (_n("Month-end grades no longer kept because the bills are gone: {months} month.",
            "Month-end grades no longer kept because the bills are gone: {months} months.", dropped), dropped),
        (_n("Kept under other settings and left as they are although bills have changed: {months} month. "
            "The Migration page shows what recalculating them would change.",
            "Kept under other settings and left as they are although bills have changed: {months} months. "
            "The Migration page shows what recalculating them would change.", left), left),
    )
    return [text.format(months=format_count(count, lang)) for text, count in said if count]
