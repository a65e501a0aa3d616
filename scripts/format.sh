#!/bin/bash
# SPDX-License-Identifier: MIT
# format.sh [-i]: checks the layout of every C file, or with -i corrects it.
set -euo pipefail
cd "$(dirname "$0")/.."

how=("$@")
[ ${#how[@]} -gt 0 ] || how=(--dry-run --Werror)
# The files under tests/walls are one bad line each, and stay that.
scripts/files.sh '*.c' '*.h' | xargs -0r clang-format --style=file "${how[@]}"
