#!/bin/bash
# SPDX-License-Identifier: MIT
# bench.sh: counts the instructions of the kernel's operations in the emulator
# and prints them beside floor, target and baseline: on a Cortex-M33, on a
# Cortex-M3, and with 4, 32 and 200 tasks.
set -euo pipefail
cd "$(dirname "$0")/.."

# measure APP OUT: builds the image and leaves its rows in build/OUT.txt.
measure() {
    echo "Building the image $2 ..."
    build/host/sluice build "$1" -o "build/$2" >"build/$2.log" 2>&1 ||
        { cat "build/$2.log"; exit 1; }
    build/host/sluice run "build/$2/$(sed -n 's/^name: //p' "$1").elf" \
        --timeout 120 | tr -d '\r' >"build/$2.txt" ||
        { cat "build/$2.txt"; exit 1; }
}

scripts/tool.sh
measure bench/app.yaml bench
bench/size.sh >>build/bench.txt
measure bench/an385.yaml bench-an385
for tasks in 32 200; do
    bench/many.sh $tasks >build/bench-$tasks.yaml
done
measure bench/few.yaml bench-4
measure build/bench-32.yaml bench-32
measure build/bench-200.yaml bench-200

bad=0
bench/report.sh build/bench.txt bench/targets.txt bench/baseline.txt || bad=1
printf '\nmps2-an385 (Cortex-M3)\n'
bench/report.sh build/bench-an385.txt /dev/null bench/baseline-an385.txt || bad=1
printf '\nThe same with more tasks (mps2-an385)\n'
bench/scale.sh build/bench-4.txt build/bench-32.txt build/bench-200.txt || bad=1
exit $bad
