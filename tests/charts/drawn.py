"""What a drawn chart of ECharts says: the texts and values at its marks, and what its marks stand for."""

import re


def written(drawn, series=0):
    """Return what is written at the marks of a series, without the styles of its words; None where nothing is."""
    marks = drawn.options["series"][series]["data"]
    return [_plain(mark["label"]["formatter"]) if mark["label"]["show"] else None for mark in marks]


def told(drawn, series=0):
    """Return what pointing at the marks of a series tells."""
    return [mark["tooltip"]["formatter"] for mark in drawn.options["series"][series]["data"]]


def values(drawn, series=0):
    """Return the values of the marks of a series."""
    return [mark["value"] for mark in drawn.options["series"][series]["data"]]


def hatched(drawn, series=0):
    """Return which marks of a series are hatched."""
    return ["decal" in mark["itemStyle"] for mark in drawn.options["series"][series]["data"]]


def edged(drawn, series=0):
    """Return which marks of a series have the edge of what is chosen."""
    return [number for number, mark in enumerate(drawn.options["series"][series]["data"]) if mark["itemStyle"]["borderWidth"] == 3]


def _plain(text):
    return re.sub(r"\{\w+\||\}", "", text)
