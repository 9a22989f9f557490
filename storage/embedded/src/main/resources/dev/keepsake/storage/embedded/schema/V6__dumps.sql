-- An index for the rare changes that the history does not tell, so that one project's whole log can be read.
CREATE INDEX change_untold ON change (project, mark) WHERE kind = 'ANNOTATE';
