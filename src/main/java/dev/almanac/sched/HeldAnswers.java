// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import dev.almanac.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Answers, to REQUESTs mostly, that wait until whoever runs has confirmed a lower horizon. The
 * requester may be what the running participant itself waits for, and once it is let go the runner
 * may go on: so the runner has to know first.
 *
 * <p>Allocates only when more answers are held than ever before.
 */
final class HeldAnswers {
    private @Nullable Session[] requesters = new Session[8];
    private @Nullable Runnable[] actions = new Runnable[8];
    private int[] seqs = new int[8];
    private int[] confirmations = new int[8];
    private int count;

    /** Holds the answer to a request until the FREE_UNTIL of that number is confirmed. */
    void hold(Session requester, int seq, int confirmation) {
        requester.answerHeld();
        add(requester, null, seq, confirmation);
    }

    /** Holds back something else until then. */
    void hold(Runnable action, int confirmation) {
        add(null, action, 0, confirmation);
    }

    private void add(
            @Nullable Session requester, @Nullable Runnable action, int seq, int confirmation) {
        if (count == seqs.length) {
            requesters = Arrays.copyOf(requesters, count * 2);
            actions = Arrays.copyOf(actions, count * 2);
            seqs = Arrays.copyOf(seqs, count * 2);
            confirmations = Arrays.copyOf(confirmations, count * 2);
        }
        requesters[count] = requester;
        actions[count] = action;
        seqs[count] = seq;
        confirmations[count++] = confirmation;
    }

    /** Lets go, in the order of asking, what waited for that confirmation or an earlier one. */
    void confirmed(int confirmation, Sender sender) {
        int all = count;
        int kept = 0;
        for (int i = 0; i < all; i++) {
            if (confirmations[i] - confirmation <= 0) {
                letGo(i, sender);
            } else {
                requesters[kept] = requesters[i];
                actions[kept] = actions[i];
                seqs[kept] = seqs[i];
                confirmations[kept++] = confirmations[i];
            }
        }
        forgetFrom(kept);
    }

    /** Lets go everything: nobody runs any more who would have to confirm. */
    void releaseAll(Sender sender) {
        int all = count;
        for (int i = 0; i < all; i++) {
            letGo(i, sender);
        }
        forgetFrom(0);
    }

    /** Forgets what was held for a participant that is gone. */
    void forget(Session gone) {
        for (int i = 0; i < count; i++) {
            if (requesters[i] == gone) {
                requesters[i] = null;
            }
        }
    }

    private void letGo(int i, Sender sender) {
        Session requester = requesters[i];
        Runnable action = actions[i];
        if (requester != null) {
            requester.answerLetGo();
            sender.ack(requester, seqs[i], 0);
        } else if (action != null) {
            action.run();
        }
    }

    private void forgetFrom(int kept) {
        if (kept == count) {
            return;
        }
        Arrays.fill(requesters, kept, count, null);
        Arrays.fill(actions, kept, count, null);
        count = kept;
    }
}
