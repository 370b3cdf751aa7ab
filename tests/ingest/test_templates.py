"""A template that is filled in and comes back needs no mapping by hand."""

from decimal import Decimal

import pytest

from segmentation.ingest.examine import examine
from segmentation.ingest.templates import template, template_columns, template_name
from segmentation.warehouse import Warehouse


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    warehouse = Warehouse(tmp_path_factory.mktemp("templates") / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", ["bills", "customers", "ratings", "totals"])
def test_every_column_of_a_template_is_recognised(warehouse, tmp_path, kind, lang):
    path = tmp_path / template_name(kind, lang)
    path.write_bytes(template(kind, lang))
    found = examine(warehouse, "Pine Hotel", path)
    names = [column.name for column in template_columns(kind)]
    assert found.kind == kind
    assert {name: found.mapping.get(name) for name in names} == {name: place for place, name in enumerate(names)}
    assert (found.lines, found.accepted, found.rejected) == (1, 1, 0)
    assert [mark.meaning for mark in found.marks] == (["sale"] if kind == "bills" else [])
    if kind == "bills":
        assert found.amount == Decimal("1280.00")
    found.close()


@pytest.mark.parametrize("kind", ["bills", "customers", "ratings", "totals"])
def test_a_spreadsheet_sees_utf_8(kind):
    assert template(kind, "zh").startswith(b"\xef\xbb\xbf")


def test_the_names_tell_the_kinds_apart_in_both_languages():
    names = {template_name(kind, lang) for kind in ("bills", "customers", "ratings", "totals") for lang in ("zh", "en")}
    assert len(names) == 8
    assert all(name.endswith(".csv") for name in names)
