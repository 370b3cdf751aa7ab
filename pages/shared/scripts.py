"""The scripts that the app itself runs in the browser; the served page's Content-Security-Policy lets no others run.

So no text is ever put into one: what varies is a script each.
"""

from __future__ import annotations

import streamlit as st

from pages.shared.installing import INSTALL, SIGNED_OUT
from pages.shared.menu_keys import MENU_KEYS
from pages.shared.streamlits import SPEAK

LANGUAGE = {lang: f"document.documentElement.lang = '{tag}'" for lang, tag in (("zh", "zh-CN"), ("en", "en"))}
# Streamlit notes every change of the address as a step to go back to: what a page writes there belongs to the step of that page,
# but a list that a click opened, or closed, is a step, and stays one when Streamlit empties the address on the way elsewhere;
# so is the stage, whose slides are one step: Back leads from any of them to the list of the workshop
ONE_ENTRY_A_PAGE = """
(() => {
  if (window.oneEntryAPage) return;
  window.oneEntryAPage = true;
  const push = history.pushState.bind(history);
  history.pushState = (state, title, address) => {
    const next = new URL(address ?? "", location.href), list = (url) => url.searchParams.get("list");
    const now = new URL(location.href), samePage = next.pathname === now.pathname;
    const opensStage = next.searchParams.has("slide") && !now.searchParams.has("slide");
    if (samePage && list(now) && !next.search) return;
    if (samePage && list(next) === list(now) && !opensStage) history.replaceState(state, title, address);
    else push(state, title, address);
  };
})();
"""
# A link of the menu is followed as a step of Back is: Streamlit runs the page of the new address in the same session
FOLLOW_MENU = """
(() => {
  if (window.followsMenu) return;
  window.followsMenu = true;
  // opened or copied elsewhere, a link has no session to know the language and the house from: it says them itself
  const say = (event) => {
    const link = event.target.closest?.(".menu a"), now = new URL(location.href);
    if (!link) return;
    const kept = new URLSearchParams([...now.searchParams].filter(([name]) => name === "lang" || name === "store"));
    link.search = event.type === "click" && !event.ctrlKey && !event.metaKey && !event.shiftKey ? "" : kept;
  };
  for (const type of ["pointerdown", "contextmenu", "click"]) document.addEventListener(type, say, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".menu a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (matchMedia("(max-width: 768px)").matches) document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
    history.pushState({}, "", link.href);
    dispatchEvent(new PopStateEvent("popstate", {state: {}}));
  });
})();
"""
# Keys are counted here, not on the server: whatever it draws when one is pressed, the slide asked for last is the one shown.
# It reads what is asked for from a field that nobody sees: the number of the slide (0: leave), the window, a count.
WORKSHOP_KEYS = """
(() => {
  const names = {
    ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, Enter: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1,
    Home: "first", End: "last", Escape: "leave", ".": "black", b: "black", B: "black",
  };
  const stage = window.workshopStage ??= {count: 0};
  stage.wanted = null;
  const here = () => document.querySelector(".stage-at")?.dataset;
  const size = () => `${window.innerWidth}x${window.innerHeight}`;
  const ask = (slide) => {
    const field = document.querySelector(".st-key-stage_order input");
    if (!field) return false;
    stage.wanted = slide;
    const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    setter.call(field, `${slide} ${size()} ${++stage.count}`);
    field.dispatchEvent(new Event("input", {bubbles: true}));
    clearTimeout(stage.asking);
    stage.asking = setTimeout(() => field.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true})));
    return true;
  };
  const pressed = (event) => {
    const name = names[event.key], at = here();
    if (!event.isTrusted || !name || !at || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    const last = Number(at.last), slide = stage.wanted ?? Number(at.slide), root = document.documentElement;
    root.classList.toggle("black-stage", name === "black" && !root.classList.contains("black-stage"));
    if (name === "black") return;
    const to = {first: 1, last: last, leave: 0}[name] ?? Math.min(Math.max(slide + name, 1), last);
    if (to !== slide) ask(to);
  };
  const look = () => {
    const at = here();
    if (!at) {
      clearInterval(stage.looking);
      document.documentElement.classList.remove("black-stage");
      return;
    }
    if (!document.querySelector("[data-test-script-state=notRunning]")) return;
    if (Number(at.slide) === stage.wanted) stage.wanted = null;
    const unasked = at.window !== size() && stage.size === size() && stage.asked !== size();
    if (unasked && ask(stage.wanted ?? Number(at.slide))) stage.asked = size();
    if (at.window === size()) stage.asked = null;
    stage.size = size();
  };
  clearInterval(stage.looking);
  stage.asked = null;
  stage.looking = setInterval(look, 80);
  if (stage.pressed) window.removeEventListener("keydown", stage.pressed, true);
  stage.pressed = pressed;
  window.addEventListener("keydown", pressed, true);
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
# A chart is drawn for the column of the screen; on paper, where that is narrower, it is scaled
ON_PAPER = """
(() => {
  if (window.fitsPaper) return;
  window.fitsPaper = true;
  addEventListener("beforeprint", () => {
    for (const chart of document.querySelectorAll(".stEChartsChart svg")) {
      const wide = chart.width.baseVal.value, high = chart.height.baseVal.value;
      if (!chart.hasAttribute("viewBox")) chart.setAttribute("viewBox", `0 0 ${wide} ${high}`);
    }
  });
  addEventListener("afterprint", () => {
    for (const chart of document.querySelectorAll(".stEChartsChart svg")) chart.removeAttribute("viewBox");
  });
})();
"""
# What every page runs, as one: a part of a page that is sent alone takes longer
FRAME = "".join((ONE_ENTRY_A_PAGE, FOLLOW_MENU, PICTURES, ON_PAPER, MENU_KEYS, SPEAK, INSTALL, SIGNED_OUT))
ALL = (*LANGUAGE.values(), FRAME, WORKSHOP_KEYS)


def run_script(script: str) -> None:
    """Run one of ``ALL`` in the browser."""
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
