/* SPDX-License-Identifier: MIT */
#pragma once

#include "attempt.h"

extern const struct suite suite_ranges_client;
extern const struct suite suite_ranges_server;
extern const struct suite suite_ranges_kernel;
extern const struct suite suite_ranges_lent;
extern const struct suite suite_ids;
extern const struct suite suite_words;
extern const struct suite suite_kernel_calls;
extern const struct suite suite_peers;
extern const struct suite suite_by_kernel;
extern const struct suite suite_points;
/* Last: nobody brings the third task back. */
extern const struct suite suite_retired;
extern const struct suite suite_on_retired;
