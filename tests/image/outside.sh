#!/bin/bash
# SPDX-License-Identifier: MIT
# outside.sh SLUICE: an application that lies outside of the clone, in a folder
# with a space, is built with --root and runs; a build that fails leaves no
# image of before; an image older than its manifest is called so.
set -euo pipefail
sluice=$1
root=$(realpath "$(dirname "$0")/../..")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/an app/task"
cd "$folder/an app"

fail() {
    echo "$1"
    cat log
    exit 1
}

# says WORDS: the log holds them.
says() {
    grep -qF -- "$1" log || fail "not said: $1"
}

cp "$root/images/hello/hello/main.c" task
cat >app.yaml <<END
name: outside
board: mps2-an505
tasks:
  supervisor:
    source: tasks/supervisor
    priority: 0
    stack: 1K
    kernel-calls: [restart, next-faulted]
  console:
    source: $root/drivers/uart-cmsdk
    priority: 1
    stack: 1K
    peripherals: { uart0: read-write }
    interrupts: { uart0.rx: rx-irq, uart0.tx: tx-irq }
  hello:
    source: $PWD/task
    priority: 2
    stack: 1K
    calls: [console]
END
elf=build/outside/outside.elf

"$sluice" --root "$root" build app.yaml >log 2>&1 || fail "it was not built"
"$sluice" --root "$root" run app.yaml >log 2>&1 || fail "it does not run"
says "SLUICE-VERDICT pass"

touch -d '+1 minute' app.yaml
for command in run size audit; do
    "$sluice" $command app.yaml --root "$root" >log 2>&1 ||
        fail "$command fails"
    says "note: app.yaml is newer than $elf; build it again"
done
touch app.yaml

echo "uint32_t peer = PEER_NOBODY;" >>task/main.c
! "$sluice" --root "$root" build app.yaml >log 2>&1 || fail "it was built"
says "see build/outside/gen/plan/<task>/task_config.h"
[ ! -e $elf ] || fail "the old image is still there"
! "$sluice" --root "$root" run app.yaml >log 2>&1 || fail "it runs"
says "build it first: sluice build app.yaml"
