"""Pages that call themselves workbooks: spans, depth, tables in tables, and things to fetch."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from force.case import REFUSED, Case, Context, of_bytes, rows_of_bills
from force.families.formats import make_html


def cases(rng: random.Random) -> Iterator[Case]:
    """Web pages under the name of a workbook."""
    rows = rows_of_bills(rng)

    def page(name: str, extra: str = "", around: tuple[str, str] = ("", "")) -> Case:
        return of_bytes(f"{name}.xls", lambda: make_html(rows, extra=extra, around=around).encode())

    yield page("rowspans_in_every_row", "".join(f'<tr><td rowspan="1000" colspan="1000">{n}</td></tr>' for n in range(500)))
    yield page("rowspan_wide", '<tr><td rowspan="99999" colspan="99999">x</td></tr>' + "<tr><td>y</td></tr>" * 3000)
    yield page("rowspans_many", "<tr>" + '<td rowspan="1000">x</td>' * 1000 + "</tr>" + "<tr></tr>" * 1000)
    yield page("colspans_many", "<tr>" + '<td colspan="1000">x</td>' * 1000 + "</tr>")
    yield page("colspans_in_every_row", '<tr><td colspan="1000">x</td></tr>' * 20_000)
    yield page("span_negative", '<tr><td colspan="-1" rowspan="-5">x</td><td colspan="x" rowspan="1e9">y</td><td colspan="0">z</td></tr>')
    for depth in (300, 1500, 20_000, 300_000):
        yield page(f"nested_{depth}_deep_around", around=("<div>" * depth, "</div>" * depth))
    for depth in (250, 1500, 100_000):
        yield page(f"nested_{depth}_deep_in_a_cell", f"<tr><td>{'<b>' * depth}x{'</b>' * depth}</td></tr>")
    yield page("tables_in_tables_300", f"<tr><td>{'<table><tr><td>' * 300}x{'</td></tr></table>' * 300}</td></tr>")
    yield page("tables_in_tables_5000", f"<tr><td>{'<table><tr><td>' * 5000}x{'</td></tr></table>' * 5000}</td></tr>")
    yield page("tables_20000", around=("<table><tr><td>a</td><td>1</td></tr></table>" * 20_000, ""))
    yield page("cells_never_closed", "<tr>" + "<td>x" * 200_000)
    yield page("rows_never_closed", "<tr><td>x" * 100_000)
    yield page("attributes_200000", f"<tr><td {' '.join(f'a{n}=1' for n in range(200_000))}>x</td></tr>")
    yield page("attribute_huge", f'<tr><td title="{"x" * 20_000_000}">x</td></tr>')
    yield page("entities", "<tr><td>&lt;&#0;&#xD800;&#x110000;&#99999999999;&nope;&amp;amp;</td></tr>")
    yield page("one_huge_cell", f"<tr><td>{'x' * 30_000_000}</td></tr>")
    yield page("columns_100000", "<tr>" + "<td>1</td>" * 100_000 + "</tr>")
    yield page("script_and_style", "<tr><td><script>alert(1)</script><style>*{}</style>x</td></tr>", ("<script>while(1){}</script>", ""))
    yield page("comments_never_closed", around=("<!--" * 50_000, ""))
    yield page("data_uri", '<tr><td><img src="data:image/png;base64,AAAA"></td></tr>')
    yield of_bytes("no_table.xls", lambda: b"<html><body>" + b"<p>x</p>" * 1000 + b"</body></html>", right=REFUSED)
    yield of_bytes("charset_that_is_none.xls", lambda: b'<html><meta charset="klingon">' + make_html(rows).encode("gbk"))
    yield of_bytes("charset_that_lies.xls", lambda: b'<html><meta charset="utf-16">' + make_html(rows).encode())
    yield of_bytes("page_in_utf16.xls", lambda: make_html(rows).encode("utf-16"))

    def fetching(folder: Path, context: Context) -> Path:
        base = f"http://127.0.0.1:{context.port}"
        head = (
            f'<!DOCTYPE html SYSTEM "{base}/d.dtd" [<!ENTITY e SYSTEM "{context.secret.as_uri()}">]><base href="{base}/">'
            f'<link rel="stylesheet" href="{base}/s.css"><meta http-equiv="refresh" content="0;url={base}/r">'
        )
        path = folder / "fetches.xls"
        path.write_text(head + make_html(rows, extra=f'<tr><td>&e;<img src="{base}/i.png"><iframe src="{context.secret.as_uri()}"></iframe></td></tr>'), encoding="utf-8")
        return path

    yield Case("fetches.xls", fetching)
