package dev.keepsake.storage.embedded;

import dev.keepsake.memory.Filter;
import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/// A filter that must read the memory itself: its own [Filter#matches] judges each document that
/// has the value, after all cheaper conditions. The filter must be false where the value is absent.
final class LuceneResidual extends Query {

    /// Reading and comparing a text costs about this many comparisons of numbers; it makes Lucene
    /// ask the other conditions first.
    private static final float COST = 1_000;

    private final Filter filter;
    private final LuceneValue value;

    LuceneResidual(Filter filter, LuceneValue value) {
        this.filter = filter;
        this.value = value;
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext context)
                    throws IOException {
                var values = context.reader().getBinaryDocValues(value.field());
                return values == null
                        ? null
                        : new DefaultScorerSupplier(
                                new ConstantScoreScorer(score(), mode, judging(values)));
            }

            @Override
            public boolean isCacheable(LeafReaderContext context) {
                return true;
            }
        };
    }

    private TwoPhaseIterator judging(BinaryDocValues values) {
        return new TwoPhaseIterator(values) {
            @Override
            public boolean matches() throws IOException {
                return filter.matches(value.row(values.binaryValue()));
            }

            @Override
            public float matchCost() {
                return COST;
            }
        };
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return filter.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LuceneResidual residual
                && filter.equals(residual.filter)
                && value == residual.value;
    }

    @Override
    public int hashCode() {
        return Objects.hash(filter, value);
    }
}
