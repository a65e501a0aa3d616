#!/bin/bash
# SPDX-License-Identifier: MIT
# soak.sh: ten million random system calls against the model of the
# specification, then every simulation test with every task struck at every
# point of it. CALLS and SEED choose others; HOURS=n goes on with the fast tests
# in random order and the demo on random files until they are over.
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p build
cmake --preset host >build/soak.log
cmake --build build/host -j 2 >>build/soak.log ||
    { tail -30 build/soak.log; exit 1; }

# The seed is printed; no seed is two soaks' the same.
seed=${SEED:-$(od -An -N8 -tu8 /dev/urandom | tr -d ' ')}
build/host/soak "${CALLS:-10000000}" "$seed"

for test in build/host/test_kernel_sim_*; do
    [ -x "$test" ] || continue
    echo "${test##*sim_}: $(EVERYWHERE=1 "$test")"
done

end=$((SECONDS + ${HOURS:-0} * 3600))
round=0
firmware=build/soak.bin
while [ $SECONDS -lt $end ]; do
    round=$((round + 1))
    size=$((RANDOM * 256 + RANDOM % 256))
    head -c $size /dev/urandom >$firmware
    echo "Round $round: $size random bytes"
    FIRMWARE=$firmware scripts/demo.sh >build/soak.log ||
        { cat build/soak.log; exit 1; }
    ctest --preset fast --schedule-random --quiet -O build/soak.log ||
        { cat build/soak.log; exit 1; }
done
echo "soak: passed"
