// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import java.util.ArrayList;
import java.util.List;

/** Writes down what happens. */
final class RecordingJournal implements NetworkJournal {
    final List<String> lines = new ArrayList<>();

    @Override
    public void connected(Port port) {
        lines.add("connected " + port.client() + " " + port);
    }

    @Override
    public void learned(Port port, long address) {
        lines.add("learned " + EtherAddress.toString(address) + " " + port);
    }

    @Override
    public void disconnected(Port port) {
        lines.add("disconnected " + port);
    }

    @Override
    public void misbehaved(Port port, String what) {
        lines.add(port + " " + what);
    }

    @Override
    public void callRefused(Port port, int status) {
        lines.add("refused " + port + " " + status);
    }

    @Override
    public void storm(long time, long frames) {
        lines.add("storm " + time + " " + frames);
    }

    /** Whether some line contains that. */
    boolean has(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }
}
