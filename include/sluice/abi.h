/* SPDX-License-Identifier: MIT */
/*
 * The system-call interface: what a task and the kernel agree on.
 *
 * A call puts its number in word 7 and its arguments in words 0..6 of an
 * eight-word frame, which is r4..r11 on Arm; the kernel answers in words 0..6.
 * Nothing is read from the task's stack. Everything here is 32 bits wide on
 * every port, the 64-bit host included: an address is a uint32_t.
 */
#pragma once

#include <stdint.h>

/* Checked when an image is packed: task, kernel and tool must agree. */
#define SLUICE_ABI_VERSION 1u

/* System-call numbers (frame word 7). */
#define SLUICE_SYS_SEND 0u
#define SLUICE_SYS_RECEIVE 1u
#define SLUICE_SYS_REPLY 2u
#define SLUICE_SYS_REPLY_RECEIVE 3u
#define SLUICE_SYS_REPLY_FAULT 4u
#define SLUICE_SYS_BORROW_READ 5u
#define SLUICE_SYS_BORROW_WRITE 6u
#define SLUICE_SYS_BORROW_INFO 7u
#define SLUICE_SYS_POST 8u
#define SLUICE_SYS_REFRESH 9u
#define SLUICE_SYS_TIMER 10u
#define SLUICE_SYS_TIME 11u
#define SLUICE_SYS_IRQ 12u
#define SLUICE_SYS_IRQ_STATUS 13u
#define SLUICE_SYS_PANIC 14u
#define SLUICE_SYS_DMA_ARM 15u
#define SLUICE_SYS_DMA_STOP 16u
#define SLUICE_SYS_DMA_RESULT 17u
#define SLUICE_SYS_DMA_ARM_RECEIVE 18u
#define SLUICE_SYS_HANDOFF 19u
#define SLUICE_SYS_DMA_POSITION 20u
#define SLUICE_SYS_COUNT 21u

/* A task's name at run time: index in bits 7..0, generation in bits 29..8. */
struct task_id {
    uint32_t raw;
};

#define SLUICE_ID_INDEX_MASK 0xffu
#define SLUICE_ID_GENERATION_SHIFT 8u
#define SLUICE_ID_GENERATION_MAX 0x3ffffeu
/* An id with a bit above 29 set names nobody and faults its user. */
#define SLUICE_ID_MASK 0x3fffffffu
#define SLUICE_ID_KERNEL 0x000000ffu
#define SLUICE_ID_NOBODY 0x3fffffffu
#define SLUICE_TASKS_MAX 254u

/*
 * Response codes. A server answers 0 for success or any number of its own up
 * to SLUICE_RC_SERVER_MAX; those above come from the kernel only.
 */
#define SLUICE_RC_OK 0u
#define SLUICE_RC_SERVER_MAX 0xfffffeffu
/* The peer's incarnation is over; its current id comes with the code. */
#define SLUICE_RC_DEAD 0xffffff00u
/* The peer broke its side (a bad lease, not waiting on me): use it no more. */
#define SLUICE_RC_DEFECT 0xffffff01u
/* The restart will happen by itself, when the last pin drops. */
#define SLUICE_RC_PINNED 0xffffff02u
/* The channel is draining or its domain is in reset: wait for its bit. */
#define SLUICE_RC_BUSY 0xffffff03u
/* No variant of the binding reaches or aligns to this memory: use bounce. */
#define SLUICE_RC_REACH 0xffffff04u
/* The channel is dead for good. */
#define SLUICE_RC_BROKEN 0xffffff05u

/* A range of the caller's memory. */
struct slice {
    uint32_t base;
    uint32_t length; /* bytes */
};

/*
 * One entry of the lease table that a sender passes along: memory that the
 * receiver may use until it replies. The table lies in the sender's memory,
 * 4-byte aligned, and is read afresh at each use.
 */
struct lease {
    uint32_t base;
    uint32_t length;     /* bytes */
    uint32_t attributes; /* SLUICE_LEASE_*; any other bit faults the lender */
};

#define SLUICE_LEASE_READ 1u
#define SLUICE_LEASE_WRITE 2u
/* The borrower may aim hardware at it, but neither read nor write it. */
#define SLUICE_LEASE_DEVICE_ONLY 4u
#define SLUICE_LEASE_ALL 7u
#define SLUICE_LEASES_MAX 255u

/*
 * SEND     in: to, op | leases << 16, msg base, msg length, reply base,
 *              reply length, lease table
 *          out: rc, reply length, id of the peer now (valid with RC_DEAD)
 * RECEIVE  in: buffer base, buffer length, notification mask, from
 *          out: from, op or bits, full length, copied, reply room, leases, rc
 * REPLY    in: to, rc, msg base, msg length
 * REPLY_RECEIVE in: to, rc, msg base, msg length, buffer base, buffer length,
 *              mask; out: as RECEIVE
 * REPLY_FAULT in: to, reason (SLUICE_REASON_*)
 * BORROW_READ, BORROW_WRITE in: lender, lease, offset, own base, length, 0
 *          out: rc, bytes. The kernel may advance words 2..5 and repeat.
 * BORROW_INFO in: lender, lease; out: rc, attributes, length
 * POST     in: to, bits; out: rc, id of the peer now
 * REFRESH  in: id; out: id
 * TIMER    in: deadline low, high (microseconds since boot), bits
 * TIME     out: now low, high; deadline low, high; CPU time low, high (us)
 * IRQ      in: bits, control (SLUICE_IRQ_*)
 * IRQ_STATUS in: bits; out: SLUICE_IRQ_IS_*
 * PANIC    in: text base, length
 * DMA_ARM  in: channel, lender, near, near offset, far, far offset, length
 *          out: rc
 * DMA_STOP in: channel; out: rc
 * DMA_RESULT in: channel; out: arm, state, status, residue, quality
 * DMA_ARM_RECEIVE in: channel | near << 8 | far << 16 (far 255: none), lender,
 *              near offset, far offset, length, receive buffer base, length
 *          out: as RECEIVE; rc is the arm's when nothing was armed. The mask
 *          is the channel's own bit.
 * DMA_POSITION in: channel; out: arm, offset, laps, lost
 * HANDOFF  in: region, to; out: rc, id of the taker now
 */
#define SLUICE_OP_MASK 0xffffu
#define SLUICE_LEASES_SHIFT 16u

#define SLUICE_TIMER_NEVER UINT64_MAX

/* IRQ control word. Clear comes before enable. */
#define SLUICE_IRQ_ENABLE 1u
#define SLUICE_IRQ_CLEAR 2u
#define SLUICE_IRQ_ALL 3u
/* IRQ_STATUS result. */
#define SLUICE_IRQ_IS_ENABLED 1u
#define SLUICE_IRQ_IS_PENDING 2u
#define SLUICE_IRQ_IS_POSTED 4u

/* The supervisor is task 0; the kernel posts this bit to it at every fault. */
#define SLUICE_SUPERVISOR 0u
#define SLUICE_NOTIFY_FAULT 1u
/* ... and this one when a restart that waited for pins has come true. */
#define SLUICE_NOTIFY_RESTARTED 2u
