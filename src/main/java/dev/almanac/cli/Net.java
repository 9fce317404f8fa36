// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.server.NetworkOptions;
import dev.almanac.server.Rehearsal;
import dev.almanac.server.SocketAccess;
import dev.almanac.server.StartupException;
import dev.almanac.server.WallclockServer;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The options of the Ethernet between guests. */
final class Net {
    static final Option SOCKET =
            Option.value("net", 'n', "SOCKET", "where guests connect their network cards");
    static final Option DELAY =
            Option.value("net-delay", "MS", "how long a frame takes (default 0.1)")
                    .detail("Up to an hour.");
    static final Option WALLCLOCK =
            Option.flag(
                            "wallclock-network",
                            "only the network, in real time; without --time, --clients")
                    .detail(
                            "For a second or two another rehearses beside it: until then frames may"
                                    + " be milliseconds late.");
    static final Option CAPTURE =
            Option.value(
                            "net-capture",
                            "FILE",
                            "write all frames into FILE, for Wireshark (pcapng)")
                    .detail("Each frame twice: as it is sent, and as it is delivered.");
    static final Option MAC =
            Option.flag("net-mac", "give each card an address derived from its guest's ID")
                    .detail("Guests invent one otherwise.");
    static final Option LEARN =
            Option.flag("net-learn", "flood unknown addresses, and learn moved ones anew");
    static final Option LOSS =
            Option.value("net-loss", "P", "lose this part of the frames, 0 to 1");
    static final Option RATE =
            Option.value("net-rate", "BITS/S", "how fast a guest sends (default: no bound)");
    static final Option JITTER =
            Option.value("net-jitter", "MS", "how much longer a frame takes, by chance");
    static final Option SEED =
            Option.value("seed", "N", "where chance begins (default 0)")
                    .detail("What was lost and late repeats exactly with the same one.");

    static final List<Option> OPTIONS =
            List.of(SOCKET, DELAY, WALLCLOCK, CAPTURE, MAC, LEARN, LOSS, RATE, JITTER, SEED);

    /** The controller takes --net-delay without --net, too. */
    private static final List<Option> NEED_A_NETWORK =
            List.of(WALLCLOCK, CAPTURE, MAC, LEARN, LOSS, RATE, JITTER);

    private static final float DEFAULT_DELAY_MILLIS = 0.1f;

    /** The longest delay that is not taken for a slip: an hour. */
    private static final float MAX_MILLIS = 3_600_000;

    private static final float NANOS_PER_MILLI = 1_000_000;

    private Net() {}

    /** The network that a command line asks for; null if it asks for none. */
    static @Nullable NetworkOptions options(Arguments arguments) throws UsageException {
        String path = arguments.value(SOCKET);
        long delay = millis(arguments, DELAY, DEFAULT_DELAY_MILLIS);
        if (path == null) {
            for (Option option : NEED_A_NETWORK) {
                if (arguments.has(option)) {
                    throw new UsageException(
                            "--" + option.name() + " needs --net=SOCKET: where guests connect");
                }
            }
            return null;
        }
        return new NetworkOptions(
                path,
                delay,
                arguments.value(CAPTURE),
                arguments.has(MAC),
                arguments.has(LEARN),
                arguments.decimal(LOSS, 0, 0, 1),
                arguments.number(RATE, 0, 1, Long.MAX_VALUE / 1_000_000_000),
                millis(arguments, JITTER, 0),
                arguments.number(SEED, 0, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    /** In single precision, and cut off: as usfstl's controller computes it. */
    private static long millis(Arguments arguments, Option option, float otherwise)
            throws UsageException {
        float millis = (float) arguments.decimal(option, otherwise, 0, MAX_MILLIS);
        return (long) (NANOS_PER_MILLI * millis);
    }

    /** The network alone, until a signal ends it. */
    static ExitStatus inRealTime(
            Arguments arguments, @Nullable NetworkOptions options, Console console)
            throws UsageException, StartupException {
        if (options == null || arguments.has(Serve.TIME) || arguments.has(Serve.CLIENTS)) {
            throw new UsageException(
                    "--wallclock-network goes with --net, and without --time and --clients");
        }
        SocketAccess access = Sockets.access(arguments);
        try (OrderlyExit exit = OrderlyExit.inForce();
                WallclockServer server =
                        WallclockServer.open(options, access, console.out(), console.err())) {
            exit.stops(server::stop);
            StateSignal.calls(server::reportState);
            Rehearsal.begin(options, console.err());
            server.run();
            return ExitStatus.SUCCESS;
        }
    }
}
