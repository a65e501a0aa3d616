# SPDX-License-Identifier: MIT
# Golden tests of the tool's messages: each manifest under tests/tool/bad has
# the expected output beside it; those under tests/tool/good pass the check.
if(TARGET sluice-checked)
    file(GLOB manifests CONFIGURE_DEPENDS "${TESTS}/tool/bad/*.yaml"
        "${TESTS}/tool/bad/tree/*.yaml" "${TESTS}/tool/good/*.yaml")
    foreach(manifest IN LISTS manifests)
        get_filename_component(name "${manifest}" NAME_WE)
        string(REPLACE "-" " " behaviour "${name}")
        add_test(NAME "tool: ${behaviour}"
            COMMAND "${TESTS}/tool/run_golden.sh"
                "$<TARGET_FILE:sluice-checked>" "${manifest}")
        set_tests_properties("tool: ${behaviour}" PROPERTIES
            LABELS tool TIMEOUT 60)
    endforeach()
    add_test(NAME "tool: slips on the command line"
        COMMAND bash "${TESTS}/tool/words.sh" "$<TARGET_FILE:sluice-checked>")
    set_tests_properties("tool: slips on the command line" PROPERTIES
        LABELS tool TIMEOUT 60)
    add_test(NAME "tool: who can force a reset"
        COMMAND bash "${TESTS}/tool/audit/run.sh" "$<TARGET_FILE:sluice-checked>")
    set_tests_properties("tool: who can force a reset" PROPERTIES
        LABELS tool TIMEOUT 60)
endif()
add_test(NAME "tool: the tests that docs/conformance.md names are there"
    COMMAND bash "${SLUICE_ROOT}/scripts/lint-conformance.sh")
set_tests_properties("tool: the tests that docs/conformance.md names are there"
    PROPERTIES LABELS tool TIMEOUT 60)
