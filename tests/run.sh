#!/usr/bin/env bash
# All tests: the crate's own, then the sample through the program, read back by three other readers.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -x .venv/bin/python ]; then
    python3 -m venv .venv
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement tests/requirements.txt

cargo test --release

output=$(mktemp -d)
trap 'rm -rf "$output"' EXIT
cargo run --release --quiet -- run --input pipelines/sample --output "$output"
.venv/bin/python tests/read_back.py "$output"
