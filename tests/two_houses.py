"""Two houses in one warehouse, the second full of marks that nobody may find who has rights in the first alone.

Whatever is text in the second house holds ``MARK``, its phones begin with ``PHONES``, and each of its bills is of over a
trillion. In the first, the customers of 他经理 carry ``NOT_HIS``: a manager 我经理 may not find them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from segmentation.ingest.care import record_care
from segmentation.ingest.contacts import record_contact
from segmentation.ingest.edit import rate_customers, set_month_total
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.ingest.merges import refuse_pairs
from segmentation.ingest.trials import ListAsked, start_trial
from segmentation.measures.movement.follow_up import follow_up
from segmentation.settings.groups import Condition, save_group
from segmentation.settings.trial_rules import TrialRules
from segmentation.settings.workshops import pin
from segmentation.slides import Slide
from segmentation.warehouse import Rights, Warehouse

FIRST, SECOND = "本店", "龘家店"
MARK, PHONES, NOT_HIS = "龘", "1390000", "鎏客"
DAY = date(2026, 9, 30)
ROLES = {
    "owner": Rights("owner", frozenset({1}), account="owner"),
    "consultant": Rights("consultant", frozenset({1}), sees_names=False, sees_phones=False, account="consultant"),
    "named consultant": Rights("consultant", frozenset({1}), account="named"),
    "analyst": Rights("analyst", frozenset({1}), sees_phones=False, account="analyst"),
    "manager": Rights("manager", frozenset({1}), manager="我经理", account="manager"),
}
SECRETS = {  # besides the other house
    "consultant": r"鑫客|鎏客|138[.]?0000[.]?\d{4}|K0\d\d",
    "analyst": r"138[.]?0000[.]?\d{4}|k0\d\d@",
    "manager": NOT_HIS,
}
HEADER = "单号,日期,会员号,客户,手机,客户经理,桌数,人数,金额,成本,包厢,渠道,支付方式,商品,分类,数量,备注\n"
PROFILES = "会员号,客户,手机,邮箱,生日,片区,行业,备注\n"


def build_two_houses(path: Path, houses: Sequence[str] = (FIRST, SECOND)) -> Path:
    """Write the file of a warehouse with these houses, made once a process by files and a person's words as the app lands them."""
    path.write_bytes(_made(tuple(houses)))
    return path


@cache
def _made(houses: tuple[str, ...]) -> bytes:
    with TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder) / "warehouse.duckdb")
        for house in houses:
            _fill(warehouse, house, Path(folder))
        warehouse.close()
        return warehouse.path.read_bytes()


def _fill(warehouse: Warehouse, house: str, folder: Path) -> None:
    other = house == SECOND
    mark, big = (MARK, 1_000_000_000_000) if other else ("", 0)
    bills, profiles, customers = [HEADER], [PROFILES], []
    for n in range(1, 25):
        mine = n % 2 == 0
        key, manager = f"{'N' if other else 'K'}{n:03}", f"{mark}{'我' if mine else '他'}经理"
        name = f"{mark}{'鑫客' if mine else NOT_HIS}{n:02}"
        phone = f"{PHONES}{n:04}" if other else f"1380000{n:04}"
        customers.append(key)
        profiles.append(
            f"{key},{name},{phone},{key.lower()}@{mark or 'x'}.cn,1980-10-{n:02},{mark}东区,{mark}行业,{mark or ('' if mine else NOT_HIS)}备注{n}\n"
        )
        for visit in range(1 + n % 6):
            day = DAY - timedelta(days=23 * visit + n)
            bills.append(
                f"{mark}B{n:02}{visit:02},{day},{key},{name},{phone},{manager},1,{2 + n % 4},{big + 100 * n + 7 * visit},"
                f"{big + 40 * n},{mark}厅{n % 3},{mark}渠道{n % 2},{mark}付{n % 2},{mark}菜{n % 5},{mark}类{n % 2},1,{mark}说明{n}\n"
            )
    bills.append(f"{mark}B9999,{DAY},,,,,1,2,{big + 555},{big + 100},{mark}厅1,{mark}渠道1,{mark}付1,{mark}菜1,{mark}类1,1,\n")
    for kind, rows in (("bills", bills), ("customers", profiles)):
        file = folder / f"{mark}{kind}_{'second' if other else 'first'}.csv"
        file.write_text("".join(rows), encoding="utf-8")
        import_file(warehouse, house, file, Choices(kind=kind))
    store = {name: number for number, name in warehouse.cursor().execute("select store_id, name from stores").fetchall()}[house]
    for place, key in enumerate(customers[:6]):
        owner = mark or ("" if place % 2 else NOT_HIS)
        record_contact(warehouse, store, key, "call", "coming", DAY, DAY + timedelta(days=7), f"{owner}约好{place}")
        record_care(warehouse, store, [key], "contacted", DAY, f"{owner}记{place}", f"{mark}人")
        rate_customers(warehouse, store, {key: {"development": "80"}}, DAY)
    set_month_total(warehouse, store, date(2026, 8, 1), str(big * 60 + 90_000))
    refuse_pairs(warehouse, store, [(customers[0], customers[2])])
    save_group(warehouse, store, f"{mark}{NOT_HIS}05 138.0000.0005", "abcd", Condition(tiers=("A",)), datetime(2026, 10, 1))
    drawn = pa.table({
        "customer_key": customers, "manager": [f"{mark}{'他我'[n % 2]}经理" for n in range(len(customers))],
        "reason_code": ["silent"] * len(customers), "stake": pa.array([Decimal(big + 1)] * len(customers), pa.decimal128(18, 2)),
    })
    rules = TrialRules(smallest=20)
    start_trial(warehouse, store, ListAsked("group", drawn, group=1), DAY - timedelta(days=9), rules, datetime(2026, 9, 21), f"{mark}人")
    pin(warehouse, f"{mark}讲座", Slide(f"{mark}第一页 {NOT_HIS}", store=house, stores=((store, house),)))
    follow_up(warehouse, store)
