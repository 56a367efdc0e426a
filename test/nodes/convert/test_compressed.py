import io
import struct
from array import array

import numpy as np
import pytest
from PIL import Image as Picture
from sensor_msgs.msg import CompressedImage

from whereseen.memory.io.images import encode_png
from whereseen.nodes.convert.compressed import (
    compressed_colour_message,
    compressed_colour_of,
    compressed_depth_m_of,
    jpeg_message,
)
from whereseen.nodes.convert.unusable import UnusableMessage

RGB = np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [9, 8, 7]]], np.uint8)
MILLIMETRES = np.array([[0, 1500], [65535, 800]], np.uint16)


def message(format: str, data: bytes) -> CompressedImage:
    return CompressedImage(format=format, data=array("B", data))


def reason(convert, format: str, data: bytes) -> str:
    with pytest.raises(UnusableMessage) as info:
        convert(message(format, data))
    return info.value.reason


@pytest.mark.parametrize("format", ["png", "rgb8; png compressed bgr8", ""])
def test_png_is_exact(format: str) -> None:
    assert compressed_colour_of(message(format, encode_png(RGB))).tolist() == RGB.tolist()


def test_alpha_is_dropped() -> None:
    buffer = io.BytesIO()
    Picture.fromarray(RGB).convert("RGBA").save(buffer, "PNG")
    assert compressed_colour_of(message("png", buffer.getvalue())).tolist() == RGB.tolist()


def test_jpeg_comes_back(sent) -> None:
    flat = np.full((16, 24, 3), (200, 30, 40), np.uint8)
    jpeg = sent(compressed_colour_message(flat, frame_id="camera", stamp_ns=5))
    assert (jpeg.format, jpeg.header.frame_id, jpeg.header.stamp.nanosec) == ("jpeg", "camera", 5)
    rgb = compressed_colour_of(jpeg)
    assert rgb.shape == (16, 24, 3)
    np.testing.assert_allclose(rgb.astype(int), flat, atol=3)


def test_an_encoded_image_is_sent_as_it_is() -> None:
    assert (
        bytes(jpeg_message(b"\xff\xd8\xffabc", frame_id="", stamp_ns=0).data) == b"\xff\xd8\xffabc"
    )


def gif() -> bytes:
    buffer = io.BytesIO()
    Picture.fromarray(RGB).save(buffer, "GIF")
    return buffer.getvalue()


def test_colour_faults_have_reasons() -> None:
    whole = encode_png(RGB)
    assert reason(compressed_colour_of, "jpeg", b"") == "empty image"
    assert reason(compressed_colour_of, "gif", gif()) == "unknown encoding"
    assert reason(compressed_colour_of, "jpeg", b"\x00" * 40) == "unknown encoding"
    assert reason(compressed_colour_of, "png", whole[:-30]) == "unreadable image"
    assert reason(compressed_colour_of, "png", whole[:10]) == "unreadable image"
    assert reason(compressed_colour_of, "png", encode_png(MILLIMETRES)) == "unreadable image"
    assert reason(compressed_colour_of, "16UC1; compressedDepth", whole) == "unknown encoding"


HEADER = struct.pack("<iff", 0, 0.0, 0.0)


@pytest.mark.parametrize("format", ["16UC1; compressedDepth", "16UC1; compressedDepth png"])
def test_compressed_millimetres(format: str) -> None:
    depth_m = compressed_depth_m_of(message(format, HEADER + encode_png(MILLIMETRES)))
    assert depth_m.dtype == np.float32
    assert depth_m.tolist() == [[0.0, 1.5], [0.0, np.float32(0.8)]]


def test_plain_png_is_millimetres() -> None:
    depth_m = compressed_depth_m_of(message("16UC1; png compressed ", encode_png(MILLIMETRES)))
    assert depth_m.tolist() == [[0.0, 1.5], [0.0, np.float32(0.8)]]


def test_quantised_metres_come_back() -> None:
    """As compressed_depth_image_transport writes them: depth_max 10, quantisation 100."""
    depth_m = np.float32([[0.5, 1.0, 2.5], [9.9, 4.2, np.nan]])
    scale = 100.0 * 101.0
    offset = 1.0 - scale / 10.0
    with np.errstate(invalid="ignore"):
        steps = np.where(np.isnan(depth_m), 0, scale / depth_m + offset).astype(np.uint16)
    header = struct.pack("<iff", 0, scale, offset)
    found = compressed_depth_m_of(message("32FC1; compressedDepth png", header + encode_png(steps)))
    assert found.dtype == np.float32
    assert found[1, 2] == 0.0
    np.testing.assert_allclose(found.ravel()[:5], depth_m.ravel()[:5], rtol=0.01)


def test_parameters_that_make_no_sense_give_no_reading() -> None:
    header = struct.pack("<iff", 0, 100.0, 5.0)
    data = header + encode_png(np.array([[1, 5, 55]], np.uint16))
    found = compressed_depth_m_of(message("32FC1; compressedDepth", data))
    assert found.tolist() == [[0.0, 0.0, 2.0]]


def test_depth_faults_have_reasons() -> None:
    whole = HEADER + encode_png(np.arange(900, dtype=np.uint16).reshape(30, 30))
    of = compressed_depth_m_of
    assert reason(of, "16UC1; compressedDepth", b"") == "empty image"
    assert reason(of, "16UC1; compressedDepth", whole[:7]) == "unreadable image"
    assert reason(of, "16UC1; compressedDepth", whole[:100]) == "unreadable image"
    assert reason(of, "16UC1; compressedDepth rvl", HEADER + b"\x02" * 30) == "unknown encoding"
    assert reason(of, "png", encode_png(RGB)) == "unreadable image"
    assert reason(of, "jpeg", b"\xff\xd8\xff" * 9) == "unknown encoding"


def test_unknown_encodings_show_their_first_bytes() -> None:
    with pytest.raises(UnusableMessage, match=r"format 'h264', first bytes 00000001"):
        compressed_colour_of(message("h264", b"\x00\x00\x00\x01"))
