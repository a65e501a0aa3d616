/* SPDX-License-Identifier: MIT */
/* The server loop. Nothing that a client sends is believed before it fits. */
#include "server.h"

#include <stdbool.h>
#include <stddef.h>

#include "memory.h"

/* The answer that the next receive carries out. */
struct answer {
    struct task_id to;
    uint32_t rc;
    struct slice body;
};

#define NO_ANSWER ((struct answer){ID_NOBODY, 0, SLICE_NONE})
#define IS_REFUSED(rc) (((rc) & ~0xfu) == SERVER_REFUSE(0u))
#define FITS 0xffffffffu

static const struct server_operation *
find(const struct server *server, uint32_t op)
{
    for (uint32_t i = 0; i < server->count; i++) {
        if (server->operations[i].op == op) {
            return &server->operations[i];
        }
    }
    return NULL;
}

/* Returns: FITS, or the SLUICE_REASON_* to fault the client for. */
static uint32_t
check(const struct server *server, const struct server_operation *operation,
      const struct received *in)
{
    if (operation == NULL) {
        return SLUICE_REASON_OPERATION;
    }
    if (in->full < operation->least || in->full > operation->most ||
        in->full != in->copied) {
        return SLUICE_REASON_SIZE;
    }
    if (in->leases < operation->leases_least ||
        in->leases > operation->leases_most) {
        return SLUICE_REASON_LEASES;
    }
    if (in->reply_room < operation->reply_length ||
        server->reply_length < operation->reply_length) {
        return SLUICE_REASON_ROOM;
    }
    return FITS;
}

static struct answer
serve(const struct server *server, const struct received *in)
{
    const struct server_operation *operation = find(server, in->op_or_bits);
    uint32_t reason = check(server, operation, in);
    struct request request = {in->from, server->buffer, in->full, server->reply,
                              in->leases};

    if (reason != FITS) {
        sys_reply_fault(in->from, reason);
        return NO_ANSWER;
    }
    memset(server->reply, 0, operation->reply_length);
    uint32_t rc = operation->handle(&request);
    if (IS_REFUSED(rc)) {
        sys_reply_fault(in->from, rc - SERVER_REFUSE(0u));
    }
    if (rc > SLUICE_RC_SERVER_MAX) {
        return NO_ANSWER;
    }
    return (struct answer){in->from, rc,
                           slice_of(server->reply, operation->reply_length)};
}

void
server_run(const struct server *server)
{
    struct slice buffer = slice_of(server->buffer, server->buffer_length);
    struct answer answer = NO_ANSWER;

    for (;;) {
        struct received in = sys_reply_receive(
            answer.to, answer.rc, answer.body, buffer, server->mask);

        answer = NO_ANSWER;
        if (in.from.raw != SLUICE_ID_KERNEL) {
            answer = serve(server, &in);
        } else if (server->notified != NULL) {
            server->notified(in.op_or_bits);
        }
    }
}
