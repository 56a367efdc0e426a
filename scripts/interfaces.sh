#!/usr/bin/env bash
# Installs the ROS 2 interfaces into a virtual environment that has ROS 2 from PyPI, Jazzy or Kilted.
# The wheel is built once (about two minutes) and kept in the user's cache under the hash of its sources.
#   scripts/interfaces.sh VENV
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${1:-.venv}
python=$venv/bin/python

if "$python" -S -c 'import os; raise SystemExit("AMENT_PREFIX_PATH" not in os.environ)' &&
    "$python" -c 'import whereseen_msgs.msg' 2>/dev/null; then
    echo "interfaces: those of the sourced ROS 2 are used"
    exit 0
fi

version=$("$python" -c 'from importlib.metadata import version; print(version("ros-rclpy"))' 2>/dev/null) || version=none
case $version in
7.*) pins=pyproject.toml ;;
9.*) pins=kilted.toml ;;
*)
    echo "ROS 2 Jazzy or Kilted is needed in $venv; found rclpy: $version." >&2
    echo "Install it with: $python -m pip install '.[ros]'" >&2
    exit 1
    ;;
esac

tag=$("$python" -c 'import sys, sysconfig; print(sys.implementation.cache_tag, sysconfig.get_platform(), sep="-")')
hash=$({ find interfaces -type f | LC_ALL=C sort | xargs sha256sum; echo "$tag $pins"; } | sha256sum | cut -c1-16)
stamp=$venv/.whereseen-interfaces
[ "$(cat "$stamp" 2>/dev/null)" = "$hash" ] && exit 0

require_compiler() {
    local header package
    header=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h
    package=$("$python" -c 'import sys; print("python{}.{}-dev".format(*sys.version_info))')
    if ! command -v c++ g++ clang++ >/dev/null && [ -z "${CXX:-}" ]; then
        echo "A C++ compiler is needed to build the ROS 2 interfaces; none was found." >&2
        echo "Install it with: sudo apt-get install g++" >&2
        exit 1
    fi
    if [ ! -f "$header" ]; then
        echo "Python's headers are needed to build the ROS 2 interfaces; $header is missing." >&2
        echo "Install them with: sudo apt-get install $package" >&2
        exit 1
    fi
}

cache=${XDG_CACHE_HOME:-$HOME/.cache}/whereseen/interfaces/$hash
if ! compgen -G "$cache/*.whl" >/dev/null; then
    require_compiler
    echo "interfaces: building them once, about two minutes"
    mkdir -p "$cache"
    building=$(mktemp -d "$cache/building.XXXXXX")
    trap 'rm -rf "$building"' EXIT
    cp -r interfaces "$building/"
    cp "interfaces/wheel/$pins" "$building/interfaces/wheel/pyproject.toml"
    if ! "$python" -m pip wheel --quiet --disable-pip-version-check --no-deps -w "$building" \
        "$building/interfaces/wheel"; then
        echo "The ROS 2 interfaces could not be built; the reason is above." >&2
        exit 1
    fi
    mv "$building"/*.whl "$cache/"
fi
"$python" -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall "$cache"/*.whl
echo "$hash" >"$stamp"
