// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

/** The calendar cannot begin; the message says why, and what to do. */
public final class StartupException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A reason, in one line. */
    public StartupException(String message) {
        super(message);
    }
}
