/* SPDX-License-Identifier: MIT */
/* The source of every task of the manifests here: never built. */
