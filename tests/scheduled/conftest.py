"""What tests of scheduled work share: one house with bills of two years, and a folder of settings of a test's own."""

from dataclasses import replace
from datetime import datetime

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.measures.movement.follow_up import follow_up
from segmentation.scheduled.context import Context
from segmentation.scheduled.settings import Settings
from segmentation.warehouse import Warehouse

HEADER = "单号,日期,会员号,客户名称,手机,客户经理,金额\n"
BILLS = HEADER + (
    "1,2025-11-01,A,顾明远,13800000001,苗经理,100\n2,2025-11-20,A,顾明远,13800000001,苗经理,60\n"
    "3,2025-11-29,A,顾明远,13800000001,苗经理,1000\n"  # after the day that is compared
    "4,2026-11-07,A,顾明远,13800000001,苗经理,150\n5,2026-11-14,A,顾明远,13800000001,苗经理,50\n"
    "6,2026-11-21,A,顾明远,13800000001,苗经理,40\n7,2026-11-27,B,何静,13900000002,苗经理,80\n"
)
NOW = datetime(2026, 11, 30, 8)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scheduled")
    (folder / "bills.csv").write_text(BILLS, encoding="utf-8")
    opened = Warehouse(folder / "warehouse.duckdb")
    import_file(opened, "本店", folder / "bills.csv", Choices(customer_key="code"))
    follow_up(opened, 1)
    yield opened
    opened.close()


@pytest.fixture
def context(warehouse, tmp_path):
    waits = []

    def made(secrets=None, now=NOW, **settings):
        own = replace(Settings(language="en", inbox_folder=str(tmp_path / "inbox"), store="本店"), **settings)
        return Context(warehouse, own, now, secrets or {}, waits.append)

    made.waits = waits
    return made
