-- What must be sent, and what became of it.

-- change, cancellation: queued whole with the edit; mailing: composed by hand, queued in pieces from its recipients. A paused sending sends
-- nothing until it goes on; a stopped one never does. nature 'training': an invitation to training of the event. basis: the law or the request
-- of the safeguarding partners that a statutory notice rests on. materialId: the material of the event that it links to, perhaps removed since.
-- againAt: when an invitation goes once more to schools that have not answered
-- it; againOfId: the invitation that it repeats. goesAt: when a waiting mailing starts; of a draft with notStarted, when it was to start and why it
-- did not. How far it has come is counted from its messages (decision 14).
CREATE TABLE Sending (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('change', 'cancellation', 'mailing')),
  eventId TEXT REFERENCES Event (id),
  nature TEXT NOT NULL DEFAULT 'service' CHECK (nature IN ('service', 'statutory', 'promotion', 'training')),
  subject TEXT NOT NULL,
  body TEXT NOT NULL DEFAULT '',
  basis TEXT NOT NULL DEFAULT '' CHECK (length(basis) <= 300),
  materialId TEXT,
  audience TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(audience)),
  state TEXT NOT NULL CHECK (state IN ('draft', 'waiting', 'sending', 'paused', 'done', 'stopped')),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  startedAt TEXT,
  endedAt TEXT,
  againAt TEXT CHECK (againAt IS strftime('%Y-%m-%dT%H:%M:%fZ', againAt)),
  againOfId TEXT REFERENCES Sending (id),
  goesAt TEXT CHECK (goesAt IS strftime('%Y-%m-%dT%H:%M:%fZ', goesAt)),
  notStarted TEXT CHECK (notStarted IN ('nobody', 'called_off', 'not_bookable', 'invited', 'withdrawn', 'left')),
  CHECK (kind = 'mailing' OR state NOT IN ('draft', 'waiting')),
  CHECK (state <> 'waiting' OR goesAt IS NOT NULL AND notStarted IS NULL),
  CHECK (notStarted IS NULL OR state = 'draft' AND goesAt IS NOT NULL),
  CHECK (kind = 'mailing' OR eventId IS NOT NULL),
  CHECK (nature <> 'training' OR eventId IS NOT NULL),
  CHECK (kind <> 'mailing' OR nature <> 'statutory' OR state = 'draft' OR basis <> ''),
  CHECK (materialId IS NULL OR kind = 'mailing' AND eventId IS NOT NULL),
  CHECK (againAt IS NULL OR nature = 'training' AND againOfId IS NULL)
);
CREATE UNIQUE INDEX Sending_again_once ON Sending (againOfId) WHERE againOfId IS NOT NULL;
CREATE INDEX Sending_again_due ON Sending (againAt) WHERE againAt IS NOT NULL;
CREATE INDEX Sending_event ON Sending (eventId, id);
CREATE INDEX Sending_under_way ON Sending (id) WHERE state IN ('sending', 'paused');
CREATE INDEX Sending_waiting ON Sending (goesAt) WHERE state = 'waiting';
CREATE INDEX Sending_state ON Sending (state);

-- What was sent stays as it was sent; what waits stays as it was written, until it is a draft again.
CREATE TRIGGER Sending_stands BEFORE UPDATE ON Sending
WHEN OLD.state <> 'draft'
  AND ((NEW.subject <> OLD.subject AND NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'Sending' AND d.id = OLD.id))
    OR (NEW.body <> OLD.body AND NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'Sending' AND d.id = OLD.id))
    OR (NEW.basis <> OLD.basis AND NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'Sending' AND d.id = OLD.id))
    OR NEW.againOfId IS NOT OLD.againOfId
    OR NEW.materialId IS NOT OLD.materialId
    OR (NEW.audience <> OLD.audience AND OLD.state <> 'waiting')
    OR NEW.nature <> OLD.nature
    OR NEW.kind <> OLD.kind
    OR NEW.eventId IS NOT OLD.eventId
    OR (NEW.state IN ('draft', 'waiting') AND OLD.state <> 'waiting')
    OR (OLD.state IN ('done', 'stopped') AND NEW.state <> OLD.state))
BEGIN SELECT RAISE(ABORT, 'sending_stands'); END;
CREATE TRIGGER Sending_kept BEFORE DELETE ON Sending WHEN OLD.state <> 'draft' BEGIN SELECT RAISE(ABORT, 'sending_stands'); END;

-- Kinds of messages. keptOnlyUntilSent: its text is for the mailbox alone. ofAddress: it is about an address, for whoever reads
-- that, and goes to no other when its recipient moves.
CREATE TABLE MessageKind (
  id TEXT NOT NULL PRIMARY KEY,
  keptOnlyUntilSent INTEGER NOT NULL CHECK (keptOnlyUntilSent IN (0, 1)),
  ofAddress INTEGER NOT NULL CHECK (ofAddress IN (0, 1))
);

INSERT INTO MessageKind (id, keptOnlyUntilSent, ofAddress) VALUES
  ('booking_confirmed', 0, 0),
  ('invitation', 0, 0),
  ('invitation_again', 0, 0),
  ('event_changed', 0, 0),
  ('event_cancelled', 0, 0),
  ('place_cancelled', 0, 0),
  ('record_corrected', 0, 0),
  ('booking_cancelled', 0, 0),
  ('booking_restored', 0, 0),
  ('booking_repriced', 0, 0),
  ('offer', 0, 0),
  ('offer_accepted', 0, 0),
  ('offer_ended', 0, 0),
  ('booking_decided', 0, 0),
  ('booking_moved', 0, 0),
  ('names_due', 0, 0),
  ('delegates_changed', 0, 0),
  ('places_released', 0, 0),
  ('delegate_statement', 0, 0),
  ('claim_requested', 0, 0),
  ('claims_waiting', 0, 0),
  ('claim_decided', 0, 0),
  ('email_changed', 0, 1),
  ('factors_reset', 0, 0),
  ('second_person', 0, 0),
  ('sign_in_changed', 0, 0),
  ('access_answered', 1, 0),
  ('complaint_received', 1, 0),
  ('complaint_answered', 1, 0),
  ('vouch_request', 1, 0),
  ('school_asked', 1, 0),
  ('role_named', 0, 0),
  ('session_answered', 0, 0),
  ('school_digest', 0, 0),
  ('line_shown', 0, 0),
  ('return_submitted', 0, 0),
  ('guidance_issued', 0, 0),
  ('return_opened', 0, 0),
  ('return_redacted', 0, 0),
  ('return_put_off', 0, 0),
  ('checkpoint_stated', 0, 0),
  ('answer_link', 0, 0),
  ('request_settled', 0, 0),
  ('date_found', 0, 0),
  ('money_changed', 0, 0),
  ('proposal_decided', 0, 0),
  ('invoice_sent', 0, 0),
  ('invoice_reminder', 0, 0),
  ('places_held', 0, 0),
  ('card_received', 0, 0),
  ('card_too_late', 0, 0),
  ('card_hold_ended', 0, 0),
  ('card_refund', 0, 0),
  ('reminder_week', 0, 0),
  ('reminder_day', 0, 0),
  ('reminder_contact', 0, 0),
  ('thanks', 0, 0),
  ('absence_noted', 0, 0),
  ('certificate', 0, 0),
  ('evaluation', 0, 0),
  ('evaluation_later', 0, 0),
  ('evaluation_head', 0, 0),
  ('mailing', 0, 0),
  ('wording_test', 0, 0),
  ('address_failed', 0, 0),
  ('unreached', 0, 0),
  ('reply_declined', 0, 0),
  ('contact_declined', 0, 0),
  ('mail_passed_on', 0, 0);

-- What must be sent, and what became of it. recipient is a stable key that keeps one person's messages in order without naming them. Messages to
-- one recipient leave in the order of their commits; a retry is byte-identical (decision 14).
CREATE TABLE Message (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL REFERENCES MessageKind (id),
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
  recipient TEXT NOT NULL,
  eventId TEXT,
  schoolId TEXT,
  bookingId TEXT,
  placeId TEXT,
  personId TEXT,
  invitationId TEXT,
  method TEXT CHECK (method IN ('REQUEST', 'CANCEL')),
  sequence INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  dueAt TEXT NOT NULL,
  firstTriedAt TEXT,
  claimedUntil TEXT,
  sentAt TEXT,
  providerId TEXT,
  lastError TEXT,
  resendOfId TEXT REFERENCES Message (id),
  -- service: about what somebody booked; statutory: a notice that nobody can opt out of; promotion: only to those who asked for it; training: an
  -- invitation, to whoever has not stopped those on its topic.
  nature TEXT NOT NULL DEFAULT 'service' CHECK (nature IN ('service', 'statutory', 'promotion', 'training')),
  sendingId TEXT REFERENCES Sending (id),
  -- 1: something is attached, so that it goes alone and not in the provider's batch.
  attached INTEGER NOT NULL DEFAULT 0 CHECK (attached IN (0, 1)),
  -- One deliverer's hold on some messages.
  claimId TEXT,
  -- The provider's batch in which it is sent, whose id is the idempotency key: its members never change until the provider has answered.
  providerBatch TEXT,
  -- 1: the provider refused its batch, so it goes by itself.
  sentAlone INTEGER NOT NULL DEFAULT 0 CHECK (sentAlone IN (0, 1)),
  -- When its event begins, or the day of it that it is about, as it says; NULL: it is about none.
  eventStartsAt TEXT,
  -- 1: not tried: its address is known to fail, or what it says was no longer so; lastError says which.
  withheld INTEGER NOT NULL DEFAULT 0 CHECK (withheld IN (0, 1)),
  -- What the recipient's mail server did with it, as the provider reports; NULL: nothing is known yet.
  deliveryStatus TEXT CHECK (deliveryStatus IN ('delayed', 'delivered', 'complained', 'bounced', 'suppressed', 'failed')),
  deliveryStatusAt TEXT,
  -- How much of a message's text is still there: 0 all of it, 1 without its secret links, 2 none.
  redaction INTEGER NOT NULL DEFAULT 0 CHECK (redaction IN (0, 1, 2))
);
CREATE INDEX Message_due ON Message (dueAt) WHERE state IN ('queued', 'sending');
CREATE INDEX Message_recipient ON Message (recipient, id) WHERE state IN ('queued', 'sending');
CREATE INDEX Message_event ON Message (eventId, id);
CREATE INDEX Message_invitation ON Message (invitationId, id) WHERE invitationId IS NOT NULL;
CREATE INDEX Message_booking ON Message (bookingId, id);
CREATE INDEX Message_failed ON Message (id) WHERE state = 'failed';
CREATE INDEX Message_undelivered ON Message (id)
  WHERE state = 'failed' OR (withheld = 1 AND state <> 'sent') OR (state = 'sent' AND deliveryStatus IN ('bounced', 'suppressed', 'failed'));
CREATE INDEX Message_status ON Message (deliveryStatus, id) WHERE state = 'sent';
CREATE INDEX Message_again ON Message (resendOfId) WHERE resendOfId IS NOT NULL;
CREATE INDEX Message_claim ON Message (claimId) WHERE claimId IS NOT NULL AND state = 'sending';
CREATE INDEX Message_batch ON Message (providerBatch) WHERE providerBatch IS NOT NULL AND state IN ('queued', 'sending');
CREATE INDEX Message_provider ON Message (providerId) WHERE providerId IS NOT NULL;
CREATE INDEX Message_sending ON Message (sendingId, state) WHERE sendingId IS NOT NULL;
CREATE INDEX Message_school ON Message (schoolId, id);
CREATE INDEX Message_person ON Message (personId, id) WHERE personId IS NOT NULL;
CREATE INDEX Message_redaction ON Message (redaction, createdAt) WHERE redaction < 2;

-- Its text holds a token or what somebody needs, so it is not kept once it has been sent.
CREATE TRIGGER Message_of_link_is_emptied AFTER UPDATE OF state ON Message
WHEN NEW.state = 'sent' AND (SELECT k.keptOnlyUntilSent FROM MessageKind k WHERE k.id = NEW.kind)
BEGIN
  UPDATE MessageBody
  SET text = 'The text is not kept: it was for the mailbox alone.', html = ''
  WHERE messageId = NEW.id;
END;
-- What is sent again says what it said first.
CREATE TRIGGER Message_says_start AFTER INSERT ON Message WHEN NEW.eventId IS NOT NULL AND NEW.method IS NULL AND NEW.eventStartsAt IS NULL BEGIN
  UPDATE Message
  SET eventStartsAt = CASE WHEN NEW.resendOfId IS NULL THEN (SELECT MIN(s.startsAt) FROM ActiveSession s WHERE s.eventId = NEW.eventId)
    ELSE (SELECT o.eventStartsAt FROM Message o WHERE o.id = NEW.resendOfId) END
  WHERE id = NEW.id;
END;
CREATE TRIGGER Message_to_present_person BEFORE INSERT ON Message
WHEN (SELECT erasedAt FROM Person WHERE id = NEW.personId) IS NOT NULL
  OR (SELECT erasedAt FROM Account WHERE id = NEW.recipient) IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'person_is_erased'); END;

-- What a message says, as it was rendered once, and its addresses: apart from Message, so that it can be destroyed while what became of the
-- message is kept.
CREATE TABLE MessageBody (
  messageId TEXT NOT NULL PRIMARY KEY REFERENCES Message (id),
  fromAddress TEXT NOT NULL,
  toAddress TEXT NOT NULL,
  replyTo TEXT,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  attachments TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attachments)),
  email TEXT NOT NULL DEFAULT '' CHECK (email = lower(email)),
  -- Further headers of the mail, such as List-Unsubscribe.
  headers TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(headers))
) WITHOUT ROWID;
CREATE INDEX MessageBody_email ON MessageBody (email);

-- Both follow from what is stored, so that no store can forget them.
CREATE TRIGGER MessageBody_attached AFTER INSERT ON MessageBody WHEN NEW.attachments <> '[]' BEGIN
  UPDATE Message
  SET attached = 1
  WHERE id = NEW.messageId AND attached = 0;
END;
CREATE TRIGGER MessageBody_addressed AFTER INSERT ON MessageBody WHEN NEW.email = '' BEGIN
  UPDATE MessageBody
  SET email = lower(
    CASE WHEN instr(NEW.toAddress, '<') > 0 THEN substr(
      NEW.toAddress, instr(NEW.toAddress, '<') + 1, instr(NEW.toAddress, '>') - instr(NEW.toAddress, '<') - 1
    ) ELSE NEW.toAddress END
  )
  WHERE messageId = NEW.messageId;
END;

-- Mail kept for reading at /dev/inbox; written only when LOCAL_MAIL is set.
CREATE TABLE LocalMail (
  id TEXT NOT NULL PRIMARY KEY,
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  fromAddress TEXT NOT NULL,
  toAddress TEXT NOT NULL,
  replyTo TEXT,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  attachments TEXT NOT NULL CHECK (json_valid(attachments))
);
CREATE INDEX LocalMail_at ON LocalMail (at);

-- A recipient of a mailing, fixed when it is started; each is queued once, or skipped with a reason. email '': the school has no address.
-- Consent and failing addresses are checked in the batch that stores the message (decision 21). A school or trust is invited to an event once a
-- day.
CREATE TABLE SendingRecipient (
  sendingId TEXT NOT NULL REFERENCES Sending (id),
  number INTEGER NOT NULL,
  email TEXT NOT NULL CHECK (email = lower(email)),
  name TEXT NOT NULL DEFAULT '',
  schoolId TEXT REFERENCES School (id),
  -- Of a trust that is invited beside its schools: its mail names those among the recipients.
  trustUid TEXT CHECK (trustUid IS NULL OR schoolId IS NULL),
  bookingId TEXT,
  placeId TEXT,
  personId TEXT,
  accountId TEXT,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'queued', 'skipped')),
  why TEXT REFERENCES Reason (id),
  messageId TEXT,
  PRIMARY KEY (sendingId, number),
  CHECK ((state = 'skipped') = (why IS NOT NULL)),
  CHECK ((state = 'queued') = (messageId IS NOT NULL))
) WITHOUT ROWID;
-- One mail to an address for each school or trust that it speaks for.
CREATE UNIQUE INDEX SendingRecipient_once ON SendingRecipient (sendingId, email, COALESCE(schoolId, trustUid, ''));
CREATE INDEX SendingRecipient_waiting ON SendingRecipient (sendingId, number) WHERE state = 'waiting';
CREATE INDEX SendingRecipient_school ON SendingRecipient (schoolId);
CREATE INDEX SendingRecipient_trust ON SendingRecipient (trustUid) WHERE trustUid IS NOT NULL;

-- One mail a school or trust: not at two of its addresses, and not again on the same day, whoever invites it. What was not sent is no mail.
CREATE TRIGGER SendingRecipient_invited_once BEFORE INSERT ON SendingRecipient
WHEN NEW.state = 'waiting' AND (SELECT g.nature FROM Sending g WHERE g.id = NEW.sendingId) = 'training'
BEGIN
  SELECT RAISE(ABORT, 'school_is_invited')
  WHERE EXISTS (
    SELECT 1
    FROM (
      SELECT r.* FROM School s
      CROSS JOIN School m ON m.rootId = s.rootId
      CROSS JOIN SendingRecipient r ON r.schoolId = m.id
      WHERE s.id = NEW.schoolId
      UNION ALL SELECT * FROM SendingRecipient WHERE trustUid = NEW.trustUid
    ) r
    JOIN Sending o ON o.id = r.sendingId AND o.nature = 'training'
    JOIN Sending g ON g.id = NEW.sendingId AND g.eventId = o.eventId
    WHERE r.state <> 'skipped'
      AND NOT EXISTS (SELECT 1 FROM Message w WHERE w.id = r.messageId AND w.withheld = 1)
      AND (o.id = g.id OR o.startedAt > strftime('%Y-%m-%dT%H:%M:%fZ', g.startedAt, '-1 day'))
  );
END;
CREATE TRIGGER SendingRecipient_settled_once BEFORE UPDATE OF state ON SendingRecipient
WHEN OLD.state <> 'waiting'
BEGIN SELECT RAISE(ABORT, 'recipient_is_settled'); END;
-- The first message that is written to a school is a step of the chase that it was prepared for: to the lead or the head where the address is theirs.
CREATE TRIGGER SendingRecipient_is_contact AFTER UPDATE OF state ON SendingRecipient WHEN NEW.state = 'queued' BEGIN
  INSERT OR IGNORE INTO ContactTried (id, schoolId, chaseId, rung, means, result, happenedAt, notedAt, byId, sendingId, form)
  SELECT
    z.contactId,
    h.schoolId,
    h.id,
    COALESCE((
      SELECT CASE k.roleId WHEN 'dsl' THEN 'lead' ELSE 'head' END
      FROM School o
      CROSS JOIN SchoolContact k ON k.schoolId = o.id
      WHERE o.rootId = c.rootId AND lower(k.email) = NEW.email AND k.roleId IN ('dsl', 'head') AND k.endedAt IS NULL
      ORDER BY k.roleId
      LIMIT 1
    ), 'office'),
    'message',
    'written_to',
    COALESCE((SELECT m.createdAt FROM Message m WHERE m.id = NEW.messageId), g.startedAt, g.createdAt),
    COALESCE((SELECT m.createdAt FROM Message m WHERE m.id = NEW.messageId), g.startedAt, g.createdAt),
    g.createdById,
    g.id,
    z.contactId
  FROM ChaseSending z
  JOIN Chase h ON h.id = z.chaseId
  JOIN School c ON c.id = h.schoolId
  JOIN Sending g ON g.id = z.sendingId
  WHERE z.sendingId = NEW.sendingId AND c.rootId = (SELECT s.rootId FROM School s WHERE s.id = NEW.schoolId);
END;

-- Until when the mail provider asks us to wait.
CREATE TABLE ProviderPause (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  notBefore TEXT NOT NULL CHECK (notBefore IS strftime('%Y-%m-%dT%H:%M:%fZ', notBefore))
);

-- A webhook of the mail provider, each once; id is its own. Nothing of a mail's content or addresses. It is answered at once and followed once
-- from the row; a delivery status only rises, in any order (decision 22).
CREATE TABLE MailEvent (
  id TEXT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  receivedAt TEXT NOT NULL CHECK (receivedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', receivedAt)),
  providerId TEXT NOT NULL,
  messageId TEXT,
  detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
  followedAt TEXT,
  outcome TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  -- When the reading of a mail that came in was begun. One whose reading never ended is not begun again: it may be made to stall whoever reads it.
  readingAt TEXT CHECK (readingAt IS NULL OR readingAt IS strftime('%Y-%m-%dT%H:%M:%fZ', readingAt))
);
CREATE INDEX MailEvent_waiting ON MailEvent (receivedAt) WHERE followedAt IS NULL;
CREATE INDEX MailEvent_message ON MailEvent (messageId, at) WHERE messageId IS NOT NULL;
CREATE INDEX MailEvent_provider ON MailEvent (providerId);
CREATE INDEX MailEvent_ceiling ON MailEvent (followedAt) WHERE outcome = 'ceiling';

CREATE TRIGGER MailEvent_stands BEFORE UPDATE ON MailEvent
WHEN NEW.id <> OLD.id
  OR NEW.type <> OLD.type
  OR NEW.at <> OLD.at
  OR NEW.receivedAt <> OLD.receivedAt
  OR NEW.providerId <> OLD.providerId
  OR NEW.detail <> OLD.detail
  OR OLD.followedAt IS NOT NULL
  OR (OLD.messageId IS NOT NULL AND NEW.messageId IS NOT OLD.messageId)
BEGIN SELECT RAISE(ABORT, 'mail_event_stands'); END;
CREATE TRIGGER MailEvent_kept BEFORE DELETE ON MailEvent
WHEN NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'MailEvent' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'mail_event_stands'); END;

-- An address that takes no mail. Nothing is sent to it until that is solved: corrected, or found to work again. Solved, what was missed is sent
-- again as new messages.
CREATE TABLE AddressProblem (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL CHECK (email = lower(email) AND email <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('bounced', 'complained', 'suppressed')),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  messageId TEXT REFERENCES Message (id),
  -- When the school's other contact and the organiser were written to about it.
  toldAt TEXT,
  solved TEXT CHECK (solved IN ('corrected', 'works_again')),
  solvedAt TEXT,
  solvedById TEXT REFERENCES Account (id),
  CHECK ((solved IS NULL) = (solvedAt IS NULL))
);
CREATE UNIQUE INDEX AddressProblem_once ON AddressProblem (email) WHERE solvedAt IS NULL;
CREATE INDEX AddressProblem_email ON AddressProblem (email);
CREATE INDEX AddressProblem_solved ON AddressProblem (solvedAt) WHERE solvedAt IS NOT NULL;

CREATE TRIGGER AddressProblem_solved_once BEFORE UPDATE ON AddressProblem
WHEN OLD.solvedAt IS NOT NULL OR NEW.email <> OLD.email OR NEW.kind <> OLD.kind OR NEW.at <> OLD.at
BEGIN SELECT RAISE(ABORT, 'address_problem_is_solved'); END;
CREATE TRIGGER AddressProblem_kept BEFORE DELETE ON AddressProblem
WHEN NOT EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'AddressProblem' AND d.id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'address_problem_is_kept'); END;

-- The council's own words in a message; a change supersedes. Templates hold the defaults; facts are blocks that no words reach (decision 16).
CREATE TABLE Wording (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  slot TEXT NOT NULL,
  -- '' : as it is by default, again.
  text TEXT NOT NULL CHECK (length(text) <= 2000),
  changedAt TEXT NOT NULL CHECK (changedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', changedAt)),
  changedById TEXT REFERENCES Account (id),
  supersededAt TEXT
);
CREATE UNIQUE INDEX Wording_once ON Wording (kind, slot) WHERE supersededAt IS NULL;

CREATE TRIGGER Wording_stands BEFORE UPDATE ON Wording
WHEN NEW.kind <> OLD.kind
  OR NEW.slot <> OLD.slot
  OR ((OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL OR NEW.text <> OLD.text)
    AND NOT (NEW.supersededAt IS OLD.supersededAt AND EXISTS (SELECT 1 FROM RowToDestroy d WHERE d.kind = 'Wording' AND d.id = OLD.id)))
BEGIN SELECT RAISE(ABORT, 'wording_stands'); END;
CREATE TRIGGER Wording_kept BEFORE DELETE ON Wording BEGIN SELECT RAISE(ABORT, 'wording_stands'); END;

-- Of two records made one, or two again.
CREATE TRIGGER Message_follows_merge AFTER UPDATE OF recipient ON Message
WHEN NEW.recipient <> OLD.recipient
  AND NEW.state = 'queued'
  AND NEW.firstTriedAt IS NULL
  AND EXISTS (
    SELECT 1 FROM MessageBody b
    JOIN Person o ON o.id = OLD.recipient AND lower(o.email) = b.email
    JOIN Person n ON n.id = NEW.recipient AND n.email IS NOT NULL AND lower(n.email) <> b.email
    WHERE b.messageId = NEW.id
  )
BEGIN
  UPDATE Message
  SET state = 'failed', withheld = 1, lastError = 'not tried: the address was another one by then'
  WHERE id = NEW.id
    AND (NEW.method = 'REQUEST' OR EXISTS (
      SELECT 1 FROM MessageBody b
      WHERE b.messageId = NEW.id AND (instr(b.text, '/place/') > 0 OR instr(b.text, '/certificate/') > 0)
    ));
  UPDATE MessageBody
  SET email = (SELECT lower(n.email) FROM Person n WHERE n.id = NEW.recipient),
    toAddress = IIF(
      instr(toAddress, '<') > 0,
      substr(toAddress, 1, length(toAddress) - length(email) - 1) || (SELECT n.email FROM Person n WHERE n.id = NEW.recipient) || '>',
      (SELECT n.email FROM Person n WHERE n.id = NEW.recipient)
    )
  WHERE messageId = NEW.id
    AND EXISTS (SELECT 1 FROM Message m WHERE m.id = NEW.id AND m.state = 'queued');
END;

-- What was never sent need not be taken back.
CREATE TRIGGER MessageBody_takes_nothing_back AFTER INSERT ON MessageBody
WHEN EXISTS (
    SELECT 1 FROM Message c JOIN Message r ON r.invitationId = c.invitationId AND r.method = 'REQUEST'
    WHERE c.id = NEW.messageId AND c.method = 'CANCEL' AND r.lastError = 'not tried: the address was another one by then'
  )
  AND NOT EXISTS (
    SELECT 1 FROM Message c JOIN Message r ON r.invitationId = c.invitationId AND r.method = 'REQUEST'
    WHERE c.id = NEW.messageId AND (r.withheld = 0 OR r.firstTriedAt IS NOT NULL)
  )
BEGIN
  UPDATE Message SET state = 'failed', withheld = 1, lastError = 'not tried: what it takes back was never sent' WHERE id = NEW.messageId;
END;

-- One that is sent again goes to the address of today.
CREATE TRIGGER MessageBody_again_to_address AFTER INSERT ON MessageBody
WHEN EXISTS (
    SELECT 1 FROM Message m JOIN MessageBody f ON f.messageId = m.resendOfId AND f.email = NEW.email
    WHERE m.id = NEW.messageId
      AND (SELECT k.ofAddress FROM MessageKind k WHERE k.id = m.kind) = 0
      AND m.method IS NOT 'CANCEL'
      AND COALESCE((SELECT a.email FROM Account a WHERE a.id = m.recipient), (SELECT lower(p.email) FROM Person p WHERE p.id = m.recipient), NEW.email) <> NEW.email
  )
BEGIN
  UPDATE Message
  SET state = 'failed', withheld = 1, lastError = 'not tried: the address was another one by then'
  WHERE id = NEW.messageId AND (method = 'REQUEST' OR instr(NEW.text, '/place/') > 0);
  UPDATE MessageBody
  SET email = (
      SELECT COALESCE((SELECT a.email FROM Account a WHERE a.id = m.recipient), (SELECT lower(p.email) FROM Person p WHERE p.id = m.recipient))
      FROM Message m WHERE m.id = NEW.messageId
    ),
    toAddress = (
      SELECT COALESCE((SELECT a.email FROM Account a WHERE a.id = m.recipient), (SELECT p.email FROM Person p WHERE p.id = m.recipient))
      FROM Message m WHERE m.id = NEW.messageId
    )
  WHERE messageId = NEW.messageId
    AND EXISTS (SELECT 1 FROM Message m WHERE m.id = NEW.messageId AND m.state = 'queued');
END;

-- What became of telling a school something: a version of guidance, what is published of it (line), that its audit is open (return) or has a later
-- deadline, or that it is asked who holds its roles. Each is a fact, appended with when it happened (at) and when it was recorded. queued: a mail was written to it; accepted: the mail server of the school took
-- it; came_back: it did not, or the mail never went; not_sent: no address works; told: somebody told it another way and noted how (means) and whom;
-- confirmed: a named person there said that they have it, or answered; withdrawn: the note ofId was a mistake, and why (reason). subjectId: the version, report, round or putting off; of roles the day on which the
-- asking of a year opened, else the asking. id: of the row that it follows from.
-- It is kept when messages and what the provider told of them are destroyed.
CREATE TABLE NoticeFact (
  id TEXT NOT NULL PRIMARY KEY,
  notice TEXT NOT NULL CHECK (notice IN ('guidance', 'line', 'return', 'deadline', 'roles')),
  subjectId TEXT NOT NULL,
  schoolId TEXT NOT NULL REFERENCES School (id),
  what TEXT NOT NULL CHECK (what IN ('queued', 'accepted', 'came_back', 'not_sent', 'told', 'confirmed', 'withdrawn')),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  recordedAt TEXT NOT NULL CHECK (recordedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', recordedAt)),
  messageId TEXT REFERENCES Message (id),
  means TEXT CHECK (means IN ('message', 'letter', 'telephone', 'visit')),
  toWhom TEXT NOT NULL DEFAULT '' CHECK (length(toWhom) <= 200),
  byId TEXT REFERENCES Account (id),
  ofId TEXT UNIQUE,
  reason TEXT NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
  CHECK ((what = 'withdrawn') = (ofId IS NOT NULL)),
  CHECK (what NOT IN ('queued', 'accepted') OR messageId IS NOT NULL),
  CHECK ((what = 'told') = (means IS NOT NULL)),
  CHECK ((what IN ('told', 'withdrawn')) = (byId IS NOT NULL))
);
CREATE INDEX NoticeFact_subject ON NoticeFact (subjectId, schoolId);
CREATE INDEX NoticeFact_school ON NoticeFact (schoolId);
CREATE INDEX NoticeFact_message ON NoticeFact (messageId, what) WHERE messageId IS NOT NULL;

-- Whom somebody told, and why a note was withdrawn, can be taken out by an act of records.
CREATE TRIGGER NoticeFact_stands BEFORE UPDATE OF id, notice, subjectId, schoolId, what, at, recordedAt, messageId, means, byId, ofId ON NoticeFact BEGIN
  SELECT RAISE(ABORT, 'notice_fact_stands');
END;
CREATE TRIGGER NoticeFact_kept BEFORE DELETE ON NoticeFact BEGIN SELECT RAISE(ABORT, 'notice_fact_stands'); END;

CREATE TRIGGER NoticeFact_withdraws_a_note BEFORE INSERT ON NoticeFact WHEN NEW.what = 'withdrawn' BEGIN
  SELECT RAISE(ABORT, 'withdraws_no_note')
  WHERE NOT EXISTS (
    SELECT 1
    FROM NoticeFact f
    WHERE f.id = NEW.ofId
      AND f.what = 'told'
      AND f.notice = NEW.notice
      AND f.subjectId = NEW.subjectId
      AND f.schoolId = NEW.schoolId);
END;

-- By which a school was reached: a note that was not withdrawn, or a confirmation.
CREATE VIEW NoticeReached AS
  SELECT f.*
  FROM NoticeFact f
  WHERE f.what IN ('told', 'confirmed') AND NOT EXISTS (SELECT 1 FROM NoticeFact w WHERE w.ofId = f.id);

-- By which a school has what it was told: what one of its mail servers took and did not send back since, or that it was reached.
CREATE VIEW NoticeArrival AS
  SELECT r.* FROM NoticeReached r
  UNION ALL
  SELECT f.*
  FROM NoticeFact f
  WHERE f.what = 'accepted'
    AND NOT EXISTS (SELECT 1 FROM NoticeFact b WHERE b.messageId = f.messageId AND b.what = 'came_back' AND b.at >= f.at);

-- Schools to which every mail of it came back, or none could be sent: somebody is to tell them another way.
CREATE VIEW UnreachedNotice AS
  SELECT DISTINCT f.notice AS notice, f.subjectId AS subjectId, f.schoolId AS schoolId
  FROM NoticeFact f
  WHERE f.what IN ('came_back', 'not_sent')
    AND NOT EXISTS (SELECT 1 FROM NoticeArrival a WHERE a.notice = f.notice AND a.subjectId = f.subjectId AND a.schoolId = f.schoolId)
    AND NOT EXISTS (
      SELECT 1
      FROM NoticeFact q
      WHERE q.notice = f.notice
        AND q.subjectId = f.subjectId
        AND q.schoolId = f.schoolId
        AND q.what = 'queued'
        AND NOT EXISTS (SELECT 1 FROM NoticeFact b WHERE b.messageId = q.messageId AND b.what = 'came_back'));

-- Where every mail of a current version came back, the school's next address is tried.
CREATE TRIGGER NoticeFact_tries_next_address AFTER INSERT ON NoticeFact
WHEN NEW.notice = 'guidance' AND NEW.what = 'came_back' AND NEW.messageId IS NOT NULL
BEGIN
  UPDATE GuidanceIssue SET toldAt = NULL
  WHERE versionId = NEW.subjectId
    AND schoolId = NEW.schoolId
    AND versionId IN (SELECT v.id FROM CurrentGuidance v)
    AND EXISTS (SELECT 1 FROM UnreachedNotice u WHERE u.notice = 'guidance' AND u.subjectId = NEW.subjectId AND u.schoolId = NEW.schoolId);
END;

-- What is published of a school: its first arrival begins its days to answer. Where that turns out to have come back, or
-- was noted by mistake, the next one does, or none.
CREATE TRIGGER NoticeFact_reaches_school AFTER INSERT ON NoticeFact WHEN NEW.notice = 'line' AND NEW.what NOT IN ('queued', 'not_sent') BEGIN
  UPDATE ReportReply
  SET reachedAt = (SELECT MIN(a.at) FROM LineArrival a WHERE a.reportId = NEW.subjectId AND a.schoolId = NEW.schoolId), replyBy = NULL
  WHERE reportId = NEW.subjectId
    AND schoolId = NEW.schoolId
    AND NOT EXISTS (SELECT 1 FROM LineArrival a WHERE a.reportId = NEW.subjectId AND a.schoolId = NEW.schoolId AND a.at <= ReportReply.reachedAt);
END;

-- What is sent again tells the school the same; what never goes has failed, at the moment in dueAt.
CREATE TRIGGER Message_again_is_noticed AFTER INSERT ON Message WHEN NEW.resendOfId IS NOT NULL BEGIN
  INSERT INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt, messageId)
  SELECT NEW.id || ' ' || f.subjectId || ' ' || f.schoolId, f.notice, f.subjectId, f.schoolId, 'queued', NEW.createdAt, NEW.createdAt, NEW.id
  FROM NoticeFact f
  WHERE f.messageId = NEW.resendOfId AND f.what = 'queued';
END;
CREATE TRIGGER Message_failed_is_noticed AFTER UPDATE OF state ON Message WHEN NEW.state = 'failed' AND OLD.state <> 'failed' BEGIN
  INSERT OR IGNORE INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt, messageId)
  SELECT 'failed ' || NEW.id || ' ' || f.subjectId || ' ' || f.schoolId, f.notice, f.subjectId, f.schoolId, 'came_back', NEW.dueAt, NEW.dueAt, NEW.id
  FROM NoticeFact f
  WHERE f.messageId = NEW.id AND f.what = 'queued';
END;
-- Only whoever received a mail complains of it.
CREATE TRIGGER MailEvent_is_noticed AFTER UPDATE OF followedAt ON MailEvent
WHEN OLD.followedAt IS NULL
  AND NEW.outcome = 'followed'
  AND NEW.type IN ('email.delivered', 'email.complained', 'email.bounced', 'email.suppressed', 'email.failed')
BEGIN
  INSERT INTO NoticeFact (id, notice, subjectId, schoolId, what, at, recordedAt, messageId)
  SELECT NEW.id || ' ' || f.subjectId || ' ' || f.schoolId, f.notice, f.subjectId, f.schoolId,
    IIF(NEW.type IN ('email.delivered', 'email.complained'), 'accepted', 'came_back'), NEW.at, NEW.followedAt, NEW.messageId
  FROM NoticeFact f
  WHERE f.messageId = NEW.messageId AND f.what = 'queued';
END;
