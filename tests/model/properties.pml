/* SPDX-License-Identifier: MIT */
/*
 * What must hold. The names in the assertions are those that run.sh expects:
 * a weakening has to break the property that it is meant to break.
 */
/* G2, G1. The engine moves a byte. */
inline beat(c)
{
    printf("MODEL engine %d moves a byte of memory %d\n", c, at[c]);
    assert(!stale[c]);
    assert(at[c] != SINK)
}

/* The task runs, or lives anew: from here on it may do anything with it. */
inline becomes_usable(t)
{
    if :: left[0] && at[0] == t -> stale[0] = 1 :: else fi;
    if :: left[1] && at[1] == t -> stale[1] = 1 :: else fi
}

/* G2. Somebody else reads or writes this memory now. */
inline nobody_moves(t)
{
    assert(!(left[0] && at[0] == t) && !(left[1] && at[1] == t))
}

/* No lost completion: a bit that is heard is of an arm of this life, over. */
inline hears(c)
{
    assert(owed[c]);
    assert(!held(c));
    posted[c] = 0;
    owed[c] = 0;
    see_heard()
}

/* A driver that heard of the end of all that it armed is never blamed. */
inline blame_is_right(t)
{
    assert((owed[0] && pinned[0] == t) || (owed[1] && pinned[1] == t))
}

inline age_of_task(t)
{
    if
    :: parked[t] || due[t] -> waited[t]++; assert(waited[t] <= LIMIT)
    :: else
    fi
}

inline age_of_channel(c)
{
    if
    :: held(c) -> armed_for[c]++; assert(armed_for[c] <= LIMIT + 1)
    :: else -> armed_for[c] = 0
    fi
}

/*
 * Progress, with its bound: who is parked, or is to be restarted, gets there
 * within LIMIT + 1 periods, and a transfer ends within one more than that
 * after its deadline; or else the system has been reset.
 */
inline time_passes()
{
    age_of_task(0); age_of_task(1); age_of_task(2);
    age_of_channel(0); age_of_channel(1)
}

/* No lost completion: a transfer is over, so its owner has been told. */
inline owner_knows()
{
    assert(!owed[0] || held(0) || posted[0]);
    assert(!owed[1] || held(1) || posted[1]);
    assert(wait[DRIVER] != RECEIVE || (!posted[0] && !posted[1]))
}

#define pins_on(t) ((held(0) && pinned[0] == t) + (held(1) && pinned[1] == t))
#define armed_well(c) (state[c] != ARMED || (mine[c] && \
    (pinned[c] == DRIVER || wait[pinned[c]] == REPLY)))

/* What the kernel's own books must say after every entry. */
inline books_agree()
{
    assert(lent[DRIVER] == 0 && lent[1] == pins_on(1) && lent[2] == pins_on(2));
    assert(own == held(0) + held(1));
    assert(!parked[1] || (alive[1] && lent[1] != 0));
    assert(!parked[2] || (alive[2] && lent[2] != 0));
    assert(!due[0] || (!alive[0] && own != 0));
    assert(!due[1] || (!alive[1] && lent[1] != 0));
    assert(!due[2] || (!alive[2] && lent[2] != 0));
    assert(armed_well(0) && armed_well(1));
    assert(state[0] != RESETTING && state[1] != RESETTING)
}

/* Witnesses: that a thing can happen at all, or the rest says nothing. */
inline see_heard()
{
#ifdef SEE_HEARD
    assert(false)
#else
    skip
#endif
}

inline see_unparked()
{
#ifdef SEE_UNPARKED
    assert(false)
#else
    skip
#endif
}

inline see_restarted()
{
#ifdef SEE_RESTARTED
    assert(false)
#else
    skip
#endif
}

inline see_casualty(c)
{
#ifdef SEE_CASUALTY
    assert(c != 1 || state[c] != RESETTING)
#else
    skip
#endif
}

inline see_halted()
{
#ifdef SEE_HALTED
    assert(false)
#else
    skip
#endif
}
