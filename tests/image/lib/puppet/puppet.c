/* SPDX-License-Identifier: MIT */
/* A task that carries out orders (../stage.h). */
#include "puppet.h"

#include <syscall.h>
#include <task.h>

static uint8_t own[OWN_SIZE] __attribute__((aligned(8)));
uint32_t puppet_bss;
uint32_t puppet_data = FRESH_DATA;

static void
carry_out(struct seat *seat, const struct order *order)
{
    struct syscall_words words;

    for (uint32_t i = 0; i < 7; i++) {
        words.word[i] = order->in[i];
    }
    if (order->number >= DEED && order->number < DEED + DEEDS) {
        deeds[order->number - DEED](words.word);
    } else {
        words = syscall_trap(order->number, words);
    }
    for (uint32_t i = 0; i < 7; i++) {
        seat->out[i] = words.word[i];
    }
    seat->when = ++STAGE->clock;
    seat->done++;
}

_Noreturn void
task_main(void)
{
    struct seat *seat = &STAGE->seats[TASK_INDEX];

    seat->own = (uint32_t)(uintptr_t)own;
    seat->text = (uint32_t)(uintptr_t)task_main & ~31u;
    seat->bss = puppet_bss;
    seat->data = puppet_data;
    seat->starts++;
    for (;;) {
        (void)sys_receive(SLICE_NONE, NOTIFY_GO, ID_KERNEL);
        carry_out(seat, &seat->order);
        if (seat->follows != 0) {
            seat->follows = 0;
            carry_out(seat, &seat->then);
        }
    }
}
