// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.guest.Child;
import dev.almanac.guest.GuestKernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A User-Mode Linux kernel with a network card. Its root is this machine's. */
final class TalkingGuest implements AutoCloseable {
    private static final Path INIT = Path.of("src/test/guest/net-guest").toAbsolutePath();

    private static final Pattern UPTIME = Pattern.compile("^uptime ([0-9.]+)", Pattern.MULTILINE);

    private final Path mark;
    private final Child child;

    private TalkingGuest(Path mark, Child child) {
        this.mark = mark;
        this.child = child;
    }

    /**
     * Boots a guest.
     *
     * @param directory where its files go
     * @param name of these files, its own in that directory
     * @param commands what it does in a shell when its card has an address; in its environment are
     *     the words, and MARK, a file of its own to make
     * @param words more of its kernel's command line
     */
    static TalkingGuest boot(Path directory, String name, String commands, List<String> words)
            throws IOException {
        Path mark = directory.resolve(name + ".mark");
        Path file = Files.writeString(directory.resolve(name + ".commands"), commands);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                GuestKernel.path().toString(),
                                "mem=32M",
                                "root=/dev/root",
                                "rootfstype=hostfs",
                                "hostfs=/",
                                "rw",
                                "con=null",
                                "con0=fd:0,fd:1",
                                "init=" + INIT,
                                "COMMANDS=" + file,
                                word(mark)));
        command.addAll(words);
        return new TalkingGuest(mark, Child.start(name, directory, command));
    }

    /** Waits until its commands have come to where they make its mark. */
    void assertMakesMark() throws InterruptedException {
        assertTrue(child.await(() -> Files.exists(mark)), () -> "no mark" + report());
    }

    /** Waits until something that it does comes true, as long as it lives. */
    void assertComesTo(BooleanSupplier condition) throws InterruptedException {
        assertTrue(child.await(condition), () -> "it does not come to that" + report());
    }

    /** The process that is at the other end of its connections. */
    long pid() {
        return child.pid();
    }

    /** Stops it where it is; returns when it stands still. */
    void suspend() throws IOException, InterruptedException {
        signal("STOP");
        assertTrue(child.await(() -> isInState('T')), () -> "it does not stop" + report());
    }

    /** Lets it go on. */
    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        assertEquals(0, kill.waitFor(), "kill -" + name);
    }

    /** Waits for its end; 0 says that it powered off. */
    int awaitExit() throws InterruptedException {
        return child.awaitExit();
    }

    /**
     * As a crash would end it, at any moment. A process that it was about to start may stay behind,
     * stopped, and hold its connections, until {@link #close}.
     */
    void kill() throws InterruptedException {
        child.kill();
        child.awaitExit();
    }

    private void killWhatIsLeft() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            all.filter(this::isOurs).forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** As proc(5) has it. */
    private boolean isInState(char state) {
        String stat = Child.read(Path.of("/proc/" + pid() + "/stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2) == state;
    }

    private boolean isOurs(ProcessHandle process) {
        return List.of(process.info().arguments().orElse(new String[0])).contains(word(mark));
    }

    private static String word(Path mark) {
        return "MARK=" + mark;
    }

    boolean isAlive() {
        return child.isAlive();
    }

    /** All that it printed so far. */
    String console() {
        return child.out();
    }

    /** Its {@code /proc/uptime} when its commands had ended, in seconds. */
    double uptime() {
        Matcher line = UPTIME.matcher(console());
        assertTrue(line.find(), () -> "the guest did not say its uptime" + report());
        return Double.parseDouble(line.group(1));
    }

    /** The last lines of its outputs. */
    String report() {
        return child.report();
    }

    @Override
    public void close() {
        child.close();
        killWhatIsLeft();
    }
}
