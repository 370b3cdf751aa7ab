"""Action lists that a control group is drawn from: who would be called today, whatever is excluded left out before the draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.fields import SIGNS
from segmentation.ingest.trials import ListAsked
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.measures.groups.members import read_members
from segmentation.measures.managers.today import Call, Today, holders_on, read_today
from segmentation.measures.trials.results import Results
from segmentation.measures.windows import CLOSED_DAYS
from segmentation.schemes import Scheme, Value
from segmentation.settings.call_rules import call_rules
from segmentation.settings.groups import Group
from segmentation.warehouse import Warehouse

FESTIVAL = "festival"
OF_TODAY = ("warned", "lost", "demoted", "due", FESTIVAL)  # reasons of today's list that are lists of their own
GROUP = "group"
SIGN_FLAGS = dict(zip(SIGNS, ("is_silent", "has_fewer_visits", "spends_less"), strict=True))
ROWS = pa.schema([
    ("customer_key", pa.string()), ("manager", pa.string()), ("reason_code", pa.string()), ("stake", pa.decimal128(18, 2)),
])


def read_list(
    warehouse: Warehouse, store_id: int, kind: str, scheme: Scheme, as_of: date, on: date, settings: Mapping[str, Value],
    group: Group | None = None, manager: str | None = None, occasion: str | None = None,
) -> ListAsked:
    """Return the list of that kind as it is called on ``on``, of one manager's customers where one is named.

    ``kind`` is one of ``OF_TODAY``, or group with a saved group. Each festival has a list of its own: ``occasion`` says which,
    where several are on. Left out is who is not to be called, to whom something was promised, who was called lately or is left
    alone already. Raises InputError for another kind, and for a festival that is not on or not said.
    """
    if kind == GROUP and group is not None:
        rows = _of_group(warehouse, group, as_of, on)
    elif kind in OF_TODAY:
        found = read_today(warehouse, store_id, scheme, as_of, on, settings)
        occasion = festival_asked(found, occasion) if kind == FESTIVAL else None
        rows = list_of_today(found, kind, occasion)
    else:
        message = N_("There is no list “{kind}”. There are: {kinds}.")
        raise InputError("unknown_list", message, kind=kind, kinds=", ".join((*OF_TODAY, GROUP)))
    manager = warehouse.rights.manager or manager
    own = [row for row in rows if manager is None or row["manager"] == manager]
    number = group.number if kind == GROUP and group else None
    return ListAsked(kind, pa.Table.from_pylist(own, ROWS), occasion if kind == FESTIVAL else None, number, manager)


def festival_asked(found: Today, occasion: str | None) -> str | None:
    """Return whose list it is of the festivals that are on, the only one where none is said; None where none is on.

    Raises InputError where several are on and none is said, and for one that is not on.
    """
    keys = [each.key for each in found.festivals]
    if occasion in keys or not (keys or occasion):
        return occasion
    if occasion is None and len(keys) == 1:
        return keys[0]
    message = N_("Say which festival (--festival {keys}): each has a list of its own.")
    if occasion is not None:
        message = N_("The festival “{festival}” is not on. On now: {keys}.")
    if not keys:
        message = N_("No festival is on on that day, so there is no list “{festival}”.")
    raise InputError("which_festival", message, festival=occasion or "", keys=", ".join(keys))


def check_covered(store: str, last: date, on: date) -> None:
    """Raise InputError for the list of a day so long after the ``last`` bill that silence only means missing bills."""
    if (on - last).days >= CLOSED_DAYS:
        message = N_(
            "The bills of {store} end on {last}: who is silent on {day} cannot be told, so nobody is drawn. "
            "Say an earlier day (--on)."
        )
        raise InputError("after_last_bill", message, store=store, last=last.isoformat(), day=on.isoformat())


def list_of_today(found: Today, kind: str, occasion: str | None = None) -> list[dict[str, Any]]:
    """Return who is called for a reason, as rows of ``ROWS``, of a festival who is called for this one (``occasion``).

    To whom something was promised is called in any case, and left out.
    """
    calls = [call for call in found.calls if kind in call.reasons and "promised" not in call.reasons]
    if kind == FESTIVAL:
        calls = [call for call in calls if found.festivals[call.row["festival_no"]].key == occasion]
    return [_row(call, kind) for call in calls]


def _row(call: Call, kind: str) -> dict[str, Any]:
    sign = next((sign for sign, flag in SIGN_FLAGS.items() if call.row[flag]), None) if kind == "warned" else None
    return {"customer_key": call.customer, "manager": call.manager, "reason_code": sign, "stake": call.stake}


def _of_group(warehouse: Warehouse, group: Group, as_of: date, on: date) -> list[dict[str, Any]]:
    store_id, rules = group.store_id, call_rules(warehouse, group.store_id)
    members = read_members(warehouse, group, as_of).sort_by("customer_key").to_pylist()
    holders = dict(zip(*(holders_on(warehouse, store_id, as_of, on)[name].to_pylist() for name in ("customer_key", "manager")),
                       strict=True))
    contacted = warehouse.rows(
        "measures/managers/contacted", store=store_id, on=on, reached_days=rules.reached_days,
        not_reached_days=rules.not_reached_days,
    )
    out = {row["customer_key"] for row in contacted if row["is_barred"] or row["is_left_alone"] or row["is_promised"]}
    out |= {row["customer_key"] for row in warehouse.rows("facts/left_alone", store=store_id, on=on)}
    out |= {row["customer_key"] for row in warehouse.rows("facts/barred", store=store_id, on=on)}
    return [
        {
            "customer_key": row["customer_key"], "manager": holders.get(row["customer_key"]), "reason_code": None,
            "stake": row["contribution"] or Decimal("0.00"),
        }
        for row in members if row["customer_key"] not in out
    ]


def without_drawn(asked: ListAsked, found: Results, first_day: date) -> tuple[ListAsked, int]:
    """Return the list without who stands in a draw that runs on its first day, called or left alone, and how many these are.

    Who is left alone by a draw of this list is on it no more today, and is counted all the same.
    """
    runs = {each.number: (each.kind, each.occasion, each.group) for each in found.running if each.last_day >= first_day}
    drawn = {row["customer"] for row in found.rows if row["trial_id"] in runs}
    own = {
        row["customer"] for row in found.rows
        if runs.get(row["trial_id"]) == (asked.kind, asked.occasion, asked.group) and row["is_left_alone"]
        and asked.manager in (None, row["manager"])
    }
    listed = set(asked.customers["customer_key"].to_pylist())
    rows = asked.customers.filter(pc.invert(pc.is_in(asked.customers["customer_key"], pa.array(sorted(drawn), pa.string()))))
    return replace(asked, customers=rows), len((listed & drawn) | own)


def left_alone_on(warehouse: Warehouse, store_id: int, on: date) -> pa.Table:
    """Return who is left alone on purpose on a day: customer, name, phone, manager (of the day of the draw), left_until."""
    return warehouse.table("measures/trials/left_alone_now", store=store_id, on=on)
