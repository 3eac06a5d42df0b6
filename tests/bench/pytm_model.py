"""pytm over a model of N elements, half nodes and half flows; prints the seconds its rules took."""

import sys
import time

from pytm import TM, Actor, Boundary, Dataflow, Datastore, Process

sys.argv, size = sys.argv[:1], int(sys.argv[1])
model = TM("bench")
zones = [Boundary(f"Zone {n}") for n in range(4)]
kinds = [Actor, Process, Datastore]
nodes = []
for n in range(size // 2):
    node = kinds[n % 3](f"Element {n}")
    node.inBoundary = zones[n % 4]
    nodes.append(node)
for n in range(size - len(nodes)):
    Dataflow(nodes[n % len(nodes)], nodes[(n * 7 + 1) % len(nodes)], f"Flow {n}")
model.check()
start = time.perf_counter()
model.resolve()
print(time.perf_counter() - start)
