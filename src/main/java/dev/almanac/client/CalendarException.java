// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

/** Why a participant cannot go on, and what to do about it, in one line. */
public abstract sealed class CalendarException extends RuntimeException
        permits CalendarGoneException, CalendarInterruptedException, ProtocolViolationException {
    private static final long serialVersionUID = 1L;

    CalendarException(String message) {
        super(message);
    }
}
