"""What stands over things: the answer over a page, and over a chart or a list what it says and, small, what it is.

The heads of charts and lists are written as HTML: a browser took three times as long to read each as Markdown.
"""

from __future__ import annotations

import html
import re
from typing import Any

import streamlit as st

from pages.shared.language import plain
from segmentation.language.text import columns_wide, writable

ONE_LINE = 82  # columns of half width, of the size of an answer on a laptop
SENTENCE = re.compile(r"(?<=。)|(?:(?<=[\w%)][\w%)]{3}\.)|(?<=\d%\.)) (?=\S)")  # a shorter word before a full stop may be "Ltd."

STYLE = """<style>
.head { line-height: 22px; overflow-wrap: anywhere } .stHtml .head, .head * { margin: 0 !important }
.head strong { font-weight: 600 }
.head .note { color: var(--muted); column-gap: 14px; display: flex; flex-wrap: wrap; font-size: 13px; line-height: 18px;
  overflow: hidden }
.head .note * { min-width: 0 } .head .hint { position: relative }
.head span + .hint::before { content: "·"; left: -14px; position: absolute; text-align: center; width: 14px }
@media print { .head .hint { display: none } }
</style>"""


def draw_answer(text: str, place: Any = st) -> None:
    """Draw the answer of a page in ``place``; of one that is longer than a line the further sentences stand below it, muted."""
    first, rest = split_answer(text)
    with place.container():
        st.subheader(plain(first), anchor=False)
        if rest:
            st.markdown(f":gray[{plain(rest)}]")


def split_answer(text: str) -> tuple[str, str]:
    """Return as many whole sentences as fit a line, at least one, and the others.

    >>> split_answer("Oct brought ¥1M. One A customer brings 40%.")
    ('Oct brought ¥1M. One A customer brings 40%.', '')
    >>> split_answer("Pine controls 61%, Oak 37%. Widest apart in money: walk-ins, with 19.2 points more at Oak.")
    ('Pine controls 61%, Oak 37%.', 'Widest apart in money: walk-ins, with 19.2 points more at Oak.')
    >>> split_answer("预警客户50位。" + "先给云栖湖宾馆打电话" * 4 + "。")[0]
    '预警客户50位。'
    """
    first, *more = (part for part in SENTENCE.split(text) if part)
    gap = "" if text.endswith("。") else " "
    while more and columns_wide(gap.join((first, more[0]))) <= ONE_LINE:
        first = gap.join((first, more.pop(0)))
    return first, gap.join(more)


def draw_head(title: str, *notes: str, hint: str = "") -> None:
    """Draw the title of a block and its notes on one muted line; all are shown as they are, so they may hold names.

    The ``hint``, what there is to click, ends the line where it has room for it, else stands below; it is not on paper.
    """
    note = f'<span>{" · ".join(map(_shown, notes))}</span>' if notes else ""
    if hint:
        note += f'<span class="hint">{_shown(hint)}</span>'
    st.html(f'<div class="head"><strong>{_shown(title)}</strong>{f"""<div class="note">{note}</div>""" if note else ""}</div>')


def _shown(text: str) -> str:
    return html.escape(writable(text))
