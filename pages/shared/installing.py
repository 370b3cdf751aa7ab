"""Scripts for a phone, which keeps the app on its start screen (Streamlit's page names no manifest), and for an ended session."""

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
# Whose session has ended is shown the entrance, and no longer what stood on the page: Streamlit would say "Connection error"
SIGNED_OUT = """
(() => {
  if (window.looksWhetherSignedIn) return;
  const look = async () => {
    const app = document.querySelector("[data-testid=stApp]");
    if (!app || app.dataset.testConnectionState === "CONNECTED") return;
    const answer = await fetch(new URL("_stcore/host-config", document.baseURI), {cache: "no-store"}).catch(() => null);
    if (answer?.status !== 401) return;
    const here = location.pathname.split("/").pop() + location.search;
    location.assign(new URL(`sign-in?to=${encodeURIComponent(here)}`, document.baseURI));
  };
  window.looksWhetherSignedIn = setInterval(look, 2000);
})();
"""
