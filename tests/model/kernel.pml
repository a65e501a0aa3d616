/* SPDX-License-Identifier: MIT */
/* The kernel's part. Each inline has the name of its function in kernel/. */

/*
 * Wherever the kernel reads a register. From a halt half-way the engine may go
 * on by itself; from the end of its count it may not.
 */
inline engine_moves(c)
{
    if
    :: left[c] -> runs[c] = 1
    :: left[c] -> runs[c] = 0
    :: runs[c] -> runs[c] = 0; left[c] = 0
    :: !left[c]
    fi
}

/* FINI. Registers of an engine that runs are not believed to take a write. */
inline scrub(c)
{
#ifdef UNHALT_IN_WINDOW
    engine_moves(c);
#endif
    if
    :: !runs[c] ->
#ifdef NO_SCRUB
        skip
#else
        at[c] = SINK;
#ifndef NO_COUNT_SCRUB
        left[c] = 0
#endif
#endif
    :: else
    fi
}

inline begin(t)
{
    printf("MODEL %d lives anew\n", t);
    due[t] = 0;
    parked[t] = 0;
    wait[t] = NONE;
    alive[t] = 1;
    waited[t] = 0;
    becomes_usable(t)
}

inline task_unpinned(t)
{
    if
    :: due[t] ->
        if
        :: pins(t) == 0 -> begin(t); see_restarted()
        :: else
        fi
    :: !due[t] && parked[t] ->
        if
#ifdef UNPARK_EARLY
        :: true ->
#else
        :: lent[t] == 0 ->
#endif
            printf("MODEL %d is not parked any more\n", t);
            parked[t] = 0;
            waited[t] = 0;
            becomes_usable(t);
            see_unparked()
#ifndef UNPARK_EARLY
        :: else
#endif
        fi
    :: else
    fi
}

inline notify_take()
{
    if :: posted[0] -> hears(0) :: else fi;
    if :: posted[1] -> hears(1) :: else fi
}

inline notify_post(c)
{
    posted[c] = 1;
    if
    :: alive[DRIVER] && wait[DRIVER] == RECEIVE ->
        wait[DRIVER] = NONE;
        notify_take()
    :: else
    fi
}

inline pin_take(memory)
{
    own++;
    if :: memory != DRIVER -> lent[memory]++ :: else fi
}

inline pin_drop(memory)
{
    own--;
    if :: memory != DRIVER -> lent[memory]-- :: else fi
}

inline tell_owner(c)
{
    if
#ifdef POST_TO_ANYONE
    :: true -> notify_post(c); task_unpinned(DRIVER)
#else
    :: mine[c] -> notify_post(c)
    :: else -> task_unpinned(DRIVER)
#endif
    fi
}

inline release(c)
{
    printf("MODEL channel %d closes, memory of %d unpinned\n", c, pinned[c]);
    see_casualty(c);
    state[c] = IDLE;
    polls[c] = 0;
    armed_for[c] = 0;
    halt_sent[c] = 0;
#ifdef POST_BEFORE_UNPIN
    if :: mine[c] -> notify_post(c) :: else fi;
    pin_drop(pinned[c]);
    if :: !mine[c] -> task_unpinned(DRIVER) :: else fi;
#else
    pin_drop(pinned[c]);
#ifdef NO_POST_AFTER_STOP
    if :: ok[c] -> tell_owner(c) :: else -> task_unpinned(DRIVER) fi;
#else
    tell_owner(c);
#endif
#endif
    mine[c] = 0;
    ok[c] = 1;
    if
    :: pinned[c] == 1 -> task_unpinned(1)
    :: pinned[c] == 2 -> task_unpinned(2)
    :: else
    fi;
    pinned[c] = DRIVER
}

/* Sets `closed`. Not closed: a bus fault. */
inline finish(c)
{
    scrub(c);
    if
#ifdef CHECK_AFTER_SCRUB
    :: runs[c] || left[c] || at[c] != SINK -> closed = 0
    :: !(runs[c] || left[c] || at[c] != SINK) -> release(c); closed = 1
#else
    :: release(c); closed = 1
#endif
    :: closed = 0
    fi
}

inline boot_channel(c)
{
    state[c] = IDLE;
    pinned[c] = DRIVER;
    ok[c] = 1;
    polls[c] = 0;
    mine[c] = 0;
    posted[c] = 0;
    owed[c] = 0;
    halt_sent[c] = 0;
    armed_for[c] = 0;
    stale[c] = left[c]
}

inline boot_task(t)
{
    alive[t] = 1;
    wait[t] = NONE;
    parked[t] = 0;
    due[t] = 0;
    lent[t] = 0;
    waited[t] = 0
}

inline boot_rest(c)
{
#ifndef NO_BOOT_STOP
    if
    :: runs[c] = 0 /* RESET, or a STOP that came true */
    :: engine_moves(c)
    fi;
    if
    :: runs[c] -> halted = 1
    :: !runs[c] -> at[c] = SINK; left[c] = 0 /* FINI */
    fi
#else
    skip
#endif
}

/*
 * A reset of the system. It does not reach the engine: that is brought to rest
 * before anybody's memory is touched, or, some resets later, nobody runs.
 */
inline boot()
{
    boot_rest(0);
    boot_rest(1);
    if
    :: halted -> alive[0] = 0; alive[1] = 0; alive[2] = 0;
        stale[0] = 0; stale[1] = 0
    :: else -> becomes_usable(0); becomes_usable(1); becomes_usable(2)
    fi;
    down = 0
}

#ifdef UNPIN_ON_DONE
#define UNPIN_EARLY true
#else
#define UNPIN_EARLY false
#endif

/* Nothing counts any more but what the engine does. */
inline panic()
{
    boot_channel(0);
    boot_channel(1);
    boot_task(0);
    boot_task(1);
    boot_task(2);
    own = 0;
    ended = TASKS;
    restarts = TASKS;
    ticks = 0;
    down = 1
}

/* RESET may work or not; what matters is what IDLE says afterwards. */
inline recover(c)
{
    if
    :: runs[c] = 0
    :: engine_moves(c)
    fi;
    if
#ifdef NO_RESET_IDLE
    :: state[c] == RESETTING -> verdict = CLOSE
#else
    :: state[c] == RESETTING && !runs[c] -> verdict = CLOSE
    :: runs[c] -> panic()
#endif
    :: state[c] == IDLE && !runs[c] -> scrub(c)
    :: panic()
    fi;
    if
    :: verdict == CLOSE && !down ->
        verdict = NOTHING;
        finish(c);
        if :: !closed -> panic() :: else fi;
        closed = 0
    :: else -> verdict = NOTHING
    fi
}

inline mark_casualty(c)
{
    if :: held(c) -> state[c] = RESETTING; ok[c] = 0 :: else fi
}

/* No RESET table, or one that fails: the system resets. */
inline channel_reset()
{
    printf("MODEL reset of the domain\n");
    verdict = NOTHING;
    if
    :: panic()
    :: mark_casualty(0); mark_casualty(1);
        member = 0;
        do
        :: member < CHANNELS && !down ->
            if :: state[member] != BROKEN -> recover(member) :: else fi;
            member++
        :: else -> break
        od;
        member = 0
    fi
}

inline drain(c)
{
    printf("MODEL channel %d drains\n", c);
    state[c] = DRAINING;
    polls[c] = 0
}

/* A bus fault in a table leads to RESET, here and below. */
inline channel_kill(c)
{
    ok[c] = 0;
    halt_sent[c] = 1;
    engine_moves(c);
    if
    :: !runs[c] -> verdict = CLOSE
    :: runs[c] -> drain(c); verdict = NOTHING
    :: verdict = RESET
    fi
}

/* Whether STOP is to be run: for an error, and at a drain's poll. */
#ifdef NO_STOP_AFTER_DONE
#define UNTRIED(c) (state[c] == ARMED)
#define AT_POLL(c) (ok[c])
#else
#define UNTRIED(c) (!halt_sent[c])
#define AT_POLL(c) (!halt_sent[c])
#endif

/*
 * ACK and IDLE. The flags are whatever the engine likes; those of one that is
 * idle change nothing that is modelled.
 */
inline channel_service(c)
{
    engine_moves(c);
    if
    :: !runs[c] -> verdict = CLOSE
    :: verdict = RESET
    :: runs[c] /* no flag */
    :: runs[c] && ok[c] -> ok[c] = 0 /* an error flag */
    :: runs[c] && (state[c] == ARMED || UNPIN_EARLY) -> is_done = 1
    fi;
    if
    :: verdict == NOTHING && is_done && UNPIN_EARLY -> verdict = CLOSE
    :: verdict == NOTHING && !ok[c] && UNTRIED(c) -> verdict = KILL
    :: verdict == NOTHING && state[c] == ARMED && ok[c] && is_done &&
        !UNPIN_EARLY ->
#ifdef POST_ON_DONE
        notify_post(c);
#endif
        drain(c)
    :: else
    fi;
    is_done = 0
}

inline limit_reached(c)
{
    assert(halt_sent[c]); /* no reset before STOP was tried */
    verdict = RESET
}

/* The second half of channel_stop() and of channel_poll(). */
inline after_look(c)
{
    if
    :: todo[c] == STOP && state[c] == ARMED -> verdict = KILL
    :: todo[c] == POLL && state[c] == DRAINING && AT_POLL(c) -> verdict = KILL
    :: todo[c] == POLL && state[c] == DRAINING && !AT_POLL(c) ->
#ifndef NO_DRAIN_LIMIT
        polls[c]++;
#endif
        if
        :: polls[c] >= LIMIT -> limit_reached(c)
        :: else
        fi
    :: else
    fi
}

/* What was asked of this channel in this kernel entry, to its end. */
inline channel_work(c)
{
    if
    :: todo[c] == KILL -> verdict = KILL
    :: todo[c] == RESET -> verdict = RESET
    :: todo[c] == LOOK || todo[c] == STOP || todo[c] == POLL ->
        channel_service(c);
        if
        :: verdict == NOTHING -> after_look(c)
        :: else
        fi
    :: else
    fi;
    todo[c] = NOTHING;
    if :: verdict == KILL -> channel_kill(c) :: else fi;
    if
    :: verdict == CLOSE ->
        verdict = NOTHING;
        finish(c);
        if :: !closed -> verdict = RESET :: else fi;
        closed = 0
    :: else
    fi;
    if :: verdict == RESET -> channel_reset() :: else fi;
    verdict = NOTHING
}

/* Asked, and still so when its turn comes: an earlier one may have closed it.
 * A tick asks by the state at the channel's own turn. */
inline take_turn(c)
{
    if
    :: !down && held(c) ->
        if
        :: ticks && state[c] == DRAINING -> todo[c] = POLL
#ifndef NO_DEADLINE
        :: ticks && state[c] == ARMED -> todo[c] = STOP
#endif
        :: else
        fi;
        if :: todo[c] != NOTHING -> channel_work(c) :: else fi
    :: else -> todo[c] = NOTHING
    fi
}

inline dma_irq(c)
{
    printf("MODEL interrupt, channel %d looks\n", c);
    if
    :: state[c] == ARMED || state[c] == DRAINING -> todo[c] = LOOK
    :: state[c] == IDLE -> if :: skip :: state[c] = BROKEN fi /* a bus fault */
    :: state[c] == BROKEN
    fi
}

inline mark(c, t)
{
    if
#ifdef NO_LENDER_STOP
    :: state[c] == ARMED && t == DRIVER -> todo[c] = KILL
#else
    :: state[c] == ARMED && (t == DRIVER || pinned[c] == t) -> todo[c] = KILL
#endif
    :: else
    fi
}

inline task_wake(t)
{
    wait[t] = NONE;
    if
#ifndef NO_PARK
    :: lent[t] != 0 ->
        printf("MODEL %d is parked\n", t);
        parked[t] = 1
    :: lent[t] == 0 -> becomes_usable(t)
#else
    :: becomes_usable(t)
#endif
    fi
}

inline release_waiter(t)
{
    if
    :: wait[t] == SEND || wait[t] == REPLY -> task_wake(t)
    :: else
    fi
}

/* Only the driver has anybody who waits for it. */
inline release_waiters(t)
{
    if
    :: is_server(t) -> release_waiter(1); release_waiter(2)
    :: else
    fi
}

inline withdraw(t)
{
    alive[t] = 0;
    parked[t] = 0;
    waited[t] = 0;
    wait[t] = NONE;
    if
    :: is_server(t) ->
        posted[0] = 0; posted[1] = 0;
        mine[0] = 0; mine[1] = 0;
        owed[0] = 0; owed[1] = 0
    :: else
    fi
}

/* Its first half; channels_work() and release_waiters() are the rest. */
inline task_end(t)
{
    ended = t;
    withdraw(t);
#ifdef RELEASE_BEFORE_STOP
    release_waiters(t);
#endif
    mark(0, t);
    mark(1, t)
}

inline task_end_finished()
{
#ifndef RELEASE_BEFORE_STOP
    if :: ended != TASKS -> release_waiters(ended) :: else fi;
#endif
    ended = TASKS
}

#ifdef NO_RESTART_CHECK
#define restart_waits(t) false
#elif defined(NO_OWN_CHECK)
#define restart_waits(t) (lent[t] != 0)
#else
#define restart_waits(t) (pins(t) != 0)
#endif

/* After the end of the life before, if there was one. */
inline task_restart(t)
{
    if
    :: restart_waits(t) -> due[t] = 1
    :: else -> begin(t)
    fi
}

inline leave()
{
    ticks = 0;
    restarts = TASKS;
    owner_knows();
#ifdef BOOKS
    books_agree();
#endif
    if :: halted -> see_halted() :: else fi
}

/* The rest of an entry, when its channels have had their turns. */
inline finish_entry()
{
    if
    :: down -> printf("MODEL the system resets\n"); boot()
    :: else ->
        task_end_finished();
        if :: restarts != TASKS -> task_restart(restarts) :: else fi;
        if :: ticks -> time_passes() :: else fi
    fi;
    leave()
}
