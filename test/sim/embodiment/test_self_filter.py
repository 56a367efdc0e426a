import numpy as np

from whereseen.memory.detection import Detection
from whereseen.memory.observation import LabelImage, Observation
from whereseen.sim.embodiment.self_filter import without_self


def frame(instances):
    detections = (
        Detection.checked((0, 0, 2, 4), "mug", 0.9, mask=np.ones((4, 2), bool)),
        Detection.checked((2, 0, 4, 4), "table", 0.9, mask=np.ones((4, 2), bool)),
    )
    return Observation.checked(
        np.zeros((4, 4, 3), np.uint8),
        np.full((4, 4), 1.5, np.float32),
        intrinsics=[[100.0, 0, 2], [0, 100.0, 2], [0, 0, 1]],
        T_map_camera=np.eye(4),
        stamp_ns=1,
        labels=LabelImage(instances, ("", "robot", "mug", "table")),
        detections=detections,
    )


def test_the_robot_and_what_it_holds_leave_no_trace():
    instances = np.repeat(np.array([[2, 2, 3, 3]], np.int32), 4, axis=0)
    instances[3] = 1
    seen = without_self(frame(instances), instances, {1, 2})
    hidden = np.isin(instances, (1, 2))
    assert (seen.depth_m[hidden] == 0.0).all()
    assert (seen.depth_m[~hidden] == 1.5).all()
    assert (seen.labels.ids[hidden] >= len(seen.labels.names)).all()
    assert [each.label for each in seen.detections] == ["table"]


def test_a_frame_without_the_robot_stays_as_it_is():
    instances = np.full((4, 4), 3, np.int32)
    before = frame(instances)
    assert without_self(before, instances, {1}) is before
