"""Who went up and who went down: the tier on an earlier day against the tier on a later one, in customers and in money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, counter, format_count, format_day, format_money_short, format_month, translator
from segmentation.measures.grades.grading import tiers_frame, window_begins_after
from segmentation.measures.movement.month_ends import first_day, grade_days, keep_days, month_ends
from segmentation.measures.movement.snapshots import Snapshot, kept_for, months_frame, read_kept
from segmentation.schemes import Scheme, Value
from segmentation.settings.warning_rules import warning_rules
from segmentation.warehouse import Warehouse, fetch

NEW, NONE = ("new", "not_yet"), ("none", "not_graded")  # keys of places outside of the tiers: the first that no tier has
MONTHS = 12
WAYS = (("up", "promoted"), ("down", "demoted"), ("stayed", "stayed"))


@dataclass(frozen=True)
class Migration:
    """Where the customers of a store stood on one day and where they stand on a later one.

    ``cells`` has one row per pair of places, in the order of the scheme, the customers without a tier last: from_place,
    to_place, customers, contribution, contribution_from, contribution_to. A place is a tier's key, or one of
    ``outside_places``: ``new`` (no visit yet; only as from_place) or ``none`` (here, without a tier). All pairs of tiers are
    there, and from ``new`` to every tier.

    ``customers`` has one row per customer, the highest contribution first: customer, name, phone, module, manager,
    from_place, to_place, move (of ``fields.MOVES``), last_visit, contribution, contribution_from, contribution_to, win_back_by
    (of those demoted only).

    Money is CNY. contribution_from is what a customer brought in the window up to the earlier day, contribution_to in that up
    to the later; contribution is what is at stake: the former of those who went down or lost their tier, the latter of all
    others. ``kept_from`` and ``kept_to`` are the kept months that the tiers were taken from, None where they were found anew.
    """

    scheme: Scheme
    from_day: date
    to_day: date
    cells: pa.Table
    customers: pa.Table
    kept_from: Snapshot | None = None
    kept_to: Snapshot | None = None

    def count(self, move: str) -> int:
        """Return how many customers made a ``move``."""
        return pc.sum(pc.equal(self.customers["move"], move)).as_py() or 0

    def money(self, move: str) -> Decimal:
        """Return the contribution of the customers who made a ``move``."""
        return pc.sum(find_moves(self, move)["contribution"]).as_py() or Decimal("0.00")

    def money_before(self, move: str) -> Decimal:
        """Return what the customers who made a ``move`` had brought in the window up to the earlier day."""
        return pc.sum(find_moves(self, move)["contribution_from"]).as_py() or Decimal("0.00")


def read_migration(
    warehouse: Warehouse, store_id: int, scheme: Scheme, from_day: date, to_day: date, settings: Mapping[str, Value],
    *, use_kept: bool = True,
) -> Migration:
    """Return who stood where on ``from_day`` and stands where on ``to_day``.

    Where a day is a month-end that is kept, its tiers are taken as kept, unless ``use_kept`` is False or ``settings`` are not
    those saved for the store; any other day is graded under ``settings``. Money is always that of the bills there are now, over
    the window of ``settings``. Customers without a visit up to ``to_day`` and without a tier are left out, so that the customers
    of a row sum to those who had its tier, of a column to those who have it. An empty store gives cells of zeros. Raises
    InputError unless the later day is later.
    """
    if from_day >= to_day:
        raise InputError("days_swapped", N_("The first day must lie before the second."))
    kept = kept_for(warehouse, store_id, scheme, settings) if use_kept else {}
    days = (from_day, to_day)
    anew = [day for day in days if day not in kept]
    standing = [read_kept(warehouse, store_id, scheme, day) for day in days if day in kept]
    if anew:
        standing.append(grade_days(warehouse, store_id, scheme, anew, settings))
    window = settings["window"]
    frames = {"standing": pa.concat_tables(standing, promote_options="permissive"), "tiers": tiers_frame(scheme)}
    customers = warehouse.over(
        "measures/movement/migration", frames, store=store_id, from_day=from_day, to_day=to_day,
        from_begins_after=window_begins_after(from_day, window), to_begins_after=window_begins_after(to_day, window),
        **_outside(scheme), win_back_by=to_day + timedelta(days=warning_rules(warehouse, store_id).win_back_days),
    )
    frames = {"migration": customers, "places": _places_frame(scheme)}
    cells = warehouse.over("measures/movement/migration_cells", frames, **_outside(scheme))
    return Migration(scheme, from_day, to_day, cells, customers, kept.get(from_day), kept.get(to_day))


def read_history(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value], months: int = MONTHS
) -> pa.Table:
    """Return who went up and down from month-end to month-end, the last ``months`` that are complete by ``as_of``.

    One row per month-end with another before it, in order: month_end, customers (with a tier), promotions, demotions, came
    (with a tier now and none a month before), promoted_contribution (CNY, what those who went up bring in the window up to the
    month-end), demoted_contribution (what those who went down had brought up to the month-end before), is_kept, is_stale.
    Kept months are taken as ``read_migration`` takes them, the others are graded under ``settings`` in one pass. With less
    than two complete months there are no rows.
    """
    first = first_day(warehouse, store_id)
    days = month_ends(first, as_of)[-(months + 1) :] if first else []
    kept = kept_for(warehouse, store_id, scheme, settings)
    cursor = warehouse.cursor()
    keep_days(cursor, warehouse, store_id, scheme, [day for day in days if day not in kept], settings)
    cursor.register("months", months_frame(days, kept))
    cursor.register("tiers", tiers_frame(scheme))
    found = fetch(cursor, "measures/movement/tier_history", store=store_id, scheme=scheme.key)
    stale = [day in kept and kept[day].is_stale for day in found["month_end"].to_pylist()]
    return found.append_column("is_stale", pa.array(stale, pa.bool_()))


def find_moves(found: Migration, move: str, limit: int | None = None) -> pa.Table:
    """Return the customers who made a ``move`` (a key of ``fields.MOVES``), the highest contribution first."""
    rows = found.customers.filter(pc.equal(found.customers["move"], move))
    return rows if limit is None else rows.slice(0, limit)


def customers_of_cell(found: Migration, from_place: str | None, to_place: str | None) -> pa.Table:
    """Return who stood at ``from_place`` and stands at ``to_place`` (None: anywhere), the highest contribution first."""
    rows = found.customers
    for end, place in (("from_place", from_place), ("to_place", to_place)):
        rows = rows if place is None else rows.filter(pc.equal(rows[end], place))
    return rows


def costliest_path(found: Migration) -> dict[str, Any] | None:
    """Return the cell of those who went down whose customers had brought the most; None where nobody who brought anything did."""
    order = {key: number for number, key in enumerate(place_order(found.scheme))}
    down = [
        row for row in found.cells.to_pylist()
        if row["from_place"] in found.scheme.tier_keys and order[row["to_place"]] > order[row["from_place"]]
    ]
    worst = max(down, key=lambda row: (row["contribution"], row["customers"]), default=None)
    return worst if worst and worst["contribution"] > 0 else None


def outside_places(scheme: Scheme) -> tuple[str, str]:
    """Return the keys of who had not visited yet and of who is here without a tier: others where a tier has that very key.

    >>> from segmentation.schemes import load_scheme
    >>> outside_places(load_scheme("abcd")), outside_places(load_scheme("cards"))
    (('new', 'none'), ('not_yet', 'none'))
    """
    new, none = (next((key for key in keys if key not in scheme.tier_keys), f"{keys[-1]}_") for keys in (NEW, NONE))
    return new, none


def place_order(scheme: Scheme) -> list[str]:
    """Return all places from the best tier to the last, then who is here without a tier, then who was not here yet."""
    new, none = outside_places(scheme)
    return [*scheme.tier_keys, none, new]


def place_label(scheme: Scheme, place: str, lang: str) -> str:
    """Return what a place is called: the tier's label, or where someone without a tier stands."""
    _ = translator(lang)
    if place in scheme.tier_keys:
        return scheme.tier(place).label[lang]
    return _("Not here yet") if place == outside_places(scheme)[0] else _("Not graded")


def finding_migration(found: Migration, lang: str) -> str:
    """Return in words how many went up and down, what is at stake, and which path costs the most."""
    _, _n = translator(lang), counter(lang)
    if not found.customers.num_rows:
        return _("Nobody was here on either day.")
    if found.count("came") == found.customers.num_rows:
        text = _n(
            "The only customer came after {first}: nobody can have gone up or down since.",
            "All {customers} customers came after {first}: nobody can have gone up or down since.", found.customers.num_rows,
        )
        return text.format(customers=format_count(found.customers.num_rows, lang), first=format_day(found.from_day, lang))
    up, down = found.count("promoted"), found.count("demoted")
    text = _n(
        "From {first} to {last} {up} customer went up and {down} went down.",
        "From {first} to {last} {up} customers went up and {down} went down.", up,
    )
    sentences = [text.format(
        first=format_day(found.from_day, lang), last=format_day(found.to_day, lang),
        up=format_count(up, lang), down=format_count(down, lang),
    )]
    worst = costliest_path(found)
    if worst:
        sentences.append(finding_path(found, worst, lang))
    return (" " if lang == "en" else "").join(sentences)


def finding_ways(found: Migration, lang: str, measure: str = "customers") -> str:
    """Return the finding of the ribbons: how many went up, went down and stayed, or the money they had brought before."""
    _ = translator(lang)
    if measure == "customers":
        text = _("{up} went up, {down} went down, {stayed} stayed")
        told = {name: format_count(found.count(move), lang) for name, move in WAYS}
    else:
        text = _("Brought before by those who went up: {up}, who went down: {down}, who stayed: {stayed}")
        told = {name: format_money_short(found.money_before(move), lang) for name, move in WAYS}
    return text.format(**told)


def measured(lang: str, found: Migration, measure: str) -> str:
    """Return in words what ribbons and boxes measure; their money is of one window, that up to the earlier day."""
    _ = translator(lang)
    text = (
        _("Customers; money is what they had brought up to {first}") if measure == "customers"
        else _("Contribution (CNY) up to {first}, in all boxes")
    )
    return text.format(first=format_day(found.from_day, lang))


def finding_path(found: Migration, cell: Mapping[str, Any], lang: str) -> str:
    """Return in words what the path of a cell costs."""
    _n = counter(lang)
    text = _n(
        "Most was lost from {first} to {last}: one customer who had brought {money}.",
        "Most was lost from {first} to {last}: {customers} customers who had brought {money}.", cell["customers"],
    )
    return text.format(
        first=place_label(found.scheme, cell["from_place"], lang), last=place_label(found.scheme, cell["to_place"], lang),
        customers=format_count(cell["customers"], lang), money=format_money_short(cell["contribution"], lang),
    )


def finding_history(history: pa.Table, lang: str, measure: str = "customers") -> str:
    """Return whether more went up or down over the months of ``read_history``, in customers or in money ("contribution")."""
    _ = translator(lang)
    names = ("promotions", "demotions") if measure == "customers" else ("promoted_contribution", "demoted_contribution")
    ups, downs = (sum(history[name].to_pylist(), Decimal(0)) for name in names)
    text = (
        _("{months}: more went down than up, {down} against {up}") if downs > ups
        else _("{months}: more went up than down, {up} against {down}") if ups > downs
        else _("{months}: as many went up as down, {up}")
    )
    write, ends = format_count if measure == "customers" else format_money_short, history["month_end"].to_pylist()
    months = " – ".join(dict.fromkeys(format_month(day, lang) for day in (ends[0], ends[-1]))) if ends else ""
    return text.format(up=write(ups, lang), down=write(downs, lang), months=months)


def definitions(lang: str) -> Sequence[str]:
    """Return how it is computed, in words."""
    _ = translator(lang)
    return (
        _("A customer goes up when his tier is better on the later day than on the earlier one, and down when it is worse."),
        _(
            "Money is what a customer brings in the window up to the later day; of those who went down it is what they had "
            "brought in the window up to the earlier day, for that is what is at stake."
        ),
        _("Who had not visited yet on the earlier day came; who is here without a tier is not graded."),
    )


def finding_costliest(found: Migration, lang: str) -> str:
    """Return the finding of a chart of moves: the costliest path, else that nobody who brought anything went down."""
    _ = translator(lang)
    worst = costliest_path(found)
    if worst:
        return finding_path(found, worst, lang).rstrip(".。")
    if not found.customers.num_rows:
        return _("Nobody was here on either day")
    if not found.count("demoted") and not found.count("ungraded"):
        return _("Nobody went down")
    return _("Only customers who had brought nothing went down")


def _places_frame(scheme: Scheme) -> pa.Table:
    places = place_order(scheme)
    return pa.table({"place_no": pa.array(range(1, len(places) + 1), pa.int32()), "place": pa.array(places, pa.string())})


def _outside(scheme: Scheme) -> dict[str, str]:
    new, none = outside_places(scheme)
    return {"new_place": new, "none_place": none}


def finding_listed_moves(found: Migration, rows: pa.Table, move: str, way: str, lang: str) -> str:
    """Return in words how many customers made a move ("promoted", "demoted", else along ``way``), and their money up to when."""
    _, _n = translator(lang), counter(lang)
    if not rows.num_rows:
        nobody = {"demoted": _("Nobody went down."), "promoted": _("Nobody went up.")}
        return nobody.get(move, _("Nobody moved {way}.")).format(way=way)
    if move == "demoted":
        text = _n("One customer went down, who had brought {before} up to {first}.",
                  "{customers} customers went down, who had brought {before} up to {first}.", rows.num_rows)
    elif move == "promoted":
        text = _n("One customer went up, who brings {now} up to {last}.",
                  "{customers} customers went up, who bring {now} up to {last}.", rows.num_rows)
    else:
        text = _n("One customer moved {way}: {before} up to {first}, {now} up to {last}.",
                  "{customers} customers moved {way}: {before} up to {first}, {now} up to {last}.", rows.num_rows)
    before, now = (
        format_money_short(pc.sum(rows[name]).as_py() or 0, lang) for name in ("contribution_from", "contribution_to")
    )
    return text.format(
        customers=format_count(rows.num_rows, lang), before=before, now=now, way=way,
        first=format_day(found.from_day, lang), last=format_day(found.to_day, lang),
    )
