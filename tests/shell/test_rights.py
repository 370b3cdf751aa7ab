"""Every command of the shell as each role over two houses: what its answer, its file or its refusal may not say."""

import getpass
import re
import shutil

import click
import pytest

from segmentation.access import access_of, exports
from segmentation.shell.main import build, main
from tests.two_houses import DAY, FIRST, MARK, PHONES, ROLES, SECOND, SECRETS, build_two_houses
from tests.unpacked import read

REQUIRED = {  # what is put for a required option or argument by its name; a new one fails the test until it stands here
    "store": None, "stores": None, "month": "2026-09", "customer": "N001", "channel": "call", "outcome": "reached", "first": "2026-08-31",
    "last": str(DAY), "text": "0", "name": f"{MARK}他经理", "tables": "10", "periods": "2", "days": "26", "batch": "1", "key": "abcd",
    "by": "module_tier", "house": "x", "out": "out.{end}", "output": "out.json", "file": "file.csv", "files": "file.csv",
    "folder": "out.lake", "why": "a bill too many", "role": "analyst", "number": "1",
}
STARTS = {"serve"}  # what does not come back: it is the app itself
ENDS = {"deck": "pptx", "morning": "html", "targets": "csv", "certificate": "json"}


@pytest.fixture(scope="module")
def two_houses(tmp_path_factory):
    folder = tmp_path_factory.mktemp("houses")
    return build_two_houses(folder / "warehouse.duckdb")


def commands(group, path=()):
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        elif name not in STARTS:
            yield (*path, name), command


def call_of(path, command, store, folder):
    """The words of a call of the command with whatever it cannot do without."""
    words = list(path)
    for each in command.params:
        if not each.required:
            continue
        value = REQUIRED[each.name]
        if isinstance(each.type, click.Choice):
            value = value if value in each.type.choices else each.type.choices[0]
        if value is None:
            value = store
        if value.startswith(("out.", "file.")):
            value = str(folder / value.format(end=ENDS.get(path[-1], "csv")))
        words += [value] if isinstance(each, click.Argument) else [each.opts[0], value]
    return words


@pytest.mark.parametrize("role", ROLES)
def test_no_command_tells_a_role_what_it_may_not_know(two_houses, role, tmp_path, capfdbinary):
    path = shutil.copy(two_houses, tmp_path / "warehouse.duckdb")
    (tmp_path / "file.csv").write_text("单号,日期,客户,金额\nZ1,2026-09-30,新客,1\n", encoding="utf-8")
    secrets = re.compile("|".join(filter(None, (MARK, PHONES, SECRETS.get(role)))))
    wrong, tried, access = {}, 0, access_of(path)
    for store in (FIRST, SECOND):
        for words in (call_of(*each, store, tmp_path) for each in commands(build("zh"))):
            for out in tmp_path.glob("out.*"):
                shutil.rmtree(out) if out.is_dir() else out.unlink()
            before = len(exports(access, 1000))
            status = main(["--db", str(path), "--lang", "zh", *words], ROLES[role])
            said = "".join(part.decode("utf-8") for part in capfdbinary.readouterr())
            for out in (each for each in tmp_path.glob("out.*") if each.is_file()):
                said += read(out.name, out.read_bytes())
            if list(tmp_path.glob("out.*")):
                [taken] = exports(access, 1000)[: len(exports(access, 1000)) - before]
                marked = "export-lake" in words or not {".csv", ".html", ".pptx", ".xlsx"} & {out.suffix for out in tmp_path.glob("out.*")}
                if (taken.account, taken.role) != (ROLES[role].account, ROLES[role].role) or not (marked or f"导出人：{taken.account}，" in said):
                    wrong[" ".join(words)] = (taken, "nothing says who took it out")
            tried += 1
            for typed in (SECOND, f"{MARK}他经理"):  # what the caller himself said
                said = said.replace(typed, "")
            if status not in (0, 2) or secrets.search(said):
                wrong[" ".join(words)] = (status, said[:300], set(secrets.findall(said)))
    assert not wrong, "\n".join(f"{call}: {what}" for call, what in wrong.items())
    assert tried >= 90


def test_what_the_system_user_takes_out_is_in_the_log_and_has_no_mark(two_houses, tmp_path, capfdbinary):
    path = shutil.copy(two_houses, tmp_path / "warehouse.duckdb")
    call = ["--db", str(path), "tiers", "--store", FIRST, "--out", str(tmp_path / "鑫客01.csv")]
    assert main(call) == 0  # a house without accounts: nobody keeps a log
    assert [each.name for each in tmp_path.glob("*.sqlite")] == []
    access = access_of(path)
    assert main(call) == 0
    assert main(call[:-2]) == 0
    assert main(["--db", str(path), "backup", str(tmp_path / "copy.duckdb")]) == 0
    log = [(each.account, each.role, each.what, each.rows) for each in exports(access)]
    me = getpass.getuser()
    assert log == [(me, "owner", "backup.duckdb", 0), (me, "owner", "tiers.csv", 24), (me, "owner", "tiers.csv", 24)]
    assert (tmp_path / "鑫客01.csv").read_bytes() == capfdbinary.readouterr().out
