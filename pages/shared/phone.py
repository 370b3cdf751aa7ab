"""What a page is on a phone: pickers folded into one line that says what is picked, and lists of customers as cards.

The server does not know how wide a window is. So both are always drawn, and the style of the frame shows the one that fits.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.address import addresses_with
from pages.shared.house import scheme
from pages.shared.language import Markdown, current_language
from segmentation.charts.palette import WALK_IN, tier_colours
from segmentation.exports.tables import spelling, with_names
from segmentation.fields import field, label, write
from segmentation.language.i18n import counter, format_count, format_money_short
from segmentation.language.text import writable
from segmentation.schemes import Scheme

Spellings = Mapping[str, Callable[[Any], str] | None]  # of the columns of a list, how each is written (None: as everywhere)
CARDS = 100  # of a list; who wants more filters it
FACTS = 3  # on a card without a reason
STYLE = """<style>
[class*=st-key-fold_line_], .stElementContainer:has(> .stHtml > .cards) { display: none }
.cards, .cards ul { list-style: none; margin: 0 !important; padding: 0 !important }
.cards li { border-top: 1px solid #80889059; margin: 0 !important; padding: 10px 0 !important }
.cards a { color: inherit; text-decoration: none }
.cards summary { border-top: 1px solid #80889059; line-height: 44px }
.cards .head, .cards .foot { align-items: center; display: flex; gap: 8px; justify-content: space-between }
.cards .name { color: inherit; flex: 1; font-size: 16px; font-weight: 600; min-width: 0; overflow-wrap: anywhere }
.cards .tier { border: 2px solid; border-radius: 12px; font-size: 13px; padding: 0 8px; white-space: nowrap }
.cards .money { font-size: 16px; font-variant-numeric: tabular-nums; font-weight: 600; white-space: nowrap }
.cards .said { flex: 1; font-size: 13px; line-height: 18px; min-width: 0; overflow-wrap: anywhere }
.cards .call { border: 1px solid #80889099; border-radius: 22px; line-height: 42px; padding: 0 14px; white-space: nowrap }
@media (max-width: 640px) {
  [class*=st-key-fold_line_] { display: flex }
  [class*=st-key-fold_line_] button p { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
  [class*=st-key-folded_] [data-testid=stColumn]:not(:has(h1)), [class*=st-key-folded_] > *:not(:has(h1)) { display: none }
  [class*=st-key-wide_] { display: none }
  [data-testid=stMain] [data-testid=stButtonGroup] > div { flex-wrap: wrap; overflow: visible; row-gap: 4px }
  [class*=st-key-boxes_] .stElementContainer:has(.stEChartsChart) { overflow-x: scroll; padding-bottom: 6px }
  [class*=st-key-boxes_] .stElementContainer::-webkit-scrollbar { height: 8px }
  [class*=st-key-boxes_] .stElementContainer::-webkit-scrollbar-track { background: #80889026; border-radius: 4px }
  [class*=st-key-boxes_] .stElementContainer::-webkit-scrollbar-thumb { background: #808890; border-radius: 4px }
  [class*=st-key-boxes_] [class*=st-key-head_] { max-width: calc(100vw - 32px) }
  [class*=st-key-boxes_] .stEChartsChart { min-width: 600px }
  [class*=st-key-boxes_wide_] .stEChartsChart { min-width: 1000px }
  [class*=st-key-boxes_] .head::after { color: var(--muted); content: var(--swipe); display: block;
    font-size: 13px; line-height: 18px }
  .stMainBlockContainer h3 { font-size: 19px; line-height: 27px }
  .stElementContainer:has(> .stHtml > .cards) { display: flex }
  [data-testid=stHorizontalBlock]:has(> [data-testid=stColumn] :is(.st-key-why, .st-key-case)) { flex-direction: column-reverse }
  [data-testid=stHorizontalBlock]:has(> [data-testid=stColumn] [data-testid=stMetric]) { flex-flow: row wrap; row-gap: 8px }
  [data-testid=stHorizontalBlock] > [data-testid=stColumn]:has([data-testid=stMetric]) { flex: 1 1 40%; min-width: 40% }
}
@media (max-width: 531px) {
  [class*=st-key-boxes_fit_] .stEChartsChart { min-width: 0 }
  [class*=st-key-boxes_fit_] .head::after { display: none }
}
</style>"""


def foldable(name: str) -> DeltaGenerator:
    """Return the container of pickers that a phone folds away, but for the title; ``fold_line`` opens it."""
    return st.container(key=f"{'open' if _is_open(name) else 'folded'}_{name}")


def fold_line(place: DeltaGenerator, name: str, said: Iterable[Markdown]) -> None:
    """Draw in ``place`` the line that stands for folded pickers on a phone: it says what is picked; a press opens and folds."""
    text = " ".join(["▴" if _is_open(name) else "▾", " · ".join(said)])
    place.button(text, key=f"fold_line_{name}", on_click=_turn, args=(name,), width="stretch")


def _is_open(name: str) -> bool:
    return st.session_state.get(f"unfolded_{name}", False)


def _turn(name: str) -> None:
    st.session_state[f"unfolded_{name}"] = not _is_open(name)


def draw_cards(frame: pa.Table, columns: Sequence[str], first: int, total: int, *, opens: str | None = None) -> None:
    """Draw a list of customers as cards: name, grade, money, reason or facts, and the phone to tap.

    ``opens`` makes each name a link to the customer's panel, on another page or ("") on this one. The ``first`` are seen at once,
    the others behind a line that says how many they are; beyond ``CARDS`` it is said how many of ``total`` are left.
    """
    lang = current_language()
    _n = counter(lang)
    own = scheme()
    spellings = {name: spelling(name, lang, own) for name in columns}
    address = None if opens is None else addresses_with("customer")
    link = address and (lambda row: opens + address(row["customer"]))
    cards = [_card(row, spellings, lang, own, link) for row in with_names(frame.slice(0, CARDS)).to_pylist()]
    text = f'<ul class="cards">{"".join(cards[:first])}</ul>'
    if more := len(cards) - first if len(cards) > first else 0:
        said = _n("{count} more customer", "{count} more customers", more).format(count=format_count(more, lang))
        text += f'<details><summary>{html.escape(said)}</summary><ul class="cards">{"".join(cards[first:])}</ul></details>'
    if left := max(0, total - len(cards)):
        said = _n("{count} more row: the download has it", "{count} more rows: the download has them", left)
        text += f'<p class="said">{html.escape(said.format(count=format_count(left, lang)))}</p>'
    st.html(f'<div class="cards">{text}</div>')


def _card(row: dict[str, Any], spellings: Spellings, lang: str, own: Scheme, link: Callable[[dict[str, Any]], str] | None) -> str:
    name = html.escape(writable(row["name"] or ""))
    if link is not None:
        name = f'<a class="name" target="_self" href="{html.escape(link(row))}">{name}</a>'
    else:
        name = f'<span class="name">{name}</span>'
    money = next((each for each in spellings if field(each).kind == "money" and row[each] is not None), None)
    others = {each: spell for each, spell in spellings.items() if each != money}
    said = [row["reason"]] if row.get("reason") else _facts(row, others, lang)
    amount = f'<span class="money">{html.escape(format_money_short(row[money], lang))}</span>' if money else ""
    tier = _chip(row["tier"], lang, own) if "tier" in row else ""
    facts = f'<span class="said">{html.escape(writable(" · ".join(said)))}</span>'
    return f'<li><div class="head">{name}{tier}{amount}</div><div class="foot">{facts}{_call(row.get("phone"))}</div></li>'


def _facts(row: dict[str, Any], spellings: Spellings, lang: str) -> list[str]:
    """Return the first columns that a row fills, each with what it is called."""
    filled = (name for name in spellings if name not in ("name", "tier", "phone", "customer") and row[name] not in (None, ""))
    facts = []
    for name in islice(filled, FACTS):
        spell = spellings[name]
        facts.append(f"{label(name, lang)} {spell(row[name]) if spell else write(name, row[name], lang)}")
    return facts


def tier_chip(key: str | None, lang: str) -> str:
    """Return a tier's name in an edge of its colour; None is who is not graded."""
    return _chip(key, lang, scheme())


def _chip(key: str | None, lang: str, own: Scheme) -> str:
    colour = tier_colours(own).get(key, WALK_IN)
    text = own.tier(key).label[lang] if key else own.ungraded[lang]
    return f'<span class="tier" style="border-color: {html.escape(colour)}">{html.escape(text)}</span>'


def _call(phone: str | None) -> str:
    """Return the phone as a link that calls; a masked one as it is, for nobody can call it."""
    text = html.escape(writable(phone or ""))
    digits = dialled(phone)
    if not digits:
        return f'<span class="said">{text}</span>' if text else ""
    return f'<a class="call" href="tel:{digits}">☎ {text}</a>'


def dialled(phone: str | None) -> str:
    """Return the digits of a phone that can be called; "" where there is none, or a masked one."""
    digits = "".join(letter for letter in phone or "" if letter.isascii() and (letter.isdigit() or letter == "+"))
    return "" if "*" in (phone or "") or len(digits) < 5 else digits


def spaced(number: str) -> str:
    """Return a mobile number in groups, as it is read out.

    >>> spaced("13800001207"), spaced("+4930123456")
    ('138 0000 1207', '+4930123456')
    """
    return f"{number[:3]} {number[3:7]} {number[7:]}" if len(number) == 11 and number.isdigit() else number
