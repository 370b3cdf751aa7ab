from decimal import Decimal

import pyarrow as pa
import pytest

from segmentation.charts.grades.pies import (
    PieSlice,
    draw_contributions,
    draw_counts,
    draw_part_contributions,
    draw_part_counts,
    draw_pie,
    tell_part_contributions,
    tell_parts,
)
from segmentation.measures.grades.tier_shares import (
    Part,
    finding_best_contribution,
    finding_best_customers,
    finding_largest_part,
    finding_richest_part,
)
from segmentation.schemes import load_scheme

ABCD = load_scheme("abcd")
COLOURS = ["#0072B2", "#009E73", "#D55E00", "#7A7F87"]


def summary(*rows):
    tiers, customers, contributions = zip(*rows, strict=True)
    money = pa.array([Decimal(amount) for amount in contributions], pa.decimal128(18, 2))
    return pa.table({"tier": list(tiers), "customers": list(customers), "contribution": money})


HOUSE = summary(("A", 2, "60000.00"), ("B", 3, "20000.00"), ("C", 5, "10000.00"), ("D", 10, "10000.00"))
NOBODY = summary(("A", 0, "0"), ("B", 0, "0"), ("C", 0, "0"), ("D", 0, "0"))


def test_both_pies_have_the_same_slices_in_the_same_colours_and_order():
    counts, money = draw_counts(HOUSE, ABCD, "en").data[0], draw_contributions(HOUSE, ABCD, "en").data[0]
    assert list(counts.labels) == list(money.labels) == ["A", "B", "C", "D"]
    assert list(counts.marker.colors) == list(money.marker.colors) == COLOURS
    assert counts.sort is money.sort is False
    assert counts.direction == money.direction == "clockwise"
    assert list(counts.values) == [2, 3, 5, 10]
    assert list(money.values) == [60000, 20000, 10000, 10000]


def test_labels_stand_at_the_slices_in_the_language_of_the_reader():
    assert draw_counts(HOUSE, ABCD, "zh").data[0].text[0] == "<b>A级</b>  10%<br>2"
    assert draw_contributions(HOUSE, ABCD, "en").data[0].text[0] == "<b>A</b>  60%<br>¥60K"
    assert draw_contributions(HOUSE, ABCD, "zh").data[0].text[0] == "<b>A级</b>  60%<br>¥6万"
    assert draw_contributions(HOUSE, ABCD, "zh").data[0].customdata[0] == "<b>A级</b><br>¥60,000.00<br>60%"


def test_walk_ins_make_the_pie_the_whole_revenue_and_are_hatched():
    drawn = draw_contributions(HOUSE, ABCD, "en", Decimal("100000.00"))
    pie = drawn.data[0]
    assert list(pie.labels) == ["A", "B", "C", "D", "Walk-ins"]
    assert sum(pie.values) == 200000
    assert list(pie.marker.pattern.shape) == ["", "", "", "", "/"]
    assert pie.text[0] == "<b>A</b>  30%<br>¥60K"
    assert drawn.layout.annotations[0].text == "<b>¥200K</b><br>revenue"


def test_a_tier_without_customers_keeps_its_place_and_has_no_label():
    pie = draw_counts(summary(("A", 0, "0"), ("B", 1, "1"), ("C", 0, "0"), ("D", 1, "1")), ABCD, "en").data[0]
    assert list(pie.labels) == ["A", "B", "C", "D"]
    assert [bool(text) for text in pie.text] == [False, True, False, True]


def test_a_tier_with_more_refunds_than_bills_has_no_slice_but_counts_in_the_whole():
    drawn = draw_contributions(summary(("A", 1, "150.00"), ("B", 1, "-50.00"), ("C", 0, "0"), ("D", 0, "0")), ABCD, "en")
    assert list(drawn.data[0].values) == [150, 0, 0, 0]
    assert drawn.layout.annotations[0].text.startswith("<b>¥100</b>")


def test_nothing_to_show_is_no_figure():
    assert draw_counts(NOBODY, ABCD, "en") is None
    assert draw_contributions(NOBODY, ABCD, "zh") is None
    assert draw_contributions(NOBODY, ABCD, "zh", Decimal(0)) is None


def test_a_name_with_markup_is_shown_as_it_is():
    pie = draw_pie([PieSlice("<b>x</b>", 1, "1", "1", "#000000")], "$a$", "", "en")
    assert pie.data[0].text[0].startswith("<b>&lt;b&gt;x&lt;/b&gt;</b>")
    assert "&#36;a&#36;" in pie.layout.annotations[0].text


@pytest.mark.parametrize(
    ("lang", "counts", "contributions", "revenue"),
    [
        ("en", "10% of the customers are A", "A customers bring 60% of what customers bring", "A customers bring 30% of the whole revenue"),
        ("zh", "A级客户占客户数的10%", "A级客户占客户总贡献的60%", "A级客户占总营收的30%"),
    ],
)
def test_the_titles_say_the_finding(lang, counts, contributions, revenue):
    assert finding_best_customers(HOUSE, ABCD, lang) == counts
    assert finding_best_contribution(HOUSE, ABCD, lang) == contributions
    assert finding_best_contribution(HOUSE, ABCD, lang, Decimal("100000.00")) == revenue


def test_the_titles_of_nothing_say_so():
    assert finding_best_customers(NOBODY, ABCD, "en") == "Nobody is graded yet"
    assert finding_best_contribution(NOBODY, ABCD, "en") == "Nothing was brought in this window"


PARTS = [Part("政府", "#1094D6", 2, Decimal("300.00")), Part("$x$ <b>", "#8622FF", 6, Decimal("100.00"))]


def test_any_slices_make_both_pies_and_their_description():
    counts, money = draw_part_counts(PARTS, "en").data[0], draw_part_contributions(PARTS, "en", Decimal("600.00")).data[0]
    assert list(counts.values) == [2, 6]
    assert list(money.values) == [300, 100, 600]
    assert list(money.marker.pattern.shape) == ["", "", "/"]
    assert counts.text[1].startswith("<b>&#36;x&#36; &lt;b&gt;</b>")
    told = tell_part_contributions(PARTS, "zh", "T", "S", Decimal("600.00"))
    assert [category.label for category in told.categories] == ["政府", "$x$ <b>", "散客"]
    assert told.series[0].values == (Decimal("300.00"), Decimal("100.00"), Decimal("600.00"))
    assert tell_parts(PARTS, "en", "T", "S").series[0].values == (2, 6)


def test_the_titles_name_the_largest_slice():
    assert finding_largest_part(PARTS[:1], "en") == "政府: 100% of the customers, the largest group"
    assert finding_richest_part(PARTS, "en") == "政府 brings the most: 75% of what customers bring"
    assert finding_richest_part(PARTS, "en", Decimal("200.00")) == "政府 brings the most: 50% of the whole revenue"
    larger = "Among known customers, 政府 brings the most: 30% of the whole revenue"
    assert finding_richest_part(PARTS, "en", Decimal("600.00")) == larger
    assert finding_largest_part([], "en") == "There is no customer yet"


def test_small_slices_together_are_not_called_the_largest():
    parts = [*PARTS, Part("Other", "#5D7166", 9, Decimal("900.00"), grouped=True)]
    assert finding_largest_part(parts, "zh") == "$x$ <b>人数最多，占客户的35%"
    assert finding_richest_part(parts, "zh") == "政府贡献最多，占客户总贡献的23%"
    assert finding_largest_part(parts[-1:], "zh") == "Other人数最多，占客户的100%"
