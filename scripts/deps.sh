#!/bin/bash
# SPDX-License-Identifier: MIT
# deps.sh demo|test|check: installs the Debian packages that are missing for
# that purpose, and says which and why. With all there it takes no time.
# SLUICE_DEPS=skip trusts that they are there.
set -euo pipefail
cd "$(dirname "$0")/.."

installed() {
    dpkg-query -W -f='${Status}' "$1" 2>/dev/null |
        grep -q 'install ok installed'
}

# Effect: fills `missing` and prints a line for each.
find_missing() {
    local purpose package reason
    while read -r purpose package reason; do
        case "$1 $purpose" in
        *'#' | 'demo test' | 'demo check' | 'test check') continue ;;
        esac
        installed "$package" && continue
        missing+=("$package")
        printf '  %-18s %s\n' "$package" "$reason"
    done <scripts/packages.txt
}

[ "${SLUICE_DEPS:-}" = skip ] && exit 0
missing=()
list=$(mktemp)
trap 'rm -f "$list"' EXIT
find_missing "${1:-test}" >"$list"
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "This script installs Debian packages; there is no apt-get here."
    echo "Install what your system calls these, then set SLUICE_DEPS=skip:"
    cat "$list"
    exit 1
fi >&2

echo "Missing, from Debian's package archive (${#missing[@]} packages):"
cat "$list"
root=(env DEBIAN_FRONTEND=noninteractive)
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "As root, do: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    echo "Installing them needs root rights: sudo may ask for your password."
    root=(sudo "${root[@]}")
fi
if ! apt-cache show "${missing[@]}" >/dev/null 2>&1; then
    "${root[@]}" apt-get update -q
fi
get=("${root[@]}" apt-get install -q -y --no-install-recommends
    -o Dpkg::Use-Pty=0)
"${get[@]}" "${missing[@]}" ||
    { "${root[@]}" apt-get update -q && "${get[@]}" "${missing[@]}"; }
