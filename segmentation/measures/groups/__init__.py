"""Saved groups: who is in one on a day, who joined, who left, and what became of them.

Members are worked out for any day from the bills up to it, as grades are, and nothing of them is kept. So a late bill puts every
day right at once, an undo leaves nothing behind, a merge counts a person once and an erasure has no second place to look into;
and bills of later days cannot change an earlier one, for they are not seen there. Lists kept after each import would be wrong
from the first late bill on, and a group saved today would have no past.

Bills also say of what kind a customer is and whose (``sql/facts/profiles_then``): a look at an earlier day takes what they had
said by then. What files of profiles and people said is no news of a day but a correction, and holds of every day; but for the
manager, who has a day from which he counts. On the last day of the bills members are whom the list of customers shows under the
same filter. Grades are those of the settings of now, as everywhere but in kept months.
"""
