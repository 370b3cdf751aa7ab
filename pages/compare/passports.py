"""Passports on their page: the house's own made with one click, those of others taken in, and the collection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.shared.downloads import offer
from pages.shared.heads import draw_head
from pages.shared.house import current_warehouse, houses, stores
from pages.shared.language import _, current_language, plain
from pages.shared.masking import picked_masking
from pages.shared.uploader import speak_uploader
from segmentation.exports.csv import file_name
from segmentation.language.i18n import N_, format_count, format_day, format_month
from segmentation.measures.benchmark.collection import (
    ASKED,
    MOST_FILES,
    REFUSED,
    SAME,
    TAKEN,
    Reading,
    remove_house,
    take_passport,
)
from segmentation.measures.benchmark.keys import fingerprint, public_key
from segmentation.measures.benchmark.passports import MOST_BYTES
from segmentation.measures.benchmark.ratios import has_whole_month
from segmentation.measures.benchmark.standing import without_values
from segmentation.reports import passport_file
from segmentation.settings.clock import today

WAITING, SAID, ROUND = "passports_waiting", "passports_said", "passports_round"


def draw_reading() -> None:
    """Draw what takes in passports, what became of those taken in last, and those that wait for a person's word."""
    _say_what_became()
    turn = st.session_state.get(ROUND, 0)
    speak_uploader(_("Choose files"), _("or drop them here"))
    label = _("Passports of houses (.json), up to {most} at once").format(most=MOST_FILES)
    files = st.file_uploader(label, type=["json"], accept_multiple_files=True, key=f"passports_{turn}", max_upload_size=1)
    if files:
        first = [(file.name, file.getvalue()[: MOST_BYTES + 1]) for file in files[:MOST_FILES]]
        _take(first, len(files) - len(first))
        st.session_state[ROUND] = turn + 1
        st.rerun()


def _take(files: list[tuple[str, bytes]], beyond: int) -> None:
    warehouse, said = current_warehouse(), []
    for name, data in files:
        reading = take_passport(warehouse, data, today())
        said.append((name, reading))
        if reading.state in ASKED and reading.passport:
            st.session_state.setdefault(WAITING, {})[reading.passport.house, reading.key, reading.passport.as_of] = data
    st.session_state[SAID] = (said, beyond)


def _say_what_became() -> None:
    said, beyond = st.session_state.pop(SAID, ([], 0))
    for name, reading in said:
        _say(name, reading)
    if beyond:
        text = _("{count} more files were not looked at: at most {most} at once.")
        st.warning(text.format(count=format_count(beyond, current_language()), most=MOST_FILES))
    waiting: Mapping[tuple, bytes] = st.session_state.get(WAITING, {})
    for number, asked in enumerate(list(waiting)):
        house = plain(asked[0])
        with st.container(horizontal=True, gap="small"):
            label = _("It is {house}, the key is its own: take it in the place of what is there").format(house=house)
            st.button(label, key=f"accept_{number}", on_click=_accept, args=(asked,))
            label = _("Another house of the name {house}: keep both").format(house=house)
            st.button(label, key=f"apart_{number}", on_click=_accept, args=(asked, True))


def _say(name: str, reading: Reading) -> None:
    text = plain(reading.text(current_language()))
    if reading.state in (TAKEN, SAME):
        st.success(text)
    elif reading.state == REFUSED:
        st.error(f"{plain(name)}: {text}")
    else:
        st.warning(text)


def _accept(asked: tuple, apart: bool = False) -> None:
    data = st.session_state[WAITING].pop(asked)
    reading = take_passport(current_warehouse(), data, today(), accept_key=not apart, apart=apart)
    st.session_state[SAID] = ([(asked[0], reading)], 0)


def draw_making() -> None:
    """Draw what makes the passport of one of the stores that have a whole month of bills."""
    lang, known = current_language(), {row["store_id"]: row for row in stores() if row["bills"]}
    if not known:
        return
    draw_head(_("Passport of your own house"), _("ratios by month, no names; signed with the key of this warehouse"))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        number = st.selectbox(
            _("Store"), list(known), format_func=lambda each: known[each]["store"], key="passport_store",
            label_visibility="collapsed", width=220,
        )
        with_money = st.toggle(_("With average amounts in CNY"), key="passport_money")
        row = known[number]
        if not has_whole_month(row["first_date"], row["last_date"]):
            st.caption(_("There is no whole month of bills yet, so there is nothing to compare."))
            return
        warehouse, day = current_warehouse(), today()
        house = picked_masking().store(row["store"])
        name = file_name(house, N_("Passport"), row["last_date"], lang).removesuffix(".csv")
        offer(
            _("Make the passport"),
            lambda: passport_file(warehouse, number, house, row["last_date"], day, with_money=with_money),
            f"{name}.json", "application/json", "make_passport",
        )
    text = _("Key of this warehouse: {key}. Tell it to whoever reads your passports.")
    st.caption(plain(text.format(key=fingerprint(public_key(warehouse)))))


def draw_collection(telling: Sequence[str]) -> None:
    """Draw the houses of the collection, each with its months and its key, and a button that takes it out.

    ``telling`` are those with a value; of the others it is said that they have none.
    """
    lang, rows = current_language(), houses()
    if silent := without_values([row["house"] for row in rows if row["house"] not in telling], lang):
        st.caption(plain(silent))
    if not rows:
        return
    with st.expander(_("{count} houses in the collection").format(count=format_count(len(rows), lang)), key="collection"):
        for number, row in enumerate(rows):
            cells = st.columns([5, 1], vertical_alignment="center")
            months = f"{format_month(row['first_month'], lang)} – {format_month(row['last_month'], lang)}"
            text = _("{months} · made on {day} · key {key}").format(
                months=months, day=format_day(row["made_on"], lang), key=row["fingerprint"]
            )
            cells[0].markdown(f"{plain(row['house'])}  \n:small[:gray[{plain(text)}]]")
            cells[1].button(_("Take out"), key=f"take_out_{number}", on_click=_take_out, args=(row["house"],), width="stretch")


def _take_out(house: str) -> None:
    remove_house(current_warehouse(), house)
