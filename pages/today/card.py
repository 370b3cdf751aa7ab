"""The open card: who, why, what he usually has, what to say, the number to call, and what came of it by one tap."""

from __future__ import annotations

import html
from datetime import date, timedelta

import streamlit as st

from pages.shared.address import address_with
from pages.shared.house import scheme, settings_of
from pages.shared.language import _, current_language, plain
from pages.shared.phone import dialled, spaced
from pages.shared.seeing import may_change, rights_here
from pages.shared.view import LATEST
from pages.today.day import Day, in_office
from pages.today.taps import ask_barring, draw_changing, is_barring, keep_phone, take_over, tap
from segmentation.charts.palette import WALK_IN, text_on, tier_colours
from segmentation.fields import CALL_REASONS, CONTACT_CHANNELS
from segmentation.language.i18n import format_money_short, format_short_day, format_weekday
from segmentation.language.text import writable
from segmentation.measures.managers.call_words import call_reason, habits_text, later_day, may_have_come, say_text, usual_day
from segmentation.measures.managers.today import Call

FRIDAY = 4  # as Python counts weekdays


def draw_card(day: Day, call: Call) -> None:
    """Draw the card, or the question whether the customer shall never be contacted again."""
    if is_barring(call.customer):
        _draw_barring(day, call)
        return
    with st.container(key="call_card"):
        st.html(_head(day, call))
        draw_changing(day)
        number, other = dialled(call.phone), st.session_state.get(f"call_date_{call.customer}")
        if number:
            st.html(f'<a class="call-number" href="tel:{number}">☎ {html.escape(spaced(number))}</a>')
        elif not rights_here().sees_phones:
            st.caption(_("Phones are hidden from your account"))
        elif may_change("profile_rows"):
            st.text_input(
                _("No phone: add it here"), key=f"call_phone_{call.customer}", placeholder=_("No phone: add it here"),
                label_visibility="collapsed", on_change=keep_phone, args=(day, call.customer), max_chars=30,
            )
        else:
            st.caption(_("No phone is known"))
        if may_change("contacts"):
            _draw_outcomes(day, call, other, spoken=bool(number))
        if call.manager is None and may_change("profile_rows"):
            _draw_take_over(day, call)
        if may_change("contacts"):
            _draw_more(day, call)
        else:
            _draw_file_link(call)


def grade_badge(tier: str | None) -> str:
    """Return the grade as a badge in its colour, "" for none."""
    if not tier:
        return ""
    colour = tier_colours(scheme()).get(tier, WALK_IN)
    return f'<span class="call-grade" style="background: {colour}; color: {text_on(colour)}">{html.escape(tier)}</span>'


def _window(day: Day, call: Call) -> str:
    """Return in which days he brought the money on the card: of who is asleep, up to his last visit."""
    settings = settings_of(day.view)
    asleep = call.last_visit is not None and (day.found.as_of - call.last_visit).days > int(settings["active_days"])
    if asleep and day.view.window != "all":
        return _("{days} days up to the last visit").format(days=day.view.window)
    return scheme().setting("window").choices[day.view.window][current_language()]


def _head(day: Day, call: Call) -> str:
    lang = current_language()
    pressing = " call-pressing" if call.reason in ("demoted", "warned") else ""
    reason = html.escape(writable(call_reason(call, day.found, lang)))
    others = [call_reason(call, day.found, lang, each) for each in call.reasons[1:]]
    has = html.escape(writable(habits_text(call, lang)))
    window = html.escape(_window(day, call))
    parts = [
        f'<div class="top"><span class="who">{html.escape(writable(call.named))}</span>{grade_badge(call.tier)}',
        f'<span class="money">{html.escape(format_money_short(call.stake, lang))}<small>{window}</small></span></div>',
        f'<div class="reason{pressing}"><span class="call-why">{_(CALL_REASONS[call.reason])}</span>{reason}</div>',
        f'<div class="has">{html.escape(writable(" · ".join(others)))}</div>' if others else "",
        f'<div class="has">{has}</div>' if has else "",
        f"<blockquote>{html.escape(writable(say_text(call, day.found, lang)))}</blockquote>",
    ]
    return f'<div class="call-card">{"".join(parts)}</div>'


def _draw_outcomes(day: Day, call: Call, other: date | None, *, spoken: bool) -> None:
    lang = current_language()
    comes, later = other or usual_day(call, day.on), other or later_day(day.found)
    buttons = [
        ("coming", comes, _("Coming {day}").format(day=f"{format_weekday(comes, lang)} {_brief(comes, lang)}")),
        ("reached", None, _("Got through") if spoken else _("Got in touch")),
        ("not_reached", None, _("No answer") if spoken else _("Not in touch")),
        ("not_now", later, _("Later, {day}").format(day=_brief(later, lang))),
    ]
    if day.found.is_old or may_have_come(call, day.found):
        buttons.append(("came", None, _("Came already")))
    with st.container(key="outcomes"):
        for outcome, following, label in buttons:
            st.button(
                plain(label), key=f"tap_{outcome}_{call.customer}", width="stretch", on_click=tap,
                args=(day, call, outcome, following),
            )


def _draw_take_over(day: Day, call: Call) -> None:
    """Draw who may take over a customer whom nobody looks after; a pick is written at once."""
    names = in_office(day)
    if names:
        st.selectbox(
            _("Take over"), names, None, key=f"take_over_{call.customer}", placeholder=_("Take over: who?"),
            label_visibility="collapsed", on_change=take_over, args=(day, call),
        )


def _brief(day: date, lang: str) -> str:
    """Return a day as briefly as a button has room for: 12/4, 4 Dec."""
    return f"{day.month}/{day.day}" if lang == "zh" else format_short_day(day, lang)


def quick_days(on: date, lang: str) -> list[tuple[str, date]]:
    """Return the days that most are agreed on, with what they are called: tonight, tomorrow, and the Friday after that."""
    friday = next(day for ahead in range(2, 9) if (day := on + timedelta(days=ahead)).weekday() == FRIDAY)
    tomorrow = on + timedelta(days=1)
    return [(_("Tonight"), on), (_("Tomorrow"), tomorrow), (f"{format_weekday(friday, lang)} {_brief(friday, lang)}", friday)]


def _draw_more(day: Day, call: Call) -> None:
    with st.expander(_("Other date, a note, a message or a visit")):
        with st.container(key="quick_dates", horizontal=True, gap="small"):
            for number, (label, other) in enumerate(quick_days(day.on, current_language())):
                st.button(
                    plain(label), key=f"quick_{number}_{call.customer}", on_click=st.session_state.update,
                    args=({f"call_date_{call.customer}": other},),
                )
        st.date_input(
            _("Other date"), None, day.on, LATEST, key=f"call_date_{call.customer}", format="YYYY-MM-DD",
            help=_("Stands on the buttons for coming and later"),
        )
        st.text_input(_("Note"), key=f"call_note_{call.customer}", max_chars=500)
        channels = {key: _(text) for key, text in CONTACT_CHANNELS.items()}
        st.segmented_control(
            _("How contacted"), list(channels), format_func=channels.get, default="call",
            key=f"call_channel_{call.customer}",
        )
    with st.container(key="call_more", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        _draw_file_link(call)
        st.button(
            _("Do not contact"), key=f"bar_{call.customer}", type="tertiary", on_click=ask_barring, args=(call.customer,)
        )


def _draw_file_link(call: Call) -> None:
    address = html.escape("customer" + address_with("customer", call.customer))
    st.html(f'<a class="call-file" href="{address}" target="_self">{html.escape(_("Open his file"))}</a>')


def _draw_barring(day: Day, call: Call) -> None:
    with st.container(key="barring"):
        st.markdown(f"**{plain(_('Never contact {name} again?').format(name=call.named))}**")
        st.write(_("No list, festival or birthday will show this customer; bills and grades go on. It can be taken back."))
        with st.container(key="bar_answers"):
            st.button(_("Leave it"), key="bar_no", width="stretch", on_click=ask_barring, args=(None,))
            st.button(_("Do not contact"), key="bar_yes", width="stretch", on_click=tap, args=(day, call, "do_not_call"))
