// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** For JDK Flight Recorder: a phase of a simulation. */
@Name("almanac.Phase")
@Label("Phase")
@Description("Gathering of participants, or the simulation")
@Category("Almanac")
@StackTrace(false)
final class PhaseEvent extends Event {
    @Label("Phase")
    final String phase;

    @Label("Participants")
    @Description("How many were to be gathered")
    final int participants;

    PhaseEvent(String phase, int participants) {
        this.phase = phase;
        this.participants = participants;
    }
}
