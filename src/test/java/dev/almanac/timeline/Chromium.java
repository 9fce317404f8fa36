// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.timeline;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The browser of these tests: this machine's. Without one they are skipped. */
final class Chromium implements ExecutionCondition {
    static final String COMMAND = "chromium";

    private static final String MISSING = "no pages in a browser: install chromium";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean isThere =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, COMMAND)));
        if (isThere) {
            return ConditionEvaluationResult.enabled("there is " + COMMAND);
        }
        // Build tools count skipped tests without a word.
        System.err.println(MISSING);
        return ConditionEvaluationResult.disabled(MISSING);
    }
}
