from datetime import date, timedelta

import pytest

from segmentation.schemes import load_scheme
from segmentation.settings.kept import get, scheme_settings
from segmentation.warehouse import Warehouse
from tests.houses import Bill
from tests.pages.conftest import said
from tests.pages.driver import as_seen, shown_figures

# active at most 60 days; July: 3 at its start, "lost" (100) and "back" (500) gone, "new" came; August: "back" is back
HOUSE = [
    Bill("stays", date(2026, 5, 1), 10), Bill("stays", date(2026, 6, 20), 10), Bill("stays", date(2026, 8, 15), 10),
    Bill("lost", date(2026, 5, 2), 80), Bill("lost", date(2026, 5, 30), 20),
    Bill("back", date(2026, 5, 3), 500), Bill("back", date(2026, 8, 31), 60),
    Bill("new", date(2026, 7, 4), 70), Bill(None, date(2026, 6, 1), 5),
]
# every 10 days for a year and a half, so who returns has returned by day 10
REGULARS = [
    Bill(f"c{who:02}", date(2026, 9, 30) - timedelta(days=10 * visit + who % 5), 100) for who in range(30) for visit in range(50)
]


def figures(app):
    return {metric.label: (metric.value, metric.delta) for metric in shown_figures(app)}


def test_the_last_complete_period_is_told_first(house, open_page):
    house(HOUSE)
    app = open_page("retention")
    assert app.subheader[0].value.replace("\\", "") == "Aug 2026: the base grew from 2 to 3; 1 came back, 0 newly won, 0 fell asleep"
    assert app.query_params["period"] in ("month", ["month"])
    shown = figures(app)
    assert (shown["Churn rate"][0], shown["Retention rate"][0]) == ("0.0%", "100.0%")
    assert "Nobody was lost in this period." in said(app)


def test_a_period_is_picked_and_compared_with_the_one_before(house, open_page):
    house(HOUSE)
    app = open_page("retention")
    box = next(each for each in app.selectbox if each.label == "Period")
    assert box.options == ["Aug 2026", "Jul 2026", "Jun 2026", "May 2026"]
    box.set_value(date(2026, 7, 1)).run()
    assert not app.exception
    assert app.subheader[0].value.replace("\\", "") == "Jul 2026: the base shrank from 3 to 2; 0 came back, 1 newly won, 2 fell asleep"
    shown = figures(app)
    assert shown["Churn rate"] == ("66.7%", "")  # nobody could be lost in June yet: no comparison
    assert shown["Contribution lost"] == ("¥600", "")
    assert "as much as keeping 10" in said(app)
    assert "Rule of thumb" in said(app)


def test_the_length_of_a_period_stands_in_the_address(house, open_page):
    house(HOUSE)
    app = open_page("retention", "zh", period="quarter")
    app.query_params["period"] = "quarter"
    app.run()
    assert "2026年Q3" in app.subheader[0].value
    assert "2026年Q2" in said(app)


def test_walk_ins_alone_are_told_what_is_missing(house, open_page):
    house([Bill(None, date(2026, 9, 30) - timedelta(days=n), 100) for n in range(40)])
    for tab in ("periods", "cohorts", "return"):
        assert "No bill names a customer yet" in said(open_page("retention", tab=tab))


def test_one_month_of_data_says_that_no_lifetime_can_be_told_yet(house, open_page):
    house([Bill(f"c{n}", date(2026, 9, 1) + timedelta(days=n), 100) for n in range(30)])
    app = open_page("retention")
    assert "It cannot be told yet" in said(app)
    assert "Too few complete periods" in said(app)


@pytest.mark.parametrize(("begins", "shown", "told"), [
    (date(2026, 4, 30), "–", "It cannot be told yet from 3 complete months, 1 Jul 2026 to 30 Sep 2026"),
    (date(2026, 1, 30), "≥ ", "Rough: annualised from 6 complete months, 1 Apr 2026 to 30 Sep 2026"),
])
def test_of_few_months_no_lifetime_is_shown_and_of_some_a_rough_one(house, open_page, begins, shown, told):
    ends = date(2026, 9, 30)
    house([
        *(Bill(f"gone{n}", begins + timedelta(days=7 * n), 100) for n in range((ends - begins).days // 7)),
        *(Bill("stays", begins + timedelta(days=n), 100) for n in range(0, (ends - begins).days, 10)), Bill("x", ends),
    ])
    app = open_page("retention")
    assert figures(app)["Expected lifetime"][0].startswith(shown)
    assert told in said(app).replace("\\", "")


def test_the_table_has_the_columns_an_owner_needs_first(house, open_page):
    house(HOUSE)
    table = next(each for each in open_page("retention").dataframe if "churn_rate" in each.value)
    assert list(table.value.columns) == [
        "period", "active_start", "churned", "reactivated", "new", "active_end", "churn_rate", "churned_contribution", "reactivated_contribution", "new_contribution",
    ]
    assert str(table.value["new_contribution"].iloc[1]) == "70.00"  # in July "new" came


def test_cohorts_are_told_by_that_month_or_a_later_one(house, open_page):
    house(HOUSE)
    app = open_page("retention", tab="cohorts")
    # one of the 3 of May came in June, "new" of July did not in August; two of the 3 came in August
    said_first = app.subheader[0].value.replace("\\", "")
    assert said_first == "25% of new customers come in the month after their first, 67% in month 3"
    whens = next(each for each in app.button_group if each.label == "Which visits count")
    whens.set_value(True).run()
    assert not app.exception
    assert "at least once after their first month" in app.subheader[0].value


def test_the_suggested_active_days_are_taken_and_given_back(house, open_page):
    path = house(REGULARS)
    app = open_page("retention", tab="return")
    assert "90% of those who return have returned by day 10" in said(app)

    def saved():
        return scheme_settings(opened(), 1, load_scheme("abcd"))["active_days"]

    def opened() -> Warehouse:
        import pages.shared.opening

        return pages.shared.opening.open_warehouse(str(path))

    assert saved() == 60
    app.button(key="take_active_days").click().run()
    assert saved() == 10
    app.button(key="undo_active_days").click().run()
    assert saved() == 60
    assert get(opened(), 1, "scheme:abcd") is None
    assert "take_active_days" in {button.key for button in app.button}


def test_active_days_are_not_suggested_from_a_few_months(house, open_page):
    house([bill for bill in REGULARS if bill.day > date(2026, 5, 1)])
    text = said(open_page("retention", tab="return")).replace("\\", "")
    assert "The bills cover 152 days. From 168 days on active days are suggested here; those of now are 60." in text


def test_curves_by_grade_say_that_they_foretell_nothing(house, open_page):
    house(HOUSE)
    app = open_page("retention", tab="return")
    for by, told in (("all", False), ("tier", True), ("module", False)):
        app.session_state["return_by"] = by
        app.run()
        assert not app.exception
        assert ("foretell nothing" in said(app)) is told


def test_cohorts_begin_with_figures(house, open_page):
    house(HOUSE)
    shown = list(figures(open_page("retention", tab="cohorts")).items())[:3]
    # by the end of July one of the 3 of May had come in June, and month 3 was not over for anybody
    assert shown == [("Come in month 1", ("25%", ":red[▼ 8 pts]")), ("Come in month 3", ("67%", "")), ("Come in month 6", ("–", ""))]


def test_the_definition_names_no_scheme_where_nothing_is_graded(house, open_page):
    house([Bill("a", date(2026, 9, 1), 100), Bill("a", date(2026, 9, 30), 100)])
    graded = "rankings"
    retention, customers = open_page("retention", "en"), open_page("customers", "en")
    assert not any(graded in as_seen(each.value) for each in retention.markdown)
    assert any(graded in as_seen(each.value) for each in customers.markdown)
    settings = next(each.value for each in retention.caption if "Active days" in as_seen(each.value))
    assert "Share of A" not in as_seen(settings)
