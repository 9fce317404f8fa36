// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guestnet;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The guests' network tools: they use this machine's. */
final class Busybox implements ExecutionCondition {
    private static final String MISSING =
            "no guests that talk: their tools are missing; install busybox";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Tool.isInstalled("busybox")) {
            return ConditionEvaluationResult.enabled("there is busybox");
        }
        // Build tools count skipped tests without a word; so one line, however many they are.
        context.getRoot()
                .getStore(Namespace.create(Busybox.class))
                .computeIfAbsent(MISSING, Busybox::tell);
        return ConditionEvaluationResult.disabled(MISSING);
    }

    private static String tell(String what) {
        System.err.println(what);
        return what;
    }
}
