"""The menus of charts by keyboard: a menu opens elsewhere in the document, so that Tab would not come into it for pages."""

from __future__ import annotations

# Opened by a key, a menu takes the focus; Tab at its end goes on behind its button, Shift+Tab at its beginning and Escape lead
# back to it, and close it. A list that is open within it takes the first Escape for itself.
MENU_KEYS = """
(() => {
  if (window.menusHaveKeys) return;
  window.menusHaveKeys = true;
  const stops = "input:not([type=hidden]), button, a[href], [tabindex]";
  const body = () => document.querySelector("[data-testid=stPopoverBody]");
  const within = () => [...body()?.querySelectorAll(stops) ?? []].filter(
    (each) => each.tabIndex >= 0 && !each.disabled && each.getClientRects().length
  );
  let opened = null;
  const enter = (left) => {
    const first = within()[0];
    if (first) first.focus();
    else if (left) setTimeout(() => enter(left - 1), 40);
  };
  const leave = () => {
    const open = [...document.querySelectorAll("[data-testid=stPopoverButton][aria-expanded=true]")];
    const button = opened?.isConnected ? opened : open.find((one) => one.getClientRects().length);
    button?.focus();
    if (button?.getAttribute("aria-expanded") === "true") button.click();
  };
  addEventListener("keydown", (event) => {
    const button = event.target.closest?.("[data-testid=stPopoverButton]");
    if (button && (event.key === "Enter" || event.key === " ") && button.getAttribute("aria-expanded") !== "true") {
      opened = button;
      setTimeout(() => enter(25), 40);
    }
    if (!event.target.closest?.("[data-testid=stPopoverBody]")) return;
    const all = within(), at = all.indexOf(event.target);
    if (event.key === "Escape" && event.target.getAttribute("aria-expanded") !== "true") {
      event.preventDefault();
      event.stopPropagation();
      leave();
    } else if (event.key === "Tab" && (event.shiftKey ? at === 0 : at === all.length - 1)) {
      leave();
      if (event.shiftKey) event.preventDefault();
    }
  }, true);
})();
"""
