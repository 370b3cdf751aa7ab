"""Top-ups whose amount is nothing (消耗业绩 0) have their money in another column (现金业绩): it is taken from there, never lost."""

import pytest

from segmentation.language.errors import InputError

SALON = (
    "单号,日期,客户,会员卡号,{kind},现金业绩,消耗业绩,卡扣,美容师\n1,2026-11-03,白雪,MG01,充值,3000,0,0,小美\n"
    "2,2026-11-03,白雪,MG01,消费,0,298,298,小美\n3,2026-11-05,花姐,MG02,消费,398,398,0,小美\n4,2026-11-07,田甜,MG03,开卡,2680,0,0,小美\n"
    "5,2026-11-09,田甜,MG03,划卡,0,268,268,小美\n6,2026-11-18,花姐,MG02,充值,1000,0,0,小美\n"
)
OF_CASH = {"amount": "消耗业绩"}


def put(warehouse):
    told = "select customer_key, amount from stored_value where replaced_by is null order by all"
    return [(who, float(amount)) for who, amount in warehouse.cursor().execute(told).fetchall()]


@pytest.mark.parametrize("kind", ["类别", "类型"])
def test_the_money_of_top_ups_is_taken_from_the_column_that_has_it(land, warehouse, kind):
    report = land(SALON.format(kind=kind), mapping=OF_CASH)
    assert report["amount"] == "964.00"  # 298 + 398 + 268
    assert put(warehouse) == [("MG01", 3000), ("MG02", 1000), ("MG03", 2680)]
    assert "top_ups_elsewhere" in {each["code"] for each in report["warnings"]}


def test_two_columns_that_say_different_sums_of_top_ups_are_asked(land, warehouse):
    text = "".join(
        f"{line},{more}\n" for line, more in zip(
            SALON.format(kind="类别").splitlines(), ("到卡业绩", "3300", "0", "0", "2680", "0", "1100"), strict=True,
        )
    )
    with pytest.raises(InputError):
        land(text, mapping=OF_CASH)
    report = land(text, mapping=OF_CASH | {"stored": "到卡业绩"})
    assert report["amount"] == "964.00"
    assert put(warehouse) == [("MG01", 3300), ("MG02", 1100), ("MG03", 2680)]
