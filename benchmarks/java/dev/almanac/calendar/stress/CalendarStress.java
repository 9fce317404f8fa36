// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.calendar.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import dev.almanac.calendar.Calendar;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Each test lets a writer race with the conductor. The arbiter plays the conductor's next round,
 * when all is quiet. Whatever is not listed is forbidden. In the results, -1 is "no request".
 */
public final class CalendarStress {
    private static final int SLOT = 1;

    private CalendarStress() {}

    /** A calendar with one open slot, and what a conductor's round sees of it. */
    public abstract static class OneSlot {
        final Calendar calendar = new Calendar();

        OneSlot() {
            calendar.open(SLOT);
        }

        int drain() {
            calendar.drain();
            return calendar.pending(SLOT) ? (int) calendar.time(SLOT) : -1;
        }

        int drainAndTake() {
            int time = drain();
            if (time != -1) {
                calendar.take(SLOT);
            }
            return time;
        }
    }

    /** Post against drain. */
    @JCStressTest
    @Description("A post is seen by the drain it races with, or by the next.")
    @Outcome(id = "-1, 10", expect = ACCEPTABLE, desc = "Seen by the next drain.")
    @Outcome(id = "10, 10", expect = ACCEPTABLE, desc = "Seen at once.")
    @State
    public static class PostAgainstDrain extends OneSlot {
        @Actor
        public void writer() {
            calendar.post(SLOT, 10);
        }

        @Actor
        public void conductor(II_Result result) {
            result.r1 = drain();
        }

        @Arbiter
        public void next(II_Result result) {
            result.r2 = drain();
        }
    }

    /** Post against a conductor that grants what it sees. */
    @JCStressTest
    @Description("A request is granted once, also if its writer had yet to mark it when it was.")
    @Outcome(id = "-1, 20", expect = ACCEPTABLE, desc = "Both are in before the drain is there.")
    @Outcome(id = "10, 20", expect = ACCEPTABLE, desc = "One drain each.")
    @Outcome(id = "20, -1", expect = ACCEPTABLE, desc = "The first is overwritten unseen.")
    @State
    public static class OverwriteAgainstTake extends OneSlot {
        @Actor
        public void writer() {
            calendar.post(SLOT, 10);
            calendar.post(SLOT, 20);
        }

        @Actor
        public void conductor(II_Result result) {
            result.r1 = drainAndTake();
        }

        @Arbiter
        public void next(II_Result result) {
            result.r2 = drainAndTake();
        }
    }

    /** The same with a writer that comes back to a cell while the conductor may be reading it. */
    @JCStressTest
    @Description("A request is granted with its own time, and none twice.")
    @Outcome(id = "(-1|10|20), 30", expect = ACCEPTABLE, desc = "The last is left.")
    @Outcome(id = "30, -1", expect = ACCEPTABLE, desc = "The last is granted at once.")
    @State
    public static class ThreePostsAgainstTake extends OneSlot {
        @Actor
        public void writer() {
            calendar.post(SLOT, 10);
            calendar.post(SLOT, 20);
            calendar.post(SLOT, 30);
        }

        @Actor
        public void conductor(II_Result result) {
            result.r1 = drainAndTake();
        }

        @Arbiter
        public void next(II_Result result) {
            result.r2 = drainAndTake();
        }
    }

    /** The conductor drains twice while the writer finds its bit still set, or just taken. */
    @JCStressTest
    @Description("What was posted last is there in the end, and time does not go backwards.")
    @Outcome(id = "-1, 20", expect = ACCEPTABLE, desc = "Both come later.")
    @Outcome(id = "10, 20", expect = ACCEPTABLE, desc = "The second comes later.")
    @Outcome(id = "20, 20", expect = ACCEPTABLE, desc = "Both are seen.")
    @State
    public static class OverwriteAgainstTwoDrains extends OneSlot {
        @Actor
        public void writer() {
            calendar.post(SLOT, 10);
            calendar.post(SLOT, 20);
        }

        @Actor
        public void conductor(II_Result result) {
            int first = drain();
            int second = drain();
            result.r1 = second < first ? -2 : second;
        }

        @Arbiter
        public void next(II_Result result) {
            result.r2 = drain();
        }
    }

    /** Withdrawal against drain and take. */
    @JCStressTest
    @Description("After a withdrawal, the request was granted or not, but it is gone.")
    @Outcome(id = "10, -1", expect = ACCEPTABLE, desc = "Granted before the withdrawal is seen.")
    @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "Withdrawn in time.")
    @State
    public static class WithdrawAgainstTake extends OneSlot {
        /** The request is there already. */
        public WithdrawAgainstTake() {
            calendar.post(SLOT, 10);
            calendar.drain();
        }

        @Actor
        public void writer() {
            calendar.withdraw(SLOT);
        }

        @Actor
        public void conductor(II_Result result) {
            result.r1 = drainAndTake();
        }

        @Arbiter
        public void next(II_Result result) {
            result.r2 = drain();
        }
    }

    /** A withdrawal with a new request after it, against drain and take. */
    @JCStressTest
    @Description("The new request is granted once, whatever became of the old one.")
    @Outcome(id = "(-1|10), 20", expect = ACCEPTABLE, desc = "The new one comes later.")
    @Outcome(id = "20, -1", expect = ACCEPTABLE, desc = "The new one is granted at once.")
    @State
    public static class WithdrawAndPostAgainstTake extends OneSlot {
        /** The request is there already. */
        public WithdrawAndPostAgainstTake() {
            calendar.post(SLOT, 10);
            calendar.drain();
        }

        @Actor
        public void writer() {
            calendar.withdraw(SLOT);
            calendar.post(SLOT, 20);
        }

        @Actor
        public void conductor(II_Result result) {
            result.r1 = drainAndTake();
        }

        @Arbiter
        public void next(II_Result result) {
            result.r2 = drainAndTake();
        }
    }

    /** Two writers that share a word of the dirty bits, and a drain by one of them. */
    @JCStressTest
    @Description("Neither neighbour loses the other's bit, and one's own post is seen at once.")
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Both are seen.")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "The other comes later.")
    @State
    public static class TwoSlotsOfOneWord extends OneSlot {
        private static final int NEIGHBOUR = 2;

        @Actor
        public void writer() {
            calendar.post(NEIGHBOUR, 10);
        }

        @Actor
        public void conductor(II_Result result) {
            calendar.post(SLOT, 10);
            calendar.drain();
            result.r1 = calendar.pending(SLOT) ? calendar.size() : -1;
        }

        @Arbiter
        public void next(II_Result result) {
            calendar.drain();
            result.r2 = calendar.size();
        }
    }

    /** Two writers, nobody drains meanwhile: both raise the flag of their word. */
    @JCStressTest
    @Description("Whoever is first, both are found, in slot order.")
    @Outcome(id = "12", expect = ACCEPTABLE, desc = "First slot 1, then slot 2.")
    @State
    public static class TwoWriters extends OneSlot {
        private static final int NEIGHBOUR = 2;

        @Actor
        public void first() {
            calendar.post(SLOT, 10);
        }

        @Actor
        public void second() {
            calendar.post(NEIGHBOUR, 10);
        }

        @Arbiter
        public void conductor(I_Result result) {
            calendar.drain();
            result.r1 = 10 * calendar.earliest() + calendar.earliestBut(calendar.earliest());
        }
    }

    /** Growth while a slot posts. */
    @JCStressTest
    @Description("Opening a far slot moves nothing under the feet of a writer.")
    @Outcome(id = "-1, 10", expect = ACCEPTABLE, desc = "Seen by the next drain.")
    @Outcome(id = "10, 10", expect = ACCEPTABLE, desc = "Seen at once.")
    @State
    public static class GrowthAgainstPost extends OneSlot {
        private static final int FAR = 300;

        @Actor
        public void writer() {
            calendar.post(SLOT, 10);
        }

        @Actor
        public void conductor(II_Result result) {
            calendar.open(FAR);
            calendar.post(FAR, 20);
            int time = drain();
            result.r1 = calendar.pending(FAR) ? time : -2;
        }

        @Arbiter
        public void next(II_Result result) {
            int time = drain();
            result.r2 = calendar.earliestBut(SLOT) == FAR ? time : -2;
        }
    }
}
