/* SPDX-License-Identifier: MIT */
/*
 * Console on a UART, of whatever kind (console.h). One request at a time, so
 * that lines never mix. It writes as long as the transmitter takes bytes and
 * sleeps on its interrupt when it is full; what is typed waits in a small ring
 * until somebody asks.
 *
 * A client may send anything: a request that makes no sense faults the client,
 * a lease that ends early ends the text, and the next client is served.
 */
#include "console.h"
#include "interface/console.h"
#include "lease.h"
#include "memory.h"
#include "server.h"
#include "task.h"
#include "task_config.h"

/* Bytes borrowed at once. */
#define PART 64u

#define TYPED_MAX 64u /* a power of two */

static struct {
    uint8_t bytes[TYPED_MAX];
    uint32_t first; /* counts up for ever, as does end */
    uint32_t end;
} typed;

static uint32_t message[CONSOLE_WRITE_MAX / 4];
static struct console_read_reply reply;

static void
put(uint8_t byte)
{
    while (!console_can_put()) {
        console_wait();
    }
    console_put(byte);
}

static void
put_all(const uint8_t *bytes, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        if (bytes[i] == '\n') {
            put('\r');
        }
        put(bytes[i]);
    }
}

static uint32_t
write_lease(struct task_id client, uint32_t length)
{
    uint8_t part[PART];

    for (uint32_t at = 0; at < length;) {
        struct count count =
            sys_borrow_read(client, 0, at, slice_of(part, sizeof part));

        put_all(part, count.bytes);
        if (count.rc != SLUICE_RC_OK || count.bytes == 0) {
            return CONSOLE_RC_LENDER;
        }
        at += count.bytes;
    }
    return SLUICE_RC_OK;
}

static uint32_t
handle_write(const struct request *request)
{
    if (request->leases == 0) {
        put_all(request->message, request->length);
        return SLUICE_RC_OK;
    }
    if (request->length != 0) {
        return SERVER_REFUSE(SLUICE_REASON_SIZE);
    }
    struct info info = sys_borrow_info(request->from, 0);
    if (info.rc != SLUICE_RC_OK) {
        return CONSOLE_RC_LENDER;
    }
    if ((info.attributes & SLUICE_LEASE_READ) == 0 ||
        (info.attributes & SLUICE_LEASE_DEVICE_ONLY) != 0) {
        return SERVER_REFUSE(SLUICE_REASON_LEASES);
    }
    return write_lease(request->from, info.length);
}

static uint32_t
handle_read(const struct request *request)
{
    struct console_read_reply *out = request->reply;

    while (typed.first != typed.end && out->count < CONSOLE_READ_MAX) {
        out->bytes[out->count++] = typed.bytes[typed.first++ % TYPED_MAX];
    }
    return SLUICE_RC_OK;
}

/* Effect: takes what was typed; when the ring is full, the newest is lost. */
static void
notified(uint32_t bits)
{
    if ((bits & NOTIFY_RX_IRQ) == 0) {
        return;
    }
    console_acknowledge();
    while (console_has()) {
        uint8_t byte = console_get();

        if (typed.end - typed.first < TYPED_MAX) {
            typed.bytes[typed.end++ % TYPED_MAX] = byte;
        }
    }
    sys_irq(NOTIFY_RX_IRQ, SLUICE_IRQ_ENABLE);
}

static const struct server_operation operations[] = {
    {CONSOLE_WRITE, 0, CONSOLE_WRITE_MAX, 0, 0, 1, handle_write},
    {CONSOLE_READ, 0, 0, sizeof reply, 0, 0, handle_read},
};

static const struct server server = {
    .operations = operations,
    .count = sizeof operations / sizeof operations[0],
    .buffer = message,
    .buffer_length = sizeof message,
    .reply = &reply,
    .reply_length = sizeof reply,
    .mask = NOTIFY_RX_IRQ,
    .notified = notified,
};

_Noreturn void
task_main(void)
{
    console_open();
    sys_irq(NOTIFY_RX_IRQ, SLUICE_IRQ_ALL);
    server_run(&server);
}
