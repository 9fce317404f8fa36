// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A program of this machine that may be missing. */
final class Tool {
    private Tool() {}

    static boolean isInstalled(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }
}
