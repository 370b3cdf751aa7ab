"""Text on a slide: boxes that hold what is fitted into them, in fonts that have Chinese in every place."""

from __future__ import annotations

from typing import Any, NamedTuple

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from segmentation.exports.room import fit

FONT = "Microsoft YaHei"
TAGS = {"zh": "zh-CN", "en": "en-US"}
INK, QUIET, RULE, SHADE = "1F2933", "4B5866", "D5DBE1", "E8EDF3"
SMALLEST = 14  # what can still be read from ten metres
CLOSE = 12  # 2.2 % of the height: a table or a grid is written so small before anything in it is cut
LINE = 1.25  # a line's height to its font size
BOLD = 0.97  # of the width is what bold letters leave


class Box(NamedTuple):
    """A rectangle on the slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Emu, Emu, Emu, Emu]:
        """The rectangle as the library takes it."""
        return tuple(Emu(round(12700 * side)) for side in self)

    def columns(self, count: int, gap: float = 18) -> list[Box]:
        """Return the rectangle cut into equal columns."""
        width = (self.width - gap * (count - 1)) / count
        return [Box(self.left + number * (width + gap), self.top, width, self.height) for number in range(count)]

    def rows(self, count: int, gap: float = 8) -> list[Box]:
        """Return the rectangle cut into equal rows."""
        height = (self.height - gap * (count - 1)) / count
        return [Box(self.left, self.top + number * (height + gap), self.width, height) for number in range(count)]

    def split(self, top: float) -> tuple[Box, Box]:
        """Return the rectangle cut into an upper part of a height, and the rest."""
        top = min(top, self.height)
        return Box(self.left, self.top, self.width, top), Box(self.left, self.top + top, self.width, self.height - top)


def write(
    shapes: Any, box: Box, text: str, sizes: tuple[int, ...], *, bold: bool = False, colour: str = INK, align: str = "left"
) -> None:
    """Add a text box that holds ``text``, at the largest of ``sizes`` that fits, cut where none does; nothing for no text."""
    if text.strip():
        fill(shapes.add_textbox(*box.emu).text_frame, box, text, sizes, bold=bold, colour=colour, align=align)


def fill(
    frame: Any, box: Box, text: str, sizes: tuple[int, ...], *, bold: bool = False, colour: str = INK, align: str = "left"
) -> None:
    """Write ``text`` into a text frame of the size of ``box``, fitted as ``write`` does."""
    shown, size = fit(text, box.width * (BOLD if bold else 1), box.height, sizes, LINE)
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    paragraph.alignment = {"left": PP_ALIGN.LEFT, "centre": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}[align]
    add_run(paragraph, shown, size, bold=bold, colour=colour)


def add_run(paragraph: Any, text: str, size: int, *, bold: bool = False, colour: str = INK) -> None:
    """Append a run of text in a size and colour."""
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())


def dress(root: etree._Element, lang: str) -> None:
    """Give every run, and every default of runs, below ``root`` the house's font for Latin, Chinese and other letters."""
    for run in root.iter(qn("a:r"), qn("a:fld")):
        if run.find(qn("a:rPr")) is None:
            run.insert(0, etree.SubElement(run, qn("a:rPr")))
    for properties in root.iter(qn("a:rPr"), qn("a:defRPr"), qn("a:endParaRPr")):
        for face in ("a:latin", "a:ea", "a:cs"):
            for old in properties.findall(qn(face)):
                properties.remove(old)
            etree.SubElement(properties, qn(face)).set("typeface", FONT)
        properties.set("lang", TAGS[lang])
        if lang == "zh":
            properties.set("altLang", TAGS["en"])


def describe_shape(shape: Any, name: str, text: str) -> None:
    """Give a graphic frame its name and its text for those who cannot see it."""
    properties = shape._element.nvGraphicFramePr.cNvPr
    properties.set("name", name)
    properties.set("descr", text)
