"""A store with everything that may hold a customer, and ways to look for him in whatever is kept."""

import shutil
import tempfile
from datetime import date, datetime
from functools import cache
from pathlib import Path

import duckdb

from segmentation.ingest.care import record_care
from segmentation.ingest.contacts import record_contact
from segmentation.ingest.edit import edit_profiles, rate_customers
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.merges import merge_records
from segmentation.measures.movement.follow_up import follow_up
from segmentation.settings.groups import Condition, save_group
from segmentation.settings.workshops import make_workshop, pin
from segmentation.slides import Column, Slide, Table
from segmentation.warehouse import Warehouse

NAME, PHONE, EMAIL, CODE = "单雄信", "13811112222", "shan@wagang.example", "VIP00771"
OTHER_PHONE = "13722223333"  # of the record that was merged into his
HEADER = "单号,日期,会员号,客户名称,手机,邮箱,客户经理,包厢,金额,备注\n"
BILLS = HEADER + (
    f"1,2026-08-01,{CODE},{NAME},{PHONE},{EMAIL},苗经理,牡丹厅,1000,{NAME}喜辣\n"
    f"2,2026-08-20,{CODE},{NAME},{PHONE},{EMAIL},苗经理,{NAME}包场,500,\n"
    f"3,2026-08-20,V9,{NAME},13900000009,,陈经理,牡丹厅,70,自己的备注\n"  # a namesake
    f"4,2026-09-03,V3,秦琼,13900000003,,陈经理,桂花厅,300,与{NAME}同来 电话138-1111-2222\n"
    f"5,2026-09-04,,老{NAME},{OTHER_PHONE},,苗经理,桂花厅,200,\n"
    "6,2026-09-05,,,,,,大厅,90,\n"
    f"7,2026-09-06,{CODE},{NAME},{PHONE},{EMAIL},苗经理,牡丹厅,不知,漏填\n"
    f"8,2026-09-07,V3,秦琼,13900000003,,陈经理,桂花厅,,与{NAME}\n"
)
PROFILES = (
    "会员号,姓名,手机,生日,单位分类,备注\n"
    f"{CODE},{NAME},{PHONE},1980-05-01,私企,爱喝酒 找{NAME}的秘书\n"
    f"V3,秦琼,13900000003,,国企,{NAME}的朋友\n"
    f"V9,{NAME},13900000009,,私企,叫{NAME}的另一位\n"
)
CONTACTS = f"日期,会员号,客户名称,客户经理,方式,结果,备注\n2026-09-08,{CODE},{NAME},苗经理,电话,已联系,{NAME}说下周来\n"


class House:
    """A warehouse in a folder, with the store 1, called s."""

    def __init__(self, warehouse, folder: Path) -> None:
        self.warehouse, self.folder = warehouse, folder

    def land(self, text, name="bills.csv", **choices):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return import_file(self.warehouse, "s", path, Choices(**choices))

    def full(self):
        """Have everything in the empty warehouse, as a copy of what was brought in once, and return the batches of the merge and of the edit."""
        made, batches = _full()
        path = self.warehouse.path
        self.warehouse.close()
        shutil.copyfile(made, path)
        self.warehouse = Warehouse(path)
        return batches

    def bring_everything(self):
        """Bring in everything, and return the batches of the merge and of the edit."""
        self.land(BILLS)
        self.land(PROFILES, f"{NAME}等人.csv")
        self.land(CONTACTS, "contacts.csv", kind="contacts")
        undo(self.warehouse, self.land(HEADER + f"77,2026-09-09,{CODE},{NAME},{PHONE},,苗经理,,44,{NAME}\n", "gone.csv")["batch"])
        edit = edit_profiles(self.warehouse, 1, {CODE: {"note": f"{NAME}不吃香菜", "region": "城东"}})
        edit_profiles(self.warehouse, 1, {"V3": {"note": f"常与{NAME}（{PHONE}）同来", "region": "城东"}})
        edit_profiles(self.warehouse, 1, {"V9": {"note": f"与{NAME}同名"}})
        rate_customers(self.warehouse, 1, {CODE: {"忠诚": "80"}}, date(2026, 9, 1))
        record_contact(self.warehouse, 1, CODE, "call", "reached", date(2026, 9, 9), None, f"找{NAME}本人")
        record_contact(self.warehouse, 1, "V3", "call", "reached", date(2026, 9, 9), None, f"问起{NAME}")
        record_care(self.warehouse, 1, [CODE], "contacted", date(2026, 9, 9), f"{NAME}回来了", "苗经理")
        for number, searched in enumerate((NAME, PHONE, "2222", CODE.lower())):
            save_group(self.warehouse, 1, f"{NAME}等人{number}", "abcd", Condition(text=searched), datetime(2026, 9, 9))
        save_group(self.warehouse, 1, "list", "abcd", Condition(customers=(CODE, OTHER_PHONE, "V3")), datetime(2026, 9, 9))
        merge = merge_records(self.warehouse, 1, [(CODE, OTHER_PHONE)])
        follow_up(self.warehouse, 1)
        make_workshop(self.warehouse, "十月")
        columns = (Column("客户", "text", False, "name"), Column("编号", "text", False, "customer"), Column("手机", "text", False, "phone"))
        table = Table(columns, ((NAME, CODE, PHONE), ("秦琼", "V3", "13900000003")))
        pin(self.warehouse, "十月", Slide(f"最好的客户是{NAME}", "", (table,), store="s"))
        return merge, edit


@cache
def _full():
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder) / "warehouse.duckdb")
        batches = House(warehouse, Path(folder)).bring_everything()
        warehouse.close()
        kept = Path(tempfile.mkdtemp()) / "full.duckdb"
        shutil.move(warehouse.path, kept)
    return kept, batches


def texts(warehouse):
    """Every text of every column of every table and view: (table, column, text)."""
    cursor = warehouse.cursor()
    columns = cursor.execute(
        "select table_name, column_name, data_type from information_schema.columns where table_catalog = current_catalog()"
    ).fetchall()
    for table, column, kind in columns:
        if "VARCHAR" in kind:
            for (value,) in cursor.execute(f'select "{column}"::varchar from "{table}" where "{column}" is not null').fetchall():
                yield table, column, value


def found_in(warehouse, *needles):
    return [(table, column, value) for table, column, value in texts(warehouse) if any(each in value for each in needles)]


def bytes_of(path, folder):
    """The file's own bytes, and those of its content copied without compression."""
    plain = folder / "plain.duckdb"
    plain.unlink(missing_ok=True)
    with duckdb.connect() as engine:
        engine.execute("pragma force_compression = 'uncompressed'")
        engine.execute(f"attach '{path}' as old (read_only)")
        engine.execute(f"attach '{plain}' as plain")
        engine.execute("copy from database old to plain")
        engine.execute("detach plain")
    return path.read_bytes(), plain.read_bytes()


def totals(warehouse):
    """What must not change by an erasure, by hand over the tables."""
    asked = (
        "select count(*), sum(amount), sum(tables), sum(cost) from bills where replaced_by is null",
        "select * from days order by all",
        "select visit_date, count(*), sum(bills), sum(amount) from visits group by all order by all",
        "select module, region, manager, count(*) from customers group by all order by all",
        "select manager, room is null, sum(amount) from bills group by all order by all",
        "select month_end, scheme, tier, count(*), sum(contribution) from snapshot_tiers group by all order by all",
        "select criterion, count(*), sum(score) from ratings group by all order by all",
        "select outcome, count(*) from contacts group by all order by all",
        "select batch_id, count(*), sum(amount) from bills group by all order by all",
        "select batch_id, reason, count(*) from rejects group by all order by all",
    )
    return [warehouse.cursor().execute(each).fetchall() for each in asked]
