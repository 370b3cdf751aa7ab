"""Words of a trade: where a house has no tables, nothing that it reads speaks of any."""

import doctest
import re

import pytest

import segmentation.language.wording
from segmentation.fields import FIELDS, label
from segmentation.language.i18n import counter, translator
from segmentation.language.wording import in_words, list_wordings, speak_also_of, wording
from segmentation.schemes import DEFAULT, load_scheme, schemes
from segmentation.settings.trades import list_trades
from tools.catalog import read_translations

OF_TABLES = re.compile("桌(?!面)|台数|台号|上桌率")
OF_TABLES_BUT_MACHINES = re.compile("桌(?!面)|台号|上桌率")
ENGLISH = re.compile(r"\b(tables?|bookings?)\b", re.IGNORECASE)


def test_the_examples_hold():
    found = doctest.testmod(segmentation.language.wording)
    assert (found.failed, found.attempted > 0) == (0, True)


def test_every_trade_speaks_by_words_that_there_are():
    assert {each.key: each.words for each in list_trades().values()} == {
        "banquet": "", "hotel": "stay", "cafe": "order", "beauty": "treatment", "shop": "sale", "dealer": "machine", "mall": "sale",
    }
    assert {each.words for each in list_trades().values()} - {""} == set(list_wordings())


@pytest.mark.parametrize("key", list_wordings())
def test_no_text_of_a_house_without_tables_speaks_of_tables(key):
    of_tables = OF_TABLES_BUT_MACHINES if key == "machine" else OF_TABLES
    of_tables = re.compile(of_tables.pattern.replace("|台号", "")) if key == "order" else of_tables  # a café has table numbers
    texts = [message if isinstance(message, str) else message[0] for message in read_translations()]
    usual = {each: translator("zh")(each) for each in texts}
    with in_words(key):
        said = {each: translator("zh")(each) for each in texts}
        changed = [each for each in texts if said[each] != usual[each]]
        english = {each: translator("en")(each) for each in changed}
        told = [text for each in schemes().values() for text in scheme_texts(each)]
    assert not [text for text in (*said.values(), *told) if of_tables.search(text)]
    assert len(changed) > 40
    assert key == "stay" or not [text for text in english.values() if ENGLISH.search(re.sub(r"{\w+}", "", text))]
    assert all(re.findall(r"{\w+}", text) == re.findall(r"{\w+}", each) for each, text in english.items())


def scheme_texts(scheme):
    for tier in scheme.tiers:
        yield from (each["zh"] for each in (tier.label, tier.advice, tier.norms))
    for setting in scheme.settings:
        yield from (each["zh"] for each in (setting.label, setting.help, *(setting.choices or {}).values()))


def test_columns_and_schemes_go_by_the_words_of_the_trade_and_by_their_own_again_afterwards():
    ranked = load_scheme(DEFAULT).setting("rank_by")
    with in_words("sale"):
        assert [label(each, "zh") for each in ("standard", "bookings", "tables")] == ["客单价（元）", "单数", "单数"]
        assert [label(each, "en") for each in ("standard", "bookings", "standard_rank")] == [
            "Average per order (CNY)", "Orders", "Rank by average per order",
        ]
        assert not [name for name in FIELDS if "桌" in label(name, "zh")]
        text = counter("en")("Keeping to it: {money} less, about {count} table.", "Keeping to it: {money} less, about {count} tables.", 2)
        assert text == "Keeping to it: {money} less, about {count} orders."
        assert ranked.choices["standard"]["zh"] == "消费标准（客单价）"
    assert (wording(), label("standard", "zh"), ranked.choices["standard"]["en"]) == ("", "桌均（元）", "Average per table")


def test_a_command_speaks_by_the_words_of_its_stores_where_they_have_the_same():
    with in_words(None):
        speak_also_of("order")
        speak_also_of("order")
        assert wording() == "order"
        speak_also_of("stay")
        assert wording() == ""
