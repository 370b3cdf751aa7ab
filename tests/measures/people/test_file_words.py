"""The file of a customer in words."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from segmentation.measures.people.file import Rhythm
from segmentation.measures.people.file_words import contact_text, finding_file, outlook, promise_text
from segmentation.measures.windows import Window
from tests.customer_files import AS_OF, contact, file_of


def test_how_he_stands():
    assert finding_file(file_of(), "zh") == "平时9天来一次，已经23天没来。近365天34次、¥3.19万。常坐牡丹厅。"
    assert finding_file(file_of(), "en") == (
        "Usually comes every 9 days, last here 23 days ago. 34 visits, ¥31.9K in 365 days. Mostly sits in 牡丹厅."
    )
    assert outlook(file_of(), "zh") == "贡献全店第9。到2027年1月3日还不来，就从A级掉到D级。账单到2026年11月27日。"
    assert outlook(file_of(), "en") == (
        "Place 9 by contribution. Without a visit by 3 Jan 2027: from A to D. Bills up to 27 Nov 2026."
    )


@pytest.mark.parametrize(("changes", "said"), [
    ({"row": {"last_visit": None}}, "No visit yet."),
    ({"rhythm": Rhythm(2, Decimal(9)), "habits": {"room": ()}}, "2 visits so far: too few to tell what is usual. 34 visits, ¥31.9K in 365 days."),
    ({"window": Window("all", AS_OF, 900), "habits": {"room": ()}, "row": {"recency_days": 1}},
     "Usually comes every 9 days, last here 1 day ago. 34 visits, ¥31.9K in all."),
])
def test_what_cannot_be_told_is_not_said(changes, said):
    assert finding_file(file_of(**changes), "en") == said


def test_what_is_agreed():
    assert promise_text(file_of(), "en") == ""
    assert promise_text(file_of(promised_on=date(2026, 12, 10)), "en") == "Agreed for 10 Dec 2026."
    # kept by the visit of 4 November; overtaken by a later contact; long past
    kept = file_of(contacts=[contact(date(2026, 11, 1), "三桌", date(2026, 11, 20))])
    assert promise_text(kept, "en") == "Agreed for 20 Nov 2026; came on 4 Nov 2026."
    again = [contact(date(2026, 11, 10)), contact(date(2026, 11, 5), "三桌", date(2026, 12, 10))]
    assert promise_text(file_of(contacts=again), "zh") == "约好2026年12月10日，2026年11月10日又联系过。"
    assert promise_text(file_of(contacts=[contact(date(2026, 9, 1), "", date(2026, 10, 28))]), "en") == ""
    assert promise_text(file_of(promised_on=AS_OF, is_barred=True), "en") == "Not to be contacted. Agreed for 27 Nov 2026, which has passed."


def test_a_contact_on_one_line():
    row = SimpleNamespace(contact_day=date(2026, 10, 28), contact_channel="call", outcome="coming", manager="苗经理", next_day=date(2026, 12, 10))
    assert contact_text(vars(row), "zh") == "2026年10月28日 · 电话 · 要来 · 苗经理 → 12月10日"
    assert contact_text(vars(row) | {"contact_channel": None, "manager": None, "next_day": None}, "en") == "28 Oct 2026 · Will come"
