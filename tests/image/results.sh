#!/bin/bash
# SPDX-License-Identifier: MIT
# The results of a test image, line by line.
#
# results.sh run FOLDER COMMAND...  runs the image; its output goes to
#   FOLDER/log, each result to FOLDER/results as "ok - NAME". Fails only when
#   there is no result at all, so that each line can be judged by itself.
# results.sh check FOLDER NAMES     the image's own verdict is that all is well,
#   and its results are those in the file NAMES, each once.
set -uo pipefail
mode=$1 folder=$2
shift 2

run() {
    mkdir -p "$folder"
    rm -f "$folder"/{log,results,status}
    "$@" >"$folder/log" 2>&1
    echo $? >"$folder/status"
    tr -d '\r' <"$folder/log" |
        sed -nE 's/^(ok|not ok) [0-9]+ - /\1 - /p' >"$folder/results"
    [ -s "$folder/results" ] || { cat "$folder/log"; return 1; }
}

# Names that the sources have and the output has not, or the other way round.
check() {
    local good=0 differences
    if ! differences=$(diff <(sort "$1") \
            <(sed -E 's/^(ok|not ok) - //' "$folder/results" | sort)); then
        echo "results that are missing (<), or that no table of the image's"
        echo "sources has (>); if they do, build first:"
        printf '%s\n' "$differences"
        good=1
    fi
    [ "$(cat "$folder/status")" -eq 0 ] || { cat "$folder/log"; good=1; }
    return $good
}

"$mode" "$@"
