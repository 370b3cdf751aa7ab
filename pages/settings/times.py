"""When scheduled work runs: the time of day, and the day of the week, of each job."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path

import streamlit as st

from pages.shared.language import _, current_language, plain
from segmentation.scheduled.jobs import LABELS
from segmentation.scheduled.settings import INBOX, JOBS, Settings, read_settings, save_settings
from segmentation.scheduled.times import DAILY, WEEKDAYS, name_weekday, read_when, when_text, write_when

STEP = 300  # seconds between the times that are offered; any other can be typed


def show_times(database: Path, settings: Settings) -> None:
    """Draw the times of each job that has any; they hold from the next look on, a minute later at most."""
    lang = current_language()
    names = {DAILY: _("every day"), **{day: name_weekday(day, lang) for day in WEEKDAYS}}
    with st.expander(_("When it runs"), key="scheduled_times"):
        st.caption(_("By the clock of this computer. What was missed while it was off is made up for at the next start."))
        picked = {job: _draw_job(settings.when[job], job, names) for job in JOBS if job != INBOX}
        if st.button(_("Save"), key="save_times"):
            times = {job: write_when(*found) for job, found in picked.items() if found is not None}
            kept = read_settings(database)
            save_settings(database, replace(kept, when={**kept.when, **times}))
            st.session_state["scheduled_said"] = (True, (_("Saved."),))
            st.rerun()


def _draw_job(when: str, job: str, names: dict[str, str]) -> tuple[str, time] | None:
    """Draw the day and the time of a job and return what is picked; None where its times are of another form, and stay."""
    cells = st.columns([4, 2, 2], vertical_alignment="center")
    cells[0].markdown(_(LABELS[job]))
    found = read_when(when)
    if found is None:
        cells[1].caption(plain(_("set in the shell: {times}").format(times=when_text(when, current_language()))))
        return None
    day = cells[1].selectbox(
        _("Day"), list(names), index=list(names).index(found[0]), format_func=names.get, key=f"day_of_{job}",
        label_visibility="collapsed",
    )
    at = cells[2].time_input(_("Time"), value=found[1], key=f"time_of_{job}", step=STEP, label_visibility="collapsed")
    return (day, at) if at is not None else None
