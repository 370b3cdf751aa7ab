"""The library of grading schemes: what each is, and copying, bringing in, taking out and deleting one."""

from __future__ import annotations

import html
from datetime import datetime

import streamlit as st

from pages.shared.downloads import offer
from pages.shared.failures import saying
from pages.shared.house import current_warehouse, known_schemes
from pages.shared.language import _, current_language, plain
from pages.shared.seeing import may_set
from segmentation.charts.palette import text_on
from segmentation.language.errors import InputError
from segmentation.language.i18n import LANGUAGES
from segmentation.schemes import DEFAULT, Scheme
from segmentation.settings.own_schemes import copy_scheme, delete_scheme, is_own, restore_versions, save_scheme


def pick_from_library() -> Scheme:
    """Draw the picker of all schemes and return the one picked; the house's own are marked."""
    lang, known = current_language(), known_schemes()
    if st.session_state.get("library_scheme") not in known:
        st.session_state["library_scheme"] = DEFAULT

    def named(key: str) -> str:
        label = known[key].label[lang]
        return _("{label} (our own)").format(label=label) if is_own(current_warehouse(), key) else label

    key = st.selectbox(_("Grading scheme"), list(known), format_func=named, key="library_scheme", label_visibility="collapsed")
    return known[key]


def draw_scheme(scheme: Scheme) -> None:
    """Draw what a scheme is: its summary, then each tier with colour, meaning, advice and norms."""
    lang = current_language()
    st.write(plain(scheme.summary[lang]))
    for tier in scheme.tiers:
        badge, words = st.columns([1, 4], vertical_alignment="top")
        style = (
            f"background: {tier.colour}; color: {text_on(tier.colour)}; border-radius: 6px; padding: 2px 10px; font-weight: 600;"
            "display: inline-block"
        )
        badge.html(f'<span style="{style}">{html.escape(tier.label[lang])}</span>')
        said = f"**{plain(tier.meaning[lang])}**  \n{plain(tier.advice[lang])}"
        words.markdown(f"{said}  \n:small[:gray[{plain(tier.norms[lang])}]]")


def draw_actions(scheme: Scheme) -> None:
    """Draw what can be done with a scheme: copy it, take its file out, bring a file in, delete an own one."""
    say_what_became()
    with st.container(horizontal=True):
        if may_set():
            with st.popover(_("Copy and change"), key="copy_scheme"):
                _draw_copy(scheme)
        offer(
            _("Download the scheme (to pass on or to keep)"), scheme.text.encode, f"{scheme.key}.toml", "application/toml",
            "download_scheme",
        )
        if not may_set():
            return
        with st.popover(_("Import a file"), key="bring_scheme"):
            _draw_upload()
        if is_own(current_warehouse(), scheme.key):
            st.button(_("Delete"), key="delete_scheme", on_click=saying(_delete), args=(scheme,))


def say_what_became() -> None:
    """Say what was done just now; a deleted scheme can be put back."""
    if said := st.session_state.pop("scheme_said", None):
        st.success(plain(said))
    if gone := st.session_state.get("scheme_gone"):
        text, back = st.columns([4, 1], vertical_alignment="center")
        text.success(plain(_("“{label}” was deleted with its versions.").format(label=gone[1])))
        back.button(_("Undo"), key="undelete_scheme", on_click=saying(_undelete))


def _draw_copy(scheme: Scheme) -> None:
    names = {}
    for code, language in LANGUAGES.items():
        key = f"copy_{scheme.key}_{code}"
        names[code] = st.text_input(
            _("Name in {language}").format(language=language), _copied(scheme.label[code], code), key=key, max_chars=60
        )
    if st.button(_("Copy"), key="do_copy", type="primary", disabled=not all(name.strip() for name in names.values())):
        made = copy_scheme(current_warehouse(), scheme, names, datetime.now())
        _show(made, _("“{label}” is yours to change.").format(label=made.label[current_language()]))


def _copied(label: str, code: str) -> str:
    return f"{label}（本店）" if code == "zh" else f"{label}, ours"


def _draw_upload() -> None:
    st.caption(_(
        "A scheme file (TOML) as “Download the scheme” gives it. Under a key that you have already, it becomes a new version."
    ))
    file = st.file_uploader(_("Scheme file"), type=["toml"], key="scheme_file", max_upload_size=1)
    if file is not None and st.button(_("Check and save"), key="save_file", type="primary"):
        try:
            text = file.getvalue().decode("utf-8-sig")
            made = save_scheme(current_warehouse(), text, datetime.now(), file.name)
        except UnicodeDecodeError:
            st.error(_("{file} is no UTF-8 text. Save it as UTF-8 and try again.").format(file=plain(file.name)))
        except InputError as error:
            st.error(plain(error.text(current_language())))
        else:
            _show(made, _("“{label}” is there.").format(label=made.label[current_language()]))


def _show(scheme: Scheme, said: str) -> None:
    st.session_state["scheme_said"] = said
    st.session_state["library_next"] = scheme.key
    st.session_state.pop("scheme_gone", None)
    st.rerun()


def settle_library() -> None:
    """Before any widget is drawn: the scheme just made is the one that is shown."""
    if key := st.session_state.pop("library_next", None):
        st.session_state["library_scheme"] = key


def _delete(scheme: Scheme) -> None:
    versions = delete_scheme(current_warehouse(), scheme.key)
    st.session_state["scheme_gone"] = (scheme.key, scheme.label[current_language()], versions)


def _undelete() -> None:
    key, _label, versions = st.session_state["scheme_gone"]
    restore_versions(current_warehouse(), key, versions)
    del st.session_state["scheme_gone"]
    st.session_state["library_next"] = key
