// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.cli;

/** A function with which zsh completes command lines. */
final class ZshCompletion {
    private ZshCompletion() {}

    static String text() {
        StringBuilder cases = new StringBuilder();
        StringBuilder commands = new StringBuilder();
        for (Command command : Commands.NAMED) {
            cases.append(oneCase(command.name(), command));
            commands.append("            ")
                    .append(quoted(command.name() + ":" + command.help()))
                    .append('\n');
        }
        cases.append(oneCase("*", Commands.MAIN));
        return """
        #compdef almanac
        _almanac() {
            local -a specs commands
            case ${words[2]} in
        %s    esac
            if ((CURRENT == 2)); then
                commands=(
        %s        )
                _describe command commands
                specs+=('--help[print help]' '--version[print the version]')
            else
                specs+=('*:file:_files')
            fi
            _arguments -s $specs
        }
        if [[ $funcstack[1] == _almanac ]]; then
            _almanac "$@"
        else
            compdef _almanac almanac
        fi
        """
                .formatted(cases, commands);
    }

    private static String oneCase(String pattern, Command command) {
        StringBuilder text = new StringBuilder("    " + pattern + ")\n        specs=(\n");
        for (Option option : command.options()) {
            text.append("            ").append(specs(option)).append('\n');
        }
        return text.append("        )\n        ;;\n").toString();
    }

    /** An option in the words of _arguments: zshcompsys(1). */
    private static String specs(Option option) {
        String meaning = "[" + option.help().replaceAll("[\\[\\]\\\\]", "\\\\$0") + "]";
        if (option.takesValue()) {
            meaning += ":" + option.argument() + ":" + (option.takesFile() ? "_files" : "");
        }
        String name = "--" + option.name() + (option.takesValue() ? "=" : "");
        String specs = quoted(name + meaning);
        return option.letter() == 0
                ? specs
                : specs + " " + quoted("-" + option.letter() + "+" + meaning);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
