"""The one DuckDB file that holds everything: opened, asked, changed and copied, and nothing else talks to the engine.

No indexes and no primary keys on the large tables: an index of 20 million bill numbers would not fit the memory limit, and
joins by hash do not need it.

What is under way lies in ``.<file name>.work`` beside the warehouse; a folder without our marker is never cleaned
(``warehouse/work_folder.py``). The engine is locked down at opening: that folder is the only one it reaches, and nobody can
change the settings any more; so copies go through it on their way. A file is looked at read-only before it is opened, so that
nothing is written into one that is not ours. ``Cursor`` turns what the engine complains of (a full disk, a damaged block) into
sentences; after a fatal error the file is opened anew.

``version`` is a new random text with every committed change; every cache in the app keys on it.

DuckDB's limit is 350 MB, with a spill folder beside the warehouse, so that an import of 20 million rows stays below 600 MB
above an idle process. Uploads are copied to a temporary file in chunks and taken out of Streamlit's memory.
"""

from segmentation.warehouse.beside import keep_secret, read_secret
from segmentation.warehouse.cursor import Cursor, Damaged, fetch, run
from segmentation.warehouse.database import Warehouse, open_default, read_closed, restore_file
from segmentation.warehouse.opening import MEMORY_LIMIT
from segmentation.warehouse.places import default_path
from segmentation.warehouse.rights import EVERYTHING, Rights
from segmentation.warehouse.seen import seen_by
from segmentation.warehouse.statements import SQL, parameters, statement

__all__ = [
    "EVERYTHING", "MEMORY_LIMIT", "SQL", "Cursor", "Damaged", "Rights", "Warehouse", "default_path", "fetch",
    "keep_secret", "open_default", "parameters", "read_closed", "read_secret", "restore_file", "run", "seen_by", "statement",
]
