#!/usr/bin/env python3
"""What somebody writes in an afternoon: six rules on the standard library's TOML parser and networkx.

Letters that name nobody, no accountable, two accountables, nobody responsible, work that waits for itself
in a circle, and urgent work that hangs on one person. No places in the file, no hours, no authority.
One process for all files, each included file read once, so that it is as fast as such a script gets.
"""

import sys
import tomllib
from functools import cache
from pathlib import Path

import networkx as nx

LETTERS = ("responsible", "accountable", "consulted", "informed", "support")
ACTORS = ("party", "person", "team", "role")
URGENT = ("critical", "high")


@cache
def read(path):
    with open(path, "rb") as file:
        return tomllib.load(file)


def many(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def merged(path):
    tables = {}
    head = read(path)
    parts = [head, *(read(path.parent / name) for name in many(head.get("engagement", {}).get("include")))]
    for part in parts:
        for kind, value in part.items():
            if isinstance(value, dict) and kind != "engagement":
                tables.setdefault(kind, {}).update(value)
    return tables


def graph_of(tables):
    graph = nx.DiGraph()
    for kind in ACTORS:
        for name, table in tables.get(kind, {}).items():
            graph.add_node(name, kind=kind)
            for key in ("members", "lead", "held-by", "deputy"):
                graph.add_edges_from((name, other) for other in many(table.get(key)))
    return graph


def leaves(tables):
    works = tables.get("workstream", {})
    parents = {parent for work in works.values() for parent in many(work.get("parent"))}
    for name, work in works.items():
        if "slice" in work:
            for part, table in work["slice"].items():
                yield f"{name}.{part}", work | table
        elif name not in parents:
            yield name, work


def people_behind(graph, names):
    reached = set()
    for name in names:
        if name in graph:
            reached |= nx.descendants(graph, name) | {name}
    return {name for name in reached if graph.nodes[name].get("kind") == "person"}


def check(path):
    tables = merged(path)
    graph = graph_of(tables)
    known = {name for kind in ACTORS for name in tables.get(kind, {})}
    for name, work in leaves(tables):
        for letter in LETTERS:
            for actor in many(work.get(letter)):
                if actor not in known:
                    yield f"{name}: {actor} is nobody"
        accountable = many(work.get("accountable"))
        if not accountable:
            yield f"{name}: nobody is accountable"
        if len(accountable) > 1:
            yield f"{name}: two are accountable"
        if not many(work.get("responsible")):
            yield f"{name}: nobody is responsible"
        people = people_behind(graph, many(work.get("responsible")) + many(work.get("support")))
        if work.get("criticality") in URGENT and len(people) == 1:
            yield f"{name}: {people.pop()} alone can do it"
    waits = nx.DiGraph()
    for name, work in tables.get("workstream", {}).items():
        waits.add_edges_from((name, other) for other in many(work.get("depends-on")))
    for circle in nx.strongly_connected_components(waits):
        if len(circle) > 1 or any(waits.has_edge(name, name) for name in circle):
            yield f"{', '.join(sorted(circle))}: wait for each other"


def main():
    found = False
    for path in sys.argv[1:]:
        for finding in check(Path(path)):
            found = True
            print(f"{path}: {finding}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
