// SPDX-License-Identifier: BSD-3-Clause
package dev.almanac.session;

/** A rule of the protocol that a participant broke: what it did, and what would have been right. */
public enum Violation {
    /** An operation number that nobody defined. */
    UNKNOWN_OPERATION("is no operation of the protocol", "operations are 0 to 9"),

    /** Something before START. */
    NOT_STARTED("came before START", "a participant's first message is START"),

    /** Something between START and its answer. */
    IMPATIENT("came before its START was answered", "it must wait for the answer to START"),

    /** A second START. */
    STARTED_TWICE("is its second START", "a participant starts once a connection"),

    /** RUN or FREE_UNTIL from a participant. */
    CALENDARS_WORD("is only the calendar's to say", "participants REQUEST and WAIT"),

    /** WAIT or UPDATE from a participant that waits. */
    NOT_RUNNING("came while it was not running", "it must wait for RUN first"),

    /** An ACK that answers no open question. */
    UNASKED_ACK("answers nothing that it was asked", "an ACK repeats the seq of an open question"),

    /** A REQUEST for a time that is over. */
    REQUEST_IN_THE_PAST("asks for a time that is over", "the earliest it may ask for is now"),

    /** A running participant's time before the calendar's. */
    TIME_WENT_BACK("sets the time back", "time only moves forward"),

    /** A running participant's time beyond both its horizon and another's request. */
    BEYOND_THE_HORIZON(
            "moves time past another participant's request",
            "it must stop at the FREE_UNTIL it was given"),

    /** BROADCAST while its last one is not answered. */
    BROADCAST_TWICE(
            "came before its last BROADCAST was answered", "it must wait for the answer first"),

    /** One question after the other while the answers to some are held back. */
    ASKING_ON(
            "came while many of its requests wait for their answers",
            "it must wait for the answer to one question before it asks another"),

    /** Message after message, but no ACK of something that it was asked long ago. */
    NOT_ANSWERING("came instead of an ACK that is long due", "it must ACK what it is asked"),

    /** A stream that ended inside a message. */
    TRUNCATED("ended inside a message", "a message is 16 bytes"),

    /** So many answers unread that the calendar keeps no more. */
    NOT_READING("does not read what it is sent", "it must read the answers to what it asks"),

    /** A START when every slot is taken. */
    NO_SLOT("finds no free slot", "--max-clients sets how many there are");

    private final String what;
    private final String right;

    Violation(String what, String right) {
        this.what = what;
        this.right = right;
    }

    /** What the participant did, to be read after the name of the message it sent. */
    public String what() {
        return what;
    }

    /** What would have been right. */
    public String right() {
        return right;
    }
}
