"""The Chinese catalog is complete, in step with the code, and Chinese."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from segmentation.language.i18n import counter, listed
from tools.catalog import CATALOG, extract_messages, marked_messages, read_translations, render

LATIN_NAMES = {
    "CSV",
    "Excel",
    "DuckDB",
    "RFM",
    "JSON",
    "XLSX",
    "PPTX",
    "PowerPoint",
    "WPS",
    "SQL",
    "UTF-8",
    "GBK",
    "BOM",
    "ID",
    "A",
    "B",
    "C",
    "D",
}
LATIN = r"[A-Za-z][A-Za-z0-9'’-]*"


def placeholders(text):
    return sorted(re.findall(r"\{([^{}]*)\}", text))


def names_them(message, text):
    """Whether a translation says what its message says; of a count, the one and the many, it is asked of the many."""
    return placeholders(message if isinstance(message, str) else message[1]) == placeholders(text)


def words_left_in_english(text):
    """Return the runs of two or more Latin words that no one would leave in a Chinese sentence."""
    prose = re.sub(r"\{[^{}]*\}|`[^`]*`|https?://\S+", "·", text)
    runs = [[word for word in run.split() if word not in LATIN_NAMES] for run in re.findall(rf"{LATIN}(?:\s+{LATIN})+", prose)]
    return [" ".join(run) for run in runs if len(run) > 1]


def test_every_message_of_the_code_is_translated():
    translations = read_translations()
    missing = [message for message in extract_messages() if not translations.get(message)]
    assert not missing, "`python tools/catalog.py update`, then translate:\n" + "\n".join(missing)


def test_the_catalog_says_nothing_that_the_code_does_not():
    with CATALOG.open("rb") as po:
        catalog = read_po(po, locale="zh_CN")
    assert not catalog.obsolete
    assert not [message.id for message in catalog if message.id and message.fuzzy]
    assert not set(read_translations()) - set(extract_messages()), "`python tools/catalog.py update` drops these"


def test_the_catalog_is_written_as_the_tool_writes_it():
    as_it_should_be = render(extract_messages(), read_translations())
    if CATALOG.read_text(encoding="utf-8") != as_it_should_be:
        pytest.fail("`python tools/catalog.py update` changes it", pytrace=False)


def test_placeholders_survive_translation():
    wrong = [message for message, text in read_translations().items() if text and not names_them(message, text)]
    assert not wrong


def test_the_chinese_is_chinese():
    wrong = {message: left for message, text in read_translations().items() if (left := words_left_in_english(text))}
    assert not wrong


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("导出 CSV 或 Excel 文件", []),
        ("请选择 file name 后继续", ["file name"]),
        ("{first name} 已导入", []),
        ("用 UTF-8 BOM CSV 保存", []),
    ],
)
def test_english_words_are_noticed(text, left):
    assert words_left_in_english(text) == left


def test_no_name_runs_into_the_figure_behind_it():
    name = r"\{(?:name|one|other|who|store|house|manager|last|best|worst|first|tier)\}"
    for message, translation in read_translations().items():
        for text in (translation,) if isinstance(translation, str) else translation:
            assert not re.search(name + r"\{", text), text  # 二店237% of a store called 二店2
        for text in (message,) if isinstance(message, str) else message:
            assert not re.search(name + r" ?\{\w*(?:count|share|points|least|most)\}", text), text


def test_what_stands_in_a_list_is_joined_by_what_the_language_parts_lists_with():
    assert (listed(["王伟", "李娜"], "zh"), listed(["Wang", "Li"], "en")) == ("王伟、李娜", "Wang, Li")
    root = Path(__file__).parents[1]
    sources = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for part in ("pages", "segmentation")
               for path in (root / part).rglob("*.py")}
    # what a person types with commas between, and what he may read and type again
    assert [name for name, source in sources.items() if '_(", ").join(' in source] == [
        "pages/settings/modules.py", "segmentation/scheduled/message.py",
    ]


def test_a_count_of_one_says_nothing_that_the_many_do_not():
    counts = [message for message in extract_messages() if not isinstance(message, str)]
    assert counts
    assert not [one for one, many in counts if set(placeholders(one)) - set(placeholders(many))]


def test_a_count_is_said_in_the_form_that_fits_it():
    one, many = "{count} customer", "{count} customers"
    assert [counter("en")(one, many, count) for count in (0, 1, 2)] == [many, one, many]
    assert [counter("zh")(one, many, count) for count in (0, 1, 2)] == ["{count}位客户"] * 3


def test_messages_are_read_from_the_source():
    source = '_("Save" if new else "Change"); N_("one " "text"); _(name); print("none"); _(""); _n("{n} row", "{n} rows", n)'
    assert marked_messages(source) == ["Save", "Change", "one text", ("{n} row", "{n} rows")]


def test_a_rewritten_catalog_keeps_translations_and_forgets_the_rest():
    rows = ("{n} row", "{n} rows")
    text = render({"Save": ["app.py", "pages/x.py"], rows: ["app.py"]}, {"Save": "保存", "Gone": "没了", rows: "{n} 行"})
    assert 'msgid "Save"\nmsgstr "保存"' in text
    assert 'msgid "{n} row"\nmsgid_plural "{n} rows"\nmsgstr[0] "{n} 行"' in text
    assert "Gone" not in text
    assert "#: app.py pages/x.py\n" in text
