"""Files of payment firms and tills abroad, in other languages. Expected values by hand."""

import pytest

from segmentation.ingest.kinds.registry import KINDS
from segmentation.ingest.mapping import propose_mapping
from segmentation.language.errors import InputError

GERMAN = (
    "Datum,Name,Typ,Status,Brutto,Entgelt,Netto,Absender E-Mail-Adresse,Empfänger E-Mail-Adresse,Rechnungsnummer,Auswirkung auf Guthaben"
)
ENGLISH = "Date,Name,Type,Status,Gross,Fee,Net,From Email Address,To Email Address,Invoice Number,Balance Impact"
FLOW = (  # kind, state, and sides in the words of GERMAN and of ENGLISH
    "\n2026-10-01,Jan,{sale},{done},100.00,-3.00,97.00,jan@x.de,shop@x.de,R1,{credit}"
    "\n2026-10-02,Kim,{sale},{done},50.00,-2.00,48.00,kim@x.de,shop@x.de,R2,{credit}"
    "\n2026-10-03,Kim,{refund},{done},-50.00,2.00,-48.00,shop@x.de,shop@x.de,R2,{debit}"
    "\n2026-10-04,,{withdrawal},{done},-90.00,0.00,-90.00,shop@x.de,shop@x.de,,{debit}"
    "\n2026-10-05,Lou,{sale},{open},30.00,0.00,30.00,lou@x.de,shop@x.de,R3,Memo"
    "\n2026-10-06,Lou,{sale},{denied},30.00,0.00,30.00,lou@x.de,shop@x.de,R4,Memo"
    "\n2026-10-07,Lou,{sale},{done},30.00,-1.00,29.00,lou@x.de,shop@x.de,R5,{credit}"
    "\n2026-10-08,Agency,{bill},{done},-7.00,0.00,-7.00,shop@x.de,shop@x.de,,{debit}"
    "\n2026-10-09,Jan,{sale},{done},20.00,-1.00,19.00,jan@x.de,shop@x.de,R6,{credit}"
    "\n2026-10-10,Jan,{hold},{done},-20.00,0.00,-20.00,shop@x.de,shop@x.de,,{debit}\n"
)
SAID = {
    GERMAN: {
        "sale": "Zahlung", "refund": "Rückzahlung", "withdrawal": "Allgemeine Abbuchung", "bill": "Bezahlte Abbuchung",
        "hold": "Einbehaltene Zahlung", "done": "Abgeschlossen", "open": "Ausstehend", "denied": "Abgelehnt", "credit": "Haben",
        "debit": "Soll",
    },
    ENGLISH: {
        "sale": "Express Checkout Payment", "refund": "Payment Refund", "withdrawal": "General Withdrawal",
        "bill": "PreApproved Payment Bill User Payment", "hold": "Payment Hold", "done": "Completed", "open": "Pending",
        "denied": "Denied", "credit": "Credit", "debit": "Debit",
    },
}
TILL = (
    "Datum,Belegnummer,Name,Variante,Anzahl,Endpreis,Zahlungsart\n2026-10-01,501,Latte,,2,8.00,Karte\n"
    "2026-10-01,501,Kuchen,groß,1,4.50,Karte\n2026-10-02,502,Gutschein,,1,50.00,Bar\n2026-10-02,503,Latte,,1,4.00,Gutschein\n"
    "2026-10-03,504,Kuchen,,-1,-4.50,Karte\nSumme,,,,,62.00,\n"
)
CARDS = (
    "Order ID,Payment Date,Amount,Customer Name,{brand},Card Number\nO1,2026-10-01,300,Ben Gee,Visa,{first}\n"
    "O1,2026-10-01,150,Ben Gee,,\nO2,2026-10-02,200,Ada Fok,Visa,{second}\nO3,2026-10-03,410,Ben Gee,Visa,{first}\n"
    "O4,2026-10-04,60,Eli Ju,,\n"
)


def amounts(warehouse, store):
    told = (
        "select coalesce(customers.email, customers.name), sum(amount)::varchar from bills join stores using (store_id) "
        "join customers using (store_id, customer_key) where stores.name = $store group by 1 order by 1"
    )
    return dict(warehouse.cursor().execute(told, {"store": store}).fetchall())


@pytest.mark.parametrize("headers", [GERMAN, ENGLISH])
def test_what_a_payment_firm_moves_is_told_from_sales(land, warehouse, headers):
    report = land(headers + FLOW.format(**SAID[headers]))
    # 100 + (50 − 50) + 30 + 20; before fees; open, denied, held, withdrawn and paid to others do not count
    assert report["money"]["sale"] == "200.00"
    assert report["money"]["refund"] == "-50.00"
    assert report["money"]["expense"] == "-97.00"  # withdrawn 90, paid to the agency 7
    assert report["money"].get("repayment", "0.00") in ("0", "0.00")
    assert report["mapping"]["amount"] == headers.split(",")[4]
    assert {*report["beside"]} == {*headers.split(",")[5:7]}
    assert amounts(warehouse, "s") == {"jan@x.de": "120.00", "kim@x.de": "0.00", "lou@x.de": "30.00"}


def test_the_name_beside_variant_and_quantity_is_that_of_what_was_sold(bring):
    with pytest.raises(InputError, match="name no customer"):
        bring(TILL)
    came, report = bring(TILL, walk_ins_only=True)
    assert came == (3, "12.00", 0)  # 8 + 4.50, 4 paid by a gift card, −4.50; the gift card of 50 is no revenue
    assert report["money"]["top_up"] == "50.00"
    assert report["skipped"] == {"total": 1}


@pytest.mark.parametrize(
    ("header", "is_product"),
    [
        ("Variante,Anzahl", True), ("Category,Quantity", True), ("Menge,Einzelpreis", True), ("SKU,Qty", True),
        ("Anzahl,Notiz", False), ("Note,Table", False),
    ],
)
def test_a_bare_name_is_the_customers_where_nothing_of_goods_stands_beside_it(header, is_product):
    names = ["Datum", "Name", *header.split(","), "Amount"]
    mapping = propose_mapping(KINDS["bills"], names, [("2026-10-01", "Ann", "1", "2", "8.00"), ("2026-10-02", "Bob", "2", "1", "9.00")])
    assert mapping["product" if is_product else "name"] == 1


@pytest.mark.parametrize(
    ("brand", "first", "second"), [("Card Brand", "1111", "4242"), ("Card Type", "xxxxxxxxxxxx1111", "xxxxxxxxxxxx4242")]
)
def test_the_last_digits_of_a_banks_card_are_nobodys_number(bring, brand, first, second):
    came, report = bring(CARDS.format(brand=brand, first=first, second=second))
    assert came == (4, "1120.00", 3)  # O1 of two payments is one bill; Ben 300 + 150 + 410, Ada 200, Eli 60
    assert "customer_code" not in report["mapping"]


def test_a_number_of_four_digits_without_a_bank_beside_it_is_a_members(bring):
    came, report = bring(CARDS.format(brand="Room", first="1111", second="4242"))
    assert report["mapping"]["customer_code"] == "Card Number"
    assert came[1] == "1120.00"


def test_a_voucher_that_is_sold_is_kept_as_stored_value_and_a_cake_of_that_name_is_revenue(land):
    text = (
        "Datum,Rechnung,Kunde,Artikel,Betrag\n2026-10-01,1,Ann,Gutschein,50.00\n2026-10-02,2,Bob,Menü,30.00\n"
        "2026-10-02,3,Bob,Torte Gutscheinmotiv,20.00\n"
    )
    report = land(text, mapping={"amount": "Betrag"})
    assert report["money"]["top_up"] == "50.00"
    assert report["money"]["sale"] == "50.00"
