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
BEGIN SELECT RAISE(ABORT, 'dispute_is_settled'); END;

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
BEGIN SELECT RAISE(ABORT, 'batch_stands'); END;

DROP TRIGGER PayerRoute_only_superseded;
CREATE TRIGGER PayerRoute_only_superseded BEFORE UPDATE ON PayerRoute
WHEN NEW.route <> OLD.route
  OR NEW.fromDay <> OLD.fromDay
  OR NEW.toDay IS NOT OLD.toDay
  OR ((OLD.supersededAt IS NOT NULL OR NEW.supersededAt IS NULL)
    AND NOT (NEW.supersededAt IS OLD.supersededAt AND EXISTS (SELECT 1 FROM Doomed d WHERE d.kind = 'PayerRoute' AND d.id = OLD.id)))
BEGIN SELECT RAISE(ABORT, 'route_stands'); END;

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
