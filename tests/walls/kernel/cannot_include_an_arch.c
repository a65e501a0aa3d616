/* SPDX-License-Identifier: MIT */
/* An arch's own header. expects: no scs.h */
#include "scs.h"
