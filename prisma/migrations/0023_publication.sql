-- Coverage by school as open data: the lines of a frozen report of a closed school year, for everyone, until they are withdrawn.

-- That a frozen report of a school year was published for everyone, and withdrawn. One that names schools is refused (decision 118).
CREATE TABLE Publication (
  id TEXT NOT NULL PRIMARY KEY,
  reportId TEXT NOT NULL REFERENCES FrozenReport (id),
  publishedOn TEXT NOT NULL CHECK (publishedOn IS date(publishedOn)),
  publishedAt TEXT NOT NULL CHECK (publishedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', publishedAt)),
  publishedById TEXT NOT NULL REFERENCES Account (id),
  withdrawnAt TEXT CHECK (withdrawnAt IS NULL OR withdrawnAt IS strftime('%Y-%m-%dT%H:%M:%fZ', withdrawnAt)),
  withdrawnById TEXT REFERENCES Account (id),
  CHECK ((withdrawnAt IS NULL) = (withdrawnById IS NULL))
);
CREATE INDEX Publication_public ON Publication (publishedAt) WHERE withdrawnAt IS NULL;

CREATE TRIGGER Publication_stands BEFORE UPDATE ON Publication
WHEN OLD.withdrawnAt IS NOT NULL
  OR NEW.id <> OLD.id
  OR NEW.reportId <> OLD.reportId
  OR NEW.publishedOn <> OLD.publishedOn
  OR NEW.publishedAt <> OLD.publishedAt
  OR NEW.publishedById <> OLD.publishedById
BEGIN SELECT RAISE(ABORT, 'publication_stands'); END;
CREATE TRIGGER Publication_kept BEFORE DELETE ON Publication BEGIN SELECT RAISE(ABORT, 'publication_stands'); END;
-- Each school of the report was shown its line, the days of those that it reached are over, and what they answered is decided on. The others are left out.
CREATE TRIGGER Publication_after_showing BEFORE INSERT ON Publication BEGIN
  SELECT RAISE(ABORT, 'published_before_shown')
  FROM FrozenSchool s
  LEFT JOIN ReportReply r ON r.reportId = s.reportId AND r.schoolId = s.schoolId
  WHERE s.reportId = NEW.reportId
    AND r.reportId IS NULL;
END;
CREATE TRIGGER Publication_after_time BEFORE INSERT ON Publication BEGIN
  SELECT RAISE(ABORT, 'published_while_time_runs')
  FROM ReportReply r
  WHERE r.reportId = NEW.reportId
    AND r.reachedAt IS NOT NULL
    AND (r.replyBy IS NULL OR NEW.publishedOn <= r.replyBy);
END;
CREATE TRIGGER Publication_after_decisions BEFORE INSERT ON Publication BEGIN
  SELECT RAISE(ABORT, 'published_before_decided')
  FROM ReportReply r
  WHERE r.reportId = NEW.reportId
    AND r.answer <> 'right'
    AND r.decision IS NULL;
END;

-- A line as it was published. attended: as frozen, or as known after the council corrected what the school said was wrong. reply: what became of its answer.
CREATE TABLE PublishedLine (
  publicationId TEXT NOT NULL REFERENCES Publication (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  urn TEXT NOT NULL,
  name TEXT NOT NULL,
  laCode TEXT NOT NULL,
  laName TEXT NOT NULL,
  phase TEXT NOT NULL,
  attended INTEGER NOT NULL CHECK (attended IN (0, 1)),
  reply TEXT NOT NULL CHECK (reply IN ('none', 'agreed', 'corrected', 'disputed')),
  PRIMARY KEY (publicationId, schoolId)
) WITHOUT ROWID;

CREATE TRIGGER PublishedLine_stands BEFORE UPDATE ON PublishedLine BEGIN SELECT RAISE(ABORT, 'published_line_stands'); END;
CREATE TRIGGER PublishedLine_kept BEFORE DELETE ON PublishedLine BEGIN SELECT RAISE(ABORT, 'published_line_stands'); END;
CREATE TRIGGER PublishedLine_of_the_reached BEFORE INSERT ON PublishedLine
WHEN NOT EXISTS (
  SELECT 1
  FROM Publication p
  JOIN ReportReply r ON r.reportId = p.reportId AND r.schoolId = NEW.schoolId
  WHERE p.id = NEW.publicationId AND r.reachedAt IS NOT NULL
)
BEGIN SELECT RAISE(ABORT, 'publishes_unreached'); END;
-- The lines come in the batch of their publication, which its entry in the log ends.
CREATE TRIGGER PublishedLine_with_its_publication BEFORE INSERT ON PublishedLine
WHEN EXISTS (SELECT 1 FROM Log l WHERE l.subjectKind = 'publication' AND l.subjectId = NEW.publicationId)
BEGIN SELECT RAISE(ABORT, 'lines_are_published'); END;
