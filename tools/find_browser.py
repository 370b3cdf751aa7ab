"""Find a Chromium for the browser tests and the screenshots, or get one.

``python tools/find_browser.py`` prints its path; ``--install`` gets one where there is none (Playwright's own,
else Debian's through apt when root) and, on a Debian machine without Chinese glyphs, a font that has them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

LAUNCH_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
    "chrome",
    "msedge",
)
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
)
INSTALL_SECONDS = 900


def find_browser() -> str | None:
    """Return the path of a Chromium that starts: ``CHROMIUM``, else an installed one, else Playwright's own, else None.

    Raises FileNotFoundError where ``CHROMIUM`` is set to something that does not start.
    """
    if named := os.environ.get("CHROMIUM"):
        path = shutil.which(named)
        if path and _starts(path):
            return path
        raise FileNotFoundError(f"CHROMIUM is set to {named}, which does not start as a browser.")
    installed = [path for path in (*map(shutil.which, COMMANDS), *APPLICATIONS) if path and Path(path).exists()]
    return next(filter(_starts, installed), None) or _playwrights_own()


def _starts(path: str) -> bool:
    """Whether it runs; asked on Linux only, where a browser may lack libraries (Windows opens a window instead)."""
    if not sys.platform.startswith("linux"):
        return True
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() and _starts(path) else None


def install_browser() -> str | None:
    """Get a Chromium where there is none and return its path; None where that failed, with the reason on stderr."""
    if found := find_browser():
        return found
    _say("No Chromium found; asking Playwright for its own …")
    tried = _run([sys.executable, "-m", "playwright", "install", "chromium"])
    if not (found := _playwrights_own()) and _is_debian_root():
        _say("Installing chromium and fonts-noto-cjk through apt …")
        tried = _apt_install("chromium", "fonts-noto-cjk")
        found = find_browser()
    if not found:
        _say(tried.strip() or "It does not start here.")
        _say("No browser: install Chromium, Chrome or Edge, or set CHROMIUM to the path of one.")
    return found


def install_chinese_font() -> None:
    """On a Debian machine without a font for Chinese, install one when root, so that screenshots show no empty boxes."""
    if not _is_debian_root():
        return
    known = shutil.which("fc-list") and subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True).stdout.strip()
    if not known:
        _say("Installing fonts-noto-cjk through apt …")
        _apt_install("fonts-noto-cjk", "fontconfig")


def _is_debian_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt_install(*packages: str) -> str:
    return _run(["apt-get", "update", "-qq"]) + _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages])


def _run(command: list[str]) -> str:
    """Run ``command`` quietly and return what it said where it failed."""
    try:
        done = subprocess.run(
            command,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=INSTALL_SECONDS,
            text=True,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{error}\n"
    return done.stdout if done.returncode else ""


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    install = "--install" in sys.argv[1:]
    try:
        found = install_browser() if install else find_browser()
    except FileNotFoundError as error:
        _say(str(error))
        found = None
    if install:
        install_chinese_font()
    elif found:
        print(found)
    sys.exit(0 if found or install else 1)  # after --install the tests themselves say whether a browser was needed
