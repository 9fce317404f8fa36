// SPDX-License-Identifier: BSD-3-Clause
/**
 * The calendar as a program that others connect to: its sockets, the event loop that serves them,
 * the lifetimes of connections, and what it tells people.
 */
@NullMarked
package dev.almanac.server;

import org.jspecify.annotations.NullMarked;
