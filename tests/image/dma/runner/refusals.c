/* SPDX-License-Identifier: MIT */
/* Whom an arm refuses. After each, not a byte of the lease has changed. */
#include "suites.h"

#define ARM SLUICE_SYS_DMA_ARM
#define ARM_RECEIVE SLUICE_SYS_DMA_ARM_RECEIVE
#define ME ID_OF(SERVER)
#define LENDER ID_OF(CLIENT)
#define NOWHERE 0x60000000u
#define KERNEL_RAM 0x30000000u

/* The driver's own misuse: it faults. */
static const struct refusal refusals[] = {
    {"length 0",
     SOLO,
     SERVER,
     ARM,
     {FILL, LENDER, LENT, 0, NO_FAR, 0, 0},
     USAGE(SLUICE_USAGE_DMA)},
    {"length over the channel's maximum",
     SOLO,
     SERVER,
     ARM,
     {FILL, LENDER, LENT, 0, NO_FAR, 0, 8193},
     USAGE(SLUICE_USAGE_DMA)},
    {"the largest length",
     SOLO,
     SERVER,
     ARM,
     {FILL, LENDER, LENT, 0, NO_FAR, 0, 0xffffffff},
     USAGE(SLUICE_USAGE_DMA)},
    {"past the end of the lease",
     SOLO,
     SERVER,
     ARM,
     {FILL, LENDER, LENT, 8, NO_FAR, 0, 8188},
     USAGE(SLUICE_USAGE_OFFSET)},
    {"offset past the lease",
     SOLO,
     SERVER,
     ARM,
     {FILL, LENDER, LENT, 8193, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_OFFSET)},
    {"offset that would wrap",
     SOLO,
     SERVER,
     ARM,
     {FILL, LENDER, LENT, 0xfffffffc, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_OFFSET)},
    {"far offset past the far end",
     SOLO,
     SERVER,
     ARM,
     {FILL, LENDER, LENT, 0, NO_FAR, 16385, 4},
     USAGE(SLUICE_USAGE_OFFSET)},
    {"far range past the far end",
     SOLO,
     SERVER,
     ARM,
     {FILL, LENDER, LENT, 0, NO_FAR, 16380, 8},
     USAGE(SLUICE_USAGE_OFFSET)},
    {"far offset that would wrap",
     SOLO,
     SERVER,
     ARM,
     {FILL, LENDER, LENT, 0, NO_FAR, 0xfffffffc, 8},
     USAGE(SLUICE_USAGE_OFFSET)},
    {"no such lease",
     SOLO,
     SERVER,
     ARM,
     {FILL, LENDER, LEASES, 0, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_LEASE)},
    {"the largest lease number",
     SOLO,
     SERVER,
     ARM,
     {FILL, LENDER, 0xffffffff, 0, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_LEASE)},
    {"no such lease as far end",
     SOLO,
     SERVER,
     ARM,
     {PAIR, LENDER, LENT, 0, LEASES, 0, 4},
     USAGE(SLUICE_USAGE_LEASE)},
    {"not my channel",
     SOLO,
     SERVER,
     ARM,
     {OTHER, LENDER, LENT, 0, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_CHANNEL)},
    {"no such channel",
     SOLO,
     SERVER,
     ARM,
     {CHANNELS, LENDER, LENT, 0, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_CHANNEL)},
    {"the largest channel",
     SOLO,
     SERVER,
     ARM,
     {0xffffffff, LENDER, LENT, 0, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_CHANNEL)},
    {"a far end where the manifest names it",
     SOLO,
     SERVER,
     ARM,
     {FILL, LENDER, LENT, 0, 0, 0, 4},
     USAGE(SLUICE_USAGE_DMA)},
    {"own memory on a channel for leases",
     SOLO,
     SERVER,
     ARM,
     {FILL, ME, REGION_RING, 0, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_DMA)},
    {"a lease on a channel for own memory",
     SOLO,
     SERVER,
     ARM,
     {BOUNCE, LENDER, LENT, 0, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_DMA)},
    {"my stack as own memory",
     SOLO,
     SERVER,
     ARM,
     {BOUNCE, ME, 0, 0, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_DMA)},
    {"my code as own memory",
     SOLO,
     SERVER,
     ARM,
     {BOUNCE, ME, 1, 0, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_DMA)},
    {"shared memory as own memory",
     SOLO,
     SERVER,
     ARM,
     {BOUNCE, ME, 2, 0, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_DMA)},
    {"a region that I don't have",
     SOLO,
     SERVER,
     ARM,
     {BOUNCE, ME, 4, 0, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_DMA)},
    {"the largest region",
     SOLO,
     SERVER,
     ARM,
     {BOUNCE, ME, 0xffffffff, 0, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_DMA)},
    {"past my own region",
     SOLO,
     SERVER,
     ARM,
     {BOUNCE, ME, REGION_RING, 1020, NO_FAR, 0, 8},
     USAGE(SLUICE_USAGE_OFFSET)},
    {"an offset in my own region that would wrap",
     SOLO,
     SERVER,
     ARM,
     {BOUNCE, ME, REGION_RING, 0xfffffffc, NO_FAR, 0, 8},
     USAGE(SLUICE_USAGE_OFFSET)},
    {"a lender that is no task",
     SOLO,
     SERVER,
     ARM,
     {FILL, 0x40000003, LENT, 0, NO_FAR, 0, 4},
     USAGE(SLUICE_USAGE_TASK)},
    {"stop: not my channel",
     SOLO,
     SERVER,
     SLUICE_SYS_DMA_STOP,
     {OTHER},
     USAGE(SLUICE_USAGE_CHANNEL)},
    {"result: not my channel",
     SOLO,
     SERVER,
     SLUICE_SYS_DMA_RESULT,
     {OTHER},
     USAGE(SLUICE_USAGE_CHANNEL)},
    {"stop: no such channel",
     SOLO,
     SERVER,
     SLUICE_SYS_DMA_STOP,
     {0xffffffff},
     USAGE(SLUICE_USAGE_CHANNEL)},
    {"arm and receive: buffer not mine",
     SOLO,
     SERVER,
     ARM_RECEIVE,
     {FILL | LENT << 8 | NO_FAR << 16, LENDER, 0, 0, 4, KERNEL_RAM, 4},
     MEMORY(KERNEL_RAM)},
    {"arm and receive: length 0",
     SOLO,
     SERVER,
     ARM_RECEIVE,
     {FILL | LENT << 8 | NO_FAR << 16, LENDER, 0, 0, 0, OWN(0), 4},
     USAGE(SLUICE_USAGE_DMA)},
};

static void
refused(const void *row)
{
    dma_scene();
    act_refusal(row);
    CHECK(act_returned(CLIENT));
    CHECK_OUT(CLIENT, 0, SLUICE_RC_DEAD);
    dma_check_lent(0, 0, 0);
}

const struct suite suite_refusals = SUITE(refusals, refused);

/* Not the driver's doing: it gets a code. A lender that lied faults. */
struct code {
    const char *name;
    uint32_t words[7];
    uint32_t code;
    uint32_t lie; /* address of the lender's fault; 0: none */
};

static const struct code codes[] = {
    {"a lease that is not lent for writing",
     {FILL, LENDER, SOURCE, 0, NO_FAR, 0, 4},
     SLUICE_RC_DEFECT,
     0},
    {"memory that no controller reaches",
     {FILL, LENDER, PLAIN, 0, NO_FAR, 0, 4},
     SLUICE_RC_REACH,
     0},
    {"shared memory as a destination",
     {FILL, LENDER, SHARED, 0, NO_FAR, 0, 4},
     SLUICE_RC_REACH,
     0},
    {"shared memory as a source",
     {DRAIN, LENDER, SHARED, 0, NO_FAR, 0, 4},
     SLUICE_RC_OK,
     0},
    {"memory that the lender can only read, as a destination",
     {FILL, LENDER, FIXED, 0, NO_FAR, 0, 4},
     SLUICE_RC_DEFECT,
     CONFIG_FIXED},
    {"memory that the lender can only read, as a source",
     {DRAIN, LENDER, FIXED, 0, NO_FAR, 0, 4},
     SLUICE_RC_OK,
     0},
    {"code as a destination",
     {FILL, LENDER, CODE, 0, NO_FAR, 0, 4},
     SLUICE_RC_DEFECT,
     OWN_TEXT},
    {"code as a source",
     {DRAIN, LENDER, CODE, 0, NO_FAR, 0, 4},
     SLUICE_RC_REACH,
     0},
    {"kernel memory as a destination",
     {FILL, LENDER, LIE, 0, NO_FAR, 0, 4},
     SLUICE_RC_DEFECT,
     KERNEL_RAM},
    {"kernel memory as a source",
     {DRAIN, LENDER, LIE, 4, NO_FAR, 0, 4},
     SLUICE_RC_DEFECT,
     KERNEL_RAM + 4},
    {"kernel memory as far end",
     {PAIR, LENDER, LENT, 0, LIE, 0, 4},
     SLUICE_RC_DEFECT,
     KERNEL_RAM},
    {"a lender that is dead",
     {FILL, STALE_ID_OF(CLIENT), LENT, 0, NO_FAR, 0, 4},
     SLUICE_RC_DEAD,
     0},
    {"a lender that does not wait on me",
     {FILL, ID_OF(THIRD), LENT, 0, NO_FAR, 0, 4},
     SLUICE_RC_DEFECT,
     0},
    {"bytes for hardware only into memory that I can read",
     {PAIR, LENDER, LENT, 0, SECRET, 0, 4},
     SLUICE_RC_DEFECT,
     0},
    {"bytes for hardware only to the manifest's place",
     {DRAIN, LENDER, SECRET, 0, NO_FAR, 0, 4},
     SLUICE_RC_DEFECT,
     0},
};

static void
answered(const void *row)
{
    const struct code *code = row;

    dma_scene();
    act_words(SERVER, ARM, code->words);
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, code->code);
    if (code->lie != 0) {
        CHECK_MEMORY(CLIENT, code->lie);
        act_restart(CLIENT);
    } else {
        ACT(SERVER, SLUICE_SYS_RECEIVE, 0, 0, BIT(code->words[0]),
            SLUICE_ID_KERNEL);
        CHECK(act_returned(SERVER) == (code->code == SLUICE_RC_OK));
        if (code->code == SLUICE_RC_OK) {
            dma_release();
        } else {
            act_restart(SERVER);
        }
    }
    dma_check_lent(0, 0, 0);
}

const struct suite suite_codes = SUITE(codes, answered);
