"""The account of a buyer, however its header is spelt, tells him from another of his name; worked out by hand."""

import pytest

from segmentation.ingest.examine import examine
from segmentation.ingest.mapping import signature
from segmentation.ingest.questions import list_questions
from segmentation.language.text import fold_header

# five orders of three accounts, of which two belong to people of one name; no phone can be read
ORDERS = (
    "订单号,下单时间,实付金额,订单状态,{account},收货人姓名,联系电话\n"
    "1,2026-11-01 10:01,100,完成,jd_a,张伟,138****0001\n2,2026-11-02 10:01,250,完成,jd_b,张伟,139****0007\n"
    "3,2026-11-03 10:01,60,完成,jd_a,张伟,138****0001\n4,2026-11-04 10:01,40,完成,jd_c,周敏,137****0005\n"
    "5,2026-11-05 10:01,25,完成,jd_b,{other},139****0007\n"
)
TOLD = "select code, sum(amount)::varchar from bills join customers using (store_id, customer_key) group by code order by code"


@pytest.mark.parametrize("account", [
    "下单账号", "下单帐号", "下單帳號", "买家账号", "买家帐户", "小红书ID", "小红书号", "微信ID", "微信号", "OpenID", "unionid", "抖音号", "抖音ID",
    "快手ID", "用户ID", "UID", "买家UID", "买家ID", "淘宝账号", "WeChat ID",
])
def test_an_account_is_the_key_before_a_name_that_two_people_share(land, warehouse, account):
    report = land(ORDERS.format(account=account, other="张伟"))
    assert report["mapping"]["customer_code"] == account
    assert (report["bills"], report["amount"], report["customers"]) == (5, "475.00", 3)
    assert warehouse.cursor().execute(TOLD).fetchall() == [("jd_a", "160.00"), ("jd_b", "275.00"), ("jd_c", "40.00")]


def test_what_is_sent_to_somebody_else_is_still_the_buyer_s(land, warehouse):
    land(ORDERS.format(account="小红书ID", other="李娜"))
    assert warehouse.cursor().execute(TOLD).fetchall() == [("jd_a", "160.00"), ("jd_b", "275.00"), ("jd_c", "40.00")]


@pytest.mark.parametrize("account", ["达人抖音号", "主播ID", "商品ID", "门店抖音号", "收银员账号"])
def test_an_account_that_is_no_buyer_s_is_no_key(land, account):
    assert "customer_code" not in land(ORDERS.format(account=account, other="张伟"))["mapping"]


def test_a_phone_that_can_be_read_comes_before_the_id_of_a_platform(land):
    """The house knows its customers by their phones; 3 phones."""
    text = ORDERS.format(account="微信号", other="张伟").replace("****", "0000")
    report = land(text)
    assert ("customer_code" in report["mapping"], report["customers"]) == (False, 3)


def test_few_accounts_beside_many_names_are_no_buyers(land):
    """Two streams of a shop, five people: 100 + 250 + 60 + 40 + 25 of five customers."""
    rows = "".join(f"{at},2026-11-0{at} 10:01,{paid},完成,{'ab'[at % 2]},{name}\n" for at, paid, name in zip(
        range(1, 6), (100, 250, 60, 40, 25), ("张伟", "王芳", "李娜", "周敏", "吴磊"), strict=True
    ))
    again = "6,2026-11-06 10:01,5,完成,a,张伟\n"
    report = land("订单号,下单时间,实付金额,订单状态,抖音号,收货人姓名\n" + rows + again)
    assert (report["amount"], report["customers"], "customer_code" in report["mapping"]) == ("480.00", 5, False)


@pytest.mark.parametrize(("one", "other"), [
    ("会员帐号", "会员账号"), ("帐单编号", "账单编号"), ("结帐时间", "结账时间"), ("定单号", "订单号"), ("预定人", "预订人"), ("定台人", "订台人"), ("定金", "订金"),
    ("登陆账号", "登录账号"), ("其它费用", "其他费用"), ("坐位号", "座位号"), ("买家呢称", "买家昵称"), ("買家暱稱", "买家昵称"), ("馀额", "余额"), ("枱号", "台号"),
])
def test_a_word_that_is_written_in_two_ways_is_one(one, other):
    assert fold_header(one) == fold_header(other) == other


@pytest.mark.parametrize("header", ["固定单价", "指定单位", "规定金额", "绑定房号", "约定金额", "固定座位", "定位", "一定金额"])
def test_a_word_that_only_holds_the_letter_is_left_alone(header):
    assert fold_header(header) == header


def test_what_was_chosen_for_a_file_before_is_known_by_its_headers_as_they_were():
    """They are kept under what the headers are without a change of spelling."""
    assert signature(["定单号", "帐号", "金额（元）"]) == "定单号|帐号|金额"


def test_a_mask_is_told_without_saying_that_nothing_else_could_tell(look_at):
    """Both are masked: choosing the other would name nobody either, so it is no question, here or in the shell."""
    found, questions = look_at(ORDERS.format(account="备注", other="张伟").replace("张伟", "*伟").replace("周敏", "*敏"))
    assert found.counts["customers"] == 0
    masked = [question for question in questions if question.code == "masked_key"]
    assert [(question.options, question.field) for question in masked] == [((), "")]
    assert "All that could" not in masked[0].evidence("en")
    assert "customer_code=" in masked[0].evidence("en")


@pytest.fixture
def look_at(warehouse, tmp_path):
    def look(text):
        path = tmp_path / "orders.csv"
        path.write_text(text, encoding="utf-8")
        found = examine(warehouse, "s", path)
        return found, list_questions(found)

    return look
