// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

import org.jspecify.annotations.Nullable;

/** For JDK Flight Recorder: a participant broke a rule and was removed. */
@Name("almanac.Eviction")
@Label("Eviction")
@Description("A participant broke a rule of the protocol, and its connection was closed")
@Category("Almanac")
@StackTrace(false)
final class EvictionEvent extends Event {
    @Label("Participant")
    @Nullable String participant;

    @Label("Rule")
    @Nullable String rule;

    @Label("Simulated Time")
    @Description("In nanoseconds")
    long simulatedTime;
}
