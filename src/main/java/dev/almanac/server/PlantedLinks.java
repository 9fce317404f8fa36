// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Symbolic links on the way to a socket that somebody else could have put there, to lead us
 * elsewhere: in a folder that others may write to (/tmp), a link that belongs neither to us, nor to
 * root, nor to whose folder it is. Linux has the same rule for sticky folders, where
 * fs.protected_symlinks is set, proc_sys_fs(5).
 */
final class PlantedLinks {
    /** Linux follows no more either, path_resolution(7). */
    private static final int MOST_LINKS = 40;

    private static final int WRITABLE_BY_OTHERS = 022;
    private static final int ROOT = 0;

    private PlantedLinks() {}

    /**
     * Looks at all folders on the way to a path; what is at its end is not followed anyway.
     *
     * @throws StartupException if there is such a link
     */
    static void refuse(String path) throws StartupException {
        try {
            Path folder = Path.of(path).toAbsolutePath().getParent();
            if (folder != null) {
                walk(folder);
            }
        } catch (InvalidPathException e) {
            throw new StartupException("cannot use " + path + ": " + e.getMessage());
        } catch (IOException e) {
            return; // cannot be looked at, so not be used either: bind says why
        }
    }

    private static void walk(Path folder) throws IOException, StartupException {
        Deque<Path> rest = new ArrayDeque<>();
        Path at = push(folder, rest, folder);
        for (int links = 0; !rest.isEmpty() && links < MOST_LINKS; ) {
            Path next = at.resolve(rest.pop()).normalize(); // no link is left in what ".." undoes
            if (Files.isSymbolicLink(next)) {
                links++;
                refuse(next, at);
                at = push(Files.readSymbolicLink(next), rest, at);
            } else {
                at = next;
            }
        }
    }

    /** Puts the names of a path before the rest; where they start from. */
    private static Path push(Path path, Deque<Path> rest, Path from) {
        Deque<Path> names = new ArrayDeque<>();
        path.forEach(names::push);
        for (Iterator<Path> last = names.iterator(); last.hasNext(); ) {
            rest.push(last.next());
        }
        Path root = path.getRoot();
        return root == null ? from : root;
    }

    private static void refuse(Path link, Path folder) throws IOException, StartupException {
        int owner = owner(link);
        int mode = (int) Files.getAttribute(folder, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & WRITABLE_BY_OTHERS) != 0
                && owner != ROOT
                && owner != owner(folder)
                && owner != owner(Path.of("/proc/self/status"))) {
            throw new StartupException(
                    "%s is a symbolic link of user %d in a folder that others may write to; name the"
                                    .formatted(link, owner)
                            + " folder that it leads to, or choose another");
        }
    }

    private static int owner(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
