package dev.keepsake.storage.embedded;

import dev.keepsake.account.ProjectId;
import dev.keepsake.memory.Filter;
import dev.keepsake.memory.Lifecycle;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/// Translates filters into Lucene queries that match the same memories as [Filter#matches].
///
/// Lucene can cheaply leave out what matches a query, but can list what does *not* match one only
/// by walking through the whole index. So every part is translated to a [query with a
/// sign][Signed]; signs travel outwards, by De Morgan's laws, up to the project's own query, which
/// does the listing.
final class LuceneFilter {

    private static final Signed NOTHING = yes(new MatchNoDocsQuery());

    private final ProjectId project;

    private LuceneFilter(ProjectId project) {
        this.project = project;
    }

    /// The memories of this project that match the filter, and none of another project.
    static Query within(ProjectId project, Filter filter) {
        var own = LuceneDocuments.bytes(project.value());
        var listing = yes(new TermQuery(new Term(LuceneDocuments.PROJECT, own)));
        return all(List.of(listing, new LuceneFilter(project).translate(filter))).query();
    }

    /// @param holds false for everything that the query does *not* match
    private record Signed(Query query, boolean holds) {
        Signed not() {
            return new Signed(query, !holds);
        }
    }

    private static Signed yes(Query query) {
        return new Signed(query, true);
    }

    private Signed translate(Filter filter) {
        return switch (filter) {
            case Filter.All(var parts) -> all(parts.stream().map(this::translate).toList());
            case Filter.Any(var parts) -> any(parts.stream().map(this::translate).toList());
            case Filter.Not(var part) -> translate(part).not();
            case Filter.EntityIn(var kind, var ids) -> oneOf(kind.field(), ids, LuceneTerms::of);
            case Filter.EntityPresent(var kind) -> term(LuceneDocuments.HAS, kind.field());
            case Filter.InstantWithin within -> instants(within);
            case Filter.ExpirationPresent() ->
                    term(LuceneDocuments.HAS, LuceneDocuments.EXPIRATION);
            case Filter.ExpirationWithin within -> days(within);
            case Filter.LabelPresent() -> term(LuceneDocuments.HAS, LuceneDocuments.LABEL);
            case Filter.LabelIn(var labels) ->
                    oneOf(LuceneDocuments.LABEL, labels, LuceneTerms::of);
            case Filter.LabelContains _ -> yes(new LuceneResidual(filter, LuceneValue.LABELS));
            case Filter.MetadataPresent(var key) -> term(LuceneDocuments.METADATA_KEY, key);
            case Filter.MetadataEquals(var key, var value) ->
                    term(LuceneDocuments.METADATA, LuceneTerms.ofPair(key, value));
            case Filter.MetadataContains(var key, _) ->
                    all(
                            List.of(
                                    term(LuceneDocuments.METADATA_KEY, key),
                                    yes(new LuceneResidual(filter, LuceneValue.METADATA))));
            case Filter.TextEquals _, Filter.TextContains _ ->
                    yes(new LuceneResidual(filter, LuceneValue.TEXT));
            case Filter.HasTerms(var terms) ->
                    all(terms.stream().map(each -> term(LuceneDocuments.TERM, each)).toList());
            case Filter.IdIn(var ids) ->
                    oneOf(LuceneDocuments.KEY, ids, id -> LuceneDocuments.key(project, id));
            case Filter.StateIn(var states) -> states(states);
        };
    }

    private static Signed all(List<Signed> parts) {
        if (parts.stream().noneMatch(Signed::holds)) {
            return atLeastOne(parts).not();
        }
        var query = new BooleanQuery.Builder();
        parts.forEach(
                part -> query.add(part.query(), part.holds() ? Occur.FILTER : Occur.MUST_NOT));
        return yes(query.build());
    }

    private static Signed any(List<Signed> parts) {
        return parts.stream().allMatch(Signed::holds)
                ? atLeastOne(parts)
                : all(parts.stream().map(Signed::not).toList()).not();
    }

    /// At least one of the queries matches, whatever their signs.
    private static Signed atLeastOne(List<Signed> parts) {
        if (parts.isEmpty()) {
            return NOTHING;
        }
        var query = new BooleanQuery.Builder();
        parts.forEach(part -> query.add(part.query(), Occur.SHOULD));
        return yes(query.build());
    }

    private static Signed term(String field, String text) {
        return term(field, LuceneTerms.of(text));
    }

    private static Signed term(String field, BytesRef term) {
        return yes(new TermQuery(new Term(field, term)));
    }

    private static <T> Signed oneOf(
            String field, Collection<T> values, Function<T, BytesRef> term) {
        var terms = values.stream().map(term).toList();
        return terms.size() == 1
                ? term(field, terms.getFirst())
                : yes(new TermInSetQuery(field, terms));
    }

    private static Signed instants(Filter.InstantWithin within) {
        var from = within.from();
        var until = within.until();
        return range(
                LuceneDocuments.field(within.field()),
                from == null ? Long.MIN_VALUE : LuceneDocuments.micros(from),
                until == null ? Long.MAX_VALUE : LuceneDocuments.micros(until) - 1);
    }

    private static Signed days(Filter.ExpirationWithin within) {
        var from = within.from();
        var until = within.until();
        return range(
                LuceneDocuments.EXPIRATION,
                from == null ? Long.MIN_VALUE : from.toEpochDay(),
                until == null ? Long.MAX_VALUE : until.toEpochDay() - 1);
    }

    private static Signed range(String field, long first, long last) {
        return first > last ? NOTHING : yes(LongField.newRangeQuery(field, first, last));
    }

    /// Nearly every memory is active, so leaving out the other states is quicker than listing it.
    private static Signed states(Set<Lifecycle> states) {
        var others = EnumSet.allOf(Lifecycle.class);
        others.removeAll(states);
        return states.contains(Lifecycle.ACTIVE) ? stateIn(others).not() : stateIn(states);
    }

    private static Signed stateIn(Set<Lifecycle> states) {
        return atLeastOne(
                states.stream().map(state -> term(LuceneDocuments.STATE, state.name())).toList());
    }
}
