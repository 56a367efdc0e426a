"""Names stand beside what they name, and never on one another."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from whereseen.memory.io.picture.canvas import Ink, Sheet
from whereseen.nodes.picturing.names import Named, write_names

INK = Ink(11.5)
FRAME = (0.0, 0.0, 300.0, 200.0)


class Notes(Sheet):
    """A sheet that notes which rectangles names cover."""

    def __init__(self):
        super().__init__(300, 200)
        self.rectangles, self.texts = [], []

    def box(self, left, top, width, height, **ink):
        self.rectangles.append((left, top, left + width, top + height))

    def text(self, x, y, text, ink, *, align="left"):
        self.texts.append(text)


def written(boxes, **options):
    sheet = Notes()
    named = [Named(f"thing {i}", box, "#000000") for i, box in enumerate(boxes)]
    write_names(sheet, named, INK, frame=FRAME, **options)
    return sheet


def meet(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


corner = st.tuples(st.floats(0.0, 250.0), st.floats(0.0, 170.0), st.floats(1.0, 50.0))
boxes = st.lists(corner.map(lambda c: (c[0], c[1], c[0] + c[2], c[1] + c[2] / 2)), max_size=12)


@settings(max_examples=40, deadline=None)
@given(boxes)
def test_names_never_meet_and_stay_inside(boxes):
    sheet = written(boxes)
    assert not any(meet(a, b) for a, b in combinations(sheet.rectangles, 2))
    for left, top, right, bottom in sheet.rectangles:
        assert left >= 0.0 and top >= 0.0 and right <= 300.0 and bottom <= 200.0


def test_a_name_stands_right_above_its_box():
    ((left, _, right, bottom),) = written([(100.0, 100.0, 140.0, 130.0)]).rectangles
    assert (left + right) / 2.0 == 120.0
    assert 95.0 < bottom < 100.0


def test_a_name_without_room_is_left_out():
    sheet = written([(100.0, 100.0, 140.0, 130.0)], taken=[FRAME])
    assert sheet.texts == []


def test_small_things_are_named_first():
    assert written([(0.0, 0.0, 300.0, 200.0), (100.0, 90.0, 110.0, 95.0)]).texts[0] == "thing 1"
