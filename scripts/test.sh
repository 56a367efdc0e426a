#!/usr/bin/env bash
# All tests, as `make test` runs them. Those of the nodes wait for processes and messages most of the
# time: they go first wherever they can, and the others, beside them, take what they leave.
set -uo pipefail
cd "$(dirname "$0")/.."
python=${1:-.venv/bin/python}
tests=("$python" -m pytest -n auto --maxprocesses 4 --dist loadfile)
said=$(mktemp)
nice -n 10 "${tests[@]}" --ignore test/nodes --ignore test/launch >"$said" 2>&1 &
others=$!
trap 'kill "$others" 2>/dev/null; rm -f "$said"' EXIT
"${tests[@]}" -p no:cacheprovider test/nodes test/launch
nodes=$?
wait "$others"
ended=$?
cat "$said"
exit $((nodes > ended ? nodes : ended))
