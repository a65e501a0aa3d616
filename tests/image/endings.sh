#!/bin/bash
# SPDX-License-Identifier: MIT
# endings.sh SLUICE ELF: what `sluice run` says of an emulator that ends without
# a verdict, or never. A script stands in for it.
set -euo pipefail
sluice=$1 elf=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
stub=$folder/qemu-system-arm

# run LAST-LINE-OF-STUB LINE...: status 2 and these lines, each whole.
run() {
    local status=0 line
    printf '#!/bin/sh\nprintf "half a line"\n%s\n' "$1" >"$stub"
    chmod +x "$stub"
    shift
    PATH=$folder:$PATH "$sluice" run "$elf" --timeout 1 >"$folder/log" 2>&1 ||
        status=$?
    for line in "half a line" "$@"; do
        [ $status -eq 2 ] && grep -qxF -- "$line" "$folder/log" && continue
        echo "status $status, wanted 2 and: $line"
        cat "$folder/log"
        exit 1
    done
}

ended="sluice run: the emulator ended without a verdict"
run "exit 3" "$ended (exit status 3)"
# shellcheck disable=SC2016 # the stub's own number, not mine
run 'kill -TERM $$' "$ended (signal 15)"
run "sleep 30" "sluice run: no verdict within 1 s"
