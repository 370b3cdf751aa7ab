"""The one way to offer a download: what is made on a click knows what was on the screen when the button was drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.shared.house import grading_by, scheme
from pages.shared.language import Markdown, current_language, speaking


def offer(label: Markdown, make: Callable[[], bytes], name: str, mime: str, key: str, **options: Any) -> None:
    """Draw the button ``label`` that hands out what ``make`` returns as the file ``name``.

    ``make`` runs when it is clicked, in a thread that has no session: there it speaks the language, and grades by the scheme,
    that the page had when the button was drawn.
    """
    lang, own = current_language(), scheme()

    def made() -> bytes:
        with speaking(lang), grading_by(own):
            return make()

    st.download_button(label, made, name, mime, key=key, on_click="ignore", **options)
