"""What deploy/ promises: files that there are, no root, the app's port, and limits that the machine keeps."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from segmentation.shell.serving import PORT
from tests.source import ROOT

DEPLOY = ROOT / "deploy"


@pytest.fixture(scope="module")
def docker():
    """The instructions of the Dockerfile: (name, rest), lines that go on glued together."""
    text = re.sub(r"\\\n\s*", "", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"))
    return [tuple(line.split(" ", 1)) for line in text.splitlines() if line.strip() and not line.startswith("#")]


def test_every_file_that_is_copied_is_there_and_let_in(docker):
    ignore = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    sources = [each for name, rest in docker if name == "COPY" and "--from" not in rest for each in rest.split()[:-1]]
    assert {"pyproject.toml", "segmentation", ".streamlit"} <= set(sources)
    assert [each for each in sources if not (ROOT / each).exists()] == []
    assert ignore[0] == "*"
    assert [each for each in sources if f"!{each}" not in ignore] == []


def test_what_the_package_is_made_of_is_copied(docker):
    sources = {each for name, rest in docker if name == "COPY" and "--from" not in rest for each in rest.split()[:-1]}
    setup = (ROOT / "setup.py").read_text(encoding="utf-8")
    along = set(re.findall(r'"segmentation\.\w+": "([^"]+)"', setup))
    assert along <= sources
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert {project["project"]["readme"], *project["tool"]["setuptools"]["dynamic"]["dependencies"]["file"]} <= sources


def test_the_image_runs_as_nobody_special_on_the_port_of_the_app(docker):
    last = max(number for number, (name, _rest) in enumerate(docker) if name == "FROM")
    stage = dict(docker[last:])
    assert stage["USER"] not in ("root", "0")
    assert stage["EXPOSE"] == str(PORT)
    assert stage["VOLUME"] == stage["WORKDIR"] == "/data"
    assert f":{PORT}/_stcore/health" in stage["HEALTHCHECK"]
    assert f'"--port", "{PORT}"' in stage["CMD"]
    assert "=/data/warehouse.duckdb" in stage["ENV"]


def test_the_container_is_published_on_this_machine_only():
    lines = [line.strip() for line in (DEPLOY / "compose.yaml").read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if line.endswith(f":{PORT}\"")] == [f'- "127.0.0.1:{PORT}:{PORT}"']
    assert {"- grading:/data", "read_only: true", "grading:"} <= {*lines}
    told = {name: value for line in lines for name, _colon, value in [line.partition(": ")] if value}
    assert (DEPLOY / told["context"] / told["dockerfile"]).samefile(DEPLOY / "Dockerfile")


def test_the_proxy_asks_the_port_of_the_app():
    assert f"reverse_proxy 127.0.0.1:{{$GRADING_PORT:{PORT}}}" in (DEPLOY / "Caddyfile").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_understands_the_units(tmp_path):
    units = []
    for path in sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")]):
        units.append(tmp_path / path.name)
        units[-1].write_text(
            re.sub(r"^ExecStart=\S+", f"ExecStart={shutil.which('true')}", path.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8"
        )
    said = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    assert (said.returncode, said.stderr) == (0, "")


def test_the_service_starts_what_the_package_brings():
    unit = (DEPLOY / "customer-grading.service").read_text(encoding="utf-8")
    assert f"ExecStart=/opt/customer-grading/bin/customer-grading serve --port {PORT}\n" in unit
    assert "User=customer-grading\n" in unit
    script = (DEPLOY / "install-windows-task.ps1").read_text(encoding="utf-8")
    assert script.isascii(), "older PowerShell reads it as the machine's own encoding"
    assert Path(re.search(r"'(Scripts\\customer-grading\.exe)'", script)[1]).name.endswith("customer-grading.exe")
