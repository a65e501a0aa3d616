# SPDX-License-Identifier: MIT
# The life of every controller's tables against a model that takes time.
if(TARGET kernel_checked AND TARGET port_checked AND TARGET kernel_support)
    file(GLOB models CONFIGURE_DEPENDS "${TESTS}/models/*.c"
        "${TESTS}/life/*.c")
    list(FILTER models EXCLUDE REGEX "/test_[^/]*\\.c$")
    set(life_folders "${TESTS}/life" "${TESTS}/models" "${TESTS}/support"
        "${SLUICE_ROOT}/arch/host")
    set(life_libraries kernel_checked port_checked kernel_support chip_checked)

    add_executable(test_life "${TESTS}/life/test_life.c" ${models})
    sluice_room(test_life kernel ${life_folders})
    target_compile_options(test_life PRIVATE -Wno-conversion)
    sluice_sanitize(test_life)
    list(JOIN life_libraries "," joined)
    target_link_libraries(test_life PRIVATE "$<LINK_GROUP:RESCAN,${joined}>")
    add_test(NAME "sim: life of the controllers" COMMAND test_life)
    set_tests_properties("sim: life of the controllers" PROPERTIES
        LABELS sim TIMEOUT 300)
endif()
