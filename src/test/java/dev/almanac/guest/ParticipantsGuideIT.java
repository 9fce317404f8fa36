// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** The commands of the guide for participants in Java do what it says; they need no guest. */
final class ParticipantsGuideIT {
    @Test
    void theClockPrintsEachMinute(@TempDir Path directory) throws Exception {
        Guide.in("docs/participants-in-java.md").assertDoesWhatItSays(directory);
    }
}
