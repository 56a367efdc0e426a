"""How a question is put to CLIP, which was trained on captions of photographs."""

from __future__ import annotations

from whereseen.memory.encoder.question import subject_of

_TEMPLATES = (
    "a photo of a {}.",
    "a close-up photo of a {}.",
    "a cropped photo of the {}.",
    "a photo of the {} in a room.",
    "there is a {} in the scene.",
    "an indoor photo with a {}.",
    "a blurry photo of a {}.",
)

# What any patch may be called; after LERF (Kerr et al., 2023), which calls them canonical phrases.
NEGATIVES = ("object", "things", "stuff", "texture")


def captions_of(question: str) -> tuple[str, ...]:
    """Captions of photographs that would answer a question."""
    subject = subject_of(question)
    return tuple(template.format(subject) for template in _TEMPLATES)
