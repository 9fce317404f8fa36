// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

/** A command cannot be followed; the message says why, and what could be. */
final class ControlException extends Exception {
    private static final long serialVersionUID = 1L;

    ControlException(String message) {
        super(message);
    }
}
