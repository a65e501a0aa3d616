/* SPDX-License-Identifier: MIT */
/* Simulated memory, as a test sees it: filled, remembered, compared. */
#include <string.h>

#include "sim.h"

static uint8_t snapshot[SIM_MEMORIES][SIM_MEMORY_MAX];

uint8_t *
sim_memory(uint32_t address)
{
    return (uint8_t *)(uintptr_t)address;
}

uint32_t *
sim_words(uint32_t address)
{
    return (uint32_t *)(uintptr_t)address;
}

static uint8_t
filling(uint32_t i, uint8_t seed)
{
    return (uint8_t)(seed + i * 7u + (i >> 8));
}

void
sim_fill(uint32_t address, uint32_t length, uint8_t seed)
{
    for (uint32_t i = 0; i < length; i++) {
        sim_memory(address)[i] = filling(i, seed);
    }
}

bool
sim_is_filled(uint32_t address, uint32_t length, uint8_t seed)
{
    for (uint32_t i = 0; i < length; i++) {
        if (sim_memory(address)[i] != filling(i, seed)) {
            return false;
        }
    }
    return true;
}

void
sim_snapshot(void)
{
    for (uint32_t i = 0; i < SIM_MEMORIES; i++) {
        memcpy(snapshot[i], sim_memory(sim_memories[i].base),
               sim_memories[i].size);
    }
}

void
sim_restore(uint32_t base, uint32_t length)
{
    for (uint32_t i = 0; i < SIM_MEMORIES; i++) {
        uint32_t offset = base - sim_memories[i].base;

        if (offset < sim_memories[i].size) {
            memcpy(sim_memory(base), &snapshot[i][offset], length);
        }
    }
}

uint32_t
sim_difference(uint32_t base, uint32_t length)
{
    for (uint32_t i = 0; i < SIM_MEMORIES; i++) {
        const uint8_t *now = sim_memory(sim_memories[i].base);

        if (memcmp(now, snapshot[i], sim_memories[i].size) == 0) {
            continue;
        }
        for (uint32_t j = 0; j < sim_memories[i].size; j++) {
            uint32_t address = sim_memories[i].base + j;

            if (now[j] != snapshot[i][j] && address - base >= length) {
                return address;
            }
        }
    }
    return 0;
}
