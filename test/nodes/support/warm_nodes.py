"""Imported once, in the process from which nodes are forked.

To import a node and to load what was compiled takes three seconds of processor time; so it is paid
once, not for every node that a test starts.
"""

import gc

from whereseen.memory.encoder.factory import make_encoder
from whereseen.memory.warming import warm_up
from whereseen.nodes import memory_node, picture_node, record_node, replay_node, sim_node  # noqa: F401

encoder = make_encoder("labels")
warm_up(encoder.spec)
encoder.prepare()
gc.collect()
gc.freeze()
