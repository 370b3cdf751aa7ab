"""What he does: the year of his visits with grade and money by month, what he usually has, why he has his grade."""

from __future__ import annotations

import streamlit as st

from pages.customer.picks import Look, why_of
from pages.shared.heads import draw_head
from pages.shared.house import scheme
from pages.shared.language import _, _n, current_language, plain
from segmentation.exports.file_parts import habits_html, year_html
from segmentation.language.i18n import format_count, format_day
from segmentation.measures.people.file import CustomerFile

BLOCKS = 4  # side by side


def draw_year(found: CustomerFile) -> None:
    """Draw the year of his visits: what is said over it, and the picture."""
    lang = current_language()
    visits = found.rhythm.visits
    notes = [_("blue on days of visits; below, money by month")]
    counted = _n("{count} visit since {day}", "{count} visits since {day}", visits)
    if found.days.num_rows:
        first = format_day(found.days["visit_date"][-1].as_py(), lang)
        notes.append(counted.format(count=format_count(visits, lang), day=first))
    with st.container(border=True, key="file_year"):
        draw_head(_("Days of visits, grade by month"), *notes)
        st.html(year_html(found, lang))


def draw_habits(found: CustomerFile) -> None:
    """Draw what he usually has, with the days on which he had it."""
    with st.container(border=True, key="file_habits"):
        draw_head(_("What he usually has"), _("days of the last 365"))
        if told := habits_html(found, current_language(), most=BLOCKS):
            st.html(told)
        else:
            st.caption(_("Nothing is known yet: no bill of the last year says anything of rooms, dishes or hours."))


def draw_why_grade(look: Look) -> None:
    """Draw why he has his grade, what would lift him, and what is to be done."""
    lang, tier = current_language(), look.found.tier
    with st.container(border=True, key="file_why"):
        draw_head(_("Why this grade, and what lifts it"))
        with st.spinner(_("Finding what would lift this customer …"), show_time=False):
            sentences, lift = why_of(look)
        if lift:
            st.markdown(f"**{plain(lift)}**")
        st.markdown(" ".join(plain(each) for each in sentences) or _("No grade yet."))
        if tier:
            st.caption(plain(scheme().tier(tier).advice[lang]))
