/* SPDX-License-Identifier: MIT */
/* Leases: what a server may do, what a lender may lie about. */
#include "suites.h"

#define READ SLUICE_LEASE_READ
#define WRITE SLUICE_LEASE_WRITE
#define DEVICE_ONLY SLUICE_LEASE_DEVICE_ONLY
#define BORROW_READ SLUICE_SYS_BORROW_READ
#define BORROW_WRITE SLUICE_SYS_BORROW_WRITE
#define BORROW_INFO SLUICE_SYS_BORROW_INFO

/* Effect: the client lends 64 bytes, 1, 2, 3.. with these attributes. */
static void
lent(uint32_t attributes)
{
    DO(CLIENT, DEED_BYTES, OWN(64), 1, 64);
    act_lease(CLIENT, 0, OWN(64), 64, attributes);
    act_served(1);
}

static void
release(void)
{
    ACT(SERVER, SLUICE_SYS_REPLY, ID_OF(CLIENT), 0, 0, 0);
    CHECK(act_returned(CLIENT));
}

static void
check_count(uint32_t rc, uint32_t bytes)
{
    CHECK(act_returned(SERVER));
    CHECK_OUT(SERVER, 0, rc);
    CHECK_OUT(SERVER, 1, bytes);
}

static void
info(void)
{
    act_lease(CLIENT, 12, OWN(128), 5, DEVICE_ONLY | WRITE);
    DO(CLIENT, DEED_BYTES, OWN(64), 1, 64);
    act_lease(CLIENT, 0, OWN(64), 64, READ);
    act_served(2);
    ACT(SERVER, BORROW_INFO, ID_OF(CLIENT), 0);
    check_count(SLUICE_RC_OK, READ);
    CHECK_OUT(SERVER, 2, 64);
    ACT(SERVER, BORROW_INFO, ID_OF(CLIENT), 1);
    check_count(SLUICE_RC_OK, DEVICE_ONLY | WRITE);
    CHECK_OUT(SERVER, 2, 5);
}

static void
read_whole_and_part(void)
{
    lent(READ);
    ACT(SERVER, BORROW_READ, ID_OF(CLIENT), 0, 0, OWN(0), 64);
    check_count(SLUICE_RC_OK, 64);
    CHECK_EQUAL(act_read(SERVER, 60), 0x403f3e3d);
    ACT(SERVER, BORROW_READ, ID_OF(CLIENT), 0, 3, OWN(0), 2);
    check_count(SLUICE_RC_OK, 2);
    CHECK_EQUAL(act_read(SERVER, 0), 0x04030504);
}

static void
write_whole_and_part(void)
{
    lent(READ | WRITE);
    DO(SERVER, DEED_FILL, OWN(0), 0xee, 64);
    ACT(SERVER, BORROW_WRITE, ID_OF(CLIENT), 0, 7, OWN(0), 5);
    check_count(SLUICE_RC_OK, 5);
    release();
    CHECK_EQUAL(act_read(CLIENT, 64 + 4), 0xee070605);
    CHECK_EQUAL(act_read(CLIENT, 64 + 8), 0xeeeeeeee);
    CHECK_EQUAL(act_read(CLIENT, 64 + 12), 0x100f0e0d);
}

static void
cut_at_the_end(void)
{
    lent(READ | WRITE);
    ACT(SERVER, BORROW_READ, ID_OF(CLIENT), 0, 60, OWN(0), 64);
    check_count(SLUICE_RC_OK, 4);
    CHECK_EQUAL(act_read(SERVER, 4), 0);
    ACT(SERVER, BORROW_WRITE, ID_OF(CLIENT), 0, 62, OWN(0), 64);
    check_count(SLUICE_RC_OK, 2);
    ACT(SERVER, BORROW_READ, ID_OF(CLIENT), 0, 64, OWN(0), 64);
    check_count(SLUICE_RC_OK, 0);
    release();
    CHECK_EQUAL(act_read(CLIENT, 128), 0);
}

static void
zero_length(void)
{
    act_lease(CLIENT, 0, NOWHERE, 0, READ | WRITE);
    act_served(1);
    ACT(SERVER, BORROW_READ, ID_OF(CLIENT), 0, 0, OWN(0), 64);
    check_count(SLUICE_RC_OK, 0);
    ACT(SERVER, BORROW_WRITE, ID_OF(CLIENT), 0, 0, NOWHERE, 0);
    check_count(SLUICE_RC_OK, 0);
}

static void
direction(void)
{
    lent(READ);
    ACT(SERVER, BORROW_WRITE, ID_OF(CLIENT), 0, 0, OWN(0), 4);
    check_count(SLUICE_RC_DEFECT, 0);
    release();
    lent(WRITE);
    ACT(SERVER, BORROW_READ, ID_OF(CLIENT), 0, 0, OWN(0), 4);
    check_count(SLUICE_RC_DEFECT, 0);
    CHECK_EQUAL(act_read(SERVER, 0), 0);
    release();
    CHECK_EQUAL(act_read(CLIENT, 64), 0x04030201);
}

static void
device_only(void)
{
    lent(READ | WRITE | DEVICE_ONLY);
    ACT(SERVER, BORROW_READ, ID_OF(CLIENT), 0, 0, OWN(0), 4);
    check_count(SLUICE_RC_DEFECT, 0);
    ACT(SERVER, BORROW_WRITE, ID_OF(CLIENT), 0, 0, OWN(0), 4);
    check_count(SLUICE_RC_DEFECT, 0);
    CHECK_EQUAL(act_read(SERVER, 0), 0);
}

static void
lender_does_not_wait(void)
{
    uint32_t id = act_id(CLIENT);

    lent(READ | WRITE);
    release();
    ACT(SERVER, BORROW_READ, ID_OF(CLIENT), 0, 0, OWN(0), 4);
    check_count(SLUICE_RC_DEFECT, 0);
    ACT(SERVER, BORROW_WRITE, ID_OF(CLIENT), 0, 0, OWN(0), 4);
    check_count(SLUICE_RC_DEFECT, 0);
    ACT(SERVER, BORROW_INFO, ID_OF(CLIENT), 0);
    check_count(SLUICE_RC_DEFECT, 0);
    ACT(SERVER, BORROW_INFO, STALE_ID_OF(CLIENT), 0);
    check_count(SLUICE_RC_DEAD, 0);
    CHECK_EQUAL(act_id(CLIENT), id);
}

/* Waiting, but on somebody else. */
static void
lender_waits_on_another(void)
{
    lent(READ | WRITE);
    ACT(THIRD, BORROW_READ, ID_OF(CLIENT), 0, 0, OWN(0), 4);
    CHECK(act_returned(THIRD));
    CHECK_OUT(THIRD, 0, SLUICE_RC_DEFECT);
    CHECK_EQUAL(act_read(THIRD, 0), 0);
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_REPLY);
}

static void
spans_regions(void)
{
    DO(CLIENT, DEED_BYTES, CONFIG_SPAN, 1, 64);
    act_lease(CLIENT, 0, CONFIG_SPAN, 64, READ | WRITE);
    act_served(1);
    ACT(SERVER, BORROW_READ, ID_OF(CLIENT), 0, 30, OWN(0), 4);
    check_count(SLUICE_RC_OK, 4);
    CHECK_EQUAL(act_read(SERVER, 0), 0x2221201f);
}

/* Data in memory for DMA is ordinary data to a copy. */
static void
dma_memory_is_data(void)
{
    DO(CLIENT, DEED_BYTES, CONFIG_POOL, 1, 8);
    act_lease(CLIENT, 0, CONFIG_POOL, 8, READ);
    act_served(1);
    ACT(SERVER, BORROW_READ, ID_OF(CLIENT), 0, 0, OWN(0), 8);
    check_count(SLUICE_RC_OK, 8);
    CHECK_EQUAL(act_read(SERVER, 4), 0x08070605);
}

static void
code_may_be_lent_for_reading(void)
{
    act_lease(CLIENT, 0, OWN_TEXT, 4, READ);
    act_served(1);
    ACT(SERVER, BORROW_READ, ID_OF(CLIENT), 0, 0, OWN(0), 4);
    check_count(SLUICE_RC_OK, 4);
}

/*
 * Longer than one piece, so that the kernel looks for interrupts in between:
 * in so many copies the tick falls into some of them.
 */
static void
long_copies(void)
{
    DO(CLIENT, DEED_BYTES, CONFIG_LEFT, 3, 2048);
    act_lease(CLIENT, 0, CONFIG_LEFT, 2048, READ | WRITE);
    act_served(1);
    for (uint32_t round = 0; round < 100; round++) {
        DO(SERVER, DEED_FILL, CONFIG_BIG, 0, 2048);
        ACT(SERVER, BORROW_READ, ID_OF(CLIENT), 0, 1, CONFIG_BIG, 2047);
        check_count(SLUICE_RC_OK, 2047);
        CHECK_EQUAL(act_peek(SERVER, CONFIG_BIG, 2048)[2046], 2);
        CHECK_EQUAL(((const uint8_t *)STAGE->notes)[2047], 0);
        ACT(SERVER, BORROW_WRITE, ID_OF(CLIENT), 0, 0, CONFIG_BIG, 2046);
        check_count(SLUICE_RC_OK, 2046);
        DO(SERVER, DEED_BYTES, CONFIG_BIG, 3, 2048);
        ACT(SERVER, BORROW_WRITE, ID_OF(CLIENT), 0, 0, CONFIG_BIG, 4096);
        check_count(SLUICE_RC_OK, 2048);
    }
}

static const struct test tests[] = {
    {"info tells attributes and length, no address", info},
    {"a lease is read, whole and in part", read_whole_and_part},
    {"a lease is written, whole and in part", write_whole_and_part},
    {"a copy is cut at the end of the lease", cut_at_the_end},
    {"zero bytes need no memory", zero_length},
    {"a direction that is not lent is a defect", direction},
    {"device-only memory is not for copies", device_only},
    {"a lender that does not wait lends nothing", lender_does_not_wait},
    {"a lender that waits on another lends me nothing",
     lender_waits_on_another},
    {"a lease may span adjacent regions", spans_regions},
    {"memory for DMA can be lent", dma_memory_is_data},
    {"code can be lent for reading", code_may_be_lent_for_reading},
    {"long copies are whole, whatever interrupts", long_copies},
};

const struct suite suite_leases = SUITE(tests, act_test);

/* What a lender says that is not so: it faults, the server learns DEFECT. */
struct lie {
    const char *name;
    uint32_t base, length, attributes; /* of the lease */
    uint32_t call;
    uint32_t kind, detail, address; /* of the lender's fault */
};

static const struct lie lies[] = {
    {"read: nowhere", NOWHERE, 16, READ, BORROW_READ, MEMORY(NOWHERE)},
    {"read: null", 0, 16, READ, BORROW_READ, MEMORY(0)},
    {"read: kernel memory", KERNEL_RAM, 16, READ, BORROW_READ,
     MEMORY(KERNEL_RAM)},
    {"read: kernel code", KERNEL_TEXT, 16, READ, BORROW_READ,
     MEMORY(KERNEL_TEXT)},
    {"read: peripheral of the lender", CONFIG_UART1, 16, READ, BORROW_READ,
     MEMORY(CONFIG_UART1)},
    {"read: past the lender's last region", CONFIG_SPAN + 1048, 16, READ,
     BORROW_READ, MEMORY(CONFIG_SPAN + 1048)},
    {"write: kernel memory", KERNEL_RAM, 16, WRITE, BORROW_WRITE,
     MEMORY(KERNEL_RAM)},
    {"write: the lender's code", OWN_TEXT, 16, WRITE, BORROW_WRITE,
     MEMORY(OWN_TEXT)},
    {"write: peripheral of the lender", CONFIG_UART1, 16, WRITE, BORROW_WRITE,
     MEMORY(CONFIG_UART1)},
    {"read: wraps", 0xfffffff0, 32, READ, BORROW_READ,
     USAGE(SLUICE_USAGE_SLICE)},
    {"info: wraps", OWN(0), 0xffffffff, READ, BORROW_INFO,
     USAGE(SLUICE_USAGE_SLICE)},
    {"read: undefined attribute", OWN(64), 16, READ | 8, BORROW_READ,
     USAGE(SLUICE_USAGE_ATTRIBUTE)},
    {"info: undefined attribute", OWN(64), 16, 0x80000000, BORROW_INFO,
     USAGE(SLUICE_USAGE_ATTRIBUTE)},
};

static void
lie_is_found(const void *row)
{
    const struct lie *lie = row;
    uint32_t id = act_id(CLIENT);

    act_lease(CLIENT, 0, lie->base, lie->length, lie->attributes);
    act_served(1);
    ACT(SERVER, lie->call, id, 0, 0, OWN(0), 16);
    check_count(SLUICE_RC_DEFECT, 0);
    CHECK_FAULT(CLIENT, lie->kind, lie->detail, lie->address);
    CHECK_EQUAL(act_read(SERVER, 0), 0);
}

const struct suite suite_lies = SUITE(lies, lie_is_found);

static const struct refusal refusals[] = {
    {"borrow: no such lease",
     SERVED,
     SERVER,
     BORROW_READ,
     {ID_OF(CLIENT), 1, 0, OWN(0), 4},
     USAGE(SLUICE_USAGE_LEASE)},
    {"borrow: the largest lease number",
     SERVED,
     SERVER,
     BORROW_WRITE,
     {ID_OF(CLIENT), 0xffffffff, 0, OWN(0), 4},
     USAGE(SLUICE_USAGE_LEASE)},
    {"info: no such lease",
     SERVED,
     SERVER,
     BORROW_INFO,
     {ID_OF(CLIENT), 1},
     USAGE(SLUICE_USAGE_LEASE)},
    {"borrow: offset past the lease",
     SERVED,
     SERVER,
     BORROW_READ,
     {ID_OF(CLIENT), 0, 65, OWN(0), 4},
     USAGE(SLUICE_USAGE_OFFSET)},
    {"borrow: offset that would wrap",
     SERVED,
     SERVER,
     BORROW_WRITE,
     {ID_OF(CLIENT), 0, 0xfffffff0, OWN(0), 4},
     USAGE(SLUICE_USAGE_OFFSET)},
    {"borrow: no such task",
     SERVED,
     SERVER,
     BORROW_READ,
     {0x80000000, 0, 0, OWN(0), 4},
     USAGE(SLUICE_USAGE_TASK)},
    {"borrow: own buffer in kernel memory",
     SERVED,
     SERVER,
     BORROW_READ,
     {ID_OF(CLIENT), 0, 0, KERNEL_RAM, 4},
     MEMORY(KERNEL_RAM)},
    {"borrow: own buffer in my code",
     SERVED,
     SERVER,
     BORROW_READ,
     {ID_OF(CLIENT), 0, 0, OWN_TEXT, 4},
     MEMORY(OWN_TEXT)},
    {"borrow: own bytes nowhere",
     SERVED,
     SERVER,
     BORROW_WRITE,
     {ID_OF(CLIENT), 0, 0, NOWHERE, 4},
     MEMORY(NOWHERE)},
    {"borrow: own buffer wraps",
     SERVED,
     SERVER,
     BORROW_READ,
     {ID_OF(CLIENT), 0, 0, OWN(0), 0xffffffff},
     MEMORY(OWN(0))},
};

const struct suite suite_lease_refusals = SUITE(refusals, act_refusal);
