// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.sched;

import dev.almanac.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Answers to REQUESTs that wait until whoever runs has confirmed a lower horizon. The requester may
 * be what the running participant itself waits for, and once it is let go the runner may go on: so
 * the runner has to know first.
 *
 * <p>Allocates only when more answers are held than ever before.
 */
final class HeldAcks {
    private @Nullable Session[] requesters = new Session[8];
    private int[] seqs = new int[8];
    private int[] confirmations = new int[8];
    private int count;

    /** Holds the answer to a request until the FREE_UNTIL of that number is confirmed. */
    void hold(Session requester, int seq, int confirmation) {
        if (count == seqs.length) {
            requesters = Arrays.copyOf(requesters, count * 2);
            seqs = Arrays.copyOf(seqs, count * 2);
            confirmations = Arrays.copyOf(confirmations, count * 2);
        }
        requesters[count] = requester;
        seqs[count] = seq;
        confirmations[count++] = confirmation;
    }

    /** Gives out, in the order of asking, what waited for that confirmation or an earlier one. */
    void confirmed(int confirmation, Sender sender) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            Session requester = requesters[i];
            if (requester == null) {
                continue;
            }
            if (confirmations[i] - confirmation <= 0) {
                sender.ack(requester, seqs[i], 0);
            } else {
                requesters[kept] = requester;
                seqs[kept] = seqs[i];
                confirmations[kept++] = confirmations[i];
            }
        }
        shrinkTo(kept);
    }

    /** Gives out everything: nobody runs any more who would have to confirm. */
    void releaseAll(Sender sender) {
        for (int i = 0; i < count; i++) {
            Session requester = requesters[i];
            if (requester != null) {
                sender.ack(requester, seqs[i], 0);
            }
        }
        shrinkTo(0);
    }

    /** Forgets what was held for a participant that is gone. */
    void forget(Session gone) {
        for (int i = 0; i < count; i++) {
            if (requesters[i] == gone) {
                requesters[i] = null;
            }
        }
    }

    private void shrinkTo(int kept) {
        Arrays.fill(requesters, kept, count, null);
        count = kept;
    }
}
