#!/bin/bash
# SPDX-License-Identifier: MIT
# attributes.sh FOLDER BOARD: steps through many switches of the conformance
# image, built in FOLDER, by QEMU's debug protocol, and looks at the protection
# unit: it gets the words of the task that is to run, and each region has the
# memory type that its address must have, whichever tasks ran before. On Armv7-M
# only the region that was written last can be read: 3, then 7.
set -euo pipefail
folder=$1 board=$2
root=$(realpath "$(dirname "$0")/../..")
stops=60

unit_at=0xe000ed94 # MPU_CTRL, RNR, and four pairs of RBAR and RLAR (or RASR)
types_at=0xe000edc0 # MPU_MAIR0
word_of_protection=48

chip=$(sed -n 's/^chip: //p' "$root/boards/$board/board.yaml")
grep -q 'kind: pmsav7' "$root/chips/$chip.yaml" && kind=v7 || kind=v8
dma=$(sed -nE 's/^ *sram-dma: *\{ base: (0x[0-9A-F_]+), size: ([0-9]+)([KM]).*/\1 \2 \3/p' \
    "$root/chips/$chip.yaml" | tr -d _)
read -r dma_base dma_size unit <<<"$dma"
[ "$unit" = M ] && dma_size=$((dma_size * 1024))
# Without the bit that tells a memory's two views apart
view=0x10000000
dma_base=$((dma_base & ~view)) dma_end=$(((dma_base & ~view) + dma_size * 1024))
at_switch=$(arm-none-eabi-nm "$folder/parts/kernel.elf" |
    sed -nE 's/^([0-9a-f]+) . switch_protection$/\1/p')

coproc QEMU {
    exec qemu-system-arm -M "$board" -display none -monitor none -serial null \
        -icount shift=5,sleep=off -S -chardev stdio,id=debug \
        -gdb chardev:debug -kernel "$folder/conformance.elf" 2>/dev/null
}
qemu=$QEMU_PID
trap 'kill -KILL "$qemu" 2>/dev/null' EXIT

# ask COMMAND: its answer is in `answer`.
ask() {
    local text=$1 sum=0 i code
    for ((i = 0; i < ${#text}; i++)); do
        printf -v code %d "'${text:i:1}"
        sum=$((sum + code))
    done
    printf '$%s#%02x' "$text" $((sum & 255)) >&"${QEMU[1]}"
    IFS= read -r -t 20 -d '#' answer <&"${QEMU[0]}"
    IFS= read -r -t 20 -N 2 <&"${QEMU[0]}"
    answer=${answer#*$}
    printf + >&"${QEMU[1]}"
}

# Sets `word` from eight digits, the lowest byte first.
little() {
    word=$((16#${1:6:2}${1:4:2}${1:2:2}${1:0:2}))
}

memory() { # ADDRESS WORDS: into the array `words`
    local i
    ask "$(printf 'm%x,%x' "$1" $(($2 * 4)))"
    words=()
    for ((i = 0; i < $2; i++)); do
        little "${answer:i*8:8}"
        words+=("$word")
    done
}

fail() {
    printf 'switch %d, region %d: %s: 0x%x, must be 0x%x\n' \
        "$stop" "$region" "$1" "$2" "$3"
    exit 1
}

# The words of region `region` in a task's table: two more before each half.
expected() {
    local half=$((region / 4))
    local at=$((region * 2 + half * 2 + 2))
    base=$((table[at])) rest=$((table[at + 1]))
    [ "$kind" = v8 ] || base=$((base & ~0x1f))
}

# The type that the address must have (Armv8-M: of MAIR; Armv7-M: TEX, S, C, B
# of the default map).
check_type() {
    local is must address=$((base & ~0x1f))
    if [ "$kind" = v7 ]; then
        is=$((rest >> 16 & 0x3f))
        must=$(((address >> 29) == 2 ? 5 : (address >> 29) == 0 ||
            (address >> 29) == 4 ? 2 : 0x0b))
    else
        is=$((mair >> (rest >> 1 & 7) * 8 & 0xff))
        must=$((0xff))
        [ $((address >> 28)) -ne 5 ] && [ $((address >> 28)) -ne 4 ] ||
            must=$((0x04))
        [ $((address & ~view)) -lt $dma_base ] ||
            [ $((address & ~view)) -ge $dma_end ] ||
            must=$((0x44))
    fi
    [ $is -eq $must ] || fail "memory type" $is $must
    seen_types[$is]=1
}

# Requires: `unit` holds the unit's ten words, `at` the pair of the region.
check_region() {
    local is=$((unit[at]))
    [ "$kind" = v8 ] || is=$((is & ~0x1f))
    expected
    [ $((unit[at + 1])) -eq "$rest" ] || fail "limit or size" $((unit[at + 1])) "$rest"
    [ $((rest & 1)) -ne 0 ] || return 0
    [ $is -eq "$base" ] || fail "base" $is "$base"
    check_type
    checked=$((checked + 1))
}

# The unit has just got a half of the map.
check_half() {
    if [ "$kind" = v7 ]; then
        at=2 region=$((unit[1]))
        check_region
        return
    fi
    for ((at = 2; at < 10; at += 2)); do
        region=$((unit[1] + at / 2 - 1))
        check_region
    done
}

# Steps until the unit is on again; halves of the map come one after the other.
check_switch() {
    local last=-1 halves=0 step
    for ((step = 0; step < 40; step++)); do
        ask s
        memory $unit_at 10
        unit=("${words[@]}")
        if [ $((unit[0])) -ne 0 ]; then
            [ $halves -ne 2 ] || return 0
        elif [ $((unit[1])) -ne $last ]; then
            last=$((unit[1])) halves=$((halves + 1))
            check_half
        fi
    done
    echo "switch $stop: the unit is not on again"
    exit 1
}

checked=0
declare -A seen_types seen_tasks
for ((stop = 1; stop <= stops; stop++)); do
    ask "Z0,$at_switch,2"
    ask c
    ask "z0,$at_switch,2"
    ask g
    little "${answer:0:8}" # r0: the task to run
    memory $((word + word_of_protection)) 1
    seen_tasks[${words[0]}]=1
    memory $((words[0])) 20
    table=("${words[@]}")
    memory $types_at 1
    mair=$((words[0]))
    check_switch
done
echo "$stops switches, ${#seen_tasks[@]} maps, $checked regions," \
    "${#seen_types[@]} memory types"
[ ${#seen_tasks[@]} -ge 5 ] && [ ${#seen_types[@]} -ge 2 ]
