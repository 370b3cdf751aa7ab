"""scheduled as a person or a program calls it."""

import json


def test_jobs_are_listed_switched_set_and_run(shell):
    rows = json.loads(shell("scheduled", "list", "--json")[1])
    assert [(row["job"], row["on"], row["last"]) for row in rows] == [
        ("inbox", False, None), ("backup", False, None), ("proof", False, None), ("message", False, None)
    ]
    assert shell("scheduled", "set", "language=en", "store=s")[0] == 0
    assert shell("scheduled", "set", "robot_url=https://x/key")[0] == 2  # a secret is asked for
    assert shell("scheduled", "on", "backup", "--when", "15 2 * * *")[0] == 0
    assert shell("scheduled", "on", "nightly")[0] == 2
    status, out, _err = shell("scheduled", "run", "backup", "--json")
    [run] = json.loads(out)
    assert (status, run["ok"], run["job"]) == (0, True, "backup")
    assert shell("scheduled", "run", "message", "--lang", "en")[:2] == (2, "There is no store with bills to tell of.\n")
    rows = json.loads(shell("scheduled", "list", "--json")[1])
    assert (rows[1]["on"], rows[1]["when"], rows[1]["next"][11:]) == (True, "15 2 * * *", "02:15")
