"""The command of the shell about control groups: drawn from a list, listed, ended, taken back, and what they came to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from segmentation.fields import TRIAL_STATES
from segmentation.ingest.trials import bring_back_trial, end_trial, first_day_of, start_trial, take_back_trial
from segmentation.language.errors import InputError
from segmentation.language.festivals import FESTIVALS
from segmentation.language.i18n import N_, format_count, translator
from segmentation.measures.grades.grading import default_as_of
from segmentation.measures.managers.register import find_manager, read_managers
from segmentation.measures.trials.lists import GROUP, check_covered, read_list
from segmentation.measures.trials.results import Result, Trial, list_trials, read_results
from segmentation.measures.trials.words import (
    drawn_text,
    finding_first_day,
    finding_left_alone,
    finding_result,
    finding_trials,
    leak_text,
    trial_name,
    unlike_text,
    weighed_reason,
    weighed_text,
)
from segmentation.schemes import DEFAULT
from segmentation.settings.clock import now
from segmentation.settings.groups import find_group
from segmentation.settings.trial_rules import parse_trial_rules, trial_rules
from segmentation.shell.parts import Look, iso, print_json, read_day, read_look
from segmentation.warehouse import Warehouse


def add_trials(cli: click.Group, lang: str, open_warehouse: Callable[[], Warehouse]) -> None:
    """Add the commands to ``cli``, with their help and their answers in ``lang``."""
    _ = translator(lang)
    store = click.option("--store", required=True, help=_("The store that is asked about."))
    as_json = click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
    as_of = click.option("--as-of", help=_("The as-of day (the last day with a bill if not given)."))
    on = click.option("--on", help=_("The day of the list (the as-of day if not given)."))
    which = click.option("--trial", "number", type=int, required=True, help=_("The number of the trial (trial list tells it)."))

    @cli.group("trial", help=_("Leave a part of a list alone by lot, and see whether calls help."))
    def trial():
        pass

    @trial.command("start", help=_("Draw from a list who is left alone; the others are called."))
    @store
    @click.option("--list", "kind", default=None, help=_("warned, lost, demoted, due or festival."))
    @click.option("--festival", "occasion", type=click.Choice(list(FESTIVALS)), help=_("Of the list festival: which one."))
    @click.option("--group", "group_name", help=_("A saved group, instead of a list."))
    @click.option("--manager", help=_("Only customers of this account manager."))
    @click.option("--share", help=_("Left alone, in per cent (the store's setting if not given)."))
    @click.option("--seed", type=int, help=_("What decides the lot; the same seed draws the same customers."))
    @click.option("--by", default="", help=_("Who draws it."))
    @click.option(
        "--scheme", "scheme_key", default=DEFAULT, show_default=True, help=_("The grading scheme (schemes lists them).")
    )
    @as_of
    @on
    @as_json
    def start(store, kind, occasion, group_name, manager, share, seed, by, scheme_key, as_of, on, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, scheme_key, as_of)
        day = read_day(on) if on else look.as_of
        if day < look.as_of:
            message = N_("The list of {day} is over: the bills reach to {last}. Say a later day (--on), or an earlier --as-of.")
            raise InputError("list_is_over", message, day=day.isoformat(), last=look.as_of.isoformat())
        check_covered(look.store, default_as_of(warehouse, look.store_id), day)
        if (kind is None) == (group_name is None):
            raise InputError("which_list", N_("Say a list (--list warned) or a saved group (--group NAME)."))
        if manager is not None:
            manager = find_manager(read_managers(warehouse, look.store_id, look.as_of), manager).name
        group = find_group(warehouse, look.store_id, group_name) if group_name is not None else None
        asked = read_list(
            warehouse, look.store_id, kind or GROUP, look.scheme, look.as_of, day, look.settings, group, manager, occasion
        )
        rules = trial_rules(warehouse, look.store_id)
        rules = parse_trial_rules({"share": share}, rules) if share is not None else rules
        first = first_day_of(look.as_of, day)
        number = start_trial(warehouse, look.store_id, asked, first, rules, now(), by, seed)
        tell_trials(warehouse, look, lang, as_json=as_json, only=number)
        if not as_json:
            click.echo(finding_first_day(first, look.as_of, lang))

    @trial.command("list", help=_("List the trials of a store, the last first, or who is left alone in one."))
    @store
    @click.option("--trial", "number", type=int, help=_("List who is left alone in this trial."))
    @as_of
    @as_json
    def list_all(store, number, as_of, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, as_of=as_of)
        if number is None:
            tell_trials(warehouse, look, lang, as_json=as_json)
        else:
            tell_left_alone(warehouse, look, number, as_json=as_json)

    @trial.command("result", help=_("Tell what the calls brought: of all measured trials, or of one."))
    @store
    @click.option("--trial", "number", type=int, help=_("Of this trial alone."))
    @as_of
    @as_json
    def result(store, number, as_of, as_json):
        warehouse = open_warehouse()
        look = read_look(warehouse, store, as_of=as_of)
        found = read_results(warehouse, look.store_id, look.as_of)
        if number is not None:
            chosen = find_trial(list(found.trials), number)
            judged = found.results.get(number)
            said = finding_result(judged, lang) if judged else finding_left_alone(chosen.left_alone, chosen.until, lang)
            answer = result_answer(judged, chosen)
        else:
            judged, said, answer = found.pooled, finding_trials(found, lang), result_answer(found.pooled)
        if as_json:
            print_json(answer)
            return
        click.echo(said)
        if judged and (unlike := unlike_text(judged, lang)):
            click.echo(weighed_reason(lang) if unlike in said else weighed_text(judged, lang))
        if number is None and (often := drawn_text(found, lang)):
            click.echo(often)
        if judged and (leaked := leak_text(judged, lang)):
            click.echo(leaked)

    @trial.command("end", help=_("Leave nobody alone any more in a trial whose days are not over."))
    @store
    @which
    @on
    def end(store, number, on):
        warehouse = open_warehouse()
        look = read_look(warehouse, store)
        end_trial(warehouse, look.store_id, number, read_day(on) if on else look.as_of, look.as_of)
        tell_trials(warehouse, look, lang, as_json=False, only=number)

    @trial.command("take-back", help=_("Let a trial whose days are not over count no more; restore brings it back."))
    @store
    @which
    @on
    def take_back(store, number, on):
        warehouse = open_warehouse()
        look = read_look(warehouse, store)
        take_back_trial(warehouse, look.store_id, number, read_day(on) if on else look.as_of, look.as_of, now())
        tell_trials(warehouse, look, lang, as_json=False, only=number)

    @trial.command("restore", help=_("Let a trial that was ended or taken back run on as it was drawn."))
    @store
    @which
    def restore(store, number):
        warehouse = open_warehouse()
        look = read_look(warehouse, store)
        bring_back_trial(warehouse, look.store_id, number)
        tell_trials(warehouse, look, lang, as_json=False, only=number)


def find_trial(trials: list[Trial], number: int) -> Trial:
    """Return the trial of that number; raises InputError where there is none."""
    found = next((each for each in trials if each.number == number), None)
    if found is None:
        raise InputError("unknown_trial", N_("There is no trial {number} of this store."), number=number)
    return found


def tell_trials(warehouse: Warehouse, look: Look, lang: str, *, as_json: bool, only: int | None = None) -> None:
    """Print the trials, or the one that was written just now, which programs get as one object."""
    trials = list_trials(warehouse, look.store_id)
    if only is not None:
        trials = [find_trial(trials, only)]
    if as_json:
        answers = [trial_answer(each, look.as_of) for each in trials]
        print_json(answers[0] if only is not None else answers)
        return
    _ = translator(lang)
    if not trials:
        click.echo(_("Nobody is left alone on purpose yet, so nobody can tell whether calls help."))
    for each in trials:
        called = _("{count} called").format(count=format_count(each.called, lang))
        left = finding_left_alone(each.left_alone, each.until, lang)
        click.echo("  ".join((str(each.number), trial_name(each, lang), _(TRIAL_STATES[each.state(look.as_of)]), called, left)))


def tell_left_alone(warehouse: Warehouse, look: Look, number: int, *, as_json: bool) -> None:
    """Print who is left alone in a trial."""
    found = read_results(warehouse, look.store_id, look.as_of)
    until = find_trial(list(found.trials), number).until
    rows = found.left_alone(number)
    if as_json:
        print_json([
            {"customer": row["customer"], "name": row["name"], "manager": row["manager"], "until": iso(until)} for row in rows
        ])
        return
    for row in rows:
        click.echo("  ".join((row["customer"], row["name"] or "–", row["manager"] or "–")))


def trial_answer(trial: Trial, as_of: date) -> dict[str, Any]:
    """Return a trial as programs get it."""
    return {
        "trial": trial.number, "list": trial.kind, "group": trial.group_name, "occasion": trial.occasion,
        "manager": trial.manager, "first_day": iso(trial.first_day), "last_day": iso(trial.last_day),
        "customers": trial.customers, "called": trial.called, "left_alone": trial.left_alone, "share": trial.share / 100,
        "seed": trial.seed, "state": trial.state(as_of), "ended_on": iso(trial.ended_on),
    }


def result_answer(found: Result | None, trial: Trial | None = None) -> dict[str, Any]:
    """Return what trials came to as programs get it: low and high are of the difference of the shares that came back (0–1).

    ``difference`` is pooled over draws with the called as weights, so that it need not be came_called less came_left in shares.
    ``money`` is null where it is not claimed; its interval is there all the same. Of what is not measured only sizes are known.
    """
    if found is None:
        sizes = (trial.called, trial.left_alone) if trial else (0, 0)
        unknown = dict.fromkeys(("came_called", "came_left", "difference", "low", "high", "money", "money_low", "money_high"))
        return {
            "called": sizes[0], "left_alone": sizes[1], **unknown, "verdict": "running" if trial else "too_few",
        }
    counts, money = found.counts, (found.money, found.money_low, found.money_high)
    said = [None if each is None else f"{each:.2f}" for each in money]
    return {
        "called": counts.called, "left_alone": counts.left, "came_called": counts.came_called, "came_left": counts.came_left,
        "difference": found.share and found.share.difference, "low": found.share and found.share.low,
        "high": found.share and found.share.high, "money": said[0], "money_low": said[1], "money_high": said[2],
        "verdict": found.verdict,
    }
