"""One switch that takes names and phones out of what is exported: the same customer always has the same number.

A customer is called by his number in the house (客户 017, Customer 017), so that one tells him from the others on every slide
and in every list; his code in the till too, for it stands beside his name in every list that was not masked. Of a phone nothing
is left (****): its last four digits tell one among hundreds. Managers and stores are masked where that is asked for (经理甲,
甲店; Manager A, Store A). No mask holds a name or phone that it is to hide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from itertools import chain, count

import pyarrow as pa

from segmentation.fields import field, own_words
from segmentation.language.i18n import LANGUAGES, N_, translator
from segmentation.language.text import writable
from segmentation.slides import BETWEEN, Cell, Chart, Grid, GridCell, Slide, Table

SHORTEST = 2  # a single letter is no secret: it stands in every text
PHONE_MASKS = ("****", "××××", "–")  # what stands for every phone: the first that is nobody's name
STEMS = "甲乙丙丁戊己庚辛壬癸"
CUSTOMERS = ("name", "phone", "customer")  # the secrets that are of a customer
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NO_MANAGERS = (N_("Nobody's"), N_("Whole store"), N_("New customers"))  # stand among managers and are none
CUSTOMER, MANAGER, STORE = N_("Customer {number}"), N_("Manager {letter}"), N_("Store {letter}")
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{5,22}")
CODE = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9_-]{4,}|[0-9]{6,}")  # found in a sentence; "12" may be anything there
TYPED = ("group_name", "group_filter")  # what a person typed: it may name customers who are nowhere else in the frame
MASKED = re.compile(r"\w[*＊]+\w?")  # as tills and delivery platforms export names


@dataclass(frozen=True)
class Register:
    """Who there is in the house: customers' numbers by key and name, managers and stores in an order of their own.

    A number stands under (key, name), and under (key, "") and ("", name) for whoever is known by one of them only.
    """

    customers: Mapping[tuple[str, str], int] = attribute(default_factory=dict)
    managers: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, customers: Iterable[tuple[str, str | None]], managers: Iterable[str] = (), stores: Iterable[str] = (),
        numbered: Iterable[int] | None = None,
    ) -> Register:
        """Return the register of customers (key, name): with the numbers that they have, else from 1 in the order given."""
        numbers: dict[tuple[str, str], int] = {}
        for number, who in zip(count(1) if numbered is None else numbered, customers, strict=False):
            key, name = _who(*who)
            for each in ((key, name), (key, ""), ("", name)):
                numbers.setdefault(each, number)
        return cls(numbers, tuple(managers), tuple(stores))


class Masker:
    """Masks for the customers of one document in ``lang``, told apart by key and name; learns who is new to it.

    Each customer is (key, name, phone) and gets his number of the ``register``; who is not in it, one behind all of these.
    ``labels`` are words of ours (tiers, modules): who is called like one of them, or like a part of one, is masked where names
    stand, but the word stays in titles and notes. With ``house``, managers and stores are masked too.
    """

    def __init__(
        self, lang: str, customers: Iterable[tuple[str, str | None, str | None]] = (), labels: Iterable[str] = (),
        *, register: Register | None = None, house: bool = False,
    ) -> None:
        self._lang = lang
        self._register = register or Register()
        self._ours = {*labels, *(translator(each)(message) for each in LANGUAGES for message in own_words())}
        self._secrets: set[str] = set()
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._last = max(self._register.customers.values(), default=0)
        self._of_customer: dict[tuple[str, str], str] = {}
        self._by_key: dict[str, str] = {}
        self._masks: dict[str, str] = {}
        self._houses: dict[str, str] = {}
        self._all: dict[str, str] = {}
        self._lengths: list[int] = []
        self._house = house
        self._nobody = {translator(each)(message) for each in LANGUAGES for message in NO_MANAGERS} - {*self._register.managers}
        if house:
            self._learn_house(self._register.managers, self._register.stores)
        self._learn(customers)

    @classmethod
    def of(
        cls, lang: str, *frames: pa.Table, labels: Iterable[str] = (), register: Register | None = None, house: bool = False
    ) -> Masker:
        """Return the masker for all customers in frames whose columns are named as in a graded list.

        What stands in their columns of groups, such as modules, are words of ours, besides ``labels``.
        """
        groups = {
            text for frame in frames for name in frame.column_names if field(name).kind == "group" and not field(name).secret
            for text in _texts(frame, name) if text
        }
        people = chain.from_iterable(_customers(frame) for frame in frames)
        masker = cls(lang, people, {*labels, *groups}, register=register, house=house)
        masker._learn_typed([text for frame in frames for name in TYPED for text in _texts(frame, name) if text])
        return masker

    @classmethod
    def of_slides(
        cls, lang: str, slides: Iterable[Slide], labels: Iterable[str] = (), *, register: Register | None = None,
        house: bool = False,
    ) -> Masker:
        """Return the masker for the customers that stand in the slides: in columns, charts and boxes that have a ``secret``.

        What charts without one, and grids, are labelled with are words of ours, besides ``labels``.
        """
        slides = tuple(slides)
        plainly = (chart for slide in slides for chart in _charts(slide) if not chart.secret)
        ours = {category.label for chart in plainly for category in chart.categories}
        ours |= {text for slide in slides if slide.grid for text in (*slide.grid.rows, *slide.grid.columns)}
        people = chain.from_iterable(_customers_shown(slide) for slide in slides)
        masker = cls(lang, people, {*labels, *ours}, register=register, house=house)
        if house:  # a store or a manager may be gone since the slide was made
            stores = [name for slide in slides for name in (*slide.store.split(BETWEEN), *_shown(slide, "store"))]
            masker._learn_house([name for slide in slides for name in _shown(slide, "manager")], stores)
        return masker

    def name(self, name: str | None, key: str | None = "") -> str | None:
        """Return the mask of a customer's name: of the customer with ``key``, where several have the name, or none."""
        key, name = writable(key or ""), writable(name or "")
        if not name and not key:
            return None
        if _who(key, name) not in self._of_customer:
            self._learn([(key, name, None)])
        return self._of_customer[_who(key, name)]

    def manager(self, name: str | None) -> str | None:
        """Return the mask of a manager's name where managers are masked; else his name, unless he is a customer too."""
        if self._house and writable(name or ""):
            self._learn_house([name], [])
        return self._houses.get(writable(name or "")) or self.text(name)

    def store(self, name: str | None) -> str | None:
        """Return the mask of a store, or of the stores that stand in a text, where stores are masked; else the text."""
        if name is None or not self._house:
            return name
        return self._houses.get(writable(name)) or self._replaced(name, self._houses)

    def phone(self, phone: str | None) -> str | None:
        """Return the mask of a phone number, of which nothing is left: one for all phones."""
        phone = writable(phone or "")
        if not phone:
            return None
        if phone not in self._masks:
            self._learn([("", None, phone)])
        return self._hidden()

    def customer(self, key: str | None, name: str | None = None) -> str | None:
        """Return a customer key as it may be shown: as the name of the customer is masked."""
        return self.name(name, key) if writable(key or "") else None

    def text(self, text: str | None) -> str | None:
        """Return a text, on one line, with every known name and phone in it masked, the longest first.

        A name in Latin letters is found as a word only, so that "Li" stays in "Limited".
        """
        return None if text is None else self._replaced(text, self._all)

    def _replaced(self, text: str, masks: Mapping[str, str]) -> str:
        text = writable(text)
        out, at = [], 0
        while at < len(text):
            size = next((size for size in self._lengths if self._is_secret(text, at, size, masks)), 0)
            out.append(masks[text[at : at + size]] if size else text[at])
            at += size or 1
        return "".join(out)

    def _is_secret(self, text: str, at: int, size: int, masks: Mapping[str, str]) -> bool:
        piece = text[at : at + size]
        if len(piece) < size or piece not in masks:
            return False
        if piece not in self._houses and any(_stands_in(piece, word) for word in self._ours):
            return False
        return _is_apart(piece, text, at)

    def _learn(self, customers: Iterable[tuple[str, str | None, str | None]]) -> None:
        """Take in customers: first all their secrets, so that no mask holds any, then their masks."""
        known = dict.fromkeys(tuple(writable(text or "") for text in customer) for customer in customers)
        known |= {(key, "", ""): None for key, _name, _phone in known if "@" in key}  # an e-mail names him as a name does
        for key, name, phone in known:
            texts = {name, _width_folded(name), *(spellings(phone) if phone else ()), *(spellings(key) if is_phone(key) else ())}
            self._secrets |= {text for text in texts if len(text) >= SHORTEST and not MASKED.fullmatch(text)}
        with_a_key_first = sorted(known, key=lambda customer: not customer[0])  # the others may be they
        for key, name, phone in with_a_key_first:
            if key or name:
                self._number(key, name)
            for number in filter(None, (phone, *(text for text in (key, name) if is_phone(text)))):
                for spelling in spellings(number):
                    self._masks.setdefault(spelling, self._hidden())
        self._measure()

    def _learn_typed(self, texts: Sequence[str]) -> None:
        """Take in who of the house stands in texts that a person typed, by his name or his code."""
        whole = "\n".join(map(writable, texts))
        if whole:
            found = [
                (key, name, None) for key, name in self._register.customers
                if (name and name in whole) or (CODE.fullmatch(key) and key in whole)
            ]
            self._learn([*found, *(("", None, phone) for phone in PHONE.findall(whole))])

    def _number(self, key: str, name: str) -> None:
        """Give a customer his number: that of whoever he may be, where only his key or only his name is known."""
        who = _who(key, name)
        if who in self._of_customer:
            return
        mask = self._may_be(*who) or self._new_number(*who)
        self._of_customer[who] = mask
        self._by_key.setdefault(who[0], mask)
        texts = {name, _width_folded(name)}
        if is_phone(who[0]) and not who[1]:
            texts |= set(spellings(who[0]))
        elif "@" in key or _width_folded(key) == _width_folded(name):
            texts.add(key)
        if CODE.fullmatch(key):
            texts.add(key)
        for text in texts - {""}:
            self._masks.setdefault(text, mask)

    def _may_be(self, key: str, name: str) -> str | None:
        if key and name:  # whoever went by the key alone, or by the name alone, was he
            return self._of_customer.get((key, "")) or self._of_customer.pop(("", name), None)
        return self._by_key.get(key) if key else self._masks.get(name)

    def _new_number(self, key: str, name: str) -> str:
        known = self._register.customers
        number = next((known[each] for each in ((key, name), (key, ""), ("", name)) if any(each) and each in known), 0)
        while True:
            mask = translator(self._lang)(CUSTOMER).format(number=f"{number:03}")
            if number and mask not in self._taken and not self._holds_a_secret(f"{number:03}"):
                self._taken.add(mask)
                return mask
            self._last += 1
            number = self._last

    def _learn_house(self, managers: Iterable[str], stores: Iterable[str]) -> None:
        """Take in managers and stores; a mask that is the name of one of them is passed over."""
        asked = [
            (kind, writable(name)) for kind, names in ((MANAGER, managers), (STORE, stores)) for name in names
            if name and (kind == STORE or name not in self._nobody)
        ]
        real = {name for _kind, name in asked} | {*self._register.managers, *self._register.stores}
        for kind, name in asked:
            while name and name not in self._houses:
                self._numbers[kind] = self._numbers.get(kind, 0) + 1
                mask = translator(self._lang)(kind).format(letter=_letter(self._numbers[kind], self._lang))
                if mask not in real:
                    self._houses[name] = mask
        self._measure()

    def _measure(self) -> None:
        self._all = {**self._masks, **self._houses}
        self._lengths = sorted({len(text) for text in self._all if len(text) >= SHORTEST}, reverse=True)

    def _hidden(self) -> str:
        return next((mask for mask in PHONE_MASKS if not self._holds_a_secret(mask)), "")

    def _holds_a_secret(self, mask: str) -> bool:
        ends = range(len(mask) + 1)
        return any(mask[begin:end] in self._secrets for begin in ends for end in ends[begin + SHORTEST :])


def mask_frame(frame: pa.Table, masker: Masker) -> pa.Table:
    """Return ``frame`` with the columns name, phone and customer masked, and names and phones in its other texts.

    Managers and stores are masked where the masker masks them. Types and rows stay; an empty text is null. Who has no name goes
    by his number too.
    """
    keys = _texts(frame, "customer")
    names = _texts(frame, "name")
    for at, column in enumerate(frame.schema):
        own = field(column.name)
        named = own.may_name_customers or own.secret
        if not named or not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            continue
        values = frame[column.name].to_pylist()
        if own.secret == "name":
            masked = [masker.name(name, key) for name, key in zip(values, keys, strict=True)]
        elif own.secret == "customer":
            masked = [masker.customer(key, name) for key, name in zip(values, names, strict=True)]
        else:
            masked = _once_each(values, _by_secret(masker, own.secret))
        frame = frame.set_column(at, column, pa.array(masked, column.type))
    return frame


def mask_slides(
    slides: Iterable[Slide], lang: str, register: Register | None = None, *, house: bool = False, labels: Iterable[str] = ()
) -> tuple[Slide, ...]:
    """Return the slides masked alike, by the customers that stand in them; each in its own language, else in ``lang``."""
    slides, labels = tuple(slides), tuple(labels)
    maskers = {
        each: Masker.of_slides(each, slides, labels, register=register, house=house)
        for each in dict.fromkeys(slide.lang or lang for slide in slides)
    }
    return tuple(mask_slide(slide, maskers[slide.lang or lang]) for slide in slides)


def mask_slide(slide: Slide, masker: Masker) -> Slide:
    """Return the slide with every name and phone in it masked: in cells, labels, titles and notes.

    The store's name stays, unless the masker masks stores.
    """
    return replace(
        slide,
        title=masker.text(slide.title),
        subtitle=masker.text(slide.subtitle),
        charts=tuple(mask_chart(chart, masker) for chart in slide.charts),
        strip=slide.strip and mask_chart(slide.strip, masker),
        table=slide.table and mask_table(slide.table, masker),
        grid=slide.grid and mask_grid(slide.grid, masker),
        notes=tuple(masker.text(note) for note in slide.notes),
        sides=tuple(masker.store(side) for side in slide.sides),
        store=masker.store(slide.store),
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


def _who(key: str | None, name: str | None) -> tuple[str, str]:
    """Return how a customer is told apart: by key and name; who goes by his key or his phone has no name.

    >>> _who("K1", "王伟"), _who("李雷", "李雷"), _who("", "13800000001")
    (('K1', '王伟'), ('李雷', ''), ('13800000001', ''))
    """
    key, name = writable(key or ""), writable(name or "")
    if is_phone(name):
        key, name = key or name, ""
    return (key, "" if key and _width_folded(name) == _width_folded(key) else name)


def _letter(number: int, lang: str) -> str:
    """Return what tells the managers or stores apart: a letter, or a stem in Chinese, as far as there are any.

    >>> _letter(1, "zh"), _letter(2, "en"), _letter(11, "zh")
    ('甲', 'B', '11')
    """
    letters = STEMS if lang == "zh" else LETTERS
    return letters[number - 1] if number <= len(letters) else str(number)


def _customers(frame: pa.Table) -> Iterator[tuple[str, str | None, str | None]]:
    columns = (_texts(frame, name) for name in ("customer", "name", "phone"))
    return zip(*columns, strict=True)


def _customers_shown(slide: Slide) -> Iterator[tuple[str, str | None, str | None]]:
    for chart in _charts(slide):
        for category in chart.categories if chart.secret in CUSTOMERS else ():
            yield _customer(chart.secret, category.label)
    for cell in slide.grid.boxes if slide.grid else ():
        if cell.secret in CUSTOMERS:
            yield _customer(cell.secret, cell.label)
    if slide.table:
        columns = enumerate(slide.table.columns)
        places = {column.secret: at for at, column in columns if column.secret in CUSTOMERS and column.type == "text"}
        for row in slide.table.rows if places else ():
            key, name, phone = (row[places[what]] if what in places else None for what in ("customer", "name", "phone"))
            yield key or "", name, phone


def _shown(slide: Slide, secret: str) -> Iterator[str]:
    """Yield what stands in the columns and charts of a slide that hold such names."""
    yield from (category.label for chart in _charts(slide) if chart.secret == secret for category in chart.categories)
    for at, column in enumerate(slide.table.columns if slide.table else ()):
        if column.secret == secret:
            yield from (row[at] for row in slide.table.rows if row[at])


def _charts(slide: Slide) -> tuple[Chart, ...]:
    return (*slide.charts, slide.strip) if slide.strip else slide.charts


def _customer(secret: str, text: str) -> tuple[str, str | None, str | None]:
    return {"name": ("", text, None), "phone": ("", None, text), "customer": (text, None, None)}[secret]


def _texts(frame: pa.Table, name: str) -> list[str | None]:
    return frame[name].to_pylist() if name in frame.column_names else [None] * frame.num_rows


def _by_secret(masker: Masker, secret: str) -> Callable[[str | None], str | None]:
    return {
        "": masker.text, "name": masker.name, "phone": masker.phone, "customer": masker.customer, "manager": masker.manager,
        "store": masker.store,
    }[secret]


def _once_each(values: Sequence[str | None], mask: Callable[[str | None], str | None]) -> list[str | None]:
    masks = {value: mask(value) for value in dict.fromkeys(values)}
    return [masks[value] for value in values]


def _width_folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _is_apart(piece: str, text: str, at: int) -> bool:
    """Return whether a piece of a text is no part of a longer word in Latin letters."""
    end = at + len(piece)
    return not (_joined(text[max(0, at - 1) : at], piece[0]) or _joined(piece[-1], text[end : end + 1]))


def _stands_in(piece: str, text: str) -> bool:
    """Return whether a piece stands in a text, and not only within a word in Latin letters, as "Li" does in "Limits".

    >>> _stands_in("Li", "Limits"), _stands_in("Li", "of Li"), _stands_in("政府", "政府客户")
    (False, True, True)
    """
    at = text.find(piece)
    while at >= 0 and not _is_apart(piece, text, at):
        at = text.find(piece, at + 1)
    return at >= 0


def _joined(left: str, right: str) -> bool:
    """Return whether two letters belong to one word in Latin letters or one number."""
    return bool(left and right) and (left + right).isascii() and (left + right).isalnum()

