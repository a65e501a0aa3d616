/* SPDX-License-Identifier: MIT */
/*
 * Messages: send, receive, reply. One copy, no queue of messages: a sender
 * that must wait waits in the list of its receiver.
 *
 * Spec: docs/spec/ipc.md.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <sluice/abi.h>

struct task;

/*
 * Effect: `me` receives into the buffer: pending bits of the mask first, then
 * the most important sender (only `from`, unless that is NOBODY), else it
 * blocks.
 * Requires: `me` runs and holds the buffer; `from` was checked.
 * Returns: who runs next.
 */
struct task *ipc_receive(struct task *me, const struct slice *buffer,
                         uint32_t mask, uint32_t from);

/* Returns: whether the task may write messages to this slice. */
bool ipc_buffer_ok(const struct task *task, const struct slice *buffer);

struct task *ipc_syscall_send(struct task *me);
struct task *ipc_syscall_receive(struct task *me);
struct task *ipc_syscall_reply(struct task *me);
struct task *ipc_syscall_reply_receive(struct task *me);
struct task *ipc_syscall_reply_fault(struct task *me);
