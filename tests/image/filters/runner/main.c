/* SPDX-License-Identifier: MIT */
/*
 * The transfer is honest, 16 words into a buffer of mine; but its tables chain
 * to a list item in memory that I write, so I aim the engine at memory that is
 * no DMA memory. With filters nothing may arrive there, by either address; the
 * same image without them shows that the lie would have told.
 */
#include <dma.h>
#include <peer.h>
#include <task.h>

#include "../../lib/tap.h"

#include <task_config.h>

#define OLD 0x01dc0ffeu
#define NEW 0x0badc0deu
#define WORDS 8u

/* A list item of the PL081 (Arm DDI 0218, 3.2.7): words, both ends step on. */
#define ITEM_CONTROL (WORDS | 2u << 18 | 2u << 21 | 1u << 26 | 1u << 27)

static volatile uint32_t *
words_of(const uint8_t *area)
{
    /* Safe: areas are aligned to 32 bytes, and this task holds them */
    return (volatile uint32_t *)(uintptr_t)area;
}

static void
fill(volatile uint32_t *words, uint32_t value)
{
    for (uint32_t i = 0; i < WORDS; i++) {
        words[i] = value;
    }
}

static bool
hold(const volatile uint32_t *words, uint32_t value)
{
    for (uint32_t i = 0; i < WORDS; i++) {
        if (words[i] != value) {
            return false;
        }
    }
    return true;
}

/* Returns: whether the honest part of the transfer went well. */
static bool
strike(uint32_t where)
{
    const struct dma_path path = {
        .channel = DMA_LIE, .bit = NOTIFY_DMA_LIE, .max_length = 64};
    volatile uint32_t *item = words_of(area_bait);
    struct dma_result result = {0};
    uint32_t rc;

    fill(words_of(area_source), NEW);
    fill(words_of(area_vault), OLD);
    fill(words_of(buffer_loot), OLD);
    item[0] = (uint32_t)(uintptr_t)area_source;
    item[1] = where;
    item[2] = 0;
    item[3] = ITEM_CONTROL;
    rc = dma_transfer(&path, sys_refresh((struct task_id){TASK_INDEX}),
                      REGION_LOOT, 0, 0, 4 * WORDS, &result);
    return rc == SLUICE_RC_OK && hold(words_of(buffer_loot), NEW);
}

static bool
test(uint32_t number, const char *name, bool good)
{
    tap_test(good, number, name);
    return good;
}

_Noreturn void
task_main(void)
{
    uint32_t left = CONFIG_FILTERED != 0 ? OLD : NEW;
    bool good = true;

    tap_start(3);
    good = test(1, "the honest part of the transfer arrives",
                strike(CONFIG_VAULT)) &&
           good;
    good = test(2,
                CONFIG_FILTERED != 0
                    ? "a lying table writes nothing by the Secure address"
                    : "without filters a lying table writes memory",
                hold(words_of(area_vault), left)) &&
           good;
    (void)strike(CONFIG_ALIAS);
    good = test(3, "a lying table writes nothing by the Non-secure address",
                hold(words_of(area_vault), OLD)) &&
           good;
    tap_verdict(good);
    for (;;) {
    }
}
