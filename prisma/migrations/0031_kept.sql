-- Names go out of what people wrote about others when somebody is erased: each trigger that keeps a text lets go of one that is named in Doomed.

DROP TRIGGER LedgerLine_stands;
CREATE TRIGGER LedgerLine_stands BEFORE UPDATE ON LedgerLine
WHEN (OLD.period <> '' AND NOT EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'LedgerLine' AND d.id = OLD.number))
  OR NEW.pence <> OLD.pence
  OR NEW.vatPence <> OLD.vatPence
  OR NEW.kind <> OLD.kind
  OR NEW.payerId <> OLD.payerId
  OR NEW.bookingId IS NOT OLD.bookingId
  OR NEW.at <> OLD.at
BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;

DROP TRIGGER LineDispute_settled_once;
CREATE TRIGGER LineDispute_settled_once BEFORE UPDATE ON LineDispute
WHEN NEW.lineNumber <> OLD.lineNumber
  OR ((OLD.settledAt IS NOT NULL OR NEW.words <> OLD.words)
    AND NOT EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'LineDispute' AND d.id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'line_dispute_is_settled'); END;

DROP TRIGGER MoneyProposal_decided_once;
CREATE TRIGGER MoneyProposal_decided_once BEFORE UPDATE ON MoneyProposal BEGIN
  SELECT RAISE(ABORT, 'proposal_is_decided')
  WHERE NEW.pence <> OLD.pence
    OR NEW.vatPence <> OLD.vatPence
    OR NEW.kind <> OLD.kind
    OR NEW.proposedById <> OLD.proposedById
    OR ((OLD.state <> 'proposed' OR NEW.reason <> OLD.reason)
      AND NOT (NEW.state = OLD.state AND EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'MoneyProposal' AND d.id = OLD.id)));
  SELECT RAISE(ABORT, 'own_proposal')
  WHERE NEW.state = 'approved'
    AND (NEW.decidedById IS NULL
      OR NEW.decidedById = NEW.proposedById
      OR (OLD.state <> NEW.state AND EXISTS (
        SELECT 1 FROM Account a JOIN Account b ON b.personId = a.personId WHERE a.id = NEW.decidedById AND b.id = NEW.proposedById)));
END;

DROP TRIGGER FileAnswer_stands;
CREATE TRIGGER FileAnswer_stands BEFORE UPDATE ON FileAnswer
WHEN NEW.answer <> OLD.answer
  OR NEW.answeredAt <> OLD.answeredAt
  OR NOT EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'FileAnswer' AND d.id = OLD.batchId)
BEGIN SELECT RAISE(ABORT, 'file_answer_stands'); END;

DROP TRIGGER PayerRoute_only_superseded;
CREATE TRIGGER PayerRoute_only_superseded BEFORE UPDATE ON PayerRoute
WHEN NEW.route <> OLD.route
  OR NEW.fromDay <> OLD.fromDay
  OR NEW.toDay IS NOT OLD.toDay
  OR ((OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL)
    AND NOT (NEW.supersededAt IS OLD.supersededAt AND EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'PayerRoute' AND d.id = OLD.id)))
BEGIN SELECT RAISE(ABORT, 'payer_route_stands'); END;

DROP TRIGGER Sending_stands;
CREATE TRIGGER Sending_stands BEFORE UPDATE ON Sending
WHEN OLD.state <> 'draft'
  AND ((NEW.subject <> OLD.subject AND NOT EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'Sending' AND d.id = OLD.id))
    OR (NEW.body <> OLD.body AND NOT EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'Sending' AND d.id = OLD.id))
    OR NEW.audience <> OLD.audience
    OR NEW.nature <> OLD.nature
    OR NEW.kind <> OLD.kind
    OR NEW.eventId IS NOT OLD.eventId
    OR NEW.state = 'draft'
    OR (OLD.state IN ('done', 'stopped') AND NEW.state <> OLD.state))
BEGIN SELECT RAISE(ABORT, 'sending_stands'); END;

DROP TRIGGER Session_called_off_stands;
CREATE TRIGGER Session_called_off_stands BEFORE UPDATE ON Session
WHEN OLD.calledOffAt IS NOT NULL
  AND NOT (NEW.calledOffAt = OLD.calledOffAt AND EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'Session' AND d.id = OLD.id))
BEGIN SELECT RAISE(ABORT, 'session_called_off'); END;

DROP TRIGGER Wording_stands;
CREATE TRIGGER Wording_stands BEFORE UPDATE ON Wording
WHEN NEW.kind <> OLD.kind
  OR NEW.slot <> OLD.slot
  OR ((OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL OR NEW.text <> OLD.text)
    AND NOT (NEW.supersededAt IS OLD.supersededAt AND EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'Wording' AND d.id = OLD.id)))
BEGIN SELECT RAISE(ABORT, 'wording_stands'); END;

DROP TRIGGER LegalHold_only_reviewed_or_ended;
CREATE TRIGGER LegalHold_only_reviewed_or_ended BEFORE UPDATE ON LegalHold
WHEN NEW.scope <> OLD.scope
  OR NEW.value <> OLD.value
  OR NEW.createdAt <> OLD.createdAt
  OR ((OLD.endedAt IS NOT NULL OR NEW.reason <> OLD.reason)
    AND NOT (NEW.endedAt IS OLD.endedAt AND EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'LegalHold' AND d.id = OLD.id)))
BEGIN SELECT RAISE(ABORT, 'hold_is_ended'); END;

DROP TRIGGER Answer_stands;
CREATE TRIGGER Answer_stands BEFORE UPDATE ON Answer
WHEN NEW.questionId <> OLD.questionId
  OR NEW.bookingId <> OLD.bookingId
  OR NEW.placeId IS NOT OLD.placeId
  OR NEW.answeredAt <> OLD.answeredAt
  OR ((OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL OR NEW.value <> OLD.value)
    AND NOT (NEW.supersededAt IS OLD.supersededAt AND EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'Answer' AND d.id = OLD.id)))
BEGIN SELECT RAISE(ABORT, 'answer_stands'); END;

-- What waits to be sent goes to the address that is right when it leaves. What was tried once goes on to where it went, for the provider may have it.
-- A text with a link to one's own page, and a calendar entry, are not sent to another mailbox: the link has ended, and both are made anew.
CREATE TRIGGER Message_follows_person AFTER UPDATE OF email ON Person
WHEN NEW.email IS NOT OLD.email
  AND OLD.email <> ''
  AND NEW.erasedAt IS NULL
BEGIN
  UPDATE Message
  SET state = 'failed', withheld = 1, lastError = 'not tried: the address was another one by then'
  WHERE recipient = NEW.id
    AND state = 'queued'
    AND firstTriedAt IS NULL
    AND id IN (
      SELECT b.messageId FROM MessageBody b
      WHERE b.email = lower(OLD.email)
        AND (NEW.email IS NULL OR Message.method = 'REQUEST' OR instr(b.text, '/place/') > 0)
    );
  UPDATE MessageBody
  SET email = lower(NEW.email),
    toAddress = IIF(
      lower(substr(toAddress, -(length(OLD.email) + 2))) = '<' || lower(OLD.email) || '>',
      substr(toAddress, 1, length(toAddress) - length(OLD.email) - 1) || NEW.email || '>',
      NEW.email
    )
  WHERE NEW.email IS NOT NULL
    AND email = lower(OLD.email)
    AND messageId IN (
      SELECT m.id FROM Message m
      WHERE m.recipient = NEW.id
        AND m.state = 'queued'
        AND m.firstTriedAt IS NULL
        -- An entry is taken back where it was sent to, unless it is the same person's own new mailbox.
        AND (m.method IS NOT 'CANCEL' OR EXISTS (SELECT 1 FROM Account a WHERE a.personId = NEW.id))
    );
  UPDATE SendingRecipient
  SET email = lower(NEW.email)
  WHERE personId = NEW.id
    AND state = 'waiting'
    AND email = lower(OLD.email)
    AND NOT EXISTS (
      SELECT 1 FROM SendingRecipient o
      WHERE o.sendingId = SendingRecipient.sendingId AND o.email = lower(NEW.email) AND o.schoolId IS SendingRecipient.schoolId
    );
END;

CREATE TRIGGER Message_follows_account AFTER UPDATE OF email ON Account
WHEN NEW.email <> OLD.email
  AND NEW.erasedAt IS NULL
BEGIN
  UPDATE MessageBody
  SET email = NEW.email,
    toAddress = IIF(
      lower(substr(toAddress, -(length(OLD.email) + 2))) = '<' || OLD.email || '>',
      substr(toAddress, 1, length(toAddress) - length(OLD.email) - 1) || NEW.email || '>',
      NEW.email
    )
  WHERE email = OLD.email
    AND messageId IN (
      SELECT m.id FROM Message m
      WHERE m.recipient = NEW.id
        AND m.state = 'queued'
        AND m.firstTriedAt IS NULL
        -- These are about an address, and are for whoever reads it.
        AND m.kind NOT IN ('sign_in_code', 'new_address_code', 'email_changed')
    );
  UPDATE SendingRecipient
  SET email = NEW.email
  WHERE accountId = NEW.id
    AND state = 'waiting'
    AND email = OLD.email
    AND NOT EXISTS (
      SELECT 1 FROM SendingRecipient o
      WHERE o.sendingId = SendingRecipient.sendingId AND o.email = NEW.email AND o.schoolId IS SendingRecipient.schoolId
    );
END;

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
    AND (NEW.method = 'REQUEST' OR EXISTS (SELECT 1 FROM MessageBody b WHERE b.messageId = NEW.id AND instr(b.text, '/place/') > 0));
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

-- Whoever is no longer on a place is not told of it any more, except that it has ended.
CREATE TRIGGER Message_ends_with_place AFTER UPDATE OF personId ON Place
WHEN OLD.personId IS NOT NULL
  AND NEW.personId IS NOT OLD.personId
  AND NOT EXISTS (
    SELECT 1
    FROM PersonMerge m
    WHERE (m.mergedId = OLD.personId AND m.keptId = NEW.personId)
      OR (m.mergedId = NEW.personId AND m.keptId = OLD.personId)
  )
BEGIN
  UPDATE Message
  SET state = 'failed', withheld = 1, lastError = 'not tried: the place was somebody else''s by then'
  WHERE recipient = OLD.personId
    AND placeId = NEW.id
    AND method IS NULL
    AND state = 'queued'
    AND firstTriedAt IS NULL;
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
    SELECT 1 FROM Message m JOIN MessageBody f ON f.messageId = m.againOfId AND f.email = NEW.email
    WHERE m.id = NEW.messageId
      AND m.kind NOT IN ('sign_in_code', 'new_address_code', 'email_changed')
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

-- By what two accounts are known to be of one person: the person, their addresses of now and before, a provider of sign-in, a browser in which
-- both have signed in.
CREATE VIEW HandAddress (accountId, hand) AS
  SELECT id, 'address ' || email FROM Account
  UNION ALL SELECT accountId, 'address ' || oldEmail FROM EmailChange WHERE usedAt IS NOT NULL
  UNION ALL SELECT accountId, 'address ' || newEmail FROM EmailChange WHERE usedAt IS NOT NULL
  UNION ALL SELECT a.id, 'address ' || lower(p.email) FROM Account a JOIN Person p ON p.id = a.personId WHERE p.email <> '' AND a.shared = 0;

CREATE VIEW HandPerson (accountId, hand) AS
  SELECT id, 'account ' || id FROM Account
  UNION ALL SELECT id, 'person ' || personId FROM Account WHERE personId IS NOT NULL
  UNION ALL SELECT accountId, 'person ' || personId FROM SignIn WHERE personId IS NOT NULL;

CREATE VIEW Hand (accountId, hand) AS
  SELECT accountId, hand FROM HandAddress
  UNION ALL SELECT accountId, hand FROM HandPerson
  UNION ALL SELECT accountId, 'provider ' || issuer || ' ' || subject FROM OidcIdentity
  UNION ALL SELECT accountId, 'browser ' || tokenHash FROM KnownBrowser;

DROP TRIGGER ClaimEvidence_of_others_contact;
CREATE TRIGGER ClaimEvidence_of_others_contact BEFORE INSERT ON ClaimEvidence
WHEN NEW.kind IN ('council_holds_address', 'mailbox_link')
BEGIN
  SELECT RAISE(ABORT, 'own_contact')
  FROM Claim c
  JOIN SchoolContact k ON k.id = NEW.contactId
  JOIN Hand a ON a.accountId = c.accountId
  JOIN Hand b ON b.hand = a.hand AND b.accountId = k.enteredById
  WHERE c.id = NEW.claimId;
  SELECT RAISE(ABORT, 'own_contact')
  FROM Claim c
  JOIN StaffRole r ON r.revokedAt IS NULL
  JOIN Hand a ON a.accountId = c.accountId
  JOIN Hand b ON b.hand = a.hand AND b.accountId = r.accountId
  WHERE c.id = NEW.claimId
    AND NEW.kind = 'council_holds_address'
    -- A school's own person may have used a browser of the council.
    AND a.hand NOT LIKE 'browser %';
END;
