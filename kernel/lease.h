/* SPDX-License-Identifier: MIT */
/*
 * Leases: memory that a sender lends until it is answered. The table lies in
 * the lender's memory and is read afresh at each use, so there is no lease
 * state to revoke: leaving WAIT_REPLY ends them all.
 *
 * Spec: docs/spec/leases.md.
 */
#pragma once

#include <stdint.h>

#include <sluice/abi.h>

struct task;

/* What looking a lease up came to. */
enum lease_result {
    LEASE_OK,
    LEASE_DEAD,    /* the lender's incarnation is over */
    LEASE_DEFECT,  /* it does not wait on me, or lied and has faulted */
    LEASE_FAULTED, /* me: no such task, lease or offset */
};

/*
 * Effect: finds the part of a lease from `offset` to its end, with its
 * attributes. Faults whoever is to blame.
 * Requires: me runs.
 * Returns: LEASE_OK with *window, or why not. The window is what the lender
 * says: whether it holds that memory is still to be checked.
 */
enum lease_result lease_find(struct task *me, uint32_t lender_id,
                             uint32_t index, uint32_t offset,
                             struct lease *window);

struct task *lease_syscall_read(struct task *me);
struct task *lease_syscall_write(struct task *me);
struct task *lease_syscall_info(struct task *me);
