#!/usr/bin/env bash
# Builds the wheel, installs it into a clean environment, and uses it from an empty folder.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
.venv/bin/python -m build --wheel --outdir "$folder/dist" . >"$folder/build.log" 2>&1 || { cat "$folder/build.log"; exit 1; }
.venv/bin/python -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$folder"/dist/whereseen-*.whl
cd "$folder"
venv/bin/python - <<'PY'
import importlib, pkgutil, sys, time
from pathlib import Path

start = time.perf_counter()
import whereseen

elapsed = time.perf_counter() - start
heavy = {"torch", "open3d", "numba"} & set(sys.modules)
assert not heavy, f"import whereseen loaded {heavy}"
assert elapsed < 0.5, f"import whereseen took {elapsed:.2f} s"
names = [m.name for m in pkgutil.walk_packages(whereseen.__path__, "whereseen.")]
assert {"whereseen.memory.spatial_memory", "whereseen.sim.demo.run"} <= set(names), names
importlib.import_module("whereseen.memory.spatial_memory")
assert (Path(whereseen.__path__[0]) / "sim/demo/home.yaml").is_file(), "the wheel lacks a scene"
assert len(list((Path(whereseen.__path__[0]) / "memory/report/page").iterdir())) > 9, "no page"
print(f"the wheel holds {len(names)} modules; import whereseen took {elapsed * 1000:.0f} ms")
PY
venv/bin/whereseen --version
for file in launch/memory.launch.py config/memory.yaml config/whereseen.rviz config/fastdds.xml; do
    [ -f "venv/share/whereseen/$file" ] || { echo "the wheel lacks $file" >&2; exit 1; }
done
venv/bin/whereseen up memory --show-args >/dev/null
if venv/bin/whereseen up memory 2>error.txt; then
    echo "nodes started without ROS 2" >&2
    exit 1
fi
grep -q "make setup" error.txt || { cat error.txt >&2; exit 1; }
