"""Texts whose bytes are not of one piece: two encodings, two delimiters, endless lines; and names that are no text."""

import os
from pathlib import Path

import pytest

from segmentation.ingest.batches import notices
from segmentation.ingest.examination import Choices
from segmentation.ingest.incoming import check_file, inbox_files, name_files
from segmentation.ingest.land import import_file
from segmentation.ingest.readers import text
from segmentation.ingest.readers.quick_gbk import reads_as_python
from segmentation.ingest.readers.read import number_lines, open_readable
from segmentation.ingest.readers.text import copy_as_utf8, survey_file
from segmentation.ingest.rejects import REASONS, list_rejects, rejects_csv
from segmentation.language.errors import InputError
from segmentation.warehouse import Warehouse

HEADER = "账单号,日期,客户,金额\n"
OTHER = REASONS["other_encoding"]


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


@pytest.fixture
def land(warehouse, tmp_path):
    def _land(data: bytes, choices: Choices | None = None) -> dict:
        path = tmp_path / "bills.csv"
        path.write_bytes(data)
        report = import_file(warehouse, "s", path, choices)
        assert report["rows"] == report["accepted"] + report["rejected"] + sum(report["skipped"].values())
        return report

    return _land


def names(warehouse: Warehouse) -> list[str]:
    return [name for (name,) in warehouse.cursor().execute("select customer_key from bills order by bill_no").fetchall()]


def told(report: dict) -> list[tuple]:
    return [(notice.code, notice.count, notice.values) for notice in notices(report)]


def read(tmp_path: Path, data: bytes, **choices):
    path = tmp_path / "upload"
    path.write_bytes(data)
    return open_readable(path, tmp_path / "work", **choices)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("first", "second", "names_of"), [("utf-8", "gbk", "gb18030"), ("gbk", "utf-8", "utf-8")])
def test_lines_in_another_encoding_are_read_as_what_they_are_and_told(land, warehouse, first, second, names_of, end):
    one = (HEADER + "1,2026-09-01,王小明,5\n2,2026-09-02,婷婷,6\n3,2026-09-02,Ann,7\n5,2026-09-02,张三,1\n").replace("\n", end)
    two = f"6,2026-09-03,李雷,8{end}7,2026-09-04,欧阳娜娜,9{end}"
    report = land(one.encode(first) + two.encode(second))
    assert names(warehouse) == ["王小明", "婷婷", "Ann", "张三", "李雷", "欧阳娜娜"]
    main = {"gbk": "gb18030"}.get(first, first)
    assert (report["encoding"], report["rejected"]) == (main, 0)
    assert told(report) == [("mixed_encodings", 2, {"encoding": main, "other": names_of, "lines": "6, 7"})]


def test_a_file_whose_second_megabyte_is_in_another_encoding_is_read_block_by_block(tmp_path):
    one = HEADER + "1,2026-09-01,王小明,5\n" * 40_000
    two = "2,2026-09-03,李雷,8\n" * 30_000
    readable = read(tmp_path, one.encode() + two.encode("gbk"))
    assert readable.path.read_text("utf-8") == one + two
    assert readable.other_encodings == (("gb18030", 30_000, tuple(range(40_002, 40_010))),)


@pytest.mark.parametrize(
    ("codec", "line", "other"),
    [
        ("gbk", "9,2026-09-09,Jonas Häberlin,9", "latin-1"),  # 鋌erlin in GBK
        ("gbk", "9,2026-09-09,José,9", "latin-1"),
        ("gbk", "9,2026-09-09,張學友 大廳,9", "big5"),
        ("big5", "9,2026-09-09,Jonas Häberlin,9", "latin-1"),
        ("utf-8", "9,2026-09-09,婷,9", "gbk"),  # one rare character proves nothing
    ],
)
def test_a_line_whose_encoding_is_not_certain_is_a_reject_with_its_reason(land, warehouse, codec, line, other):
    header = HEADER if codec != "big5" else "帳單號,日期,客戶,金額\n"
    own = (header + "1,2026-09-01,王小明,5\n2,2026-09-02,山田大人,6\n").encode(codec)
    damaged = b"" if codec != "utf-8" else "3,2026-09-02,José,5\n".encode("latin-1")
    report = land(own + damaged + line.encode(other) + b"\n")
    rejects = list_rejects(warehouse, report["batch"])
    assert (len(own.splitlines()) + 1 + bool(damaged), OTHER) in [(reject["line"], reject["reason"]) for reject in rejects]
    assert line.split(",")[2] in [reject["value"] for reject in rejects]  # read as what it may be, for a person to judge
    assert names(warehouse)[:2] == ["王小明", "山田大人"]
    assert line.split(",")[0].encode() in rejects_csv(warehouse, report["batch"], "en")


def test_a_person_who_names_the_encoding_has_no_doubtful_lines(land, warehouse):
    data = (HEADER + "1,2026-09-01,王小明,5\n").encode("gbk") + "2,2026-09-01,Häberlin,9\n".encode("latin-1")
    assert land(data)["rejected"] == 1
    assert land(data + b"3,2026-09-01,Ann,9\n", Choices(encoding="gb18030", on_overlap="replace"))["rejected"] == 0


@pytest.mark.parametrize(
    ("codec", "words"),
    [
        ("gbk", ["联通", "婷婷", "VIP茅台", "lily梅", "さくら", "喆", "模式", "①号桌", "€uro"]),
        ("gb18030", ["䶮", "𠮷野家", "王小明"]),
        ("big5", ["陳國榮", "張學友", "佘", "VIP廳"]),
        ("utf-8", ["王小明", "café", "😀", "陳國榮"]),
        ("cp932", ["佐藤花子", "ｱｲｽ", "さくら", "表", "①番"]),
        ("cp949", ["김철수", "이영희 박지민", "한정식", "최서연", "주식회사 가나다라"]),
        ("cp1252", ["Renée Núñez", "“Zoë”", "Jürgen Groß", "Ÿ"]),
        ("cp1252", ["“Élan”", "O’Brien & Son’s", "‘Été’ – café"]),
        ("mac-roman", ["Renée Núñez", "Jürgen Groß", "Zoë"]),
    ],
)
def test_a_text_in_one_encoding_has_neither_notice_nor_doubt(tmp_path, codec, words):
    text = HEADER if codec in ("gbk", "gb18030", "utf-8") else "customer,date,amount\n" if codec != "big5" else "客戶,日期,金額\n"
    text += "".join(f"{word},2026-09-01,{number}\n" for number, word in enumerate(words * 3))
    data = text.encode(codec, "ignore")
    readable = read(tmp_path, data)
    assert (readable.other_encodings, readable.lost_lines, readable.numbered) == ((), 0, False)
    assert readable.path.read_bytes().decode().replace("\r", "") == data.decode(codec)


def test_characters_that_nobody_can_read_are_told_with_their_lines_and_cells(land):
    data = (HEADER + "1,2026-09-01,王小明,5\n2,2026-09-02,李\ufffd,6\n").encode() + b"3,2026-09-03,\xe7\x8e\x8b\xe5\xb0,7\n"
    report = land(data + "4,2026-09-03,张三,7\n".encode())
    assert report["accepted"] == 4
    assert told(report) == [("unreadable_characters", 2, {"lines": "3 “李\ufffd”, 4 “王\ufffd”"})]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_rows_in_another_delimiter_are_rejects_with_a_reason(land, warehouse, delimiter):
    others = [other for other in (",", "\t", ";", "|") if other != delimiter]
    rows = [f"{number},2026-09-0{number},王小明,{number}0.50" for number in range(1, 9)]
    own = "".join(row.replace(",", delimiter) + "\n" for row in rows[:5])
    foreign = "".join(row.replace(",", other) + "\n" for row, other in zip(rows[5:], others, strict=True))
    report = land((HEADER.replace(",", delimiter) + own + foreign + "备注：见附件；谢谢\n").encode())
    assert (report["rows"], report["accepted"], report["rejected"], report["skipped"]) == (9, 5, 3, {"note": 1})
    reason = REASONS["wrong_delimiter"]
    assert [(row["line"], row["column"], row["reason"]) for row in list_rejects(warehouse, report["batch"])] == [
        (7, None, reason), (8, None, reason), (9, None, reason),
    ]
    assert list_rejects(warehouse, report["batch"])[0]["value"] == rows[5].replace(",", others[0])


def test_a_profile_in_another_delimiter_is_a_reject_too(land, warehouse):
    report = land("客户编号,姓名,手机号\nC1,王,13800000001\nC2;李;13800000002\n".encode(), Choices(kind="customers"))
    assert [(row["line"], row["reason"]) for row in list_rejects(warehouse, report["batch"])] == [(3, REASONS["wrong_delimiter"])]


@pytest.mark.parametrize("count", [3, 300_000])  # of the many, each once asked all that follow it
def test_carriage_returns_in_a_row_are_empty_lines(tmp_path, count):
    data = (HEADER + "1,2026-09-01,王,5").encode() + b"\r" * count + "2,2026-09-02,李,6\r\r\r\n3,2026-09-03,张,7\n".encode()
    readable = number_lines(read(tmp_path, data), tmp_path / "work")
    lines = [line.split(",")[0] for line in readable.path.read_text("utf-8").splitlines()]
    assert lines == ["2", str(2 + count), str(3 + count)]


@pytest.mark.parametrize(("before", "line"), [("\n" * 700_000, 700_001), ("\r" * 50_000, 50_001), (" \n" * 300, 301)])
def test_a_table_far_below_empty_lines_is_found(tmp_path, before, line):
    readable = read(tmp_path, (before + HEADER + "1,2026-09-01,王,5\n").encode())
    assert (readable.header_row, readable.headers[0], readable.lines) == (line, "账单号", 1)


@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_a_line_without_an_end_is_refused_by_its_number(tmp_path, codec):
    with pytest.raises(InputError, match="Line 3 of “upload” is longer than 1,000,000") as caught:
        read(tmp_path, (HEADER + "1,2026-09-01,王,5\n2,").encode(codec) + b"x" * 2_500_000 + b"\n")
    assert caught.value.code == "line_too_long"
    assert read(tmp_path, (HEADER + "1,2026-09-01,王,5\n2,").encode(codec) + b"x" * 990_000 + b"\n").lines == 2


def test_a_cell_of_endless_digits_is_a_reject_whose_value_is_shown_in_short(land, warehouse):
    report = land((HEADER + "1,2026-09-01,王,5\n2,2026-09-02,李," + "1" * 300_000 + "x\n").encode())
    [reject] = list_rejects(warehouse, report["batch"])
    assert (reject["line"], reject["column"], reject["value"]) == (3, "金额", "1" * 200 + "…")
    assert rejects_csv(warehouse, report["batch"], "en").decode("utf-8-sig").endswith("11…\r\n")


@pytest.mark.parametrize(
    "line", ['"a,' * 100_000, '" ' * 100_000, '"' * 900_001, '"",' * 100_000, '"a""b,' * 50_000, "," * 900_000, "1," * 100_000],
    ids=["open", "blanks", "quotes", "empty", "doubled", "commas", "ones"],
)
def test_no_line_of_quotes_or_commas_keeps_a_reader_busy(tmp_path, line):
    readable = number_lines(read(tmp_path, f"{HEADER}1,2026-09-01,王,5\n{line}\n2,2026-09-02,李,6\n".encode()), tmp_path / "work")
    with readable.path.open(encoding="utf-8") as rows:
        ends = [row[:3] for row in rows]
    assert (ends[0], ends[-1]) == ("2,,", "4,,")


def test_blank_rows_of_every_width_between_rows_are_no_rows(land):
    report = land((HEADER + "1,2026-09-01,王,5\n").encode() + b" \n,,,\n" * 20_000 + "2,2026-09-02,李,6\n".encode())
    assert (report["rows"], report["accepted"]) == (2, 2)


GBK_NAME = os.fsdecode("账单=1.csv".encode("gbk"))


def test_files_in_the_inbox_are_shown_by_readable_names_and_never_by_the_same(tmp_path):
    long = "很长" * 40 + ".csv"  # 244 bytes
    for name in (GBK_NAME, "账单=1.csv", "a\nb.csv", "\u202ea\u200bb.csv", "-rf", "=1+1.csv", long):
        (tmp_path / name).write_text("x")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    assert sorted(name_files(inbox_files(tmp_path))) == sorted(
        ["账单=1.csv", "账单=1.csv (2)", "a b.csv", "ab.csv", "-rf", "=1+1.csv", long]
    )
    assert inbox_files(tmp_path / "gone.csv") == []


def test_a_file_whose_name_is_no_utf8_is_imported_and_kept_under_a_readable_name(warehouse, tmp_path):
    path = tmp_path / GBK_NAME
    path.write_text(HEADER + "1,2026-09-01,王,5\n", encoding="utf-8")
    report = import_file(warehouse, "s", path)
    assert (report["file"], report["accepted"]) == ("账单=1.csv", 1)
    assert warehouse.cursor().execute("select file_name from batches").fetchall() == [("账单=1.csv",)]


def test_what_is_no_file_is_refused_in_a_plain_sentence(tmp_path, monkeypatch):
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    cases = {"link": "missing_file", "none": "missing_file", "x" * 300: "missing_file", ".": "no_file", "pipe": "no_file"}
    for name, code in cases.items():
        with pytest.raises(InputError) as caught:
            open_readable(tmp_path / name, tmp_path / "work")
        assert caught.value.code == code, name

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "secret").write_text("x")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError) as caught:
        check_file(tmp_path / "secret", "secret")
    assert caught.value.code == "unreadable_file"


@pytest.mark.skipif(not reads_as_python(), reason="this system's library reads GBK unlike Python, or there is none")
def test_the_library_writes_what_python_writes_and_leaves_to_it_what_is_no_gbk(tmp_path, monkeypatch):
    lines = "".join(f"{n},客户{chr(0x4e00 + n % 9000)}镕丂,旺仔牛奶,1.5\n" for n in range(20_000))
    for end, unreadable in ((b"", 0), (b"\x80\n", 1), ("㐀😀\n".encode("gb18030"), 0), (b"\xff\xff\n", 2)):
        source, copies = tmp_path / "gbk.csv", []
        source.write_bytes(lines.encode("gbk") + end + "末行,完".encode("gbk"))
        survey = survey_file(source)
        for worth in (1, 1 << 40):
            monkeypatch.setattr(text, "WORTH", worth)
            copy = copy_as_utf8(source, tmp_path / f"{worth}.txt", "gb18030", survey)
            copies.append((copy, (tmp_path / f"{worth}.txt").read_bytes()))
        assert copies[0] == copies[1]
        assert (copies[0][0].unreadable, copies[0][0].newlines) == (unreadable, 20_000 + bool(end))
    assert copies[0][1].decode().startswith(lines)
