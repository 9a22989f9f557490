package dev.keepsake.webhook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Takes everything, unless it was told otherwise, and remembers what it carried.
final class ScriptedCarrier implements Carrier {

    static final Answer OK = new Answer(new Verdict.Taken(), 200, "thanks");
    static final Answer BROKEN = new Answer(new Verdict.Later(null), 500, "oops");
    static final Answer REFUSED = new Answer(new Verdict.Refused(), 400, "no");
    static final Answer GONE = new Answer(new Verdict.Gone(), 410, "gone");

    private final List<Parcel> carried = new ArrayList<>();
    private final Deque<Answer> script = new ArrayDeque<>();
    private Answer otherwise = OK;

    /// What to answer next, in this order, and then the usual.
    void answer(Answer... answers) {
        script.addAll(List.of(answers));
    }

    void answerAlways(Answer answer) {
        otherwise = answer;
    }

    @Override
    public synchronized Answer carry(Parcel parcel) {
        carried.add(parcel);
        return script.isEmpty() ? otherwise : script.removeFirst();
    }

    synchronized List<Parcel> carried() {
        return List.copyOf(carried);
    }
}
