-- Events, their sessions, and what they ask.

-- A topic of training. Its names, with their dates, stand in TopicLabel.
CREATE TABLE Topic (
  id TEXT NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL,
  -- A topic that nobody should read over a colleague's shoulder: calendars then show a neutral title unless the organiser says otherwise.
  sensitive INTEGER NOT NULL DEFAULT 0 CHECK (sensitive IN (0, 1))
);

INSERT INTO Topic (id, position, sensitive) VALUES
  ('child-on-child-abuse', 1, 1),
  ('designated-lead', 2, 0),
  ('annual-update', 3, 0),
  ('prevent', 4, 1),
  ('online-safety', 5, 0),
  ('exploitation', 6, 1),
  ('safer-recruitment', 7, 0),
  ('mental-health', 8, 1),
  ('record-keeping', 9, 0),
  ('domestic-abuse', 10, 1),
  ('governance', 11, 0),
  ('early-years', 12, 0),
  ('other', 99, 0);

-- A name of a topic from a day until before another. preferred: the one that is shown; the others are found by it.
CREATE TABLE TopicLabel (
  id TEXT NOT NULL PRIMARY KEY,
  topicId TEXT NOT NULL REFERENCES Topic (id),
  label TEXT NOT NULL,
  preferred INTEGER NOT NULL CHECK (preferred IN (0, 1)),
  fromDate TEXT,
  toDate TEXT
);
CREATE INDEX TopicLabel_topic ON TopicLabel (topicId);

INSERT INTO TopicLabel (id, topicId, label, preferred, fromDate, toDate) VALUES
  ('child-on-child-abuse-1', 'child-on-child-abuse', 'Peer-on-peer abuse', 1, NULL, '2022-09-01'),
  ('child-on-child-abuse-2', 'child-on-child-abuse', 'Child-on-child abuse', 1, '2022-09-01', NULL),
  ('child-on-child-abuse-3', 'child-on-child-abuse', 'Harmful sexual behaviour between children', 0, NULL, NULL),
  ('designated-lead-1', 'designated-lead', 'Designated safeguarding lead training', 1, NULL, NULL),
  ('designated-lead-2', 'designated-lead', 'DSL training', 0, NULL, NULL),
  ('annual-update-1', 'annual-update', 'Annual safeguarding update', 1, NULL, NULL),
  ('annual-update-2', 'annual-update', 'Keeping children safe in education', 0, NULL, NULL),
  ('prevent-1', 'prevent', 'Prevent duty', 1, NULL, NULL),
  ('prevent-2', 'prevent', 'Radicalisation', 0, NULL, NULL),
  ('online-safety-1', 'online-safety', 'Online safety', 1, NULL, NULL),
  ('online-safety-2', 'online-safety', 'E-safety', 0, NULL, NULL),
  ('exploitation-1', 'exploitation', 'Child exploitation', 1, NULL, NULL),
  ('exploitation-2', 'exploitation', 'County lines', 0, NULL, NULL),
  ('safer-recruitment-1', 'safer-recruitment', 'Safer recruitment', 1, NULL, NULL),
  ('mental-health-1', 'mental-health', 'Mental health and self-harm', 1, NULL, NULL),
  ('record-keeping-1', 'record-keeping', 'Safeguarding records', 1, NULL, NULL),
  ('domestic-abuse-1', 'domestic-abuse', 'Domestic abuse', 1, NULL, NULL),
  ('domestic-abuse-2', 'domestic-abuse', 'Operation Encompass', 0, NULL, NULL),
  ('governance-1', 'governance', 'Safeguarding for governors and trustees', 1, NULL, NULL),
  ('early-years-1', 'early-years', 'Early years safeguarding', 1, NULL, NULL),
  ('other-1', 'other', 'Other safeguarding topic', 1, NULL, NULL);

-- The same conference on several dates.
CREATE TABLE Series (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  topicId TEXT NOT NULL REFERENCES Topic (id),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id)
);

CREATE TRIGGER Series_keeps_topic BEFORE UPDATE OF topicId ON Series WHEN NEW.topicId <> OLD.topicId BEGIN
  SELECT RAISE(ABORT, 'series_shares_topic')
  WHERE EXISTS (SELECT 1 FROM Event e WHERE e.seriesId = NEW.id);
END;

-- One version of terms; an edit is a new version under the same key, so what a booker accepted is never rewritten. Money is pence a place.
-- freeDays: working days of notice with which cancelling is free; partDays (fewer): with which it costs partPence; with less, fullPence.
CREATE TABLE CancellationTerms (
  id TEXT NOT NULL PRIMARY KEY,
  termsKey TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  freeDays INTEGER NOT NULL CHECK (freeDays BETWEEN 0 AND 60),
  partDays INTEGER CHECK (partDays >= 0 AND partDays < freeDays),
  partPence INTEGER CHECK (partPence >= 0),
  fullPence INTEGER NOT NULL CHECK (fullPence >= 0),
  absentPence INTEGER NOT NULL CHECK (absentPence >= 0),
  termTimeOnly INTEGER NOT NULL DEFAULT 0 CHECK (termTimeOnly IN (0, 1)),
  notes TEXT NOT NULL DEFAULT '',
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  retiredAt TEXT,
  -- VAT of what cancelling and not attending cost; NULL: none.
  vatCodeId TEXT REFERENCES VatCode (id),
  UNIQUE (termsKey, version),
  CHECK ((partDays IS NULL) = (partPence IS NULL))
);

CREATE TRIGGER CancellationTerms_stand BEFORE UPDATE ON CancellationTerms
WHEN OLD.retiredAt IS NOT NULL
  OR NEW.id <> OLD.id
  OR NEW.termsKey <> OLD.termsKey
  OR NEW.version <> OLD.version
  OR NEW.name <> OLD.name
  OR NEW.freeDays <> OLD.freeDays
  OR NEW.partDays IS NOT OLD.partDays
  OR NEW.partPence IS NOT OLD.partPence
  OR NEW.fullPence <> OLD.fullPence
  OR NEW.absentPence <> OLD.absentPence
  OR NEW.termTimeOnly <> OLD.termTimeOnly
  OR NEW.notes <> OLD.notes
BEGIN SELECT RAISE(ABORT, 'terms_stand'); END;
CREATE TRIGGER CancellationTerms_kept BEFORE DELETE ON CancellationTerms BEGIN SELECT RAISE(ABORT, 'terms_stand'); END;

-- Bank holidays in England and Wales, substitute days included.
CREATE TABLE BankHoliday (
  day TEXT NOT NULL PRIMARY KEY CHECK (day IS date(day)),
  name TEXT NOT NULL,
  source TEXT NOT NULL CHECK (length(trim(source)) > 0),
  addedAt TEXT NOT NULL CHECK (addedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', addedAt)),
  addedById TEXT REFERENCES Account (id),
  removedAt TEXT,
  removedById TEXT REFERENCES Account (id)
);

INSERT INTO BankHoliday (day, name, source, addedAt) VALUES
  ('2024-01-01', 'New Year’s Day', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2024-03-29', 'Good Friday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2024-04-01', 'Easter Monday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2024-05-06', 'Early May bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2024-05-27', 'Spring bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2024-08-26', 'Summer bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2024-12-25', 'Christmas Day', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2024-12-26', 'Boxing Day', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2025-01-01', 'New Year’s Day', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2025-04-18', 'Good Friday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2025-04-21', 'Easter Monday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2025-05-05', 'Early May bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2025-05-26', 'Spring bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2025-08-25', 'Summer bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2025-12-25', 'Christmas Day', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2025-12-26', 'Boxing Day', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2026-01-01', 'New Year’s Day', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2026-04-03', 'Good Friday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2026-04-06', 'Easter Monday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2026-05-04', 'Early May bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2026-05-25', 'Spring bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2026-08-31', 'Summer bank holiday', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2026-12-25', 'Christmas Day', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2026-12-28', 'Boxing Day (substitute day)', 'https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2027-01-01', 'New Year’s Day', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2027-03-26', 'Good Friday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2027-03-29', 'Easter Monday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2027-05-03', 'Early May bank holiday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2027-05-31', 'Spring bank holiday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2027-08-30', 'Summer bank holiday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2027-12-27', 'Christmas Day (substitute day)', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2027-12-28', 'Boxing Day (substitute day)', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2028-01-03', 'New Year’s Day (substitute day)', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2028-04-14', 'Good Friday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2028-04-17', 'Easter Monday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2028-05-01', 'Early May bank holiday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2028-05-29', 'Spring bank holiday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2028-08-28', 'Summer bank holiday', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2028-12-25', 'Christmas Day', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z'),
  ('2028-12-26', 'Boxing Day', 'Computed by the Banking and Financial Dealings Act 1971, schedule 1; compare with https://www.gov.uk/bank-holidays', '2026-11-24T00:00:00.000Z')
;

-- The council's terms, first and last day of each. Terms of cancelling may count only working days within one.
CREATE TABLE TermDate (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  firstDay TEXT NOT NULL CHECK (firstDay IS date(firstDay)),
  lastDay TEXT NOT NULL CHECK (lastDay IS date(lastDay) AND lastDay >= firstDay),
  source TEXT NOT NULL,
  addedAt TEXT NOT NULL CHECK (addedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', addedAt)),
  addedById TEXT REFERENCES Account (id),
  removedAt TEXT,
  removedById TEXT REFERENCES Account (id)
);

-- Ways of attending.
CREATE TABLE AttendanceMode (id TEXT NOT NULL PRIMARY KEY);

INSERT INTO AttendanceMode (id) VALUES ('in_person'), ('online'), ('mixed');

-- A venue that is used again and again. An event that picks it copies its name and address; how one gets there is read from here.
CREATE TABLE Venue (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(trim(name)) > 0),
  address TEXT NOT NULL DEFAULT '',
  postcode TEXT NOT NULL DEFAULT '',
  -- A line for each room, with how many people it holds where that is known: Main hall, 120.
  rooms TEXT NOT NULL DEFAULT '',
  access TEXT NOT NULL DEFAULT '',
  parking TEXT NOT NULL DEFAULT '',
  mapLink TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  retiredAt TEXT
);
CREATE UNIQUE INDEX Venue_name ON Venue (lower(name)) WHERE retiredAt IS NULL;

-- A conference. Every write to it or its sessions raises version; a booking holds only while the version that it was decided on does.
CREATE TABLE Event (
  id TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  topicId TEXT NOT NULL REFERENCES Topic (id),
  description TEXT NOT NULL DEFAULT '',
  purpose TEXT NOT NULL CHECK (purpose IN ('training', 'update', 'briefing')),
  minutes INTEGER NOT NULL CHECK (minutes > 0),
  level TEXT NOT NULL DEFAULT '',
  provider TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'cancelled')),
  attendanceMode TEXT NOT NULL REFERENCES AttendanceMode (id),
  venueName TEXT NOT NULL DEFAULT '',
  venueAddress TEXT NOT NULL DEFAULT '',
  venuePostcode TEXT NOT NULL DEFAULT '',
  -- The venue that was picked from the list; NULL: it was typed.
  venueId TEXT REFERENCES Venue (id),
  joiningLink TEXT NOT NULL DEFAULT '',
  capacity INTEGER NOT NULL CHECK (capacity > 0),
  -- Of a mixed event capacity is the places in the room, and these are those online.
  onlineCapacity INTEGER CHECK (onlineCapacity > 0),
  placesPerSchool INTEGER CHECK (placesPerSchool > 0),
  bookingOpensAt TEXT,
  bookingClosesAt TEXT,
  bookingClosedAt TEXT,
  contactName TEXT NOT NULL DEFAULT '',
  contactEmail TEXT NOT NULL DEFAULT '',
  contactTelephone TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  -- When it was made public. NULL of a published event: only the school of its session sees it.
  publishedAt TEXT,
  cancelledAt TEXT,
  cancelReason TEXT,
  seriesId TEXT REFERENCES Series (id),
  placesPerTrust INTEGER CHECK (placesPerTrust > 0),
  approval INTEGER NOT NULL DEFAULT 0 CHECK (approval IN (0, 1)),
  -- What becomes of another kind of school, of another role, and of somebody without the earlier course: no place, or one with a reason.
  kindRule TEXT NOT NULL DEFAULT 'only' CHECK (kindRule IN ('only', 'reason')),
  roleRule TEXT NOT NULL DEFAULT 'only' CHECK (roleRule IN ('only', 'reason')),
  courseRule TEXT NOT NULL DEFAULT 'only' CHECK (courseRule IN ('only', 'reason')),
  waitingOrder TEXT NOT NULL DEFAULT 'first_come' CHECK (waitingOrder IN ('first_come', 'no_record_first')),
  offerHours INTEGER NOT NULL DEFAULT 48 CHECK (offerHours BETWEEN 1 AND 336),
  namesDueAt TEXT,
  namesRelease INTEGER NOT NULL DEFAULT 0 CHECK (namesRelease IN (0, 1)),
  choicesCloseAt TEXT,
  -- Until when people change between the room and online; NULL: until it begins.
  attendanceClosesAt TEXT,
  termsId TEXT REFERENCES CancellationTerms (id),
  -- Set when the event was moved: until then everyone may cancel free of charge.
  freeUntil TEXT,
  -- The instant of the last write, at which limits are judged that depend on the clock.
  changedAt TEXT,
  -- priceId: the version that new bookings accept; NULL: free of charge. earlyUntil: up to this instant the early prices hold.
  priceId TEXT REFERENCES PriceList (id),
  earlyUntil TEXT,
  -- calendarTitle: NULL, the title, or a neutral one where the topic is sensitive; '', the title; else what calendars and subjects say instead.
  calendarTitle TEXT CHECK (length(calendarTitle) <= 200),
  -- each: an entry for every session of a place; day: one for each day, which lists the sessions of that day.
  calendarEntries TEXT NOT NULL DEFAULT 'each' CHECK (calendarEntries IN ('each', 'day')),
  -- How long before the start calendars remind people; NULL: not at all.
  alarmMinutes INTEGER CHECK (alarmMinutes BETWEEN 0 AND 40320),
  CHECK ((state = 'cancelled') = (cancelledAt IS NOT NULL)),
  CHECK ((attendanceMode = 'mixed') = (onlineCapacity IS NOT NULL))
);
CREATE INDEX Event_topic ON Event (topicId);
CREATE INDEX Event_state ON Event (state);
CREATE INDEX Event_series ON Event (seriesId) WHERE seriesId IS NOT NULL;
CREATE INDEX Event_names_due ON Event (namesDueAt) WHERE namesDueAt IS NOT NULL;
CREATE INDEX Event_changed ON Event (changedAt) WHERE priceId IS NOT NULL;

CREATE TRIGGER Event_may_make_due AFTER UPDATE ON Event
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;

-- What was to be sent about it at a time is a draft again.
CREATE TRIGGER Event_called_off_keeps_mailings AFTER UPDATE OF state ON Event WHEN NEW.state = 'cancelled' BEGIN
  UPDATE Sending SET state = 'draft', notStarted = 'called_off' WHERE eventId = NEW.id AND state = 'waiting';
END;
CREATE TRIGGER Event_to_follow AFTER UPDATE OF topicId, purpose, level, state ON Event
WHEN NEW.topicId <> OLD.topicId OR NEW.purpose <> OLD.purpose OR NEW.level <> OLD.level OR NEW.state <> OLD.state
BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT r.rootId, random() FROM Session x JOIN RootOfSession r ON r.sessionId = x.id WHERE x.eventId = NEW.id
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;

-- What certificates and coverage rest on once a register is closed: it changes by a correction alone, while that is done.
CREATE TRIGGER Event_of_closed_register BEFORE UPDATE OF title, topicId, purpose, minutes, level, provider ON Event
WHEN (NEW.title <> OLD.title
    OR NEW.topicId <> OLD.topicId
    OR NEW.purpose <> OLD.purpose
    OR NEW.minutes <> OLD.minutes
    OR NEW.level <> OLD.level
    OR NEW.provider <> OLD.provider)
  AND EXISTS (SELECT 1 FROM Session x JOIN RegisterSignOff o ON o.sessionId = x.id WHERE x.eventId = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'closed_register_stands')
  WHERE NOT EXISTS (SELECT 1 FROM StaffProposal p WHERE p.subjectId = NEW.id AND p.kind = 'event' AND p.state = 'approved' AND p.doneAt IS NULL);
END;

CREATE TRIGGER Event_room_for_taken BEFORE UPDATE OF capacity, onlineCapacity, attendanceMode, placesPerSchool, placesPerTrust ON Event BEGIN
  SELECT RAISE(ABORT, 'places_online')
  WHERE OLD.attendanceMode = 'mixed'
    AND NEW.attendanceMode = 'in_person'
    AND EXISTS (SELECT 1 FROM Place p WHERE p.eventId = NEW.id AND p.state <> 'cancelled' AND p.attendance = 'online');
  SELECT RAISE(ABORT, 'online_below_taken')
  WHERE NEW.attendanceMode = 'mixed'
    AND (NEW.onlineCapacity < OLD.onlineCapacity OR OLD.attendanceMode = 'online')
    AND NEW.onlineCapacity < (
      SELECT COUNT(*)
      FROM Place p
      WHERE p.eventId = NEW.id
        AND p.takenUntil > COALESCE(NEW.changedAt, '9999')
        AND COALESCE(p.attendance, OLD.attendanceMode) = 'online'
    );
  SELECT RAISE(ABORT, 'capacity_below_taken')
  WHERE (NEW.capacity < OLD.capacity OR NEW.attendanceMode <> OLD.attendanceMode)
    AND NEW.capacity < (
      SELECT COUNT(*)
      FROM Place p
      LEFT JOIN HeldBack h ON h.id = p.heldBackId
        AND h.withdrawnAt IS NULL
        AND h.releaseAt > COALESCE(NEW.changedAt, '')
      WHERE p.eventId = NEW.id
        AND p.takenUntil > COALESCE(NEW.changedAt, '9999')
        AND h.id IS NULL
        AND (NEW.attendanceMode <> 'mixed' OR COALESCE(p.attendance, OLD.attendanceMode) = 'in_person')
    )
    + (
      SELECT COALESCE(SUM(h.places), 0)
      FROM HeldBack h
      WHERE h.eventId = NEW.id AND h.withdrawnAt IS NULL AND h.releaseAt > COALESCE(NEW.changedAt, '')
    );
  SELECT RAISE(ABORT, 'limit_below_taken')
  WHERE NEW.placesPerSchool < COALESCE(OLD.placesPerSchool, 1e9)
    AND NEW.placesPerSchool < (
      SELECT COALESCE(MAX(n), 0)
      FROM (
        SELECT COUNT(*) AS n
        FROM Place p
        JOIN School s ON s.id = p.schoolId
        WHERE p.eventId = NEW.id
          AND p.takenUntil > COALESCE(NEW.changedAt, '9999')
        GROUP BY s.rootId
      )
    );
  SELECT RAISE(ABORT, 'trust_limit_below_taken')
  WHERE NEW.placesPerTrust < COALESCE(OLD.placesPerTrust, 1e9)
    AND NEW.placesPerTrust < (
      SELECT COALESCE(MAX(n), 0)
      FROM (
        SELECT COUNT(*) AS n
        FROM Place p
        JOIN School s ON s.id = p.schoolId
        JOIN School r ON r.id = s.rootId
        WHERE p.eventId = NEW.id
          AND r.trustUid IS NOT NULL
          AND p.takenUntil > COALESCE(NEW.changedAt, '9999')
        GROUP BY r.trustUid
      )
    );
END;
-- Whoever has a place keeps coming as they did; what was held back of places online was so for no room.
CREATE TRIGGER Event_says_how_places_attend AFTER UPDATE OF attendanceMode ON Event
WHEN NEW.attendanceMode <> OLD.attendanceMode AND 'mixed' IN (NEW.attendanceMode, OLD.attendanceMode)
BEGIN
  UPDATE Place
  SET attendance = IIF(NEW.attendanceMode = 'mixed', OLD.attendanceMode, NULL),
    heldBackId = IIF(OLD.attendanceMode = 'online', NULL, heldBackId)
  WHERE eventId = NEW.id;
END;
CREATE TRIGGER Event_shares_topic_on_insert BEFORE INSERT ON Event WHEN NEW.seriesId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'series_shares_topic')
  FROM Series s
  WHERE s.id = NEW.seriesId AND s.topicId <> NEW.topicId;
END;
CREATE TRIGGER Event_shares_topic BEFORE UPDATE OF topicId, seriesId ON Event WHEN NEW.seriesId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'series_shares_topic')
  FROM Series s
  WHERE s.id = NEW.seriesId AND s.topicId <> NEW.topicId;
END;
CREATE TRIGGER Event_leaves_series BEFORE UPDATE OF seriesId ON Event
WHEN OLD.seriesId IS NOT NULL AND NEW.seriesId IS NOT OLD.seriesId
BEGIN
  SELECT RAISE(ABORT, 'series_has_moves')
  WHERE EXISTS (
    SELECT 1
    FROM Booking b
    JOIN Booking f ON f.id = b.movedFromId
    WHERE b.eventId = NEW.id OR f.eventId = NEW.id
  );
END;

-- Who an event is for. No row of a dimension means everyone. course: the topic of an earlier course that people need, and its level; '': any.
CREATE TABLE EventAudience (
  eventId TEXT NOT NULL REFERENCES Event (id),
  dimension TEXT NOT NULL CHECK (dimension IN ('role', 'kind', 'course')),
  value TEXT NOT NULL,
  level TEXT NOT NULL DEFAULT '' CHECK (level = '' OR dimension = 'course'),
  PRIMARY KEY (eventId, dimension, value)
);
CREATE UNIQUE INDEX EventAudience_one_course ON EventAudience (eventId) WHERE dimension = 'course';

-- One dated part of an event that people attend, or one workshop of a block.
CREATE TABLE Session (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL REFERENCES Event (id),
  position INTEGER NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  startsAt TEXT NOT NULL CHECK (startsAt IS strftime('%Y-%m-%dT%H:%M:%fZ', startsAt)),
  endsAt TEXT NOT NULL CHECK (endsAt > startsAt),
  -- block '': everyone attends. Sessions of one block are workshops of which each place chooses one.
  block TEXT NOT NULL DEFAULT '',
  capacity INTEGER CHECK (capacity > 0),
  -- Where in the venue it is, what it is about, and who speaks: a line for each speaker. '' where nobody has said.
  room TEXT NOT NULL DEFAULT '' CHECK (length(room) <= 100),
  -- Another venue of the list than the event's, as it was when it was picked; NULL: it is where the event is.
  venueId TEXT REFERENCES Venue (id),
  venueName TEXT NOT NULL DEFAULT '' CHECK ((venueName = '') = (venueId IS NULL)),
  venueAddress TEXT NOT NULL DEFAULT '',
  about TEXT NOT NULL DEFAULT '',
  speakers TEXT NOT NULL DEFAULT '',
  -- A session of an event that goes on without it. It stays as it was, with who called it off, when, and why; it cannot be put back on, for
  -- everyone has been told: a new session is added instead.
  calledOffAt TEXT CHECK (calledOffAt IS strftime('%Y-%m-%dT%H:%M:%fZ', calledOffAt)),
  calledOffById TEXT REFERENCES Account (id),
  calledOffWhy TEXT CHECK ((calledOffWhy IS NULL) = (calledOffAt IS NULL)),
  UNIQUE (eventId, position)
);
CREATE INDEX Session_start ON Session (startsAt, eventId);

CREATE TRIGGER Session_new_may_make_due AFTER INSERT ON Session
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;
CREATE TRIGGER Session_may_make_due AFTER UPDATE ON Session
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;

CREATE TRIGGER Session_to_follow AFTER UPDATE OF startsAt, endsAt, calledOffAt ON Session
WHEN NEW.startsAt <> OLD.startsAt OR NEW.endsAt <> OLD.endsAt OR NEW.calledOffAt IS NOT OLD.calledOffAt
BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT r.rootId, random() FROM RootOfSession r WHERE r.sessionId = NEW.id
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;

CREATE TRIGGER Session_of_closed_register BEFORE UPDATE OF eventId, title, startsAt, endsAt ON Session
WHEN (NEW.eventId <> OLD.eventId OR NEW.title <> OLD.title OR NEW.startsAt <> OLD.startsAt OR NEW.endsAt <> OLD.endsAt)
  AND EXISTS (SELECT 1 FROM RegisterSignOff o WHERE o.sessionId = OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'closed_register_stands')
  WHERE NOT EXISTS (SELECT 1 FROM StaffProposal p WHERE p.subjectId = OLD.eventId AND p.kind = 'event' AND p.state = 'approved' AND p.doneAt IS NULL);
END;

CREATE TRIGGER Session_may_be_called_off BEFORE UPDATE OF calledOffAt ON Session
WHEN OLD.calledOffAt IS NULL AND NEW.calledOffAt IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'session_not_published')
  FROM Event e
  WHERE e.id = NEW.eventId AND e.state <> 'published';
  SELECT RAISE(ABORT, 'last_session')
  WHERE NOT EXISTS (SELECT 1 FROM ActiveSession o WHERE o.eventId = NEW.eventId AND o.id <> NEW.id);
  SELECT RAISE(ABORT, 'session_is_signed_off')
  FROM RegisterSignOff r
  WHERE r.sessionId = NEW.id;
  SELECT RAISE(ABORT, 'session_attended')
  FROM CurrentMark m
  WHERE m.sessionId = NEW.id AND m.markType IN ('attended', 'part');
END;
-- Nobody attends it any more. Who was marked before keeps that mark, which counts for nothing.
CREATE TRIGGER Session_called_off_has_no_places AFTER UPDATE OF calledOffAt ON Session
WHEN OLD.calledOffAt IS NULL AND NEW.calledOffAt IS NOT NULL
BEGIN
  DELETE FROM PlaceSession
  WHERE sessionId = NEW.id
    AND NOT EXISTS (SELECT 1 FROM Mark m WHERE m.placeId = PlaceSession.placeId AND m.sessionId = NEW.id);
END;
-- It belongs to its day, and moves with it: nothing else of it changes.
CREATE TRIGGER Session_called_off_stands BEFORE UPDATE OF
  id, eventId, position, title, block, capacity, room, venueId, venueName, venueAddress, about, speakers, calledOffAt, calledOffById, calledOffWhy
ON Session
WHEN OLD.calledOffAt IS NOT NULL
  AND NOT (NEW.calledOffAt = OLD.calledOffAt AND EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'Session' AND d.id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'session_called_off'); END;
CREATE TRIGGER Session_called_off_kept BEFORE DELETE ON Session WHEN OLD.calledOffAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'session_called_off');
END;
CREATE TRIGGER Session_room_for_chosen BEFORE UPDATE OF capacity, block, startsAt, endsAt ON Session
WHEN NEW.block <> ''
BEGIN
  SELECT RAISE(ABORT, 'workshop_below_taken')
  WHERE NEW.capacity < (
    SELECT COUNT(*)
    FROM PlaceSession o
    JOIN Place p ON p.id = o.placeId
    WHERE o.sessionId = NEW.id AND p.state = 'confirmed'
  );
  SELECT RAISE(ABORT, 'workshops_clash')
  FROM PlaceSession c
  JOIN Place p ON p.id = c.placeId
  JOIN PlaceSession o ON o.placeId = c.placeId AND o.sessionId <> c.sessionId
  JOIN ActiveSession s ON s.id = o.sessionId
  WHERE c.sessionId = NEW.id
    AND p.state = 'confirmed'
    AND s.block <> ''
    AND (s.block = NEW.block OR (s.startsAt < NEW.endsAt AND NEW.startsAt < s.endsAt));
END;

CREATE TRIGGER Need_moves_with_session AFTER UPDATE OF startsAt, endsAt, calledOffAt ON Session BEGIN INSERT INTO NeedToMove (eventId) VALUES (NEW.eventId); END;
CREATE TRIGGER Need_moves_with_new_session AFTER INSERT ON Session BEGIN INSERT INTO NeedToMove (eventId) VALUES (NEW.eventId); END;
CREATE TRIGGER Need_moves_with_lost_session AFTER DELETE ON Session BEGIN INSERT INTO NeedToMove (eventId) VALUES (OLD.eventId); END;

-- What a session is about, where its event is about more than its own topic. No row: the topic of the event.
CREATE TABLE SessionTopic (
  sessionId TEXT NOT NULL REFERENCES Session (id) ON DELETE CASCADE,
  topicId TEXT NOT NULL REFERENCES Topic (id),
  PRIMARY KEY (sessionId, topicId)
);

CREATE TRIGGER SessionTopic_to_follow AFTER INSERT ON SessionTopic BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT r.rootId, random() FROM RootOfSession r WHERE r.sessionId = NEW.sessionId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER SessionTopic_lost_to_follow AFTER DELETE ON SessionTopic BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT r.rootId, random() FROM RootOfSession r WHERE r.sessionId = OLD.sessionId
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;

-- The sessions that take place. Whatever asks when an event begins and ends, what people attend or what is taught reads these.
CREATE VIEW ActiveSession AS
  SELECT id, eventId, position, title, startsAt, endsAt, block, capacity, room, venueId, venueName, venueAddress, about, speakers
  FROM Session
  WHERE calledOffAt IS NULL;

-- A break of an event’s programme. Nobody is marked at it, and nothing refers to it.
CREATE TABLE EventBreak (
  eventId TEXT NOT NULL REFERENCES Event (id),
  startsAt TEXT NOT NULL CHECK (startsAt IS strftime('%Y-%m-%dT%H:%M:%fZ', startsAt)),
  endsAt TEXT NOT NULL CHECK (endsAt > startsAt),
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
  PRIMARY KEY (eventId, startsAt, title)
) WITHOUT ROWID;

-- What an organiser asks of a booking or of each place. Once somebody has answered it keeps its words, and is retired instead of deleted.
CREATE TABLE EventQuestion (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL REFERENCES Event (id),
  position INTEGER NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('booking', 'place')),
  kind TEXT NOT NULL REFERENCES QuestionKind (id),
  label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 400),
  hint TEXT NOT NULL DEFAULT '',
  settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings)),
  required INTEGER NOT NULL DEFAULT 0 CHECK (required IN (0, 1)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  retiredAt TEXT
);
CREATE INDEX EventQuestion_event ON EventQuestion (eventId, position) WHERE retiredAt IS NULL;
CREATE INDEX EventQuestion_all ON EventQuestion (eventId, position);

CREATE TRIGGER EventQuestion_retired_once BEFORE UPDATE ON EventQuestion WHEN OLD.retiredAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'question_is_retired');
END;
-- What was answered is what was asked: a question that has an answer is retired and asked anew in other words.
CREATE TRIGGER EventQuestion_answered_stands BEFORE UPDATE OF eventId, scope, kind, label, hint, settings ON EventQuestion
WHEN (
  NEW.eventId <> OLD.eventId
  OR NEW.scope <> OLD.scope
  OR NEW.kind <> OLD.kind
  OR NEW.label <> OLD.label
  OR NEW.hint <> OLD.hint
  OR NEW.settings <> OLD.settings
)
  AND EXISTS (SELECT 1 FROM Answer a WHERE a.questionId = OLD.id)
BEGIN SELECT RAISE(ABORT, 'question_is_answered'); END;

-- Places kept for some schools until releaseAt, and then anyone's; of a mixed event, in the room. Who may take them: HeldBackEntitled. Releasing
-- is by the clock.
CREATE TABLE HeldBack (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL REFERENCES Event (id),
  places INTEGER NOT NULL CHECK (places > 0),
  forWhom TEXT NOT NULL CHECK (forWhom IN ('schools', 'no_record')),
  releaseAt TEXT NOT NULL CHECK (releaseAt IS strftime('%Y-%m-%dT%H:%M:%fZ', releaseAt)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  withdrawnAt TEXT,
  withdrawnById TEXT REFERENCES Account (id)
);
CREATE INDEX HeldBack_event ON HeldBack (eventId) WHERE withdrawnAt IS NULL;

CREATE TRIGGER HeldBack_fits BEFORE INSERT ON HeldBack BEGIN
  SELECT RAISE(ABORT, 'held_back_too_many')
  FROM Event e
  WHERE e.id = NEW.eventId
    AND e.capacity < NEW.places + (
      SELECT COUNT(*)
      FROM Place p
      LEFT JOIN HeldBack h ON h.id = p.heldBackId AND h.withdrawnAt IS NULL AND h.releaseAt > NEW.createdAt
      WHERE p.eventId = NEW.eventId
        AND p.takenUntil > NEW.createdAt
        AND p.attendance IS NOT 'online'
        AND h.id IS NULL
    )
    + (
      SELECT COALESCE(SUM(h.places), 0)
      FROM HeldBack h
      WHERE h.eventId = NEW.eventId AND h.withdrawnAt IS NULL AND h.releaseAt > NEW.createdAt
    );
END;
CREATE TRIGGER HeldBack_only_ends BEFORE UPDATE ON HeldBack
WHEN OLD.withdrawnAt IS NOT NULL
  OR NEW.eventId <> OLD.eventId
  OR NEW.places <> OLD.places
  OR (NEW.withdrawnAt IS NULL) = (NEW.releaseAt = OLD.releaseAt)
BEGIN SELECT RAISE(ABORT, 'held_back_only_ends'); END;

-- A school for which places are kept.
CREATE TABLE HeldBackSchool (
  heldBackId TEXT NOT NULL REFERENCES HeldBack (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  PRIMARY KEY (heldBackId, schoolId)
);

-- Which schools may take the places of a row of HeldBack.
-- United, it would be made of all schools before one is looked up.
CREATE VIEW HeldBackEntitled AS
  SELECT h.id AS heldBackId, s.id AS rootId
  FROM HeldBack h
  JOIN Event e ON e.id = h.eventId
  JOIN School s ON s.rootId = s.id
  WHERE CASE h.forWhom
    WHEN 'schools' THEN EXISTS (SELECT 1 FROM HeldBackSchool x JOIN School m ON m.id = x.schoolId WHERE x.heldBackId = h.id AND m.rootId = s.id)
    ELSE NOT EXISTS (
        SELECT 1 FROM CameFor c
        WHERE c.rootId = s.id AND c.predecessorId IS NULL AND c.how = 'own' AND c.topicId = e.topicId)
  END;

-- Slides, links and files for those with a place: a link, or a file. sessionId: only for those at that session; NULL: for everybody at the event.
CREATE TABLE Material (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL REFERENCES Event (id),
  sessionId TEXT REFERENCES Session (id),
  position INTEGER NOT NULL,
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  words TEXT NOT NULL DEFAULT '' CHECK (length(words) <= 500),
  url TEXT CHECK (url LIKE 'https://_%' AND length(url) <= 1000),
  fileId TEXT UNIQUE REFERENCES StoredFile (id),
  -- When it was added or last changed.
  changedAt TEXT NOT NULL CHECK (changedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', changedAt)),
  CHECK ((url IS NULL) <> (fileId IS NULL))
);
CREATE INDEX Material_event ON Material (eventId, position);

CREATE TRIGGER Material_uses_file AFTER INSERT ON Material WHEN NEW.fileId IS NOT NULL
BEGIN UPDATE StoredFile SET spareFrom = NULL WHERE id = NEW.fileId; END;
CREATE TRIGGER Material_frees_file AFTER DELETE ON Material WHEN OLD.fileId IS NOT NULL
BEGIN UPDATE StoredFile SET spareFrom = '' WHERE id = OLD.fileId; END;
CREATE TRIGGER Material_not_twice BEFORE INSERT ON Material BEGIN
  SELECT RAISE(ABORT, 'material_is_there')
  FROM Material m
  LEFT JOIN StoredFile f ON f.id = m.fileId
  WHERE m.eventId = NEW.eventId
    AND m.sessionId IS NEW.sessionId
    AND (m.url = NEW.url OR f.sha256 = (SELECT n.sha256 FROM StoredFile n WHERE n.id = NEW.fileId));
END;
CREATE TRIGGER Material_of_its_session BEFORE INSERT ON Material WHEN NEW.sessionId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'material_of_another_event')
  WHERE NOT EXISTS (SELECT 1 FROM Session s WHERE s.id = NEW.sessionId AND s.eventId = NEW.eventId);
END;

-- When the materials of an event are shown, where the organiser has set a time. Without a row: once it is over.
CREATE TABLE MaterialRelease (
  eventId TEXT NOT NULL PRIMARY KEY REFERENCES Event (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at))
);

-- A session that a school asks the council to hold at it, for its own staff or also for other schools. days: JSON of the days that suit it.
-- An organiser offers a time, a trainer and one price for the whole session, or refuses it; the school accepts the offer or declines it.
-- alsoFor: names of schools that are not on our list, as typed. tokenHash: of the link in the mail with the offer.
CREATE TABLE AskedSession (
  id TEXT NOT NULL PRIMARY KEY,
  schoolId TEXT NOT NULL REFERENCES School (id),
  about TEXT NOT NULL CHECK (length(about) BETWEEN 1 AND 500),
  days TEXT NOT NULL CHECK (json_array_length(days) BETWEEN 1 AND 3),
  people INTEGER NOT NULL CHECK (people BETWEEN 1 AND 2000),
  alsoFor TEXT NOT NULL DEFAULT '',
  askedAt TEXT NOT NULL CHECK (askedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', askedAt)),
  askedById TEXT NOT NULL REFERENCES Account (id),
  state TEXT NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'offered', 'refused', 'accepted', 'declined', 'withdrawn')),
  startsAt TEXT CHECK (startsAt IS strftime('%Y-%m-%dT%H:%M:%fZ', startsAt)),
  endsAt TEXT CHECK (endsAt > startsAt),
  trainer TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '',
  pence INTEGER CHECK (pence >= 0),
  vatPence INTEGER NOT NULL DEFAULT 0 CHECK (vatPence >= 0),
  vatCodeId TEXT REFERENCES VatCode (id),
  termsId TEXT REFERENCES CancellationTerms (id),
  -- What its event will be, once the school accepts.
  title TEXT NOT NULL DEFAULT '' CHECK (length(title) <= 200),
  topicId TEXT REFERENCES Topic (id),
  purpose TEXT NOT NULL DEFAULT 'training' CHECK (purpose IN ('training', 'update', 'briefing')),
  level TEXT NOT NULL DEFAULT '',
  eventId TEXT UNIQUE REFERENCES Event (id),
  reason TEXT NOT NULL DEFAULT '',
  tokenHash TEXT UNIQUE,
  answeredAt TEXT,
  answeredById TEXT REFERENCES Account (id),
  settledAt TEXT,
  settledById TEXT REFERENCES Account (id),
  CHECK (state NOT IN ('offered', 'accepted', 'declined') OR (startsAt IS NOT NULL AND endsAt IS NOT NULL AND pence IS NOT NULL)),
  CHECK (state NOT IN ('offered', 'refused', 'accepted', 'declined') OR answeredAt IS NOT NULL),
  CHECK ((state IN ('accepted', 'declined', 'withdrawn')) = (settledAt IS NOT NULL)),
  CHECK (pence IS NULL OR (pence > 0) = (vatCodeId IS NOT NULL))
);
-- Another school whose staff are to come to a session. It sees the offer and the event.
CREATE TABLE AskedSessionSchool (
  askedId TEXT NOT NULL REFERENCES AskedSession (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  PRIMARY KEY (askedId, schoolId)
);
CREATE INDEX AskedSessionSchool_school ON AskedSessionSchool (schoolId);
CREATE INDEX AskedSession_school ON AskedSession (schoolId, askedAt);
CREATE INDEX AskedSession_asked ON AskedSession (askedAt, id);
CREATE INDEX AskedSession_state ON AskedSession (state, askedAt, id);

CREATE TRIGGER AskedSession_at_most_ten BEFORE INSERT ON AskedSession BEGIN
  SELECT RAISE(ABORT, 'too_many_sessions_asked')
  WHERE 10 <= (SELECT COUNT(*) FROM AskedSession a WHERE a.schoolId = NEW.schoolId AND a.state = 'asked');
END;
-- An answer stands, and so does what the school made of it.
CREATE TRIGGER AskedSession_answered_once BEFORE UPDATE ON AskedSession
WHEN (
    NEW.state <> OLD.state
    AND NOT (OLD.state = 'asked' AND NEW.state IN ('offered', 'refused', 'withdrawn'))
    AND NOT (OLD.state = 'offered' AND NEW.state IN ('refused', 'accepted', 'declined'))
  )
  OR (OLD.state <> 'asked' AND (NEW.startsAt IS NOT OLD.startsAt OR NEW.endsAt IS NOT OLD.endsAt OR NEW.pence IS NOT OLD.pence OR NEW.vatPence <> OLD.vatPence OR NEW.vatCodeId IS NOT OLD.vatCodeId OR NEW.termsId IS NOT OLD.termsId))
BEGIN SELECT RAISE(ABORT, 'session_is_answered'); END;
