"""Scheduled work: what runs, when it ran last and what came of it, and what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from pages.settings.times import show_times
from pages.shared.house import stores
from pages.shared.language import _, current_language, plain
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_moment
from segmentation.scheduled.jobs import LABELS, run_job
from segmentation.scheduled.runs import Run, last_run, read_runs
from segmentation.scheduled.settings import (
    INBOX,
    JOBS,
    MESSAGE,
    ROBOTS,
    SECURITY,
    Settings,
    read_secrets,
    read_settings,
    save_secrets,
    save_settings,
    switch,
)
from segmentation.scheduled.times import next_moment, when_text
from segmentation.settings.clock import now
from segmentation.warehouse import Warehouse
from segmentation.warehouse.places import inbox_folder

SHOWN = 20  # runs
ROBOT_NAMES = {"": N_("None"), "wecom": N_("WeCom"), "feishu": N_("Feishu")}


def show_scheduled(warehouse: Warehouse) -> None:
    """Draw every job with its switch, its last run and the button that runs it now, then what the jobs need."""
    if not warehouse.rights.is_everything:
        st.info(_("Only the owner of all stores sets this up."))
        return
    st.markdown(_(
        "Work that is done by itself while the program runs. Nothing runs until you switch it on; what was missed while the "
        "computer was off is made up for at the next start."
    ))
    try:
        settings, runs = read_settings(warehouse.path), read_runs(warehouse.path)
    except InputError as error:
        st.error(plain(error.text(current_language())))
        return
    said = st.session_state.pop("scheduled_said", None)
    if said:
        (st.success if said[0] else st.error)("  \n".join(plain(text) for text in said[1]))
    for job in JOBS:
        _show_job(warehouse, settings, job, last_run(runs, job))
    _show_runs(runs)
    show_times(warehouse.path, settings)
    _show_needs(warehouse.path, settings)
    _show_message(warehouse.path, settings)


def _show_job(warehouse: Warehouse, settings: Settings, job: str, last: Run | None) -> None:
    cells = st.columns([5, 3, 2], vertical_alignment="center")

    def turn() -> None:
        try:
            switch(warehouse.path, job, st.session_state[f"job_{job}"], now(), lang=current_language())
        except InputError as error:
            st.session_state["scheduled_said"] = (False, (error.text(current_language()),))

    cells[0].toggle(_(LABELS[job]), value=job in settings.on, key=f"job_{job}", on_change=turn)
    cells[1].caption(plain(_times(settings, job, last)))
    if cells[2].button(_("Run now"), key=f"run_{job}", width="stretch"):
        with st.spinner(_("Working …")):
            run = run_job(warehouse, job, now(), current_language())
        st.session_state["scheduled_said"] = (run.ok, run.told) if run else (True, (_("There was nothing to do."),))
        st.rerun()
    if last:
        st.caption(plain(_run_text(last)))


def _times(settings: Settings, job: str, last: Run | None) -> str:
    """Return when a job runs, and of one that is on when it runs next."""
    since, times = settings.on.get(job), when_text(settings.when[job], current_language())
    if since is None or job == INBOX:
        return times
    following = next_moment(settings.when[job], max(since, last.started) if last else since)
    return _("{times}, next {moment}").format(times=times, moment=format_moment(following, current_language()))


def _run_text(run: Run) -> str:
    return _("{moment}, {state}, {seconds} s: {told}").format(
        moment=format_moment(run.started, current_language()), state=_("done") if run.ok else _("not done"),
        seconds=f"{run.seconds:.1f}", told=" ".join(run.told),
    )


def _show_runs(runs: list[Run]) -> None:
    if runs:
        with st.expander(_("Last runs"), key="scheduled_runs"):
            for run in runs[:SHOWN]:
                st.markdown(plain(f"{_(LABELS.get(run.job, run.job))} · {_run_text(run)}"))


def _show_needs(database: Path, settings: Settings) -> None:
    """Draw the inbox: which folder, of which store, how long a file has to stand still."""
    with st.expander(_("Inbox"), key="scheduled_inbox"):
        st.caption(_(
            "Files that stand still are imported with the answers you gave before. What must be asked is put into the folder "
            "“asked” with a text that says what to do, the others into “done”. A folder named like a store holds its files."
        ))
        text = _("Folder (empty: {folder})").format(folder=plain(str(inbox_folder(database).absolute())))
        folder = st.text_input(text, value=settings.inbox_folder, key="inbox_folder")
        names = ["", *(row["store"] for row in stores())]
        labels = {name: plain(name) if name else _("Every store; files by their folder") for name in names}
        store = st.selectbox(
            _("Store of the files and of the message"), names, key="scheduled_store",
            index=names.index(settings.store) if settings.store in names else 0,
            format_func=labels.get,
        )
        still = st.number_input(_("Seconds that a file stands still"), 5, 3600, settings.still_seconds, key="still_seconds")
        if st.button(_("Save"), key="save_inbox"):
            _save(database, replace(settings, inbox_folder=folder.strip(), store=store, still_seconds=int(still)), {})


def _show_message(database: Path, settings: Settings) -> None:
    """Draw the message: whether names are in it, and the ways that it goes."""
    with st.expander(_(LABELS[MESSAGE]), key="scheduled_message"):
        names = st.checkbox(
            _("Write names in full; otherwise only the first letter"), value=settings.full_names, key="full_names"
        )
        file = st.checkbox(_("Write it to a file"), value=settings.to_file, key="message_file")
        st.markdown(f"**{_('By e-mail')}**")
        left, right = st.columns(2)
        texts = {
            "smtp_host": left.text_input(_("Server (SMTP)"), value=settings.smtp_host, key="smtp_host"),
            "smtp_user": left.text_input(_("User"), value=settings.smtp_user, key="smtp_user"),
            "mail_from": right.text_input(_("Sender"), value=settings.mail_from, key="mail_from"),
            "mail_to": right.text_input(_("Receivers, with a comma between"), value=settings.mail_to, key="mail_to"),
        }
        port = left.number_input(_("Port"), 1, 65535, settings.smtp_port, key="smtp_port")
        security = right.selectbox(
            _("Encryption"), SECURITY, index=SECURITY.index(settings.smtp_security), format_func=str.upper, key="smtp_security"
        )
        typed = _secrets(database, left, ("smtp_password",))
        robots = ["", *ROBOTS]
        labels = {key: _(ROBOT_NAMES[key]) for key in robots}
        st.markdown(f"**{_('By a robot in a group')}**")
        left, right = st.columns(2)
        robot = left.selectbox(
            _("Robot"), robots, index=robots.index(settings.robot), key="robot", format_func=labels.get
        )
        typed |= _secrets(database, right, ("robot_url", "robot_secret"))
        if st.button(_("Save"), key="save_message"):
            told = {name: text.strip() for name, text in texts.items()}
            _save(database, replace(
                settings, full_names=names, to_file=file, smtp_port=int(port), smtp_security=security, robot=robot,
                language=current_language(), **told,
            ), {name: text for name, text in typed.items() if text})


def _secrets(database: Path, place: Any, names: Sequence[str]) -> dict[str, str]:
    """Draw the fields of these secrets at a place: none is ever shown, only whether it is set."""
    kept, typed = read_secrets(database), {}
    labels = {
        "smtp_password": _("Password of the e-mail"), "robot_url": _("The robot's address"),
        "robot_secret": _("Its signing secret (Feishu)"),
    }
    for name in names:
        hint = _("is set; type to replace it") if kept[name] else _("not set")
        typed[name] = place.text_input(labels[name], type="password", key=f"secret_{name}", placeholder=hint, autocomplete="off")
    return typed


def _save(database: Path, settings: Settings, secrets: dict[str, str]) -> None:
    try:
        save_settings(database, settings)
        if secrets:
            save_secrets(database, secrets)
    except InputError as error:
        st.error(plain(error.text(current_language())))
        return
    st.session_state["scheduled_said"] = (True, (_("Saved."),))
    st.rerun()
