"""The address bar: what a link asks for, and what the session writes there, so that a copied link opens as it was seen.

A run writes once, when it ends: each writing is a step that the browser's Back button would have to undo.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NoReturn
from urllib.parse import urlencode

import streamlit as st

OLD = {  # addresses of pages that are tabs today: the page and its tab; serve.py sends them on
    "matrix": ("gradings", "matrix"), "rfm": ("gradings", "rfm"), "cards": ("gradings", "cards"),
    "scorecards": ("gradings", "scorecards"), "cohorts": ("retention", "cohorts"),
}
Written = str | Sequence[str]  # several values of one name
_WRITING: ContextVar[dict[str, Written | None] | None] = ContextVar("address", default=None)


@contextmanager
def writing_address() -> Iterator[None]:
    """Keep what is shown in the address bar inside, and write it at once at the end; ``stop`` does it before.

    A run that another one interrupts writes nothing: the other was asked for with the address that stands there.
    """
    shown: dict[str, Written | None] = {}
    token = _WRITING.set(shown)
    try:
        yield
    finally:
        _WRITING.reset(token)
    _write(shown)


def stop() -> NoReturn:
    """End the page here; ``st.stop`` alone would end it without the address."""
    _write(_WRITING.get() or {})
    st.stop()


def asked_for(name: str) -> str | None:
    """Return what the address bar asks for; None where it only repeats what this session wrote there."""
    asked = st.query_params.get(name)
    return None if asked == st.session_state.get(f"shown_{name}") else asked


def show_in_address(name: str, value: str | None) -> None:
    """Write a choice to the address bar; None takes it out."""
    show_all_in_address({name: value})


def address_with(name: str, value: str) -> str:
    """Return the address of the page as it is about to stand in the address bar, from "?" on, with one more choice."""
    return addresses_with(name)(value)


def addresses_with(name: str) -> Callable[[str], str]:
    """Return what makes ``address_with`` of a value, for a list of them: the address bar is read once, which is the slow part."""
    held = {each: st.query_params.get_all(each) for each in st.query_params} | dict(_WRITING.get() or {})
    others = urlencode({each: said for each, said in held.items() if said and each != name}, doseq=True)
    return lambda value: "?" + "&".join(filter(None, (others, value and urlencode({name: value}))))


def show_all_in_address(values: dict[str, Written | None]) -> None:
    """Write several choices to the address bar; None, or a list of none, takes one out."""
    shown = _WRITING.get()
    if shown is None:
        _write(values)
    else:
        shown.update(values)


def _write(shown: dict[str, Written | None]) -> None:
    now = {name: st.query_params.get_all(name) for name in st.query_params}
    wanted = {**now, **{name: [value] if isinstance(value, str) else list(value or ()) for name, value in shown.items()}}
    wanted = {name: values for name, values in wanted.items() if values}
    if wanted != now:
        st.query_params.from_dict({name: values if len(values) > 1 else values[0] for name, values in wanted.items()})
    for name in shown:
        st.session_state[f"shown_{name}"] = wanted[name][-1] if name in wanted else None


def address_is_behind(name: str) -> None:
    """Note, in a callback, that a choice was just made which the address bar does not know yet."""
    st.session_state[f"shown_{name}"] = st.query_params.get(name)


def choose(name: str) -> None:
    """Keep a choice just made; an emptied date goes back to the default."""
    st.session_state[name] = st.session_state[f"pick_{name}"]
    address_is_behind(name)


def settle(key: str, options: Collection[Any], default: Any) -> Any:
    """Return what the session holds for a widget where that is one of its options; else hold and return ``default``.

    A picker whose words have changed, with the language say, hands back the old words in place of what was picked.
    """
    held = st.session_state.get(key)
    if held not in options:
        held = st.session_state[key] = default
    return held
