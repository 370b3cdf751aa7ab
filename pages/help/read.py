"""A guide as it is read: picked, one part of it on top where a link or the search asks for it, then all of it."""

from __future__ import annotations

import re

import streamlit as st

from pages.shared.address import address_is_behind, asked_for, settle, show_all_in_address
from pages.shared.language import _, current_language, plain
from segmentation.operating.guides import GUIDES, Part, read_guide, shown_pieces, whole_part

WIDTH = 860


def pick_guide() -> str:
    """Draw the picker and return the guide that is read: the address bar's, else the one read last, else the first."""
    asked = asked_for("guide")
    if asked in GUIDES:
        st.session_state["help_guide"], st.session_state["help_part"] = asked, _number(asked_for("part"))
    lang = current_language()
    held = st.session_state.get("help_guide")
    st.session_state["pick_guide"] = held if held in GUIDES else GUIDES[0]
    st.segmented_control(
        _("Guide"), GUIDES, key="pick_guide", required=True, label_visibility="collapsed", on_change=_choose,
        format_func=lambda guide: plain(read_guide(guide, lang)[0].heading),
    )
    guide = settle("pick_guide", GUIDES, GUIDES[0])
    part = asked_part(guide)
    show_all_in_address({"guide": guide, "part": str(part.number) if part else None})
    return guide


def _choose() -> None:
    open_part(st.session_state["pick_guide"], None)


def open_part(guide: str, number: int | None) -> None:
    """Read ``guide`` from now on, the part of that number on top."""
    st.session_state["help_guide"], st.session_state["help_part"] = guide, number
    address_is_behind("guide")
    address_is_behind("part")


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch("[0-9]{1,3}", text) else None


def asked_part(guide: str) -> Part | None:
    """Return the part of the guide that is to stand on top; None for none, and for one that there is not."""
    number, parts = st.session_state.get("help_part"), read_guide(guide, current_language())
    return parts[number] if number is not None and number < len(parts) else None


def draw_part(part: Part) -> None:
    """Draw the part that was asked for in a frame of its own."""
    with st.container(border=True, width=WIDTH, key="asked_part"):
        st.subheader(plain(part.heading), anchor=False)
        for each in whole_part(part, current_language()):
            _draw_text(each, has_heading=each is not part)
        st.button(_("Close this part"), key="close_part", on_click=open_part, args=(part.guide, None))


def draw_guide(guide: str) -> None:
    """Draw all of a guide; every heading is a place of the address (#part-3)."""
    with st.container(width=WIDTH, key="guide"):
        for part in read_guide(guide, current_language()):
            if part.level == 2:
                st.space("small")
                st.subheader(plain(part.heading), anchor=f"part-{part.number}")
            _draw_text(part, has_heading=part.level == 3)


def _draw_text(part: Part, *, has_heading: bool) -> None:
    if has_heading:
        st.markdown(f"**{plain(part.heading)}**")
    for piece in shown_pieces(part.text):
        if piece.picture is None:
            st.markdown(_linked(piece.text))
        elif piece.picture.is_file():
            st.image(str(piece.picture), plain(piece.text), alt=piece.text)


def _linked(text: str) -> str:
    """Return a text whose links to other guides lead to their place in the app."""
    return re.sub(r"\]\((\w+)\.(\w\w)\.md\)", r"](./help?guide=\1&lang=\2)", text)
