-- What trying the service found to be missing, of sessions.

-- Sessions that are called off --------------------------------------------------------------------------------------------------------

-- A session of an event that goes on without it. It stays as it was, with who called it off, when, and why; it cannot be put back on, for
-- everyone has been told: a new session is added instead.
ALTER TABLE Session ADD COLUMN calledOffAt TEXT CHECK (calledOffAt IS strftime('%Y-%m-%dT%H:%M:%fZ', calledOffAt));
ALTER TABLE Session ADD COLUMN calledOffById TEXT REFERENCES Account (id);
ALTER TABLE Session ADD COLUMN calledOffWhy TEXT CHECK ((calledOffWhy IS NULL) = (calledOffAt IS NULL));

-- The sessions that take place. Whatever asks when an event begins and ends, what people attend or what is taught reads these.
CREATE VIEW StandingSession AS
  SELECT id, eventId, position, title, startsAt, endsAt, block, capacity FROM Session WHERE calledOffAt IS NULL;

CREATE TRIGGER Session_may_be_called_off BEFORE UPDATE OF calledOffAt ON Session WHEN OLD.calledOffAt IS NULL AND NEW.calledOffAt IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'event_not_published') FROM Event e WHERE e.id = NEW.eventId AND e.state <> 'published';
  SELECT RAISE(ABORT, 'last_session') WHERE NOT EXISTS (SELECT 1 FROM StandingSession o WHERE o.eventId = NEW.eventId AND o.id <> NEW.id);
  SELECT RAISE(ABORT, 'register_is_signed') FROM RegisterSignOff r WHERE r.sessionId = NEW.id;
  SELECT RAISE(ABORT, 'session_attended') FROM StandingMark m WHERE m.sessionId = NEW.id AND m.what IN ('attended', 'part');
END;
-- Nobody attends it any more. Who was marked before keeps that mark, which counts for nothing.
CREATE TRIGGER Session_called_off_has_no_places AFTER UPDATE OF calledOffAt ON Session WHEN OLD.calledOffAt IS NULL AND NEW.calledOffAt IS NOT NULL BEGIN
  DELETE FROM PlaceSession WHERE sessionId = NEW.id
    AND NOT EXISTS (SELECT 1 FROM Mark m WHERE m.placeId = PlaceSession.placeId AND m.sessionId = NEW.id);
END;
CREATE TRIGGER Session_called_off_stands BEFORE UPDATE ON Session WHEN OLD.calledOffAt IS NOT NULL BEGIN SELECT RAISE(ABORT, 'session_called_off'); END;
CREATE TRIGGER Session_called_off_kept BEFORE DELETE ON Session WHEN OLD.calledOffAt IS NOT NULL BEGIN SELECT RAISE(ABORT, 'session_called_off'); END;

-- Its register is closed to everything: nobody is marked, added or expected, and there is nothing to sign off.
CREATE TRIGGER Mark_of_standing_session BEFORE INSERT ON Mark WHEN (SELECT s.calledOffAt FROM Session s WHERE s.id = NEW.sessionId) IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'session_called_off');
END;
CREATE TRIGGER WalkIn_of_standing_session BEFORE INSERT ON WalkIn WHEN (SELECT s.calledOffAt FROM Session s WHERE s.id = NEW.sessionId) IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'session_called_off');
END;
CREATE TRIGGER RegisterSignOff_of_standing_session BEFORE INSERT ON RegisterSignOff WHEN (SELECT s.calledOffAt FROM Session s WHERE s.id = NEW.sessionId) IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'session_called_off');
END;
CREATE TRIGGER PlaceSession_of_standing_session BEFORE INSERT ON PlaceSession WHEN (SELECT s.calledOffAt FROM Session s WHERE s.id = NEW.sessionId) IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'session_called_off');
END;
CREATE TRIGGER Invitation_of_standing_session BEFORE INSERT ON Invitation WHEN NEW.state = 'live' AND (SELECT s.calledOffAt FROM Session s WHERE s.id = NEW.sessionId) IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'session_called_off');
END;

-- The rules of before, of the sessions that stand: an event begins with the first of them and ends with the last.
DROP TRIGGER Booking_within_window;
CREATE TRIGGER Booking_within_window BEFORE INSERT ON Booking BEGIN
  SELECT RAISE(ABORT, 'event_cancelled') FROM Event e WHERE e.id = NEW.eventId AND e.state = 'cancelled';
  SELECT RAISE(ABORT, 'event_not_published') FROM Event e WHERE e.id = NEW.eventId AND e.state = 'draft';
  SELECT RAISE(ABORT, 'booking_not_open') FROM Event e WHERE e.id = NEW.eventId AND NEW.channel = 'school' AND e.bookingOpensAt > NEW.createdAt;
  SELECT RAISE(ABORT, 'booking_closed') FROM Event e WHERE e.id = NEW.eventId AND NEW.channel = 'school' AND (
    MIN(COALESCE(e.bookingClosedAt, '9999'), COALESCE(e.bookingClosesAt, '9999'))
      <= COALESCE((SELECT r.requestedAt FROM BookingRequest r WHERE r.formId = NEW.formId AND r.state = 'waiting' AND r.accountId = NEW.bookedById), NEW.createdAt)
    OR (SELECT MIN(s.startsAt) FROM StandingSession s WHERE s.eventId = e.id) <= NEW.createdAt);
END;
DROP TRIGGER Place_fits_on_insert;
CREATE TRIGGER Place_fits_on_insert BEFORE INSERT ON Place
WHEN NEW.state = 'confirmed' OR (NEW.state = 'held' AND NEW.heldUntil > NEW.stateAt) BEGIN
  SELECT RAISE(ABORT, 'event_full') FROM Event e WHERE e.id = NEW.eventId AND e.capacity <= (
    SELECT COUNT(*) FROM Place p WHERE p.id <> NEW.id AND p.eventId = NEW.eventId AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt)));
  SELECT RAISE(ABORT, 'school_limit_reached') FROM Event e WHERE e.id = NEW.eventId AND e.placesPerSchool <= (
    SELECT COUNT(*) FROM Place p WHERE p.id <> NEW.id AND p.eventId = NEW.eventId AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt))
      AND p.schoolId IN (SELECT o.id FROM School s JOIN School o ON o.rootId = s.rootId WHERE s.id = NEW.schoolId));
  SELECT RAISE(ABORT, 'trust_limit_reached') FROM Event e JOIN School n ON n.id = NEW.schoolId JOIN School r ON r.id = n.rootId
  WHERE e.id = NEW.eventId AND r.trustUid IS NOT NULL AND e.placesPerTrust <= (
    SELECT COUNT(*) FROM Place p JOIN School s ON s.id = p.schoolId JOIN School t ON t.id = s.rootId
    WHERE p.id <> NEW.id AND p.eventId = NEW.eventId AND t.trustUid = r.trustUid AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt)));
  SELECT RAISE(ABORT, 'held_back') FROM Event e WHERE e.id = NEW.eventId AND NEW.heldBackId IS NULL
    AND EXISTS (SELECT 1 FROM HeldBack h WHERE h.eventId = NEW.eventId AND h.withdrawnAt IS NULL AND h.releaseAt > NEW.stateAt)
    AND e.capacity <= (SELECT COUNT(*) FROM Place p LEFT JOIN HeldBack h ON h.id = p.heldBackId AND h.withdrawnAt IS NULL AND h.releaseAt > NEW.stateAt
        WHERE p.id <> NEW.id AND p.eventId = NEW.eventId AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt)) AND h.id IS NULL)
      + (SELECT COALESCE(SUM(h.places), 0) FROM HeldBack h WHERE h.eventId = NEW.eventId AND h.withdrawnAt IS NULL AND h.releaseAt > NEW.stateAt);
  SELECT RAISE(ABORT, 'held_back_not_yours') WHERE NEW.heldBackId IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM HeldBack h WHERE h.id = NEW.heldBackId AND h.eventId = NEW.eventId AND (
      h.withdrawnAt IS NOT NULL OR h.releaseAt <= NEW.stateAt OR (
        h.places > (SELECT COUNT(*) FROM Place p WHERE p.id <> NEW.id AND p.heldBackId = h.id AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt)))
        AND (EXISTS (SELECT 1 FROM HeldBackEntitled x JOIN School s ON s.rootId = x.rootId WHERE x.heldBackId = h.id AND s.id = NEW.schoolId)))));
  -- Freed places go to those who wait first: a school books past them only what is left when all of them are served. A place whose offer has
  -- run out waits no longer, and in the last hour before the start nothing is offered, so that what is free is anyone's.
  SELECT RAISE(ABORT, 'others_are_waiting') FROM Event e JOIN Booking b ON b.id = NEW.bookingId
  WHERE e.id = NEW.eventId AND b.channel = 'school' AND NEW.heldBackId IS NULL AND EXISTS (
      SELECT 1 FROM Place w WHERE w.eventId = NEW.eventId AND w.state = 'held' AND w.waitsFor = 'list' AND w.offerId IS NULL AND w.heldUntil <= NEW.stateAt)
    AND (SELECT MIN(x.startsAt) FROM StandingSession x WHERE x.eventId = NEW.eventId) >= strftime('%Y-%m-%dT%H:%M:%fZ', NEW.stateAt, '+1 hour')
    AND e.capacity <= (SELECT COUNT(*) FROM Place p WHERE p.eventId = NEW.eventId AND (p.state = 'confirmed' OR (p.state = 'held' AND p.heldUntil > NEW.stateAt)))
      + (SELECT COUNT(*) FROM Place w WHERE w.eventId = NEW.eventId AND w.state = 'held' AND w.waitsFor = 'list' AND w.offerId IS NULL AND w.heldUntil <= NEW.stateAt);
END;
DROP TRIGGER Place_changes_hands;
CREATE TRIGGER Place_changes_hands BEFORE UPDATE OF personId ON Place
WHEN NEW.personId IS NOT OLD.personId AND NOT EXISTS (
  SELECT 1 FROM PersonMerge m WHERE (m.mergedId = OLD.personId AND m.undoneAt IS NULL) OR (m.mergedId = NEW.personId AND m.keptId = OLD.personId AND instr(m.moved, NEW.id) > 0)) BEGIN
  SELECT RAISE(ABORT, 'place_has_marks') WHERE OLD.personId IS NOT NULL AND EXISTS (SELECT 1 FROM Mark m WHERE m.placeId = NEW.id);
  SELECT RAISE(ABORT, 'event_started') WHERE NEW.namedAt IS NULL
    OR (OLD.personId IS NOT NULL AND NEW.namedAt >= (SELECT MIN(x.startsAt) FROM StandingSession x WHERE x.eventId = NEW.eventId));
END;
DROP TRIGGER PlaceSession_fits;
CREATE TRIGGER PlaceSession_fits BEFORE INSERT ON PlaceSession WHEN EXISTS (SELECT 1 FROM StandingSession s WHERE s.id = NEW.sessionId AND s.block <> '') BEGIN
  SELECT RAISE(ABORT, 'place_not_confirmed') WHERE (SELECT p.state FROM Place p WHERE p.id = NEW.placeId) <> 'confirmed';
  SELECT RAISE(ABORT, 'one_workshop_a_block') FROM PlaceSession o JOIN StandingSession s ON s.id = o.sessionId
  WHERE o.placeId = NEW.placeId AND s.block = (SELECT n.block FROM StandingSession n WHERE n.id = NEW.sessionId);
  SELECT RAISE(ABORT, 'workshops_clash') FROM PlaceSession o JOIN StandingSession s ON s.id = o.sessionId JOIN StandingSession n ON n.id = NEW.sessionId
  WHERE o.placeId = NEW.placeId AND s.block <> '' AND s.startsAt < n.endsAt AND n.startsAt < s.endsAt;
  SELECT RAISE(ABORT, 'workshop_full') FROM StandingSession n WHERE n.id = NEW.sessionId AND n.capacity <= (
    SELECT COUNT(*) FROM PlaceSession o JOIN Place p ON p.id = o.placeId WHERE o.sessionId = NEW.sessionId AND p.state = 'confirmed');
END;
DROP TRIGGER Session_room_for_chosen;
CREATE TRIGGER Session_room_for_chosen BEFORE UPDATE OF capacity, block, startsAt, endsAt ON Session WHEN NEW.block <> '' BEGIN
  SELECT RAISE(ABORT, 'workshop_below_taken') WHERE NEW.capacity < (
    SELECT COUNT(*) FROM PlaceSession o JOIN Place p ON p.id = o.placeId WHERE o.sessionId = NEW.id AND p.state = 'confirmed');
  SELECT RAISE(ABORT, 'workshops_clash') FROM PlaceSession c JOIN Place p ON p.id = c.placeId JOIN PlaceSession o ON o.placeId = c.placeId AND o.sessionId <> c.sessionId
    JOIN StandingSession s ON s.id = o.sessionId
  WHERE c.sessionId = NEW.id AND p.state = 'confirmed' AND s.block <> '' AND (s.block = NEW.block OR (s.startsAt < NEW.endsAt AND NEW.startsAt < s.endsAt));
END;
DROP TRIGGER Need_moves_with_session;
CREATE TRIGGER Need_moves_with_session AFTER UPDATE OF endsAt, calledOffAt ON Session BEGIN
  UPDATE Need SET deleteAfter = (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', MAX(x.endsAt), '+30 days') FROM StandingSession x WHERE x.eventId = NEW.eventId)
  WHERE eventId = NEW.eventId;
END;
DROP TRIGGER Need_moves_with_new_session;
CREATE TRIGGER Need_moves_with_new_session AFTER INSERT ON Session BEGIN
  UPDATE Need SET deleteAfter = (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', MAX(x.endsAt), '+30 days') FROM StandingSession x WHERE x.eventId = NEW.eventId)
  WHERE eventId = NEW.eventId;
END;
DROP TRIGGER Need_moves_with_lost_session;
CREATE TRIGGER Need_moves_with_lost_session AFTER DELETE ON Session BEGIN
  UPDATE Need SET deleteAfter = COALESCE((SELECT strftime('%Y-%m-%dT%H:%M:%fZ', MAX(x.endsAt), '+30 days') FROM StandingSession x WHERE x.eventId = OLD.eventId), deleteAfter)
  WHERE eventId = OLD.eventId;
END;
