"""Reads what a program tells assistive technology over the bus of the session, as JSON. Usage: tree.py PROGRAM"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402


def text_of(thing):
    """The text of a thing itself; where others are written into it, none."""
    if not thing.get_text_iface():
        return None
    text = Atspi.Text.get_text(thing, 0, -1)
    return text if text and "\ufffc" not in text else None


def told(thing):
    """One thing with all below it."""
    states = thing.get_state_set().get_states()
    relations = thing.get_relation_set() or []
    return {
        "role": thing.get_role_name(),
        "name": thing.get_name() or "",
        "description": thing.get_description() or "",
        "text": text_of(thing),
        "states": sorted(state.value_nick for state in states),
        "attributes": dict(thing.get_attributes() or {}),
        "relations": {
            relation.get_relation_type().value_nick: [
                relation.get_target(at).get_name() or text_of(relation.get_target(at)) or "" for at in range(relation.get_n_targets())
            ]
            for relation in relations
        },
        "within": [told(child) for child in children(thing)],
    }


def children(thing):
    for at in range(thing.get_child_count()):
        child = thing.get_child_at_index(at)
        if child is not None:
            yield child


desktop = Atspi.get_desktop(0)
found = [one for one in children(desktop) if one.get_name() == sys.argv[1]]
if not found:
    sys.exit(f"{sys.argv[1]} is not on the bus; there are {[one.get_name() for one in children(desktop)]}")
json.dump(told(found[0]), sys.stdout)
