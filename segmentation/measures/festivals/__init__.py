"""Festivals (节庆): which are ahead, what each brought last year and this year, and who came then and not now.

A day may belong to several festivals and counts for each, so festivals are never summed. A festival is held against the same
one of the year before with the window as it is set now; while it runs, against as many days of it. Grades are those of the
day before either window, as they were known then: so it is seen whether the best came, and who was asleep and came all the
same.
"""
