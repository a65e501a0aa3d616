/* SPDX-License-Identifier: MIT */
/*
 * A hostile client: it lends what is not its own to an honest driver, which
 * aims an engine at it; and it tries itself what only the driver may.
 */
#include "scene.h"

#define KERNEL_RAM 0x30000000u
#define UART0 0x50200000u
#define DMAC0 0x50110100u
#define BOTH (SLUICE_LEASE_READ | SLUICE_LEASE_WRITE)
#define SEND SLUICE_SYS_SEND
#define WITH_LEASES (7u | LEASES << SLUICE_LEASES_SHIFT)

/* A lease; the driver aims `channel` at its first `length` bytes. */
struct lie {
    const char *name;
    uint32_t base;
    uint32_t size;
    uint32_t attributes;
    uint32_t channel;
    uint32_t length;
    uint32_t code; /* the driver's, which goes on */
    uint32_t kind; /* of the client's fault; 0: none */
    uint32_t detail;
    uint32_t address;
};
#define BLAMED(address) SLUICE_RC_DEFECT, SLUICE_FAULT_MEMORY, 1, (address)
#define MISUSE(reason) SLUICE_RC_DEFECT, SLUICE_FAULT_USAGE, (reason), 0
#define NOBODY(code) (code), 0, 0, 0

static const struct lie lies[] = {
    {"G1: a lease of kernel memory to be filled", KERNEL_RAM, 64, BOTH, FILL, 4,
     BLAMED(KERNEL_RAM)},
    {"G1: a lease of kernel memory to be sent out", KERNEL_RAM, 64, BOTH, DRAIN,
     4, BLAMED(KERNEL_RAM)},
    {"G1: a lease of the kernel's code to be filled", 0x10000000, 64, BOTH,
     FILL, 4, BLAMED(0x10000000)},
    {"G1: a lease of the driver's memory to be filled", CONFIG_RING, 64, BOTH,
     FILL, 4, BLAMED(CONFIG_RING)},
    {"G1: a lease of a third's memory to be filled", CONFIG_HOARD, 64, BOTH,
     FILL, 4, BLAMED(CONFIG_HOARD)},
    {"G1: a lease of a third's memory to be sent out", CONFIG_HOARD, 64, BOTH,
     DRAIN, 4, BLAMED(CONFIG_HOARD)},
    {"G1: a lease of a region that is with another", CONFIG_FRAME, 64, BOTH,
     FILL, 4, BLAMED(CONFIG_FRAME)},
    {"G1: a lease of my own code to be filled", OWN_TEXT, 64, BOTH, FILL, 4,
     BLAMED(OWN_TEXT)},
    {"G1: a lease of memory that I can only read to be filled", CONFIG_FIXED,
     64, BOTH, FILL, 4, BLAMED(CONFIG_FIXED)},
    {"G1: a lease of shared memory to be filled", CONFIG_COMMON, 64, BOTH, FILL,
     4, NOBODY(SLUICE_RC_REACH)},
    {"G1: a lease of memory that no engine reaches", OWN(448), 32, BOTH, FILL,
     4, NOBODY(SLUICE_RC_REACH)},
    {"G1: a lease of my memory by its alias", 0x38200400, 64, BOTH, FILL, 4,
     BLAMED(0x38200400)},
    {"G1: a lease of a device's registers", UART0, 64, BOTH, FILL, 4,
     BLAMED(UART0)},
    {"G1: a lease of the engine's own registers", DMAC0, 64, BOTH, FILL, 4,
     BLAMED(DMAC0)},
    {"G1: a lease of the filters' registers", 0x58009000, 64, BOTH, FILL, 4,
     BLAMED(0x58009000)},
    {"G1: a lease of the core's registers", 0xe000ed90, 64, BOTH, FILL, 4,
     BLAMED(0xe000ed90)},
    {"G1: a lease that begins before my area", CONFIG_LENT - 4, 64, BOTH, FILL,
     8, BLAMED(CONFIG_LENT - 4)},
    {"G1: a lease that ends after my area", CONFIG_LENT + 10236, 64, BOTH, FILL,
     8, BLAMED(CONFIG_LENT + 10236)},
    {"G1: a lease of all addresses", 0, 0xffffffff, BOTH, FILL, 4, BLAMED(0)},
    {"G1: a lease that wraps", CONFIG_LENT, 0xfffffff0, BOTH, FILL, 4,
     MISUSE(SLUICE_USAGE_SLICE)},
    {"G1: a lease with attributes that don't exist", LENT_AT, 64, 8 | BOTH,
     FILL, 4, MISUSE(SLUICE_USAGE_ATTRIBUTE)},
    {"G1: a lease with all attributes", LENT_AT, 64, 0xffffffff, FILL, 4,
     MISUSE(SLUICE_USAGE_ATTRIBUTE)},
    {"G1: a lease without any right", LENT_AT, 64, 0, FILL, 4,
     NOBODY(SLUICE_RC_DEFECT)},
};

/* The driver goes on, and serves the next one. */
static void
tell_lie(const void *row)
{
    const struct lie *lie = row;

    attack_trick(lie->base, lie->size, lie->attributes);
    CHECK_EQUAL(attack_arm(lie->channel, TRICK, 0, lie->length), lie->code);
    if (lie->kind != 0) {
        CHECK_FAULT(CLIENT, lie->kind, lie->detail, lie->address);
    } else {
        CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_REPLY);
    }
    ACT(SERVER, RESULT, lie->channel);
    CHECK_OUT(SERVER, 1, SLUICE_DMA_IDLE);
    attack_aftermath();
}

static const struct attack attacks[] = {
    {"G3: arm a channel of the driver's",
     CLIENT,
     ARM,
     {FILL, ID_OF(CLIENT), 0, 0, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_CHANNEL)},
    {"G3: stop a transfer of the driver's",
     CLIENT,
     STOP,
     {STUCK},
     USAGE(SLUICE_USAGE_CHANNEL)},
    {"G3: look at the driver's results",
     CLIENT,
     RESULT,
     {FILL},
     USAGE(SLUICE_USAGE_CHANNEL)},
    {"G5: post the end of the driver's transfer",
     CLIENT,
     SLUICE_SYS_POST,
     {ID_OF(SERVER), BIT(STUCK)},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"G5: post every bit there is",
     CLIENT,
     SLUICE_SYS_POST,
     {ID_OF(SERVER), 0xffffffff},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"G3: a client writes the engine's destination",
     CLIENT,
     DEED_OF(DEED_WRITE),
     {0x50110104},
     OUTSIDE(0x50110104)},
    {"G3: a client starts the engine",
     CLIENT,
     DEED_OF(DEED_WRITE),
     {0x50110110},
     OUTSIDE(0x50110110)},
    {"G3: restart the driver without the privilege",
     CLIENT,
     SEND,
     {SLUICE_ID_KERNEL, SLUICE_KCALL_RESTART, OWN(MESSAGE_AT), 8, 0, 0, 0},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"G1: more leases than there are",
     CLIENT,
     SEND,
     {ID_OF(SERVER), 7 | 256u << SLUICE_LEASES_SHIFT, OWN(MESSAGE_AT), 8, 0, 0,
      OWN(0)},
     USAGE(SLUICE_USAGE_SLICE)},
    {"G1: a lease table that is not aligned",
     CLIENT,
     SEND,
     {ID_OF(SERVER), WITH_LEASES, OWN(MESSAGE_AT), 8, 0, 0, OWN(2)},
     USAGE(SLUICE_USAGE_SLICE)},
    {"G1: a lease table in memory of the driver's",
     CLIENT,
     SEND,
     {ID_OF(SERVER), WITH_LEASES, OWN(MESSAGE_AT), 8, 0, 0, CONFIG_RING},
     MEMORY(CONFIG_RING)},
    {"G1: a lease table that ends past my memory",
     CLIENT,
     SEND,
     {ID_OF(SERVER), WITH_LEASES, OWN(MESSAGE_AT), 8, 0, 0,
      CONFIG_LENT + 10236},
     MEMORY(CONFIG_LENT + 10236)},
    {"G1: a message out of memory of the driver's",
     CLIENT,
     SEND,
     {ID_OF(SERVER), 7, CONFIG_RING, 8, 0, 0, 0},
     MEMORY(CONFIG_RING)},
    {"G1: an answer into memory of a third's",
     CLIENT,
     SEND,
     {ID_OF(SERVER), 7, OWN(MESSAGE_AT), 8, CONFIG_HOARD, 16, 0},
     MEMORY(CONFIG_HOARD)},
};

const struct suite suite_client = SUITE(attacks, attack_run);
const struct suite suite_client_lies = SUITE(lies, tell_lie);
