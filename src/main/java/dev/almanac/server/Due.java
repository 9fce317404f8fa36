// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * The connections that something is queued for, each once. Who came last is served first: the
 * conductor answers who is done, and then lets the next one run, which everybody waits for.
 *
 * <p>Allocates only when more are due than ever before.
 */
final class Due {
    private Connection[] stack = new Connection[64];
    private int size;

    /** A connection has something to be sent, if it did not have before. */
    void add(Connection connection) {
        if (connection.due) {
            return;
        }
        connection.due = true;
        if (size == stack.length) {
            stack = Arrays.copyOf(stack, size * 2);
        }
        stack[size++] = connection;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Takes one that is still open; null when there is none. */
    @Nullable Connection poll() {
        while (size > 0) {
            Connection connection = stack[--size];
            connection.due = false;
            if (!connection.closed) {
                return connection;
            }
        }
        return null;
    }
}
