// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import java.util.ArrayDeque;

/** Closes what was opened, the last first: also when something in between could not be opened. */
final class Closer implements AutoCloseable {
    private final ArrayDeque<Runnable> opened = new ArrayDeque<>();

    /** Remembers how to close something that was just opened. */
    void opened(Runnable close) {
        opened.push(close);
    }

    /** Closes all, also when one of them fails; the first failure is thrown in the end. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
