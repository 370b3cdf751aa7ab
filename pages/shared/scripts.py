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
# A chart as it is drawn, below its title and above its store and day, as PNG at twice its size
PICTURES = """
(() => {
  if (window.savesPictures) return;
  window.savesPictures = true;
  const wrapped = (pen, text, room) => {
    const lines = [];
    let line = "";
    for (const part of text.match(/[\\u2e80-\\uffef]|[^\\s\\u2e80-\\uffef]+\\s*|\\s+/g) ?? []) {
      if (line && pen.measureText(line + part.trimEnd()).width > room) { lines.push(line); line = ""; }
      line += part;
    }
    return line.trim() ? [...lines, line] : lines;
  };
  const drawn = (svg) => new Promise((done, failed) => {
    const copy = svg.cloneNode(true), box = svg.getBoundingClientRect(), image = new Image();
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", box.width);
    copy.setAttribute("height", box.height);
    image.onload = () => done([image, box]);
    image.onerror = failed;
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(copy));
  });
  const save = async (button) => {
    const place = document.getElementsByClassName(`st-key-picture_${button.dataset.chart}`)[0];  // the menu is elsewhere
    const parts = await Promise.all([...place.querySelectorAll(".stEChartsChart svg, .js-plotly-plot svg.main-svg")].map(drawn));
    if (!parts.length) return;
    const {title, subtitle, foot} = button.dataset, app = getComputedStyle(document.querySelector("[data-testid=stApp]"));
    const left = Math.min(...parts.map(([, box]) => box.left)), top = Math.min(...parts.map(([, box]) => box.top));
    const wide = Math.max(...parts.map(([, box]) => box.right)) - left;
    const high = Math.max(...parts.map(([, box]) => box.bottom)) - top;
    const canvas = document.createElement("canvas"), pen = canvas.getContext("2d"), margin = 16;
    const fonts = {title: `600 16px ${app.fontFamily}`, subtitle: `13px ${app.fontFamily}`};
    const lines = [];
    for (const [name, text] of [["title", title], ["subtitle", subtitle]]) {
      pen.font = fonts[name];
      for (const line of wrapped(pen, text, wide)) lines.push([name, line]);
    }
    const head = lines.length * 22 + 8;
    canvas.width = 2 * (wide + 2 * margin);
    canvas.height = 2 * (high + head + 2 * margin + (foot ? 26 : 0));
    pen.scale(2, 2);
    pen.fillStyle = app.backgroundColor;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = app.color;
    lines.forEach(([name, line], number) => { pen.font = fonts[name]; pen.fillText(line, margin, margin + 16 + 22 * number); });
    for (const [image, box] of parts) {
      pen.drawImage(image, margin + box.left - left, margin + head + box.top - top, box.width, box.height);
    }
    pen.font = fonts.subtitle;
    if (foot) pen.fillText(foot, margin, margin + head + high + 20);
    const link = document.createElement("a");
    const name = title.replace(/[\\\\/:*?"<>|.\\u0000-\\u001f]/g, " ").replace(/\\s+/g, " ").trim().slice(0, 60);
    link.download = (name || "chart") + ".png";
    link.href = canvas.toDataURL("image/png");
    link.click();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".save-picture");
    if (button) save(button);
  });
})();
"""
ALL = (*LANGUAGE.values(), ONE_ENTRY_A_PAGE, PICTURES, SPEAK, WORKSHOP_KEYS)


def run_script(script: str) -> None:
    """Run one of ``ALL`` in the browser."""
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
