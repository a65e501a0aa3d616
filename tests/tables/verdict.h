/* SPDX-License-Identifier: MIT */
/* What the verifier of `sluice` says of a set of tables. */
#pragma once

#include "set.h"

/* Whose tables they are: names of the chip's manifest. */
struct verdict_subject {
    const char *manifest; /* an app that uses the chip; relative to the root */
    const char *controller;
    uint32_t channel;
    const char *request;
};

/* Returns: NULL, or the first finding. */
const char *verdict(const struct verdict_subject *subject,
                    const struct table_set *set);
