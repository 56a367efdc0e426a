from __future__ import annotations

import errno
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from whereseen.memory.errors import InvalidObservation, UnknownLayout, WhereseenError
from whereseen.memory.io.images import encode_jpeg, encode_png, read_colour, read_depth


def png(pixels: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format="PNG")
    return buffer.getvalue()


def test_colour_keeps_its_channels_in_order() -> None:
    pixels = np.array([[[255, 0, 0], [0, 255, 0]]], np.uint8)
    assert read_colour(png(pixels)).tolist() == [[[255, 0, 0], [0, 255, 0]]]


def test_alpha_is_dropped_and_grey_is_spread() -> None:
    assert read_colour(png(np.full((1, 1, 4), 9, np.uint8))).tolist() == [[[9, 9, 9]]]
    assert read_colour(png(np.full((1, 1), 7, np.uint8))).tolist() == [[[7, 7, 7]]]


@given(arrays.arrays(np.uint16, st.tuples(st.integers(1, 5), st.integers(1, 5))))
@settings(max_examples=30)
def test_depth_survives_png(raw: np.ndarray) -> None:
    decoded = read_depth(encode_png(raw))
    assert decoded.dtype == np.uint16
    assert np.array_equal(decoded, raw)


def test_jpeg_is_near(colour: np.ndarray) -> None:
    decoded = read_colour(encode_jpeg(colour, quality=95)).astype(int)
    assert np.abs(decoded - colour).max() <= 8


@pytest.mark.parametrize("read", [read_colour, read_depth])
def test_missing_file(tmp_path: Path, read) -> None:
    with pytest.raises(InvalidObservation, match=r"image is missing \(got a.png\)\. Check"):
        read(tmp_path / "a.png")


@pytest.mark.parametrize("read", [read_colour, read_depth])
@pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG"])
def test_not_an_image(tmp_path: Path, read, content: bytes) -> None:
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(UnknownLayout, match="is not an image"):
        read(tmp_path / "a.png")


def test_a_folder_is_no_image(tmp_path: Path) -> None:
    with pytest.raises(InvalidObservation, match=r"^colour image is a folder \(got .*\)\. Give"):
        read_colour(tmp_path)


def test_a_file_without_permission_is_not_called_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(file: Path) -> Image.Image:
        raise PermissionError(errno.EACCES, "Permission denied", str(file))

    monkeypatch.setattr(Image, "open", forbidden)
    with pytest.raises(InvalidObservation) as raised:
        read_colour(tmp_path / "a.png")
    assert str(raised.value) == (
        "colour image cannot be read (got a.png: Permission denied). "
        "Check the permissions of the file and its disk"
    )


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_cut_file_raises_a_typed_error_or_is_whole(data: st.DataObject) -> None:
    raw = np.random.default_rng(0).integers(0, 65535, (20, 20), np.uint16)
    whole = encode_png(raw)
    length = data.draw(st.integers(0, len(whole)))
    try:
        assert np.array_equal(read_depth(whole[:length]), raw)
    except WhereseenError as error:
        assert "depth image" in str(error)


def test_a_flipped_bit_in_a_checksummed_chunk_is_noticed() -> None:
    damaged = bytearray(png(np.zeros((4, 4), np.uint16)))
    damaged[18] ^= 0xFF
    with pytest.raises(WhereseenError, match="depth image"):
        read_depth(bytes(damaged))


def test_swapped_images_are_refused() -> None:
    with pytest.raises(InvalidObservation, match="colour image is not 8-bit"):
        read_colour(png(np.zeros((2, 2), np.uint16)))
    with pytest.raises(InvalidObservation, match=r"not 8-bit .*stored bytes with 16-bit grey pix"):
        read_colour(png(np.zeros((2, 2), np.uint16)))
    with pytest.raises(InvalidObservation, match=r"depth image is not 16-bit .*8-bit RGB pixels"):
        read_depth(png(np.zeros((2, 2, 3), np.uint8)))
    with pytest.raises(InvalidObservation, match="depth image is not 16-bit"):
        read_depth(png(np.zeros((2, 2), np.uint8)))


def test_an_image_too_large_to_be_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 10)
    with pytest.raises(InvalidObservation, match="truncated or damaged"):
        read_depth(png(np.zeros((10, 10), np.uint16)))
