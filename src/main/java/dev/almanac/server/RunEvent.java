// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

import org.jspecify.annotations.Nullable;

/** For JDK Flight Recorder: a participant had the floor for long. */
@Name("almanac.Run")
@Label("Run")
@Description("A participant had the floor")
@Category("Almanac")
@StackTrace(false)
@Threshold("10 ms")
final class RunEvent extends Event {
    private static final RunEvent PROTOTYPE = new RunEvent();

    @Label("Participant")
    @Nullable String participant;

    @Label("Simulated Time")
    @Description("When it was given the floor, in nanoseconds")
    long simulatedTime;

    /** Whether some recording wants it. */
    static boolean isOn() {
        return PROTOTYPE.isEnabled();
    }
}
