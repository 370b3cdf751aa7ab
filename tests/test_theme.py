"""The theme keeps its promises: readable, and told apart by every kind of colour vision."""

from itertools import combinations

import numpy as np
import pytest

from tests.contrast import THEME, contrast, linear

COLOURS = THEME["chartCategoricalColors"]

# Machado, Oliveira & Fernandes 2009, severity 1.0, on linear RGB
VISIONS = {
    "full": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
}
# Björn Ottosson, "A perceptual color space for image processing", 2020
TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def seen(colour, vision):
    return TO_LAB @ np.cbrt(TO_LMS @ np.clip(VISIONS[vision] @ linear(colour), 0, 1))


def mixed(colour, ground, share):
    """The colour laid over a ground, as opaque as ``share``."""
    parts = ([int(each[at : at + 2], 16) for at in (1, 3, 5)] for each in (colour, ground))
    return "#" + "".join(f"{round(share * one + (1 - share) * other):02X}" for one, other in zip(*parts, strict=True))


def test_there_are_enough_colours_for_plotly_and_none_twice():
    assert len(set(COLOURS)) == len(COLOURS) >= 10


@pytest.mark.parametrize(
    "ground", [THEME[mode][name] for mode in ("light", "dark") for name in ("backgroundColor", "secondaryBackgroundColor")]
)
@pytest.mark.parametrize("colour", COLOURS)
def test_every_mark_stands_out_from_every_ground(colour, ground):
    assert contrast(colour, ground) >= 3


@pytest.mark.parametrize("vision", VISIONS)
def test_every_two_colours_are_told_apart(vision):
    distances = {pair: np.linalg.norm(seen(pair[0], vision) - seen(pair[1], vision)) for pair in combinations(COLOURS, 2)}
    closest = min(distances, key=distances.get)
    assert distances[closest] >= 0.06, f"{closest} are {distances[closest]:.3f} apart"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_and_accent_are_readable(mode):
    theme = THEME[mode]
    assert contrast(theme["textColor"], theme["backgroundColor"]) >= 7
    assert contrast(theme["textColor"], theme["secondaryBackgroundColor"]) >= 7
    assert contrast(theme["grayTextColor"], theme["backgroundColor"]) >= 4.5
    assert contrast(theme["grayTextColor"], theme["secondaryBackgroundColor"]) >= 4.5
    assert contrast(theme["linkColor"], theme["backgroundColor"]) >= 4.5
    tint = mixed(theme["primaryColor"], theme["backgroundColor"], 0.14)
    assert contrast(theme["linkColor"], tint) >= 4.5, "Streamlit writes the accent on a tint of it where a button is chosen"
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= 3
    assert contrast("#FFFFFF", theme["primaryColor"]) >= 4.5, "Streamlit writes white on the accent"
