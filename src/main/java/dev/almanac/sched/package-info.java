// SPDX-License-Identifier: BSD-3-Clause
/**
 * Who runs now, how far it may go by itself, and who is owed an answer. A state machine: a message
 * or a disconnection goes in, messages come out through {@link dev.almanac.sched.Outbox}. No I/O,
 * no clock, no logging, and no waiting: whatever has to be waited for is a field here, so any
 * participant may say anything meanwhile.
 */
@NullMarked
package dev.almanac.sched;

import org.jspecify.annotations.NullMarked;
