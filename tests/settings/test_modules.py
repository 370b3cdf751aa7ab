"""The list of modules, what a file's word means in it, and what a name suggests."""

from dataclasses import replace
from datetime import date

import pyarrow.compute as pc
import pytest

from segmentation.charts.palette import text_on
from segmentation.language.errors import InputError
from segmentation.measures.revenue.suggestions import list_suggestions
from segmentation.settings.modules import (
    SPARE_COLOURS,
    UNCLASSIFIED,
    add_module,
    change_module,
    check_modules,
    default_modules,
    match_module,
    read_modules,
    remove_module,
    reset_modules,
    save_modules,
    suggest,
)
from segmentation.warehouse import Warehouse
from tests.contrast import THEME, contrast
from tests.houses import Bill, Profile, build

GROUNDS = [THEME[mode]["backgroundColor"] for mode in ("light", "dark")]
DAY = date(2026, 9, 1)


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    build(opened)
    yield opened
    opened.close()


def codes(modules):
    return [module.code for module in modules]


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_default_list_is_the_manuals():
    assert [(module.code, module.name["zh"], module.name["en"]) for module in default_modules()] == [
        ("Z", "政府", "Government"), ("SH", "事业单位", "Public institution"), ("G", "国企", "State-owned"),
        ("S", "私企", "Private"), ("W", "外阜", "Out-of-town"), ("U", "未分类", "Unclassified"),
    ]
    assert check_modules(default_modules()) == default_modules()
    assert all(text for module in default_modules() for text in (*module.habits.values(), *module.advice.values()))


@pytest.mark.parametrize("colour", [*(module.colour for module in default_modules()), *SPARE_COLOURS])
def test_a_modules_colour_stands_out_from_both_grounds_and_bears_text(colour):
    assert all(contrast(colour, ground) >= 3 for ground in GROUNDS)
    assert contrast(text_on(colour), colour) >= 4.5


def test_no_two_modules_look_alike():
    colours = [*(module.colour for module in default_modules()), *SPARE_COLOURS]
    assert len(set(colours)) == len(colours)


def test_a_store_has_a_list_of_its_own(warehouse):
    add_module(warehouse, 1, "v", {"zh": "贵宾", "en": "VIP"}, advice={"zh": "老板亲自维护"}, words=["白名单", " "])
    assert codes(read_modules(warehouse, 1)) == ["Z", "SH", "G", "S", "W", "V", "U"]
    assert read_modules(warehouse, 2) == default_modules()
    added = match_module(read_modules(warehouse, 1), "白名单")
    assert (added.key, added.code, added.words, added.advice) == ("v", "V", ("白名单",), {"zh": "老板亲自维护", "en": "老板亲自维护"})
    assert added.colour not in {module.colour for module in default_modules()}
    assert reset_modules(warehouse, 1) == default_modules()


def test_a_renamed_module_keeps_the_customers_of_its_old_name(warehouse):
    modules = change_module(warehouse, 1, "government", code="ZF", name={"zh": "机关单位", "en": "Public offices"})
    assert [match_module(modules, text).key for text in ("政府", "Z", "zf", "机关单位")] == ["government"] * 4


def test_a_removed_modules_customers_are_unclassified_until_it_is_back(warehouse):
    assert match_module(remove_module(warehouse, 1, "out_of_town"), "外阜").key == UNCLASSIFIED
    assert match_module(reset_modules(warehouse, 1), "外阜").key == "out_of_town"


def test_unclassified_stands_last_and_stays(warehouse):
    modules = default_modules()
    assert codes(save_modules(warehouse, 1, modules[::-1])) == ["W", "S", "G", "SH", "Z", "U"]
    with pytest.raises(InputError) as refused:
        remove_module(warehouse, 1, UNCLASSIFIED)
    assert refused.value.code == "unclassified_stays"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "SH"}, "module_twice"),
        ({"name": {"zh": "国企", "en": "Government"}}, "module_twice"),
        ({"name": {"zh": " ", "en": ""}}, "module_without_name"),
        ({"code": ""}, "bad_module_code"),
        ({"code": "政"}, "bad_module_code"),
        ({"code": "LONGER"}, "bad_module_code"),
        ({"colour": "blue"}, "bad_module_colour"),
        ({"words": ["央企"]}, "module_word_twice"),
        ({"advice": {"zh": "长" * 601}}, "module_text_too_long"),
    ],
)
def test_a_wrong_list_is_refused_and_nothing_is_kept(warehouse, changes, code):
    version = warehouse.version
    with pytest.raises(InputError) as refused:
        change_module(warehouse, 1, "government", **changes)
    assert refused.value.code == code
    assert all(refused.value.text(lang) for lang in ("zh", "en"))
    assert (read_modules(warehouse, 1), warehouse.version) == (default_modules(), version)


def test_an_unknown_module_cannot_be_changed(warehouse):
    with pytest.raises(InputError, match="There is no module “x”"):
        change_module(warehouse, 1, "x", code="Y")


def test_a_list_has_an_end(warehouse):
    many = [replace(default_modules()[0], key=f"k{n}", code=f"K{n}", name={"zh": f"类{n}"}, words=()) for n in range(20)]
    with pytest.raises(InputError) as refused:
        save_modules(warehouse, 1, [*many, default_modules()[-1]])
    assert refused.value.code == "too_many_modules"


# --- what a text means -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("政府", "Z"), ("z", "Z"), ("Ｚ", "Z"), ("government", "Z"), ("政府机关", "Z"), (" 事业 单位 ", "SH"), ("sh", "SH"), ("国有企业", "G"),
        ("State Owned", "G"), ("民营", "S"), ("外埠", "W"), ("其他", "U"), ("会员", "U"), ("", "U"), (None, "U"),
    ],
)
def test_a_modules_text_is_known_by_key_code_name_or_word(text, code):
    assert match_module(default_modules(), text).code == code


# --- what a name suggests --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("澜州市财政局", "Z"), ("发改委", "Z"), ("湖西区人民政府", "Z"), ("中级人民法院", "Z"), ("税务局（城东分局）", "Z"), ("Ministry of Culture", "Z"),
        ("澜州大学", "SH"), ("第一人民医院", "SH"), ("水利研究院", "SH"), ("实验小学", "SH"), ("Riverside School", "SH"),
        ("工商银行城东支行", "G"), ("国家电网", "G"), ("中国石油天然气股份有限公司", "G"), ("烟草专卖局", "G"), ("铁路局", "G"), ("Bank of the Lake", "G"),
        ("远山贸易有限公司", "S"), ("木犀设计工作室", "S"), ("万里舟商行", "S"), ("Yuanshan Co., Ltd.", "S"), ("某某有限公司", "S"),
        ("人民银行", "Z"),  # the longer word wins over 银行
        ("布局空间设计有限公司", "S"),  # 局 counts at the end of a part only
        ("老街餐厅", "S"),  # 餐厅 is longer than 厅
        ("Embankment Cafe", None), ("张三", None), ("王知行", None), ("", None), (None, None),
    ],
)
def test_a_name_suggests_a_module(name, code):
    found = suggest(name)
    assert (found and found.code) == code


def test_the_engine_suggests_what_the_function_does(warehouse):
    names = ["澜州市财政局", "工商银行城东支行", "远山贸易有限公司", "布局空间设计有限公司", "人民银行", "张三", "Bank of the Lake", "税务局(城东分局)", "A. B. Co.,Ltd"]
    profiles = [Profile(f"c{n}", name=name) for n, name in enumerate(names)]
    profiles += [
        Profile("known", name="财政局", module="政府"), Profile("odd", name="教育局", module="会员"),
        Profile("walk-in", name="税务局", is_walk_in=True), Profile("elsewhere", name="公安局", store_id=2), Profile("nameless"),
    ]
    build(warehouse, [Bill("c1", DAY, "70.50"), Bill("c1", DAY, "9")], profiles, stores=("Pine Hotel", "Lake Inn"))
    found = list_suggestions(warehouse, 1)
    assert dict(zip(found["name"].to_pylist(), found["code"].to_pylist(), strict=True)) == {
        name: suggest(name).code for name in [*names, "教育局"] if suggest(name)
    }
    first = found.slice(0, 1).to_pylist()[0]
    assert (first["customer"], first["suggested"], first["word"], str(first["contribution"])) == ("c1", "state_owned", "银行", "79.50")
    assert found.filter(pc.equal(found["customer"], "odd"))["module"].to_pylist() == ["会员"]


def test_suggesting_writes_nothing(warehouse):
    build(warehouse, profiles=[Profile("a", name="财政局")])
    version = warehouse.version
    assert list_suggestions(warehouse, 1).num_rows == 1
    assert warehouse.version == version
    assert warehouse.cursor().execute("select module from customers").fetchall() == [(None,)]
