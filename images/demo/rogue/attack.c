/* SPDX-License-Identifier: MIT */
/*
 * Each attempt in a few lines: what a driver that has been taken over would do.
 * Addresses are those of the board (mps2-an505).
 */
#include "attack.h"

#include <sluice/kcall.h>

#include "interface/console.h"
#include "interface/show.h"
#include "lease.h"
#include "sleep.h"
#include "task_config.h"

#define KERNEL_MEMORY 0x30000000u
/* Source address register of channel 0 of the controller that I own. */
#define CONTROLLER 0x50112100u

/* Some channel that is not mine: numbers go by the order in the manifest. */
#define OTHERS_CHANNEL 0u
_Static_assert(DMA_GRAB != OTHERS_CHANNEL && DMA_STALL != OTHERS_CHANNEL,
               "the rogue must not own it");

#define FOREIGN_REGION 99u
#define LEASE_TO_WRITE 0u
#define LEASE_TO_READ 1u
#define PART 64u

static uint32_t
arm(uint32_t channel, struct task_id lender, uint32_t lease, uint32_t offset,
    uint32_t length)
{
    return sys_dma_arm(channel, lender, lease, offset, SLUICE_DMA_NO_FAR, 0,
                       length);
}

/* The client's memory stays pinned: nothing ever asks for a byte of it. */
static uint32_t
stall(const struct victim *victim)
{
    return arm(DMA_STALL, victim->id, LEASE_TO_READ, 0, ROGUE_LENT);
}

static struct task_id
task_at(uint32_t index)
{
    return sys_refresh((struct task_id){index});
}

static uint32_t
read_kernel(const struct victim *victim)
{
    (void)victim;
    return *(volatile uint32_t *)KERNEL_MEMORY;
}

static uint32_t
write_neighbour(const struct victim *victim)
{
    *(volatile uint32_t *)victim->address = 0;
    return SLUICE_RC_OK;
}

static uint32_t
touch_controller(const struct victim *victim)
{
    (void)victim;
    *(volatile uint32_t *)CONTROLLER = KERNEL_MEMORY;
    return SLUICE_RC_OK;
}

static uint32_t
past_lease(const struct victim *victim)
{
    return arm(DMA_GRAB, victim->id, LEASE_TO_WRITE, ROGUE_LENT - PART / 2,
               PART);
}

static uint32_t
wrap(const struct victim *victim)
{
    return arm(DMA_GRAB, victim->id, LEASE_TO_WRITE, 0u - PART / 2, PART);
}

static uint32_t
not_own(const struct victim *victim)
{
    (void)victim;
    return arm(DMA_GRAB, task_at(TASK_INDEX), FOREIGN_REGION, 0, PART);
}

/* An honest driver is asked to aim its engine at what is not mine to lend. */
static uint32_t
lend_kernel(const struct victim *victim)
{
    struct lease lease = {KERNEL_MEMORY, PART, SLUICE_LEASE_READ};

    (void)victim;
    return sys_send(task_at(PEER_PACED), PACED_SEND, SLICE_NONE, SLICE_NONE,
                    &lease, 1)
        .rc;
}

static uint32_t
print_kernel(const struct victim *victim)
{
    struct lease lease = {KERNEL_MEMORY, PART, SLUICE_LEASE_READ};

    (void)victim;
    return sys_send(task_at(PEER_CONSOLE), CONSOLE_WRITE, SLICE_NONE,
                    SLICE_NONE, &lease, 1)
        .rc;
}

static uint32_t
too_long(const struct victim *victim)
{
    return arm(DMA_GRAB, victim->id, LEASE_TO_WRITE, 0, BUFFER_LOOT_SIZE + 4);
}

static uint32_t
no_length(const struct victim *victim)
{
    return arm(DMA_GRAB, victim->id, LEASE_TO_WRITE, 0, 0);
}

static uint32_t
reply_early(const struct victim *victim)
{
    (void)stall(victim);
    sys_reply(victim->id, SLUICE_RC_OK, SLICE_NONE);
    return SLUICE_RC_OK;
}

static uint32_t
after_reply(const struct victim *victim)
{
    sys_reply(victim->id, SLUICE_RC_OK, SLICE_NONE);
    return arm(DMA_GRAB, victim->id, LEASE_TO_WRITE, 0, PART);
}

static uint32_t
arm_twice(const struct victim *victim)
{
    (void)stall(victim);
    return stall(victim);
}

static uint32_t
outlive(const struct victim *victim)
{
    (void)stall(victim);
    __builtin_trap();
}

static uint32_t
direction(const struct victim *victim)
{
    return arm(DMA_GRAB, victim->id, LEASE_TO_READ, 0, PART);
}

static uint32_t
stranger(const struct victim *victim)
{
    (void)victim;
    return arm(DMA_GRAB, task_at(PEER_DIRECTOR), 0, 0, PART);
}

static uint32_t
others_channel(const struct victim *victim)
{
    return arm(OTHERS_CHANNEL, victim->id, LEASE_TO_WRITE, 0, PART);
}

static uint32_t
kill_others(const struct victim *victim)
{
    struct kcall_request request = {PEER_CONSOLE, 0};

    (void)victim;
    return sys_send(ID_KERNEL, SLUICE_KCALL_FAULT,
                    slice_of(&request, sizeof request), SLICE_NONE, 0, 0)
        .rc;
}

static uint32_t
hold(const struct victim *victim)
{
    (void)stall(victim);
    sleep_for_ever();
}

static uint32_t
forge_bit(const struct victim *victim)
{
    (void)victim;
    return sys_post(task_at(TASK_INDEX), NOTIFY_DMA_GRAB);
}

static uint32_t
fake_death(const struct victim *victim)
{
    sys_reply(victim->id, SLUICE_RC_DEAD, SLICE_NONE);
    return SLUICE_RC_OK;
}

static uint32_t (*const attacks[ATTACK_COUNT])(const struct victim *) = {
    [ATTACK_READ_KERNEL] = read_kernel,
    [ATTACK_WRITE_NEIGHBOUR] = write_neighbour,
    [ATTACK_TOUCH_CONTROLLER] = touch_controller,
    [ATTACK_PAST_LEASE] = past_lease,
    [ATTACK_WRAP] = wrap,
    [ATTACK_NOT_OWN] = not_own,
    [ATTACK_LEND_KERNEL] = lend_kernel,
    [ATTACK_PRINT_KERNEL] = print_kernel,
    [ATTACK_TOO_LONG] = too_long,
    [ATTACK_NO_LENGTH] = no_length,
    [ATTACK_REPLY_EARLY] = reply_early,
    [ATTACK_AFTER_REPLY] = after_reply,
    [ATTACK_ARM_TWICE] = arm_twice,
    [ATTACK_OUTLIVE] = outlive,
    [ATTACK_DIRECTION] = direction,
    [ATTACK_STRANGER] = stranger,
    [ATTACK_OTHERS_CHANNEL] = others_channel,
    [ATTACK_KILL_OTHERS] = kill_others,
    [ATTACK_HOLD] = hold,
    [ATTACK_FORGE_BIT] = forge_bit,
    [ATTACK_FAKE_DEATH] = fake_death,
};

uint32_t
attack_run(uint32_t step, const struct victim *victim)
{
    return attacks[step](victim);
}
