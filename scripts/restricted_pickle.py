"""An unpickler that knows containers, numbers, numpy arrays and torch tensors, and nothing else.

A pickle is a program: it names functions and has them called. Here every name is looked up in a
short list and answered by a small function below that only reads bytes; no code of numpy or torch
is run at the wish of the file, and any other name is refused. Torch is not needed: a tensor
pickled outside of `torch.save` carries its storage inline, in torch's legacy stream, and that is
decoded here. Tensors of other kinds (sparse, quantised, subclassed) are refused by name.
"""

from __future__ import annotations

import io
import pickle
import struct
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

TORCH_LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
STORAGES = {
    "FloatStorage": "<f4",
    "DoubleStorage": "<f8",
    "HalfStorage": "<f2",
    "BFloat16Storage": "bfloat16",
    "ByteStorage": "|u1",
    "CharStorage": "|i1",
    "ShortStorage": "<i2",
    "IntStorage": "<i4",
    "LongStorage": "<i8",
    "BoolStorage": "|b1",
}
Array = npt.NDArray[Any]


class Refused(Exception):
    """The scene cannot be converted; the message says why."""


class PickledDtype:
    """Stands in for `numpy.dtype`: plain numbers only."""

    __slots__ = ("code", "order")

    def __init__(self, code: object, *_: object) -> None:
        if not isinstance(code, str) or code.lstrip("<>=|")[:1] not in tuple("fiub"):
            raise Refused(f"env.pkl holds an array of type {code!r}, not of plain numbers")
        self.code, self.order = code.lstrip("<>=|"), "<"

    def __setstate__(self, state: Sequence[Any]) -> None:
        self.order = state[1] if state[1] in ("<", ">") else "<"

    def native(self) -> np.dtype[Any]:
        """The type itself."""
        return np.dtype(self.order + self.code)


class PickledArray:
    """Stands in for `numpy.ndarray` until its bytes arrive."""

    __slots__ = ("values",)

    def __init__(self, *_: object) -> None:
        self.values: Array = np.empty(0)

    def __setstate__(self, state: Sequence[Any]) -> None:
        _, shape, dtype, fortran, content = state
        self.values = array_from_bytes(content, dtype, shape, "F" if fortran else "C")


def array_from_bytes(content: Any, dtype: PickledDtype, shape: Any, order: str = "C") -> Array:
    """Build an array from bytes; numpy checks that their number fits the shape."""
    if not isinstance(content, (bytes, bytearray)) or not isinstance(dtype, PickledDtype):
        raise Refused("env.pkl holds an array that is not made of bytes")
    values = np.frombuffer(content, dtype=dtype.native())
    return values.reshape(tuple(shape), order="F" if order == "F" else "C")


def scalar_from_bytes(dtype: PickledDtype, content: bytes) -> Array:
    """Build a numpy scalar."""
    return array_from_bytes(content, dtype, ())


def latin1_bytes(text: str, encoding: str) -> bytes:
    """Stands in for `_codecs.encode`, by which protocol 2 writes bytes."""
    if encoding != "latin1":
        raise Refused(f"env.pkl asks for the codec {encoding!r}")
    return text.encode("latin1")


def tensor(
    storage: Array, offset: int, size: Sequence[int], stride: Sequence[int], *_: Any
) -> Array:
    """Stands in for `torch._utils._rebuild_tensor_v2`: a strided view, its bounds checked."""
    sizes, strides = [int(n) for n in size], [int(n) for n in stride]
    count = int(np.prod(sizes, dtype=object)) if sizes else 1
    last = offset + sum((n - 1) * step for n, step in zip(sizes, strides, strict=True))
    if (
        min([offset, *sizes, *strides]) < 0
        or count > storage.size
        or (count and last >= storage.size)
    ):
        raise Refused("env.pkl holds a tensor that reaches outside of its storage")
    step_bytes = [step * storage.itemsize for step in strides]
    view = np.lib.stride_tricks.as_strided(storage[offset:], sizes, step_bytes, writeable=False)
    return view.copy()


def storage_from_bytes(content: bytes) -> Array:
    """Stands in for `torch.storage._load_from_bytes`: one storage in torch's legacy stream."""
    stream = io.BytesIO(content)
    magic, _, _, (kind, numel) = (StoragePickle(stream).load() for _ in range(4))
    keys = StoragePickle(stream).load()
    if magic != TORCH_LEGACY_MAGIC or len(keys) != 1:
        raise Refused("env.pkl holds a tensor whose storage is not in torch's legacy stream")
    (stored,) = struct.unpack("<q", stream.read(8))
    if stored != numel:
        raise Refused("env.pkl holds a tensor with a damaged storage")
    if kind == "bfloat16":
        half = np.frombuffer(stream.read(), dtype="<u2", count=numel)
        return (half.astype(np.uint32) << 16).view(np.float32)
    return np.frombuffer(stream.read(), dtype=kind, count=numel)


def _no_bytes() -> bytes:
    return b""


def _reconstruct(*_: object) -> PickledArray:
    return PickledArray()


def _storage_of_size(*size: int) -> tuple[int, ...]:
    return tuple(size[0]) if size and isinstance(size[0], (tuple, list)) else tuple(size)


def _parameter(values: Array, *_: object) -> Array:
    return values


KNOWN: dict[str, Callable[..., Any]] = {
    "collections.OrderedDict": OrderedDict,
    **{
        f"{builtins}.{name}": function
        for builtins in ("builtins", "__builtin__")  # protocol 2 writes the names of Python 2
        for name, function in (("set", set), ("frozenset", frozenset), ("bytes", _no_bytes))
    },
    "_codecs.encode": latin1_bytes,
    "numpy.dtype": PickledDtype,
    "numpy.ndarray": PickledArray,
    **{
        f"numpy.{core}.{name}": function
        for core in ("core", "_core")
        for name, function in (
            ("multiarray._reconstruct", _reconstruct),
            ("multiarray.scalar", scalar_from_bytes),
            ("numeric._frombuffer", array_from_bytes),
        )
    },
    "torch.Size": _storage_of_size,
    "torch._utils._rebuild_tensor": tensor,
    "torch._utils._rebuild_tensor_v2": tensor,
    "torch._utils._rebuild_parameter": _parameter,
    "torch.storage._load_from_bytes": storage_from_bytes,
}


class ArrayPickle(pickle.Unpickler):
    """An unpickler for containers, numbers, numpy arrays and torch tensors."""

    def find_class(self, module: str, name: str) -> Any:
        """Look a name up in the list of known ones; refuse all others."""
        full_name = f"{module}.{name}"
        if full_name not in KNOWN:
            raise Refused(f"env.pkl names {full_name}, which is not a container, array or tensor")
        return KNOWN[full_name]


class StoragePickle(pickle.Unpickler):
    """An unpickler for the four pickles that precede the bytes of one torch storage."""

    def find_class(self, module: str, name: str) -> Any:
        """Allow the kinds of storage and nothing else."""
        if module != "torch" or name not in STORAGES:
            raise Refused(f"env.pkl names {module}.{name} inside of a tensor")
        return STORAGES[name]

    def persistent_load(self, pid: Any) -> tuple[str, int]:
        """Return the kind and the number of elements of the storage that a tensor names."""
        _, kind, _, _, numel, *_ = pid
        return str(kind), int(numel)
