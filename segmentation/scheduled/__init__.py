"""Work that is done at its times while the app runs: the inbox, nightly backups, the proof of a restore, Monday's message.

Nothing is done that the owner has not switched on. Each job is a plain function of a ``Context`` (warehouse, settings, the
moment); what it did is a ``Result``, kept as a line of ``runs.jsonl``. ``tick`` runs whatever is due by its last run, so a job
whose hour was missed, because the machine slept, is done at the next look, once. Times are those of the wall clock; nothing here
asks what time it is: pages, shell and server pass it in (``scheduler.py`` gets the clock from the server).

All of it stands in the folder ``scheduled`` beside the warehouse, never in it: a backup holds no address and no password, and
putting one back changes no times. ``settings.toml`` is what was switched on, ``secrets.toml`` (only its owner reads it) or the
environment has the password and the robot's address. No secret is in an error or a line of the log: what went wrong is told by
the name of the server and a number.
"""
