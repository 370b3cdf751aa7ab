"""Questions about coming and going: retention, cohorts, chance of return, migration, warnings, kept months.

``measures/movement/retention.py`` counts all periods in one pass (``sql/measures/movement/retention.sql``). A customer changes
only on a visit, or when his last one grows too old: so of every customer and period with a visit it is kept until which
period he stays active, seen in the window and seen twice, and the periods are sums of these spans. Days between which no
period and no window begins are one slot; windows are whole slots, so money of a window needs no look at single visits.

The field says that a customer is reactivated who visited in the period. Where active days are fewer than those of the period
he may be asleep again at its end, and the bridge would not add up. So reactivated and new both mean: active at the end.

A period is *complete* when it is over and the bills begin no later than it does. It is *settled* when the bills also reach
back from its start as far as a customer stays active: before that nobody can have been lost yet, and averages would be too
good.

A lifetime annualised from months counts who comes back later as lost: in the sample house 1.3 years of eleven months, 4.8 of
a year. So it is shown as "at least", from six months on only. Likewise whom the first month of the data brings is mostly an
old customer: the average of the cohorts leaves them out where ten others can be told (``Cohorts.old``), and the money of that
period is not drawn. Stretches of 28 days without a bill are noted (``Retention.without_bills``), for what looks like leaving
may only be missing.

``measures/movement/return_chance.py`` counts gaps by day, not by week, so that nothing is lost by rounding; SQL makes the life
table, Python the product over its few hundred rows. The band is Greenwood's on the log(−log) scale, as lifelines has it.
Customers have several gaps each, so the band is rather narrow.

Many month-ends are graded in one pass (``measures/movement/month_ends.py``): a rule ranks each store apart from every other, so
each day stands as a store of its own. ``sql/facts/month_facts.sql`` sums the visits once by the month-ends that count them;
they come in with a plus, leave the window with a minus, and the rest is a running sum that holds until the next change. Every
rule returns the contribution beside the tier, so that nothing has to be joined to millions of rows again. Customers are
numbered in the order of their keys, so that ties break as they do between keys, and everything stays in temporary tables of
one cursor: millions of rows never become Arrow. Schemes that read wide facts have ten such sums (``month_wide_sums.sql``); what
follows from the sums (``profits.sql``) is the same statement for one day and for many. Facts are found so many customers at a
time, places so many days at a time, so that what is sorted fits the memory limit whatever the length of the history; visits
lie in the order of customers, so each is read once all the same. A hypothesis test holds the pass against grading each day
alone under the default scheme, another test under every scheme.

``measures/movement/migration.py`` compares two days. Rows and columns of its cells sum to the two gradings. Money is counted by
what is at stake: of those who went down what they had brought up to the earlier day, of all others what they bring up to the
later one; both are there in columns of their own, which sum to the two gradings to the cent. A customer without a tier stands
at a place beside the tiers: ``new`` (no visit yet) or ``none``; where a scheme has a tier of that key (card tiers have one called
new), the place is called ``not_yet`` or ``not_graded``.

Kept months (``measures/movement/snapshots.py``) are the one thing that is no function of the live batches alone: they say what
was found under the settings of the day on which the month was kept. A kept month knows the version of the scheme (a hash of
its file, the settings, the names that mean walk-ins and, for profit, the cost rates) and a mark of the visits up to its end,
worked out from what the visits are now, not from which batches came.

Facts may be corrected, settings may not change the past. So ``follow_up`` (``measures/movement/follow_up.py``) runs once for a
store after every import run and every undo, from pages and shell alike (landing itself knows nothing of it):

| a month | kept under the version of now | kept under another version |
| --- | --- | --- |
| complete, not kept | is kept, all of a scheme in one pass | – |
| another mark: its visits have changed | graded anew | stays, and is shown as stale |
| complete no more | goes | goes only where the store has no bill in it and after it, or no customer up to it |

So a file split over several uploads in any order gives the history of one upload, and an undo gives back what was before; a
hypothesis test holds both. Other versions are rewritten only by ``recompute_snapshots``, a person's act; ``preview_recompute``
says before how many customers would change. Undated fields of profiles (potential, contacts) are opinions of now and not in
the mark: they never rewrite the past by themselves. A failure while months are kept is told in a line and never makes a
landed import look failed; the page Migration offers what is missing. A store follows the default scheme until others are
chosen there, beside the months that the choice brings.

The history and the matrix take kept months as kept, as long as one looks under the settings that are saved: with another
window picked all days are graded anew, so that two windows are never compared.

Early warning reads its signs once (``read_signs``: usual gap, silence, the last 90 days and the 90 before) and judges them by
the limits in a second, cheap statement, so that a page can say how many customers a limit would flag before it is saved. Only
active customers are in warning; who is not active is lost and stands in a list of his own.

What is done to win someone back is a row of ``care_notes``, carried by a batch of kind ``edit``: it is undone, backed up and
deleted like everything else. Whether it worked is not what a person notes but whether a visit followed. Contacts with no
visit between them are one effort; a customer noted as won back without a contact is one too, whose visit may lie before the
note, because the note is often written when he came.

Usual gaps are medians of two bytes each: as wide numbers they would not fit the memory limit of a large house, and counting
and stacking them in SQL took three times as long. A list puts only its brief reasons into words; those in full are written
when it is taken along.
"""
