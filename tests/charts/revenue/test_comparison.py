import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from pptx import Presentation

from segmentation.charts.described import draw_described
from segmentation.charts.labels import first_word
from segmentation.charts.revenue.comparison import (
    MOST_SLICES,
    Side,
    compare,
    comparison_table,
    gaps_chart,
    shown_slices,
    slice_label,
    telling_columns,
)
from segmentation.charts.stage import Stage, differences, foot_of, head_of, headings, shown_slides
from segmentation.exports.pptx import deck
from segmentation.measures.revenue.composition import Composition, Slice, _slice
from segmentation.measures.windows import Window
from segmentation.schemes import load_scheme
from segmentation.settings.modules import default_modules, find_module
from segmentation.slides import days_text, from_json, slice_total, to_json

AS_OF = date(2026, 9, 30)


def piece(key, customers, money, by="module", managed=0):
    module, tier = (key, None) if by == "module" else key.split(":")
    label = {"zh": key, "en": key.replace(":", " ")}
    return Slice(
        key, key[0].upper(), label, "#0072B2", customers, customers / 10, Decimal(money), money / 1000, 1.0, None,
        Decimal(managed), module, tier,
    )


def side(store, *slices, walk_in=0, by="module"):
    total = sum((each.contribution for each in slices), Decimal(walk_in))
    return Side(store, Composition(AS_OF, by, tuple(slices), 1, Decimal(walk_in), total), ("A", "B"))


PINE = side("Pine", piece("gov", 5, 600, managed=600), piece("priv", 5, 200), walk_in=200)
OAK = side("Oak", piece("gov", 2, 100), piece("priv", 8, 300, managed=300), walk_in=600)


def test_the_four_pies_have_the_same_slices_in_the_same_order_and_colours():
    slide = compare((PINE, OAK), "en")
    kinds = [[category.label for category in chart.categories] for chart in slide.charts]
    assert kinds == [["gov", "priv"], ["gov", "priv", "Walk-ins"]] * 2
    looks = [[(category.label, category.colour) for category in chart.categories] for chart in slide.charts]
    assert (looks[0], looks[1]) == (looks[2], looks[3])


def test_the_pies_of_revenue_sum_to_the_houses_revenue_and_without_walk_ins_to_the_customers():
    assert [slice_total(compare((PINE, OAK), "en").charts[at]) for at in (1, 3)] == [Decimal("1000.00"), Decimal("1000.00")]
    bare = compare((PINE, OAK), "en", walk_in=False)
    assert [slice_total(bare.charts[at]) for at in (1, 3)] == [Decimal("800.00"), Decimal("400.00")]


def test_the_gaps_stand_with_the_largest_first():
    strip = gaps_chart((PINE, OAK), ("Pine", "Oak"), "en", walk_in=True)
    assert [category.label for category in strip.categories] == ["gov", "Walk-ins", "priv"]
    customers, money = (series.values for series in strip.series)
    assert [round(value) for value in money] == [50, -40, -10]
    assert [value and round(value) for value in customers] == [30, None, -30]


def test_where_not_all_gaps_are_drawn_the_title_says_of_how_many_groups():
    one, other = (side(store, *(piece(key, count, 100) for key, count in zip("abcdefg", counts, strict=True)))
                  for store, counts in (("Pine", (9, 8, 7, 6, 5, 4, 3)), ("Oak", (1, 1, 1, 1, 1, 1, 1))))
    strip = gaps_chart((one, other), ("Pine", "Oak"), "zh", walk_in=False)
    assert (len(strip.categories), strip.subtitle.split("；")[0]) == (6, "Pine 减 Oak，单位为百分点：差距最大的6组，共7组")
    assert "widest" not in gaps_chart((PINE, OAK), ("Pine", "Oak"), "en", walk_in=True).subtitle


def test_the_strip_says_where_the_two_are_widest_apart_and_what_it_takes_from_what():
    strip = gaps_chart((PINE, OAK), ("Pine", "Oak"), "en", walk_in=True)  # gov brings 600 of 1,000 and 100 of 1,000
    assert strip.title == "Widest apart, in money: gov, whose share of the whole revenue is 50.0 points higher at Pine"
    assert strip.subtitle.startswith("Pine minus Oak, in percentage points; ")
    more = side("Oak", piece("gov", 2, 600), piece("priv", 8, 200), walk_in=200)  # the money alike; 5 of 10 customers, 2 of 10
    assert gaps_chart((PINE, more), ("Pine", "Oak"), "zh", walk_in=True).title == "按客户数看，差得最多的是gov：占客户数的比例，Pine高30.0个百分点"


def test_a_side_whose_whole_is_nothing_or_less_has_no_share_and_so_no_gap():
    nobody = side("Walk", walk_in=500)
    slide = compare((nobody, PINE), "zh")
    assert list(slide.strip.series[0].values) == [None] * 3  # customers
    assert dict(zip([each.label for each in slide.strip.categories], slide.strip.series[1].values, strict=True)) == {
        "gov": -60.0, "priv": -20.0, "散客": 80.0,
    }
    assert [each.text for each in differences(slide.charts[0], slide.charts[2], slide.strip)] == ["–", "–"]
    refunds = side("Back", piece("gov", 10, -800), walk_in=100)  # −700 in all
    slide = compare((refunds, PINE), "zh")
    assert set(slide.strip.series[1].values) == {None}
    assert {each.text for each in differences(slide.charts[1], slide.charts[3], slide.strip)} == {"–"}
    assert [each.text for each in differences(slide.charts[0], slide.charts[2], slide.strip)] == ["+50.0", "−50.0"]
    assert slide.title == "Back在统计窗口内退款多于消费，没有占比可比。"


def test_two_sides_alike_have_no_gaps():
    assert gaps_chart((PINE, PINE), ("Pine", "Pine"), "zh", walk_in=True) is None
    assert compare((PINE, PINE), "zh").strip is None


def test_beyond_eight_the_small_slices_are_one_and_nothing_is_lost():
    slices = [piece(f"m{number}:{tier}", 1 + number, 10 * number + 1, by="both") for number in range(6) for tier in "AB"]
    many = side("Pine", *slices, by="module_tier", walk_in=7)
    kept, grouped = shown_slices((many, many))
    assert (len(kept), len(grouped)) == (MOST_SLICES, 12 - MOST_SLICES)
    slide = compare((many, many), "en")
    assert slide.charts[0].categories[-1].label == "Other"
    assert slice_total(slide.charts[0]) == many.composition.customers
    assert slice_total(slide.charts[1]) == many.composition.total
    assert comparison_table((many, many), "en").num_rows == 2 * 12 + 2


def test_slices_that_only_the_other_side_has_keep_the_order_of_tiers():
    one = side("Pine", piece("gov:B", 1, 10, by="both"), by="module_tier")
    other = side("Oak", piece("gov:A", 1, 10, by="both"), by="module_tier")
    labels = [category.label for category in compare((one, other), "en", walk_in=False).charts[0].categories]
    assert labels == ["G gov A", "G gov B"]


def test_a_slice_stands_for_the_customers_of_its_side():
    charts = compare((PINE, OAK), "en").charts
    assert [chart.categories[0].behind for chart in charts] == [(("side", side), ("module", "gov")) for side in "0011"]
    assert charts[3].categories[-1].behind == (("side", "1"), ("walk_in", "all"))


def test_a_slide_survives_being_kept():
    nasty = side('<img src=x onerror="x"> $x$', piece("gov", 5, 600), walk_in=1)
    slide = compare((nasty, OAK), "en")
    assert from_json(to_json(slide)) == slide


def test_nothing_to_show_is_no_figure():
    empty = side("Pine", piece("gov", 0, 0))
    slide = compare((empty, empty), "en")
    assert draw_described(slide.charts[0], "en") is None


def test_what_both_sides_share_is_no_column():
    assert telling_columns(comparison_table((PINE, OAK), "en"))[:3] == ["slice", "store", "customers"]
    later = Side("Pine", replace(PINE.composition, as_of=date(2026, 10, 31)), PINE.tiers)
    assert telling_columns(comparison_table((PINE, later), "en"))[:3] == ["slice", "as_of", "customers"]


def test_a_grade_with_a_long_key_is_called_by_its_name_behind_the_letter_of_the_module():
    rfm, government = load_scheme("rfm"), find_module(default_modules(), "government")
    row = {"customers": 1, "contribution": Decimal(5), "managed": Decimal(0), "average_frequency": 1.0, "standard": None}
    best, new = (_slice(government, rfm.tier(key), row, 1, Decimal(5), 10) for key in ("champions", "new"))
    assert (best.code, best.code_in("zh"), best.code_in("en")) == ("Z-champions", "Z·重要价值", "Z·Champions")
    assert (slice_label(best, "zh"), slice_label(best, "en")) == ("Z·重要价值 政府", "Z·Champions Government")
    assert (slice_label(new, "zh"), first_word(slice_label(new, "zh"))) == ("Z·新客户 政府", "Z·新客户")


def test_a_day_that_both_sides_share_is_said_once_by_everything_that_stands_alone():
    slide = compare((PINE, OAK), "en")
    day = "30 Sep 2026"
    assert day not in slide.title + slide.strip.title  # it stands right below
    for text in (slide.subtitle, slide.strip.subtitle, *(chart.subtitle for chart in slide.charts)):
        assert text.count(day) == 1, text
    assert [note.count(day) for note in slide.notes[-2:]] == [1, 1]
    assert headings(slide.sides) == ["Pine · controls 60%", "Oak · controls 30%"]


def test_of_two_days_each_side_has_its_own():
    later = replace(OAK, composition=replace(OAK.composition, as_of=date(2026, 10, 31)))
    slide = compare((PINE, later), "en")
    for text in (slide.subtitle, slide.strip.subtitle, " / ".join(headings(slide.sides)), " / ".join(slide.notes[-2:])):
        assert (text.count("30 Sep 2026"), text.count("31 Oct 2026")) == (1, 1), text
    assert [chart.subtitle[-11:] for chart in slide.charts] == ["30 Sep 2026"] * 2 + ["31 Oct 2026"] * 2
    assert days_text(slide, "en") == "30 Sep 2026 / 31 Oct 2026"
    assert days_text(compare((PINE, OAK), "en"), "en") == "30 Sep 2026"


def over(one, window, covered):
    return replace(one, window=Window(window, one.as_of, covered))


def test_two_days_of_one_store_are_told_by_their_periods():
    earlier = replace(PINE, composition=replace(PINE.composition, as_of=date(2026, 1, 31)))
    said = compare((over(PINE, "365", 365), over(earlier, "365", 153)), "en").subtitle
    assert said == "Contribution over 365 days up to 30 Sep 2026, and over 365 days up to 31 Jan 2026 (bills cover 153 of 365 days)"


def test_over_all_history_each_side_says_how_many_days_that_is():
    slide = compare((over(PINE, "all", 426), over(OAK, "all", 730)), "en")
    assert slide.notes[-2:] == (
        "Pine: all history up to 30 Sep 2026 (bills over 426 days)", "Oak: all history up to 30 Sep 2026 (bills over 730 days)"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
def test_on_every_stage_a_comparison_says_over_which_days_it_is(lang, size):
    stage, texts = Stage.of(*size), []
    for other in (over(OAK, "365", 365), over(replace(OAK, composition=replace(OAK.composition, as_of=date(2026, 1, 31))), "365", 153)):
        slide = compare((over(PINE, "365", 365), other), lang)
        pies, gaps = shown_slides([slide])
        texts.append((slide.subtitle, f"{head_of(pies, stage, lang).under} · {foot_of(pies, stage, lang)}"))
        assert head_of(gaps, stage, lang).under.endswith(slide.strip.subtitle)  # what is taken from what, the unit, both periods
    assert [(period, said) for period, said in texts if period not in said] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_deck_cuts_off_over_which_days_a_comparison_is(lang):
    names = ("Cloud Lake Garden Hotel and Spa", "River View Grand Hotel") if lang == "en" else ("云栖湖宾馆国际会议中心", "望江楼大酒店")
    early = replace(OAK.composition, as_of=date(2026, 1, 31))
    slide = compare((over(replace(PINE, store=names[0]), "365", 365), over(replace(OAK, store=names[1], composition=early), "365", 153)), lang)
    pages = [[shape.text_frame.text for shape in page.shapes if shape.has_text_frame] for page in Presentation(io.BytesIO(deck([slide], lang))).slides]
    assert [any(text.endswith(said) for text in page) for page, said in zip(pages, (*[slide.subtitle] * 2, slide.strip.subtitle), strict=True)] == [True] * 3
    assert [text for page in pages for text in page if "…" in text] == []
