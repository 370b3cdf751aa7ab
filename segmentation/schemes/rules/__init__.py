"""The six rule families: what each reads from a scheme's file, and what it hands to its SQL in ``sql/tiers``.

A cut share counts from the best customer down; interval ends of cut values are (lower, upper]; equal
values share a score. Every code that a rule can give belongs to exactly one tier: a file that leaves one
over, or gives one to two tiers, is refused.
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
