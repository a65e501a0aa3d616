#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh SLUICE: who can force a reset, and who loses by it, of a manifest that
# has a controller with a reset of its own and one that only the system resets.
set -euo pipefail
sluice=$(realpath "$1")
cd "$(dirname "$0")"
diff -u resets.expected <("$sluice" audit resets.yaml |
    sed -n '/^Tasks that can force a reset of the system/,/^Task 0/p')
