"""A deposit that stands as an item of its own (绝育押金) is asked about, with its money: the bill to come counts whole as a rule."""

import pytest

from segmentation.language.errors import InputError

PETS = (
    "单据日期,单据编号,客户名称,{},金额,付款方式,备注\n2026-11-01,M1,汤圆妈,洗澡,88,微信,\n2026-11-12,M2,苏苏,{},300,微信,\n"
    "2026-11-14,M3,苏苏,绝育手术,980,微信,另付680\n2026-11-20,M4,汤圆妈,免押金寄养,60,微信,\n"
)


@pytest.mark.parametrize("header", ["项目", "商品名称", "Item"])
@pytest.mark.parametrize("item", ["绝育押金", "手术定金", "訂金", "Surgery deposit"])
def test_a_deposit_among_items_is_asked_with_its_money(land, header, item):
    text = PETS.format(header, item)
    with pytest.raises(InputError) as raised:
        land(text)
    assert "¥300.00" in str(raised.value)
    assert item in str(raised.value)
    assert land(text, meanings={header: {item: "void"}})["amount"] == "1128.00"  # 88 + 980 + 60


def test_a_deposit_that_was_kept_is_a_sale(land):
    assert land(PETS.format("项目", "绝育押金"), meanings={"项目": {"绝育押金": "sale"}})["amount"] == "1428.00"  # with the 300


def test_a_deposit_that_went_back_is_asked_as_well(land):
    text = PETS.format("项目", "押金") + "2026-11-21,M5,苏苏,退押金,-300,微信,\n"
    with pytest.raises(InputError):
        land(text, meanings={"项目": {"押金": "void"}})
    assert land(text, meanings={"项目": {"押金": "void", "退押金": "void"}})["amount"] == "1128.00"


@pytest.mark.parametrize(("meaning", "amount"), [("void", "1068.00"), ("sale", "1368.00")])
def test_what_a_column_of_kinds_says_of_deposits_is_asked_there_only(land, meaning, amount):
    text = (
        "日期,单号,客户,类型,项目,金额\n2026-11-01,M1,汤圆妈,消费,洗澡,88\n2026-11-12,M2,苏苏,押金,手术押金,300\n"
        "2026-11-14,M3,苏苏,消费,绝育手术,980\n"
    )
    assert land(text, meanings={"类型": {"押金": meaning}})["amount"] == amount


def test_a_deposit_of_nothing_is_not_asked(land):
    text = "日期,单号,客户,项目,金额\n2026-11-01,M1,汤圆妈,洗澡,88\n2026-11-01,M2,汤圆妈,押金,0\n"
    assert land(text)["amount"] == "88.00"


def test_the_answer_holds_for_the_next_file(land):
    land(PETS.format("项目", "绝育押金"), meanings={"项目": {"绝育押金": "void"}})
    text = PETS.format("项目", "绝育押金").replace("2026-11", "2026-12").replace("M", "N")
    assert land(text, "next.csv")["amount"] == "1128.00"
