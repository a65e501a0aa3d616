/* SPDX-License-Identifier: MIT */
#include "peer.h"

struct peer
peer_of(uint32_t index)
{
    return (struct peer){sys_refresh((struct task_id){index})};
}

struct sent
peer_send(struct peer *peer, const struct message *message)
{
    struct sent sent =
        sys_send(peer->id, message->op, message->body, message->reply,
                 message->leases, message->lease_count);

    if (sent.rc == SLUICE_RC_DEAD) {
        peer->id = sent.now;
    }
    return sent;
}

struct sent
peer_send_again(struct peer *peer, const struct message *message,
                uint32_t tries)
{
    struct sent sent = peer_send(peer, message);

    /* Ends: each turn uses up one try */
    while (sent.rc == SLUICE_RC_DEAD && tries > 1) {
        sent = peer_send(peer, message);
        tries--;
    }
    return sent;
}
