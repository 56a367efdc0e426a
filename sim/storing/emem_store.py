"""eMEM, the memory that ROS 2 robots have today, as it is on PyPI.

https://pypi.org/project/emem/, version 0.3.0: SQLite, and hnswlib for vectors. It takes what is
most alike anywhere, five times as many as wanted, and drops what does not fit.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from whereseen.sim.storing.measuring import Asked, Written
from whereseen.sim.storing.questions import Question
from whereseen.sim.storing.workload import Block, Workload, WorkloadConfig

_BATCH = 50


def is_here() -> bool:
    """Whether it is installed."""
    return importlib.util.find_spec("emem") is not None


def measure(
    config: WorkloadConfig, folder: Path, questions: Sequence[Question]
) -> tuple[Written, list[Asked]]:
    """Write a workload in batches of fifty, and ask."""
    from emem import MemoryStore, SpatioTemporalMemoryConfig

    settings = SpatioTemporalMemoryConfig(
        db_path=str(folder / "emem.db"),
        hnsw_path=str(folder / "emem.bin"),
        embedding_dim=config.dimension,
    )
    store, workload = MemoryStore(config=settings), Workload(config)
    wall_s = cpu_s = 0.0
    for block in workload.blocks():
        nodes = _nodes(block)
        wall, cpu = time.perf_counter(), time.process_time()
        for begin in range(0, len(nodes), _BATCH):
            store.add_observations_batch(nodes[begin : begin + _BATCH])
        wall_s += time.perf_counter() - wall
        cpu_s += time.process_time() - cpu
    asked = [_asked(store, question) for question in questions]
    store.close()
    size = sum(file.stat().st_size for file in folder.glob("emem.*"))
    return Written(workload.rows, wall_s, cpu_s, size, 0.0), asked


def _nodes(block: Block) -> list[Any]:
    from emem import ObservationNode

    return [
        ObservationNode(
            id=str(block.first + n + 1),
            text=f"concept {concept}",
            coordinates=position,
            timestamp=stamp / 1e9,
            embedding=vector,
        )
        for n, (stamp, position, concept, vector) in enumerate(
            zip(block.stamps_ns, block.positions_m, block.concepts, block.vectors, strict=True)
        )
    ]


def _asked(store: Any, question: Question) -> Asked:
    width = question.width
    first, last = question.during_ns
    wall, cpu = time.perf_counter(), time.process_time()
    found = store.semantic_search_by_vector(
        question.vector,
        n_results=question.query.limit,
        time_range=None if width.days is None else (first / 1e9, last / 1e9),
        spatial_center=None if width.radius_m is None else np.array(question.middle_m),
        spatial_radius=width.radius_m,
    )
    cpu_s, wall_s = time.process_time() - cpu, time.perf_counter() - wall
    return Asked(wall_s, cpu_s, tuple(int(node.id) for node in found))
