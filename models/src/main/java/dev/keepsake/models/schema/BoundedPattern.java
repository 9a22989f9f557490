package dev.keepsake.models.schema;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/// A regular expression of a stranger. Some need time that doubles with every character, so looking
/// is given up after so many steps, and then it does not match.
final class BoundedPattern implements RegularExpression {

    private static final int MOST_STEPS = 1_000_000;

    /// Repeating what is empty looks at nothing, so it has to be counted in another way: as often
    /// as all counts inside each other would repeat it.
    private static final long MOST_REPEATED = 1_000_000;

    private static final long MOST_WORK = 100_000_000;
    private static final Pattern COUNT = Pattern.compile("\\{(\\d+)");

    private final Pattern pattern;
    private final int steps;

    /// @throws java.util.regex.PatternSyntaxException when it is none
    /// @throws IllegalArgumentException when it repeats too much
    BoundedPattern(String pattern) {
        this.steps = (int) Math.min(MOST_STEPS, MOST_WORK / repeated(pattern));
        this.pattern = Pattern.compile(pattern, Pattern.UNICODE_CASE);
    }

    private static long repeated(String pattern) {
        var product = 1L;
        for (var counts = COUNT.matcher(pattern); counts.find(); ) {
            var count = counts.group(1);
            product *= count.length() > 9 ? MOST_REPEATED + 1 : Math.max(1, Long.parseLong(count));
            if (product > MOST_REPEATED) {
                throw new IllegalArgumentException("a pattern repeats too much");
            }
        }
        return product;
    }

    /// Anywhere in the text, as JSON Schema wants it.
    @Override
    public boolean matches(String text) {
        try {
            return pattern.matcher(new Counted(text, new int[] {steps})).find();
        } catch (OutOfSteps | StackOverflowError givenUp) {
            return false;
        }
    }

    private static final class OutOfSteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfSteps() {
            super("", null, false, false);
        }
    }

    /// A text that counts how often it is looked at.
    @SuppressWarnings("ArrayRecordComponent")
    private record Counted(CharSequence text, int[] left) implements CharSequence {

        @Override
        public char charAt(int index) {
            if (left[0]-- == 0) {
                throw new OutOfSteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), left);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
