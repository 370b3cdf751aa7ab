"""A column is one row: whatever a page draws or a file holds has one, and texts from files are guarded, whatever they are."""

import ast
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pytest

from segmentation.exports.csv import to_csv
from segmentation.exports.tables import describe
from segmentation.exports.xlsx import WorkbookSheet, workbook
from segmentation.fields import FIELDS, OURS, TEXTS, field, label, write
from segmentation.language.i18n import translator
from segmentation.measures.grades.grading import COLUMNS
from segmentation.schemes import load_scheme, schemes
from segmentation.slides import SECRETS
from tests.source import called_name, calls, page_files, relative, tree

DRAWS = ("draw_table", "described", "draw_download")


def names_of(node, constants):
    """The names of columns that stand literally in an expression, or in a constant of the module that it names."""
    for each in ast.walk(node):
        if isinstance(each, ast.Tuple | ast.List):
            yield from (item.value for item in each.elts if isinstance(item, ast.Constant) and isinstance(item.value, str))
        elif isinstance(each, ast.Name) and each.id in constants:
            yield from names_of(constants.pop(each.id), constants)


def drawn_columns(path):
    """The columns that a page names where it draws, describes or selects for it."""
    constants = {
        target.id: node.value for node in tree(path).body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple)
        for target in node.targets if isinstance(target, ast.Name) and target.id.isupper()
    }
    drawn = [call for call in calls(path) if called_name(call) in DRAWS]
    return {name for call in drawn for part in [*call.args[:2], *(each.value for each in call.keywords)]
            for name in names_of(part, dict(constants))}


@pytest.mark.parametrize("path", page_files(), ids=relative)
def test_what_a_page_draws_has_a_row(path):
    assert drawn_columns(path) <= FIELDS.keys()


def test_pages_name_columns_where_they_draw():
    assert {"visit_date", "noted_on", "efforts"} - set().union(*map(drawn_columns, page_files())) == {"efforts"}


@pytest.mark.parametrize("scheme", schemes().values(), ids=lambda scheme: scheme.key)
def test_what_a_scheme_grades_by_has_a_row(scheme):
    assert {*COLUMNS, *scheme.score_columns, *scheme.spec.class_labels} <= FIELDS.keys()


def test_a_row_fits_what_slides_know():
    assert {each.secret for each in FIELDS.values()} <= set(SECRETS)
    assert not [each.name for each in FIELDS.values() if each.total and each.kind in (*TEXTS, *OURS)]
    assert {each.kind for each in FIELDS.values() if each.words} == {"words", "flag"}


LETTER, HANZI, EDGES = 6.6, 14, 16  # pixels of a letter and of a Chinese character in a table, and of a cell's edges


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("own", [each for each in FIELDS.values() if each.words and each.width and each.kind != "flag"])
def test_a_column_of_words_is_as_wide_as_the_longest_of_them(own, lang):
    words = [translator(lang)(word) for word in own.words.values()]
    longest = max(sum(LETTER if letter.isascii() else HANZI for letter in word) for word in words)
    assert own.width_in(lang) >= longest + EDGES


def test_a_column_without_a_row_goes_by_its_name_and_the_log_says_so(unknown_columns):
    table = pa.table({"nobody_knows": ["=1"], "stake": pa.array([Decimal("-1.00")], pa.decimal128(18, 2))})
    assert to_csv(table, "zh", labels=True).decode("utf-8-sig").split("\r\n")[:2] == ["nobody_knows,面临流失（元）", "'=1,-1.00"]
    assert {*unknown_columns} == {"the column nobody_knows has no row in fields.py"}
    unknown_columns.clear()


def test_values_are_written_as_people_read_them():
    assert [write(name, value, "en") for name, value in (
        ("stake", Decimal("-1234.5")), ("share", 0.25), ("last_visit", date(2026, 9, 3)), ("month", date(2026, 9, 1)), ("month", None),
        ("score", Decimal("4.4999")), ("to_next", Decimal("12.50")), ("usual_gap_days", Decimal("9.0")), ("average_frequency", 3.14),
    )] == ["−¥1,234.50", "25.0%", "3 Sep 2026", "Sep 2026", "–", "4.49", "¥12.50", "9", "3.1"]


def test_a_tier_is_written_in_words_wherever_it_stands():
    scheme = load_scheme("cards")
    key = scheme.tier_keys[0]
    table = pa.table({"tier": [key], "from_place": ["not_yet"], "to_place": [key]})
    word = scheme.tier(key).label["zh"]
    assert to_csv(table, "zh", labels=True, scheme=scheme).decode("utf-8-sig").split("\r\n")[1] == f"{word},尚未到店,{word}"
    assert describe(table, "zh", scheme).rows == ((word, "尚未到店", word),)
    assert (label("from_place", "en"), label("to_place", "en")) == ("Grade before", "Grade after")


# --- what a spreadsheet would run -------------------------------------------------------------------------------------


def test_a_head_finds_room_in_a_column_of_fixed_width():
    for each in FIELDS.values():
        wide = each.width_in("en")
        assert wide is None or wide >= 6.5 * len(each.label), each.name  # letters of 14 px, about 6.5 wide, between two edges


TEXTUAL = [each.name for each in FIELDS.values() if each.kind in (*TEXTS, *OURS)]


@pytest.mark.parametrize("name", TEXTUAL)
def test_a_text_is_guarded_unless_the_product_wrote_it(name, unknown_columns):
    """In a CSV by an apostrophe; in a workbook by the mark that keeps a cell a text when it is edited."""
    ours = name in ("reason", "period")
    table = pa.table({name: ["-¥300 in the last 90 days"]})
    for labels in (True, False):
        row = to_csv(table, "en", labels=labels, scheme=load_scheme("abcd")).decode("utf-8-sig").split("\r\n")[1]
        assert row == ("" if ours else "'") + "-¥300 in the last 90 days"
    cell = openpyxl.load_workbook(io.BytesIO(workbook([WorkbookSheet("s", describe(table, "en"))], "en"))).active["A2"]
    assert (cell.data_type, bool(cell.quotePrefix)) == ("s", not ours)
    unknown_columns.clear()  # that names came without the keys of their customers


def test_only_sentences_of_the_product_go_unguarded():
    assert {each.name for each in FIELDS.values() if each.is_ours} == {"reason", "period"}
    assert not field("note").is_ours
