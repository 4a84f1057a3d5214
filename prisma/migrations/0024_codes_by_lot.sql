-- Codes beyond what an address has are given by lot: whoever waits is in the next draw, and one wider network is one in it.
DELETE FROM CodeTurn;
ALTER TABLE CodeTurn ADD COLUMN widerKey TEXT NOT NULL DEFAULT '';
ALTER TABLE CodeTurn ADD COLUMN widerLot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE CodeTurn ADD COLUMN lot INTEGER NOT NULL DEFAULT 0;
