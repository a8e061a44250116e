"""The sixty queries of the tests over made-up documents, of every kind that the language has."""

import json
import os
import re

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../src/index/tests/remote.rs"), encoding="utf-8") as file:
    table = re.search(r"QUERIES: \[&str; \d+\] = \[(.*?)\n\];", file.read(), re.S)[1]
QUERIES = [json.loads(text) for text in re.findall(r'^    ("(?:[^"\\]|\\.)*"),$', table, re.M)]
assert len(QUERIES) == 60, len(QUERIES)
