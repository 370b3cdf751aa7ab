"""Modules: what kind of customer (government, institution, …), the list that a store works with, and how names suggest one.

The default list is ``modules.toml``. A store's own list is a setting; a customer's module is a text, as a file or a person
wrote it, and is matched to the list whenever it is read. So a changed list needs no new import.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from segmentation.language.errors import ChangedMeanwhile, InputError
from segmentation.language.i18n import LANGUAGES, N_
from segmentation.language.text import fold_header, visible
from segmentation.settings.kept import get, keep, put
from segmentation.warehouse import Warehouse

FILE = Path(__file__).with_name("modules.toml")
UNCLASSIFIED = "unclassified"
MOST_MODULES = 20
LONGEST_TEXT = 600
# what parts the words of a name; both Python and the engine read it, so every character is written out
BREAKS = "[ \t\r\n\u00a0\u3000!-/:-@\\[-`{-~，。、；：（）《》【】“”‘’·—…]+"
SPARE_COLOURS = ("#9C835E", "#AF4B5F", "#C73423", "#157965", "#9C5FF7", "#528973", "#8F663D", "#878F3D")

Text = Mapping[str, str]  # language -> text


@dataclass(frozen=True)
class Module:
    """One kind of customer: ``key`` (never changes), ``code`` (Z, SH, …), ``colour``, and its texts by language.

    ``words`` are what files call it, ``suggests`` words of a customer's name that suggest it, ``suggests_last``
    such words that count only where no other word is found.
    """

    key: str
    code: str
    colour: str
    name: Text
    habits: Text
    advice: Text
    words: tuple[str, ...] = ()
    suggests: tuple[str, ...] = ()
    suggests_last: tuple[str, ...] = ()

Modules = tuple[Module, ...]


# --- the list --------------------------------------------------------------------------------------------------------


@cache
def default_modules() -> Modules:
    """Return the list that a store has before anyone changes it, unclassified last."""
    return tuple(_from_data(item) for item in tomllib.loads(FILE.read_text(encoding="utf-8"))["modules"])


@cache
def built_in_names(lang: str) -> dict[str, str]:
    """Return how ``lang`` calls the built-in modules, by their names in every language.

    >>> built_in_names("en")["政府"], built_in_names("zh")["Government"]
    ('Government', '政府')
    """
    return {name: module.name[lang] for module in default_modules() for name in module.name.values()}


def read_modules(warehouse: Warehouse, store_id: int) -> Modules:
    """Return the store's list of modules in its order: its own, else the whole house's, else the default; unclassified last."""
    kept = get(warehouse, store_id, "modules")
    return tuple(_from_data(item) for item in kept) if kept else default_modules()


def save_modules(
    warehouse: Warehouse,
    store_id: int,
    modules: Sequence[Module],
    new: Sequence[Module] = (),
    *,
    seen: Sequence[Module] | None = None,
) -> Modules:
    """Keep ``modules`` as the store's list, in this order with unclassified last, and return it as kept.

    Those of ``new`` come before unclassified, each with a key and a colour of its own. Texts are trimmed; a text given in one
    language only stands for both. What a module was called before stays among its words, so that files and profiles written
    with the old name keep their module. Raises InputError, and keeps nothing, for a missing or doubled name or code, a word of
    two modules, a list without unclassified or with too many, and where the list is no more the one that a person has
    ``seen``.
    """

    def edit(present: Modules) -> list[Module]:
        if seen is not None and present != tuple(seen):
            raise ChangedMeanwhile(
                N_("Meanwhile somebody else changed the list of modules. Nothing was saved; look at it again.")
            )
        listed = sorted(modules, key=lambda module: module.key == UNCLASSIFIED)
        for module in new:
            listed = _with_new(listed, module, taken={each.key for each in present})
        return listed

    return _change_list(warehouse, store_id, edit)


def _change_list(warehouse: Warehouse, store_id: int, edit: Callable[[Modules], Sequence[Module]]) -> Modules:
    """Keep what ``edit`` makes of the present list, in one transaction, and return it as kept."""
    with warehouse.writing() as cursor:
        present = read_modules(warehouse, store_id)
        before = {module.key: module for module in present}
        kept = check_modules([_remembering(module, before.get(module.key)) for module in edit(present)])
        keep(cursor, store_id, "modules", [asdict(module) for module in kept])
    return kept


def reset_modules(warehouse: Warehouse, store_id: int) -> Modules:
    """Forget the store's own list and return the one that holds again."""
    put(warehouse, store_id, "modules", None)
    return read_modules(warehouse, store_id)


def add_module(
    warehouse: Warehouse,
    store_id: int,
    code: str,
    name: Text,
    *,
    habits: Text | None = None,
    advice: Text | None = None,
    words: Iterable[str] = (),
) -> Modules:
    """Add a module before unclassified, with a key and a colour of its own, and return the list.

    Raises InputError as ``save_modules`` does.
    """
    added = Module("", code, "", name, habits or {}, advice or {}, tuple(words))
    return _change_list(warehouse, store_id, lambda modules: _with_new(modules, added))


def _with_new(modules: Sequence[Module], module: Module, taken: Iterable[str] = ()) -> list[Module]:
    """Return the list with another module before its last, which gets a key (none of ``taken``) and a colour of its own."""
    colours = [*(module.colour for module in default_modules()), *SPARE_COLOURS]
    used = {each.colour for each in modules}
    colour = next((colour for colour in colours if colour not in used), SPARE_COLOURS[len(modules) % len(SPARE_COLOURS)])
    known = {*taken, *(each.key for each in (*modules, *default_modules()))}
    stem = fold_header(module.code) or "module"
    key = next(key for key in (stem, *(f"{stem}_{number}" for number in range(2, 3 * MOST_MODULES))) if key not in known)
    return [*modules[:-1], replace(module, key=key, colour=colour), *modules[-1:]]


def change_module(warehouse: Warehouse, store_id: int, key: str, **changes: Any) -> Modules:
    """Give a module another code, name, habits, advice, words or colour and return the list.

    Raises InputError for an unknown key, and as ``save_modules`` does.
    """

    def edit(modules: Modules) -> list[Module]:
        find_module(modules, key)
        return [replace(module, **changes) if module.key == key else module for module in modules]

    return _change_list(warehouse, store_id, edit)


def remove_module(warehouse: Warehouse, store_id: int, key: str) -> Modules:
    """Take a module off the store's list; its customers count as unclassified until it, or its word, is back. Return the list.

    Raises InputError for an unknown key and for unclassified, which has to stay.
    """

    def edit(modules: Modules) -> list[Module]:
        if find_module(modules, key).key == UNCLASSIFIED:
            raise _no_unclassified()
        return [module for module in modules if module.key != key]

    return _change_list(warehouse, store_id, edit)


def find_module(modules: Sequence[Module], key: str) -> Module:
    """Return the module with this key; raises InputError where there is none, listing those there are."""
    for module in modules:
        if module.key == key:
            return module
    known = ", ".join(module.key for module in modules)
    raise InputError("unknown_module", N_("There is no module “{key}”. There are: {known}."), key=key, known=known)


def check_modules(modules: Sequence[Module]) -> Modules:
    """Return ``modules`` with their texts trimmed and unclassified last. Raises InputError as ``save_modules`` says."""
    kept = [_trimmed(module) for module in modules]
    if UNCLASSIFIED not in {module.key for module in kept}:
        raise _no_unclassified()
    if len(kept) > MOST_MODULES:
        raise InputError("too_many_modules", N_("A list can have {most} modules at most."), most=MOST_MODULES)
    surer: dict[str, Module] = {}
    for module in kept:
        for said in dict.fromkeys(fold_header(text) for text in (module.key, module.code, *module.name.values())):
            other = surer.setdefault(said, module)
            if other is not module:
                raise InputError(
                    "module_twice",
                    N_("“{text}” names two modules, {one} and {other}. Give one of them another name or code."),
                    text=said, one=_said(other), other=_said(module),
                )
    words: dict[str, Module] = {}
    finished = []
    for module in kept:
        own = [word for word in module.words if surer.get(fold_header(word)) in (None, module)]
        for word in own:
            other = words.setdefault(fold_header(word), module)
            if other is not module:
                raise InputError(
                    "module_word_twice",
                    N_("The word “{word}” stands at two modules, {one} and {other}. Leave it at one of them."),
                    word=word, one=_said(other), other=_said(module),
                )
        finished.append(replace(module, words=tuple(own)))
    return tuple(sorted(finished, key=lambda module: module.key == UNCLASSIFIED))


def _trimmed(module: Module) -> Module:
    code = unicodedata.normalize("NFKC", module.code).strip().upper()
    name = _both(module.name)
    if not any(name.values()):
        raise InputError("module_without_name", N_("Write a name for the module {text}."), text=code or module.key)
    said = _said(replace(module, name=name))
    if not re.fullmatch(r"[A-Z0-9]{1,4}", code):
        raise InputError(
            "bad_module_code",
            N_("The code of {name} must be one to four letters or digits, such as Z or SH, not “{text}”."),
            name=said, text=module.code,
        )
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", module.colour):
        raise InputError(
            "bad_module_colour",
            N_("The colour of {name} must be written #rrggbb, not “{colour}”."),
            name=said, colour=module.colour,
        )
    habits, advice = _both(module.habits), _both(module.advice)
    for text in (*name.values(), *habits.values(), *advice.values(), *module.words):
        if len(text) > LONGEST_TEXT:
            raise InputError(
                "module_text_too_long",
                N_("A text of {name} is longer than {most} characters. Shorten it."),
                name=said[:40], most=LONGEST_TEXT,
            )
    words = tuple(dict.fromkeys(word.strip() for word in module.words if fold_header(word)))
    return replace(module, code=code, name=name, habits=habits, advice=advice, words=words)


def _both(text: Text) -> dict[str, str]:
    own = {lang: str(text.get(lang) or "").strip() for lang in LANGUAGES}
    any_of_them = next(filter(None, own.values()), "")
    return {lang: said or any_of_them for lang, said in own.items()}


def _remembering(module: Module, before: Module | None) -> Module:
    if before is None:
        return module
    said = {fold_header(text) for text in (module.code, *module.name.values(), *module.words)}
    former = [text for text in (before.code, *before.name.values()) if text and fold_header(text) not in said]
    return replace(module, words=(*module.words, *former))


def _said(module: Module) -> str:
    return " / ".join(dict.fromkeys(filter(None, module.name.values()))) or module.code


def _no_unclassified() -> InputError:
    return InputError(
        "unclassified_stays", N_("The module for customers without a module has to stay. It can be given another name.")
    )


def _from_data(item: Mapping[str, Any]) -> Module:
    lists = {name: tuple(item.get(name, ())) for name in ("words", "suggests", "suggests_last")}
    return Module(item["key"], item["code"], item["colour"], item["name"], item["habits"], item["advice"], **lists)


# --- which module a text means, and which a name suggests ------------------------------------------------------------


def match_module(modules: Sequence[Module], text: str | None) -> Module:
    """Return the module that a customer's module text means: by key, code, name or word, whatever case, width and blanks.

    No text, or one that no module knows, is unclassified.

    >>> [match_module(default_modules(), text).code for text in ("政府", " sh", "State-owned", "央企", "会员", None)]
    ['Z', 'SH', 'G', 'G', 'U', 'U']
    """
    known, unclassified = _lookup(modules)
    return known.get(fold_header(text or ""), unclassified)


def suggest(name: str | None, modules: Sequence[Module] | None = None) -> Module | None:
    """Return the module that a customer's name suggests, None where it suggests none.

    The longest word found wins, the module that stands first between equals; a word that only says the legal form
    (有限公司) counts where nothing else is found. ``modules`` are the default ones if not given.

    >>> names = ("市教育局", "第一人民医院", "工商银行股份有限公司", "远山贸易有限公司", "张三")
    >>> [found and found.code for found in map(suggest, names)]
    ['Z', 'SH', 'G', 'S', None]
    """
    modules = default_modules() if modules is None else tuple(modules)
    folded = fold_name(name or "")
    found = [row for row in needles(modules) if row["needle"] in folded]
    best = min(found, key=lambda row: (row["is_last"], -row["size"], row["module_no"]), default=None)
    return modules[best["module_no"]] if best else None


def fold_name(name: str) -> str:
    """Return a name as words are looked for in it: half-width, lower case, one blank between its parts and at both ends.

    >>> fold_name("ＡＢＣ银行（城东支行）")
    ' abc银行 城东支行 '
    """
    return f" {re.sub(BREAKS, ' ', unicodedata.normalize('NFKC', visible(name)).lower()).strip()} "


def needles(modules: Sequence[Module]) -> list[dict[str, Any]]:
    """Return what to look for in a folded name: needle, word, size, module_no (place in the list, from 0), is_last."""
    return _needles(tuple((module.suggests, module.suggests_last) for module in modules))


@cache
def _needles(hints: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]) -> list[dict[str, Any]]:
    rows = []
    for number, lists in enumerate(hints):
        for is_last, words in enumerate(lists):
            for word in words:
                bare = fold_name(word.removesuffix("|")).strip()
                needle = f" {bare} " if bare.isascii() else f"{bare} " if word.endswith("|") else bare
                rows.append({"needle": needle, "word": bare, "size": len(bare), "module_no": number, "is_last": bool(is_last)})
    return rows


def _lookup(modules: Sequence[Module]) -> tuple[dict[str, Module], Module]:
    known: dict[str, Module] = {}
    for surer in (True, False):
        for module in modules:
            texts = (module.key, module.code, *module.name.values()) if surer else module.words
            for text in texts:
                known.setdefault(fold_header(text), module)
    known.pop("", None)
    return known, find_module(modules, UNCLASSIFIED)


# --- frames that statements read -------------------------------------------------------------------------------------


def modules_frame(modules: Sequence[Module]) -> pa.Table:
    """Return the list as a frame: module_no (from 0, in the list's order), module_key, module_code."""
    return pa.table({
        "module_no": pa.array(range(len(modules)), pa.int32()),
        "module_key": pa.array([module.key for module in modules], pa.string()),
        "module_code": pa.array([module.code for module in modules], pa.string()),
    })


def texts_frame(modules: Sequence[Module], texts: Iterable[str | None]) -> pa.Table:
    """Return which module each text means: one row per distinct text that is not null, text and module_no."""
    known, unclassified = _lookup(modules)
    places = {module.key: number for number, module in enumerate(modules)}
    distinct = sorted({text for text in texts if text is not None})
    meant = [places[(known.get(fold_header(text)) or unclassified).key] for text in distinct]
    return pa.table({"text": pa.array(distinct, pa.string()), "module_no": pa.array(meant, pa.int32())})


def needles_frame(modules: Sequence[Module]) -> pa.Table:
    """Return ``needles`` as a frame."""
    kinds = {"needle": pa.string(), "word": pa.string(), "size": pa.int32(), "module_no": pa.int32(), "is_last": pa.bool_()}
    rows = needles(modules)
    return pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()})
