// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

import org.jspecify.annotations.Nullable;

/** For JDK Flight Recorder: a participant was removed, by the calendar or by somebody. */
@Name("almanac.Eviction")
@Label("Eviction")
@Description("The connection of a participant was closed: it broke a rule, or somebody wanted it")
@Category("Almanac")
@StackTrace(false)
final class EvictionEvent extends Event {
    @Label("Participant")
    @Nullable String participant;

    @Label("Rule")
    @Description("Which it broke; none if somebody evicted it on the control socket")
    @Nullable String rule;

    @Label("Simulated Time")
    @Description("In nanoseconds")
    long simulatedTime;
}
