"""The converter's unpickler: arrays and tensors come through, everything else is refused by name.

Torch is not installed here, so tensors are written as torch writes them: `tensor` pickles to the
same names and the same legacy stream of a storage. One pickle is torch's own.
"""

from __future__ import annotations

import base64
import collections
import io
import pickle
import struct
import subprocess
import zlib
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"
GUARD = pytest.MonkeyPatch()
GUARD.syspath_prepend(str(SCRIPTS))
import restricted_pickle  # noqa: E402

GUARD.undo()
Refused = restricted_pickle.Refused


# [arange(6).reshape(2, 3).T, tensor([7], dtype=uint8)], written by torch 2.13, protocol 2
BY_TORCH = (
    "c-"
    "qyH%We}f6o$t$lcX40%AM|z*n~}#M$=1HL<n_baT_+?AZzL|9V0W&u|1VqsZutHD9^xxB|HKWtI3ODD@A~m7r?U4"
    "v5$Wp`~T!w{0^c%ciQl3z#1o&#mtD~MyirIQCn@;=?DY*t+758Cjv92i;}%J`Xf6&bHZYXIpew%++tCO1%`w^Mp4"
    "wx;`TFE%b)F+qvelBAKGuPcLu)rV);D@`NBVdZbwlxHQH&e6+0EiN?ijA61wS+lypuBChAfaHN@>Fihb3cO$D>^T"
    "v$jhAnntRFWO2Q2OSdA#P4M7pi5Gkh9<f`fgVYlCS2R6y`Wy%foNq9A9-"
    "8u?UhGBbjxeT+5TvMH_OJOY;Qb*RbxJFAR*nC4$?QFoyWLNjEX@w`g^pqr#?>noP<pXUnh{#pi+gC^)7T4(9NMYh"
    "m9Prk%%NDUH~SDBn!BH$vq(@xbuK4eq~BwMEP8DhvCMP95x+n<#4k?{VJ{!y79m9f9C(vI{d@E!|Y&~9S;A&kJjV"
    "=Blh^w75E-(SDx&x9B$9yP7ZfHSu}@xA>6;L0=x$f9_Fwk2EPD7g5*X"
)


class Global:
    """Pickles to a bare name, as a function of a package that is not installed would."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name


class Call:
    """Pickles to the call of a name."""

    def __init__(self, module: str, name: str, *arguments: Any) -> None:
        self.function, self.arguments = Global(module, name), arguments


class Pickler(pickle._Pickler):  # the Python one, which lets a name be written without its module
    dispatch: ClassVar[dict[Any, Any]] = dict(pickle._Pickler.dispatch)

    def save_global_name(self, value: Global) -> None:
        self.write(f"c{value.module}\n{value.name}\n".encode())

    def save_call(self, value: Call) -> None:
        self.save(value.function)
        self.save(value.arguments)
        self.write(pickle.REDUCE)

    def persistent_id(self, value: Any) -> Any:
        return value.pid if isinstance(value, Storage) else None

    dispatch[Global] = save_global_name
    dispatch[Call] = save_call


class Storage:
    def __init__(self, kind: str, numel: int) -> None:
        self.pid = ("storage", Global("torch", kind), "94127", "cpu", numel, None)


def dumps(value: Any, protocol: int = 2) -> bytes:
    buffer = io.BytesIO()
    Pickler(buffer, protocol).dump(value)
    return buffer.getvalue()


def loads(content: bytes) -> Any:
    value = restricted_pickle.ArrayPickle(io.BytesIO(content)).load()
    return value.values if isinstance(value, restricted_pickle.PickledArray) else value


def storage(values: np.ndarray, kind: str = "FloatStorage", *, magic: int | None = None) -> Call:
    legacy = dumps(magic or 0x1950A86A20F9469CFC6C) + dumps(1001)
    legacy += dumps({"protocol_version": 1001, "little_endian": True, "type_sizes": {"int": 4}})
    legacy += dumps(Storage(kind, values.size)) + dumps(["94127"])
    legacy += struct.pack("<q", values.size) + values.tobytes()
    return Call("torch.storage", "_load_from_bytes", legacy)


def tensor(
    stored: Call, size: tuple[int, ...], stride: tuple[int, ...], *, offset: int = 0
) -> Call:
    hooks = collections.OrderedDict()
    return Call("torch._utils", "_rebuild_tensor_v2", stored, offset, size, stride, False, hooks)


@pytest.mark.parametrize("protocol", range(2, 6))
@pytest.mark.parametrize("dtype", ["u1", "i8", "f4", "f8", "?", ">f4"])
def test_numpy_arrays(protocol: int, dtype: str) -> None:
    array = np.arange(6).reshape(2, 3).astype(dtype)
    for stored in (array, np.asfortranarray(array), array[:, ::2], array[:0]):
        loaded = loads(pickle.dumps(stored, protocol))
        assert loaded.dtype == stored.dtype
        assert np.array_equal(loaded, stored)


@pytest.mark.parametrize("protocol", range(2, 6))
def test_containers(protocol: int) -> None:
    value = {"a": [1, 2.5, None, True, "ü", b"b", b""], "b": ({1}, frozenset({2}), (3,))}
    assert loads(pickle.dumps(value, protocol)) == value
    ordered = collections.OrderedDict([("b", 1), ("a", 2)])
    assert list(loads(pickle.dumps(ordered, protocol))) == ["b", "a"]
    assert loads(pickle.dumps(np.float32(1.5), protocol)) == 1.5


@pytest.mark.parametrize(
    ("kind", "dtype"),
    [("FloatStorage", "f4"), ("DoubleStorage", "f8"), ("ByteStorage", "u1"), ("LongStorage", "i8")],
)
def test_tensors_with_an_inline_storage(kind: str, dtype: str) -> None:
    values = np.arange(6).astype(dtype)
    loaded = loads(dumps(tensor(storage(values, kind), (2, 3), (3, 1))))
    assert loaded.dtype == values.dtype
    assert loaded.tolist() == [[0, 1, 2], [3, 4, 5]]


def test_tensors_that_torch_itself_wrote() -> None:
    transposed, single = loads(zlib.decompress(base64.b85decode(BY_TORCH)))
    assert transposed.tolist() == [[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]
    assert (single.tolist(), single.dtype) == ([7], np.uint8)


def test_views_of_a_storage() -> None:
    stored = storage(np.arange(6, dtype=np.float32))
    assert loads(dumps(tensor(stored, (3, 2), (1, 3)))).tolist() == [[0, 3], [1, 4], [2, 5]]
    assert loads(dumps(tensor(stored, (2,), (2,), offset=3))).tolist() == [3, 5]
    assert loads(dumps(tensor(stored, (), (), offset=4))).tolist() == 4
    assert loads(dumps(tensor(stored, (0, 3), (3, 1)))).shape == (0, 3)


def test_bfloat16() -> None:
    half = (np.array([1.5, -2.0], np.float32).view(np.uint32) >> 16).astype(np.uint16)
    loaded = loads(dumps(tensor(storage(half, "BFloat16Storage"), (2,), (1,))))
    assert loaded.tolist() == [1.5, -2.0]


@pytest.mark.parametrize(
    ("size", "stride", "offset"),
    [
        ((7,), (1,), 0),
        ((6,), (1,), 1),
        ((2,), (6,), 0),
        ((2,), (-1,), 3),
        ((-1,), (1,), 0),
        ((1,), (1,), -1),
        ((1000,), (0,), 0),
        ((2**40, 2**40), (0, 0), 0),
    ],
)
def test_a_tensor_may_not_reach_outside_of_its_storage(
    size: tuple[int, ...], stride: tuple[int, ...], offset: int
) -> None:
    stored = storage(np.arange(6, dtype=np.float32))
    with pytest.raises(Refused, match="outside of its storage"):
        loads(dumps(tensor(stored, size, stride, offset=offset)))


def test_a_storage_in_another_form() -> None:
    with pytest.raises(Refused, match="legacy stream"):
        loads(dumps(storage(np.zeros(2, np.float32), magic=7)))
    with pytest.raises(Refused, match=r"torch\.DoubleTensor inside of a tensor"):
        loads(dumps(storage(np.zeros(2, np.float32), "DoubleTensor")))


class Payload:
    def __init__(self, function: Any, *arguments: Any) -> None:
        self.function, self.arguments = function, arguments

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return self.function, self.arguments


def opened(path: Path) -> Payload:
    return Payload(open, str(path), "w")


@pytest.mark.parametrize("protocol", range(2, 6))
def test_a_program_is_refused_by_name_and_not_run(tmp_path: Path, protocol: int) -> None:
    witness = tmp_path / "witness"
    for payload, name in (
        (opened(witness), r"(io|_io)\.open"),
        (Payload(eval, "1"), r"(builtins|__builtin__)\.eval"),
        (Payload(getattr, 1, "real"), r"(builtins|__builtin__)\.getattr"),
        (Payload(subprocess.Popen, ["touch", str(witness)]), r"(subprocess|commands)\.Popen"),
        (Payload(np.load, "a"), r"numpy\.load"),
    ):
        with pytest.raises(Refused, match=f"names {name}"):
            loads(pickle.dumps({"rgb": [payload]}, protocol))
    assert not witness.exists()


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("torch", "load"),
        ("torch._utils", "_rebuild_tensor_v2.__globals__"),
        ("collections", "OrderedDict.__init__"),
        ("numpy", "ndarray.__class__"),
        ("stretch.mapping", "Frame"),
        ("builtins", "bytearray"),
    ],
)
def test_other_names_are_refused(module: str, name: str) -> None:
    with pytest.raises(Refused, match=f"names {module}.{name}"):
        loads(dumps([Global(module, name)]))


def test_a_program_inside_of_a_storage_is_refused() -> None:
    legacy = pickle.dumps(Payload(eval, "1"))
    with pytest.raises(Refused, match=r"builtins\.eval inside of a tensor"):
        loads(dumps(Call("torch.storage", "_load_from_bytes", legacy)))


@pytest.mark.parametrize("array", [np.array([{}, None]), np.array(["a"]), np.zeros(1, "f4,i4")])
@pytest.mark.parametrize("protocol", [2, 5])
def test_arrays_of_anything_but_numbers(array: np.ndarray, protocol: int) -> None:
    with pytest.raises(Refused, match="not of plain numbers"):
        loads(pickle.dumps(array, protocol))


def test_another_codec() -> None:
    with pytest.raises(Refused, match="codec 'rot13'"):
        loads(dumps(Call("_codecs", "encode", "abc", "rot13")))


@given(st.binary(max_size=60))
@settings(max_examples=200)
def test_noise_neither_runs_nor_hangs(noise: bytes) -> None:
    try:
        loads(noise)
    except Exception as error:
        assert not isinstance(error, SystemExit)


def test_the_list_of_known_names_is_short() -> None:
    others = {n for n in restricted_pickle.KNOWN if not n.startswith(("numpy.", "torch."))}
    names = {name.removeprefix("__builtin__.").removeprefix("builtins.") for name in others}
    assert names == {"_codecs.encode", "bytes", "frozenset", "set", "collections.OrderedDict"}
