"""The currency that a person says holds where the file says none; what is a year is no money. Expected values by hand."""

import pytest

from segmentation.language.errors import InputError

PLAIN = "Date,Bill,Guest,Amount\n2026-08-01,1,Ann Lee,120.50\n2026-08-02,2,Bob Ray,80.00\n2026-08-03,3,Ann Lee,75.00\n"


def test_a_file_without_words_of_money_is_in_the_currency_that_a_person_says(land):
    report = land(PLAIN, currency="eur")
    assert (report["currency"], report["amount"]) == ("EUR", "275.50")
    assert "in_currency" in {each["code"] for each in report["warnings"]}
    with pytest.raises(InputError) as caught:  # and bills of another are not put beside them
        land(PLAIN.replace("Amount", "Total").replace("2026-08", "2026-09"), "later.csv", currency="USD", missing_bills="keep")
    assert caught.value.code == "currency_of_store"


def test_a_column_of_currencies_that_is_blank_says_nothing_against_it(land):
    blank = PLAIN.replace("Amount", "Amount,Currency").replace("0\n", "0,\n")
    assert land(blank, currency="EUR")["currency"] == "EUR"


@pytest.mark.parametrize("said", ["Amount (CNY)", "Amount,Currency"])
def test_a_file_that_says_another_currency_is_not_taken_for_it(land, said):
    text = PLAIN.replace("Amount", said)
    text = text if "(" in said else text.replace("0\n", "0,CNY\n")
    with pytest.raises(InputError) as caught:
        land(text, currency="EUR")
    assert (caught.value.code, caught.value.values["known"]) == ("unknown_currency", "CNY")


def test_what_is_no_currency_is_refused(land):
    with pytest.raises(InputError) as caught:
        land(PLAIN, currency="ER")
    assert caught.value.code == "no_currency"


@pytest.mark.parametrize("header", ["Earnings year", "Fiscal year", "Year of sale", "消费年度", "年份"])
def test_years_are_no_money_whatever_else_their_header_says(land, header):
    years = f"Date,Guest,{header}\n2026-08-01,Ann Lee,2026\n2026-08-02,Bob Ray,2025\n2026-08-03,Ann Lee,2024\n"
    with pytest.raises(InputError) as caught:
        land(years)
    assert caught.value.code == "no_amount_column"
    beside = "\n".join(f"{line},{cell}" for line, cell in zip(years.splitlines(), ("Sum", "20", "30", "40"), strict=True))
    report = land(beside + "\n", "beside.csv")
    assert (report["mapping"]["amount"], report["amount"]) == ("Sum", "90.00")


def test_what_a_guest_spends_a_year_is_money(land):
    report = land("日期,客户,年消费额\n2026-08-01,王小明,2026\n2026-08-02,李芳,1950\n")
    assert (report["mapping"]["amount"], report["amount"]) == ("年消费额", "3976.00")
