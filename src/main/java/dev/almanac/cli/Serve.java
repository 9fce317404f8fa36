// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import dev.almanac.server.CalendarServer;
import dev.almanac.server.Ending;
import dev.almanac.server.NetworkOptions;
import dev.almanac.server.ServerOptions;
import dev.almanac.server.StartupException;
import dev.almanac.trace.Digest;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The program's main job: a calendar, with the options of usfstl's controller and our own. */
final class Serve {
    static final Option TIME =
            Option.value("time", 't', "SOCKET", "where participants connect (required)");
    static final Option CLIENTS =
            Option.value("clients", 'c', "N", "wait for N participants before the first starts")
                    .detail(
                            "They then start at the same simulated time, in the order of their IDs."
                                + " At most `--max-clients`; with 0 there is nothing to wait for,"
                                + " and the simulation ends at once.");
    static final Option DEBUG =
            Option.value(
                            "debug",
                            "LEVEL",
                            "0 (default): who comes and goes; 2: all messages; 3: schedule")
                    .detail("The lines are those of usfstl's controller.");
    static final Option TIME_AT_START =
            Option.value(
                    "time-at-start",
                    "NS",
                    "time of day at the start, ns since 1970 (default, and 0: now)");
    static final Option NO_SHM = Option.flag("no-shm", "do not offer shared memory");
    static final Option SKIP =
            Option.flag("sched-disable-skip-external-request", "accepted, has no effect")
                    .detail("As in usfstl's controller.");
    static final Option FREE_RUN =
            Option.value(
                            "free-run",
                            "DURATION",
                            "how far a participant may run ahead alone (default 1s; 0: no bound)")
                    .detail(
                            "Who joins late gets in within it. 0 is what usfstl's controller"
                                    + " does.");
    static final Option STRICT =
            Option.flag("strict", "end the simulation when a participant breaks the protocol")
                    .detail("Otherwise only its connection is closed, and the others run on.");
    static final Option STORM_WARN =
            Option.value(
                            "storm-warn",
                            "N",
                            "report when so many grants were made at one instant (default 100000;"
                                    + " 0: never)")
                    .detail("Simulated time does not go on then.");
    static final Option HANG_WARN =
            Option.value(
                            "hang-warn",
                            "DURATION",
                            "report when whoever runs has said nothing for so long in real time"
                                    + " (default 5s; 0: never)")
                    .detail(
                            "Likewise when those that `--clients` waits for do not come. The report"
                                + " says who is waited for and what its process is doing; it comes"
                                + " again at intervals that double.");
    static final Option HANG_TIMEOUT =
            Option.value(
                    "hang-timeout",
                    "DURATION",
                    "end the simulation when nothing was said for so long (default: never)");
    static final Option SPIN =
            Option.value(
                            "spin",
                            "DURATION",
                            "look for something to do so long before sleeping (default 0)")
                    .detail(
                            "It costs a processor, and answers sooner those who say something"
                                    + " within that time. On a machine with one processor it has"
                                    + " no effect.");
    static final Option CPU =
            Option.value("cpu", "N", "keep the calendar on this processor (default: any)")
                    .detail("Counted from 0, as taskset does.");
    static final Option RECORD =
            Option.value("record", "FILE", "record all that happens in FILE, for almanac trace")
                    .detail(
                            "Without it the last events are written into SOCKET.trace when a run"
                                    + " ends badly.");
    static final Option DIGEST =
            Option.flag("digest", "print a digest of the schedule at the end: equal in equal runs");
    static final Option MAX_CLIENTS =
            Option.value("max-clients", "N", "how many may take part at a time (default 65534)");

    static final List<Option> OPTIONS =
            List.of(
                    TIME,
                    CLIENTS,
                    DEBUG,
                    TIME_AT_START,
                    NO_SHM,
                    FREE_RUN,
                    MAX_CLIENTS,
                    STRICT,
                    STORM_WARN,
                    HANG_WARN,
                    HANG_TIMEOUT,
                    SPIN,
                    CPU,
                    RECORD,
                    DIGEST,
                    SKIP);

    static final Command COMMAND =
            new Command(
                    "",
                    "--time=SOCKET --clients=N [options]",
                    "conduct a simulation of N participants or more, until the last one leaves",
                    List.of(
                            new OptionGroup("Options", OPTIONS),
                            new OptionGroup("Who may connect", Sockets.OPTIONS),
                            new OptionGroup("Steering", Steer.OPTIONS),
                            new OptionGroup("Ethernet between guests", Net.OPTIONS)),
                    Serve::run);

    private static final long SECOND = 1_000_000_000;

    private Serve() {}

    static ExitStatus run(List<String> words, Console console)
            throws UsageException, StartupException {
        Arguments arguments = Arguments.parse(words, COMMAND.options());
        NetworkOptions network = Net.options(arguments);
        if (arguments.has(Net.WALLCLOCK)) {
            return Net.inRealTime(arguments, network, console);
        }
        ServerOptions options = options(arguments, network);
        try (OrderlyExit exit = OrderlyExit.inForce();
                CalendarServer server =
                        CalendarServer.open(options, console.out(), console.err())) {
            exit.stops(server::stop);
            StateSignal.calls(server::reportState);
            Ending ending = server.run();
            server.printSummary();
            if (arguments.has(DIGEST)) {
                console.out().println("digest " + Digest.toString(server.digest()));
            }
            return ExitStatus.of(ending);
        }
    }

    private static ServerOptions options(Arguments arguments, @Nullable NetworkOptions network)
            throws UsageException {
        String path = arguments.value(TIME);
        if (path == null) {
            throw new UsageException("--time=SOCKET is missing: where participants connect");
        }
        int maxClients = (int) arguments.number(MAX_CLIENTS, 65_534, 1, 65_534);
        int clients = (int) arguments.number(CLIENTS, 0, 0, maxClients);
        long timeAtStart = arguments.number(TIME_AT_START, 0, 0, Long.MAX_VALUE);
        return ServerOptions.at(path)
                .access(Sockets.access(arguments))
                .clients(clients)
                .maxClients(maxClients)
                .freeRun(arguments.duration(FREE_RUN, SECOND))
                .timeAtStart(timeAtStart)
                .shareMemory(!arguments.has(NO_SHM))
                .debugLevel((int) arguments.number(DEBUG, 0, -1, Integer.MAX_VALUE))
                .strict(arguments.has(STRICT))
                .stormWarn(arguments.number(STORM_WARN, 100_000, 0, Long.MAX_VALUE / 10))
                .hangWarn(arguments.duration(HANG_WARN, 5 * SECOND))
                .hangTimeout(arguments.duration(HANG_TIMEOUT, 0))
                .spin(spin(arguments))
                .cpu((int) arguments.number(CPU, -1, 0, 1 << 16))
                .record(arguments.value(RECORD))
                .network(network)
                .steering(Steer.options(arguments))
                .build();
    }

    private static long spin(Arguments arguments) throws UsageException {
        boolean alone = Runtime.getRuntime().availableProcessors() == 1;
        return alone ? 0 : arguments.duration(SPIN, 0); // nobody could say anything meanwhile
    }
}
