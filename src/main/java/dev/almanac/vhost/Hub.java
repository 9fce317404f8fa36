// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.vhost;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The switch: takes frames from ports and brings them to others at the time they are due.
 *
 * <p>It acts in turns, which its clock gives it, in order of time among all others: one for what
 * guests have to send, one for each frame that arrives. In simulated time, whoever is called
 * answers before anything else happens, so that the order in which guests ask for their turns does
 * not depend on how fast they are: a turn stops at each call, and goes on with {@link #answered}.
 *
 * <p>Belongs to the event loop's thread. Knows no sockets and no real time.
 */
final class Hub implements AutoCloseable {
    private final NetworkClock clock;
    private final FrameTap tap;
    private final Forwarding forwarding;
    private final Intake intake;
    private final Round round;
    private final Load load;
    private final boolean immediate;
    private final boolean waits;

    private final FramePool frames = new FramePool();
    private final FramesInFlight inFlight = new FramesInFlight();
    private final List<Port> ports = new ArrayList<>();
    private final ArrayDeque<Port> kicked = new ArrayDeque<>();
    private long kickedAt;

    // The turn that is being taken.
    private boolean busy;
    private boolean stepping;
    private boolean halted;
    private boolean arriving;
    private boolean arrived;
    private long now;
    private @Nullable Port awaited;

    // What a guest sends, in a turn.
    private @Nullable Port sender;
    private int left;
    private boolean owesBuffer;
    private boolean called;

    /**
     * A switch without ports.
     *
     * @param immediate whether frames arrive when they are sent, in the same turn
     * @param waits whether a turn waits for the answers of the guests that it calls
     */
    Hub(
            NetworkClock clock,
            NetworkJournal journal,
            FrameTap tap,
            Forwarding forwarding,
            boolean immediate,
            boolean waits) {
        this.clock = clock;
        this.tap = tap;
        this.forwarding = forwarding;
        this.immediate = immediate;
        this.waits = waits;
        intake = new Intake(journal, tap, forwarding, frames);
        load = new Load(journal);
        round = new Round(ports, forwarding, tap, frames);
    }

    /** How many ports there are. */
    int size() {
        return ports.size();
    }

    /** The port whose answer a turn waits for; null if there is none. */
    @Nullable Port awaited() {
        return awaited;
    }

    void plug(Port port) {
        ports.add(port);
        tap.connected(port);
    }

    /** Takes a port out. What it sent arrives; what was sent to it does not. */
    void unplug(Port port) {
        int index = ports.indexOf(port);
        if (index < 0) {
            return;
        }
        ports.remove(index);
        round.removed(index);
        kicked.remove(port);
        forwarding.forget(port);
        stopTakingFrom(port);
        if (awaited == port) {
            awaited = null;
        }
        goOn();
    }

    /**
     * A guest has something to send: asks for a turn, before all others at this time.
     *
     * @param confirmed is run when whoever runs knows that it stops for that
     */
    void kick(Port port, Runnable confirmed) {
        if (!kicked.contains(port)) {
            if (kicked.isEmpty()) {
                kickedAt = clock.now();
            }
            kicked.add(port);
            askForTurn();
        }
        clock.stopRunner(port.pid(), confirmed);
    }

    /**
     * A guest is about to switch off its transmit queue, and to take its memory back: takes what it
     * has sent, now, though somebody runs.
     */
    void drain(Port port) {
        boolean sending = sender == port;
        if (sending && owesBuffer) {
            port.station.giveBack();
        }
        stopTakingFrom(port);
        if (kicked.remove(port) || sending) {
            for (int i = port.station.waiting(); i > 0 && ports.contains(port); i--) {
                Frame frame = intake.take(port, clock.now());
                if (frame != null) {
                    launch(frame);
                }
                port.station.giveBack();
            }
            askForTurn();
        }
    }

    /**
     * The time has come that was asked for, and nobody runs.
     *
     * @return whether the turn is over; if not, {@link NetworkClock#turnEnded} will say so
     */
    boolean turn(long time) {
        if (busy) {
            throw new IllegalStateException("the last turn is not over");
        }
        busy = true;
        now = time;
        // What was sent goes first; frames have turns of their own, as others may be between.
        arriving = kicked.isEmpty();
        arrived = false;
        step();
        return !busy;
    }

    /** A guest answered a call. */
    void answered(Port port) {
        if (awaited == port) {
            awaited = null;
            goOn();
        }
    }

    /** Takes no turn any more, and finishes none. */
    void halt() {
        halted = true;
    }

    private void goOn() {
        if (stepping || halted) {
            return; // a step looks for itself
        }
        if (!busy) {
            askForTurn();
        } else if (awaited == null) {
            step();
            if (!busy) {
                clock.turnEnded();
            }
        }
    }

    private void step() {
        stepping = true;
        while (awaited == null && busy) {
            if (round.isUnderWay()) {
                Port reached = round.proceed(now);
                if (reached != null) {
                    call(reached, Station.RECEIVE);
                }
            } else if (sender != null) {
                sendOn(sender);
            } else {
                begin();
            }
        }
        stepping = false;
        if (!busy) {
            askForTurn();
        }
    }

    private void begin() {
        Port port = arriving ? null : kicked.poll();
        Frame frame = arriving && !arrived ? inFlight.peek() : null;
        if (port != null) {
            load.add(now);
            sender = port;
            owesBuffer = false;
            called = false;
            left = port.station.waiting();
        } else if (frame != null && frame.due - now <= 0) {
            load.add(now);
            arrived = true;
            inFlight.poll();
            round.begin(frame);
        } else {
            busy = false;
        }
    }

    /** Takes one frame of what a guest sends. */
    private void sendOn(Port port) {
        if (owesBuffer) {
            owesBuffer = false;
            port.station.giveBack();
            // One call tells of all buffers while the guest stands still; else of those so far.
            if (!called || !waits) {
                called = true;
                call(port, Station.TRANSMIT);
            }
        } else if (left == 0) {
            sender = null;
        } else {
            left--;
            Frame frame = intake.take(port, now);
            owesBuffer = sender == port;
            if (frame != null && immediate) {
                round.begin(frame);
            } else if (frame != null) {
                launch(frame);
            }
        }
    }

    private void launch(Frame frame) {
        frame.ticket = clock.ticket();
        inFlight.add(frame);
    }

    private void call(Port port, int queue) {
        if (waits) {
            awaited = port; // before the call: it may fail, which takes the port out
        }
        port.station.call(queue);
    }

    private void stopTakingFrom(Port port) {
        if (sender == port) {
            sender = null;
            owesBuffer = false;
            left = 0;
        }
    }

    private void askForTurn() {
        if (busy) {
            return; // at the end of the turn
        }
        Frame next = inFlight.peek();
        if (!kicked.isEmpty() && (next == null || kickedAt - next.due <= 0)) {
            clock.wakeAt(kickedAt, NetworkClock.FIRST);
        } else if (next != null) {
            clock.wakeAt(next.due, next.ticket);
        } else {
            clock.sleep();
        }
    }

    /** Forgets all frames. */
    @Override
    public void close() {
        frames.close();
    }
}
