"""Preparing a workshop: which one, its slides in order, masked or not, the deck; and which slide is being shown."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared.address import address_is_behind, asked_for, show_in_address
from pages.shared.downloads import PPTX, offer
from pages.shared.empty import may_upload
from pages.shared.failures import saying
from pages.shared.house import current_warehouse, houses, stores
from pages.shared.language import Markdown, _, current_language, plain
from pages.shared.pin import current_workshop
from pages.workshop.masked import draw_masking, masked_slides
from segmentation.charts.stage import first_shown
from segmentation.exports.pptx import deck
from segmentation.language.errors import InputError
from segmentation.language.i18n import LANGUAGES, listed
from segmentation.settings.workshops import (
    Workshop,
    delete_workshop,
    list_workshops,
    make_workshop,
    moved,
    orphans,
    read_workshop,
    rename_workshop,
    reorder,
)
from segmentation.slides import Slide, days_text


def pick_workshop() -> Workshop | None:
    """Return the workshop that the address names, else the one opened last; None where there is none."""
    asked = asked_for("workshop")
    if asked is not None:
        st.session_state["workshop"] = asked
    name = current_workshop()
    workshop = read_workshop(current_warehouse(), name)
    show_in_address("workshop", workshop and name)
    return workshop


def picked_slide(last: int) -> int | None:
    """Return the number of the slide to show; None while the list is open. A number beyond the last means the last.

    Whoever goes back to an address that names no slide is back at the list.
    """
    asked = asked_for("slide")
    if "slide" not in st.query_params and st.session_state.get("shown_slide"):
        st.session_state["slide"] = None
    if asked is not None:
        st.session_state["slide"] = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None
    number = st.session_state.get("slide")
    number = min(max(number, 1), last) if number is not None and last else None
    st.session_state["slide"] = number
    show_in_address("slide", number and str(number))
    return number


def show(number: int | None) -> None:
    """Show the slide of that number; a callback."""
    st.session_state["slide"] = number
    address_is_behind("slide")


def leave_show() -> None:
    """Go back to the list; a callback."""
    show(None)


# --- the list --------------------------------------------------------------------------------------------------------


def draw_slides(workshop: Workshop) -> None:
    """Draw the workshop's slides with what can be done to them."""
    _draw_head(workshop)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(_("Start"), key="start_show", type="primary", on_click=show, args=(1,))
        lang, slides = current_language(), masked_slides(workshop)
        name = "" if workshop.masked else workshop.name  # what a person called it may name somebody
        offer(
            _("Download as PowerPoint"), lambda: deck(slides, lang, name), f"{_file_stem(name) or _('Workshop')}.pptx", PPTX,
            "download_deck",
        )
        draw_masking(workshop)
    st.caption(_("On the projector: arrow keys, space or page keys turn the slides, Esc leads back here."))
    gone = orphans(workshop.slides, {row["store_id"]: row["store"] for row in stores()}, [row["house"] for row in houses()])
    if gone:
        _offer_to_take_out(workshop, gone)
    for place, slide in enumerate(slides):
        _draw_row(workshop, place, slide, gone=place in gone)


def _offer_to_take_out(workshop: Workshop, gone: list[int]) -> None:
    """Say which slides are of stores that are not there any more, and offer to take them all out."""
    numbers = plain(listed((str(place + 1) for place in gone), current_language()))
    st.warning(_("The store of slide {numbers} is gone. It was deleted; the slide stays.").format(
        numbers=numbers
    ))
    rest = [place for place in range(len(workshop.slides)) if place not in gone]
    st.button(
        _("Take these slides out"), key="take_out_gone", on_click=saying(reorder),
        args=(current_warehouse(), workshop.name, rest, workshop.slides),
    )


def _draw_row(workshop: Workshop, place: int, slide: Slide, *, gone: bool = False) -> None:
    """Draw a slide of the list in as few elements as may be: there are up to sixty."""
    count, lang = len(workshop.slides), current_language()
    said = [slide.store, days_text(slide, lang), slide.subtitle]
    if slide.lang and slide.lang != lang:
        said.append(_("pinned in {language}, and stays so").format(language=LANGUAGES[slide.lang]))
    if gone:
        said.append(_("store gone"))
    words = {"show": _("Show"), "up": "↑", "down": "↓", "out": _("Take out")}
    acts = [act for act in words if (act, place) not in (("up", 0), ("down", count - 1))]
    with st.container(horizontal=True, vertical_alignment="center", key=f"row_{place}"):
        title, rest = plain(slide.title), plain(" · ".join(part for part in said if part))
        st.markdown(f"**{place + 1}** &nbsp; **{title}**  \n:gray[:small[{rest}]]", width="stretch")
        st.segmented_control(
            title, acts, format_func=words.get, key=f"act_{place}", label_visibility="collapsed", on_change=saying(_act),
            args=(workshop, place),
        )


def _act(workshop: Workshop, place: int) -> None:
    """Do what was pressed beside a slide: show it, or put the slides, as they are on the screen, into another order."""
    act, st.session_state[f"act_{place}"] = st.session_state[f"act_{place}"], None
    if act == "show":
        show(first_shown(workshop.slides, place))
        return
    count = len(workshop.slides)
    rest = [each for each in range(count) if each != place]
    order = {"up": moved(count, place, -1), "down": moved(count, place, 1), "out": rest}.get(act)
    if order is not None:
        reorder(current_warehouse(), workshop.name, order, workshop.slides)


def _draw_head(workshop: Workshop) -> None:
    known = list_workshops(current_warehouse())
    if error := st.session_state.pop("workshop_error", None):
        st.error(plain(error.text(current_language())))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state["pick_workshop"] = workshop.name
        st.selectbox(
            _("Workshop"), known, key="pick_workshop", width=360,
            on_change=lambda: _open(st.session_state["pick_workshop"]),
        )
        warehouse, name = current_warehouse(), workshop.name
        _name_popover(_("New"), "new_workshop", "", lambda new: make_workshop(warehouse, new).name)
        _name_popover(_("Rename"), "rename_workshop", name, lambda new: rename_workshop(warehouse, name, new))
        with st.popover(_("Delete")):
            st.write(_("Its slides are gone then; the bills stay."))
            st.button(_("Delete this workshop"), key="delete_workshop", on_click=saying(lambda: _forget(workshop)))


def _name_popover(label: Markdown, key: str, name: str, act: Callable[[str], str]) -> None:
    with st.popover(label), st.form(f"{key}_form", border=False):
        st.text_input(_("Name of the workshop"), name, key=key)
        st.form_submit_button(label, key=f"do_{key}", on_click=lambda: _try(act, st.session_state[key]))


def _try(act: Callable[[str], str], name: str) -> None:
    try:
        _open(act(name))
    except InputError as error:
        st.session_state["workshop_error"] = error


def _forget(workshop: Workshop) -> None:
    delete_workshop(current_warehouse(), workshop.name, workshop.slides)
    _open(None)


def _open(name: str | None) -> None:
    st.session_state["workshop"], st.session_state["slide"] = name, None
    address_is_behind("workshop")
    address_is_behind("slide")


def _file_stem(name: str) -> str:
    return "".join(letter if letter not in '\\/:*?"<>|' else " " for letter in name).strip(" .")


def offer_pinning(workshop: Workshop | None) -> None:
    """Say how slides come about, and lead to where they do."""
    if workshop is not None:
        _draw_head(workshop)
    st.info(_("No slide is pinned yet. The menu ⋯ of every chart has “Pin to the workshop”; what is pinned is kept here."))
    with st.container(horizontal=True):
        if any(row["bills"] for row in stores()):
            st.page_link("pages/compare/page.py", label=_("Compare two houses"))
            st.page_link("pages/overview/page.py", label=_("Overview"))
        elif may_upload():
            st.page_link("pages/upload/page.py", label=_("Upload your file"))
