#!/bin/bash
# SPDX-License-Identifier: MIT
# check.sh: every gate, the quick ones first; each is run even when one before
# it fails, and the last line counts them.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

passed=0
failed=()

gate() { # NAME COMMAND...
    local name=$1
    shift
    echo "== $name"
    if "$@"; then
        passed=$((passed + 1))
    else
        failed+=("$name")
    fi
}

clang_tests() {
    cmake --preset clang >/dev/null && cmake --build build/clang -j 2 &&
        ctest --preset clang
}

gate "licence lines" scripts/lint-spdx.sh
gate "ceilings" scripts/lint-ceilings.sh
gate "the kernel's purity" scripts/lint-kernel.sh
gate "loops have bounds" scripts/lint-loops.sh
gate "walls" scripts/lint-includes.sh
gate "links" scripts/lint-links.sh
gate "conformance" scripts/lint-conformance.sh
gate "layout of the source" scripts/format.sh
gate "scripts" shellcheck -x scripts/*.sh bench/*.sh .ci/run tests/*/*.sh
gate "tests, gcc" scripts/test.sh
gate "tests, clang" clang_tests
gate "two builds, same bytes" scripts/reproduce.sh
gate "coverage of the kernel" scripts/coverage.sh
gate "named checks taken out" scripts/mutants.sh -c
gate "the kernel's state" scripts/lint-state.sh
gate "spoilt DMA tables" build/host/table_mutants tests/mutants/tables.txt
gate "model of the protocol" tests/model/run.sh
gate "analysis" scripts/analyze.sh
gate "budgets" scripts/budgets.sh
gate "demo" scripts/demo.sh
gate "demo, any file" scripts/demo-files.sh
gate "bench" scripts/bench.sh
gate "cost among 200 tasks" bench/tasks.sh

echo
[ ${#failed[@]} -eq 0 ] || printf 'FAILED: %s\n' "${failed[@]}"
echo "gates: $passed passed, ${#failed[@]} failed"
[ ${#failed[@]} -eq 0 ]
