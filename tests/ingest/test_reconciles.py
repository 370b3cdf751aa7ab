"""A generated till: whatever its rows mean, rows and money of an import add up to the file, and what lands is what counts."""

import csv
import io
import tempfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.land import import_file, undo
from segmentation.warehouse import Warehouse

CENT = Decimal("0.01")
KINDS = {"消费": "sale", "退款": "refund", "充值": "top_up", "支出": "expense"}
STATES = {"已结账": "sale", "作废": "void", "未付款": "unpaid"}
HEADER = ["单号", "日期", "会员卡号", "姓名", "金额", "退款金额", "类型", "状态"]
row = st.tuples(
    st.sampled_from(["2026-03-01", "2026-03-02", "2026-03-05", "gestern", ""]),
    st.sampled_from(["V1", "V2", "V3", ""]),
    st.sampled_from(["林**", "***", "周远", "散客", ""]),
    st.decimals(min_value="-50", max_value="900", places=3),
    st.sampled_from(["0", "5", "", "1000"]),
    st.sampled_from(sorted(KINDS)),
    st.sampled_from(sorted(STATES)),
)
quick = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("reconciles") / "warehouse.duckdb")
    yield opened
    opened.close()


def meaning_of(kind, state):
    """What a row means as DOMAIN has it: what is void is nothing, a refund is one, what is not paid is nothing yet."""
    if state == "作废":
        return "void"
    if kind == "退款":
        return "refund"
    return "unpaid" if state == "未付款" else KINDS[kind]


def weigh(rows):
    """Money of the file by meaning, and the revenue that counts, worked out row by row in Python."""
    money, revenue = {}, Decimal(0)
    for day, _code, _name, amount, refund, kind, state in rows:
        taken = Decimal(refund or 0)
        meaning = meaning_of(kind, state)
        if meaning == "sale" and amount > 0 and taken >= amount:
            meaning = "void"
        if day == "gestern" or (day == "" and meaning != "void"):  # what is void needs no day
            meaning = "not_understood"
        money[meaning] = money.get(meaning, Decimal(0)) + amount
        if meaning == "refund":
            revenue += -abs(taken or amount).quantize(CENT, ROUND_HALF_UP)
        elif meaning == "sale":
            revenue += (amount - taken).quantize(CENT, ROUND_HALF_UP)
    return money, revenue


def write(folder, rows, name="till.csv"):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for number, (day, code, name_, amount, refund, kind, state) in enumerate(rows):
        writer.writerow([f"N{number}", day, code, name_, amount, refund, kind, state])
    path = Path(folder) / name
    path.write_text(text.getvalue(), encoding="gb18030")
    return path


CHOICES = Choices(
    points="decimals",  # of three decimals
    kind="bills", customer_key="code", refunds="gross", walk_ins_only=None, numbers_restart=False,
    mapping={"bill_no": "单号", "date": "日期", "customer_code": "会员卡号", "name": "姓名", "amount": "金额", "refund": "退款金额", "status": "状态"},
    meanings={"类型": KINDS, "状态": STATES},
)


def fitting(rows):
    """Choices that speak only of values that the file has, as a person's on the page do."""
    kinds, states = {each[5] for each in rows}, {each[6] for each in rows}
    said = {
        "类型": {value: KINDS[value] for value in kinds},
        "状态": {value: STATES[value] for value in states if value != "已结账"},
    }
    return Choices(**{**CHOICES.__dict__, "meanings": {header: values for header, values in said.items() if values}})


@quick
@given(st.lists(row, min_size=3, max_size=25))
def test_rows_and_money_by_meaning_add_up_to_the_file(house, rows):
    with tempfile.TemporaryDirectory() as folder:
        found = examine(house, "never landed", write(folder, rows), fitting(rows))
        try:
            assert found.lines == len(rows) == found.accepted + found.rejected + sum(found.skipped.values())
            if found.stage is None or found.open_orders:
                return
            money, revenue = weigh(rows)
            assert sum(found.money.values()) == sum(each[3] for each in rows)
            rounding = found.money.get("rounding", Decimal(0))
            told = {name: amount for name, amount in found.money.items() if amount and name not in ("sale", "rounding")}
            assert told == {name: amount for name, amount in money.items() if amount and name != "sale"}
            assert found.money["sale"] + rounding == money.get("sale", Decimal(0))
            assert found.amount == revenue
        finally:
            found.close()


stores = iter(range(10**9))


@settings(quick, max_examples=3)
@given(st.lists(row.filter(lambda each: each[0].startswith("2026") and each[5] != "支出"), min_size=4, max_size=16))
def test_in_any_order_and_after_an_undo_the_store_is_the_same(house, rows):
    """Two months' files, imported one way, and the other way with a third one between that is taken back."""
    halves = rows[::2], [("2026-05-0" + each[0][-1], *each[1:]) for each in rows[1::2]]
    with tempfile.TemporaryDirectory() as folder:
        files = [write(folder, half, f"{number}.csv") for number, half in enumerate(halves)]
        for number, path in enumerate(files):  # the numbers of one month are not those of the other
            path.write_text(path.read_text("gb18030").replace("\nN", f"\nM{number}-"), "gb18030")
        one, other = f"s{next(stores)}", f"s{next(stores)}"
        landed = []
        for store, order in ((one, (0, 1)), (other, (1, 0, 1))):
            for place, number in enumerate(order):
                found = examine(house, store, files[number], fitting(halves[number]))
                lands = found.lands
                found.close()
                if not lands:  # a file of which nothing counts is refused in both orders
                    continue
                report = import_file(house, store, files[number], fitting(halves[number]))
                if store == other and place == 0 and len(order) == 3:
                    undo(house, report["batch"])
            landed.append(state(house, store))
    assert landed[0] == landed[1]


def state(house, store):
    cursor = house.cursor()
    told = (
        "select bill_no, bill_date, customer_key, amount, from_card from bills inner join stores using (store_id) "
        "where name = $store and replaced_by is null order by all",
        "select bill_no, bill_date, customer_key, amount from stored_value inner join stores using (store_id) "
        "where name = $store and replaced_by is null order by all",
        "select customer_key, visit_date, bills, amount from visits inner join stores using (store_id) where name = $store order by all",
    )
    return [cursor.execute(sql, {"store": store}).fetchall() for sql in told]
