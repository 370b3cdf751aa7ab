"""From a file to a landed batch, and back: the warehouse's state is what the live batches make of it.

``bills``, ``bill_lines``, ``profile_rows``, ``ratings``, ``care_notes``, ``contacts`` and ``batch_days`` are written once,
by the batch that brought them. Which bill is replaced (``bills.replaced_by``), and the tables ``customers``, ``visits`` and
``days``, are derived from the batches that are not undone. So

- landing writes the batch's rows, marks what it replaces, and derives anew only the customers and days that it touches;
- undo deletes the batch's rows, frees what it had replaced, lets later batches replace it in their turn, and derives anew
  what it touched. Any batch can be undone, not only the last; the result is what importing only the others would have given
  (a hypothesis test holds this).

``visits`` has one row per store, customer and day with a bill: counting distinct visit days from bills costs three to four
times a plain group-by, so it is paid once, when a batch lands. ``days`` has the whole revenue, walk-ins included. A walk-in
keeps the name that the file gave him as his key (散客, 现金); whether such a key is a walk-in is asked of the setting, so
changing the list of walk-in names needs no new import.

Every change reads inside the lock what it decides on: ``Warehouse.writing`` is one transaction alone, ``settings.change``
reads, changes and writes in it. An examination carries what it has seen of the store (``ingest/meanwhile.py``); ``land``
compares it inside the lock, and where somebody else has changed what a person confirmed, says so and asks again. The kept
months of a store are marked as due in the transaction that changes its bills (``ingest/pending.py``), so that the next
start finishes what a kill cut off.

What a person writes in the app is a batch too, of kind ``edit``: profile fields as explicit ``profile_rows`` (an empty
text means cleared), what is said of managers as ``manager_rows`` (likewise), scores as rows of ``ratings`` (a null score
means taken back), a month's total as a row of ``month_totals``, as files of these kinds bring them. So an edit is listed
and undone like an import. An edit makes no customer by itself: when the file that brought him is undone, he is gone.

1. **read** (``ingest/readers/``), in a process of its own (``child.py``) with limits of memory, time and room: a file
  made to do harm ends nothing but its own reading. The file is copied into the work folder first, so that what was
  examined is what lands; the same pass gives hash, encoding and line count. Format by content, not by name; whatever is
  no plain UTF-8 text becomes one, workbooks and parquet too. A text in two encodings is read line by line (``mixed.py``).
  ``number_lines`` is the careful second way.
2. **map** (``mapping.py``): headers by synonyms, then by parts, then by the look of values; what a person confirmed is
  remembered for the store and the signature of the headers.
   Where files of one drop belong together (``together.py``: the lines of a platform name the orders of another file), they are
   one table from here on (``joined.py``), and a person is asked whether they are.
3. **stage** (``stage.py``, ``sql/stage``): DuckDB reads the file once into a temporary table, cleaning ids and names with
  the cheap tests first. If its row count is not the file's line count, something in the file is damaged and the careful
  way is taken: speed never decides what a row says. Distinct spellings of dates and odd numbers go to Python
  (``values.py``) and come back as a small table.
4. **judge** (``judged.sql``): each line is ``ok``, ``skip:…`` or ``reject:…``. rows = accepted + rejected + skipped by
  construction. Title lines above the header count as skipped rows; wholly empty rows do not count.
5. **examine** (``examine.py``): everything a person is asked or told, before anything is written; the app and the shell
  share it.
6. **land** (``land.py``): one transaction.

Choices worth knowing:

- A bill is known again by its number. Where more than 5 % of a file's numbers stand on several of its days, where it brings
  known numbers (at least 5 of them) only on other days, or where an earlier file of the store showed it, the till starts again
  each day or month, and a bill is known by number and day. Where only half of the known numbers or more are those of other
  bills, a person is asked (``kinds/bills/compared.py``).
- A file without bill numbers replaces the days that occur in it, not the range between its first and last day.
- A check that was put on a room counts once, in the bill of the stay that holds it: it lands and rests (``rests.py``). Bills
  that a file brings and an import of before took back (void, no longer held) are asked about; those that stay so land as
  replaced by it (``kinds/bills/revived.py``).
- Mended rejects carry the number of their batch; their lines complete the bills of that batch and replace nothing else.
- Read as DOMAIN says, the customer key is decided a row at a time: the code where the row has one, else the phone, the e-mail,
  the name. What is hidden behind stars is never a key: a bill that names its guest only so is a walk-in's.
- What a line means (``meaning.py``) is found from all columns that say so, in one mechanism: states, kinds of line, directions,
  flags, states of a refund. Day and amount are judged first, so that an empty date is never "not paid". What is unknown is a
  question, and so is whatever else only a person can decide (``questions``); an examination without questions lands.
- Money by meaning is the file's own: sale + refund + top-up + expense + void + not paid + not understood + repeated totals +
  rounding is the sum of its amount column (a hypothesis test holds this).
- Top-ups stand in ``stored_value``, bills paid from a card carry ``from_card``: a balance is the difference of the
  two, and not known where bills do not say how they were paid (``from_card`` null).
- A refund is a bill: its money is netted on its day, and no visit: a visit is a day with a bill that is not below zero (0 is a
  free meal). ``visits`` has a row for a day with refunds only, with 0 bills, so that its money is not lost.
- A refund over the very amount of an earlier bill of the customer takes that bill's tables back, on the refund's day: what was
  known before it stays as it was. So landing derives the refunds of the customers anew whose bills it touches.
- 1 table where the column is empty, 0 where the lines are single items without a bill number, which have no tables and so no
  standard; of the lines of one bill the largest number of tables counts, not their sum.

- Ratings come a row a rating, or a row a customer with a column for each criterion; which columns hold scores is told by
  header and values. The criterion is kept as written: which criterion of a scheme it means is asked when it is read. The
  scale (1–5, 0–100) too is the scheme's affair; a file may bring anything from 0 to 100.
- A rating without a date is given the store's last day with a bill, on which everything is looked at unless one chooses
  otherwise; dated today, it would lie after that day and not be seen. Only a store without bills takes the day of the import.
  The day is kept, so that no later file moves it.
- A line of which one field cannot be read (a potential, contacts, one of several scores) counts as not understood and is
  given back to be mended, but what can be read of it lands: nobody expects a customer's phone to be lost over a mistyped
  potential.
- Ratings of customers whom nobody knows land and are told; they make no customer, and count once a bill or a profile brings
  him.
"""
