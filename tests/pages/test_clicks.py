"""Whatever is drawn can be clicked: every mark of every page opens a list, with as many customers and as much money as it draws."""

import shutil
from datetime import datetime
from decimal import Decimal
from itertools import chain

import pyarrow.compute as pc
import pytest

import pages.compare.pies
import pages.migration.ways
import pages.shared.charts
import pages.shared.view
from pages.compare import sides
from pages.controllable.words import controllable_of
from pages.progress import bullets, picks
from pages.retention.picks import retention_of
from pages.shared.house import overview_of
from pages.shared.who import who_is_behind
from segmentation.charts.echarts.look import stands_for
from segmentation.measures.grades.behind import money_behind
from segmentation.settings.groups import Condition, save_group
from segmentation.slides import Chart, Grid
from segmentation.warehouse import Warehouse

WALKED = (  # a page, its address, and what is picked on it besides
    ("overview", {}, {}), ("modules", {}, {}), ("compare", {"by": "module_tier"}, {}), ("pyramids", {}, {}), ("pyramids", {}, {"curve": True}),
    ("controllable", {}, {}), ("controllable", {"tab": "occupancy"}, {}), ("controllable", {"tab": "rules"}, {}), ("gradings", {"tab": "abcd"}, {}), ("gradings", {"tab": "abcd"}, {"abcd_kind": "points"}),
    ("gradings", {"tab": "matrix"}, {}), ("gradings", {"tab": "rfm"}, {}), ("gradings", {"tab": "rfm", "scheme": "rfm_map"}, {}),
    ("gradings", {"tab": "cards"}, {}), ("gradings", {"tab": "scorecards"}, {}), ("gradings", {"tab": "scorecards"}, {"criteria_kind": "radar"}),
    ("retention", {}, {}), ("retention", {"period": "quarter"}, {}), ("retention", {"tab": "cohorts"}, {}), ("retention", {"tab": "return"}, {}),
    ("retention", {"tab": "return"}, {"return_by": "module"}), ("migration", {}, {"moves_measure": "contribution"}),
    ("festivals", {"festival": "mid_autumn"}, {}), ("festivals", {"festival": "spring"}, {"festival_measure": "spent"}),
    ("foresight", {}, {}), ("foresight", {"tab": "asleep"}, {}),
    ("composition", {}, {}), ("composition", {}, {"composition_by": "grade"}), ("composition", {}, {"composition_by": "weekday"}),
    ("composition", {"tab": "indicators"}, {}), ("composition", {"tab": "receivables"}, {}), ("composition", {"tab": "stored"}, {}),
    ("progress", {"of_month": "2026-09"}, {}), ("progress", {"of_measure": "customers", "of_span": "2"}, {}),
    ("customers", {"tab": "groups", "opened": "1"}, {}),
)
ELSEWHERE = ("customer", "cohort", "from", "move")  # opened by the page itself: held by the tests of cohorts and of migration
NO_SUM = ("silent", "criterion", "checked_by", "checked_again", "tenth")  # a share of gaps, points, visits, visits a customer, chances: who is listed is said at the chart, and is no part of a whole
OF_MONTHS = ("occupancy", "rule_")  # a figure of a whole month: its list is whoever came in it
NO_LIST = ("indicator_shares",)  # shares of what was due and of targets: of nobody in particular
COSTS = ("Cost to serve", "服务成本", "Visits served", "接待次数")  # a layer of what the list does not add up


@pytest.fixture(scope="module")
def samples(sample_houses, tmp_path_factory):
    path = shutil.copy(sample_houses, tmp_path_factory.mktemp("clicks"))
    warehouse = Warehouse(path)
    for store in (1, 2):
        save_group(warehouse, store, "g", "abcd", Condition(tiers=("A", "B"), recency_to=30), datetime(2026, 10, 31))
    warehouse.close()
    return path


@pytest.fixture
def walk(samples, monkeypatch, open_page):
    """Return ``walk(look)``: open a page and give ``look`` each chart as it is placed, with its key, picker and marks, and the views."""
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(samples))
    told, views, looks, offered = [], [], [], {}

    def telling(draw):
        return lambda thing, *args, **options: (told.append(thing), draw(thing, *args, **options))[1]

    def viewing(pick):
        def picked(*args, **options):
            found = pick(*args, **options)
            views[:] = found if isinstance(found, tuple) and not hasattr(found, "store_id") else (found,)
            return found
        return picked

    def offering(draw):
        return lambda parts, key, picker: (offered.update({key: parts}), draw(parts, key, picker))[1]

    def placing(place):
        def placed(drawn, key, alt, pick=None, marks=None):
            stand = {behind for each in (getattr(drawn, "marks", marks) or {}).values() for behind in each if behind}
            parts = offered.pop(key, {})
            assert set(parts) == (stand if pick else set()), f"{key}: the keyboard does not reach what a click does"
            assert all(parts.values())
            assert len({*parts.values()}) == len(parts), f"{key}: parts without a name of their own"
            looks[0](told.pop(), key, pick, getattr(drawn, "marks", marks) or {}, tuple(views))
            return place(drawn, key, alt, pick, marks)
        return placed

    for module in (pages.shared.charts, pages.compare.pies):
        for name, wrap in (("draw_described", telling), ("draw_grid", telling), ("place_figure", placing), ("pick_part", offering)):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, wrap(getattr(module, name)))
    monkeypatch.setattr(pages.migration.ways, "draw_ribbons", telling(pages.migration.ways.draw_ribbons))
    monkeypatch.setattr(pages.shared.view, "pick_view", viewing(pages.shared.view.pick_view))
    monkeypatch.setattr(bullets, "draw_progress", telling(bullets.draw_progress))
    monkeypatch.setattr(picks, "pick_month", viewing(picks.pick_month))
    monkeypatch.setattr(sides, "pick_sides", viewing(sides.pick_sides))

    def walked(name, store, lang, query, picked, look):
        looks[:] = [(lambda *seen: None) if picked else look]
        app = open_page(name, lang, store=str(store), **query)
        if picked:
            looks[:] = [look]
            for key, value in picked.items():
                app.session_state[key] = value
            app.run()
            assert not app.exception

    return walked


def marks_of(thing):
    """Each mark that has a size, as value, unit, what is behind it, and the name of its series."""
    if isinstance(thing, Chart):
        lines = [each for each in thing.series if not (each.reference or each.band)]
        return [
            (value, each.unit, stands_for(category, each), each.name)
            for each in lines for category, value in zip(thing.categories, each.values, strict=True) if value
        ]
    if isinstance(thing, Grid):
        return [(cell.value, cell.unit, cell.behind, cell.lines) for cell in thing.boxes if cell.value or cell.label or cell.lines]
    return []


def some(marks):
    """The first, the largest and the last of each series."""
    series = {}
    for mark in marks:
        series.setdefault(mark[3] if isinstance(mark[3], str) else "", []).append(mark)
    return [mark for each in series.values() for mark in {id(one): one for one in (each[0], max(each, key=lambda one: abs(one[0] or 0)), each[-1])}.values()]


def opened(behind, views):
    """What a click opens: how many customers and how much money, of both sides where it is of both."""
    side = dict(behind).get("side")
    found = who_is_behind(views[int(side or 0)], behind)
    assert found is not None, behind
    rows = found[2]
    return rows, rows.num_rows, pc.sum(rows[money_behind(rows)]).as_py() or Decimal(0)


def share(rows, behind, wanted, view):
    """What the customers of a list, or their money, are of the whole that the mark is a share of."""
    if wanted.get("movement") == "again":
        periods = chain.from_iterable(retention_of(view, each).periods.to_pylist() for each in ("month", "quarter"))
        row = next(row for row in periods if (row["start"].isoformat(), row["end"].isoformat()) == (wanted["first"], wanted["last"]))
        return rows.num_rows / row["window_customers"]
    if "movement" in wanted:
        return rows.num_rows / opened((*behind[:2], ("movement", "before")), (view,))[1]
    if "best" in wanted:
        every = who_is_behind(view, (("best", "99999999"),))[2]
        return float(pc.sum(rows["profit"]).as_py() / pc.sum(every["profit"]).as_py())
    whole = overview_of(view).window_shares.total
    if "month" in wanted:
        whole = next(row["total"] for row in controllable_of(view).months.to_pylist() if f"{row['month']:%Y-%m}" == wanted["month"])
    return float(pc.sum(rows["contribution"]).as_py() / whole)


def fault(mark, key, views):
    """Say what a list has in place of what its mark draws; None where they agree."""
    value, unit, behind, name = mark
    wanted = dict(behind)
    if {*wanted} & {*ELSEWHERE, "walk_in"}:
        return None
    rows, customers, money = opened(behind, views)
    if {*wanted} & {*NO_SUM} or name in COSTS or key.startswith(OF_MONTHS):
        return None if customers or "silent" in wanted else f"{key} {behind}: nobody"
    if unit == "points":
        return None if any(who_is_behind(view, behind)[2].num_rows for view in views) else f"{key} {behind}: nobody"
    if unit == "ratio":
        drawn = share(rows, behind, wanted, views[0])
        return None if abs(drawn - value) < 1e-9 else f"{key} {behind}: {drawn} in place of {value}"
    if unit == "money" and {"r", "f", "fm"} & {*wanted}:  # an average
        money = (money / customers).quantize(Decimal("0.01"))
    if unit == "money" and "best" not in wanted and name in ("Profit", "利润"):
        return None
    found = customers if unit == "count" else money
    return None if found == abs(value) else f"{key} {behind}: {found} in place of {value}"


@pytest.mark.parametrize(("store", "lang"), [(1, "zh"), (2, "en"), (3, "zh")])
def test_every_mark_opens_as_many_customers_and_as_much_money_as_it_draws(walk, store, lang):
    still, wrong, seen = [], [], set()

    def look(thing, key, pick, marks, views):
        drawn = marks_of(thing)
        if key in NO_LIST or getattr(thing, "kind", "") == "radar":  # the browser tells no click on one; the same criteria are bars that do, one choice away
            return
        if pick is None or not any(any(each) for each in marks.values()):
            still.append(key)
            return
        seen.update(name for mark in drawn for name in dict(mark[2]))
        still.extend(f"{key}: {value}" for value, _unit, behind, _name in drawn if not behind)
        wrong.extend(filter(None, (fault(mark, key, views) for mark in some(drawn) if mark[2])))

    for name, query, picked in WALKED:
        walk(name, store, lang, query, picked, look)
    assert not still + wrong, "\n" + "\n".join(still + wrong)
    assert store > 1 or seen >= {"tier", "module", "month", "movement", "managed", "manager", "best", "criterion", "silent", "cohort", "from", "r", "brought"}
    assert store > 2 or "festival_side" in seen
    assert store < 3 or seen >= {"owed", "stored", "stored_what", "part_of"}
