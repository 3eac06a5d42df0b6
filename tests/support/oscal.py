"""Validates a file of OSCAL by its schema, and that everything it refers to is in it: oscal.py SCHEMA FILE."""

import json
import sys

import jsonschema

# The schema names classes of characters as Unicode does, which this judge's patterns cannot; these are the same.
source = open(sys.argv[1], encoding="utf-8").read()
source = source.replace("\\\\p{L}", "[^\\\\W\\\\d_]").replace("\\\\p{N}", "\\\\d")
schema = json.loads(source)
data = json.load(open(sys.argv[2], encoding="utf-8"))
wrong = []
for error in jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).iter_errors(data):
    best = jsonschema.exceptions.best_match([error])
    wrong.append(f"{best.json_path}: {best.message[:200]}")

there, named = set(), set()


def walk(value):
    if isinstance(value, list):
        for one in value:
            walk(one)
    if not isinstance(value, dict):
        return
    for key, one in value.items():
        if key == "uuid":
            if one in there:
                wrong.append(f"{one} stands twice")
            there.add(one)
        elif key.endswith("-uuid"):
            named.add(one)
        elif key.endswith("-uuids"):
            named.update(one)
        elif key == "href" and one.startswith("#"):
            named.add(one[1:])
        else:
            walk(one)


walk(data)
if not named <= there:
    wrong.append(f"nothing has the ids {sorted(named - there)[:5]}")
print(f"{len(there)} things, {len(named)} named")
print("\n".join(wrong[:40]))
sys.exit(1 if wrong else 0)
