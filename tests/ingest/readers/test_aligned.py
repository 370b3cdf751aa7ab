"""Texts whose columns are aligned with blanks. Expected values by hand."""

import pytest

from segmentation.ingest.readers.read import open_readable
from segmentation.language.errors import InputError

REPORT = (
    "Sales of August\n"
    "Date        Bill   Guest            Amount\n"
    "----------  -----  ---------------  --------\n"
    "2026-08-01  1001   Ann Lee          1,200.00\n"
    "2026-08-02  1002   Bob                 80.00\n"
    "\n"
    "2026-08-03  1003                       75.50\n"
    "2026-08-04  1004   Cat \"C\" de la R    112.00\n"
)


@pytest.fixture
def read(tmp_path):
    def _read(text, encoding="utf-8"):
        path = tmp_path / "report.txt"
        path.write_bytes(text.encode(encoding))
        return open_readable(path, tmp_path / "work")

    return _read


def test_cells_with_blanks_and_commas_and_empty_ones_stand_under_their_header(read):
    readable = read(REPORT)
    assert readable.headers == ("Date", "Bill", "Guest", "Amount")
    assert (readable.delimiter, readable.header_row) == (" ", 2)
    assert readable.sample == (
        ("2026-08-01", "1001", "Ann Lee", "1,200.00"), ("2026-08-02", "1002", "Bob", "80.00"), ("2026-08-03", "1003", "", "75.50"),
        ("2026-08-04", "1004", 'Cat "C" de la R', "112.00"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_wide_letters_take_two_places(read, encoding):
    text = (
        "日期        单号   客户       金额      备注\n2026-08-01  1001   王 小明    1,200.00  生日, 蛋糕\n"
        "2026-08-02  1002   李芳          80.00\n2026-08-03  1003                 75.50  靠窗\n"
    )
    assert read(text, encoding).sample == (
        ("2026-08-01", "1001", "王 小明", "1,200.00", "生日, 蛋糕"), ("2026-08-02", "1002", "李芳", "80.00", ""),
        ("2026-08-03", "1003", "", "75.50", "靠窗"),
    )


def test_a_cell_that_reaches_into_the_next_column_is_told_with_its_line(read):
    with pytest.raises(InputError) as caught:
        read(REPORT + "2026-08-05  1005   A very long name of a guest 60.00\n")
    assert (caught.value.code, caught.value.values["line"]) == ("aligned", 9)


def test_without_a_line_below_the_header_a_single_blank_is_no_gap(read):
    drawn = REPORT.splitlines()[2] + "\n"
    assert read(REPORT.replace(drawn, "")).sample[0] == ("2026-08-01", "1001", "Ann Lee", "1,200.00")
    with pytest.raises(InputError, match="aligned with blanks"):
        read(REPORT.replace(drawn, "") + "2026-08-05  1005   A very long name of a guest 60.00\n")


def test_words_under_no_header_are_refused_and_not_put_under_another(read):
    with pytest.raises(InputError, match="aligned with blanks"):
        read("Date        Guest           Amount\n2026-08-01  Ann    note  20    50.00\n2026-08-02  Bob    x     3     10.00\n2026-08-03  Cy\n")


def test_a_text_whose_header_is_delimited_is_none_of_these(read):
    readable = read("Date,  Guest,   Sum of all\n2026-08-01,  Ann,   5\n2026-08-02,  Bob,   6\n")
    assert (readable.delimiter, len(readable.headers)) == (",", 3)
