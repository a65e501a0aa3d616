# SPDX-License-Identifier: MIT
# The model of the protocol, label `model`: not among the fast tests, since the
# search takes two minutes and up to 2 GB.
find_program(SPIN spin)
if(NOT SPIN)
    message(STATUS "spin is not here: no test of the model")
    return()
endif()
add_test(NAME "model: life of a transfer"
    COMMAND bash "${SLUICE_ROOT}/tests/model/run.sh")
set_tests_properties("model: life of a transfer" PROPERTIES
    LABELS model TIMEOUT 900)
