"""A browser is found where there is one, and fetched in the promised order where there is none."""

import pytest

from tools import find_browser as finder


@pytest.fixture
def bare_machine(monkeypatch):
    """A machine with no browser at all, on which commands are noted instead of run."""
    commands = []
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(finder, "COMMANDS", ())
    monkeypatch.setattr(finder, "APPLICATIONS", ())
    monkeypatch.setattr(finder, "_playwrights_own", lambda: None)
    monkeypatch.setattr(finder, "_run", lambda command: commands.append(" ".join(command)) or "no network\n")
    return commands


def test_the_one_named_in_the_environment_wins(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/opt/mine")
    monkeypatch.setattr(finder.shutil, "which", lambda name: name)
    monkeypatch.setattr(finder, "_starts", lambda path: True)
    assert finder.find_browser() == "/opt/mine"


def test_a_named_one_that_does_not_start_is_an_error_not_a_skip(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(FileNotFoundError, match="/nowhere/chromium"):
        finder.find_browser()


def test_one_that_does_not_start_is_passed_over(bare_machine, monkeypatch, tmp_path):
    for name in ("broken", "sound"):
        (tmp_path / name).touch()
    monkeypatch.setattr(finder, "APPLICATIONS", (str(tmp_path / "broken"), str(tmp_path / "sound")))
    monkeypatch.setattr(finder, "_starts", lambda path: path.endswith("sound"))
    assert finder.find_browser() == str(tmp_path / "sound")


def test_playwrights_own_is_tried_before_debians(bare_machine, monkeypatch, capsys):
    monkeypatch.setattr(finder, "_is_debian_root", lambda: True)
    assert finder.install_browser() is None
    assert [command.split(" ", 1)[1] for command in bare_machine] == [
        "-m playwright install chromium",
        "update -qq",
        "install -y -qq --no-install-recommends chromium fonts-noto-cjk",
    ]
    assert "no network" in capsys.readouterr().err


def test_nothing_is_installed_for_the_system_by_an_ordinary_user(bare_machine, monkeypatch, capsys):
    monkeypatch.setattr(finder, "_is_debian_root", lambda: False)
    assert finder.install_browser() is None
    assert len(bare_machine) == 1
    assert "set CHROMIUM" in capsys.readouterr().err
