/* SPDX-License-Identifier: MIT */
#include "attempt.h"

#define NONE 7u /* no such word */

enum scene_of {
    ALONE,
    SERVES, /* the client lends 64 bytes at MINE, to read and write */
    LENDS,  /* it lends what the row says */
    RIGHTS, /* ... with these attributes */
    TABLED, /* ... by the table that the row says */
    FALLEN, /* the client has faulted, and the request is about it */
    ASKED,  /* the request of a kernel call is what the row says */
};

/*
 * A call but for what the row puts into words `hole` and the one after it; `rc`
 * is the word with the code, `id` the one with the peer's id.
 */
struct form {
    uint8_t who, scene, hole, rc, id;
    uint32_t number;
    uint32_t words[7];
};

#define SEND SLUICE_SYS_SEND
#define BORROW_READ SLUICE_SYS_BORROW_READ
#define BORROW_WRITE SLUICE_SYS_BORROW_WRITE
#define INFO SLUICE_SYS_BORROW_INFO
#define REPLY_RECEIVE SLUICE_SYS_REPLY_RECEIVE
#define ANYBODY SLUICE_ID_NOBODY
#define KERNEL SLUICE_ID_KERNEL
#define IN_MESSAGE OWN(MESSAGE_AT), 8
#define IN_ROOM OWN(ROOM_AT), 16
#define REQUEST OWN(0), 8
#define ALARM 1u

static const struct form forms[CALLS] = {
    [MESSAGE] =
        {CLIENT, ALONE, 2, 0, 2, SEND, {ID_OF(SERVER), 1, 0, 0, IN_ROOM, 0}},
    [ROOM] =
        {CLIENT, ALONE, 4, 0, 2, SEND, {ID_OF(SERVER), 1, IN_MESSAGE, 0, 0, 0}},
    [TABLE] = {CLIENT,
               ALONE,
               6,
               0,
               2,
               SEND,
               {ID_OF(SERVER), 1, IN_MESSAGE, IN_ROOM, 0}},
    [RECEIVE] =
        {CLIENT, ALONE, 0, 6, 0, SLUICE_SYS_RECEIVE, {0, 0, 0, ANYBODY}},
    [REPLY] = {SERVER,
               SERVES,
               2,
               NONE,
               NONE,
               SLUICE_SYS_REPLY,
               {ID_OF(CLIENT), 0, 0, 0}},
    [RR_REPLY] = {SERVER,
                  SERVES,
                  2,
                  6,
                  0,
                  REPLY_RECEIVE,
                  {ID_OF(CLIENT), 0, 0, 0, OWN(0), 64, 0}},
    [RR_BUFFER] = {SERVER,
                   SERVES,
                   4,
                   6,
                   0,
                   REPLY_RECEIVE,
                   {ID_OF(CLIENT), 0, OWN(0), 4, 0, 0, 0}},
    [READ_INTO] = {SERVER, SERVES, 3, 0, NONE, BORROW_READ, {ID_OF(CLIENT)}},
    [WRITE_FROM] = {SERVER, SERVES, 3, 0, NONE, BORROW_WRITE, {ID_OF(CLIENT)}},
    [ASK] = {CLIENT,
             ALONE,
             2,
             0,
             NONE,
             SEND,
             {KERNEL, SLUICE_KCALL_STATUS, 0, 0, OWN(64), 64, 0}},
    [ANSWER] = {CLIENT,
                ALONE,
                4,
                0,
                NONE,
                SEND,
                {KERNEL, SLUICE_KCALL_STATUS, REQUEST, 0, 0, 0}},
    [TEXT] = {CLIENT, ALONE, 0, NONE, NONE, SLUICE_SYS_PANIC, {0}},
    [READ_LENT] = {SERVER,
                   LENDS,
                   NONE,
                   0,
                   NONE,
                   BORROW_READ,
                   {ID_OF(CLIENT), 0, 0, OWN(0), 64}},
    [WRITE_LENT] = {SERVER,
                    LENDS,
                    NONE,
                    0,
                    NONE,
                    BORROW_WRITE,
                    {ID_OF(CLIENT), 0, 0, OWN(0), 64}},
    [INFO_LENT] = {SERVER, LENDS, NONE, 0, NONE, INFO, {ID_OF(CLIENT)}},
    [TABLE_USED] = {SERVER, TABLED, NONE, 0, NONE, INFO, {ID_OF(CLIENT)}},

    [SEND_TO] = {CLIENT, ALONE, 0, 0, 2, SEND, {0, 1, IN_MESSAGE, IN_ROOM, 0}},
    [RECEIVE_FROM] =
        {SERVER, ALONE, 3, 6, 0, SLUICE_SYS_RECEIVE, {OWN(0), 64, 0, 0}},
    [REPLY_TO] =
        {SERVER, SERVES, 0, NONE, NONE, SLUICE_SYS_REPLY, {0, 0, OWN(0), 4}},
    [RR_TO] = {SERVER,
               SERVES,
               0,
               6,
               0,
               REPLY_RECEIVE,
               {0, 0, OWN(0), 4, OWN(64), 64, 0}},
    [REPLY_FAULT_TO] =
        {SERVER, SERVES, 0, NONE, NONE, SLUICE_SYS_REPLY_FAULT, {0}},
    [READ_OF] = {SERVER, SERVES, 0, 0, NONE, BORROW_READ, {0, 0, 0, OWN(0), 4}},
    [WRITE_OF] =
        {SERVER, SERVES, 0, 0, NONE, BORROW_WRITE, {0, 0, 0, OWN(0), 4}},
    [INFO_OF] = {SERVER, SERVES, 0, 0, NONE, INFO, {0}},
    [POST_TO] =
        {CLIENT, ALONE, 0, 0, 1, SLUICE_SYS_POST, {0, NOTIFY_SERVER_BELL}},
    [REFRESH] = {CLIENT, ALONE, 0, NONE, NONE, SLUICE_SYS_REFRESH, {0}},

    [NUMBER] = {CLIENT, ALONE, NONE, NONE, NONE, 0, {0}},
    [OPERATION] = {CLIENT,
                   ALONE,
                   1,
                   0,
                   2,
                   SEND,
                   {ID_OF(SERVER), 0, IN_MESSAGE, IN_ROOM, LEFT}},
    [CODE] = {SERVER,
              SERVES,
              1,
              NONE,
              NONE,
              SLUICE_SYS_REPLY,
              {ID_OF(CLIENT), 0, OWN(0), 4}},
    [RR_CODE] = {SERVER,
                 SERVES,
                 1,
                 6,
                 0,
                 REPLY_RECEIVE,
                 {ID_OF(CLIENT), 0, OWN(0), 4, OWN(64), 64, 0}},
    [REASON] = {SERVER,
                SERVES,
                1,
                NONE,
                NONE,
                SLUICE_SYS_REPLY_FAULT,
                {ID_OF(CLIENT)}},
    [LEASE_READ] = {SERVER,
                    SERVES,
                    1,
                    0,
                    NONE,
                    BORROW_READ,
                    {ID_OF(CLIENT), 0, 0, OWN(0), 4}},
    [LEASE_WRITE] = {SERVER,
                     SERVES,
                     1,
                     0,
                     NONE,
                     BORROW_WRITE,
                     {ID_OF(CLIENT), 0, 0, OWN(0), 4}},
    [LEASE_INFO] = {SERVER, SERVES, 1, 0, NONE, INFO, {ID_OF(CLIENT)}},
    [OFFSET_READ] = {SERVER,
                     SERVES,
                     2,
                     0,
                     NONE,
                     BORROW_READ,
                     {ID_OF(CLIENT), 0, 0, OWN(0), 4}},
    [OFFSET_WRITE] = {SERVER,
                      SERVES,
                      2,
                      0,
                      NONE,
                      BORROW_WRITE,
                      {ID_OF(CLIENT), 0, 0, OWN(0), 4}},
    [ATTRIBUTES_READ] = {SERVER,
                         RIGHTS,
                         NONE,
                         0,
                         NONE,
                         BORROW_READ,
                         {ID_OF(CLIENT), 0, 0, OWN(0), 4}},
    [ATTRIBUTES_WRITE] = {SERVER,
                          RIGHTS,
                          NONE,
                          0,
                          NONE,
                          BORROW_WRITE,
                          {ID_OF(CLIENT), 0, 0, OWN(0), 4}},
    [ATTRIBUTES_INFO] = {SERVER, RIGHTS, NONE, 0, NONE, INFO, {ID_OF(CLIENT)}},
    [POST_BITS] = {CLIENT, ALONE, 1, 0, 1, SLUICE_SYS_POST, {ID_OF(SERVER)}},
    [IRQ_BITS] = {SERVER, ALONE, 0, NONE, NONE, SLUICE_SYS_IRQ, {0}},
    [IRQ_STATUS_BITS] =
        {SERVER, ALONE, 0, NONE, NONE, SLUICE_SYS_IRQ_STATUS, {0}},
    [TIMER_AT] = {SERVER,
                  ALONE,
                  0,
                  NONE,
                  NONE,
                  SLUICE_SYS_TIMER,
                  {0, 0, NOTIFY_SERVER_LATE}},
    [TIMER_BITS] = {SERVER, ALONE, 2, NONE, NONE, SLUICE_SYS_TIMER, {0, 0}},
    [ARM] = {SERVER,
             SERVES,
             0,
             0,
             NONE,
             SLUICE_SYS_DMA_ARM,
             {0, ID_OF(CLIENT), 0, 0, SLUICE_DMA_NO_FAR, 0, 4}},
    [ARM_RECEIVE] = {SERVER,
                     SERVES,
                     0,
                     6,
                     NONE,
                     SLUICE_SYS_DMA_ARM_RECEIVE,
                     {0, ID_OF(CLIENT), 0, 0, 4, OWN(0), 64}},
    [STOP] = {SERVER, ALONE, 0, 0, NONE, SLUICE_SYS_DMA_STOP, {0}},
    [RESULT] = {SERVER, ALONE, 0, NONE, NONE, SLUICE_SYS_DMA_RESULT, {0}},
#define WHOLE REQUEST, OWN(64), 64, 0
#define BY(who, scene, operation, hole)                                        \
    {                                                                          \
        who, scene, hole, 0, NONE, SEND,                                       \
        {                                                                      \
            KERNEL, operation, WHOLE                                           \
        }                                                                      \
    }
    [KERNEL_CALL] = BY(THIRD, ALONE, 0, 1),
    [NO_RIGHT] = BY(SERVER, ALONE, 0, 1),
    [STATUS_OF] = BY(THIRD, ASKED, SLUICE_KCALL_STATUS, NONE),
    [RESTART_OF] = BY(THIRD, ASKED, SLUICE_KCALL_RESTART, NONE),
    [FAULT_OF] = BY(THIRD, ASKED, SLUICE_KCALL_FAULT, NONE),
    [IMAGE_ID_OF] = BY(THIRD, ASKED, SLUICE_KCALL_IMAGE_ID, NONE),
    [SOFT_IRQ_OF] = BY(THIRD, ASKED, SLUICE_KCALL_SOFT_IRQ, NONE),
    [NEXT_FAULTED_OF] = BY(THIRD, ASKED, SLUICE_KCALL_NEXT_FAULTED, NONE),
    [PANIC_TEXT_OF] = BY(THIRD, ASKED, SLUICE_KCALL_PANIC_TEXT, NONE),
    [RETIRE_OF] = BY(THIRD, ASKED, SLUICE_KCALL_RETIRE, NONE),
    [REGION_OF] = BY(THIRD, ASKED, SLUICE_KCALL_REGION, NONE),
    [DUMP_OF] = BY(THIRD, ASKED, SLUICE_KCALL_DUMP, NONE),
    [REGISTERS_OF] = BY(THIRD, ASKED, SLUICE_KCALL_REGISTERS, NONE),
    [FEED_OF] = BY(THIRD, ASKED, SLUICE_KCALL_FEED, NONE),
    [SYSTEM_OF] = BY(THIRD, ASKED, SLUICE_KCALL_SYSTEM, NONE),
    [DUMP_AT] = BY(THIRD, FALLEN, SLUICE_KCALL_DUMP, NONE),
};

/* Effect: the server has received from the client, which lends so. */
static void
serve(uint32_t table, uint32_t count)
{
    DO(CLIENT, DEED_BYTES, OWN(MESSAGE_AT), 1, 8);
    ACT(SERVER, SLUICE_SYS_RECEIVE, OWN(BUFFER_AT), 64, 0, ANYBODY);
    ACT(CLIENT, SEND, ID_OF(SERVER), 7u | count << SLUICE_LEASES_SHIFT,
        IN_MESSAGE, IN_ROOM, table);
    CHECK(act_returned(SERVER));
    CHECK_EQUAL(act_state(CLIENT), SLUICE_STATE_REPLY);
}

static void
set_scene(const struct form *form, const struct attempt *attempt)
{
    switch (form->scene) {
    case SERVES:
        act_lease(CLIENT, 0, MINE, 64, SLUICE_LEASE_READ | SLUICE_LEASE_WRITE);
        serve(OWN(0), 1);
        break;
    case LENDS:
        act_lease(CLIENT, 0, attempt->a, attempt->b,
                  SLUICE_LEASE_READ | SLUICE_LEASE_WRITE);
        serve(OWN(0), 1);
        break;
    case RIGHTS:
        act_lease(CLIENT, 0, MINE, 64, attempt->a);
        serve(OWN(0), 1);
        break;
    case TABLED:
        serve(attempt->a, attempt->b);
        break;
    case FALLEN:
        DO(CLIENT, DEED_UNDEFINED, 0);
        CHECK_FAULT(CLIENT, SLUICE_FAULT_INSTRUCTION, 0, ANY);
        act_write(form->who, 0, CLIENT);
        act_write(form->who, 4, attempt->a);
        break;
    case ASKED:
        act_write(form->who, 0, attempt->a);
        act_write(form->who, 4, attempt->b);
        break;
    default:
        break;
    }
}

static void
make(const struct form *form, const struct attempt *attempt)
{
    uint32_t number = attempt->call == NUMBER ? attempt->a : form->number;
    uint32_t words[7];

    for (uint32_t i = 0; i < 7; i++) {
        words[i] = form->words[i];
    }
    switch (attempt->call) {
    case TABLE:
        words[6] = attempt->a;
        words[1] |= attempt->b << SLUICE_LEASES_SHIFT;
        break;
    case TABLE_USED:
        words[1] = attempt->b - 1;
        break;
    default:
        if (form->hole != NONE) {
            words[form->hole] = attempt->a;
        }
        if (form->hole < 6 && attempt->b != 0) {
            words[form->hole + 1] = attempt->b;
        }
        break;
    }
    act_words(form->who, number, words);
}

/* The caller is gone, and who waited on it was told; its room is untouched. */
static void
judge_caller_gone(const struct form *form)
{
    CHECK(!act_returned(form->who));
    if (form->who == SERVER && form->scene != ALONE && form->scene != ASKED) {
        CHECK(act_returned(CLIENT));
        CHECK_OUT(CLIENT, 0, SLUICE_RC_DEAD);
        CHECK_OUT(CLIENT, 2, act_id(SERVER));
        CHECK_EQUAL(act_read(CLIENT, ROOM_AT), 0);
    }
    /* Whoever's memory it wanted: nothing was written there */
    if (form->who != THIRD) {
        CHECK_EQUAL(act_read(THIRD, 64), 0);
    }
}

static void
judge_returned(const struct form *form, const struct attempt *attempt,
               uint32_t code)
{
    uint32_t rc = code == 0 ? SLUICE_RC_OK : 0xffff0000u | code;

    CHECK(act_returned(form->who));
    if (form->rc != NONE) {
        CHECK_OUT(form->who, form->rc, rc);
    }
    if (rc == SLUICE_RC_DEAD && form->id != NONE) {
        uint32_t peer = attempt->a & SLUICE_ID_INDEX_MASK; /* of tokens too */

        CHECK_EQUAL(act_out(form->who, form->id), act_id(peer));
    }
}

/* A borrow of 64 bytes that is done says how many: the shorter of the two. */
static void
judge_count(const struct form *form, const struct attempt *attempt)
{
    uint32_t call = attempt->call;

    if ((call == READ_INTO || call == WRITE_FROM || call == READ_LENT ||
         call == WRITE_LENT) &&
        attempt->outcome == DONE) {
        CHECK_OUT(form->who, 1, attempt->b < 64 ? attempt->b : 64);
    } else if (call == DUMP_AT) {
        CHECK_OUT(form->who, 1, 64);
    }
}

static void
judge(const struct form *form, const struct attempt *attempt, uint32_t before)
{
    uint32_t value = attempt->outcome & 0xffffu;
    uint32_t ended = 0;

    switch (attempt->outcome >> 16) {
    case MY_USAGE:
        CHECK_USAGE(form->who, value);
        ended = 1;
        break;
    case MY_MEMORY:
        CHECK_MEMORY(form->who, attempt->a);
        ended = 1;
        break;
    case MY_PANIC:
        CHECK_FAULT(form->who, SLUICE_FAULT_PANIC, attempt->b, attempt->a);
        ended = 1;
        break;
    case HIS_USAGE:
        judge_returned(form, attempt, SLUICE_RC_DEFECT & 0xffffu);
        CHECK_OUT(form->who, 1, 0);
        CHECK_USAGE(CLIENT, value);
        break;
    case HIS_MEMORY:
        judge_returned(form, attempt, SLUICE_RC_DEFECT & 0xffffu);
        CHECK_OUT(form->who, 1, 0);
        CHECK_MEMORY(CLIENT, attempt->a);
        break;
    case WAITS:
        CHECK(!act_returned(form->who));
        CHECK_EQUAL(act_state(form->who), value);
        break;
    case SAYS:
        CHECK(act_returned(form->who));
        CHECK_OUT(form->who, form->rc, value);
        break;
    case CLIENT_TOLD:
        CHECK(act_returned(CLIENT));
        CHECK_OUT(CLIENT, 0, attempt->call == CODE ? attempt->a : 0);
        break;
    case PEER_FAULTED:
        CHECK(act_returned(form->who));
        break;
    default:
        judge_returned(form, attempt, value);
        judge_count(form, attempt);
        break;
    }
    if (ended != 0) {
        judge_caller_gone(form);
    }
    /* An incarnation ends once, or not at all */
    CHECK_EQUAL(act_id(form->who),
                before + (ended << SLUICE_ID_GENERATION_SHIFT));
}

void
attempt_here(const struct attempt *attempt)
{
    const struct form *form = &forms[attempt->call];
    uint32_t before = act_id(form->who);

    make(form, attempt);
    judge(form, attempt, before);
}

void
attempt_run(const void *row)
{
    const struct attempt *attempt = row;

    set_scene(&forms[attempt->call], attempt);
    attempt_here(attempt);
}
