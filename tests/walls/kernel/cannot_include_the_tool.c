/* SPDX-License-Identifier: MIT */
/* The tool's model. expects: no model.h */
#include "model.h"
