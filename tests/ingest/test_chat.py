"""A chain of orders copied from a chat is refused for what it is; a table with a column of numbers is not."""

import pytest

from segmentation.language.errors import InputError

_CHAIN = "#接龙\n11月22日 周日 现烤 下午4点自提\n欧包18/个 戚风45/个\n\n1. 小鱼妈妈 欧包2+戚风1 共81元 已付\n2. Coco 戚风1 共45元 已付\n3. 302王姐 欧包3 共54元 已付\n"
_BARE = "1、张三 红豆吐司x2 36元\n2、李四 红豆吐司x1 18元\n3、王五，吐司x1，18元\n4、302赵姐 吐司x1 18元\n"


@pytest.mark.parametrize("text", [_CHAIN, _CHAIN.replace("#接龙", "＃接龙"), _BARE, _CHAIN.replace(" 共", "，共")])
def test_a_chain_is_refused_for_what_it_is(land, text):
    with pytest.raises(InputError) as refused:
        land(text, name="接龙.txt")
    assert refused.value.code == "not_bills"
    assert "接龙" in str(refused.value)


def test_a_table_with_numbered_rows_without_a_day_says_what_it_lacks(land):
    with pytest.raises(InputError) as refused:
        land("序号,客户,金额\n1,张三,36\n2,李四,18\n3,王五,18\n")
    assert refused.value.code != "not_bills"
