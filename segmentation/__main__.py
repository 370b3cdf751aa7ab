"""The shell: ``python -m segmentation``."""

import sys

from segmentation.shell.main import main

if __name__ == "__main__":
    sys.exit(main())
