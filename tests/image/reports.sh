#!/bin/bash
# SPDX-License-Identifier: MIT
# reports.sh SLUICE FOLDER: the size reports of the image hello, built in FOLDER.
set -euo pipefail
sluice=$1 built=$2
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
app=images/hello/app.yaml

# size STATUS WORDS OPTION...: exit status and words of the report.
size() {
    local status=0 wanted=$1 words=$2
    shift 2
    "$sluice" size $app -o "$built" "$@" >"$folder/log" 2>&1 || status=$?
    [ "$status" -eq "$wanted" ] && grep -qF -- "$words" "$folder/log" && return
    echo "size $*: status $status, wanted $wanted and: $words"
    cat "$folder/log"
    exit 1
}

size 0 "total" --save "$folder/kept"
size 0 "against the saved" --diff "$folder/kept"
size 2 "there is no file" --diff "$folder/none"
size 2 "is a folder, not a file" --diff "$folder"
printf 'not a report\n' >"$folder/text"
size 2 "is not a saved size report" --diff "$folder/text"
size 2 "there is no folder $folder/none/" --save "$folder/none/kept"
