"""What stands in the vendor folders is what was fetched, and nothing else."""

import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = json.loads((ROOT / "static/vendor/lock.json").read_text())


def test_every_vendored_file_has_its_locked_hash():
    found = {file: hashlib.sha256((ROOT / file).read_bytes()).hexdigest() for file in LOCK}

    assert found == LOCK


def test_no_vendored_file_is_missing_from_the_lock():
    homes = [ROOT / "static/vendor", ROOT / "tests/vendor"]
    files = {
        str(file.relative_to(ROOT)) for home in homes for file in home.rglob("*") if file.is_file()
    }

    assert files - {"static/vendor/lock.json"} <= set(LOCK)


def test_every_vendored_package_comes_with_its_licence():
    homes = {Path(file).parent for file in LOCK} - {Path("static")}

    assert all((ROOT / home / "LICENSE").exists() for home in homes)
