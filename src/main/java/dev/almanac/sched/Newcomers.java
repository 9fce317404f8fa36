// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import dev.almanac.session.Session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Who has asked to start and not been started: by ID, the same ID by arrival. So a simulation does
 * not depend on which of its programs the machine happened to start first.
 */
final class Newcomers {
    private final ArrayList<Session> waiting = new ArrayList<>();
    private final List<Session> all = Collections.unmodifiableList(waiting);

    void add(Session session) {
        int at = waiting.size();
        while (at > 0 && startsBefore(session, waiting.get(at - 1))) {
            at--;
        }
        waiting.add(at, session);
    }

    void remove(Session session) {
        waiting.remove(session);
    }

    List<Session> all() {
        return all;
    }

    int size() {
        return waiting.size();
    }

    /** The one to start next, which is no newcomer from now on; there must be one. */
    Session poll() {
        return waiting.removeFirst();
    }

    private static boolean startsBefore(Session a, Session b) {
        return Long.compareUnsigned(a.startOrder(), b.startOrder()) < 0;
    }
}
