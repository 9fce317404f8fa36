// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

/** A participant cannot go on: the calendar is not there, is gone, or said something odd. */
public final class CalendarException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A reason, in one line. */
    public CalendarException(String message) {
        super(message);
    }
}
