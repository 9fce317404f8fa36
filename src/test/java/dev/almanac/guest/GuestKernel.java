// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.guest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import java.nio.file.Path;

/** The kernel that guests boot: the environment variable ALMANAC_UML says where it is. */
public final class GuestKernel implements ExecutionCondition {
    private static final String MISSING =
            "no guests: set ALMANAC_UML to the path that src/test/guest/build-guest-kernel prints";

    /** Where it is. */
    public static Path path() {
        String path = variable();
        if (path == null) {
            throw new IllegalStateException(MISSING);
        }
        return Path.of(path);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (variable() != null) {
            return ConditionEvaluationResult.enabled("there is a guest kernel");
        }
        // Build tools count skipped tests without a word; so one line, however many they are.
        context.getRoot()
                .getStore(Namespace.create(GuestKernel.class))
                .computeIfAbsent(MISSING, GuestKernel::tell);
        return ConditionEvaluationResult.disabled(MISSING);
    }

    private static String tell(String what) {
        System.err.println(what);
        return what;
    }

    private static @Nullable String variable() {
        return System.getenv("ALMANAC_UML");
    }
}
