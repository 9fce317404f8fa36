// SPDX-License-Identifier: BSD-3-Clause
/**
 * Java programs as participants of a simulation, with any calendar that speaks the time-travel
 * protocol. {@link dev.almanac.client.Participant} is all that most need.
 *
 * <p>A socket and shared memory are reached by calling Linux directly, for which a program needs
 * {@code --enable-native-access=ALL-UNNAMED}; without it Java warns, or refuses.
 */
@NullMarked
package dev.almanac.client;

import org.jspecify.annotations.NullMarked;
