"""The script that lets a phone keep the app on its start screen: Streamlit's own page names no manifest."""

INSTALL = """
(() => {
  if (document.querySelector("link[rel=manifest]")) return;
  const add = (name, values) => document.head.append(Object.assign(document.createElement(name), values));
  add("link", {rel: "manifest", href: new URL("manifest.webmanifest", document.baseURI).href});
  add("link", {rel: "apple-touch-icon", href: new URL("icons/192.png", document.baseURI).href});
  add("meta", {name: "theme-color", content: "#FFFFFF", media: "(prefers-color-scheme: light)"});
  add("meta", {name: "theme-color", content: "#12161C", media: "(prefers-color-scheme: dark)"});
})();
"""
