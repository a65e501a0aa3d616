/* SPDX-License-Identifier: MIT */
/* See choose.h. */
#include "choose.h"

#include <string.h>

#include "model.h"

static play_source *source;
static bool empty;

uint32_t
next(void)
{
    uint8_t byte = 0;

    if (!empty && !source(&byte)) {
        empty = true;
    }
    return byte;
}

bool
one_in(uint32_t n)
{
    return next() % n == n - 1;
}

uint32_t
pick(const uint32_t *values, size_t count)
{
    return values[next() % count];
}

void
choose_from(play_source *from)
{
    source = from;
    empty = false;
}

bool
choose_is_over(void)
{
    return empty;
}

uint32_t
odd_id(void)
{
    uint32_t id = sim_id(next() % TASKS);

    return PICK(id, id - 0x100u, id + 0x100u, id | 0x40000000u,
                id | 0x80000000u, NOBODY, SLUICE_ID_KERNEL, 0, 1, 0xffffffffu,
                0x100u + TASKS, 0x1feu, id ^ 0x100000u, id & 0xffu);
}

uint32_t
any_id(void)
{
    uint32_t choice = next();

    return choice < RIGHT ? sim_id(choice % TASKS) : odd_id();
}

/* Returns: whether the id is that of a task that waits for my reply. */
static bool
waits_for(uint32_t me, uint32_t index)
{
    return sim_task(index)->wait == (WAIT_REPLY | sim_id(me));
}

bool
has_client(uint32_t me)
{
    bool has = false;

    for (uint32_t i = 0; i < TASKS; i++) {
        has |= waits_for(me, i);
    }
    return has;
}

uint32_t
client_of(uint32_t me)
{
    uint32_t from = next();

    for (uint32_t i = 0; i < TASKS && from < RIGHT; i++) {
        if (waits_for(me, (from + i) % TASKS)) {
            return sim_id((from + i) % TASKS);
        }
    }
    return from < RIGHT ? any_id() : odd_id();
}

uint32_t
odd_length(void)
{
    return PICK(0, 1, 3, 5, 0xffffffffu, 0x80000000u, 0xfffffff0u, MESSAGE_MAX,
                MESSAGE_MAX + 1, CHUNK_SIZE, CHUNK_SIZE + 1, 2 * CHUNK_SIZE,
                HOME_SIZE, HOME_SIZE + 1, 1025, 2000);
}

uint32_t
any_length(uint32_t most)
{
    uint32_t choice = next();

    return choice < RIGHT ? choice % (most + 1) : odd_length();
}

uint32_t
chunk_of(uint32_t task)
{
    static const uint32_t chunks[TASKS] = {
        [DRIVER] = CHUNK_DRIVER, [CLIENT_A] = CHUNK_A, [CLIENT_B] = CHUNK_B};

    return chunks[task] != 0 ? chunks[task] : SCRATCH(task);
}

uint32_t
odd_address(uint32_t me)
{
    uint32_t other = next() % TASKS;

    return PICK(0, 1, 0xffffffffu, 0xfffffffcu, SINK, FIRMWARE, HOME(other),
                DATA(other), chunk_of(other), TEXT(me), TEXT(other),
                TEXT(me) + TEXT_SIZE - 4, HOME(me), HOME(me) - 4,
                HOME(me) + HOME_SIZE - 4, HOME(me) + HOME_SIZE, CHUNK_B2,
                CHUNK_B2 - 8, CHUNK_A2, WINDOW, WINDOW + 8,
                WINDOW + WINDOW_SIZE - 4, RAM_BASE, 0x50110100u, 0xe000e010u,
                MESSAGE(me) + 1, LEASES(me) + 2, chunk_of(me) + CHUNK_SIZE - 4);
}

uint32_t
any_address(uint32_t me, uint32_t right)
{
    return next() < RIGHT ? right : odd_address(me);
}

void
set_leases(uint32_t me)
{
    uint32_t how = next();

    for (uint32_t i = 0; i < 3; i++) {
        struct lease lease = {
            PICK(chunk_of(me) + 256 * i, chunk_of(me), SCRATCH(me) + 128 * i,
                 chunk_of(me) + 64 * i, me == CLIENT_A ? WINDOW : HOME(me)),
            PICK(256, 64, 32, 128, 200),
            PICK(3, 3, 1, 2, 7, 6, 5, 0),
        };

        if (lease.base == HOME(me) && one_in(2)) {
            lease.length = HOME_SIZE; /* copied in pieces */
        }
        if ((how >> i & 1u) != 0 && one_in(3)) {
            lease.base = odd_address(me);
            lease.length = odd_length();
            lease.attributes |= one_in(4) ? 8u : 0;
        }
        memcpy(sim_memory(LEASES(me) + i * (uint32_t)sizeof(lease)), &lease,
               sizeof(lease));
    }
}
