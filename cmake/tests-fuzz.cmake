# SPDX-License-Identifier: MIT
# Random system calls against the model of the specification (tests/fuzz). The
# same plays in two programs: `soak` makes its own bytes or reads a corpus;
# `fuzz` is libFuzzer's, for clang, and built when asked for (scripts/fuzz.sh).
file(GLOB fuzz_sources CONFIGURE_DEPENDS "${TESTS}/fuzz/*.c")
list(FILTER fuzz_sources EXCLUDE REGEX "/(target|soak)\\.c$")
list(APPEND fuzz_sources "${TESTS}/sim/image.c" "${SLUICE_ROOT}/kernel/audit.c")

function(sluice_fuzz_program program)
    add_executable(${program} ${fuzz_sources} ${ARGN})
    sluice_room(${program} kernel "${TESTS}/fuzz" "${TESTS}/support"
        "${TESTS}/sim" "${SLUICE_ROOT}/arch/host")
    target_compile_options(${program} PRIVATE -Wno-conversion)
endfunction()

sluice_fuzz_program(soak "${TESTS}/fuzz/soak.c")
sluice_sanitize(soak)
target_link_libraries(soak PRIVATE
    "$<LINK_GROUP:RESCAN,kernel_checked,port_checked,kernel_support,chip_checked>")

if(CMAKE_C_COMPILER_ID STREQUAL "Clang")
    # Everything anew, so that the fuzzer sees the kernel's branches.
    file(GLOB all CONFIGURE_DEPENDS "${SLUICE_ROOT}/kernel/*.c"
        "${SLUICE_ROOT}/arch/host/*.c" "${TESTS}/support/*.c"
        "${SLUICE_ROOT}/chips/*/*.c")
    list(FILTER all EXCLUDE REGEX "/audit(_none)?\\.c$")
    sluice_fuzz_program(fuzz "${TESTS}/fuzz/target.c" ${all})
    target_include_directories(fuzz PRIVATE "${SLUICE_ROOT}/kernel/port")
    target_compile_options(fuzz PRIVATE -fsanitize=fuzzer-no-link
        ${SLUICE_SANITIZERS})
    target_link_options(fuzz PRIVATE -fsanitize=fuzzer ${SLUICE_SANITIZERS})
    set_target_properties(fuzz PROPERTIES EXCLUDE_FROM_ALL TRUE)
endif()

add_test(NAME "fuzz: the corpus" COMMAND soak -c "${TESTS}/fuzz/corpus")
add_test(NAME "fuzz: a sample of random calls" COMMAND soak 60000 1)
set_tests_properties("fuzz: the corpus" "fuzz: a sample of random calls"
    PROPERTIES LABELS "fuzz;sim" TIMEOUT 120)
