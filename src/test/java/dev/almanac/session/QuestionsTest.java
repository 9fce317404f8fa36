// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.almanac.wire.Op;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The questions that are open on one connection. */
class QuestionsTest {
    private static final long SEED = Long.getLong("almanac.seed", System.nanoTime());

    private final Questions questions = new Questions();

    @Test
    void numbersThemFromOneOn() {
        assertEquals(1, questions.ask(Op.FREE_UNTIL, null));
        assertEquals(2, questions.ask(Op.RUN, null));
        assertEquals(3, questions.unanswered());
        assertEquals(4, questions.ask(Op.RUN, null));
    }

    @Test
    void eachIsAnsweredOnce() {
        int seq = questions.ask(Op.RUN, null);
        assertTrue(questions.isOpen(seq));
        assertEquals(Op.RUN, questions.answer(seq));
        assertFalse(questions.isOpen(seq));
        assertEquals(Questions.NOT_ASKED, questions.answer(seq));
    }

    @Test
    void whatWasNotAskedIsNotAnswered() {
        assertEquals(Questions.NOT_ASKED, questions.answer(0));
        assertEquals(Questions.NOT_ASKED, questions.answer(1));
        int seq = questions.ask(Op.RUN, null);
        assertEquals(Questions.NOT_ASKED, questions.answer(seq + 1));
        assertEquals(Questions.NOT_ASKED, questions.answer(seq - 1));
        assertEquals(Questions.NOT_ASKED, questions.answer(seq + 8)); // the same place in the ring
        assertEquals(Questions.NOT_ASKED, questions.answer(seq ^ Integer.MIN_VALUE));
        assertEquals(Op.RUN, questions.answer(seq));
    }

    @Test
    void aMessageThatGetsNoAckIsNoOpenQuestion() {
        int seq = questions.unanswered();
        assertEquals(Questions.NOT_ASKED, questions.answer(seq));
        assertEquals(questions.next(), questions.oldest());
    }

    @Test
    void answersMayComeInAnyOrder() {
        int first = questions.ask(Op.FREE_UNTIL, null);
        int second = questions.ask(Op.RUN, null);
        int third = questions.ask(Op.BROADCAST, null);
        assertEquals(Op.BROADCAST, questions.answer(third));
        assertEquals(first, questions.oldest());
        assertEquals(Op.FREE_UNTIL, questions.answer(first));
        assertEquals(second, questions.oldest());
        assertEquals(Op.RUN, questions.answer(second));
        assertEquals(questions.next(), questions.oldest());
    }

    @Test
    void knowsOnWhoseBehalfItWasAskedAlsoAfterTheAnswer() {
        Session asker = new Session(3, 0, 1);
        int own = questions.ask(Op.RUN, null);
        int others = questions.ask(Op.BROADCAST, asker);
        assertNull(questions.asker(own));
        assertSame(asker, questions.asker(others));
        questions.answer(others);
        assertSame(asker, questions.asker(others));
    }

    @Test
    void growsWhenAnOldQuestionStaysOpen() {
        Session asker = new Session(3, 0, 1);
        int open = questions.ask(Op.BROADCAST, asker);
        for (int i = 0; i < 100; i++) {
            assertEquals(Op.RUN, questions.answer(questions.ask(Op.RUN, null)));
        }
        assertSame(asker, questions.asker(open));
        assertEquals(Op.BROADCAST, questions.answer(open));
    }

    /** Against a map, from numbers on that meet the end of the 32 bits. */
    @ParameterizedTest
    @ValueSource(ints = {1, -500, Integer.MAX_VALUE - 500, -8})
    void agreesWithAMap(int first) throws ReflectiveOperationException {
        startAt(first);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        Map<Integer, Integer> open = new HashMap<>();
        int next = first;
        for (int i = 0; i < 20_000; i++) {
            String where = "step " + i + ", -Dalmanac.seed=" + SEED;
            if (open.size() < 40 && random.nextInt(100) < 52) {
                int op = random.nextInt(Op.RUN, Op.COUNT);
                assertEquals(next, questions.ask(op, null), where);
                open.put(next++, op);
            } else {
                int seq = next - random.nextInt(-2, 60);
                Integer expected = open.remove(seq);
                assertEquals(expected != null, questions.isOpen(seq), where);
                assertEquals(
                        expected == null ? Questions.NOT_ASKED : expected,
                        questions.answer(seq),
                        where);
            }
            assertEquals(next, questions.next(), where);
        }
    }

    /** As after so many questions: to ask them all takes too long. */
    private void startAt(int seq) throws ReflectiveOperationException {
        for (String name : new String[] {"oldest", "next"}) {
            Field field = Questions.class.getDeclaredField(name);
            field.setAccessible(true);
            field.setInt(questions, seq);
        }
    }
}
