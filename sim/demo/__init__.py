"""The world of `whereseen demo`: a furnished room that changes, with exact ground truth.

```python
from whereseen.sim.demo.config import DemoConfig
from whereseen.sim.demo.pybullet_room import DemoRoom

with DemoRoom(DemoConfig()) as room:
    for phase, observation in room.tour():
        memory.observe(observation)
    truth = room.true_queries(phase)
```

`living_room.py` says what stands where, `scene.py` what that means in metres, and
`pybullet_room.py` renders it. Only the last needs PyBullet.
"""
