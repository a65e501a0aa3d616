/* SPDX-License-Identifier: MIT */
/*
 * A hostile neighbour, with a channel of its own, while the driver has bytes of
 * the client in flight. What it does may hurt itself only.
 */
#include "scene.h"

#define READ_AT(address)                                                       \
    THIRD, DEED_OF(DEED_READ), {(address)}, OUTSIDE(address)
#define WRITE_AT(address)                                                      \
    THIRD, DEED_OF(DEED_WRITE), {(address)}, OUTSIDE(address)
/* Registers of the core: no region of the protection unit, a bus fault. */
#define CORE_AT(address)                                                       \
    THIRD, DEED_OF(DEED_WRITE), {(address)}, SLUICE_FAULT_BUS, ANY, ANY
#define HELD_BYTES (LENT_AT + HELD_AT)
#define KCALL(operation)                                                       \
    THIRD, SLUICE_SYS_SEND,                                                    \
        {SLUICE_ID_KERNEL, (operation), OWN(0), 8, OWN(64), 64, 0},            \
        USAGE(SLUICE_USAGE_RIGHT)

static const struct attack attacks[] = {
    {"G3: read bytes in flight", READ_AT(HELD_BYTES)},
    {"G3: write bytes in flight", WRITE_AT(HELD_BYTES)},
    {"G3: execute bytes in flight",
     THIRD,
     DEED_OF(DEED_JUMP),
     {HELD_BYTES | 1},
     SLUICE_FAULT_STATE,
     ANY,
     ANY},
    {"G3: read the driver's memory", READ_AT(CONFIG_RING)},
    {"G3: write the driver's memory", WRITE_AT(CONFIG_RING)},
    {"G3: execute the driver's memory",
     THIRD,
     DEED_OF(DEED_JUMP),
     {CONFIG_RING | 1},
     SLUICE_FAULT_STATE,
     ANY,
     ANY},
    {"G3: execute my own DMA memory",
     THIRD,
     DEED_OF(DEED_JUMP),
     {CONFIG_HOARD | 1},
     SLUICE_FAULT_STATE,
     ANY,
     ANY},
    {"G3: read kernel memory", READ_AT(0x30000000)},
    {"G3: write kernel memory", WRITE_AT(0x30000000)},
    {"G3: write the last word of kernel memory", WRITE_AT(0x30007ffc)},
    {"G3: write the kernel's code", WRITE_AT(0x10000000)},
    {"G3: read the engine's source", READ_AT(0x50111100)},
    {"G3: write the engine's source", WRITE_AT(0x50111100)},
    {"G3: write the engine's destination", WRITE_AT(0x50111104)},
    {"G3: clear the engine's interrupts", WRITE_AT(0x50111008)},
    {"G3: start the engine", WRITE_AT(0x50111110)},
    {"G3: switch the engine off", WRITE_AT(0x50111030)},
    {"G3: the engine by its other address", WRITE_AT(0x40111100)},
    {"G3: make a controller a Secure master", WRITE_AT(0x500800d0)},
    {"G3: open a filter", WRITE_AT(0x5800901c)},
    {"G3: open a peripheral's port", WRITE_AT(0x500800c4)},
    {"G3: bytes in flight by their other address", WRITE_AT(0x38200410)},
    {"G3: switch the protection unit off", CORE_AT(0xe000ed94)},
    {"G3: switch the attribution unit off", CORE_AT(0xe000edd0)},
    {"G3: move the vector table", CORE_AT(0xe000ed08)},
    {"G3: mask a controller's interrupt", CORE_AT(0xe000e184)},
    {"G3: reset the system", CORE_AT(0xe000ed0c)},
    {"G3: a controller's interrupt bit",
     THIRD,
     SLUICE_SYS_IRQ,
     {BIT(STUCK), SLUICE_IRQ_ALL},
     USAGE(SLUICE_USAGE_IRQ)},
    {"G3: every interrupt bit",
     THIRD,
     SLUICE_SYS_IRQ_STATUS,
     {0xffffffff},
     USAGE(SLUICE_USAGE_IRQ)},
    {"G5: post the end of another's transfer",
     THIRD,
     SLUICE_SYS_POST,
     {ID_OF(SERVER), BIT(STUCK)},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"G5: post to a client that waits",
     THIRD,
     SLUICE_SYS_POST,
     {ID_OF(CLIENT), 1},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"G3: send without the right",
     THIRD,
     SLUICE_SYS_SEND,
     {ID_OF(CLIENT), 7, OWN(0), 4, 0, 0, 0},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"G2: answer a client that waits for another",
     THIRD,
     SLUICE_SYS_REPLY,
     {ID_OF(CLIENT), 0, 0, 0},
     CODE(ANY)},
    {"G2: fault a client that waits for another",
     THIRD,
     SLUICE_SYS_REPLY_FAULT,
     {ID_OF(CLIENT), 0},
     CODE(ANY)},
    {"G3: borrow from a client that waits for another",
     THIRD,
     SLUICE_SYS_BORROW_READ,
     {ID_OF(CLIENT), LENT, 0, OWN(0), 4},
     CODE(SLUICE_RC_DEFECT)},
    {"G3: write to a client that waits for another",
     THIRD,
     SLUICE_SYS_BORROW_WRITE,
     {ID_OF(CLIENT), LENT, 0, OWN(0), 4},
     CODE(SLUICE_RC_DEFECT)},
    {"G3: my channel at another driver's client",
     THIRD,
     ARM,
     {OTHER, ID_OF(CLIENT), LENT, 512, NO_FAR, 0, 64},
     CODE(SLUICE_RC_DEFECT)},
    {"G3: my channel at the driver",
     THIRD,
     ARM,
     {OTHER, ID_OF(SERVER), 0, 0, NO_FAR, 0, 64},
     CODE(SLUICE_RC_DEFECT)},
    {"G3: my channel at memory that nobody lends",
     THIRD,
     ARM,
     {OTHER, ID_OF(THIRD), 4, 0, NO_FAR, 0, 64},
     USAGE(SLUICE_USAGE_DMA)},
    {"G3: stop a transfer in flight",
     THIRD,
     STOP,
     {STUCK},
     USAGE(SLUICE_USAGE_CHANNEL)},
    {"G5: how far another's transfer is",
     THIRD,
     RESULT,
     {STUCK},
     USAGE(SLUICE_USAGE_CHANNEL)},
    {"G3: arm another's idle channel",
     THIRD,
     ARM,
     {FILL, ID_OF(CLIENT), LENT, 512, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_CHANNEL)},
    {"G3: hand on a region that is with another",
     THIRD,
     SLUICE_SYS_HANDOFF,
     {REGION_FRAME_OF_THIRD, ID_OF(THIRD)},
     USAGE(SLUICE_USAGE_REGION)},
    {"G3: hand on a region that is my own for good",
     THIRD,
     SLUICE_SYS_HANDOFF,
     {4, ID_OF(SERVER)},
     USAGE(SLUICE_USAGE_REGION)},
    {"G2: restart a client in flight without the privilege",
     KCALL(SLUICE_KCALL_RESTART)},
    {"G2: fault a task without the privilege", KCALL(SLUICE_KCALL_FAULT)},
    {"G4: reset the system without the privilege", KCALL(SLUICE_KCALL_RESET)},
    {"G4: retire a task without the privilege", KCALL(SLUICE_KCALL_RETIRE)},
    {"G3: pend another's interrupt without the privilege",
     KCALL(SLUICE_KCALL_SOFT_IRQ)},
    {"G3: dump memory without the privilege", KCALL(SLUICE_KCALL_DUMP)},
    {"G3: see another's status without the privilege",
     KCALL(SLUICE_KCALL_STATUS)},
};

/* A message whose lease is the bytes of somebody else that are in flight. */
static void
lend_what_is_in_flight(void)
{
    attack_hold();
    act_lease(THIRD, 0, HELD_BYTES, HELD_SIZE, SLUICE_LEASE_WRITE);
    ACT(SERVER, SLUICE_SYS_RECEIVE, OWN(BUFFER_AT), 64, 0, SLUICE_ID_NOBODY);
    ACT(THIRD, SLUICE_SYS_SEND, ID_OF(SERVER), 7u | 1u << SLUICE_LEASES_SHIFT,
        OWN(MESSAGE_AT), 8, OWN(ROOM_AT), 16, OWN(0));
    CHECK(act_returned(SERVER));
    ACT(SERVER, ARM, FILL, ID_OF(THIRD), 0, 0, NO_FAR, 0, 4);
    CHECK_OUT(SERVER, 0, SLUICE_RC_DEFECT);
    CHECK_MEMORY(THIRD, HELD_BYTES);
    attack_still_held();
}

/* Bits are sticky and not counted: none can crowd out the kernel's. */
static void
flood_of_bits(void)
{
    attack_hold();
    for (uint32_t i = 0; i < 10; i++) {
        ACT(THIRD, SLUICE_SYS_POST, ID_OF(SERVER), NOTIFY_SERVER_BELL);
        CHECK_OUT(THIRD, 0, SLUICE_RC_OK);
    }
    attack_still_held();
}

static void
flood_of_faults(void)
{
    attack_hold();
    for (uint32_t i = 0; i < 5; i++) {
        DO(THIRD, DEED_WRITE, HELD_BYTES);
        CHECK_FAULT(THIRD, SLUICE_FAULT_MEMORY, 0, HELD_BYTES);
        act_restart(THIRD);
    }
    attack_still_held();
}

static void
mask_and_climb(void)
{
    attack_hold();
    DO(THIRD, DEED_MASK, 0);
    CHECK(act_returned(THIRD));
    CHECK_EQUAL(STAGE->notes[0] & 1, 1); /* still without privilege */
    act_sleep(13000);
    attack_hear(STUCK); /* the deadline came all the same */
    attack_ended(STUCK, SLUICE_DMA_LATE, HELD_SIZE);
}

static const struct test sequences[] = {
    {"G3: lend bytes that are in flight", lend_what_is_in_flight},
    {"G5: a flood of bits to drown an end", flood_of_bits},
    {"G4: a row of faults beside a transfer", flood_of_faults},
    {"G4: mask interrupts against a deadline", mask_and_climb},
};

/* The driver lends nothing, and the third's channel waits for its own client.
 */
const struct suite suite_neighbour = SUITE(attacks, attack_run);
const struct suite suite_neighbour_time = SUITE(sequences, attack_sequence);
