"""Who the customer is where the columns that would say so name the staff, or nobody. Expected values by hand."""

import pytest

from segmentation.language.errors import NeedsChoice


def _bills(head, cells):
    return head + "".join(f"{n},2026-09-{1 + n % 28:02d},{cells(n)},{100 + n}\n" for n in range(60))


WAITERS = ("王芳", "李强", "赵敏")
OF_STAFF = _bills("账单号,日期,客户,手机,订台人,客户经理,实收\n", lambda n: f",,{WAITERS[n % 3]},{WAITERS[n % 3]}")
WITH_PHONES = _bills("账单号,日期,客户电话,订台人,实收\n", lambda n: f"139{n % 20:08d},{WAITERS[n % 3]}")
OF_GUESTS = _bills("账单号,日期,客户经理,订台人,实收\n", lambda n: f"{WAITERS[n % 3]},客{n % 20}")
UNCLEAR = _bills("账单号,日期,桌号,订台人,实收\n", lambda n: f"A{n % 9},{WAITERS[n % 3]}")


def test_staff_who_take_bookings_are_no_customers(bring):
    (bills, _, customers), report = bring(OF_STAFF)  # as the managers, bill by bill
    assert (bills, customers) == (60, 0)
    told = {each["code"]: each for each in report["warnings"]}
    assert told["booked_by_staff"]["values"]["names"] == 3
    assert told["only_walk_ins"]["values"]["empty"] == "“手机”, “客户”"
    (_, _, customers), report = bring(WITH_PHONES)  # each takes down many guests
    assert (customers, report["mapping"]["manager"]) == (20, "订台人")
    assert bring(OF_GUESTS)[0][2] == 20


def test_few_bookers_and_no_other_customer_are_asked_about(bring):
    with pytest.raises(NeedsChoice) as caught:
        bring(UNCLEAR)
    assert caught.value.code == "bookers_open"
    assert bring(UNCLEAR, bookers="guests")[0][2] == 3
    (_, _, customers), report = bring(UNCLEAR, bookers="staff")
    assert (customers, report["mapping"]["manager"]) == (0, "订台人")


def test_another_column_is_pointed_at_where_that_of_the_customers_is_empty(bring):
    text = _bills("账单号,日期,客户,备注,实收\n", lambda n: f",{WAITERS[n % 3]}")
    with pytest.raises(NeedsChoice) as caught:
        bring(text)
    assert caught.value.code == "keys_empty"
    assert '--map "name=备注"' in caught.value.text("en")
    assert bring(text, mapping={"name": "备注"})[0][2] == 3
    assert bring(text, walk_ins_only=True)[0] == (60, "7770.00", 0)  # 60 × 100 + 59 × 30
