// SPDX-License-Identifier: Apache-2.0
// Stands behind the precompiled headers (cmake/rooms.cmake); holds nothing.
