/* SPDX-License-Identifier: MIT */
/*
 * Borrowing. A long copy is cut into pieces; each repeats every check and is
 * whole or not done. Between pieces a waiting interrupt is let in: the frame
 * then says what is left, and the call is made again.
 */
#include "lease.h"

#include "fault.h"
#include "kernel.h"
#include "port/arch.h"
#include "sched.h"
#include "umem.h"

/* The longest copy between two looks at the interrupts, in bytes. */
#define PIECE 1024u

/* Words of a borrower's frame. */
enum {
    BORROW_LENDER,
    BORROW_LEASE,
    BORROW_OFFSET,
    BORROW_BASE,
    BORROW_LENGTH,
    BORROW_DONE, /* the kernel's, while the call is repeated */
};

/* Effect: reads the entry; the lender that lied about it has faulted. */
static bool
read_entry(struct task *lender, uint32_t index, struct lease *entry)
{
    struct slice at = {lender->context.frame[6] +
                           index * (uint32_t)sizeof *entry,
                       sizeof *entry};

    if (!umem_read(lender, &at, entry)) {
        fault_peer_memory(lender, at.base);
        return false;
    }
    if ((entry->attributes & ~SLUICE_LEASE_ALL) != 0) {
        fault_peer_usage(lender, SLUICE_USAGE_ATTRIBUTE);
        return false;
    }
    if (entry->base + entry->length < entry->base) {
        fault_peer_usage(lender, SLUICE_USAGE_SLICE);
        return false;
    }
    return true;
}

static enum lease_result
fault_me(struct task *me, uint32_t reason)
{
    fault_peer_usage(me, reason);
    return LEASE_FAULTED;
}

enum lease_result
lease_find(struct task *me, uint32_t lender_id, uint32_t index, uint32_t offset,
           struct lease *window)
{
    struct task *lender = task_by_index(lender_id);

    if (lender == NULL) {
        return fault_me(me, SLUICE_USAGE_TASK);
    }
    if (lender->id != lender_id) {
        return LEASE_DEAD;
    }
    if (lender->wait != (WAIT_REPLY | me->id)) {
        return LEASE_DEFECT;
    }
    if (index >= lender->context.frame[1] >> SLUICE_LEASES_SHIFT) {
        return fault_me(me, SLUICE_USAGE_LEASE);
    }
    if (!read_entry(lender, index, window)) {
        return LEASE_DEFECT;
    }
    if (offset > window->length) {
        return fault_me(me, SLUICE_USAGE_OFFSET);
    }
    window->base += offset;
    window->length -= offset;
    return LEASE_OK;
}

static uint32_t
rc_of(enum lease_result result)
{
    return result == LEASE_DEAD ? SLUICE_RC_DEAD : SLUICE_RC_DEFECT;
}

/* What one piece came to. */
enum piece {
    PIECE_MORE,
    PIECE_LAST, /* frame word 0 has the code */
    PIECE_FAULTED,
};

static enum piece
finish(uint32_t *frame, uint32_t rc)
{
    frame[0] = rc;
    frame[1] = frame[BORROW_DONE];
    return PIECE_LAST;
}

/* Effect: the blame of a copy between me and the lender. */
static COLD enum piece
piece_failed(struct task *me, int32_t result, bool write,
             const struct slice *theirs)
{
    uint32_t *frame = me->context.frame;
    struct task *lender = task_by_index(frame[BORROW_LENDER]);
    bool lender_is_bad = result == (write ? UMEM_TARGET_BAD : UMEM_SOURCE_BAD);

    if (result == UMEM_SOURCE_PINNED || result == UMEM_TARGET_PINNED) {
        fault_peer_usage(me, SLUICE_USAGE_PINNED);
        return PIECE_FAULTED;
    }
    /* Memory that the lender does hold: then the ranges overlap, and I chose
     * mine. A lender must not fall by what its server picks. */
    if (!lender_is_bad ||
        (write && umem_allows(lender, theirs, REGION_WRITE, REGION_DEVICE))) {
        fault_peer_memory(me, frame[BORROW_BASE]);
        return PIECE_FAULTED;
    }
    fault_peer_memory(lender, theirs->base);
    return finish(frame, SLUICE_RC_DEFECT);
}

static int32_t
copy_piece(struct task *me, bool write, const struct slice *theirs)
{
    uint32_t *frame = me->context.frame;
    const struct task *lender = task_by_index(frame[BORROW_LENDER]);
    struct slice mine = {frame[BORROW_BASE], theirs->length};

    return write ? umem_transfer(lender, theirs, me, &mine)
                 : umem_transfer(me, &mine, lender, theirs);
}

static void
advance(uint32_t *frame, uint32_t bytes)
{
    frame[BORROW_OFFSET] += bytes;
    frame[BORROW_BASE] += bytes;
    frame[BORROW_LENGTH] -= bytes;
    frame[BORROW_DONE] += bytes;
}

static enum piece
borrow_piece(struct task *me, bool write)
{
    uint32_t *frame = me->context.frame;
    uint32_t need = write ? SLUICE_LEASE_WRITE : SLUICE_LEASE_READ;
    struct lease window;
    enum lease_result found =
        lease_find(me, frame[BORROW_LENDER], frame[BORROW_LEASE],
                   frame[BORROW_OFFSET], &window);

    if (found != LEASE_OK) {
        return found == LEASE_FAULTED ? PIECE_FAULTED
                                      : finish(frame, rc_of(found));
    }
    if ((window.attributes & (need | SLUICE_LEASE_DEVICE_ONLY)) != need) {
        return finish(frame, SLUICE_RC_DEFECT);
    }
    struct slice theirs = {window.base, window.length};
    if (theirs.length > frame[BORROW_LENGTH]) {
        theirs.length = frame[BORROW_LENGTH];
    }
    bool last = theirs.length <= PIECE;
    if (!last) {
        theirs.length = PIECE;
    }
    int32_t copied = copy_piece(me, write, &theirs);
    if (copied < 0) {
        return piece_failed(me, copied, write, &theirs);
    }
    advance(frame, (uint32_t)copied);
    return last ? finish(frame, SLUICE_RC_OK) : PIECE_MORE;
}

static struct task *
borrow(struct task *me, bool write)
{
    uint32_t *frame = me->context.frame;
    struct slice mine = {frame[BORROW_BASE], frame[BORROW_LENGTH]};

    if (!umem_allows(me, &mine, write ? REGION_READ : REGION_WRITE,
                     REGION_DEVICE)) {
        return fault_memory(me, mine.base);
    }
    for (;;) {
        if (borrow_piece(me, write) != PIECE_MORE) {
            return sched_next(me);
        }
        if (arch_interrupt_waits()) {
            arch_repeat_call(&me->context);
            return me;
        }
    }
}

struct task *
lease_syscall_read(struct task *me)
{
    return borrow(me, false);
}

struct task *
lease_syscall_write(struct task *me)
{
    return borrow(me, true);
}

struct task *
lease_syscall_info(struct task *me)
{
    uint32_t *frame = me->context.frame;
    struct lease window = {0, 0, 0};
    enum lease_result found =
        lease_find(me, frame[BORROW_LENDER], frame[BORROW_LEASE], 0, &window);

    if (found == LEASE_FAULTED) {
        return sched_next(me);
    }
    frame[0] = found == LEASE_OK ? SLUICE_RC_OK : rc_of(found);
    frame[1] = found == LEASE_OK ? window.attributes : 0;
    frame[2] = found == LEASE_OK ? window.length : 0;
    return sched_next(me);
}
