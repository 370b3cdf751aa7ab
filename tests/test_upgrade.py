"""An upgrade of the data: a copy of before is kept, and with it there is a way back."""

import shutil

import duckdb
import pytest

from segmentation.language.errors import InputError
from segmentation.shell.main import main
from segmentation.warehouse import Warehouse, database, opening
from segmentation.warehouse.backups import list_backups


@pytest.fixture(scope="module")
def old_house(tmp_path_factory):
    """A house of one store, in the tables of the last version but one."""
    path = tmp_path_factory.mktemp("old") / "w.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        own = opening.migrations()
        patch.setattr(database, "migrations", lambda: own[:-1])
        warehouse = Warehouse(path)
        with warehouse.writing() as cursor:
            cursor.execute("insert into stores (store_id, name) values (1, 'Pine')")
        warehouse.close()
    return path, len(own)


@pytest.fixture
def old(old_house, tmp_path):
    path = tmp_path / "w.duckdb"
    shutil.copyfile(old_house[0], path)
    return path


def schema(path):
    with duckdb.connect(str(path), read_only=True) as engine:
        return int(engine.execute("select value from meta where name = 'schema'").fetchall()[0][0])


def copies(folder):
    return sorted(path.name.split("_")[0] for path in (folder / "backups").glob("*"))


def test_a_copy_is_kept_before_the_data_is_brought_up(old, old_house):
    warehouse = Warehouse(old)
    kept = warehouse.kept_before_upgrade
    warehouse.close()
    newest = old_house[1]
    assert (schema(old), schema(kept)) == (newest, newest - 1)
    assert copies(old.parent) == [f"before-upgrade-of-{newest - 1}"]
    assert list_backups(kept.parent)[0].is_before_upgrade
    again = Warehouse(old)
    assert again.kept_before_upgrade is None
    again.close()


def test_an_empty_file_is_brought_up_without_one(old):
    with duckdb.connect(str(old)) as engine:
        engine.execute("delete from stores")
    warehouse = Warehouse(old)
    assert warehouse.kept_before_upgrade is None
    warehouse.close()


def test_a_backup_of_the_older_version_is_put_back_without_another_copy(old, tmp_path):
    kept = shutil.copyfile(old, tmp_path / "kept.duckdb")
    Warehouse(old).close()
    assert main(["--db", str(old), "restore", str(kept)]) == 0
    assert len(copies(old.parent)) == 1
    assert not [path for path in old.parent.rglob("*before-upgrade*") if "work" in str(path)]


def test_three_copies_stay(old, old_house):
    backups, newest = old.parent / "backups", old_house[1]
    backups.mkdir()
    for version in (3, 9, 10, 11):
        (backups / f"before-upgrade-of-{version}_2026-01-0{version % 9 + 1}_120000.duckdb").touch()
    (backups / "backup_2026-01-01_120000.duckdb").touch()
    Warehouse(old).close()
    assert copies(old.parent) == ["backup", "before-upgrade-of-10", "before-upgrade-of-11", f"before-upgrade-of-{newest - 1}"]


def test_without_room_for_the_copy_nothing_is_changed(old, old_house):
    (old.parent / "backups").write_text("a file is in the way", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        Warehouse(old)
    assert refused.value.code == "no_room_to_upgrade"
    assert schema(old) == old_house[1] - 1


def test_the_shell_says_where_the_copy_is(old, capfdbinary):
    assert main(["--db", str(old), "stores"]) == 0
    assert b"The state before is kept as" in capfdbinary.readouterr().err


def test_the_older_program_goes_back_with_the_copy(old, old_house, capfdbinary, monkeypatch):
    Warehouse(old).close()
    kept = next((old.parent / "backups").iterdir())
    own = opening.migrations()
    for module in (database, opening):  # from here on it is the program of before
        monkeypatch.setattr(module, "migrations", lambda: own[:-1])
    assert main(["--db", str(old), "stores"]) == 2
    assert b"newer version" in capfdbinary.readouterr().err
    assert main(["--db", str(old), "restore", str(kept)]) == 0
    assert main(["--db", str(old), "stores"]) == 0
    assert capfdbinary.readouterr().out.decode().splitlines()[-1].startswith("Pine")
    assert schema(old) == old_house[1] - 1
    assert list(old.parent.glob("w.newer-*.duckdb"))
