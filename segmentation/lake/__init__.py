"""Beyond one machine: what grading reads as Parquet by store and month, and the same statements run over it on Spark or Sail.

The files in ``warehouse/sql`` are the only definition; ``dialect`` puts them into Spark's words. That a statement can be put so
proves nothing: ``tests/lake/test_portable.py`` runs every portable one on DuckDB and on Sail over random houses with ties and
compares the answers row by row, ``make test-spark`` does the same on Spark itself. Mends that cost DuckDB nothing stand in the files
(days between are ``date_diff``, no ``* exclude``, no ``group by all``, ``lead`` without a frame, the money first in a ``case``,
whose type Sail takes from its first branch); the others stand in ``dialect``.
"""
