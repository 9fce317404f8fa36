// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

/**
 * The participant's thread was interrupted while it waited for the calendar; it still is. Nothing
 * is lost: whoever clears the interruption may go on where this happened, or else close the
 * participant.
 */
public final class CalendarInterruptedException extends CalendarException {
    private static final long serialVersionUID = 1L;

    /** While something was waited for, which the message names. */
    public CalendarInterruptedException(String message) {
        super(message);
    }
}
