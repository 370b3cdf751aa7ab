"""The pictures of the guides: which page each shows, and how it is taken, so that they are made anew whenever a page changes.

They lie beside the guides as NAME-LANG.png, in as few colours as a screen of ours has, so that they stay small.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image, ImageDraw

from tools.app_server import ROOT

FOLDER = ROOT / "docs" / "guides"
COLOURS, EDGE = 96, "#c9ced6"
DESK, PHONE = "1180x720", "390x780"


@dataclass(frozen=True)
class Picture:
    """A page as it is opened: its folder, what its address says, and the size of the window."""

    page: str
    query: Mapping[str, str] = field(default_factory=dict)
    size: str = DESK

    @property
    def address(self) -> str:
        """What stands behind the address of the app."""
        return self.page + (f"?{urlencode(self.query)}" if self.query else "")


PICTURES: Mapping[str, Picture] = {
    "overview": Picture("overview"),
    "controllable": Picture("controllable"),
    "warnings": Picture("warnings"),
    "assign": Picture("assign"),
    "today-phone": Picture("today", {"on": "2026-11-01"}, PHONE),
    "customer": Picture("customer", {"customer": "K0072"}),
    "progress": Picture("progress", {"month": "2026-10"}),
    "handover": Picture("handover", {"leaving": "柯明远"}),
    "compare": Picture("compare"),
    "pyramids": Picture("pyramids"),
    "retention": Picture("retention"),
}


def make_small(path: Path) -> Path:
    """Write a picture anew in a palette of few colours, and return its path."""
    with Image.open(path) as picture:
        framed = picture.convert("RGB")
        ImageDraw.Draw(framed).rectangle((0, 0, framed.width - 1, framed.height - 1), outline=EDGE)  # a white page on white
        small = framed.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    return path
