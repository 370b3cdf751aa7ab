"""Slides of every layout, and charts of every kind that there is: with long names, large and negative values, many parts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from segmentation.charts.stage import LAYOUTS, layout_of
from segmentation.measures.grades.rankings import FIRST
from segmentation.slides import (
    KINDS,
    ONE_SERIES,
    Category,
    Chart,
    Column,
    Grid,
    GridCell,
    Limit,
    Series,
    Slide,
    Table,
)

DAY = date(2026, 10, 31)
COLOURS = ("#2A75BA", "#219BA1", "#D36614", "#9B5295", "#CE6A8C", "#7286C6")
MODULES = {
    "zh": ("政府机关", "事业单位", "国有企业", "私营企业", "外阜客户", "未分类"),
    "en": ("SG Government", "SH Public institution", "SE State-owned enterprise", "SP Private enterprise", "SO Out of town",
           "SZ Unclassified"),
}
LONG = {
    "zh": ("政府机关单位", "事业单位客户", "国有企业客户", "私营企业客户", "外阜来的客户", "未分类的客户"),
    "en": ("Government", "Public institution", "State-owned", "Private enterprise", "Out-of-town", "Unclassified"),
}
TITLES = {
    "zh": "云栖湖宾馆可控营收占比61%，望江楼大酒店为37%。差得最多：国企，占全部营收的比例云栖湖宾馆高11.3个百分点。",
    "en": "Cloud Lake Hotel controls 61% of its revenue, River View Grand Hotel controls 37%. Widest apart in money: state-owned enterprise, whose "
          "share of the whole revenue is 11.3 points higher at Cloud Lake Hotel.",
}
WORDS = {
    "zh": ("客户数", "近365天（212天有账单），每位客户的贡献", "散客", "客户占比", "营收占比"),
    "en": ("Customers", "365 days up to 31 Oct 2026 (212 of them with bills), contribution of each customer", "Walk-ins",
           "Share of customers", "Share of revenue"),
}
MONEY = (2314726, 1242667, 2348626, 2612389, 284497, 353210)
MONTHS = {
    "zh": ("11月", "12月", "1月\n2026", *(f"{month}月" for month in range(2, 11))),
    "en": ("Nov", "Dec", "Jan\n2026", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"),
}


def every_slide(lang: str) -> list[Slide]:
    """Return a slide of every layout and of every kind of chart, also those that come to be."""
    alone = [slide(lang, (chart(kind, lang),)) for kind in KINDS]
    charts = {each.charts[0].kind: each.charts[0] for each in alone}
    pies = (charts["pie"], money_pie(lang))
    slides = [
        *alone,
        slide(lang, pies), slide(lang, (charts["pyramid"], charts["inverted_pyramid"], charts["bar"])),
        slide(lang, (*pies, charts["stacked_column"], charts["bar"])),
        comparison(lang), slide(lang, grid=matrix(lang)), slide(lang, grid=cohorts(lang)), slide(lang, grid=rankings(lang)),
        slide(lang, (charts["bar"],), grid=matrix(lang)), slide(lang, table=table(lang)),
        slide(lang, (charts["column"],), table=table(lang)), slide(lang),
    ]
    missing = set(LAYOUTS) - {layout_of(each) for each in slides}
    assert not missing, f"no slide of {missing}"
    return slides


def slide(lang, charts=(), **parts):
    return Slide(TITLES[lang], charts, subtitle=WORDS[lang][1], store="Cloud Lake / River View", as_of=DAY, lang=lang, **parts)


def chart(kind, lang):
    """A chart of any kind, as full as it may be."""
    said, when = WORDS[lang][:2]
    names = tuple(Category(name, colour) for name, colour in zip(MODULES[lang], COLOURS, strict=True))
    counts = Series(said, "count", (63, 51, 55, 112, 45, 66))
    if kind == "waterfall":
        return Chart(kind, said, when, names, (Series(said, "count", (288, 14, 20, -27, -5, 290)),))
    if kind == "scatter":
        groups = (Series("A", "money", (*(None,) * 3, 60_000, 52_000, 9_000), COLOURS[0]),
                  Series("B", "money", (800, 12_000, 31_000, *(None,) * 3), COLOURS[1]))
        visits = Series(WORDS[lang][0], "count", (1, 9, 20, 41, 66, 104))
        limits = (Limit(said, 40, upright=True), Limit(WORDS[lang][4], Decimal(30_000)))
        return Chart(kind, said, when, names, groups, across=visits, axis=said, limits=limits)
    if kind == "interval":
        values = [(33.9, 18.8, 46.5), (-2.1, -18.1, 11.8), (None, None, None), (12.4, 0.3, 25.0), (-14.0, -30.2, -1.1), (17.8, 6.8, None)]
        difference, low, high = (tuple(each) for each in zip(*values, strict=True))
        ends = (Series(WORDS[lang][3], "points", low, band=True), Series(WORDS[lang][4], "points", high, band=True))
        return Chart(kind, said, when, names, (Series(said, "points", difference), *ends), limits=(Limit(WORDS[lang][2], 17.8, upright=True),))
    if kind in ONE_SERIES:
        return Chart(kind, said, when, names, (counts,))
    if kind == "line":
        months = tuple(Category(each.replace("\n", " "), tick=each) for each in MONTHS[lang])
        shares = [Series(name, "ratio", tuple(0.61 - 0.015 * place * part for place in range(12)))
                  for part, name in enumerate(MODULES[lang][:3], 1)]
        return Chart(kind, said, when, months, (*shares, Series(WORDS[lang][3], "ratio", (0.45,) * 12, reference=True)))
    if kind.endswith("column"):
        months = tuple(Category(each.replace("\n", " "), tick=each) for each in MONTHS[lang])
        money = tuple(1_040_000 + 91_000 * place for place in range(12))
        return Chart(kind, said, when, months, (
            Series(WORDS[lang][3], "money", money, COLOURS[0]), Series(WORDS[lang][2], "money", money[::-1], COLOURS[1], hatched=True),
        ))
    more = Series(WORDS[lang][3], "count", (20, 30, 12, 55, 44, 31), COLOURS[2])
    return Chart(kind, said, when, names, (counts, more))


def money_pie(lang):
    names = (*(Category(name, colour) for name, colour in zip(MODULES[lang], COLOURS, strict=True)),
             Category(WORDS[lang][2], "#808890", hatched=True))
    return Chart("pie", WORDS[lang][4], WORDS[lang][1], names, (Series(WORDS[lang][4], "money", (*map(Decimal, MONEY), 4_118_454)),))


def comparison(lang):
    one, other = chart("pie", lang), money_pie(lang)
    few = Chart("pie", one.title, one.subtitle, one.categories, (Series(one.series[0].name, "count", (27, 33, 25, 127, 51, 157)),))
    poor = Chart("pie", other.title, other.subtitle, other.categories, (
        Series(other.series[0].name, "money", (425_988, 635_142, 536_751, 1_821_421, 204_673, 542_305, 4_201_198)),
    ))
    strip = Chart("column", TITLES[lang][:30], WORDS[lang][1], other.categories[:6], (
        Series(WORDS[lang][3], "points", (9.6, 5.2, 8.1, -1.7, -0.7, -20.5), COLOURS[0]),
        Series(WORDS[lang][4], "points", (12.3, 1.8, 11.3, -2.1, -0.3, -3.8), COLOURS[1]),
    ))
    sides = {
        "zh": ("云栖湖宾馆 · 2026年10月31日 · 可控营收61%", "望江楼大酒店 · 2026年10月31日 · 可控营收37%"),
        "en": ("Cloud Lake Hotel · 31 Oct 2026 · controls 61%", "River View Grand Hotel · 31 Oct 2026 · controls 37%"),
    }
    return slide(lang, (one, other, few, poor), sides=sides[lang], strip=strip)


def long_comparison(lang):
    """A comparison whose slices have long names of several words and no codes."""
    names = dict(zip(MODULES[lang], LONG[lang], strict=True))
    whole = comparison(lang)

    def renamed(part):
        return replace(part, categories=tuple(replace(each, label=names.get(each.label, each.label)) for each in part.categories))

    return replace(whole, charts=tuple(map(renamed, whole.charts)), strip=renamed(whole.strip))


def matrix(lang):
    names = MODULES[lang]
    cells = [
        [GridCell(names[(row + column) % 6], 7 * row + column, lines=("¥104万", "17%")) if row + column else None
         for column in range(3)] for row in range(3)
    ]
    return Grid(WORDS[lang][0], WORDS[lang][1], names[:3], names[3:], cells, WORDS[lang][3], WORDS[lang][4])


def rankings(lang):
    """Two ranked lists side by side, as long as they are anywhere, of customers with long names."""
    name, tier = {"zh": ("澜州市湖东区疾病预防控制中心", "A级"), "en": ("Lakeside Centre for Disease Control", "A")}[lang]
    row = (GridCell(name, colour="#0072B2"), GridCell(lines=(f"77 · {tier}",)), GridCell(name), GridCell(lines=(f"¥191.4K · {tier}",)))
    return Grid(WORDS[lang][0], WORDS[lang][1], [str(place) for place in range(1, FIRST + 1)], WORDS[lang][1:5][::-1], [row] * FIRST)


def cohorts(lang):
    months = [each.replace("\n", " ") for each in MONTHS[lang]]
    cells = [[GridCell("", 1 - 0.05 * column, "ratio") if column <= 11 - row else GridCell() for column in range(12)] for row in range(12)]
    return Grid(WORDS[lang][3], WORDS[lang][1], [f"{month} (112)" for month in months], [str(number) for number in range(12)], cells)


def table(lang):
    kinds = ("text", "text", "count", "ratio", "money", "ratio", "number", "money", "date")
    heads = (WORDS[lang][0], MODULES[lang][1], *WORDS[lang][2:], MODULES[lang][0], WORDS[lang][0], WORDS[lang][2], MODULES[lang][3])
    row = ("杭州市西湖区人民政府机关事务管理局", MODULES[lang][2], 112, 0.294, Decimal("2612389.40"), 0.197, 4.25, Decimal("-1234.50"), DAY)
    return Table(tuple(Column(name, kind) for name, kind in zip(heads, kinds, strict=True)), (row,) * 40)
