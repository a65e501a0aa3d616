/* SPDX-License-Identifier: MIT */
/* Its own doors open. expects: clean */
#include <sluice/abi.h>
