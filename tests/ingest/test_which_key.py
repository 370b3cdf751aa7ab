"""By what the customers of a second file are told apart: as the store knows them. Expected values by hand."""

import pytest

from segmentation.language.errors import NeedsChoice

SHOP = (
    "Name,Email,Paid at,Total,Billing Name,Billing Phone\n"
    "#1001,ann@x.com,2026-08-01 10:00:00,100.00,Ann Lee,+86 138 0000 0001\n"
    "#1002,bob@x.com,2026-08-02 10:00:00,200.00,Bob Ray,+86 138 0000 0002\n"
    "#1003,ann@x.com,2026-08-03 10:00:00,300.00,Ann Lee,+86 138 0000 0001\n"
    "#1004,cat@x.com,2026-08-04 10:00:00,50.00,Cat Poe,\n"
)


def _keys(warehouse):
    told = "select customer_key from customers order by customer_key"
    return [key for (key,) in warehouse.cursor().execute(told).fetchall()]


def test_a_corrected_export_lands_under_the_keys_that_its_customers_have_and_nobody_is_asked(land, warehouse):
    land(SHOP, "august.csv")
    report = land(SHOP.replace("300.00", "250.00"), "august corrected.csv")
    assert [warning["code"] for warning in report["warnings"] if "key" in warning["code"]] == []
    # two by their phones, and Cat, who has none, by her e-mail
    assert _keys(warehouse) == ["13800000001", "13800000002", "cat@x.com"]
    assert report["amount"] == "600.00"


def test_a_store_that_knows_them_by_e_mail_is_asked_for_that_key_and_keeps_it(land, warehouse):
    no_phones = "\n".join(",".join(line.split(",")[:5]) for line in SHOP.splitlines()) + "\n"
    land(no_phones, "august.csv")
    later = SHOP.replace("2026-08", "2026-09").replace("#1", "#2")
    with pytest.raises(NeedsChoice) as caught:
        land(later, "september.csv")
    assert caught.value.code == "known_by_another_key"
    assert (caught.value.values["choice"], caught.value.values["count"]) == ("email", 3)
    land(later, "september.csv", customer_key="email")
    assert _keys(warehouse) == ["ann@x.com", "bob@x.com", "cat@x.com"]


def test_phones_written_otherwise_than_the_store_keeps_them_are_known_as_what_they_are(land, warehouse):
    names = "单号,日期,客户,金额\n1,2026-08-01,王小明,100\n"
    land(names, "names.csv")
    phones = "账单号,营业日期,客户姓名,手机号,实收金额\n7,2026-08-02,李芳,+86 139-0000-0001,80\n8,2026-08-03,张伟,+86 139-0000-0002,60\n"
    land(phones, "phones.csv")
    # of the three two are known by their phones, and one by his name alone
    mixed = "订单号,日期,姓名,电话,金额\n20,2026-09-01,李芳,+86 139-0000-0001,80\n21,2026-09-02,张伟,+86 139-0000-0002,50\n" \
        "22,2026-09-03,王小明,,70\n"
    assert land(mixed, "mixed.csv")["amount"] == "200.00"
    assert _keys(warehouse) == ["13900000001", "13900000002", "王小明"]
