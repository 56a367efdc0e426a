"""Which CLIP model, from where, and how it runs."""

from __future__ import annotations

from dataclasses import dataclass

from whereseen.memory.errors import InvalidConfig

PRECISIONS = ("fp32", "fp16", "bf16")
RANDOM = "random"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipConfig:
    """A model of open_clip.

    Attributes:
        architecture: Name in open_clip, as `ViT-B-32`; a vision transformer.
        weights: Tag in open_clip, as `laion2b_s34b_b79k`; `local-dir:/path` of a folder with
            `open_clip_config.json`; `hf-hub:owner/name`; path of a checkpoint; or `random`, for
            tests only.
        device: Device of torch, as `cpu`, `cuda` or `cuda:1`.
        precision: fp32, fp16 or bf16.
        patches: Rows of patches on the short side of the image; the long side has as many more as
            its aspect asks for. ViT-B-16 and ViT-L-14 were trained with 14 and 16, ViT-B-32 with 7.
        seed: Of random weights.
    """

    architecture: str
    weights: str
    device: str = "cpu"
    precision: str = "fp32"
    patches: int = 14
    seed: int = 0

    def __post_init__(self) -> None:
        if self.precision not in PRECISIONS:
            raise InvalidConfig(
                "unknown precision", got=self.precision, remedy=f"Use {', '.join(PRECISIONS)}"
            )
        if not 2 <= self.patches <= 128:
            raise InvalidConfig("patches must be 2 to 128", got=str(self.patches))
        if self.seed and self.weights != RANDOM:
            raise InvalidConfig("seed is for random weights", got=f"weights {self.weights}")

    @property
    def name(self) -> str:
        """Architecture and weights."""
        return f"{self.architecture}/{self.weights}"
