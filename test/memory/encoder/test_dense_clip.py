from types import SimpleNamespace

import pytest

from whereseen.memory.encoder.dense_clip import grid_shape, has_patches, patch_features


@pytest.mark.parametrize(
    ("height_px", "width_px", "expected"),
    [(480, 640, (14, 19)), (640, 480, (19, 14)), (100, 100, (14, 14)), (10, 100, (14, 140))],
)
def test_grid_keeps_the_aspect(height_px, width_px, expected):
    assert grid_shape(height_px, width_px, 14) == expected


def test_towers_without_patches():
    assert not has_patches(SimpleNamespace())
    assert not has_patches(SimpleNamespace(trunk="timm"))


@pytest.fixture(scope="module")
def visual():
    open_clip = pytest.importorskip("open_clip", reason="open_clip is an optional dependency")
    torch = pytest.importorskip("torch")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(1)
        return open_clip.create_model("ViT-S-32-alt").visual.eval().requires_grad_(False)


def images(height_px, width_px, count=1):
    torch = pytest.importorskip("torch")
    return torch.randn(count, 3, height_px, width_px, generator=torch.Generator().manual_seed(2))


def test_is_a_vision_transformer(visual):
    assert has_patches(visual)


def test_equals_attention_of_each_patch_to_itself_only(visual):
    torch = pytest.importorskip("torch")
    last, seen = visual.transformer.resblocks[-1], {}
    hook = last.register_forward_pre_hook(lambda _, inputs: seen.update(tokens=inputs[0]))
    square = images(224, 224)
    visual(square)
    hook.remove()
    normed = last.ln_1(seen["tokens"])
    only_itself = ~torch.eye(50, dtype=torch.bool)
    attended, _ = last.attn(normed, normed, normed, attn_mask=only_itself)
    expected = visual.ln_post(attended)[:, 1:] @ visual.proj
    torch.testing.assert_close(patch_features(visual, square), expected, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize(("height_px", "width_px", "count"), [(224, 224, 49), (448, 608, 266)])
def test_one_feature_for_each_patch(visual, height_px, width_px, count):
    assert tuple(patch_features(visual, images(height_px, width_px, 2)).shape) == (2, count, 256)


def test_batch_equals_single(visual):
    torch = pytest.importorskip("torch")
    both = images(96, 128, 2)
    together = patch_features(visual, both)
    for i in range(2):
        alone = patch_features(visual, both[i : i + 1])
        torch.testing.assert_close(together[i : i + 1], alone, atol=1e-4, rtol=1e-4)
