"""The names below standing marks: all of them are written, also on a phone; months are thinned evenly, the year once."""

import pytest

from segmentation.charts.described import draw_described
from segmentation.slides import Category, Chart, Series

MODULES = {
    "en": ("Government", "Public institution", "State-owned", "Private", "Out-of-town", "Unclassified"),
    "zh": ("政府", "事业单位", "国企", "私企", "外阜", "未分类"),
}


def columns(names, ticks=(), kind="column"):
    ticks = ticks or ("",) * len(names)
    parts = tuple(Category(name, tick=tick) for name, tick in zip(names, ticks, strict=True))
    return Chart(kind, "", "", parts, (Series("Visits", "count", tuple(range(1, len(names) + 1)), "#2A75BA"),))


def phone(chart, lang, width=560):
    """What a phone writes below: names and how far they are turned, whether some may give way, and the room under the marks."""
    option = draw_described(chart, lang, width=width).options["media"][0]["option"]
    label = option["xAxis"]["axisLabel"]
    return option["xAxis"]["data"], label["rotate"], label["hideOverlap"], option["grid"]["bottom"]


@pytest.mark.parametrize("width", [440, 560, 1120])
@pytest.mark.parametrize("kind", ["column", "stacked_column", "line"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_on_a_phone_every_name_is_written_upright_where_it_has_no_room(lang, kind, width):
    names, turned, may_hide, below = phone(columns(MODULES[lang], kind=kind), lang, width)
    assert [name.replace("\n", " " if lang == "en" else "") for name in names] == list(MODULES[lang])
    if lang == "en":
        assert (turned, may_hide) == (90, False)
        assert below >= 66  # "institution" alone is eleven letters of some six pixels
    else:
        assert turned == 0


@pytest.mark.parametrize(("kind", "written"), [
    ("column", ["9月\n2025", "", "11月", "", "1月\n2026", "", "3月", "", "5月", "", "7月", "", "9月", ""]),
    ("line", ["", "10月\n2025", "", "", "1月\n2026", "", "", "4月", "", "", "7月", "", "", "10月"]),  # has an axis and a figure beside it
])
def test_on_a_phone_months_are_thinned_evenly_with_january_and_each_year_once(kind, written):
    months = [(year, month) for year, month in ((2025, 9), (2025, 10), (2025, 11), (2025, 12), *((2026, m) for m in range(1, 11)))]
    ticks = tuple(f"{month}月" + (f"\n{year}" if month == 1 or (year, month) == (2025, 9) else "") for year, month in months)
    names, turned, _may_hide, _below = phone(columns([f"{year}年{month}月" for year, month in months], ticks, kind), "zh", 470)
    assert names == written
    assert turned == 0


def test_names_in_the_hundreds_give_way_even_upright():
    names, turned, _may_hide, _below = phone(columns([f"Room number {at}" for at in range(100)]), "en")
    assert 0 < sum(map(bool, names)) < 100
    assert turned == 0


def test_beside_bars_a_name_is_cut_only_where_two_lines_do_not_hold_it_and_what_the_far_line_is_called_is_read_to_its_end():
    bars = (Series("kept and won, of 40", "count", (20, 30), "#2A75BA"), Series("controllability, of 30", "count", (20, 9), "#2A75BA"))
    whole = Series("Full points", "count", (100, 100), reference=True)
    chart = Chart("stacked_bar", "", "", (Category("Spending potential 3.04 of 5"), Category("Loyalty")), (*bars, whole))
    drawn = draw_described(chart, "en", height=360, size=13)
    assert drawn.options["yAxis"]["data"] == ["Spending potential\n3.04 of 5", "Loyalty"]
    assert drawn.options["grid"]["right"] >= 40  # the line is at the end, and half of "Full points" some 40 pixels
    tops = [(each["query"], each["option"]["grid"]["top"]) for each in drawn.options["media"]]
    assert [query for query, _top in tops] == [{"maxWidth": 358}, {"minWidth": 359}]
    assert tops[0][1] >= tops[1][1] + 22  # a second line of the legend
