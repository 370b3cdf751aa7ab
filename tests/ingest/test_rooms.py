"""What a hotel's own system writes: nights are no money, what rooms came to is, and an order's total may stand on each room."""

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.kinds.registry import propose_kind
from segmentation.ingest.land import import_file
from segmentation.language.errors import InputError, NeedsChoice
from segmentation.warehouse import Warehouse

HEAD = "订单号,房号,客人姓名,手机号,入住日期,离店日期,{nights},{amount},订单状态\n"
ROWS = (
    "B1,301,荆海涛,17766880001,2026-10-01,2026-10-03,2,760.00,已离店\nB2,508,冉彤,17766880002,2026-10-02,2026-10-04,2,1960.00,已离店\n"
    "B3,402,权志,17766880003,2026-10-05,2026-10-06,1,398.00,已取消\nB4,403,权志,17766880003,2026-10-08,2026-10-09,1,396.00,已离店\n"
)


@pytest.fixture
def bring(tmp_path):
    """Import a literal text into a new store; return its amounts by number and day, and the report."""
    opened = Warehouse(tmp_path / "warehouse.duckdb")

    def _bring(text, **choices):
        path = tmp_path / "rooms.csv"
        path.write_text(text, encoding="utf-8")
        report = import_file(opened, "s", path, Choices(**choices))
        return opened.cursor().execute("select bill_no, amount::varchar from bills order by bill_no, bill_date, 2").fetchall(), report

    yield _bring
    opened.close()


@pytest.mark.parametrize("nights", ["间夜", "房晚数", "晚数", "Room Nights"])
@pytest.mark.parametrize("amount", ["房费合计", "总房费", "房费", "房费收入", "Room Revenue"])
def test_what_rooms_came_to_is_the_amount_and_not_their_nights(bring, nights, amount):
    bills, report = bring(HEAD.format(nights=nights, amount=amount) + ROWS)
    assert (report["mapping"]["amount"], bills) == (amount, [("B1", "760.00"), ("B2", "1960.00"), ("B4", "396.00")])


@pytest.mark.parametrize(
    "text",
    [
        "订单号,客人,手机,入住日期,间夜,房价\nB1,荆海涛,17766880001,2026-10-01,2,380.00\nB2,冉彤,17766880002,2026-10-02,3,490.00\n",
        "Order No,Guest,Phone,Arrival,Nights,Room Rate\nB1,Ann Poe,5550101001,2026-10-01,2,380.00\nB2,Bob Quay,5550101002,2026-10-02,3,490.00\n",
    ],
)
def test_where_only_the_price_of_a_night_stands_it_counts_for_each_night(bring, text):
    assert bring(text)[0] == [("B1", "760.00"), ("B2", "1470.00")]


def test_rooms_are_not_taken_for_the_whole_where_other_fees_stand_beside_them(bring):
    with pytest.raises(InputError) as caught:
        bring("订单号,客人,手机,入住日期,间夜,房费,餐费\nB1,荆海涛,17766880001,2026-10-01,2,760,88\nB2,冉彤,17766880002,2026-10-02,1,490,0\n")
    assert caught.value.code == "columns_summed"


@pytest.mark.parametrize(
    ("headers", "rows"),
    [
        (["日期", "项目", "楼层", "房号", "客人", "电话", "房晚", "房费收入"], [["2026-10-01", "门市", "3", "301", "康乐", "15233660001", "1", "388.00"]]),
        (["日期", "客人", "电话", "间夜", "早餐份", "合住价"], [["2026-10-01", "康乐", "15233660001", "1", "2", "388.00"]]),
        (["Date", "Guest", "Floor", "Nights", "Suite"], [["2026-10-01", "Ann Poe", "3", "1", "388.00"]]),
    ],
)
def test_a_file_of_days_and_money_is_no_list_of_ratings(headers, rows):
    assert propose_kind(headers, rows * 3) == "bills"


def test_scores_with_a_day_still_are_ratings():
    assert propose_kind(["日期", "客户", "忠诚度", "信用"], [["2026-10-01", "康乐", "88", "100"], ["2026-10-01", "祝枝", "75.5", "90"]]) == "ratings"


THREE_ROOMS = (
    "订单号,房号,客人,手机,入住日期,{amount}\nB1,301,荆海涛,17766880001,2026-10-01,760\nB1,302,荆海涛,17766880001,2026-10-01,760\n"
    "B1,303,荆海涛,17766880001,2026-10-01,760\nB2,508,冉彤,17766880002,2026-10-02,1960\n"
)
BOOKED = (
    "Booking,Guest,Email,Arrival,Nights,Room,Room Revenue\nBK1,Ann Poe,ann@example.com,2026-10-01,2,101,760\n"
    "BK1,Ann Poe,ann@example.com,2026-10-01,2,102,760\nBK1,Ann Poe,ann@example.com,2026-10-01,2,103,760\n"
    "BK2,Bob Quay,bob@example.com,2026-10-04,1,103,1960\n"
)


@pytest.mark.parametrize(
    "text",
    [
        *(THREE_ROOMS.format(amount=amount) for amount in ("订单金额", "房费合计", "消费合计")),
        THREE_ROOMS.format(amount="订单总额").replace("房号", "房型"),  # its header tells, no room does
        BOOKED,
    ],
)
def test_one_amount_on_each_room_of_an_order_is_asked_about(bring, text):
    with pytest.raises(NeedsChoice) as caught:
        bring(text)
    assert (caught.value.code, "¥1,520.00" in caught.value.text("en")) == ("amounts_repeat", True)  # 2 × 760
    assert [amount for _, amount in bring(text, amounts="bill")[0]] == ["760.00", "1960.00"]


def test_one_amount_on_each_room_may_be_the_room_s_own(bring):
    assert [amount for _, amount in bring(BOOKED, amounts="line")[0]] == ["2280.00", "1960.00"]


def test_one_bill_whose_rows_cost_the_same_is_no_order_of_rooms(bring):
    text = THREE_ROOMS.format(amount="金额").replace("房号", "菜品")
    assert [amount for _, amount in bring(text)[0]] == ["2280.00", "1960.00"]


FOLIO = (
    "账号,房号,客人姓名,手机,营业日期,代码,项目,借方,贷方\n30011,1208,糜振东,15133440001,2026-10-01,1000,房费,588.00,0.00\n"
    "30011,1208,糜振东,15133440001,2026-10-01,2010,中餐厅,326.00,0.00\n30011,1208,糜振东,15133440001,2026-10-01,9001,预付押金,0.00,1000.00\n"
    "30011,1208,糜振东,15133440001,2026-10-02,9020,微信结账,0.00,-86.00\n30012,0806,阮佩珊,15133440002,2026-10-02,1000,房费,428.00,0.00\n"
    "30012,0806,阮佩珊,15133440002,2026-10-02,1090,房费调整,-40.00,0.00\n30012,0806,阮佩珊,15133440002,2026-10-03,9030,银行卡,0.00,388.00\n"
)
BLANKS = FOLIO.replace(",0.00", ",")
IN_ENGLISH = (
    "Folio No,Room,Guest,Phone,Date,Description,Charges,Payments\n30011,1208,Ann Poe,5550101001,2026-10-01,Room,588.00,\n"
    "30011,1208,Ann Poe,5550101001,2026-10-01,Dinner,326.00,\n30011,1208,Ann Poe,5550101001,2026-10-02,Visa,,914.00\n"
    "30012,806,Bob Quay,5550101002,2026-10-02,Room,388.00,\n30012,806,Bob Quay,5550101002,2026-10-03,Cash,,388.00\n"
)


@pytest.mark.parametrize(("text", "paid"), [(FOLIO, 3), (BLANKS, 3), (IN_ENGLISH, 2)])
def test_what_guests_paid_for_a_stay_is_no_bill_and_no_reject(bring, text, paid):
    bills, report = bring(text)
    assert bills == [("30011", "914.00"), ("30012", "388.00")]  # 588 + 326; 428 − 40. No bill on the day of leaving
    assert (report["rejected"], report["skipped"]) == (0, {"paid": paid})
