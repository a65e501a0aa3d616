/* SPDX-License-Identifier: MIT */
/*
 * A hostile client: it lends what is not its own to an honest driver, which
 * copies there or from there; and it tries itself what only the driver may.
 */
#include "scene.h"

#define SEND SLUICE_SYS_SEND
#define WITH_LEASE (7u | 1u << SLUICE_LEASES_SHIFT)

/* A lease; the driver writes 4 bytes there, or reads them. */
struct lie {
    const char *name;
    uint32_t base;
    uint32_t size;
    uint32_t attributes;
    uint32_t call;
    uint32_t kind; /* of the client's fault; 0: none */
    uint32_t detail;
    uint32_t address;
};
#define WRITTEN SLUICE_SYS_BORROW_WRITE
#define READ SLUICE_SYS_BORROW_READ
#define MISUSE(reason) SLUICE_FAULT_USAGE, (reason), 0
#define NOBODY 0, 0, 0

static const struct lie lies[] = {
    {"G3: a lease of kernel memory to be written", CONFIG_KERNEL_RAM, 64, BOTH,
     WRITTEN, MEMORY(CONFIG_KERNEL_RAM)},
    {"G3: a lease of kernel memory to be read", CONFIG_KERNEL_RAM, 64, BOTH,
     READ, MEMORY(CONFIG_KERNEL_RAM)},
    {"G3: a lease of the kernel's code to be written", CONFIG_KERNEL_TEXT, 64,
     BOTH, WRITTEN, MEMORY(CONFIG_KERNEL_TEXT)},
    {"G3: a lease of a third's memory to be written", CONFIG_HOARD, 64, BOTH,
     WRITTEN, MEMORY(CONFIG_HOARD)},
    {"G3: a lease of a third's memory to be read", CONFIG_HOARD, 64, BOTH, READ,
     MEMORY(CONFIG_HOARD)},
    {"G3: a lease of the driver's memory to be written", CONFIG_RING, 64, BOTH,
     WRITTEN, MEMORY(CONFIG_RING)},
    {"G3: a lease of a region that is with another", CONFIG_FRAME, 64, BOTH,
     WRITTEN, MEMORY(CONFIG_FRAME)},
    {"G3: a lease of my own code to be written", OWN_TEXT, 64, BOTH, WRITTEN,
     MEMORY(OWN_TEXT)},
    {"G3: a lease of memory that I can only read to be written", CONFIG_FIXED,
     64, BOTH, WRITTEN, MEMORY(CONFIG_FIXED)},
    {"G3: a lease of memory by its bit-band alias", CONFIG_LENT_ALIAS, 64, BOTH,
     WRITTEN, MEMORY(CONFIG_LENT_ALIAS)},
    {"G3: a lease of a device's registers", CONFIG_UART1, 64, BOTH, WRITTEN,
     MEMORY(CONFIG_UART1)},
    {"G3: a lease of the driver's registers", CONFIG_TIMER0, 64, BOTH, READ,
     MEMORY(CONFIG_TIMER0)},
    {"G3: a lease of the core's registers", 0xe000ed90, 64, BOTH, WRITTEN,
     MEMORY(0xe000ed90)},
    {"G3: a lease that begins before my area", CONFIG_LENT - 2, 64, BOTH,
     WRITTEN, MEMORY(CONFIG_LENT - 2)},
    {"G3: a lease of all addresses", 0, 0xffffffff, BOTH, READ, MEMORY(0)},
    {"G3: a lease that wraps", CONFIG_LENT, 0xfffffff0, BOTH, READ,
     MISUSE(SLUICE_USAGE_SLICE)},
    {"G3: a lease with attributes that don't exist", LENT_AT, 64, 8 | BOTH,
     READ, MISUSE(SLUICE_USAGE_ATTRIBUTE)},
    {"G3: a lease without any right", LENT_AT, 64, 0, READ, NOBODY},
    {"G3: a lease to be read is not written", LENT_AT, 64, SLUICE_LEASE_READ,
     WRITTEN, NOBODY},
};

/* The driver goes on, and serves the next one. */
static void
tell_lie(const void *row)
{
    const struct lie *lie = row;

    DO(SERVER, DEED_FILL, OWN(0), 0x11, 64);
    attack_scene(lie->base, lie->size, lie->attributes);
    ACT(SERVER, lie->call, ID_OF(CLIENT), 0, 0, OWN(0), 4);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, SLUICE_RC_DEFECT);
    CHECK_OUT(SERVER, 1, 0);
    if (lie->kind != 0) {
        CHECK_FAULT(CLIENT, lie->kind, lie->detail, lie->address);
    } else {
        CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_REPLY);
    }
    CHECK_EQUAL(act_read(SERVER, 0), 0x11111111);
    attack_aftermath();
}

static const struct attack attacks[] = {
    {"G3: a client arms a channel, where there is none",
     CLIENT,
     SLUICE_SYS_DMA_ARM,
     {0, ID_OF(CLIENT), 0, 0, SLUICE_DMA_NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_CHANNEL)},
    {"G5: post the driver's interrupt",
     CLIENT,
     SLUICE_SYS_POST,
     {ID_OF(SERVER), ALARM},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"G5: post every bit there is",
     CLIENT,
     SLUICE_SYS_POST,
     {ID_OF(SERVER), 0xffffffff},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"G3: a client writes the driver's registers",
     CLIENT,
     DEED_OF(DEED_WRITE),
     {CONFIG_TIMER0},
     OUTSIDE(CONFIG_TIMER0)},
    {"G3: a client writes what it may only read",
     CLIENT,
     DEED_OF(DEED_WRITE),
     {CONFIG_FIXED},
     OUTSIDE(CONFIG_FIXED)},
    {"G3: restart the driver without the privilege",
     CLIENT,
     SEND,
     {SLUICE_ID_KERNEL, SLUICE_KCALL_RESTART, OWN(MESSAGE_AT), 8, 0, 0, 0},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"G3: more leases than there are",
     CLIENT,
     SEND,
     {ID_OF(SERVER), 7 | 256u << SLUICE_LEASES_SHIFT, OWN(MESSAGE_AT), 8, 0, 0,
      OWN(0)},
     USAGE(SLUICE_USAGE_SLICE)},
    {"G3: a lease table that is not aligned",
     CLIENT,
     SEND,
     {ID_OF(SERVER), WITH_LEASE, OWN(MESSAGE_AT), 8, 0, 0, OWN(2)},
     USAGE(SLUICE_USAGE_SLICE)},
    {"G3: a lease table in memory of the driver's",
     CLIENT,
     SEND,
     {ID_OF(SERVER), WITH_LEASE, OWN(MESSAGE_AT), 8, 0, 0, CONFIG_RING},
     MEMORY(CONFIG_RING)},
    {"G3: a message out of memory of the driver's",
     CLIENT,
     SEND,
     {ID_OF(SERVER), 7, CONFIG_RING, 8, 0, 0, 0},
     MEMORY(CONFIG_RING)},
    {"G3: an answer into memory of a third's",
     CLIENT,
     SEND,
     {ID_OF(SERVER), 7, OWN(MESSAGE_AT), 8, CONFIG_HOARD, 16, 0},
     MEMORY(CONFIG_HOARD)},
};

const struct suite suite_client = SUITE(attacks, attack_run);
const struct suite suite_client_lies = SUITE(lies, tell_lie);
