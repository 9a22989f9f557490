package dev.keepsake.account;

import java.time.Instant;

/// A group of people and their projects.
public record Organization(OrganizationId id, String name, Instant createdAt, Instant updatedAt) {}
