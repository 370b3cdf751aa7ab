"""Who is left alone on purpose at the moment, openly: each draw with its list, and the ways to end it or take it back."""

from __future__ import annotations

import streamlit as st

from pages.helped.draw import change_trial
from pages.shared.downloads import draw_download
from pages.shared.house import View, current_warehouse
from pages.shared.language import _, current_language, plain
from pages.shared.seeing import may_change, rights_here
from pages.shared.tables import draw_table
from segmentation.fields import TRIAL_STATES
from segmentation.ingest.trials import bring_back_trial, end_trial, take_back_trial
from segmentation.language.i18n import N_, format_count
from segmentation.measures.trials.results import Results, Trial
from segmentation.measures.trials.tables import left_alone_table
from segmentation.measures.trials.words import finding_left_alone, trial_name
from segmentation.settings.clock import now, today

COLUMNS = ("name", "manager", "stake", "phone")


def draw_running(view: View, found: Results) -> None:
    """Draw the draws that run, and those that were taken back or ended and can be brought back."""
    lang, on = current_language(), today()
    for trial in found.running:
        with st.container(border=True, key=f"trial_{trial.number}"):
            text = _("{left} · {called} called")
            called = format_count(trial.called, lang)
            said = text.format(left=finding_left_alone(trial.left_alone, trial.until, lang), called=called)
            st.markdown(f"**{plain(trial_name(trial, lang))}**  \n{plain(said)}")
            with st.expander(_("Who is left alone")):
                rows = left_alone_table(found.left_alone(trial.number))
                draw_table(rows, COLUMNS, f"left_alone_{trial.number}", 10, opens="pages/customer/page.py")
                draw_download(
                    lambda rows=rows: rows, N_("Left alone on purpose"), view, f"download_left_alone_{trial.number}", named=True,
                    totals=False, notes=(trial_name(trial, lang), finding_left_alone(trial.left_alone, trial.until, lang)),
                    on=trial.first_day,
                )
            if _may_stop(trial) and on <= trial.last_day:
                _draw_stop(view, trial)
    for trial in found.trials:
        state = trial.state(view.as_of)
        if state in ("ended", "taken_back") and on <= trial.last_day and _may_stop(trial):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(plain(f"{trial_name(trial, lang)} · {_(TRIAL_STATES[state])}"), width="content")
                st.button(
                    _("Bring it back"), key=f"bring_back_{trial.number}", type="tertiary", on_click=change_trial,
                    args=(view, trial.number, "brought_back",
                          lambda number=trial.number: bring_back_trial(current_warehouse(), view.store_id, number)),
                )


def _may_stop(trial: Trial) -> bool:
    """Whether the account may end it: a manager only what was drawn from his customers alone."""
    rights = rights_here()
    return may_change("trials", "trial_customers") and (rights.manager is None or rights.manager == trial.manager)


def _draw_stop(view: View, trial: Trial) -> None:
    last = view.store["last_date"]
    with st.container(horizontal=True):
        st.button(
            _("End it now"), key=f"end_trial_{trial.number}", on_click=change_trial, help=_(
                "From today on nobody is left alone any more; the days so far are told, in no sum"
            ),
            args=(view, trial.number, "ended",
                  lambda: end_trial(current_warehouse(), view.store_id, trial.number, today(), last)),
        )
        st.button(
            _("Take the draw back"), key=f"take_back_{trial.number}", type="tertiary", on_click=change_trial,
            help=_("As though it had not been drawn; it can be brought back"),
            args=(view, trial.number, "taken_back",
                  lambda: take_back_trial(current_warehouse(), view.store_id, trial.number, today(), last, now())),
        )
