"""The sample houses: made-up bills that ship with the product, loaded through the same import as anyone's."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

import streamlit as st

from pages.shared.language import Markdown, _, plain
from segmentation.ingest.control import Control
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import find_store
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.managers import edit_managers
from segmentation.ingest.trials import start_trial
from segmentation.measures.managers.plan import EVERYBODY, Growth, growth_rows, make_plan, read_proposal
from segmentation.measures.movement.follow_up import follow_up
from segmentation.measures.trials.lists import read_list
from segmentation.measures.trials.results import list_trials
from segmentation.schemes import DEFAULT, Scheme, Value
from segmentation.settings.credit import save_credit_terms
from segmentation.settings.kept import scheme_settings
from segmentation.settings.own_schemes import find_scheme
from segmentation.settings.plans import SET, read_plan, read_rooms, save_house_target, save_plan, save_rooms
from segmentation.settings.trial_rules import save_trial_rules, trial_rules
from segmentation.warehouse import Warehouse
from segmentation.warehouse.places import samples_folder

LOADING = "loading_samples"
WAIT_SECONDS = 60
FOLDER = samples_folder()


def _read_houses() -> list[dict[str, Any]]:
    return json.loads((FOLDER / "houses.json").read_text(encoding="utf-8"))


def sample_names() -> frozenset[str]:
    """Return the names of the sample houses in both languages."""
    return frozenset(name for house in _read_houses() for name in house["name"].values())


def load_samples(warehouse: Warehouse, lang: str) -> None:
    """Import every sample file, the houses named in ``lang``, keep their month-ends, and show how far it is.

    All or none: where it is stopped or fails, what it had landed is taken back. Loading twice changes nothing. Month-ends that
    could not be kept do not count as a failure: the page Migration offers them again.
    """
    houses = _read_houses()
    todo = [(house["name"][lang], each) for house in houses for each in house["files"]]
    names = list(dict.fromkeys(store for store, _file in todo))
    steps = len(todo) + len(names)
    landed: list[int] = []
    ended = st.session_state[LOADING] = threading.Event()
    try:
        with st.container(key=LOADING):
            bar = st.progress(0.0)
            st.button(_("Stop"), key="stop_samples")
        for number, (store, each) in enumerate(todo):
            text = _("Loading {store}: file {number} of {total}").format(store=plain(store), number=number + 1, total=len(todo))
            show = _shower(bar, number, steps, text)
            show("", 0.0)
            paid = tuple(each["paid"]) if "paid" in each else None
            choices = Choices(kind=each["kind"], sheet=each.get("sheet"), paid=paid, right_store="yes")
            report = import_file(warehouse, store, FOLDER / each["file"], choices, control=Control(show))
            if not report["already_landed"]:
                landed.append(report["batch"])
        for number, store in enumerate(names, start=len(todo)):
            show = _shower(bar, number, steps, _("Keeping the month-end grades of {store}").format(store=plain(store)))
            follow_up(warehouse, find_store(warehouse, store), Control(show))
        for house in houses:
            batch = set_up(warehouse, house["name"][lang], house)
            landed += [batch] if batch else []
    except BaseException:  # a click while this runs ends the script with a BaseException of Streamlit's own
        for batch in reversed(landed):
            undo(warehouse, batch)
        for store_id in filter(None, (find_store(warehouse, store) for store in names)):
            follow_up(warehouse, store_id)
        raise
    finally:
        ended.set()


def set_up(warehouse: Warehouse, store: str, house: dict[str, Any]) -> int | None:
    """Write down who the managers of a sample house are, set what they are to reach, and draw whom it left alone; return the
    batch of the first.

    The plan of a month is the proposal with the house's growth, set on the evening before it begins; where one is set nothing
    is changed.
    """
    store_id = find_store(warehouse, store)
    batch = edit_managers(warehouse, store_id, {each["name"]: _said_of(each) for each in house["managers"]})
    scheme = find_scheme(warehouse, DEFAULT)
    settings = scheme_settings(warehouse, store_id, scheme)
    growths = {
        (EVERYBODY, tier): Growth(**{measure: Fraction(percent) / 100 for measure, percent in own.items()})
        for tier, own in house["growth"].items()
    }
    if read_rooms(warehouse, store_id) is None:
        save_rooms(warehouse, store_id, house["rooms"])
        if "credit" in house:
            save_credit_terms(warehouse, store_id, **house["credit"])
    for month, amount in house["targets"].items():
        first = date.fromisoformat(f"{month}-01")
        if read_plan(warehouse, store_id, first).num_rows:
            continue
        evening = datetime.combine(first - timedelta(days=1), time(18))
        target = save_house_target(warehouse, store_id, first, amount, evening)
        proposal = read_proposal(warehouse, store_id, scheme, first, first, settings)
        rows = make_plan(proposal, target, growths).kept_rows()
        save_plan(warehouse, store_id, first, rows, SET, evening, growth_rows(growths))
    if draws := house.get("draws", []):
        _draw_as_then(warehouse, store_id, scheme, settings, draws, house["left_alone"])
    return batch


def _draw_as_then(
    warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value], draws: list[dict[str, Any]],
    limits: dict[str, str],
) -> None:
    """Draw from each list as it was in the morning of its day, the oldest first; what was drawn before stays."""
    made = len(list_trials(warehouse, store_id))
    if not made:
        save_trial_rules(warehouse, store_id, limits)
    for each in draws[made:]:
        day = date.fromisoformat(each["day"])
        asked = read_list(warehouse, store_id, each["list"], scheme, day - timedelta(days=1), day, settings)
        morning = datetime.combine(day, time(9))
        start_trial(warehouse, store_id, asked, day, trial_rules(warehouse, store_id), morning, seed=each["seed"])


def _said_of(manager: dict[str, str]) -> dict[str, str]:
    return {field: text for field, text in manager.items() if field != "name"}


def wait_for_stopped_samples() -> None:
    """Where this session clicked on while samples were loading, wait until what had landed is taken back.

    Streamlit starts the next run of the script before the one that it stops has come to its end.
    """
    ended = st.session_state.pop(LOADING, None)
    if ended is not None and not ended.is_set():
        with st.spinner(_("Stopping …")):
            ended.wait(WAIT_SECONDS)


def _shower(bar, number: int, total: int, text: Markdown) -> Callable[[str, float], None]:
    def show(_step: str, fraction: float) -> None:
        bar.progress((number + min(max(fraction, 0.0), 1.0)) / total, text=text)

    return show
