"""One switch that takes names and phones out of what is exported: the same customer always has the same mask.

A mask keeps enough to be recognised by those who know the customer (王**, 远山**, 138****0001) and gets a number where
two customers would share it. No mask holds a name or phone that it is to hide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

import pyarrow as pa

from segmentation.fields import field, own_words
from segmentation.language.i18n import LANGUAGES, translator
from segmentation.language.text import writable
from segmentation.slides import Cell, Chart, Grid, GridCell, Slide, Table

SHORTEST = 2  # a single letter is no secret: it stands in every text
TRIES = 1_000
COMPANY = re.compile(
    r"公司|集团|企业|工厂|政府|法院|大学|学校|中心|银行|电网|石油|烟草|工作室|商行|酒店|[厂局委院所部处会社店行校]$|"
    r"\b(?:ltd|inc|co|corp|llc|company|group|bank|hotel|school|university|hospital|trading|bureau|office)\b",
    re.IGNORECASE,
)
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,22}")
MASKED = re.compile(r"\w[*＊]+\w?")  # as tills and delivery platforms export names


class Masker:
    """Masks for the customers of one document, told apart by key and name; learns who is new to it.

    Each customer is (key, name, phone). ``labels`` are words of ours (tiers, modules): who is called like
    one of them, or like a part of one, is masked where names stand, but the word stays in titles and notes.
    """

    def __init__(self, customers: Iterable[tuple[str, str | None, str | None]] = (), labels: Iterable[str] = ()) -> None:
        self._ours = {*labels, *(translator(lang)(message) for lang in LANGUAGES for message in own_words())}
        self._secrets: set[str] = set()
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._of_customer: dict[tuple[str, str], str] = {}
        self._masks: dict[str, str] = {}
        self._lengths: list[int] = []
        self._learn(customers)

    @classmethod
    def of(cls, *frames: pa.Table, labels: Iterable[str] = ()) -> Masker:
        """Return the masker for all customers in frames whose columns are named as in a graded list."""
        return cls(chain.from_iterable(_customers(frame) for frame in frames), labels)

    @classmethod
    def of_slides(cls, slides: Iterable[Slide], labels: Iterable[str] = ()) -> Masker:
        """Return the masker for the customers that stand in the slides: in columns, charts and boxes that have a ``secret``.

        What charts without one, and grids, are labelled with are words of ours, besides ``labels``.
        """
        slides = tuple(slides)
        plainly = (chart for slide in slides for chart in _charts(slide) if not chart.secret)
        ours = {category.label for chart in plainly for category in chart.categories}
        ours |= {text for slide in slides if slide.grid for text in (*slide.grid.rows, *slide.grid.columns)}
        return cls(chain.from_iterable(_customers_shown(slide) for slide in slides), {*labels, *ours})

    def name(self, name: str | None, key: str | None = "") -> str | None:
        """Return the mask of a customer's name: of the customer with ``key``, where several have the name."""
        name, key = writable(name or ""), writable(key or "")
        if not name:
            return None
        if is_phone(name):  # of a customer without a name, who goes by his key
            return self.phone(name)
        if (key, name) not in self._of_customer and (key or name not in self._masks):
            self._learn([(key, name, None)])
        return self._of_customer.get((key, name)) or self._masks[name]

    def phone(self, phone: str | None) -> str | None:
        """Return the mask of a phone number, the same for all its spellings."""
        phone = writable(phone or "")
        if not phone:
            return None
        if phone not in self._masks:
            self._learn([("", None, phone)])
        return self._masks[phone]

    def customer(self, key: str | None, name: str | None = None) -> str | None:
        """Return a customer key as it may be shown: a code stays; a phone, an e-mail or a name is masked."""
        key, name = writable(key or ""), writable(name or "")
        if not key:
            return None
        if is_phone(key):
            return self.phone(key)
        if "@" in key or (name and _width_folded(key) == _width_folded(name)):
            return self.name(key if "@" in key else name, key)
        return self._masks.get(key) or self.text(key)

    def text(self, text: str | None) -> str | None:
        """Return a text, on one line, with every known name and phone in it masked, the longest first.

        A name in Latin letters is found as a word only, so that "Li" stays in "Limited".
        """
        if text is None:
            return None
        text = writable(text)
        out, at = [], 0
        while at < len(text):
            size = next((size for size in self._lengths if self._is_secret(text, at, size)), 0)
            out.append(self._masks[text[at : at + size]] if size else text[at])
            at += size or 1
        return "".join(out)

    def _is_secret(self, text: str, at: int, size: int) -> bool:
        piece = text[at : at + size]
        if len(piece) < size or piece not in self._masks or any(piece in word for word in self._ours):
            return False
        return not (_joined(text[max(0, at - 1) : at], piece[0]) or _joined(piece[-1], text[at + size : at + size + 1]))

    def _learn(self, customers: Iterable[tuple[str, str | None, str | None]]) -> None:
        """Take in customers: first all their secrets, so that no mask holds any, then their masks."""
        known = dict.fromkeys(tuple(writable(text or "") for text in customer) for customer in customers)
        known |= {(key, key, ""): None for key, _name, _phone in known if "@" in key}  # an e-mail names him as a name does
        for key, name, phone in known:
            texts = {name, _width_folded(name), *(spellings(phone) if phone else ()), *(spellings(key) if is_phone(key) else ())}
            self._secrets |= {text for text in texts if len(text) >= SHORTEST and not MASKED.fullmatch(text)}
        with_a_key_first = sorted(known, key=lambda customer: not customer[0])  # the others may be they
        for key, name, phone in with_a_key_first:
            if name and not is_phone(name) and (key, name) not in self._of_customer and (key or name not in self._masks):
                self._of_customer[key, name] = mask = self._new(_name_masks(name), "")
                for spelling in (name, _width_folded(name), *([key] if _width_folded(key) == _width_folded(name) else [])):
                    self._masks.setdefault(spelling, mask)
            for number in filter(None, (phone, *(text for text in (key, name) if is_phone(text)))):
                written = spellings(number)
                mask = self._masks.get(written[0]) or self._new(_phone_masks(written[0]), "-")
                for spelling in written:
                    self._masks.setdefault(spelling, mask)
        self._lengths = sorted({len(text) for text in self._masks if len(text) >= SHORTEST}, reverse=True)

    def _new(self, masks: Sequence[str], before_number: str) -> str:
        """Return the first of the masks that holds no secret, with a number where somebody has it already."""
        for mask in masks:
            if self._holds_a_secret(mask):
                continue
            for _try in range(TRIES):
                number = self._numbers[mask] = self._numbers.get(mask, 0) + 1
                bare = number == 1 and any(letter.isalnum() for letter in mask)
                found = mask if bare else f"{mask}{before_number}{number}"
                if found not in self._taken and not self._holds_a_secret(found):
                    self._taken.add(found)
                    return found
        found = f"#{len(self._taken) + 1}"
        self._taken.add(found)
        return found

    def _holds_a_secret(self, mask: str) -> bool:
        ends = range(len(mask) + 1)
        return any(mask[begin:end] in self._secrets for begin in ends for end in ends[begin + SHORTEST :])


def mask_frame(frame: pa.Table, masker: Masker, also: Sequence[str] = ()) -> pa.Table:
    """Return ``frame`` with the columns name, phone and customer masked, and names and phones in its other texts.

    Columns of ``also``, such as manager, are masked as names are. Types and rows stay; an empty text is null.
    """
    keys = _texts(frame, "customer")
    names = _texts(frame, "name")
    for at, column in enumerate(frame.schema):
        own = field(column.name)
        if not own.may_name_customers or not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            continue
        values = frame[column.name].to_pylist()
        if own.secret == "name":
            masked = [masker.name(name, key) for name, key in zip(values, keys, strict=True)]
        elif own.secret == "customer":
            masked = [masker.customer(key, name) for key, name in zip(values, names, strict=True)]
        else:
            secret = "name" if column.name in also else own.secret
            masked = _once_each(values, _by_secret(masker, secret))
        frame = frame.set_column(at, column, pa.array(masked, column.type))
    return frame


def mask_slides(slides: Iterable[Slide], masker: Masker | None = None, labels: Iterable[str] = ()) -> tuple[Slide, ...]:
    """Return the slides masked alike; without a ``masker``, by the customers that stand in them (``Masker.of_slides``)."""
    slides = tuple(slides)
    masker = masker or Masker.of_slides(slides, labels)
    return tuple(mask_slide(slide, masker) for slide in slides)


def mask(slide: Slide) -> Slide:
    """Return one slide masked by the customers that stand in it; several of a document are for ``mask_slides``."""
    return mask_slides([slide])[0]


def mask_slide(slide: Slide, masker: Masker) -> Slide:
    """Return the slide with every name and phone in it masked: in cells, labels, titles and notes; the store's name stays."""
    return replace(
        slide,
        title=masker.text(slide.title),
        subtitle=masker.text(slide.subtitle),
        charts=tuple(mask_chart(chart, masker) for chart in slide.charts),
        strip=slide.strip and mask_chart(slide.strip, masker),
        table=slide.table and mask_table(slide.table, masker),
        grid=slide.grid and mask_grid(slide.grid, masker),
        notes=tuple(masker.text(note) for note in slide.notes),
    )


def mask_chart(chart: Chart, masker: Masker) -> Chart:
    """Return the chart with its texts masked; its categories wholly where they are customers (``secret``)."""
    mask = _by_secret(masker, chart.secret)
    return replace(
        chart,
        title=masker.text(chart.title),
        subtitle=masker.text(chart.subtitle),
        categories=tuple(replace(each, label=mask(each.label) or "") for each in chart.categories),
        series=tuple(replace(each, name=masker.text(each.name)) for each in chart.series),
        notes=tuple(masker.text(note) for note in chart.notes),
        across=chart.across and replace(chart.across, name=masker.text(chart.across.name)),
        axis=masker.text(chart.axis),
        limits=tuple(replace(each, name=masker.text(each.name)) for each in chart.limits),
    )


def mask_grid(grid: Grid, masker: Masker) -> Grid:
    """Return the grid with every known name and phone in its texts masked; names of boxes wholly where they are customers."""
    def masked(cell: GridCell | None) -> GridCell | None:
        return cell and replace(
            cell, label=_by_secret(masker, cell.secret)(cell.label) or "", lines=tuple(masker.text(line) for line in cell.lines)
        )

    texts = {name: tuple(masker.text(text) for text in getattr(grid, name)) for name in ("rows", "columns", "notes")}
    alone = {name: masker.text(getattr(grid, name)) for name in ("title", "subtitle", "row_axis", "column_axis")}
    return replace(grid, cells=tuple(tuple(masked(cell) for cell in row) for row in grid.cells), **texts, **alone)


def mask_table(table: Table, masker: Masker) -> Table:
    """Return the table with the columns of names, phones and keys masked, and names and phones in its other texts."""
    secrets = [column.secret for column in table.columns]
    at_key = secrets.index("customer") if "customer" in secrets else None
    at_name = secrets.index("name") if "name" in secrets else None
    others = [_by_secret(masker, secret) for secret in secrets]

    def masked(row: tuple[Cell, ...], at: int) -> Cell:
        if table.columns[at].type != "text":
            return row[at]
        if secrets[at] == "name":
            return masker.name(row[at], None if at_key is None else row[at_key])
        if secrets[at] == "customer":
            return masker.customer(row[at], None if at_name is None else row[at_name])
        return others[at](row[at])

    rows = tuple(tuple(masked(row, at) for at in range(len(secrets))) for row in table.rows)
    return replace(table, rows=rows, title=masker.text(table.title))


def is_phone(text: str) -> bool:
    """Return whether a text is a phone number: seven to fifteen digits, however they are set apart.

    >>> is_phone("+86 138-0000-0001"), is_phone("K0001"), is_phone("1234")
    (True, False, False)
    """
    return bool(PHONE.fullmatch(text)) and 7 <= len(re.sub(r"\D", "", text)) <= 15


def spellings(phone: str) -> list[str]:
    """Return the ways in which a phone number may be written, its bare digits first; what is no number, as it is.

    >>> spellings("+86 13800000001")[:3]
    ['13800000001', '+86 13800000001', '138-0000-0001']
    """
    digits = re.sub(r"\D", "", _width_folded(phone))
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    if len(digits) < SHORTEST:
        return [phone]
    parts = (digits[:3], digits[3:7], digits[7:])
    more = ["-".join(parts), " ".join(parts), f"+86{digits}", f"+86 {digits}", f"86{digits}"] if len(digits) == 11 else []
    return list(dict.fromkeys([digits, phone, *more]))


def _name_masks(name: str) -> list[str]:
    """Return the masks for a name, the most telling first.

    >>> _name_masks("王伟")[0], _name_masks("远山贸易有限公司")[0], _name_masks("Anna Smith")[0]
    ('王**', '远山**', 'A**')
    """
    if MASKED.fullmatch(name):
        return [name, "**"]
    kept = name[: min(2 if COMPANY.search(name) and not name.isascii() else 1, len(name) - 1)]
    telling = [f"{kept}**"] if kept.isalnum() else []
    return [*telling, "**", "××", "○○"]


def _phone_masks(phone: str) -> list[str]:
    """Return the masks for a phone number, the most telling first.

    >>> _phone_masks("13800000001")[0], _phone_masks("87654321")[0]
    ('138****0001', '87****21')
    """
    begin, end = (3, 4) if len(phone) >= 11 else (2, 2)
    telling = [f"{phone[:begin]}****{phone[-end:]}"] if len(phone) >= 7 and phone.isalnum() else []
    return [*telling, "****", "××××"]


def _customers(frame: pa.Table) -> Iterator[tuple[str, str | None, str | None]]:
    columns = (_texts(frame, name) for name in ("customer", "name", "phone"))
    return zip(*columns, strict=True)


def _customers_shown(slide: Slide) -> Iterator[tuple[str, str | None, str | None]]:
    for chart in _charts(slide):
        for category in chart.categories if chart.secret else ():
            yield _customer(chart.secret, category.label)
    for cell in slide.grid.boxes if slide.grid else ():
        if cell.secret:
            yield _customer(cell.secret, cell.label)
    if slide.table:
        places = {column.secret: at for at, column in enumerate(slide.table.columns) if column.secret and column.type == "text"}
        for row in slide.table.rows if places else ():
            key, name, phone = (row[places[what]] if what in places else None for what in ("customer", "name", "phone"))
            yield key or "", name, phone


def _charts(slide: Slide) -> tuple[Chart, ...]:
    return (*slide.charts, slide.strip) if slide.strip else slide.charts


def _customer(secret: str, text: str) -> tuple[str, str | None, str | None]:
    return {"name": ("", text, None), "phone": ("", None, text), "customer": (text, None, None)}[secret]


def _texts(frame: pa.Table, name: str) -> list[str | None]:
    return frame[name].to_pylist() if name in frame.column_names else [None] * frame.num_rows


def _by_secret(masker: Masker, secret: str) -> Callable[[str | None], str | None]:
    return {"": masker.text, "name": masker.name, "phone": masker.phone, "customer": masker.customer}[secret]


def _once_each(values: Sequence[str | None], mask: Callable[[str | None], str | None]) -> list[str | None]:
    masks = {value: mask(value) for value in dict.fromkeys(values)}
    return [masks[value] for value in values]


def _width_folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _joined(left: str, right: str) -> bool:
    """Return whether two letters belong to one word in Latin letters or one number."""
    return bool(left and right) and (left + right).isascii() and (left + right).isalnum()

