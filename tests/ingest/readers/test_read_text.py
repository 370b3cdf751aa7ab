"""Texts of every encoding, delimiter and line end come in as the same table."""

import csv
import gzip
import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.ingest.readers.dress import undress
from segmentation.ingest.readers.read import number_lines, open_readable
from segmentation.language.errors import Cancelled, InputError

SHARED = Path(__file__).parents[4] / "shared" / "data"
shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the public sample files are not here")

ROWS = [["客户名称", "日期", "金额"], ["王小明", "2026-09-01", "12.50"], ["李 雷", "2026-09-02", "8"]]
LATIN_ROWS = [["Customer", "Date", "Amount"], ["Jürgen Groß", "2026-09-01", "12.50"], ["Renée Núñez", "2026-09-02", "8"]]


def write(folder: Path, data: bytes) -> Path:
    path = folder / "upload"
    path.write_bytes(data)
    return path


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def careful(folder: Path, data: bytes, **choices) -> list[list[str]]:
    """The numbered rows (line, damage, cells) of a text."""
    return read_rows(number_lines(open_readable(write(folder, data), folder / "work", **choices), folder / "work").path)


def joined(rows, delimiter=",", end="\n"):
    return "".join(delimiter.join(row) + end for row in rows)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize(
    ("codec", "encoding", "rows"),
    [
        ("utf-8", "utf-8", ROWS),
        ("utf-8-sig", "utf-8-sig", ROWS),
        ("utf-16", "utf-16", ROWS),
        ("utf-16-le", "utf-16", ROWS),
        ("utf-16-be", "utf-16", ROWS),
        ("gbk", "gb18030", ROWS),
        ("gb18030", "gb18030", ROWS),
        ("big5", "big5", [["客戶名稱", "日期", "金額"], ["王小明", "2026-09-01", "12.50"], ["張國榮", "2026-09-02", "8"]]),
        ("cp1252", "latin-1", LATIN_ROWS),
        ("cp1252", "cp1252", [*LATIN_ROWS, ["Café “Zoë”", "2026-09-03", "1"]]),
        ("mac-roman", "mac-roman", LATIN_ROWS),
    ],
)
def test_the_same_table_comes_out_of_every_dialect(tmp_path, codec, encoding, rows, delimiter, end):
    path = write(tmp_path, joined(rows, delimiter, end).encode(codec))
    readable = open_readable(path, tmp_path / "work")
    assert (readable.encoding, readable.delimiter, readable.headers) == (encoding, delimiter, tuple(rows[0]))
    assert readable.sample == tuple(map(tuple, rows[1:]))
    assert readable.lines == len(rows) - 1
    numbered = read_rows(number_lines(readable, tmp_path / "work").path)
    assert numbered == [[str(n), "", *row] for n, row in enumerate(rows[1:], 2)]


def test_plain_utf8_is_read_where_it_is(tmp_path):
    path = write(tmp_path, joined(ROWS, end="\r\n").encode())
    readable = open_readable(path, tmp_path / "work", file_name="九月.csv")
    assert (readable.path.parent, readable.path.read_bytes()) == (tmp_path / "work", path.read_bytes())
    assert (readable.file_name, readable.format, readable.numbered, readable.skip_lines) == ("九月.csv", "csv", False, 1)
    assert readable.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert readable.size == path.stat().st_size


def test_a_copy_holds_the_same_lines_as_utf8(tmp_path):
    readable = open_readable(write(tmp_path, joined(ROWS, end="\r").encode("gbk")), tmp_path / "work")
    assert readable.path.read_bytes() == joined(ROWS).encode()
    assert readable.path.parent == tmp_path / "work"


def test_gbk_that_starts_after_a_megabyte_of_ascii_is_found(tmp_path):
    ascii_rows = "".join(f"{n},2026-09-01,Ann Lee,12.5\n" for n in range(70_000))
    data = ("bill no,date,customer,amount\n" + ascii_rows).encode() + "70000,2026-09-01,王小明,1\n".encode("gbk") * 5
    readable = open_readable(write(tmp_path, data), tmp_path / "work")
    assert readable.encoding == "gb18030"
    assert "王小明" in readable.path.read_text("utf-8")


@pytest.mark.parametrize("codec", ["gbk", "utf-8"])
def test_a_few_unreadable_bytes_cost_only_themselves(tmp_path, codec):
    data = joined([*ROWS, *ROWS[1:] * 20]).encode(codec) + "王\ue000小明,2026-09-03,5\n".replace("\ue000", "").encode(codec)
    broken = data.replace("李 雷".encode(codec), "李".encode(codec) + b"\xff", 1)
    readable = open_readable(write(tmp_path, broken), tmp_path / "work")
    text = readable.path.read_text("utf-8")
    assert text.count("\ufffd") == 1
    assert text.splitlines()[-1] == "王小明,2026-09-03,5"


def test_characters_beyond_gbk_are_read_as_gb18030(tmp_path):
    rows = [*ROWS, ["𠮷野家", "2026-09-03", "1"], ["㑇", "2026-09-03", "2"]]
    readable = open_readable(write(tmp_path, joined(rows).encode("gb18030")), tmp_path / "work")
    assert readable.path.read_text("utf-8") == joined(rows)


def test_a_two_byte_character_may_lie_across_two_pieces(tmp_path):
    for shift in (0, 1):
        filler = "x" * ((1 << 18) - len("客户名称,金额\n".encode("gbk")) - 1 - shift)
        text = f"客户名称,金额\n{filler}王王,1\n"
        readable = open_readable(write(tmp_path, text.encode("gbk")), tmp_path / "work")
        assert readable.path.read_text("utf-8") == text


def test_a_carriage_return_at_the_end_of_a_piece_is_one_line_end(tmp_path):
    filler = "x" * ((1 << 18) - len("name,amount\r") - 1)
    text = f"name,amount\r{filler}\r\nAnn,1\r\n"
    readable = open_readable(write(tmp_path, text.encode()), tmp_path / "work")
    assert readable.path.read_text("utf-8") == f"name,amount\n{filler}\nAnn,1\n"


def test_zero_bytes_are_dropped(tmp_path):
    assert careful(tmp_path, b"name,amount\nA\0nn,1\n") == [["2", "", "Ann", "1"]]


@pytest.mark.parametrize(
    ("name", "seen"), [("GBK", "客户"), ("latin1", "¿Í»§"), ("Windows-1252", "¿Í»§"), ("macroman", "ø\u00d5ªß")]
)
def test_a_chosen_encoding_is_obeyed(tmp_path, name, seen):
    readable = open_readable(write(tmp_path, "客户,金额\n王,1\n".encode("gbk")), tmp_path / "work", encoding=name)
    assert readable.headers[0] == seen


def test_an_unknown_encoding_is_refused_with_the_choices(tmp_path):
    with pytest.raises(InputError, match="gb18030, big5") as caught:
        open_readable(write(tmp_path, b"a,b\n1,2\n"), tmp_path / "work", encoding="klingon")
    assert caught.value.code == "unknown_encoding"


def test_mixed_line_ends_are_all_line_ends(tmp_path):
    assert careful(tmp_path, b"name,amount\r\nAnn,1\nBo,2\rCy,3\r\n") == [
        ["2", "", "Ann", "1"],
        ["3", "", "Bo", "2"],
        ["4", "", "Cy", "3"],
    ]


def test_doubled_carriage_returns_are_one_line_end(tmp_path):
    assert careful(tmp_path, b"name,amount\r\r\nAnn,1\r\r\nBo,2\r\r\n") == [["2", "", "Ann", "1"], ["3", "", "Bo", "2"]]


@pytest.mark.parametrize(
    ("tail", "lines"), [(b"", 2), (b"\n", 2), (b"\n\n\n", 2), (b"\r\n\r\n", 2), (b"\n\nCy,3", 4), (b"\n\nCy,3\n\n", 4)]
)
def test_lines_counts_what_follows_the_header_but_for_blank_lines_at_the_end(tmp_path, tail, lines):
    assert open_readable(write(tmp_path, b"name,amount\nAnn,1\nBo,2" + tail), tmp_path / "work").lines == lines


def test_blank_lines_between_header_and_data_are_skipped(tmp_path):
    readable = open_readable(write(tmp_path, b"name,amount\n\n\nAnn,1\n"), tmp_path / "work")
    assert (readable.header_row, readable.skip_lines, readable.lines) == (1, 3, 1)


@pytest.mark.parametrize(("data", "quoted"), [(b'name,amount\n"Ann",1\n', True), (b"name,amount\nAnn,1\n", False)])
def test_quoted_tells_of_quotes(tmp_path, data, quoted):
    assert open_readable(write(tmp_path, data), tmp_path / "work").quoted is quoted


# --- delimiters ---


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("name\tamount\tnote\nAnn\t1,000\tx, y\nBo\t2,500\tz\n", "\t"),
        ("Kunde;Betrag;Menge\nAnn;1,50;2,00\nBo;2,75;1,00\nCy;3,10;4,00\n", ";"),
        ("1,5;2,5;3,5\n" * 50, ";"),
        ("name,amount,note\nAnn Lee,1,a b c\nBo Li,2,d e f\n", ","),
        ('name,amount\n"a;b;c;d",1\n"e;f;g;h",2\n', ","),
        ("name|amount\nAnn, Lee|1\nBo|2\n", "|"),
        ("酒店月报，2026年9月\n\n日期;金额\n2026-09-01;5\n", ";"),
        ("name\nAnn Lee\nBo Li\n", ","),
        ("sep=;\nname;amount\nAnn;1\n", ";"),
        ("2026-09-01 10:00,5\n2026-09-01 11:00,6\n", ","),
        ("date\n2026-09-01 10:00\n2026-09-01 11:00\n", ","),
        (" id  date   sum\n 001 19970101  11.77\n 002 19970102   1.50\n", " "),
        ("id date sum\n001 19970101 11.77\n002 19970102 1.50\n", " "),
    ],
)
def test_the_delimiter_is_the_one_that_makes_a_table(tmp_path, text, delimiter):
    assert open_readable(write(tmp_path, text.encode()), tmp_path / "work").delimiter == delimiter


def test_a_chosen_delimiter_is_obeyed(tmp_path):
    readable = open_readable(write(tmp_path, b"a;b,c\n1;2,3\n"), tmp_path / "work", delimiter=";", header_row=1)
    assert readable.headers == ("a", "b,c")


def test_a_sep_line_is_skipped_and_counted_as_a_title(tmp_path):
    readable = open_readable(write(tmp_path, b"sep=;\nname;amount\nAnn;1\n"), tmp_path / "work")
    assert (readable.headers, readable.header_row, readable.title_rows, readable.lines) == (("name", "amount"), 2, 1, 1)


def test_aligned_columns_are_numbered_at_once(tmp_path):
    data = b" id  date   sum\r\n 001 19970101  11.77\r\n\r\n 002 19970102   1.50\r\n"
    readable = open_readable(write(tmp_path, data), tmp_path / "work")
    assert (readable.numbered, readable.read_delimiter, readable.lines) == (True, ",", 2)
    assert read_rows(readable.path) == [["2", "", "001", "19970101", "11.77"], ["4", "", "002", "19970102", "1.50"]]


# --- the careful reading ---

HEAD = b"name,amount,note\n"


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ('"Lee, Ann",1,x\n', [["2", "", "Lee, Ann", "1", "x"]]),
        ('"Ann ""A"" Lee",1,x\n', [["2", "", 'Ann "A" Lee', "1", "x"]]),
        ('Ann, "1,5" ,x\n', [["2", "", "Ann", "1,5", "x"]]),
        ('3" pipe,1,x\n', [["2", "", '3" pipe', "1", "x"]]),
        ('"two\nlines",1,x\nBo,2,y\n', [["2", "", "two lines", "1", "x"], ["4", "", "Bo", "2", "y"]]),
        ('Ann,1,"a\n\nb"\nBo,2,y\n', [["2", "", "Ann", "1", "a  b"], ["5", "", "Bo", "2", "y"]]),
        ('"Ann,1,x\nBo,2,y\n', [["2", "", '"Ann', "1", "x"], ["3", "", "Bo", "2", "y"]]),
        ('"Ann,1,x\n"Bo,2,y\n', [["2", "", '"Ann', "1", "x"], ["3", "", '"Bo', "2", "y"]]),
        ('"Ann" Ltd,1,x\nBo,2,y\n', [["2", "", '"Ann" Ltd', "1", "x"], ["3", "", "Bo", "2", "y"]]),
        ('Ann,1,"x\n' + "Bo,2,y\n" * 25, [["2", "", "Ann", "1", '"x'], *[[str(n), "", "Bo", "2", "y"] for n in range(3, 28)]]),
        ('Ann,1,"x\n' + "Bo,2,y\n" * 25 + 'Cy,3,z"\n', [["2", "", "Ann", "1", '"x'],
            *[[str(n), "", "Bo", "2", "y"] for n in range(3, 28)], ["28", "", "Cy", "3", 'z"']]),
        ("Ann,1\nBo\n", [["2", "", "Ann", "1", ""], ["3", "", "Bo", "", ""]]),
        ("Ann,1,x,,\n", [["2", "", "Ann", "1", "x"]]),
        ("Ann,1,234.50,x\nBo,2,y\nCy,3,z\n", [["2", "too_many_columns", "Ann", "1", "234.50,x"],
            ["3", "", "Bo", "2", "y"], ["4", "", "Cy", "3", "z"]]),
        ("Ann,1,x\n\n , ,\n,,\n\"\",,\nBo,2,y\n", [["2", "", "Ann", "1", "x"], ["7", "", "Bo", "2", "y"]]),
        ("Ann,1,x\n\x1a", [["2", "", "Ann", "1", "x"]]),
        ("Ann,1,x\u2028y\x0bz\n", [["2", "", "Ann", "1", "x\u2028y\x0bz"]]),
        ('Ann,1,x\n,,"\n"\nBo,2,y\n', [["2", "", "Ann", "1", "x"], ["5", "", "Bo", "2", "y"]]),
    ],
)  # fmt: skip
def test_damage_stays_where_it_is(tmp_path, body, rows):
    assert careful(tmp_path, HEAD + body.encode()) == rows


def test_a_quoted_row_of_nothing_but_its_delimiter_and_blanks_is_blank(tmp_path):
    rows = careful(tmp_path, b'name\tamount\nAnn\t1\n\t"\t"\n";"\t2\n', delimiter="\t", header_row=1)
    assert rows == [["2", "", "Ann", "1"], ["4", "", ";", "2"]]


def test_line_numbers_hold_over_many_pieces(tmp_path):
    body = b"".join(b'Ann,%d,"a\nb"\nBo,%d,%s\n' % (n, n, b"x" * 60) for n in range(30_000))
    rows = careful(tmp_path, HEAD + body)
    assert len(rows) == 60_000
    assert rows[-2:] == [["89999", "", "Ann", "29999", "a b"], ["90001", "", "Bo", "29999", "x" * 60]]


def test_the_numbered_text_has_as_many_rows_as_it_says(tmp_path):
    readable = open_readable(write(tmp_path, HEAD + b"Ann,1,x\n\nBo\n"), tmp_path / "work")
    numbered = number_lines(readable, tmp_path / "work")
    assert (numbered.numbered, numbered.skip_lines, numbered.read_delimiter, numbered.lines) == (True, 0, ",", 2)
    assert number_lines(numbered, tmp_path / "work") is numbered


cells = st.text(
    st.characters(codec="gb18030", exclude_characters="\ufffd\ufeff#", exclude_categories=("Cs", "Cc"))
    | st.sampled_from('\n\t",;| '),
    max_size=8,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.integers(2, 4).flatmap(
        lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=8)
    ),
    delimiter=st.sampled_from([",", "\t", ";", "|"]),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_table_that_a_program_wrote_comes_back_cell_for_cell(tmp_path, body, delimiter, codec, end):
    header = ["客户名称", "日期", "金额", "台数"][: len(body[0])]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator=end).writerows([header, *body])
    data = buffer.getvalue().encode(codec)
    expected = [
        [cell.replace("\n", " ") for cell in row] for row in body if any(cell.strip(" \t\n\x0b\x0c\u3000\xa0") for cell in row)
    ]
    if not expected:
        return
    readable = open_readable(write(tmp_path, data), tmp_path / "work", encoding=codec, delimiter=delimiter, header_row=1)
    # A tab or a backtick that only dresses a cell is taken off; in which file is for other tests.
    found = [undress(row[2:]) for row in read_rows(number_lines(readable, tmp_path / "work").path)]
    assert found == [row for row in map(undress, expected) if any(cell.strip(" \t\n\x0b\x0c\u3000\xa0") for cell in row)]


# --- what is refused, and how the work is followed ---


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\n\r\n  \n", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b",,,\n,,,\n", "empty_file"),
        ("日期,金额\n".encode(), "no_rows"),
        ("酒店月报\n日期,金额\n\n".encode(), "no_rows"),
        (b"%PDF-1.7\n%\xe2\xe3", "foreign_file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "foreign_file"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "foreign_file"),
        (b"{\\rtf1\\ansi hello}", "foreign_file"),
        (b"Rar!\x1a\x07\x01\0", "foreign_file"),
        (bytes(range(256)) * 20, "foreign_file"),
    ],
)
def test_what_holds_no_table_is_refused(tmp_path, data, code):
    with pytest.raises(InputError) as caught:
        open_readable(write(tmp_path, data), tmp_path / "work", file_name="x.csv")
    assert caught.value.code == code
    assert caught.value.text("en").endswith(".")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError) as caught:
        open_readable(tmp_path / "none.csv", tmp_path / "work")
    assert caught.value.code == "missing_file"


@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_progress_rises_to_the_end(tmp_path, codec):
    shares = []
    open_readable(write(tmp_path, joined([*ROWS, *ROWS[1:] * 60_000]).encode(codec)), tmp_path / "work", progress=shares.append)
    assert shares == sorted(shares)
    assert 0 < shares[0] <= shares[-1] <= 1


@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_the_work_can_be_stopped(tmp_path, codec):
    with pytest.raises(Cancelled):
        open_readable(write(tmp_path, joined(ROWS).encode(codec)), tmp_path / "work", cancelled=lambda: True)


def test_numbering_can_be_stopped(tmp_path):
    readable = open_readable(write(tmp_path, joined(ROWS).encode()), tmp_path / "work")
    with pytest.raises(Cancelled):
        number_lines(readable, tmp_path / "work", cancelled=lambda: True)


def test_names_of_working_files_owe_nothing_to_the_upload(tmp_path):
    path = tmp_path / "..; rm 王.csv.gz"
    path.write_bytes(gzip.compress(joined(ROWS).encode("gbk")))
    readable = open_readable(path, tmp_path / "work")
    assert all(file.name.startswith("read-") and file.name.isascii() for file in (tmp_path / "work").iterdir())
    assert readable.file_name == path.name


# --- real files ---


@shared
@pytest.mark.parametrize(
    ("file", "encoding", "delimiter", "lines", "headers"),
    [
        ("cdnow_master.txt", "utf-8", " ", 69_659, ("customer_id", "date", "number_of_cds", "dollar_value")),
        ("superstore_orders_cr_macroman.csv", "mac-roman", ",", 5009, ("order_date", "order_id", "customer", "grand_total")),
        ("rfm_package_orders.csv", "utf-8", ",", 4906, (
            "customer_id", "order_date", "revenue", "first_name", "last_name", "email")),
        ("superstore_rfm_published.csv", "mac-roman", ",", 793, (
            "customer", "frequency", "recency", "monetary_value", "R_Quartile", "F_Quartile", "M_Quartile", "RFMClass")),
    ],
)  # fmt: skip
def test_public_files_are_understood(tmp_path, file, encoding, delimiter, lines, headers):
    readable = open_readable(SHARED / file, tmp_path)
    found = (readable.encoding, readable.delimiter, readable.lines, readable.headers)
    assert found == (encoding, delimiter, lines, headers)
    assert number_lines(readable, tmp_path).lines == lines


@shared
def test_mac_roman_letters_are_right(tmp_path):
    text = open_readable(SHARED / "superstore_orders_cr_macroman.csv", tmp_path).path.read_text("utf-8")
    assert [text.count(name) for name in ("Französisch", "Pölking", "Häberlin", "Bühler")] == [20, 12, 12, 4]


def test_a_table_wider_than_any_till_writes_is_refused(tmp_path):
    header = ",".join(f"列{number}" for number in range(2001))
    path = write(tmp_path, f"{header}\n{','.join(['1'] * 2001)}\n".encode())
    with pytest.raises(InputError) as raised:
        open_readable(path, tmp_path / "work")
    assert (raised.value.code, raised.value.values["columns"]) == ("too_wide", 2001)
