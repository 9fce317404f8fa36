// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

/** The command line cannot be followed; the message says why, and what to do. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
