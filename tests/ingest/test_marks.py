"""Marks that nobody sees part nobody: not in files, not in what is typed."""

from pathlib import Path

import pyarrow as pa
import pytest

from segmentation.ingest.kinds.ratings.criteria import read_criterion
from segmentation.ingest.land import import_file
from segmentation.ingest.mapping import unique_headers
from segmentation.ingest.oddities import ODD
from segmentation.language.text import BLANK, INVISIBLE, clean, fold_header
from segmentation.warehouse import Warehouse, run

MARKS = {  # one of each kind, with the first byte that tells the quick way off
    "soft hyphen": "\xad", "zero-width space": "\u200b", "joiner": "\u200d", "non-joiner": "\u200c", "right-to-left mark": "\u200f",
    "embedding": "\u202b", "isolate": "\u2067", "word joiner": "\u2060", "byte order mark": "\ufeff", "selector": "\ufe0f",
    "Mongolian separator": "\u180e", "grapheme joiner": "\u034f", "Arabic mark": "\u061c", "tag": "\U000e0041",
    "beam": "\U0001d173", "control": "\x07", "no-break space": "\xa0", "ideographic space": "\u3000", "tab": "\t",
}
LETTERS = [chr(code) for start, end in ((0, 0x3200), (0x4E00, 0x4E10), (0xF900, 0x10000), (0x1BC90, 0x1BCB0), (0x1D160, 0x1D190),
                                        (0xDFFF0, 0xE1010)) for code in range(start, end)]


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


def keys(warehouse: Warehouse) -> list[tuple]:
    return warehouse.cursor().execute("select customer_key, module, region, manager from customers order by all").fetchall()


def test_cells_are_cleaned_as_typed_texts_are_whatever_the_character(warehouse):
    cursor = warehouse.cursor()
    run(cursor, "stage/text_macros")
    texts = [f"a{letter}b" for letter in LETTERS] + [f"{letter}a" for letter in LETTERS] + list(LETTERS)
    cursor.register("texts", pa.table({"place": range(len(texts)), "text": texts}))
    found = cursor.execute("select clean_text(text) from texts order by place").fetchall()
    assert [text for (text,) in found] == [clean(text) or None for text in texts]


def test_every_odd_character_keeps_a_file_from_the_quick_way():
    def starts(letters: str) -> set[bytes]:
        return {letter.encode()[:1] for letter in LETTERS if letter in letters and letter not in "\n\r"}

    spelled = [chr(code) for part in (INVISIBLE, BLANK) for code in _codes(part)]
    assert starts("".join(spelled)) <= set(ODD["stage/plain_text_macros"])
    assert "Ａ".encode()[:1] in ODD["stage/plain_text_macros"]


def _codes(spans: str) -> list[int]:
    codes, place = [], 0
    while place < len(spans):
        if spans[place + 1 : place + 2] == "-":
            codes += range(ord(spans[place]), ord(spans[place + 2]) + 1)
            place += 3
        else:
            codes.append(ord(spans[place]))
            place += 1
    return codes


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
def test_a_mark_in_an_ascii_file_parts_no_bill_and_no_customer(warehouse, tmp_path, mark):
    path = tmp_path / "bills.csv"
    path.write_text(
        "bill no,date,customer code,amount,module,region,manager\n"
        "B1,2026-09-01,C1,100,S,East,Wang\n"
        f"{mark}B1{mark},2026-09-01,{mark}C1{mark},50,{mark}S{mark},East{mark},{mark}Wang\n",
        encoding="utf-8",
    )
    report = import_file(warehouse, "s", path)
    assert (report["accepted"], report["bills"], report["customers"], report["amount"]) == (2, 1, 1, "150.00")
    assert keys(warehouse) == [("C1", "S", "East", "Wang")]


def test_one_phone_written_in_nine_ways_is_one_customer(warehouse, tmp_path):
    phones = ["13900000001", "\u202a13900000001\u202c", "\u200e13900000001", "13900000001\xa0", "\u206013900000001",
              "+86 139-0000-0001", "\u206613900000001\u2069", "13900000001\ufeff", "１３９００００００01", "139\xad00\u200d000001"]
    path = tmp_path / "bills.csv"
    rows = "".join(f"2026-09-0{day % 9 + 1},{phone},王伟,100\n" for day, phone in enumerate(phones))
    path.write_text(f"日期,手机,姓名,金额\n{rows}", encoding="utf-8")
    assert import_file(warehouse, "s", path)["customers"] == 1
    assert keys(warehouse)[0][0] == "13900000001"


def test_headers_and_criteria_are_known_again_whatever_marks_are_in_them():
    assert fold_header("\u202a金\u200b额\ufe0f\u3164") == "金额"
    assert unique_headers(["金额", "\ufeff金额\u200b", "\u200b\u3000"]) == ("金额", "金额#2", "#3")
    assert read_criterion("\u2066忠诚\xad度\u2069") == "忠诚度"


@pytest.mark.parametrize("status", ["已结账\u200b", "\u202a已结账\u202c"])
def test_a_mark_makes_no_other_status(warehouse, tmp_path, status):
    path = Path(tmp_path / "bills.csv")
    path.write_text(f"日期,客户编号,金额,订单状态\n2026-09-01,C1,100,已结账\n2026-09-02,C2,50,{status}\n", encoding="utf-8")
    report = import_file(warehouse, "s", path)
    assert (report["paid"], report["accepted"]) == (["已结账"], 2)
