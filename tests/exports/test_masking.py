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
from segmentation.exports.masking import Masker, Register, mask_frame, mask_slide, mask_slides, spellings
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


def masked(rows, lang="zh", **how):
    table = frame(rows)
    return mask_frame(table, Masker.of(lang, table, **how)).to_pylist()


def test_a_customer_is_called_by_his_number_in_the_house():
    register = Register.of([("K9", "李雷"), ("K1", "王伟"), ("13800000001", None)])
    rows = masked([("K1", "王伟", None), ("13800000001", None, None), ("K9", "李雷", None), ("K5", "新来的", None)], register=register)
    assert [row["name"] for row in rows] == ["客户 002", "客户 003", "客户 001", "客户 004"]
    assert masked([("K1", "王伟", None)], "en", register=register)[0]["name"] == "Customer 002"
    assert Masker("zh", register=register).name("王伟") == "客户 002"  # by his name alone
    assert Masker("zh", register=register).name("王大伟", "K1") == "客户 002"  # renamed since
    assert Masker("zh", register=Register.of([(f"K{n}", None) for n in range(1234)])).name(None, "K1233") == "客户 1234"


def test_managers_and_stores_are_masked_where_asked():
    register = Register.of([("K1", "王伟")], managers=["李经理", "赵经理"], stores=["松鹤楼", "松鹤楼二店", "甲店"])
    table = frame([("K1", "王伟", None)])
    assert mask_frame(table, Masker.of("zh", table, register=register))["manager"].to_pylist() == ["赵经理"]
    masker = Masker.of("zh", table, register=register, house=True)
    assert mask_frame(table, masker)["manager"].to_pylist() == ["经理乙"]
    assert [masker.store(name) for name in register.stores] == ["乙店", "丙店", "丁店"]  # a real 甲店 is nobody's mask
    assert masker.text("赵经理在松鹤楼二店管王伟") == "经理乙在丙店管客户 001"
    slide = Slide("赵经理管得最多", (Chart("bar", "", "", (Category("赵经理"), Category("钱经理")), (Series("s", "count", (2, 1)),), secret="manager"),),
                  store="松鹤楼 / 拆掉的店", sides=(), notes=("拆掉的店",), lang="zh")
    [seen] = mask_slides([slide], "en", register, house=True)
    assert [each.label for each in seen.charts[0].categories] == ["经理乙", "经理丙"]
    assert (seen.title, seen.store, seen.notes) == ("经理乙管得最多", "乙店 / 戊店", ("戊店",))
    rows = pa.table({"manager": pa.array(["李经理", "没人管", "全店", "Whole store", None])})
    told = mask_frame(rows, Masker.of("zh", rows, register=register, house=True))["manager"].to_pylist()
    assert told == ["经理甲", "没人管", "全店", "Whole store", None]  # words of ours are nobody's name
    assert Masker("zh", register=Register(managers=("全店",)), house=True).manager("全店") == "经理甲"  # but for whom is called so
    [seen] = mask_slides([slide], "en", register)
    assert (seen.title, seen.store) == ("赵经理管得最多", "松鹤楼 / 拆掉的店")


def test_each_slide_is_masked_in_its_own_language_by_the_same_numbers():
    table = Table((Column("n", secret="name"),), (("王伟",), ("李雷",)))
    one, two, three = mask_slides([Slide("李雷", table=table, lang="zh"), Slide("李雷", table=table, lang="en"), Slide("李雷")], "en")
    assert (one.title, two.title, three.title) == ("客户 002", "Customer 002", "Customer 002")


@pytest.mark.parametrize("phone", ["13800000001", "+86 138-0000-0001", "010-87654321", "87654321", "123"])
def test_nothing_is_left_of_a_phone(phone):
    assert Masker("en").phone(phone) == "****"  # its last four digits tell one among hundreds
    assert Masker("en", [("K1", "王伟", phone)]).text(f"打{phone}") == "打****"


def test_who_is_known_by_his_phone_alone_has_a_number_too():
    masker = Masker("en", [("13800000001", None, "13800000001")])
    assert (masker.text("call 138-0000-0001"), masker.customer("13800000001")) == ("call Customer 001", "Customer 001")


def test_a_phone_that_somebody_is_called_like_is_hidden_by_another_sign():
    assert [Masker("en", [("K1", name, "13800000001")]).phone("13800000001") for name in ("王伟", "****")] == ["****", "××××"]


def test_a_number_tells_apart_who_would_look_alike():
    rows = masked([("K1", "王伟", "13811110001"), ("K2", "王芳", "13822220001"), ("K3", "王伟", None)])
    assert [row["name"] for row in rows] == ["客户 001", "客户 002", "客户 003"]
    assert [row["phone"] for row in rows] == ["****", "****", None]


def test_a_customer_has_one_mask_in_a_document():
    table = frame([("K1", "王伟", None), ("K2", "王芳", None)])
    masker = Masker.of("zh", table)
    again = mask_frame(table.take([1]), masker).to_pylist()
    assert again[0]["name"] == mask_frame(table, masker).to_pylist()[1]["name"] == "客户 002"
    assert masker.text("王芳和王伟") == "客户 002和客户 001"


def test_a_key_is_masked_as_its_customer_a_phone_too():
    rows = masked([("13800000001", "王伟", "138-0000-0001"), ("李雷", "李雷", None), ("Anna", "Ａnna", None), ("K0001", "韩梅", None)])
    assert [row["customer"] for row in rows] == ["客户 001", "客户 002", "客户 003", "客户 004"]
    assert rows[0]["phone"] == "****"
    assert [row["name"] for row in rows] == ["客户 001", "客户 002", "客户 003", "客户 004"]


def test_a_code_is_found_in_a_sentence_where_it_can_be_nothing_else():
    masker = Masker("zh", [("K0072", "王伟", None), ("12", "李雷", None)])
    assert masker.text("K0072来了12次，K00721没来") == "客户 001来了12次，K00721没来"
    assert (masker.customer("12"), masker.customer("K0072")) == ("客户 002", "客户 001")


def test_a_manager_who_is_a_customer_is_masked_as_one():
    table = frame([("K1", "赵经理", None)])
    assert mask_frame(table, Masker.of("zh", table))["manager"].to_pylist() == ["客户 001"]


def test_no_mask_holds_another_name():
    rows = masked([("1", "001", None), ("2", "王五五", None), ("3", "五**不", None), ("4", "138****", "13800000001")])
    assert [row["name"] for row in rows] == ["客户 002", "客户 003", "客户 004", "客户 005"]


def test_words_of_ours_stay_and_latin_names_are_whole_words():
    masker = Masker("zh", [("1", "政府", None), ("2", "Li", None), ("3", "客户", None)], labels=["政府"])
    assert masker.text("政府客户: Li of Limited") == "政府客户: 客户 002 of Limited"
    assert masker.name("政府", "1") == "客户 001"


def test_slides_are_masked_alike_by_who_stands_in_them():
    table = Table((Column("客户", secret="customer"), Column("名称", secret="name"), Column("备注")), (("K1", "王伟", "王伟爱喝茶"), ("K2", "王芳", None)))
    chart = Chart("bar", "王芳贡献最大", "", (Category("王芳"), Category("王伟")), (Series("s", "count", (2, 1)),), secret="name")
    one, two = mask_slides([Slide("王伟要走了", table=table), Slide("", (chart,), notes=("王芳",), store="松鹤楼")], "zh")
    assert [row[1:] for row in one.table.rows] == [("客户 001", "客户 001爱喝茶"), ("客户 002", None)]
    assert one.title == "客户 001要走了"
    assert two.title == "客户 002贡献最大"
    assert [category.label for category in two.charts[0].categories] == ["客户 002", "客户 001"]
    assert (two.notes, two.store) == (("客户 002",), "松鹤楼")


def test_a_grid_is_masked_too_and_its_heads_are_words_of_ours():
    table = Table((Column("名称", secret="name"),), (("王伟",), ("政府",)))
    grid = Grid("王伟在铂金", "王伟", ("政府",), ("高",), ((GridCell("王伟", 1, lines=("王伟 ¥5",)),),), "王伟", notes=("王伟",))
    masked = mask_slides([Slide("t", table=table), Slide("", grid=grid)], "zh")[1].grid
    assert (masked.title, masked.rows, masked.row_axis, masked.notes) == ("客户 001在铂金", ("政府",), "客户 001", ("客户 001",))
    assert masked.cells[0][0] == GridCell("客户 001", 1, lines=("客户 001 ¥5",))


def test_many_of_a_name_are_masked_in_no_time():
    table = frame([(f"K{n}", "王伟", f"138{n:08d}") for n in range(20_000)])
    found = mask_frame(table, Masker.of("en", table))
    assert len(set(found["name"].to_pylist())) == 20_000
    assert set(found["phone"].to_pylist()) == {"****"}


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
        table, slides, summary = mask_frame(table, masker), tuple(mask_slide(slide, masker) for slide in slides), mask_summary(summary, masker)
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


@settings(max_examples=20)
@given(CUSTOMERS)
def test_masking_leaves_no_name_or_phone_in_any_exported_byte(customers):
    rows = [({"code": f"K{n:04d}", "name": name, "phone": spellings(phone)[0]}[kind], name, phone) for n, (kind, name, phone) in enumerate(customers)]
    table = frame(rows)
    found = exported(table, Masker.of("en", table))
    without = exported(frame([(f"K{n:04d}", "☆", "☆") for n in range(len(rows))]))  # what stands there whoever the customers are
    for _key, name, phone in rows:
        for secret in {name, writable(name), phone, *spellings(phone)}:
            for kind, text in found.items():
                assert secret not in text or secret in without[kind], kind


@given(st.lists(st.tuples(NAMES, PHONES), max_size=20))
def test_no_two_customers_look_alike(customers):
    rows = masked([(f"K{n:04d}", name, phone) for n, (name, phone) in enumerate(customers)])
    assert len({row["name"] for row in rows}) == len(rows)


@given(st.text(max_size=30))
def test_any_text_can_be_masked(text):
    masker = Masker("en", [(text, text, text)])
    assert isinstance(masker.text(text), str)
    assert (masker.name(text, text) is None) == (not writable(text))
