// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process has open and mapped, by proc(5). */
public final class OpenFiles {
    private OpenFiles() {}

    /** How many descriptors are open, other than those of a virtual machine at work on classes. */
    public static long count() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(OpenFiles::isOurs).count();
        }
    }

    private static boolean isOurs(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("socket:")
                    || target.startsWith("anon_inode:")
                    || target.startsWith("/memfd:");
        } catch (IOException e) {
            return false; // it was that of the listing
        }
    }

    /** How many mappings there are of a file whose path contains that name. */
    public static long mappings(String name) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains(name)).count();
        }
    }
}
