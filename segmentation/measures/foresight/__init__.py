"""What is to come of the customers a house knows: who will come again, how often and what that brings (DOMAIN §9).

``buying`` and ``spending`` are the two models, fitted by ``fitting`` over rows that SQL has counted; ``model`` says when a store
has the data for them and what they foretell of each customer, ``check`` holds them against what came, ``asleep`` tells who will
fall asleep by the end of a month. A visit is a day, as everywhere.

Customers of the first month of bills are mostly old ones whose first visit nobody saw. They are left out of a fit wherever the
others are enough for one by themselves: as many with a repeat visit, and as many weeks. What is foretold is foretold of all.
"""
