/* SPDX-License-Identifier: MIT */
/*
 * The loop of a server: receive, check, handle, reply. The table of operations
 * is what an interface compiler writes; a request that does not fit its row
 * never reaches a handler: the client faults, with the reason on record.
 */
#pragma once

#include <stdint.h>

#include "syscall.h"

struct request {
    struct task_id from;
    const void *message;
    uint32_t length; /* bytes of the message */
    void *reply;     /* reply_length of the row, word aligned, zeroed */
    uint32_t leases;
};

/* What a handler returns instead of a code, when there is nothing to reply. */
#define SERVER_DONE 0xfffffff0u /* answered already, or kept for later */
#define SERVER_REFUSE(reason) (0xffffffe0u | (reason)) /* SLUICE_REASON_* */

struct server_operation {
    uint32_t op;
    uint32_t least; /* bytes of message */
    uint32_t most;
    uint32_t reply_length; /* bytes; the client's room must hold them */
    uint32_t leases_least;
    uint32_t leases_most;
    /*
     * Returns: the code of the reply, SERVER_DONE or SERVER_REFUSE(). A reply
     * body goes out whatever the code.
     */
    uint32_t (*handle)(const struct request *request);
};

struct server {
    const struct server_operation *operations;
    uint32_t count;
    void *buffer; /* holds the longest message, word aligned */
    uint32_t buffer_length;
    void *reply; /* holds the longest reply, word aligned */
    uint32_t reply_length;
    uint32_t mask;                   /* bits to wait for, or 0 */
    void (*notified)(uint32_t bits); /* called for them, or NULL */
};

/* Effect: serves for ever. */
_Noreturn void server_run(const struct server *server);
