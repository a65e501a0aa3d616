#!/bin/bash
# SPDX-License-Identifier: MIT
# words.sh SLUICE: what the tool says to slips on its command line. Each is
# refused with a word on the cause.
set -euo pipefail
sluice=$(realpath "$1")
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

# refuses WORDS COMMAND...: the command fails and says the words.
refuses() {
    local words=$1
    shift
    if "$sluice" "$@" >"$folder/log" 2>&1 ||
        ! grep -qF -- "$words" "$folder/log"; then
        echo "sluice $*: not refused with: $words"
        cat "$folder/log"
        failed=1
    fi
}

app=images/hello/app.yaml
head -c 3000 "$sluice" >"$folder/short.elf"
cp "$sluice" "$folder/part.elf"
printf 'not a report\n' >"$folder/text"

refuses "is a folder" run images/hello
refuses "it is no ELF file" run README.md
refuses "damaged or cut short" run "$folder/short.elf"
refuses "no section .sluice.info" run "$folder/part.elf"
refuses "build it first: sluice build $app -o $folder" run $app -o "$folder"
for command in check build size audit; do
    refuses "name a manifest, as in: sluice $command images/" $command
    refuses "is an image; name its manifest" $command "$folder/part.elf"
    refuses "one manifest only, not also b.yaml" $command $app b.yaml
done
refuses "is a file, not a folder" build $app -o "$folder/text"
refuses "holds no built image 'hello'" size $app -o "$folder"
exit $failed
