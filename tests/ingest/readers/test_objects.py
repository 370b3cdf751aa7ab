"""Rows that come as JSON, and JSON that is no table. Expected values by hand."""

import json

import pytest

from segmentation.ingest.readers.read import open_readable
from segmentation.language.errors import InputError

ROWS = [
    {"date": "2026-08-01", "no": 12345678901234567, "customer": {"name": "王小明", "phone": "13800000001"}, "amount": 120.5},
    {"date": "2026-08-02", "no": 2, "customer": None, "amount": 80, "tags": ["vip", "new"], "is_paid": True},
]
LINES = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS)
CELLS = [
    "1,,2026-08-01,12345678901234567,王小明,13800000001,120.50,,,",
    "3,,2026-08-02,2,,,80,,\"vip, new\",true",
]


@pytest.fixture
def read(tmp_path):
    def _read(text, name="bills.json", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        readable = open_readable(path, tmp_path / "work")
        return readable, readable.path.read_text(encoding="utf-8").splitlines()

    return _read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_one_object_a_line_is_a_row_a_line_whose_numbers_stand_as_they_are_written(read, encoding):
    text = LINES.replace("120.5}", "120.50}").replace("\n", "\n\n")
    readable, lines = read(text, "bills.jsonl", encoding)
    headers = ("date", "no", "customer.name", "customer.phone", "amount", "customer", "tags", "is_paid")
    assert (readable.format, readable.headers, readable.lines) == ("json", headers, 2)
    assert lines == CELLS


@pytest.mark.parametrize("around", ["{}", '{{"code": 0, "data": {{"total": 2, "list": {}}}}}'])
def test_a_list_of_objects_is_a_table_also_within_what_a_program_answers(read, around):
    readable, lines = read(around.format(json.dumps(ROWS)))
    assert (readable.lines, readable.sample[0][:3]) == (2, ("2026-08-01", "12345678901234567", "王小明"))
    assert [line.split(",")[0] for line in lines] == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"bills": [{"a": 1}], "guests": [{"b": 2}]}', "no_table"), ("[[1, 2], [3, 4]]", "no_table"), ('{"a": [1]}', "no_table"),
        ('[{"no": 1, "items": [{"name": "tea"}]}]', "nested_lists"), ('{"a": 1}\n{"a": 2', "damaged"), ("[]", "no_rows"),
        ("[" * 100_000, "no_table"), ("[{}]", "no_rows"),
    ],
)
def test_what_is_no_table_is_refused_for_what_it_is(read, text, code):
    with pytest.raises(InputError) as caught:
        read(text)
    assert caught.value.code == code
    assert "JSON" in caught.value.message or code in ("nested_lists", "no_rows")


def test_a_text_that_only_begins_with_a_bracket_is_one(read):
    assert read("[Date],[Sum]\n2026-08-01,5\n", "bills.csv")[0].format == "csv"
