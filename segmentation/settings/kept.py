"""What an owner has set: kept in the warehouse per store, store 0 standing for the whole house.

A value is looked for at the store, then at the whole house, then falls back to the default.

What is to be kept often depends on what is there (a list that grows, one setting of several). ``change`` reads that inside
the transaction that writes it; where more is written together, ``keep`` writes inside a transaction of the caller's. Inside
``warehouse.writing`` nobody else writes, so whatever is read there, with any cursor, holds until it ends.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from segmentation.language.errors import InputError
from segmentation.language.text import clean
from segmentation.schemes import DEFAULT, Scheme, Value, load_scheme
from segmentation.warehouse import Cursor, Warehouse

WHOLE_HOUSE = 0
WALK_INS = "walk_in_names"
WALK_IN_NAMES = (
    "散客", "零客", "现金", "无", "散台", "过路客", "匿名", "匿名客户", "现金客户", "零售", "零散客户", "非会员", "普通散客",
    "無名", "无名", "未知", "不详", "散客户", "临时客户", "默认客户", "0", "nan",
    "现金客", "现金客人", "零散客", "零散客人", "散客人", "散单", "路人", "路过客", "路客", "陌生人", "陌生客",
    "陌生客人", "外带客", "外带客人", "外卖客", "堂食客", "堂食客人", "门市客", "门市客人", "临时客", "临时客人",
    "普通客", "普通客人", "一般客人", "匿名顾客", "匿名用户", "无名客", "生客", "自来客", "员工餐", "员工用餐",
    "工作餐", "内部用餐", "招待", "招待餐", "试菜", "自用", "staff meal", "staff", "passer-by", "stranger", "take away",
    "takeaway",
    "零点客人", "零点", "门市散客", "堂食散客", "普通顾客", "普通客户", "临时顾客", "现金顾客", "未登记", "未留名", "过客",
    "walk-in guest", "walk-in customer", "cash customer", "unknown", "guest", "counter sale", "retail customer", "cash sale",
    "general customer", "default customer", "no name",
    "現金", "無", "walk-in", "walk in", "walkin", "none", "n/a", "null", "-", "/", "cash", "anonymous",
    "无卡", "无会员", "未注册", "到店", "进店", "门店", "门市", "堂食", "默认",
)
_NOBODY_OF = frozenset((  # each also before a word for a person
    "零售", "零散", "零点", "现金", "匿名", "无名", "非会员", "无卡", "无会员", "未注册",
    "未登记", "未留名", "未知", "到店", "进店", "门店", "门市", "堂食", "默认", "路过",
))
_PEOPLE = ("顾客", "客户", "客人", "客", "用户", "消费者", "买家", "顧客", "客戶")
# what tills in other languages write for a walk-in, and mean by it as walk-in is meant
_WALK_IN = "walk-in"
_ABROAD = (
    "walk in customer", "walk in guest", "walk in client", "現場客", "现场客", "フリー", "フリー客", "público en general",
    "consumidor", "consumidor final", "cliente", "cliente avulso", "cliente balcão", "cliente final", "cliente contado",
    "cliente mostrador", "público general", "publico general", "cliente ocasional", "cliente occasionale", "cliente generico",
    "clients divers", "client divers", "client de passage", "client comptoir", "client comptant", "laufkunde", "laufkundschaft",
    "barverkauf", "barkunde", "diverse kunden", "khách lẻ", "khách vãng lai", "khách hàng lẻ", "ลูกค้าทั่วไป", "ลูกค้าเงินสด",
    "一般客", "一般客戶", "散客戶", "非會員", "過路客", "一般顧客", "現金客", "現金客戶", "розничный клиент",
    "розничный покупатель", "гость", "частное лицо", "非会員", "ゲスト", "일반고객", "비회원", "일반", "pelanggan umum", "umum",
    "cash client", "walk-in client",
)
_NO_CODE, _LONGEST_CODE = "0", 12  # 0, and as many noughts as a till pads its codes with


def get(warehouse: Warehouse, store_id: int, name: str, default: Any = None) -> Any:
    """Return the value kept under ``name`` for the store, else for the whole house, else ``default``."""
    found = warehouse.cursor().execute(
        "select value from settings where name = $name and store_id in ($store_id, 0) order by store_id desc",
        {"name": name, "store_id": store_id},
    ).fetchall()
    return json.loads(found[0][0]) if found else default


def get_several(warehouse: Warehouse, store_id: int, defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Return for each name of ``defaults`` what ``get`` returns with that default, in one look."""
    found = warehouse.cursor().execute(
        "select name, max_by(value, store_id) from settings where list_contains($names, name) and store_id in ($store_id, 0) "
        "group by name", {"names": [*defaults], "store_id": store_id},
    ).fetchall()
    return {**defaults, **{name: json.loads(value) for name, value in found}}


def put(warehouse: Warehouse, store_id: int, name: str, value: Any) -> None:
    """Keep ``value`` (anything JSON holds) under ``name`` for the store; ``None`` forgets what was kept."""
    with warehouse.writing() as cursor:
        keep(cursor, store_id, name, value)


def keep(cursor: Cursor, store_id: int, name: str, value: Any) -> None:
    """Keep ``value`` as ``put`` does, inside a transaction of the caller's."""
    key = {"store_id": store_id, "name": name}
    if value is None:
        cursor.execute("delete from settings where store_id = $store_id and name = $name", key)
    else:
        kept = {**key, "value": json.dumps(value, ensure_ascii=False)}
        cursor.execute("insert or replace into settings values ($store_id, $name, $value)", kept)


def change(warehouse: Warehouse, store_id: int, name: str, make: Callable[[Any], Any], default: Any = None) -> Any:
    """Keep what ``make`` returns for the value that ``get`` gives, and return it; nothing comes between reading and writing.

    Raises what ``make`` raises; then nothing is written, with Unchanged as with any error.
    """
    with warehouse.writing() as cursor:
        value = make(get(warehouse, store_id, name, default))
        keep(cursor, store_id, name, value)
    return value


def scheme_settings(warehouse: Warehouse, store_id: int, scheme: Scheme) -> dict[str, Value]:
    """Return every setting of the scheme for the store: what was saved, over the scheme's defaults.

    A saved value that the scheme no longer has, or no longer allows, gives way to the default. A scheme without active_days
    of its own has those of the default scheme: who is active is said of a store, not of a scheme.
    """
    settings = scheme.defaults()
    for name, text in get(warehouse, store_id, _name(scheme), {}).items():
        with suppress(InputError):
            settings |= scheme.parse({name: text})
    if "active_days" not in settings:
        settings["active_days"] = scheme_settings(warehouse, store_id, load_scheme(DEFAULT))["active_days"]
    return settings


def save_scheme_settings(
    warehouse: Warehouse, store_id: int, scheme: Scheme, values: Mapping[str, str | Value]
) -> dict[str, Value]:
    """Keep ``values`` (a setting not named keeps what it was) and return all settings as they are now.

    Raises InputError, and keeps nothing, where a name or a value does not fit the scheme.
    """
    wanted = scheme.parse(values)
    with warehouse.writing() as cursor:
        settings = {**scheme_settings(warehouse, store_id, scheme), **wanted}
        keep(cursor, store_id, _name(scheme), {setting.name: str(settings[setting.name]) for setting in scheme.settings})
    return settings


def keep_scheme_settings(cursor: Cursor, store_id: int, scheme: Scheme, values: Mapping[str, str]) -> None:
    """Keep ``values`` for a new store, inside a transaction of the caller's; what is not named has the default.

    Raises InputError where a name or a value does not fit the scheme.
    """
    settings = {**scheme.defaults(), **scheme.parse(values)}
    keep(cursor, store_id, _name(scheme), {setting.name: str(settings[setting.name]) for setting in scheme.settings})


def reset_scheme_settings(warehouse: Warehouse, store_id: int, scheme: Scheme) -> None:
    """Forget what was saved for the store; the whole house's settings, or the defaults, hold again."""
    put(warehouse, store_id, _name(scheme), None)


def walk_in_names(warehouse: Warehouse, store_id: int) -> tuple[str, ...]:
    """Return the customer names that mean a walk-in: the store's list, else the house's, else the usual ones."""
    return tuple(get(warehouse, store_id, WALK_INS, WALK_IN_NAMES))


def walk_in_words(names: Iterable[str]) -> list[str]:
    """Return all that the names of a list mean, in lower case: 零售 is 零售顾客 and 零售客户 too, 0 any code of noughts.

    walk-in is the same word in other languages too, where it is not plain ASCII with its capitals as well.

    >>> words = walk_in_words(["零售", "0", "Bar"])
    >>> [word in words for word in ("零售", "零售顾客", "0000", "bar", "bar顾客", "到店顾客", "10", "consumidor")]
    [True, True, True, True, False, False, False, False]
    >>> [word in walk_in_words(["Walk-in"]) for word in ("Khách lẻ", "consumidor")]
    [True, True]
    """
    own = [name.lower() for name in names]
    people = [f"{name}{person}" for name in own if name in _NOBODY_OF for person in _PEOPLE]
    noughts = [_NO_CODE * count for count in range(2, _LONGEST_CODE + 1)] if _NO_CODE in own else []
    abroad = [form(name) for name in _ABROAD for form in (str.lower, str.capitalize, str.title)] if _WALK_IN in own else []
    return list(dict.fromkeys([*own, *people, *noughts, *abroad]))


def save_walk_in_names(warehouse: Warehouse, store_id: int, names: Iterable[str]) -> tuple[str, ...]:
    """Keep the list of walk-in names, cleaned as cells are, without blanks and doubles, in the order given, and return it."""
    with warehouse.writing() as cursor:
        return keep_walk_in_names(cursor, store_id, names)


def keep_walk_in_names(cursor: Cursor, store_id: int, names: Iterable[str]) -> tuple[str, ...]:
    """Keep the list as ``save_walk_in_names`` does, inside a transaction of the caller's."""
    kept = tuple(dict.fromkeys(cleaned for name in names if (cleaned := clean(name))))
    keep(cursor, store_id, WALK_INS, kept)
    return kept


def _name(scheme: Scheme) -> str:
    return f"scheme:{scheme.key}"
