package dev.keepsake.account;

import java.time.Instant;

/// A group of people and their projects.
public record Organization(OrganizationId id, String name, Instant createdAt, Instant updatedAt) {

    public Organization renamed(String newName, Instant at) {
        return new Organization(id, newName, createdAt, at);
    }
}
