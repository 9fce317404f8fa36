// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A function with which bash completes command lines. */
final class BashCompletion {
    private BashCompletion() {}

    static String text() {
        Set<String> files = new LinkedHashSet<>();
        Set<String> others = new LinkedHashSet<>();
        for (Command command : Commands.ALL) {
            for (Option option : command.options()) {
                if (option.takesValue()) {
                    addForms(option, option.takesFile() ? files : others);
                }
            }
        }
        List<String> names = new ArrayList<>();
        StringBuilder cases = new StringBuilder();
        for (Command command : Commands.NAMED) {
            names.add(command.name());
            cases.append(oneCase(command.name(), command));
        }
        cases.append(oneCase("*", Commands.MAIN));
        return """
        # bash completion for almanac
        _almanac() {
            local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} options
            # To readline, the = between an option and its value is a word of its own.
            if [[ $word == = ]]; then
                word=
            elif [[ $before == = ]]; then
                before=${COMP_WORDS[COMP_CWORD - 2]}
            fi
            COMPREPLY=()
            case $before in
            %s)
                compopt -o filenames
                mapfile -t COMPREPLY < <(compgen -f -- "$word")
                return
                ;;
            %s) return ;;
            esac
            case ${COMP_WORDS[1]} in
        %s    esac
            if ((COMP_CWORD == 1)); then
                options+=' %s --help --version'
            elif [[ $word != -* ]]; then
                compopt -o filenames
                mapfile -t COMPREPLY < <(compgen -f -- "$word")
                return
            fi
            mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
            [[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace
        }
        complete -F _almanac almanac
        """
                .formatted(
                        String.join(" | ", files),
                        String.join(" | ", others),
                        cases,
                        String.join(" ", names));
    }

    private static void addForms(Option option, Set<String> forms) {
        forms.add("--" + option.name());
        if (option.letter() != 0) {
            forms.add("-" + option.letter());
        }
    }

    private static String oneCase(String pattern, Command command) {
        List<String> forms = new ArrayList<>();
        for (Option option : command.options()) {
            forms.add("--" + option.name() + (option.takesValue() ? "=" : ""));
        }
        return "    %s) options='%s' ;;\n".formatted(pattern, String.join(" ", forms));
    }
}
