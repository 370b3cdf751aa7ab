"""Whether a file is bills or customers, where its columns could be either. Expected values by hand."""

from contextlib import closing

import pytest

from segmentation.ingest.land import import_file
from segmentation.warehouse import Warehouse


def kind_and_money(tmp_path, text):
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    with closing(Warehouse(tmp_path / "warehouse.duckdb")) as warehouse:
        report = import_file(warehouse, "店", path)
        return report["kind"], warehouse.cursor().execute("select count(*), coalesce(sum(amount), 0)::varchar from bills").fetchall()[0]


VISITS = "到店时间,顾客编号,顾客,项目1,总金额,支付方式,备注\n" + "".join(
    f"2026/09/0{day} 10:30,GK00{day % 3},客{day % 3},补水,{99 + day},现金,\n" for day in range(1, 7)
)
JOINED = "建档时间,会员卡号,姓名,手机,累计消费,备注\n2026-09-01,V1,林小满,13800000001,880,靠窗\n2026-09-02,V2,周远,13800000002,660,\n"
LATEST = "最近到店,会员卡号,姓名,生日,消费金额,备注\n2026-09-01,V1,林小满,1990-05-05,880,\n2026-09-02,V2,周远,1991-06-06,660,\n"
AGAIN = "啥时候,会员卡号,姓名,金额,备注\n2026-09-01,V1,林,80,\n2026-09-02,V2,周,60,\n2026-09-03,V1,林,50,\n2026-09-04,V2,周,40,\n"


@pytest.mark.parametrize(
    ("text", "kind", "money"),
    [
        pytest.param(VISITS, "bills", (6, "615.00"), id="visits with a remark"),
        pytest.param(JOINED, "customers", (0, "0.00"), id="a list of members with a remark"),
        pytest.param(LATEST, "customers", (0, "0.00"), id="a list of members with the day of their last visit"),
        pytest.param(AGAIN, "bills", (4, "230.00"), id="whoever stands there again, under any header"),
    ],
)
def test_which_kind_a_file_is(tmp_path, text, kind, money):
    assert kind_and_money(tmp_path, text) == (kind, money)
