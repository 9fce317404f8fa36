// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.sched.Conductor;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.util.Locale;

/**
 * What a simulation is steered with: its pace, and the control socket where there is one.
 *
 * <p>Belongs to the event loop's thread.
 */
final class Helm {
    private final Pacer pacer;
    private final Reports reports;
    private final Runnable stop;
    private @Nullable Control control;

    private Helm(Pacer pacer, Reports reports, Runnable stop) {
        this.pacer = pacer;
        this.reports = reports;
        this.stop = stop;
    }

    /**
     * Takes a conductor in hand.
     *
     * @param stop ends the simulation soon
     * @return null if nobody steers while it goes on
     * @throws StartupException if the control socket's path cannot be used
     */
    static @Nullable Helm take(
            Conductor conductor,
            SteeringOptions options,
            GuestNetwork.Surroundings around,
            Summary summary,
            Runnable stop)
            throws StartupException {
        if (!options.isWanted()) {
            return null;
        }
        Pacer pacer =
                new Pacer(
                        around.sys(),
                        around.poller(),
                        conductor,
                        System::nanoTime,
                        options.speedStrict());
        around.closer().opened(pacer::close);
        pacer.setSpeed(options.speed());
        Helm helm = new Helm(pacer, around.reports(), stop);
        String path = options.control();
        if (path != null) {
            Status status = new Status(conductor, pacer, summary);
            ControlCommands commands = new ControlCommands(conductor, status, pacer, stop);
            helm.control = open(path, conductor, commands, pacer, around);
        }
        return helm;
    }

    private static Control open(
            String path,
            Conductor conductor,
            ControlCommands commands,
            Pacer pacer,
            GuestNetwork.Surroundings around)
            throws StartupException {
        Control control =
                new Control(around.sys(), around.poller(), conductor.situation(), commands, pacer);
        around.closer().opened(control::close);
        around.open(path, control);
        return control;
    }

    /** What the turns since the last call have led to. */
    void afterTurns() {
        if (control != null) {
            control.afterTurns();
        }
        if (pacer.isTooLate()) {
            stop.run();
        }
    }

    /** Whether it fell behind its pace farther than allowed; then says so. */
    boolean isTooLate() {
        if (pacer.isTooLate()) {
            reports.tooLate(pacer.behind());
        }
        return pacer.isTooLate();
    }

    /** A line about the pace, where there was one. */
    void printSummary(PrintStream to) {
        if (pacer.speed() != 0) {
            to.printf(
                    Locale.ROOT,
                    "almanac: speed %s times real time, at most %s behind%n",
                    pacer.speed(),
                    Seconds.exact(pacer.mostBehind()));
        }
    }
}
