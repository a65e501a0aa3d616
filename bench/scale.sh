#!/bin/bash
# SPDX-License-Identifier: MIT
# scale.sh ROWS...: prints the rows of images with ever more tasks side by side;
# fails if one costs over 5 % (and 3 instructions) more than in the first.
set -euo pipefail
awk '
    $1 != "BENCH" || $2 !~ /^(null|call-4|post|interrupt|set-timer|tick)$/ { next }
    FNR == 1 || !(FILENAME in file) { if (!(FILENAME in file)) file[FILENAME] = ++files }
    { if (!($2 in seen)) { seen[$2] = 1; name[++names] = $2 }
      cost[$2, file[FILENAME]] = $3 }
    END {
        printf "%-22s %10s %10s %10s\n", "operation", "4 tasks", "32 tasks", "200 tasks"
        for (i = 1; i <= names; i++) {
            n = name[i]
            first = cost[n, 1]
            printf "%-22s", n
            for (j = 1; j <= files; j++) {
                printf " %10s", cost[n, j]
                if (cost[n, j] - first > 3 && cost[n, j] > first * 1.05) grew = grew " " n
            }
            print ""
        }
        if (names < 6) { print "scale: rows are missing"; exit 1 }
        if (grew != "") { print "scale: more tasks cost more:" grew; exit 1 }
    }' "$@"
