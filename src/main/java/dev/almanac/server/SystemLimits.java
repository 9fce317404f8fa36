// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sys.Errno;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which of the system's limits an error speaks of, and where one raises it; for people. */
final class SystemLimits {
    private SystemLimits() {}

    /**
     * What is wrong, and the limit behind it where there is one.
     *
     * @param errno positive
     */
    static String explain(int errno) {
        String limit =
                switch (errno) {
                    case Errno.EMFILE ->
                            "this process may have %s descriptors (ulimit -n; LimitNOFILE in systemd)"
                                    .formatted(mostDescriptors());
                    case Errno.ENFILE ->
                            "all processes together may have %s files open (/proc/sys/fs/file-max)"
                                    .formatted(read("/proc/sys/fs/file-max"));
                    case Errno.ENOSPC ->
                            "this user may watch %s descriptors (/proc/sys/fs/epoll/max_user_watches)"
                                    .formatted(read("/proc/sys/fs/epoll/max_user_watches"));
                    case Errno.ETOOMANYREFS ->
                            "this user may have %s descriptors on their way (ulimit -n)"
                                    .formatted(mostDescriptors());
                    case Errno.ENOMEM, Errno.ENOBUFS ->
                            "the kernel has no memory left for us (memory.max of the cgroup, if not"
                                    + " the machine's)";
                    default -> "";
                };
        return Errno.message(errno) + (limit.isEmpty() ? "" : ": " + limit);
    }

    private static String mostDescriptors() {
        return read("/proc/self/limits")
                .lines()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.replaceAll("Max open files +(\\w+) .*", "$1"))
                .findFirst()
                .orElse("no more");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return "no more"; // also for want of a descriptor
        }
    }
}
