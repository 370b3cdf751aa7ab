"""A warehouse of which a block in the middle of a table is damaged, so that it opens and breaks where it is read."""

import duckdb


def damage(path):
    """Fill the table of rejects in a closed file, and write over a block of its texts."""
    with duckdb.connect(str(path)) as engine:
        engine.execute("insert into rejects select 1, range, '', md5(range::varchar), 'date', [] from range(20000)")
        engine.execute("checkpoint")
        listed = "select max(block_id) from pragma_storage_info('rejects') where column_name = 'value' and persistent"
        block = engine.execute(listed).fetchall()[0][0]
    with path.open("r+b") as file:
        file.seek(3 * 4096 + block * 262144 + 1000)
        file.write(b"\xff" * 4000)
