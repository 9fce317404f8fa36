// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a participant's process is doing, as proc(5) shows it; for people, at the moment of asking.
 */
final class ProcessState {
    private static final String BUSY = "on a processor, or ready to be";

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
            return pid == 0 ? "in a process that is not known" : "gone";
        }
        String tracer = field(status, "TracerPid");
        String traced = tracer.equals("0") ? "" : ", traced by " + name(tracer);
        String state = field(status, "State");
        return switch (state.isEmpty() ? ' ' : state.charAt(0)) {
            case 'R' -> BUSY + traced;
            case 'S', 'D' -> "asleep in " + waitChannel(pid) + whoIsBusy(pid) + traced;
            case 'T' -> "stopped by a signal (SIGCONT lets it go on)" + traced;
            case 't' -> "stopped in a debugger, by " + name(tracer);
            case 'Z', 'X' ->
                    hasNoOtherThreads(status)
                            ? "dead, and its parent has not noticed"
                            : "alive, though its first thread has ended" + whoIsBusy(pid);
            default -> "in state " + state + traced;
        };
    }

    /**
     * What computes for a process whose first thread does not; empty if nothing does. A guest's
     * kernel sleeps while its programs compute, which are its children.
     */
    private static String whoIsBusy(int pid) {
        for (String thread : threads(pid)) {
            if (isBusy(read(pid, "task/" + thread + "/status"))) {
                return ", while another thread of it is " + BUSY;
            }
        }
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .map(child -> Long.toString(child.pid()))
                .filter(child -> isBusy(read(child + "/status")))
                .findFirst()
                .map(child -> ", while its child, " + name(child) + ", is " + BUSY)
                .orElse("");
    }

    private static String[] threads(int pid) {
        String[] names = new File("/proc/" + pid + "/task").list();
        return names == null ? new String[0] : names; // none when it has ended meanwhile
    }

    private static boolean isBusy(String status) {
        return field(status, "State").startsWith("R");
    }

    /** A process by its number and what it runs. */
    private static String name(String pid) {
        String command = read(pid + "/comm").strip();
        return "process " + pid + (command.isEmpty() ? "" : " (" + command + ")");
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
        return !Files.exists(Path.of("/proc/" + pid))
                || (field(status, "State").startsWith("Z") && hasNoOtherThreads(status));
    }

    /** Whether a process that looks dead is: one whose first thread alone has ended does, too. */
    private static boolean hasNoOtherThreads(String status) {
        return field(status, "Threads").equals("1");
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
        return read(pid + "/" + file);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of("/proc/" + file));
        } catch (IOException e) {
            return ""; // gone, or not ours to look at: what is known is said without it
        }
    }
}
