"""Streamlit's uploader in the session's language."""

from __future__ import annotations

import json

import streamlit as st


def speak_uploader(button: str, note: str) -> None:
    """Say in the session's language what Streamlit's uploader says in English only."""
    button, note = (json.dumps(text, ensure_ascii=False).replace("<", "") for text in (button, note))
    zone = "[data-testid=stFileUploaderDropzone]"
    st.html(
        f"<style>{zone} button p {{font-size: 0}}"
        f"{zone} button p::after {{content: {button}; font-size: 1rem}}"
        f"[data-testid=stFileUploaderDropzoneInstructions] span {{font-size: 0}}"
        f"[data-testid=stFileUploaderDropzoneInstructions] span::after {{content: {note}; font-size: 0.875rem}}</style>"
    )
