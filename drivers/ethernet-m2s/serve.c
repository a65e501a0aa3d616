/* SPDX-License-Identifier: MIT */
/* Frames in, answers out; counted in memory that others may look at. */
#include "serve.h"

#include <sleep.h>
#include <syscall.h>

#include "answer.h"
#include "emac.h"
#include "task_config.h"

static const struct host host = {
    .mac = {0x02, 0x53, 0x4c, 0x55, 0x43, 0x45}, /* locally administered */
    .ip = {(uint8_t)(CONFIG_ADDRESS >> 24), (uint8_t)(CONFIG_ADDRESS >> 16),
           (uint8_t)(CONFIG_ADDRESS >> 8), (uint8_t)CONFIG_ADDRESS},
};

static void
answer_all(void)
{
    /* Safe: the manifest gives this task the area, a word at least */
    volatile uint32_t *answered = (uint32_t *)(uintptr_t)area_counters;
    const uint8_t *frame;
    uint32_t length;

    while ((frame = emac_frame(&length)) != NULL) {
        uint32_t answer = answer_frame(&host, frame, length, emac_room());

        emac_give_back();
        if (answer != 0) {
            emac_send(answer);
            *answered += 1;
        }
    }
}

_Noreturn void
ethernet_serve(void)
{
    emac_open(host.mac);
    for (;;) {
        sys_irq(NOTIFY_FRAME, SLUICE_IRQ_ENABLE);
        (void)wait_for_bits(NOTIFY_FRAME);
        answer_all();
        emac_acknowledge();
    }
}
