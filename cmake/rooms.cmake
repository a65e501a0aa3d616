# SPDX-License-Identifier: MIT
# The walls of the house: what each room may include, and nothing else. Host
# build, image build and the tests of the walls all read this one list.
get_filename_component(SLUICE_ROOT "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)

set(SLUICE_ROOM_kernel include base kernel)
set(SLUICE_ROOM_arch include base kernel/port) # and the port's own folder
set(SLUICE_ROOM_chip include)
set(SLUICE_ROOM_runtime include base)
set(SLUICE_ROOM_task include runtime) # and the task's generated folder
set(SLUICE_ROOM_tool include tool)
set(SLUICE_ROOM_tables include base kernel) # what the tool generates

include("${CMAKE_CURRENT_LIST_DIR}/warnings.cmake")

# sluice_room(TARGET ROOM [FOLDER...]): compiles TARGET as a member of ROOM.
# Each FOLDER is one more include path, absolute.
function(sluice_room target room)
    foreach(folder IN LISTS SLUICE_ROOM_${room})
        target_include_directories(${target} PRIVATE "${SLUICE_ROOT}/${folder}")
    endforeach()
    target_include_directories(${target} PRIVATE ${ARGN})
    target_compile_options(${target} PRIVATE
        "$<$<COMPILE_LANGUAGE:C>:${SLUICE_WARNINGS}>")
endfunction()
