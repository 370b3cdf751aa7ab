"""The shell: ``python -m segmentation``."""

import sys

from segmentation.shell.door import through_door

if __name__ == "__main__":
    status = through_door(sys.argv[1:])
    if status is None:
        from segmentation.shell.main import main  # loads all that the commands need

        status = main()
    sys.exit(status)
