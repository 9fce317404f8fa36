// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a participant's process is doing, as proc(5) shows it; for people, at the moment of asking.
 */
final class ProcessState {
    private ProcessState() {}

    /** The name of a process; empty if it cannot be told. */
    static String command(int pid) {
        return read(pid, "comm").strip();
    }

    /**
     * What a process is doing: stopped, traced, on a processor, asleep and where in the kernel,
     * dead.
     *
     * @param pid 0 if unknown
     */
    static String describe(int pid) {
        String status = read(pid, "status");
        if (status.isEmpty()) {
            return pid == 0 ? "its process is unknown" : "its process is gone";
        }
        String tracer = field(status, "TracerPid");
        String traced = tracer.equals("0") ? "" : ", traced by process " + tracer;
        String state = field(status, "State");
        return switch (state.isEmpty() ? ' ' : state.charAt(0)) {
            case 'R' -> "on a processor, or ready to be" + traced;
            case 'S', 'D' -> "asleep in " + waitChannel(pid) + traced;
            case 'T' -> "stopped by a signal (SIGCONT lets it go on)" + traced;
            case 't' -> "stopped in a debugger, by process " + tracer;
            case 'Z', 'X' -> "dead, and its parent has not noticed";
            default -> "in state " + state + traced;
        };
    }

    /**
     * Whether a process has ended. Its connections may live on all the same: a child of a guest
     * that was being born when the guest was killed shares them.
     *
     * @param pid 0 if unknown, and then it has not
     */
    static boolean hasEnded(int pid) {
        if (pid == 0 || !Files.exists(Path.of("/proc/self"))) {
            return false;
        }
        String status = read(pid, "status");
        // A leader that has ended before its threads is a zombie, too.
        return !Files.exists(Path.of("/proc/" + pid))
                || (field(status, "State").startsWith("Z") && field(status, "Threads").equals("1"));
    }

    private static String waitChannel(int pid) {
        String channel = read(pid, "wchan").strip();
        return channel.isEmpty() || channel.equals("0") ? "the kernel" : channel;
    }

    private static String field(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String read(int pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file));
        } catch (IOException e) {
            return ""; // gone, or not ours to look at: what is known is said without it
        }
    }
}
