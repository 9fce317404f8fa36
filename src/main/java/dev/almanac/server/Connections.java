// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/** The open connections of participants, by the number that their sessions know them by. */
final class Connections {
    private @Nullable Connection[] open = new Connection[64];
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private int used;

    /** A number that no open connection has. */
    int freeNumber() {
        Integer number = free.poll();
        if (number != null) {
            return number;
        }
        if (used == open.length) {
            open = Arrays.copyOf(open, used * 2);
        }
        return used++;
    }

    void add(Connection connection) {
        open[connection.session.connection()] = connection;
    }

    void remove(Connection connection) {
        int number = connection.session.connection();
        open[number] = null;
        release(number);
    }

    /** A number is free again. */
    void release(int number) {
        free.push(number);
    }

    /** The connection of a number that is known to be open. */
    Connection get(int number) {
        return Objects.requireNonNull(open[number]);
    }

    /** Does something with each, by which it may be removed. */
    void forEach(Consumer<Connection> action) {
        for (int i = 0; i < used; i++) {
            Connection connection = open[i];
            if (connection != null) {
                action.accept(connection);
            }
        }
    }
}
