"""Did the calls help: action lists of which a random part was left alone, and what became of either part (DOMAIN §9).

A trial is drawn once, by a seed, and judged as it was drawn: whoever of the called was never reached still counts as called,
whoever of the others was called after all still counts as left alone, and both are said. Trials are compared within themselves
only, and pooled with the called as weights: lists of two months differ in more than the calls. Of the money the interval is that
of a permutation test turned round, since spend is mostly nothing and now and then a banquet, and no formula knows it.
"""
