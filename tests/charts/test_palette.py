import plotly.graph_objects as go
import pytest

from segmentation.charts.figures import figure
from segmentation.charts.palette import (
    IDENTIFIED,
    MANAGED,
    MANAGED_ACTIVE,
    REFERENCE,
    WALK_IN,
    escape,
    text_on,
    tier_colours,
)
from segmentation.schemes import load_scheme, schemes
from tests.contrast import THEME, contrast

GROUNDS = [THEME[mode]["backgroundColor"] for mode in ("light", "dark")]


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("colour", [IDENTIFIED, MANAGED, MANAGED_ACTIVE, WALK_IN, REFERENCE, *tier_colours(load_scheme("abcd")).values()])
def test_a_colour_stands_out_from_both_grounds(colour, ground):
    assert contrast(colour, ground) >= 3


@pytest.mark.parametrize("scheme", schemes().values(), ids=lambda scheme: scheme.key)
def test_the_text_on_a_tier_is_readable(scheme):
    assert all(contrast(text_on(colour), colour) >= 4.5 for colour in tier_colours(scheme).values())


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
