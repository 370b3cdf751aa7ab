"""Who is named in what is taken away: one choice for all downloads of a session, caught when a button is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pyarrow as pa
import streamlit as st

from pages.shared.house import current_warehouse
from pages.shared.language import _, current_language
from segmentation.exports.masking import Masker, Register, mask_frame, mask_slides
from segmentation.language.i18n import N_
from segmentation.reports import read_register
from segmentation.slides import Slide
from segmentation.warehouse import Warehouse

NAMES = {
    "": N_("With all names"), "customers": N_("Customers masked"), "house": N_("Customers, managers, stores masked"),
}
HELP = N_(
    "In the files that are taken away: a customer is called by his number, the same in every list and on every slide; phones "
    "cannot be read."
)


class Masking:
    """What was picked, with what it takes to mask by it later, in a thread without a session."""

    def __init__(self, how: str, lang: str, warehouse: Warehouse) -> None:
        self.how, self.lang, self._warehouse = how, lang, warehouse

    def frame(self, frame: pa.Table) -> pa.Table:
        """Return the frame as it may be taken away."""
        return mask_frame(frame, self.masker(frame)) if self.how else frame

    def notes(self, notes: Iterable[str], frame: pa.Table) -> tuple[str, ...]:
        """Return what is said about the frame as it may be taken away."""
        return tuple(map(self.masker(frame).text, notes)) if self.how else tuple(notes)

    def slides(self, slides: tuple[Slide, ...]) -> tuple[Slide, ...]:
        """Return the slides as they may be taken away."""
        return mask_slides(slides, self.lang, register_of(self._warehouse), house=self.how == "house") if self.how else slides

    def store(self, name: str) -> str:
        """Return the store's name as it may stand in the name of a file."""
        return self.masker().store(name) if self.how == "house" else name

    def masker(self, *frames: pa.Table) -> Masker:
        """Return the masker for the customers of the frames."""
        return Masker.of(self.lang, *frames, register=register_of(self._warehouse), house=self.how == "house")


def pick_masking(key: str) -> Masking:
    """Draw the choice of who is named, and return it; it is one for all downloads, so every one of them shows it."""
    own, words = f"{key}_names", {how: _(text) for how, text in NAMES.items()}
    st.session_state[own] = st.session_state.get("names", "")
    st.selectbox(
        _("Names"), list(NAMES), key=own, format_func=words.__getitem__, label_visibility="collapsed", width=190,
        help=_(HELP), on_change=lambda: st.session_state.update(names=st.session_state[own]),
    )
    return Masking(st.session_state[own], current_language(), current_warehouse())


def picked_masking() -> Masking:
    """Return what was picked at any download: files that name nobody have no picker, but their names hold the store's."""
    return Masking(st.session_state.get("names", ""), current_language(), current_warehouse())


def register_of(warehouse: Warehouse) -> Register:
    """Return who there is in the house, read once a version of the warehouse."""
    return _register(warehouse.version, warehouse)


@lru_cache(2)
def _register(version: str, warehouse: Warehouse) -> Register:
    return read_register(warehouse)
