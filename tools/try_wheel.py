"""Install a wheel into an empty environment and use it from an empty folder: ``python -m tools.try_wheel FILE``.

Every command's help, an import of a sample and its tiers, then the app in a browser, sample houses loaded. The packages that it
needs come from the registry that pip knows.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from playwright.sync_api import sync_playwright

from tools.app_server import free_port
from tools.find_browser import LAUNCH_ARGS, find_browser

DIRECTLY = build_opener(ProxyHandler({}))


def main(wheel: Path) -> None:
    """Raise CalledProcessError or AssertionError where the wheel does not work by itself."""
    with tempfile.TemporaryDirectory(prefix="wheel-") as name:
        folder = Path(name)
        home, empty, own = folder / "home", folder / "empty", folder / "venv"
        for each in (home, empty):
            each.mkdir()
        subprocess.run([sys.executable, "-m", "venv", str(own)], check=True)
        scripts = own / ("Scripts" if os.name == "nt" else "bin")
        kept = ("PATH", "SYSTEMROOT", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "PIP_INDEX_URL", "PIP_CERT", "SSL_CERT_FILE")
        pip = [str(scripts / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", str(wheel)]
        subprocess.run(pip, check=True)
        environment = {key: os.environ[key] for key in kept if key in os.environ}
        environment |= {"HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home), "LANG": "C.UTF-8"}
        program = str(scripts / "customer-grading")

        def run(*arguments: str) -> str:
            done = subprocess.run(
                [program, *arguments], cwd=empty, env=environment, capture_output=True, text=True, encoding="utf-8"
            )
            if done.returncode:
                sys.exit(f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}")
            return done.stdout

        said = run("--help")
        assert said.startswith("Usage: customer-grading "), said
        commands = re.findall(r"^  ([a-z][\w-]+)", said[said.index("Commands:"):], re.MULTILINE)
        for command in commands:
            run(command, "--help")
        site = subprocess.run(
            [str(scripts / "python"), "-c", "import segmentation; print(segmentation.__path__[0])"],
            env=environment, cwd=empty, capture_output=True, text=True, check=True,
        ).stdout.strip()
        before = {path for path in Path(site).rglob("*") if "__pycache__" not in path.parts}
        print(run("import", str(Path(site) / "samples" / "yunqi" / "账单_2026-10.csv"), "--store", "Yunqi"))
        assert '"bills": 650' in run("stores", "--json")
        made = [path.relative_to(home).as_posix() for path in home.rglob("warehouse.duckdb")]
        print(f"{len(commands)} commands explain themselves; the warehouse is ~/{made[0]}")
        port = free_port()
        server = subprocess.Popen(
            [program, "serve", "--port", str(port)], cwd=empty, env=environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        )
        try:
            _look(f"http://localhost:{port}")
        finally:
            server.terminate()
            said = server.communicate(timeout=20)[0]
        print(said)
        assert "Failed" not in said, "a setting did not come along"
        assert not list(empty.iterdir()), "the folder it was started in is not its own"
        assert {path for path in Path(site).rglob("*") if "__pycache__" not in path.parts} == before, "it wrote beside its code"


def _look(url: str) -> None:
    for _each in range(300):
        try:
            with DIRECTLY.open(f"{url}/_stcore/health", timeout=5):
                break
        except OSError:
            time.sleep(0.2)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=LAUNCH_ARGS)
        page = browser.new_page(locale="zh-CN")
        page.goto(url)
        page.wait_for_selector("nav.menu", timeout=60_000)
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        accent = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).fontFamily")
        print("In the browser:", page.locator("h1").first.inner_text(), "·", accent)
        assert "PingFang SC" in accent, "the looks of the house did not come along"
        browser.close()


def _asked(arguments: Sequence[str]) -> Path:
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        sys.exit("python -m tools.try_wheel dist/customer_grading-….whl")
    return Path(arguments[0]).resolve()


if __name__ == "__main__":
    main(_asked(sys.argv[1:]))
