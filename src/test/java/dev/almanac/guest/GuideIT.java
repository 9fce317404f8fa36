// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** The commands of the guide for newcomers do what it says. */
@WithGuestKernel
final class GuideIT {
    @Test
    void theFirstSimulation(@TempDir Path directory) throws Exception {
        Guide.in("docs/first-simulation.md").assertDoesWhatItSays(directory);
    }
}
