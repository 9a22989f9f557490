package dev.keepsake.models.schema;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/// A regular expression of a stranger. Some need time that doubles with every character, so looking
/// is given up after so many steps, and then it does not match.
final class BoundedPattern implements RegularExpression {

    private static final int MOST_STEPS = 1_000_000;

    private final Pattern pattern;

    /// @throws java.util.regex.PatternSyntaxException when it is none
    BoundedPattern(String pattern) {
        this.pattern = Pattern.compile(pattern, Pattern.UNICODE_CASE);
    }

    /// Anywhere in the text, as JSON Schema wants it.
    @Override
    public boolean matches(String text) {
        try {
            return pattern.matcher(new Counted(text, new int[] {MOST_STEPS})).find();
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
