"""Labels of money as pages write it, ¥1,325万 and not ¥1325.0万, in charts whose data can still be changed.

A number format can set a point before the last digit but one, and cannot leave that digit away where it says nothing. So a label
has a format of its own, which holds for its very value alone: whoever changes the value sees the format of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from segmentation.exports.pptx.native import SHORT_MONEY, Step, step_text
from segmentation.language.i18n import format_money_short

NOT_OF_A_POINT = tuple(map(qn, ("c:dLbl", "c:extLst", "c:showLeaderLines", "c:leaderLines")))


def write_amounts(native: Any, lang: str) -> None:
    """Let every label that shows an amount show it as pages write it; labels come before, moved and written ones too."""
    for series in native._chartSpace.iter(qn("c:ser")):
        labels = series.find(qn("c:dLbls"))
        code = _code_of(labels)
        step = next((each for each in SHORT_MONEY[lang] if code.endswith(each[4])), None)
        if step is None:
            continue
        for number, text in _values(series):
            value = Decimal(text)
            said = format_money_short(value, lang)
            if value > 0 and said != step_text(value, step):
                _write(labels, number, lambda own, only=(text, said, step): _only_for(own, *only))


def _only_for(code: str, value: str, said: str, step: Step) -> str:
    """Return the format that says ``said``, with the sign that stands before the others, for the very value; else ``code``."""
    return f'[={value}]{code.removesuffix(step[4])}"{said}";{code}'


def _code_of(labels: Any) -> str:
    kept = None if labels is None else labels.find(qn("c:numFmt"))
    return "" if kept is None else kept.get("formatCode")


def _values(series: Any) -> Iterator[tuple[int, str]]:
    """Yield the place and the value of each point, as they stand in the file."""
    for kind in ("c:val", "c:yVal"):
        held = series.find(qn(kind))
        for point in () if held is None else held.iter(qn("c:pt")):
            yield int(point.get("idx")), point.find(qn("c:v")).text


def _write(labels: Any, number: int, code_of: Callable[[str], str]) -> None:
    """Give the label of a point the format that ``code_of`` makes of its own; not where it is hidden, or a text."""
    own = next((each for each in labels.findall(qn("c:dLbl")) if int(each.find(qn("c:idx")).get("val")) == number), None)
    if own is None:
        own = parse_xml(f'<c:dLbl {nsdecls("c")}><c:idx val="{number}"/></c:dLbl>')
        own.extend(deepcopy(each) for each in labels if each.tag not in NOT_OF_A_POINT)
        later = (each for each in labels.findall(qn("c:dLbl")) if int(each.find(qn("c:idx")).get("val")) > number)
        next(later, labels.find(qn("c:numFmt"))).addprevious(own)
    shown, kept = own.find(qn("c:showVal")), own.find(qn("c:numFmt"))
    if own.find(qn("c:tx")) is None and kept is not None and shown is not None and shown.get("val") == "1":
        kept.set("formatCode", code_of(kept.get("formatCode")))
