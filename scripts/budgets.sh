#!/bin/bash
# SPDX-License-Identifier: MIT
# budgets.sh: what images take and how long the source is, against budgets.yaml. Prints
# each figure beside its budget; fails on one that is over, or less than 80 % of it:
# a budget that is not near says nothing. `BUDGETS=new` writes today's figures plus 10 %.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/tool.sh

# GROUP KEY VALUE, a line each: of one image on one board
image() { # MANIFEST BOARD
    local name folder
    name=$(basename "$(dirname "$1")")
    folder=build/budgets/$name-on-$2
    build/host/sluice build "$1" --board "$2" -o "$folder" >build/budgets.log 2>&1 ||
        { cat build/budgets.log; exit 1; }
    build/host/sluice size "$1" --board "$2" -o "$folder" |
        awk -v group="$name-on-$2" '
            $1 == "kernel" { print group, "kernel-flash", $2
                             print group, "kernel-ram", $3 }
            $1 == "total" { print group, "flash", $2; print group, "ram", $3 }'
    build/host/sluice stack "$1" --board "$2" -o "$folder" |
        awk -v group="$name-on-$2" '
            /^the kernel  / { print group, "kernel-stack", $3 }
            /^the kernel at boot/ { print group, "boot-stack", $5 }'
}

figures() {
    local room
    for room in kernel arch runtime base tool; do
        echo "lines $room $(scripts/files.sh "$room/*.c" "$room/*.h" "$room/*.S" |
            xargs -0r cat | wc -l)"
    done
    image images/demo/app.yaml mps2-an505
    for board in boards/*/; do
        image images/hello/app.yaml "$(basename "$board")"
    done
}

mkdir -p build/budgets
figures >build/budgets/today
if [ "${BUDGETS:-}" = new ]; then
    {
        echo "# SPDX-License-Identifier: MIT"
        echo "# What the source and the images may take at most: scripts/budgets.sh. Bytes,"
        echo "# and lines of the rooms of the house."
        awk '$1 != group { print $1 ":"; group = $1 }
             { print "  " $2 ": " int($3 * 1.1 + 1) }' build/budgets/today
    } >budgets.yaml
    echo "wrote budgets.yaml"
fi
awk 'NR == FNR {
         if (/^[a-z]/) { group = $1; sub(/:$/, "", group) }
         else if (/^  /) { key = $1; sub(/:$/, "", key); budget[group " " key] = $2 }
         next
     }
     {
         name = $1 " " $2
         seen[name] = 1
         note = ""
         if (!(name in budget)) note = "NO BUDGET"
         else if ($3 > budget[name]) note = "OVER"
         else if ($3 < budget[name] * 0.8) note = "far below: lower the budget"
         if (note != "") bad++
         printf "%-26s %-14s %7d of %7d  %s\n", $1, $2, $3, budget[name], note
     }
     END {
         for (name in budget)
             if (!(name in seen)) { print "nothing measures " name; bad++ }
         if (bad) { print "budgets: " bad " not kept"; exit 1 }
     }' budgets.yaml build/budgets/today
