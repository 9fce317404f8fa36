// SPDX-License-Identifier: BSD-3-Clause
/**
 * A simulation inside a Java program: its participants need no socket, but are the same {@link
 * dev.almanac.client.Participant}s, and get the same grants in the same order. Others can join them
 * by a socket.
 */
@NullMarked
package dev.almanac.embed;

import org.jspecify.annotations.NullMarked;
