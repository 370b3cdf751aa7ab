"""Beyond one machine: what grading reads as Parquet by store and month, and the same statements run over it on Spark or Sail.

The files in ``warehouse/sql`` are the only definition; ``dialect`` puts them into Spark's words. That a statement can be put so
proves nothing: ``tests/lake/test_portable.py`` runs every portable one on DuckDB and on Sail over random houses with ties and
compares the answers row by row, ``make test-spark`` does the same on Spark itself. Mends that cost DuckDB nothing stand in the
files (``date_diff`` for days between, no ``* exclude``, no ``group by all``, no frame for ``lead``; money first in a ``case``, as
Sail takes the type from its first branch); the others stand in ``dialect``.
"""
