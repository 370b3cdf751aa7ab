"""Several at once: nothing is lost, nothing comes twice, and what is left is what some order of the same acts would have left."""

import threading
from contextlib import nullcontext, suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from segmentation.ingest import land as landing
from segmentation.ingest.batches import list_batches
from segmentation.ingest.care import record_care
from segmentation.ingest.edit import edit_profiles, rate_customers, set_month_total
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.stores import change_walk_in_names
from segmentation.language.errors import ChangedMeanwhile, InputError
from segmentation.schemes import load_scheme, schemes
from segmentation.settings.costs import cost_rates, save_cost_rates
from segmentation.settings.kept import save_scheme_settings, scheme_settings, walk_in_names
from segmentation.settings.modules import add_module, read_modules
from segmentation.settings.own_schemes import all_schemes, copy_scheme, save_scheme, versions_of
from segmentation.settings.warning_rules import save_warning_rules, warning_rules
from segmentation.settings.workshops import Workshop, pin, read_workshop
from segmentation.warehouse import Warehouse
from tests.settings.samples import LABEL, NOON, ours, slide

MARCH = "日期,客户名称,消费金额\n2026-03-01,远山贸易,1000000\n2026-03-02,云海酒业,1000000\n"


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("together") / "warehouse.duckdb")
    yield opened
    opened.close()


@pytest.fixture
def warehouse(shared):
    empty(shared)
    return shared


def empty(warehouse):
    with warehouse.writing() as cursor:
        for (table,) in cursor.execute("select table_name from duckdb_tables() where table_name <> 'meta'").fetchall():
            cursor.execute(f'delete from "{table}"')


@pytest.fixture
def write(tmp_path):
    def written(text, name="march.csv") -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return written


def at_once(*acts):
    """Begin all acts at the same moment, each in a thread of its own, and return what each returned, or its InputError."""
    barrier, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        barrier.wait(30)
        try:
            answers[place] = act()
        except Exception as error:
            answers[place] = error

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert [answer for answer in answers if isinstance(answer, Exception) and not isinstance(answer, InputError)] == []
    return answers


def revenue(warehouse):
    return warehouse.cursor().execute("select coalesce(sum(amount), 0) from days").fetchall()[0][0]


# --- what is listed grows by everybody's ------------------------------------------------------------------------------


def test_every_pin_of_every_thread_is_there(warehouse):
    def pinner(number):
        return lambda: [pin(warehouse, "May", slide(f"{number} {each}")) for each in range(5)]

    numbers = at_once(*map(pinner, range(8)))
    assert sorted(number for several in numbers for number in several) == list(range(1, 41))
    assert {each.title for each in read_workshop(warehouse, "May").slides} == {f"{n} {m}" for n in range(8) for m in range(5)}


def test_every_scheme_and_every_copy_is_there(warehouse):
    saved = [lambda key=key: save_scheme(warehouse, ours(key), NOON) for key in ("ant", "bee", "cat", "dog", "elk", "fox")]
    copies = [lambda: copy_scheme(warehouse, load_scheme("cards"), LABEL, NOON) for _each in range(6)]
    at_once(*saved, *copies)
    expected = ["ant", "bee", *(f"cards_{number}" for number in range(2, 8)), "cat", "dog", "elk", "fox"]
    assert list(all_schemes(warehouse)) == [*schemes(), *expected]
    assert {len(versions_of(warehouse, key)) for key in expected} == {1}


def test_settings_of_several_hands_are_all_kept(warehouse):
    abcd = load_scheme("abcd")
    values = {"active_days": "77", "top_share": "30"}
    assert values.keys() <= abcd.defaults().keys()
    at_once(
        *(lambda name=name, value=value: save_scheme_settings(warehouse, 1, abcd, {name: value}) for name, value in values.items()),
        *(lambda pair=pair: save_warning_rules(warehouse, 1, dict([pair])) for pair in (("drop", "40"), ("min_visits", "5"))),
        lambda: save_cost_rates(warehouse, 1, per_visit="3"),
        lambda: save_cost_rates(warehouse, 1, per_contact="8"),
        *(lambda code=code: add_module(warehouse, 1, code, {"en": code}) for code in ("AA", "BB", "CC")),
    )
    now = scheme_settings(warehouse, 1, abcd)
    assert {name: str(now[name]) for name in values} == values
    assert (warning_rules(warehouse, 1).drop, warning_rules(warehouse, 1).min_visits) == (40, 5)
    assert (cost_rates(warehouse, 1).per_visit, cost_rates(warehouse, 1).per_contact) == (3, 8)
    assert {"AA", "BB", "CC"} <= {module.code for module in read_modules(warehouse, 1)}


# --- files ------------------------------------------------------------------------------------------------------------


def meeting(monkeypatch, parties):
    """Let so many imports wait for each other once each has examined its file, before any lands it."""
    barrier, met = threading.Barrier(parties), threading.local()

    def examined(*arguments, **options):
        found = examine(*arguments, **options)
        if not getattr(met, "once", False):
            met.once = True
            barrier.wait(30)
        return found

    monkeypatch.setattr(landing, "examine", examined)


def test_a_file_imported_twice_at_once_is_there_once(warehouse, write, monkeypatch):
    meeting(monkeypatch, 2)
    path = write(MARCH)
    reports = at_once(*[lambda: import_file(warehouse, "Pine", path)] * 2)
    assert sorted(report["already_landed"] for report in reports) == [False, True]
    assert revenue(warehouse) == 2_000_000


def test_files_of_the_same_days_at_once_are_asked_about_as_one_after_the_other(warehouse, write, monkeypatch):
    meeting(monkeypatch, 2)
    paths = [write(MARCH), write(MARCH.replace("2026-03-02,云海酒业", "2026-03-03,山居"), "other.csv")]
    answers = at_once(*(lambda path=path: import_file(warehouse, "Pine", path) for path in paths))
    refused = [answer for answer in answers if isinstance(answer, InputError)]
    assert [error.code for error in refused] == ["days_overlap"]  # by the second, which sees the first
    assert revenue(warehouse) == 2_000_000


def test_a_month_total_said_twice_at_once_is_one_edit(warehouse, write):
    import_file(warehouse, "Pine", write(MARCH))
    store_id = warehouse.cursor().execute("select store_id from stores").fetchall()[0][0]
    batches = at_once(*[lambda: set_month_total(warehouse, store_id, "2026-03", "3000000")] * 4)
    assert len([batch for batch in batches if batch is not None]) == 1
    rated = at_once(*[lambda: rate_customers(warehouse, store_id, {"山居": {"Loyalty": 4}}, date(2026, 3, 31))] * 2)
    assert [error.code for error in rated] == ["unknown_profile"] * 2


def test_an_import_is_taken_back_once(warehouse, write):
    batch = import_file(warehouse, "Pine", write(MARCH))["batch"]
    answers = at_once(*[lambda: undo(warehouse, batch)] * 3)
    assert sorted(answer.code for answer in answers if isinstance(answer, InputError)) == ["undone_before"] * 2
    with pytest.raises(ChangedMeanwhile, match="a backup was put back"):
        undo(warehouse, batch, landed_at=datetime(2026, 9, 30))


# --- all together -----------------------------------------------------------------------------------------------------

BASE = "单号,日期,客户名称,消费金额\nA1,2026-02-01,远山贸易,100\nA2,2026-02-01,云海酒业,50\n"
FILES = {
    "numbered": "单号,日期,客户名称,消费金额\nB1,2026-03-01,远山贸易,100\nB2,2026-03-02,云海酒业,50\n",
    "corrected": "单号,日期,客户名称,消费金额\nB1,2026-03-01,远山贸易,120\nB3,2026-03-03,山居,7\n",
    "plain": "日期,客户名称,消费金额\n2026-03-01,山居,11\n2026-03-04,云海酒业,13\n",
    "fuller": "日期,客户名称,消费金额\n2026-03-01,山居,11\n2026-03-01,松月,5\n",
}
CHOICES = Choices(kind="bills", numbers_restart=False, on_overlap="replace", customer_key="name", missing_bills="remove")
imports = st.tuples(st.just("import"), st.sampled_from(sorted(FILES, reverse=True)))
acts = st.one_of(
    imports,
    st.tuples(st.just("undo"), st.integers(0, 5)),
    st.tuples(st.just("edit"), st.sampled_from(["李雷", "韩梅"])),
    st.tuples(st.just("total"), st.sampled_from(["90000", "80000"])),
    st.tuples(st.just("rate"), st.sampled_from(["1", "2"])),
    st.tuples(st.just("note"), st.sampled_from(["contacted", "given_up"])),
    st.tuples(st.just("walk_ins"), st.sampled_from(["散客", "山居"])),
    st.tuples(st.just("pin"), st.sampled_from(["one", "two", "three"])),
    st.tuples(st.just("scheme"), st.sampled_from(["ant", "bee"])),
)


class House:
    """A store to which anybody may do anything; it remembers which act each batch was."""

    def __init__(self, warehouse, folder, store):
        self.warehouse, self.folder, self.store, self.batches = warehouse, folder, store, {}
        (folder / "base.csv").write_text(BASE, encoding="utf-8")
        for name, text in FILES.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        self.base = import_file(warehouse, store, folder / "base.csv", CHOICES)["batch"]
        self.store_id = warehouse.cursor().execute("select store_id from stores where name = $s", {"s": store}).fetchall()[0][0]

    def live(self):
        return [row["batch"] for row in reversed(list_batches(self.warehouse, self.store)) if row["undone_at"] is None]

    def do(self, what, value):
        house, store_id, day = self.warehouse, self.store_id, date(2026, 3, 31)
        batch = None
        if what == "import":
            report = import_file(house, self.store, self.folder / f"{value}.csv", CHOICES)
            batch = None if report["already_landed"] else report["batch"]
        elif what == "undo":
            live = [each for each in self.live() if each != self.base]
            if value < len(live):
                undo(house, live[value])
        elif what == "edit":
            batch = edit_profiles(house, store_id, {"远山贸易": {"manager": value}})
        elif what == "total":
            batch = set_month_total(house, store_id, "2026-03", value)
        elif what == "rate":
            batch = rate_customers(house, store_id, {"云海酒业": {"忠诚度": value}}, day)
        elif what == "note":
            batch = record_care(house, store_id, ["远山贸易"], value, day)
        elif what == "walk_ins":
            change_walk_in_names(house, store_id, [value])
        elif what == "pin":
            pin(house, self.store, slide(value))
        elif what == "scheme":
            save_scheme(house, ours(value), NOON)
        if batch is not None:
            self.batches[batch] = (what, value)

    def state(self):
        """Everything that the live batches make, without the numbers of the batches."""
        tables = {
            "bills": "select bill_no, bill_date, customer_key, amount from bills where replaced_by is null and store_id = $s",
            "customers": "select * exclude store_id from customers where store_id = $s",
            "visits": "select * exclude store_id from visits where store_id = $s",
            "days": "select * exclude store_id from days where store_id = $s",
            "notes": "select * exclude (store_id, batch_id) from care_notes where store_id = $s",
            "totals": "select month, arg_max(total, batch_id) from month_totals where store_id = $s group by month",
            "ratings": "select customer_key, criterion, arg_max(score, batch_id) from ratings where store_id = $s group by all",
        }
        cursor = self.warehouse.cursor()
        return {name: sorted(map(repr, cursor.execute(sql, {"s": self.store_id}).fetchall())) for name, sql in tables.items()}


@hypothesis_settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(threads=st.lists(st.tuples(imports, st.lists(acts, min_size=1, max_size=2)), min_size=3, max_size=4))
def test_whatever_several_do_at_once_is_what_the_live_batches_make_one_after_the_other(shared, tmp_path_factory, threads):
    """Each begins with an import, so that these meet. The store is that of the live batches alone, in their order, under its
    walk-in names."""
    empty(shared)
    threads = [[first, *others] for first, others in threads]
    house = House(shared, tmp_path_factory.mktemp("acts"), "Pine")

    def doing(todo):
        def run():
            for act in todo:
                with suppress(InputError) if act[0] == "undo" else nullcontext():  # another may have taken it back just now
                    house.do(*act)

        return run

    assert at_once(*map(doing, threads)) == [None] * len(threads)
    done = [act for todo in threads for act in todo]
    assert {each.title for each in (read_workshop(shared, "Pine") or Workshop("")).slides} == {v for what, v in done if what == "pin"}
    assert {key for key in all_schemes(shared) if key not in schemes()} == {value for what, value in done if what == "scheme"}

    again = House(shared, tmp_path_factory.mktemp("again"), "Again")
    change_walk_in_names(shared, again.store_id, walk_in_names(shared, house.store_id))
    for batch in house.live():
        if batch != house.base:
            again.do(*house.batches[batch])
    assert house.state() == again.state()
