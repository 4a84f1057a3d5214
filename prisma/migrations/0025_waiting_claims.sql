-- At most ten requests of one account to act for schools, trusts and settings wait at once, however many are sent at the same moment.
CREATE TRIGGER Claim_at_most_ten BEFORE INSERT ON Claim WHEN NEW.state = 'requested' BEGIN
  SELECT RAISE(ABORT, 'too_many_waiting') WHERE 10 <= (SELECT COUNT(*) FROM Claim c WHERE c.accountId = NEW.accountId AND c.state = 'requested')
    + (SELECT COUNT(*) FROM TrustClaim t WHERE t.accountId = NEW.accountId AND t.state = 'requested')
    + (SELECT COUNT(*) FROM UnlistedClaim u WHERE u.accountId = NEW.accountId AND u.state = 'requested');
END;
CREATE TRIGGER TrustClaim_at_most_ten BEFORE INSERT ON TrustClaim WHEN NEW.state = 'requested' BEGIN
  SELECT RAISE(ABORT, 'too_many_waiting') WHERE 10 <= (SELECT COUNT(*) FROM Claim c WHERE c.accountId = NEW.accountId AND c.state = 'requested')
    + (SELECT COUNT(*) FROM TrustClaim t WHERE t.accountId = NEW.accountId AND t.state = 'requested')
    + (SELECT COUNT(*) FROM UnlistedClaim u WHERE u.accountId = NEW.accountId AND u.state = 'requested');
END;
CREATE TRIGGER UnlistedClaim_at_most_ten BEFORE INSERT ON UnlistedClaim WHEN NEW.state = 'requested' BEGIN
  SELECT RAISE(ABORT, 'too_many_waiting') WHERE 10 <= (SELECT COUNT(*) FROM Claim c WHERE c.accountId = NEW.accountId AND c.state = 'requested')
    + (SELECT COUNT(*) FROM TrustClaim t WHERE t.accountId = NEW.accountId AND t.state = 'requested')
    + (SELECT COUNT(*) FROM UnlistedClaim u WHERE u.accountId = NEW.accountId AND u.state = 'requested');
END;
