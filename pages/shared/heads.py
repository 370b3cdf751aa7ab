"""What stands over things: the answer over a page, and over a chart or a list what it says and, small, what it is."""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from pages.shared.language import plain
from segmentation.language.text import columns_wide

ONE_LINE = 82  # columns of half width, of the size of an answer on a laptop
SENTENCE = re.compile(r"(?<=。)|(?:(?<=[\w%)][\w%)]{3}\.)|(?<=\d%\.)) (?=\S)")  # a shorter word before a full stop may be "Ltd."


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


def draw_head(title: str, *notes: str) -> None:
    """Draw the title of a block and its notes on one muted line; both are shown as they are, so they may hold names."""
    note = f"  \n:gray[:small[{plain(' · '.join(notes))}]]" if notes else ""
    st.markdown(f"**{plain(title)}**{note}")
