from decimal import Decimal

import pytest

from segmentation.language.errors import InputError
from segmentation.measures.grades.explanation import explain, explain_lift
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, AS_OF, example, example_with_tables, settings
from tests.houses import Bill, Profile, build


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("explanation") / "warehouse.duckdb")
    build(opened, example()[1], [Profile("new")])
    yield opened
    opened.close()


def why(warehouse, customer):
    return explain(warehouse, 1, customer, ABCD, AS_OF, settings())


def test_the_best_are_told_the_cuts_and_what_they_may_lose(warehouse):
    best = why(warehouse, "c03")
    assert (best.tier, best.visits, best.spend, best.frequency_rank, best.contribution_rank) == ("A", 18, 88000, 3, 2)
    # both rankings are followed down to place 3, where c03 stands by visits and c05 by spend
    assert (best.active_customers, best.wanted, best.a_reach, best.a_cut_visits, best.a_cut_spend) == (10, 2, 3, 18, 60000)
    assert (best.rest_frequency_rank, best.rest_contribution_rank, best.rest_customers, best.half) == (None, None, 8, 4)
    # with 12 visits c03 is fourth by visits, before c05 who has as many; with 45 000 fifth by spend, before c09 who has as much
    assert (best.spare_visits, best.spare_spend) == (6, Decimal("43000.00"))
    assert (best.more_visits, best.more_spend) == (None, None)


def test_one_of_the_rest_is_told_his_places_and_what_would_lift_him(warehouse):
    small = why(warehouse, "c06")
    assert (small.tier, small.rest_frequency_rank, small.rest_contribution_rank) == ("C", 4, 6)
    assert (small.b_cut_spend, small.c_cut_visits) == (Decimal("30000.00"), 10)
    # more than c02's 30 000 makes him fourth by spend as he is by visits, and equal places go to B
    assert (small.more_spend, small.tier_by_spend, small.more_visits) == (Decimal("18000.01"), "B", None)


def test_who_is_lifted_by_neither_alone_is_told_both_together(warehouse):
    valuable = why(warehouse, "c07")
    assert (valuable.more_visits, valuable.more_spend) == (None, None)
    # 19 visits are one more than c03's, ¥60 000 as much as c05 with more visits
    assert (valuable.visits_together, valuable.spend_together, valuable.tier_together) == (13, Decimal("6000.00"), "A")


def test_one_asleep_is_told_what_a_visit_would_make_of_him(warehouse):
    assert (why(warehouse, "c11").tier_after_a_visit, why(warehouse, "c12").tier_after_a_visit) == ("A", "C")
    assert why(warehouse, "c11").frequency_rank is None


def test_one_who_has_not_come_yet_has_no_tier_and_no_advice(warehouse):
    new = why(warehouse, "new")
    assert (new.tier, new.visits, new.active_customers, new.more_visits) == (None, 0, 10, None)
    assert explain_lift(new, "en") == "No visit yet: the first one brings a grade."


def test_the_only_customer_may_lose_everything_but_his_visit(warehouse, tmp_path):
    alone = Warehouse(tmp_path / "alone.duckdb")
    build(alone, [Bill("only", AS_OF, 80), Bill("only", AS_OF.replace(day=1), 20)])
    only = why(alone, "only")
    alone.close()
    assert (only.tier, only.spare_visits, only.spare_spend, only.half) == ("A", 1, Decimal("100.00"), 0)


def test_by_standard_the_average_lifts_and_visits_are_at_the_same_average(warehouse, tmp_path):
    opened = Warehouse(tmp_path / "standard.duckdb")
    build(opened, example_with_tables())

    def why(customer):
        return explain(opened, 1, customer, ABCD, AS_OF, settings(rank_by="standard"))

    c03, c06, c11 = why("c03"), why("c06"), why("c11")
    # c01 has ¥2 000 a table as well: a cent more, or more visits than his 24, and c03 stands before him
    assert (c03.tier, c03.standard, c03.a_cut_spend, c03.b_cut_spend) == ("C", Decimal("2000.00"), 2000, 1600)
    assert explain_lift(c03, "en") == (
        "Up to A with 7 more visits at the same average per table. Up to A with an average of ¥2,000.01 per table."
    )
    assert explain_lift(c03, "zh") == "桌均不变，再来 7 次，就能升到 A。桌均做到 ¥2,000.01，就能升到 A。"
    assert (c06.standard, c06.wanted_standard, explain_lift(c06, "en")) == (None, None, "")  # he has no tables to average over
    # with 31 visits he is first; ¥120 000 over two tables are the highest average
    assert c11.tier_after_a_visit == "A"
    opened.close()


def test_an_unknown_customer_is_an_error(warehouse):
    with pytest.raises(InputError, match="no customer nobody"):
        why(warehouse, "nobody")


def test_the_sentence_has_no_holes_in_either_language(warehouse):
    for customer in ("c01", "c05", "c06", "c09", "c12", "new"):
        for lang in ("zh", "en"):
            sentence = explain_lift(why(warehouse, customer), lang)
            assert sentence
            assert "None" not in sentence
            assert "{" not in sentence
