"""Rules of thumb, each with its source, applied to figures one can multiply in the head."""

from decimal import Decimal

import pytest

from segmentation.language.errors import InputError
from segmentation.measures.revenue.what_if import Worth, rules, what_if


def money(low, high=None):
    return Decimal(low), Decimal(high if high is not None else low)


@pytest.mark.parametrize(
    ("key", "base", "amount", "expected"),
    [
        ("a_customers", "200000", 1, money("10000.00")),
        ("a_customers", "200000", Decimal("2.5"), money("25000.00")),
        ("active_customers", "200000", 3, money("60000.00")),
        ("winning_and_keeping", "80", 10, money("3200.00")),
        ("known_and_walk_in", "100", 20, money("4000.00", "8000.00")),
        ("swing_with_service", "1000000", None, money("100000.00")),
        ("swing_without_service", "1000000", None, money("150000.00", "300000.00")),
        ("a_customers", "0.10", 1, money("0.01")),  # half a cent up
        ("a_customers", "-500", 1, money("0.00")),
        ("a_customers", "500", 0, money("0.00")),
    ],
)
def test_a_rule_applied(key, base, amount, expected):
    assert what_if(key, Decimal(base), amount) == Worth(*expected, rules()[key].sign)


def test_what_is_missing_to_the_line():
    assert what_if("occupancy", Decimal(1000), present=Decimal(380)).low == 70
    assert what_if("occupancy", Decimal(1000), 50, Decimal(610)).high == 0


def test_every_rule_says_what_it_is_in_both_languages():
    assert len(rules()) == 7
    for rule in rules().values():
        assert all(text[lang].strip() for text in (rule.text, rule.base, rule.amount, rule.source) for lang in ("zh", "en"))
        assert rule.low <= rule.high
        assert rule.range[0] <= rule.default <= rule.range[1]
        assert "rule of thumb" in rule.source["en"]


@pytest.mark.parametrize(("key", "amount"), [("weather", 1), ("a_customers", 6), ("a_customers", -1)])
def test_what_is_no_rule_or_out_of_range_is_refused(key, amount):
    with pytest.raises(InputError):
        what_if(key, Decimal(1), amount)
