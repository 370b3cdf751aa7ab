"""What the wheel holds is what the tree holds: nothing that the program reads is forgotten."""

import json
import os
import subprocess
import tomllib
from pathlib import Path

import pytest
from setuptools.command.build_py import build_py
from setuptools.dist import Distribution
from streamlit import config

from segmentation.shell.serving import own_settings, server_command
from segmentation.warehouse import places
from tests.source import ROOT

ALONG = {".streamlit/": "segmentation/streamlit/", "docs/guides/": "segmentation/guides/", "data/samples/": "segmentation/samples/"}


@pytest.fixture(scope="module")
def packed():
    """The files of the wheel, by the build backend's own list of what it would copy."""
    from distutils.core import run_setup  # setuptools brings it on every version of Python

    before = Path.cwd()
    os.chdir(ROOT)
    try:
        made = run_setup("setup.py", stop_after="init")
        assert isinstance(made, Distribution)
        made.parse_config_files()
        command = build_py(made)
        command.build_lib = "lib"
        command.ensure_finalized()
        files = {os.path.relpath(path, "lib").replace(os.sep, "/") for path in command.get_outputs(include_bytecode=False)}
        return made, files
    finally:
        os.chdir(before)


def wanted():
    """What git knows, or would add, of the parts that the program runs from; by the names that they have in the wheel."""
    listed = subprocess.run(
        ["git", "-c", "core.quotePath=false", "ls-files", "-co", "--exclude-standard", "-z", "app.py", "serve.py", "pages", "segmentation", *ALONG],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if not (ROOT / name).is_file() or name.endswith(".gitattributes"):
            continue
        own = next((folder for folder in ALONG if name.startswith(folder)), "")
        yield ALONG.get(own, "") + name.removeprefix(own)


def test_the_wheel_holds_every_file_that_the_program_reads(packed):
    files = set(wanted())
    assert {"app.py", "segmentation/warehouse/migrations/0001_bills_and_customers.sql"} & files, "the list is not that of this tree"
    assert sorted(files - packed[1]) == []


def test_the_wheel_holds_nothing_else(packed):
    assert sorted(packed[1] - set(wanted())) == []


def test_the_command_and_what_it_needs(packed):
    made = packed[0]
    assert made.entry_points == {"console_scripts": ["customer-grading = segmentation.shell.main:main"]}
    pinned = [line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if line[:1].isalpha()]
    assert len(made.install_requires) == len(pinned)


def test_an_installed_program_keeps_its_data_with_the_user(tmp_path, monkeypatch):
    for name in ("CUSTOMER_GRADING_DB", "CUSTOMER_GRADING_INBOX"):
        monkeypatch.delenv(name, raising=False)
    assert places.default_path() == ROOT / "data" / "warehouse.duckdb"
    monkeypatch.setattr(places, "ROOT", tmp_path / "site-packages")
    monkeypatch.setattr(places, "user_data_folder", lambda *_asked: tmp_path / "own")
    assert places.default_path() == tmp_path / "own" / "warehouse.duckdb"
    assert places.inbox_folder() == tmp_path / "own" / "inbox"
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(tmp_path / "house.duckdb"))
    assert places.default_path() == tmp_path / "house.duckdb"
    assert places.inbox_folder() == tmp_path / "inbox"


def test_the_server_is_started_with_the_settings_of_the_house():
    house = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    command = server_command({"server.port": 8600, "server.address": "127.0.0.1"}, {}, {})
    assert command[1:6] == ["-P", "-m", "streamlit", "run", str(ROOT / "serve.py")]
    assert {"--server.port=8600", "--browser.gatherUsageStats=false", "--theme.dark.textColor=#E6E9EE"} <= {*command}
    colours = [each.partition("=")[2] for each in command if each.startswith("--theme.chartCategoricalColors=")]
    assert [json.loads(each) for each in colours] == [house["theme"]["chartCategoricalColors"]]
    template = config._config_options_template
    assert template["server.allowedHosts"].multiple
    assert not template["theme.chartCategoricalColors"].multiple, "a list that is one text of JSON"


def test_what_an_owner_set_stands_before_the_settings_of_the_house(tmp_path):
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text('[server]\nmaxUploadSize = 50\n[theme]\nfont = "serif"\n', encoding="utf-8")
    own = own_settings(tmp_path, tmp_path / "nowhere")
    assert own == {"server.maxUploadSize": 50, "theme.font": "serif"}
    command = server_command({}, own, {"STREAMLIT_THEME_BASE_RADIUS": "0px"})
    names = {each.partition("=")[0] for each in command}
    assert not {"--server.maxUploadSize", "--theme.font", "--theme.baseRadius"} & names
    assert "--server.headless" in names
