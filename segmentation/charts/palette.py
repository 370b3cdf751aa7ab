"""One colour for one thing, in every chart: tiers from their scheme's file, revenue parts and references from here.

Grounds are transparent and text takes the page's colour, so that a figure fits the light and the dark
theme alike. Every colour keeps 3 : 1 against both grounds; what colours alone would tell apart, a
pattern or a label tells too.
"""

from __future__ import annotations

import html

from segmentation.schemes import Scheme

IDENTIFIED = "#2A75BA"
MANAGED = "#109462"
MANAGED_ACTIVE = "#9B5295"
WALK_IN = "#808890"
REFERENCE = "#BB4717"
GAINED, FELL = "#4F8FCC", "#C8372D"  # who went up, came back or is new; who went down
TINT = 0.12  # of a colour in a large area
SCALE = ("#EAF2FA", "#BBD6EC", "#7FB2DA", "#3D87C0", "#0F5A94")  # one hue from light to dark: alike for every colour vision
TRACK = "rgba(128, 136, 144, 0.18)"
HATCH = "/"

FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Segoe UI", sans-serif'


def tier_colours(scheme: Scheme) -> dict[str, str]:
    """Return the colour of each tier of the scheme by its key, the best tier first."""
    return {tier.key: tier.colour for tier in scheme.tiers}


def sequential(share: float) -> str:
    """Return the colour of a value by where it stands between the least (0) and the most (1), light to dark.

    >>> sequential(0), sequential(0.5), sequential(1), sequential(7)
    ('#EAF2FA', '#7FB2DA', '#0F5A94', '#0F5A94')
    """
    place = min(max(share, 0.0), 1.0) * (len(SCALE) - 1)
    at = min(int(place), len(SCALE) - 2)
    parts = [
        round(int(SCALE[at][part : part + 2], 16) * (at + 1 - place) + int(SCALE[at + 1][part : part + 2], 16) * (place - at))
        for part in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02X}" for part in parts)


def escape(text: str) -> str:
    """Return ``text`` so that plotly shows it as it is; it reads a few HTML tags, and $…$ as a formula.

    >>> escape("<b>R&D</b> $x$")
    '&lt;b&gt;R&amp;D&lt;/b&gt; &#36;x&#36;'
    """
    return html.escape(text, quote=False).replace("$", "&#36;")


def text_on(colour: str) -> str:
    """Return black or white, whichever is easier to read on ``colour`` (#rrggbb).

    >>> text_on("#0072B2"), text_on("#009E73")
    ('#FFFFFF', '#000000')
    """
    return "#FFFFFF" if _contrast(colour, "#FFFFFF") >= _contrast(colour, "#000000") else "#000000"


def tint(colour: str, ground: str, share: float = TINT) -> str:
    """Return so much of a colour on a ground (both #rrggbb), for areas too large for the colour itself.

    >>> tint("#0072B2", "#FFFFFF"), tint("#000000", "#FFFFFF", 0.5)
    ('#E0EEF6', '#808080')
    """
    parts = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(one * share + other * (1 - share)):02X}" for one, other in parts)


def letters(colour: str, ink: str, ground: str) -> str:
    """Return the colour, mixed with as little ink as it takes to be read as letters on the ground at 4.5 : 1.

    >>> letters("#0072B2", "#1F2933", "#FFFFFF"), letters("#009E73", "#1F2933", "#FFFFFF")
    ('#0072B2', '#068766')
    """
    for share in range(10, -1, -1):
        mixed = tint(colour, ink, share / 10)
        if _contrast(mixed, ground) >= 4.5:
            break
    return mixed


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
