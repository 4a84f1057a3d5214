-- The council's finance system accepts or rejects a file. What it rejects goes into the next file.

-- What the finance system said of a file, as finance brought it back: once, for good.
CREATE TABLE FileAnswer (
  batchId TEXT NOT NULL PRIMARY KEY REFERENCES ExportBatch (id),
  answer TEXT NOT NULL CHECK (answer IN ('accepted', 'rejected')),
  reason TEXT NOT NULL DEFAULT '',
  answeredAt TEXT NOT NULL CHECK (answeredAt IS strftime('%Y-%m-%dT%H:%M:%fZ', answeredAt)),
  answeredById TEXT REFERENCES Account (id),
  CHECK ((answer = 'rejected') = (length(trim(reason)) > 0))
);
CREATE TRIGGER FileAnswer_stands BEFORE UPDATE ON FileAnswer BEGIN SELECT RAISE(ABORT, 'batch_stands'); END;
CREATE TRIGGER FileAnswer_kept BEFORE DELETE ON FileAnswer BEGIN SELECT RAISE(ABORT, 'batch_stands'); END;
-- A file of which something was paid was evidently not rejected. A payment that was taken back does not count.
CREATE TRIGGER FileAnswer_not_paid BEFORE INSERT ON FileAnswer WHEN NEW.answer = 'rejected' BEGIN
  SELECT RAISE(ABORT, 'request_was_paid') FROM InvoiceRequest r
    JOIN LedgerLine m ON m.source >= 'request:' || r.reference || ':' AND m.source < 'request:' || r.reference || ';' AND m.kind = 'payment'
  WHERE r.batchId = NEW.batchId AND NOT EXISTS (SELECT 1 FROM LedgerLine o WHERE o.reversesNumber = m.number);
END;

-- The key of a line was its number, so that it could be in one file for ever: the table is made anew with the rows that it had.
CREATE TABLE KeptExportLine AS SELECT lineNumber, batchId, requestId FROM ExportLine;
DROP TABLE ExportLine;
-- returnedAt: when the finance system rejected the file; the line may then go into another.
CREATE TABLE ExportLine (
  lineNumber INTEGER NOT NULL REFERENCES LedgerLine (number),
  batchId TEXT NOT NULL REFERENCES ExportBatch (id),
  requestId TEXT REFERENCES InvoiceRequest (id),
  returnedAt TEXT,
  PRIMARY KEY (batchId, lineNumber)
);
INSERT INTO ExportLine (lineNumber, batchId, requestId) SELECT lineNumber, batchId, requestId FROM KeptExportLine ORDER BY lineNumber;
DROP TABLE KeptExportLine;
-- Each line is in at most one file that was not rejected, and only a line of that route.
CREATE UNIQUE INDEX ExportLine_in_one_file ON ExportLine (lineNumber) WHERE returnedAt IS NULL;
CREATE INDEX ExportLine_returned ON ExportLine (lineNumber) WHERE returnedAt IS NOT NULL;
CREATE INDEX ExportLine_request ON ExportLine (requestId) WHERE requestId IS NOT NULL;
CREATE TRIGGER ExportLine_of_route BEFORE INSERT ON ExportLine BEGIN
  SELECT RAISE(ABORT, 'line_not_for_export') FROM LedgerLine l JOIN ExportBatch b ON b.id = NEW.batchId
  WHERE l.number = NEW.lineNumber AND (l.route <> IIF(b.kind = 'journal', 'recharge', 'invoice') OR l.kind IN ('payment', 'refund'));
END;
CREATE TRIGGER ExportLine_new BEFORE INSERT ON ExportLine
WHEN NEW.returnedAt IS NOT NULL OR EXISTS (SELECT 1 FROM FileAnswer a WHERE a.batchId = NEW.batchId)
BEGIN SELECT RAISE(ABORT, 'batch_stands'); END;
-- Its only change is that its file was rejected.
CREATE TRIGGER ExportLine_stands BEFORE UPDATE ON ExportLine
WHEN OLD.returnedAt IS NOT NULL OR NEW.lineNumber <> OLD.lineNumber OR NEW.batchId <> OLD.batchId OR NEW.requestId IS NOT OLD.requestId
  OR NOT EXISTS (SELECT 1 FROM FileAnswer a WHERE a.batchId = OLD.batchId AND a.answer = 'rejected' AND a.answeredAt = NEW.returnedAt)
BEGIN SELECT RAISE(ABORT, 'batch_stands'); END;
CREATE TRIGGER ExportLine_kept BEFORE DELETE ON ExportLine BEGIN SELECT RAISE(ABORT, 'batch_stands'); END;
CREATE TRIGGER FileAnswer_returns_lines AFTER INSERT ON FileAnswer WHEN NEW.answer = 'rejected' BEGIN
  UPDATE ExportLine SET returnedAt = NEW.answeredAt WHERE batchId = NEW.batchId;
END;
