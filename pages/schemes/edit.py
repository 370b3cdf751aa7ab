"""A scheme of the house's own, changed: cuts, texts, colours; tried on the store's customers, saved as a dated version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import streamlit as st

from pages.shared.downloads import offer
from pages.shared.failures import saying
from pages.shared.house import current_warehouse
from pages.shared.language import _, current_language, plain
from pages.shared.moves import draw_moves
from segmentation.language.errors import InputError
from segmentation.language.i18n import LANGUAGES, format_moment
from segmentation.measures.grades.grading import default_as_of, rehearse_schemes
from segmentation.schemes import Scheme, parse_scheme
from segmentation.settings.kept import scheme_settings
from segmentation.settings.own_schemes import Place, Version, edit_text, save_scheme, versions_of
from segmentation.settings.scheme_places import list_cuts, read_cut

TEXTS = ("label", "meaning", "advice", "norms")


def draw_editor(saved: Scheme, store: dict[str, Any] | None) -> None:
    """Draw the editor of an own scheme, what the change would do in ``store``, and the buttons that try, save and reset it."""
    _say_overtaken(saved)
    text = _draft(saved)
    draft = parse_scheme(text)
    cuts, texts = st.tabs([_("Cuts and defaults"), _("Names, advice and colours")])
    with cuts:
        _draw_cuts(saved, draft)
    with texts:
        _draw_texts(saved, draft)
    if problem := st.session_state.pop("scheme_problem", None):
        st.error(plain(problem))
    changed = text != saved.text
    with st.container(horizontal=True):
        tried = st.session_state.get("scheme_tried") == (saved.key, text)
        first, second = ("secondary", "primary") if tried else ("primary", "secondary")
        if st.button(_("Try it"), key="try_scheme", disabled=not changed or store is None, type=first):
            st.session_state["scheme_tried"] = (saved.key, text)
            st.rerun()
        if st.button(_("Save as a new version"), key="save_scheme", disabled=not changed, type=second):
            _save(saved, text)
        if st.button(_("Discard the changes"), key="reset_scheme", disabled=not changed):
            _forget()
            st.rerun()
    if changed and tried and store is not None:
        _show_moves(saved, draft, store)
    elif changed:
        st.caption(_("Not saved yet. “Try it” shows who would change grade."))


def draw_versions(saved: Scheme) -> None:
    """Draw the dated versions of an own scheme, each to be downloaded or made the newest again."""
    lang, versions = current_language(), versions_of(current_warehouse(), saved.key)
    st.markdown(f"**{_('Versions')}**")
    for number, version in enumerate(versions):
        when, download, restore = st.columns([3, 2, 2], vertical_alignment="center")
        label = format_moment(version.saved_at, lang)
        when.write(label if number else _("{when} · in force").format(when=label))
        name = f"{saved.key}_{version.saved_at:%Y%m%d_%H%M}.toml"
        with download:
            offer(_("Download"), version.text.encode, name, "application/toml", f"version_{number}")
        if number:
            restore.button(_("Make it the newest again"), key=f"restore_{number}", on_click=saying(_restore), args=(version,))


def _save(saved: Scheme, text: str) -> None:
    """Save the draft as the newest version, unless the one that it was made from is that no more."""
    try:
        save_scheme(current_warehouse(), text, datetime.now(), seen=saved.text)
    except InputError as error:
        st.session_state["scheme_problem"] = error.text(current_language())
    else:
        _forget()
        st.session_state["scheme_said"] = _("Saved. The version before stays in the list of versions.")
    st.rerun()


def _restore(version: Version) -> None:
    save_scheme(current_warehouse(), version.text, datetime.now())
    _forget()


def _draft(saved: Scheme) -> str:
    """Return the file as it stands in the editor: what was changed in this session, else what is saved."""
    kept = st.session_state.get("scheme_draft")
    return kept[2] if kept and kept[:2] == (saved.key, saved.text) else saved.text


def _say_overtaken(saved: Scheme) -> None:
    """Where somebody else saved a version while this session had a draft of the one before, say so and offer the draft."""
    kept = st.session_state.get("scheme_draft")
    if not kept or kept[0] != saved.key or kept[1] == saved.text:
        return
    st.warning(_("Meanwhile somebody else saved another version of this scheme. It is shown here; your changes are not saved."))
    with st.container(horizontal=True):
        st.button(_("Go on with my changes"), key="keep_draft", on_click=_take_up, args=(saved,))
        st.button(_("Forget my changes"), key="forget_draft", on_click=_forget)


def _take_up(saved: Scheme) -> None:
    """Make the draft one of the newest version: saving it puts it in place of that; a callback."""
    st.session_state["scheme_draft"] = (saved.key, saved.text, st.session_state["scheme_draft"][2])


def _forget() -> None:
    for name in ("scheme_draft", "scheme_tried"):
        st.session_state.pop(name, None)


def _change(saved: Scheme, changes: dict[Place, Any]) -> None:
    """Take changes into the draft; where the file would be broken, say why and leave the draft as it was."""
    try:
        text = edit_text(_draft(saved), changes)
        parse_scheme(text, saved.label[current_language()])
    except InputError as error:
        st.session_state["scheme_problem"] = error.text(current_language())
        return
    st.session_state["scheme_draft"] = (saved.key, saved.text, text)


def _draw_cuts(saved: Scheme, draft: Scheme) -> None:
    """Draw every value that can be changed; they are taken over together, since shares must sum to 100."""
    found = list_cuts(draft, current_language())
    if not found:
        st.caption(_("Everything that this scheme is cut by is a setting of the store: see Settings."))
        return
    with st.form("scheme_cuts", border=False):
        rows = st.data_editor(
            {"what": [cut.label for cut in found], "value": [cut.text for cut in found]}, hide_index=True, width=620,
            height=min(480, 40 + 35 * len(found)), disabled=["what"], key=f"cuts_{saved.key}_{hash(draft.text)}",
            column_config={
                "what": st.column_config.TextColumn(_("What"), width=400),
                "value": st.column_config.TextColumn(_("Value"), width=180, required=True),
            },
        )
        if st.form_submit_button(_("Take over"), key="take_cuts"):
            written = list(rows["value"])
            try:
                changes = {
                    cut.place: read_cut(cut, text, draft)
                    for cut, text in zip(found, written, strict=True) if str(text) != cut.text
                }
            except InputError as error:
                st.session_state["scheme_problem"] = error.text(current_language())
            else:
                _change(saved, changes)
            st.rerun()


def _draw_texts(saved: Scheme, draft: Scheme) -> None:
    """Draw the texts of the scheme and of one tier in both languages, and the tier's colour."""
    lang = current_language()
    tiers = {"": _("The scheme itself"), **{tier.key: plain(tier.label[lang]) for tier in draft.tiers}}
    picked = st.segmented_control(_("Of"), list(tiers), format_func=tiers.get, key="text_of", default="", required=True)
    tier = draft.tier(picked) if picked in draft.tier_keys else None
    owner, names = (tier, TEXTS) if tier else (draft, ("label", "summary"))
    where: Place = ("tiers", tier.number - 1) if tier else ()
    headings = {
        "label": _("Name"), "summary": _("Summary"), "meaning": _("Meaning"), "advice": _("What to do"),
        "norms": _("Norms of service"),
    }
    with st.form(f"scheme_texts_{saved.key}_{picked}", border=False):
        changes: dict[Place, Any] = {}
        for name in names:
            for column, (code, language) in zip(st.columns(2), LANGUAGES.items(), strict=True):
                field = column.text_input if name in ("label", "meaning") else column.text_area
                value = getattr(owner, name)[code]
                key = f"text_{saved.key}_{picked}_{name}_{code}"
                written = field(f"{headings[name]} · {language}", value, key=key, max_chars=600)
                if written.strip() != value:
                    changes[(*where, name, code)] = written.strip()
        if tier:
            colour = st.color_picker(_("Colour"), tier.colour, key=f"colour_{saved.key}_{picked}")
            if colour.lower() != tier.colour.lower():
                changes[(*where, "colour")] = colour
        if st.form_submit_button(_("Take over"), key=f"take_texts_{picked}"):
            _change(saved, changes)
            st.rerun()


def _show_moves(saved: Scheme, draft: Scheme, store: dict[str, Any]) -> None:
    warehouse, store_id = current_warehouse(), store["store_id"]
    as_of = default_as_of(warehouse, store_id)
    if as_of is None:
        st.info(_("{store} has no bills yet.").format(store=plain(store["store"])))
        return
    with st.spinner(_("Grading the customers by the new rules …")):
        now = (saved, scheme_settings(warehouse, store_id, saved))
        then = (draft, scheme_settings(warehouse, store_id, draft))
        done = rehearse_schemes(warehouse, store_id, as_of, now, then)
    draw_moves(done, saved.tiers, draft.tiers, as_of)
