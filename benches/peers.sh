#!/bin/sh
# Our search beside tantivy, SQLite FTS5, fzf and fuzzy-matcher's Skim: the same made-up people, the same queries, one run. Prints,
# for each, the times of a key and the right person among the first three by kind of damage, and whether ours is ahead.
#
#   benches/peers.sh [PEOPLE]      1,000,000 people when no number is given (some twenty minutes and 6 GB of memory)
#
# Needs python3 and the package index, for fzf: the Python package iterfzf carries the program. The virtual environment is thrown
# away afterwards. FZF=<program> takes one that is here already.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT INT TERM
if [ -z "${FZF:-}" ]; then
    python3 -m venv "$scratch/venv"
    "$scratch/venv/bin/pip" install --quiet --disable-pip-version-check iterfzf
    FZF=$("$scratch/venv/bin/python" -c 'import iterfzf, pathlib; print(pathlib.Path(iterfzf.__file__).parent / "fzf")')
    chmod +x "$FZF"
fi
echo "fzf $("$FZF" --version); load of the machine: $(uptime | sed 's/.*average[s]*: //')"
status=0
FZF=$FZF cargo run --release --quiet --manifest-path "$here/peers/Cargo.toml" -- "${1:-1000000}" || status=$?
echo "load of the machine at the end: $(uptime | sed 's/.*average[s]*: //')"
exit "$status"
