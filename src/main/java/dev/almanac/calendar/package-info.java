// SPDX-License-Identifier: BSD-3-Clause

/**
 * The calendar: who asked to run when, and who is next. It knows slots and times only.
 *
 * <p>Any number of threads post requests, one thread, the <em>conductor</em>, takes them. A posting
 * thread touches the mailbox of its slot and a dirty bit; the winner tree belongs to the conductor
 * alone. Memory order, as the method names and comments use the words:
 *
 * <ul>
 *   <li><em>release</em> and <em>acquire</em>: what the writer did before its release is visible to
 *       whoever read that value by acquire;
 *   <li><em>volatile</em>: all such accesses of all threads have one order that everybody agrees
 *       on. It is what makes "I set my bit, then looked at your flag" and "I cleared my flag, then
 *       looked at your bit" unable to miss each other;
 *   <li><em>opaque</em>: whole and eventually seen, nothing else.
 * </ul>
 */
@NullMarked
package dev.almanac.calendar;

import org.jspecify.annotations.NullMarked;
