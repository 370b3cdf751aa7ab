"""Workbooks that lie about their size, repeat themselves, or reach for other files."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from force.case import REFUSED, Case, Context, of_bytes, rows_of_bills
from force.families.formats import (
    HEADER,
    OFFICE,
    SHEETS,
    column_name,
    make_ods,
    make_xls,
    make_xlsb,
    make_xlsx,
    ods_cell,
    sheet_rows,
)

LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)
) + "]>"
QUADRATIC = f"<!DOCTYPE x [<!ENTITY big '{'b' * 50_000}'>]>"


def cases(rng: random.Random) -> Iterator[Case]:
    """xlsx, ods, xlsb and xls."""
    rows = rows_of_bills(rng)

    def xlsx(name: str, make: Callable[[], bytes], **more: Any) -> Case:
        return of_bytes(f"{name}.xlsx", make, **more)

    for name, claim in {"whole_sheet": "A1:XFD1048576", "beyond": "A1:ZZZZ999999999", "one_cell": "A1", "reversed": "F13:A1", "nonsense": "hello", "negative": "A-1:F-5"}.items():
        yield xlsx(f"dimension_{name}", lambda claim=claim: make_xlsx(rows, dimension=claim))
    far = {
        "last_cell": ("XFD", 1048576), "beyond_rows": ("A", 4_000_000_000), "beyond_columns": ("ZZZZZZ", 2), "far_middle": ("ZZ", 73_000),
        "far_right": ("XFD", 2), "far_down": ("A", 1048576),
    }
    for name, (column, row) in far.items():
        cell = f'<row r="{row}"><c r="{column}{row}" t="inlineStr"><is><t>x</t></is></c></row>'
        for dimension in ("", "A1:F13"):
            told = "untold" if not dimension else "told_small"
            yield xlsx(f"{name}_{told}", lambda cell=cell, dimension=dimension: make_xlsx(rows, data=sheet_rows(rows) + cell, dimension=dimension))
    scattered = "".join(f'<row r="{n * 5000}"><c r="{column_name(n * 80)}{n * 5000}"><v>1</v></c></row>' for n in range(1, 200))
    yield xlsx("scattered_cells", lambda: make_xlsx(rows, data=sheet_rows(rows) + scattered, dimension=""))
    yield xlsx("cells_without_places", lambda: make_xlsx(rows, data="".join("<row>" + "".join(f"<c><v>{n}</v></c>" for n in range(6)) + "</row>" for _ in range(20))))
    yield xlsx("places_that_run_back", lambda: make_xlsx(rows, data='<row r="9"><c r="F9"><v>1</v></c><c r="A2"><v>2</v></c></row><row r="1"><c r="A1"><v>3</v></c></row>'))
    yield xlsx("places_that_are_none", lambda: make_xlsx(rows, data='<row r="x"><c r="1A"><v>1</v></c><c r=""><v>2</v></c><c r="A0"><v>2</v></c></row>'))
    yield xlsx("columns_100000", lambda: make_xlsx(rows, data='<row r="1">' + "".join(f"<c><v>{n}</v></c>" for n in range(100_000)) + "</row>"))
    yield xlsx("rows_200000_empty", lambda: make_xlsx(rows, data=sheet_rows(rows) + "".join(f'<row r="{n}"/>' for n in range(20, 200_000))))
    yield xlsx("one_huge_cell", lambda: make_xlsx(rows, data=sheet_rows(rows) + f'<row r="14"><c r="A14" t="inlineStr"><is><t>{"x" * 80_000_000}</t></is></c></row>'))
    yield xlsx("same_cell_100000_times", lambda: make_xlsx(rows, data=sheet_rows(rows) + '<row r="14">' + '<c r="A14"><v>1</v></c>' * 100_000 + "</row>"))

    use = '<row r="14"><c r="A14" t="s"><v>0</v></c></row>'
    for name, counts in {"huge": 'count="4000000000" uniqueCount="4000000000"', "negative": 'count="-1" uniqueCount="-1"', "beyond": 'uniqueCount="99999999999999999999999"', "letters": 'count="x" uniqueCount="y"'}.items():
        yield xlsx(f"shared_count_{name}", lambda counts=counts: make_xlsx(rows, data=sheet_rows(rows) + use, shared=f'<sst xmlns="{SHEETS}" {counts}><si><t>a</t></si></sst>'))
    yield xlsx("shared_place_beyond", lambda: make_xlsx(rows, data=sheet_rows(rows) + use.replace("<v>0", "<v>4294967296"), shared=f'<sst xmlns="{SHEETS}"><si><t>a</t></si></sst>'))
    yield xlsx("shared_place_negative", lambda: make_xlsx(rows, data=sheet_rows(rows) + use.replace("<v>0", "<v>-1"), shared=f'<sst xmlns="{SHEETS}"><si><t>a</t></si></sst>'))
    yield xlsx("shared_missing", lambda: make_xlsx(rows, data=sheet_rows(rows) + use))
    big = f'<sst xmlns="{SHEETS}"><si><t>{"x" * 200_000}</t></si></sst>'
    yield xlsx("shared_text_used_20000_times", lambda: make_xlsx(rows, data=sheet_rows(rows) + "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(20, 20_020)), shared=big))
    yield xlsx("shared_runs_deep", lambda: make_xlsx(rows, data=sheet_rows(rows) + use, shared=f'<sst xmlns="{SHEETS}"><si>{"<r>" * 100_000}<t>a</t>{"</r>" * 100_000}</si></sst>'))

    yield xlsx("laughs", lambda: make_xlsx(rows, prolog=LAUGHS, data=sheet_rows(rows) + '<row r="14"><c r="A14" t="inlineStr"><is><t>&a9;</t></is></c></row>'))
    yield xlsx("laughs_in_shared", lambda: make_xlsx(rows, data=sheet_rows(rows) + use, shared=f'{LAUGHS}<sst xmlns="{SHEETS}"><si><t>&a9;</t></si></sst>'))
    yield xlsx("laughs_quadratic", lambda: make_xlsx(rows, prolog=QUADRATIC, data=sheet_rows(rows) + f'<row r="14"><c r="A14" t="inlineStr"><is><t>{"&big;" * 50_000}</t></is></c></row>'))
    yield _reaches_out("external_entity_file", "xlsx", lambda context: f'<!DOCTYPE x [<!ENTITY e SYSTEM "{context.secret.as_uri()}">]>', rows)
    yield _reaches_out("external_entity_net", "xlsx", lambda context: f'<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:{context.port}/e">]>', rows)
    yield _reaches_out("external_type_net", "xlsx", lambda context: f'<!DOCTYPE x SYSTEM "http://127.0.0.1:{context.port}/d.dtd">', rows)
    yield _reaches_out("external_entity_file", "ods", lambda context: f'<!DOCTYPE x [<!ENTITY e SYSTEM "{context.secret.as_uri()}">]>', rows)
    yield _reaches_out("external_entity_net", "ods", lambda context: f'<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:{context.port}/e">]>', rows)

    yield xlsx("nested_100000_deep", lambda: make_xlsx(rows, data=sheet_rows(rows) + "<x>" * 100_000 + "</x>" * 100_000))
    many = " ".join(f'a{n}="1"' for n in range(100_000))
    yield xlsx("attributes_100000", lambda: make_xlsx(rows, data=f"<row {many}/>" + sheet_rows(rows)))
    yield xlsx("comment_huge", lambda: make_xlsx(rows, data=sheet_rows(rows) + f"<!--{'c' * 30_000_000}-->"))
    yield xlsx("formulas", lambda: make_xlsx(rows, data=sheet_rows(rows) + '<row r="14"><c r="A14"><f>WEBSERVICE("http://127.0.0.1/")</f><v>1</v></c><c r="B14" t="str"><f>cmd|x!A0</f><v>=1+1</v></c><c r="C14" t="e"><v>#DIV/0!</v></c></row>'))
    values = ("1e308", "-1e308", "NaN", "inf", "1e999", "99999999", "-693594", "2958466", "x", "")
    yield xlsx("numbers_out_of_range", lambda: make_xlsx(rows, data=sheet_rows(rows) + "".join(f'<row r="{14 + n}"><c r="B{14 + n}"><v>{value}</v></c><c r="E{14 + n}"><v>{value}</v></c></row>' for n, value in enumerate(values))))
    yield xlsx("dates_of_iso_type", lambda: make_xlsx(rows, data=sheet_rows(rows) + "".join(f'<row r="{14 + n}"><c r="B{14 + n}" t="d"><v>{value}</v></c></row>' for n, value in enumerate(("0001-01-01", "99999-01-01", "x", "2026-01-01T25:61:61Z")))))
    yield xlsx("merged_over_everything", lambda: make_xlsx(rows, data=sheet_rows(rows) + '</sheetData><mergeCells count="4000000000"><mergeCell ref="A1:XFD1048576"/></mergeCells><sheetData>'))
    yield xlsx("no_sheet", lambda: make_xlsx(rows, workbook=f'<workbook xmlns="{SHEETS}"><sheets/></workbook>'), right=REFUSED)
    yield xlsx("sheets_20000", lambda: make_xlsx(rows, workbook=_sheets(f'<sheet name="s{n}" sheetId="{n + 1}" r:id="rId1"/>' for n in range(20_000))))
    yield xlsx("sheet_names_alike", lambda: make_xlsx(rows, workbook=_sheets(f'<sheet name="账单" sheetId="{n}" r:id="rId1"/>' for n in (1, 2, 3))))
    yield xlsx("sheet_name_hostile", lambda: make_xlsx(rows, workbook=_sheets(['<sheet name="=cmd|x!A0 &lt;b&gt; **x** ../../y" sheetId="1" r:id="rId1"/>'])))
    yield xlsx("sheet_name_huge", lambda: make_xlsx(rows, workbook=_sheets([f'<sheet name="{"x" * 2_000_000}" sheetId="1" r:id="rId1"/>'])))
    yield xlsx("sheet_hidden", lambda: make_xlsx(rows, workbook=_sheets(['<sheet name="a" state="veryHidden" sheetId="1" r:id="rId1"/>'])))
    yield xlsx("sheet_without_part", lambda: make_xlsx(rows, workbook=_sheets(['<sheet name="a" sheetId="1" r:id="rId99"/>'])))
    yield xlsx("control_letters", lambda: make_xlsx(rows, data=sheet_rows(rows) + '<row r="14"><c r="D14" t="inlineStr"><is><t>_x0000_&#x1;&#xFFFF;&#x110000;</t></is></c></row>'))

    def ods(name: str, data: Callable[[], str], prolog: str = "") -> Case:
        return of_bytes(f"{name}.ods", lambda: make_ods(rows, data=data(), prolog=prolog))

    table = "".join("<table:table-row>" + "".join(ods_cell(text) for text in row) + "</table:table-row>" for row in (HEADER, *rows))
    for what, name, count in (("rows", "rows", "1048576"), ("rows", "rows", "4000000000"), ("columns", "cells", "16384"), ("columns", "cells", "4000000000"), ("rows", "rows", "-1"), ("columns", "cells", "x")):
        more = f'table:number-{what}-repeated="{count}"'
        for filled in (True, False):
            full, kind = ("x", "full") if filled else ("", "empty")
            cell = ods_cell(full) if filled else "<table:table-cell/>"
            row = f"<table:table-row {more}>{cell}</table:table-row>" if what == "rows" else (
                f"<table:table-row>{cell.replace('<table:table-cell', f'<table:table-cell {more}', 1)}</table:table-row>")
            yield ods(f"repeated_{name}_{count}_{kind}", lambda row=row: table + row)
    both = '<table:table-row table:number-rows-repeated="60000">' + ods_cell("x", 'table:number-columns-repeated="1000"') + "</table:table-row>"
    yield ods("repeated_rows_and_columns", lambda: table + both)
    yield ods("repeated_rows_before_the_table", lambda: '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>' + table)
    yield ods("repeated_blanks_in_a_text", lambda: table + '<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="2000000000"/></text:p></table:table-cell></table:table-row>')
    yield ods("spans", lambda: table + "<table:table-row>" + ods_cell("x", 'table:number-columns-spanned="16384" table:number-rows-spanned="1048576"') + "</table:table-row>")
    yield ods("laughs", lambda: table + "<table:table-row>" + ods_cell("y").replace("y", "&a9;") + "</table:table-row>", LAUGHS)
    yield ods("nested_100000_deep", lambda: table + "<text:span>" * 100_000 + "</text:span>" * 100_000)
    yield ods("one_huge_cell", lambda: table + "<table:table-row>" + ods_cell("x" * 50_000_000) + "</table:table-row>")
    yield ods("odd_values", lambda: table + "".join(
        f'<table:table-row><table:table-cell office:value-type="{kind}" office:{attribute}="{value}"/></table:table-row>'
        for kind, attribute, value in (("date", "date-value", "0001-01-01"), ("date", "date-value", "x"), ("time", "time-value", "PT99999999999H"),
                                       ("float", "value", "1e999"), ("float", "value", "NaN"), ("boolean", "boolean-value", "maybe"), ("odd", "value", "1"))))

    for name, size in {"whole": (0, 1048575, 0, 16383), "beyond": (0, 2**32 - 1, 0, 2**32 - 1), "reversed": (5, 0, 5, 0)}.items():
        yield of_bytes(f"dimension_{name}.xlsb", lambda size=size: make_xlsb(rows, size=size))
    for name, place in {"last": (1048575, 16383), "beyond": (2**32 - 2, 2**32 - 2), "middle": (70_000, 700)}.items():
        yield of_bytes(f"far_{name}.xlsb", lambda place=place: make_xlsb(rows, far=place))

    old = make_xls(rows)
    for name, find, put in _old_lies(old):
        yield of_bytes(f"old_{name}.xls", lambda find=find, put=put: old[:find] + put + old[find + len(put) :])
    for number in range(5):
        made = _scrambled(old, rng)
        yield of_bytes(f"old_scrambled{number}.xls", lambda made=made: made)
    yield of_bytes("old_head_only.xls", lambda: old[:512])
    yield of_bytes("old_chain_in_a_circle.xls", lambda: old[:76] + struct.pack("<I", 0) * 109 + old[512:])


def _reaches_out(name: str, kind: str, prolog: Callable[[Context], str], rows: list[tuple[str, ...]]) -> Case:
    def put(folder: Path, context: Context) -> Path:
        path = folder / f"{name}.{kind}"
        if kind == "xlsx":
            cell = '<row r="14"><c r="D14" t="inlineStr"><is><t>&e;</t></is></c></row>'
            path.write_bytes(make_xlsx(rows, prolog=prolog(context), data=sheet_rows(rows) + cell))
        else:
            table = "".join("<table:table-row>" + "".join(ods_cell(text) for text in row) + "</table:table-row>" for row in (HEADER, *rows))
            cell = "<table:table-row>" + ods_cell("y").replace(">y<", ">&e;<") + "</table:table-row>"
            path.write_bytes(make_ods(rows, prolog=prolog(context), data=table + cell))
        return path

    return Case(f"{name}.{kind}", put)


def _sheets(entries: Iterator[str] | list[str]) -> str:
    return f'<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}"><sheets>{"".join(entries)}</sheets></workbook>'


def _old_lies(old: bytes) -> list[tuple[str, int, bytes]]:
    """Where an .xls says how much it holds, and what it shall say instead."""
    shared, size = old.find(b"\xfc\x00"), old.find(b"\x00\x02\x0e\x00")
    lies = [("texts_4_billion", shared + 8, b"\xff\xff\xff\xff"), ("texts_negative", shared + 4, b"\xff\xff\xff\xff\xff\xff\xff\xff")]
    lies += [("rows_4_billion", size + 8, b"\xff\xff\xff\xff"), ("columns_65535", size + 14, b"\xff\xff"), ("record_beyond_the_end", size + 2, b"\xff\xff")]
    return lies


def _scrambled(old: bytes, rng: random.Random) -> bytes:
    changed = bytearray(old)
    for _ in range(200):
        changed[rng.randrange(512, len(changed))] = rng.choice((0, 0xFF, 0x7F, 0x80))
    return bytes(changed)
