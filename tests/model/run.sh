#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh [-v] [NAME]: checks the model of the protocol with spin. The sound
# model holds; each weakened one breaks the property named beside it; each
# witness is found. A line each. -v: a counterexample is told, shortest first
# found, as the events that lead to it. NAME: that line only.
set -uo pipefail
cd "$(dirname "$0")" || exit 2

verbose=
if [ "${1:-}" = -v ]; then
    verbose=1
    shift
fi
only=${1:-}
for program in spin gcc; do
    command -v "$program" >/dev/null && continue
    echo "$program is not here: scripts/deps.sh check"
    exit 2
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The assertions of properties.pml, as pan prints them.
g2='stale\['            # memory that has become usable is moved to or from
sink='at\[c\]!='        # a byte past the sink
copy='left\[.*at\['     # the kernel copies what an engine moves
late='waited\[|armed_for\[' # progress, within its bound
deaf='owed\[.*posted\[' # the end was not told
false_end='state\[|owed\[[01]\]$' # what was told was not the end
halt='halt_sent\['      # the domain was reset, and STOP never tried
seen='^ *0$|member'     # a witness

# Effect: pan, in a folder of its own, which is then the working folder.
build() { # NAME COMPILER-OPTIONS MODEL-OPTION...
    local name=$1 flags=$2
    shift 2
    mkdir "$work/$name" && cp ./*.pml "$work/$name" && cd "$work/$name" || exit
    # shellcheck disable=SC2086 # several words
    spin -a "$@" dma.pml >build.log 2>&1 &&
        gcc -w $flags -DSAFETY -DMEMLIM=2500 -o pan pan.c >>build.log 2>&1
}

say() { # VERDICT NAME TEXT
    printf '%-4s %-19s %s\n' "$@"
}

tell() { # MODEL-OPTION...
    [ -z "$verbose" ] || [ ! -e dma.pml.trail ] ||
        spin -t "$@" dma.pml 2>/dev/null | sed -n 's/^ *MODEL /         /p'
}

figures() {
    awk '/states, stored/ { states = $1 }
         /total actual memory/ { memory = $1 }
         /elapsed time/ { seconds = $4 }
         END { printf "%d states, %d MB, %s s", states, memory, seconds }' \
        pan.log
}

# The whole state space, without a violation.
holds() ( # NAME WHAT MODEL-OPTION...
    name=$1 what=$2
    shift 2
    [ -z "$only" ] || [ "$only" = "$name" ] || exit 0
    build "$name" -O2 "$@" || { say FAIL "$name" "does not build"; exit; }
    ./pan -m1000000 -w26 >pan.log 2>&1
    if grep -q 'errors: 0$' pan.log &&
        ! grep -qE 'depth too small|out of memory|not completed' pan.log; then
        say ok "$name" "$what: holds ($(figures))"
    else
        say FAIL "$name" "$(grep -E '^pan:|error' pan.log | head -n 1)"
        tell "$@"
    fi
)

# A violation, and of this property.
breaks() ( # NAME PATTERN WHAT MODEL-OPTION...
    name=$1 pattern=$2 what=$3
    shift 3
    set -- -D"$name" -DLIMIT=1 "$@"
    [ -z "$only" ] || [ "$only" = "$name" ] || exit 0
    build "$name" "-O0 -DBFS" "$@" ||
        { say FAIL "$name" "does not build"; exit; }
    ./pan -w22 >pan.log 2>&1
    found=$(sed -n 's/^pan:1: assertion violated \(.*\) (at depth.*/\1/p' \
        pan.log)
    if [ -z "$found" ]; then
        say FAIL "$name" "not caught"
    elif grep -qE "$pattern" <<<"$found"; then
        say ok "$name" "$what"
    else
        say FAIL "$name" "broke $found; expected: $what"
    fi
    tell "$@"
)

sound() {
    holds SOUND "all properties" -DBOOKS
}

changed() {
    holds SAME_ENTRY "order within one kernel entry" -DBOOKS -DLIMIT=1 \
        -DRELEASE_BEFORE_STOP -DPOST_BEFORE_UNPIN
    holds CHECK_AFTER_SCRUB "looking again closes the window" -DBOOKS \
        -DLIMIT=1 -DUNHALT_IN_WINDOW -DCHECK_AFTER_SCRUB
}

weakened() {
    breaks NO_PARK "$g2" "caught, G2: client runs, memory is written"
    breaks UNPARK_EARLY "$g2" "caught, G2: client runs after one of two unpins"
    breaks NO_SCRUB "$g2" "caught, G2: a halted engine goes on"
    breaks NO_COUNT_SCRUB "$sink" "caught, G1: bytes past the sink"
    breaks UNPIN_ON_DONE "$g2" "caught, G2: the interrupt was believed"
    breaks NO_RESTART_CHECK "$g2" "caught, G2: restarted under the engine"
    breaks NO_OWN_CHECK "$g2" "caught, G2: owner restarted under its engine"
    breaks NO_REPLY_CHECK "$g2" "caught, G2: lender replied to, and runs"
    breaks NO_BORROW_CHECK "$copy" "caught, G2: borrowed while it moves"
    breaks NO_RESET_IDLE "$g2" "caught, G2: a RESET was believed"
    breaks NO_BOOT_STOP "$g2" "caught, G2: booted under the engine"
    breaks NO_DRAIN_LIMIT "$late" "caught, progress: drains for ever"
    breaks NO_DEADLINE "$late" "caught, progress: a lost interrupt"
    breaks NO_LENDER_STOP "$late" "caught, progress: restart waits too long"
    breaks NO_POST_AFTER_STOP "$deaf" "caught, completion: lost"
    breaks NO_BIT_DROP "$false_end" "caught, completion: of the arm before"
    breaks POST_ON_DONE "$false_end" "caught, completion: told before the end"
    breaks POST_TO_ANYONE "$false_end" "caught, completion: told to a later life"
    breaks SEE_HEARD "$seen" "witness: a completion is heard"
    breaks SEE_UNPARKED "$seen" "witness: a parked client goes on"
    breaks SEE_RESTARTED "$seen" "witness: a remembered restart comes true"
    breaks SEE_CASUALTY "$seen" "witness: a reset ends another's transfer"
    breaks SEE_HALTED "$seen" "witness: the safe halt"
    breaks UNHALT_IN_WINDOW "$g2" "limit: a halt undone between IDLE and FINI"
    breaks NO_STOP_AFTER_DONE "$halt" "caught, ladder: reset before STOP was tried"
}

sound >"$work/sound.log" & # the longest: beside all others
{ weakened; changed; } | tee "$work/others.log"
wait
cat "$work/sound.log"
! grep -q '^FAIL' "$work"/*.log && grep -q '^ok' "$work"/*.log
