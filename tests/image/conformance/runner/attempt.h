/* SPDX-License-Identifier: MIT */
/*
 * An attempt: one call with one value of an argument (or a range: two), and
 * exactly what must come of it: a fault of the one who is to blame and of no
 * other, a code, or a wait.
 */
#pragma once

#include "../../lib/act.h"

/* Calls, good but for what the row puts in. By the client unless it says so. */
enum call {
    /* Ranges: base and length. */
    MESSAGE,   /* of a send to the server */
    ROOM,      /* for its reply */
    TABLE,     /* of leases: base, count */
    RECEIVE,   /* the buffer of an open receive */
    REPLY,     /* by the server, to the client that it serves */
    RR_REPLY,  /* the same, and receive: what is replied */
    RR_BUFFER, /* ... and what is received into */
    READ_INTO, /* by the server: its own side of a borrow, 64 bytes */
    WRITE_FROM,
    ASK,        /* the request of a kernel call (status) */
    ANSWER,     /* the room of it */
    TEXT,       /* of a panic */
    READ_LENT,  /* the lease itself; the server reads 64 bytes of it */
    WRITE_LENT, /* ... writes 64 bytes */
    INFO_LENT,  /* ... asks what it is */
    TABLE_USED, /* the lease table, when the server asks for its last entry */
    /* Ids. */
    SEND_TO,
    RECEIVE_FROM, /* by the server */
    REPLY_TO,     /* by the server, which serves the client */
    RR_TO,
    REPLY_FAULT_TO,
    READ_OF,
    WRITE_OF,
    INFO_OF,
    POST_TO,
    REFRESH,
    /* Other words; by the server where it serves. */
    NUMBER,     /* of the call */
    OPERATION,  /* of a message, with leases in the upper half */
    CODE,       /* of a reply */
    RR_CODE,    /* ... and receive */
    REASON,     /* of a reply-fault */
    LEASE_READ, /* the number of a lease of the client's, which has one */
    LEASE_WRITE,
    LEASE_INFO,
    OFFSET_READ, /* in it */
    OFFSET_WRITE,
    ATTRIBUTES_READ, /* of a lease */
    ATTRIBUTES_WRITE,
    ATTRIBUTES_INFO,
    POST_BITS, /* to the server */
    IRQ_BITS,  /* of the server's, and how */
    IRQ_STATUS_BITS,
    TIMER_AT,   /* deadline, low and high, of the server */
    TIMER_BITS, /* at a deadline that is past */
    ARM,        /* channel; the server has none */
    ARM_RECEIVE,
    STOP,
    RESULT,
    KERNEL_CALL, /* operation, by the third, which has all rights but reset */
    NO_RIGHT,    /* operation, by the server, which has none */
    STATUS_OF,   /* index and value, by the third */
    RESTART_OF,
    FAULT_OF,
    IMAGE_ID_OF,
    SOFT_IRQ_OF,
    NEXT_FAULTED_OF,
    PANIC_TEXT_OF,
    RETIRE_OF,
    REGION_OF,
    DUMP_OF,
    REGISTERS_OF,
    FEED_OF,
    SYSTEM_OF,
    DUMP_AT, /* address, in the client, which has faulted: 64 bytes */
    CALLS,
};

/* What comes of it: a kind, and in the lower half what it says. */
#define OUTCOME(kind, value) ((uint32_t)(kind) << 16 | (value))
enum {
    MY_USAGE,     /* the caller faults for this reason */
    MY_MEMORY,    /* ... for the address that the row has */
    MY_PANIC,     /* ... as it wanted */
    HIS_USAGE,    /* the lender faults; the caller gets RC_DEFECT */
    HIS_MEMORY,   /* ... for the address */
    WAITS,        /* the caller is now in this state */
    RETURNS,      /* the caller is told so: the lower half of the code */
    SAYS,         /* ... with a small code */
    CLIENT_TOLD,  /* the client has its reply */
    PEER_FAULTED, /* the caller goes on, its peer has faulted */
};
#define ME(reason) OUTCOME(MY_USAGE, SLUICE_USAGE_##reason)
#define ME_MEMORY OUTCOME(MY_MEMORY, 0)
#define PANICS OUTCOME(MY_PANIC, 0)
#define LENDER(reason) OUTCOME(HIS_USAGE, SLUICE_USAGE_##reason)
#define LENDER_MEMORY OUTCOME(HIS_MEMORY, 0)
#define IS(state) OUTCOME(WAITS, SLUICE_STATE_##state)
#define DONE OUTCOME(RETURNS, SLUICE_RC_OK)
#define DEAD OUTCOME(RETURNS, SLUICE_RC_DEAD & 0xffffu)
#define DEFECT OUTCOME(RETURNS, SLUICE_RC_DEFECT & 0xffffu)
#define ANSWERED OUTCOME(CLIENT_TOLD, 0)
#define STRIKES OUTCOME(PEER_FAULTED, 0)

struct attempt {
    const char *name;
    uint32_t call;
    uint32_t a, b;
    uint32_t outcome;
};

/* Effect: sets the scene of the call, makes it, and judges what came of it. */
void attempt_run(const void *row);

/* Effect: the same, in the scene that is set; the peer's id is `a`. */
void attempt_here(const struct attempt *attempt);

/* Memory: of nobody, the kernel's, the core's; tests of all boards use it. */
#define NOWHERE 0x60000000u
#define KERNEL_RAM CONFIG_KERNEL_RAM
#define KERNEL_TEXT CONFIG_KERNEL_TEXT
#define CORE 0xe000ed00u
#define MINE OWN(64)
#define OTHERS OF_THIRD(64)
#define END 0x400u /* of each of these areas */
#define LEFT CONFIG_LEFT
#define RIGHT CONFIG_RIGHT
#define FIXED CONFIG_FIXED
#define POOL CONFIG_POOL
#define SHELF CONFIG_SHELF
#define PLAQUE CONFIG_PLAQUE
#define TANK CONFIG_TANK
#define SHARED (CONFIG_STAGE + 2048u)
#define MAX 0xffffffffu
#define TASKS 5u
