#!/bin/bash
# SPDX-License-Identifier: MIT
# A task that was built for another ABI version, here by a word of its own before
# the runtime's, gets into no image. SLUICE: the tool; $1: a folder.
set -u
here=$(dirname "$0")
output=$("$SLUICE" build "$here/app.yaml" -o "$1" 2>&1) && {
    echo "the image was built"
    exit 1
}
grep -qE 'old.*\.elf: .*speaks ABI version 99, this tool [0-9]+' \
    <<<"$output" && exit 0
echo "$output"
exit 1
