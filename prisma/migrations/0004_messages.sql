-- Calendars and messages: what calendars show, what is sent when and in whose words, what became of it, addresses that fail, answers, feeds.
-- Only adds to what was there.

-- What calendars show ------------------------------------------------------------------------------------------------------------

-- A topic that nobody should read over a colleague's shoulder: calendars then show a neutral title unless the organiser says otherwise.
ALTER TABLE Topic ADD COLUMN sensitive INTEGER NOT NULL DEFAULT 0 CHECK (sensitive IN (0, 1));
UPDATE Topic SET sensitive = 1 WHERE id IN ('child-on-child-abuse', 'prevent', 'exploitation', 'mental-health', 'domestic-abuse');

-- calendarTitle: NULL, the title, or a neutral one where the topic is sensitive; '', the title; else what calendars and subjects say instead.
ALTER TABLE Event ADD COLUMN calendarTitle TEXT CHECK (length(calendarTitle) <= 200);
UPDATE Event SET calendarTitle = '';
-- each: an entry for every session of a place; day: one for each day, which lists the sessions of that day.
ALTER TABLE Event ADD COLUMN entries TEXT NOT NULL DEFAULT 'each' CHECK (entries IN ('each', 'day'));
-- How long before the start calendars remind people; NULL: not at all.
ALTER TABLE Event ADD COLUMN alarmMinutes INTEGER CHECK (alarmMinutes BETWEEN 0 AND 40320);

-- Sendings: many messages that somebody sent with one press ------------------------------------------------------------------------

-- change, cancellation: queued whole with the edit; mailing: composed by hand, queued in pieces from its recipients.
-- A paused sending sends nothing until it goes on; a stopped one never does.
CREATE TABLE Sending (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('change', 'cancellation', 'mailing')),
  eventId TEXT REFERENCES Event (id),
  nature TEXT NOT NULL DEFAULT 'service' CHECK (nature IN ('service', 'statutory', 'promotion')),
  subject TEXT NOT NULL,
  body TEXT NOT NULL DEFAULT '',
  audience TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(audience)),
  state TEXT NOT NULL CHECK (state IN ('draft', 'sending', 'paused', 'done', 'stopped')),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  createdById TEXT REFERENCES Account (id),
  startedAt TEXT,
  endedAt TEXT,
  CHECK (kind = 'mailing' OR state <> 'draft'),
  CHECK (kind = 'mailing' OR eventId IS NOT NULL)
);
CREATE INDEX Sending_event ON Sending (eventId, id);
CREATE INDEX Sending_under_way ON Sending (id) WHERE state IN ('sending', 'paused');
-- What was sent stays as it was sent.
CREATE TRIGGER Sending_stands BEFORE UPDATE ON Sending
WHEN OLD.state <> 'draft' AND (NEW.subject <> OLD.subject OR NEW.body <> OLD.body OR NEW.audience <> OLD.audience OR NEW.nature <> OLD.nature
  OR NEW.kind <> OLD.kind OR NEW.eventId IS NOT OLD.eventId OR NEW.state = 'draft' OR (OLD.state IN ('done', 'stopped') AND NEW.state <> OLD.state))
BEGIN SELECT RAISE(ABORT, 'sending_stands'); END;
CREATE TRIGGER Sending_kept BEFORE DELETE ON Sending WHEN OLD.state <> 'draft' BEGIN SELECT RAISE(ABORT, 'sending_stands'); END;

-- To whom a mailing goes, fixed when it is started; each is queued once, or skipped with a reason.
CREATE TABLE SendingRecipient (
  sendingId TEXT NOT NULL REFERENCES Sending (id),
  number INTEGER NOT NULL,
  email TEXT NOT NULL CHECK (email = lower(email)),
  name TEXT NOT NULL DEFAULT '',
  schoolId TEXT REFERENCES School (id),
  bookingId TEXT,
  placeId TEXT,
  personId TEXT,
  accountId TEXT,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'queued', 'skipped')),
  why TEXT CHECK (why IN ('no_consent', 'unsubscribed', 'address_fails', 'stopped')),
  messageId TEXT,
  PRIMARY KEY (sendingId, number),
  CHECK ((state = 'skipped') = (why IS NOT NULL)),
  CHECK ((state = 'queued') = (messageId IS NOT NULL))
) WITHOUT ROWID;
-- One mail to an address for each school that it speaks for.
CREATE UNIQUE INDEX SendingRecipient_once ON SendingRecipient (sendingId, email, COALESCE(schoolId, ''));
CREATE INDEX SendingRecipient_waiting ON SendingRecipient (sendingId, number) WHERE state = 'waiting';
CREATE INDEX SendingRecipient_school ON SendingRecipient (schoolId);
CREATE TRIGGER SendingRecipient_settled_once BEFORE UPDATE OF state ON SendingRecipient WHEN OLD.state <> 'waiting'
BEGIN SELECT RAISE(ABORT, 'recipient_is_settled'); END;

-- Messages: what became of them ----------------------------------------------------------------------------------------------------

-- service: about what somebody booked; statutory: a notice that nobody can opt out of; promotion: only to those who asked for it.
ALTER TABLE Message ADD COLUMN nature TEXT NOT NULL DEFAULT 'service' CHECK (nature IN ('service', 'statutory', 'promotion'));
ALTER TABLE Message ADD COLUMN sendingId TEXT REFERENCES Sending (id);
-- 1: something is attached, so that it goes alone and not in the provider's batch.
ALTER TABLE Message ADD COLUMN attached INTEGER NOT NULL DEFAULT 0 CHECK (attached IN (0, 1));
-- One deliverer's hold on some messages.
ALTER TABLE Message ADD COLUMN claimId TEXT;
-- The provider's batch in which it is sent, whose id is the idempotency key: its members never change until the provider has answered.
ALTER TABLE Message ADD COLUMN providerBatch TEXT;
-- 1: the provider refused its batch, so it goes by itself.
ALTER TABLE Message ADD COLUMN alone INTEGER NOT NULL DEFAULT 0 CHECK (alone IN (0, 1));
-- 1: not tried, because its address is known to fail.
ALTER TABLE Message ADD COLUMN withheld INTEGER NOT NULL DEFAULT 0 CHECK (withheld IN (0, 1));
-- What the recipient's mail server did with it, as the provider reports; NULL: nothing is known yet.
ALTER TABLE Message ADD COLUMN fate TEXT CHECK (fate IN ('delayed', 'delivered', 'complained', 'bounced', 'suppressed', 'failed'));
ALTER TABLE Message ADD COLUMN fateAt TEXT;
UPDATE Message SET attached = 1 WHERE EXISTS (SELECT 1 FROM MessageBody b WHERE b.messageId = Message.id AND b.attachments <> '[]');
CREATE INDEX Message_claim ON Message (claimId) WHERE claimId IS NOT NULL AND state = 'sending';
CREATE INDEX Message_batch ON Message (providerBatch) WHERE providerBatch IS NOT NULL AND state IN ('queued', 'sending');
CREATE INDEX Message_provider ON Message (providerId) WHERE providerId IS NOT NULL;
CREATE INDEX Message_sending ON Message (sendingId, state) WHERE sendingId IS NOT NULL;
CREATE INDEX Message_school ON Message (schoolId, id);
CREATE INDEX Message_person ON Message (personId, id) WHERE personId IS NOT NULL;

ALTER TABLE MessageBody ADD COLUMN email TEXT NOT NULL DEFAULT '' CHECK (email = lower(email));
-- Further headers of the mail, such as List-Unsubscribe.
ALTER TABLE MessageBody ADD COLUMN headers TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(headers));
UPDATE MessageBody SET email = lower(CASE WHEN instr(toAddress, '<') > 0
  THEN substr(toAddress, instr(toAddress, '<') + 1, instr(toAddress, '>') - instr(toAddress, '<') - 1) ELSE toAddress END);
CREATE INDEX MessageBody_email ON MessageBody (email);
-- Whoever stores a message, also the version of the Worker that is being replaced in this minute.
CREATE TRIGGER MessageBody_attached AFTER INSERT ON MessageBody WHEN NEW.attachments <> '[]' BEGIN
  UPDATE Message SET attached = 1 WHERE id = NEW.messageId;
END;
CREATE TRIGGER MessageBody_addressed AFTER INSERT ON MessageBody WHEN NEW.email = '' BEGIN
  UPDATE MessageBody SET email = lower(CASE WHEN instr(NEW.toAddress, '<') > 0
    THEN substr(NEW.toAddress, instr(NEW.toAddress, '<') + 1, instr(NEW.toAddress, '>') - instr(NEW.toAddress, '<') - 1) ELSE NEW.toAddress END)
  WHERE messageId = NEW.messageId;
END;

-- Until when the provider asks everybody to wait.
CREATE TABLE MailGate (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  notBefore TEXT NOT NULL CHECK (notBefore IS strftime('%Y-%m-%dT%H:%M:%fZ', notBefore))
);

-- What the provider has told, each webhook once; id is its own. Nothing of a mail's content, and of its addresses nothing.
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
  attempts INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX MailEvent_waiting ON MailEvent (receivedAt) WHERE followedAt IS NULL;
CREATE INDEX MailEvent_message ON MailEvent (messageId, at) WHERE messageId IS NOT NULL;
CREATE INDEX MailEvent_provider ON MailEvent (providerId);
CREATE TRIGGER MailEvent_stands BEFORE UPDATE ON MailEvent
WHEN NEW.id <> OLD.id OR NEW.type <> OLD.type OR NEW.at <> OLD.at OR NEW.receivedAt <> OLD.receivedAt OR NEW.providerId <> OLD.providerId
  OR NEW.detail <> OLD.detail OR OLD.followedAt IS NOT NULL OR (OLD.messageId IS NOT NULL AND NEW.messageId IS NOT OLD.messageId)
BEGIN SELECT RAISE(ABORT, 'mail_event_stands'); END;
CREATE TRIGGER MailEvent_kept BEFORE DELETE ON MailEvent BEGIN SELECT RAISE(ABORT, 'mail_event_stands'); END;

-- An address that takes no mail. Nothing is sent to it until that is solved: corrected, or found to work again.
CREATE TABLE AddressTrouble (
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
CREATE UNIQUE INDEX AddressTrouble_once ON AddressTrouble (email) WHERE solvedAt IS NULL;
CREATE INDEX AddressTrouble_email ON AddressTrouble (email);
CREATE TRIGGER AddressTrouble_solved_once BEFORE UPDATE ON AddressTrouble
WHEN OLD.solvedAt IS NOT NULL OR NEW.email <> OLD.email OR NEW.kind <> OLD.kind OR NEW.at <> OLD.at
BEGIN SELECT RAISE(ABORT, 'trouble_is_solved'); END;
CREATE TRIGGER AddressTrouble_kept BEFORE DELETE ON AddressTrouble BEGIN SELECT RAISE(ABORT, 'trouble_is_kept'); END;

-- What a person's calendar answered, as it came. Never what they wrote beside it. invitationId: without reference, for workshops that are
-- taken out of an event take their ended entries along.
CREATE TABLE InviteReply (
  id TEXT NOT NULL PRIMARY KEY REFERENCES MailEvent (id),
  invitationId TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('accepted', 'declined', 'tentative')),
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  stamp TEXT NOT NULL CHECK (stamp IS strftime('%Y-%m-%dT%H:%M:%fZ', stamp)),
  receivedAt TEXT NOT NULL CHECK (receivedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', receivedAt))
);
CREATE UNIQUE INDEX InviteReply_once ON InviteReply (invitationId, sequence, stamp, answer);
CREATE TRIGGER InviteReply_stands BEFORE UPDATE ON InviteReply BEGIN SELECT RAISE(ABORT, 'reply_stands'); END;
CREATE TRIGGER InviteReply_kept BEFORE DELETE ON InviteReply BEGIN SELECT RAISE(ABORT, 'reply_stands'); END;
-- The answer that stands for an entry: to its latest version that was answered, the latest by the answerer's own clock.
CREATE VIEW StandingReply AS
SELECT r.* FROM InviteReply r WHERE NOT EXISTS (
  SELECT 1 FROM InviteReply o WHERE o.invitationId = r.invitationId
    AND (o.sequence, o.stamp, o.receivedAt, o.id) > (r.sequence, r.stamp, r.receivedAt, r.id));

-- Automatic messages -----------------------------------------------------------------------------------------------------------------

-- What an event does otherwise than by default. minutes: how long before the start, or after, as the kind has it; note: the organiser's own
-- words for this event, such as where to park.
CREATE TABLE EventMessage (
  eventId TEXT NOT NULL REFERENCES Event (id),
  kind TEXT NOT NULL,
  isOn INTEGER NOT NULL CHECK (isOn IN (0, 1)),
  minutes INTEGER,
  note TEXT NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
  changedAt TEXT NOT NULL CHECK (changedAt IS strftime('%Y-%m-%dT%H:%M:%fZ', changedAt)),
  changedById TEXT REFERENCES Account (id),
  PRIMARY KEY (eventId, kind)
) WITHOUT ROWID;

-- That a message of a kind was written for a subject (a person's place, a booking) and the moment it was about: nobody gets it twice.
CREATE TABLE SentOnce (
  kind TEXT NOT NULL,
  subjectId TEXT NOT NULL,
  moment TEXT NOT NULL,
  eventId TEXT NOT NULL REFERENCES Event (id),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  PRIMARY KEY (kind, subjectId, moment)
) WITHOUT ROWID;
CREATE INDEX SentOnce_event ON SentOnce (eventId, kind);

-- The council's own words in a message; a change supersedes.
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
WHEN OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL OR NEW.text <> OLD.text OR NEW.kind <> OLD.kind OR NEW.slot <> OLD.slot
BEGIN SELECT RAISE(ABORT, 'wording_stands'); END;
CREATE TRIGGER Wording_kept BEFORE DELETE ON Wording BEGIN SELECT RAISE(ABORT, 'wording_stands'); END;

-- Who asked for promotions, and who does not want them any more: the latest statement about an address stands.
CREATE TABLE MailConsent (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL CHECK (email = lower(email) AND email <> ''),
  given INTEGER NOT NULL CHECK (given IN (0, 1)),
  how TEXT NOT NULL CHECK (how IN ('account', 'unsubscribe_link', 'complaint')),
  at TEXT NOT NULL CHECK (at IS strftime('%Y-%m-%dT%H:%M:%fZ', at)),
  accountId TEXT REFERENCES Account (id),
  sendingId TEXT REFERENCES Sending (id)
);
CREATE INDEX MailConsent_email ON MailConsent (email, at, id);
CREATE TRIGGER MailConsent_stands BEFORE UPDATE ON MailConsent BEGIN SELECT RAISE(ABORT, 'consent_stands'); END;
CREATE TRIGGER MailConsent_kept BEFORE DELETE ON MailConsent BEGIN SELECT RAISE(ABORT, 'consent_stands'); END;
CREATE VIEW StandingConsent AS
SELECT c.* FROM MailConsent c WHERE NOT EXISTS (SELECT 1 FROM MailConsent o WHERE o.email = c.email AND (o.at, o.id) > (c.at, c.id));

-- The link at the foot of a promotion; only the hash of its token is kept.
CREATE TABLE UnsubscribeLink (
  tokenHash TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL CHECK (email = lower(email) AND email <> ''),
  sendingId TEXT REFERENCES Sending (id),
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt))
);

-- Feeds ------------------------------------------------------------------------------------------------------------------------------

-- A secret address that calendars read: of one person's places, or of a school's, for one account that acts for it and only while it does.
CREATE TABLE Feed (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'school')),
  personId TEXT REFERENCES Person (id),
  schoolId TEXT REFERENCES School (id),
  accountId TEXT REFERENCES Account (id),
  tokenHash TEXT NOT NULL UNIQUE,
  createdAt TEXT NOT NULL CHECK (createdAt IS strftime('%Y-%m-%dT%H:%M:%fZ', createdAt)),
  endedAt TEXT,
  CHECK ((kind = 'person') = (personId IS NOT NULL)),
  CHECK ((kind = 'school') = (schoolId IS NOT NULL)),
  CHECK (kind = 'person' OR accountId IS NOT NULL)
);
CREATE UNIQUE INDEX Feed_of_person ON Feed (personId) WHERE endedAt IS NULL AND kind = 'person';
CREATE UNIQUE INDEX Feed_of_school ON Feed (schoolId, accountId) WHERE endedAt IS NULL AND kind = 'school';
CREATE TRIGGER Feed_ends_once BEFORE UPDATE ON Feed
WHEN OLD.endedAt IS NOT NULL OR NEW.tokenHash <> OLD.tokenHash OR NEW.kind <> OLD.kind OR NEW.schoolId IS NOT OLD.schoolId
BEGIN SELECT RAISE(ABORT, 'feed_is_ended'); END;
-- Erasing somebody's details ends their address, and whoever names a merged record names the kept one.
CREATE TRIGGER Feed_ends_with_person AFTER UPDATE OF erasedAt ON Person WHEN NEW.erasedAt IS NOT NULL BEGIN
  UPDATE Feed SET endedAt = NEW.erasedAt WHERE personId = NEW.id AND endedAt IS NULL;
END;
CREATE TRIGGER Feed_names_kept AFTER INSERT ON Feed WHEN EXISTS (SELECT 1 FROM PersonMerge m WHERE m.mergedId = NEW.personId AND m.undoneAt IS NULL) BEGIN
  UPDATE Feed SET personId = (SELECT k.keptId FROM PersonKept k WHERE k.mergedId = NEW.personId) WHERE id = NEW.id;
END;
CREATE INDEX Invitation_person ON Invitation (personId);
