/* SPDX-License-Identifier: MIT */
/*
 * Kernel calls: messages to SLUICE_ID_KERNEL, each with its own privilege.
 *
 * Spec: docs/spec/kernel-calls.md.
 */
#pragma once

struct task;

/*
 * Effect: does what the send in the frame of `me` asks of the kernel.
 * Returns: who runs next.
 */
struct task *kcall_dispatch(struct task *me);
