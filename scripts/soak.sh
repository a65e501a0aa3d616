#!/bin/bash
# SPDX-License-Identifier: MIT
# soak.sh: the fast tests in random order and the demo on random files, until
# $HOURS are over or something fails.
set -euo pipefail
cd "$(dirname "$0")/.."

end=$((SECONDS + ${HOURS:-8} * 3600))
round=0
firmware=build/soak.bin
scripts/test.sh
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
echo "$round rounds passed, 0 failed"
