"""The scripts that the app itself runs in the browser; the served page's Content-Security-Policy lets no others run.

So no text is ever put into one: what varies is a script each.
"""

from __future__ import annotations

import streamlit as st

from pages.shared.streamlits import SPEAK

LANGUAGE = {lang: f"document.documentElement.lang = '{tag}'" for lang, tag in (("zh", "zh-CN"), ("en", "en"))}
# Streamlit notes every change of the address as a step to go back to: what a page writes there belongs to the step of that page
ONE_ENTRY_A_PAGE = """
(() => {
  if (window.oneEntryAPage) return;
  window.oneEntryAPage = true;
  const push = history.pushState.bind(history);
  history.pushState = (state, title, address) => {
    const samePage = new URL(address ?? "", location.href).pathname === location.pathname;
    if (samePage) history.replaceState(state, title, address);
    else push(state, title, address);
  };
})();
"""
WORKSHOP_KEYS = """
(() => {
  const scales = [1, 1.2, 1.4, 1.85, 2.75];
  const fit = () => {
    const room = Math.min(window.innerWidth / 1366, window.innerHeight / 768) + 0.01;
    const wanted = Math.max(0, scales.filter((scale) => scale <= room).length - 1);
    const button = document.querySelector(`.st-key-scale_${wanted} button`);
    const idle = document.querySelector("[data-test-script-state=notRunning]");
    if (button && idle && !button.disabled) button.click();
    if (!document.querySelector(".st-key-keys")) clearInterval(window.workshopFit);
  };
  clearInterval(window.workshopFit);
  window.workshopFit = setInterval(fit, 300);
  const names = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", " ": "next", Enter: "next",
    ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous", Backspace: "previous",
    Home: "first", End: "last", Escape: "leave",
  };
  if (window.workshopKeys) window.removeEventListener("keydown", window.workshopKeys, true);
  window.workshopKeys = (event) => {
    const name = names[event.key];
    if (!name || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const button = document.querySelector(`.st-key-slide_${name} button`);
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    if (!button.disabled) button.click();
  };
  window.addEventListener("keydown", window.workshopKeys, true);
})();
"""
ALL = (*LANGUAGE.values(), ONE_ENTRY_A_PAGE, SPEAK, WORKSHOP_KEYS)


def run_script(script: str) -> None:
    """Run one of ``ALL`` in the browser."""
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
