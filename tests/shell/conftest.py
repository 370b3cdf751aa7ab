"""The shell as a person calls it."""

import pytest

from segmentation.shell.main import main


@pytest.fixture
def shell(tmp_path, capfdbinary):
    """Run a command in this process: (status, output, complaint)."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["--db", str(tmp_path / "w.duckdb"), *map(str, arguments)])
        out, err = capfdbinary.readouterr()
        return status, out.decode("utf-8"), err.decode("utf-8")

    return run
