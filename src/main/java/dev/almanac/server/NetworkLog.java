// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.vhost.Counters;
import dev.almanac.vhost.Drop;
import dev.almanac.vhost.EtherAddress;
import dev.almanac.vhost.NetworkJournal;
import dev.almanac.vhost.Port;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What people are told of the network: on standard output the lines of usfstl's controller, their
 * ends included; on standard error what goes wrong, and a table at the end.
 */
final class NetworkLog implements NetworkJournal {
    private static final String ROW = "  %-22s %9s %12s %9s %12s  %s%n";

    private final PrintStream out;
    private final PrintStream err;
    private final Reports reports;
    private final Map<Port, String> commands = new HashMap<>();

    NetworkLog(PrintStream out, PrintStream err, Reports reports) {
        this.out = out;
        this.err = err;
        this.reports = reports;
    }

    @Override
    public void connected(Port port) {
        commands.put(port, ProcessState.command(port.pid()));
        out.print("net client " + port.client() + " connected\r\n");
    }

    @Override
    public void learned(Port port, long address) {
        String text = EtherAddress.toString(address);
        out.print("learned addr " + text + " for net " + port.client() + "\r\n");
    }

    @Override
    public void misbehaved(Port port, String what) {
        reports.misbehaved(port, commands.getOrDefault(port, ""), what);
    }

    @Override
    public void disconnected(Port port) {
        commands.remove(port);
    }

    @Override
    public void callRefused(Port port, int status) {
        reports.say(port + " refused an interrupt of its network card, with status " + status);
    }

    @Override
    public void storm(long time, long frames) {
        reports.say(
                "%d frames at %s: guests answer each other without time going on; --net-delay?"
                        .formatted(frames, Seconds.exact(time)));
    }

    /** Frames cannot be recorded any more; the simulation goes on. */
    void captureFailed(Exception cause) {
        reports.say("cannot write the capture any more: " + cause);
    }

    /** Prints what went through each port. */
    void printSummary(List<Port> ports) {
        if (ports.isEmpty()) {
            reports.say("no network card has connected");
            return;
        }
        err.printf(ROW, "network card of", "sent", "bytes", "received", "bytes", "dropped");
        for (Port port : ports) {
            Counters counters = port.counters();
            err.printf(
                    ROW,
                    port,
                    counters.framesSent(),
                    counters.bytesSent(),
                    counters.framesReceived(),
                    counters.bytesReceived(),
                    drops(counters));
        }
        err.flush();
    }

    private static String drops(Counters counters) {
        StringBuilder text = new StringBuilder();
        for (Drop drop : Drop.values()) {
            long frames = counters.dropped(drop);
            if (frames > 0) {
                text.append(text.isEmpty() ? "" : ", ").append(frames).append(' ');
                text.append(drop.reason());
            }
        }
        return text.isEmpty() ? "0" : text.toString();
    }
}
