"""A second table of a sheet is imported where one is told to, and ledgers are refused for what they are. Values by hand."""

import pytest

from segmentation.language.errors import InputError

TWO = (
    "日期,单号,客户,金额\n2026-08-01,1001,王小明,120.50\n2026-08-02,1002,李芳,80.00\n2026-08-03,1003,王小明,75.00\n\n"
    "宴会明细\n日期,单号,客户,金额,桌数\n2026-08-11,Y1,张伟,5000,5\n2026-08-19,Y2,赵敏,8000,8\n"
)
EXTF = (
    '"EXTF";700;21;"Buchungsstapel";13;20260901120000000;;"RE";"";"";29098;55003;20260101;4;20260801;20260831;"August"\n'
    "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Konto;Gegenkonto (ohne BU-Schlüssel);Belegdatum;Belegfeld 1;"
    "Buchungstext\n"
    '119,00;"S";"EUR";10001;8400;0108;"RE-1001";"Anna Lee"\n119,00;"H";"EUR";10001;1200;1508;"RE-1001";"Zahlung Anna Lee"\n'
)


def test_following_the_advice_imports_the_second_table_and_either_is_known_again(land, warehouse):
    first = land(TWO)
    told = next(each for each in first["warnings"] if each["code"] == "other_table")
    assert (first["amount"], told["values"]["header"]) == ("275.50", 7)
    second = land(TWO, header_row=told["values"]["header"])
    assert (second["amount"], second["already_landed"]) == ("13000.00", False)
    assert [land(TWO)["batch"], land(TWO, header_row=7)["batch"]] == [first["batch"], second["batch"]]
    assert warehouse.cursor().execute("select sum(amount)::varchar from bills where replaced_by is null").fetchall() == [("13275.50",)]


@pytest.mark.parametrize("text", [EXTF, EXTF.split("\n", 1)[1]])
def test_a_batch_of_postings_is_no_file_of_bills(land, text):
    with pytest.raises(InputError) as caught:
        land(text, "extf.csv")
    assert caught.value.code == "not_bills"
    assert "DATEV" in caught.value.message
