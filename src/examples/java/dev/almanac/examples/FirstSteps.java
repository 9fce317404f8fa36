// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.examples;

import dev.almanac.client.Appointment;
import dev.almanac.client.CalendarGoneException;
import dev.almanac.client.CalendarInterruptedException;
import dev.almanac.client.Participant;
import dev.almanac.embed.Simulation;
import dev.almanac.server.ServerOptions;
import dev.almanac.server.StartupException;

import java.io.PrintStream;

/**
 * What participants can do, a bit at a time: the pieces that docs/participants-in-java.md shows.
 */
public final class FirstSteps {
    private static final long MILLISECOND = 1_000_000;

    private FirstSteps() {}

    /** Plans, and changes its plans. */
    public static void plan(Participant device, PrintStream out) {
        Appointment poll = device.every(20 * MILLISECOND, () -> out.println("poll"));
        Appointment timeout = device.after(50 * MILLISECOND, () -> out.println("timeout"));
        device.at(45 * MILLISECOND, () -> timeout.moveTo(device.now() + 50 * MILLISECOND));
        device.at(70 * MILLISECOND, poll::cancel);
        device.run();
    }

    /** Runs a while, looks, and runs on. */
    public static void step(Participant device, PrintStream out) {
        device.every(20 * MILLISECOND, () -> out.println("poll"));
        device.runUntil(50 * MILLISECOND);
        out.println("it is " + device.now() + " ns, and " + device.timeOfDay() + " ns since 1970");
        device.runFor(30 * MILLISECOND);
    }

    /** Answers each question of another participant half a millisecond later. */
    public static void answer(Participant server) {
        server.onBroadcast(
                bits -> {
                    if (bits > 0) {
                        server.after(MILLISECOND / 2, () -> server.broadcast(-bits));
                    } else {
                        server.close();
                    }
                });
        server.run();
    }

    /** Asks a question, and says good-bye when it is answered. */
    public static void ask(Participant client, PrintStream out) {
        client.onBroadcast(
                bits -> {
                    out.println("the answer to " + -bits + " came at " + client.now() + " ns");
                    client.onBroadcast(null);
                    client.after(MILLISECOND, () -> client.broadcast(0));
                });
        client.after(MILLISECOND, () -> client.broadcast(42));
        client.run();
    }

    /** Says why it cannot go on. */
    public static void untilTheEnd(String path, PrintStream out) {
        try (Participant device = Participant.connect(path, 9)) {
            device.every(20 * MILLISECOND, () -> {});
            device.run();
        } catch (CalendarGoneException e) {
            out.println(e.getMessage());
        } catch (CalendarInterruptedException e) {
            out.println("told to stop");
        }
    }

    /** The same participants, without a socket: here each has a thread of its own. */
    public static void embed(PrintStream out) {
        try (Simulation simulation = Simulation.create().participants(2).open()) {
            simulation.join(1, FirstSteps::answer);
            simulation.join(2, client -> ask(client, out));
            simulation.run();
        }
    }

    /** Others join by a socket: guests, for example. */
    public static void embedBesideOthers(String socket, PrintStream out) throws StartupException {
        ServerOptions options = ServerOptions.at(socket).clients(2).debugLevel(-1).build();
        try (Simulation simulation = Simulation.listen(options)) {
            Participant device = simulation.join(1);
            device.every(20 * MILLISECOND, () -> out.println("poll"));
            device.runUntil(50 * MILLISECOND);
            device.close();
            simulation.run();
        }
    }

    /** Two participants in one thread: a grant from one to the other changes no thread. */
    public static void embedInOneThread(PrintStream out) {
        try (Simulation simulation = Simulation.create().participants(2).open()) {
            Participant fast = simulation.join(1);
            Participant slow = simulation.join(2);
            fast.every(20 * MILLISECOND, () -> out.println("fast"));
            slow.every(50 * MILLISECOND, () -> out.println("slow"));
            fast.runUntil(100 * MILLISECOND);
        }
    }
}
