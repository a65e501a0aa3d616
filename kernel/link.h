/* SPDX-License-Identifier: MIT */
/*
 * Doubly linked rings. A head is a link too, its own neighbour while the ring
 * is empty, so that nothing here has a case. A task is in one ring at most.
 */
#pragma once

#include <stdbool.h>

struct link {
    struct link *next;
    struct link *previous;
};

/* Effect: an empty ring. */
static inline void
link_init(struct link *head)
{
    head->next = head;
    head->previous = head;
}

static inline bool
link_is_empty(const struct link *head)
{
    return head->next == head;
}

/* Effect: `one` stands before `at`; the last of a ring, if `at` is its head. */
static inline void
link_insert(struct link *at, struct link *one)
{
    struct link *before = at->previous;

    one->next = at;
    one->previous = before;
    before->next = one;
    at->previous = one;
}

/* Effect: `one` is in no ring; its own links are left as they are. */
static inline void
link_remove(struct link *one)
{
    struct link *next = one->next;
    struct link *before = one->previous;

    before->next = next;
    next->previous = before;
}
