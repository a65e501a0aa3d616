#!/bin/bash
# SPDX-License-Identifier: MIT
# report.sh ROWS TARGETS BASELINE: prints the benchmark's rows beside floor,
# target and the stored baseline; fails if a row is worse than the baseline by more than 2 % and more
# than 3 (instructions or bytes). `BASELINE=new` stores today's rows.
set -euo pipefail
rows=$1

if [ "${BASELINE:-}" = new ]; then
    grep '^BENCH ' "$rows" | cut -d' ' -f2- >"$3"
    echo "bench: wrote $3"
fi
awk '
    what == "targets" { if ($1 != "#") { floor[$1] = $2; target[$1] = $3 }; next }
    what == "baseline" { base[$1] = $2; next }
    $1 != "BENCH" { next }
    !shown++ {
        printf "%-22s %10s %10s %10s %10s\n", "operation", "floor", "target",
            "baseline", "today"
    }
    {
        seen[$2] = 1
        note = ""
        if ($2 in target && target[$2] != "-" && $3 >= target[$2] + 0.5)
            note = "over target"
        if ($2 in base && $3 - base[$2] > 3 && $3 > base[$2] * 1.02) {
            note = "REGRESSION"
            worse++
        }
        printf "%-22s %10s %10s %10s %10s  %s\n", $2, floor[$2], target[$2],
            ($2 in base ? base[$2] : none), $3, note
    }
    END {
        for (name in base) if (!(name in seen)) { print "missing: " name; worse++ }
        if (!shown) { print "bench: no rows"; exit 1 }
        print ""
        print "floor: hand-written code that does the bare minimum; target:" \
            " what the kernel aims at."
        print "Both inform; only a regression against the baseline fails."
        if (!length(base)) print "No baseline is stored: BASELINE=new stores one."
        if (worse) { print "bench: " worse " row(s) worse than the baseline"; exit 1 }
    }' what=targets "$2" what=baseline "$3" what=rows "$rows"
echo "Instructions of the emulated core (bytes for the last two); not cycles."
