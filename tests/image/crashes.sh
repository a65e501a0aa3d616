#!/bin/bash
# SPDX-License-Identifier: MIT
# crashes.sh SLUICE: a task that faults at once, again and again. The reporter
# says so; the supervisor makes it wait longer and longer, so that no look of
# the reporter, ten a second, misses a restart.
set -euo pipefail
sluice=$1
root=$(realpath "$(dirname "$0")/../..")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/crash"
cd "$folder"

{
    sed 's/^name: .*/name: crashes/; /^  hello:/,/calls:/d' \
        "$root/images/hello/app.yaml"
    echo "  crash: { source: $folder/crash, priority: 3, stack: 1K }"
} >app.yaml
cat >crash/main.c <<END
#include "task.h"

_Noreturn void
task_main(void)
{
    *(volatile int *)0 = 1;
    for (;;) {
    }
}
END
"$sluice" --root "$root" build app.yaml >log 2>&1 || { cat log; exit 1; }
"$sluice" --root "$root" run app.yaml --timeout 2 2>&1 | tr -d '\r' >log || true

how='s/^crash faulted: memory, address 0x0, pc 0x1[0-9a-f]*; .* (\([0-9]*\))$/\1/p'
sed -n "$how" log >counts
if ! awk 'NR > 1 && $1 != last + 1 { exit 1 } { last = $1 }
        END { if (NR < 3 || last > 11 + 10 + NR) exit 1 }' counts; then
    echo "these restarts were told, wanted every one from the 20th or so on:"
    cat counts log
    exit 1
fi
