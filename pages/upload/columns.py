"""How the file was read and which of its columns means what, both to be corrected."""

from __future__ import annotations

import streamlit as st

from pages.shared.language import Markdown, _, current_language, plain
from pages.upload.item import Item
from pages.upload.tray import Tray
from segmentation.ingest.columns import KEY_COLUMNS, Column
from segmentation.ingest.incoming import format_size
from segmentation.ingest.kinds.registry import KINDS
from segmentation.ingest.readers.delimited import BLANKS
from segmentation.language.i18n import N_, format_count, format_whole_ratio, listed

SAMPLE_ROWS = 6
DELIMITER_NAMES = {",": N_("comma"), "\t": N_("tab"), ";": N_("semicolon"), "|": N_("vertical bar"), BLANKS: N_("aligned blanks")}
ENCODING_NAMES = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8 (BOM)", "utf-16": "UTF-16", "gb18030": "GBK / GB18030", "big5": "Big5",
    "shift_jis": "Shift_JIS", "euc-kr": "EUC-KR", "cp1252": "Windows-1252", "latin-1": "ISO 8859-1", "mac-roman": "Mac Roman",
}
KEYS = {
    "customer_code": ("code", N_("Customer code"), N_("The number of customer or card: surest, it stays when a phone changes")),
    "phone": ("phone", N_("Phone"), N_("One phone is one customer; a family that shares it counts as one")),
    "email": ("email", N_("E-mail"), N_("One address is one customer, as web shops know them")),
    "name": ("name", N_("Customer name"), N_("One name is one customer; namesakes count as one")),
}


# --- columns ---------------------------------------------------------------------------------------------------------


def show_columns(tray: Tray, item: Item) -> None:
    """Draw the first rows under their meanings, then a picker for each meaning, then what tells customers apart."""
    look = item.look
    _show_sample(item)
    columns = {column.name: column for column in look.spec.columns}
    first = [columns[name] for name in look.spec.first]
    others = [column for column in columns.values() if column not in first]
    _draw_pickers(tray, item, first)
    if look.criteria:
        text = _("Each of these columns rates by one criterion: {criteria}. If the file has one row a rating, say above which "
                 "column names the criterion and which the score.")
        st.caption(plain(text.format(criteria=listed(look.criteria, current_language()))))
    if others:
        count = sum(column.name in look.mapping for column in others)
        label = _("Further columns: {found} of {all} found").format(found=count, all=len(others)) if count else _(
            "Covers, tables, cost and other columns can be named too (none was recognised)"
        )
        with st.expander(label, key=f"further_{item.number}"):
            _draw_pickers(tray, item, others)
    _choose_key(tray, item)
    _show_evidence(item)
    _choose_numbering(tray, item)


def _show_sample(item: Item) -> None:
    """The columns that mean something first, in the order of the vocabulary."""
    look = item.look
    table = {}
    for column in look.spec.columns:
        if column.name in look.mapping:
            place = look.mapping[column.name]
            table[f"{_(column.label)} ← {look.names[place]}"] = _cells(item, place)
    for criterion, place in look.criteria.items():
        table[f"{_('Criterion')} ← {criterion}"] = _cells(item, place)
    for place, name in enumerate(look.names):
        if place not in (*look.mapping.values(), *look.criteria.values()):
            table[_("{header} (not used)").format(header=name)] = _cells(item, place)
    st.caption(_("The first rows, and what each column means"))
    st.dataframe(table, hide_index=True, width="stretch")


def _cells(item: Item, place: int) -> list[str]:
    return [row[place] if place < len(row) else "" for row in item.look.readable.sample[:SAMPLE_ROWS]]


def _draw_pickers(tray: Tray, item: Item, columns: list[Column]) -> None:
    look = item.look
    examples = {name: next((row[place] for row in look.readable.sample if row[place : place + 1] and row[place].strip()), "")
                for place, name in enumerate(look.names)}
    labels = {"": _("– not in the file –")} | {header: _with_example(header, example) for header, example in examples.items()}
    cells = st.columns(4)
    for number, column in enumerate(columns):
        key = f"map_{item.number}_{column.name}"
        st.session_state[key] = look.names[look.mapping[column.name]] if column.name in look.mapping else ""
        cells[number % 4].selectbox(
            _label(item, column), ["", *look.names], key=key, help=_(column.hint) if column.hint else None,
            format_func=labels.get, on_change=_keep_column, args=(tray, item, column.name, key),
        )


def _with_example(header: str, example: str) -> str:
    return f"{header} · {example[:24]}" if example else header


def _label(item: Item, column: Column) -> str:
    """The meaning with how it was found; an asterisk where an import cannot do without."""
    name = _(column.label) + (" \\*" if column.name in item.look.spec.starred else "")
    if column.name in item.choices.mapping:
        return f"{name} :blue[{_('chosen')}]"
    if column.name not in item.look.mapping:
        return name
    return f"{name} :green[{_('as last time') if item.look.remembered else _('recognised')}]"


def _keep_column(tray: Tray, item: Item, column: str, key: str) -> None:
    changes = {"mapping": {**item.choices.mapping, column: st.session_state[key] or None}}
    if column in KEY_COLUMNS:
        changes["customer_key"] = None
    tray.choose(item, **changes)


def _choose_key(tray: Tray, item: Item) -> None:
    present = [name for name in KEY_COLUMNS if name in item.look.mapping]
    if len(present) < 2:
        return
    key, labels = f"customer_key_{item.number}", {name: _(KEYS[name][1]) for name in present}
    st.session_state[key] = item.look.customer_key or present[0]
    st.radio(
        _("What tells customers apart"), present, key=key, format_func=labels.get,
        captions=[_(KEYS[name][2]) for name in present],
        on_change=lambda: tray.choose(item, customer_key=KEYS[st.session_state[key]][0]),
    )


def _show_evidence(item: Item) -> None:
    """One line a column that might say who the customer is: what stands in it, and why it was not taken."""
    lang, look = current_language(), item.look
    if not look.key_evidence:
        return
    lines = []
    for each in look.key_evidence:
        told = _("{header}: filled in {filled} of the rows, {distinct} different, {again} of them more than once").format(
            header=look.names[each.place], filled=format_whole_ratio(each.filled, lang),
            distinct=format_count(each.distinct, lang), again=format_count(each.again, lang),
        )
        lines.append(f"{told} – {_(each.why_not)}" if each.why_not else told)
    st.caption(_("By what the first rows show, customers are told apart so:"))
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _choose_numbering(tray: Tray, item: Item) -> None:
    if "bill_no" not in item.look.mapping:
        return
    key = f"restart_{item.number}"
    st.session_state[key] = item.look.numbers_restart
    st.checkbox(
        _("Bill numbers start again (every day, every month): only number and day together name a bill"), key=key,
        on_change=lambda: tray.choose(item, numbers_restart=st.session_state[key]),
    )


# --- reading ---------------------------------------------------------------------------------------------------------


def show_reading(tray: Tray, item: Item) -> None:
    """Draw kind, sheet, encoding, delimiter and header line as they were found, each to be overruled."""
    look, readable = item.look, item.look.readable
    name = f"{item.name} · {format_size(item.size)} · {readable.format.upper()}"
    st.caption(plain(name))
    cells = st.columns(4)
    _pick(cells[0], tray, item, "kind", _("What the file holds"), look.kind, {key: _(kind.label) for key, kind in KINDS.items()})
    if readable.sheets:
        together = {readable.sheet: sum(part.rows for part in readable.parts)} if len(readable.parts) > 1 else {}
        sizes = together | {sheet.name: sheet.rows for sheet in readable.sheets}
        sheets = {name: _("{sheet} ({rows} rows)").format(sheet=name, rows=rows) for name, rows in sizes.items()}
        _pick(cells[1], tray, item, "sheet", _("Sheet"), readable.sheet, sheets)
    elif readable.delimiter is not None:
        _pick(cells[1], tray, item, "encoding", _("Encoding"), readable.encoding, ENCODING_NAMES)
        marks = {mark: _(name) for mark, name in DELIMITER_NAMES.items()}
        _pick(cells[2], tray, item, "delimiter", _("Separator"), readable.delimiter, marks)
    key = f"header_row_{item.number}"
    st.session_state[key] = readable.header_row
    cells[3].number_input(
        _("Line of the headers"), 0, 1000, step=1, key=key, help=_("0: the file has no headers"),
        on_change=lambda: item.read_otherwise(header_row=st.session_state[key]),
    )


def _pick(cell, tray: Tray, item: Item, field: str, label: Markdown, value: str, options: dict[str, str]) -> None:
    key, labels = f"{field}_{item.number}", options if value in options else {**options, value: value}
    st.session_state[key] = value
    cell.selectbox(
        label, list(labels), key=key, format_func=labels.get,
        on_change=lambda: item.read_otherwise(**{field: st.session_state[key]}),
    )
