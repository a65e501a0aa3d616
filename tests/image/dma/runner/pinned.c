/* SPDX-License-Identifier: MIT */
/*
 * What nobody may do to memory while an engine may touch it. Each row: the
 * transfer is armed and stays so; then one call of the server's.
 */
#include "suites.h"

static void
hold(void)
{
    dma_scene();
    /* Bytes 16 to 80 of LENT are read by an engine that never gets on */
    CHECK_EQUAL(dma_arm(STUCK, LENT, 16, NO_FAR, 0, 64), SLUICE_RC_OK);
}

struct pinned {
    const char *name;
    uint32_t number;
    uint32_t words[7];
    uint32_t reason; /* of the server's fault; 0: it goes on, with `answer` */
    uint32_t answer;
};

#define BORROW_READ SLUICE_SYS_BORROW_READ
#define BORROW_WRITE SLUICE_SYS_BORROW_WRITE
#define ARM SLUICE_SYS_DMA_ARM

static const struct pinned pinned[] = {
    {"reply to who lends pinned memory",
     SLUICE_SYS_REPLY,
     {ID_OF(CLIENT), 0, 0, 0},
     SLUICE_USAGE_PINNED,
     0},
    {"reply-and-receive to who lends pinned memory",
     SLUICE_SYS_REPLY_RECEIVE,
     {ID_OF(CLIENT), 0, 0, 0, OWN(0), 4, 0},
     SLUICE_USAGE_PINNED,
     0},
    {"reply-fault to who lends pinned memory",
     SLUICE_SYS_REPLY_FAULT,
     {ID_OF(CLIENT), 0},
     SLUICE_USAGE_PINNED,
     0},
    {"copy into pinned memory",
     BORROW_WRITE,
     {ID_OF(CLIENT), LENT, 16, OWN(0), 4},
     SLUICE_USAGE_PINNED,
     0},
    {"copy into the last pinned byte",
     BORROW_WRITE,
     {ID_OF(CLIENT), LENT, 79, OWN(0), 4},
     SLUICE_USAGE_PINNED,
     0},
    {"copy that ends in pinned memory",
     BORROW_WRITE,
     {ID_OF(CLIENT), LENT, 0, OWN(0), 17},
     SLUICE_USAGE_PINNED,
     0},
    {"copy out of pinned memory",
     BORROW_READ,
     {ID_OF(CLIENT), LENT, 0, OWN(0), 256},
     SLUICE_USAGE_PINNED,
     0},
    {"arm the channel a second time",
     ARM,
     {STUCK, ID_OF(CLIENT), LENT, 512, NO_FAR, 0, 4},
     SLUICE_USAGE_CHANNEL,
     0},
    {"copy up to the first pinned byte",
     BORROW_WRITE,
     {ID_OF(CLIENT), LENT, 0, OWN(0), 16},
     0,
     SLUICE_RC_OK},
    {"copy behind the last pinned byte",
     BORROW_READ,
     {ID_OF(CLIENT), LENT, 80, OWN(0), 16},
     0,
     SLUICE_RC_OK},
    {"aim another engine at pinned bytes",
     ARM,
     {FILL, ID_OF(CLIENT), LENT, 76, NO_FAR, 0, 4},
     0,
     SLUICE_RC_BUSY},
    {"aim another engine beside pinned bytes",
     ARM,
     {FILL, ID_OF(CLIENT), LENT, 80, NO_FAR, 0, 4},
     0,
     SLUICE_RC_OK},
    {"read pinned bytes by another engine",
     ARM,
     {DRAIN, ID_OF(CLIENT), LENT, 16, NO_FAR, 0, 64},
     0,
     SLUICE_RC_OK},
    {"info of pinned memory",
     SLUICE_SYS_BORROW_INFO,
     {ID_OF(CLIENT), LENT},
     0,
     SLUICE_RC_OK},
};

static void
check_refused(const struct pinned *row)
{
    CHECK(!act_returned(SERVER));
    CHECK_USAGE(SERVER, row->reason);
    /* The fault stopped the transfer, so the client is free, and told */
    CHECK(act_returned(CLIENT));
    CHECK_OUT(CLIENT, 0, SLUICE_RC_DEAD);
    CHECK_EQUAL(act_status(CLIENT).pins, 0);
    dma_check_lent(0, 0, 0);
}

static void
check_goes_on(const struct pinned *row)
{
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, row->answer);
    ACT(SERVER, SLUICE_SYS_DMA_RESULT, STUCK);
    CHECK_OUT(SERVER, 1, SLUICE_DMA_ARMED);
    ACT(SERVER, SLUICE_SYS_DMA_STOP, STUCK);
    dma_check_end(STUCK, SLUICE_DMA_CANCELLED, 64);
    dma_release();
}

static void
do_it(const void *row)
{
    const struct pinned *call = row;

    hold();
    act_words(SERVER, call->number, call->words);
    if (call->reason != 0) {
        check_refused(call);
    } else {
        check_goes_on(call);
    }
}

const struct suite suite_pinned = SUITE(pinned, do_it);
