package dev.keepsake.server.dump;

import dev.keepsake.account.ProjectId;
import dev.keepsake.entity.Entity;
import dev.keepsake.entity.EntityDraft;
import dev.keepsake.entity.EntityKey;
import dev.keepsake.entity.EntityQuery;
import dev.keepsake.memory.EntityKind;
import dev.keepsake.memory.Page;
import dev.keepsake.storage.Storage;
import dev.keepsake.storage.document.Document;
import java.io.IOException;

/// Users, agents, apps and runs as lines. Their numbers and owners belong to the installation and
/// stay there.
final class EntityLines {

    private static final int PAGE = 1000;

    private EntityLines() {}

    static void each(Storage storage, ProjectId project, Dump.Lines lines) throws IOException {
        for (var number = 1; ; number++) {
            var page =
                    storage.entities().list(project, EntityQuery.ALL, new Page.Ask(number, PAGE));
            for (var entity : page.items()) {
                lines.take(write(entity));
            }
            if (!page.hasNext()) {
                return;
            }
        }
    }

    private static String write(Entity entity) {
        var line = new Document();
        line.put("kind", LineKind.ENTITY.spelled());
        line.put("type", entity.key().kind());
        line.put("name", entity.key().name());
        line.put("title", entity.title());
        line.put("metadata", entity.metadata());
        line.put("created", entity.created());
        line.put("updated", entity.updated());
        return line.write();
    }

    /// The entity as it was made; what memories do to it comes with them.
    @SuppressWarnings("NullAway") // class files lose the annotations of compact constructors
    static void restore(Storage storage, ProjectId project, Document line) {
        storage.entities()
                .put(
                        project,
                        new EntityDraft(
                                key(line),
                                line.text("title"),
                                line.object("metadata"),
                                null,
                                line.requireInstant("created")));
    }

    /// When it last changed, which may be later than its last memory.
    static EntityDraft lastChange(Document line) {
        return new EntityDraft(key(line), null, null, null, line.requireInstant("updated"));
    }

    private static EntityKey key(Document line) {
        return new EntityKey(
                line.requireChoice("type", EntityKind.class), line.requireText("name"));
    }
}
