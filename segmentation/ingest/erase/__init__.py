"""One customer taken out of the books on his request (删除个人信息), for good: what tells who he is goes, his money stays.

``erasing.py`` previews and does it. Who he is (``person.py``) are all his keys and every name, phone, e-mail and code that was
said under them.
``clearing.py`` gives each key an anonymous one wherever any table has it, empties what his own rows say of him, and
drops the other columns of his bills; ``sweep.py`` looks through every other text of the store. So a table that comes later is
cleared without a word here, as long as it calls a customer's key ``customer_key``. Nothing is derived anew: no amount, day or
count changes, and batches of before are undone as ever, under the anonymous keys.

What counts as his: a phone, an e-mail and a long code anywhere; his name in his own rows and, whole, in texts of others (a note
"with 张三"), but not in a longer name that somebody else has, nor in what is kept of a namesake. What somebody else has too (the
phone of a couple) stays with that one. Names of managers stay.

The whole is worked on a copy that takes the file's place (``warehouse/rewriting.py``). Later files (``coming.py``): what says a
code, phone or e-mail of his, known by keyed hashes (``marks.py``), counts for his anonymous key and brings nothing else of him;
a bare name is nobody's.
"""
