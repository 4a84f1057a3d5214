-- Bookings and places: what fits, what is refused, and whom the school sends.

-- One school's act of booking for one event, with its places. formId: of the form that made it, so that a second press adds nothing.
CREATE TABLE Booking (
  id TEXT NOT NULL PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  eventId TEXT NOT NULL REFERENCES Event (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  channel TEXT NOT NULL CHECK (channel IN ('school', 'organiser')),
  formId TEXT NOT NULL UNIQUE,
  bookedById TEXT REFERENCES Account (id),
  bookerPersonId TEXT REFERENCES Person (id),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  cancelledAt TEXT,
  cancelledById TEXT REFERENCES Account (id),
  -- askedBy: who asked, when an organiser booked for a school. waitingSince: its turn on the waiting list. partly: fewer places than asked will do.
  askedBy TEXT NOT NULL DEFAULT '',
  waitingSince TEXT,
  acceptsFewer INTEGER NOT NULL DEFAULT 0 CHECK (acceptsFewer IN (0, 1)),
  termsId TEXT REFERENCES CancellationTerms (id),
  termsAcceptedAt TEXT,
  refusedReason TEXT,
  movedFromId TEXT REFERENCES Booking (id),
  -- enteredById: of the council, who typed it. bookedById and bookerPersonId: who asked, where they have an address or a name.
  enteredById TEXT REFERENCES Account (id)
) WITHOUT ROWID;
CREATE INDEX Booking_event ON Booking (eventId, createdAt);
CREATE INDEX Booking_school ON Booking (schoolId, createdAt);
CREATE INDEX Booking_moved ON Booking (movedFromId) WHERE movedFromId IS NOT NULL;

CREATE TRIGGER Booking_may_make_due AFTER UPDATE OF bookedById, bookerPersonId, cancelledAt ON Booking
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind IN ('automatic', 'notices');
END;

-- Only someone confirmed, whom the school lets book, books for it; a booking that is moved to another date was somebody's before.
CREATE TRIGGER Booking_by_vouched BEFORE INSERT ON Booking
WHEN NEW.channel = 'school' AND NEW.bookedById IS NOT NULL AND NEW.movedFromId IS NULL
BEGIN
  SELECT RAISE(ABORT, 'not_vouched')
  WHERE NOT EXISTS (
    SELECT 1
    FROM ActsFor c
    WHERE c.accountId = NEW.bookedById AND c.rootId = (SELECT n.rootId FROM School n WHERE n.id = NEW.schoolId) AND c.mayBook = 1
  );
END;
-- The form of a request makes its booking once, and with it the request is settled; one that was withdrawn makes none.
CREATE TRIGGER Booking_settles_request AFTER INSERT ON Booking
WHEN EXISTS (SELECT 1 FROM BookingRequest r WHERE r.formId = NEW.formId)
BEGIN
  SELECT RAISE(ABORT, 'request_is_settled')
  FROM BookingRequest r
  WHERE r.formId = NEW.formId
    AND (
      r.state <> 'waiting'
      OR r.eventId <> NEW.eventId
      OR (r.asksSchool = 0 AND r.accountId IS NOT NEW.bookedById)
      OR (SELECT m.rootId FROM School m WHERE m.id = r.schoolId) IS NOT (
        SELECT m.rootId FROM School m WHERE m.id = NEW.schoolId
      )
    );
  UPDATE BookingRequest
  SET state = IIF(NEW.waitingSince IS NULL, 'booked', 'listed'), bookingId = NEW.id, typed = NULL,
    settledAt = NEW.createdAt
  WHERE formId = NEW.formId;
END;
CREATE TRIGGER Booking_moves_within_series BEFORE INSERT ON Booking WHEN NEW.movedFromId IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'moved_outside_series')
  WHERE NOT EXISTS (
    SELECT 1
    FROM Booking f
    JOIN Event a ON a.id = f.eventId
    JOIN Event z ON z.id = NEW.eventId
    JOIN School s ON s.id = f.schoolId
    JOIN School t ON t.id = NEW.schoolId
    WHERE f.id = NEW.movedFromId AND a.id <> z.id AND a.seriesId = z.seriesId AND s.rootId = t.rootId
  );
END;
CREATE TRIGGER Booking_follows_merge_on_insert AFTER INSERT ON Booking
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.bookerPersonId AND m.undoneAt IS NULL)
BEGIN
  UPDATE Booking
  SET bookerPersonId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.bookerPersonId)
  WHERE id = NEW.id;
END;
-- The window is judged at the instant of the booking itself.
CREATE TRIGGER Booking_within_window BEFORE INSERT ON Booking BEGIN
  SELECT RAISE(ABORT, 'event_cancelled')
  FROM Event e
  WHERE e.id = NEW.eventId AND e.state = 'cancelled';
  SELECT RAISE(ABORT, 'event_not_published')
  FROM Event e
  WHERE e.id = NEW.eventId AND e.state = 'draft';
  SELECT RAISE(ABORT, 'booking_not_open')
  FROM Event e
  WHERE e.id = NEW.eventId AND NEW.channel = 'school' AND e.bookingOpensAt > NEW.createdAt;
  SELECT RAISE(ABORT, 'booking_closed')
  FROM Event e
  WHERE e.id = NEW.eventId
    AND NEW.channel = 'school'
    AND (
      MIN(COALESCE(e.bookingClosedAt, '9999'), COALESCE(e.bookingClosesAt, '9999')) <= COALESCE(
        (
          SELECT r.requestedAt
          FROM BookingRequest r
          WHERE r.formId = NEW.formId AND r.state = 'waiting' AND r.asksSchool = 0 AND r.accountId = NEW.bookedById
        ),
        NEW.createdAt
      )
      OR (SELECT MIN(s.startsAt) FROM ActiveSession s WHERE s.eventId = e.id) <= NEW.createdAt
    );
END;
CREATE TRIGGER Booking_contact_is_of_school BEFORE INSERT ON Booking
WHEN NEW.channel = 'organiser'
  AND NEW.bookedById IS NOT NULL
  AND EXISTS (
    SELECT 1
    FROM StaffRole f
    JOIN StaffRoleKind k ON k.id = f.role
    WHERE f.accountId = NEW.bookedById AND k.isStaff = 1 AND f.revokedAt IS NULL
  )
BEGIN SELECT RAISE(ABORT, 'contact_is_staff'); END;
CREATE TRIGGER Booking_by_present_account BEFORE INSERT ON Booking
WHEN (SELECT erasedAt FROM Account WHERE id = NEW.bookedById) IS NOT NULL
  OR (SELECT erasedAt FROM Person WHERE id = NEW.bookerPersonId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'person_is_erased'); END;

-- What someone who may not book asked for: it takes no place. typed: the form, emptied once it is settled. asksSchool: the school's contacts
-- decide, and were written to at mailedAt; otherwise it waits until the account is confirmed. Booking_settles_request settles it with its booking.
CREATE TABLE BookingRequest (
  id TEXT NOT NULL PRIMARY KEY,
  eventId TEXT NOT NULL REFERENCES Event (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  accountId TEXT NOT NULL REFERENCES Account (id),
  formId TEXT NOT NULL UNIQUE,
  places INTEGER NOT NULL CHECK (places > 0),
  typed TEXT CHECK (typed IS NULL OR json_valid(typed)),
  requestedAt TEXT NOT NULL CHECK (requestedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', requestedAt)),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'booked', 'listed', 'refused', 'withdrawn')),
  bookingId TEXT REFERENCES Booking (id),
  reason TEXT,
  settledAt TEXT,
  asksSchool INTEGER NOT NULL DEFAULT 0 CHECK (asksSchool IN (0, 1)),
  mailedAt TEXT CHECK (mailedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', mailedAt)),
  CHECK ((state = 'waiting') = (settledAt IS NULL)),
  CHECK ((state = 'waiting') = (typed IS NOT NULL))
);
CREATE INDEX BookingRequest_asked ON BookingRequest (schoolId, mailedAt) WHERE asksSchool = 1;
CREATE INDEX BookingRequest_unmailed ON BookingRequest (schoolId) WHERE asksSchool = 1 AND mailedAt IS NULL AND state = 'waiting';
CREATE INDEX BookingRequest_waiting ON BookingRequest (accountId, schoolId) WHERE state = 'waiting';
CREATE INDEX BookingRequest_event ON BookingRequest (eventId, requestedAt);
CREATE UNIQUE INDEX BookingRequest_once ON BookingRequest (accountId, eventId, schoolId) WHERE state = 'waiting';

CREATE TRIGGER BookingRequest_of_asker BEFORE INSERT ON BookingRequest BEGIN
  SELECT RAISE(ABORT, 'no_claim_of_asker')
  WHERE NEW.asksSchool = 0
    AND NOT EXISTS (
      SELECT 1
      FROM Claim c
      JOIN School m ON m.id = c.schoolId
      JOIN School n ON n.rootId = m.rootId
      WHERE c.accountId = NEW.accountId AND c.state IN ('requested', 'approved') AND n.id = NEW.schoolId
    );
  SELECT RAISE(ABORT, 'no_contact_at_school')
  WHERE NEW.asksSchool = 1
    AND NOT EXISTS (SELECT 1 FROM School n JOIN ActsFor f ON f.rootId = n.rootId WHERE n.id = NEW.schoolId AND f.mayBook = 1);
  SELECT RAISE(ABORT, 'may_not_ask')
  FROM School n
  JOIN ActsFor f ON f.rootId = n.rootId
  WHERE NEW.asksSchool = 1 AND n.id = NEW.schoolId AND f.accountId = NEW.accountId AND f.mayAsk = 0;
  SELECT RAISE(ABORT, 'too_many_requests')
  WHERE 20 <= (SELECT COUNT(*) FROM BookingRequest r WHERE r.accountId = NEW.accountId AND r.state = 'waiting');
END;
CREATE TRIGGER BookingRequest_settles_once BEFORE UPDATE ON BookingRequest
WHEN (OLD.state <> 'waiting' OR NEW.formId <> OLD.formId OR NEW.requestedAt <> OLD.requestedAt)
  AND NOT (
    NEW.state = OLD.state
    AND NEW.bookingId IS OLD.bookingId
    AND EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'BookingRequest' AND d.id = OLD.id)
  )
BEGIN SELECT RAISE(ABORT, 'request_is_settled'); END;

-- The link in a mail to a contact of a school, by which they answer what they were asked. tokenHash: of all that the mail says.
CREATE TABLE AskedLink (
  tokenHash TEXT NOT NULL,
  requestId TEXT NOT NULL REFERENCES BookingRequest (id),
  accountId TEXT NOT NULL REFERENCES Account (id),
  PRIMARY KEY (tokenHash, requestId)
) WITHOUT ROWID;
CREATE INDEX AskedLink_request ON AskedLink (requestId);
CREATE INDEX AskedLink_account ON AskedLink (accountId);

-- Somebody whose school has booked what they asked for, and who is still to be told.
CREATE TABLE RequestToTell (requestId TEXT NOT NULL PRIMARY KEY REFERENCES BookingRequest (id)) WITHOUT ROWID;
CREATE TRIGGER BookingRequest_is_to_be_told AFTER UPDATE OF state ON BookingRequest
WHEN NEW.asksSchool = 1 AND OLD.state = 'waiting' AND NEW.state IN ('booked', 'listed')
BEGIN
  INSERT INTO RequestToTell (requestId) VALUES (NEW.id);
END;

-- One delegate's seat. It belongs to one school, whose limit it uses; stateAt is the instant at which the state last changed. It may be booked
-- without a person and changes hands until the event begins; namedAt dates each change (decision 13).
CREATE TABLE Place (
  id TEXT NOT NULL PRIMARY KEY,
  bookingId TEXT NOT NULL REFERENCES Booking (id),
  eventId TEXT NOT NULL REFERENCES Event (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  personId TEXT REFERENCES Person (id),
  roleId TEXT REFERENCES Role (id),
  state TEXT NOT NULL CHECK (state IN ('held', 'confirmed', 'cancelled')),
  heldUntil TEXT,
  -- Until when it takes one of the event's places: it is taken at any instant before this. SQLite knows NEW.takenUntil when a row comes in, but
  -- not BEFORE UPDATE; no trigger can be UPDATE OF it; and whoever copies a row names its columns.
  takenUntil TEXT NOT NULL GENERATED ALWAYS AS (CASE state WHEN 'confirmed' THEN '9999-12-31' WHEN 'held' THEN heldUntil ELSE '' END) VIRTUAL,
  stateAt TEXT NOT NULL CHECK (stateAt IS strftime('%Y-%m-%dT%H:%M:%fZ', stateAt)),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  endedById TEXT REFERENCES Account (id),
  -- A place that waits is 'held' with a hold that has run out, so that it takes nothing: waitsFor says for what. An offer makes its hold run again.
  waitsFor TEXT CHECK (waitsFor IN ('approval', 'list')),
  offerId TEXT REFERENCES Offer (id),
  heldBackId TEXT REFERENCES HeldBack (id),
  -- The instant at which the person on it was last named.
  namedAt TEXT,
  -- How its person comes to a mixed event, and when that was last changed. NULL: as everyone at the event.
  attendance TEXT CHECK (attendance IN ('in_person', 'online')),
  attendanceAt TEXT,
  -- Why its person comes though the event is meant for others; '' where nobody had to say.
  reason TEXT NOT NULL DEFAULT '' CHECK (length(reason) <= 300),
  CHECK ((state = 'held') = (heldUntil IS NOT NULL)),
  CHECK (attendance IS NOT 'online' OR heldBackId IS NULL)
);
CREATE INDEX Place_event ON Place (eventId, state, takenUntil, heldBackId, attendance);
CREATE INDEX Place_booking ON Place (bookingId);
CREATE INDEX Place_school ON Place (schoolId, eventId);
CREATE INDEX Place_person ON Place (personId);
CREATE UNIQUE INDEX Place_one_per_person ON Place (eventId, personId) WHERE state IN ('held', 'confirmed') AND personId IS NOT NULL;
CREATE INDEX Place_waiting ON Place (eventId, waitsFor, bookingId) WHERE state = 'held' AND waitsFor IS NOT NULL;
CREATE INDEX Place_unnamed ON Place (eventId, bookingId) WHERE state = 'confirmed' AND personId IS NULL;
CREATE INDEX Place_heldBack ON Place (heldBackId) WHERE heldBackId IS NOT NULL;
CREATE INDEX Place_offer ON Place (offerId) WHERE offerId IS NOT NULL;
-- Places held while somebody pays: few at any time, and looked for every minute.
CREATE INDEX Place_on_hold ON Place (heldUntil) WHERE state = 'held' AND waitsFor IS NULL;

CREATE TRIGGER Place_may_make_due AFTER UPDATE OF state, stateAt, personId, namedAt ON Place
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;

CREATE TRIGGER Place_to_compare AFTER UPDATE OF personId ON Place
WHEN NEW.personId IS NOT NULL AND NEW.personId IS NOT OLD.personId
BEGIN
  INSERT INTO PersonToCompare (personId, version) SELECT NEW.personId, random() >> 12 WHERE true
  ON CONFLICT (personId) DO UPDATE SET version = excluded.version;
END;
CREATE TRIGGER Place_to_follow AFTER UPDATE OF personId ON Place
WHEN NEW.personId IS NOT OLD.personId AND EXISTS (SELECT 1 FROM Mark m WHERE m.placeId = NEW.id)
BEGIN
  INSERT INTO StandingToFollow (rootId, version) SELECT r.rootId, random() FROM RootOfPerson r WHERE r.personId IN (NEW.personId, OLD.personId)
  ON CONFLICT (rootId) DO UPDATE SET version = excluded.version;
END;

CREATE TRIGGER Place_settles_chases AFTER UPDATE OF personId ON Place WHEN OLD.personId IS NULL AND NEW.namedAt IS NOT NULL BEGIN
  UPDATE Chase SET endedAt = NEW.namedAt, endedWhy = 'settled'
  WHERE endedAt IS NULL
    AND matter = 'names_missing'
    AND subjectId = NEW.eventId
    AND schoolId IN (SELECT s.id FROM School s WHERE s.rootId = (SELECT o.rootId FROM School o WHERE o.id = NEW.schoolId))
    AND NOT EXISTS (
      SELECT 1
      FROM School n
      CROSS JOIN Place p ON p.schoolId = n.id
      WHERE n.rootId = (SELECT o.rootId FROM School o WHERE o.id = NEW.schoolId)
        AND p.eventId = NEW.eventId
        AND p.state = 'confirmed'
        AND p.personId IS NULL
    );
END;
CREATE TRIGGER Place_stays_where_it_is BEFORE UPDATE ON Place
WHEN NEW.eventId <> OLD.eventId OR NEW.schoolId <> OLD.schoolId OR NEW.bookingId <> OLD.bookingId
BEGIN SELECT RAISE(ABORT, 'place_cannot_move'); END;
CREATE TRIGGER Place_never_erased BEFORE DELETE ON Place BEGIN SELECT RAISE(ABORT, 'place_is_kept'); END;
CREATE TRIGGER Place_has_booking BEFORE INSERT ON Place BEGIN
  SELECT RAISE(ABORT, 'place_without_booking')
  WHERE NOT EXISTS (
    SELECT 1
    FROM Booking b
    WHERE b.id = NEW.bookingId AND b.eventId = NEW.eventId AND b.schoolId = NEW.schoolId
  );
END;
CREATE TRIGGER Place_says_how_it_attends BEFORE INSERT ON Place BEGIN
  SELECT RAISE(ABORT, 'attendance_misplaced')
  FROM Event e
  WHERE e.id = NEW.eventId AND (e.attendanceMode = 'mixed') <> (NEW.attendance IS NOT NULL);
END;
-- Somebody who changes between the room and online takes a place of the other kind, after those who wait for one. The limits of schools hold
-- for both together, so that the change uses nothing of them.
CREATE TRIGGER Place_changes_attendance BEFORE UPDATE OF attendance ON Place
WHEN NEW.attendance IS NOT OLD.attendance
BEGIN
  SELECT RAISE(ABORT, 'attendance_misplaced')
  FROM Event e
  WHERE e.id = NEW.eventId AND (e.attendanceMode = 'mixed') <> (NEW.attendance IS NOT NULL);
  INSERT INTO PlaceToFit (eventId, attendance, stateAt)
  SELECT NEW.eventId, NEW.attendance, NEW.attendanceAt
  WHERE OLD.attendance IS NOT NULL AND NEW.attendance IS NOT NULL AND OLD.takenUntil > NEW.attendanceAt;
  INSERT INTO PlaceToGiveWay (eventId, attendance, stateAt)
  SELECT NEW.eventId, NEW.attendance, NEW.attendanceAt
  WHERE OLD.attendance IS NOT NULL AND NEW.attendance IS NOT NULL AND OLD.takenUntil > NEW.attendanceAt;
END;
-- Whether a place that takes one still fits: asked by the triggers of a place that comes to be taken, whose own row does not count yet.
CREATE VIEW PlaceToFit AS
  SELECT eventId, schoolId, heldBackId, attendance, stateAt
  FROM Place;
CREATE TRIGGER PlaceToFit_fits INSTEAD OF INSERT ON PlaceToFit BEGIN
  SELECT RAISE(ABORT, 'event_full')
  FROM Event e
  WHERE e.id = NEW.eventId
    AND IIF(NEW.attendance IS 'online', e.onlineCapacity, e.capacity) <= (
      SELECT COUNT(*)
      FROM Place p
      WHERE p.eventId = NEW.eventId
        AND p.takenUntil > NEW.stateAt
        AND p.attendance IS NEW.attendance
    );
  SELECT RAISE(ABORT, 'school_limit_reached')
  FROM Event e
  -- CROSS JOIN keeps SQLite at the few places of a school, and of a trust, instead of all those of an event.
  WHERE e.id = NEW.eventId
    AND e.placesPerSchool IS NOT NULL
    AND e.placesPerSchool <= (
      SELECT COUNT(*)
      FROM School s
      JOIN School o ON o.rootId = s.rootId
      CROSS JOIN Place p ON p.schoolId = o.id
      WHERE s.id = NEW.schoolId
        AND p.eventId = NEW.eventId
        AND p.takenUntil > NEW.stateAt
    );
  SELECT RAISE(ABORT, 'trust_limit_reached')
  FROM Event e
  JOIN School n ON n.id = NEW.schoolId
  JOIN School r ON r.id = n.rootId
  WHERE e.id = NEW.eventId
    AND r.trustUid IS NOT NULL
    AND e.placesPerTrust IS NOT NULL
    AND e.placesPerTrust <= (
      SELECT COUNT(*)
      FROM School t
      CROSS JOIN School s ON s.rootId = t.id
      CROSS JOIN Place p ON p.schoolId = s.id
      WHERE t.trustUid = r.trustUid
        AND p.eventId = NEW.eventId
        AND p.takenUntil > NEW.stateAt
    );
  SELECT RAISE(ABORT, 'held_back')
  FROM Event e
  WHERE e.id = NEW.eventId
    AND NEW.heldBackId IS NULL
    AND NEW.attendance IS NOT 'online'
    AND EXISTS (
      SELECT 1
      FROM HeldBack h
      WHERE h.eventId = NEW.eventId AND h.withdrawnAt IS NULL AND h.releaseAt > NEW.stateAt
    )
    AND e.capacity <= (
      SELECT COUNT(*)
      FROM Place p
      LEFT JOIN HeldBack h ON h.id = p.heldBackId AND h.withdrawnAt IS NULL AND h.releaseAt > NEW.stateAt
      WHERE p.eventId = NEW.eventId
        AND p.takenUntil > NEW.stateAt
        AND p.attendance IS NEW.attendance
        AND h.id IS NULL
    )
    + (
      SELECT COALESCE(SUM(h.places), 0)
      FROM HeldBack h
      WHERE h.eventId = NEW.eventId AND h.withdrawnAt IS NULL AND h.releaseAt > NEW.stateAt
    );
  SELECT RAISE(ABORT, 'not_held_back_for_school')
  WHERE NEW.heldBackId IS NOT NULL
    AND NOT EXISTS (
      SELECT 1
      FROM HeldBack h
      WHERE h.id = NEW.heldBackId
        AND h.eventId = NEW.eventId
        AND (
          h.withdrawnAt IS NOT NULL
          OR h.releaseAt <= NEW.stateAt
          OR (
            h.places > (
              SELECT COUNT(*)
              FROM Place p
              WHERE p.heldBackId = h.id
                AND p.takenUntil > NEW.stateAt
            )
            AND (
              EXISTS (
                SELECT 1
                FROM HeldBackEntitled x
                JOIN School s ON s.rootId = x.rootId
                WHERE x.heldBackId = h.id AND s.id = NEW.schoolId
              )
            )
          )
        )
    );
END;
CREATE TRIGGER Place_fits_on_return BEFORE UPDATE OF state, heldUntil ON Place
WHEN (NEW.state = 'confirmed' OR (NEW.state = 'held' AND NEW.heldUntil > NEW.stateAt)) AND OLD.takenUntil <= NEW.stateAt
BEGIN
  INSERT INTO PlaceToFit (eventId, schoolId, heldBackId, attendance, stateAt)
  VALUES (NEW.eventId, NEW.schoolId, NEW.heldBackId, NEW.attendance, NEW.stateAt);
  SELECT RAISE(ABORT, 'workshop_full')
  WHERE EXISTS (
    SELECT 1
    FROM PlaceSession c
    JOIN Session x ON x.id = c.sessionId
    WHERE c.placeId = NEW.id
      AND x.block <> ''
      AND x.capacity <= (
        SELECT COUNT(*)
        FROM PlaceSession o
        JOIN Place p ON p.id = o.placeId
        WHERE o.sessionId = c.sessionId AND p.id <> NEW.id AND p.state = 'confirmed'
      )
  );
END;
-- An offer none of whose places is left has nothing to accept, however they ended.
CREATE TRIGGER Place_ends_offer AFTER UPDATE OF state ON Place
WHEN NEW.state = 'cancelled' AND OLD.state <> 'cancelled' AND NEW.offerId IS NOT NULL
BEGIN
  UPDATE Offer
  SET state = 'withdrawn', settledAt = NEW.stateAt, settledById = NEW.endedById
  WHERE id = NEW.offerId
    AND state = 'open'
    AND NOT EXISTS (SELECT 1 FROM Place p WHERE p.offerId = NEW.offerId AND p.state = 'held');
END;
-- An event that is over or cancelled takes no place back.
CREATE TRIGGER Place_of_running_event BEFORE UPDATE OF state ON Place
WHEN NEW.state <> 'cancelled' AND OLD.state <> NEW.state
BEGIN
  SELECT RAISE(ABORT, 'event_cancelled')
  FROM Event e
  WHERE e.id = NEW.eventId AND e.state = 'cancelled';
END;
-- Answers about a place are of the person on it.
CREATE TRIGGER Answer_goes_with_person AFTER UPDATE OF personId ON Place
WHEN OLD.personId IS NOT NULL
  AND NEW.personId IS NOT OLD.personId
  AND NOT EXISTS (SELECT 1 FROM MergedPair m WHERE m.oneId = OLD.personId AND m.otherId = NEW.personId)
BEGIN
  UPDATE Answer
  SET supersededAt = COALESCE(NEW.namedAt, NEW.stateAt)
  WHERE placeId = NEW.id AND supersededAt IS NULL;
END;
CREATE TRIGGER PlaceLink_ends_with_person AFTER UPDATE OF personId ON Place
WHEN NEW.personId IS NOT OLD.personId
  AND NOT EXISTS (SELECT 1 FROM MergedPair m WHERE m.oneId = OLD.personId AND m.otherId = NEW.personId)
BEGIN
  UPDATE PlaceLink
  SET endedAt = COALESCE(NEW.namedAt, NEW.stateAt)
  WHERE placeId = NEW.id AND endedAt IS NULL;
END;
CREATE TRIGGER PlaceLink_ends_with_place AFTER UPDATE OF state ON Place WHEN NEW.state = 'cancelled' BEGIN
  UPDATE PlaceLink
  SET endedAt = NEW.stateAt
  WHERE placeId = NEW.id AND endedAt IS NULL;
END;
CREATE TRIGGER Need_goes_with_person AFTER UPDATE OF personId ON Place
WHEN NEW.personId IS NOT OLD.personId
  AND NOT EXISTS (SELECT 1 FROM MergedPair m WHERE m.oneId = OLD.personId AND m.otherId = NEW.personId)
BEGIN
  DELETE FROM Need
  WHERE placeId = NEW.id;
END;
CREATE TRIGGER Need_follows_merge AFTER UPDATE OF personId ON Place
WHEN NEW.personId IS NOT OLD.personId
  AND EXISTS (SELECT 1 FROM MergedPair m WHERE m.oneId = OLD.personId AND m.otherId = NEW.personId)
BEGIN
  UPDATE Need
  SET personId = NEW.personId
  WHERE placeId = NEW.id;
END;
CREATE TRIGGER Need_goes_with_place AFTER UPDATE OF state ON Place WHEN NEW.state = 'cancelled' BEGIN
  DELETE FROM Need
  WHERE placeId = NEW.id;
END;
CREATE TRIGGER Place_follows_merge_on_insert AFTER INSERT ON Place
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE Place
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;
CREATE TRIGGER Place_follows_merge AFTER UPDATE OF personId ON Place
WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL)
BEGIN
  UPDATE Place
  SET personId = (SELECT k.keptId FROM PersonMergedInto k WHERE k.mergedId = NEW.personId)
  WHERE id = NEW.id;
END;
-- At an event that costs something nothing is certain, or held while somebody pays, without a payer and a price.
CREATE VIEW PlaceToPrice AS
  SELECT id, bookingId, eventId
  FROM Place;
CREATE TRIGGER PlaceToPrice_has_price INSTEAD OF INSERT ON PlaceToPrice BEGIN
  SELECT RAISE(ABORT, 'place_without_payer')
  FROM Event e
  WHERE e.id = NEW.eventId
    AND e.priceId IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM BookingPayer b WHERE b.bookingId = NEW.bookingId AND b.supersededAt IS NULL);
  SELECT RAISE(ABORT, 'place_without_price')
  FROM Event e
  WHERE e.id = NEW.eventId
    AND e.priceId IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM PlacePrice x WHERE x.placeId = NEW.id AND x.supersededAt IS NULL);
END;
CREATE TRIGGER Place_has_price_on_insert BEFORE INSERT ON Place
WHEN NEW.waitsFor IS NULL AND NEW.state <> 'cancelled'
BEGIN
  INSERT INTO PlaceToPrice (id, bookingId, eventId) VALUES (NEW.id, NEW.bookingId, NEW.eventId);
END;
CREATE TRIGGER Place_has_price BEFORE UPDATE OF state ON Place
WHEN NEW.state = 'confirmed' AND OLD.state <> 'confirmed'
BEGIN
  INSERT INTO PlaceToPrice (id, bookingId, eventId) VALUES (NEW.id, NEW.bookingId, NEW.eventId);
END;
-- The charge of a place that has become certain, as its price says.
CREATE VIEW PlaceToCharge AS
  SELECT id, stateAt
  FROM Place;
CREATE TRIGGER PlaceToCharge_posts INSTEAD OF INSERT ON PlaceToCharge BEGIN
  INSERT INTO LedgerLine (
    kind, payerId, route, bookingId, placeId, eventId, schoolId, pence, vatPence, vatCodeId, rule, at, byId,
    placePriceId
  )
  SELECT 'charge', x.payerId, x.route, x.bookingId, x.placeId, x.eventId, x.schoolId, x.pence, x.vatPence,
    x.vatCodeId, x.rule, NEW.stateAt, x.createdById, x.id
  FROM PlacePrice x
  WHERE x.placeId = NEW.id AND x.supersededAt IS NULL AND (x.pence > 0 OR x.vatPence > 0);
END;
CREATE TRIGGER Place_posts_charge_on_insert AFTER INSERT ON Place WHEN NEW.state = 'confirmed' BEGIN
  INSERT INTO PlaceToCharge (id, stateAt) VALUES (NEW.id, NEW.stateAt);
END;
CREATE TRIGGER Place_posts_charge AFTER UPDATE OF state ON Place
WHEN NEW.state = 'confirmed' AND OLD.state <> 'confirmed'
BEGIN
  INSERT INTO PlaceToCharge (id, stateAt) VALUES (NEW.id, NEW.stateAt);
END;
CREATE TRIGGER Place_ends_price AFTER UPDATE OF state ON Place
WHEN NEW.state = 'cancelled' AND OLD.state <> 'cancelled'
BEGIN
  UPDATE PlacePrice
  SET supersededAt = NEW.stateAt
  WHERE placeId = NEW.id AND supersededAt IS NULL;
END;
-- Freed places go to those who wait first: a school books past them only what is left when all of them are served. A place whose offer has
-- run out waits no longer, and in the last hour before the start nothing is offered, so that what is free is anyone's.
CREATE VIEW PlaceToGiveWay AS
  SELECT eventId, attendance, stateAt
  FROM Place;
CREATE TRIGGER PlaceToGiveWay_gives_way INSTEAD OF INSERT ON PlaceToGiveWay BEGIN
  SELECT RAISE(ABORT, 'others_are_waiting')
  FROM Event e
  WHERE e.id = NEW.eventId
    AND EXISTS (
      SELECT 1
      FROM Place w
      WHERE w.eventId = NEW.eventId
        AND w.state = 'held'
        AND w.waitsFor = 'list'
        AND w.offerId IS NULL
        AND w.heldUntil <= NEW.stateAt
        AND w.attendance IS NEW.attendance
    )
    AND (
      SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = NEW.eventId
    ) >= strftime('%Y-%m-%dT%H:%M:%fZ', NEW.stateAt, '+1 hour')
    AND IIF(NEW.attendance IS 'online', e.onlineCapacity, e.capacity) <= (
      SELECT COUNT(*)
      FROM Place p
      WHERE p.eventId = NEW.eventId AND p.takenUntil > NEW.stateAt AND p.attendance IS NEW.attendance
    )
    + (
      SELECT COUNT(*)
      FROM Place w
      WHERE w.eventId = NEW.eventId
        AND w.state = 'held'
        AND w.waitsFor = 'list'
        AND w.offerId IS NULL
        AND w.heldUntil <= NEW.stateAt
        AND w.attendance IS NEW.attendance
    );
END;
CREATE TRIGGER Place_fits_on_insert BEFORE INSERT ON Place WHEN NEW.takenUntil > NEW.stateAt BEGIN
  INSERT INTO PlaceToFit (eventId, schoolId, heldBackId, attendance, stateAt)
  VALUES (NEW.eventId, NEW.schoolId, NEW.heldBackId, NEW.attendance, NEW.stateAt);
  INSERT INTO PlaceToGiveWay (eventId, attendance, stateAt)
  SELECT NEW.eventId, NEW.attendance, NEW.stateAt
  FROM Booking b
  WHERE b.id = NEW.bookingId AND b.channel = 'school' AND NEW.heldBackId IS NULL;
END;
-- A place changes hands until the event begins, and never once somebody has been marked on it; one without a name is named whenever it turns
-- out who came. Two records made one are no change of hands.
CREATE TRIGGER Place_changes_hands BEFORE UPDATE OF personId ON Place
WHEN NEW.personId IS NOT OLD.personId
  AND NOT EXISTS (
    SELECT 1
    FROM PersonMerge m
    WHERE (m.mergedId = OLD.personId AND m.undoneAt IS NULL)
      OR (m.mergedId = NEW.personId AND m.keptId = OLD.personId AND instr(m.moved, NEW.id) > 0)
  )
BEGIN
  SELECT RAISE(ABORT, 'place_has_marks')
  WHERE OLD.personId IS NOT NULL AND EXISTS (SELECT 1 FROM Mark m WHERE m.placeId = NEW.id);
  SELECT RAISE(ABORT, 'event_started')
  WHERE NEW.namedAt IS NULL
    OR (
      OLD.personId IS NOT NULL
      AND NEW.namedAt >= (SELECT MIN(x.startsAt) FROM ActiveSession x WHERE x.eventId = NEW.eventId)
    );
END;
CREATE TRIGGER Feed_ends_with_swap AFTER UPDATE OF personId ON Place
WHEN OLD.personId IS NOT NULL
  AND NEW.personId IS NOT OLD.personId
  AND NOT EXISTS (SELECT 1 FROM MergedPair m WHERE m.oneId = OLD.personId AND m.otherId = NEW.personId)
BEGIN
  UPDATE Feed
  SET endedAt = MAX(createdAt, COALESCE(NEW.namedAt, NEW.stateAt))
  WHERE personId = OLD.personId
    AND endedAt IS NULL
    AND ofSchoolId IN (
      SELECT x.id
      FROM School x
      WHERE x.rootId = (SELECT s.rootId FROM School s WHERE s.id = NEW.schoolId)
    );
END;
-- Nobody who was erased comes back: whoever read their record before and writes after finds, as with every guard, that what they read no longer
-- holds: `atomically` reads the word as it does a broken guard.
CREATE TRIGGER Place_of_present_person BEFORE INSERT ON Place
WHEN (SELECT erasedAt FROM Person WHERE id = NEW.personId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'person_is_erased'); END;
CREATE TRIGGER Place_goes_to_present_person BEFORE UPDATE OF personId ON Place
WHEN NEW.personId IS NOT OLD.personId AND (SELECT erasedAt FROM Person WHERE id = NEW.personId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'person_is_erased'); END;
CREATE TRIGGER PlaceLink_follows_merge AFTER UPDATE OF personId ON Place
WHEN NEW.personId IS NOT OLD.personId
  AND EXISTS (SELECT 1 FROM MergedPair m WHERE m.oneId = OLD.personId AND m.otherId = NEW.personId)
BEGIN
  UPDATE PlaceLink
  SET personId = NEW.personId,
    endedAt = IIF(
      (
        SELECT n.email FROM Person n WHERE n.id = NEW.personId
      ) IS (SELECT n.email FROM Person n WHERE n.id = OLD.personId),
      NULL,
      (
        SELECT MAX(PlaceLink.createdAt, MAX(m.at))
        FROM MergedPair m
        WHERE m.oneId = OLD.personId AND m.otherId = NEW.personId
      )
    )
  WHERE placeId = NEW.id AND endedAt IS NULL;
END;

-- Which sessions a place attends: those for everyone, and of each block the workshop that was chosen.
CREATE TABLE PlaceSession (
  placeId TEXT NOT NULL REFERENCES Place (id),
  sessionId TEXT NOT NULL REFERENCES Session (id),
  PRIMARY KEY (placeId, sessionId)
) WITHOUT ROWID;
CREATE INDEX PlaceSession_session ON PlaceSession (sessionId);

-- A place of a booking that is newer than the last look had no reminder before it: its moments are still to come.
CREATE TRIGGER PlaceSession_may_make_due AFTER INSERT ON PlaceSession
WHEN (SELECT b.createdAt FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE p.id = NEW.placeId)
  <= (SELECT l.lookedAt FROM NextLook l WHERE l.kind = 'automatic')
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;
CREATE TRIGGER PlaceSession_gone_may_make_due AFTER DELETE ON PlaceSession
BEGIN
  UPDATE NextLook SET at = '', version = version + 1 WHERE kind = 'automatic';
END;

CREATE TRIGGER PlaceSession_with_marks BEFORE DELETE ON PlaceSession BEGIN
  SELECT RAISE(ABORT, 'place_has_marks')
  WHERE EXISTS (SELECT 1 FROM Mark m WHERE m.placeId = OLD.placeId AND m.sessionId = OLD.sessionId);
END;
CREATE TRIGGER PlaceSession_of_standing_session BEFORE INSERT ON PlaceSession
WHEN (SELECT s.calledOffAt FROM Session s WHERE s.id = NEW.sessionId) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'session_called_off'); END;
-- Workshops: one of each block, no two at the same time, none beyond its places; only for a place that is certain.
CREATE TRIGGER PlaceSession_fits BEFORE INSERT ON PlaceSession
WHEN EXISTS (SELECT 1 FROM ActiveSession s WHERE s.id = NEW.sessionId AND s.block <> '')
BEGIN
  SELECT RAISE(ABORT, 'place_not_confirmed')
  WHERE (SELECT p.state FROM Place p WHERE p.id = NEW.placeId) <> 'confirmed';
  SELECT RAISE(ABORT, 'one_workshop_a_block')
  FROM PlaceSession o
  JOIN ActiveSession s ON s.id = o.sessionId
  WHERE o.placeId = NEW.placeId AND s.block = (SELECT n.block FROM ActiveSession n WHERE n.id = NEW.sessionId);
  SELECT RAISE(ABORT, 'workshops_clash')
  FROM PlaceSession o
  JOIN ActiveSession s ON s.id = o.sessionId
  JOIN ActiveSession n ON n.id = NEW.sessionId
  WHERE o.placeId = NEW.placeId AND s.block <> '' AND s.startsAt < n.endsAt AND n.startsAt < s.endsAt;
  SELECT RAISE(ABORT, 'workshop_full')
  FROM ActiveSession n
  WHERE n.id = NEW.sessionId
    AND n.capacity <= (
      SELECT COUNT(*)
      FROM PlaceSession o
      JOIN Place p ON p.id = o.placeId
      WHERE o.sessionId = NEW.sessionId AND p.state = 'confirmed'
    );
END;

-- Other schools that the delegate represents; they use none of those schools' limits and are printed apart.
CREATE TABLE PlaceRepresents (
  placeId TEXT NOT NULL REFERENCES Place (id),
  schoolId TEXT NOT NULL REFERENCES School (id),
  PRIMARY KEY (placeId, schoolId)
);
CREATE INDEX PlaceRepresents_school ON PlaceRepresents (schoolId);

-- Whom somebody represented who is marked in a closed register changes by a correction alone, while that is done.
CREATE TRIGGER PlaceRepresents_of_closed_register BEFORE INSERT ON PlaceRepresents
WHEN EXISTS (SELECT 1 FROM Mark m JOIN RegisterSignOff o ON o.sessionId = m.sessionId WHERE m.placeId = NEW.placeId)
BEGIN
  SELECT RAISE(ABORT, 'closed_register_stands')
  WHERE NOT EXISTS (
    SELECT 1 FROM StaffProposal p WHERE p.subjectId = NEW.placeId AND p.kind = 'represents' AND p.state = 'approved' AND p.doneAt IS NULL);
END;
CREATE TRIGGER PlaceRepresents_stays_in_closed_register BEFORE DELETE ON PlaceRepresents
WHEN EXISTS (SELECT 1 FROM Mark m JOIN RegisterSignOff o ON o.sessionId = m.sessionId WHERE m.placeId = OLD.placeId)
BEGIN
  SELECT RAISE(ABORT, 'closed_register_stands')
  WHERE NOT EXISTS (
    SELECT 1 FROM StaffProposal p WHERE p.subjectId = OLD.placeId AND p.kind = 'represents' AND p.state = 'approved' AND p.doneAt IS NULL);
END;
CREATE TRIGGER PlaceRepresents_stands BEFORE UPDATE ON PlaceRepresents BEGIN SELECT RAISE(ABORT, 'represented_stands'); END;
CREATE TRIGGER PlaceRepresents_reaches_school AFTER INSERT ON PlaceRepresents BEGIN
  INSERT INTO SchoolReached (schoolId, sessionId, markId, how, markType)
  SELECT v.schoolId, v.sessionId, v.markId, v.how, v.markType
  FROM MarkCountsFor v
  WHERE v.markId IN (SELECT m.id FROM Mark m WHERE m.placeId = NEW.placeId)
    AND v.schoolId = NEW.schoolId
    AND v.how = 'represented';
END;
CREATE TRIGGER PlaceRepresents_reaches_no_longer AFTER DELETE ON PlaceRepresents BEGIN
  DELETE FROM SchoolReached
  WHERE schoolId = OLD.schoolId
    AND how = 'represented'
    AND markId IN (SELECT m.id FROM Mark m WHERE m.placeId = OLD.placeId);
END;

-- Whoever is no longer on a place is not told of it any more, except that it has ended where they were told of it. Of several changes
-- that wait, the contact of the booking is told the last.
CREATE TRIGGER Message_ends_with_place AFTER UPDATE OF personId ON Place
WHEN OLD.personId IS NOT NULL
  AND NEW.personId IS NOT OLD.personId
  AND NOT EXISTS (SELECT 1 FROM MergedPair m WHERE m.oneId = OLD.personId AND m.otherId = NEW.personId)
BEGIN
  UPDATE Message
  SET state = 'failed', withheld = 1, lastError = 'not tried: the place was somebody else''s by then'
  WHERE recipient = OLD.personId
    AND placeId = NEW.id
    AND method IS NOT 'CANCEL'
    AND state = 'queued'
    AND firstTriedAt IS NULL;
  UPDATE Message
  SET state = 'failed', withheld = 1, lastError = 'not tried: what it takes back was never sent'
  WHERE recipient = OLD.personId
    AND placeId = NEW.id
    AND method = 'CANCEL'
    AND state = 'queued'
    AND firstTriedAt IS NULL
    AND (SELECT MIN(r.withheld = 1 AND r.firstTriedAt IS NULL) FROM Message r WHERE r.invitationId = Message.invitationId AND r.method = 'REQUEST') = 1;
  UPDATE Message
  SET state = 'failed', withheld = 1, lastError = 'not tried: the place was somebody else''s by then'
  WHERE bookingId = NEW.bookingId
    AND placeId = NEW.id
    AND kind = 'delegates_changed'
    AND state = 'queued'
    AND firstTriedAt IS NULL;
END;
