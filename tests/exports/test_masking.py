import html
import io
import zipfile
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.exports.csv import to_csv
from segmentation.exports.masking import Masker, mask, mask_frame, mask_slides, spellings
from segmentation.exports.pptx import deck
from segmentation.exports.summary import PrintedFigure, Summary, mask_summary, one_page
from segmentation.exports.tables import describe
from segmentation.exports.xlsx import WorkbookSheet, workbook
from segmentation.language.text import writable
from segmentation.slides import Category, Chart, Column, Grid, GridCell, Series, Slide, Table

DAY = date(2026, 9, 30)


def frame(rows):
    """A graded list of (key, name, phone)."""
    keys, names, phones = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table({
        "customer": pa.array(keys, pa.string()), "name": pa.array(names, pa.string()), "phone": pa.array(phones, pa.string()),
        "manager": pa.array(["赵经理"] * len(rows), pa.string()), "last_visit": pa.array([DAY] * len(rows), pa.date32()),
        "contribution": pa.array([Decimal("12.34")] * len(rows), pa.decimal128(18, 2)),
    })


def masked(rows):
    table = frame(rows)
    return mask_frame(table, Masker.of(table)).to_pylist()


@pytest.mark.parametrize(("name", "seen"), [
    ("王伟", "王**"), ("欧阳娜娜", "欧**"), ("远山贸易有限公司", "远山**"), ("市税务局", "市税**"), ("Anna Smith", "A**"), ("王", "**1"), ("😀😀", "**1"), ("王*", "王*"),
])
def test_a_name_keeps_what_those_who_know_it_need(name, seen):
    assert Masker([("1", name, None)]).name(name, "1") == seen


@pytest.mark.parametrize(("phone", "seen"), [
    ("13800000001", "138****0001"), ("+86 138-0000-0001", "138****0001"), ("010-87654321", "010****4321"), ("87654321", "87****21"), ("123", "****-1"),
])
def test_a_phone_keeps_its_ends(phone, seen):
    assert Masker().phone(phone) == seen


def test_a_number_tells_apart_who_would_look_alike():
    rows = masked([("K1", "王伟", "13811110001"), ("K2", "王芳", "13822220001"), ("K3", "王伟", None)])
    assert [row["name"] for row in rows] == ["王**", "王**2", "王**3"]
    assert [row["phone"] for row in rows] == ["138****0001", "138****0001-2", None]


def test_a_customer_has_one_mask_in_a_document():
    table = frame([("K1", "王伟", None), ("K2", "王芳", None)])
    masker = Masker.of(table)
    again = mask_frame(table.take([1]), masker).to_pylist()
    assert again[0]["name"] == mask_frame(table, masker).to_pylist()[1]["name"] == "王**2"
    assert masker.text("王芳和王伟") == "王**2和王**"


def test_a_key_that_is_a_phone_or_a_name_is_masked_and_a_code_stays():
    rows = masked([("13800000001", "王伟", "138-0000-0001"), ("李雷", "李雷", None), ("Anna", "Ａnna", None), ("K0001", "韩梅", None)])
    assert [row["customer"] for row in rows] == ["138****0001", "李**", "Ａ**", "K0001"]
    assert rows[0]["phone"] == "138****0001"


def test_managers_are_masked_on_request_and_where_they_are_customers():
    table = frame([("K1", "赵经理", None)])
    assert mask_frame(table, Masker.of(table))["manager"].to_pylist() == ["赵**"]
    table = frame([("K1", "王伟", None)])
    assert mask_frame(table, Masker.of(table))["manager"].to_pylist() == ["赵经理"]
    assert mask_frame(table, Masker.of(table), also=["manager"])["manager"].to_pylist() == ["赵**"]


def test_no_mask_holds_another_name():
    rows = masked([("1", "王**", None), ("2", "王五五", None), ("3", "五**不", None), ("4", "138****", "13800000001")])
    names = [row["name"] for row in rows]
    assert len(set(names)) == 4


def test_words_of_ours_stay_and_latin_names_are_whole_words():
    masker = Masker([("1", "政府", None), ("2", "Li", None), ("3", "客户", None)], labels=["政府"])
    assert masker.text("政府客户: Li of Limited") == "政府客户: L** of Limited"
    assert masker.name("政府", "1") == "政**"


def test_slides_are_masked_alike_by_who_stands_in_them():
    table = Table((Column("客户", secret="customer"), Column("名称", secret="name"), Column("备注")), (("K1", "王伟", "王伟爱喝茶"), ("K2", "王芳", None)))
    chart = Chart("bar", "王芳贡献最大", "", (Category("王芳"), Category("王伟")), (Series("s", "count", (2, 1)),), secret="name")
    one, two = mask_slides([Slide("王伟要走了", table=table), Slide("", (chart,), notes=("王芳",), store="松鹤楼")])
    assert [row[1:] for row in one.table.rows] == [("王**", "王**爱喝茶"), ("王**2", None)]
    assert one.title == "王**要走了"
    assert two.title == "王**2贡献最大"
    assert [category.label for category in two.charts[0].categories] == ["王**2", "王**"]
    assert (two.notes, two.store) == (("王**2",), "松鹤楼")


def test_a_grid_is_masked_too_and_its_heads_are_words_of_ours():
    table = Table((Column("名称", secret="name"),), (("王伟",), ("政府",)))
    grid = Grid("王伟在铂金", "王伟", ("政府",), ("高",), ((GridCell("王伟", 1, lines=("王伟 ¥5",)),),), "王伟", notes=("王伟",))
    masked = mask_slides([Slide("t", table=table), Slide("", grid=grid)])[1].grid
    assert (masked.title, masked.rows, masked.row_axis, masked.notes) == ("王**在铂金", ("政府",), "王**", ("王**",))
    assert masked.cells[0][0] == GridCell("王**", 1, lines=("王** ¥5",))


def test_one_slide_can_be_masked_by_itself():
    assert mask(Slide("王伟", table=Table((Column("n", secret="name"),), (("王伟",),)))).title == "王**"


def test_many_of_a_name_are_masked_in_no_time():
    table = frame([(f"K{n}", "王伟", f"138{n:08d}") for n in range(20_000)])
    found = mask_frame(table, Masker.of(table))
    assert len(set(found["name"].to_pylist())) == len(set(found["phone"].to_pylist())) == 20_000


# --- nothing is left in any exported byte ----------------------------------------------------------------------------

LETTERS = st.characters(categories=["Lu", "Ll", "Lo"], max_codepoint=0x9FFF) | st.sampled_from("王李赵张伟芳娜<>&\"'=+-@$😀公司")
NAMES = st.text(LETTERS, min_size=2, max_size=12) | st.sampled_from(["<b>x</b>", r"$\LaTeX$", "=1+1", "@SUM(A1)", "R&D & Söhne", "张" * 200])
PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True) | st.from_regex(r"(\+86 )?1[3-9][0-9]-[0-9]{4}-[0-9]{4}", fullmatch=True)
CUSTOMERS = st.lists(st.tuples(st.sampled_from(["code", "name", "phone"]), NAMES, PHONES), min_size=1, max_size=6)


def shown(table):
    """Everything that is exported of a graded list: all its formats, with names in titles, notes and labels."""
    rows = table.to_pylist()
    said = f"{rows[0]['name']} – {rows[-1]['phone']}"
    listed = describe(table, "en")
    bars = Chart(
        "bar", said, said, tuple(Category(row["name"]) for row in rows), (Series("Sum", "money", tuple(row["contribution"] for row in rows)),),
        (said,), secret="name",
    )
    pie = Chart("pie", said, said, (Category("Government"),), (Series("Sum", "count", (1,)),))
    return said, listed, (Slide(said, (bars, pie), listed, notes=(said,)), Slide(said, table=listed)), pie


def exported(table, masker=None):
    """Return the text of everything exported, unzipped and unescaped, by format."""
    said, listed, slides, pie = shown(table)
    summary = Summary("Pine", DAY, said, said, (PrintedFigure(said, said, said),), (pie,), listed, (said,))
    if masker:
        table, slides, summary = mask_frame(table, masker), mask_slides(slides, masker), mask_summary(summary, masker)
    return {
        "csv": to_csv(table, "en", labels=True).decode(),
        "xlsx": unzipped(workbook([WorkbookSheet("All", describe(table, "en"), slides[0].notes)], "en")),
        "pptx": unzipped(deck(slides, "en")),
        "html": html.unescape(one_page(summary, "en")),
    }


def unzipped(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    texts = []
    for name in archive.namelist():
        inner = archive.read(name)
        texts.append(unzipped(inner) if name.endswith(".xlsx") else html.unescape(inner.decode("utf-8", errors="ignore")))
    return "\n".join(texts)


@settings(max_examples=40)
@given(CUSTOMERS)
def test_masking_leaves_no_name_or_phone_in_any_exported_byte(customers):
    rows = [({"code": f"K{n:04d}", "name": name, "phone": spellings(phone)[0]}[kind], name, phone) for n, (kind, name, phone) in enumerate(customers)]
    table = frame(rows)
    found = exported(table, Masker.of(table))
    without = exported(frame([(f"K{n:04d}", "☆", "☆") for n in range(len(rows))]))  # what stands there whoever the customers are
    for _key, name, phone in rows:
        for secret in {name, writable(name), phone, *spellings(phone)}:
            for kind, text in found.items():
                assert secret not in text or secret in without[kind], kind


@given(st.lists(st.tuples(NAMES, PHONES), max_size=20))
def test_no_two_customers_look_alike(customers):
    rows = masked([(f"K{n:04d}", name, phone) for n, (name, phone) in enumerate(customers)])
    assert len({row["name"] for row in rows}) == len(rows)
    digits = {spellings(phone)[0] for _name, phone in customers}
    assert len({row["phone"] for row in rows}) == len(digits)


@given(st.text(max_size=30))
def test_any_text_can_be_masked(text):
    masker = Masker([(text, text, text)])
    assert isinstance(masker.text(text), str)
    assert (masker.name(text, text) is None) == (not writable(text))
