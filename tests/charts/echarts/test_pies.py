from decimal import Decimal
from itertools import pairwise
from math import cos, pi

from segmentation.charts.described import draw_described
from segmentation.charts.echarts.look import LOOKS
from segmentation.charts.grades.pies import WALK_INS, tell_part_contributions, tell_parts
from segmentation.measures.grades.tier_shares import Part
from segmentation.slides import Category, Chart, Series
from tests.charts.drawn import edged, hatched, told, values, written

PARTS = [
    Part("A级", "#0072B2", 2, Decimal("60000.00"), behind=(("tier", "A"),)),
    Part("B级", "#009E73", 3, Decimal("20000.00"), behind=(("tier", "B"),)),
    Part("Nobody", "#D55E00", 0, Decimal("-50.00"), behind=(("tier", "C"),)),
    Part("D级", "#7A7F87", 15, Decimal("20000.00"), behind=(("tier", "D"),)),
]
COUNTS = tell_parts(PARTS, "zh", "T", "S")
MONEY = tell_part_contributions(PARTS, "zh", "T", "S", Decimal("100000.00"))


def test_every_slice_has_its_finished_text_in_the_order_given():
    drawn = draw_described(COUNTS, "zh")
    assert values(drawn) == [2, 3, 0, 15]
    assert written(drawn) == ["A级 10%\n2", "B级 15%\n3", None, "D级 75%\n15"]
    assert [mark["itemStyle"]["color"] for mark in drawn.options["series"][0]["data"]] == ["#0072B2", "#009E73", "#D55E00", "#7A7F87"]
    assert (drawn.options["title"]["text"], drawn.options["title"]["subtext"]) == ("20", "客户")


def test_no_share_is_left_to_the_browser_whose_rounding_is_another():
    pie = Chart("pie", "", "", (Category("A"), Category("B")), (Series("", "count", (27, 393)),))
    assert "{d}" not in str(draw_described(pie, "en").options)
    assert written(draw_described(pie, "en"))[0] == "A 6%\n27"  # 6.43 %, whatever the other one leaves


def test_walk_ins_are_hatched_and_the_whole_is_the_revenue():
    drawn = draw_described(MONEY, "zh")
    assert hatched(drawn) == [False, False, False, False, True]
    assert written(drawn) == ["A级 30%\n¥6万", "B级 10%\n¥2万", None, "D级 10%\n¥2万", "散客 50%\n¥10万"]
    assert told(drawn)[0] == "A级\n¥60,000.00\n30.0%"
    assert (drawn.options["title"]["text"], drawn.options["title"]["subtext"]) == ("¥20万", "全部营收")


def test_a_key_beside_leaves_codes_and_shares():
    pie = Chart("pie", "", "", (Category("SH Public institution"), Category("Z Government")), (Series("", "count", (1, 3)),))
    assert written(draw_described(pie, "en", brief=True)) == ["SH 25%", "Z 75%"]
    assert written(draw_described(pie, "en"))[0] == "SH Public\ninstitution\n25%  1"


def test_a_slice_stands_for_its_customers_and_the_chosen_one_has_an_edge():
    drawn = draw_described(MONEY, "zh", chosen=(("tier", "B"),))
    assert drawn.behind([(0, "main", 0)]) == (("tier", "A"),)
    assert drawn.behind([(0, "main", 4)]) == WALK_INS
    assert edged(drawn) == [1]
    assert drawn.behind([(0, "main", 9), (3, "main", 0)]) == ()


def test_names_are_plain_text_that_neither_styles_nor_fills_in():
    nasty = Chart("pie", "", "", (Category("{n|x} <b>"), Category("B")), (Series("", "count", (1, 1)),))
    label = draw_described(nasty, "en").options["series"][0]["data"][0]["label"]["formatter"]
    assert label == "{n|｛n｜x｝ <b> 50%}\n{v|1}"


def test_a_pie_of_nothing_is_none():
    assert draw_described(Chart("pie", "", "", (Category("A"),), (Series("", "count", (0,)),)), "en") is None
    assert draw_described(Chart("pie", "", "", (Category("A"),), (Series("", "money", (Decimal(-5),)),)), "en") is None


def test_the_dark_theme_parts_slices_with_its_own_ground():
    drawn = draw_described(COUNTS, "en", LOOKS["dark"])
    assert drawn.options["series"][0]["data"][0]["itemStyle"]["borderColor"] == "#12161C"
    assert drawn.options["textStyle"]["color"] == "#E6E9EE"


def test_a_page_fits_the_pie_to_every_width_of_its_column():
    media = draw_described(MONEY, "zh").options["media"]
    assert [each["query"] for each in media][:2] == [{"maxWidth": 149}, {"minWidth": 150, "maxWidth": 179}]
    assert media[-1]["query"] == {"minWidth": 480}
    narrow, wide = media[2]["option"]["series"][0], media[-1]["option"]["series"][0]
    assert narrow["data"][4]["label"]["formatter"] == "{n|散客}\n{n|50%}"
    assert wide["data"][4]["label"]["formatter"] == "{n|散客 50%}\n{v|¥10万}"
    assert narrow["radius"][1] < wide["radius"][1]


def test_labels_of_small_slices_at_the_top_stand_in_the_order_of_their_slices():
    # five slices of 3, 2, 2, 4 and 5 of 100 begin at the top, for whose labels 200 pixels have no room above the pie
    pie = Chart("pie", "", "", tuple(map(Category, "ABCDEF")), (Series("", "count", (3, 2, 2, 4, 5, 84)),))
    series = draw_described(pie, "en", height=200, size=14, width=440, brief=True).options["series"][0]
    ends, at = [], 0
    for share, each in zip((3, 2, 2, 4, 5), series["data"], strict=False):
        ends.append((series["radius"][1] + each["labelLine"]["length"]) * cos(2 * pi * (at + share / 2) / 100))
        at += share
    assert all(above > below + 1 for above, below in pairwise(ends)), ends


def test_what_the_whole_is_of_stands_in_the_hole_only_where_its_words_do():
    pie = Chart("pie", "", "", (Category("A"),), (Series("Customers", "count", (12,)),))
    small, large = (draw_described(pie, "en", height=height, width=600, least=11, size=14).options["title"] for height in (160, 360))
    assert (small["text"], small["subtext"], large["subtext"]) == ("12", "", "Customers")
