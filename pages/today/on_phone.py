"""How a phone opens this list: the address as a picture to point it at, where other machines of the network get in at all."""

from __future__ import annotations

import html
from urllib.parse import urlsplit

import segno
import streamlit as st

from pages.shared.language import _, plain
from pages.shared.opening import database_path
from segmentation.access import signs_in
from segmentation.access.listening import is_this_machine, network_number


def draw_on_phone() -> None:
    """Draw, on a desk, the address of this list for a phone; or what lets phones in, where none gets in."""
    with st.container(key="wide_on_phone"), st.popover(_("On the phone")):
        address = phone_address()
        if address is None:
            text = _("Phones do not get in yet: the app answers this computer alone. Start it with {command} and sign in.")
            st.markdown(text.format(command="`make serve`"))
            return
        picture = segno.make(address, micro=False).svg_data_uri(scale=5, border=4, dark="#000000", light="#FFFFFF")
        st.html(f'<img src="{html.escape(picture)}" alt="{html.escape(address)}">')
        st.markdown(f"**{plain(address)}**")
        st.caption(_(
            "Point the camera of a phone of the same network at it and sign in. Its menu keeps the page on the start screen."
        ))


def phone_address() -> str | None:
    """Return the address of this list for other machines, None where none gets in.

    Opened under a name of the network, by a proxy say, it is that name; else this machine's number, where the app listens there.
    """
    if not signs_in(database_path()):
        return None
    base = st.get_option("server.baseUrlPath").strip("/")
    page = f"/{base}/today" if base else "/today"
    here = urlsplit(st.context.url or "")
    if here.hostname and not is_this_machine(here.hostname):
        return f"{here.scheme}://{here.netloc}{page}"
    address = st.get_option("server.address") or ""
    number = network_number() if address in ("", "0.0.0.0", "::") else None if is_this_machine(address) else address
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    return f"{scheme}://{number}:{st.get_option('server.port')}{page}" if number else None
