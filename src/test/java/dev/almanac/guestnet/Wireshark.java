// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.guest.Child;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Wireshark's programs find in a capture; they must find nothing wrong with it. */
final class Wireshark {
    private static final Pattern COUNT = Pattern.compile("Number of packets:\\s+(\\d+)");

    private final Path directory;
    private int runs;

    /** Their outputs go to files in {@code directory}. */
    Wireshark(Path directory) {
        this.directory = directory;
    }

    static boolean isInstalled() {
        return Tool.isInstalled("tshark") && Tool.isInstalled("capinfos");
    }

    /**
     * A frame of a capture.
     *
     * @param where the interface: whose port, and whether it was sent or delivered there
     * @param seconds since the simulation began
     */
    record Seen(String where, double seconds) {}

    /** All frames, in their order. */
    List<Seen> frames(Path capture) throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        "tshark",
                        "-r",
                        capture.toString(),
                        "-Tfields",
                        "-eframe.interface_name",
                        "-eframe.time_epoch");
        return run(command).lines().map(Wireshark::seen).toList();
    }

    /** How long each ping that has arrived was on its way, there or back, in seconds. */
    List<Double> pings(Path capture) throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        "tshark",
                        "-r",
                        capture.toString(),
                        "-Yicmp",
                        "-Tfields",
                        "-eframe.time_epoch",
                        "-eicmp.type",
                        "-eicmp.ident",
                        "-eicmp.seq");
        Map<String, Double> sent = new HashMap<>();
        List<Double> delays = new ArrayList<>();
        for (String line : run(command).lines().toList()) {
            String[] timeAndWhich = line.split("\t", 2);
            double seconds = Double.parseDouble(timeAndWhich[0]);
            Double before = sent.putIfAbsent(timeAndWhich[1], seconds);
            if (before != null) {
                delays.add(seconds - before);
            }
        }
        return delays;
    }

    /** How many frames there are. */
    int count(Path capture) throws IOException, InterruptedException {
        String text = run(List.of("capinfos", "-c", "-M", capture.toString()));
        Matcher count = COUNT.matcher(text);
        assertTrue(count.find(), text);
        return Integer.parseInt(count.group(1));
    }

    private static Seen seen(String line) {
        String[] fields = line.split("\t", -1);
        return new Seen(fields[0], Double.parseDouble(fields[1]));
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        String name = command.getFirst() + "-" + ++runs;
        try (Child tool = Child.start(name, directory, command)) {
            assertEquals(0, tool.awaitExit(), tool::report);
            return tool.out();
        }
    }
}
