"""A file of another house is asked about: its title names one, or none of its customers is known in a store with many."""

import openpyxl
import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.land import import_file
from segmentation.ingest.title import house_in
from segmentation.language.errors import NeedsChoice
from segmentation.warehouse import Warehouse

HEADER = "账单号,日期,客户编号,金额\n"
HERE = Choices(right_store="yes")


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


def write(folder, first, last, *, letter="K", title="", month="09"):
    rows = "".join(f"B{letter}{month}{n}{x},2026-{month}-01,{letter}{n},10\n" for n in range(first, last) for x in "xy")
    path = folder / f"{letter}{first}-{last}.csv"
    path.write_text((f"{title}\n\n" if title else "") + HEADER + rows, encoding="utf-8")
    return path


def question(warehouse, store, path, choices=None):
    found = examine(warehouse, store, path, choices)
    found.close()
    return next((each for each in found.questions if each.code == "other_store"), None)


def test_a_file_whose_customers_are_all_new_to_a_store_with_many_is_asked_about(warehouse, tmp_path):
    import_file(warehouse, "s", write(tmp_path, 0, 30))
    strangers = write(tmp_path, 0, 10, letter="X", month="10")
    with pytest.raises(NeedsChoice, match="None of the 10 customers of the file is known in “s”, which has 30"):
        import_file(warehouse, "s", strangers)
    assert question(warehouse, "new", strangers) is None
    assert import_file(warehouse, "s", strangers, HERE)["accepted"] == 20
    assert question(warehouse, "s", write(tmp_path, 5, 20, letter="X", month="11")) is None  # five are known by now


@pytest.mark.parametrize(("known", "brought"), [(29, 10), (30, 9)])
def test_few_customers_say_little(warehouse, tmp_path, known, brought):
    import_file(warehouse, "s", write(tmp_path, 0, known))
    assert question(warehouse, "s", write(tmp_path, 0, brought, letter="X", month="10")) is None


def test_a_title_that_names_another_house_is_asked_about_once(warehouse, tmp_path):
    import_file(warehouse, "老灶台家常菜（城西店）", write(tmp_path, 0, 3))
    title = "老灶台家常菜（滨江店）2026年10月 大厅 营业明细"
    october = write(tmp_path, 0, 4, month="10", title=title)
    with pytest.raises(NeedsChoice, match="says that it is of “老灶台家常菜（滨江店）”, and it is to be imported into “老灶台家常菜（城西店）”"):
        import_file(warehouse, "老灶台家常菜（城西店）", october)
    assert question(warehouse, "老灶台滨江", october) is None
    report = import_file(warehouse, "老灶台家常菜（城西店）", october, HERE)
    assert (report["accepted"], report["skipped"]) == (8, {"title": 1})
    november = write(tmp_path, 0, 5, month="11", title=title.replace("10月", "11月"))
    assert question(warehouse, "老灶台家常菜（城西店）", november) is None  # what was said holds for this house
    import_file(warehouse, "By the river", write(tmp_path, 0, 7, month="10", title=title))  # a new store, which nobody else named
    assert question(warehouse, "By the river", november) is None
    other = write(tmp_path, 0, 6, month="12", title="松鹤楼酒家 2026年12月 营业明细")
    assert question(warehouse, "老灶台家常菜（城西店）", other).values["house"] == "松鹤楼酒家"


def test_the_house_of_a_workbook_is_read_above_its_header(warehouse, tmp_path):
    book = openpyxl.Workbook()
    for row in (["门店名称：", "松鹤楼（湖滨店）"], ["账单号", "日期", "客户", "金额"], ["B1", "2026-10-01", "张三", 10]):
        book.active.append(row)
    book.save(tmp_path / "b.xlsx")
    found = examine(warehouse, "s", tmp_path / "b.xlsx")
    found.close()
    assert (found.house, found.readable.titles) == ("松鹤楼（湖滨店）", ("门店名称：", "松鹤楼（湖滨店）"))


@pytest.mark.parametrize(
    ("titles", "house"),
    [
        (["望江楼大酒店 账单明细"], "望江楼大酒店"), (["2026年10月望江楼大酒店营业明细"], "望江楼大酒店"),
        (["消费日报 — 松鹤楼（湖滨店）"], "松鹤楼（湖滨店）"), (["酒店：云栖湖宾馆  日期：2026-10-01"], "云栖湖宾馆"),
        (["统计日期：2026-10-01", "门店名称", "川香火锅(五一店)"], "川香火锅(五一店)"), (["Sales report - Pine Hotel"], "Pine Hotel"),
        (["商户名称：杭州某某餐饮管理有限公司", "商户号：123"], "杭州某某餐饮管理有限公司"),
        (["门店：全部门店"], None), (["微信支付商户账单"], None), (["门店营业流水"], None), (["大厅 10月 营业明细"], None), (["Hotel report"], None),
        (["#支付宝业务明细查询", "#账号：[20885]"], None), ([], None),
    ],
)
def test_a_house_is_named_by_its_label_or_by_what_it_is(titles, house):
    assert house_in(titles) == house


def branch(folder, house, month, numbers):
    path = folder / f"{month}.csv"
    rows = "".join(f"{house},N{month}{number},2026-{month}-01,K{number},10\n" for number in numbers)
    path.write_text("门店,消费单号,日期,客户编号,金额\n" + rows, encoding="utf-8")
    return path


@pytest.mark.parametrize("store", ["店", "老灶火锅"])
def test_a_branch_that_no_file_of_the_store_named_before_is_asked_about(warehouse, tmp_path, store):
    import_file(warehouse, store, branch(tmp_path, "老灶火锅（南门店）", "08", range(3)))
    same = branch(tmp_path, "老灶火锅(南门店)", "09", range(3))  # written with other brackets
    assert question(warehouse, store, same) is None
    import_file(warehouse, store, same)
    other = branch(tmp_path, "老灶火锅（北桥店）", "10", range(3))
    assert question(warehouse, store, other) is not None
    import_file(warehouse, store, other, HERE)
    assert question(warehouse, store, branch(tmp_path, "老灶火锅（北桥店）", "11", range(3))) is None


def test_the_demonstration_of_a_program_is_no_branch_of_the_house(warehouse, tmp_path):
    branch = write(tmp_path, 0, 4, title="悦颜SPA·西溪店  销售明细")
    demo = write(tmp_path, 0, 4, letter="Y", month="10", title="悦颜SPA·演示门店（体验数据）  销售明细")
    told = import_file(warehouse, "悦颜SPA", branch)["warnings"]
    assert "demo_data" not in {each["code"] for each in told}
    with pytest.raises(NeedsChoice, match="says that it is of “悦颜SPA·演示门店”, and it is to be imported into “悦颜SPA”"):
        import_file(warehouse, "悦颜SPA", demo)
    (notice,) = [each for each in import_file(warehouse, "试着玩", demo)["warnings"] if each["code"] == "demo_data"]
    assert notice["values"]["title"] == "悦颜SPA·演示门店（体验数据） 销售明细"
