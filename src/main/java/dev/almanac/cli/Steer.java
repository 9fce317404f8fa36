// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.server.SteeringOptions;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/** The options by which people steer a simulation. */
final class Steer {
    static final Option CONTROL =
            Option.value("control", "SOCKET", "where almanac ctl and others steer it")
                    .detail("Lines of JSON: docs/control.md.");
    static final Option SPEED =
            Option.value(
                            "speed",
                            "F",
                            "go at most F times as fast as real time (default: as fast as"
                                    + " possible)")
                    .detail(
                            "A participant that runs is not slowed down, and may be ahead by"
                                    + " `--free-run`; how far the simulation falls behind is in the"
                                    + " summary.");
    static final Option SPEED_STRICT =
            Option.value(
                    "speed-strict",
                    "DURATION",
                    "end when it falls behind --speed by more real time than that");
    static final Option SHUFFLE_TIES =
            Option.value(
                            "shuffle-ties",
                            "SEED",
                            "requests for the same time run in an order of chance, not as they"
                                    + " came")
                    .detail(
                            "The same for each run with that seed: it finds races between"
                                    + " participants.");

    static final List<Option> OPTIONS = List.of(CONTROL, SPEED, SPEED_STRICT, SHUFFLE_TIES);

    private Steer() {}

    /** What a command line says of steering. */
    static SteeringOptions options(Arguments arguments) throws UsageException {
        String control = arguments.value(CONTROL);
        String time = arguments.value(Serve.TIME);
        if (control != null && time != null && isSame(control, time)) {
            throw new UsageException("--control and --time need a socket each: " + control);
        }
        long strict = arguments.duration(SPEED_STRICT, 0);
        if (strict != 0 && !arguments.has(SPEED) && control == null) {
            throw new UsageException("--speed-strict needs --speed=F: what it falls behind");
        }
        return new SteeringOptions(control, speed(arguments), strict, seed(arguments));
    }

    private static boolean isSame(String one, String other) {
        return Path.of(one)
                .toAbsolutePath()
                .normalize()
                .equals(Path.of(other).toAbsolutePath().normalize());
    }

    private static double speed(Arguments arguments) throws UsageException {
        return arguments.decimal(SPEED, 0, SteeringOptions.SLOWEST, SteeringOptions.FASTEST);
    }

    private static @Nullable Long seed(Arguments arguments) throws UsageException {
        return arguments.has(SHUFFLE_TIES)
                ? arguments.number(SHUFFLE_TIES, 0, Long.MIN_VALUE, Long.MAX_VALUE)
                : null;
    }
}
