// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import dev.almanac.json.JsonWriter;
import dev.almanac.sched.Conductor;
import dev.almanac.sched.Event;
import dev.almanac.sched.Roster;
import dev.almanac.sched.Situation;
import dev.almanac.sched.Steering;
import dev.almanac.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What a simulation is doing, as members of a JSON object; docs/control.md explains each. Belongs
 * to the event loop's thread.
 */
final class Status {
    /** Who is next where that is no participant; theirs begin with id: or unnamed-. */
    private static final String NETWORK = "network";

    private final Situation situation;
    private final Steering steering;
    private final Pacer pacer;
    private final Summary summary;
    private final long begunNanos = System.nanoTime();

    Status(Conductor conductor, Pacer pacer, Summary summary) {
        situation = conductor.situation();
        steering = conductor.steering();
        this.pacer = pacer;
        this.summary = summary;
    }

    /** Where it is. */
    void summarize(JsonWriter json) {
        json.name("state").value(situation.phase().toString());
        if (steering.isPaused()) {
            json.name("reason").value(steering.reason());
        }
        json.name("simulated_ns").value(situation.now());
        json.name("real_ns").value(System.nanoTime() - begunNanos);
        json.name("grants").value(summary.grants());
        json.name("participants").value(situation.roster().size());
        json.name("newcomers").value(situation.newcomers().size());
        json.name("missing").value(situation.missing());
        Session runner = situation.runner();
        json.name("runner").value(runner == null ? null : runner.name());
        json.name("speed").value(pacer.speed());
        json.name("behind_ns").value(pacer.behind());
        json.name("most_behind_ns").value(pacer.mostBehind());
        json.name("breakpoints").array();
        steering.breakpoints().forEach(breakpoint -> json.value(breakpoint.toString()));
        json.endArray();
    }

    /** What comes first. */
    void next(JsonWriter json, int count) {
        json.name("next").array();
        for (Event event : situation.next(count)) {
            Session who = event.who();
            json.object().name("participant").value(who == null ? NETWORK : who.name());
            json.name("time_ns").value(event.time()).endObject();
        }
        json.endArray();
    }

    /** Who takes part, and who has asked to. */
    void participants(JsonWriter json) {
        json.name("participants").array();
        for (Session session : all(situation.roster())) {
            participant(json, session);
        }
        for (Session session : situation.newcomers()) {
            participant(json, session);
        }
        json.endArray();
    }

    private void participant(JsonWriter json, Session session) {
        json.object().name("name").value(session.name());
        json.name("pid").value(session.pid());
        json.name("state").value(session.state().toString());
        json.name("shares_time").value(session.sharesTime());
        if (session.state().isStarted()) {
            json.name("started_ns").value(session.offset());
        }
        Event request = situation.request(session);
        if (request != null) {
            json.name("request_ns").value(request.time());
        }
        json.name("runs").value(session.runCount());
        json.name("requests").value(session.requestCount());
        json.name("waits").value(session.waitCount());
        json.name("updates").value(session.updateCount());
        json.name("received").value(session.receivedCount());
        json.name("sent").value(session.sentCount()).endObject();
    }

    /** Who takes part or wants to, by its ID or its name; null if nobody has that. */
    @Nullable Session find(long id, @Nullable String name) {
        List<Session> known = all(situation.roster());
        known.addAll(situation.newcomers());
        for (Session session : known) {
            if (name == null ? session.id() == id : session.name().equals(name)) {
                return session;
            }
        }
        return null;
    }

    private static List<Session> all(Roster roster) {
        List<Session> all = new ArrayList<>();
        for (int i = 0; i < roster.size(); i++) {
            all.add(roster.get(i));
        }
        return all;
    }
}
