/* SPDX-License-Identifier: MIT */
/*
 * The main job: a root of trust measures the firmware. Storage moves it, piece
 * by piece, straight into the buffer below; this task lends it and computes.
 */
#include "interface/show.h"
#include "interface/storage.h"
#include "lease.h"
#include "pattern.h"
#include "print.h"
#include "sha256.h"
#include "sleep.h"
#include "task.h"
#include "task_config.h"

#define TRIES 3u

/* Canaries lie on both sides of the chunk. */
#define CANARY 16u
#define CHUNK (BUFFER_CHUNK_SIZE - 2u * CANARY)

static struct peer storage;
static struct peer director;

/* What came of it. */
struct measurement {
    uint32_t code; /* STORAGE_RC_* */
    uint32_t length;
    uint32_t transfers;
    uint8_t digest[SHA256_DIGEST];
};

static uint32_t
firmware_length(uint32_t *length)
{
    struct storage_info_reply info = {0};
    struct message message = {
        .op = STORAGE_INFO,
        .reply = slice_of(&info, sizeof info),
    };
    struct sent sent = peer_send_again(&storage, &message, TRIES);

    *length = info.length;
    return sent.rc;
}

/* Effect: up to CHUNK bytes from `offset` on are in the chunk. */
static uint32_t
read_chunk(uint32_t offset, struct storage_read_reply *reply)
{
    struct storage_read request = {offset, CHUNK};
    struct lease lease = lease_write(&buffer_chunk[CANARY], CHUNK);
    struct message message = {
        .op = STORAGE_READ,
        .body = slice_of(&request, sizeof request),
        .reply = slice_of(reply, sizeof *reply),
        .leases = &lease,
        .lease_count = 1,
    };

    return peer_send_again(&storage, &message, TRIES).rc;
}

static void
measure(struct measurement *result)
{
    struct sha256 sha;
    uint32_t done = 0;

    sha256_init(&sha);
    result->code = firmware_length(&result->length);
    while (result->code == SLUICE_RC_OK && done < result->length) {
        struct storage_read_reply reply = {0, 0};

        result->code = read_chunk(done, &reply);
        if (result->code == SLUICE_RC_OK && reply.length == 0) {
            result->code = STORAGE_RC_DEVICE; /* it ended too early */
        }
        sha256_update(&sha, &buffer_chunk[CANARY], reply.length);
        result->transfers += reply.transfers;
        done += reply.length;
    }
    sha256_final(&sha, result->digest);
}

static bool
canaries_hold(void)
{
    return pattern_holds(buffer_chunk, CANARY) &&
           pattern_holds(&buffer_chunk[CANARY + CHUNK], CANARY);
}

/* Effect: tells the director; goes on when its turn has come. */
static void
report(const struct measurement *result)
{
    struct show_report body = {result->code, canaries_hold() ? 1 : 0,
                               result->length};
    struct message message = {
        .op = SHOW_REPORT,
        .body = slice_of(&body, sizeof body),
    };

    (void)peer_send_again(&director, &message, TRIES);
}

static void
print(const struct measurement *result)
{
    struct peer console = peer_of(PEER_CONSOLE);
    char bytes[2 * SHA256_DIGEST];
    struct text text = {bytes, sizeof bytes, 0};

    if (result->code == STORAGE_RC_ABSENT) {
        console_print(&console,
                      "  no firmware was loaded: make demo does it, or --load "
                      "FILE@0x80000000 --word SIZE@0x80800000\n");
        return;
    }
    if (result->code != SLUICE_RC_OK) {
        console_print(&console, "  There is no digest: storage says %u.\n",
                      result->code);
        return;
    }
    for (uint32_t i = 0; i < SHA256_DIGEST; i++) {
        text_format(&text, "%02x", (uint32_t)result->digest[i]);
    }
    console_write(&console, "  SHA-256  ", 11);
    console_write(&console, bytes, sizeof bytes);
    console_print(&console, "  (%u byte%s by DMA in %u transfer%s)\n",
                  result->length, result->length == 1 ? "" : "s",
                  result->transfers, result->transfers == 1 ? "" : "s");
}

_Noreturn void
task_main(void)
{
    static struct measurement result;

    storage = peer_of(PEER_STORAGE);
    director = peer_of(PEER_DIRECTOR);
    pattern_fill(buffer_chunk, CANARY);
    pattern_fill(&buffer_chunk[CANARY + CHUNK], CANARY);
    measure(&result);
    report(&result);
    print(&result);
    report(&result);
    sleep_for_ever();
}
