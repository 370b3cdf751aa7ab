"""Streamlit's own texts, which it says in English only, in Chinese: those of tables, pickers of days, lists, the frame
and of a lost connection.

Hidden instead are the table's own CSV (``frame``) and the words of the uploader. What stays English: the names of months and of
the parts of a date that screen readers read out, and the file size that Streamlit refuses.
"""

from __future__ import annotations

import json

from segmentation.language.i18n import N_, translator

WORDS = (
    N_("Skip to main content"), N_("Collapse sidebar"), N_("Expand sidebar"), N_("App pages"),
    N_("Select all"), N_("Clear selection"), N_("Show/hide columns"), N_("Search"), N_("Fullscreen"), N_("Close fullscreen"),
    N_("Sort ascending"), N_("Sort descending"), N_("Format"), N_("Autosize"), N_("Pin column"), N_("Unpin column"),
    N_("Hide column"), N_("Statistics"), N_("Copy column name"), N_("Automatic"), N_("Localized"), N_("Plain"), N_("Compact"),
    N_("Dollar"), N_("Euro"), N_("Yen"), N_("Percent"), N_("Scientific"), N_("Accounting"),
    N_("Values"), N_("Empty"), N_("Distinct"), N_("Minimum"), N_("Maximum"), N_("Average"), N_("Median"), N_("Sum"),
    N_("Standard deviation"), N_("Add row"), N_("No data"),
    N_("Choose date"), N_("Clear date"), N_("Open"), N_("Close"), N_("Clear value"), N_("Clear all"), N_("Clear entry"),
    N_("Selected values"), N_("Choose options"), N_("No results"), N_("Increment"), N_("Decrement"),
    N_("Pagination"), N_("Previous page"), N_("Next page"), N_("Press Enter to apply"),
    N_("Press Enter to submit form"),
    N_("Copy to clipboard"), N_("Scroll tabs left"), N_("Scroll tabs right"), N_("yyyy"), N_("mm"), N_("dd"),
    N_("Connection error"), N_("Streamlit server is not responding. Are you connected to the internet?"),
    N_("Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:"),
)
FRAMES = (N_("Help for {what}"), N_("Select {what} matches"))  # texts with something of their own in the middle

# Only what Streamlit draws itself is looked at for words: a customer may be called Search.
_SCRIPT = """
(() => {
  if (window.streamlitSpeaks) return;
  window.streamlitSpeaks = true;
  const toChinese = new Map(WORDS), toEnglish = new Map(WORDS.map(([english, chinese]) => [chinese, english]));
  const frames = FRAMES;
  const own = "[data-testid=stSkipToContent], [data-testid^=stDataFrameC], [data-testid^=stDataFrameS], [role=menu],"
    + "[data-testid=stTooltipContent], [role=listbox][data-empty], [data-key^=__select_], [data-testid=InputInstructions],"
    + "[data-testid=stDateInput] [role=spinbutton], h2[slot=title], h2[slot=title] + div > div:not(:has(*))";
  let spoken = "";
  const said = (text) => {
    const isChinese = spoken === "zh-CN";
    for (const frame of frames) {
      const [from, to] = isChinese ? frame : [...frame].reverse();
      if (text?.startsWith(from[0]) && text.endsWith(from[1])) {
        return to[0] + text.slice(from[0].length, text.length - from[1].length) + to[1];
      }
    }
    const words = isChinese ? toChinese : toEnglish, end = text?.indexOf(": ") ?? -1;
    if (end > 0 && words.has(text.slice(0, end))) return words.get(text.slice(0, end)) + text.slice(end);  // a chart's button
    return words.get(text);
  };
  const name = (element) => {
    for (const each of ["aria-label", "placeholder", "title"]) {
      const word = said(element.getAttribute(each));
      if (word) element.setAttribute(each, word);
    }
  };
  const tell = (element) => {
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE && said(node.data)) node.data = said(node.data);
    }
  };
  const speak = (element) => {
    name(element);
    if (element.closest(own)) tell(element);
  };
  const within = own.split(", ").map((each) => `${each} *`).join(", ");
  const below = (element) => {  // of all that a page adds, few have a name, and fewer a text of Streamlit's
    speak(element);
    element.querySelectorAll("[aria-label], [placeholder], [title]").forEach(name);
    element.querySelectorAll(`${own}, ${within}`).forEach(tell);
  };
  new MutationObserver((changes) => {
    if (spoken !== document.documentElement.lang) {
      spoken = document.documentElement.lang;
      below(document.body);
    }
    for (const {type, target, addedNodes} of changes) {
      if (type === "attributes") speak(target);
      if (type === "characterData" && target.parentElement) speak(target.parentElement);
      for (const node of addedNodes) if (node instanceof HTMLElement) below(node);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ["lang", "aria-label", "placeholder", "title"],
  });
  spoken = document.documentElement.lang;
  below(document.body);
})();
"""


def _script() -> str:
    chinese = translator("zh")
    words = [[word, chinese(word)] for word in WORDS]
    frames = [[text.split("{what}") for text in (frame, chinese(frame))] for frame in FRAMES]
    return _SCRIPT.replace("WORDS", json.dumps(words)).replace("FRAMES", json.dumps(frames))


SPEAK = _script()
