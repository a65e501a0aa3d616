#!/bin/bash
# SPDX-License-Identifier: MIT
# many.sh TASKS: prints few.yaml with so many tasks: the rest wait, each with a
# deadline, at all priorities that are left.
set -euo pipefail
cd "$(dirname "$0")"
cat few.yaml
for ((i = 4; i < $1; i++)); do
    echo "  pad$i:"
    echo "    source: bench/pad"
    echo "    priority: $((7 + i % 20))"
    echo "    stack: 256"
    echo "    notifications: [alarm]"
done
