#!/usr/bin/env bash
# Installs the ROS 2 interfaces into a virtual environment that has ROS 2 from PyPI. The wheel is built
# once (about two minutes) and kept in the user's cache under the hash of its sources.
#   scripts/interfaces.sh VENV
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:-.venv}/bin/python

if "$python" -S -c 'import os; raise SystemExit("AMENT_PREFIX_PATH" not in os.environ)' &&
    "$python" -c 'import whereseen_msgs.msg' 2>/dev/null; then
    echo "interfaces: those of the sourced ROS 2 are used"
    exit 0
fi

tag=$("$python" -c 'import sys, sysconfig; print(sys.implementation.cache_tag, sysconfig.get_platform(), sep="-")')
hash=$(find interfaces -type f | LC_ALL=C sort | xargs cat | cat - <(echo "$tag") | sha256sum | cut -c1-16)
stamp=${1:-.venv}/.whereseen-interfaces
[ "$(cat "$stamp" 2>/dev/null)" = "$hash" ] && exit 0

cache=${XDG_CACHE_HOME:-$HOME/.cache}/whereseen/interfaces/$hash
if ! compgen -G "$cache/*.whl" >/dev/null; then
    command -v c++ >/dev/null || command -v g++ >/dev/null || [ -n "${CXX:-}" ] || {
        echo "A C++ compiler is needed to build the ROS 2 interfaces." >&2
        echo "Install it with: sudo apt-get install g++ python3-dev" >&2
        exit 1
    }
    echo "interfaces: building them once, about two minutes"
    mkdir -p "$cache"
    building=$(mktemp -d "$cache/building.XXXXXX")
    trap 'rm -rf "$building"' EXIT
    "$python" -m pip wheel --quiet --disable-pip-version-check --no-deps -w "$building" interfaces/wheel ||
        { echo "The build failed; g++ and python3-dev are needed: sudo apt-get install g++ python3-dev" >&2; exit 1; }
    mv "$building"/*.whl "$cache/"
fi
"$python" -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall "$cache"/*.whl
echo "$hash" >"$stamp"
