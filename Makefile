# SPDX-License-Identifier: MIT
# The one door for people. Each target is a script or a CMake preset; raw CMake
# and build/host/sluice work as well.
.DEFAULT_GOAL := help
.PHONY: help demo test check bench soak mutants coverage fmt clean tool host

# A file's name is passed as it is, with spaces, quotes and dollar signs.
override FIRMWARE := $(value FIRMWARE)
export FIRMWARE
# `sluice build` configures with the same generator as the presets.
export CMAKE_GENERATOR ?= Ninja

help:
	@echo "make demo   measure a firmware file over DMA, through crashes and"
	@echo "            attacks, in QEMU      [FIRMWARE=path]"
	@echo "make test   the fast tests, about five minutes"
	@echo "make check  every gate: tests, format, analysis, the house's rules"
	@echo "make bench  instruction counts of the kernel's operations"
	@echo "make soak   ten million random system calls; every task struck at"
	@echo "            every point of each test              [SEED, CALLS, HOURS]"
	@echo "make mutants  the kernel changed in each place: a test must notice"
	@echo "make coverage  branches of kernel/ that the host tests take"
	@echo "make fmt    lay the source out by .clang-format"
	@echo "make clean  remove build/"
	@echo
	@echo "demo, test and check install what is missing (Debian packages)."
	@echo "Then build/host/sluice --help shows the tool."

demo:
	@scripts/deps.sh demo
	@scripts/demo.sh

test:
	@scripts/deps.sh test
	@scripts/test.sh

check:
	@scripts/deps.sh check
	@scripts/check.sh

bench:
	@scripts/deps.sh demo
	@scripts/bench.sh

soak:
	@scripts/deps.sh test
	@scripts/soak.sh

mutants:
	@scripts/deps.sh test
	@scripts/mutants.sh

coverage:
	@scripts/deps.sh test
	@scripts/coverage.sh

fmt:
	@scripts/format.sh -i

clean:
	rm -rf build
