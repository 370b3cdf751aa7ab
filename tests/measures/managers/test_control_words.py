"""Control in a line: the month's target and how many are to be called, in both languages."""

from datetime import date
from types import SimpleNamespace as Row

import pytest

from segmentation.measures.managers.control_words import finding_house_target, finding_target, finding_to_call


def progress(actual, target):
    return Row(month=date(2026, 10, 1), whole=lambda measure: Row(actual=actual, target=target))


@pytest.mark.parametrize(("actual", "target", "lang", "said"), [
    (684_000, 760_000, "en", "Oct target of known customers ¥760K: ¥684K done, 90%"),
    (684_000, 760_000, "zh", "10月老客户目标¥76万，已做¥68.4万（90%）"),
    (684_000, None, "en", "Oct: ¥684K done; no target is set."),
    (0, 760_000, "zh", "10月老客户目标¥76万，已做¥0（0%）"),
])
def test_how_far_the_target_of_a_month_is(actual, target, lang, said):
    assert finding_target(progress(actual, target), lang) == said


def test_the_target_of_the_house_stands_beside_what_the_house_took():
    assert finding_house_target(1_100_000, 1_034_000, "zh") == "全店目标¥110万，已做¥103万（94%）"
    assert finding_house_target(1_100_000, 1_034_000, "en") == "target of the house ¥1.1M: ¥1.03M done, 94%"


@pytest.mark.parametrize(("left", "lang", "said"), [
    (17, "en", "17 customers to call today"), (1, "en", "1 customer to call today"), (17, "zh", "今天要打17位"),
    (0, "en", "Nobody left to call today"),
])
def test_how_many_are_to_be_called(left, lang, said):
    asked = []
    found = Row(rules=Row(per_day=5), to_call=lambda limit: asked.append(limit) or [None] * left)
    assert finding_to_call(found, lang) == said
    assert asked == [5]
