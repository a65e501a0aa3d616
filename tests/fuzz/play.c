/* SPDX-License-Identifier: MIT */
/*
 * See play.h. Each byte chooses one thing. Most arguments are right, since what
 * is refused at once goes nowhere; the others are edges: 0, 1, the largest,
 * wrapping, unaligned, overlapping, another's, a device's, nobody's, stale.
 */
#include "play.h"

#include <string.h>

#include <sluice/kcall.h>

#include "choose.h"
#include "expect.h"
#include "model.h"

struct play_counts play_counts;

/* Calls. */

static void
call(uint32_t number, const uint32_t words[7])
{
    play_counts.calls++;
    play_counts.by_number[number < 31 ? number : 31]++;
    sim_call(number, words);
}
#define CALL(number, ...) call(number, (const uint32_t[7]){__VA_ARGS__})

static void
play_send(uint32_t me)
{
    uint32_t to = PICK(DRIVER, DRIVER, OTHER, CLIENT_A, CLIENT_B);
    uint32_t leases = PICK(3, 2, 3, 1, 0, 3);

    while (to > SUPERVISOR && next() < RIGHT &&
           (*image.tasks[me].may_send >> to & 1u) == 0) {
        to--;
    }
    if (leases != 0) {
        set_leases(me);
    }
    CALL(SLUICE_SYS_SEND, next() < RIGHT ? sim_id(to) : odd_id(),
         next() | (one_in(16) ? PICK(255, 256, 0xffff) : leases) << 16,
         any_address(me, MESSAGE(me)), any_length(PART),
         any_address(me, REPLY(me)), one_in(4) ? any_length(PART) : PART,
         any_address(me, LEASES(me)));
}

static void
play_receive(uint32_t me)
{
    CALL(SLUICE_SYS_RECEIVE, any_address(me, BUFFER(me)), any_length(PART),
         PICK(7, 7, 0xffffffffu, 1, 0, 4),
         next() < RIGHT ? NOBODY : PICK(odd_id(), SLUICE_ID_KERNEL, any_id()));
}

static uint32_t
any_code(void)
{
    return next() < RIGHT
               ? PICK(0, 1, 5)
               : PICK(SLUICE_RC_SERVER_MAX, SLUICE_RC_DEAD, 0xffffffffu);
}

static void
play_reply(uint32_t me)
{
    CALL(SLUICE_SYS_REPLY, client_of(me), any_code(),
         any_address(me, MESSAGE(me)), any_length(64));
}

static void
play_reply_receive(uint32_t me)
{
    CALL(SLUICE_SYS_REPLY_RECEIVE, one_in(6) ? NOBODY : client_of(me),
         any_code(), any_address(me, MESSAGE(me)), any_length(64),
         any_address(me, BUFFER(me)), any_length(PART), PICK(7, 7, 1, 0));
}

static void
play_reply_fault(uint32_t me)
{
    CALL(SLUICE_SYS_REPLY_FAULT, client_of(me),
         next() < RIGHT ? next() % 6 : PICK(6, 0xffffffffu));
}

static void
play_borrow(uint32_t me)
{
    uint32_t number = PICK(SLUICE_SYS_BORROW_READ, SLUICE_SYS_BORROW_WRITE,
                           SLUICE_SYS_BORROW_READ, SLUICE_SYS_BORROW_INFO);

    if (one_in(8)) {
        CALL(number, client_of(me), PICK(0, 1, 2), 0, HOME(me), HOME_SIZE, 0);
        return;
    }
    CALL(number, client_of(me),
         next() < RIGHT ? PICK(0, 0, 1, 2) : PICK(3, 255, 0xffffffffu),
         next() < RIGHT ? PICK(0, 0, 0, 4, 1, 60)
                        : PICK(64, 65, 256, 257, 0xffffffffu),
         any_address(me,
                     PICK(SCRATCH(me), HOME(me), SCRATCH(me), chunk_of(me),
                          SCRATCH(me) + 1, me == DRIVER ? WINDOW : HOME(me))),
         next() < RIGHT ? PICK(64, 16, 128, 256)
                        : PICK(odd_length(), HOME_SIZE),
         0);
}

static void
play_post(uint32_t me)
{
    uint32_t to = me == DRIVER ? CLIENT_A : SUPERVISOR;

    if (image.tasks[me].posts == NULL && !one_in(16)) {
        play_receive(me);
        return;
    }
    CALL(SLUICE_SYS_POST, next() < RIGHT ? sim_id(to) : odd_id(),
         me == DRIVER ? PICK(1, 0, 1, one_in(8) ? 2 : 1)
                      : PICK(8, 0, 8, one_in(8) ? 0xffffffffu : 8));
}

static void
play_small(uint32_t me)
{
    switch (next() % (me == SUPERVISOR || me == DRIVER ? 4 : 3)) {
    case 0:
        CALL(SLUICE_SYS_REFRESH, me == SUPERVISOR ? sim_id(0) : any_id());
        break;
    case 1:
        CALL(SLUICE_SYS_TIMER,
             (uint32_t)(host.clock / COUNTS_PER_US) + next() * 16u,
             PICK(0, 0, 0, 0, 1, 0xffffffffu, 0x10000000u),
             PICK(1, 2, 4, 0, 0xffffffffu));
        break;
    case 2:
        CALL(me != SUPERVISOR && one_in(32)
                 ? PICK(SLUICE_SYS_PANIC, SLUICE_SYS_PANIC, SLUICE_SYS_IRQ,
                        SLUICE_SYS_IRQ_STATUS, SLUICE_SYS_COUNT, 0xffffffffu)
                 : SLUICE_SYS_TIME,
             any_address(me, MESSAGE(me)), any_length(64));
        break;
    default:
        CALL(me == SUPERVISOR || one_in(2) ? SLUICE_SYS_IRQ
                                           : SLUICE_SYS_IRQ_STATUS,
             me == SUPERVISOR || !one_in(16) ? 4 : PICK(1, 0, 12, 8),
             PICK(1, 3, 2, 0, 1, 1, me != SUPERVISOR && one_in(8) ? 4 : 1));
        break;
    }
}

static uint32_t
my_channel(uint32_t me)
{
    uint32_t choice = next();

    return choice >= RIGHT ? PICK(0, 1, 2, 3, 255, 0xffffffffu)
           : me == OTHER   ? (uint32_t)CHANNEL_PACED
                           : choice % 2;
}

static void
play_arm(uint32_t me)
{
    uint32_t channel = my_channel(me);
    bool own = one_in(6);
    uint32_t lender = own ? sim_id(me) : client_of(me);
    uint32_t near = own ? PICK(2, 2, 2, 2, one_in(2) ? 3 : 2, one_in(4) ? 0 : 2,
                               one_in(4) ? 4 : 2)
                        : PICK(0, 0, 1, 2, 0, one_in(8) ? 3 : 0);
    uint32_t far = (channel == CHANNEL_COPY) != one_in(16) ? PICK(1, 1, 2, 0, 3)
                                                           : SLUICE_DMA_NO_FAR;
    uint32_t length = next() < RIGHT ? PICK(4, 16, 64, 1, 6, 32) : odd_length();
    uint32_t offset = PICK(0, 0, 0, 4, 0, 1, 8, one_in(8) ? 0xfffffffcu : 16);
    uint32_t far_offset =
        PICK(0, 0, 0, 4, 0, 0, one_in(8) ? 1 : 0, one_in(8) ? 0xfffffffcu : 0);

    if (one_in(3)) {
        CALL(SLUICE_SYS_DMA_ARM_RECEIVE,
             (channel & 0xffu) | near << 8 | far << 16, lender, offset,
             far_offset, length, any_address(me, BUFFER(me)), PART);
    } else {
        CALL(SLUICE_SYS_DMA_ARM, channel, lender, near, offset, far, far_offset,
             length);
    }
}

static void
play_channel(uint32_t me)
{
    if (image.tasks[me].channel_count == 0 && !one_in(16)) {
        play_receive(me);
        return;
    }
    CALL(one_in(32) ? SLUICE_SYS_DMA_POSITION
                    : PICK(SLUICE_SYS_DMA_STOP, SLUICE_SYS_DMA_RESULT),
         my_channel(me));
}

static void
kernel_call(uint32_t me, uint32_t operation, uint32_t index, uint32_t value)
{
    struct kcall_request request = {index, value};

    memcpy(sim_memory(REQUEST(me)), &request, sizeof(request));
    CALL(SLUICE_SYS_SEND, SLUICE_ID_KERNEL, operation,
         me == SUPERVISOR ? REQUEST(me) : any_address(me, REQUEST(me)),
         me == SUPERVISOR || next() < RIGHT ? 8 : 7,
         me == SUPERVISOR ? REPLY(me) : any_address(me, REPLY(me)),
         me == SUPERVISOR || next() < RIGHT ? 64 : odd_length(), 0);
}

static void
play_kernel_call(uint32_t me)
{
    uint32_t operation = next() < RIGHT ? SLUICE_KCALL_STATUS : next() % 16;

    if (image.tasks[me].privileges == 0 && !one_in(16)) {
        play_send(me);
        return;
    }
    if (me == OTHER) {
        operation = PICK(1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 11, 11, 12, 13, 14, 8);
        operation =
            operation == SLUICE_KCALL_RETIRE && !one_in(8) ? 2 : operation;
    }
    kernel_call(me, operation,
                next() < RIGHT ? 1 + next() % (TASKS - 1)
                               : PICK(0, TASKS, 0xffffffffu),
                PICK(1, 1, 0, me == OTHER ? 4 : 1, one_in(8) ? 2 : 1,
                     any_address(DRIVER, SCRATCH(DRIVER)), chunk_of(CLIENT_A),
                     HOME(CLIENT_B)));
}

/* The supervisor, which may not slip: its fault ends the play. */
static void
supervise(void)
{
    uint32_t choice = next();

    for (uint32_t i = 1; i < TASKS && !sim.reset_seen; i++) {
        bool down = sim_task(i)->life == TASK_FAULTED ||
                    sim_task(i)->life == TASK_STOPPED;

        if (down && (choice >> i & 3u) != 3 && sim_running() == SUPERVISOR) {
            kernel_call(SUPERVISOR, SLUICE_KCALL_RESTART, i, !one_in(9));
        }
    }
    if (choice % 8 == 0 && sim_running() == SUPERVISOR) {
        kernel_call(SUPERVISOR,
                    PICK(SLUICE_KCALL_STATUS, SLUICE_KCALL_RESTART,
                         SLUICE_KCALL_FAULT, SLUICE_KCALL_IMAGE_ID,
                         SLUICE_KCALL_NEXT_FAULTED, SLUICE_KCALL_PANIC_TEXT,
                         SLUICE_KCALL_REGION, SLUICE_KCALL_REGISTERS,
                         SLUICE_KCALL_FEED, SLUICE_KCALL_SYSTEM),
                    1 + next() % (TASKS - 1), next() & 1u);
    } else if (choice % 16 == 1) {
        kernel_call(SUPERVISOR, SLUICE_KCALL_SOFT_IRQ, PICK(SUPERVISOR, DRIVER),
                    4);
    } else if (choice % 16 == 2) {
        play_small(SUPERVISOR);
    } else if (choice == 0xf3) {
        kernel_call(SUPERVISOR, next(), next(), next());
    } else if (choice % 16 == 4) {
        CALL(SLUICE_SYS_IRQ, SUPERVISOR_POKE, SLUICE_IRQ_ENABLE);
    }
    if (!sim.reset_seen && sim_running() == SUPERVISOR) {
        CALL(SLUICE_SYS_RECEIVE, BUFFER(SUPERVISOR), PART, PICK(15, 15, 13, 31),
             NOBODY);
    }
}

static void
act(uint32_t me)
{
    static void (*const serving[])(uint32_t) = {
        play_receive, play_receive, play_reply,         play_reply_receive,
        play_arm,     play_arm,     play_reply_receive, play_borrow,
        play_channel, play_small,   play_reply_fault,   play_borrow,
        play_post,    play_send,    play_kernel_call,   play_reply,
    };
    static void (*const asking[])(uint32_t) = {
        play_send, play_send,   play_send,    play_send,
        play_send, play_small,  play_receive, play_kernel_call,
        play_post, play_borrow, play_reply,   play_channel,
    };

    if (me == SUPERVISOR) {
        supervise();
    } else if (me <= DRIVER && !has_client(me) && !one_in(4)) {
        play_receive(me);
    } else if (me == OTHER || me == DRIVER) {
        serving[next() % 16](me);
    } else {
        asking[next() % 12](me);
    }
}

/* What is not a call. */

static void
happen(uint32_t what)
{
    switch (what % 8) {
    case 0:
        play_counts.ticks++;
        sim_tick();
        break;
    case 1:
        play_counts.interrupts++;
        sim_irq(PICK(LINE_POKE, LINE_DRIVER, LINE_DONE0, LINE_ERROR0,
                     LINE_DONE1, LINE_STRAY));
        break;
    case 2:
        pl081_stray(&sim.dma[next() % 2], next() % 2);
        break;
    case 3:
        sim.dma[1].requests[15] = one_in(2);
        break;
    case 4:
        sim.holds_interrupts = !sim.holds_interrupts && one_in(3);
        break;
    default:
        sim_beats(next() % 32);
        break;
    }
}

static void
touch(uint32_t me)
{
    uint8_t byte;
    uint32_t address = any_address(me, SCRATCH(me));

    play_counts.faults++;
    if (!host_is_memory(address, 1)) {
        sim_fault(SLUICE_FAULT_MEMORY, address);
    } else if (one_in(2)) {
        (void)sim_load(address, &byte);
    } else {
        (void)sim_store(address, 1);
    }
}

/* Nobody runs, and perhaps nothing would come of itself. */
static void
rest(uint32_t what)
{
    struct sim_entry restart = {
        .kind = SIM_RESTART, .victim = 1 + what % (TASKS - 1), .runs = true};

    sim.holds_interrupts = false;
    if (what % 3 == 0) {
        (void)sim_enter(&restart);
    } else {
        happen(what / 3);
    }
}

static void
step(void)
{
    uint32_t me = sim_running();
    uint32_t what = next();

    if (me == NO_TASK) {
        rest(what);
    } else if (what < 64) {
        happen(what);
    } else if (what == 64 && me != SUPERVISOR) {
        touch(me);
    } else {
        act(me);
    }
}

static void
set_engines(void)
{
    for (uint32_t i = 0; i < 2; i++) {
        sim.dma[i].beats_per_access = PICK(0, 0, 0, 1);
        for (uint32_t j = 0; j < PL081_CHANNELS; j++) {
            sim.dma[i].channels[j].faults = (struct pl081_faults){
                .late_beats = PICK(0, 0, 3, 9, 60),
                .done_early = PICK(0, 0, 0, 2),
                .error_at = PICK(0, 0, 0, 0, 11),
                .loses_interrupts = one_in(5),
            };
        }
    }
    sim.beats_per_entry = PICK(0, 1, 5);
}

void
play_bytes(play_source *from, uint64_t calls)
{
    uint64_t end = play_counts.calls + calls;
    uint64_t steps = 4 * calls; /* it may come to that nobody calls any more */

    choose_from(from);
    sim_watch = NULL;
    sim_boot();
    sim.expects_reset = true; /* the model says when */
    set_engines();
    model_boot();
    sim_watch = &model_watch;
    while (!choose_is_over() && !sim.reset_seen && play_counts.calls < end &&
           steps-- != 0) {
        step();
    }
    sim_watch = NULL;
    play_counts.plays++;
    play_counts.entries += sim.entries;
    play_counts.resets += sim.reset_seen;
}

static const uint8_t *at;
static size_t left;

static bool
take_byte(uint8_t *byte)
{
    if (left == 0) {
        return false;
    }
    *byte = *at++;
    left--;
    return true;
}

void
play_input(const uint8_t *bytes, size_t size)
{
    at = bytes;
    left = size;
    play_bytes(take_byte, UINT32_MAX);
}
