/* SPDX-License-Identifier: MIT */
/*
 * A server that a task calls. Its incarnations come and go; the handle keeps
 * the id of the one that lived last.
 */
#pragma once

#include <stdint.h>

#include "syscall.h"

struct peer {
    struct task_id id;
};

/* A message with all that goes with it. */
struct message {
    uint32_t op;
    struct slice body;
    struct slice reply; /* room for the answer */
    const struct lease *leases;
    uint32_t lease_count;
};

/* Returns: a handle on the task with this index (PEER_* of task_config.h). */
struct peer peer_of(uint32_t index);

/*
 * Effect: sends once.
 * Returns: as sys_send(). With RC_DEAD the request may or may not have been
 * carried out; the handle then names the next incarnation.
 */
struct sent peer_send(struct peer *peer, const struct message *message);

/*
 * Effect: sends, and again after each RC_DEAD, at most `tries` times. For
 * requests that may be carried out twice.
 */
struct sent peer_send_again(struct peer *peer, const struct message *message,
                            uint32_t tries);
