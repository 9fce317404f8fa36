// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.client;

/** What is at the other end said something that no calendar says there. */
public final class ProtocolViolationException extends CalendarException {
    private static final long serialVersionUID = 1L;

    ProtocolViolationException(String message) {
        super(message);
    }
}
