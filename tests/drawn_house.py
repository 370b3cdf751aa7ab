"""Forty customers in warning on 30 September 2026, of whom a draw of 1 October leaves ten alone; who comes later is known by heart."""

from datetime import date, timedelta

from segmentation.ingest.trials import draw_left_alone
from tests.houses import Bill, Profile

AS_OF, ON, OVER = date(2026, 9, 30), date(2026, 10, 1), date(2026, 11, 30)
SEED = 7
KEYS = [f"c{number:02}" for number in range(40)]
LEFT = sorted(draw_left_alone(KEYS, 10, SEED))
CALLED = [key for key in KEYS if key not in LEFT]
BILLS = [  # every 7 days, and silent for 31 by the end of September
    *(Bill(key, AS_OF - timedelta(days=31 + 7 * visit), 100) for key in KEYS for visit in range(5)),
    # 18 of the called came again and one of those left alone; a day too late another one of these
    *(Bill(key, date(2026, 10, 10), 200) for key in CALLED[:18]), Bill(LEFT[0], date(2026, 11, 29), 200),
    Bill(LEFT[1], OVER, 900), Bill(None, AS_OF, 50), Bill(None, OVER, 50),
]
PROFILES = [Profile(key, name=f"n{key}", manager="Li" if number % 2 else "Wu") for number, key in enumerate(KEYS)]
