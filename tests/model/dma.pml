/* SPDX-License-Identifier: MIT */
/*
 * The life of a transfer: arm, complete, stop, drain, reset, fault, restart,
 * park, reply. One driver that owns two channels of one reset domain, two
 * clients that lend to it, a supervisor, and an engine that is late, stalls,
 * halts half-way, goes on after a halt, says done while busy, and loses or
 * makes up interrupts. The driver is hostile: each call that it may make, it
 * may make at any time.
 *
 * A kernel entry is one atomic step, since no task runs inside one. The engine
 * does run inside one: wherever the kernel reads a register, engine_moves()
 * first lets it do whatever it can.
 *
 * A name like NO_PARK, given as -DNO_PARK, takes one thing away; run.sh says
 * what then must be found. docs/model.md ties each inline to its function.
 */

#ifndef LIMIT
#define LIMIT 2 /* drain polls before the reset */
#endif

#define CHANNELS 2
#define TASKS    3
#define DRIVER   0 /* tasks 1 and 2 are the clients */
#define SINK     TASKS

/* What a task waits for. */
#define NONE    0
#define SEND    1
#define REPLY   2
#define RECEIVE 3

/* States of a channel. */
#define IDLE      0
#define ARMED     1
#define DRAINING  2
#define RESETTING 3
#define BROKEN    4

/* The kernel's state. A task's memory has the task's number. */
bit alive[TASKS] = 1;
byte wait[TASKS];
bit parked[TASKS];
bit due[TASKS];       /* restart_due */
byte lent[TASKS];     /* lent_pins */
byte own;             /* own_pins of the driver */
byte state[CHANNELS];
byte pinned[CHANNELS]; /* whose memory; DRIVER: the owner's own */
bit ok[CHANNELS] = 1; /* the status is (still) OK */
byte polls[CHANNELS];
bit mine[CHANNELS];   /* the owner's id is the one that armed */
bit posted[CHANNELS]; /* the channel's bit is pending at the driver */

/* The engine. */
bit runs[CHANNELS]; /* what IDLE reads, inverted */
bit left[CHANNELS]; /* count is not 0: it may move, now or after a halt */
byte at[CHANNELS] = SINK; /* what the address register points into */

/* What only the properties look at. */
bit stale[CHANNELS];   /* the memory at[] has become usable again */
bit owed[CHANNELS];    /* this incarnation armed and has not heard of the end */
bit halt_sent[CHANNELS]; /* STOP has been run for this transfer */
byte armed_for[CHANNELS]; /* ticks */
byte waited[TASKS];       /* ticks parked, or with a restart remembered */

bit down;   /* a panic in this kernel entry */
bit halted; /* the safe halt */

/* What is under way in one kernel entry: the same after each. */
#define NOTHING 0
#define LOOK    1
#define STOP    2
#define POLL    3
#define KILL    4
#define CLOSE   5
#define RESET   6
byte todo[CHANNELS];
byte verdict;
byte ended = TASKS;    /* whose incarnation ends */
byte restarts = TASKS; /* who is restarted */
bit ticks;
bit is_done;
bit closed;
byte member;
bit inside; /* an entry is under way: no task runs */

#define can_run(t) (alive[t] && wait[t] == NONE && !parked[t])
#define held(c) (state[c] == ARMED || state[c] == DRAINING || \
                 state[c] == RESETTING)
#define pins(t) (lent[t] + (t == DRIVER -> own : 0))
#define is_server(t) (t == DRIVER)

#include "properties.pml"
#include "kernel.pml"

/* ---- what happens ---- */

inline arm(c, memory)
{
    printf("MODEL driver arms channel %d on memory of %d\n", c, memory);
    mine[c] = 1;
#ifndef NO_BIT_DROP
    posted[c] = 0;
#endif
    ok[c] = 1;
    polls[c] = 0;
    pinned[c] = memory;
    pin_take(memory);
    state[c] = ARMED;
    owed[c] = 1;
    halt_sent[c] = 0;
    armed_for[c] = 0;
    at[c] = memory;
    left[c] = 1;
    runs[c] = 1;
    stale[c] = 0;
    if
    :: skip
    :: todo[c] = KILL  /* a poll of ARM failed */
    :: todo[c] = RESET /* a bus fault */
    fi
}

inline driver_replies(t)
{
    if
#ifndef NO_REPLY_CHECK
    :: lent[t] != 0 ->
        printf("MODEL driver replies to %d, pinned: it faults\n", t);
        blame_is_right(t);
        task_end(DRIVER)
    :: lent[t] == 0 ->
#else
    :: true ->
#endif
        printf("MODEL driver replies to %d\n", t);
        wait[t] = NONE;
        becomes_usable(t)
    fi
}

inline driver_borrows(t)
{
    if
#ifndef NO_BORROW_CHECK
    :: lent[t] != 0 ->
        printf("MODEL driver borrows from %d, pinned: it faults\n", t);
        task_end(DRIVER)
    :: lent[t] == 0 ->
#else
    :: true ->
#endif
        printf("MODEL driver borrows from %d\n", t);
        nobody_moves(t)
    fi
}

inline driver_receives()
{
    if
    :: posted[0] || posted[1] -> notify_take()
    :: else ->
        if
        :: wait[1] == SEND -> wait[1] = REPLY
        :: wait[2] == SEND -> wait[2] = REPLY
        :: wait[1] != SEND && wait[2] != SEND -> wait[DRIVER] = RECEIVE
        fi
    fi
}

inline driver_acts(c, t)
{
    if
    :: driver_receives()
    :: state[c] == IDLE -> arm(c, DRIVER)
    :: state[c] == IDLE && wait[t] == REPLY -> arm(c, t)
    :: state[c] == ARMED ->
        printf("MODEL driver stops channel %d\n", c);
        todo[c] = STOP
    :: wait[t] == REPLY -> driver_replies(t)
    :: wait[t] == REPLY -> driver_borrows(t)
    fi
}

inline client_sends(t)
{
    printf("MODEL client %d sends, and lends\n", t);
    if
    :: alive[DRIVER] && wait[DRIVER] == RECEIVE ->
        wait[DRIVER] = NONE;
        wait[t] = REPLY
    :: else -> wait[t] = SEND
    fi
}

/* Its faults stand for those that a task raises by itself, too. */
inline supervisor_acts(t)
{
    if
    :: alive[t] -> printf("MODEL %d faults\n", t); task_end(t)
    :: true ->
        printf("MODEL supervisor restarts %d\n", t);
        restarts = t;
        if :: alive[t] -> task_end(t) :: else fi
    fi
}

/*
 * One kernel entry after another. Any task that can run may be the next to
 * call, whatever its priority; an interrupt comes at any time, for any reason
 * or none, or never; and time goes on.
 */
active proctype Kernel()
{
    byte c;
    byte t;
end:
    do
    :: atomic { !halted ->
        if :: c = 0 :: c = 1 fi;
        if :: t = 1 :: t = 2 fi;
        if
        :: can_run(DRIVER) -> driver_acts(c, t)
        :: can_run(t) -> client_sends(t)
        :: supervisor_acts(t)
        :: c == 0 && t == 1 -> t = DRIVER; supervisor_acts(t)
        :: dma_irq(c)
        :: t == 1 -> printf("MODEL tick\n"); ticks = 1
        fi;
        t = 0;
        if :: ticks :: else -> c = 0 fi;
        inside = 1 };
        atomic { take_turn(c) };
        atomic { c = 1 - c; take_turn(c) };
        atomic { c = 0; finish_entry(); inside = 0 }
    od
}

active [CHANNELS] proctype Engine()
{
    byte c = _pid - 1;
end:
    do
    :: atomic { !inside && runs[c] && left[c] -> beat(c) }
    :: atomic { !inside && runs[c] -> runs[c] = 0; left[c] = 0;
        printf("MODEL engine %d is through\n", c) }
    :: atomic { !inside && runs[c] -> runs[c] = 0;
        printf("MODEL engine %d halts half-way\n", c) }
    :: atomic { !inside && !runs[c] && left[c] -> runs[c] = 1;
        printf("MODEL engine %d goes on after a halt\n", c) }
    od
}
