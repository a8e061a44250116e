"""Every browser test, one after the other.

    python3 tests/browser/main.py PROGRAM CHROMIUM [PART OF A NAME...]
"""

import sys
import tempfile

from accessible import Accessible
from offline import Offline
from pages import Skipped
from palette import Palette
from search import SearchPage


def main():
    program, chromium, parts = sys.argv[1], sys.argv[2], sys.argv[3:]
    failed = asked = 0
    for kind in [SearchPage, Palette, Offline, Accessible]:
        names = [name for name in dir(kind) if name.startswith("test_")]
        chosen = [name for name in names if not parts or any(part in name for part in parts)]
        if not chosen:
            continue
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
            tests = kind(program, chromium, work)
            try:
                for name in chosen:
                    asked += 1
                    failed += not passed(tests, name)
            finally:
                tests.close()
    print(f"browser tests: {asked - failed} of {asked} passed")
    sys.exit(1 if failed else 0)


def passed(tests, name):
    tests.host.spoil = lambda path, body: (200, body)
    tests.host.types.clear()
    told = name.removeprefix("test_").replace("_", " ")
    try:
        getattr(tests, name)()
    except Skipped as why:
        print("skip", told, f"({why})", flush=True)
        return True
    except (AssertionError, RuntimeError) as error:
        print("FAIL", told, "\n    ", error, flush=True)
        return False
    print("ok  ", told, flush=True)
    return True


main()
