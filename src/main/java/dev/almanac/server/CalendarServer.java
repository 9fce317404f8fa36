// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Conductor;
import dev.almanac.sched.Journal;
import dev.almanac.sched.Outcome;
import dev.almanac.sched.SharedTime;
import dev.almanac.sched.Situation;
import dev.almanac.shm.SharedMemory;
import dev.almanac.sys.LinuxSyscalls;
import dev.almanac.sys.SyscallException;
import dev.almanac.sys.Syscalls;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;

/**
 * A calendar that participants connect to. From {@link #open} on they can; {@link #run} serves them
 * until the simulation ends.
 *
 * <p>Belongs to the thread that opens it, but for {@link #stop}.
 */
public final class CalendarServer implements AutoCloseable {
    /** The descriptor that participants get for their log: our standard output. */
    private static final int STANDARD_OUTPUT = 1;

    private final ServerOptions options;
    private final Syscalls sys;
    private final PrintStream out;
    private final PrintStream err;
    private final Closer closer;
    private final Reports reports;
    private final Summary summary = new Summary();
    private final FlightRecorder flight;
    private final MissionControl missionControl = new MissionControl();
    private final EventLoop loop;
    private final @Nullable SharedMemory memory;
    private final Insiders insiders;
    private final Conductor conductor;
    private final Doors doors = new Doors();
    private final @Nullable GuestNetwork network;
    private final @Nullable Helm helm;
    private final StateReport state;
    private final OtherThreads others;

    private CalendarServer(
            ServerOptions options,
            Syscalls sys,
            Closer closer,
            PrintStream out,
            PrintStream err,
            Journal journal)
            throws StartupException {
        this.options = options;
        this.out = out;
        this.err = err;
        this.closer = closer;
        this.sys = sys;
        reports = new Reports(err);
        if (options.cpu() >= 0) {
            Affinity.pin(sys, options.cpu());
        }
        flight = new FlightRecorder(options.settings().timeAtStart());
        closer.opened(flight::close);
        memory = options.shareMemory() ? openMemory() : null;
        loop =
                memory == null
                        ? new EventLoop(sys, closer, options.spin())
                        : new EventLoop(sys, closer, options.spin(), memory.fd(), STANDARD_OUTPUT);
        insiders = new Insiders(loop.delivery());
        others = new OtherThreads(loop);
        conductor =
                new Conductor(
                        options.settings(),
                        options.steering().calendar(),
                        memory == null ? SharedTime.NONE : memory,
                        insiders,
                        journals(journal));
        Reception reception = new Reception(conductor, loop.delivery());
        closer.opened(reception::close);
        GuestNetwork.Surroundings around =
                new GuestNetwork.Surroundings(
                        sys,
                        loop.poller(),
                        options.access(),
                        doors,
                        reports,
                        closer,
                        flight,
                        out,
                        err);
        NetworkOptions net = options.network();
        network = net == null ? null : SimulatedNetwork.open(net, around, conductor);
        helm = Helm.take(conductor, options.steering(), around, summary, loop::stop);
        if (network != null || helm != null) {
            loop.keepOrder();
        }
        Situation situation = conductor.situation();
        HangReport hangReport =
                new HangReport(
                        situation, network == null ? null : network.network(), reports, flight);
        state = new StateReport(situation, hangReport, reports, err);
        loop.watchedBy(
                new Watch(
                        options.hangWarn(),
                        options.hangTimeout(),
                        situation,
                        hangReport,
                        new LeftBehind(loop, conductor, network, reports)));
        around.open(
                options.path(),
                (fd, pid) -> loop.delivery().connect(fd, pid, reception, conductor));
        LiveReport live = LiveReport.open(options, sys, situation, summary, flight);
        closer.opened(live::close);
        loop.every(LiveReport.PERIOD, live::update);
        String record = options.record();
        if (record != null) {
            flight.recordTo(record, sys, reports); // last: a start that fails replaces no file
        }
    }

    private SharedMemory openMemory() {
        SharedMemory opened = SharedMemory.create(sys, options.settings().maxSlots());
        closer.opened(opened::close);
        return opened;
    }

    private Journal journals(Journal another) {
        DebugLog log = // as the controller: with -1 not even who comes and goes
                options.debugLevel() < 0 ? null : new DebugLog(out, options.debugLevel());
        return new Journals(log, reports, summary, flight, missionControl, another);
    }

    /**
     * Begins to listen.
     *
     * @param sys of the calling thread
     * @param out gets the debug lines
     * @param err gets what goes wrong, and the summary
     * @param journal sees what happens, besides
     * @throws StartupException if it cannot; the message says why in one line
     */
    public static CalendarServer open(
            ServerOptions options, Syscalls sys, PrintStream out, PrintStream err, Journal journal)
            throws StartupException {
        Closer closer = new Closer();
        try {
            return new CalendarServer(options, sys, closer, out, err, journal);
        } catch (SyscallException e) {
            closer.close();
            throw new StartupException("cannot begin: " + e.getMessage());
        } catch (StartupException | RuntimeException | Error e) {
            closer.close();
            throw e;
        }
    }

    /**
     * Begins to listen, as the calling thread.
     *
     * @param out gets the debug lines
     * @param err gets what goes wrong, and the summary
     * @throws StartupException if it cannot; the message says why in one line
     */
    public static CalendarServer open(ServerOptions options, PrintStream out, PrintStream err)
            throws StartupException {
        return open(options, new LinuxSyscalls(), out, err, new Journal() {});
    }

    /** Any thread: the simulated time in nanoseconds, as it was not much ago. */
    public long simulatedNanos() {
        return summary.now();
    }

    /** Any thread: how often somebody was given the floor, as of not much ago. */
    public long grants() {
        return summary.grants();
    }

    /** Any thread, once {@link #run} has returned: the digest of the schedule. */
    public long digest() {
        return flight.digest();
    }

    /**
     * Before {@link #run}, once: lets threads of this process take part.
     *
     * @throws IllegalStateException if no memory is shared, which they need
     */
    public InnerDoor openInnerDoor() {
        if (memory == null) {
            throw new IllegalStateException("participants of this process need shared memory");
        }
        InnerDoor opened = new InnerDoor(loop, memory, conductor, insiders);
        closer.opened(opened::close);
        return opened;
    }

    /** Conducts the simulation to its end. */
    public Ending run() {
        Ending ending = null;
        try {
            ending = conduct();
            return ending;
        } finally {
            missionControl.ended();
            flight.ended(ending, options.path(), sys, reports);
        }
    }

    private Ending conduct() {
        if (options.settings().clients() == 0) {
            reports.nobodyToWaitFor();
        }
        loop.run(conductor, doors, this::beforeWaiting);
        out.flush();
        if (loop.isHung()) {
            reports.say("gave up waiting (--hang-timeout)");
        }
        Outcome outcome = conductor.outcome();
        if (outcome == null) {
            return unfinished();
        }
        return switch (outcome) {
            case STUCK -> Ending.STUCK;
            case ENDED -> reports.allIsWell() ? Ending.CLEAN : Ending.WITH_VIOLATIONS;
        };
    }

    /** Prints who took part, and what it did. */
    public void printSummary() {
        summary.print(err);
        if (network != null) {
            network.printSummary();
        }
        if (helm != null) {
            helm.printSummary(err);
        }
    }

    /** What the conductor's steps since the last call have led to besides messages. */
    private void beforeWaiting() {
        out.flush();
        if (others.askedForState()) {
            state.print();
        }
        if (helm != null) {
            helm.afterTurns();
        }
        if (options.strict() && reports.violations() > 0) {
            loop.stop();
        }
    }

    private Ending unfinished() {
        if (loop.isHung()) {
            return Ending.HUNG;
        }
        if (helm != null && helm.isTooLate()) {
            return Ending.BEHIND;
        }
        return reports.allIsWell() ? Ending.STOPPED : Ending.STOPPED_WITH_VIOLATIONS;
    }

    /** Any thread: has the state of the simulation printed, by {@link #run} as soon as it can. */
    public void reportState() {
        others.askForState();
    }

    /**
     * Any thread: ends {@link #run} soon, and waits until all is closed. If that takes too long, as
     * when nobody reads our standard output, only the sockets' files are taken away.
     *
     * @param millis how long to wait at most, in milliseconds
     * @return whether it is closed
     */
    public boolean stop(long millis) throws InterruptedException {
        boolean inTime = others.stop(millis);
        if (!inTime) {
            doors.removeFiles(new LinuxSyscalls());
        }
        return inTime;
    }

    /** Takes the socket away and ends all connections. */
    @Override
    public void close() {
        others.closes(closer);
    }
}
