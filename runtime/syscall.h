/* SPDX-License-Identifier: MIT */
/*
 * System calls, as a task makes them. Number in r11, arguments in r4..r10,
 * results in the same; see sluice/abi.h for the words of each call.
 *
 * A task never gets an error code for a mistake of its own: it faults, and the
 * record says why. "Faults:" below is what the caller must not do. Codes speak
 * of the other side.
 *
 * Compile with -fomit-frame-pointer (part of -O1 and up): r7 is an argument.
 */
#pragma once

#include <stdint.h>

#include <sluice/abi.h>
#include <sluice/dma.h>
#include <sluice/fault.h>

#define SYSCALL_INLINE static inline __attribute__((always_inline))

struct sent {
    uint32_t rc;
    uint32_t length;    /* bytes of the reply */
    struct task_id now; /* the peer's current id, valid with RC_DEAD */
};

struct received {
    struct task_id from; /* SLUICE_ID_KERNEL: notification bits */
    uint32_t op_or_bits;
    uint32_t full;   /* bytes that were sent */
    uint32_t copied; /* bytes that the buffer took: less means cut */
    uint32_t reply_room;
    uint32_t leases;
    uint32_t rc;
};

struct count {
    uint32_t rc;
    uint32_t bytes;
};

struct info {
    uint32_t rc;
    uint32_t attributes; /* SLUICE_LEASE_* */
    uint32_t length;     /* bytes */
};

struct time {
    uint64_t now_us; /* since boot */
    uint64_t deadline_us;
    uint64_t cpu_us; /* of all incarnations of this task */
};

struct dma_result {
    uint32_t arm;     /* counts arms of this channel */
    uint32_t state;   /* SLUICE_DMA_IDLE .. */
    uint32_t status;  /* SLUICE_DMA_OK ..; of the latest arm */
    uint32_t residue; /* bytes not moved */
    uint32_t quality; /* SLUICE_RESIDUE_* */
};

struct dma_position {
    uint32_t arm;    /* as in struct dma_result */
    uint32_t offset; /* bytes into the buffer, in this lap */
    uint32_t laps;
    uint32_t lost; /* halves */
};

/* Returns: the range as the kernel wants it. */
SYSCALL_INLINE struct slice
slice_of(const void *base, uint32_t length)
{
    return (struct slice){(uint32_t)(uintptr_t)base, length};
}

#define SLICE_NONE ((struct slice){0, 0})
#define ID_NOBODY ((struct task_id){SLUICE_ID_NOBODY})
#define ID_KERNEL ((struct task_id){SLUICE_ID_KERNEL})

/* Returns: a word of any value, at the price of no instruction. */
SYSCALL_INLINE uint32_t
syscall_any(void)
{
    uint32_t word;

    /* Volatile, or one word would be copied to all its uses */
    __asm__ volatile("" : "=r"(word));
    return word;
}

struct syscall_words {
    uint32_t word[7];
};

/* Effect: the trap. The kernel preserves every register but r4..r10. */
SYSCALL_INLINE struct syscall_words
syscall_trap(uint32_t number, struct syscall_words in)
{
    register uint32_t r4 __asm__("r4") = in.word[0];
    register uint32_t r5 __asm__("r5") = in.word[1];
    register uint32_t r6 __asm__("r6") = in.word[2];
    register uint32_t r7 __asm__("r7") = in.word[3];
    register uint32_t r8 __asm__("r8") = in.word[4];
    register uint32_t r9 __asm__("r9") = in.word[5];
    register uint32_t r10 __asm__("r10") = in.word[6];
    register uint32_t r11 __asm__("r11") = number;

    __asm__ volatile("svc #0"
                     : "+r"(r4), "+r"(r5), "+r"(r6), "+r"(r7), "+r"(r8),
                       "+r"(r9), "+r"(r10)
                     : "r"(r11)
                     : "memory");
    return (struct syscall_words){{r4, r5, r6, r7, r8, r9, r10}};
}

/* Words 4..6 of a call that has fewer arguments. */
#define SYSCALL_ANY3 syscall_any(), syscall_any(), syscall_any()

SYSCALL_INLINE struct received
syscall_received(struct syscall_words out)
{
    return (struct received){{out.word[0]}, out.word[1], out.word[2],
                             out.word[3],   out.word[4], out.word[5],
                             out.word[6]};
}

/*
 * Effect: sends and waits for the reply. The peer may use the leases until
 * then.
 * Returns: the peer's code; RC_DEAD, with its current id, if its incarnation
 * is over.
 * Faults: no right to send to it; a range that is not mine; a message over the
 * image's message-max; a lease table not 4-byte aligned.
 */
SYSCALL_INLINE struct sent
sys_send(struct task_id to, uint32_t op, struct slice msg, struct slice reply,
         const struct lease *leases, uint32_t count)
{
    struct syscall_words out = syscall_trap(
        SLUICE_SYS_SEND,
        (struct syscall_words){{to.raw, op | count << SLUICE_LEASES_SHIFT,
                                msg.base, msg.length, reply.base, reply.length,
                                (uint32_t)(uintptr_t)leases}});

    return (struct sent){out.word[0], out.word[1], {out.word[2]}};
}

/*
 * Effect: waits for bits of `mask` or for a message, and takes one of them:
 * bits first, then the most important sender. `from`: ID_NOBODY, any sender;
 * ID_KERNEL, bits only; else that task only.
 * Returns: rc is RC_DEAD, and `from` the current id, if that task's incarnation
 * is over; else RC_OK.
 * Faults: a closed receive from a task with no right to send to me.
 */
SYSCALL_INLINE struct received
sys_receive(struct slice buffer, uint32_t mask, struct task_id from)
{
    return syscall_received(
        syscall_trap(SLUICE_SYS_RECEIVE,
                     (struct syscall_words){{buffer.base, buffer.length, mask,
                                             from.raw, SYSCALL_ANY3}}));
}

/*
 * Effect: answers `to`. Ignored if it no longer waits on me.
 * Faults: a code above SLUICE_RC_SERVER_MAX; an answer longer than its room; it
 * still lends memory that a transfer of mine pins.
 */
SYSCALL_INLINE void
sys_reply(struct task_id to, uint32_t rc, struct slice msg)
{
    (void)syscall_trap(SLUICE_SYS_REPLY,
                       (struct syscall_words){
                           {to.raw, rc, msg.base, msg.length, SYSCALL_ANY3}});
}

/* Effect: sys_reply(), unless `to` is ID_NOBODY, then an open sys_receive(). */
SYSCALL_INLINE struct received
sys_reply_receive(struct task_id to, uint32_t rc, struct slice msg,
                  struct slice buffer, uint32_t mask)
{
    return syscall_received(syscall_trap(
        SLUICE_SYS_REPLY_RECEIVE,
        (struct syscall_words){{to.raw, rc, msg.base, msg.length, buffer.base,
                                buffer.length, mask}}));
}

/*
 * Effect: faults a client that broke the rules (SLUICE_REASON_*). Ignored if it
 * no longer waits on me.
 * Faults: as sys_reply() where it lends pinned memory.
 */
SYSCALL_INLINE void
sys_reply_fault(struct task_id to, uint32_t reason)
{
    (void)syscall_trap(SLUICE_SYS_REPLY_FAULT,
                       (struct syscall_words){{to.raw, reason, syscall_any(),
                                               syscall_any(), SYSCALL_ANY3}});
}

SYSCALL_INLINE struct count
syscall_borrow(uint32_t number, struct task_id lender, uint32_t lease,
               uint32_t offset, struct slice mine)
{
    struct syscall_words out = syscall_trap(
        number, (struct syscall_words){{lender.raw, lease, offset, mine.base,
                                        mine.length, 0, syscall_any()}});

    return (struct count){out.word[0], out.word[1]};
}

/*
 * Effect: copies from the lease at `offset` up to `to.length` bytes; fewer at
 * the end of the lease.
 * Returns: RC_DEAD or RC_DEFECT, with the bytes done, if the lender is gone,
 * does not wait on me or does not lend what it says.
 * Faults: no such lease; an offset past its end; bytes that are pinned.
 */
SYSCALL_INLINE struct count
sys_borrow_read(struct task_id lender, uint32_t lease, uint32_t offset,
                struct slice to)
{
    return syscall_borrow(SLUICE_SYS_BORROW_READ, lender, lease, offset, to);
}

/* The same, from my memory into the lease. */
SYSCALL_INLINE struct count
sys_borrow_write(struct task_id lender, uint32_t lease, uint32_t offset,
                 struct slice from)
{
    return syscall_borrow(SLUICE_SYS_BORROW_WRITE, lender, lease, offset, from);
}

/* Returns: what is lent; never where it lies. Codes and faults as above. */
SYSCALL_INLINE struct info
sys_borrow_info(struct task_id lender, uint32_t lease)
{
    struct syscall_words out =
        syscall_trap(SLUICE_SYS_BORROW_INFO,
                     (struct syscall_words){{lender.raw, lease, syscall_any(),
                                             syscall_any(), SYSCALL_ANY3}});

    return (struct info){out.word[0], out.word[1], out.word[2]};
}

/*
 * Effect: the bits are pending at `to`.
 * Returns: RC_DEAD, and nothing happened, if that incarnation is over.
 * Faults: a bit that the manifest does not let me post.
 */
SYSCALL_INLINE uint32_t
sys_post(struct task_id to, uint32_t bits)
{
    return syscall_trap(SLUICE_SYS_POST,
                        (struct syscall_words){{to.raw, bits, syscall_any(),
                                                syscall_any(), SYSCALL_ANY3}})
        .word[0];
}

/* Returns: the current id of the task with the same index. */
SYSCALL_INLINE struct task_id
sys_refresh(struct task_id id)
{
    return (struct task_id){
        syscall_trap(
            SLUICE_SYS_REFRESH,
            (struct syscall_words){{id.raw, syscall_any(), syscall_any(),
                                    syscall_any(), SYSCALL_ANY3}})
            .word[0]};
}

/*
 * Effect: at `deadline_us` since boot the bits are posted to me; at once if it
 * is past. It replaces the one before; SLUICE_TIMER_NEVER: none.
 */
SYSCALL_INLINE void
sys_timer(uint64_t deadline_us, uint32_t bits)
{
    (void)syscall_trap(
        SLUICE_SYS_TIMER,
        (struct syscall_words){{(uint32_t)deadline_us,
                                (uint32_t)(deadline_us >> 32), bits,
                                syscall_any(), SYSCALL_ANY3}});
}

SYSCALL_INLINE struct time
sys_time(void)
{
    struct syscall_words out = syscall_trap(
        SLUICE_SYS_TIME,
        (struct syscall_words){{syscall_any(), syscall_any(), syscall_any(),
                                syscall_any(), SYSCALL_ANY3}});

    return (struct time){(uint64_t)out.word[1] << 32 | out.word[0],
                         (uint64_t)out.word[3] << 32 | out.word[2],
                         (uint64_t)out.word[5] << 32 | out.word[4]};
}

/*
 * Effect: the lines behind these bits: SLUICE_IRQ_CLEAR drops what is pending,
 * then SLUICE_IRQ_ENABLE lets the next one in; without it they are masked. A
 * line is masked when its bit is posted.
 * Faults: bits that are not my interrupts.
 */
SYSCALL_INLINE void
sys_irq(uint32_t bits, uint32_t control)
{
    (void)syscall_trap(SLUICE_SYS_IRQ,
                       (struct syscall_words){{bits, control, syscall_any(),
                                               syscall_any(), SYSCALL_ANY3}});
}

/* Returns: SLUICE_IRQ_IS_*, of all these lines together. */
SYSCALL_INLINE uint32_t
sys_irq_status(uint32_t bits)
{
    return syscall_trap(
               SLUICE_SYS_IRQ_STATUS,
               (struct syscall_words){{bits, syscall_any(), syscall_any(),
                                       syscall_any(), SYSCALL_ANY3}})
        .word[0];
}

/* Effect: I give up; the text stays readable for the supervisor. */
_Noreturn SYSCALL_INLINE void
sys_panic(struct slice text)
{
    (void)syscall_trap(
        SLUICE_SYS_PANIC,
        (struct syscall_words){{text.base, text.length, syscall_any(),
                                syscall_any(), SYSCALL_ANY3}});
    __builtin_unreachable();
}

/*
 * Effect: starts a transfer between the near end (lease `near` of `lender`,
 * which waits on me; or, if `lender` is me, my region number `near`) and the
 * far end (as the manifest says; a second lease if it says so, else
 * SLUICE_DMA_NO_FAR). The channel's bit is posted at its end in every case.
 * Returns: RC_OK: armed. RC_DEAD, RC_DEFECT: the lender's doing. RC_REACH:
 * bring the bytes by bounce. RC_BUSY: wait for the bit. RC_BROKEN: never again.
 * Faults: not my channel, or armed; length 0 or over the binding's maximum; a
 * range outside the ends.
 */
SYSCALL_INLINE uint32_t
sys_dma_arm(uint32_t channel, struct task_id lender, uint32_t near,
            uint32_t near_offset, uint32_t far, uint32_t far_offset,
            uint32_t length)
{
    return syscall_trap(
               SLUICE_SYS_DMA_ARM,
               (struct syscall_words){{channel, lender.raw, near, near_offset,
                                       far, far_offset, length}})
        .word[0];
}

/*
 * Effect: arms as sys_dma_arm(), then waits as an open sys_receive() with the
 * channel's bit as mask, in one trap.
 * Returns: rc is that of the arm; if it is not RC_OK, nothing was armed and
 * nothing received.
 */
SYSCALL_INLINE struct received
sys_dma_arm_receive(uint32_t channel, struct task_id lender, uint32_t near,
                    uint32_t near_offset, uint32_t far, uint32_t far_offset,
                    uint32_t length, struct slice buffer)
{
    return syscall_received(syscall_trap(
        SLUICE_SYS_DMA_ARM_RECEIVE,
        (struct syscall_words){{channel | near << 8 | far << 16, lender.raw,
                                near_offset, far_offset, length, buffer.base,
                                buffer.length}}));
}

/*
 * Effect: begins a stop; never blocks. The bit tells the end.
 * Returns: RC_OK, also when nothing is armed; RC_BROKEN.
 * Faults: not my channel.
 */
SYSCALL_INLINE uint32_t
sys_dma_stop(uint32_t channel)
{
    return syscall_trap(
               SLUICE_SYS_DMA_STOP,
               (struct syscall_words){{channel, syscall_any(), syscall_any(),
                                       syscall_any(), SYSCALL_ANY3}})
        .word[0];
}

/* Returns: how the latest transfer goes or went. Faults: not my channel. */
SYSCALL_INLINE struct dma_result
sys_dma_result(uint32_t channel)
{
    struct syscall_words out = syscall_trap(
        SLUICE_SYS_DMA_RESULT,
        (struct syscall_words){{channel, syscall_any(), syscall_any(),
                                syscall_any(), SYSCALL_ANY3}});

    return (struct dma_result){out.word[0], out.word[1], out.word[2],
                               out.word[3], out.word[4]};
}

/*
 * Returns: how far a stream is: the offset in its buffer up to which the lap
 * is known to be moved, the laps that are whole, and how many halves the engine
 * began anew while the end before was not yet received.
 * Faults: not my channel, or no stream.
 */
SYSCALL_INLINE struct dma_position
sys_dma_position(uint32_t channel)
{
    struct syscall_words out = syscall_trap(
        SLUICE_SYS_DMA_POSITION,
        (struct syscall_words){{channel, syscall_any(), syscall_any(),
                                syscall_any(), SYSCALL_ANY3}});

    return (struct dma_position){out.word[0], out.word[1], out.word[2],
                                 out.word[3]};
}

/*
 * Effect: a region of mine (REGION_*), which others may hold too, is the
 * taker's from now on and no longer mine. The taker hears of it from me, by a
 * message. When a holder's incarnation ends the region goes home, zeroed.
 * Returns: RC_OK; RC_DEAD: the taker's incarnation is over (*to names the next
 * one), and nothing has moved.
 * Faults: I don't hold it; the manifest doesn't name the taker for it; a
 * channel is aimed at it.
 */
SYSCALL_INLINE uint32_t
sys_handoff(uint32_t region, struct task_id *to)
{
    struct syscall_words out =
        syscall_trap(SLUICE_SYS_HANDOFF,
                     (struct syscall_words){{region, to->raw, syscall_any(),
                                             syscall_any(), SYSCALL_ANY3}});

    to->raw = out.word[1];
    return out.word[0];
}
