"""The restaurant of the samples that leaves some alone by lot: the product finds the effect of calls that the generator hid.

The lists, the lots and what the calls brought were worked out by the generator, on its records and not by the product.
"""

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from segmentation.measures.trials.results import read_results
from segmentation.measures.trials.words import finding_trials
from segmentation.warehouse import Warehouse

FACTS = json.loads((Path(__file__).parents[1] / "data" / "samples" / "facts.json").read_text(encoding="utf-8"))["diner"]
AS_OF, DINER = date(2026, 10, 31), 4
MEASURED = [each for each in FACTS["draws"] if "brought" in each]


@pytest.fixture(scope="module")
def found(sample_houses, tmp_path_factory):
    warehouse = Warehouse(shutil.copy(sample_houses, tmp_path_factory.mktemp("calls")))
    yield read_results(warehouse, DINER, AS_OF)
    warehouse.close()


def total(name, *lists):
    return sum(Decimal(each[name]) for each in MEASURED if each["list"] in lists)


def test_lists_lots_and_outcomes_are_those_of_the_generator(found):
    drawn = [
        {"list": each.kind, "day": str(each.first_day), "called": each.called, "left": each.left_alone}
        for each in reversed(found.trials)
    ]
    assert drawn == [{name: each[name] for name in ("list", "day", "called", "left")} for each in FACTS["draws"]]
    outcomes = [
        {
            "came_called": each.counts.came_called, "came_left": each.counts.came_left, "spend_called": str(each.spend_called),
            "spend_left": str(each.spend_left), "contacted_left": each.contacted_left,
        }
        for _number, each in sorted(found.results.items())
    ]
    assert outcomes == [{name: each[name] for name in outcomes[0]} for each in MEASURED]
    assert [each.number for each in found.running] == [len(FACTS["draws"])]


@pytest.mark.parametrize("lists", [("warned",), ("warned", "lost")])
def test_the_effect_that_was_hidden_is_found(found, lists):
    result = found.pooled if len(lists) > 1 else found.by_list["warned"]
    brought, more = total("brought", *lists), total("more_came", *lists) / total("called", *lists)
    assert result.verdict == "helped"
    assert 0 < result.money_low < brought < result.money_high
    assert result.share.low < more < result.share.high
    assert result.contacted_left == total("contacted_left", *lists) > 0
    assert finding_trials(found, "en").startswith("The calls brought ¥")


def test_nothing_is_claimed_where_calls_do_nothing(found):
    result = found.by_list["lost"]
    assert (result.verdict, result.money, total("brought", "lost")) == ("too_few", None, 0)
    assert result.money_low < 0 < result.money_high
