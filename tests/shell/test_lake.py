"""export-lake, grade-lake and import-grades, as a person runs them one after the other."""

import json
import sys
from contextlib import contextmanager
from datetime import date

import pytest

from segmentation.warehouse import Warehouse
from tests.houses import Bill, build


@pytest.fixture
def house(tmp_path):
    opened = Warehouse(tmp_path / "w.duckdb")
    build(opened, [Bill("a", date(2026, 8, 3), 100), Bill("a", date(2026, 9, 30), 50), Bill("b", date(2026, 9, 1), 10)])
    opened.close()


def test_a_lake_is_exported_graded_and_brought_home(house, shell, tmp_path):
    pytest.importorskip("pysail")
    lake = tmp_path / "lake"
    status, out, _ = shell("export-lake", lake, "--json")
    assert (status, json.loads(out)) == (0, {"stores": 1, "files": 6, "visits": 3, "amount": "160.00"})
    status, out, _ = shell("grade-lake", lake, "--json")
    assert (status, json.loads(out)) == (0, [{"store": "Pine Hotel", "days": ["2026-08-31", "2026-09-30"]}])
    status, out, _ = shell("import-grades", lake)
    assert status == 0
    assert out == "Pine Hotel: months kept 2; left out, as their bills have changed since the export: 0.\n"


def test_an_engine_that_is_not_installed_is_told_with_what_to_do(house, shell, tmp_path, monkeypatch):
    shell("export-lake", tmp_path / "lake")
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    monkeypatch.delitem(sys.modules, "segmentation.lake.dialect", raising=False)
    monkeypatch.delitem(sys.modules, "segmentation.lake.grading", raising=False)
    status, _, err = shell("grade-lake", tmp_path / "lake")
    assert (status, "requirements-lake.txt" in err) == (2, True)


def test_a_folder_that_is_no_lake_is_refused(shell, tmp_path):
    status, _, err = shell("grade-lake", tmp_path)
    assert (status, "is no lake" in err) == (2, True)

def test_an_engine_that_breaks_off_is_told_in_words_and_is_no_error_of_the_program(house, shell, tmp_path, monkeypatch):
    errors = pytest.importorskip("pyspark.errors")
    shell("export-lake", tmp_path / "lake")

    @contextmanager
    def broken(_engine):
        raise errors.PySparkException("no more memory\n  at line 1")
        yield

    monkeypatch.setattr("segmentation.lake.engine.started", broken)
    status, _, err = shell("grade-lake", tmp_path / "lake", "--lang", "zh")
    assert (status, err.count("no more memory"), "at line 1" in err, "这个程序" in err) == (2, 1, False, False)
    assert "sail 中途停止" in err
