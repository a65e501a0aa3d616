/* SPDX-License-Identifier: MIT */
/*
 * The owner has the MAC's descriptor registers point somewhere, and a canary in
 * its ring. Neither may change, whatever a neighbour does.
 */
#include <task.h>

#include "../../lib/act.h"

#define EMAC 0x40041000u
#define CFG1 (EMAC + 0x000u)
#define TX_CTL (EMAC + 0x180u)
#define TX_DESC (EMAC + 0x184u)
#define RX_CTL (EMAC + 0x18cu)
#define RX_DESC (EMAC + 0x190u)
#define IRQ_MASK (EMAC + 0x198u)
#define BIT_BAND(at) (0x42000000u + ((at)-0x40000000u) * 32u)
#define MARK 0xbad0bad0u /* what DEED_WRITE writes */
#define GUARD 0xccu
#define FRAME 1u /* the server's bit that the MAC's line feeds */
#define LINE_ENABLE 0xe000e100u
#define BOTH (SLUICE_LEASE_READ | SLUICE_LEASE_WRITE)

struct attack {
    const char *name;
    uint32_t who;
    uint32_t number;
    uint32_t words[7];
    uint32_t kind;
    uint32_t detail;
    uint32_t address;
};
#define DEED_OF(deed) (DEED + (uint32_t)(deed))
#define BY(who, deed, at, kind, detail)                                        \
    who, DEED_OF(deed), {(at)}, (kind), (detail), (at)
#define READ_AT(at) BY(THIRD, DEED_READ, at, SLUICE_FAULT_MEMORY, 0)
#define WRITE_AT(at) BY(THIRD, DEED_WRITE, at, SLUICE_FAULT_MEMORY, 0)
#define CORE_AT(at)                                                            \
    THIRD, DEED_OF(DEED_WRITE), {(at)}, SLUICE_FAULT_BUS, ANY, ANY

static const struct attack attacks[] = {
    {"G3: read the ring's address", READ_AT(RX_DESC)},
    {"G3: aim reception at memory of my choice", WRITE_AT(RX_DESC)},
    {"G3: aim transmission at memory of my choice", WRITE_AT(TX_DESC)},
    {"G3: start reception", WRITE_AT(RX_CTL)},
    {"G3: start transmission", WRITE_AT(TX_CTL)},
    {"G3: reset the MAC", WRITE_AT(CFG1)},
    {"G3: open the MAC's interrupts", WRITE_AT(IRQ_MASK)},
    {"G3: the last register of the MAC's page", WRITE_AT(EMAC + 0xffcu)},
    {"G3: start reception by the bit-band alias", WRITE_AT(BIT_BAND(RX_CTL))},
    {"G3: a client aims reception",
     BY(CLIENT, DEED_WRITE, RX_DESC, SLUICE_FAULT_MEMORY, 0)},
    {"G3: read a frame out of the ring", READ_AT(CONFIG_RING)},
    {"G3: write a descriptor into the ring", WRITE_AT(CONFIG_RING)},
    {"G3: write the last word of the ring", WRITE_AT(CONFIG_RING + 1020u)},
    {"G3: write the ring by its bit-band alias",
     WRITE_AT(0x22000000u + (CONFIG_RING - 0x20000000u) * 32u)},
    {"G3: execute a frame",
     THIRD,
     DEED_OF(DEED_JUMP),
     {CONFIG_RING | 1u},
     SLUICE_FAULT_TEXT,
     ANY,
     ANY},
    {"G3: the driver itself executes a frame",
     SERVER,
     DEED_OF(DEED_JUMP),
     {CONFIG_RING | 1u},
     SLUICE_FAULT_TEXT,
     ANY,
     ANY},
    {"G3: the peripheral DMA controller", WRITE_AT(0x40003000u)},
    {"G3: the high-performance DMA controller", WRITE_AT(0x40014000u)},
    {"G3: the USB controller", WRITE_AT(0x40043000u)},
    {"G3: the driver takes another master",
     BY(SERVER, DEED_WRITE, 0x40003000u, SLUICE_FAULT_MEMORY, 0)},
    {"G3: the system registers, where masters get their rights",
     WRITE_AT(0x40038000u)},
    {"G3: enable the MAC's line at the core", CORE_AT(LINE_ENABLE)},
    {"G3: pend the MAC's line at the core", CORE_AT(LINE_ENABLE + 0x100u)},
    {"G3: enable the MAC's interrupt bit",
     THIRD,
     SLUICE_SYS_IRQ,
     {FRAME, SLUICE_IRQ_ALL},
     USAGE(SLUICE_USAGE_IRQ)},
    {"G3: see whether the MAC has a frame",
     THIRD,
     SLUICE_SYS_IRQ_STATUS,
     {FRAME},
     USAGE(SLUICE_USAGE_IRQ)},
    {"G5: post a frame that never came",
     THIRD,
     SLUICE_SYS_POST,
     {ID_OF(SERVER), FRAME},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"G5: a client posts a frame that never came",
     CLIENT,
     SLUICE_SYS_POST,
     {ID_OF(SERVER), FRAME},
     USAGE(SLUICE_USAGE_RIGHT)},
    {"G3: a message out of the ring",
     CLIENT,
     SLUICE_SYS_SEND,
     {ID_OF(SERVER), 7, CONFIG_RING, 8, 0, 0, 0},
     MEMORY(CONFIG_RING)},
    {"G3: an answer into the MAC's registers",
     CLIENT,
     SLUICE_SYS_SEND,
     {ID_OF(SERVER), 7, OWN(MESSAGE_AT), 8, RX_DESC, 16, 0},
     MEMORY(RX_DESC)},
    {"G2: restart the MAC's driver without the privilege",
     THIRD,
     SLUICE_SYS_SEND,
     {SLUICE_ID_KERNEL, SLUICE_KCALL_RESTART, OWN(0), 8, OWN(64), 64, 0},
     USAGE(SLUICE_USAGE_RIGHT)},
};

static uint32_t
owner_reads(uint32_t address)
{
    STAGE->notes[0] = 0;
    DO(SERVER, DEED_READ, address);
    CHECK(act_returned(SERVER));
    return STAGE->notes[0];
}

/* Effect: the MAC as its owner left it. */
static void
set_marks(void)
{
    DO(SERVER, DEED_FILL, CONFIG_RING, GUARD, 1024);
    DO(SERVER, DEED_WRITE, RX_DESC);
    CHECK(act_returned(SERVER));
    CHECK_EQUAL(owner_reads(RX_DESC), MARK);
}

static void
check_ring(void)
{
    const uint8_t *bytes = act_peek(SERVER, CONFIG_RING, 1024);

    for (uint32_t i = 0; i < 1024; i++) {
        if (bytes[i] != GUARD) {
            CHECK_EQUAL(i, ANY);
            return;
        }
    }
}

/* The owner's end silences the MAC: its descriptors are forgotten. */
static void
check_silenced(void)
{
    act_restart(SERVER);
    CHECK_EQUAL(owner_reads(RX_DESC), 0);
    CHECK_EQUAL(owner_reads(TX_DESC), 0);
    CHECK_EQUAL(owner_reads(RX_CTL) & 1u, 0);
    CHECK_EQUAL(owner_reads(TX_CTL) & 1u, 0);
}

static void
attack_run(const void *row)
{
    const struct attack *attack = row;

    set_marks();
    act_words(attack->who, attack->number, attack->words);
    CHECK(!act_returned(attack->who));
    CHECK_FAULT(attack->who, attack->kind, attack->detail, attack->address);
    if (attack->who != SERVER) {
        CHECK_EQUAL(owner_reads(RX_DESC), MARK);
        CHECK_EQUAL(owner_reads(RX_CTL) & 1u, 0);
        check_ring();
    }
    check_silenced();
}

/* Who lends the MAC's things: the owner's own wish doesn't make them the
 * client's. */
static void
lend_to_the_owner(uint32_t base)
{
    set_marks();
    act_lease(CLIENT, 0, base, 64, BOTH);
    act_served(1);
    ACT(SERVER, SLUICE_SYS_BORROW_WRITE, ID_OF(CLIENT), 0, 0, OWN(0), 4);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, SLUICE_RC_DEFECT);
    CHECK_MEMORY(CLIENT, base);
    CHECK_EQUAL(owner_reads(RX_DESC), MARK);
    check_ring();
    check_silenced();
}

static void
lend_the_ring(void)
{
    lend_to_the_owner(CONFIG_RING);
}

static void
lend_the_registers(void)
{
    lend_to_the_owner(EMAC + 0x180u);
}

static void
end_of_the_owner(void)
{
    set_marks();
    DO(SERVER, DEED_WRITE, TX_DESC);
    DO(SERVER, DEED_UNDEFINED, 0);
    CHECK_FAULT(SERVER, SLUICE_FAULT_INSTRUCTION, ANY, ANY);
    check_silenced();
}

static const struct test tests[] = {
    {"G3: lend the ring, which is not mine", lend_the_ring},
    {"G3: lend the MAC's registers", lend_the_registers},
    {"G2: descriptors that outlive their owner", end_of_the_owner},
};

_Noreturn void
task_main(void)
{
    const struct suite suites[] = {
        SUITE(attacks, attack_run),
        SUITE(tests, act_test),
    };

    act_all(suites, sizeof suites / sizeof suites[0]);
}
