# SPDX-License-Identifier: MIT
# The walls hold: each tests/walls/<room>/*.c says in `expects:` what the
# compiler must answer when it is compiled as a member of that room.
file(GLOB cases CONFIGURE_DEPENDS "${TESTS}/walls/*/*.c")
foreach(source IN LISTS cases)
    get_filename_component(name "${source}" NAME_WE)
    get_filename_component(folder "${source}" DIRECTORY)
    get_filename_component(room "${folder}" NAME)
    string(REPLACE "_" " " behaviour "${name}")
    set(paths)
    foreach(path IN LISTS SLUICE_ROOM_${room})
        list(APPEND paths "-I${SLUICE_ROOT}/${path}")
    endforeach()
    add_test(NAME "walls: ${room} ${behaviour}"
        COMMAND bash "${TESTS}/walls/compile.sh" "${source}"
            "${CMAKE_C_COMPILER}" ${paths})
    set_tests_properties("walls: ${room} ${behaviour}" PROPERTIES
        LABELS unit TIMEOUT 20)
endforeach()
