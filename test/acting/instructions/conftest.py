"""What an instruction tells, as short texts that files of instructions can hold."""

import re

import pytest

from whereseen.acting.instructions.errors import InstructionNotUnderstood
from whereseen.acting.instructions.reader import InstructionReader
from whereseen.acting.instructions.task import Part
from whereseen.memory.language import Known

KNOWN = Known(
    rooms=("kitchen", "living room", "bedroom", "bathroom", "hallway", "study"),
    receptacles=(
        *("kitchen counter", "dining table", "coffee table", "fridge", "sink", "desk", "bed"),
        *("bookcase", "kitchen cabinet", "microwave", "bin", "sofa", "drawer", "dishwasher"),
    ),
    things=("red mug", "blue mug", "plate", "apple", "book", "keys", "kitchen knife", "bread"),
    people=("Ada", "Ben"),
)
_ARTICLE = re.compile(r"^(?:the|a|an|my|our|your|some|his|her|their|of the)\s+", re.IGNORECASE)


@pytest.fixture
def reader():
    """A reader that knows a home."""
    return InstructionReader(KNOWN)


@pytest.fixture
def digest(reader):
    """Tells what an instruction tells, as the files say it."""
    return lambda text: digest_of(reader, text)


def digest_of(reader, text):
    """As "put red mug -> in sink; close =1d after 1"; "refused" where it is."""
    try:
        task = reader.read(text)
    except InstructionNotUnderstood:
        return "refused"
    return "; ".join(_subtask(each) for each in task.subtasks)


def _subtask(subtask):
    said = [subtask.goal.value]
    if subtask.thing is not None:
        said.append(_reference(subtask.thing))
    if subtask.destination is not None:
        is_place = subtask.goal.value == "put" and not subtask.destination.text.startswith("where")
        relation = f"{subtask.relation.value} " if is_place else ""
        said.append(f"-> {relation}{_reference(subtask.destination)}")
    if subtask.after:
        said.append(f"after {' '.join(subtask.after)}")
    return " ".join(said)


def _reference(reference):
    others = "".join(f" not {_mention(it)}" for it in reference.other_than)
    if reference.same_as:
        means = "&".join(_mention(it) for it in reference.same_as)
        return f"where {means} was" if reference.text.startswith("where") else means
    count = {1: "", None: " x all"}.get(reference.count, f" x {reference.count}")
    return _ARTICLE.sub("", reference.text).casefold() + count + others


def _mention(mention):
    return f"={mention.subtask}{'d' if mention.part is Part.DESTINATION else ''}"
