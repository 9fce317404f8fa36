// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Journal;
import dev.almanac.session.Session;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Who is connected, and which command it runs: read when it connected, as a report often comes when
 * the process is gone.
 */
final class Attendance implements Journal {
    private static final int NAMED_AT_MOST = 20;

    private final Map<Session, String> commands = new LinkedHashMap<>();

    @Override
    public void connected(Session session) {
        commands.put(session, ProcessState.command(session.pid()));
    }

    @Override
    public void removed(Session session) {
        commands.remove(session);
    }

    /** All that are connected, in the order of connecting. */
    Collection<Session> all() {
        return commands.keySet();
    }

    /** The command that a participant runs; empty if it could not be told. */
    String command(Session session) {
        return commands.getOrDefault(session, "");
    }

    /** A participant as reports name it. */
    String who(Session session) {
        return who(session.name(), session.pid(), command(session));
    }

    /** Likewise, a process. */
    static String who(String name, int pid, String command) {
        if (pid == 0) {
            return name;
        }
        return "%s (pid %d%s)".formatted(name, pid, command.isEmpty() ? "" : ", " + command);
    }

    /** Some participants as reports name them. */
    String who(List<Session> sessions) {
        if (sessions.isEmpty()) {
            return "none";
        }
        int more = sessions.size() - NAMED_AT_MOST;
        return sessions.stream()
                        .limit(NAMED_AT_MOST)
                        .map(this::who)
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
