"""The six rule families: what each reads from a scheme's file, and what it hands to its SQL in ``sql/tiers``.

A cut share counts from the best customer down; interval ends of cut values are (lower, upper]; equal
values share a score. Every code that a rule can give belongs to exactly one tier: a file that leaves one
over, or gives one to two tiers, is refused.

| rule | tiers by | facts it reads | score columns |
| --- | --- | --- | --- |
| `rank_overlap` | two rankings that overlap (A–D) | `customer_facts` | the two ranks |
| `percentile` | shares of the customers, or of what they bring, from the best down | `wide_facts` | measured, place |
| `threshold` | conditions, all of them; the last tier takes the rest | `wide_facts` | what is missing to the tier above |
| `matrix` | two axes cut into classes | `wide_facts` | value, potential, where the potential is from |
| `rfm` | scores of recency, frequency, monetary; the first box that holds the code | `customer_facts` | r, f, m, code |
| `scorecard` | weighted criteria against thresholds | `scored_facts` | score, stars, maintenance class, criteria rated |

- Facts come in three widths, because profit, cumulative spend and potential cost a pass more than the default scheme should
  pay.
- Equal values share a score. RFM cuts at linearly interpolated quantiles, computed in whole numbers (a k-th part of a gap is
  compared k-fold), so no float decides; two published answers are met as tests.
- Percentiles: equal customers share the better place, and who brings nothing in the window stands in the last tier. Otherwise
  the many who lapsed would tie across a cut and rise with it.
- A reader checks that every code a rule can give has exactly one tier; a broken file is refused with its line.
- Potential: a letter of the manager decides its class, a number is ranked among numbers (or cut at edges), the rest is
  derived and ranked among the derived: the spend foretold of the next year over the last year's, where the store's bills say
  enough for a forecast as of the day; else, or where the setting says so, the last half-year's, twice, over the last year's
  (``measures/foresight/potential.py``). These scales are never mixed in one ranking. Every matrix scheme has the setting,
  whether or not its file says so. Who is known for less than a year has no last year: unrated, he is known too short and
  stands in no box.
- Who is active is said of a store, not of a scheme: schemes without the setting take that of the default scheme.
- A house's own schemes (``settings/own_schemes.py``) are kept as TOML texts with dated versions in the settings of the whole
  house; tomlkit changes single values and leaves comments as they are. ``settings/scheme_places.py`` lists what can be
  changed, ``rehearse_schemes`` grades by both versions.
"""

from segmentation.schemes.rules.matrix import Matrix
from segmentation.schemes.rules.parts import MONEY
from segmentation.schemes.rules.percentile import Percentile
from segmentation.schemes.rules.rank_overlap import RankOverlap
from segmentation.schemes.rules.rfm import Rfm
from segmentation.schemes.rules.scorecard import Scorecard
from segmentation.schemes.rules.threshold import BOUNDS, MEASURES, Condition, Threshold

__all__ = ("BOUNDS", "MEASURES", "MONEY", "RULES", "Condition")

RULES = {
    "rank_overlap": RankOverlap,
    "percentile": Percentile,
    "threshold": Threshold,
    "matrix": Matrix,
    "rfm": Rfm,
    "scorecard": Scorecard,
}
