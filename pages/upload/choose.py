"""Which store, and which files: the uploader, the inbox folder, the templates."""

from __future__ import annotations

import gc

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.shared.downloads import offer
from pages.shared.house import stores
from pages.shared.language import _, current_language, plain
from pages.shared.samples import sample_names
from pages.shared.uploader import speak_uploader
from pages.shared.view import looked_at
from pages.upload.history import batches
from pages.upload.tray import Tray
from segmentation.ingest.incoming import format_size, inbox_files, inbox_folder, keep_upload, name_files, size_of
from segmentation.ingest.kinds.registry import KINDS, name_kinds
from segmentation.ingest.templates import template, template_name
from segmentation.language.text import one_line
from segmentation.settings.trades import list_trades
from segmentation.warehouse import Warehouse

LARGEST_MB = 300


def choose_store(tray: Tray) -> str:
    """Draw the question for the store and return its name, trimmed; empty where it has not been named yet."""
    names = [row["store"] for row in stores()]
    if tray.store is None or (tray.store and tray.store not in names):
        tray.store = _expected(tray.warehouse, names)
    first, second = st.columns(2, vertical_alignment="bottom")
    if names:
        st.session_state["upload_store"] = tray.store
        labels = {name: name for name in names} | {"": _("New store …")}
        first.selectbox(
            _("Which store are the files from?"), [*names, ""], format_func=labels.get,
            key="upload_store", on_change=_keep_store, args=(tray,),
        )
    if tray.store:
        return tray.store
    st.session_state["new_store"] = tray.new_store
    (second if names else first).text_input(
        _("Name of the new store") if names else _("Which store are the files from?"), key="new_store", max_chars=60,
        placeholder=_("for example: Yunqi Lake Hotel"), on_change=_keep_new_store, args=(tray,),
    )
    name = one_line(tray.new_store)
    if name:
        _choose_trade(tray)
    return name


def _choose_trade(tray: Tray) -> None:
    """Ask what kind of house the new store is: it begins with the scheme, the days and the modules of its trade."""
    lang, trades = current_language(), list_trades()
    labels = {"": _("Not said: the usual rules")} | {key: trade.label[lang] for key, trade in trades.items()}
    st.session_state["new_trade"] = tray.trade
    st.selectbox(
        _("What kind of house is it?"), [*labels], format_func=lambda key: plain(labels[key]), key="new_trade", width=360,
        on_change=_keep_trade, args=(tray,),
        help=_("It begins with the grading scheme, the days and the modules of its trade; all of it can be changed in Settings."),
    )


def _keep_trade(tray: Tray) -> None:
    tray.trade = st.session_state["new_trade"]


def _expected(warehouse: Warehouse, names: list[str]) -> str:
    """Return the store that is looked at, else the one that the last import went to; never a sample house, else a new one."""
    samples = sample_names()
    seen = looked_at()
    looked = [row["store"] for row in stores() if row["store_id"] == seen]
    own = [name for name in (*looked, *(row["store"] for row in batches(warehouse)), *reversed(names)) if name not in samples]
    return own[0] if own else ""


def propose_store(tray: Tray) -> bool:
    """Propose, once, the store that the files name: one that is there, else a name for a new one; return whether to show it.

    Who has picked a store for these files himself is not overruled; where it is another, he is asked.
    """
    houses = [item.look.house for item in tray.items if item.look and item.look.house]
    if not houses or houses[0] == tray.proposed:
        return False
    if houses[0] in {row["store"] for row in stores()}:
        if tray.store == houses[0] or st.session_state.get("upload_store_picked") == tray.round:
            return False
        tray.change_store(houses[0])
    elif tray.store or tray.new_store:
        return False
    else:
        tray.new_store = houses[0]
    tray.proposed = houses[0]
    return True


def _keep_store(tray: Tray) -> None:
    st.session_state["upload_store_picked"] = tray.round
    tray.change_store(st.session_state["upload_store"])


def _keep_new_store(tray: Tray) -> None:
    tray.new_store = st.session_state["new_store"]


def choose_files(tray: Tray) -> None:
    """Draw the uploader, the inbox and the templates, and put what is chosen into the tray."""
    speak_uploader(_("Choose files"), _("up to {size} MB each, or drop them here").format(size=LARGEST_MB))
    wanted = _("Drop your files here: {kinds}, as Excel, CSV, WPS or ZIP, several at once")
    dropped = st.file_uploader(
        plain(wanted.format(kinds=name_kinds(current_language()))),
        accept_multiple_files=True, key=f"upload_{tray.round}", max_upload_size=LARGEST_MB,
    )
    if dropped:
        with st.spinner(_("Taking in the files …")):
            for file in dropped:
                tray.add(keep_upload(file, file.name, tray.folder), file.name, own=True)
                _free(file)
        del dropped, file
        gc.collect()
        tray.round += 1
        st.rerun()
    _choose_from_inbox(tray)


def _free(file) -> None:
    """Give back the memory in which Streamlit keeps the upload; should its insides have changed, the session's end does it."""
    try:
        context = get_script_run_ctx()
        context.uploaded_file_mgr.remove_file(session_id=context.session_id, file_id=file.file_id)
        file.close()
    except Exception:
        return


def _choose_from_inbox(tray: Tray) -> None:
    files = name_files(inbox_files())
    if not files:
        note = _("Is a file bigger than {size} MB? Put it into the folder {folder} on this computer; it is then listed here.")
        st.caption(note.format(size=LARGEST_MB, folder=plain(str(inbox_folder()))))
        return
    sizes = {name: format_size(size_of(path)) for name, path in files.items()}
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    left.multiselect(
        _("Or choose from the inbox folder"), list(files), format_func=lambda name: f"{name} · {sizes.get(name, '')}",
        key="inbox_files", placeholder=_("{count} files are there").format(count=len(files)),
        help=_("The folder {folder} on this computer").format(folder=plain(str(inbox_folder()))),
    )
    chosen = st.session_state["inbox_files"]
    if right.button(_("Read these files"), key="read_inbox", disabled=not chosen, width="stretch"):
        for name in chosen:
            tray.add(files[name], name, own=False)
        st.rerun()


def offer_templates() -> None:
    """Draw the templates to download."""
    lang = current_language()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_("No export at hand? Fill in a template:"), width="content")
        for kind in KINDS:
            name = template_name(kind, lang)
            offer(
                plain(name.removesuffix(".csv")), lambda kind=kind: template(kind, lang), name, "text/csv", f"template_{kind}",
                comes_back=True, type="tertiary",
            )
