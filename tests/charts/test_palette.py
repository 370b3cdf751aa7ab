import math
from itertools import combinations, pairwise

import numpy as np
import plotly.graph_objects as go
import pytest

from segmentation.charts.figures import figure
from segmentation.charts.palette import (
    IDENTIFIED,
    MANAGED,
    MANAGED_ACTIVE,
    REFERENCE,
    SCALE,
    WALK_IN,
    escape,
    text_on,
    tier_colours,
)
from segmentation.exports.pptx.text import INK, QUIET, SHADE
from segmentation.schemes import load_scheme, schemes
from segmentation.settings.modules import SPARE_COLOURS, default_modules
from tests.contrast import THEME, contrast, linear

GROUNDS = [THEME[mode]["backgroundColor"] for mode in ("light", "dark")]


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("colour", [IDENTIFIED, MANAGED, MANAGED_ACTIVE, WALK_IN, REFERENCE, *tier_colours(load_scheme("abcd")).values()])
def test_a_colour_stands_out_from_both_grounds(colour, ground):
    assert contrast(colour, ground) >= 3


@pytest.mark.parametrize("scheme", schemes().values(), ids=lambda scheme: scheme.key)
def test_the_text_on_a_tier_is_readable(scheme):
    assert all(contrast(text_on(colour), colour) >= 4.5 for colour in tier_colours(scheme).values())


# Machado, Oliveira & Fernandes 2009, severity 1.0, on linear RGB
BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
PALETTES = {
    **{scheme.key: [tier.colour for tier in scheme.tiers] for scheme in schemes().values()},
    "modules": [*(module.colour for module in default_modules()), *SPARE_COLOURS],
    "revenue": [IDENTIFIED, MANAGED, MANAGED_ACTIVE],
    "scale": [*SCALE],
    "theme": THEME["chartCategoricalColors"],
}
NEIGHBOURS = 8  # CIEDE2000, some four times what an eye just notices: two that lie side by side, a thin edge between them
ANY_TWO = 5  # what is told apart by its place and its label as well


def lab(rgb):
    """CIE L*a*b* of a linear colour, white being 1, 1, 1."""
    parts = TO_XYZ @ rgb / TO_XYZ.sum(axis=1)
    x, y, z = np.where(parts > 216 / 24389, np.cbrt(parts), (24389 / 27 * parts + 16) / 116)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour, blindness=None):
    rgb = linear(colour)
    return lab(np.clip(np.array(BLINDNESS[blindness]) @ rgb, 0, 1) if blindness else rgb)


def ciede2000(one, other):
    """Sharma, Wu & Dalal 2005."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    grey = 1.5 - 0.5 * math.sqrt(mean**7 / (mean**7 + 25**7))
    c1, c2 = math.hypot(a1 * grey, b1), math.hypot(a2 * grey, b2)
    h1, h2 = (math.degrees(math.atan2(b, a * grey)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    hue = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    wave = (
        1 - 0.17 * math.cos(math.radians(hue - 30)) + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6)) - 0.2 * math.cos(math.radians(4 * hue - 63))
    )
    by_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    by_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    by_hue = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / (1 + 0.015 * chroma * wave)
    blue = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * math.sin(math.radians(60 * math.exp(-(((hue - 275) / 25) ** 2))))
    return math.sqrt(by_light**2 + by_chroma**2 + by_hue**2 + blue * by_chroma * by_hue)


@pytest.mark.parametrize(
    ("one", "other", "distance"),  # of the authors' table
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425), ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644), ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_distances_are_those_of_the_formula(one, other, distance):
    assert ciede2000(one, other) == pytest.approx(distance, abs=5e-5)


@pytest.mark.parametrize("blindness", [None, *BLINDNESS])
@pytest.mark.parametrize("palette", PALETTES)
def test_colours_are_told_apart_by_every_kind_of_colour_vision(palette, blindness):
    colours = PALETTES[palette]
    apart = {pair: ciede2000(*(seen(each, blindness) for each in pair)) for pair in combinations(colours, 2)}
    besides = {pair: apart[pair] for pair in pairwise(colours)}
    assert {pair: round(far, 1) for pair, far in besides.items() if far < NEIGHBOURS} == {}
    assert {pair: round(far, 1) for pair, far in apart.items() if far < ANY_TWO} == {}


@pytest.mark.parametrize("colour", [*SCALE, *PALETTES["modules"], IDENTIFIED, MANAGED, MANAGED_ACTIVE, REFERENCE])
def test_the_text_on_a_mark_is_readable(colour):
    assert contrast(text_on(colour), colour) >= 4.5


def test_the_text_of_a_slide_is_readable_on_its_grounds():
    assert all(contrast(f"#{text}", f"#{ground}") >= 4.5 for text in (INK, QUIET) for ground in ("FFFFFF", SHADE))


def test_tiers_have_the_colours_of_their_file_the_best_first():
    assert tier_colours(load_scheme("abcd")) == {"A": "#0072B2", "B": "#009E73", "C": "#D55E00", "D": "#7A7F87"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"), ("R&D", "R&amp;D"), (r"$\LaTeX$", r"&#36;\LaTeX&#36;"), ("云栖湖", "云栖湖")],
)
def test_markup_in_a_text_is_shown_as_it_is(text, shown):
    assert escape(text) == shown


def test_a_figure_lets_the_page_shine_through_and_has_no_legend():
    drawn = figure([go.Bar(x=[1], y=[1])], height=200)
    assert (drawn.layout.paper_bgcolor, drawn.layout.plot_bgcolor) == ("rgba(0, 0, 0, 0)", "rgba(0, 0, 0, 0)")
    assert drawn.layout.showlegend is False
    assert "PingFang SC" in drawn.layout.font.family
