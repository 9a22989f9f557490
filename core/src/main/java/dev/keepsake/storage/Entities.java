package dev.keepsake.storage;

/// The users, agents, apps and runs of each project as things of their own.
public interface Entities {}
